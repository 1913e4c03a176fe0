/* Moving by the outline: to the next heading or item, and the pane that shows them all. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/tree.h"

enum err_code cmd_outline(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return app_show(app, &tree_ops, tree_open, e);
}

enum err_code cmd_section_next(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    const struct outline *o = &r->reading.outline;
    long at = outline_before(o, r->cursor) + 1;
    if (at >= (long)o->count)
        return err_set(e, ERR_NOT_FOUND, "%s",
                       o->count ? _("this is the last section") : _("no headings were found in this document"));
    at += invocation_times(inv) - 1;
    reader_go(r, o->headings[at < (long)o->count ? at : (long)o->count - 1].span.start);
    return ERR_OK;
}

enum err_code cmd_section_previous(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    const struct outline *o = &r->reading.outline;
    long at = r->cursor > 0 ? outline_before(o, r->cursor - 1) : -1;
    if (at < 0)
        return err_set(e, ERR_NOT_FOUND, "%s",
                       o->count ? _("this is the first section") : _("no headings were found in this document"));
    at -= invocation_times(inv) - 1;
    reader_go(r, o->headings[at > 0 ? at : 0].span.start);
    return ERR_OK;
}
