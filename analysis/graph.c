#include "analysis/graph.h"

#include "analysis/radix.h"
#include "base/mem.h"

#include <string.h>

/* ---- indexes by id of what is few ---- */

static size_t spread(int64_t id, size_t cap)
{
    uint64_t h = (uint64_t)id * 0x9E3779B97F4A7C15u; /* Fibonacci hashing: Knuth, TAOCP vol. 3, §6.4 */
    return (size_t)(h >> 32) & (cap - 1);
}

static uint32_t ids_find(const struct graph_ids *ids, int64_t id)
{
    for (size_t i = ids->cap ? spread(id, ids->cap) : 0; ids->cap && ids->slots[i].used; i = (i + 1) & (ids->cap - 1))
        if (ids->slots[i].id == id)
            return ids->slots[i].index;
    return GRAPH_NONE;
}

static void ids_put(struct graph_ids *ids, int64_t id, uint32_t index)
{
    size_t i = spread(id, ids->cap);
    while (ids->slots[i].used) {
        if (ids->slots[i].id == id)
            return;
        i = (i + 1) & (ids->cap - 1);
    }
    ids->slots[i] = (struct graph_id){.id = id, .index = index, .used = true};
    ids->count++;
}

static void ids_add(struct graph_ids *ids, int64_t id, uint32_t index)
{
    if (2 * (ids->count + 1) > ids->cap) {
        struct graph_ids more = {.cap = ids->cap ? 2 * ids->cap : 16};
        more.slots = mem_zero(more.cap, sizeof *more.slots);
        for (size_t i = 0; i < ids->cap; i++)
            if (ids->slots[i].used)
                ids_put(&more, ids->slots[i].id, ids->slots[i].index);
        free(ids->slots);
        *ids = more;
    }
    ids_put(ids, id, index);
}

/* ---- filling ---- */

void graph_clear(struct graph *g)
{
    for (size_t i = 0; i < g->document_count; i++)
        free(g->documents[i].name);
    for (size_t i = 0; i < g->reviewer_count; i++)
        free(g->reviewers[i].name);
    for (size_t i = 0; i < g->code_count; i++)
        free(g->codes[i].name);
    free(g->documents);
    free(g->reviewers);
    free(g->codes);
    free(g->nodes);
    free(g->links);
    free(g->document_ids.slots);
    free(g->reviewer_ids.slots);
    free(g->code_ids.slots);
    free(g->out);
    free(g->out_at);
    free(g->in);
    free(g->in_at);
    free(g->by_id);
    *g = (struct graph){0};
}

uint32_t graph_add_document(struct graph *g, int64_t id, int64_t length, const char *name)
{
    uint32_t index = (uint32_t)g->document_count++;
    g->documents = mem_grow(g->documents, &g->document_cap, g->document_count, sizeof *g->documents);
    g->documents[index] = (struct graph_document){.id = id,
                                                  .length = length < 0                  ? 0
                                                            : length > GRAPH_LENGTH_MAX ? GRAPH_LENGTH_MAX
                                                                                        : length,
                                                  .name = mem_dup(name)};
    ids_add(&g->document_ids, id, index);
    return index;
}

uint32_t graph_add_reviewer(struct graph *g, int64_t id, const char *name)
{
    uint32_t index = (uint32_t)g->reviewer_count++;
    g->reviewers = mem_grow(g->reviewers, &g->reviewer_cap, g->reviewer_count, sizeof *g->reviewers);
    g->reviewers[index] = (struct graph_reviewer){.id = id, .name = mem_dup(name)};
    ids_add(&g->reviewer_ids, id, index);
    return index;
}

uint32_t graph_add_code(struct graph *g, int64_t id, enum tag tag, uint32_t parent, const char *name)
{
    uint32_t index = (uint32_t)g->code_count++;
    bool below = parent < index; /* a code that did not come yet is no parent: so there are no circles */
    g->codes = mem_grow(g->codes, &g->code_cap, g->code_count, sizeof *g->codes);
    g->codes[index] = (struct graph_code){
        .id = id,
        .tag = tag,
        .parent = below ? parent : GRAPH_NONE,
        .depth = below ? g->codes[parent].depth + 1 : 0,
        .name = mem_dup(name),
    };
    ids_add(&g->code_ids, id, index);
    return index;
}

uint32_t graph_add_node(struct graph *g, const struct graph_node *n)
{
    g->nodes = mem_grow(g->nodes, &g->node_cap, g->node_count + 1, sizeof *g->nodes);
    g->nodes[g->node_count] = *n;
    return (uint32_t)g->node_count++;
}

uint32_t graph_document(const struct graph *g, int64_t id)
{
    return ids_find(&g->document_ids, id);
}

uint32_t graph_reviewer(const struct graph *g, int64_t id)
{
    return ids_find(&g->reviewer_ids, id);
}

uint32_t graph_code(const struct graph *g, int64_t id)
{
    return ids_find(&g->code_ids, id);
}

/* ---- order ---- */

static int compare_nodes(const struct graph_node *a, const struct graph_node *b)
{
    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static int by_place(const void *a, const void *b, void *ctx)
{
    const struct graph *g = ctx;
    return compare_nodes(&g->nodes[*(const uint32_t *)a], &g->nodes[*(const uint32_t *)b]);
}

/* Node indexes by document, those of one as they stand: AT, with a place more than there are documents, says where each
 * document begins. */
static uint32_t *group_by_document(const struct graph *g, uint32_t *at)
{
    uint32_t *order = mem_alloc(g->node_count, sizeof *order), sum = 0;
    for (size_t i = 0; i < g->node_count; i++)
        at[g->nodes[i].document]++;
    for (size_t d = 0; d <= g->document_count; d++) {
        uint32_t here = at[d];
        at[d] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < g->node_count; i++)
        order[at[g->nodes[i].document]++] = i;
    memmove(at + 1, at, g->document_count * sizeof *at);
    at[0] = 0;
    return order;
}

static bool is_sorted(const struct graph *g)
{
    for (size_t i = 1; i < g->node_count; i++)
        if (compare_nodes(&g->nodes[i - 1], &g->nodes[i]) > 0)
            return false;
    return true;
}

/* Move the nodes to their places; the links follow. */
static void put_in_order(struct graph *g, const uint32_t *order)
{
    struct graph_node *nodes = mem_alloc(g->node_count, sizeof *nodes);
    for (size_t i = 0; i < g->node_count; i++)
        nodes[i] = g->nodes[order[i]];
    free(g->nodes);
    g->nodes = nodes;
    g->node_cap = g->node_count;
    if (g->link_count == 0)
        return;
    uint32_t *now = mem_alloc(g->node_count, sizeof *now);
    for (uint32_t i = 0; i < g->node_count; i++)
        now[order[i]] = i;
    for (size_t i = 0; i < g->link_count; i++) {
        g->links[i].from = now[g->links[i].from];
        g->links[i].to = now[g->links[i].to];
    }
    free(now);
}

void graph_order(struct graph *g)
{
    if (is_sorted(g))
        return;
    uint32_t *at = mem_zero(g->document_count + 1, sizeof *at);
    uint32_t *order = group_by_document(g, at);
    for (size_t d = 0; d < g->document_count; d++) {
        bool sorted = true;
        for (uint32_t i = at[d]; sorted && i + 1 < at[d + 1]; i++)
            sorted = compare_nodes(&g->nodes[order[i]], &g->nodes[order[i + 1]]) <= 0;
        if (!sorted)
            qsort_r(order + at[d], at[d + 1] - at[d], sizeof *order, by_place, g);
    }
    put_in_order(g, order);
    free(order);
    free(at);
}

void graph_index(struct graph *g)
{
    struct radix_item *items = mem_alloc(g->node_count, sizeof *items);
    int64_t least = g->node_count ? g->nodes[0].id : 0;
    for (size_t i = 0; i < g->node_count; i++)
        least = g->nodes[i].id < least ? g->nodes[i].id : least;
    for (uint32_t i = 0; i < g->node_count; i++)
        items[i] = (struct radix_item){.key = (uint64_t)g->nodes[i].id - (uint64_t)least, .index = i};
    radix_sort(items, g->node_count);
    g->by_id = mem_resize(g->by_id, g->node_count, sizeof *g->by_id);
    for (size_t i = 0; i < g->node_count; i++)
        g->by_id[i] = items[i].index;
    free(items);
}

void graph_sort(struct graph *g)
{
    graph_order(g);
    graph_index(g);
}

/* Where between FIRST and LAST, as far apart as N places, ID should be if the ids between are spread evenly. They
 * nearly are: ids are given one after the other. */
static size_t guess(int64_t first, int64_t last, int64_t id, size_t n)
{
    double part = ((double)id - (double)first) / ((double)last - (double)first);
    size_t at = (size_t)(part * (double)(n - 1));
    return at < n ? at : n - 1;
}

/* Each other step halves what is left, so that no ids make it long. */
uint32_t graph_node(const struct graph *g, int64_t id)
{
    size_t lo = 0, hi = g->node_count;
    for (bool halve = false; lo < hi; halve = !halve) {
        int64_t first = g->nodes[g->by_id[lo]].id, last = g->nodes[g->by_id[hi - 1]].id;
        if (id < first || id > last)
            return GRAPH_NONE;
        size_t mid = halve || first == last ? lo + (hi - lo) / 2 : lo + guess(first, last, id, hi - lo);
        int64_t there = g->nodes[g->by_id[mid]].id;
        if (there == id)
            return g->by_id[mid];
        if (there < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return GRAPH_NONE;
}

/* ---- links ---- */

bool graph_link(struct graph *g, int64_t id, int64_t from, int64_t to)
{
    uint32_t a = graph_node(g, from), b = graph_node(g, to);
    if (a == GRAPH_NONE || b == GRAPH_NONE || !relation_of((enum tag)g->nodes[a].tag, (enum tag)g->nodes[b].tag))
        return false;
    g->links = mem_grow(g->links, &g->link_cap, g->link_count + 1, sizeof *g->links);
    g->links[g->link_count++] = (struct graph_link){.id = id, .from = a, .to = b};
    return true;
}

static uint32_t end_of(const struct graph_link *l, bool to)
{
    return to ? l->to : l->from;
}

/* The links of ORDER (NULL: all as they stand) by one of their ends, those of equal ends as they stand; AT says where
 * each node's begin, and is node_count + 1 long. */
static uint32_t *by_end(const struct graph *g, const uint32_t *order, bool to, uint32_t *at)
{
    uint32_t *out = mem_alloc(g->link_count, sizeof *out), sum = 0;
    memset(at, 0, (g->node_count + 1) * sizeof *at);
    for (size_t i = 0; i < g->link_count; i++)
        at[end_of(&g->links[i], to)]++;
    for (size_t i = 0; i <= g->node_count; i++) {
        uint32_t here = at[i];
        at[i] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < g->link_count; i++) {
        uint32_t link = order ? order[i] : i;
        out[at[end_of(&g->links[link], to)]++] = link;
    }
    memmove(at + 1, at, g->node_count * sizeof *at);
    at[0] = 0;
    return out;
}

/* Links by where they come from, then where they go. */
static void order_out(struct graph *g)
{
    uint32_t *to = by_end(g, NULL, true, g->in_at);
    free(g->out);
    g->out = by_end(g, to, false, g->out_at);
    free(to);
}

/* Only the first of several links between the same two stays. True where there were some. */
static bool drop_doubles(struct graph *g)
{
    size_t kept = 0;
    struct graph_link *links = mem_alloc(g->link_count, sizeof *links);
    for (size_t i = 0; i < g->link_count; i++) {
        const struct graph_link *l = &g->links[g->out[i]];
        if (kept == 0 || links[kept - 1].from != l->from || links[kept - 1].to != l->to)
            links[kept++] = *l;
    }
    bool some = kept < g->link_count;
    if (some) {
        memcpy(g->links, links, kept * sizeof *links);
        g->link_count = kept;
    }
    free(links);
    return some;
}

void graph_close(struct graph *g)
{
    g->out_at = mem_resize(g->out_at, g->node_count + 1, sizeof *g->out_at);
    g->in_at = mem_resize(g->in_at, g->node_count + 1, sizeof *g->in_at);
    order_out(g);
    if (drop_doubles(g))
        order_out(g);
    free(g->in);
    g->in = by_end(g, g->out, true, g->in_at);
}
