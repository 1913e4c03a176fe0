/* One row of export_csv: an annotation with what surrounds it. Inside exchange/ only. */
#ifndef ZHUPI_EXCHANGE_EXPORT_ROW_H
#define ZHUPI_EXCHANGE_EXPORT_ROW_H

#include "db/annotation_row.h"
#include "exchange/csv.h"
#include "exchange/reading.h"

/* One document while its rows are written. */
struct export_page {
    struct document document;
    struct reading reading;
    long heading;       /* whose path SECTION is; -1: none */
    struct str section; /* asked for last */
};

/* Document ID with its reading. ERR_NOT_FOUND; after an error OUT holds nothing. Free with export_page_clear. */
enum err_code export_page_load(struct store *s, int64_t id, struct export_page *out, struct err *e);
void export_page_clear(struct export_page *p); /* survives one that failed to load */

/* What is asked for again and again, for the length of an export. {0} is empty. */
#define EXPORT_CODES 256
struct export_codes {
    struct {
        int64_t code; /* 0: none yet */
        struct str path;
    } of[EXPORT_CODES]; /* by id, one over the other */
};

void export_codes_clear(struct export_codes *c);

/* What is quoted of A: the words of the flow; a page mark inside is no part of them. Borrowed from P. */
const char *export_quote(const struct export_page *p, const struct annotation *a, size_t *n);

/* The columns of an annotation of P, and the end of the row. After an error of the store the row is not to be used. */
enum err_code export_row(struct store *s, struct csv *c, struct export_page *p, struct export_codes *codes,
                         const struct annotation_row *row, struct err *e);

#endif
