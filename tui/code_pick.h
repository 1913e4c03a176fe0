/* The choice of a code for an annotation: what is typed narrows the list, and a digit or a code's key chooses at once.
 */
#ifndef ZHUPI_TUI_CODE_PICK_H
#define ZHUPI_TUI_CODE_PICK_H

#include "tui/app.h"

extern const struct view_ops code_pick_ops;

/* Let the reviewer choose a code for annotation A, which is their own. Beside the document where there is room. */
enum err_code code_pick_open(struct app *app, const struct annotation *a, struct err *e);

/* Let the reviewer choose what CODE is moved below, or with MERGES what it is merged into, above the codebook. */
void code_pick_open_place(struct app *app, const struct code *code, bool merges);

/* What Enter does now in the choice V, for the bottom line. */
const char *code_pick_accept_label(const struct view *v);

/* Give annotation ID of TAG, seen at REVISION, a code: CODE (0: none), or where PATH is not NULL the code there, which
 * is made with what is missing above it; all of that is one change. Then "repeat" gives the same code again. */
enum err_code code_give(struct app *app, int64_t id, int64_t revision, int64_t code, struct err *e);
enum err_code code_give_new(struct app *app, int64_t id, int64_t revision, enum tag tag, const char *path,
                            struct err *e);

#endif
