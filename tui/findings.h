/* Annotations that pass a filter, by document and place, as many as there are: ids alone, read in steps, so that a
 * million of them are listed at once and a change costs what it changed. */
#ifndef ZHUPI_TUI_FINDINGS_H
#define ZHUPI_TUI_FINDINGS_H

#include "db/filter.h"
#include "db/store.h"

struct finding {
    int64_t id;
    uint32_t document, start, end; /* index among the documents; code points */
};

struct findings {
    struct store *store;
    const struct filter *where; /* borrowed; NULL: everything passes */
    bool given;                 /* the ids were given: WHERE narrows them down */
    struct finding *items;
    size_t count, capacity;
    int64_t *documents; /* by name */
    size_t document_count, document_capacity;
    size_t documents_read;
    int64_t *ids; /* where they were GIVEN, by size */
    size_t id_count;
    bool listed, done;
};

/* Begin to look for what passes WHERE; what was found before is forgotten, but for ids that were given. */
void findings_begin(struct findings *f, struct store *store, const struct filter *where);

/* List no others than the N annotations IDS. To be called before findings_begin. */
void findings_give(struct findings *f, const int64_t *ids, size_t n);
void findings_clear(struct findings *f);

/* Read on: about BUDGET annotations, at least one document. f->done: all is there. */
enum err_code findings_step(struct findings *f, size_t budget, struct err *e);

/* Of the documents, how many in a hundred were read. */
int findings_percent(const struct findings *f);

/* Where annotation ID stands; SIZE_MAX where it does not. */
size_t findings_at(const struct findings *f, int64_t id);

/* Annotation ID may be another one: take it out, and put it where it belongs if it passes. What is not read yet is left
 * to findings_step. */
enum err_code findings_renew(struct findings *f, int64_t id, struct err *e);

#endif
