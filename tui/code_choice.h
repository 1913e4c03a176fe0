/* What the files of the choice of a code share: code_pick.c its keys, code_pick_draw.c what is seen of it. */
#ifndef ZHUPI_TUI_CODE_CHOICE_H
#define ZHUPI_TUI_CODE_CHOICE_H

#include "tui/app.h"
#include "tui/code_rows.h"
#include "tui/lines.h"
#include "tui/sheet.h"

struct code_choice {
    struct view view;
    struct lines lines;
    struct code_rows rows;
    struct prompt line;           /* what is typed */
    bool asked;                   /* whether that is to be a new code, although it looks like a slip */
    int64_t annotation, revision; /* as it was when this view was opened, or by the last try */
    int64_t held;                 /* no code is given, but this one, at REVISION, put below the chosen one; 0: none */
    bool merges;                  /* or merged into it */
    enum tag tag;
    int64_t code; /* that it has, or 0 */
    char *quote;  /* its words, in one line */
    int64_t recent[CODE_ROWS_DIGITS];
    size_t recent_count;
    unsigned reads;  /* of the codes, when the rows were made */
    int left;        /* the column where it begins */
    int first_row;   /* of the rows on the screen */
    int space;       /* rows of the screen for them */
    int detail_rows; /* below them, for what the chosen code means; 0: there is no room */
    struct sheet sheet;
};

/* What is typed, and whether that is nothing but blanks. */
const char *code_choice_typed(const struct code_choice *p);
bool code_choice_is_empty(const struct code_choice *p);

/* The chosen row; NULL where there is none. */
const struct code_row *code_choice_row(const struct code_choice *p);

/* The row for a new code is the last one, and always seen. */
bool code_choice_has_new(const struct code_choice *p);

/* The row in line I of the list on the screen; SIZE_MAX where there is none. */
size_t code_choice_line(const struct code_choice *p, int i);

/* Keep the chosen row on the screen. */
void code_choice_settle(struct code_choice *p);

/* Put the held code where ROW says: below a code or the tag, or into a code (codebook_place.c). Then the choice is
 * left. */
enum err_code code_choice_place(struct app *app, struct code_choice *p, const struct code_row *row, struct err *e);

/* The functions of its view_ops that draw, and share the screen out (code_pick_draw.c). */
void code_choice_draw(struct view *v, struct app *app, struct grid *g);
void code_choice_status(struct view *v, struct app *app, struct str *left, struct str *right);
void code_choice_resize(struct view *v, struct app *app);

#endif
