#include "tui/affected.h"

#include "db/link.h"

#include <string.h>

void affected_forget(struct affected *a)
{
    a->count = 0;
    a->all = false;
}

/* A saved filter may say anything, and what it says may change. */
bool affected_by_links(const struct filter *where)
{
    struct str words = {0};
    if (where)
        filter_print(where, &words);
    const char *z = str_z(&words);
    bool depends = strstr(z, "linked") || strstr(z, "unanswered") || strchr(z, '@');
    str_clear(&words);
    return depends;
}

static void add(struct affected *a, int64_t id, int64_t document)
{
    size_t i = 0;
    while (i < a->count && a->ids[i] != id)
        i++;
    if (i == AFFECTED_MAX) {
        a->all = true;
        return;
    }
    if (i == a->count) {
        a->ids[a->count++] = id;
        a->documents[i] = 0;
    }
    if (document)
        a->documents[i] = document;
}

static bool is(const struct change *c, const char *entity)
{
    return strcmp(c->entity, entity) == 0;
}

static bool add_ends(void *ctx, const struct tie *t)
{
    add(ctx, t->from, 0);
    add(ctx, t->to, 0);
    return !((struct affected *)ctx)->all;
}

/* Its links come and go with an annotation, and with its tag they say something else. */
static bool moves_links(const struct change *c)
{
    static const char *const actions[] = {"delete", "retag", "undo", "redo"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(c->action, actions[i]) == 0)
            return true;
    return false;
}

void affected_note(struct affected *a, struct store *s, bool filtered, bool by_links, const struct change *c)
{
    struct comment comment;
    struct link link;
    struct err e;
    if (is(c, "annotation")) {
        add(a, c->entity_id, c->document);
        if (by_links && moves_links(c) && store_ties_of(s, c->entity_id, add_ends, a, &e))
            a->all = true;
    } else if (!filtered) {
        return;
    } else if (is(c, "comment")) {
        if (store_comment_get(s, c->entity_id, &comment, &e))
            return;
        add(a, comment.annotation, comment.document);
        comment_clear(&comment);
    } else if (is(c, "code") || is(c, "filter") || is(c, "reviewer") || is(c, "document") || is(c, "noise")) {
        a->all = true;
    } else if (is(c, "link")) {
        if (!by_links || store_link_get(s, c->entity_id, &link, &e))
            return;
        add(a, link.from, 0);
        add(a, link.to, 0);
        link_clear(&link);
    }
}
