#include "tui/linking.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "tui/gist.h"
#include "tui/reader.h"
#include "tui/team.h"

#include <string.h>

void linking_clear(struct linking *l)
{
    free(l->words);
    *l = (struct linking){0};
}

enum err_code linking_begin(struct app *app, int64_t annotation, struct err *e)
{
    struct gists *gists = gists_new(app->store);
    const struct gist *g = gists_get(gists, annotation);
    bool known = g->tag != TAG_NONE && !g->deleted;
    if (known) {
        struct str words = {0};
        gist_cut(g->words, app->grid->wide, &words);
        linking_clear(&app->linking);
        app->linking = (struct linking){.annotation = annotation, .tag = g->tag, .words = str_take(&words)};
    }
    gists_free(gists);
    return known ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
}

bool linking_is_shown(const struct app *app)
{
    const unsigned closed_by_esc = CONTEXT_LINK | CONTEXT_CODE | CONTEXT_OUTLINE | CONTEXT_HELP | CONTEXT_EDIT;
    const struct view *v = app_view(app);
    return app->linking.annotation && !(v->ops->context(v) & closed_by_esc);
}

/* One thing at a time, the latest first: a selection was begun later. */
bool linking_ends(struct app *app, const struct command *c)
{
    const struct reader *r = reader_of(app);
    if (c->id != CMD_CANCEL || !linking_is_shown(app) || (r && r->selection.active))
        return false;
    linking_clear(&app->linking);
    app_say(app, "%s", _("nothing was linked"));
    return true;
}

void linking_sign(const struct app *app, struct str *out)
{
    struct str link = {0};
    const struct linking *l = &app->linking;
    if (!keymap_keys_of(app->keymap, CONTEXT_TAGGED, CMD_LINK, NULL, &link)) /* where it will work */
        str_add(&link, command_get(CMD_LINK)->name);
    str_addf(out, _("%s links it with %s “%s”"), str_z(&link), tag_label(l->tag), l->words);
    str_clear(&link);
}

static void say_made(struct app *app, const struct link *l)
{
    struct gists *gists = gists_new(app->store);
    struct str undo = {0}, from = {0}, to = {0};
    gist_cut(gists_get(gists, l->from)->words, app->grid->wide, &from);
    gist_cut(gists_get(gists, l->to)->words, app->grid->wide, &to);
    team_add_key(app, CMD_UNDO, &undo);
    app_say(app, _("%s “%s” %s %s “%s” — %s takes it back"), tag_label(l->from_tag), str_z(&from),
            relation_label(relation_of(l->from_tag, l->to_tag)), tag_label(l->to_tag), str_z(&to), str_z(&undo));
    str_clear(&undo);
    str_clear(&from);
    str_clear(&to);
    gists_free(gists);
}

enum err_code linking_make(struct app *app, int64_t a, int64_t b, struct err *e)
{
    struct link made;
    enum err_code rc = store_link(app->store, a, b, NULL, &made, e);
    if (rc == ERR_EXISTS)
        link_clear(&made);
    if (rc)
        return rc;
    say_made(app, &made);
    link_clear(&made);
    linking_clear(&app->linking);
    return ERR_OK;
}
