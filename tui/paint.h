/* What is sent to a terminal so that it shows a grid: the cells that look otherwise than before, in as few bytes as
 * this takes.
 *
 * For terminals of ECMA-48's kind, which understand what xterm's terminfo says; nearly all are. curses serves the
 * others (term.c). What is done here and curses does not: several attributes in one sequence, single ones switched off,
 * the blanks of a row drawn in whatever ink is on, and rows compared as they are, so that a key costs what it changes.
 */
#ifndef ZHUPI_TUI_PAINT_H
#define ZHUPI_TUI_PAINT_H

#include "tui/grid.h"

struct str;
struct paint;

/* What terminfo(5) says of the terminal, by the names that it uses. */
struct paint_terminal {
    const char *(*string)(const char *name); /* NULL: there is none; what it returns has to outlive the paint */
    int (*number)(const char *name);         /* below 0: there is none */
    bool (*flag)(const char *name);
    int colours; /* that may be used; 0: none */
};

/* NULL where the terminal is none of this kind. Free with paint_free. */
struct paint *paint_new(const struct paint_terminal *t);
void paint_free(struct paint *p);

/* Add what makes the terminal show G, after all that was added before, to OUT. */
void paint_show(struct paint *p, const struct grid *g, struct str *out);

/* What the terminal shows is not known any more: the next time everything is drawn anew. */
void paint_forget(struct paint *p);

/* Add what gives the cursor and the ink back as others expect them. */
void paint_leave(struct paint *p, struct str *out);

#endif
