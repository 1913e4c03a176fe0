/* Where some words might stand in the part of a text that no pair (align.h) explains: the places that share most runs
 * of four characters with them. */
#ifndef ZHUPI_TEXT_SEED_H
#define ZHUPI_TEXT_SEED_H

#include "text/align.h"

struct seeds;

/* An index over what A leaves over on SIDE; linear. A must outlive it. Free with seeds_free (NULL is allowed). */
struct seeds *seeds_new(const struct align *a, int side);
void seeds_free(struct seeds *s);

/* At most MAX places, best first, where the N characters at P might begin, into START (it may be negative where their
 * beginning was cut). Returns how many. Runs that return often are passed over. */
size_t seeds_find(const struct seeds *s, const uint32_t *p, size_t n, int64_t *start, size_t max);

#endif
