/* Rows of named columns: a table for people on a terminal, tab-separated values under a header row elsewhere. */
#ifndef ZHUPI_CLI_TABLE_H
#define ZHUPI_CLI_TABLE_H

#include "base/str.h"

struct table_column {
    const char *name;  /* in the header row of the values */
    const char *title; /* on a terminal, marked for translation; NULL: not shown there */
    bool number;       /* aligned to the right, and a number of JSON */
};

struct table {
    const struct table_column *columns;
    size_t n_columns;
    struct str *cells; /* row by row */
    size_t rows, cap;
};

/* A new row's cells, all empty, to be filled with UTF-8; they stay where they are until the next row. */
struct str *table_add(struct table *t);

/* To standard output. It is the last that is done with the cells: on a terminal they are made safe. */
void table_print(struct table *t);

/* One JSON object a line instead. An empty cell is null. */
void table_print_json(const struct table *t);

void table_clear(struct table *t);

#endif
