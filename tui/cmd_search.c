/* Incremental search: the view follows what is typed; Esc goes back to where it began. */
#include "tui/reader.h"

#include "base/i18n.h"

#include <string.h>

static void set_pattern(struct reader *r, const char *pattern)
{
    find_free(r->find);
    r->find = find_new(pattern, strlen(pattern));
    r->show_matches = r->find != NULL;
}

/* The match behind FROM (or before), going round the ends of the document once. */
static bool find_in_text(const struct reader *r, size_t from, bool back, struct span *out, bool *round)
{
    const struct flow *f = r->reading.flow;
    size_t end = text_length(r->reading.text);
    *round = false;
    if (back ? flow_find_prev(f, r->find, from, out) : flow_find_next(f, r->find, from, end, out))
        return true;
    *round = true; /* up to where it began: what lies behind that was read */
    return back ? flow_find_prev(f, r->find, end, out) : flow_find_next(f, r->find, 0, from, out);
}

/* The same on the page as it stands. */
static bool find_on_page(const struct reader *r, size_t from, bool back, struct span *out, bool *round)
{
    const struct text *t = r->reading.text;
    size_t end = text_length(t);
    *round = false;
    if (back ? find_prev(r->find, t, from, out) : find_next(r->find, t, from, end, out))
        return true;
    *round = true;
    return back ? find_prev(r->find, t, end, out) : find_next(r->find, t, 0, from, out);
}

/* What is not in the text may stand in noise that is seen. */
static bool find_round(const struct reader *r, size_t from, bool back, struct span *out, bool *round)
{
    bool seen = flow_noise_count(r->reading.flow) > 0 && !rows_hide(r->rows);
    return find_in_text(r, from, back, out, round) || (seen && find_on_page(r, from, back, out, round));
}

/* The next match to which the cursor moves: one inside the character under it would hold it there for good. */
static bool find_onward(const struct reader *r, bool back, struct span *out, bool *round)
{
    size_t from = back ? r->cursor : r->cursor + 1;
    bool found = find_round(r, from, back, out, round);
    while (found && !back && !*round && reader_stand(r, out->start) == r->cursor)
        found = find_round(r, out->start + 1, back, out, round);
    return found;
}

enum err_code cmd_search(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    if (inv->argc == 0) {
        r->search_origin = r->cursor;
        str_truncate(&r->search_missed, 0);
        prompt_open(&app->prompt, PROMPT_SEARCH, "");
        return ERR_OK;
    }
    set_pattern(r, inv->argv[0]);
    struct span m;
    bool round;
    if (!r->find)
        return ERR_OK;
    if (!find_round(r, r->cursor, false, &m, &round))
        return err_set(e, ERR_NOT_FOUND, _("“%s” is not in this document"), inv->argv[0]);
    reader_jump(r, m.start);
    return ERR_OK;
}

/* Whether PATTERN is longer than what was not found from the same place, so that the document need not be read again.
 */
static bool cannot_be_found(const struct reader *r, const char *pattern)
{
    return r->search_missed.len && strncmp(pattern, r->search_missed.p, r->search_missed.len) == 0;
}

void reader_search_preview(struct reader *r, const char *pattern)
{
    set_pattern(r, pattern);
    struct span m;
    bool round, hopeless = cannot_be_found(r, pattern);
    if (!hopeless)
        str_truncate(&r->search_missed, 0);
    if (r->find && !hopeless && find_round(r, r->search_origin, false, &m, &round)) {
        reader_go(r, m.start);
        return;
    }
    if (!hopeless)
        str_add(&r->search_missed, pattern);
    reader_go(r, r->search_origin);
}

void reader_search_abandon(struct reader *r)
{
    set_pattern(r, "");
    reader_go(r, r->search_origin);
}

static enum err_code again(struct app *app, const struct invocation *inv, bool back, struct err *e)
{
    struct reader *r = reader_of(app);
    if (!r->find)
        return err_set(e, ERR_NOT_FOUND, _("nothing was searched yet"));
    bool round = false;
    r->show_matches = true;
    for (int i = invocation_times(inv); i > 0 && !round; i--) { /* once round is enough for any count */
        struct span m;
        if (!find_onward(r, back, &m, &round))
            return err_set(e, ERR_NOT_FOUND, _("there is no match in this document"));
        reader_go(r, m.start);
    }
    if (round)
        app_say(app, "%s", back ? _("searched on from the end") : _("searched on from the start"));
    return ERR_OK;
}

enum err_code cmd_search_next(struct app *app, const struct invocation *inv, struct err *e)
{
    return again(app, inv, false, e);
}

enum err_code cmd_search_previous(struct app *app, const struct invocation *inv, struct err *e)
{
    return again(app, inv, true, e);
}
