/* A crash gives the terminal back: out of the other screen, with the modes of before. */
#ifndef ZHUPI_TUI_CRASH_H
#define ZHUPI_TUI_CRASH_H

/* Keep the modes that standard input has now. Before curses changes them. */
void crash_remember_modes(void);

/* From now on a signal that ends the process with a fault first writes the strings LEAVE (NULL behind the last) to
 * TERMINAL, a file descriptor, and sets those modes. A string for which there is no room is left out. */
void crash_guard(const char *const *leave, int terminal);

#endif
