/* Rows of named columns: a table for people on a terminal, tab-separated values under a header row elsewhere. */
#ifndef ZHUPI_CLI_LISTING_H
#define ZHUPI_CLI_LISTING_H

#include "base/str.h"

/* What the cells of a column hold, for those who read them on a terminal. */
enum listing_kind {
    LISTING_TEXT,
    LISTING_NUMBER,  /* aligned to the right, and a number of JSON */
    LISTING_TIME,    /* RFC 3339, on a terminal by the local clock */
    LISTING_PASSAGE, /* words of a document, on a terminal in one line and cut to the room that is left */
    LISTING_JSON,    /* a value that is JSON already; only for JSON */
    LISTING_WORD,    /* one of the program's own, on a terminal in the reader's language */
};

struct listing_column {
    const char *name;  /* in the header row of the values */
    const char *title; /* on a terminal, marked for translation; NULL: not shown there */
    enum listing_kind kind;
};

struct listing {
    const struct listing_column *columns;
    size_t n_columns;
    struct str *cells; /* row by row */
    size_t rows, cap;
    bool begun; /* the header row was printed */
};

/* A new row's cells, all empty, to be filled with UTF-8; they stay where they are until the next row. */
struct str *listing_add(struct listing *t);

/* To standard output. It is the last that is done with the cells: on a terminal they are made safe. */
void listing_print(struct listing *t);

/* The rows so far, on their way to listing_print (JSON: to listing_print_json), and forgotten: for what is long, where
 * no row waits for the others (not for a terminal's table). */
void listing_flow(struct listing *t, bool json);

/* One JSON object a line instead. An empty cell is null. */
void listing_print_json(const struct listing *t);

/* Comma-separated values under a header row instead (RFC 4180); made safe on a terminal. */
void listing_print_csv(const struct listing *t);

void listing_clear(struct listing *t);

#endif
