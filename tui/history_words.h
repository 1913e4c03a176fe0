/* A change of the feed in words that a person understands. */
#ifndef ZHUPI_TUI_HISTORY_WORDS_H
#define ZHUPI_TUI_HISTORY_WORDS_H

#include "base/str.h"
#include "tui/history_rows.h"
#include "tui/roster.h"

/* Read what ROW is about, once: its annotation and passage. What cannot be read stays unknown. */
void history_know(struct history_row *row, struct store *s);

/* One sentence without its subject: "changed “…” from cause to remedy"; added to OUT. The row is known. */
void history_words(const struct history_row *row, const struct roster *names, struct str *out);

/* What it was before and after, in full; "" where there was nothing. Of an end that moved the passage. */
void history_before(const struct history_row *row, struct store *s, struct str *out);
void history_after(const struct history_row *row, struct store *s, struct str *out);

#endif
