/* Where in the document the tags lie, and where the screen is: a row of cells, each for an equal part of the document.
 * A part shows the letter of its tag, "+" where it has several, and a line where it has none; what is on the screen is
 * reversed, where that is not all. It stands outside of the rows that scroll, so that a scroll changes no more than the
 * ends of what is reversed. */
#ifndef ZHUPI_TUI_STRIP_H
#define ZHUPI_TUI_STRIP_H

#include "analysis/figures.h"
#include "tui/annset.h"
#include "tui/grid.h"

struct strip {
    struct figure_part *parts;
    size_t count;
    size_t changes; /* of the set, when they were counted */
};

void strip_clear(struct strip *s);

/* One annotation of NOTES has become another one: where what was counted is of the set as it was before, with BEFORE as
 * its number of changes, it is kept true. WAS has the tag, start and end that it had; NULL, or NOW NULL: it was not, or
 * is not, among them. */
void strip_follow(struct strip *s, size_t before, const struct annset *notes, size_t length,
                  const struct annotation *was, const struct annotation *now);

/* Draw the strip of N cells in row ROW from column COL: of a document of LENGTH code points with the annotations NOTES,
 * of which [FIRST, LAST) is on the screen. */
void strip_draw(struct strip *s, struct grid *g, int row, int col, int n, const struct annset *notes, size_t length,
                size_t first, size_t last);

/* The code point at cell X of a strip of N cells. */
size_t strip_position(int x, int n, size_t length);

#endif
