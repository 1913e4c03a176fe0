#include "tui/glance.h"

#include "base/mem.h"
#include "db/code.h"

#include <stdlib.h>
#include <string.h>

#define KEPT 512 /* more than rows of any screen */

static void forget(struct glance *g)
{
    annotation_clear(&g->annotation);
    free(g->document);
    free(g->quote);
    free(g->code);
    *g = (struct glance){0};
}

void glances_init(struct glances *g, struct store *store)
{
    *g = (struct glances){.store = store, .items = mem_zero(KEPT, sizeof *g->items)};
}

static void forget_all(struct glances *g)
{
    for (size_t i = 0; i < KEPT; i++)
        forget(&g->items[i]);
}

void glances_clear(struct glances *g)
{
    if (g->items)
        forget_all(g);
    free(g->items);
    *g = (struct glances){0};
}

static struct glance *place_of(const struct glances *g, int64_t id)
{
    return &g->items[(uint64_t)id % KEPT];
}

static void read_code(struct glances *g, struct glance *item)
{
    struct code c;
    struct err e;
    if (!item->annotation.code || store_code_get(g->store, item->annotation.code, &c, &e))
        return;
    free(item->code);
    item->code = mem_dup(c.name);
    code_clear(&c);
}

static void read_item(struct glances *g, struct glance *item, int64_t id)
{
    struct err e;
    item->id = id;
    if (!store_annotation_get(g->store, id, &item->annotation, &e)) {
        const struct annotation *a = &item->annotation;
        if (store_quote(g->store, a->document, a->start, a->end, GLANCE_QUOTE_MAX, &item->quote, &e))
            item->quote = NULL;
        if (store_document_title(g->store, a->document, &item->document, &item->length, &e))
            item->document = NULL;
    } else {
        item->annotation = (struct annotation){.note = mem_dup(""), .reviewer_name = mem_dup("")};
    }
    char *quote = mem_dup(item->quote ? item->quote + strspn(item->quote, " \n\t") : "");
    free(item->quote);
    item->quote = quote;
    item->document = item->document ? item->document : mem_dup("");
    item->code = mem_dup("");
    read_code(g, item);
}

const struct glance *glance_of(struct glances *g, int64_t id)
{
    struct glance *item = place_of(g, id);
    if (item->id == id && item->quote)
        return item;
    forget(item);
    read_item(g, item, id);
    return item;
}

void glances_changed(struct glances *g, const struct change *c)
{
    if (strcmp(c->entity, "annotation") == 0)
        forget(place_of(g, c->entity_id));
    else if (strcmp(c->entity, "noise") == 0 || strcmp(c->entity, "code") == 0 || strcmp(c->entity, "reviewer") == 0 ||
             strcmp(c->entity, "document") == 0)
        forget_all(g);
}
