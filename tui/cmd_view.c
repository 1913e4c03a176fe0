/* The two halves of the reader's screen. */
#include "tui/reader.h"

#include "base/i18n.h"

enum err_code cmd_focus(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct reader *r = reader_of(app);
    if (r->in_panel) {
        r->in_panel = false;
        return ERR_OK;
    }
    if (r->notes.count == 0)
        return err_set(e, ERR_NOT_FOUND, _("nothing is tagged yet"));
    if (!r->current) {
        size_t at = annset_from(&r->notes, (int64_t)r->cursor);
        reader_remember_jump(r, r->cursor);
        reader_tie(r, at < r->notes.count ? at : r->notes.count - 1);
    }
    r->in_panel = true;
    return ERR_OK;
}

enum err_code cmd_panel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    r->panel_hidden = !r->panel_hidden;
    r->in_panel = r->in_panel && !r->panel_hidden;
    r->view.ops->resize(&r->view, app);
    return ERR_OK;
}

enum err_code cmd_strip(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    app->strip_hidden = !app->strip_hidden;
    r->view.ops->resize(&r->view, app);
    return ERR_OK;
}
