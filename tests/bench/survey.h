/* Ledger and figures of a file as big as one gets, measured. */
#ifndef ZHUPI_TESTS_BENCH_SURVEY_H
#define ZHUPI_TESTS_BENCH_SURVEY_H

#include <stdbool.h>

/* On a copy of many.db in DIR (bench_make.h, made with PROGRAM), print what it costs to read its 1,000,000 annotations
 * and 300,000 links in 10,000 documents, to build ledgers and figures, and to take a change in. False where that
 * failed.
 */
bool survey_print(const char *dir, const char *program);

#endif
