/* A ZIP archive in memory, of which single parts are read in pieces, with limits. Nothing is ever written to a file. */
#ifndef ZHUPI_EXCHANGE_ZIP_H
#define ZHUPI_EXCHANGE_ZIP_H

#include "exchange/extract.h"

/* More entries than any document has (one that is all pictures has hundreds). */
#define ZIP_ENTRIES_MAX 10000

struct zip {
    const void *p;
    size_t n;
    size_t limit;    /* bytes that all parts together may unpack to */
    size_t unpacked; /* so far */
};

/* The archive of N bytes at P, borrowed. */
void zip_begin(struct zip *z, const void *p, size_t n, const struct limits *limits);

/* ERR_INPUT where what reads archives is missing here; none of the others works then. */
enum err_code zip_readable(struct err *e);

/* Call EACH with every name, until it returns false. Names are bytes as they stand in the archive. Of a truncated
 * archive, those that are still there and can be reached by unpacking a little. ERR_INPUT with ZIP_ENTRIES_MAX or more,
 * or where P is no ZIP. */
enum err_code zip_names(const struct zip *z, bool (*each)(void *ctx, const char *name), void *ctx, struct err *e);

/* Unpack the part called NAME and hand it to EACH in pieces, in order, until that returns an error, which is returned.
 * ERR_NOT_FOUND where there is no such part; ERR_INPUT where the archive is broken or encrypted, where it unpacks to
 * more than its limit, or to so much more than its size that it is a bomb. */
enum err_code zip_part(struct zip *z, const char *name,
                       enum err_code (*each)(void *ctx, const char *s, size_t n, struct err *e), void *ctx,
                       struct err *e);

/* The first LIMIT bytes of the part called NAME, at most, added to OUT. */
enum err_code zip_head(struct zip *z, const char *name, size_t limit, struct str *out, struct err *e);

#endif
