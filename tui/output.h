/* What goes to the terminal: gathered, then sent in one write, and never in a way that a terminal which takes nothing
 * (a frozen ssh client) could hold up the end of the program. */
#ifndef ZHUPI_TUI_OUTPUT_H
#define ZHUPI_TUI_OUTPUT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct output {
    int terminal; /* what standard output was when it was opened */
    int memory;   /* stands in for it between output_begin and output_end */
    int ends;     /* a signalfd that is readable when the program has to end; nothing is read from it here */
    bool ending;  /* set by the user: it was readable */
    bool cut;     /* the last sending was given up, perhaps inside of an escape sequence */
    char *bytes;
    size_t room;
};

/* Begin to use standard output as O. ENDS stays the caller's. */
enum err_code output_open(struct output *o, int ends, struct err *e);
void output_close(struct output *o);

/* Between these two, what is written to standard output (file descriptor 1, by curses or stdio) is kept. output_end
 * sends it to the terminal and waits for as long as that takes; but when the program has to end, for PARTING_MS at
 * most, and what was not taken by then is dropped. */
void output_begin(struct output *o);
void output_end(struct output *o, int parting_ms);

/* The same with N bytes that are there already. */
void output_send(struct output *o, const char *bytes, size_t n, int parting_ms);

#endif
