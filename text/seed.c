#include "text/seed.h"

#include "base/mem.h"

#include <string.h>

#define RUN 4         /* characters of a run */
#define EXPLAINED 16  /* characters of a pair that explains what it covers; shorter ones may be chance */
#define OFTEN 32      /* a run that returns more often tells nothing */
#define RUNS_MAX 256  /* of the words that are looked up */
#define BUCKETS_MIN 8 /* bits */

struct seeds {
    const uint32_t *c;
    size_t n;
    int bits;
    uint32_t *from; /* where the places of a bucket begin in AT; one more than there are buckets */
    uint32_t *at;
};

static size_t bucket(const struct seeds *s, const uint32_t *c)
{
    uint64_t h = 0;
    for (size_t i = 0; i < RUN; i++)
        h = (h ^ c[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> (64 - s->bits));
}

/* Do FN for each place where a run begins that is not explained. */
static void each_run(struct seeds *s, const struct align *a, int side, void (*fn)(struct seeds *s, size_t at))
{
    size_t from = 0;
    for (size_t i = 0; i <= a->count; i++) {
        const struct pair *p = i < a->count ? &a->by[side][i] : NULL;
        if (p && p->n < EXPLAINED)
            continue;
        size_t to = p ? p->at[side] : s->n;
        for (size_t at = from; at < to && at + RUN <= s->n; at++)
            fn(s, at);
        from = p ? to + p->n : to;
    }
}

static void count_run(struct seeds *s, size_t at)
{
    s->from[bucket(s, s->c + at)]++;
}

/* From behind: the counts have become ends, and are the beginnings afterwards. */
static void put_run(struct seeds *s, size_t at)
{
    s->at[--s->from[bucket(s, s->c + at)]] = (uint32_t)at;
}

struct seeds *seeds_new(const struct align *a, int side)
{
    struct seeds *s = MEM_NEW(struct seeds);
    s->c = a->c[side];
    s->n = a->n[side];
    s->bits = BUCKETS_MIN;
    while (s->bits < 24 && (size_t)1 << s->bits < s->n)
        s->bits++;
    size_t buckets = (size_t)1 << s->bits;
    s->from = mem_zero(buckets + 1, sizeof *s->from);
    each_run(s, a, side, count_run);
    for (size_t i = 1; i <= buckets; i++)
        s->from[i] += s->from[i - 1];
    s->at = mem_alloc((size_t)s->from[buckets] + 1, sizeof *s->at);
    each_run(s, a, side, put_run);
    return s;
}

void seeds_free(struct seeds *s)
{
    if (!s)
        return;
    free(s->from);
    free(s->at);
    free(s);
}

static int by_place(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Where P would begin by each of its runs that is found; at most RUNS_MAX * OFTEN of them, in order. */
static size_t all_starts(const struct seeds *s, const uint32_t *p, size_t n, int64_t *out)
{
    size_t count = 0, step = n / RUNS_MAX + 1;
    for (size_t i = 0; i + RUN <= n; i += step) {
        size_t b = bucket(s, p + i), from = s->from[b], to = s->from[b + 1];
        if (to - from > OFTEN)
            continue;
        for (; from < to; from++)
            if (memcmp(s->c + s->at[from], p + i, RUN * sizeof *p) == 0)
                out[count++] = (int64_t)s->at[from] - (int64_t)i;
    }
    if (count)
        qsort(out, count, sizeof *out, by_place);
    return count;
}

struct crowd {
    size_t from, n;
};

/* The most starts that lie within ROOM of each other. */
static struct crowd greatest(const int64_t *starts, size_t count, int64_t room)
{
    struct crowd best = {0};
    for (size_t lo = 0, hi = 0; lo < count; lo++) {
        while (hi < count && starts[hi] - starts[lo] <= room)
            hi++;
        if (hi - lo > best.n)
            best = (struct crowd){lo, hi - lo};
    }
    return best;
}

size_t seeds_find(const struct seeds *s, const uint32_t *p, size_t n, int64_t *start, size_t max)
{
    int64_t *starts = mem_alloc((size_t)RUNS_MAX * OFTEN, sizeof *starts);
    size_t count = all_starts(s, p, n, starts), found = 0;
    while (found < max && count) {
        struct crowd c = greatest(starts, count, (int64_t)n / 4 + 2);
        start[found++] = starts[c.from + c.n / 2];
        memmove(starts + c.from, starts + c.from + c.n, (count - c.from - c.n) * sizeof *starts);
        count -= c.n;
    }
    free(starts);
    return found;
}
