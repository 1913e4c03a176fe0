/* All keys and commands, from the command table and the keymap. */
#ifndef ZHUPI_TUI_HELP_H
#define ZHUPI_TUI_HELP_H

#include "tui/app.h"

extern const struct view_ops help_ops;

struct view *help_open(const struct app *app);

#endif
