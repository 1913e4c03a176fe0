#include "analysis/figures.h"

#include "analysis/figures_own.h"
#include "analysis/radix.h"
#include "base/mem.h"

#include <string.h>

enum { TENTHS = 10 };

static const char *const names[FIGURES] = {"tag",      "code",     "document", "section",
                                           "reviewer", "coverage", "together", "place"};

const char *figure_name(enum figure figure)
{
    return figure < FIGURES ? names[figure] : "";
}

bool figure_parse(const char *s, enum figure *out)
{
    for (int i = 0; i < FIGURES; i++)
        if (strcmp(s, names[i]) == 0) {
            *out = (enum figure)i;
            return true;
        }
    return false;
}

void figures_clear(struct figures *f)
{
    free(f->bars);
    *f = (struct figures){0};
}

struct figure_bar *figures_add(struct figures *f, uint32_t key)
{
    f->bars = mem_grow(f->bars, &f->cap, f->count + 1, sizeof *f->bars);
    f->bars[f->count] = (struct figure_bar){.key = key};
    return &f->bars[f->count++];
}

/* ---- counting by an index ---- */

/* Annotations of each tag, of one thing. */
struct tally {
    int64_t counts[4];
};

static void count_in(struct tally *t, const struct graph_node *n)
{
    t->counts[0]++;
    t->counts[n->tag]++;
}

/* A bar for each tally that has any, or for all of them. */
static void add_tallies(const struct tally *t, size_t n, bool empty, struct figures *out)
{
    for (size_t i = 0; i < n; i++)
        if (empty || t[i].counts[0] > 0)
            memcpy(figures_add(out, (uint32_t)i)->counts, t[i].counts, sizeof t[i].counts);
}

static void most_first(struct figures *f)
{
    struct radix_item *items = mem_alloc(f->count, sizeof *items);
    for (uint32_t i = 0; i < f->count; i++)
        items[i] = (struct radix_item){.key = (uint64_t)(INT64_MAX - f->bars[i].counts[0]), .index = i};
    radix_sort(items, f->count);
    struct figure_bar *bars = mem_alloc(f->count, sizeof *bars);
    for (size_t i = 0; i < f->count; i++)
        bars[i] = f->bars[items[i].index];
    free(items);
    free(f->bars);
    f->bars = bars;
    f->cap = f->count;
}

static void fill_to_the_greatest(struct figures *f)
{
    int64_t greatest = 0;
    for (size_t i = 0; i < f->count; i++)
        greatest = f->bars[i].counts[0] > greatest ? f->bars[i].counts[0] : greatest;
    for (size_t i = 0; i < f->count; i++)
        f->bars[i].total = greatest;
}

static void by_tag(const struct graph *g, struct figures *out)
{
    struct tally t[4] = {0};
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].passes)
            count_in(&t[g->nodes[i].tag], &g->nodes[i]);
    for (uint32_t tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++)
        memcpy(figures_add(out, tag)->counts, t[tag].counts, sizeof t[tag].counts);
}

/* Each code stands behind the one that it is below, so that from the end on all that is below it is counted already. */
static void by_code(const struct graph *g, struct figures *out)
{
    struct tally *t = mem_zero(g->code_count, sizeof *t), none = {0};
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].passes)
            count_in(g->nodes[i].code == GRAPH_NONE ? &none : &t[g->nodes[i].code], &g->nodes[i]);
    for (size_t i = g->code_count; i-- > 0;)
        for (int k = 0; k < 4 && g->codes[i].parent != GRAPH_NONE; k++)
            t[g->codes[i].parent].counts[k] += t[i].counts[k];
    add_tallies(t, g->code_count, false, out);
    if (none.counts[0] > 0)
        memcpy(figures_add(out, GRAPH_NONE)->counts, none.counts, sizeof none.counts);
    free(t);
}

static void by_document(const struct graph *g, struct figures *out)
{
    struct tally *t = mem_zero(g->document_count, sizeof *t);
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].passes)
            count_in(&t[g->nodes[i].document], &g->nodes[i]);
    add_tallies(t, g->document_count, false, out);
    free(t);
}

static void by_reviewer(const struct graph *g, struct figures *out)
{
    struct tally *t = mem_zero(g->reviewer_count, sizeof *t);
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].passes)
            count_in(&t[g->nodes[i].reviewer], &g->nodes[i]);
    add_tallies(t, g->reviewer_count, false, out);
    free(t);
}

static bool holds(const struct figure_section *s, const struct graph_node *n)
{
    return s->document == n->document && s->start <= n->start && n->start < s->end;
}

/* Both nodes and sections stand by document and start: one walk over both. Sections lie in one another, so those that
 * are open stand on a stack, OVER[i] being the one below section i. */
static void by_section(const struct graph *g, const struct figure_section *sections, size_t n, struct figures *out)
{
    struct tally *t = mem_zero(n + 1, sizeof *t); /* the last one: in no section */
    size_t *over = mem_zero(n + 1, sizeof *over), next = 0, top = n;
    for (size_t i = 0; i < g->node_count; i++) {
        const struct graph_node *node = &g->nodes[i];
        for (; next < n && (sections[next].document < node->document ||
                            (sections[next].document == node->document && sections[next].start <= node->start));
             next++) {
            over[next] = top;
            top = next;
        }
        while (top < n && !holds(&sections[top], node))
            top = over[top];
        if (node->passes)
            count_in(&t[top], node);
    }
    add_tallies(t, n + 1, false, out);
    if (t[n].counts[0] > 0)
        out->bars[out->count - 1].key = GRAPH_NONE;
    free(over);
    free(t);
}

/* ---- places ---- */

void figures_place(struct figure_part *parts, size_t n, int64_t length, enum tag tag, int64_t start, int64_t end)
{
    int64_t count = (int64_t)n;
    if (n == 0 || length <= 0 || start < 0 || start >= end || end > length)
        return;
    if (length > INT64_MAX / count) { /* no text is as long; but the file may say so */
        length = length / (2 * count) + 1;
        start /= 2 * count;
        end = end / (2 * count) + 1;
    }
    int64_t first = start * count / length, last = (end * count - 1) / length;
    for (int64_t i = first; i <= last && i < count; i++) {
        parts[i].counts[0]++;
        parts[i].counts[tag]++;
    }
}

static void by_place(const struct graph *g, struct figures *out)
{
    struct figure_part parts[TENTHS] = {0};
    for (size_t i = 0; i < g->node_count; i++) {
        const struct graph_node *n = &g->nodes[i];
        if (n->passes)
            figures_place(parts, TENTHS, g->documents[n->document].length, (enum tag)n->tag, n->start, n->start + 1);
    }
    for (uint32_t i = 0; i < TENTHS; i++) {
        struct figure_bar *bar = figures_add(out, i);
        for (int k = 0; k < 4; k++)
            bar->counts[k] = parts[i].counts[k];
    }
}

/* ---- coverage ---- */

/* Annotations come by start: what lies behind all ends so far was not counted yet. */
static void cover(int64_t *covered, int64_t *reached, const struct graph_node *n)
{
    int64_t from = n->start > *reached ? n->start : *reached;
    if (n->end > from) {
        *covered += n->end - from;
        *reached = n->end;
    }
}

static void coverage(const struct graph *g, struct figures *out)
{
    size_t i = 0;
    for (uint32_t d = 0; d < g->document_count; d++) {
        int64_t reached[4] = {0};
        struct figure_bar *bar = figures_add(out, d);
        bar->total = g->documents[d].length;
        for (; i < g->node_count && g->nodes[i].document == d; i++) {
            const struct graph_node *n = &g->nodes[i];
            if (!n->passes)
                continue;
            cover(&bar->counts[0], &reached[0], n);
            cover(&bar->counts[n->tag], &reached[n->tag], n);
        }
    }
}

void figures_count(const struct graph *g, enum figure figure, const struct figure_section *sections, size_t n,
                   struct figures *out)
{
    out->count = 0;
    switch (figure) {
    case FIGURE_TAG:
        by_tag(g, out);
        break;
    case FIGURE_CODE:
        by_code(g, out);
        break;
    case FIGURE_DOCUMENT:
        by_document(g, out);
        most_first(out);
        break;
    case FIGURE_SECTION:
        by_section(g, sections, n, out);
        most_first(out);
        break;
    case FIGURE_REVIEWER:
        by_reviewer(g, out);
        most_first(out);
        break;
    case FIGURE_COVERAGE:
        coverage(g, out);
        return;
    case FIGURE_TOGETHER:
        figures_together(g, out);
        most_first(out);
        break;
    case FIGURE_PLACE:
        by_place(g, out);
        break;
    default:
        return;
    }
    fill_to_the_greatest(out);
}
