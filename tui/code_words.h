/* What a code means, in words for a person: below the codebook, and below the choice of a code. */
#ifndef ZHUPI_TUI_CODE_WORDS_H
#define ZHUPI_TUI_CODE_WORDS_H

#include "tui/codes.h"
#include "tui/sheet.h"

/* Add to S, which was begun: the path of CODE in a border, its definition and example, whose it is and what became of
 * it. */
void code_words_write(const struct codes *c, const struct code *code, struct sheet *s);

#endif
