/* The whole note of the annotation that the panel is on, all that was said about it and all its links: in the margin
 * and in the panel under the text they are cut. It lies over rows that do not scroll, and is gone when the panel has
 * the focus no more.
 */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/linkline.h"
#include "tui/talk.h"

#define INDENT 2

static bool unfolded(void *ctx, int64_t thread)
{
    (void)thread;
    const struct reader *r = ctx;
    return r->unfolded == r->current;
}

static void add_title(const struct reader *r, const struct annotation *a, struct str *out)
{
    struct str what = {0};
    const struct code *code = codes_of(r->codes, a);
    str_addf(&what, code ? _("%s: ") : "%s", tag_label(a->tag));
    codes_path(r->codes, code, &what);
    str_addf(out, *a->note ? _(" %s, note of %s ") : _(" %s, by %s "), str_z(&what), a->reviewer_name);
    str_clear(&what);
    if (a->settled == SETTLED_ACCEPTED)
        str_addf(out, _("— accepted by %s "), reviewers_name(&r->names, a->settled_by));
    else if (a->settled == SETTLED_REJECTED)
        str_addf(out, _("— rejected by %s "), reviewers_name(&r->names, a->settled_by));
}

static void write_sheet(const struct reader *r, const struct annotation *a, struct sheet *s)
{
    struct str title = {0};
    struct sheet_line rule = {.rule = true, .indent = INDENT, .style = INK_TITLE}, note = {.indent = INDENT};
    add_title(r, a, &title);
    sheet_add_cut(s, &rule, str_z(&title), NULL);
    if (*a->note)
        sheet_add(s, &note, a->note, NULL);
    talk_write(s, &r->threads, a->id, unfolded, (void *)r);
    linkline_write(r, a->id, s);
    str_clear(&title);
}

void detail_draw(const struct reader *r, struct grid *g)
{
    const struct annotation *a = reader_current(r);
    int room = r->shape.rows; /* from row 1 on; the list of the panel stays */
    if (!r->in_panel || !a || room < 6)
        return;
    struct sheet s = {0};
    sheet_begin(&s, g->cols, g->wide);
    write_sheet(r, a, &s);
    if (s.count > 1) {
        sheet_cut(&s, (size_t)room / 2);
        int rows = (int)s.count, top = room - rows + 1;
        if (g->cursor_row >= top) /* the passage is down there */
            top = 1;
        for (int y = top; y < top + rows; y++)
            grid_fill(g, y, 0, g->cols, INK_TEXT);
        sheet_draw(&s, 0, g, top, 0, rows);
        if (top == 1)
            grid_line(g, rows + 1, 0, g->cols);
    }
    sheet_clear(&s);
}
