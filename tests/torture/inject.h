/* Makes SQLite fail: the n-th time that it asks for memory, or that it reads, writes, syncs, locks … a file. */
#ifndef ZHUPI_TESTS_TORTURE_INJECT_H
#define ZHUPI_TESTS_TORTURE_INJECT_H

#include <stdbool.h>

enum inject_kind {
    INJECT_MEMORY,
    INJECT_OPEN,
    INJECT_READ,
    INJECT_WRITE, /* half of it is written */
    INJECT_FULL,  /* the same: there is no room left */
    INJECT_TRUNCATE,
    INJECT_SYNC,
    INJECT_SIZE,
    INJECT_LOCK,
    INJECT_SHARED, /* the -shm */
    INJECT_DELETE,
    INJECT_KINDS
};

extern const char *const inject_names[INJECT_KINDS];

/* Once, before anything else is asked of SQLite. EVERY_PIECE: SQLite asks for all memory, and takes none from a store
 * of its own, which is several times slower. */
void inject_install(bool every_piece);

/* Let call number N of KIND fail, counted from 1, and with LASTING each behind it. */
void inject_arm(enum inject_kind kind, long n, bool lasting);

/* Count the calls of KIND, and let none fail. */
void inject_count(enum inject_kind kind);

/* Between arming or counting and the end: let nothing fail and count nothing for a while. */
void inject_pause(void);
void inject_resume(void);

/* End both; how many calls there were. FAILED (may be NULL): how many of them failed. */
long inject_end(long *failed);

#endif
