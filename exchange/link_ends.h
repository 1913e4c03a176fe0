/* What the annotations of a document are linked with, by annotation: loaded once for all rows of it. */
#ifndef ZHUPI_EXCHANGE_LINK_ENDS_H
#define ZHUPI_EXCHANGE_LINK_ENDS_H

#include "base/str.h"
#include "db/link.h"

struct link_end {
    int64_t annotation, other, link;
    enum relation relation;
    bool out; /* ANNOTATION explains or addresses OTHER, and not the other way round */
};

struct link_ends {
    struct link_end *all; /* by annotation, then in the order in which they were made */
    size_t count, cap;
};

/* Whether the file has any link that holds. */
enum err_code link_ends_any(struct store *s, bool *any, struct err *e);

/* The links of DOCUMENT. Free with link_ends_clear. */
enum err_code link_ends_load(struct store *s, int64_t document, struct link_ends *out, struct err *e);
void link_ends_clear(struct link_ends *l);

/* Add the uuids of what ANNOTATION is linked with so, with a blank between. */
enum err_code link_ends_add(struct store *s, const struct link_ends *l, int64_t annotation, enum relation relation,
                            bool out, struct str *uuids, struct err *e);

#endif
