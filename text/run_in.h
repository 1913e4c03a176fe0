/* Where a heading with a number ends: with its line, or somewhere in the paragraph that it runs into. */
#ifndef ZHUPI_TEXT_RUN_IN_H
#define ZHUPI_TEXT_RUN_IN_H

#include "text/item.h"

/* Where the heading with a number of KIND ends whose words begin at WORDS in LINE; 0 where they are none. Its trailing
 * punctuation may be within. */
size_t run_in_end(struct window *w, struct span line, size_t words, enum item_kind kind);

#endif
