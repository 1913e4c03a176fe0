/* The annotations of a whole file for those who write all of them down. What db/store.h says of all functions holds
 * here.
 *
 * Which there are is asked first, and then what they say, page by page: neither a document full of them is held in
 * memory, nor the file while somebody reads what was written. */
#ifndef ZHUPI_DB_ANNOTATION_ROW_H
#define ZHUPI_DB_ANNOTATION_ROW_H

#include "db/store.h"

typedef bool store_id_fn(void *ctx, int64_t id);

/* The ids of what store_annotations gives, in its order: 8 bytes where that is a record. A few that it leaves out,
 * because they are damaged, may be among them. */
enum err_code store_annotation_ids(struct store *s, const struct store_filter *f, store_id_fn *fn, void *ctx,
                                   struct err *e);

/* An annotation to be written down, and what there is to be told of it. */
struct annotation_row {
    struct annotation annotation; /* without revision, settled_by and carried_from, which nobody writes down */
    int64_t questions;            /* open ones; 0 where they were not asked for */
    bool linked;                  /* it may have links; false where they were not asked for */
};

/* Which of them is asked for. */
enum row_want { ROW_QUESTIONS = 1, ROW_LINKS = 2 };

typedef bool store_row_fn(void *ctx, const struct annotation_row *row);

/* Those of the N annotations at IDS that stand, as they are now, in that order; WANT is of enum row_want. What the row
 * holds is the store's. The callback may ask the store for more, and false from it is the end. */
enum err_code store_annotation_rows(struct store *s, const int64_t *ids, size_t n, unsigned want, store_row_fn *fn,
                                    void *ctx, struct err *e);

/* All that is read from here to the end is of one moment, and the file is locked once and not for each question.
 * Nothing is written to the store meanwhile, and nothing printed or waited for: others' checkpoints wait for it.
 * Between write_begin and write_end of a group it does nothing. */
enum err_code store_moment_begin(struct store *s, struct err *e);
void store_moment_end(struct store *s);

/* From now on keep up to BYTES of the file in memory, for those who go through all of it: what indexes say is asked for
 * again and again, in no order. Without, 2 MB. */
enum err_code store_keep(struct store *s, int64_t bytes, struct err *e);

#endif
