/* Which annotations are shown. */
#include "tui/reader.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "db/filter.h"
#include "tui/filters.h"
#include "tui/layers.h"
#include "tui/reviewers.h"

#include <string.h>

#define SIGN_NAMES 2
#define SETTLE_MS 500 /* between two readings of what passes the filter, while others change it */

static void spell_names(const struct layer *l, const struct reviewers *all, struct str *out)
{
    for (size_t i = 0; i < l->count && i < SIGN_NAMES; i++) {
        const struct reviewer *r = reviewers_get(all, l->reviewers[i]);
        str_addf(out, "%s%s", i ? ", " : "", r ? r->name : "?");
    }
    if (l->count > SIGN_NAMES)
        str_addf(out, " …%zu", l->count - SIGN_NAMES);
}

static void spell_sign(struct layer *l, const struct reviewers *all, int64_t self)
{
    struct str names = {0};
    spell_names(l, all, &names);
    str_truncate(&l->sign, 0);
    if (l->kind == LAYER_WITHOUT)
        str_addf(&l->sign, _("without %s"), str_z(&names));
    else if (l->kind == LAYER_ONLY && l->count == 0)
        str_add(&l->sign, _("nobody"));
    else if (l->kind == LAYER_ONLY && l->count == 1 && l->reviewers[0] == self)
        str_add(&l->sign, _("mine"));
    else
        str_add(&l->sign, str_z(&names));
    str_clear(&names);
}

enum err_code layers_apply(struct app *app, struct err *e)
{
    struct reviewers all = {0};
    enum err_code rc = reviewers_load(&all, app->store, e);
    if (!rc)
        spell_sign(&app->layer, &all, store_reviewer(app->store));
    reviewers_clear(&all);
    for (size_t i = 0; !rc && i < app->view_count; i++)
        if (app->views[i]->ops == &reader_ops)
            rc = reader_load_notes((struct reader *)app->views[i], app, e);
    app->dirty = true;
    return rc;
}

enum err_code layers_reveal(struct app *app, int64_t reviewer, int64_t annotation, struct err *e)
{
    bool shown = layer_shows(&app->layer, reviewer), passes = true;
    enum err_code rc = ERR_OK;
    if (annotation && app->layer.where)
        rc = store_filter_matches(app->store, app->layer.where, annotation, &passes, e);
    if (rc || (shown && passes))
        return rc;
    if (!shown)
        layer_clear(&app->layer);
    if (!passes)
        layer_filter(&app->layer, NULL, NULL);
    rc = layers_apply(app, e);
    if (!rc)
        app_say(app, "%s", _("all annotations are shown again: what you go to was hidden"));
    return rc;
}

enum err_code layers_show_own(struct app *app, struct err *e)
{
    int64_t self = store_reviewer(app->store);
    if (layer_shows(&app->layer, self))
        return ERR_OK;
    layer_set(&app->layer, self, true);
    return layers_apply(app, e);
}

/* Names one behind the other, as they are typed. */
static enum err_code choose(struct app *app, const char *words, struct err *e)
{
    struct reviewers all = {0};
    size_t bytes, n = 0;
    enum err_code rc = reviewers_load(&all, app->store, e);
    struct layer chosen = {.kind = LAYER_ONLY};
    for (words += strspn(words, " ,"); !rc && *words; words += bytes, n++) {
        const struct reviewer *r = reviewers_at(&all, words, &bytes);
        if (r)
            layer_set(&chosen, r->id, true);
        else
            rc = err_set(e, ERR_NOT_FOUND, _("there is no reviewer called “%s”; layer all, layer mine, or names"),
                         words);
    }
    if (!rc && n == 0)
        rc = err_set(e, ERR_INPUT, _("say whose annotations are to be shown: layer all, layer mine, or names"));
    if (rc) {
        layer_clear(&chosen);
    } else {
        layer_clear(&app->layer);
        chosen.expression = app->layer.expression;
        chosen.where = app->layer.where;
        app->layer = chosen;
    }
    reviewers_clear(&all);
    return rc;
}

/* Without an argument it changes between all and mine. */
enum err_code cmd_layer(struct app *app, const struct invocation *inv, struct err *e)
{
    const char *who = inv->argc ? inv->argv[0] : app->layer.kind == LAYER_ALL ? "mine" : "all";
    enum err_code rc = ERR_OK;
    if (strcmp(who, "all") == 0)
        layer_clear(&app->layer);
    else if (strcmp(who, "mine") == 0)
        layer_only(&app->layer, store_reviewer(app->store));
    else
        rc = choose(app, who, e);
    if (!rc)
        rc = layers_apply(app, e);
    if (!rc && app->layer.kind == LAYER_ALL)
        app_say(app, "%s", _("all annotations are shown"));
    else if (!rc)
        app_say(app, _("annotations shown: %s"), str_z(&app->layer.sign));
    return rc;
}

enum err_code cmd_layers(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return app_show(app, &layers_ops, layers_open, e);
}

/* ---- the filter ---- */

const char *layers_filter(const struct view *v, const struct app *app)
{
    (void)v;
    return app->layer.expression ? app->layer.expression : "";
}

enum err_code layers_set_filter(struct view *v, struct app *app, const char *expression, struct filter *take_where,
                                struct err *e)
{
    (void)v;
    layer_filter(&app->layer, expression, take_where);
    return layers_apply(app, e);
}

/* What this session did is shown as it is until then. */
void layers_follow(struct app *app, const struct change *c)
{
    static const char *const entities[] = {"code",  "comment", "document", "filter",
                                           "group", "link",    "noise",    "reviewer"};
    if (!app->layer.where)
        return;
    filters_follow(app, app->layer.expression, &app->layer.where, c);
    for (size_t i = 0; strcmp(c->session, store_session(app->store)) != 0 && i < sizeof entities / sizeof *entities;
         i++)
        app->layer.unsettled = app->layer.unsettled || strcmp(c->entity, entities[i]) == 0;
}

bool layers_work(struct app *app)
{
    struct layer *l = &app->layer;
    struct err e;
    int64_t now = clock_monotonic_ms();
    if (!l->unsettled || (!app->frontend->patient && now - l->settled_ms < SETTLE_MS))
        return false;
    l->unsettled = false;
    if (layers_apply(app, &e))
        app_fail(app, &e);
    l->settled_ms = clock_monotonic_ms();
    return true;
}
