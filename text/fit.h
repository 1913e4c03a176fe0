/* Where in a stretch of text some words are nearest to what stands there: the edit distance (Levenshtein), of
 * characters. Time is the product of the two lengths, so both are to be bounded. */
#ifndef ZHUPI_TEXT_FIT_H
#define ZHUPI_TEXT_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fit {
    size_t start, end; /* in the stretch */
    size_t distance;   /* characters that were put in, left out or replaced */
};

/* The part of the M characters at W that is nearest to the N at P: of several the first one, as long as it may be. */
struct fit fit_in(const uint32_t *p, size_t n, const uint32_t *w, size_t m);

/* The distance of the whole of both. */
size_t fit_distance(const uint32_t *p, size_t n, const uint32_t *w, size_t m);

/* How alike two stretches of N and M characters at that distance are, percent. */
int fit_likeness(size_t distance, size_t n, size_t m);

/* Which of the N characters at P and of the M at W stand in both in this order: as many as can be, true in X and in Y.
 * A single one between others that do not is left out, because it says nothing to a reader. */
void fit_same(const uint32_t *p, size_t n, const uint32_t *w, size_t m, bool *x, bool *y);

#endif
