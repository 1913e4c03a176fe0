/* How wide the terminal draws ambiguous characters: “ ” — … × are one cell in most terminals and two in some that are
 * set up for Chinese, and no environment variable says which. So it is asked. */
#ifndef ZHUPI_TUI_PROBE_H
#define ZHUPI_TUI_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROBE_TYPED_SIZE 128 /* what ungetch() can take back */

struct probe {
    bool answered;
    bool wide;
    int64_t until_ms;             /* when it is waited for no longer; 0: it was not asked */
    char typed[PROBE_TYPED_SIZE]; /* what the person typed meanwhile: keys to be read as such */
    size_t typed_bytes;
};

/* Draw “ in the upper left corner of the terminal FD and ask for the cursor's position (ECMA-48 DSR 6, CPR). The
 * terminal must be in raw mode and show a screen that may be drawn on. While the answer travels, other work can be
 * done, but nothing may be read from FD. */
void probe_ask(int fd, struct probe *out);

/* Wait for the answer, a second from the question on at most, and erase. Nothing where nothing was asked, or the answer
 * is there already. */
void probe_wait(int fd, struct probe *p);

#endif
