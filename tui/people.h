/* The people: every session that has the file open, then the reviewers who are not here. */
#ifndef ZHUPI_TUI_PEOPLE_H
#define ZHUPI_TUI_PEOPLE_H

#include "tui/app.h"

extern const struct view_ops people_ops;

enum err_code people_open(struct app *app, struct view **out, struct err *e);

/* The session of the chosen row, with the people on top of the stack; NULL where it is this one, or somebody who is not
 * here. */
const struct member *people_member(const struct app *app);

#endif
