/* Filters in the program: the view of those that were saved, and the commands about the one in force. */
#ifndef ZHUPI_TUI_FILTERS_H
#define ZHUPI_TUI_FILTERS_H

#include "tui/app.h"

extern const struct view_ops filters_ops;

/* The saved filters; the chosen one is applied to the view below. */
enum err_code filters_open(struct app *app, struct view **out, struct err *e);

/* List in the view on top only what passes EXPRESSION ("": everything). One that is not understood is given back to be
 * mended, with the cursor at the fault. */
enum err_code filters_apply(struct app *app, const char *expression, struct err *e);

/* Take in change C: the names in EXPRESSION, which was parsed to *WHERE, may mean something else by now. Where they
 * mean nothing any more the filter stays as it is, and that is said. */
void filters_follow(struct app *app, const char *expression, struct filter **where, const struct change *c);

/* Add EXPRESSION to OUT for the status line, in brackets and cut. WIDE as in glyph.h. */
void filters_add_sign(const char *expression, bool wide, struct str *out);

/* Complete the word before the cursor of the filter that is being typed. */
void filters_complete(struct app *app);

handler_fn cmd_filter, cmd_filter_save, cmd_filters; /* cmd_filter.c */

#endif
