/* The problem ledger: one row a problem with its causes and remedies, or what has no answer yet. */
#ifndef ZHUPI_TUI_LEDGER_H
#define ZHUPI_TUI_LEDGER_H

#include "tui/app.h"

extern const struct view_ops ledger_ops;

enum err_code ledger_open(struct app *app, struct view **out, struct err *e);

#endif
