/* A program that runs to its end without a terminal. */
#ifndef ZHUPI_TESTS_BENCH_CHILD_H
#define ZHUPI_TESTS_BENCH_CHILD_H

#include <stdbool.h>

struct bench_child {
    double seconds, cpu; /* s */
    double kib;          /* resident, at its most */
};

/* Run ARGV with what it prints thrown away. False where it did not end with status 0. */
bool bench_child_run(const char *const argv[], struct bench_child *out);

#endif
