#include "analysis/ledger.h"

#include "analysis/radix.h"
#include "base/mem.h"

#include <string.h>

/* Links that all rows together may be followed along, and one row once that is used up: what people link is far less,
 * and a file that was made to hang the program does not. */
enum { BUDGET_LEAST = 1 << 24, BUDGET_OF_EACH = 16, ROW_LEAST = 256 };

/* Who was met in the row that is being counted: whatever has its number. */
struct counting {
    const struct graph *g;
    uint32_t *nodes, *documents, *reviewers;
    uint32_t row;
    int64_t budget, left; /* of all rows; of this one */
    struct ledger_row out;
    bool passes;
};

static bool meet(uint32_t *met, uint32_t index, uint32_t row)
{
    bool first = met[index] != row;
    met[index] = row;
    return first;
}

static void count_node(struct counting *c, uint32_t node)
{
    const struct graph_node *n = &c->g->nodes[node];
    c->out.causes += n->tag == TAG_CAUSE && node != c->out.node;
    c->out.remedies += n->tag == TAG_REMEDY && node != c->out.node;
    c->out.documents += meet(c->documents, n->document, c->row);
    c->out.reviewers += meet(c->reviewers, n->reviewer, c->row);
    c->out.questions += n->questions;
    c->passes = c->passes || n->passes;
}

/* As deep as there are tags. */
static void count_below(struct counting *c, uint32_t node)
{
    const struct graph *g = c->g;
    for (uint32_t i = g->in_at[node]; i < g->in_at[node + 1] && c->left > 0; i++) {
        uint32_t from = g->links[g->in[i]].from;
        c->left--;
        if (!meet(c->nodes, from, c->row))
            continue;
        count_node(c, from);
        count_below(c, from);
    }
}

static bool count_row(struct counting *c, uint32_t node)
{
    int64_t least = c->budget > ROW_LEAST ? c->budget : ROW_LEAST;
    c->row++;
    c->left = least;
    c->passes = false;
    c->out = (struct ledger_row){.node = node};
    count_node(c, node);
    count_below(c, node);
    c->budget -= least - c->left;
    return c->passes;
}

static bool has_cause(const struct graph *g, uint32_t node)
{
    for (uint32_t i = g->in_at[node]; i < g->in_at[node + 1]; i++)
        if (g->nodes[g->links[g->in[i]].from].tag == TAG_CAUSE)
            return true;
    return false;
}

bool ledger_is_unanswered(const struct graph *g, uint32_t node)
{
    switch (g->nodes[node].tag) {
    case TAG_MANIFESTATION:
        return !has_cause(g, node);
    case TAG_CAUSE:
        return g->in_at[node] == g->in_at[node + 1];
    case TAG_REMEDY:
        return g->out_at[node] == g->out_at[node + 1];
    default:
        return false;
    }
}

/* What a row stands by; rows come by place, and equal ones stay so. */
static uint64_t key_of(const struct graph *g, const struct ledger_row *r, enum ledger_sort sort)
{
    switch (sort) {
    case LEDGER_BY_KIND:
        return g->nodes[r->node].tag;
    case LEDGER_BY_CAUSES:
        return UINT32_MAX - r->causes;
    case LEDGER_BY_REMEDIES:
        return UINT32_MAX - r->remedies;
    case LEDGER_BY_QUESTIONS:
        return UINT32_MAX - r->questions;
    case LEDGER_BY_CODE:
        return g->nodes[r->node].code; /* GRAPH_NONE is the greatest */
    default:
        return 0;
    }
}

static void sort_rows(const struct graph *g, enum ledger_sort sort, struct ledger *l)
{
    struct radix_item *items = mem_alloc(l->count, sizeof *items);
    for (uint32_t i = 0; i < l->count; i++)
        items[i] = (struct radix_item){.key = key_of(g, &l->rows[i], sort), .index = i};
    radix_sort(items, l->count);
    struct ledger_row *rows = mem_alloc(l->count, sizeof *rows);
    for (size_t i = 0; i < l->count; i++)
        rows[i] = l->rows[items[i].index];
    free(items);
    free(l->rows);
    l->rows = rows;
    l->cap = l->count;
}

void ledger_build(const struct graph *g, enum ledger_view view, enum ledger_sort sort, struct ledger *out)
{
    struct counting c = {
        .g = g,
        .nodes = mem_zero(g->node_count, sizeof *c.nodes),
        .documents = mem_zero(g->document_count, sizeof *c.documents),
        .reviewers = mem_zero(g->reviewer_count, sizeof *c.reviewers),
        .budget = BUDGET_LEAST + BUDGET_OF_EACH * (int64_t)(g->node_count + g->link_count),
    };
    out->count = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        bool listed = view == LEDGER_UNANSWERED ? ledger_is_unanswered(g, i) : g->nodes[i].tag == TAG_MANIFESTATION;
        if (!listed || !count_row(&c, i))
            continue;
        out->rows = mem_grow(out->rows, &out->cap, out->count + 1, sizeof *out->rows);
        out->rows[out->count++] = c.out;
    }
    if (sort != LEDGER_BY_PLACE)
        sort_rows(g, sort, out);
    free(c.nodes);
    free(c.documents);
    free(c.reviewers);
}

void ledger_clear(struct ledger *l)
{
    free(l->rows);
    *l = (struct ledger){0};
}

static const char *const sort_names[LEDGER_SORTS] = {"place", "kind", "causes", "remedies", "questions", "code"};

const char *ledger_sort_name(enum ledger_sort sort)
{
    return sort < LEDGER_SORTS ? sort_names[sort] : "";
}

bool ledger_sort_parse(const char *s, enum ledger_sort *out)
{
    for (int i = 0; i < LEDGER_SORTS; i++)
        if (strcmp(s, sort_names[i]) == 0) {
            *out = (enum ledger_sort)i;
            return true;
        }
    return false;
}
