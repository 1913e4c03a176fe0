#include "tui/follow.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/layers.h"
#include "tui/list.h"
#include "tui/people.h"
#include "tui/reader.h"

#include <string.h>

void follow_clear(struct follow *f)
{
    free(f->name);
    *f = (struct follow){0};
}

static void stop(struct app *app)
{
    app_say(app, _("you follow %s no more"), app->follow.name);
    follow_clear(&app->follow);
}

/* ---- going there ---- */

enum err_code follow_go(struct app *app, int64_t document, int64_t position, struct err *e)
{
    struct reader *r = reader_in(app);
    bool far = !r || r->document.id != document;
    enum err_code rc = far ? app_open(app, document, e) : ERR_OK;
    if (rc)
        return rc;
    while (!reader_of(app))
        app_pop(app);
    r = reader_of(app);
    reader_go(r, (size_t)position);
    r->view.ops->settle(&r->view, app);
    if (far)
        reader_place_cursor(r, r->shape.rows / 3);
    app->dirty = true;
    return ERR_OK;
}

/* Whether the screen shows what the colleague M sees already. */
static bool is_there(const struct app *app, const struct member *m)
{
    const struct reader *r = reader_of(app);
    if (m->document == 0)
        return app_top(app, &list_ops) != NULL;
    return r && r->document.id == m->document && reader_stand(r, (size_t)m->position) == r->cursor;
}

static void go_to(struct app *app, const struct member *m)
{
    struct err e;
    if (is_there(app, m))
        return;
    if (m->document == 0) {
        while (app->view_count > 1)
            app_pop(app);
        app->dirty = true;
    } else if (follow_go(app, m->document, m->position, &e)) {
        follow_clear(&app->follow);
        app_fail(app, &e);
    }
}

void follow_step(struct app *app)
{
    if (!follow_on(&app->follow))
        return;
    const struct member *m = crew_find(&app->crew, app->follow.session);
    const struct reader *r = reader_of(app);
    if (!m) {
        app_notice(app, _("%s has left: you follow nobody now"), app->follow.name);
        follow_clear(&app->follow);
    } else if (!app->prompt.active && (r ? !r->selection.active : app_top(app, &list_ops) != NULL)) {
        go_to(app, m);
    }
}

/* ---- the end of it ---- */

bool follow_ends(struct app *app, const struct command *c)
{
    bool seen = reader_of(app) || app_top(app, &list_ops);
    if (!follow_on(&app->follow) || c->id != CMD_CANCEL || !seen)
        return false;
    stop(app);
    return true;
}

void follow_check(struct app *app, const struct command *c, int64_t document, int64_t position)
{
    int64_t document_now, position_now;
    if (!follow_on(&app->follow) || c->id == CMD_FOLLOW)
        return;
    app_place(app, &document_now, &position_now);
    const struct reader *r = reader_of(app);
    bool seen = r || app_top(app, &list_ops);
    bool moves = (c->flags & FLAG_MOTION) || c->id == CMD_SCROLL_DOWN || c->id == CMD_SCROLL_UP;
    if (document_now != document || position_now != position || (seen && moves) || (r && r->selection.active))
        stop(app);
}

void follow_sign(const struct app *app, struct str *out)
{
    struct str keys = {0};
    const struct view *v = app_view(app);
    if (!follow_on(&app->follow))
        return;
    str_addf(out, _("following %s"), app->follow.name);
    if (keymap_keys_of(app->keymap, v->ops->context(v), CMD_CANCEL, NULL, &keys))
        str_addf(out, _(" · %s stops"), str_z(&keys));
    str_clear(&keys);
}

/* ---- the command ---- */

static void start(struct app *app, const struct member *m)
{
    if (!follow_on(&app->follow)) {
        app_save(app);
        app_place(app, &app->follow.document, &app->follow.position);
    }
    struct reader *r = reader_in(app);
    if (r)
        reader_remember_jump(r, r->cursor);
    free(app->follow.name);
    app->follow.name = mem_dup(m->name);
    memcpy(app->follow.session, m->session, sizeof m->session);
    go_to(app, m);
}

static bool is_named(const struct member *m, const char *name, size_t n, bool whole)
{
    return strncmp(m->name, name, n) == 0 && (!whole || !m->name[n]);
}

/* Whoever has the name, or else begins with it alone; of their sessions the one with the last key. */
static enum err_code find_named(const struct app *app, const char *name, const struct member **out, struct err *e)
{
    size_t n = strlen(name);
    while (n > 0 && name[n - 1] == ' ')
        n--;
    *out = NULL;
    for (int whole = 1; whole >= 0 && !*out; whole--)
        for (size_t i = 0; i < app->crew.count; i++) {
            const struct member *m = &app->crew.members[i];
            if (!is_named(m, name, n, whole))
                continue;
            if (*out && (*out)->reviewer != m->reviewer)
                return err_set(e, ERR_INPUT, _("more than one name begins with “%s”"), name);
            if (!*out || m->active > (*out)->active)
                *out = m;
        }
    return *out ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("%s is not here"), name);
}

/* The only other session in this document, or the only one at all; NULL where there are more. */
static const struct member *only_one(const struct app *app)
{
    int64_t document, position;
    const struct member *here = NULL;
    size_t n = 0;
    app_place(app, &document, &position);
    for (size_t i = 0; i < app->crew.count; i++)
        if (document && app->crew.members[i].document == document) {
            here = &app->crew.members[i];
            n++;
        }
    if (n == 0 && app->crew.count == 1)
        return &app->crew.members[0];
    return n == 1 ? here : NULL;
}

enum err_code cmd_follow(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct member *m = NULL;
    if (inv->argc > 0) {
        enum err_code rc = find_named(app, inv->argv[0], &m, e);
        if (rc)
            return rc;
    } else if (app_top(app, &people_ops)) {
        m = people_member(app);
        if (!m)
            return err_set(e, ERR_NOT_FOUND, _("this is nobody else who is here: choose another row"));
        app_pop(app);
    } else {
        m = only_one(app);
    }
    if (m && layers_reveal(app, m->reviewer, 0, e))
        return e->code;
    if (m)
        start(app, m);
    else if (app->crew.count == 0)
        return err_set(e, ERR_NOT_FOUND, _("nobody else is here"));
    else
        prompt_ask(&app->prompt, PROMPT_NAME, CMD_FOLLOW, 0, "");
    return ERR_OK;
}
