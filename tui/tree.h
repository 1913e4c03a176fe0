/* The outline pane: the sections of the open document as a tree, with the tags in each. On a wide screen it stands in
 * the place of the margin, and the document beside it goes where the chosen section is; leaving the pane goes back,
 * Enter stays. */
#ifndef ZHUPI_TUI_TREE_H
#define ZHUPI_TUI_TREE_H

#include "tui/app.h"

extern const struct view_ops tree_ops;

/* For the reader on top. ERR_NOT_FOUND where its document has no headings. */
enum err_code tree_open(struct app *app, struct view **out, struct err *e);

#endif
