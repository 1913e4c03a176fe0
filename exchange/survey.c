#include "exchange/survey.h"

#include "base/mem.h"
#include "db/code.h"
#include "exchange/survey_own.h"

/* ---- what everything refers to ---- */

static bool add_title(void *ctx, const struct title *t)
{
    graph_add_document(ctx, t->id, t->length, t->name);
    return true;
}

static bool add_reviewer(void *ctx, const struct reviewer *r)
{
    graph_add_reviewer(ctx, r->id, r->name);
    return true;
}

static bool add_code(void *ctx, const struct code *c)
{
    struct graph *g = ctx;
    graph_add_code(g, c->id, c->tag, c->parent ? graph_code(g, c->parent) : GRAPH_NONE, c->name);
    return true;
}

enum err_code survey_names(struct store *s, const struct survey_state *st, struct graph *g, struct err *e)
{
    enum err_code code = store_reviewers(s, add_reviewer, g, e);
    if (!code)
        code = store_codes(s, TAG_NONE, false, add_code, g, e);
    if (!code && st->document == 0)
        code = store_titles(s, add_title, g, e);
    return code;
}

static void forget(struct survey_state *st)
{
    graph_clear(&st->fresh);
    free(st->found);
    free(st->slots);
    free(st->queue);
    free(st->ties);
}

enum err_code survey_again(struct store *s, struct survey *sv, struct err *e)
{
    struct survey_state new = {
        .where = sv->state->where,
        .document = sv->state->document,
        .next = INT64_MIN,
        .tie = {.from = INT64_MIN, .to = INT64_MIN},
    };
    enum err_code code = survey_names(s, &new, &new.fresh, e);
    if (code) {
        graph_clear(&new.fresh);
        return code;
    }
    forget(sv->state);
    *sv->state = new;
    sv->done = false;
    sv->documents_read = 0;
    return ERR_OK;
}

enum err_code survey_begin(struct store *s, const struct filter *where, int64_t document, struct survey *out,
                           struct err *e)
{
    *out = (struct survey){.state = MEM_NEW(struct survey_state)};
    out->state->where = where;
    out->state->document = document;
    enum err_code code = survey_again(s, out, e);
    if (code)
        survey_clear(out);
    return code;
}

void survey_drop_before(struct survey *sv)
{
    graph_clear(&sv->before);
    sv->before = (struct graph){0};
}

void survey_clear(struct survey *sv)
{
    survey_drop_before(sv);
    graph_clear(&sv->graph);
    if (sv->state)
        forget(sv->state);
    free(sv->state);
    *sv = (struct survey){0};
}

/* ---- annotations ---- */

bool survey_node(const struct graph *g, const struct brief *b, bool passes, struct graph_node *out)
{
    *out = (struct graph_node){
        .id = b->id,
        .start = b->start,
        .end = b->end,
        .document = graph_document(g, b->document),
        .reviewer = graph_reviewer(g, b->reviewer),
        .code = b->code ? graph_code(g, b->code) : GRAPH_NONE,
        .tag = (uint8_t)b->tag,
        .passes = passes,
    };
    return out->reviewer != GRAPH_NONE;
}

/* One step of a survey of all documents. */
struct reading_on {
    struct survey *sv;
    size_t budget, begun; /* annotations; nodes when the step began */
    int64_t document;     /* the one that is being read */
    bool stopped;
    size_t mark; /* the node that the filter let pass last, and where the next is looked for */
};

static bool add_brief(void *ctx, const struct brief *b)
{
    struct reading_on *r = ctx;
    struct survey_state *st = r->sv->state;
    struct graph_node node;
    bool another = b->document != r->document;
    if (another && st->fresh.node_count - r->begun >= r->budget) {
        st->next = b->document;
        r->stopped = true;
        return false;
    }
    r->sv->documents_read += another && r->sv->documents_read < st->fresh.document_count;
    r->document = b->document;
    if (survey_node(&st->fresh, b, !st->where, &node) && node.document != GRAPH_NONE)
        graph_add_node(&st->fresh, &node);
    return true;
}

/* Both lists come in the same order. */
static bool mark_brief(void *ctx, const struct brief *b)
{
    struct reading_on *r = ctx;
    struct graph *g = &r->sv->state->fresh;
    size_t i = r->mark;
    while (i < g->node_count && g->nodes[i].id != b->id)
        i++;
    if (i < g->node_count) {
        g->nodes[i].passes = true;
        r->mark = i + 1;
    }
    return true;
}

static enum err_code read_nodes(struct store *s, struct survey *sv, size_t budget, struct err *e)
{
    struct survey_state *st = sv->state;
    struct reading_on r = {.sv = sv, .budget = budget, .begun = st->fresh.node_count, .document = INT64_MIN};
    int64_t first = st->next;
    enum err_code code = store_briefs(s, first, INT64_MAX, NULL, add_brief, &r, e);
    r.mark = r.begun;
    if (!code && st->where)
        code = store_briefs(s, first, r.stopped ? st->next - 1 : INT64_MAX, st->where, mark_brief, &r, e);
    if (code) {
        st->fresh.node_count = r.begun; /* the step can be done again */
        st->next = first;
    } else if (!r.stopped) {
        st->phase = SURVEY_ORDER;
    }
    return code;
}

/* ---- links ---- */

struct linking {
    struct survey_state *st;
    size_t left;
};

static bool add_tie(void *ctx, const struct tie *t)
{
    struct linking *l = ctx;
    graph_link(&l->st->fresh, t->id, t->from, t->to);
    l->st->tie = *t;
    return --l->left > 0;
}

static enum err_code read_links(struct store *s, struct survey_state *st, size_t budget, struct err *e)
{
    struct linking l = {.st = st, .left = budget};
    enum err_code code = ERR_OK;
    if (st->document) {
        for (size_t i = 0; i < st->tie_count; i++)
            graph_link(&st->fresh, st->ties[i].id, st->ties[i].from, st->ties[i].to);
    } else {
        code = store_ties(s, st->tie.from, st->tie.to, add_tie, &l, e);
    }
    if (!code && l.left > 0)
        st->phase = SURVEY_QUESTIONS;
    return code;
}

static bool add_question(void *ctx, int64_t annotation)
{
    struct graph *g = ctx;
    uint32_t node = graph_node(g, annotation);
    if (node != GRAPH_NONE && g->nodes[node].questions < UINT8_MAX)
        g->nodes[node].questions++;
    return true;
}

static enum err_code read_questions(struct store *s, struct survey *sv, struct err *e)
{
    struct survey_state *st = sv->state;
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < st->fresh.node_count; i++)
        st->fresh.nodes[i].questions = 0;
    for (size_t i = 0; !code && st->document && i < st->fresh.document_count; i++)
        code = store_questions(s, st->fresh.documents[i].id, add_question, &st->fresh, e);
    if (!code && st->document == 0)
        code = store_questions(s, 0, add_question, &st->fresh, e);
    if (code)
        return code;
    graph_close(&st->fresh);
    survey_drop_before(sv);
    sv->before = sv->graph;
    sv->graph = st->fresh;
    st->fresh = (struct graph){0};
    sv->documents_read = sv->graph.document_count;
    st->phase = SURVEY_DONE;
    sv->done = true;
    return ERR_OK;
}

/* ---- steps ---- */

enum err_code survey_step(struct store *s, struct survey *sv, size_t budget, struct err *e)
{
    struct survey_state *st = sv->state;
    bool over = false;
    enum err_code code;
    switch (st->phase) {
    case SURVEY_NODES:
        if (st->document == 0)
            return read_nodes(s, sv, budget, e);
        st->phase = SURVEY_AROUND;
        return ERR_OK;
    case SURVEY_AROUND:
        code = survey_around(s, st, budget, &over, e);
        st->phase = over ? SURVEY_ORDER : st->phase;
        return code;
    case SURVEY_ORDER:
        graph_order(&st->fresh);
        st->phase = SURVEY_INDEX;
        return ERR_OK;
    case SURVEY_INDEX:
        graph_index(&st->fresh);
        st->phase = SURVEY_LINKS;
        return ERR_OK;
    case SURVEY_LINKS:
        return read_links(s, st, budget ? budget : 1, e);
    case SURVEY_QUESTIONS:
        return read_questions(s, sv, e);
    default:
        return ERR_OK;
    }
}

enum err_code survey_run(struct store *s, struct survey *sv, struct err *e)
{
    enum err_code code = ERR_OK;
    while (!code && (!sv->done || sv->state->marks.any))
        code = sv->done ? survey_refresh(s, sv, e) : survey_step(s, sv, SIZE_MAX, e);
    return code;
}
