/* The annotations of the open document in memory, by start, end and id, with an index over their ends: which ones lie
 * over a stretch of text is found in O(log n + found). They are copies of rows; a change is taken in by its id. */
#ifndef ZHUPI_TUI_ANNSET_H
#define ZHUPI_TUI_ANNSET_H

#include "db/store.h"
#include "tui/layer.h"

struct annset {
    struct annotation **items;
    size_t count, capacity;
    int64_t *max_end;            /* over items, a complete binary tree: the greatest end below each node */
    size_t leaves;               /* a power of two; leaf i is max_end[leaves + i] */
    struct annotation **by_id;   /* a hash table, NULL where it is free */
    size_t places;               /* in it: a power of two */
    size_t tags[TAG_REMEDY + 1]; /* how many of each */
    size_t changes;              /* another number behind each change of the set */
    const struct layer *layer;   /* whose are in it; NULL: everybody's */
};

/* Read the annotations of DOCUMENT that LAYER shows (NULL: all). LAYER stays the caller's, and where it changes, the
 * set is to be cleared and loaded again. */
enum err_code annset_load(struct annset *s, struct store *store, int64_t document, const struct layer *layer,
                          struct err *e);
void annset_clear(struct annset *s);

/* Take in what the store holds for annotation ID now: new, changed, or gone. OWN: this session changed it, so it is
 * shown until the set is loaded again, whether it passes the filter or not: what one makes or changes does not vanish.
 */
enum err_code annset_refresh(struct annset *s, struct store *store, int64_t id, bool own, struct err *e);

/* The annotation ID, or NULL; borrowed until the set changes. */
const struct annotation *annset_get(const struct annset *s, int64_t id);

/* Index of the first annotation that starts at or behind START (COUNT where there is none). */
size_t annset_from(const struct annset *s, int64_t start);

/* Index of annotation ID, or COUNT. */
size_t annset_index(const struct annset *s, int64_t id);

/* The next annotation at or behind index FROM that reaches over some of [start, end); COUNT where there is none. */
size_t annset_over(const struct annset *s, size_t from, int64_t start, int64_t end);

/* The shortest annotation over position AT, the newest among equals; NULL where there is none. */
const struct annotation *annset_innermost(const struct annset *s, int64_t at);

#endif
