/* Why rows miss that do, and what was measured about it. */
#ifndef ZHUPI_TESTS_BENCH_REASON_H
#define ZHUPI_TESTS_BENCH_REASON_H

#include "tests/bench/bench_table.h"

extern const struct bench_reason bench_reasons[];

#endif
