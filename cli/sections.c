#include "cli/sections.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/meter.h"
#include "exchange/reading.h"

void sections_clear(struct sections *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->names[i]);
    free(s->names);
    free(s->items);
    *s = (struct sections){0};
}

static void add(struct sections *out, const struct graph *g, uint32_t document, const struct reading *r,
                const struct heading *h)
{
    struct str name = {0};
    int64_t length = (int64_t)text_length(r->text);
    str_add(&name, g->documents[document].name);
    str_add(&name, ": ");
    outline_path(r->flow, &r->outline, h->span.start, &name);
    out->items = mem_grow(out->items, &out->cap, out->count + 1, sizeof *out->items);
    out->names = mem_grow(out->names, &out->names_cap, out->count + 1, sizeof *out->names);
    out->items[out->count] = (struct figure_section){.document = document,
                                                     .start = (int64_t)h->span.start,
                                                     .end = h->end < (size_t)length ? (int64_t)h->end : length};
    out->names[out->count++] = str_take(&name);
}

static enum err_code load(struct store *s, const struct graph *g, uint32_t document, struct sections *out,
                          struct err *e)
{
    struct reading r;
    enum err_code code = reading_load(s, g->documents[document].id, &r, e);
    for (size_t i = 0; !code && i < r.outline.count; i++)
        add(out, g, document, &r, &r.outline.headings[i]);
    if (!code)
        reading_clear(&r);
    return code;
}

enum err_code sections_load(struct store *s, const struct graph *g, struct sections *out, struct err *e)
{
    struct meter meter;
    enum err_code code = ERR_OK;
    uint32_t last = GRAPH_NONE;
    meter_begin(&meter, g->document_count);
    for (size_t i = 0; !code && i < g->node_count; i++) {
        uint32_t document = g->nodes[i].document;
        if (!g->nodes[i].passes || document == last)
            continue;
        last = document;
        meter_draw(&meter, document, "", g->documents[document].name, false);
        code = load(s, g, document, out, e);
    }
    meter_wipe(&meter);
    return code;
}
