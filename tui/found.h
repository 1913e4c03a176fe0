/* The annotations that pass a filter, in all documents. */
#ifndef ZHUPI_TUI_FOUND_H
#define ZHUPI_TUI_FOUND_H

#include "tui/app.h"

extern const struct view_ops found_ops;

/* Those that pass the expression FILTER (db/filter.h; "": all). ERR_INPUT with what is wrong in it. */
enum err_code found_open(struct app *app, const char *filter, struct view **out, struct err *e);

/* The N annotations IDS and no others; TITLE says what they are. */
enum err_code found_open_ids(struct app *app, const char *title, const int64_t *ids, size_t n, struct view **out,
                             struct err *e);

/* Show what passes the filter that is the argument. */
enum err_code cmd_annotations(struct app *app, const struct invocation *inv, struct err *e);

#endif
