#include "tests/bench/bench_reason.h"

const struct bench_reason bench_reasons[] = {
    {"screen", "it is compared with a program of a fifth of its size that opens no database; the floor says what a "
               "terminal library alone costs"},
    {0},
};
