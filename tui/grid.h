/* The screen as a grid of cells, between the views that draw and whoever shows it: a terminal, a test, a picture.
 *
 * Everything that is drawn passes through text/glyph.h here, so no view can send a control character. A double-width
 * glyph takes a cell of width 2 and a cell of width 0 behind it; it is never cut. */
#ifndef ZHUPI_TUI_GRID_H
#define ZHUPI_TUI_GRID_H

#include "tui/style.h"

#include <stdbool.h>
#include <stddef.h>

struct str;

#define CELL_TEXT_SIZE 21 /* 5 code points of 4 bytes and the NUL */

struct cell {
    char text[CELL_TEXT_SIZE]; /* NUL-terminated UTF-8; "" in the second half of a double-width glyph */
    uint8_t width;             /* 1, 2, or 0 for such a second half */
    style style;
};

struct grid {
    int cols, rows;
    bool wide; /* ambiguous characters take two cells (glyph.h) */
    struct cell *cells;
    int cursor_row, cursor_col; /* cursor_row < 0: no cursor */
};

struct grid *grid_new(int cols, int rows, bool wide);
void grid_free(struct grid *g);
void grid_resize(struct grid *g, int cols, int rows); /* and erase */
void grid_erase(struct grid *g);

struct cell *grid_cell(const struct grid *g, int row, int col);

/* Draw the N bytes at S (valid UTF-8) from (ROW, COL) on, in at most MAX cells; what lies outside the grid is left
 * out. Returns the cells drawn. */
int grid_text(struct grid *g, int row, int col, int max, const char *s, size_t n, style st);

/* The same up to the first glyph that is none of glyph_common's, or does not fit; *S and *N are what is left. */
int grid_common(struct grid *g, int row, int col, int max, const char **s, size_t *n, style st);

/* Draw one glyph, as glyph_first found it in its surroundings. Returns its cells, 0 where it does not fit. */
struct glyph;
int grid_glyph(struct grid *g, int row, int col, int max, const struct glyph *gl, style st);

/* The same as grid_text for a NUL-terminated string, ended by "…" (or "~" where that is wide) when it does not fit. */
int grid_label(struct grid *g, int row, int col, int max, const char *z, style st);

/* N cells of the style ST holding blanks. */
void grid_fill(struct grid *g, int row, int col, int n, style st);

/* Borders: a light line, or ASCII where ambiguous characters are wide. */
void grid_line(struct grid *g, int row, int col, int n);
void grid_bar(struct grid *g, int row, int col, style st);

/* The rows as lines of text without trailing blanks, then a line "cursor ROW,COL" (or "cursor none"), added to OUT. */
void grid_dump(const struct grid *g, struct str *out);

/* The grid as a self-contained SVG picture, added to OUT. */
void grid_svg(const struct grid *g, struct str *out);

#endif
