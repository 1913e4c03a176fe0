/* What an annotation may be linked with, nearest to the reviewer's mind first. */
#ifndef ZHUPI_TUI_PICK_ROWS_H
#define ZHUPI_TUI_PICK_ROWS_H

#include "db/link.h"

struct reader;

enum pick_group {
    PICK_SCREEN, /* on the screen, nearest first */
    PICK_RECENT, /* this reviewer's, made or changed last, in any document */
    PICK_REST,   /* of the document, nearest first */
};

struct pick_row {
    int64_t annotation;
    enum pick_group group;
    size_t number; /* from 1, of those that can be linked; 0: it is linked already */
};

struct pick_rows {
    struct pick_row *items;
    size_t count, capacity;
};

/* Fill *OUT, which is empty, for FROM: annotations of other tags, some hundreds at most. R is its document where that
 * is open, or NULL: then only recent ones are known. */
enum err_code pick_rows_load(struct pick_rows *out, struct store *store, const struct reader *r,
                             const struct annotation *from, struct err *e);
void pick_rows_clear(struct pick_rows *p);

#endif
