/* What a change of the feed is about, and both sides of it in full. (Its sentence is exchange/tell.h's.) */
#ifndef ZHUPI_TUI_HISTORY_WORDS_H
#define ZHUPI_TUI_HISTORY_WORDS_H

#include "base/str.h"
#include "exchange/tell.h"
#include "tui/history_rows.h"

/* Read what ROW is about, once: its annotation and passage, and its words. What cannot be read stays unknown. */
void history_know(struct history_row *row, struct store *s, struct tell *tell);

/* What it was before and after, in full; "" where there was nothing. Of an end that moved the passage. */
void history_before(const struct history_row *row, struct store *s, struct str *out);
void history_after(const struct history_row *row, struct store *s, struct str *out);

#endif
