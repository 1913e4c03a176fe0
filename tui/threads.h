/* The comments of the open document in memory, by annotation, thread and time. They are copies of rows; a change is
 * taken in by its id. */
#ifndef ZHUPI_TUI_THREADS_H
#define ZHUPI_TUI_THREADS_H

#include "db/store.h"

struct threads {
    struct comment **items; /* by annotation, thread, id: the one that began a thread comes first in it */
    size_t count, capacity;
};

/* Some of them: items [from, to). */
struct thread_span {
    size_t from, to;
};

/* What was said about one annotation. */
struct thread_counts {
    size_t comments;  /* that stand */
    size_t questions; /* that are open */
    size_t threads, open;
};

/* Read the comments of DOCUMENT (those under annotations that are not deleted). */
enum err_code threads_load(struct threads *t, struct store *store, int64_t document, struct err *e);
void threads_clear(struct threads *t);

/* Take in what the store holds for comment ID now: new, changed, or gone. */
enum err_code threads_refresh(struct threads *t, struct store *store, int64_t id, struct err *e);

/* Read the comments of ANNOTATION again, which was deleted and is there again. */
enum err_code threads_refresh_annotation(struct threads *t, struct store *store, int64_t annotation, struct err *e);

/* The comments of ANNOTATION; empty where there are none. */
struct thread_span threads_of(const struct threads *t, int64_t annotation);

/* The thread that begins at item FROM of ALL. It has something to show unless all in it is deleted. */
struct thread_span threads_next(const struct threads *t, struct thread_span all, size_t from);
bool threads_stands(const struct threads *t, struct thread_span thread);

/* How many comments stand in it. */
size_t threads_comments(const struct threads *t, struct thread_span thread);

struct thread_counts threads_count(const struct threads *t, int64_t annotation);

/* The thread of ANNOTATION that one means without saying which: the newest open one, else the newest. The comment that
 * began it; NULL where there is none. Borrowed until the set changes. */
const struct comment *threads_pick(const struct threads *t, int64_t annotation);

#endif
