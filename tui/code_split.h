/* A code split in two: which of its annotations go to a new one is chosen, then that is named. */
#ifndef ZHUPI_TUI_CODE_SPLIT_H
#define ZHUPI_TUI_CODE_SPLIT_H

#include "tui/app.h"

extern const struct view_ops code_split_ops;

/* For the codebook view: show the annotations of the code in the row. */
enum err_code code_split_begin(struct app *app, const struct invocation *inv, struct err *e);

#endif
