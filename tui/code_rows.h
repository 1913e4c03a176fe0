/* The codes that are offered while one is chosen: the recent ones and the tree, or what fits what was typed. */
#ifndef ZHUPI_TUI_CODE_ROWS_H
#define ZHUPI_TUI_CODE_ROWS_H

#include "tui/codes.h"

#define CODE_ROWS_DIGITS 9

enum code_row_kind {
    CODE_ROW_RECENTS, /* the title over the recent ones: never chosen, as the next one */
    CODE_ROW_TREE,    /* the title over the tree, where there are recent ones over it */
    CODE_ROW_RECENT,  /* one that this reviewer gave a moment ago */
    CODE_ROW_CODE,
    CODE_ROW_NEW,  /* what was typed, as a code to be made */
    CODE_ROW_NONE, /* no code */
};

struct code_row {
    enum code_row_kind kind;
    int64_t code; /* of a recent one and of a code, else 0 */
    int digit;    /* that chooses it; 0: none does */
    int rank;     /* how well it fits what was typed; less is better */
};

struct code_rows {
    struct code_row *items;
    size_t count, capacity;
};

void code_rows_clear(struct code_rows *r);

/* Whether the row is there to be chosen. */
bool code_rows_chooses(const struct code_row *row);

/* What is offered below TAG while nothing is typed: the N RECENT codes, each with the digit of its place, also where
 * one before it is gone; then the tree; with REMOVE last of all the row for no code. */
void code_rows_all(struct code_rows *r, const struct codes *c, enum tag tag, const int64_t *recent, size_t n,
                   bool remove);

/* What fits TYPED, which is more than blanks, by characters or by pinyin initials (text/initials.h): names that are it,
 * begin with it, have it in them, then paths; the first ones with digits. Last the row for a new code, where none is
 * called so. */
void code_rows_find(struct code_rows *r, const struct codes *c, enum tag tag, const char *typed);

/* The same once the codes were read again: the rows that are there stay where they are, with their digits, for a finger
 * may be on its way to one; what fits now, too, comes behind them. */
void code_rows_keep(struct code_rows *r, const struct codes *c, enum tag tag, const char *typed);

/* Leave out code HELD, what stands below it, and the row for a new code: what a code is put below, or merged into. */
void code_rows_without(struct code_rows *r, const struct codes *c, int64_t held);

/* Whether TYPED, as the name of a new code of TAG, looks like a slip: Latin letters alone, which are meant as initials
 * where all codes of TAG are Chinese, or are the key of another tag's code. */
bool code_rows_is_doubtful(const struct codes *c, enum tag tag, const char *typed);

/* The code of any tag but TAG that has the key KEY; NULL where there is none. */
const struct code *code_rows_key_elsewhere(const struct codes *c, enum tag tag, const char *key);

#endif
