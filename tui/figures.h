/* Figures: how many annotations there are by tag, code, document, section, reviewer or place, coverage, and what occurs
 * together, as bars. */
#ifndef ZHUPI_TUI_FIGURES_H
#define ZHUPI_TUI_FIGURES_H

#include "tui/app.h"

extern const struct view_ops figures_ops;

/* Show them; from a document about it alone first. Its argument says what is counted by. */
enum err_code cmd_figures(struct app *app, const struct invocation *inv, struct err *e);

#endif
