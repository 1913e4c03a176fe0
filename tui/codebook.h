/* The codebook: the codes of the three tags as a tree, what they mean, and how many annotations have them. The files
 * codebook*.c share what is declared here. */
#ifndef ZHUPI_TUI_CODEBOOK_H
#define ZHUPI_TUI_CODEBOOK_H

#include "tui/code_counts.h"
#include "tui/sheet.h"
#include "tui/table.h"

/* A tag, or a code below it. */
struct codebook_row {
    enum tag tag;
    int64_t code; /* 0: the tag itself */
};

struct codebook {
    struct table table;
    const struct codes *codes; /* the program's */
    struct codebook_row *rows; /* that are shown; table.lines.count of them */
    size_t row_capacity;
    unsigned reads;  /* of the codes, when the rows were made */
    int64_t *folded; /* codes below which nothing is shown; a tag is -tag */
    size_t folded_count, folded_capacity;
    struct code_counts counts;
    struct sheet sheet;
    int64_t revision; /* of the code that is being typed about, as it was seen */
};

extern const struct view_ops codebook_ops;

enum err_code codebook_open(struct app *app, struct view **out, struct err *e);

/* The codebook view on top. */
struct codebook *codebook_of(const struct app *app);

/* The chosen row; its code, or NULL where it is a tag. */
const struct codebook_row *codebook_row(const struct codebook *b);
const struct code *codebook_code(const struct codebook *b);

/* Make the rows anew, as the codes and what is folded are now. */
void codebook_set_rows(struct codebook *b);

/* Choose code CODE of TAG (0: the tag), unfolding what hides it; what is gone, what lies over it. */
void codebook_choose(struct codebook *b, enum tag tag, int64_t id);

/* Whether this reviewer may change the chosen code: the bottom line offers only that. */
bool codebook_may_change(const struct app *app);

/* ---- commands (codebook_edit.c, codebook_place.c) ---- */

#define CODEBOOK_HANDLER(name) enum err_code name(struct app *app, const struct invocation *inv, struct err *e)
CODEBOOK_HANDLER(codebook_new);
CODEBOOK_HANDLER(codebook_rename);
CODEBOOK_HANDLER(codebook_define);
CODEBOOK_HANDLER(codebook_example);
CODEBOOK_HANDLER(codebook_key);
CODEBOOK_HANDLER(codebook_delete);
CODEBOOK_HANDLER(codebook_shift);
CODEBOOK_HANDLER(codebook_move);
CODEBOOK_HANDLER(codebook_merge);
CODEBOOK_HANDLER(codebook_go);

/* The code in the row, which this reviewer may change: theirs, or a lead's to change (ERR_DENIED). ERR_NOT_FOUND where
 * the row is a tag. */
enum err_code codebook_need_own(const struct app *app, const struct code **out, struct err *e);

/* What a change of a code came to: bring it in, and say a success (WORDS, or nothing where that is NULL). */
enum err_code codebook_changed(struct app *app, enum err_code rc, const char *words, struct err *e);

#endif
