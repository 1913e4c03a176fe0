/* The whole note of the annotation that the panel is on: in the margin and in the panel under the text it is cut. It
 * lies over rows that do not scroll, and is gone when the panel has the focus no more. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <string.h>

#define INDENT 2

static int count_rows(struct layout *l, int most)
{
    struct row row = layout_row(l, 0, 0);
    int n = 1;
    while (n < most && layout_next(l, &row))
        n++;
    return n;
}

static void draw_rows(const struct text *t, struct layout *l, struct grid *g, int y, int rows)
{
    struct row row = layout_row(l, 0, 0);
    for (int i = 0; i < rows; i++, y++) {
        size_t n;
        const char *s = text_slice(t, row.start, row.end, &n);
        grid_fill(g, y, 0, g->cols, INK_TEXT);
        grid_text(g, y, INDENT, g->cols - 2 * INDENT, s, n, INK_TEXT);
        if (!layout_next(l, &row))
            return;
    }
    grid_label(g, y - 1, g->cols - INDENT, 1, g->wide ? "~" : "…", INK_DIM);
}

static void draw_title(const struct annotation *a, struct grid *g, int y)
{
    struct str title = {0};
    str_addf(&title, _(" %s, note of %s "), tag_label(a->tag), a->reviewer_name);
    grid_line(g, y, 0, g->cols);
    grid_label(g, y, INDENT, g->cols - 2 * INDENT, str_z(&title), INK_TITLE);
    str_clear(&title);
}

void detail_draw(const struct reader *r, struct grid *g)
{
    const struct annotation *a = reader_current(r);
    int room = r->shape.rows; /* from row 1 on; the list of the panel stays */
    if (!r->in_panel || !a || !*a->note || room < 6)
        return;
    struct text *t = text_new(mem_dup(a->note), strlen(a->note));
    struct layout *l = layout_new(t, g->cols - 2 * INDENT, g->wide);
    int most = room / 2 - 1, rows = count_rows(l, most), top = room - rows;
    if (g->cursor_row >= top) /* the passage is down there */
        top = 1;
    draw_title(a, g, top);
    draw_rows(t, l, g, top + 1, rows);
    if (top == 1)
        grid_line(g, rows + 2, 0, g->cols);
    layout_free(l);
    text_free(t);
}
