/* A chain as it is drawn: the problem, its causes and remedies as a tree, each with its words, who tagged it, and what
 * is still missing. */
#ifndef ZHUPI_TUI_LEDGER_CHAIN_H
#define ZHUPI_TUI_LEDGER_CHAIN_H

#include "analysis/chain.h"
#include "tui/glance.h"
#include "tui/sheet.h"

struct ledger_chain {
    struct chain chain;
    struct sheet sheet;
};

void ledger_chain_clear(struct ledger_chain *c);

/* "no cause yet", "no remedy yet", "answers nothing yet": what is missing of a NODE that ledger_is_unanswered. */
const char *ledger_missing(const struct graph *g, uint32_t node);

/* Draw the chain that NODE is in, in ROWS rows from ROW on. The words of annotations come from GLANCES. */
void ledger_chain_draw(struct ledger_chain *c, const struct graph *g, uint32_t node, struct glances *glances,
                       struct grid *grid, int row, int rows);

#endif
