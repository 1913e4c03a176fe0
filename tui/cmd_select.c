/* Selections, and the ends of an annotation that exists, which are moved as a selection is. */
#include "tui/reader.h"

#include "base/i18n.h"

#include <string.h>

const char *reader_unit_name(enum unit unit)
{
    static const char *const names[] = {[UNIT_GRAPHEME] = "grapheme",
                                        [UNIT_CLAUSE] = "clause",
                                        [UNIT_SENTENCE] = "sentence",
                                        [UNIT_PARAGRAPH] = "paragraph"};
    return names[unit];
}

static bool parse_unit(const char *s, enum unit *out)
{
    size_t n = strlen(s);
    for (enum unit u = UNIT_GRAPHEME; u <= UNIT_PARAGRAPH; u++)
        if (n > 0 && strncmp(reader_unit_name(u), s, n) == 0) {
            *out = u;
            return true;
        }
    return false;
}

enum err_code cmd_select(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    if (inv->argc == 0)
        return ERR_OK;
    enum unit unit;
    if (!parse_unit(inv->argv[0], &unit))
        return err_set(e, ERR_INPUT, _("select by g grapheme, c clause, s sentence or p paragraph, not by “%s”"),
                       inv->argv[0]);
    struct selection *s = &r->selection;
    int grow = s->active && s->unit == unit ? invocation_times(inv) : invocation_times(inv) - 1;
    if (!s->active)
        *s = (struct selection){.active = true, .anchor = r->cursor};
    s->unit = unit;
    r->in_panel = false;
    struct span next;
    for (; grow > 0 && flow_unit_next(r->reading.flow, unit, reader_selection(r).end - 1, &next); grow--)
        reader_go(r, next.start);
    return ERR_OK;
}

enum err_code cmd_swap(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    size_t anchor = r->selection.anchor;
    r->selection.anchor = r->cursor;
    reader_go(r, anchor);
    return ERR_OK;
}

enum err_code cmd_ends(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct reader *r = reader_of(app);
    const struct annotation *a;
    enum err_code rc = reader_need_own(app, &a, e);
    if (rc)
        return rc;
    r->in_panel = false;
    struct span ends = {(size_t)a->start, (size_t)a->end}, words = flow_trim(r->reading.flow, ends);
    if (words.start < words.end)
        ends = words;
    r->selection = (struct selection){
        .active = true, .unit = UNIT_GRAPHEME, .anchor = ends.start, .editing = a->id, .revision = a->revision};
    reader_go(r, text_grapheme_prev(r->reading.text, ends.end));
    return ERR_OK;
}

enum err_code cmd_accept(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct reader *r = reader_of(app);
    struct selection s = r->selection;
    if (!s.active) {
        r->in_panel = false;
        return ERR_OK;
    }
    if (!s.editing)
        return err_set(e, ERR_INPUT, _("choose a tag for the selection"));
    struct span ends = flow_trim(r->reading.flow, reader_selection(r));
    if (ends.start == ends.end)
        return err_set(e, ERR_INPUT, _("between these ends there is only noise"));
    enum err_code rc = store_move(app->store, s.editing, s.revision, (int64_t)ends.start, (int64_t)ends.end, e);
    if (rc == ERR_STALE || rc == ERR_NOT_FOUND || !rc)
        r->selection = (struct selection){0};
    if (!rc)
        r->current = s.editing;
    return rc;
}

enum err_code cmd_reader_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)app, (void)inv, (void)e;
    struct reader *r = reader_of(app);
    if (r->selection.active)
        r->selection = (struct selection){0};
    else if (r->in_panel)
        r->in_panel = false;
    else
        r->show_matches = false;
    return ERR_OK;
}

/* ---- mouse ---- */

/* A click on the panel under the text or on the margin goes to the annotation that is shown there. */
static void click_panel(struct reader *r, int x, int y)
{
    const struct reader_shape *s = &r->shape;
    if (s->panel_rows && y > s->rows + 1 && y <= s->rows + s->panel_rows) {
        reader_tie(r, panel_index_at(r, y - s->rows - 2));
    } else if (s->margin_col && x > s->margin_col && y >= 1 && y <= s->rows) {
        struct row rows[READER_MAX_ROWS];
        struct margin_line lines[READER_MAX_ROWS];
        size_t count = reader_rows(r, rows);
        margin_lay(r, rows, count, lines, (size_t)s->rows);
        reader_tie(r, lines[y - 1].index);
    }
}

enum err_code cmd_mouse_cursor(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    size_t cp;
    if (reader_at_strip(r, inv->key.x, inv->key.y, &cp)) {
        reader_jump(r, cp);
        return ERR_OK;
    }
    if (!reader_at_mouse(r, inv->key.x, inv->key.y, &cp)) {
        click_panel(r, inv->key.x, inv->key.y);
        return ERR_OK;
    }
    r->in_panel = false;
    if (!r->selection.editing)
        r->selection.active = false;
    reader_go(r, cp);
    return ERR_OK;
}

enum err_code cmd_mouse_select(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    size_t cp;
    if (!reader_at_mouse(r, inv->key.x, inv->key.y, &cp))
        return ERR_OK;
    if (!r->selection.active)
        r->selection = (struct selection){.active = true, .unit = UNIT_GRAPHEME, .anchor = r->cursor};
    reader_go(r, cp);
    return ERR_OK;
}

enum err_code cmd_mouse_sentence(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    size_t cp;
    if (!reader_at_mouse(r, inv->key.x, inv->key.y, &cp))
        return ERR_OK;
    r->in_panel = false;
    reader_go(r, cp);
    if (!r->selection.editing)
        r->selection = (struct selection){.active = true, .unit = UNIT_SENTENCE, .anchor = r->cursor};
    return ERR_OK;
}
