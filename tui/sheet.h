/* Lines of words that were wrapped to a width, for what is read as a whole: a thread, a note, a change. */
#ifndef ZHUPI_TUI_SHEET_H
#define ZHUPI_TUI_SHEET_H

#include "tui/grid.h"

#include <stdint.h>

struct sheet_line {
    char *text;   /* owned by the sheet */
    char *right;  /* what stands at the end of the line, INK_DIM; owned; NULL: nothing */
    char mark[8]; /* what stands two cells before the text; "": nothing */
    int indent;   /* cells before the text */
    style style, mark_style;
    int64_t id; /* what the line is about */
    bool rule;  /* a border, and TEXT in it */
};

struct sheet {
    struct sheet_line *lines;
    size_t count, capacity;
    int cells; /* of a line */
    bool wide;
};

/* An empty sheet of lines of CELLS cells. WIDE as in glyph.h. */
void sheet_begin(struct sheet *s, int cells, bool wide);
void sheet_clear(struct sheet *s);

/* Add TEXT as LIKE says, in as many lines as it takes; MARK and RIGHT stand in the first one. LIKE's TEXT and RIGHT
 * are not used. */
void sheet_add(struct sheet *s, const struct sheet_line *like, const char *text, const char *right);

/* The same for one line: what does not fit is cut. */
void sheet_add_cut(struct sheet *s, const struct sheet_line *like, const char *text, const char *right);

/* Keep the first N lines; "…" says that more were there. */
void sheet_cut(struct sheet *s, size_t n);

/* Draw the lines from FROM on into N rows from ROW on, from column COL on; returns how many there were. */
int sheet_draw(const struct sheet *s, size_t from, struct grid *g, int row, int col, int n);

/* The N bytes at S with LFs as blanks, added to OUT. */
struct str;
void sheet_one_line(struct str *out, const char *s, size_t n);

#endif
