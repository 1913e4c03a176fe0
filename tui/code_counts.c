#include "tui/code_counts.h"

#include "base/clock.h"
#include "base/mem.h"

#define LONG_MS 20 /* a count that took longer is not done for each change */
#define SHARE 20   /* but once in so many times what it took */

void code_counts_clear(struct code_counts *c)
{
    free(c->items);
    *c = (struct code_counts){0};
}

void code_counts_forget(struct code_counts *c)
{
    c->known = false;
}

static bool add(void *ctx, int64_t code, int64_t annotations)
{
    struct code_counts *c = ctx;
    c->items = mem_grow(c->items, &c->capacity, c->count + 1, sizeof *c->items);
    c->items[c->count++] = (struct code_count){code, annotations};
    return true;
}

static int by_code(const void *a, const void *b)
{
    int64_t x = ((const struct code_count *)a)->code, y = ((const struct code_count *)b)->code;
    return (x > y) - (x < y);
}

/* What cannot be counted stays as it was: the next change counts again. */
bool code_counts_work(struct code_counts *c, struct store *s)
{
    struct err e;
    int64_t now = clock_monotonic_ms();
    if (c->known || now < c->next_ms)
        return false;
    c->count = 0;
    c->known = c->counted = true;
    (void)store_code_counts(s, add, c, &e);
    if (c->count > 1)
        qsort(c->items, c->count, sizeof *c->items, by_code);
    int64_t took = clock_monotonic_ms() - now;
    c->next_ms = took > LONG_MS ? now + took * SHARE : 0;
    return true;
}

int64_t code_counts_of(const struct code_counts *c, int64_t code)
{
    size_t lo = 0, hi = c->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->items[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->count && c->items[lo].code == code ? c->items[lo].annotations : 0;
}
