/* Where a heading with a number ends: with its line, or somewhere in the paragraph that it runs into. */
#ifndef ZHUPI_TEXT_RUN_IN_H
#define ZHUPI_TEXT_RUN_IN_H

#include "text/item.h"

struct run_in {
    size_t end;  /* 0: the words are no heading's. Its trailing punctuation may be within */
    bool listed; /* they are those of one of a list, which ends in a semicolon */
};

/* Where the heading with the number IT ends whose words begin at WORDS in LINE. */
struct run_in run_in(struct window *w, struct span line, size_t words, const struct item *it);

/* As phrase_lead of an item, ending also where a list begins inside the words. */
size_t run_in_lead(struct window *w, struct span line, size_t words, size_t max);

#endif
