/* What is said about annotations, as it looks: in a line beside the text, and as a whole. */
#ifndef ZHUPI_TUI_TALK_H
#define ZHUPI_TUI_TALK_H

#include "base/str.h"
#include "tui/app.h"
#include "tui/sheet.h"
#include "tui/threads.h"

/* ---- what a command is about ---- */

/* What stands under the cursor of the view on top; 0: none. */
struct subject {
    int64_t document, annotation;
    int64_t revision; /* of the annotation, as it was shown */
    int64_t thread;   /* the one that is meant there: the comment that began it */
    int64_t comment;  /* the comment under the cursor, where single ones are chosen */
};

struct subject talk_subject(const struct app *app);

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

/* "now", "5 min": how long ago THEN was; added to OUT. */
void talk_age(struct str *out, int64_t then_ms);

/* The same as a phrase: "just now", "5 min ago". */
void talk_ago(struct str *out, int64_t then_ms);

/* The same as a date and a time of the local clock once it is longer ago than a minute: "2026-01-31 08:05". */
void talk_when(struct str *out, int64_t then_ms);

#endif
