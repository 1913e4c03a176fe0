/* All about one annotation, below a table: its words in their surroundings, the headings above them, its note, its
 * links and what was said about it. */
#ifndef ZHUPI_TUI_CLOSEUP_H
#define ZHUPI_TUI_CLOSEUP_H

#include "exchange/reading.h"
#include "tui/glance.h"
#include "tui/sheet.h"
#include "tui/threads.h"

/* A link of it, and what stands at the other end. */
struct closeup_link {
    int64_t other; /* annotation */
    const char *label;
    char *note;
};

struct closeup {
    struct store *store;
    struct glances *glances; /* borrowed */
    int64_t annotation;      /* which one is known; 0: none */
    char *words;             /* in their surroundings */
    size_t from, to;         /* code points of WORDS that are the annotation's */
    struct threads threads;
    struct closeup_link *links;
    size_t link_count, link_capacity;
    struct reading reading; /* of its document, for the headings */
    int64_t text_of;        /* which document that is; 0: none */
    bool awaited;           /* it was shown without its headings */
    struct sheet sheet;
};

void closeup_init(struct closeup *c, struct glances *glances);
void closeup_clear(struct closeup *c);

/* Know all about annotation ID but its headings, for which the whole document is read: that is closeup_work's, while
 * nothing is typed (view_ops.work). False: there is nothing left to do. */
void closeup_of(struct closeup *c, int64_t id);
bool closeup_work(struct closeup *c);

/* The thread that is meant where one says nothing else; NULL where there is none. Borrowed. */
const struct comment *closeup_thread(const struct closeup *c);

/* Forget what change CHANGE makes of it. */
void closeup_changed(struct closeup *c, const struct change *change);

/* Draw it in ROWS rows from ROW on. */
void closeup_draw(struct closeup *c, struct grid *g, int row, int rows);

#endif
