/* A passage with the words around it, without noise: how it stands in its paragraph. */
#ifndef ZHUPI_EXCHANGE_EXCERPT_H
#define ZHUPI_EXCHANGE_EXCERPT_H

#include "exchange/reading.h"

#define EXCERPT_MAX 20000 /* code points of the passage itself; what is longer is cut */

struct excerpt {
    char *before, *quote, *after; /* UTF-8, "" for none */
    bool more_before, more_after; /* the paragraph begins earlier, ends later */
    bool cut;                     /* the passage is longer than EXCERPT_MAX */
};

/* [START, END) of R, clamped, with at most AROUND code points of its paragraph on each side. Free with
 * excerpt_clear. */
void excerpt_of_reading(const struct reading *r, int64_t start, int64_t end, size_t around, struct excerpt *out);

/* The same of DOCUMENT, LENGTH code points long, without reading all of it. */
enum err_code excerpt_of_store(struct store *s, int64_t document, int64_t length, int64_t start, int64_t end,
                               size_t around, struct excerpt *out, struct err *e);

void excerpt_clear(struct excerpt *p);

#endif
