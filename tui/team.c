#include "tui/team.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

void team_add_key(const struct app *app, enum command_id command, struct str *out)
{
    struct view *v = app_view(app);
    if (!keymap_keys_of(app->keymap, v->ops->context(v), command, NULL, out))
        str_addf(out, ":%s", command_get(command)->name);
}

/* ---- what is to do ---- */

struct looking {
    const char *name; /* of the document to look behind; NULL: from the start */
    int64_t id;
    bool from_it;
    int64_t first;
    struct team_todo *out;
};

/* The store lists by name, and names are unique. */
static bool look(void *ctx, const struct progress *p)
{
    struct looking *l = ctx;
    if (!p->assigned)
        return true;
    l->out->assigned++;
    if (p->done || p->document_done)
        return true;
    l->out->left++;
    if (!l->first)
        l->first = p->document;
    bool behind = !l->name || (p->document == l->id ? l->from_it : strcmp(p->document_name, l->name) > 0);
    if (!l->out->next && behind)
        l->out->next = p->document;
    return true;
}

enum err_code team_todo(struct app *app, int64_t after, bool from_it, struct team_todo *out, struct err *e)
{
    struct looking l = {.id = after, .from_it = from_it, .out = out};
    struct document d = {0};
    *out = (struct team_todo){0};
    enum err_code rc = after ? store_document_get(app->store, after, &d, e) : ERR_OK;
    l.name = d.name;
    if (!rc)
        rc = store_progress(app->store, 0, store_reviewer(app->store), look, &l, e);
    if (!out->next)
        out->next = l.first;
    document_clear(&d);
    return rc;
}

/* ---- what others do to this reviewer ---- */

static void take_in_role(struct app *app)
{
    enum role before = store_role(app->store);
    struct err e;
    if (store_role_refresh(app->store, &e)) {
        app_fail(app, &e);
        return;
    }
    enum role now = store_role(app->store);
    if (now == before)
        return;
    if (now == ROLE_READER)
        app_notice(app, "%s", _("you are a reader now: you see everything and change nothing"));
    else
        app_notice(app, _("you are a %s now"), role_label(now));
}

/* Whether the assignment that C is about is this reviewer's. */
static bool is_mine(const struct app *app, const struct change *c)
{
    return store_json_int(app->store, c->after, "reviewer") == store_reviewer(app->store);
}

static void take_in_assignment(struct app *app, const struct change *c)
{
    char *name;
    int64_t length;
    struct err e;
    bool on = strcmp(c->action, "assign") == 0;
    if ((!on && strcmp(c->action, "unassign") != 0) || !is_mine(app, c))
        return;
    if (store_document_title(app->store, c->document, &name, &length, &e))
        return;
    struct str key = {0};
    team_add_key(app, CMD_TODO_NEXT, &key);
    if (on)
        app_notice(app, _("%s assigned “%s” to you; %s opens what is to do"), c->reviewer_name, name, str_z(&key));
    else
        app_notice(app, _("%s took “%s” back: it is no longer yours to do"), c->reviewer_name, name);
    str_clear(&key);
    free(name);
}

void app_team_changed(struct app *app, const struct change *c)
{
    if (strcmp(c->entity, "reviewer") == 0 && c->entity_id == store_reviewer(app->store))
        take_in_role(app);
    else if (strcmp(c->entity, "assignment") == 0 && c->reviewer != store_reviewer(app->store))
        take_in_assignment(app, c);
}
