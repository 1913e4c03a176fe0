/* The things of the model, its stacks, and the rows of the feed that its changes write. */
#include "tests/model.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const entities[] = {"annotation", "comment", "link", "noise", "code"};
static const char *const tags[] = {"", "manifestation", "cause", "remedy"};

/* ---- things ---- */

struct thing *model_get(struct model *m, enum thing_kind kind, int64_t id)
{
    return id > 0 && id <= m->last[kind] ? &m->things[m->by_id[kind][id]] : NULL;
}

size_t model_index(const struct model *m, const struct thing *t)
{
    return (size_t)(t - m->things);
}

static bool fits(const struct model *m, const struct thing *t, enum thing_kind kind, int who)
{
    return t->kind == kind && !t->now.deleted && (who < 0 || t->owner == m->reviewer[who]);
}

unsigned model_count(const struct model *m, enum thing_kind kind, int who)
{
    unsigned n = 0;
    for (size_t i = 0; i < m->count; i++)
        n += fits(m, &m->things[i], kind, who);
    return n;
}

struct thing *model_pick(struct model *m, enum thing_kind kind, int who, unsigned n)
{
    unsigned all = model_count(m, kind, who);
    n = all ? n % all : 0;
    for (size_t i = 0; i < m->count; i++)
        if (fits(m, &m->things[i], kind, who) && n-- == 0)
            return &m->things[i];
    return NULL;
}

bool model_pair(int64_t from_tag, int64_t to_tag)
{
    return (from_tag == 2 && to_tag == 1) || (from_tag == 3 && (to_tag == 1 || to_tag == 2));
}

bool model_link_holds(struct model *m, const struct thing *link)
{
    const struct thing *from = model_get(m, ANNOTATION, link->a), *to = model_get(m, ANNOTATION, link->b);
    return !link->now.deleted && !from->now.deleted && !to->now.deleted && model_pair(from->now.tag, to->now.tag);
}

bool model_answered(struct model *m, int64_t thread, int64_t behind)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (t->kind == COMMENT && t->b == thread && t->id > behind && !t->now.deleted)
            return true;
    }
    return false;
}

/* ---- noise ---- */

/* The code points of DOCUMENT that are noise. */
static void paint_noise(struct model *m, int64_t document, bool noise[MODEL_LENGTH])
{
    memset(noise, 0, MODEL_LENGTH);
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (t->kind == NOISE && t->document == document && !t->now.deleted)
            memset(noise + t->now.start, 1, (size_t)(t->now.end - t->now.start));
    }
}

static bool has_words(const bool noise[MODEL_LENGTH], int64_t start, int64_t end)
{
    for (int64_t i = start; i < end; i++)
        if (!noise[i] && i % MODEL_STRIDE != MODEL_STRIDE - 1) /* a line end is no word */
            return true;
    return false;
}

bool model_noise_takes_words(struct model *m, int64_t document, int64_t start, int64_t end)
{
    bool now[MODEL_LENGTH], then[MODEL_LENGTH];
    paint_noise(m, document, now);
    memcpy(then, now, sizeof then);
    memset(then + start, 1, (size_t)(end - start));
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (t->kind == ANNOTATION && t->document == document && !t->now.deleted && t->now.start < end &&
            start < t->now.end && has_words(now, t->now.start, t->now.end) &&
            !has_words(then, t->now.start, t->now.end))
            return true;
    }
    return false;
}

bool model_overlaps_noise(struct model *m, int64_t document, int64_t start, int64_t end)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (t->kind == NOISE && t->document == document && !t->now.deleted && t->now.start < end && start < t->now.end)
            return true;
    }
    return false;
}

/* ---- stacks ---- */

void step_clear(struct step *s)
{
    free(s->parts);
    *s = (struct step){0};
}

int64_t model_top(const struct stack *s)
{
    return s->count ? s->steps[s->count - 1].seq : 0;
}

void stack_push(struct stack *s, struct step *step)
{
    s->steps = mem_grow(s->steps, &s->cap, s->count + 1, sizeof *s->steps);
    s->steps[s->count++] = *step;
    *step = (struct step){0};
}

void stack_cut(struct stack *s, size_t count)
{
    while (s->count > count)
        step_clear(&s->steps[--s->count]);
}

void model_free(struct model *m)
{
    for (int i = 0; i < MODEL_PEOPLE; i++) {
        stack_cut(&m->undo[i], 0);
        stack_cut(&m->redo[i], 0);
        free(m->undo[i].steps);
        free(m->redo[i].steps);
    }
    for (size_t i = 0; i < m->document_count; i++)
        free(m->documents[i].text);
    model_forget_rows(m);
    step_clear(&m->open);
    for (int k = 0; k < THING_KINDS; k++)
        free(m->by_id[k]);
    free(m->documents);
    free(m->things);
    free(m->rows);
    *m = (struct model){0};
}

/* ---- rows of the feed ---- */

void model_forget_rows(struct model *m)
{
    for (size_t i = 0; i < m->row_count; i++) {
        free(m->rows[i].before);
        free(m->rows[i].after);
    }
    m->row_count = 0;
}

static void add_member(struct str *s, const char *name, int64_t value)
{
    if (value)
        str_addf(s, ",\"%s\":%lld", name, (long long)value);
    else
        str_addf(s, ",\"%s\":null", name);
}

static void add_words(struct str *s, const char *name, const char *words)
{
    str_addf(s, ",\"%s\":", name);
    str_add_json(s, words, strlen(words));
}

/* As doc/schema.md shows each of them. */
static char *image(const struct thing *t, const struct state *now)
{
    struct str s = {0};
    if (t->kind == ANNOTATION) {
        str_addf(&s, "{\"start\":%lld,\"end\":%lld,\"tag\":\"%s\"", (long long)now->start, (long long)now->end,
                 tags[now->tag]);
        add_words(&s, "note", now->words);
    } else if (t->kind == COMMENT) {
        str_addf(&s, "{\"annotation\":%lld", (long long)t->a);
        add_member(&s, "thread", t->b);
        str_addf(&s, ",\"question\":%s", t->question ? "true" : "false");
        add_words(&s, "body", now->words);
        add_member(&s, "resolved", now->resolved);
    } else if (t->kind == LINK) {
        str_addf(&s, "{\"from\":%lld,\"to\":%lld", (long long)t->a, (long long)t->b);
        add_words(&s, "note", now->words);
    } else if (t->kind == NOISE) {
        str_addf(&s, "{\"document\":%lld,\"start\":%lld,\"end\":%lld,\"kind\":\"hand\"", (long long)t->document,
                 (long long)now->start, (long long)now->end);
    } else {
        str_addf(&s, "{\"tag\":\"%s\"", tags[now->tag]);
        add_member(&s, "parent", t->a);
        add_words(&s, "name", now->words);
        str_addf(&s, ",\"definition\":\"\",\"example\":\"\",\"key\":\"\",\"position\":%lld,\"merged_into\":null",
                 (long long)t->position);
    }
    str_addf(&s, ",\"deleted\":%s", now->deleted ? "true" : "false");
    if (t->kind == ANNOTATION) {
        str_add(&s, ",\"settled\":null,\"settled_by\":null");
        add_member(&s, "code", now->code);
    }
    str_add(&s, "}");
    return str_take(&s);
}

static struct row_of_feed *new_row(struct model *m, int who, const char *action, int64_t origin)
{
    m->rows = mem_grow(m->rows, &m->row_cap, m->row_count + 1, sizeof *m->rows);
    struct row_of_feed *r = &m->rows[m->row_count++];
    *r = (struct row_of_feed){.seq = ++m->seq, .reviewer = m->reviewer[who], .origin = origin};
    r->undo_next = model_top(&m->undo[who]); /* as before: who puts it on a stack says so */
    r->redo_next = model_top(&m->redo[who]);
    snprintf(r->action, sizeof r->action, "%s", action);
    return r;
}

void model_row(struct model *m, int who, const struct thing *t, const struct state *before, const struct state *after,
               const char *action, int64_t origin)
{
    struct row_of_feed *r = new_row(m, who, action, origin);
    snprintf(r->entity, sizeof r->entity, "%s", entities[t->kind]);
    r->entity_id = t->id;
    r->document = t->document;
    r->before = before ? image(t, before) : NULL;
    r->after = image(t, after);
}

void model_group_row(struct model *m, int who, const char *action, const char *of, int64_t parts, int64_t origin)
{
    struct str s = {0};
    struct row_of_feed *r = new_row(m, who, action, origin);
    snprintf(r->entity, sizeof r->entity, "group");
    r->parts = parts;
    str_addf(&s, "{\"parts\":%lld,\"action\":\"%s\"}", (long long)parts, of);
    r->after = str_take(&s);
}

/* ---- changes ---- */

static void add_part(struct model *m, const struct thing *t, const struct state *before)
{
    struct step *s = &m->open;
    s->parts = mem_grow(s->parts, &s->cap, s->count + 1, sizeof *s->parts);
    s->parts[s->count++] =
        (struct part){.thing = model_index(m, t), .origin = m->seq, .before = *before, .after = t->now};
}

struct thing *model_make(struct model *m, int who, struct thing t, const char *action)
{
    t.id = ++m->last[t.kind];
    t.owner = m->reviewer[who];
    t.revision = 1;
    m->by_id[t.kind] = mem_grow(m->by_id[t.kind], &m->by_id_cap[t.kind], (size_t)t.id + 1, sizeof(size_t));
    m->by_id[t.kind][t.id] = m->count;
    m->things = mem_grow(m->things, &m->cap, m->count + 1, sizeof *m->things);
    m->things[m->count] = t;
    struct thing *made = &m->things[m->count++];
    struct state unmade = made->now;
    unmade.deleted = true;
    model_row(m, who, made, NULL, &made->now, action, 0);
    add_part(m, made, &unmade);
    snprintf(m->open.action, sizeof m->open.action, "%s", action);
    return made;
}

void model_change(struct model *m, int who, struct thing *t, const char *action, const struct state *to)
{
    struct state before = t->now;
    t->now = *to;
    t->revision++;
    model_row(m, who, t, &before, &t->now, action, 0);
    add_part(m, t, &before);
    snprintf(m->open.action, sizeof m->open.action, "%s", action);
}

void model_commit(struct model *m, int who)
{
    struct row_of_feed *r = &m->rows[m->row_count - 1];
    m->open.seq = m->open.origin = m->seq;
    stack_push(&m->undo[who], &m->open);
    stack_cut(&m->redo[who], 0);
    r->undo_next = m->seq;
    r->redo_next = 0;
}

bool state_same(const struct state *a, const struct state *b)
{
    return a->start == b->start && a->end == b->end && a->tag == b->tag && a->code == b->code &&
           a->resolved == b->resolved && a->deleted == b->deleted && strcmp(a->words, b->words) == 0;
}
