/* How much of a test is run: a part in make check, all of it in ./dev torture, which finds the tests that ask here. */
#ifndef ZHUPI_TESTS_TORTURE_H
#define ZHUPI_TESTS_TORTURE_H

#include <stdlib.h>

/* PART, or ALL where the environment says ZHUPI_TORTURE=1. */
static inline int torture_size(int part, int all)
{
    return getenv("ZHUPI_TORTURE") ? all : part;
}

#endif
