/* Going to an annotation, in whatever document it is. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/layers.h"
#include "tui/thread.h"

#include <string.h>

/* The document ID right below the thread view on top, or NULL. */
static struct reader *below_thread(const struct app *app, int64_t id)
{
    if (!app_top(app, &thread_ops) || app->view_count < 2 || app->views[app->view_count - 2]->ops != &reader_ops)
        return NULL;
    struct reader *r = (struct reader *)app->views[app->view_count - 2];
    return r->document.id == id ? r : NULL;
}

/* What one goes to is shown, whatever the layer. */
static enum err_code reveal(struct app *app, int64_t annotation, struct err *e)
{
    struct annotation a;
    if (!annotation)
        return ERR_OK;
    enum err_code rc = store_annotation_get(app->store, annotation, &a, e);
    if (rc)
        return rc == ERR_NOT_FOUND ? ERR_OK : rc;
    if (!a.deleted)
        rc = layers_reveal(app, a.reviewer, a.id, e);
    annotation_clear(&a);
    return rc;
}

/* Open document ID with all of its text: what is gone to may lie anywhere. */
static enum err_code open_whole(struct app *app, int64_t id, struct reader **out, struct err *e)
{
    enum err_code rc = reader_open(app, id, out, e);
    if (rc)
        return rc;
    rc = reader_read_text(*out, app, e);
    if (rc)
        reader_ops.free(&(*out)->view);
    return rc;
}

enum err_code reader_visit(struct app *app, int64_t id, int64_t annotation, int64_t position, struct err *e)
{
    struct reader *r = below_thread(app, id);
    enum err_code rc = reveal(app, annotation, e);
    if (rc)
        return rc;
    app_save(app);
    if (r) {
        app_pop(app);
    } else {
        rc = open_whole(app, id, &r, e);
        if (rc)
            return rc;
        app_push(app, &r->view);
    }
    r->selection = (struct selection){0};
    r->in_panel = false; /* the keys are for the text, as they are where one reads */
    if (annset_get(&r->notes, annotation))
        reader_tie(r, annset_index(&r->notes, annotation));
    else if (position >= 0)
        reader_go(r, (size_t)position);
    reader_place_cursor(r, r->shape.rows / 3);
    return ERR_OK;
}

/* Open document ID in place of R, which is on top. */
static enum err_code change_document(struct app *app, const struct reader *r, int64_t id, struct reader **out,
                                     struct err *e)
{
    bool in_panel = r->in_panel;
    app_save(app);
    enum err_code rc = open_whole(app, id, out, e);
    if (rc)
        return rc;
    app_pop(app);
    app_push(app, &(*out)->view);
    (*out)->in_panel = in_panel;
    return ERR_OK;
}

static void leave_place(struct elsewhere *left, int64_t document, int64_t position)
{
    if (left->count == APP_ELSEWHERE)
        memmove(left->places, left->places + 1, --left->count * sizeof *left->places);
    left->places[left->count].document = document;
    left->places[left->count++].position = position;
}

enum err_code reader_switch(struct app *app, int64_t id, int64_t annotation, struct err *e)
{
    struct reader *r = reader_of(app);
    int64_t from = r->document.id, position = (int64_t)r->cursor;
    bool here = from == id;
    enum err_code rc = reveal(app, annotation, e);
    if (!rc && !here)
        rc = change_document(app, r, id, &r, e);
    if (rc)
        return rc;
    if (here)
        reader_remember_jump(r, r->cursor);
    else
        leave_place(&app->elsewhere, from, position);
    reader_tie(r, annset_index(&r->notes, annotation));
    if (!here)
        reader_place_cursor(r, r->shape.rows / 3);
    return ERR_OK;
}

enum err_code reader_switch_back(struct app *app, struct err *e)
{
    struct elsewhere *left = &app->elsewhere;
    struct reader *r = reader_of(app);
    if (left->count == 0)
        return err_set(e, ERR_NOT_FOUND, _("there is no place to go back to"));
    left->count--;
    int64_t document = left->places[left->count].document, position = left->places[left->count].position;
    enum err_code rc = r->document.id == document ? ERR_OK : change_document(app, r, document, &r, e);
    if (rc)
        return rc;
    reader_go(r, (size_t)position);
    reader_place_cursor(r, r->shape.rows / 3);
    return ERR_OK;
}
