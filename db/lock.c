/* The write queue: flock on FILE-lock. SQLite's own waiting starves (one of 50 writers got 1 commit in while another
 * made 7,390); the kernel's queue on a flock is fair, and lets nobody see SQLITE_BUSY. */
#include "base/i18n.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FLAGS (O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* A new lock file has the owner (where root made it), group and mode of the database, like -wal and -shm, so that
 * whoever may write the one may lock the other. It gets its name when it has them: until then it would be refused to
 * others. */
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

static enum err_code lock_open(struct store *s, struct err *e)
{
    struct stat db, st;
    if (s->lock_fd >= 0)
        return ERR_OK;
    if (stat(s->real, &db) != 0)
        return stmt_error(s, errno == ENOENT ? SQLITE_READONLY_DBMOVED : SQLITE_PERM, e);
    int fd = open_or_make(s->lock_path, &db);
    if (fd < 0)
        return err_set(e, errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_IO,
                       _("%s: cannot open the lock file beside it: %s"), s->path, strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(e, ERR_DENIED, _("%s: the lock file beside it is no regular file: remove it"), s->path);
    }
    s->lock_fd = fd;
    return ERR_OK;
}

/* Whether the lock that was taken is on the file that others will find: somebody may have cleaned it away. */
static bool still_there(struct store *s)
{
    struct stat a, b;
    return fstat(s->lock_fd, &a) == 0 && lstat(s->lock_path, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static enum err_code take(struct store *s, int how, struct err *e)
{
    if (!s->lock_path)
        return ERR_OK;
    for (int tries = 0; tries < 100; tries++) {
        enum err_code code = lock_open(s, e);
        if (code)
            return code;
        int rc;
        do {
            rc = flock(s->lock_fd, how);
        } while (rc != 0 && errno == EINTR && !(how & LOCK_NB));
        if (rc == 0 && still_there(s))
            return ERR_OK;
        if (rc != 0)
            return err_set(e, ERR_IO, _("%s: cannot take the lock beside it: %s"), s->path, strerror(errno));
        close(s->lock_fd);
        s->lock_fd = -1;
    }
    return err_set(e, ERR_BUSY, _("%s: somebody keeps removing the lock file beside it"), s->path);
}

enum err_code lock_take(struct store *s, struct err *e)
{
    return take(s, LOCK_EX, e);
}

bool lock_try(struct store *s)
{
    return take(s, LOCK_EX | LOCK_NB, NULL) == ERR_OK;
}

void lock_drop(struct store *s)
{
    if (s->lock_path && s->lock_fd >= 0)
        flock(s->lock_fd, LOCK_UN);
}
