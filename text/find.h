/* Search in a document: folded, so that what a person types finds what the page shows (full-width and half-width
 * forms, letter case, traditional and simplified characters), code point for code point, so that offsets are exact.
 *
 * Fold: NFKC where that is a single code point, then traditional to simplified (kSimplifiedVariant of Unihan; of
 * several variants the commonest), then simple case folding. fold_table.h holds it, written by make_fold_table.py. */
#ifndef ZHUPI_TEXT_FIND_H
#define ZHUPI_TEXT_FIND_H

#include "text/text.h"

struct find;
struct str;

/* The pattern of N bytes at S (valid UTF-8). A pattern with an upper-case letter is matched with case. NULL where it is
 * empty. Free with find_free. */
struct find *find_new(const char *s, size_t n);
void find_free(struct find *f);

/* Code points of the pattern, and so of every match. */
size_t find_length(const struct find *f);

/* The first match that starts in [FROM, LIMIT), LIMIT clamped to the document (SIZE_MAX: no limit); and the last one
 * that starts before FROM. False where there is none; they do not wrap around. What lies outside is not read, so
 * that the matches on a screen are found at the cost of the screen, and the last match before a place at the cost of
 * the way back to it. Matches may overlap; one may begin or end inside a grapheme cluster (see text_snap). */
bool find_next(const struct find *f, const struct text *t, size_t from, size_t limit, struct span *out);
bool find_prev(const struct find *f, const struct text *t, size_t from, struct span *out);

/* Whether there is a match in the N bytes at S (valid UTF-8), which need not be a document. */
bool find_in(const struct find *f, const char *s, size_t n);

/* The folded form of code point C, used on both sides. */
uint32_t find_fold(uint32_t c);

/* Add the folded form of the N bytes at S (valid UTF-8), so that words can be looked for by comparing bytes. */
void find_fold_words(const char *s, size_t n, struct str *out);

#endif
