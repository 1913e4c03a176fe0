/* The links that touch the open document in memory, by annotation: each stands below both of its ends, also below one
 * in another document. They are copies of rows; a change is taken in by its id. */
#ifndef ZHUPI_TUI_LINKSET_H
#define ZHUPI_TUI_LINKSET_H

#include "db/link.h"

struct linkset_item {
    int64_t annotation; /* the end below which it stands */
    struct link *link;
    bool in; /* it reaches that one; else it leaves it */
};

struct linkset {
    int64_t document;
    struct linkset_item *items; /* by annotation; what reaches it first, then what leaves it; by the other end's tag */
    size_t count, capacity;
};

/* Some of them: items [from, to). */
struct linkset_span {
    size_t from, to;
};

/* Read the links of DOCUMENT. */
enum err_code linkset_load(struct linkset *s, struct store *store, int64_t document, struct err *e);
void linkset_clear(struct linkset *s);

/* Take in change C of the feed, of this document or another: links that came or went, and those of an annotation that
 * was deleted, came back, or has another tag. *TOUCHED says whether it is about one of these links or their ends. */
enum err_code linkset_changed(struct linkset *s, struct store *store, const struct change *c, bool *touched,
                              struct err *e);

/* The links of ANNOTATION; empty where there are none. */
struct linkset_span linkset_of(const struct linkset *s, int64_t annotation);

/* What is at the other end of item I. */
int64_t linkset_other(const struct linkset_item *i);

#endif
