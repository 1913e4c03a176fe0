#include "exchange/file.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "db/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err_code system_error(struct err *e, const char *path, int number)
{
    enum err_code code = number == ENOENT || number == ENOTDIR                     ? ERR_NOT_FOUND
                         : number == EACCES || number == EPERM || number == EROFS  ? ERR_DENIED
                         : number == ENOSPC || number == EDQUOT || number == EFBIG ? ERR_FULL
                         : number == EEXIST                                        ? ERR_EXISTS
                                                                                   : ERR_IO;
    return err_set(e, code, "%s: %s", *path ? path : "“”", strerror(number));
}

static enum err_code check_regular(const char *path, const struct stat *st, struct err *e)
{
    if (S_ISDIR(st->st_mode))
        return err_set(e, ERR_INPUT, _("%s: is a folder"), path);
    if (!S_ISREG(st->st_mode))
        return err_set(e, ERR_INPUT, _("%s: is no regular file (a device, a pipe or a socket)"), path);
    return ERR_OK;
}

/* Read FD to its end, or up to one byte more than LIMIT. */
static enum err_code read_all(int fd, const char *path, size_t limit, size_t expected, struct str *out, struct err *e)
{
    out->p = mem_grow(out->p, &out->cap, expected + 2, 1);
    out->p[0] = '\0';
    for (;;) {
        if (out->cap - out->len < 4096)
            out->p = mem_grow(out->p, &out->cap, out->len + 65536, 1);
        ssize_t got = read(fd, out->p + out->len, out->cap - out->len - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return system_error(e, path, errno);
        out->len += (size_t)got;
        out->p[out->len] = '\0';
        if (out->len > limit)
            return err_set(e, ERR_FULL, _("%s: is larger than %zu MB"), path, limit >> 20);
        if (got == 0)
            return ERR_OK;
    }
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Whether the file behind FD is no longer what BEFORE says: half of one state and half of another were read. */
static bool was_changed(int fd, const struct stat *before, size_t got)
{
    struct stat now;
    return fstat(fd, &now) != 0 || now.st_size != before->st_size || (uintmax_t)now.st_size != got ||
           !same_time(now.st_mtim, before->st_mtim);
}

enum err_code file_read(const char *path, size_t limit, char **bytes, size_t *n, struct err *e)
{
    *bytes = NULL;
    *n = 0;
    struct stat st;
    /* Looked at before it is opened, as opening a device can do something; and after, as it may have changed. */
    if (stat(path, &st) != 0)
        return system_error(e, path, errno);
    enum err_code rc = check_regular(path, &st, e);
    if (rc)
        return rc;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return system_error(e, path, errno);
    struct str all = {0};
    if (fstat(fd, &st) != 0)
        rc = system_error(e, path, errno);
    else
        rc = check_regular(path, &st, e);
    if (!rc && (uintmax_t)st.st_size > limit)
        rc = err_set(e, ERR_FULL, _("%s: is larger than %zu MB"), path, limit >> 20);
    if (!rc)
        rc = read_all(fd, path, limit, (size_t)st.st_size, &all, e);
    if (!rc && was_changed(fd, &st, all.len))
        rc = err_set(e, ERR_INPUT, _("%s: was changed while it was read: import it again"), path);
    close(fd);
    if (rc) {
        str_clear(&all);
        return rc;
    }
    *n = all.len;
    *bytes = str_take(&all);
    return ERR_OK;
}

/* The folder of PATH as a new string, and its last component. */
static char *folder_of(const char *path, const char **last)
{
    const char *slash = strrchr(path, '/');
    *last = slash ? slash + 1 : path;
    if (!slash)
        return mem_dup(".");
    return slash == path ? mem_dup("/") : mem_ndup(path, (size_t)(slash - path));
}

static bool same_file(const char *a, const char *b)
{
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

/* What stands behind the name of a database in the names of its files. */
static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", "-lock", "-live"};

#define N_SUFFIXES (sizeof suffixes / sizeof *suffixes)

/* Whether NAME would be one of them, which need not be there now. */
static bool is_own_name(const char *name, const char *database)
{
    size_t n = strlen(database);
    if (strncmp(name, database, n) != 0)
        return false;
    for (size_t i = 0; i < N_SUFFIXES; i++)
        if (strcmp(name + n, suffixes[i]) == 0)
            return true;
    return false;
}

bool file_is_store(const struct store *s, const char *path)
{
    for (size_t i = 0; i < N_SUFFIXES; i++) {
        struct str own = {0};
        str_addf(&own, "%s%s", store_path(s), suffixes[i]);
        bool same = same_file(str_z(&own), path);
        str_clear(&own);
        if (same)
            return true;
    }
    const char *last, *own_last;
    char *folder = folder_of(path, &last);
    char *own_folder = folder_of(store_path(s), &own_last);
    bool own = is_own_name(last, own_last) && same_file(folder, own_folder);
    free(folder);
    free(own_folder);
    return own;
}

static void file_out_clear(struct file_out *o)
{
    free(o->path);
    free(o->temporary);
    *o = (struct file_out){0};
}

/* Whether a file may be put at PATH; *MODE is 0 where there is nothing yet. */
static enum err_code look_at_place(const char *path, mode_t *mode, struct err *e)
{
    struct stat st;
    *mode = 0;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? ERR_OK : system_error(e, path, errno);
    /* Whoever may write in the folder could have made it, to have us replace another file. */
    if (S_ISLNK(st.st_mode))
        return err_set(e, ERR_INPUT, _("%s: is a symbolic link: name the file that it leads to, or another one"), path);
    *mode = st.st_mode;
    return check_regular(path, &st, e);
}

/* A new file that gets MODE (0: the usual one) before anything is in it. Where the file system knows no such modes it
 * stays the user's own. */
static FILE *create(const char *path, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode ? 0600 : 0666);
    if (fd < 0)
        return NULL;
    if (mode)
        (void)fchmod(fd, mode & 0777);
    FILE *stream = fdopen(fd, "w");
    if (!stream) {
        int number = errno;
        close(fd);
        unlink(path);
        errno = number;
    }
    return stream;
}

enum err_code file_out_open(struct file_out *o, const char *path, struct err *e)
{
    *o = (struct file_out){0};
    mode_t mode;
    enum err_code rc = look_at_place(path, &mode, e);
    if (rc)
        return rc;
    o->path = mem_dup(path);
    const char *last;
    char *folder = folder_of(path, &last);
    char id[UUID_SIZE];
    struct str name = {0};
    str_addf(&name, "%s/.zhupi-%s", folder, uuid_new(id));
    free(folder);
    o->temporary = str_take(&name);
    o->stream = create(o->temporary, mode);
    if (!o->stream) {
        rc = system_error(e, path, errno);
        file_out_clear(o);
    }
    return rc;
}

enum err_code file_out_open_new(struct file_out *o, const char *path, struct err *e)
{
    struct stat st;
    *o = (struct file_out){0};
    if (lstat(path, &st) == 0)
        return err_set(e, ERR_EXISTS, _("%s: is there already, and was left as it is"), path);
    enum err_code rc = file_out_open(o, path, e);
    o->fresh = true;
    return rc;
}

/* A link does not replace what is there; some file systems know none. */
static int put_in_place(const struct file_out *o)
{
    if (!o->fresh)
        return rename(o->temporary, o->path);
    if (renameat2(AT_FDCWD, o->temporary, AT_FDCWD, o->path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (link(o->temporary, o->path) != 0)
        return -1;
    return unlink(o->temporary);
}

/* Make the entry in the folder last, where the file system can do that for folders. */
static void sync_folder(const char *path)
{
    const char *last;
    char *folder = folder_of(path, &last);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

enum err_code file_out_commit(struct file_out *o, struct err *e)
{
    int number = 0;
    errno = 0;
    if (fflush(o->stream) != 0 || ferror(o->stream) || fsync(fileno(o->stream)) != 0)
        number = errno ? errno : EIO;
    if (fclose(o->stream) != 0 && !number)
        number = errno;
    if (!number && put_in_place(o) != 0)
        number = errno;
    if (number) {
        unlink(o->temporary);
        enum err_code rc = system_error(e, o->path, number);
        file_out_clear(o);
        return rc;
    }
    sync_folder(o->path);
    file_out_clear(o);
    return ERR_OK;
}

void file_out_abandon(struct file_out *o)
{
    if (o->stream)
        fclose(o->stream);
    if (o->temporary)
        unlink(o->temporary);
    file_out_clear(o);
}
