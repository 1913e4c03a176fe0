/* What occurs together. A walk over each text from its beginning to its end knows which codes are open at each place,
 * and how many annotations of each: so a passage that a thousand annotations share is not looked at a million times. */
#include "analysis/figures_own.h"
#include "base/mem.h"

#include <string.h>

/* How often a pair may be counted up, and how many pairs there may be: more than the work of any team, and little
 * enough for a file that was made to take long. */
enum { BUDGET = 1 << 25, PAIRS_MAX = 1 << 20 };

uint32_t figure_together_key(enum tag tag, uint32_t code)
{
    return code == GRAPH_NONE ? (uint32_t)tag : TAG_REMEDY + 1 + code;
}

enum tag figure_together_tag(const struct graph *g, uint32_t key, uint32_t *code)
{
    *code = GRAPH_NONE;
    if (key <= TAG_REMEDY)
        return (enum tag)key;
    uint32_t index = key - TAG_REMEDY - 1;
    if (index >= g->code_count)
        return TAG_NONE;
    *code = index;
    return g->codes[index].tag;
}

/* ---- pairs ---- */

struct pair {
    uint64_t keys; /* the smaller one in the upper half; 0: free */
    int64_t count;
};

struct pairs {
    struct pair *slots;
    size_t count, cap;
};

static struct pair *pair_slot(const struct pairs *p, uint64_t keys)
{
    size_t i = (size_t)(keys * 0x9E3779B97F4A7C15u >> 32) & (p->cap - 1); /* Knuth, TAOCP vol. 3, §6.4 */
    while (p->slots[i].keys != 0 && p->slots[i].keys != keys)
        i = (i + 1) & (p->cap - 1);
    return &p->slots[i];
}

static void grow(struct pairs *p)
{
    struct pairs more = {.count = p->count, .cap = p->cap ? 2 * p->cap : 256};
    more.slots = mem_zero(more.cap, sizeof *more.slots);
    for (size_t i = 0; i < p->cap; i++)
        if (p->slots[i].keys != 0)
            *pair_slot(&more, p->slots[i].keys) = p->slots[i];
    free(p->slots);
    *p = more;
}

static void count_pair(struct pairs *p, uint32_t a, uint32_t b, int64_t times)
{
    uint64_t keys = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    if (2 * (p->count + 1) > p->cap)
        grow(p);
    struct pair *pair = pair_slot(p, keys);
    if (pair->keys == 0) {
        if (p->count == PAIRS_MAX)
            return;
        p->count++;
        pair->keys = keys;
    }
    pair->count += times;
}

/* ---- what is open ---- */

struct open_one {
    int64_t end;
    uint32_t key;
};

struct sweep {
    struct open_one *heap; /* the one that ends first on top */
    size_t heap_count, heap_cap;
    uint32_t *open;  /* how many of each key are open, */
    uint32_t *place; /* and where in KEYS it stands then */
    uint32_t *keys;  /* those of which any is */
    uint32_t key_count;
    struct pairs pairs;
    int64_t budget;
};

static void push(struct sweep *s, struct open_one one)
{
    s->heap = mem_grow(s->heap, &s->heap_cap, s->heap_count + 1, sizeof *s->heap);
    size_t i = s->heap_count++;
    for (; i > 0 && s->heap[(i - 1) / 2].end > one.end; i = (i - 1) / 2)
        s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[i] = one;
    if (s->open[one.key]++ == 0) {
        s->place[one.key] = s->key_count;
        s->keys[s->key_count++] = one.key;
    }
}

static void pop(struct sweep *s)
{
    uint32_t key = s->heap[0].key;
    struct open_one last = s->heap[--s->heap_count];
    size_t i = 0;
    for (size_t child = 1; child < s->heap_count; child = 2 * i + 1) {
        child += child + 1 < s->heap_count && s->heap[child + 1].end < s->heap[child].end;
        if (s->heap[child].end >= last.end)
            break;
        s->heap[i] = s->heap[child];
        i = child;
    }
    s->heap[i] = last;
    if (--s->open[key] == 0) {
        uint32_t moved = s->keys[--s->key_count];
        s->keys[s->place[key]] = moved;
        s->place[moved] = s->place[key];
    }
}

static void take(struct sweep *s, const struct graph_node *n)
{
    uint32_t key = figure_together_key((enum tag)n->tag, n->code);
    while (s->heap_count > 0 && s->heap[0].end <= n->start)
        pop(s);
    for (uint32_t i = 0; i < s->key_count && s->budget > 0; i++) {
        if (s->keys[i] == key)
            continue;
        count_pair(&s->pairs, key, s->keys[i], s->open[s->keys[i]]);
        s->budget--;
    }
    push(s, (struct open_one){.end = n->end, .key = key});
}

static int by_keys(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return x->keys < y->keys ? -1 : x->keys > y->keys;
}

static void add_bars(struct pairs *p, struct figures *out)
{
    size_t n = 0;
    for (size_t i = 0; i < p->cap; i++)
        if (p->slots[i].keys != 0)
            p->slots[n++] = p->slots[i];
    if (n > 1)
        qsort(p->slots, n, sizeof *p->slots, by_keys);
    for (size_t i = 0; i < n; i++) {
        struct figure_bar *bar = figures_add(out, (uint32_t)(p->slots[i].keys >> 32));
        bar->other = (uint32_t)p->slots[i].keys;
        bar->counts[0] = p->slots[i].count;
    }
}

void figures_together(const struct graph *g, struct figures *out)
{
    size_t keys = TAG_REMEDY + 1 + g->code_count;
    struct sweep s = {
        .open = mem_zero(keys, sizeof *s.open),
        .place = mem_zero(keys, sizeof *s.place),
        .keys = mem_zero(keys, sizeof *s.keys),
        .budget = BUDGET,
    };
    uint32_t document = GRAPH_NONE;
    for (size_t i = 0; i < g->node_count; i++) {
        while (g->nodes[i].document != document && s.heap_count > 0)
            pop(&s);
        document = g->nodes[i].document;
        if (g->nodes[i].passes)
            take(&s, &g->nodes[i]);
    }
    add_bars(&s.pairs, out);
    free(s.heap);
    free(s.open);
    free(s.place);
    free(s.keys);
    free(s.pairs.slots);
}
