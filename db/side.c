/* The files beside the database that are ours: FILE-lock and FILE-live. */
#include "base/i18n.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FLAGS (O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* A new one has the owner (where root made it), group and mode of the database, like -wal and -shm, so that whoever may
 * write the one may write the other. It gets its name when it has them: until then it would be refused to others. */
static int make(const char *path, const struct stat *db)
{
    char id[UUID_SIZE];
    struct str tmp = {0};
    str_addf(&tmp, "%s-%s", path, uuid_new(id));
    int fd = open(tmp.p, OPEN_FLAGS | O_CREAT | O_EXCL, 0600);
    if (fd >= 0 && ((geteuid() == 0 && fchown(fd, db->st_uid, db->st_gid) != 0) ||
                    fchmod(fd, db->st_mode & 0666) != 0 || path_rename_new(tmp.p, path) != 0)) {
        int why = errno;
        close(fd);
        unlink(tmp.p);
        errno = why;
        fd = -1;
    }
    str_clear(&tmp);
    return fd;
}

/* Not with a plain O_CREAT: the kernel refuses that on another's file in a sticky directory (fs.protected_regular). */
static int open_or_make(const char *path, const struct stat *db)
{
    for (int tries = 0; tries < 100; tries++) {
        int fd = open(path, OPEN_FLAGS);
        if (fd >= 0 || errno != ENOENT)
            return fd;
        fd = make(path, db);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* One that is a hard link may be anybody's file, and we write to it. Where the file system cannot rename without
 * replacing, one that is being made has two names for a moment. */
static bool is_of_its_own(int fd)
{
    struct stat st = {0};
    for (int tries = 0; tries < 100; tries++) {
        if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
            return false;
        if (st.st_nlink <= 1)
            return true;
        usleep(1000);
    }
    return false;
}

enum err_code side_open(struct store *s, const char *path, int *out, struct err *e)
{
    struct stat db;
    if (stat(s->real, &db) != 0)
        return stmt_error(s, errno == ENOENT ? SQLITE_READONLY_DBMOVED : SQLITE_PERM, e);
    int fd = open_or_make(path, &db);
    if (fd < 0 && errno == EACCES)
        return permission_explain(path, s->real, e);
    if (fd < 0)
        return err_set(e,
                       errno == EACCES || errno == EPERM ? ERR_DENIED
                       : errno == ENOSPC                 ? ERR_FULL
                                                         : ERR_IO,
                       _("%s: cannot open %s beside it: %s"), s->path, path, strerror(errno));
    if (!is_of_its_own(fd)) {
        close(fd);
        return err_set(e, ERR_DENIED, _("%s: %s beside it is no regular file of its own: remove it"), s->path, path);
    }
    *out = fd;
    return ERR_OK;
}

bool side_still_there(int fd, const char *path)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && lstat(path, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}
