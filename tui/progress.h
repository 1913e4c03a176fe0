/* How far everybody is: by person with their documents, or by document with its people, with bars. */
#ifndef ZHUPI_TUI_PROGRESS_H
#define ZHUPI_TUI_PROGRESS_H

#include "tui/app.h"

extern const struct view_ops progress_ops;

/* By person, the reviewer's own row chosen (and open, but for a lead). */
enum err_code progress_open(struct app *app, struct view **out, struct err *e);

#endif
