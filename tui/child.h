/* Another program on our terminal. */
#ifndef ZHUPI_TUI_CHILD_H
#define ZHUPI_TUI_CHILD_H

#include "base/err.h"

#include <signal.h>

/* Run ARGV (NULL behind the last), found in PATH, with the signals MASK blocked, and wait; its exit status in *STATUS,
 * 128 where a signal ended it. What was typed at it as ^C or ^\ does not count for us. */
enum err_code child_run(char *const argv[], const sigset_t *mask, int *status, struct err *e);

#endif
