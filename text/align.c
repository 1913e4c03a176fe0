#include "text/align.h"

#include "base/mem.h"

#include <string.h>

#define MOVED_MIN 16 /* characters of a stretch that is believed out of order */

/* Runs of N characters; where a side is longer than DENSE only one in SPARSE of them is looked at, chosen by what it
 * is, so that both sides choose the same. */
#define DENSE 65536
#define SPARSE 8
static const size_t run_lengths[] = {16, 8, 4};
#define LEVELS (sizeof run_lengths / sizeof *run_lengths)
#define SHORT_RUN_ROOM 4096 /* runs of the last length say nothing about longer stretches */

struct run {
    uint64_t hash;
    size_t at;
};

struct runs {
    struct run *all;
    size_t count, cap;
};

struct room {
    size_t from[2], to[2];
};

struct pairs {
    struct pair *all;
    size_t count, cap;
};

static uint64_t mixed(uint64_t h)
{
    h ^= h >> 31;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static int by_hash(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The runs of K characters in [FROM, TO) of C, by hash. */
static void collect(struct runs *out, const uint32_t *c, size_t from, size_t to, size_t k, bool sparse)
{
    const uint64_t base = UINT64_C(0x100000001B3) * 31 + 2;
    uint64_t h = 0, top = 1;
    out->count = 0;
    if (to - from < k)
        return;
    for (size_t i = 1; i < k; i++)
        top *= base;
    for (size_t i = from; i < to; i++) {
        if (i - from >= k)
            h -= top * (c[i - k] + 1);
        h = h * base + c[i] + 1;
        uint64_t hash = mixed(h);
        if (i - from + 1 < k || (sparse && hash % SPARSE))
            continue;
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = (struct run){hash, i + 1 - k};
    }
    qsort(out->all, out->count, sizeof *out->all, by_hash);
}

static size_t same_hash(const struct runs *r, size_t i)
{
    size_t n = 1;
    while (i + n < r->count && r->all[i + n].hash == r->all[i].hash)
        n++;
    return n;
}

/* The runs that stand once on each side. */
static void match(struct pairs *out, const struct align *a, const struct runs runs[2], size_t k)
{
    size_t i = 0, j = 0;
    while (i < runs[0].count && j < runs[1].count) {
        uint64_t x = runs[0].all[i].hash, y = runs[1].all[j].hash;
        size_t n = same_hash(&runs[0], i), m = same_hash(&runs[1], j);
        size_t p = runs[0].all[i].at, q = runs[1].all[j].at;
        if (x == y && n == 1 && m == 1 && memcmp(a->c[0] + p, a->c[1] + q, k * sizeof *a->c[0]) == 0) {
            out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
            out->all[out->count++] = (struct pair){.at = {p, q}, .n = k};
        }
        i += x <= y ? n : 0;
        j += y <= x ? m : 0;
    }
}

static int by_old(const void *a, const void *b)
{
    size_t x = ((const struct pair *)a)->at[0], y = ((const struct pair *)b)->at[0];
    return (x > y) - (x < y);
}

static int by_new(const void *a, const void *b)
{
    size_t x = ((const struct pair *)a)->at[1], y = ((const struct pair *)b)->at[1];
    return (x > y) - (x < y);
}

/* Keep of P, which is in the order of the old text, the longest chain that is in the order of the new one. */
static void keep_chain(struct pairs *p)
{
    size_t *tail = mem_alloc(p->count + 1, sizeof *tail), *before = mem_alloc(p->count + 1, sizeof *before), length = 0;
    for (size_t i = 0; i < p->count; i++) {
        size_t lo = 0, hi = length;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            if (p->all[tail[mid]].at[1] < p->all[i].at[1])
                lo = mid + 1;
            else
                hi = mid;
        }
        before[i] = lo ? tail[lo - 1] : SIZE_MAX;
        tail[lo] = i;
        length += lo == length;
    }
    for (size_t at = length ? tail[length - 1] : 0, n = length; n; n--) {
        tail[n - 1] = at;
        at = before[at];
    }
    for (size_t i = 0; i < length; i++)
        p->all[i] = p->all[tail[i]];
    p->count = length;
    free(tail);
    free(before);
}

/* Grow P as far as the characters agree inside R. */
static void grow(const struct align *a, const struct room *r, struct pair *p)
{
    size_t x = p->at[0], y = p->at[1], end = x + p->n, to = y + p->n;
    while (x > r->from[0] && y > r->from[1] && a->c[0][x - 1] == a->c[1][y - 1])
        x--, y--;
    while (end < r->to[0] && to < r->to[1] && a->c[0][end] == a->c[1][to])
        end++, to++;
    *p = (struct pair){.at = {x, y}, .n = end - x, .moved = p->moved};
}

static void add(struct pairs *out, const struct pair *p)
{
    out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
    out->all[out->count++] = *p;
}

static bool begins_in(const struct pair *p, const struct room *r)
{
    return p->at[0] >= r->from[0] && p->at[1] >= r->from[1];
}

static void find_in(const struct align *a, struct pairs *out, struct room r, size_t level);

/* The chain of runs in R, grown; what lies between them is searched with shorter runs. */
static void chain_in(const struct align *a, struct pairs *out, struct room r, size_t level)
{
    struct runs runs[2] = {0};
    struct pairs found = {0};
    size_t k = run_lengths[level];
    bool sparse = r.to[0] - r.from[0] > DENSE || r.to[1] - r.from[1] > DENSE;
    for (int side = 0; side < 2; side++)
        collect(&runs[side], a->c[side], r.from[side], r.to[side], k, sparse);
    match(&found, a, runs, k);
    free(runs[0].all);
    free(runs[1].all);
    if (found.count)
        qsort(found.all, found.count, sizeof *found.all, by_old);
    keep_chain(&found);
    struct room left = r;
    for (size_t i = 0; i < found.count; i++) {
        struct pair p = found.all[i];
        if (!begins_in(&p, &left))
            continue;
        grow(a, &left, &p);
        struct room between = {{left.from[0], left.from[1]}, {p.at[0], p.at[1]}};
        find_in(a, out, between, level + 1);
        add(out, &p);
        for (int side = 0; side < 2; side++)
            left.from[side] = p.at[side] + p.n;
    }
    free(found.all);
    find_in(a, out, left, level + 1);
}

static void find_in(const struct align *a, struct pairs *out, struct room r, size_t level)
{
    size_t n = r.to[0] - r.from[0], m = r.to[1] - r.from[1];
    if (n == 0 || m == 0 || level >= LEVELS)
        return;
    if (level == LEVELS - 1 && (n > SHORT_RUN_ROOM || m > SHORT_RUN_ROOM))
        return;
    chain_in(a, out, r, level);
}

/* What both texts begin and end with, and what lies between. */
static void find_chain(const struct align *a, struct pairs *out)
{
    struct room r = {{0, 0}, {a->n[0], a->n[1]}};
    struct pair first = {.n = 0}, last = {.at = {a->n[0], a->n[1]}};
    grow(a, &r, &first);
    r.from[0] = r.from[1] = first.n;
    grow(a, &r, &last);
    r.to[0] = last.at[0], r.to[1] = last.at[1];
    if (first.n)
        add(out, &first);
    find_in(a, out, r, 0);
    if (last.n)
        add(out, &last);
}

/* The room around P that no pair covers on either side. */
static bool free_room(const struct align *a, const struct pair *p, struct room *r)
{
    for (int side = 0; side < 2; side++) {
        size_t i = align_from(a, side, p->at[side]);
        r->from[side] = i ? a->by[side][i - 1].at[side] + a->by[side][i - 1].n : 0;
        r->to[side] = i < a->count ? a->by[side][i].at[side] : a->n[side];
        if (p->at[side] < r->from[side] || p->at[side] + p->n > r->to[side])
            return false;
    }
    return true;
}

/* The runs of what the chain left over on SIDE. */
static void collect_rest(struct runs *out, const struct align *a, int side)
{
    struct runs part = {0};
    size_t from = 0;
    for (size_t i = 0; i <= a->count; i++) {
        size_t to = i < a->count ? a->by[side][i].at[side] : a->n[side];
        collect(&part, a->c[side], from, to, MOVED_MIN, false);
        for (size_t j = 0; j < part.count; j++) {
            out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
            out->all[out->count++] = part.all[j];
        }
        from = i < a->count ? to + a->by[side][i].n : to;
    }
    if (out->count)
        qsort(out->all, out->count, sizeof *out->all, by_hash);
    free(part.all);
}

static void put_in_order(struct align *a, const struct pairs *p)
{
    a->count = p->count;
    for (int side = 0; side < 2; side++) {
        a->by[side] = mem_resize(a->by[side], p->count + 1, sizeof *a->by[side]);
        if (p->count)
            memcpy(a->by[side], p->all, p->count * sizeof *p->all);
        qsort(a->by[side], a->count, sizeof *a->by[side], side ? by_new : by_old);
    }
}

/* Stretches out of order, each grown in the room that the chain left, the first ones first. */
static void find_moved(struct align *a, struct pairs *chain)
{
    struct runs rest[2] = {0};
    struct pairs found = {0};
    struct pair last = {0};
    for (int side = 0; side < 2; side++)
        collect_rest(&rest[side], a, side);
    match(&found, a, rest, MOVED_MIN);
    if (found.count)
        qsort(found.all, found.count, sizeof *found.all, by_old);
    for (size_t i = 0; i < found.count; i++) {
        struct pair p = found.all[i];
        struct room r;
        if (p.at[0] < last.at[0] + last.n || !free_room(a, &p, &r))
            continue;
        p.moved = true;
        r.from[0] = last.at[0] + last.n > r.from[0] ? last.at[0] + last.n : r.from[0];
        grow(a, &r, &p);
        add(chain, &p);
        last = p;
    }
    free(rest[0].all);
    free(rest[1].all);
    free(found.all);
}

/* Drop moved pairs that overlap one before them in the new text. */
static void settle(struct align *a)
{
    struct pairs kept = {0};
    size_t end = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct pair *p = &a->by[1][i];
        if (p->moved && (p->at[1] < end || (i + 1 < a->count && p->at[1] + p->n > a->by[1][i + 1].at[1])))
            continue;
        add(&kept, p);
        end = p->at[1] + p->n;
    }
    put_in_order(a, &kept);
    free(kept.all);
}

void align_find(struct align *out, const uint32_t *c0, size_t n0, const uint32_t *c1, size_t n1)
{
    struct pairs chain = {0};
    *out = (struct align){.c = {c0, c1}, .n = {n0, n1}};
    find_chain(out, &chain);
    put_in_order(out, &chain);
    find_moved(out, &chain);
    put_in_order(out, &chain);
    settle(out);
    free(chain.all);
}

void align_clear(struct align *a)
{
    free(a->by[0]);
    free(a->by[1]);
    *a = (struct align){0};
}

size_t align_from(const struct align *a, int side, size_t at)
{
    size_t lo = 0, hi = a->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (a->by[side][mid].at[side] + a->by[side][mid].n <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
