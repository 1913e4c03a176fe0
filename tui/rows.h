/* The rows of a document on the screen, with its noise or with the noise folded away. In both, all positions are those
 * of the document, so that nobody outside has to know which of the two it is.
 *
 * A row is as in layout.h, and its paragraph and number are those of what is shown. Folded noise belongs to the row of
 * the first character behind it. Noise that is all there is cannot be folded away. */
#ifndef ZHUPI_TUI_ROWS_H
#define ZHUPI_TUI_ROWS_H

#include "text/flow.h"
#include "text/layout.h"

struct rows;

/* Rows of WIDTH cells for what F (which must outlive them) shows, FOLDED: without its noise. WIDE as in glyph.h. Free
 * with rows_free (NULL is allowed). */
struct rows *rows_new(const struct flow *f, bool folded, int width, bool wide);
void rows_free(struct rows *r);

int rows_width(const struct rows *r);

/* Whether they were asked to fold noise; whether some is folded away. */
bool rows_folded(const struct rows *r);
bool rows_hide(const struct rows *r);

/* Go on with the flow F of the same document, whose noise has changed. Only for rows that fold none: they stay as they
 * are. */
void rows_set_flow(struct rows *r, const struct flow *f);

/* The document has grown (layout_grow). */
void rows_grow(struct rows *r);

/* ---- rows ---- */

/* The row that shows CP, and for folded noise the character behind it. */
struct row rows_at(const struct rows *r, size_t cp);

/* The row before or behind *ROW. False, and *ROW unchanged, at the document's edge. */
bool rows_next(const struct rows *r, struct row *row);
bool rows_prev(const struct rows *r, struct row *row);

/* The positions that belong to ROW, [first, behind), with its line end and the folded noise before it. */
size_t rows_first(const struct rows *r, const struct row *row);
size_t rows_behind(const struct rows *r, const struct row *row);

/* As in layout.h. */
int rows_cell_of(const struct rows *r, const struct row *row, size_t cp);
size_t rows_cp_at(const struct rows *r, const struct row *row, int cell);

/* The bytes that are shown in ROW, borrowed, not NUL-terminated; their number in *N. The position of the character
 * that is the I-th of them. */
const char *rows_words(const struct rows *r, const struct row *row, size_t *n);
size_t rows_position(const struct rows *r, const struct row *row, size_t i);

/* ---- places for a cursor: grapheme boundaries of the document, never in folded noise ---- */

/* The last one (0 in an empty document). */
size_t rows_last(const struct rows *r);

/* The one for CP: the boundary before it, behind folded noise, and off an LF that ends a paragraph with text. */
size_t rows_stand(const struct rows *r, size_t cp);

/* The ones before and behind CP, which is one; itself at the document's edge. */
size_t rows_left(const struct rows *r, size_t cp);
size_t rows_right(const struct rows *r, size_t cp);

/* The last one in ROW. */
size_t rows_end(const struct rows *r, const struct row *row);

#endif
