/* Lines on the screen: paragraphs cut into rows of a given number of cells.
 *
 * Breaks follow UAX #14 as libunistring finds them, tailored for Chinese (linebreak.h). Where no opportunity fits, a
 * row ends at a grapheme boundary; a cluster wider than a whole row is cut between glyphs. Every character stands in
 * exactly one row and inside its width, spaces too, and no double-width cell is cut; only a mark (glyph.h) that is
 * wider than a whole row is longer than its row, and stands alone in it. Trailing spaces and closing punctuation do not
 * start a row, opening punctuation does not end one: what they belong to goes with them. The exception is a run of
 * them that is longer than a row.
 *
 * Rows are found when they are asked for, and the same whatever way they are reached. A call costs at most the layout
 * of a piece of text of bounded size, whatever the size of the document or of its paragraph; what was laid out lately
 * is kept. A paragraph of more than 32,768 code points is cut into such pieces, behind a sentence where there is one:
 * the last row of a piece may be short. */
#ifndef ZHUPI_TEXT_LAYOUT_H
#define ZHUPI_TEXT_LAYOUT_H

#include "text/text.h"

struct layout;

struct row {
    size_t start, end; /* code points shown in the row; the LF of a paragraph's last row is not included */
    size_t paragraph;
    size_t number; /* of the row in its paragraph, from 0 and growing; it jumps where a very long one has a new piece */
    bool last;     /* of its paragraph */
};

/* Rows of WIDTH cells (at least 2) for T, which must outlive the layout. WIDE as in glyph.h. */
struct layout *layout_new(const struct text *t, int width, bool wide);
void layout_free(struct layout *l);

int layout_width(const struct layout *l);

/* The text has grown: what was the last paragraph may go on, so its rows are laid out again. A row of it that somebody
 * keeps is to be asked for again. */
void layout_grow(struct layout *l);

/* The row that shows CP (an LF, or the end of the document: the last row of its paragraph). */
struct row layout_row_at(struct layout *l, size_t cp);

/* The row before or behind *R. False, and *R unchanged, at the document's edge. */
bool layout_next(struct layout *l, struct row *r);
bool layout_prev(struct layout *l, struct row *r);

/* The row NUMBER of paragraph PARAGRAPH, or the last one with a lower number where there is none. */
struct row layout_row(struct layout *l, size_t paragraph, size_t number);

/* The cell in which CP is drawn in row R (the row's width behind its last character). */
int layout_cell_of(const struct layout *l, const struct row *r, size_t cp);

/* The grapheme boundary whose cluster covers cell CELL of row R (the last cluster, where CELL is behind it). */
size_t layout_cp_at(const struct layout *l, const struct row *r, int cell);

#endif
