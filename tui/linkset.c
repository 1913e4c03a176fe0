#include "tui/linkset.h"

#include "base/mem.h"

#include <string.h>

int64_t linkset_other(const struct linkset_item *i)
{
    return i->in ? i->link->from : i->link->to;
}

static enum tag other_tag(const struct linkset_item *i)
{
    return i->in ? i->link->from_tag : i->link->to_tag;
}

static int compare(const void *pa, const void *pb)
{
    const struct linkset_item *a = pa, *b = pb;
    if (a->annotation != b->annotation)
        return a->annotation < b->annotation ? -1 : 1;
    if (a->in != b->in)
        return a->in ? -1 : 1;
    if (other_tag(a) != other_tag(b))
        return other_tag(a) < other_tag(b) ? -1 : 1;
    return (a->link->id > b->link->id) - (a->link->id < b->link->id);
}

/* The first index whose annotation is not below ANNOTATION. */
static size_t lower_bound(const struct linkset *s, int64_t annotation)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->items[mid].annotation < annotation)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct linkset_span linkset_of(const struct linkset *s, int64_t annotation)
{
    struct linkset_span span = {.from = lower_bound(s, annotation)};
    span.to = annotation < INT64_MAX ? lower_bound(s, annotation + 1) : s->count;
    return span;
}

/* ---- what changes it ---- */

static void free_link(struct link *l)
{
    link_clear(l);
    free(l);
}

void linkset_clear(struct linkset *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (!s->items[i].in)
            free_link(s->items[i].link);
    free(s->items);
    *s = (struct linkset){0};
}

/* Behind all others, whatever its place is: sort_new brings it there. */
static bool append(void *ctx, const struct link *l)
{
    struct linkset *s = ctx;
    if ((l->from_document != s->document && l->to_document != s->document) || l->from == l->to)
        return true;
    struct link *copy = MEM_NEW(struct link);
    *copy = link_dup(l);
    s->items = mem_grow(s->items, &s->capacity, s->count + 2, sizeof *s->items);
    s->items[s->count++] = (struct linkset_item){l->from, copy, false};
    s->items[s->count++] = (struct linkset_item){l->to, copy, true};
    return true;
}

/* Bring the items from index OLD on, which were appended, to their places among those before: one pass from the end. */
static void sort_new(struct linkset *s, size_t old)
{
    size_t n = s->count - old, at = s->count;
    if (n == 0)
        return;
    struct linkset_item *new = mem_alloc(n, sizeof *new);
    memcpy(new, s->items + old, n * sizeof *new);
    qsort(new, n, sizeof *new, compare);
    while (n > 0)
        s->items[--at] = old > 0 && compare(&s->items[old - 1], &new[n - 1]) > 0 ? s->items[--old] : new[--n];
    free(new);
}

/* Take out the links of ANNOTATION; where LINK is not 0, that one only. Each stands twice, so they are freed at the
 * end. */
static void take_out(struct linkset *s, int64_t annotation, int64_t link)
{
    struct linkset_span span = linkset_of(s, annotation);
    struct link **gone = mem_alloc(span.to - span.from + 1, sizeof(struct link *));
    size_t gone_count = 0, kept = 0;
    for (size_t i = span.from; i < span.to; i++)
        if (!link || s->items[i].link->id == link)
            gone[gone_count++] = s->items[i].link;
    for (size_t i = 0; gone_count > 0 && i < s->count; i++) {
        const struct link *l = s->items[i].link;
        if ((l->from != annotation && l->to != annotation) || (link && l->id != link))
            s->items[kept++] = s->items[i];
    }
    s->count = gone_count > 0 ? kept : s->count;
    for (size_t i = 0; i < gone_count; i++)
        free_link(gone[i]);
    free(gone);
}

enum err_code linkset_load(struct linkset *s, struct store *store, int64_t document, struct err *e)
{
    *s = (struct linkset){.document = document};
    struct link_filter f = {.document = document};
    enum err_code rc = store_links(store, &f, append, s, e);
    sort_new(s, 0);
    if (rc)
        linkset_clear(s);
    return rc;
}

/* ---- the feed ---- */

/* Whether L is one that store_links would hand out. */
static enum err_code holds(struct store *store, const struct link *l, bool *out, struct err *e)
{
    const int64_t ends[] = {l->from, l->to};
    enum err_code rc = ERR_OK;
    *out = !l->deleted && relation_of(l->from_tag, l->to_tag) != RELATION_NONE;
    for (size_t i = 0; i < 2 && *out && !rc; i++) {
        struct annotation a;
        rc = store_annotation_get(store, ends[i], &a, e);
        if (rc)
            break;
        *out = !a.deleted;
        annotation_clear(&a);
    }
    return rc;
}

static enum err_code refresh_link(struct linkset *s, struct store *store, int64_t id, bool *touched, struct err *e)
{
    struct link l;
    bool stands;
    enum err_code rc = store_link_get(store, id, &l, e);
    if (rc)
        return rc;
    *touched = l.from_document == s->document || l.to_document == s->document;
    take_out(s, l.from, id);
    rc = holds(store, &l, &stands, e);
    if (!rc && *touched && stands) {
        size_t old = s->count;
        append(s, &l);
        sort_new(s, old);
    }
    link_clear(&l);
    return rc;
}

static enum err_code refresh_annotation(struct linkset *s, struct store *store, int64_t id, struct err *e)
{
    struct link_filter f = {.annotation = id};
    take_out(s, id, 0);
    size_t old = s->count;
    enum err_code rc = store_links(store, &f, append, s, e);
    sort_new(s, old);
    return rc;
}

/* One that was just made has no links yet, and what is no matter of its tag or its standing changes none. */
static bool may_change_links(const struct change *c)
{
    static const char *const never[] = {"create", "carry", "note", "move", "code", "settle"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strcmp(c->action, never[i]) == 0)
            return false;
    return true;
}

enum err_code linkset_changed(struct linkset *s, struct store *store, const struct change *c, bool *touched,
                              struct err *e)
{
    size_t before = s->count;
    enum err_code rc = ERR_OK;
    *touched = false;
    if (strcmp(c->entity, "link") == 0)
        return refresh_link(s, store, c->entity_id, touched, e);
    if (strcmp(c->entity, "annotation") != 0)
        return ERR_OK;
    if (may_change_links(c))
        rc = refresh_annotation(s, store, c->entity_id, e);
    struct linkset_span span = linkset_of(s, c->entity_id);
    *touched = s->count != before || span.from < span.to;
    return rc;
}
