/* A text file on its way into the shared file. */
#ifndef ZHUPI_EXCHANGE_IMPORT_H
#define ZHUPI_EXCHANGE_IMPORT_H

#include "base/err.h"
#include "db/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT_LIMIT ((size_t)256 << 20) /* bytes of one file */

enum import_kind {
    IMPORT_ADDED,   /* a new document */
    IMPORT_THERE,   /* the same bytes in the same encoding are a document already; nothing was added */
    IMPORT_REFUSED, /* this file cannot be a document, or there is no room for it; others can */
    IMPORT_FAILED   /* the shared file could not be written; there is no use in going on */
};

struct import_opts {
    const char *encoding; /* as in decode.h; NULL: detect */
    bool lossy;           /* U+FFFD for bytes that cannot be decoded */
    size_t limit;         /* bytes; 0: IMPORT_LIMIT */
};

struct imported {
    enum import_kind kind;
    int64_t document;     /* added, or there already */
    int64_t twin;         /* added: the document that the same bytes are in another encoding, or 0 */
    size_t replaced;      /* how many U+FFFD stand for undecodable bytes */
    const char *encoding; /* static; NULL when refused */
};

/* Import the regular file at PATH. The document's name is the last component of PATH, with U+FFFD for bytes that are
 * no UTF-8. ERR_OK when added or there already; otherwise the message begins with PATH. */
enum err_code import_file(struct store *s, const char *path, const struct import_opts *opts, struct imported *out,
                          struct err *e);

#endif
