/* The links of one annotation: what explains it, what it addresses, with notes. */
#ifndef ZHUPI_TUI_LINKS_H
#define ZHUPI_TUI_LINKS_H

#include "tui/app.h"

extern const struct view_ops links_ops;

/* The links of ANNOTATION. ERR_NOT_FOUND where it has none, with how to make one. */
enum err_code links_open(struct app *app, int64_t annotation, struct view **out, struct err *e);

/* Say that ANNOTATION, which is under the cursor of the view on top, has no links, and how to make one. */
enum err_code links_none(const struct app *app, struct err *e);

#endif
