/* What happened: the feed, newest first, of one annotation, a document, a person, or all. */
#ifndef ZHUPI_TUI_HISTORY_H
#define ZHUPI_TUI_HISTORY_H

#include "tui/app.h"

extern const struct view_ops history_ops;

/* The command: history [WHAT…], where WHAT is all, mine, document, annotation or a name; without it, of what is under
 * the cursor. */
enum err_code cmd_history(struct app *app, const struct invocation *inv, struct err *e);

#endif
