#include "tui/pick_rows.h"

#include "base/mem.h"
#include "tui/reader.h"

#include <string.h>

#define SCREEN_MAX 100
#define RECENT_MAX 12
#define RECENT_CHANGES 1000 /* that are looked through for them */
#define REST_MAX 300
#define REST_STEPS 20000 /* annotations that are looked at for them */

void pick_rows_clear(struct pick_rows *p)
{
    free(p->items);
    *p = (struct pick_rows){0};
}

static bool has(const struct pick_rows *p, int64_t annotation)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].annotation == annotation)
            return true;
    return false;
}

static void add(struct pick_rows *p, int64_t annotation, enum pick_group group)
{
    p->items = mem_grow(p->items, &p->capacity, p->count + 1, sizeof *p->items);
    p->items[p->count++] = (struct pick_row){.annotation = annotation, .group = group};
}

/* The code points between the two; 0 where they overlap. */
static int64_t distance(const struct annotation *a, const struct annotation *b)
{
    if (a->start >= b->end)
        return a->start - b->end;
    return b->start >= a->end ? b->start - a->end : 0;
}

/* ---- on the screen ---- */

static void add_nearest(struct pick_rows *p, const struct annotation *from, const struct annotation **near, size_t n)
{
    for (; n > 0; n--) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (distance(from, near[i]) < distance(from, near[best]))
                best = i;
        add(p, near[best]->id, PICK_SCREEN);
        memmove(near + best, near + best + 1, (n - best - 1) * sizeof(struct annotation *));
    }
}

static void add_screen(struct pick_rows *p, const struct reader *r, const struct annotation *from)
{
    struct row rows[READER_MAX_ROWS];
    const struct annotation *near[SCREEN_MAX];
    size_t count = reader_rows(r, rows), n = 0;
    if (count == 0)
        return;
    int64_t start = (int64_t)rows_first(r->rows, &rows[0]), end = (int64_t)rows_behind(r->rows, &rows[count - 1]);
    for (size_t i = annset_over(&r->notes, 0, start, end); i < r->notes.count && n < SCREEN_MAX;
         i = annset_over(&r->notes, i + 1, start, end))
        if (r->notes.items[i]->tag != from->tag)
            near[n++] = r->notes.items[i];
    add_nearest(p, from, near, n);
}

/* ---- recent ones ---- */

struct recent {
    int64_t ids[RECENT_CHANGES];
    size_t count, looked;
};

static bool note_recent(void *ctx, const struct change *c)
{
    struct recent *recent = ctx;
    if (strcmp(c->entity, "annotation") == 0)
        recent->ids[recent->count++] = c->entity_id;
    return ++recent->looked < RECENT_CHANGES;
}

static enum err_code add_recent(struct pick_rows *p, struct store *store, const struct annotation *from, struct err *e)
{
    struct recent *recent = MEM_NEW(struct recent);
    struct change_filter f = {.reviewer = store_reviewer(store), .newest_first = true};
    enum err_code rc = f.reviewer ? store_changes(store, &f, note_recent, recent, e) : ERR_OK;
    size_t added = 0;
    for (size_t i = 0; i < recent->count && !rc && added < RECENT_MAX; i++) {
        struct annotation a;
        if (recent->ids[i] == from->id || has(p, recent->ids[i]))
            continue;
        rc = store_annotation_get(store, recent->ids[i], &a, e);
        if (rc)
            break;
        if (!a.deleted && a.tag != from->tag) {
            add(p, a.id, PICK_RECENT);
            added++;
        }
        annotation_clear(&a);
    }
    free(recent);
    return rc;
}

/* ---- the rest of the document ---- */

/* From FROM outwards, the nearer side first. */
static void add_rest(struct pick_rows *p, const struct reader *r, const struct annotation *from)
{
    const struct annset *s = &r->notes;
    size_t above = annset_from(s, from->start), below = above, added = 0;
    for (size_t step = 0; step < REST_STEPS && added < REST_MAX && (above > 0 || below < s->count); step++) {
        bool up = below == s->count ||
                  (above > 0 && from->start - s->items[above - 1]->start < s->items[below]->start - from->start);
        const struct annotation *a = s->items[up ? --above : below++];
        if (a->tag == from->tag || has(p, a->id))
            continue;
        add(p, a->id, PICK_REST);
        added++;
    }
}

/* ---- which of them are linked already ---- */

struct linked {
    struct pick_rows *rows;
    int64_t from;
};

static bool mark_linked(void *ctx, const struct link *l)
{
    const struct linked *linked = ctx;
    int64_t other = l->from == linked->from ? l->to : l->from;
    for (size_t i = 0; i < linked->rows->count; i++)
        if (linked->rows->items[i].annotation == other)
            linked->rows->items[i].number = SIZE_MAX;
    return true;
}

static enum err_code number(struct pick_rows *p, struct store *store, const struct annotation *from, struct err *e)
{
    struct linked linked = {.rows = p, .from = from->id};
    struct link_filter f = {.annotation = from->id};
    enum err_code rc = store_links(store, &f, mark_linked, &linked, e);
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++)
        p->items[i].number = p->items[i].number == SIZE_MAX ? 0 : ++n;
    return rc;
}

enum err_code pick_rows_load(struct pick_rows *out, struct store *store, const struct reader *r,
                             const struct annotation *from, struct err *e)
{
    if (r)
        add_screen(out, r, from);
    enum err_code rc = add_recent(out, store, from, e);
    if (r)
        add_rest(out, r, from);
    return rc ? rc : number(out, store, from, e);
}
