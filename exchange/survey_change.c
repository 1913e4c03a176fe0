/* What a change in the feed makes of a survey, and reading only that again. */
#include "base/mem.h"
#include "exchange/survey_own.h"

#include <string.h>

/* ---- marks ---- */

static bool has(const struct survey_ids *ids, int64_t id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->ids[i] == id)
            return true;
    return false;
}

/* Returns true, for what asks whether anything changed. */
static bool mark(struct survey_marks *m, struct survey_ids *ids, int64_t id)
{
    m->any = true;
    if (has(ids, id))
        return true;
    if (ids->count == SURVEY_MARKS_MAX)
        m->whole = true;
    else
        ids->ids[ids->count++] = id;
    return true;
}

static bool mark_whole(struct survey_marks *m)
{
    m->any = true;
    m->whole = true;
    return true;
}

static bool mark_names(struct survey_marks *m)
{
    m->any = true;
    m->names = true;
    return true;
}

static bool is_one_of(const char *action, const char *const *actions)
{
    for (; *actions; actions++)
        if (strcmp(action, *actions) == 0)
            return true;
    return false;
}

static bool is_taken_back(const struct change *c)
{
    static const char *const actions[] = {"undo", "redo", NULL};
    return is_one_of(c->action, actions);
}

/* Something that belongs to a document, of which a survey of one document may have others too: what comes back there
 * may be linked with what it has. */
static bool in_document(struct survey *sv, const struct change *c)
{
    struct survey_state *st = sv->state;
    if (st->document == 0)
        return mark(&st->marks, &st->marks.documents, c->document);
    bool here = !sv->done || graph_document(&sv->graph, c->document) != GRAPH_NONE;
    return (here || is_taken_back(c)) && mark_whole(&st->marks);
}

static bool annotation_changed(struct survey *sv, const struct change *c)
{
    static const char *const words_only[] = {"note", "settle", NULL};
    return (sv->state->where || !is_one_of(c->action, words_only)) && in_document(sv, c);
}

static bool code_changed(struct survey *sv, const struct change *c)
{
    static const char *const shape_only[] = {"create", "edit", "move", "delete", NULL};
    bool names = !sv->state->where && is_one_of(c->action, shape_only);
    return names ? mark_names(&sv->state->marks) : mark_whole(&sv->state->marks);
}

static bool reviewer_changed(struct survey *sv, const struct change *c)
{
    if (strcmp(c->action, "role") == 0)
        return false;
    return sv->state->where ? mark_whole(&sv->state->marks) : mark_names(&sv->state->marks);
}

bool survey_changed(struct survey *sv, const struct change *c)
{
    struct survey_marks *m = &sv->state->marks;
    if (strcmp(c->entity, "annotation") == 0)
        return annotation_changed(sv, c);
    if (strcmp(c->entity, "link") == 0)
        return strcmp(c->action, "note") != 0 && mark(m, &m->links, c->entity_id);
    if (strcmp(c->entity, "comment") == 0)
        return strcmp(c->action, "edit") != 0 && in_document(sv, c);
    if (strcmp(c->entity, "noise") == 0)
        return sv->state->where && in_document(sv, c);
    if (strcmp(c->entity, "code") == 0)
        return code_changed(sv, c);
    if (strcmp(c->entity, "reviewer") == 0)
        return reviewer_changed(sv, c);
    if (strcmp(c->entity, "document") == 0)
        return strcmp(c->action, "import") == 0 && sv->state->document == 0 && mark_names(m);
    return false;
}

/* ---- reading again ---- */

static enum err_code read_names(struct store *s, struct survey *sv, bool *open, struct err *e)
{
    struct graph names = {0}, *g = &sv->graph;
    enum err_code code = survey_names(s, sv->state, &names, e);
    bool all = true;
    for (size_t i = 0; sv->state->document && i < g->document_count; i++)
        graph_add_document(&names, g->documents[i].id, g->documents[i].length, g->documents[i].name);
    for (size_t i = 0; i < g->document_count; i++)
        all = all && graph_document(&names, g->documents[i].id) != GRAPH_NONE;
    for (size_t i = 0; i < g->reviewer_count; i++)
        all = all && graph_reviewer(&names, g->reviewers[i].id) != GRAPH_NONE;
    if (!code && all)
        *open = graph_rename(g, &names) || *open;
    sv->state->marks.whole = sv->state->marks.whole || !all;
    graph_clear(&names);
    return code;
}

/* One document, read again. */
struct part {
    struct survey *sv;
    struct graph graph;
    size_t mark; /* where the next one that passes is looked for */
};

static bool add_brief(void *ctx, const struct brief *b)
{
    struct part *p = ctx;
    struct graph_node node;
    if (survey_node(&p->sv->graph, b, !p->sv->state->where, &node)) {
        node.document = 0;
        graph_add_node(&p->graph, &node);
    }
    return true;
}

/* Both lists come in the same order. */
static bool mark_brief(void *ctx, const struct brief *b)
{
    struct part *p = ctx;
    size_t i = p->mark;
    while (i < p->graph.node_count && p->graph.nodes[i].id != b->id)
        i++;
    if (i < p->graph.node_count) {
        p->graph.nodes[i].passes = true;
        p->mark = i + 1;
    }
    return true;
}

static bool add_question(void *ctx, int64_t annotation)
{
    struct part *p = ctx;
    uint32_t node = graph_node(&p->graph, annotation);
    if (node != GRAPH_NONE && p->graph.nodes[node].questions < UINT8_MAX)
        p->graph.nodes[node].questions++;
    return true;
}

static enum err_code read_part(struct store *s, struct part *p, int64_t document, struct err *e)
{
    const struct filter *where = p->sv->state->where;
    enum err_code code = store_briefs(s, document, document, NULL, add_brief, p, e);
    if (!code && where)
        code = store_briefs(s, document, document, where, mark_brief, p, e);
    graph_sort(&p->graph);
    if (!code)
        code = store_questions(s, document, add_question, p, e);
    return code;
}

/* Links are only collected while others are listed. */
struct ties {
    struct tie *items;
    size_t count, cap;
};

static bool add_tie(void *ctx, const struct tie *t)
{
    struct ties *ties = ctx;
    ties->items = mem_grow(ties->items, &ties->cap, ties->count + 1, sizeof *ties->items);
    ties->items[ties->count++] = *t;
    return true;
}

/* A filter may ask whether an annotation is linked: then those at the other ends are to be looked at, too. */
static void mark_end(struct survey *sv, uint32_t node)
{
    struct survey_marks *m = &sv->state->marks;
    if (sv->state->where && node != GRAPH_NONE)
        mark(m, &m->documents, sv->graph.documents[sv->graph.nodes[node].document].id);
}

static void mark_neighbours(struct survey *sv, uint32_t document)
{
    const struct graph *g = &sv->graph;
    for (size_t i = 0; sv->state->where && i < g->link_count; i++) {
        const struct graph_link *l = &g->links[i];
        if (g->nodes[l->from].document == document || g->nodes[l->to].document == document) {
            mark_end(sv, l->from);
            mark_end(sv, l->to);
        }
    }
}

static enum err_code read_document(struct store *s, struct survey *sv, int64_t id, struct ties *ties, bool *open,
                                   struct err *e)
{
    uint32_t document = graph_document(&sv->graph, id);
    struct part p = {.sv = sv};
    if (document == GRAPH_NONE)
        return ERR_OK; /* the feed tells of it, too */
    enum err_code code = read_part(s, &p, id, e);
    bool *is_new = mem_zero(p.graph.node_count, sizeof *is_new);
    if (!code) {
        mark_neighbours(sv, document);
        *open = graph_replace(&sv->graph, document, &p.graph, is_new) || *open;
    }
    for (size_t i = 0; !code && i < p.graph.node_count; i++)
        if (is_new[i])
            code = store_ties_of(s, p.graph.nodes[i].id, add_tie, ties, e);
    free(is_new);
    graph_clear(&p.graph);
    return code;
}

static void mark_ties(struct survey *sv, const struct ties *ties)
{
    for (size_t i = 0; sv->state->where && i < ties->count; i++) {
        mark_end(sv, graph_node(&sv->graph, ties->items[i].from));
        mark_end(sv, graph_node(&sv->graph, ties->items[i].to));
    }
}

/* The documents may become more while they are read. */
static enum err_code read_documents(struct store *s, struct survey *sv, struct ties *ties, bool *open, struct err *e)
{
    const struct survey_ids *documents = &sv->state->marks.documents;
    enum err_code code = ERR_OK;
    mark_ties(sv, ties);
    for (size_t i = 0; !code && i < documents->count; i++) {
        code = read_document(s, sv, documents->ids[i], ties, open, e);
        mark_ties(sv, ties);
    }
    return code;
}

/* The links that changed: none of them is in the graph then, and those that are there again are among TIES. */
static enum err_code read_links(struct store *s, struct survey *sv, struct ties *ties, bool *open, struct err *e)
{
    const struct survey_ids *links = &sv->state->marks.links;
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < links->count; i++) {
        for (size_t k = 0; k < sv->graph.link_count; k++)
            if (sv->graph.links[k].id == links->ids[i]) {
                mark_end(sv, sv->graph.links[k].from);
                mark_end(sv, sv->graph.links[k].to);
            }
        *open = graph_unlink(&sv->graph, links->ids[i]) || *open;
        code = store_tie(s, links->ids[i], add_tie, ties, e);
    }
    return code;
}

static enum err_code take_in(struct store *s, struct survey *sv, struct err *e)
{
    struct survey_marks *m = &sv->state->marks;
    struct ties ties = {0};
    bool open = false;
    enum err_code code = m->names ? read_names(s, sv, &open, e) : ERR_OK;
    if (!code)
        code = read_links(s, sv, &ties, &open, e);
    if (!code && !m->whole)
        code = read_documents(s, sv, &ties, &open, e);
    for (size_t i = 0; !code && i < ties.count; i++)
        open = graph_link(&sv->graph, ties.items[i].id, ties.items[i].from, ties.items[i].to) || open;
    if (open)
        graph_close(&sv->graph);
    free(ties.items);
    return code;
}

/* In a survey of one document: whether one of the links that changed has to do with it. */
static enum err_code links_concern(struct store *s, struct survey *sv, bool *out, struct err *e)
{
    const struct survey_ids *links = &sv->state->marks.links;
    struct ties ties = {0};
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < sv->graph.link_count && !*out; i++)
        *out = has(links, sv->graph.links[i].id);
    for (size_t i = 0; !code && i < links->count && !*out; i++)
        code = store_tie(s, links->ids[i], add_tie, &ties, e);
    for (size_t i = 0; i < ties.count && !*out; i++)
        *out = graph_node(&sv->graph, ties.items[i].from) != GRAPH_NONE ||
               graph_node(&sv->graph, ties.items[i].to) != GRAPH_NONE;
    free(ties.items);
    return code;
}

enum err_code survey_refresh(struct store *s, struct survey *sv, struct err *e)
{
    struct survey_marks *m = &sv->state->marks;
    enum err_code code = ERR_OK;
    if (!sv->done || !m->any)
        return ERR_OK; /* while it is read: when that is done */
    if (sv->state->document && !m->whole && m->links.count > 0) {
        code = links_concern(s, sv, &m->whole, e);
        m->links.count = 0;
    }
    if (!code && !m->whole)
        code = take_in(s, sv, e);
    if (code || m->whole) {
        m->whole = true; /* also where half of it was taken in */
        return code ? code : survey_again(s, sv, e);
    }
    *m = (struct survey_marks){0};
    return ERR_OK;
}
