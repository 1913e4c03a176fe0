/* Jumps: from annotation to annotation, to what is untagged yet, back and forth, to marks. */
#include "tui/reader.h"

#include "base/i18n.h"

#include <string.h>

enum err_code cmd_annotation_next(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    size_t n = r->notes.count;
    size_t at = r->current ? annset_index(&r->notes, r->current) + 1 : annset_from(&r->notes, (int64_t)r->cursor);
    if (at >= n)
        return err_set(e, ERR_NOT_FOUND, "%s", n ? _("this is the last annotation") : _("nothing is tagged yet"));
    at += (size_t)(invocation_times(inv) - 1);
    reader_tie(r, at < n ? at : n - 1);
    return ERR_OK;
}

enum err_code cmd_annotation_previous(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    size_t at = r->current ? annset_index(&r->notes, r->current) : annset_from(&r->notes, (int64_t)r->cursor);
    if (at == 0)
        return err_set(e, ERR_NOT_FOUND, "%s",
                       r->notes.count ? _("this is the first annotation") : _("nothing is tagged yet"));
    size_t back = (size_t)invocation_times(inv);
    reader_tie(r, at > back ? at - back : 0);
    return ERR_OK;
}

enum err_code cmd_untagged_next(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    struct span s = {r->cursor, r->cursor};
    int left = invocation_times(inv);
    while (left > 0) {
        if (!flow_unit_next(r->reading.flow, UNIT_SENTENCE, s.start, &s))
            return err_set(e, ERR_NOT_FOUND, _("every sentence from here to the end is tagged"));
        if (annset_over(&r->notes, 0, (int64_t)s.start, (int64_t)s.end) == r->notes.count)
            left--;
    }
    reader_go(r, s.start);
    return ERR_OK;
}

enum err_code cmd_jump_back(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    if (r->jump_at == 0)
        return reader_switch_back(app, e);
    for (int i = invocation_times(inv); i > 0 && r->jump_at > 0; i--) {
        if (r->jump_at == r->jump_count && r->jump_count < READER_JUMPS)
            r->jumps[r->jump_count] = r->cursor; /* the place to come forward to */
        r->jump_at--;
        reader_go(r, r->jumps[r->jump_at]);
    }
    return ERR_OK;
}

enum err_code cmd_jump_forward(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    size_t last = r->jump_count < READER_JUMPS ? r->jump_count : READER_JUMPS - 1;
    if (r->jump_at >= last)
        return err_set(e, ERR_NOT_FOUND, _("there is no place to go forward to"));
    for (int i = invocation_times(inv); i > 0 && r->jump_at < last; i--)
        reader_go(r, r->jumps[++r->jump_at]);
    return ERR_OK;
}

static enum err_code check_mark(const char *name, struct err *e)
{
    if (strlen(name) == 1 && ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z')))
        return ERR_OK;
    return err_set(e, ERR_INPUT, _("a mark is a letter from a to z or A to Z, not “%s”"), name);
}

enum err_code cmd_mark_set(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    if (inv->argc == 0)
        return ERR_OK;
    enum err_code rc = check_mark(inv->argv[0], e);
    if (!rc)
        rc = store_place_set(app->store, r->document.id, inv->argv[0], (int64_t)r->cursor, e);
    if (!rc)
        app_say(app, _("mark %s is set here"), inv->argv[0]);
    return rc;
}

enum err_code cmd_mark_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    if (inv->argc == 0)
        return ERR_OK;
    int64_t cp = 0;
    enum err_code rc = check_mark(inv->argv[0], e);
    if (!rc)
        rc = store_place_get(app->store, r->document.id, inv->argv[0], &cp, e);
    if (rc == ERR_NOT_FOUND)
        return err_set(e, rc, _("mark %s is not set in this document"), inv->argv[0]);
    if (!rc)
        reader_go(r, (size_t)cp);
    return rc;
}
