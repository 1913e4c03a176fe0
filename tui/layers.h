/* The view of layers, and the commands that choose whose annotations are shown. */
#ifndef ZHUPI_TUI_LAYERS_H
#define ZHUPI_TUI_LAYERS_H

#include "tui/app.h"

extern const struct view_ops layers_ops;

/* Everybody with the number of their annotations in the open document, or in all where none is open. */
enum err_code layers_open(struct app *app, struct view **out, struct err *e);

/* app->layer was changed: say so in its sign, and show it in the documents that are open. */
enum err_code layers_apply(struct app *app, struct err *e);

/* Show everybody's again where those of REVIEWER are hidden, and say so: somebody goes to one of them. */
enum err_code layers_reveal(struct app *app, int64_t reviewer, struct err *e);

/* Show this reviewer's own annotations too, where they are hidden: what one makes is seen. */
enum err_code layers_show_own(struct app *app, struct err *e);

#endif
