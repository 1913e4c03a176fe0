/* A reader of RFC 4180 written after the grammar alone, so that it cannot share a mistake with the writer. */
#ifndef ZHUPI_TESTS_EXCHANGE_CSV_READ_H
#define ZHUPI_TESTS_EXCHANGE_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

struct csv_table {
    size_t rows, columns; /* all rows have as many */
    char **cell;          /* [row * columns + column], NUL-terminated */
};

/* False where the N bytes at P break the grammar, or a row has another number of cells than the first. Free with
 * csv_table_clear in either case. */
bool csv_read(const char *p, size_t n, struct csv_table *out);
void csv_table_clear(struct csv_table *t);

#endif
