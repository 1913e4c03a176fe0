/* Search in a document: folded, so that what a person types finds what the page shows (full-width and half-width
 * forms, letter case, traditional and simplified characters), code point for code point, so that offsets are exact. */
#ifndef ZHUPI_TEXT_FIND_H
#define ZHUPI_TEXT_FIND_H

#include "text/text.h"

struct find;

/* The pattern of N bytes at S (valid UTF-8). A pattern with an upper-case letter is matched with case. NULL where it is
 * empty. Free with find_free. */
struct find *find_new(const char *s, size_t n);
void find_free(struct find *f);

/* The first match that starts at or behind FROM, and the last one that starts before FROM. False where there is none;
 * they do not wrap around. */
bool find_next(const struct find *f, const struct text *t, size_t from, struct span *out);
bool find_prev(const struct find *f, const struct text *t, size_t from, struct span *out);

/* The folded form of code point C, used on both sides. */
uint32_t find_fold(uint32_t c);

#endif
