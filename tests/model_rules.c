/* What somebody may change, and what becomes of it. */
#include "tests/model.h"

#include <stdio.h>
#include <string.h>

#define CODE_STEP ((int64_t)1 << 32) /* between the positions of two codes beside one another */

static bool own(const struct model *m, int who, const struct thing *t)
{
    return t->owner == m->reviewer[who];
}

static struct state with_words(const struct state *now, const char *words)
{
    struct state to = *now;
    if (words)
        snprintf(to.words, sizeof to.words, "%s", words);
    else
        to.deleted = true;
    return to;
}

/* Make T of its words and be done. */
static void make_alone(struct model *m, int who, struct thing t, const char *action, const char *words)
{
    snprintf(t.now.words, sizeof t.now.words, "%s", words);
    model_make(m, who, t, action);
    model_commit(m, who);
}

static bool change_alone(struct model *m, int who, struct thing *t, const char *action, const struct state *to)
{
    if (state_same(&t->now, to))
        return false;
    model_change(m, who, t, action, to);
    model_commit(m, who);
    return true;
}

/* ---- annotations ---- */

bool model_annotate(struct model *m, int who, int64_t document, int64_t start, int64_t end, int tag)
{
    struct thing t = {.kind = ANNOTATION, .document = document, .now = {.start = start, .end = end, .tag = tag}};
    make_alone(m, who, t, "create", "");
    return true;
}

/* A tag that a link which holds does not go with is not given. */
static bool links_allow(struct model *m, const struct thing *a, int64_t tag)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *l = &m->things[i];
        if (l->kind != LINK || (l->a != a->id && l->b != a->id) || !model_link_holds(m, l))
            continue;
        int64_t from = l->a == a->id ? tag : model_get(m, ANNOTATION, l->a)->now.tag;
        int64_t to = l->b == a->id ? tag : model_get(m, ANNOTATION, l->b)->now.tag;
        if (!model_pair(from, to))
            return false;
    }
    return true;
}

bool model_may_have_tag(struct model *m, const struct thing *a, int64_t tag)
{
    return a->now.tag == tag || links_allow(m, a, tag);
}

bool model_edit(struct model *m, int who, struct thing *a, const char *action, const struct state *to)
{
    struct state then = *to;
    if (a->now.deleted || !own(m, who, a) || !model_may_have_tag(m, a, to->tag))
        return false;
    if (then.tag != a->now.tag) /* its code was one of the other tag's */
        then.code = 0;
    if (then.code) {
        const struct thing *code = model_get(m, CODE, then.code);
        if (!code || (code->now.deleted && then.code != a->now.code) || code->now.tag != then.tag)
            return false;
    }
    return change_alone(m, who, a, action, &then);
}

/* ---- comments ---- */

bool model_say(struct model *m, int who, struct thing *annotation, int64_t thread, bool question, const char *words)
{
    struct thing t = {.kind = COMMENT, .document = annotation->document, .a = annotation->id, .b = thread};
    t.question = question;
    if (annotation->now.deleted)
        return false;
    struct thing *first = thread ? model_get(m, COMMENT, thread) : NULL;
    if (first && first->now.deleted && !model_answered(m, thread, 0))
        return false;
    if (first && first->now.resolved) { /* an answer opens the thread again */
        struct state open = first->now;
        open.resolved = 0;
        model_change(m, who, first, "reopen", &open);
        m->open.side = m->open.parts[0];
        m->open.has_side = true;
        m->open.count = 0;
    }
    make_alone(m, who, t, "create", words);
    return true;
}

bool model_resolve(struct model *m, int who, struct thing *first, bool resolved)
{
    const struct thing *a = model_get(m, ANNOTATION, first->a);
    struct state to = first->now;
    if (first->now.deleted && !model_answered(m, first->id, 0))
        return false;
    if (a->now.deleted || !(m->lead[who] || own(m, who, first) || own(m, who, a)) ||
        (first->now.resolved != 0) == resolved)
        return false;
    to.resolved = resolved ? m->reviewer[who] : 0;
    return change_alone(m, who, first, resolved ? "resolve" : "reopen", &to);
}

bool model_edit_comment(struct model *m, int who, struct thing *c, const char *words)
{
    if (c->now.deleted || !own(m, who, c) || model_get(m, ANNOTATION, c->a)->now.deleted)
        return false;
    struct state to = with_words(&c->now, words);
    return change_alone(m, who, c, words ? "edit" : "delete", &to);
}

/* ---- links ---- */

static struct thing *standing_link(struct model *m, int64_t from, int64_t to)
{
    for (size_t i = 0; i < m->count; i++) {
        struct thing *l = &m->things[i];
        if (l->kind == LINK && l->a == from && l->b == to && !l->now.deleted)
            return l;
    }
    return NULL;
}

bool model_linked_otherwise(struct model *m, const struct thing *link)
{
    const struct thing *l = standing_link(m, link->a, link->b);
    return l && l != link;
}

bool model_link(struct model *m, int who, struct thing *a, struct thing *b, const char *note)
{
    if (a == b || a->now.deleted || b->now.deleted)
        return false;
    bool forth = model_pair(a->now.tag, b->now.tag), back = model_pair(b->now.tag, a->now.tag);
    const struct thing *from = forth ? a : b, *to = forth ? b : a;
    if ((!forth && !back) || standing_link(m, from->id, to->id))
        return false;
    struct thing t = {.kind = LINK, .document = from->document, .a = from->id, .b = to->id};
    make_alone(m, who, t, "create", note);
    return true;
}

bool model_edit_link(struct model *m, int who, struct thing *l, const char *note)
{
    if (l->now.deleted || !(own(m, who, l) || m->lead[who]))
        return false;
    struct state to = with_words(&l->now, note);
    return change_alone(m, who, l, note ? "note" : "delete", &to);
}

/* ---- noise ---- */

/* The same span has one row, whether it stands or not. */
static struct thing *noise_of(struct model *m, int64_t document, int64_t start, int64_t end)
{
    for (size_t i = 0; i < m->count; i++) {
        struct thing *t = &m->things[i];
        if (t->kind == NOISE && t->document == document && t->now.start == start && t->now.end == end)
            return t;
    }
    return NULL;
}

bool model_noise_mark(struct model *m, int who, int64_t document, int64_t start, int64_t end)
{
    struct thing *t = noise_of(m, document, start, end);
    if ((t && !t->now.deleted) || model_noise_takes_words(m, document, start, end))
        return false;
    if (!t) {
        struct thing new = {.kind = NOISE, .document = document, .now = {.start = start, .end = end}};
        make_alone(m, who, new, "mark", "");
        return true;
    }
    struct state to = t->now;
    to.deleted = false;
    return change_alone(m, who, t, "mark", &to);
}

/* The first one from AT on that stands inside of [START, END), by start, end, id. */
static struct thing *next_noise(struct model *m, int64_t document, int64_t start, int64_t end)
{
    struct thing *best = NULL;
    for (size_t i = 0; i < m->count; i++) {
        struct thing *t = &m->things[i];
        if (t->kind != NOISE || t->document != document || t->now.deleted || t->now.start < start || t->now.end > end)
            continue;
        if (!best || t->now.start < best->now.start || (t->now.start == best->now.start && t->now.end < best->now.end))
            best = t;
    }
    return best;
}

/* Each is a change of its own. */
bool model_noise_lift(struct model *m, int who, int64_t document, int64_t start, int64_t end)
{
    bool any = false;
    for (struct thing *t; (t = next_noise(m, document, start, end)); any = true) {
        struct state to = t->now;
        to.deleted = true;
        change_alone(m, who, t, "lift", &to);
    }
    return any;
}

/* ---- codes ---- */

/* What is added stands last among those of its place. */
static int64_t last_position(struct model *m, int64_t tag, int64_t above)
{
    int64_t last = -CODE_STEP;
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        if (t->kind == CODE && t->now.tag == tag && t->a == above && !t->now.deleted && t->position > last)
            last = t->position;
    }
    return last;
}

static struct thing *find_code(struct model *m, int64_t tag, int64_t above, const char *name)
{
    for (size_t i = 0; i < m->count; i++) {
        struct thing *t = &m->things[i];
        if (t->kind == CODE && t->now.tag == tag && t->a == above && !t->now.deleted && strcmp(t->now.words, name) == 0)
            return t;
    }
    return NULL;
}

struct thing *model_code_at(struct model *m, int64_t tag, const char *above, const char *name)
{
    const struct thing *branch = find_code(m, tag, 0, above);
    return branch ? find_code(m, tag, branch->id, name) : NULL;
}

bool model_code_taken(struct model *m, const struct thing *code)
{
    const struct thing *t = find_code(m, code->now.tag, code->a, code->now.words);
    return t && t != code;
}

static int64_t make_code(struct model *m, int who, int tag, int64_t above, const char *name)
{
    struct thing t = {.kind = CODE, .a = above, .now = {.tag = tag}};
    t.position = last_position(m, tag, above) + CODE_STEP;
    snprintf(t.now.words, sizeof t.now.words, "%s", name);
    return model_make(m, who, t, "create")->id;
}

bool model_code_add(struct model *m, int who, int tag, const char *above, const char *name)
{
    const struct thing *there = find_code(m, tag, 0, above);
    if (there && find_code(m, tag, there->id, name))
        return false;
    make_code(m, who, tag, there ? there->id : make_code(m, who, tag, 0, above), name);
    m->open.group = true;
    model_group_row(m, who, "code-add", "code-add", (int64_t)m->open.count, 0);
    snprintf(m->open.action, sizeof m->open.action, "code-add");
    model_commit(m, who);
    return true;
}
