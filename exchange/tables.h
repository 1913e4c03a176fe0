/* Tables of office files while they are read: a row is a line of the text and its cells are parted by tabs; what a cell
 * holds is joined by blanks, tables inside it too. A table of one column is a frame around paragraphs. */
#ifndef ZHUPI_EXCHANGE_TABLES_H
#define ZHUPI_EXCHANGE_TABLES_H

#include "exchange/extract.h"
#include "exchange/xml.h"

#define TABLES_MAX (XML_DEPTH_MAX / 3 + 1) /* in one another */

struct table {
    long columns;
    size_t cells; /* in this row */
    int joined;   /* open rows of it that are lines */
};

struct tables {
    struct table open[TABLES_MAX];
    int count;
    int joining; /* open rows that are lines, of all of them: more than 0 where paragraphs are joined */
};

/* A table begins; false, and nothing is done, where too many are open. And it ends. */
bool tables_begin(struct tables *t);
void tables_end(struct tables *t);

/* The innermost one has N more columns. */
void tables_columns(struct tables *t, long n);

/* A row of it begins, and a cell in that: OUT gets what parts it from the one before. LINE: all of OUT is one line. */
void tables_row(struct tables *t);
void tables_cell(struct tables *t, struct extract *out, bool line);

/* The row ends: true where a line of the text ends with it. */
bool tables_row_end(struct tables *t, struct extract *out);

#endif
