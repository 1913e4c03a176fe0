/* The annotations of a document's older versions, to be carried over to the newest one. */
#ifndef ZHUPI_TUI_CARRY_H
#define ZHUPI_TUI_CARRY_H

#include "tui/app.h"

extern const struct view_ops carry_ops;

/* Show them for the newest version of the document that the view on top is about. */
enum err_code cmd_carry(struct app *app, const struct invocation *inv, struct err *e);

/* Behind the opening of D: say where there is a newer version of it, or something to carry over to it. */
void carry_tell(struct app *app, const struct document *d);

#endif
