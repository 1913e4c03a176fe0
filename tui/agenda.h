/* The open questions of all documents: what the next meeting is about. */
#ifndef ZHUPI_TUI_AGENDA_H
#define ZHUPI_TUI_AGENDA_H

#include "tui/app.h"

extern const struct view_ops agenda_ops;

/* The questions by document and place, the first one chosen. */
enum err_code agenda_open(struct app *app, struct view **out, struct err *e);

#endif
