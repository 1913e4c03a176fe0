/* What two texts have in common: stretches of equal characters, in order, and those that moved.
 *
 * A patience diff over runs of characters: a run that stands once in each text belongs together, the longest chain of
 * such runs in order is kept and grown as far as the characters agree, and what is left between is searched again with
 * shorter runs, which stand once there although they return elsewhere. A document that is one line is no harder than
 * one of many. Characters are folded ones (find.h). */
#ifndef ZHUPI_TEXT_ALIGN_H
#define ZHUPI_TEXT_ALIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The older text is side 0, the newer one side 1. */
struct pair {
    size_t at[2]; /* where the stretch begins on each side */
    size_t n;
    bool moved; /* it is not in the chain of those that kept their order */
};

struct align {
    const uint32_t *c[2]; /* borrowed */
    size_t n[2];
    struct pair *by[2]; /* the pairs in the order of each side; they do not overlap on either */
    size_t count;
};

/* Align the N0 characters at C0 with the N1 at C1, which must outlive OUT: O(n log n). Free with align_clear. */
void align_find(struct align *out, const uint32_t *c0, size_t n0, const uint32_t *c1, size_t n1);
void align_clear(struct align *a);

/* The first pair in the order of SIDE that ends behind AT there; COUNT where there is none. O(log n). */
size_t align_from(const struct align *a, int side, size_t at);

#endif
