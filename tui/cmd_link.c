/* Linking annotations, and looking at the links of one. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/links.h"
#include "tui/pick.h"

static enum err_code need_annotation(const struct app *app, struct subject *out, struct err *e)
{
    const struct reader *r = reader_of(app);
    enum err_code rc = r ? reader_need_fixed_ends(r, e) : ERR_OK;
    if (rc)
        return rc;
    *out = app_subject(app);
    return out->annotation ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
}

/* Where the other end is known already, link the two; else have it chosen. */
enum err_code cmd_link(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s;
    struct view *v;
    enum err_code rc = need_annotation(app, &s, e);
    if (rc)
        return rc;
    if (inv->argc > 0)
        return err_set(e, ERR_INPUT, _("the number of a row makes sense only where a link is being chosen"));
    if (app->linking.annotation && app->linking.annotation != s.annotation)
        return linking_make(app, app->linking.annotation, s.annotation, e);
    rc = pick_open(app, s.annotation, &v, e);
    if (rc)
        return rc;
    linking_clear(&app->linking); /* it is chosen anew */
    app_push(app, v);
    return ERR_OK;
}

enum err_code cmd_links(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s;
    struct view *v;
    (void)inv;
    enum err_code rc = need_annotation(app, &s, e);
    if (!rc)
        rc = links_open(app, s.annotation, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}
