/* Lines on the screen: paragraphs cut into rows of a given number of cells.
 *
 * Breaks follow UAX #14 as libunistring finds them, tailored for Chinese (Unicode 16, LB19a: a break is allowed between
 * Han and an opening quote and between a closing quote and Han; none before ” or after “). Where no opportunity fits, a
 * row ends at a grapheme boundary; a cluster wider than a whole row at a glyph. Every character stands in exactly one
 * row, no row is wider than WIDTH, and no double-width cell is cut; trailing spaces and closing punctuation never start
 * a row, opening punctuation never ends one.
 *
 * Rows are found when they are asked for: a key costs what it shows, and within a very long paragraph row starts are
 * remembered at intervals. */
#ifndef ZHUPI_TEXT_LAYOUT_H
#define ZHUPI_TEXT_LAYOUT_H

#include "text/text.h"

struct layout;

struct row {
    size_t start, end; /* code points shown in the row; the LF of a paragraph's last row is not included */
    size_t paragraph;
    size_t number; /* of the row in its paragraph, from 0 */
    bool last;     /* of its paragraph */
};

/* Rows of WIDTH cells (at least 2) for T, which must outlive the layout. WIDE as in glyph.h. */
struct layout *layout_new(const struct text *t, int width, bool wide);
void layout_free(struct layout *l);

int layout_width(const struct layout *l);

/* The row that shows CP (an LF, or the end of the document: the last row of its paragraph). */
struct row layout_row_at(struct layout *l, size_t cp);

/* The row before or behind *R. False, and *R unchanged, at the document's edge. */
bool layout_next(struct layout *l, struct row *r);
bool layout_prev(struct layout *l, struct row *r);

/* The row NUMBER of paragraph PARAGRAPH, or its last one where it has fewer. */
struct row layout_row(struct layout *l, size_t paragraph, size_t number);

/* The cell in which CP is drawn in row R (the row's width behind its last character). */
int layout_cell_of(const struct layout *l, const struct row *r, size_t cp);

/* The grapheme boundary whose cluster covers cell CELL of row R (the last cluster, where CELL is behind it). */
size_t layout_cp_at(const struct layout *l, const struct row *r, int cell);

#endif
