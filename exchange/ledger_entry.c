#include "exchange/ledger_entry.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/code.h"
#include "db/link.h"

#include <stdlib.h>
#include <string.h>

struct comment_list {
    struct comment *all;
    size_t count, cap;
};

static bool collect_comment(void *ctx, const struct comment *c)
{
    struct comment_list *list = ctx;
    if (c->deleted)
        return true;
    list->all = mem_grow(list->all, &list->cap, list->count + 1, sizeof *list->all);
    list->all[list->count++] = comment_dup(c);
    return true;
}

static enum err_code load_link(struct store *s, const struct graph *g, uint32_t link, struct entry_item *item,
                               struct err *e)
{
    struct link l;
    enum err_code rc = store_link_get(s, g->links[link].id, &l, e);
    if (rc)
        return rc;
    free(item->link_note);
    free(item->link_reviewer);
    item->link_note = mem_dup(l.note);
    item->link_reviewer = mem_dup(l.reviewer_name);
    link_clear(&l);
    return ERR_OK;
}

static enum err_code load_words(struct store *s, const struct graph *g, const struct reading *reading, bool first,
                                struct entry_item *item, struct err *e)
{
    const struct graph_node *n = &g->nodes[item->node];
    const struct graph_document *d = &g->documents[n->document];
    size_t around = first ? ENTRY_AROUND : ENTRY_AROUND_OTHERS;
    item->document = d->id;
    item->document_name = d->name;
    if (!reading)
        return excerpt_of_store(s, d->id, d->length, n->start, n->end, around, &item->passage, e);
    excerpt_of_reading(reading, n->start, n->end, around, &item->passage);
    struct str section = {0};
    outline_path(reading->flow, &reading->outline, n->start > 0 ? (size_t)n->start : 0, &section);
    free(item->section);
    item->section = str_take(&section);
    return ERR_OK;
}

static enum err_code load_code(struct store *s, struct entry_item *item, struct err *e)
{
    struct str path = {0};
    enum err_code rc = item->annotation.code ? store_code_path(s, item->annotation.code, &path, e) : ERR_OK;
    free(item->code);
    item->code = str_take(&path);
    return rc;
}

static enum err_code load_comments(struct store *s, struct entry_item *item, struct err *e)
{
    struct comment_list list = {0};
    enum err_code rc =
        store_comments(s, &(struct comment_filter){.annotation = item->annotation.id}, collect_comment, &list, e);
    item->comments = list.all;
    item->comment_count = list.count;
    return rc;
}

static enum err_code load_item(struct store *s, const struct graph *g, const struct chain_item *from,
                               const struct reading *reading, bool talk, struct entry_item *item, struct err *e)
{
    *item = (struct entry_item){.node = from->node,
                                .tag = (enum tag)g->nodes[from->node].tag,
                                .over = from->over,
                                .depth = from->depth,
                                .unanswered = ledger_is_unanswered(g, from->node),
                                .section = mem_dup(""),
                                .code = mem_dup(""),
                                .link_note = mem_dup(""),
                                .link_reviewer = mem_dup("")};
    enum err_code rc = store_annotation_get(s, g->nodes[from->node].id, &item->annotation, e);
    item->annotation.start = g->nodes[from->node].start; /* as the passage, should it have moved meanwhile */
    item->annotation.end = g->nodes[from->node].end;
    if (!rc)
        rc = load_words(s, g, reading, from->depth == 0, item, e);
    if (!rc && from->link != GRAPH_NONE)
        rc = load_link(s, g, from->link, item, e);
    if (!rc)
        rc = load_code(s, item, e);
    return !rc && talk ? load_comments(s, item, e) : rc;
}

static void item_clear(struct entry_item *item)
{
    annotation_clear(&item->annotation);
    excerpt_clear(&item->passage);
    free(item->section);
    free(item->code);
    free(item->link_note);
    free(item->link_reviewer);
    for (size_t i = 0; i < item->comment_count; i++)
        comment_clear(&item->comments[i]);
    free(item->comments);
}

/* The first item of ENTRY that is the annotation of item I. Only one that stands further up is looked for. */
static uint32_t first_of(const struct entry *entry, const struct chain_item *item, uint32_t i)
{
    for (uint32_t k = 0; item->again && k < i; k++)
        if (entry->items[k].node == item->node)
            return k;
    return i;
}

static enum entry_status worse(enum entry_status a, enum tag tag, bool first, bool unanswered)
{
    if (!unanswered || a == ENTRY_NO_CAUSE)
        return a;
    if (tag == TAG_CAUSE)
        return ENTRY_NO_REMEDY;
    if (!first)
        return a;
    return tag == TAG_MANIFESTATION ? ENTRY_NO_CAUSE : ENTRY_NO_PROBLEM;
}

enum entry_status entry_status_of(const struct graph *g, const struct chain *chain)
{
    enum entry_status status = ENTRY_CLOSED;
    for (size_t i = 0; i < chain->count; i++) {
        uint32_t node = chain->items[i].node;
        status = worse(status, (enum tag)g->nodes[node].tag, i == 0, ledger_is_unanswered(g, node));
    }
    return status;
}

enum err_code entry_load(struct store *s, const struct graph *g, const struct ledger_row *row,
                         const struct reading *reading, bool talk, struct entry *out, struct err *e)
{
    struct chain chain = {0};
    chain_of(g, row->node, &chain);
    size_t count = chain.count < ENTRY_ITEMS_MAX ? chain.count : ENTRY_ITEMS_MAX;
    *out = (struct entry){.row = *row,
                          .status = entry_status_of(g, &chain),
                          .items = mem_alloc(count, sizeof *out->items),
                          .left_out = chain.count - count};
    uint32_t home = g->nodes[row->node].document;
    enum err_code rc = ERR_OK;
    for (uint32_t i = 0; i < count && !rc; i++) {
        const struct chain_item *from = &chain.items[i];
        bool here = g->nodes[from->node].document == home;
        struct entry_item *item = &out->items[out->count++];
        rc = load_item(s, g, from, here ? reading : NULL, talk && !from->again, item, e);
        item->same = first_of(out, from, i);
    }
    chain_clear(&chain);
    if (rc)
        entry_clear(out);
    return rc;
}

void entry_clear(struct entry *entry)
{
    for (size_t i = 0; i < entry->count; i++)
        item_clear(&entry->items[i]);
    free(entry->items);
    *entry = (struct entry){0};
}

const char *entry_status_name(enum entry_status status)
{
    static const char *const names[] = {"closed", "no cause", "no remedy", "no problem"};
    return names[status];
}

const char *entry_status_label(enum entry_status status)
{
    static const char *const labels[] = {N_("no open ends"), N_("no cause yet"), N_("a cause without a remedy"),
                                         N_("answers nothing yet")};
    return _(labels[status]);
}
