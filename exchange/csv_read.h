/* Rows of comma-separated values after RFC 4180, as a spreadsheet saves them, from a file that is not trusted: UTF-8,
 * with or without a byte order mark, lines that end with CRLF or LF, the last one with or without. A line with nothing
 * in it is no row. */
#ifndef ZHUPI_EXCHANGE_CSV_READ_H
#define ZHUPI_EXCHANGE_CSV_READ_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_COLUMNS_MAX 64
#define CSV_CELL_MAX (256 * 1024) /* bytes */

struct csv_reader {
    const char *name; /* of the file, borrowed */
    const char *at, *end;
    size_t line; /* that AT is in, from 1 */
    /* The row that was read last. */
    struct str cells[CSV_COLUMNS_MAX];
    size_t count;
    size_t row_line; /* where it begins */
};

/* Begin to read the N bytes at P, which the reader only borrows. ERR_INPUT where they are not UTF-8. End it with
 * csv_reader_clear in either case. */
enum err_code csv_reader_begin(struct csv_reader *r, const char *name, const char *p, size_t n, struct err *e);

/* The next row; *MORE is false at the end. ERR_INPUT where the grammar is broken or there is too much in it. */
enum err_code csv_reader_next(struct csv_reader *r, bool *more, struct err *e);

void csv_reader_clear(struct csv_reader *r);

/* ERR_INPUT with a message about the cell in COLUMN (from 0) of a row that began in LINE: file, line and column in
 * front. */
enum err_code csv_error(const char *name, size_t line, size_t column, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* How many bytes stand in front of the N at P because they would be a formula in a spreadsheet: what csv_cell_guarded
 * put there (exchange/csv.h). */
size_t csv_guard(const char *p, size_t n);

#endif
