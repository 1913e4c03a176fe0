/* The view where one chooses what an annotation is to be linked with. */
#ifndef ZHUPI_TUI_PICK_H
#define ZHUPI_TUI_PICK_H

#include "tui/app.h"

extern const struct view_ops pick_ops;

/* What ANNOTATION may be linked with. */
enum err_code pick_open(struct app *app, int64_t annotation, struct view **out, struct err *e);

#endif
