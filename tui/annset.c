#include "tui/annset.h"

#include "base/mem.h"

#include <string.h>

static int compare(const struct annotation *a, const struct annotation *b)
{
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static size_t hash(const struct annset *s, int64_t id)
{
    return (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u >> 20) & (2 * s->leaves - 1);
}

static void index_ids(struct annset *s)
{
    memset(s->by_id, 0, 2 * s->leaves * sizeof *s->by_id);
    memset(s->tags, 0, sizeof s->tags);
    for (size_t i = 0; i < s->count; i++) {
        size_t at = hash(s, s->items[i].id);
        while (s->by_id[at])
            at = (at + 1) & (2 * s->leaves - 1);
        s->by_id[at] = i + 1;
        s->tags[s->items[i].tag]++;
    }
}

static void index_items(struct annset *s)
{
    size_t leaves = 1;
    while (leaves < s->count)
        leaves *= 2;
    if (leaves != s->leaves) {
        s->max_end = mem_resize(s->max_end, 2 * leaves, sizeof *s->max_end);
        s->by_id = mem_resize(s->by_id, 2 * leaves, sizeof *s->by_id);
        s->leaves = leaves;
    }
    index_ids(s);
    for (size_t i = 0; i < leaves; i++)
        s->max_end[leaves + i] = i < s->count ? s->items[i].end : -1;
    for (size_t i = leaves; i-- > 1;) {
        int64_t l = s->max_end[2 * i], r = s->max_end[2 * i + 1];
        s->max_end[i] = l > r ? l : r;
    }
}

static bool add_loaded(void *ctx, const struct annotation *a)
{
    struct annset *s = ctx;
    s->items = mem_grow(s->items, &s->capacity, s->count + 1, sizeof *s->items);
    s->items[s->count++] = annotation_dup(a);
    return true;
}

enum err_code annset_load(struct annset *s, struct store *store, int64_t document, struct err *e)
{
    *s = (struct annset){0};
    struct store_filter f = {.document = document};
    enum err_code rc = store_annotations(store, &f, add_loaded, s, e);
    if (rc)
        annset_clear(s);
    else
        index_items(s);
    return rc;
}

void annset_clear(struct annset *s)
{
    for (size_t i = 0; i < s->count; i++)
        annotation_clear(&s->items[i]);
    free(s->items);
    free(s->max_end);
    free(s->by_id);
    *s = (struct annset){0};
}

/* The first index whose annotation is not before KEY. */
static size_t lower_bound(const struct annset *s, const struct annotation *key)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (compare(&s->items[mid], key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

size_t annset_from(const struct annset *s, int64_t start)
{
    struct annotation key = {.start = start, .end = -1, .id = -1};
    return lower_bound(s, &key);
}

size_t annset_index(const struct annset *s, int64_t id)
{
    if (s->count == 0)
        return 0;
    for (size_t at = hash(s, id); s->by_id[at]; at = (at + 1) & (2 * s->leaves - 1))
        if (s->items[s->by_id[at] - 1].id == id)
            return s->by_id[at] - 1;
    return s->count;
}

const struct annotation *annset_get(const struct annset *s, int64_t id)
{
    size_t i = id ? annset_index(s, id) : s->count;
    return i < s->count ? &s->items[i] : NULL;
}

static void remove_at(struct annset *s, size_t i)
{
    annotation_clear(&s->items[i]);
    memmove(&s->items[i], &s->items[i + 1], (s->count - i - 1) * sizeof *s->items);
    s->count--;
}

enum err_code annset_refresh(struct annset *s, struct store *store, int64_t id, struct err *e)
{
    struct annotation a;
    enum err_code rc = store_annotation_get(store, id, &a, e);
    if (rc && rc != ERR_NOT_FOUND)
        return rc;
    size_t old = annset_index(s, id);
    if (old < s->count)
        remove_at(s, old);
    if (rc || a.deleted) {
        annotation_clear(&a);
    } else {
        size_t at = lower_bound(s, &a);
        s->items = mem_grow(s->items, &s->capacity, s->count + 1, sizeof *s->items);
        memmove(&s->items[at + 1], &s->items[at], (s->count - at) * sizeof *s->items);
        s->items[at] = a;
        s->count++;
    }
    index_items(s);
    return ERR_OK;
}

/* The first leaf at or behind FROM whose end lies behind END; LEAVES where there is none. */
static size_t next_ending_behind(const struct annset *s, size_t from, int64_t end)
{
    if (from >= s->leaves)
        return s->leaves;
    size_t node = s->leaves + from;
    while (s->max_end[node] <= end) {
        while (node % 2 == 1) { /* a right child: its subtree and its left sibling's are done */
            if ((node & (node + 1)) == 0)
                return s->leaves; /* the right edge of the tree */
            node /= 2;
        }
        node++;
    }
    while (node < s->leaves) {
        node *= 2;
        if (s->max_end[node] <= end)
            node++;
    }
    return node - s->leaves;
}

size_t annset_over(const struct annset *s, size_t from, int64_t start, int64_t end)
{
    if (from >= s->count)
        return s->count;
    size_t i = next_ending_behind(s, from, start);
    return i < s->count && s->items[i].start < end ? i : s->count;
}

const struct annotation *annset_innermost(const struct annset *s, int64_t at)
{
    const struct annotation *best = NULL;
    for (size_t i = annset_over(s, 0, at, at + 1); i < s->count; i = annset_over(s, i + 1, at, at + 1)) {
        const struct annotation *a = &s->items[i];
        int64_t length = a->end - a->start;
        if (!best || length < best->end - best->start || (length == best->end - best->start && a->id > best->id))
            best = a;
    }
    return best;
}
