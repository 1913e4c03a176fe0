#include "tui/surveyed.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define STEP 2000     /* annotations that are read at once, */
#define STEP_MS 8     /* for so long before a key is looked for */
#define MARKED 32     /* documents that are looked through at once for what passes */
#define READ_SHARE 10 /* taking in what others do takes this part of the time at most, */
#define READ_MS 250   /* and is done so seldom */
#define LAPSE_MS 150  /* for so long what is shown is worked for before it has to go */

/* One survey, and which of its annotations are marked as passing. */
struct kept {
    struct survey survey;
    int64_t document;         /* that it is of; 0: all */
    bool begun, ready, stale; /* READY: its graph can be used, though it may be read again meanwhile */
    size_t documents;         /* that are to be read */
    int64_t *ids;             /* of them, by size */
    size_t id_count, looked_through;
    int64_t read_begun, read_next; /* monotonic milliseconds */
    uint64_t ticket;               /* whose marks they are */
    bool marked;                   /* all of them */
    uint64_t state;                /* another number for everything else that it says, */
    uint64_t shape;                /* and for other nodes and links */
    uint64_t shape_before;         /* of survey.before; 0: there is none */
};

/* Of all documents; and of one, where only that is asked for and not all was read anyhow. */
struct surveyed {
    struct kept whole, one;
    uint64_t last; /* ticket, state or shape */
};

struct surveyed *surveyed_of(struct surveyed **k)
{
    if (!*k)
        *k = MEM_NEW(struct surveyed);
    return *k;
}

static void forget(struct kept *k)
{
    if (k->begun)
        survey_clear(&k->survey);
    free(k->ids);
    *k = (struct kept){0};
}

void surveyed_free(struct surveyed **k)
{
    if (!*k)
        return;
    forget(&(*k)->whole);
    forget(&(*k)->one);
    free(*k);
    *k = NULL;
}

/* ---- outlooks ---- */

static void look_anew(struct outlook *o)
{
    affected_forget(&o->affected);
    o->ticket = o->shape = 0;
}

void outlook_clear(struct outlook *o)
{
    filter_free(&o->where);
    free(o->expression);
    *o = (struct outlook){0};
}

void outlook_filter(struct outlook *o, const char *expression, struct filter *take_where)
{
    char *kept = mem_dup(expression);
    filter_free(&o->where);
    free(o->expression);
    o->expression = kept;
    o->where = take_where;
    o->by_links = affected_by_links(take_where);
    o->parse = false;
    look_anew(o);
}

void outlook_document(struct outlook *o, int64_t document)
{
    o->document = document;
    look_anew(o);
}

void outlook_changed(struct outlook *o, struct store *s, const struct change *c)
{
    affected_note(&o->affected, s, o->where != NULL, o->by_links, c);
    o->parse = o->parse || (o->where && o->affected.all);
}

/* What cannot be parsed any more means what it meant. */
static void parse_again(struct outlook *o, struct store *s)
{
    struct filter *where;
    struct err e;
    size_t at;
    if (o->parse && !store_filter_parse(s, o->expression, &where, &at, &e))
        outlook_filter(o, o->expression, where);
    o->parse = false;
}

/* ---- which survey ---- */

static struct kept *pick(const struct surveyed *k, const struct outlook *o)
{
    struct surveyed *own = (struct surveyed *)k;
    return o->document && !k->whole.ready ? &own->one : &own->whole;
}

void surveyed_changed(struct surveyed *k, const struct change *c)
{
    struct kept *both[] = {k ? &k->whole : NULL, k ? &k->one : NULL};
    for (int i = 0; i < 2; i++)
        if (both[i] && both[i]->begun && survey_changed(&both[i]->survey, c))
            both[i]->stale = true;
}

/* ---- reading ---- */

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void list_documents(struct kept *k)
{
    const struct graph *g = &k->survey.graph;
    k->ids = mem_grow(k->ids, &k->id_count, g->document_count + 1, sizeof *k->ids);
    k->id_count = g->document_count;
    for (size_t i = 0; i < g->document_count; i++)
        k->ids[i] = g->documents[i].id;
    qsort(k->ids, k->id_count, sizeof *k->ids, by_size);
}

static bool count_title(void *ctx, const struct title *t)
{
    (void)t;
    ++*(size_t *)ctx;
    return true;
}

static enum err_code begin(struct kept *k, struct store *s, int64_t document, struct err *e)
{
    forget(k);
    enum err_code rc = survey_begin(s, NULL, document, &k->survey, e);
    k->begun = !rc;
    k->read_begun = clock_monotonic_ms();
    k->document = document;
    if (!rc && !document)
        rc = store_titles(s, count_title, &k->documents, e);
    return rc;
}

/* What is new was read, or with WHOLE everything, in steps: indexes are others now, and what was read again passes. */
static void has_read(struct surveyed *all, struct kept *k, bool whole)
{
    int64_t now = clock_monotonic_ms(), took = now - k->read_begun, pause = whole ? took : took * READ_SHARE;
    k->read_next = now + (k->ready && pause > READ_MS ? pause : READ_MS);
    if (whole) {
        k->shape_before = k->ready ? k->shape : 0;
        k->ticket = 0;
    }
    k->state = k->shape = ++all->last;
    k->ready = true;
}

/* Where everything is to be read again, what is there stays until that is done. */
static enum err_code refresh(struct surveyed *all, struct kept *k, struct store *s, struct err *e)
{
    k->read_begun = clock_monotonic_ms();
    enum err_code rc = survey_refresh(s, &k->survey, e);
    k->stale = false;
    if (k->survey.done)
        has_read(all, k, false);
    return rc;
}

/* ---- marking ---- */

struct marking {
    struct graph *graph;
    uint32_t document; /* index, or GRAPH_NONE: all */
};

static bool mark(void *ctx, const struct brief *b)
{
    const struct marking *m = ctx;
    uint32_t i = graph_node(m->graph, b->id);
    if (i != GRAPH_NONE && (m->document == GRAPH_NONE || m->graph->nodes[i].document == m->document))
        m->graph->nodes[i].passes = true;
    return true;
}

static struct marking marking_of(struct kept *k, const struct outlook *o)
{
    struct graph *g = &k->survey.graph;
    return (struct marking){g, o->document ? graph_document(g, o->document) : GRAPH_NONE};
}

/* Without a filter all is known. */
static void mark_places(struct kept *k, const struct outlook *o)
{
    struct marking m = marking_of(k, o);
    for (size_t i = 0; i < m.graph->node_count; i++)
        m.graph->nodes[i].passes = !o->where && (m.document == GRAPH_NONE || m.graph->nodes[i].document == m.document);
}

static void begin_marks(struct surveyed *all, struct kept *k, struct outlook *o)
{
    affected_forget(&o->affected);
    o->ticket = k->ticket = ++all->last;
    mark_places(k, o);
    list_documents(k);
    k->looked_through = o->where ? 0 : k->id_count;
    k->marked = !o->where;
    k->state = k->marked ? ++all->last : k->state;
}

static enum err_code mark_on(struct surveyed *all, struct kept *k, struct store *s, const struct outlook *o,
                             struct err *e)
{
    struct marking m = marking_of(k, o);
    size_t from = k->looked_through, to = from + MARKED < k->id_count ? from + MARKED : k->id_count;
    enum err_code rc = from < to ? store_briefs(s, k->ids[from], k->ids[to - 1], o->where, mark, &m, e) : ERR_OK;
    k->looked_through = to;
    k->marked = rc || to == k->id_count;
    if (k->marked)
        k->state = ++all->last;
    return rc;
}

/* The first node of document INDEX or one behind it. */
static size_t node_from(const struct graph *g, uint32_t index)
{
    size_t from = 0, to = g->node_count;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (g->nodes[mid].document < index)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Where something was changed the whole document was read again. */
static enum err_code mark_document(struct kept *k, struct store *s, const struct outlook *o, uint32_t index,
                                   struct err *e)
{
    struct marking m = marking_of(k, o);
    const int64_t id = m.graph->documents[index].id;
    bool asked = m.document == GRAPH_NONE || m.document == index;
    for (size_t i = node_from(m.graph, index); i < m.graph->node_count && m.graph->nodes[i].document == index; i++)
        m.graph->nodes[i].passes = asked && !o->where;
    return asked && o->where ? store_briefs(s, id, id, o->where, mark, &m, e) : ERR_OK;
}

static enum err_code mark_again(struct surveyed *all, struct kept *k, struct store *s, struct outlook *o, struct err *e)
{
    const struct graph *g = &k->survey.graph;
    const struct affected *a = &o->affected;
    enum err_code rc = ERR_OK;
    for (size_t i = 0; !rc && i < a->count; i++) {
        uint32_t node = graph_node(g, a->ids[i]);
        uint32_t document = a->documents[i]      ? graph_document(g, a->documents[i])
                            : node == GRAPH_NONE ? GRAPH_NONE
                                                 : g->nodes[node].document;
        if (document != GRAPH_NONE)
            rc = mark_document(k, s, o, document, e);
    }
    affected_forget(&o->affected);
    k->state = ++all->last;
    return rc;
}

/* ---- steps ---- */

/* Mark what passes in what was read again; without marks no rows are made of it. Without a filter all of it is the
 * same work. */
static enum err_code mark_anew(struct surveyed *all, struct kept *k, struct store *s, struct outlook *o, struct err *e)
{
    if (o->where && o->ticket != 0 && o->ticket == k->ticket && k->marked && !o->affected.all)
        return mark_again(all, k, s, o, e);
    parse_again(o, s);
    begin_marks(all, k, o);
    return ERR_OK;
}

/* What others do all the time is taken in now and then, and not while marks are made of what is there. */
static bool is_due(const struct kept *k, bool anew, bool patient)
{
    return k->stale && (anew || k->marked) && (patient || clock_monotonic_ms() >= k->read_next);
}

/* One of them; *MORE: there is another one. */
static enum err_code step(struct surveyed *all, struct store *s, struct outlook *o, bool patient, bool *more,
                          struct err *e)
{
    struct kept *k = pick(all, o);
    *more = true;
    if (!k->begun || k->document != (k == &all->one ? o->document : 0))
        return begin(k, s, k == &all->one ? o->document : 0, e);
    if (!k->survey.done) {
        enum err_code rc = survey_step(s, &k->survey, STEP, e);
        if (k->survey.done)
            has_read(all, k, true);
        return rc;
    }
    bool anew = o->ticket == 0 || o->ticket != k->ticket;
    if (is_due(k, anew, patient)) {
        enum err_code rc = refresh(all, k, s, e);
        return rc || !k->survey.done ? rc : mark_anew(all, k, s, o, e);
    }
    if (anew || (o->affected.all && k->marked && !k->stale))
        return mark_anew(all, k, s, o, e);
    if (!k->marked)
        return mark_on(all, k, s, o, e);
    *more = false;
    return o->affected.count && !k->stale ? mark_again(all, k, s, o, e) : ERR_OK;
}

/* What is shown is not taken away for a moment: there is more time then to have it anew. */
bool surveyed_work(struct surveyed *k, struct store *s, struct outlook *o, bool patient, struct err *e)
{
    int64_t until = clock_monotonic_ms() + STEP_MS, now;
    bool shown = surveyed_shown(k, o), more = true;
    enum err_code rc = ERR_OK;
    *e = (struct err){0};
    do {
        rc = step(k, s, o, patient, &more, e);
        now = clock_monotonic_ms();
    } while (!rc && more &&
             (now < until || (shown && now < until + LAPSE_MS && !surveyed_shown(k, o) && !surveyed_graph(k, o))));
    return !rc && more;
}

/* ---- what is there ---- */

const struct graph *surveyed_graph(const struct surveyed *k, const struct outlook *o)
{
    const struct kept *picked = pick(k, o);
    bool there = picked->ready && picked->marked && o->ticket && o->ticket == picked->ticket;
    return there ? &picked->survey.graph : NULL;
}

bool surveyed_news(const struct surveyed *k, struct outlook *o)
{
    struct kept *picked = pick(k, o);
    if (!surveyed_graph(k, o) || o->seen == picked->state)
        return false;
    o->seen = picked->state;
    o->shape = picked->shape;
    survey_drop_before(&picked->survey);
    picked->shape_before = 0;
    return true;
}

const struct graph *surveyed_shown(const struct surveyed *k, const struct outlook *o)
{
    const struct kept *picked = pick(k, o);
    if (o->shape == 0 || !picked->begun)
        return NULL;
    return o->shape == picked->shape          ? &picked->survey.graph
           : o->shape == picked->shape_before ? &picked->survey.before
                                              : NULL;
}

int surveyed_percent(const struct surveyed *k, const struct outlook *o)
{
    const struct kept *p = pick(k, o);
    if (p->ready)
        return p->id_count ? (int)(p->looked_through * 100 / p->id_count) : 100;
    return p->documents ? (int)(p->survey.documents_read * 100 / p->documents) : 0;
}
