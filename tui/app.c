#include "tui/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/carry.h"
#include "tui/list.h"
#include "tui/note_edit.h"
#include "tui/reader.h"
#include "tui/surveyed.h"
#include "tui/tui.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MIN_COLS 20
#define MIN_ROWS 4

/* ---- views ---- */

struct view *app_top(const struct app *app, const struct view_ops *ops)
{
    if (app->view_count == 0 || app_view(app)->ops != ops)
        return NULL;
    return app_view(app);
}

/* Not into a file that is gone, and not the places of whom one follows. */
static bool may_save(const struct app *app)
{
    return !*app->gone && !follow_on(&app->follow);
}

static void save_view(struct app *app, struct view *v)
{
    if (v->ops->save && may_save(app))
        v->ops->save(v, app);
}

/* The lowest view above the list is the one that nobody remembers. */
static void close_lowest(struct app *app)
{
    struct view *v = app->views[1];
    save_view(app, v);
    v->ops->free(v);
    memmove(app->views + 1, app->views + 2, (--app->view_count - 1) * sizeof(struct view *));
}

void app_push(struct app *app, struct view *v)
{
    if (app->view_count == APP_MAX_VIEWS)
        close_lowest(app);
    app->views[app->view_count++] = v;
    v->ops->resize(v, app);
    v->ops->settle(v, app);
}

/* The places are saved before, because the document may be the one that is open. */
enum err_code app_open(struct app *app, int64_t id, struct err *e)
{
    struct reader *r;
    if (note_edit_is_open(app))
        return err_set(e, ERR_INPUT, _("something is being written: save it or leave it first"));
    app_save(app);
    enum err_code rc = reader_open(app, id, &r, e);
    if (rc)
        return rc;
    while (app->view_count > 1)
        app_pop(app);
    list_choose(app_view(app), id);
    app_push(app, &r->view);
    carry_tell(app, &r->document);
    return ERR_OK;
}

enum err_code app_show(struct app *app, const struct view_ops *ops, app_open_fn *open, struct err *e)
{
    struct view *v;
    if (app_top(app, ops))
        return ERR_OK;
    enum err_code rc = open(app, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}

void app_pop(struct app *app)
{
    struct view *v = app_view(app);
    save_view(app, v);
    if (app->view_count == 1) {
        app->quit = true;
        return;
    }
    app->view_count--;
    v->ops->free(v);
}

int64_t app_document(const struct app *app)
{
    const struct view *v = app_view(app);
    return v->ops->document ? v->ops->document(v) : 0;
}

int64_t app_reviewer(const struct app *app)
{
    const struct view *v = app_view(app);
    return v->ops->reviewer ? v->ops->reviewer(v) : 0;
}

struct subject app_subject(const struct app *app)
{
    const struct view *v = app_view(app);
    return v->ops->subject ? v->ops->subject(v) : (struct subject){0};
}

bool app_back_to(struct app *app, const struct view_ops *ops)
{
    size_t i = app->view_count;
    while (i > 0 && app->views[i - 1]->ops != ops)
        i--;
    while (i > 0 && app->view_count > i)
        app_pop(app);
    return i > 0;
}

/* ---- messages ---- */

void app_say(struct app *app, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct err e;
    err_vset(&e, ERR_OK, fmt, ap);
    va_end(ap);
    snprintf(app->message, sizeof app->message, "%s", e.msg);
    app->dirty = true;
    app->message_is_error = false;
}

/* The message without the name of the file before it, which says nothing where only one is open; where the file itself
 * is the trouble it stays. */
static const char *without_path(const struct app *app, const struct err *e)
{
    static const char *const colons[] = {": ", "："};
    const char *path = store_path(app->store), *rest = e->msg + strlen(path);
    if (e->code > ERR_DENIED || strncmp(e->msg, path, strlen(path)) != 0)
        return e->msg;
    for (size_t i = 0; i < sizeof colons / sizeof *colons; i++)
        if (strncmp(rest, colons[i], strlen(colons[i])) == 0)
            return rest + strlen(colons[i]);
    return e->msg;
}

void app_fail(struct app *app, const struct err *e)
{
    snprintf(app->message, sizeof app->message, "%s", without_path(app, e));
    app->dirty = true;
    app->message_is_error = e->code != ERR_NOT_FOUND && e->code != ERR_EXISTS;
}

static bool is_typing(const struct app *app)
{
    const struct pending *p = &app->pending;
    return app->prompt.active || app_view(app)->ops->type || p->n || p->count || p->asking.command;
}

void app_notice(struct app *app, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct err e;
    err_vset(&e, ERR_OK, fmt, ap);
    va_end(ap);
    size_t n = strlen(app->notice), room = sizeof app->notice - n;
    if (!is_typing(app))
        app_say(app, "%s", e.msg);
    else if ((size_t)snprintf(app->notice + n, room, "%s%s", n ? "; " : "", e.msg) >= room)
        app->notice[n] = '\0'; /* those before it say enough */
}

void app_say_kept(struct app *app)
{
    if (!*app->notice || *app->message || is_typing(app))
        return;
    app_say(app, "%s", app->notice);
    *app->notice = '\0';
}

void app_save(struct app *app)
{
    for (size_t i = 0; i < app->view_count; i++)
        save_view(app, app->views[i]);
    app->saved_ms = clock_monotonic_ms();
}

/* ---- drawing ---- */

void app_learn_width(struct app *app)
{
    if (app->frontend->learn_width)
        app->frontend->learn_width(app->frontend);
    app->grid->wide = app->frontend->wide;
}

void app_draw(struct app *app)
{
    struct grid *g = app->grid;
    grid_erase(g);
    if (g->cols < MIN_COLS || g->rows < MIN_ROWS) {
        grid_label(g, 0, 0, g->cols, _("too small"), INK_TITLE);
        return;
    }
    struct view *v = app_view(app);
    app_draw_status(app, g);
    v->ops->draw(v, app, g);
    app_draw_bottom(app, g);
}

/* ---- opening and closing ---- */

static enum err_code open_list(struct app *app, struct err *e)
{
    struct view *list;
    enum err_code rc = list_open(app, &list, e);
    if (!rc)
        app_push(app, list);
    return rc;
}

static enum err_code open_first_view(struct app *app, const char *document, struct err *e)
{
    if (!document)
        return open_list(app, e);
    list_put_below(app);
    int64_t id;
    enum err_code rc = store_document_id(app->store, document, &id, e);
    return rc ? rc : app_open(app, id, e);
}

void app_close(struct app *app)
{
    while (app->view_count > 0) {
        struct view *v = app->views[--app->view_count];
        v->ops->free(v);
    }
    surveyed_free(&app->surveyed);
    crew_clear(&app->crew);
    layer_clear(&app->layer);
    layer_filter(&app->layer, NULL, NULL);
    codes_clear(&app->codes);
    follow_clear(&app->follow);
    linking_clear(&app->linking);
    prompt_clear(&app->prompt);
    command_line_clear(&app->pending.asking);
    command_line_clear(&app->repeat);
    hint_keys_clear(&app->hint_keys);
    grid_free(app->grid);
    if (app->frontend)
        app->frontend->ops->close(app->frontend);
}

/* ---- without a terminal ---- */

static enum err_code read_keys(const struct tui_options *o, struct frontend **out, struct err *e)
{
    FILE *f = fopen(o->keys_path, "re");
    struct str keys = {0};
    char chunk[4096];
    size_t n;
    if (!f)
        return err_set(e, ERR_INPUT, _("%s could not be read: %s"), o->keys_path, strerror(errno));
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        str_addn(&keys, chunk, n);
    enum err_code rc = ERR_OK;
    if (ferror(f))
        rc = err_set(e, ERR_INPUT, _("%s could not be read: %s"), o->keys_path, strerror(errno));
    fclose(f);
    if (!rc && headless_open(str_z(&keys), keys.len, o->cols, o->rows, o->ambiguous == AMBIGUOUS_WIDE, out, e))
        rc = err_prefix(e, "%s", o->keys_path);
    str_clear(&keys);
    return rc;
}

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && strcmp(s + n - k, end) == 0;
}

static enum err_code write_screen(const struct app *app, const char *path, struct err *e)
{
    struct str s = {0};
    if (path && ends_in(path, ".svg"))
        grid_svg(app->grid, &s);
    else
        grid_dump(app->grid, &s);
    FILE *f = path ? fopen(path, "we") : stdout;
    bool ok = f && fwrite(str_z(&s), 1, s.len, f) == s.len;
    if (!path)
        ok = fflush(stdout) == 0 && ok;
    else if (f)
        ok = fclose(f) == 0 && ok;
    int reason = errno;
    str_clear(&s);
    return ok ? ERR_OK : err_set(e, ERR_IO, _("%s could not be written: %s"), path ? path : "stdout", strerror(reason));
}

enum err_code tui_review(struct store *s, const struct keymap *keymap, const struct tui_options *options, struct err *e)
{
    struct app app = {.store = s,
                      .keymap = keymap,
                      .restricted = options->restricted,
                      .saved_ms = clock_monotonic_ms(),
                      .dirty = true};
    enum err_code rc = store_feed_head(s, &app.feed_seq, e);
    if (!rc)
        rc = options->headless ? read_keys(options, &app.frontend, e) : term_open(options->ambiguous, &app.frontend, e);
    if (rc)
        return rc;
    int cols, rows;
    app.frontend->ops->size(app.frontend, &cols, &rows);
    app.grid = grid_new(cols, rows, app.frontend->wide);
    if (options->notice)
        app_say(&app, "%s", options->notice);
    rc = open_first_view(&app, options->document, e);
    if (!rc)
        rc = app_loop(&app, e);
    if (!rc && options->headless) {
        app_draw(&app);
        rc = write_screen(&app, options->screen_path, e);
    }
    app_close(&app);
    return rc;
}
