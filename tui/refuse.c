/* What this reviewer may not change is refused before anything is typed for it. The store refuses it once more. */
#include "tui/code_split.h"
#include "tui/codebook.h"
#include "tui/filters.h"
#include "tui/reader.h"

#include "base/i18n.h"

/* The commands that change the annotations or the noise of the document that is open. */
static bool changes_annotations(enum command_id id)
{
    switch (id) {
    case CMD_CODE:
    case CMD_DELETE:
    case CMD_ENDS:
    case CMD_LINK:
    case CMD_NOISE:
    case CMD_NOTE:
    case CMD_NOTE_EDITOR:
    case CMD_REPEAT:
    case CMD_RETAG:
    case CMD_TAG:
        return true;
    default:
        return false;
    }
}

static bool is_for_leads(enum command_id id)
{
    return id == CMD_ASSIGN || id == CMD_ROLE || id == CMD_SETTLE;
}

/* "accept" changes something only behind "ends"; in the panel it goes to a passage. */
enum err_code app_refuses(const struct app *app, const struct command *c, struct err *e)
{
    if (!(c->flags & FLAG_MUTATES) || c->id == CMD_ACCEPT)
        return ERR_OK;
    enum role role = store_role(app->store);
    if (role == ROLE_READER)
        return err_set(e, ERR_DENIED, _("%s: you are a %s here, who changes nothing: ask a lead for another role"),
                       store_path(app->store), role_label(role));
    if (role != ROLE_LEAD && is_for_leads(c->id))
        return err_set(e, ERR_DENIED, _("%s: only a lead may do this, and you are a %s"), store_path(app->store),
                       role_label(role));
    const struct reader *r = reader_of(app);
    if (r && r->document.done && changes_annotations(c->id))
        return err_set(e, ERR_DENIED, _("“%s” is closed: your change was not made; a lead can open it again"),
                       r->document.name);
    return ERR_OK;
}

/* One's own words, in the thread view; one's own link, or as lead everybody's; in the codebook, a code that one may
 * change; one's own annotation, in the document. */
static bool is_own(const struct app *app)
{
    const struct annotation *a;
    struct err e;
    if (app_top(app, &codebook_ops))
        return codebook_may_change(app);
    if (app_top(app, &code_split_ops))
        return true;
    if (app_top(app, &filters_ops))
        return app_reviewer(app) &&
               (store_role(app->store) == ROLE_LEAD || app_reviewer(app) == store_reviewer(app->store));
    if (reader_of(app))
        return reader_need_own(app, &a, &e) == ERR_OK;
    struct subject s = app_subject(app);
    if (s.link && store_role(app->store) == ROLE_LEAD)
        return true;
    return (s.comment || s.link) && s.author == store_reviewer(app->store);
}

/* Of the annotation under the cursor of the document. */
static bool has_links(const struct app *app)
{
    const struct reader *r = reader_of(app);
    if (!r)
        return false;
    struct linkset_span span = linkset_of(&r->links, r->current);
    return span.from < span.to;
}

bool app_offers(const struct app *app, const struct command *c)
{
    struct err e;
    if (app_refuses(app, c, &e))
        return false;
    switch (c->id) {
    case CMD_ASSIGN:
    case CMD_DONE:
    case CMD_OPEN:
        return app_document(app) != 0;
    case CMD_DOCUMENTS:
        return !(app_contexts(app) & CONTEXT_LIST);
    case CMD_CODE:
    case CMD_CODE_DEFINE:
    case CMD_CODE_MERGE:
    case CMD_CODE_MOVE:
    case CMD_CODE_RENAME:
    case CMD_CODE_SPLIT:
    case CMD_DELETE:
    case CMD_ENDS:
    case CMD_NOTE:
    case CMD_RETAG:
        return is_own(app);
    case CMD_CHAIN_NEXT:
    case CMD_LINKS:
        return has_links(app);
    case CMD_FOLD:
        return (app_contexts(app) & (CONTEXT_OUTLINE | CONTEXT_CODEBOOK)) || app_subject(app).thread != 0;
    case CMD_LINK:
        return app_subject(app).annotation != 0;
    case CMD_NOISE_FOLD:
    case CMD_NOISE_NEXT:
        return reader_of(app) && flow_noise_count(reader_of(app)->reading.flow) > 0;
    case CMD_REPLY:
    case CMD_RESOLVE:
        return app_subject(app).thread != 0;
    default:
        return true;
    }
}
