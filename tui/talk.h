/* What is said about annotations, as it looks: in a line beside the text, and as a whole. */
#ifndef ZHUPI_TUI_TALK_H
#define ZHUPI_TUI_TALK_H

#include "base/str.h"
#include "tui/app.h"
#include "tui/sheet.h"
#include "tui/threads.h"

/* ---- signs: one cell each, ASCII where the others may take two ---- */

const char *talk_sign_resolved(bool wide);
const char *talk_sign_settled(enum settled settled, bool wide); /* "" for none */

/* What is said in short about annotation A: "?1 ✓name" (an open question, accepted by that lead), "(2)" for comments
 * without an open question, "" for nothing; added to OUT. LEAD is the name of who settled it. */
void talk_marks(const struct annotation *a, const struct thread_counts *counts, const char *lead, bool wide,
                struct str *out);

/* ---- a line for each comment ---- */

struct talk_line {
    const struct comment *comment; /* borrowed */
    bool first, folded;            /* it begins a thread; it stands for a thread that is resolved */
    size_t count;                  /* folded: comments in it. Else: comments that found no room, instead of this one */
};

/* What stands in at most MAX lines about ANNOTATION; resolved threads are folded unless UNFOLDED. Where that is not
 * all, the last of several lines says so; a single line is the first comment. */
size_t talk_lines(const struct threads *t, int64_t annotation, bool unfolded, struct talk_line *out, size_t max);

/* Draw one into CELLS cells. */
void talk_draw_line(const struct talk_line *line, struct grid *g, int row, int col, int cells);

/* ---- all of it ---- */

/* Add the threads of ANNOTATION to S: who, when and the words. UNFOLDED says of each resolved one whether all of it is
 * shown. */
typedef bool talk_unfolded_fn(void *ctx, int64_t thread);
void talk_write(struct sheet *s, const struct threads *t, int64_t annotation, talk_unfolded_fn *unfolded, void *ctx);

#endif
