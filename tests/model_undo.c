/* Undo and redo as the manual has them: each reviewer's own, back to their first change, across documents and restarts;
 * what others changed meanwhile, or what would leave nonsense behind, stands in the way. */
#include "tests/model.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* The model as it was, should something be in the way half through. */
struct before {
    struct thing *things;
    size_t rows;
    int64_t seq;
};

static struct before remember(const struct model *m)
{
    struct before b = {.rows = m->row_count, .seq = m->seq};
    b.things = mem_alloc(m->count + 1, sizeof *b.things);
    if (m->count)
        memcpy(b.things, m->things, m->count * sizeof *b.things);
    return b;
}

static void go_back(struct model *m, const struct before *b)
{
    if (m->count)
        memcpy(m->things, b->things, m->count * sizeof *b->things);
    for (; m->row_count > b->rows; m->row_count--) {
        free(m->rows[m->row_count - 1].before);
        free(m->rows[m->row_count - 1].after);
    }
    m->seq = b->seq;
}

/* ---- what may be so ---- */

static bool annotation_may(struct model *m, const struct thing *t, const struct state *to)
{
    const struct thing *code = to->code ? model_get(m, CODE, to->code) : NULL;
    bool given = !to->deleted && code && (t->now.deleted || t->now.code != to->code);
    return (!given || !code->now.deleted) && model_may_have_tag(m, t, to->tag);
}

static bool link_may(struct model *m, int who, const struct thing *t, const struct state *to, const char *action)
{
    const struct thing *from = model_get(m, ANNOTATION, t->a), *other = model_get(m, ANNOTATION, t->b);
    bool rests = from->now.deleted || other->now.deleted;
    if (t->owner != m->reviewer[who] && !m->lead[who])
        return false;
    if (to->deleted || !t->now.deleted)
        return true;
    if (rests && strcmp(action, "delete") != 0)
        return false;
    if (!rests && !model_pair(from->now.tag, other->now.tag))
        return false;
    return !model_linked_otherwise(m, t);
}

/* As it is by then: gone only where nothing has it or stands below it, there only in a place of its own. */
static bool code_is_right(struct model *m, const struct thing *code)
{
    const struct thing *above = code->a ? model_get(m, CODE, code->a) : NULL;
    if (!code->now.deleted)
        return (!above || !above->now.deleted) && !model_code_taken(m, code);
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (!t->now.deleted &&
            ((t->kind == CODE && t->a == code->id) || (t->kind == ANNOTATION && t->now.code == code->id)))
            return false;
    }
    return true;
}

static bool may(struct model *m, int who, const struct thing *t, const struct state *to, const char *action)
{
    if (t->kind == ANNOTATION)
        return annotation_may(m, t, to);
    if (t->kind == LINK)
        return link_may(m, who, t, to, action);
    if (t->kind == NOISE && !to->deleted)
        return !model_noise_takes_words(m, t->document, t->now.start, t->now.end);
    return true;
}

/* ---- one step ---- */

static void put(struct model *m, int who, struct thing *t, const struct state *to, const char *action, int64_t origin)
{
    struct state before = t->now;
    t->now = *to;
    t->revision++;
    model_row(m, who, t, &before, to, action, origin);
}

static bool take_back_part(struct model *m, int who, const struct part *p, const char *action, const char *row,
                           struct part *out)
{
    struct thing *t = &m->things[p->thing];
    if (!state_same(&t->now, &p->after) || !may(m, who, t, &p->before, action))
        return false;
    *out = (struct part){.thing = p->thing, .origin = p->origin, .before = p->after, .after = p->before};
    put(m, who, t, &p->before, row, p->origin);
    return t->kind != CODE || code_is_right(m, t);
}

/* A thread that an answer had opened is closed again with it, unless somebody else answered or decided since. */
static void take_back_side(struct model *m, int who, const struct step *s, struct step *out)
{
    struct thing *thread = &m->things[s->side.thing];
    const struct thing *reply = &m->things[s->parts[0].thing];
    if (model_answered(m, thread->id, reply->id) || thread->now.resolved != s->side.after.resolved)
        return;
    struct state before = thread->now, to = before;
    to.resolved = s->side.before.resolved;
    put(m, who, thread, &to, to.resolved ? "resolve" : "reopen", 0);
    out->has_side = true;
    out->side = (struct part){.thing = s->side.thing, .before = before, .after = to};
}

static bool take_back(struct model *m, int who, const struct step *s, const char *row, struct step *out)
{
    *out = (struct step){.origin = s->origin, .group = s->group};
    memcpy(out->action, s->action, sizeof out->action);
    if (s->has_side)
        take_back_side(m, who, s, out);
    for (size_t i = s->count; i-- > 0;) { /* the last one first */
        struct part back;
        if (!take_back_part(m, who, &s->parts[i], s->action, row, &back))
            return false;
        out->parts = mem_grow(out->parts, &out->cap, out->count + 1, sizeof *out->parts);
        out->parts[out->count++] = back;
    }
    if (s->group)
        model_group_row(m, who, row, s->action, (int64_t)s->count, s->origin);
    out->seq = m->seq;
    return true;
}

/* ---- the stacks ---- */

/* Neither undo nor redo comes to it again. */
static void leave_out(struct model *m, const struct step *s)
{
    m->left_out++;
    for (size_t i = 0; i < s->count; i++)
        m->things[s->parts[i].thing].left_out = true;
}

static enum outcome attempt(struct model *m, int who, bool undo, size_t at)
{
    struct stack *from = undo ? &m->undo[who] : &m->redo[who], *to = undo ? &m->redo[who] : &m->undo[who];
    struct before before = remember(m);
    struct step back;
    bool done = take_back(m, who, &from->steps[at], undo ? "undo" : "redo", &back);
    if (!done) {
        go_back(m, &before);
        step_clear(&back);
    }
    free(before.things);
    if (!done)
        return UNDO_BLOCKED;
    for (size_t i = at + 1; i < from->count; i++)
        leave_out(m, &from->steps[i]);
    stack_push(to, &back);
    stack_cut(from, at);
    struct row_of_feed *r = &m->rows[m->row_count - 1];
    r->undo_next = model_top(&m->undo[who]);
    r->redo_next = model_top(&m->redo[who]);
    return UNDO_DONE;
}

enum outcome model_undo(struct model *m, int who, bool undo, bool past)
{
    struct stack *s = undo ? &m->undo[who] : &m->redo[who];
    size_t count = s->count;
    if (!count)
        return UNDO_NOTHING;
    for (size_t at = count; at-- > 0;) {
        enum outcome o = attempt(m, who, undo, at);
        if (o == UNDO_DONE || !past)
            return o;
    }
    return UNDO_NOTHING;
}
