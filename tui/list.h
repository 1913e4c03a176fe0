/* The list of documents: this reviewer's that are to do, all of theirs, or everybody's. */
#ifndef ZHUPI_TUI_LIST_H
#define ZHUPI_TUI_LIST_H

#include "tui/app.h"

extern const struct view_ops list_ops;

/* The documents of the file: for a reviewer to whom something is assigned what is to do, else all. The first one is
 * chosen. */
enum err_code list_open(struct app *app, struct view **out, struct err *e);

/* The same to lie below another view, as the lowest: what it shows is read when it is seen. */
void list_put_below(struct app *app);

/* Choose document ID in the list V, where it has it. */
void list_choose(struct view *v, int64_t id);

/* This reviewer has read on in document ID, which no change says: the list, which is the lowest view, shows it when it
 * is seen. */
void list_touch(struct app *app, int64_t id);

/* A filter is going to be typed; it is being typed: show what it finds so far; or go back to the one before. Nothing
 * where the list is not on top. */
void list_filter_begin(struct app *app);
void list_filter_preview(struct app *app, const char *expression);
void list_filter_abandon(struct app *app);

/* Whether document ID was this reviewer's to read when the list was looked at last, or this was asked first. */
bool list_is_mine(const struct app *app, int64_t id);

#endif
