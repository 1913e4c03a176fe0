#include "analysis/radix.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* The bits that a sort has to look at; *SORTED: there is nothing to do. */
static uint64_t bits_used(const struct radix_item *p, size_t n, bool *sorted)
{
    uint64_t all = 0;
    *sorted = true;
    for (size_t i = 0; i < n; i++) {
        all |= p[i].key;
        *sorted = *sorted && (i == 0 || p[i - 1].key <= p[i].key);
    }
    return all;
}

static void pass(const struct radix_item *from, struct radix_item *to, size_t n, int shift)
{
    size_t at[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++)
        at[(from[i].key >> shift) & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = at[d];
        at[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[at[(from[i].key >> shift) & (DIGITS - 1)]++] = from[i];
}

void radix_sort(struct radix_item *p, size_t n)
{
    bool sorted;
    uint64_t bits = bits_used(p, n, &sorted);
    if (sorted)
        return;
    struct radix_item *other = mem_alloc(n, sizeof *other), *from = p, *to = other;
    for (int shift = 0; shift < 64 && bits >> shift; shift += DIGIT_BITS) {
        pass(from, to, n, shift);
        struct radix_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != p)
        memcpy(p, from, n * sizeof *p);
    free(other);
}
