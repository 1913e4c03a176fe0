/* A passage in its surroundings, with what is different in it from another one marked. */
#ifndef ZHUPI_TUI_PASSAGE_H
#define ZHUPI_TUI_PASSAGE_H

#include "text/flow.h"
#include "tui/grid.h"

struct passage {
    const struct flow *flow;
    struct span span; /* in the document */
    bool *same;       /* of each character of its words: it stands in the other one too; NULL: all do. Owned */
    style differs;    /* how the others look, also where there is no colour */
};

/* Mark in A and B what is different between their words. Very long ones are left as they are. */
void passage_compare(struct passage *a, struct passage *b);
void passage_clear(struct passage *p);

/* Draw P in the COLS cells from (ROW, COL) on, in at most ROWS rows: what stands before and behind it is dim. */
void passage_draw(const struct passage *p, struct grid *g, int row, int col, int cols, int rows);

/* The same for WORDS, one line of valid UTF-8 in which the code points of SPAN are the passage. Returns the rows. */
int passage_draw_words(const char *words, struct span span, struct grid *g, int row, int col, int cols, int rows);

#endif
