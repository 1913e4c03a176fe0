#include "analysis/chain.h"

#include "base/mem.h"

/* The nodes that were met: what is asked of a few must not cost what all are. */
struct met {
    uint32_t *slots; /* nodes, GRAPH_NONE where a slot is free */
    size_t count, cap;
};

/* Put NODE in; false where it is in already. */
static bool met_put(struct met *m, uint32_t node)
{
    size_t i = (node * (size_t)2654435761u) & (m->cap - 1); /* Knuth, TAOCP vol. 3, §6.4 */
    while (m->slots[i] != GRAPH_NONE && m->slots[i] != node)
        i = (i + 1) & (m->cap - 1);
    if (m->slots[i] == node)
        return false;
    m->slots[i] = node;
    m->count++;
    return true;
}

static bool meet(struct met *m, uint32_t node)
{
    if (2 * (m->count + 1) > m->cap) {
        struct met more = {.cap = m->cap ? 2 * m->cap : 64};
        more.slots = mem_alloc(more.cap, sizeof *more.slots);
        for (size_t i = 0; i < more.cap; i++)
            more.slots[i] = GRAPH_NONE;
        for (size_t i = 0; i < m->cap; i++)
            if (m->slots[i] != GRAPH_NONE)
                met_put(&more, m->slots[i]);
        free(m->slots);
        *m = more;
    }
    return met_put(m, node);
}

static uint32_t add(struct chain *c, const struct chain_item *item)
{
    c->items = mem_grow(c->items, &c->cap, c->count + 1, sizeof *c->items);
    c->items[c->count] = *item;
    return (uint32_t)c->count++;
}

/* What hangs on the item OVER: the causes first. As deep as there are tags, because of two linked ones the tag of the
 * one that points is the greater (relation_of). */
static void hang(const struct graph *g, uint32_t over, struct met *met, struct chain *out)
{
    uint32_t node = out->items[over].node;
    int depth = out->items[over].depth + 1;
    for (enum tag tag = TAG_CAUSE; tag <= TAG_REMEDY; tag++)
        for (uint32_t i = g->in_at[node]; i < g->in_at[node + 1]; i++) {
            uint32_t from = g->links[g->in[i]].from;
            if (g->nodes[from].tag != tag)
                continue;
            bool first = meet(met, from);
            uint32_t at = add(out, &(struct chain_item){from, g->in[i], over, depth, !first});
            if (first)
                hang(g, at, met, out);
        }
}

void chain_of(const struct graph *g, uint32_t node, struct chain *out)
{
    struct met met = {0};
    out->count = 0;
    if (node >= g->node_count)
        return;
    meet(&met, node);
    add(out, &(struct chain_item){node, GRAPH_NONE, GRAPH_NONE, 0, false});
    hang(g, 0, &met, out);
    free(met.slots);
}

void chain_clear(struct chain *c)
{
    free(c->items);
    *c = (struct chain){0};
}

uint32_t chain_begin(const struct graph *g, uint32_t node)
{
    while (node < g->node_count && g->out_at[node] < g->out_at[node + 1])
        node = g->links[g->out[g->out_at[node]]].to;
    return node;
}
