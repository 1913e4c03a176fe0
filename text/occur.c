#include "text/occur.h"

#include "base/mem.h"

#include <string.h>

#define RUN 2         /* characters of a run */
#define LOOKED_AT 128 /* runs of the words among which the rarest one is chosen */
#define BITS_MIN 8
#define BITS_MAX 22

struct occur {
    const uint32_t *c;
    size_t n;
    int bits;
    uint32_t *from; /* where the places of a bucket begin in AT; one more than there are buckets */
    uint32_t *at;   /* in order in each bucket */
};

static size_t bucket(const struct occur *o, const uint32_t *c)
{
    uint64_t h = ((uint64_t)c[0] << 21 ^ c[1]) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> (64 - o->bits));
}

struct occur *occur_new(const uint32_t *c, size_t n)
{
    struct occur *o = MEM_NEW(struct occur);
    o->c = c;
    o->n = n;
    o->bits = BITS_MIN;
    while (o->bits < BITS_MAX && (size_t)1 << o->bits < n)
        o->bits++;
    size_t buckets = (size_t)1 << o->bits, runs = n < RUN ? 0 : n - RUN + 1;
    o->from = mem_zero(buckets + 1, sizeof *o->from);
    o->at = mem_alloc(runs + 1, sizeof *o->at);
    for (size_t i = 0; i < runs; i++)
        o->from[bucket(o, c + i)]++;
    for (size_t i = 1; i <= buckets; i++)
        o->from[i] += o->from[i - 1];
    for (size_t i = runs; i-- > 0;) /* from behind: the counts have become ends, and are the beginnings afterwards */
        o->at[--o->from[bucket(o, c + i)]] = (uint32_t)i;
    return o;
}

void occur_free(struct occur *o)
{
    if (!o)
        return;
    free(o->from);
    free(o->at);
    free(o);
}

/* The run of P that stands least often in the text. */
static size_t rarest(const struct occur *o, const uint32_t *p, size_t n)
{
    size_t best = 0, least = SIZE_MAX, step = n / LOOKED_AT + 1;
    for (size_t i = 0; i + RUN <= n; i += step) {
        size_t b = bucket(o, p + i), count = o->from[b + 1] - o->from[b];
        if (count < least) {
            least = count;
            best = i;
        }
    }
    return best;
}

size_t occur_find(const struct occur *o, const uint32_t *p, size_t n, size_t *at, size_t max)
{
    size_t count = 0;
    if (n < RUN)
        return 0;
    size_t off = rarest(o, p, n), b = bucket(o, p + off);
    for (size_t i = o->from[b]; i < o->from[b + 1] && count < max; i++) {
        size_t start = o->at[i] - off;
        if (o->at[i] >= off && start + n <= o->n && memcmp(o->c + start, p, n * sizeof *p) == 0)
            at[count++] = start;
    }
    return count;
}
