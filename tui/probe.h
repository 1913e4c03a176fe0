/* How wide the terminal draws ambiguous characters: “ ” — … × are one cell in most terminals and two in some that are
 * set up for Chinese, and no environment variable says which. So it is asked. */
#ifndef ZHUPI_TUI_PROBE_H
#define ZHUPI_TUI_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#define PROBE_TYPED_SIZE 128 /* what ungetch() can take back */

struct probe {
    bool answered;
    bool wide;
    char typed[PROBE_TYPED_SIZE]; /* what the person typed meanwhile: keys to be read as such */
    size_t typed_bytes;
};

/* Draw “ in the upper left corner of the terminal FD, ask for the cursor's position (ECMA-48 DSR 6, CPR), wait at most
 * a second, erase. The terminal must show a screen that may be drawn on. */
void probe_ambiguous(int fd, struct probe *out);

#endif
