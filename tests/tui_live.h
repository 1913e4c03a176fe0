/* What the tests of several reviewers at one file have in common. The loop is not run in them: app_look is what a
 * wake-up leads to, app_tick what a quarter of a second does. */
#ifndef ZHUPI_TESTS_TUI_LIVE_H
#define ZHUPI_TESTS_TUI_LIVE_H

#include "tests/tui_fixture.h"

/* A document of four paragraphs; its sentences have five characters. */
extern const char live_sentences[];

/* A document "text" with this text, opened. */
struct tui *live_open(void **state, const char *text);

/* The reader on top; the test fails where there is none. */
struct reader *live_reader(struct tui *t);

/* Look for what others did, or do what a tick does, as if the last one were long ago; draw as the loop does. Whether
 * there was anything to draw. */
bool live_look(struct tui *t);
bool live_tick(struct tui *t);

/* Let the time pass in which arrivals are marked. */
void live_pass(struct tui *t);

/* The other reviewer of T is at POSITION in DOCUMENT. */
void live_here(struct tui *t, int64_t document, int64_t position);

/* The screen as it is; the caller frees. */
struct grid *live_screen(struct tui *t);

/* The test fails where rows [FROM, TO) do not say the same in columns [COL, END), or the cursors stand apart. */
void live_assert_same(const struct grid *a, const struct grid *b, int from, int to, int col, int end);

#endif
