/* The view of layers, and the commands that choose whose annotations are shown. */
#ifndef ZHUPI_TUI_LAYERS_H
#define ZHUPI_TUI_LAYERS_H

#include "tui/app.h"

extern const struct view_ops layers_ops;

/* Everybody with the number of their annotations in the open document, or in all where none is open. */
enum err_code layers_open(struct app *app, struct view **out, struct err *e);

/* app->layer was changed: say so in its sign, and show it in the documents that are open. */
enum err_code layers_apply(struct app *app, struct err *e);

/* Show everybody's again where those of REVIEWER are hidden, and end the filter where ANNOTATION (0: none) does not
 * pass it, and say so: somebody goes there. */
enum err_code layers_reveal(struct app *app, int64_t reviewer, int64_t annotation, struct err *e);

/* The filter of the documents, as view_ops.filter and view_ops.set_filter. */
const char *layers_filter(const struct view *v, const struct app *app);
enum err_code layers_set_filter(struct view *v, struct app *app, const char *expression, struct filter *take_where,
                                struct err *e);

/* Take in change C: others' annotations may pass the filter since that did not, or the reverse. Once for each change.
 */
void layers_follow(struct app *app, const struct change *c);

/* Show what passes by now, where that may have changed; not at each change of others. As view_ops.work. */
bool layers_work(struct app *app);

/* Show this reviewer's own annotations too, where they are hidden: what one makes is seen. */
enum err_code layers_show_own(struct app *app, struct err *e);

#endif
