/* Opening a document: what the first screen needs first, the rest while nothing is typed, or when a key wants it. */
#include "tui/reader.h"

#include "base/mem.h"
#include "tui/layers.h"

/* ---- reading on ---- */

typedef enum err_code go_on_fn(struct reading *r, struct err *e);

/* What is on the screen stays there; below it the text goes on now. */
static enum err_code go_on(struct reader *r, struct app *app, go_on_fn *how, struct err *e)
{
    const struct flow *flow = r->reading.flow;
    struct reader_place was = reader_place(r);
    enum err_code rc = how(&r->reading, e);
    if (r->reading.flow != flow)
        reader_stand_on(r, app, &was);
    rows_grow(r->rows);
    r->top = rows_at(r->rows, r->top.start);
    return rc;
}

enum err_code reader_read_text(struct reader *r, struct app *app, struct err *e)
{
    return reading_has_text(&r->reading) ? ERR_OK : go_on(r, app, reading_finish_text, e);
}

/* What fails is told with the next key or step, which wants all of it. */
void reader_reach(struct reader *r, size_t cp)
{
    struct err e;
    if (!r->rows || reading_has_text(&r->reading))
        return;
    (void)reading_reach(&r->reading, cp, &e);
    rows_grow(r->rows);
    r->top = rows_at(r->rows, r->top.start);
}

/* A text that cannot be read to its end is not shown: what is below it is, with the message. */
static void give_up(struct app *app, const struct err *e)
{
    app_pop(app);
    app_fail(app, e);
    struct view *v = app_view(app);
    if (!app->quit)
        v->ops->settle(v, app);
}

bool reader_work(struct view *v, struct app *app)
{
    struct reader *r = (struct reader *)v;
    struct err e;
    if (layers_work(app))
        return true;
    if (reading_is_whole(&r->reading))
        return false;
    if (!r->put_off && !app->frontend->patient)
        return r->put_off = true;
    if (go_on(r, app, reading_step, &e)) {
        give_up(app, &e);
        return false;
    }
    return !reading_is_whole(&r->reading);
}

/* Those that go by rows and by what is found in the text. All others have to do with sentences, which headings cut, or
 * with the headings themselves. */
static bool wants_outline(enum command_id id)
{
    switch (id) {
    case CMD_CENTER:
    case CMD_DOCUMENT_END:
    case CMD_DOCUMENT_START:
    case CMD_HALF_PAGE_DOWN:
    case CMD_HALF_PAGE_UP:
    case CMD_HELP:
    case CMD_LEFT:
    case CMD_PAGE_DOWN:
    case CMD_PAGE_UP:
    case CMD_QUIT:
    case CMD_REDRAW:
    case CMD_RIGHT:
    case CMD_ROW_DOWN:
    case CMD_ROW_END:
    case CMD_ROW_START:
    case CMD_ROW_UP:
    case CMD_SCREEN_BOTTOM:
    case CMD_SCREEN_MIDDLE:
    case CMD_SCREEN_TOP:
    case CMD_SCROLL_DOWN:
    case CMD_SCROLL_UP:
    case CMD_SEARCH:
    case CMD_SEARCH_NEXT:
    case CMD_SEARCH_PREVIOUS:
    case CMD_SUSPEND:
        return false;
    default:
        return true;
    }
}

static bool make_ready(struct app *app, go_on_fn *how, bool (*ready)(const struct reading *))
{
    struct reader *r = reader_of(app);
    struct err e;
    if (!r || ready(&r->reading) || !go_on(r, app, how, &e))
        return true;
    give_up(app, &e);
    return false;
}

bool reader_ready_for_key(struct app *app)
{
    return make_ready(app, reading_finish_text, reading_has_text);
}

bool reader_ready_for(struct app *app, enum command_id id)
{
    if (wants_outline(id))
        return make_ready(app, reading_finish, reading_is_whole);
    return reader_ready_for_key(app);
}

/* ---- opening ---- */

static enum err_code load(struct app *app, int64_t id, size_t place, struct reader *r, struct err *e)
{
    enum err_code rc = store_document_head(app->store, id, &r->document, e);
    if (!rc)
        rc = reading_open(app->store, id, place, &r->reading, e);
    if (rc)
        return rc;
    rc = annset_load(&r->notes, app->store, id, &app->layer, e);
    if (!rc)
        rc = threads_load(&r->threads, app->store, id, e);
    if (!rc)
        rc = linkset_load(&r->links, app->store, id, e);
    if (!rc)
        rc = codes_refresh(&app->codes, app->store, e);
    r->codes = &app->codes;
    return rc ? rc : reviewers_load(&r->names, app->store, e);
}

enum err_code reader_open(struct app *app, int64_t id, struct reader **out, struct err *e)
{
    struct reader *r = MEM_NEW(struct reader);
    r->view.ops = &reader_ops;
    r->goal = -1;
    r->gists = gists_new(app->store);
    int64_t place = 0;
    struct err none;
    if (store_place_get(app->store, id, "", &place, &none) || place < 0)
        place = 0;
    enum err_code rc = load(app, id, (size_t)place, r, e);
    if (rc) {
        reader_free(&r->view);
        return rc;
    }
    app_learn_width(app);
    reader_resize(&r->view, app);
    struct span first = flow_unit_at(r->reading.flow, UNIT_SENTENCE, 0);
    if (place > 0)
        reader_go(r, (size_t)place);
    else
        reader_go(r, first.start < first.end ? first.start : 0);
    r->saved_cursor = r->cursor;
    if (place > 0)
        reader_place_cursor(r, r->shape.rows / 3);
    *out = r;
    return ERR_OK;
}
