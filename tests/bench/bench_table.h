/* The rows of what is measured: figures, peer, ratio, bound, floor, and a mark for what misses. */
#ifndef ZHUPI_TESTS_BENCH_TABLE_H
#define ZHUPI_TESTS_BENCH_TABLE_H

#include "base/str.h"
#include "tests/bench/bench_stat.h"

#include <stdbool.h>

/* Which figure is judged. */
enum bench_judge { BENCH_MEDIAN, BENCH_MEAN, BENCH_P99, BENCH_MAX };

enum bench_verdict {
    BENCH_HOLDS,
    BENCH_MISSES,
    BENCH_NO_PEER, /* its peer is not installed, or it could not be measured */
    BENCH_SHOWN,   /* without a bound */
};

/* All strings but NOTE are constants. */
struct bench_row {
    const char *id;   /* "scroll/bytes": for reasons and other programs */
    const char *what; /* for people */
    const char *unit; /* "ms", "ms cpu", "bytes", "MiB", "" for counts */
    enum bench_judge judge;
    struct bench_figures ours;
    const char *peer; /* its name; NULL where there is none to compare with */
    struct bench_figures theirs;
    double bound;        /* the most that is allowed; 0: none */
    bool absolute;       /* BOUND is of the figure itself, not of the ratio to the peer */
    const char *other;   /* another peer that is shown as a ratio to PEER; NULL: none */
    double other_figure; /* of it, as judged */
    const char *floor;   /* what the floor is; NULL: none */
    double floor_figure; /* of it, as judged, in UNIT */
    char note[80];       /* what is to be known of how it was measured */
};

struct bench_table {
    struct bench_row *row;
    size_t n, cap;
};

/* Why a row with this id, or of the family before its "/", misses. A table of them ends with an empty one. */
struct bench_reason {
    const char *id, *text;
};

void bench_table_add(struct bench_table *t, const struct bench_row *row);
void bench_table_clear(struct bench_table *t);

/* The figure that is judged, of one side. */
double bench_table_figure(const struct bench_row *row, const struct bench_figures *f);

/* Ours to the peer's; 0 where there is no peer. */
double bench_table_ratio(const struct bench_row *row);

enum bench_verdict bench_table_verdict(const struct bench_row *row);

/* Write the table, and below it the reasons of the rows that miss. */
void bench_table_print(const struct bench_table *t, const struct bench_reason *reasons, struct str *out);

/* Write all figures as JSON. */
void bench_table_json(const struct bench_table *t, const struct bench_reason *reasons, struct str *out);

#endif
