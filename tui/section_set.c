#include "tui/section_set.h"

#include "base/mem.h"
#include "exchange/reading.h"

#include <stdlib.h>
#include <string.h>

#define OUTLINE_MAX 1000000 /* code points of a document whose headings are looked for */

void section_set_clear(struct section_set *s)
{
    free(s->items);
    free(s->headings);
    free(s->documents);
    free(s->read);
    *s = (struct section_set){0};
}

bool section_set_are_of(const struct section_set *s, const struct graph *g, int64_t document)
{
    if (!s->begun || s->document != document || s->document_count != g->document_count)
        return false;
    for (size_t i = 0; i < g->document_count; i++)
        if (s->documents[i] != g->documents[i].id)
            return false;
    return true;
}

void section_set_begin(struct section_set *s, const struct graph *g, int64_t document)
{
    section_set_clear(s);
    s->documents = mem_alloc(g->document_count + 1, sizeof *s->documents);
    for (size_t i = 0; i < g->document_count; i++)
        s->documents[i] = g->documents[i].id;
    s->read = mem_zero(g->document_count + 1, sizeof *s->read);
    s->document_count = g->document_count;
    s->document = document;
    s->begun = true;
}

/* ---- reading ---- */

static size_t end_of(const struct reading *r, size_t heading)
{
    size_t end = r->outline.headings[heading].end, length = text_length(r->text);
    return end < length ? end : length;
}

/* The first section of a document behind INDEX's, or at START or behind it in that one. */
static size_t place_of(const struct section_set *s, uint32_t index, int64_t start)
{
    size_t from = 0, to = s->count;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        const struct figure_section *one = &s->items[mid];
        if (one->document < index || (one->document == index && one->start < start))
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Documents may be read out of their order: one gets its first annotation late. */
static void add_sections(struct section_set *s, uint32_t document, const struct reading *r)
{
    size_t at = place_of(s, document, 0), n = r->outline.count, behind = s->count - at;
    s->items = mem_grow(s->items, &s->capacity, s->count + n, sizeof *s->items);
    s->headings = mem_grow(s->headings, &s->heading_capacity, s->count + n, sizeof *s->headings);
    if (n == 0)
        return;
    memmove(s->items + at + n, s->items + at, behind * sizeof *s->items);
    memmove(s->headings + at + n, s->headings + at, behind * sizeof *s->headings);
    for (size_t i = 0; i < n; i++) {
        const struct heading *h = &r->outline.headings[i];
        s->items[at + i] = (struct figure_section){document, (int64_t)h->span.start, (int64_t)end_of(r, i)};
        s->headings[at + i] = h->span;
    }
    s->count += n;
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

static bool is_asked_for(const struct section_set *s, const struct graph *g, uint32_t index)
{
    if (s->document)
        return g->documents[index].id == s->document;
    size_t node = node_from(g, index);
    return node < g->node_count && g->nodes[node].document == index;
}

static bool is_left(const struct section_set *s, const struct graph *g)
{
    return !s->read[s->next] && is_asked_for(s, g, (uint32_t)s->next);
}

static void skip(struct section_set *s, const struct graph *g)
{
    while (s->next < s->document_count && !is_left(s, g))
        s->next++;
}

void section_set_look(struct section_set *s, const struct graph *g)
{
    if (!section_set_are_of(s, g, s->document))
        return;
    s->next = 0;
    skip(s, g);
}

bool section_set_step(struct section_set *s, struct store *store, const struct graph *g)
{
    struct reading r;
    struct err e;
    skip(s, g);
    if (s->next >= s->document_count)
        return false;
    const struct graph_document *d = &g->documents[s->next];
    if (d->length <= OUTLINE_MAX && !reading_load(store, d->id, &r, &e)) {
        add_sections(s, (uint32_t)s->next, &r);
        reading_clear(&r);
    }
    s->read[s->next++] = true;
    return true;
}

int section_set_percent(const struct section_set *s)
{
    return s->document_count ? (int)(s->next * 100 / s->document_count) : 100;
}

uint32_t section_set_at(const struct section_set *s, const struct graph_node *n)
{
    size_t from = 0, to = s->count;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        const struct figure_section *one = &s->items[mid];
        if (one->document < n->document || (one->document == n->document && one->start <= n->start))
            from = mid + 1;
        else
            to = mid;
    }
    bool in = from > 0 && s->items[from - 1].document == n->document && s->items[from - 1].end > n->start;
    return in ? (uint32_t)(from - 1) : GRAPH_NONE;
}

uint32_t section_set_find(const struct section_set *s, const struct figure_section *one)
{
    size_t i = place_of(s, one->document, one->start);
    bool there = i < s->count && s->items[i].document == one->document && s->items[i].start == one->start;
    return there ? (uint32_t)i : GRAPH_NONE;
}
