/* The text of a document part after part, so that the first page of a big one need not wait for its last. What wants
 * all of it at once calls store_document_text. */
#ifndef ZHUPI_DB_DOCUMENT_TEXT_H
#define ZHUPI_DB_DOCUMENT_TEXT_H

#include "db/store.h"

struct store_text {
    char *utf8;         /* room for all of it from the first part on, which never moves; the caller frees */
    size_t bytes, read; /* all of it, known from the first part on; how many are there by now */
    int64_t length;     /* code points in all, as they are stored */
    /* for the functions below */
    int64_t document, row, points;
    size_t checked;
};

/* Begin with document ID: nothing is read yet. */
enum err_code store_text_begin(struct store *s, int64_t id, struct store_text *out, struct err *e);

/* Read N bytes more, or what is left: a character may be cut at their end. What lies before is valid UTF-8, else
 * ERR_CORRUPT. Nothing of the file is held between two parts; to come back to a place in a text costs a tenth of
 * reading up to it, so parts should grow. */
enum err_code store_text_read(struct store *s, struct store_text *t, size_t n, struct err *e);

#endif
