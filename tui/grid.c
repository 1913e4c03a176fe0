#include "tui/grid.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/glyph.h"

#include <string.h>

struct grid *grid_new(int cols, int rows, bool wide)
{
    struct grid *g = MEM_NEW(struct grid);
    g->wide = wide;
    grid_resize(g, cols, rows);
    return g;
}

void grid_free(struct grid *g)
{
    if (g)
        free(g->cells);
    free(g);
}

void grid_resize(struct grid *g, int cols, int rows)
{
    g->cols = cols > 0 ? cols : 1;
    g->rows = rows > 0 ? rows : 1;
    free(g->cells);
    g->cells = mem_alloc((size_t)g->cols * (size_t)g->rows, sizeof *g->cells);
    grid_erase(g);
}

void grid_erase(struct grid *g)
{
    const struct cell blank = {.text = " ", .width = 1};
    for (int i = 0; i < g->cols * g->rows; i++)
        g->cells[i] = blank;
    g->cursor_row = -1;
}

struct cell *grid_cell(const struct grid *g, int row, int col)
{
    if (row < 0 || row >= g->rows || col < 0 || col >= g->cols)
        return NULL;
    return &g->cells[row * g->cols + col];
}

static void set_cell(struct cell *c, const char *text, int width, style st)
{
    *c = (struct cell){.width = (uint8_t)width, .style = st};
    for (size_t i = 0; i < sizeof c->text - 1 && text[i]; i++)
        c->text[i] = text[i];
}

/* Writing into one half of a double-width glyph takes the other half away. */
static void split_wide(struct grid *g, int row, int col)
{
    struct cell *c = grid_cell(g, row, col);
    struct cell *before = grid_cell(g, row, col - 1), *behind = grid_cell(g, row, col + 1);
    if (c->width == 0 && before)
        set_cell(before, " ", 1, before->style);
    if (c->width == 2 && behind)
        set_cell(behind, " ", 1, behind->style);
}

/* Takes away the halves that stay of double-width glyphs in the WIDTH cells from C on. */
static struct cell *make_room(struct grid *g, int row, int col, int width)
{
    struct cell *c = &g->cells[row * g->cols + col];
    if (c->width != 1)
        split_wide(g, row, col);
    if (width == 2 && c[1].width != 1)
        split_wide(g, row, col + 1);
    return c;
}

static void put(struct grid *g, int row, int col, const char *text, int width, style st)
{
    struct cell *c = make_room(g, row, col, width);
    if (width == 2)
        c[1] = (struct cell){.style = st};
    set_cell(c, text, width, st);
}

int grid_glyph(struct grid *g, int row, int col, int max, const struct glyph *gl, style st)
{
    if (row < 0 || row >= g->rows || col < 0 || gl->cells > max || gl->cells > g->cols - col)
        return 0;
    if (!gl->mark) {
        put(g, row, col, gl->text, gl->cells, st);
        return gl->cells;
    }
    style marked = (style)(INK_MARK | (st & STYLE_REVERSE ? STYLE_BOLD : 0));
    for (int i = 0; i < gl->cells; i++) {
        const char one[2] = {gl->text[i], '\0'};
        put(g, row, col + i, one, 1, gl->text[i] == ' ' ? st : marked);
    }
    return gl->cells;
}

int grid_common(struct grid *g, int row, int col, int max, const char **s, size_t *n, style st)
{
    int used = 0;
    if (row < 0 || row >= g->rows || col < 0)
        return 0;
    if (max > g->cols - col)
        max = g->cols - col;
    for (size_t bytes; *n > 0 && (bytes = glyph_common(*s, *n)) > 0; *s += bytes, *n -= bytes) {
        int width = bytes == 1 ? 1 : 2;
        if (used + width > max)
            break;
        struct cell *c = make_room(g, row, col + used, width);
        *c = (struct cell){.text = {(*s)[0]}, .width = (uint8_t)width, .style = st};
        if (width == 2) {
            c->text[1] = (*s)[1];
            c->text[2] = (*s)[2];
            c[1] = (struct cell){.style = st};
        }
        used += width;
    }
    return used;
}

int grid_text(struct grid *g, int row, int col, int max, const char *s, size_t n, style st)
{
    int used = 0;
    while (n > 0) {
        struct glyph gl;
        used += grid_common(g, row, col + used, max - used, &s, &n, st);
        if (n == 0)
            break;
        glyph_first(s, n, g->wide, &gl);
        if (!grid_glyph(g, row, col + used, max - used, &gl, st))
            break;
        used += gl.cells;
        s += gl.bytes;
        n -= gl.bytes;
    }
    return used;
}

int grid_label(struct grid *g, int row, int col, int max, const char *z, style st)
{
    size_t n = strlen(z);
    if (max > g->cols - col)
        max = g->cols - col;
    if (max <= 0)
        return 0;
    if (glyph_cells(z, n, g->wide) <= (size_t)max)
        return grid_text(g, row, col, max, z, n, st);
    int used = grid_text(g, row, col, max - 1, z, n, st);
    const char *more = g->wide ? "~" : "…";
    return used + grid_text(g, row, col + used, 1, more, strlen(more), st);
}

void grid_fill(struct grid *g, int row, int col, int n, style st)
{
    for (int i = 0; i < n; i++)
        if (grid_cell(g, row, col + i))
            put(g, row, col + i, " ", 1, st);
}

void grid_line(struct grid *g, int row, int col, int n)
{
    for (int i = 0; i < n; i++)
        if (grid_cell(g, row, col + i))
            put(g, row, col + i, g->wide ? "-" : "─", 1, INK_DIM);
}

void grid_bar(struct grid *g, int row, int col, style st)
{
    if (grid_cell(g, row, col))
        put(g, row, col, g->wide ? "|" : "│", 1, st);
}

void grid_dump(const struct grid *g, struct str *out)
{
    for (int row = 0; row < g->rows; row++) {
        size_t keep = out->len;
        for (int col = 0; col < g->cols; col++) {
            const struct cell *c = grid_cell(g, row, col);
            str_add(out, c->text);
            if (c->width && strcmp(c->text, " ") != 0)
                keep = out->len;
        }
        str_truncate(out, keep);
        str_addc(out, '\n');
    }
    if (g->cursor_row < 0)
        str_add(out, "cursor none\n");
    else
        str_addf(out, "cursor %d,%d\n", g->cursor_row, g->cursor_col);
}
