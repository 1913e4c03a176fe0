/* Changes of a graph that cost little more than moving its end: numbers of nodes are passed on, and nothing is compared
 * but what is new. */
#include "analysis/graph.h"
#include "base/mem.h"

#include <string.h>

/* The node that is first of DOCUMENT, or of one behind it. */
static uint32_t first_of(const struct graph *g, uint32_t document)
{
    size_t lo = 0, hi = g->node_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (g->nodes[mid].document < document)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint32_t)lo;
}

/* The nodes from FIRST up to END make room for COUNT others. */
struct shift {
    uint32_t first, end, count;
    uint32_t *now; /* where those went that stay, or GRAPH_NONE */
};

static uint32_t moved(const struct shift *s, uint32_t node)
{
    if (node < s->first)
        return node;
    return node >= s->end ? node - s->end + s->first + s->count : s->now[node - s->first];
}

/* Where the old nodes go, and which of the new ones there were not; whether any is elsewhere than it was. */
static bool find_again(const struct graph *g, const struct graph *part, struct shift *s, bool *is_new)
{
    bool changed = s->end - s->first != s->count;
    memset(is_new, true, s->count);
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t there = graph_node(part, g->nodes[i].id);
        bool stays = there != GRAPH_NONE && part->nodes[there].tag == g->nodes[i].tag;
        s->now[i - s->first] = stays ? s->first + there : GRAPH_NONE;
        changed = changed || !stays || s->first + there != i;
        if (stays)
            is_new[there] = false;
    }
    return changed;
}

static void move_links(struct graph *g, const struct shift *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->link_count; i++) {
        struct graph_link l = g->links[i];
        l.from = moved(s, l.from);
        l.to = moved(s, l.to);
        if (l.from != GRAPH_NONE && l.to != GRAPH_NONE)
            g->links[kept++] = l;
    }
    g->link_count = kept;
}

/* The first place in by_id whose node has an id that is not less. */
static size_t place_of(const struct graph *g, int64_t id)
{
    size_t lo = 0, hi = g->node_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (g->nodes[g->by_id[mid]].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Before the nodes are moved. */
static void move_ids(struct graph *g, const struct graph *part, const struct shift *s)
{
    size_t count = g->node_count - (s->end - s->first) + s->count, n = 0, at = 0;
    uint32_t *by_id = mem_alloc(count, sizeof *by_id);
    for (size_t k = 0; k <= s->count; k++) {
        uint32_t one = k < s->count ? part->by_id[k] : 0;
        size_t until = k < s->count ? place_of(g, part->nodes[one].id) : g->node_count;
        for (; at < until; at++) {
            uint32_t node = g->by_id[at];
            if (node < s->first || node >= s->end)
                by_id[n++] = moved(s, node);
        }
        if (k < s->count)
            by_id[n++] = s->first + one;
    }
    free(g->by_id);
    g->by_id = by_id;
}

static void move_nodes(struct graph *g, uint32_t document, const struct graph *part, const struct shift *s)
{
    size_t count = g->node_count - (s->end - s->first) + s->count;
    g->nodes = mem_grow(g->nodes, &g->node_cap, count, sizeof *g->nodes);
    if (count != g->node_count)
        memmove(g->nodes + s->first + s->count, g->nodes + s->end, (g->node_count - s->end) * sizeof *g->nodes);
    for (uint32_t i = 0; i < s->count; i++) {
        g->nodes[s->first + i] = part->nodes[i];
        g->nodes[s->first + i].document = document;
    }
    g->node_count = count;
}

bool graph_replace(struct graph *g, uint32_t document, const struct graph *part, bool *is_new)
{
    struct shift s = {
        .first = first_of(g, document), .end = first_of(g, document + 1), .count = (uint32_t)part->node_count};
    s.now = mem_alloc(s.end - s.first, sizeof *s.now);
    bool changed = find_again(g, part, &s, is_new);
    if (changed) {
        move_links(g, &s);
        move_ids(g, part, &s);
    }
    move_nodes(g, document, part, &s);
    free(s.now);
    return changed;
}

bool graph_unlink(struct graph *g, int64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->link_count; i++)
        if (g->links[i].id != id)
            g->links[kept++] = g->links[i];
    bool some = kept < g->link_count;
    g->link_count = kept;
    return some;
}

/* ---- names ---- */

static uint32_t *documents_now(const struct graph *g, const struct graph *names)
{
    uint32_t *now = mem_alloc(g->document_count, sizeof *now);
    for (size_t i = 0; i < g->document_count; i++)
        now[i] = graph_document(names, g->documents[i].id);
    return now;
}

static uint32_t *reviewers_now(const struct graph *g, const struct graph *names)
{
    uint32_t *now = mem_alloc(g->reviewer_count, sizeof *now);
    for (size_t i = 0; i < g->reviewer_count; i++)
        now[i] = graph_reviewer(names, g->reviewers[i].id);
    return now;
}

static uint32_t *codes_now(const struct graph *g, const struct graph *names)
{
    uint32_t *now = mem_alloc(g->code_count, sizeof *now);
    for (size_t i = 0; i < g->code_count; i++)
        now[i] = graph_code(names, g->codes[i].id);
    return now;
}

static void rename_nodes(struct graph *g, const struct graph *names)
{
    uint32_t *documents = documents_now(g, names), *reviewers = reviewers_now(g, names), *codes = codes_now(g, names);
    for (size_t i = 0; i < g->node_count; i++) {
        struct graph_node *n = &g->nodes[i];
        n->document = documents[n->document];
        n->reviewer = reviewers[n->reviewer];
        n->code = n->code == GRAPH_NONE ? GRAPH_NONE : codes[n->code];
    }
    free(documents);
    free(reviewers);
    free(codes);
}

bool graph_rename(struct graph *g, struct graph *names)
{
    rename_nodes(g, names);
    struct graph old = *g;
    *g = *names;
    g->nodes = old.nodes;
    g->node_count = old.node_count;
    g->node_cap = old.node_cap;
    g->links = old.links;
    g->link_count = old.link_count;
    g->link_cap = old.link_cap;
    g->out = old.out;
    g->out_at = old.out_at;
    g->in = old.in;
    g->in_at = old.in_at;
    g->by_id = old.by_id;
    old.nodes = NULL;
    old.links = NULL;
    old.out = old.out_at = old.in = old.in_at = old.by_id = NULL;
    graph_clear(&old);
    *names = (struct graph){0};
    for (size_t i = 1; i < g->node_count; i++)
        if (g->nodes[i - 1].document > g->nodes[i].document) {
            graph_sort(g);
            return true;
        }
    return false;
}
