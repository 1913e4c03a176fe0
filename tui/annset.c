#include "tui/annset.h"

#include "base/mem.h"
#include "db/filter.h"

#include <string.h>

static int compare(const struct annotation *a, const struct annotation *b)
{
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* ---- by id: a hash table of pointers, at most half full ---- */

static size_t home_of(const struct annset *s, int64_t id)
{
    return (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u >> 20) & (s->places - 1);
}

/* Where ID stands, or the free place where it would. */
static size_t place_of(const struct annset *s, int64_t id)
{
    size_t at = home_of(s, id);
    while (s->by_id[at] && s->by_id[at]->id != id)
        at = (at + 1) & (s->places - 1);
    return at;
}

static void forget_id(struct annset *s, int64_t id)
{
    size_t mask = s->places - 1, hole = place_of(s, id);
    for (size_t at = (hole + 1) & mask; s->by_id[at]; at = (at + 1) & mask) {
        size_t home = home_of(s, s->by_id[at]->id);
        if (((at - home) & mask) >= ((at - hole) & mask)) { /* found from its home through the hole only */
            s->by_id[hole] = s->by_id[at];
            hole = at;
        }
    }
    s->by_id[hole] = NULL;
}

/* ---- by end: the tree above the leaves ---- */

/* Bring the tree up to date above the leaves [FROM, TO). */
static void raise_ends(struct annset *s, size_t from, size_t to)
{
    for (size_t lo = (s->leaves + from) / 2, hi = (s->leaves + to - 1) / 2; lo > 0; lo /= 2, hi /= 2)
        for (size_t i = lo; i <= hi; i++) {
            int64_t l = s->max_end[2 * i], r = s->max_end[2 * i + 1];
            s->max_end[i] = l > r ? l : r;
        }
}

/* Both indexes anew, with room for COUNT annotations and as many again. */
static void index_items(struct annset *s)
{
    s->leaves = 1;
    while (s->leaves < 2 * s->count)
        s->leaves *= 2;
    s->places = 2 * s->leaves;
    s->max_end = mem_resize(s->max_end, 2 * s->leaves, sizeof *s->max_end);
    free(s->by_id);
    s->by_id = mem_zero(s->places, sizeof(struct annotation *));
    for (size_t i = 0; i < s->leaves; i++)
        s->max_end[s->leaves + i] = i < s->count ? s->items[i]->end : -1;
    raise_ends(s, 0, s->leaves);
    for (size_t i = 0; i < s->count; i++)
        s->by_id[place_of(s, s->items[i]->id)] = s->items[i];
}

/* ---- the set ---- */

static void append(struct annset *s, struct annotation *take_a)
{
    s->items = mem_grow(s->items, &s->capacity, s->count + 1, sizeof(struct annotation *));
    s->items[s->count++] = take_a;
    s->tags[take_a->tag]++;
}

static bool add_loaded(void *ctx, const struct annotation *a)
{
    struct annset *s = ctx;
    if (!layer_shows(s->layer, a->reviewer))
        return true;
    struct annotation *copy = MEM_NEW(struct annotation);
    *copy = annotation_dup(a);
    append(s, copy);
    return true;
}

enum err_code annset_load(struct annset *s, struct store *store, int64_t document, const struct layer *layer,
                          struct err *e)
{
    *s = (struct annset){.layer = layer, .changes = s->changes + 1};
    struct store_filter f = {.document = document, .where = layer ? layer->where : NULL};
    enum err_code rc = store_annotations(store, &f, add_loaded, s, e);
    if (rc)
        annset_clear(s);
    else
        index_items(s);
    return rc;
}

static void free_annotation(struct annotation *a)
{
    annotation_clear(a);
    free(a);
}

void annset_clear(struct annset *s)
{
    for (size_t i = 0; i < s->count; i++)
        free_annotation(s->items[i]);
    free(s->items);
    free(s->max_end);
    free(s->by_id);
    *s = (struct annset){.changes = s->changes + 1};
}

/* The first index whose annotation is not before KEY. */
static size_t lower_bound(const struct annset *s, const struct annotation *key)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (compare(s->items[mid], key) < 0)
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

const struct annotation *annset_get(const struct annset *s, int64_t id)
{
    return s->count ? s->by_id[place_of(s, id)] : NULL;
}

size_t annset_index(const struct annset *s, int64_t id)
{
    const struct annotation *a = annset_get(s, id);
    return a ? lower_bound(s, a) : s->count;
}

static void remove_at(struct annset *s, size_t i)
{
    int64_t *ends = s->max_end + s->leaves;
    struct annotation *gone = s->items[i];
    size_t behind = s->count - i - 1;
    s->changes++;
    forget_id(s, gone->id);
    s->tags[gone->tag]--;
    memmove(s->items + i, s->items + i + 1, behind * sizeof(struct annotation *));
    memmove(ends + i, ends + i + 1, behind * sizeof *ends);
    ends[--s->count] = -1;
    raise_ends(s, i, s->count + 1);
    free_annotation(gone);
}

/* What lies behind the new one moves up by one place: pointers and ends, which are small. */
static void insert(struct annset *s, struct annotation *take_a)
{
    size_t at = lower_bound(s, take_a), behind = s->count - at;
    s->changes++;
    append(s, take_a);
    memmove(s->items + at + 1, s->items + at, behind * sizeof(struct annotation *));
    s->items[at] = take_a;
    if (s->count > s->leaves) {
        index_items(s);
        return;
    }
    int64_t *ends = s->max_end + s->leaves;
    memmove(ends + at + 1, ends + at, behind * sizeof *ends);
    ends[at] = take_a->end;
    raise_ends(s, at, s->count);
    s->by_id[place_of(s, take_a->id)] = take_a;
}

/* Whether A, which is there, passes the filter. */
static enum err_code passes(const struct annset *s, struct store *store, int64_t id, bool *out, struct err *e)
{
    *out = true;
    return s->layer && s->layer->where ? store_filter_matches(store, s->layer->where, id, out, e) : ERR_OK;
}

enum err_code annset_refresh(struct annset *s, struct store *store, int64_t id, bool own, struct err *e)
{
    struct annotation *a = MEM_NEW(struct annotation);
    enum err_code rc = store_annotation_get(store, id, a, e);
    bool shown = true;
    if (!rc && !own)
        rc = passes(s, store, id, &shown, e);
    size_t old = rc ? s->count : annset_index(s, id);
    if (old < s->count)
        remove_at(s, old);
    if (rc || a->deleted || !shown || !layer_shows(s->layer, a->reviewer))
        free_annotation(a);
    else
        insert(s, a);
    return rc;
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
    return i < s->count && s->items[i]->start < end ? i : s->count;
}

const struct annotation *annset_innermost(const struct annset *s, int64_t at)
{
    const struct annotation *best = NULL;
    for (size_t i = annset_over(s, 0, at, at + 1); i < s->count; i = annset_over(s, i + 1, at, at + 1)) {
        const struct annotation *a = s->items[i];
        int64_t length = a->end - a->start;
        if (!best || length < best->end - best->start || (length == best->end - best->start && a->id > best->id))
            best = a;
    }
    return best;
}
