#include "tui/editor.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOTE_MAX_BYTES 65536

static const char *editor_name(void)
{
    const char *name = getenv("VISUAL");
    if (!name || !*name)
        name = getenv("EDITOR");
    return name && *name ? name : "vi";
}

static enum err_code write_file(struct edited *out, const char *text, struct err *e)
{
    strcpy(out->path, "/tmp/zhupi-note-XXXXXX");
    int fd = mkostemp(out->path, O_CLOEXEC); /* 0600, a fresh name */
    if (fd < 0)
        return err_set(e, ERR_IO, _("no temporary file could be made for the note: %s"), strerror(errno));
    size_t n = strlen(text);
    bool ok = write(fd, text, n) == (ssize_t)n && (n == 0 || write(fd, "\n", 1) == 1);
    ok = close(fd) == 0 && ok;
    if (ok)
        return ERR_OK;
    unlink(out->path);
    return err_set(e, ERR_IO, _("%s could not be written: %s"), out->path, strerror(errno));
}

static enum err_code read_file(struct edited *out, struct err *e)
{
    int fd = open(out->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_IO, _("%s could not be read: %s"), out->path, strerror(errno));
    char *bytes = mem_alloc(NOTE_MAX_BYTES + 1, 1);
    size_t n = 0;
    ssize_t got;
    while (n <= NOTE_MAX_BYTES && (got = read(fd, bytes + n, NOTE_MAX_BYTES + 1 - n)) > 0)
        n += (size_t)got;
    close(fd);
    struct decoded d = {0};
    enum err_code rc = ERR_OK;
    if (n > NOTE_MAX_BYTES)
        rc = err_set(e, ERR_INPUT, _("the note is longer than %d bytes; it is kept in %s"), NOTE_MAX_BYTES, out->path);
    else if (decode(bytes, n, &(struct decode_opts){.encoding = "UTF-8"}, &d, e))
        rc = err_set(e, ERR_INPUT, _("the note is not UTF-8; it is kept in %s"), out->path);
    free(bytes);
    if (rc)
        return rc;
    while (d.bytes > 0 && d.utf8[d.bytes - 1] == '\n')
        d.utf8[--d.bytes] = '\0';
    out->text = d.utf8;
    return ERR_OK;
}

enum err_code editor_run(struct frontend *f, const char *text, struct edited *out, struct err *e)
{
    *out = (struct edited){0};
    enum err_code rc = write_file(out, text, e);
    if (rc)
        return rc;
    char command[1024]; /* the variable may hold options: the shell splits it, the file's name goes as an argument */
    snprintf(command, sizeof command, "%s \"$1\"", editor_name());
    char shell[] = "/bin/sh", option[] = "-c", name[] = "sh";
    char *argv[] = {shell, option, command, name, out->path, NULL};
    int status = 0;
    rc = f->ops->run(f, argv, &status, e);
    if (!rc && status != 0)
        rc = err_set(e, ERR_IO, _("%s ended with status %d: the note stays as it was"), editor_name(), status);
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
