#include "tests/torture/inject.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *const inject_names[INJECT_KINDS] = {"memory", "open", "read", "write",  "full",  "truncate",
                                                "sync",   "size", "lock", "shared", "delete"};

struct injection {
    sqlite3_mem_methods memory; /* SQLite's own */
    sqlite3_vfs *under, over;
    enum inject_kind kind;
    bool armed, on, lasting; /* ON: and not paused */
    long at, calls, failed;  /* AT 0: only count */
};

/* SQLite hands none of this to its allocator. */
static struct injection *here(void)
{
    static struct injection x;
    return &x;
}

static bool fails(enum inject_kind kind)
{
    struct injection *x = here();
    if (!x->on || x->kind != kind)
        return false;
    x->calls++;
    bool now = x->at > 0 && (x->calls == x->at || (x->lasting && x->calls > x->at));
    x->failed += now;
    return now;
}

/* ---- memory ---- */

static void *take(int n)
{
    return fails(INJECT_MEMORY) ? NULL : here()->memory.xMalloc(n);
}

static void *resize(void *p, int n)
{
    return fails(INJECT_MEMORY) ? NULL : here()->memory.xRealloc(p, n);
}

/* ---- an open file ---- */

struct shim {
    sqlite3_file base;
    sqlite3_file *real; /* behind this struct */
};

static sqlite3_file *real(sqlite3_file *f)
{
    return ((struct shim *)(void *)f)->real;
}

static int on_close(sqlite3_file *f)
{
    return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
}

static int on_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    return fails(INJECT_READ) ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), p, n, at);
}

static int on_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    bool full = fails(INJECT_FULL);
    if (!full && !fails(INJECT_WRITE))
        return real(f)->pMethods->xWrite(real(f), p, n, at);
    if (n > 1)
        real(f)->pMethods->xWrite(real(f), p, n / 2, at);
    return full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    return fails(INJECT_TRUNCATE) ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), n);
}

static int on_sync(sqlite3_file *f, int flags)
{
    return fails(INJECT_SYNC) ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags);
}

static int on_size(sqlite3_file *f, sqlite3_int64 *n)
{
    return fails(INJECT_SIZE) ? SQLITE_IOERR_FSTAT : real(f)->pMethods->xFileSize(real(f), n);
}

static int on_lock(sqlite3_file *f, int how)
{
    return fails(INJECT_LOCK) ? SQLITE_IOERR_LOCK : real(f)->pMethods->xLock(real(f), how);
}

static int on_unlock(sqlite3_file *f, int how)
{
    return real(f)->pMethods->xUnlock(real(f), how);
}

static int on_check_lock(sqlite3_file *f, int *out)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}

static int on_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int on_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static int on_device(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int on_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return fails(INJECT_SHARED) ? SQLITE_IOERR_SHMMAP : real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}

static int on_shared_lock(sqlite3_file *f, int at, int n, int flags)
{
    bool fail = flags & SQLITE_SHM_LOCK && fails(INJECT_SHARED);
    return fail ? SQLITE_IOERR_SHMLOCK : real(f)->pMethods->xShmLock(real(f), at, n, flags);
}

static void on_barrier(sqlite3_file *f)
{
    real(f)->pMethods->xShmBarrier(real(f));
}

static int on_unmap(sqlite3_file *f, int remove)
{
    return real(f)->pMethods->xShmUnmap(real(f), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_lock,
    .xFileControl = on_control,
    .xSectorSize = on_sector,
    .xDeviceCharacteristics = on_device,
    .xShmMap = on_map,
    .xShmLock = on_shared_lock,
    .xShmBarrier = on_barrier,
    .xShmUnmap = on_unmap,
};

/* ---- the file system ---- */

static int on_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
    struct shim *shim = (struct shim *)(void *)f;
    struct injection *x = here();
    (void)vfs;
    shim->base.pMethods = NULL;
    shim->real = (sqlite3_file *)(void *)(shim + 1);
    memset(shim->real, 0, (size_t)x->under->szOsFile);
    if (fails(INJECT_OPEN))
        return SQLITE_CANTOPEN;
    int rc = x->under->xOpen(x->under, path, shim->real, flags, out);
    if (rc == SQLITE_OK)
        shim->base.pMethods = &methods;
    return rc;
}

static int on_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    struct injection *x = here();
    (void)vfs;
    return fails(INJECT_DELETE) ? SQLITE_IOERR_DELETE : x->under->xDelete(x->under, path, sync);
}

void inject_install(bool every_piece)
{
    struct injection *x = here();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &x->memory);
    sqlite3_mem_methods memory = x->memory;
    memory.xMalloc = take;
    memory.xRealloc = resize;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
    if (every_piece)
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    sqlite3_initialize();
    x->under = sqlite3_vfs_find(NULL);
    x->over = *x->under;
    x->over.zName = "injecting";
    x->over.pNext = NULL;
    x->over.szOsFile = (int)sizeof(struct shim) + x->under->szOsFile;
    x->over.xOpen = on_open;
    x->over.xDelete = on_delete;
    sqlite3_vfs_register(&x->over, 1);
}

static void begin(enum inject_kind kind, long at, bool lasting)
{
    struct injection *x = here();
    x->kind = kind;
    x->at = at;
    x->lasting = lasting;
    x->calls = x->failed = 0;
    x->armed = x->on = true;
}

void inject_arm(enum inject_kind kind, long n, bool lasting)
{
    begin(kind, n, lasting);
}

void inject_count(enum inject_kind kind)
{
    begin(kind, 0, false);
}

void inject_pause(void)
{
    here()->on = false;
}

void inject_resume(void)
{
    here()->on = here()->armed;
}

long inject_end(long *failed)
{
    struct injection *x = here();
    x->armed = x->on = false;
    if (failed)
        *failed = x->failed;
    return x->calls;
}
