/* The codes that are offered while one is chosen: the recent ones and the tree, or what fits what was typed. */
#ifndef ZHUPI_TUI_CODE_ROWS_H
#define ZHUPI_TUI_CODE_ROWS_H

#include "tui/codes.h"

#define CODE_ROWS_DIGITS 9

enum code_row_kind {
    CODE_ROW_RECENT, /* one that this reviewer gave a moment ago */
    CODE_ROW_CODE,
    CODE_ROW_NEW,  /* what was typed, as a code to be made */
    CODE_ROW_NONE, /* no code */
};

struct code_row {
    enum code_row_kind kind;
    int64_t code; /* of the first two */
    int digit;    /* that chooses it; 0: none does */
    int rank;     /* how well it fits what was typed; less is better */
};

struct code_rows {
    struct code_row *items;
    size_t count, capacity;
};

void code_rows_clear(struct code_rows *r);

/* What is offered below TAG while nothing is typed: the N RECENT codes with their digits, then the tree; with REMOVE
 * last of all the row that takes a code away. */
void code_rows_all(struct code_rows *r, const struct codes *c, enum tag tag, const int64_t *recent, size_t n,
                   bool remove);

/* What fits TYPED, which is more than blanks, by characters or by pinyin initials (text/initials.h): names that are it,
 * begin with it, have it in them, then paths; the first ones with digits. Last the row for a new code, where none is
 * called so. */
void code_rows_find(struct code_rows *r, const struct codes *c, enum tag tag, const char *typed);

#endif
