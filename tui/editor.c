#include "tui/editor.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/store.h"
#include "keymaps/words.h"
#include "text/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *editor_name(void)
{
    const char *name = getenv("VISUAL");
    if (!name || !*name)
        name = getenv("EDITOR");
    return name;
}

bool editor_is_set(void)
{
    const char *name = editor_name();
    return name && *name;
}

static enum err_code write_file(struct edited *out, const char *text, struct err *e)
{
    strcpy(out->path, "/tmp/zhupi-note-XXXXXX");
    int fd = mkostemp(out->path, O_CLOEXEC); /* 0600, a fresh name */
    if (fd < 0)
        return err_set(e, ERR_IO, _("no temporary file could be made for the note: %s"), strerror(errno));
    size_t n = strlen(text);
    bool ok = write(fd, text, n) == (ssize_t)n && (n == 0 || write(fd, "\n", 1) == 1);
    int reason = errno;
    ok = close(fd) == 0 && ok;
    if (ok)
        return ERR_OK;
    unlink(out->path);
    return err_set(e, ERR_IO, _("%s could not be written: %s"), out->path, strerror(reason));
}

static enum err_code read_file(struct edited *out, struct err *e)
{
    int fd = open(out->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_IO, _("%s could not be read: %s"), out->path, strerror(errno));
    char *bytes = mem_alloc(STORE_NOTE_MAX + 1, 1);
    size_t n = 0;
    ssize_t got = 0;
    while (n <= STORE_NOTE_MAX && (got = read(fd, bytes + n, STORE_NOTE_MAX + 1 - n)) > 0)
        n += (size_t)got;
    int reason = errno;
    close(fd);
    struct decoded d = {0};
    struct err why;
    enum err_code rc = ERR_OK;
    if (got < 0)
        rc = err_set(e, ERR_IO, _("%s could not be read: %s"), out->path, strerror(reason));
    else if (n > STORE_NOTE_MAX)
        rc = err_set(e, ERR_INPUT, _("the note is longer than %d bytes; it is kept in %s"), STORE_NOTE_MAX, out->path);
    else if (words_check(bytes, n, &why) || decode(bytes, n, &(struct decode_opts){.encoding = "UTF-8"}, &d, &why))
        rc = err_set(e, ERR_INPUT, _("the note cannot be taken: %s; it is kept in %s"), why.msg, out->path);
    free(bytes);
    if (rc)
        return rc;
    while (d.bytes > 0 && d.utf8[d.bytes - 1] == '\n')
        d.utf8[--d.bytes] = '\0';
    out->text = d.utf8;
    return ERR_OK;
}

/* The variable may hold options, so a shell splits it; the file's name goes as an argument. The shell outlives the ^C
 * that is typed at the editor. */
static enum err_code run_editor(struct frontend *f, char *path, int *status, struct err *e)
{
    struct str command = {0};
    str_addf(&command, "trap : INT QUIT; %s \"$1\"", editor_name());
    char shell[] = "/bin/sh", option[] = "-c", name[] = "sh";
    enum err_code rc = f->ops->run(f, (char *[]){shell, option, command.p, name, path, NULL}, status, e);
    str_clear(&command);
    return rc;
}

/* The editor failed, or was killed with the line: what was saved before is not thrown away. */
static enum err_code gave_up(struct edited *out, const char *text, int status, struct err *e)
{
    struct err why;
    bool same = !read_file(out, &why) && strcmp(out->text, text) == 0;
    free(out->text);
    out->text = NULL;
    if (!same)
        return err_set(e, ERR_IO, _("%s ended with status %d: the note stays as it was; what you wrote is kept in %s"),
                       editor_name(), status, out->path);
    unlink(out->path);
    return err_set(e, ERR_IO, _("%s ended with status %d: the note stays as it was"), editor_name(), status);
}

enum err_code editor_run(struct frontend *f, const char *text, struct edited *out, struct err *e)
{
    *out = (struct edited){0};
    enum err_code rc = write_file(out, text, e);
    if (rc)
        return rc;
    int status = 0;
    rc = run_editor(f, out->path, &status, e);
    if (!rc && status != 0)
        return gave_up(out, text, status, e);
    if (rc) {
        unlink(out->path);
        return rc;
    }
    rc = read_file(out, e);
    if (!rc)
        out->changed = strcmp(out->text, text) != 0;
    return rc;
}

void editor_finish(struct edited *edited, enum err_code rc, struct err *e)
{
    if (rc) {
        char reason[sizeof e->msg];
        memcpy(reason, e->msg, sizeof reason);
        err_set(e, rc, _("%s; what you wrote is kept in %s"), reason, edited->path);
    } else {
        unlink(edited->path);
    }
    free(edited->text);
    edited->text = NULL;
}
