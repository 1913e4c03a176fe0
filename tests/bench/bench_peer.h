/* A program in a real pseudo-terminal whose answers are timed: zhupi or one of its peers. The terminal only counts what
 * it receives and answers what it is asked; nobody draws, so that the time of a screen is none of the program's. */
#ifndef ZHUPI_TESTS_BENCH_PEER_H
#define ZHUPI_TESTS_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define BENCH_ROWS 40
#define BENCH_COLUMNS 120

struct bench_peer;

/* What an answer cost: milliseconds from the key to its last byte, milliseconds of processor time until the program
 * waited again, and the bytes of the answer. */
struct bench_cost {
    double ms, cpu_ms, bytes;
};

/* Run ARGV in 120 × 40 and wait for its first screen, which COST (NULL: nobody asks) tells of from the exec on. NULL,
 * with the reason on stderr, where it does not come up. The programs find no configuration, and UTF-8. */
struct bench_peer *bench_peer_start(const char *const argv[], struct bench_cost *cost);

/* Write KEYS in one piece and wait for the answer: everything typed is read, the program sleeps in poll, select or
 * read, and neither bytes come nor does its processor time grow. COST may be NULL. False, with the reason on stderr,
 * where it ended or did not answer within two minutes. */
bool bench_peer_press(struct bench_peer *p, const char *keys, struct bench_cost *cost);

/* The same for the keys of LINE, which have blanks between them, one after the other. */
bool bench_peer_type(struct bench_peer *p, const char *line);

/* Change the size of the terminal, and wait as for a key. */
bool bench_peer_resize(struct bench_peer *p, int rows, int columns, struct bench_cost *cost);

/* KiB that are resident, and those of them that no file stands behind. */
bool bench_peer_memory(const struct bench_peer *p, double *resident, double *anonymous);

/* Type KEYS, with which the program ends, and wait for that; kill it where it does not. NULL is allowed. */
void bench_peer_end(struct bench_peer *p, const char *keys);

/* Whether NAME is an installed program. */
bool bench_peer_installed(const char *name);

#endif
