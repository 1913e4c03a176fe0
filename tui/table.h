/* A view of rows, one of which is chosen: columns under their titles, moving, searching, the mouse. A view embeds a
 * table as its first member, fills in what its rows say, and takes the functions below into its view_ops. */
#ifndef ZHUPI_TUI_TABLE_H
#define ZHUPI_TUI_TABLE_H

#include "tui/app.h"
#include "tui/lines.h"

#define TABLE_FIRST_ROW 2 /* below the status line and the titles */

struct table_column {
    const char *title; /* marked for translation; "" for none */
    int cells;         /* its width; 0: all that the others leave (one column only) */
    int from;          /* it is left out where the table has fewer cells than this */
    bool right;        /* to the right, as figures are */
};

struct table;

struct table_source {
    const struct table_column *columns;
    size_t column_count;
    /* The words of a cell, added to OUT; and how they look (the chosen row has INK_SELECTION all over). */
    void (*cell)(const struct table *t, size_t row, size_t column, struct str *out);
    style (*ink)(const struct table *t, size_t row, size_t column); /* NULL: INK_TEXT */
    const char *nothing; /* what stands there instead of rows, marked for translation; NULL: the view says it */
    size_t search_max;   /* with more rows than this, whose words are read one by one, nothing is searched; 0: always */
    bool (*waits)(
        const struct table *t); /* whether the rows are just being read: they have no words then; NULL: never */
    bool detail;                /* the lower third of a screen that is not small is for the chosen row */
};

struct table {
    struct view view;
    const struct table_source *source;
    struct lines lines; /* the view keeps lines.count true */
    int detail_rows;    /* at the bottom, which are the view's to draw; 0: it has none, or there is no room */
    int left;           /* the column where it begins, to the right edge of the screen */
};

/* For view_ops.draw and .resize; the latter also sets a new table up. */
void table_draw(struct view *v, struct app *app, struct grid *g);
void table_resize(struct view *v, struct app *app);

/* Free what the table itself holds (not the view). */
void table_clear(struct table *t);

/* A bar of CELLS cells that is full at TOTAL, in characters of every terminal and font: "####....". Something begun
 * shows one mark, and only what is complete is full. */
void table_bar(struct str *out, int64_t done, int64_t total, int cells);

/* Where AT is in LENGTH, in percent, 0 to 100: both may come from a file that holds anything. */
int table_percent(int64_t at, int64_t length);

/* N of TOTAL as a share, 0 to 100: rounded. */
int table_share(int64_t n, int64_t total);

/* The cells of COLUMN on G: where they begin, in *COL. Returns how many, 0 where it is left out. */
int table_column_cells(const struct table *t, const struct grid *g, size_t column, int *col);

/* Choose the row that INV clicked on; false where it is none. The view on top must be a table. */
bool table_click(struct app *app, const struct invocation *inv);

/* Handlers; the view on top must be a table. */
enum err_code table_move(struct app *app, const struct invocation *inv, struct err *e);
enum err_code table_search(struct app *app, const struct invocation *inv, struct err *e);

/* The entries of a handler table that every table has. */
#define TABLE_HANDLERS                                                                                                 \
    [CMD_DOCUMENT_END] = table_move, [CMD_DOCUMENT_START] = table_move, [CMD_HALF_PAGE_DOWN] = table_move,             \
    [CMD_HALF_PAGE_UP] = table_move, [CMD_MOUSE_CURSOR] = table_move, [CMD_PAGE_DOWN] = table_move,                    \
    [CMD_PAGE_UP] = table_move, [CMD_ROW_DOWN] = table_move, [CMD_ROW_UP] = table_move,                                \
    [CMD_SCROLL_DOWN] = table_move, [CMD_SCROLL_UP] = table_move, [CMD_SEARCH] = table_search,                         \
    [CMD_SEARCH_NEXT] = table_search, [CMD_SEARCH_PREVIOUS] = table_search

#endif
