/* Any bytes to an importer of office files: what it makes of them is a text with spans in it, or one line of why not.
 *
 * An input that begins with PK is a file as it is; of another, the bytes are the XML of the main part (behind a byte
 * FF, of the others, in the order of the target), so that a search is not stopped by the packing. */
#ifndef ZHUPI_TESTS_FUZZ_FUZZ_OFFICE_H
#define ZHUPI_TESTS_FUZZ_FUZZ_OFFICE_H

#include "exchange/kind.h"
#include "tests/fuzz/fuzz.h"

typedef enum err_code fuzz_importer(const void *p, size_t n, const struct limits *limits, struct extract *out,
                                    struct err *e);

/* PARTS are the names of the parts, the main one first, up to NULL. */
void fuzz_office(fuzz_importer *import, const char *const *parts, const uint8_t *data, size_t size);

#endif
