/* Which files may be opened, and how a new one comes to be. Everything is asked of the path, never of a descriptor of
 * the file: closing a descriptor of a database drops all locks that SQLite holds on it in this process. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The f_type of file systems that are shared between hosts, or served by a program that may share them, from statfs(2)
 * and linux/magic.h. The index of a -wal is shared memory of one host. */
static const uint32_t shared_file_systems[] = {
    0x6969 /* nfs */,        0x517B /* smb */,      0xFF534D42 /* cifs */,   0xFE534D42 /* smb2 */,
    0x65735546 /* fuse */,   0x5346414F /* afs */,  0x6B414653 /* kafs */,   0x73757245 /* coda */,
    0x564C /* ncp */,        0x00C36400 /* ceph */, 0x01161970 /* gfs2 */,   0x7461636F /* ocfs2 */,
    0x0BD00BD0 /* lustre */, 0x01021997 /* 9p */,   0x786F4256 /* vboxsf */, 0xBACBACBC /* vmhgfs */,
};

void path_clear(struct path *p)
{
    free(p->dir);
    free(p->full);
    *p = (struct path){0};
}

static enum err_code no_directory(const char *path, struct err *e)
{
    if (errno == EACCES)
        return permission_explain_way(path, e);
    enum err_code code = errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
    return err_set(e, code, _("%s: cannot use its directory: %s"), path, strerror(errno));
}

enum err_code path_resolve(const char *path, struct path *out, struct err *e)
{
    *out = (struct path){0};
    size_t n = strlen(path);
    if (n == 0 || path[n - 1] == '/')
        return err_set(e, ERR_INPUT, _("“%s” names no file"), path);
    char *copy = mem_dup(path);
    out->dir = realpath(dirname(copy), NULL);
    free(copy);
    if (!out->dir)
        return no_directory(path, e);
    const char *slash = strrchr(path, '/');
    struct str full = {0};
    str_addf(&full, "%s/%s", strcmp(out->dir, "/") == 0 ? "" : out->dir, slash ? slash + 1 : path);
    out->full = str_take(&full);
    return ERR_OK;
}

enum err_code path_check_dir(const char *path, const struct path *p, bool force, struct err *e)
{
    struct statfs fs;
    struct stat st;
    if (statfs(p->dir, &fs) != 0 || stat(p->dir, &st) != 0 || access(p->dir, X_OK) != 0)
        return no_directory(path, e);
    if (access(p->dir, W_OK) != 0)
        return permission_explain(p->dir, p->full, e);
    if (force)
        return ERR_OK;
    for (size_t i = 0; i < sizeof shared_file_systems / sizeof *shared_file_systems; i++) {
        if ((uint32_t)fs.f_type == shared_file_systems[i])
            return err_set(
                e, ERR_DENIED,
                _("%s is on a network or FUSE file system, where a file that many write gets damaged: keep it "
                  "on a local disk and log in there, or use --force where only this host opens it"),
                path);
    }
    if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
        return err_set(e, ERR_DENIED,
                       _("%s: everybody may write to its directory and so replace it: chmod o-w the directory, or use "
                         "--force"),
                       path);
    return ERR_OK;
}

enum err_code path_check_file(const char *path, const struct path *p, struct err *e)
{
    struct stat st;
    if (lstat(p->full, &st) != 0 && errno == EACCES)
        return permission_explain(p->dir, p->full, e);
    if (lstat(p->full, &st) != 0)
        return errno == ENOENT ? err_set(e, ERR_NOT_FOUND, _("there is no file %s: “zhupi init” makes one"), path)
                               : err_set(e, ERR_IO, _("%s: cannot look at it: %s"), path, strerror(errno));
    if (S_ISLNK(st.st_mode))
        return err_set(e, ERR_DENIED, _("%s is a symbolic link: open the file that it points to"), path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_CORRUPT, _("%s is not a zhupi file"), path);
    if (st.st_nlink != 1)
        return err_set(e, ERR_DENIED,
                       _("%s has a second name (a hard link), under which another would write past us: remove one"),
                       path);
    if (access(p->full, R_OK | W_OK) != 0)
        return permission_explain(p->full, p->full, e);
    return permission_check_group(path, p, e);
}

/* In a team's directory (set-group-id, so that new files get its group) the group may write; elsewhere the file is its
 * owner's, because the group may then be everybody. Not left to the umask, which people do not set for this. */
static mode_t new_mode(const struct path *p)
{
    struct stat st;
    return stat(p->dir, &st) == 0 && (st.st_mode & S_ISGID) ? 0660 : 0600;
}

enum err_code path_make_tmp(const char *path, const struct path *p, char **tmp, struct err *e)
{
    char id[UUID_SIZE];
    struct str name = {0};
    str_addf(&name, "%s/.zhupi-%s", p->dir, uuid_new(id));
    int fd = open(name.p, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        str_clear(&name);
        return err_set(e,
                       errno == EACCES || errno == EROFS ? ERR_DENIED
                       : errno == ENOSPC                 ? ERR_FULL
                                                         : ERR_IO,
                       _("%s: cannot be made: %s"), path, strerror(errno));
    }
    int rc = fchmod(fd, new_mode(p));
    if (close(fd) != 0 || rc != 0) {
        err_set(e, ERR_IO, _("%s: cannot be made: %s"), path, strerror(errno));
        unlink(name.p);
        str_clear(&name);
        return ERR_IO;
    }
    *tmp = str_take(&name);
    return ERR_OK;
}

static int fsync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int rc = fsync(fd);
    int why = errno;
    close(fd);
    errno = why;
    return rc;
}

/* Rename without replacing; where the file system cannot, a link, which it refuses as well when the name is taken. */
int path_rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    return link(from, to) == 0 ? unlink(from) : -1;
}

enum err_code path_publish(const char *path, const struct path *p, const char *tmp, struct err *e)
{
    if (fsync_path(tmp, O_RDONLY) != 0)
        return err_set(e, ERR_IO, _("%s: cannot be made: %s"), path, strerror(errno));
    if (path_rename_new(tmp, p->full) != 0)
        return errno == EEXIST ? err_set(e, ERR_EXISTS, _("%s is there already: nothing was changed"), path)
                               : err_set(e, ERR_IO, _("%s: cannot be made: %s"), path, strerror(errno));
    if (fsync_path(p->dir, O_RDONLY | O_DIRECTORY) != 0)
        return err_set(e, ERR_IO, _("%s: made, but perhaps not yet safe on the disk: %s"), path, strerror(errno));
    return ERR_OK;
}
