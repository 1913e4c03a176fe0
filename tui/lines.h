/* Moving in a list of lines, one of which is chosen: what the document list and the help view share. */
#ifndef ZHUPI_TUI_LINES_H
#define ZHUPI_TUI_LINES_H

#include "text/find.h"
#include "tui/view.h"

struct lines {
    size_t count;      /* lines there are */
    size_t at;         /* the chosen one */
    size_t top;        /* the first on the screen */
    int rows;          /* on the screen */
    struct find *find; /* what was searched last, or NULL */
};

/* One of the commands that move (rows, pages, ends, scrolling, a click), for lines drawn from screen row FIRST_ROW
 * on. */
void lines_move(struct lines *l, const struct invocation *inv, int first_row);

/* Keep the chosen line inside the list and on the screen, and the screen full: where lines are above it, no row below
 * the last one is empty. */
void lines_settle(struct lines *l);

/* The words of line I, NUL-terminated; borrowed until the next call. */
typedef const char *lines_text_fn(void *ctx, size_t i);

/* One of the commands that search: for its words, or the last ones, behind the chosen line or before it, round the ends
 * (ERR_NOT_FOUND); a search without words has them typed first. */
enum err_code lines_search(struct lines *l, struct app *app, const struct invocation *inv, lines_text_fn *text,
                           void *ctx, struct err *e);

#endif
