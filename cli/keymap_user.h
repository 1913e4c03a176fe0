/* The keys in force: a shipped keymap with the user's own file over it. */
#ifndef ZHUPI_CLI_KEYMAP_USER_H
#define ZHUPI_CLI_KEYMAP_USER_H

#include "base/err.h"
#include "keymaps/keymap.h"

/* The shipped keymap NAME (NULL: the default one), with $XDG_CONFIG_HOME/zhupi/keymap (or ~/.config/zhupi/keymap) read
 * over it where there is such a file; what is wrong in it goes to FN line by line. Free *OUT with keymap_free.
 * ERR_NOT_FOUND where NAME is no shipped keymap. */
enum err_code keymap_user_load(const char *name, keymap_report_fn *fn, void *ctx, struct keymap **out, struct err *e);

#endif
