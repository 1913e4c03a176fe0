/* What a change of the feed is about, and both sides of it in full. (Its sentence is exchange/tell.h's.) */
#ifndef ZHUPI_TUI_HISTORY_WORDS_H
#define ZHUPI_TUI_HISTORY_WORDS_H

#include "base/str.h"
#include "exchange/tell.h"
#include "tui/history_rows.h"

/* Read what ROW is about, once: its annotation and passage, and its words. What cannot be read stays unknown. */
void history_know(struct history_row *row, struct store *s, struct tell *tell);

/* Read what it was before and after, once: a passage comes out of the whole text. Of an end that moved the passage. */
void history_know_sides(struct history_row *row, struct store *s);

#endif
