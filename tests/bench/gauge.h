/* A reviewer at work in a terminal, measured: what each key costs in bytes sent and in processor time. */
#ifndef ZHUPI_TESTS_BENCH_GAUGE_H
#define ZHUPI_TESTS_BENCH_GAUGE_H

#include "tests/term/pty.h"

#include <stdint.h>

/* One kind of key: KEY is pressed TIMES times, each time waiting for the answer, after the keys of BEFORE (white space
 * between two presses), which cost nothing; all that ROUNDS times. AFTER is pressed behind each KEY, for nothing. */
struct gauge {
    const char *name;
    const char *before, *key, *after;
    int times, rounds;
};

struct cost {
    double bytes; /* sent for one KEY */
    double cpu;   /* nanoseconds of processor time for one KEY */
};

/* The reviewer ARGV, with a document open and the cursor in the middle of its first screen; NULL where it did not come
 * up. */
struct pty *gauge_start(const char *const argv[], int columns, int rows);

/* Quit, and free. NULL is allowed. */
void gauge_end(struct pty *p);

/* Press the keys of LINE, white space between them, one after the other. False where one was not answered. */
bool gauge_press(struct pty *p, const char *line);

/* False where a key was not answered; the screen is printed to stderr then. */
bool gauge_measure(struct pty *p, const struct gauge *g, struct cost *out);

/* The number behind WORD at the start of a line of /proc/PID/FILE; 0 where there is none. */
long long gauge_proc(const struct pty *p, const char *file, const char *word);

/* Processor time used so far, in nanoseconds; memory now and at its most, in KiB; 0 where the kernel does not tell. */
int64_t gauge_cpu(const struct pty *p);
void gauge_memory(const struct pty *p, long *now, long *most);

#endif
