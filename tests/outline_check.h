/* Texts and the outlines that they should have. */
#ifndef ZHUPI_TESTS_OUTLINE_CHECK_H
#define ZHUPI_TESTS_OUTLINE_CHECK_H

#include "tests/unit.h"

#include "text/outline.h"

struct text *outline_text(const char *s);

/* The headings of S as lines "LEVEL words", items as "LEVEL- words"; GIVEN are named by the file. The caller frees it.
 */
char *outline_headings(const char *s, const struct outline_given *given, size_t n_given);

struct outline_sample {
    const char *label, *text, *want;
};

/* Tell of every sample that has another outline, and fail then. */
void outline_check(const struct outline_sample *samples, size_t n);

#define CHECK(samples) outline_check(samples, sizeof(samples) / sizeof *(samples))

#endif
