/* Several reviewers at one file, measured: how long a change takes to the others' screens, and what it costs to wait.
 */
#ifndef ZHUPI_TESTS_BENCH_LIVE_H
#define ZHUPI_TESTS_BENCH_LIVE_H

#include "tests/store_fixture.h"

/* Print both for the reviewer PROGRAM and F's file, to which documents are added. False where a session did not do what
 * it should; what is known about that is on stderr then. */
bool live_print(const struct fixture *f, const char *program);

#endif
