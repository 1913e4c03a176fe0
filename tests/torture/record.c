/* Preloaded into a program (LD_PRELOAD), tells its standard output, which is a file to append to, what it does to the
 * files of the folder that the environment calls ZHUPI_RECORD. Its own writes to standard output go past this, because
 * stdio calls the system from inside the C library.
 *
 * Each call is made first and recorded then, where it succeeded. Without state of its own, so that a program that forks
 * is recorded as well. */
#include "tests/torture/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void tell(const struct record *r, const void *bytes, size_t n)
{
    int why = errno;
    struct iovec parts[] = {{(void *)r, sizeof *r}, {(void *)bytes, n}};
    if (syscall(SYS_writev, STDOUT_FILENO, parts, 2) != (long)(sizeof *r + n))
        abort();
    errno = why;
}

/* The name of PATH in the folder, or NULL where it is not in it. */
static const char *name_of(const char *path)
{
    const char *dir = getenv("ZHUPI_RECORD");
    size_t n = dir ? strlen(dir) : 0;
    if (n == 0 || strncmp(path, dir, n) != 0 || path[n] != '/' || strchr(path + n + 1, '/') ||
        strlen(path + n + 1) >= RECORD_NAME)
        return NULL;
    return path + n + 1;
}

static void tell_of_file(enum record_kind kind, int fd, const void *bytes, off_t offset, off_t length)
{
    struct stat st;
    if (!getenv("ZHUPI_RECORD") || fd == STDOUT_FILENO || fd == STDERR_FILENO || fstat(fd, &st) != 0 ||
        !S_ISREG(st.st_mode))
        return;
    struct record r = {.mark = RECORD_MARK,
                       .kind = (char)kind,
                       .file = st.st_ino,
                       .offset = (uint64_t)offset,
                       .length = (uint64_t)length};
    tell(&r, bytes, bytes ? (size_t)length : 0);
}

static void tell_of_name(enum record_kind kind, const char *name, const char *old, uint64_t file, bool fresh)
{
    struct record r = {.mark = RECORD_MARK, .kind = (char)kind, .file = file, .length = fresh};
    if (name)
        snprintf(r.name, sizeof r.name, "%s", name);
    if (old)
        snprintf(r.old, sizeof r.old, "%s", old);
    tell(&r, NULL, 0);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library names none in a readable way. */

/* ---- bytes ---- */

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    ssize_t wrote = syscall(SYS_pwrite64, fd, p, n, at);
    if (wrote > 0)
        tell_of_file(RECORD_WRITE, fd, p, at, wrote);
    return wrote;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
    return pwrite(fd, p, n, at);
}

ssize_t write(int fd, const void *p, size_t n)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t wrote = syscall(SYS_write, fd, p, n);
    if (wrote > 0 && at >= 0)
        tell_of_file(RECORD_WRITE, fd, p, at, wrote);
    return wrote;
}

int ftruncate(int fd, off_t length)
{
    int rc = (int)syscall(SYS_ftruncate, fd, length);
    if (rc == 0)
        tell_of_file(RECORD_TRUNCATE, fd, NULL, 0, length);
    return rc;
}

int ftruncate64(int fd, off_t length)
{
    return ftruncate(fd, length);
}

static int synced(int fd, int rc)
{
    struct stat st, dir;
    const char *folder = getenv("ZHUPI_RECORD");
    if (rc != 0 || !folder || fstat(fd, &st) != 0)
        return rc;
    if (S_ISDIR(st.st_mode) && stat(folder, &dir) == 0 && dir.st_ino == st.st_ino)
        tell_of_name(RECORD_SYNC_NAMES, NULL, NULL, 0, false);
    else
        tell_of_file(RECORD_SYNC, fd, NULL, 0, 0);
    return rc;
}

int fsync(int fd)
{
    return synced(fd, (int)syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
    return synced(fd, (int)syscall(SYS_fdatasync, fd));
}

/* ---- names ---- */

static uint64_t inode(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 ? st.st_ino : 0;
}

static int open_any(const char *path, int flags, mode_t mode)
{
    const char *name = flags & O_CREAT ? name_of(path) : NULL;
    bool fresh = name && inode(path) == 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fresh)
        tell_of_name(RECORD_NAME_GIVEN, name, NULL, inode(path), true);
    if (fd >= 0 && flags & O_TRUNC)
        tell_of_file(RECORD_TRUNCATE, fd, NULL, 0, 0);
    return fd;
}

/* The mode is there only where a file may be made. */
static mode_t mode_of(int flags, va_list ap)
{
    return flags & O_CREAT ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    int fd = open_any(path, flags, mode_of(flags, ap));
    va_end(ap);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    int fd = open_any(path, flags, mode_of(flags, ap));
    va_end(ap);
    return fd;
}

int unlink(const char *path)
{
    int rc = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (rc == 0 && name_of(path))
        tell_of_name(RECORD_NAME_TAKEN, NULL, name_of(path), 0, false);
    return rc;
}

static int moved(const char *from, const char *to, unsigned flags)
{
    int rc = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
    if (rc == 0 && name_of(from) && name_of(to))
        tell_of_name(RECORD_NAME_MOVED, name_of(to), name_of(from), inode(to), false);
    return rc;
}

int rename(const char *from, const char *to)
{
    return moved(from, to, 0);
}

/* Only with absolute paths is it called. */
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    if (from_dir != AT_FDCWD || to_dir != AT_FDCWD)
        abort();
    return moved(from, to, flags);
}

int link(const char *from, const char *to)
{
    int rc = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (rc == 0 && name_of(to))
        tell_of_name(RECORD_NAME_GIVEN, name_of(to), NULL, inode(to), false);
    return rc;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
