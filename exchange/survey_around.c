/* The survey of one document: its annotations, what they hang on and what hangs on all of these, wherever it is. */
#include "base/mem.h"
#include "exchange/survey_own.h"

#include <string.h>

/* ---- which were found ---- */

static size_t slot_of(const struct survey_state *st, int64_t id)
{
    size_t mask = st->slot_count - 1;
    size_t i = (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u >> 32) & mask; /* Knuth, TAOCP vol. 3, §6.4 */
    while (st->slots[i] && st->found[st->slots[i] - 1].node.id != id)
        i = (i + 1) & mask;
    return i;
}

static void grow_slots(struct survey_state *st)
{
    if (2 * (st->found_count + 1) <= st->slot_count)
        return;
    st->slot_count = st->slot_count ? 2 * st->slot_count : 256;
    free(st->slots);
    st->slots = mem_zero(st->slot_count, sizeof *st->slots);
    for (size_t i = 0; i < st->found_count; i++)
        st->slots[slot_of(st, st->found[i].node.id)] = i + 1;
}

/* The one that was found with this ID, or NULL. */
static struct survey_found *find(struct survey_state *st, int64_t id)
{
    grow_slots(st);
    size_t slot = st->slots[slot_of(st, id)];
    return slot ? &st->found[slot - 1] : NULL;
}

static void add_found(struct survey_state *st, const struct brief *b, bool up)
{
    struct survey_found f = {.document = b->document, .up = up};
    if (!survey_node(&st->fresh, b, !st->where, &f.node))
        return;
    grow_slots(st);
    st->found = mem_grow(st->found, &st->found_cap, st->found_count + 1, sizeof *st->found);
    st->found[st->found_count] = f;
    size_t slot = slot_of(st, b->id);
    st->slots[slot] = ++st->found_count;
}

/* ---- following links ---- */

struct following {
    struct store *s;
    struct survey_state *st;
    int64_t from; /* whose links are followed */
    bool up;
    enum err_code code;
    struct err *e;
};

static void queue(struct survey_state *st, size_t index)
{
    st->queue = mem_grow(st->queue, &st->queue_cap, st->queue_count + 1, sizeof *st->queue);
    st->queue[st->queue_count++] = index;
}

/* Have ID among those found, to be followed up or not. False where it does not stand. */
static bool reach(struct following *f, int64_t id, bool up)
{
    struct survey_found *there = find(f->st, id);
    if (there) {
        if (up && !there->up) {
            there->up = true;
            queue(f->st, (size_t)(there - f->st->found));
        }
        return true;
    }
    struct brief b;
    bool stands = false;
    size_t before = f->st->found_count;
    f->code = store_brief(f->s, id, &b, &stands, f->e);
    if (f->code || !stands)
        return false;
    add_found(f->st, &b, up);
    if (f->st->found_count > before)
        queue(f->st, before);
    return f->st->found_count > before;
}

static bool follow_tie(void *ctx, const struct tie *t)
{
    struct following *f = ctx;
    bool up = t->from == f->from;
    if (up && !f->up)
        return true;
    if (reach(f, up ? t->to : t->from, up)) {
        f->st->ties = mem_grow(f->st->ties, &f->st->tie_cap, f->st->tie_count + 1, sizeof *f->st->ties);
        f->st->ties[f->st->tie_count++] = *t;
    }
    return !f->code;
}

static bool take_own(void *ctx, const struct brief *b)
{
    struct survey_state *st = ctx;
    size_t before = st->found_count;
    if (!find(st, b->id))
        add_found(st, b, true);
    if (st->found_count > before)
        queue(st, before);
    return true;
}

/* ---- the documents of what was found, by name ---- */

static int by_name(const void *a, const void *b)
{
    const struct title *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

static int by_document(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static size_t document_ids(const struct survey_state *st, int64_t *ids)
{
    size_t n = 1;
    ids[0] = st->document;
    for (size_t i = 0; i < st->found_count; i++)
        if (st->found[i].document != ids[n - 1])
            ids[n++] = st->found[i].document;
    qsort(ids, n, sizeof *ids, by_document);
    size_t kept = 1;
    for (size_t i = 1; i < n; i++)
        if (ids[i] != ids[kept - 1])
            ids[kept++] = ids[i];
    return kept;
}

static bool mark_passes(void *ctx, const struct brief *b)
{
    struct survey_found *f = find(ctx, b->id);
    if (f)
        f->node.passes = true;
    return true;
}

/* By name, into the graph; then what was found. */
static void add_all(struct survey_state *st, struct title *titles, size_t n)
{
    qsort(titles, n, sizeof *titles, by_name);
    for (size_t i = 0; i < n; i++)
        graph_add_document(&st->fresh, titles[i].id, titles[i].length, titles[i].name);
    for (size_t i = 0; i < st->found_count; i++) {
        st->found[i].node.document = graph_document(&st->fresh, st->found[i].document);
        graph_add_node(&st->fresh, &st->found[i].node);
    }
}

static enum err_code add_documents(struct store *s, struct survey_state *st, struct err *e)
{
    int64_t *ids = mem_alloc(st->found_count + 1, sizeof *ids);
    size_t n = document_ids(st, ids);
    struct title *titles = mem_zero(n, sizeof *titles);
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < n; i++) {
        titles[i].id = ids[i];
        code = store_document_title(s, ids[i], (char **)&titles[i].name, &titles[i].length, e);
        if (!code && st->where)
            code = store_briefs(s, ids[i], ids[i], st->where, mark_passes, st, e);
    }
    if (!code)
        add_all(st, titles, n);
    for (size_t i = 0; i < n; i++)
        free((char *)titles[i].name);
    free(titles);
    free(ids);
    return code;
}

enum err_code survey_around(struct store *s, struct survey_state *st, size_t budget, bool *over, struct err *e)
{
    struct following f = {.s = s, .st = st, .e = e};
    enum err_code code = ERR_OK;
    *over = false;
    if (!st->own)
        code = store_briefs(s, st->document, st->document, NULL, take_own, st, e);
    st->own = !code;
    for (size_t i = 0; !code && i < budget && st->followed < st->queue_count; i++) {
        const struct survey_found *from = &st->found[st->queue[st->followed]];
        f.from = from->node.id;
        f.up = from->up;
        code = store_ties_of(s, f.from, follow_tie, &f, e);
        code = code ? code : f.code;
        st->followed += !code;
    }
    if (code || st->followed < st->queue_count)
        return code;
    code = add_documents(s, st, e);
    *over = !code;
    return code;
}
