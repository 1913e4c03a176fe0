/* Walking along a problem: from what shows it to what causes that and what is to be done, in the order in which the
 * ledger has them (analysis/chain.h). A chain is small: what hangs together is read link by link, not the whole file.
 */
#include "tui/reader.h"

#include "analysis/chain.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "tui/links.h"
#include "tui/team.h"

#include <string.h>

#define NODES_MAX 500 /* annotations that are read for one step */

struct edge {
    int64_t id, from, to;
};

/* What hangs together, as it was found. */
struct web {
    struct annotation *nodes;
    size_t count, capacity;
    struct edge *edges;
    size_t edge_count, edge_capacity;
    int64_t at; /* the annotation whose links are being read */
    bool up;    /* what it explains or addresses; else what explains and addresses it */
};

static void web_clear(struct web *w)
{
    for (size_t i = 0; i < w->count; i++)
        annotation_clear(&w->nodes[i]);
    free(w->nodes);
    free(w->edges);
    *w = (struct web){0};
}

static bool add_edge(void *ctx, const struct link *l)
{
    struct web *w = ctx;
    if (w->at != (w->up ? l->from : l->to))
        return true;
    w->edges = mem_grow(w->edges, &w->edge_capacity, w->edge_count + 1, sizeof *w->edges);
    w->edges[w->edge_count++] = (struct edge){l->id, l->from, l->to};
    return w->edge_count < NODES_MAX;
}

static enum err_code add_node(struct web *w, struct store *store, int64_t id, struct err *e)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->nodes[i].id == id)
            return ERR_OK;
    if (w->count == NODES_MAX)
        return ERR_OK;
    w->nodes = mem_grow(w->nodes, &w->capacity, w->count + 1, sizeof *w->nodes);
    enum err_code rc = store_annotation_get(store, id, &w->nodes[w->count], e);
    w->count += !rc;
    return rc;
}

/* All that ANNOTATION hangs on, or all that hangs on it, further and further. */
static enum err_code find_web(struct web *w, struct store *store, int64_t annotation, bool up, struct err *e)
{
    size_t edge = 0;
    *w = (struct web){.up = up};
    enum err_code rc = add_node(w, store, annotation, e);
    for (size_t i = 0; i < w->count && !rc; i++) {
        struct link_filter f = {.annotation = w->at = w->nodes[i].id};
        if (w->edge_count < NODES_MAX)
            rc = store_links(store, &f, add_edge, w, e);
        for (; edge < w->edge_count && !rc; edge++)
            rc = add_node(w, store, up ? w->edges[edge].to : w->edges[edge].from, e);
    }
    if (rc)
        web_clear(w);
    return rc;
}

/* ---- as a graph ---- */

struct named {
    int64_t id, length;
    char *name;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* The documents in the order of the list. */
static enum err_code add_documents(struct graph *g, struct store *store, const struct web *w, struct err *e)
{
    struct named *documents = mem_zero(w->count + 1, sizeof *documents);
    size_t n = 0;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < w->count && !rc; i++) {
        size_t j = 0;
        while (j < n && documents[j].id != w->nodes[i].document)
            j++;
        if (j < n)
            continue;
        rc = store_document_title(store, w->nodes[i].document, &documents[n].name, &documents[n].length, e);
        documents[n].id = w->nodes[i].document;
        n += !rc;
    }
    qsort(documents, n, sizeof *documents, by_name);
    for (size_t i = 0; i < n; i++) {
        if (!rc)
            graph_add_document(g, documents[i].id, documents[i].length, documents[i].name);
        free(documents[i].name);
    }
    free(documents);
    return rc;
}

static enum err_code fill(struct graph *g, struct store *store, const struct web *w, struct err *e)
{
    enum err_code rc = add_documents(g, store, w, e);
    for (size_t i = 0; i < w->count && !rc; i++) {
        const struct annotation *a = &w->nodes[i];
        graph_add_node(g, &(struct graph_node){.id = a->id,
                                               .start = a->start,
                                               .end = a->end,
                                               .document = graph_document(g, a->document),
                                               .reviewer = GRAPH_NONE,
                                               .code = GRAPH_NONE,
                                               .tag = (uint8_t)a->tag});
    }
    graph_sort(g);
    for (size_t i = 0; i < w->edge_count && !rc; i++)
        graph_link(g, w->edges[i].id, w->edges[i].from, w->edges[i].to);
    graph_close(g);
    return rc;
}

/* ---- one chain ---- */

/* The annotations of it, each where it stands first. */
struct stop {
    int64_t annotation, document, over; /* OVER: what it hangs on, or 0 */
    enum tag tag;
};

struct stops {
    struct stop items[NODES_MAX];
    size_t count, at; /* AT: where the reviewer is; COUNT: on none of them */
};

static void list_stops(const struct graph *g, const struct chain *c, int64_t annotation, struct stops *out)
{
    out->count = 0;
    out->at = SIZE_MAX;
    for (size_t i = 0; i < c->count && out->count < NODES_MAX; i++) {
        const struct graph_node *n = &g->nodes[c->items[i].node];
        uint32_t over = c->items[i].over;
        if (c->items[i].again)
            continue;
        if (n->id == annotation)
            out->at = out->count;
        out->items[out->count++] = (struct stop){.annotation = n->id,
                                                 .document = g->documents[n->document].id,
                                                 .over = over == GRAPH_NONE ? 0 : g->nodes[c->items[over].node].id,
                                                 .tag = (enum tag)n->tag};
    }
    if (out->at == SIZE_MAX)
        out->at = out->count;
}

/* The chain that hangs on BEGIN, and where ANNOTATION is in it. */
static enum err_code read_stops(struct store *store, int64_t begin, int64_t annotation, struct stops *out,
                                struct err *e)
{
    struct web w;
    struct graph g = {0};
    struct chain c = {0};
    enum err_code rc = find_web(&w, store, begin, false, e);
    if (!rc)
        rc = fill(&g, store, &w, e);
    if (!rc) {
        chain_of(&g, graph_node(&g, begin), &c);
        list_stops(&g, &c, annotation, out);
    }
    chain_clear(&c);
    graph_clear(&g);
    web_clear(&w);
    return rc;
}

static enum err_code find_begin(struct store *store, int64_t annotation, int64_t *begin, struct err *e)
{
    struct web w;
    struct graph g = {0};
    enum err_code rc = find_web(&w, store, annotation, true, e);
    if (!rc)
        rc = fill(&g, store, &w, e);
    if (!rc)
        *begin = g.nodes[chain_begin(&g, graph_node(&g, annotation))].id;
    graph_clear(&g);
    web_clear(&w);
    return rc;
}

/* Who walks along a chain stays in it, also on what is in another one too. */
static enum err_code find_stops(struct app *app, int64_t annotation, struct stops *out, struct err *e)
{
    struct chain_walk *walk = &app->chain_walk;
    enum err_code rc = ERR_OK;
    out->count = out->at = 0;
    if (walk->at == annotation)
        rc = read_stops(app->store, walk->begin, annotation, out, e);
    if (rc || out->at < out->count)
        return rc;
    rc = find_begin(app->store, annotation, &walk->begin, e);
    return rc ? rc : read_stops(app->store, walk->begin, annotation, out, e);
}

/* ---- the command ---- */

/* Behind that stays what was said on the way: the filter was lifted. */
static void say(struct app *app, const char *where)
{
    if (*app->message)
        app_say(app, "%s — %s", where, app->message);
    else
        app_say(app, "%s", where);
}

static void say_where(struct app *app, const struct stops *s)
{
    const struct stop *at = &s->items[s->at];
    struct gists *gists = reader_of(app)->gists;
    struct str key = {0}, words = {0}, where = {0};
    size_t place = 0, all = 0;
    for (size_t i = 0; i < s->count; i++) {
        bool beside = s->items[i].over == at->over && s->items[i].tag == at->tag;
        all += beside;
        place += beside && i <= s->at;
    }
    gist_cut(gists_get(gists, at->over ? at->over : at->annotation)->words, app->grid->wide, &words);
    team_add_key(app, CMD_CHAIN_NEXT, &key);
    if (at->over)
        str_addf(&where, _("%s %zu of %zu of “%s”  %zu/%zu %s"), tag_label(at->tag), place, all, str_z(&words),
                 s->at + 1, s->count, str_z(&key));
    else
        str_addf(&where, _("%s “%s”  %zu/%zu %s"), tag_label(at->tag), str_z(&words), s->at + 1, s->count, str_z(&key));
    say(app, str_z(&where));
    str_clear(&where);
    str_clear(&key);
    str_clear(&words);
}

static enum err_code walk(struct app *app, const struct invocation *inv, struct stops *s, struct err *e)
{
    if (s->count < 2 || s->at == s->count)
        return links_none(app, e);
    size_t steps = (size_t)invocation_times(inv) % s->count;
    s->at = (s->at + (inv->command->id == CMD_CHAIN_NEXT ? steps : s->count - steps)) % s->count;
    const struct stop *to = &s->items[s->at];
    enum err_code rc = reader_switch(app, to->document, to->annotation, e);
    if (rc)
        return rc;
    app->chain_walk.at = to->annotation;
    say_where(app, s);
    return ERR_OK;
}

enum err_code cmd_chain(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s = app_subject(app);
    enum err_code rc = reader_need_fixed_ends(reader_of(app), e);
    if (rc)
        return rc;
    if (!s.annotation)
        return err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
    struct stops *stops = MEM_NEW(struct stops);
    rc = find_stops(app, s.annotation, stops, e);
    if (!rc)
        rc = walk(app, inv, stops, e);
    free(stops);
    return rc;
}
