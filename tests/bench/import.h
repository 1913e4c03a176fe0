/* Imports, measured: many files against what has to be done in any case, and one large file. */
#ifndef ZHUPI_TESTS_BENCH_IMPORT_H
#define ZHUPI_TESTS_BENCH_IMPORT_H

#include <stdbool.h>

/* Print it for PROGRAM. False where an import failed. */
bool import_print(const char *program);

#endif
