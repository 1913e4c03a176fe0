/* Many measurements of one thing, and what they come to. */
#ifndef ZHUPI_TESTS_BENCH_STAT_H
#define ZHUPI_TESTS_BENCH_STAT_H

#include <stddef.h>

/* Empty where it is all zero. */
struct bench_stat {
    double *value;
    size_t n, cap;
};

/* In the unit of what was measured; all 0 where n is 0. */
struct bench_figures {
    size_t n;
    double min, median, mean, p99, max;
};

void bench_stat_add(struct bench_stat *s, double value);
void bench_stat_clear(struct bench_stat *s); /* frees; S is empty again */

/* By nearest rank: p99 is the least value that 99 % are not above. Of an even number of values the median lies between
 * the two in the middle. Sorts S. */
struct bench_figures bench_stat_figures(struct bench_stat *s);

/* Figures of one value that was not measured many times, as a size is. */
struct bench_figures bench_stat_one(double value);

#endif
