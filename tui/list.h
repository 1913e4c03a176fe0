/* The list of documents. */
#ifndef ZHUPI_TUI_LIST_H
#define ZHUPI_TUI_LIST_H

#include "tui/app.h"

extern const struct view_ops list_ops;

/* The documents of the file, the first one chosen. */
enum err_code list_open(struct app *app, struct view **out, struct err *e);

/* Choose document ID in the list V, where it has it. */
void list_choose(struct view *v, int64_t id);

/* The document chosen in the list on top of the stack. False where there is none. */
bool list_selected(const struct app *app, int64_t *id);

#endif
