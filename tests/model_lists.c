/* What the store hands out, against the model. */
#include "tests/unit.h"

#include "tests/model_world.h"

#include "base/mem.h"
#include "db/code.h"
#include "db/link.h"

#include <stdlib.h>
#include <string.h>

/* ---- in order ---- */

static int by_place(const void *a, const void *b)
{
    const struct thing *one = *(const struct thing *const *)a, *other = *(const struct thing *const *)b;
    const int64_t keys[][2] = {{one->document, other->document},
                               {one->now.start, other->now.start},
                               {one->now.end, other->now.end},
                               {one->id, other->id}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

const struct thing **compare_standing(struct world *w, int64_t document, size_t *n)
{
    const struct thing **all = mem_alloc(w->model.count + 1, sizeof(void *));
    *n = 0;
    for (size_t i = 0; i < w->model.count; i++) {
        const struct thing *t = &w->model.things[i];
        if (t->kind == ANNOTATION && !t->now.deleted && (!document || t->document == document))
            all[(*n)++] = t;
    }
    qsort(all, *n, sizeof(void *), by_place);
    return all;
}

/* ---- what is listed ---- */

struct listing {
    struct world *w;
    const struct thing **standing;
    size_t count, n; /* how many are to come, and came */
};

static void wrong(const struct listing *l, const char *what, int64_t id)
{
    world_fail(l->w, "the store hands out %s %lld otherwise than it is, or not in its place", what, (long long)id);
}

static bool one_annotation(void *ctx, const struct annotation *a)
{
    struct listing *l = ctx;
    const struct thing *t = l->n < l->count ? l->standing[l->n++] : NULL;
    if (!t || a->id != t->id || a->document != t->document || a->start != t->now.start || a->end != t->now.end ||
        (int64_t)a->tag != t->now.tag || a->reviewer != t->owner || strcmp(a->note, t->now.words) != 0 ||
        a->code != t->now.code || a->code_given != t->now.code || a->revision != t->revision ||
        strcmp(a->uuid, t->uuid) != 0 || a->deleted || a->settled)
        wrong(l, "annotation", a->id);
    return true;
}

static bool one_comment(void *ctx, const struct comment *c)
{
    struct listing *l = ctx;
    const struct thing *t = model_get(&l->w->model, COMMENT, c->id);
    l->n++;
    if (!t || c->annotation != t->a || c->document != t->document || c->thread != (t->b ? t->b : t->id) ||
        c->question != t->question || strcmp(c->body, t->now.deleted ? "" : t->now.words) != 0 ||
        c->reviewer != t->owner || c->revision != t->revision || (c->resolved != 0) != (t->now.resolved != 0) ||
        c->deleted != t->now.deleted)
        wrong(l, "comment", c->id);
    return true;
}

static bool one_link(void *ctx, const struct link *k)
{
    struct listing *l = ctx;
    const struct thing *t = model_get(&l->w->model, LINK, k->id);
    l->n++;
    if (!t || !model_link_holds(&l->w->model, t) || k->from != t->a || k->to != t->b || k->reviewer != t->owner ||
        k->from_document != t->document || strcmp(k->note, t->now.words) != 0 || k->revision != t->revision)
        wrong(l, "link", k->id);
    return true;
}

static bool one_noise(void *ctx, const struct noise_mark *n)
{
    struct listing *l = ctx;
    const struct thing *t = model_get(&l->w->model, NOISE, n->id);
    l->n++;
    if (!t || t->now.deleted || n->document != t->document || (int64_t)n->noise.span.start != t->now.start ||
        (int64_t)n->noise.span.end != t->now.end || n->reviewer != t->owner)
        wrong(l, "noise", n->id);
    return true;
}

static bool one_code(void *ctx, const struct code *c)
{
    struct listing *l = ctx;
    const struct thing *t = model_get(&l->w->model, CODE, c->id);
    l->n++;
    if (!t || t->now.deleted || (int64_t)c->tag != t->now.tag || c->parent != t->a || c->position != t->position ||
        strcmp(c->name, t->now.words) != 0 || c->reviewer != t->owner || c->revision != t->revision)
        wrong(l, "code", c->id);
    return true;
}

/* How many of KIND are to be handed out. */
static size_t expected(struct model *m, enum thing_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        bool shown = t->kind == kind && !t->now.deleted;
        if (t->kind == kind && kind == COMMENT)
            shown = !model_get(m, ANNOTATION, t->a)->now.deleted &&
                    (!t->now.deleted || (!t->b && model_answered(m, t->id, 0)));
        n += shown && (kind != LINK || model_link_holds(m, t));
    }
    return n;
}

static void finish(struct listing *l, enum thing_kind kind, enum err_code rc, const struct err *e)
{
    size_t n = kind == ANNOTATION ? l->count : expected(&l->w->model, kind);
    if (rc)
        world_fail(l->w, "%s", e->msg);
    if (l->n != n)
        world_fail(l->w, "the store hands out %zu of kind %d, and not %zu", l->n, (int)kind, n);
    l->n = 0;
}

void compare_lists(struct world *w)
{
    struct listing l = {.w = w};
    struct store *s = w->seat[0]->app.store;
    struct err e;
    enum err_code rc = ERR_OK;
    l.standing = compare_standing(w, 0, &l.count);
    finish(&l, ANNOTATION, store_annotations(s, NULL, one_annotation, &l, &e), &e);
    free(l.standing);
    finish(&l, COMMENT, store_comments(s, NULL, one_comment, &l, &e), &e);
    finish(&l, LINK, store_links(s, NULL, one_link, &l, &e), &e);
    for (size_t i = 0; !rc && i < w->model.document_count; i++)
        rc = store_noise(s, w->model.documents[i].id, one_noise, &l, &e);
    finish(&l, NOISE, rc, &e);
    finish(&l, CODE, store_codes(s, TAG_NONE, false, one_code, &l, &e), &e);
}
