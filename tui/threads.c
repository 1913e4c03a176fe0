#include "tui/threads.h"

#include "base/mem.h"

#include <string.h>

static int compare(const struct comment *a, const struct comment *b)
{
    if (a->annotation != b->annotation)
        return a->annotation < b->annotation ? -1 : 1;
    if (a->thread != b->thread)
        return a->thread < b->thread ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The first index whose comment is not before KEY. */
static size_t lower_bound(const struct threads *t, const struct comment *key)
{
    size_t lo = 0, hi = t->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (compare(t->items[mid], key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void free_comment(struct comment *c)
{
    comment_clear(c);
    free(c);
}

void threads_clear(struct threads *t)
{
    for (size_t i = 0; i < t->count; i++)
        free_comment(t->items[i]);
    free(t->items);
    *t = (struct threads){0};
}

static void insert(struct threads *t, struct comment *take_c)
{
    size_t at = lower_bound(t, take_c);
    t->items = mem_grow(t->items, &t->capacity, t->count + 1, sizeof(struct comment *));
    memmove(t->items + at + 1, t->items + at, (t->count - at) * sizeof(struct comment *));
    t->items[at] = take_c;
    t->count++;
}

static void remove_span(struct threads *t, struct thread_span s)
{
    if (s.from == s.to)
        return;
    for (size_t i = s.from; i < s.to; i++)
        free_comment(t->items[i]);
    memmove(t->items + s.from, t->items + s.to, (t->count - s.to) * sizeof(struct comment *));
    t->count -= s.to - s.from;
}

static bool add(void *ctx, const struct comment *c)
{
    struct comment *copy = MEM_NEW(struct comment);
    *copy = comment_dup(c);
    insert(ctx, copy);
    return true;
}

static int by_place(const void *a, const void *b)
{
    return compare(*(struct comment *const *)a, *(struct comment *const *)b);
}

static bool append(void *ctx, const struct comment *c)
{
    struct threads *t = ctx;
    struct comment *copy = MEM_NEW(struct comment);
    *copy = comment_dup(c);
    t->items = mem_grow(t->items, &t->capacity, t->count + 1, sizeof(struct comment *));
    t->items[t->count++] = copy;
    return true;
}

enum err_code threads_load(struct threads *t, struct store *store, int64_t document, struct err *e)
{
    *t = (struct threads){0};
    struct comment_filter f = {.document = document};
    enum err_code rc = store_comments(store, &f, append, t, e);
    if (rc)
        threads_clear(t);
    if (t->count)
        qsort(t->items, t->count, sizeof(struct comment *), by_place);
    return rc;
}

/* Where comment ID stands when it is one that the store does not hand out any more; COUNT where it does not. */
static size_t find(const struct threads *t, int64_t id)
{
    size_t i = 0;
    while (i < t->count && t->items[i]->id != id)
        i++;
    return i;
}

/* One that began a thread keeps its place though it is deleted: the answers below it may stand. */
enum err_code threads_refresh(struct threads *t, struct store *store, int64_t id, struct err *e)
{
    struct comment *c = MEM_NEW(struct comment);
    enum err_code rc = store_comment_get(store, id, c, e);
    size_t old = rc ? find(t, id) : lower_bound(t, c);
    if (old < t->count && t->items[old]->id == id)
        remove_span(t, (struct thread_span){old, old + 1});
    if (rc || (c->deleted && c->thread != c->id))
        free_comment(c);
    else
        insert(t, c);
    return rc;
}

enum err_code threads_refresh_annotation(struct threads *t, struct store *store, int64_t annotation, struct err *e)
{
    struct comment_filter f = {.annotation = annotation};
    remove_span(t, threads_of(t, annotation));
    return store_comments(store, &f, add, t, e);
}

/* ---- looking ---- */

struct thread_span threads_of(const struct threads *t, int64_t annotation)
{
    struct comment key = {.annotation = annotation};
    struct thread_span s = {.from = lower_bound(t, &key)};
    key.annotation = annotation + 1;
    s.to = lower_bound(t, &key);
    return s;
}

struct thread_span threads_next(const struct threads *t, struct thread_span all, size_t from)
{
    struct thread_span s = {from, from};
    while (s.to < all.to && t->items[s.to]->thread == t->items[from]->thread)
        s.to++;
    return s;
}

size_t threads_comments(const struct threads *t, struct thread_span thread)
{
    size_t n = 0;
    for (size_t i = thread.from; i < thread.to; i++)
        n += !t->items[i]->deleted;
    return n;
}

bool threads_stands(const struct threads *t, struct thread_span thread)
{
    return threads_comments(t, thread) > 0;
}

struct thread_counts threads_count(const struct threads *t, int64_t annotation)
{
    struct thread_counts counts = {0};
    struct thread_span all = threads_of(t, annotation), one;
    for (size_t at = all.from; at < all.to; at = one.to) {
        one = threads_next(t, all, at);
        const struct comment *first = t->items[one.from];
        size_t n = threads_comments(t, one);
        counts.comments += n;
        counts.threads += n > 0;
        counts.open += n > 0 && !first->resolved;
        counts.questions += first->question && !first->deleted && !first->resolved;
    }
    return counts;
}

const struct comment *threads_pick(const struct threads *t, int64_t annotation)
{
    const struct comment *best = NULL;
    struct thread_span all = threads_of(t, annotation), one;
    for (size_t at = all.from; at < all.to; at = one.to) {
        one = threads_next(t, all, at);
        const struct comment *first = t->items[one.from];
        if (threads_stands(t, one) && (!best || !first->resolved || best->resolved))
            best = first;
    }
    return best;
}
