/* Everything that a session does with a file that is not trusted. */
#ifndef ZHUPI_TESTS_FUZZ_VISIT_H
#define ZHUPI_TESTS_FUZZ_VISIT_H

#include "base/str.h"

/* Open the file PATH, which holds the bytes BEFORE, and read, change, export and close it. It is refused or gives data
 * that keeps the promises of store.h; and where store_check finds nothing, all of it works. */
void visit_file(const char *path, const struct str *before);

#endif
