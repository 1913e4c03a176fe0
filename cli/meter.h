/* How far a long piece of work has come: one line on standard error that is redrawn in place, where that is a terminal,
 * and nothing elsewhere. */
#ifndef ZHUPI_CLI_METER_H
#define ZHUPI_CLI_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct meter {
    bool shown; /* there is a terminal */
    bool drawn; /* the line stands there now */
    size_t total;
    int64_t began, last; /* when; the last time the line was drawn, 0: not yet */
};

void meter_begin(struct meter *m, size_t total);

/* DONE of all are done, and NAME is worked on; what is done to it is WHAT ("" to say nothing). At most ten times a
 * second but for what is URGENT. The name is made safe, and cut to the width of the terminal. */
void meter_draw(struct meter *m, size_t done, const char *what, const char *name, bool urgent);

/* Take the line away, before a message or the end. */
void meter_wipe(struct meter *m);

#endif
