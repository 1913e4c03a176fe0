/* Who did what in which document, as the document list and the progress view show it. It is read in three queries,
 * whatever the number of documents; then a change costs the document that it was in, and only when somebody looks. */
#ifndef ZHUPI_TUI_TALLY_H
#define ZHUPI_TUI_TALLY_H

#include "base/str.h"
#include "db/store.h"

#define TALLY_STALE 256 /* documents; where more have changed, everything is read again */

struct tally_reviewer {
    int64_t id;
    char *name;
    enum role role;
};

/* What one reviewer did in one document: assigned, tagged there or been there. */
struct tally_part {
    size_t reviewer; /* index */
    int64_t annotations, questions;
    int64_t furthest; /* code points */
    bool assigned;
    int64_t done; /* time, or 0 */
};

struct tally_document {
    struct document document;
    struct tally_part *parts; /* by the reviewers' names */
    size_t count, capacity;
};

struct tally {
    struct tally_document *documents; /* by name */
    size_t document_count, document_capacity;
    struct tally_reviewer *reviewers; /* by name */
    size_t reviewer_count, reviewer_capacity;
    size_t assigned; /* assignments there are */
    int64_t stale[TALLY_STALE];
    size_t stale_count;
    bool all_stale;
};

void tally_clear(struct tally *t);

/* Note what change C makes stale; DOCUMENT alone. Nothing is read. */
void tally_changed(struct tally *t, const struct change *c);
void tally_touch(struct tally *t, int64_t document);

static inline bool tally_is_stale(const struct tally *t)
{
    return t->all_stale || t->stale_count > 0;
}

/* Read what is stale. Of a new one everything is: {.all_stale = true}. Indexes may be others afterwards. */
enum err_code tally_refresh(struct tally *t, struct store *s, struct err *e);

/* The index of a document by id; SIZE_MAX where there is none. */
size_t tally_document_at(const struct tally *t, int64_t id);

/* The part of reviewer ID in D; NULL where there is none. */
const struct tally_part *tally_part_of(const struct tally *t, const struct tally_document *d, int64_t id);

/* So much of so much: documents done, code points read. */
struct tally_share {
    int64_t done, total;
};

/* 0 to 100; what is begun is at least 1, and only what is complete is 100. */
int tally_percent(struct tally_share s);

/* Assignments of D: how many are done. */
struct tally_share tally_done(const struct tally_document *d);

/* Code points that the reviewers of D have read of those that they have to read together; what is done is read. Where
 * D is assigned to nobody, it is of all who have been there. */
struct tally_share tally_read(const struct tally_document *d);

/* The same for one part. */
struct tally_share tally_part_read(const struct tally_document *d, const struct tally_part *p);

/* What is to be done in D: by the reviewer of P (NULL: D is not theirs), and by those whom it is assigned to. */
enum tally_state { TALLY_NOBODY, TALLY_TODO, TALLY_DONE, TALLY_CLOSED };
enum tally_state tally_part_state(const struct tally_document *d, const struct tally_part *p);
enum tally_state tally_state(const struct tally_document *d);

/* "to do", "done", "closed"; "" for nobody. */
const char *tally_state_label(enum tally_state state);

/* Add the names of those whom D is assigned to, where TODO only of those who are not done: as many as have room in
 * CELLS cells, then "…2" for the others. */
void tally_add_names(const struct tally *t, const struct tally_document *d, bool todo, int cells, struct str *out);

/* One more name to a list that is cut to CELLS cells: where it has no room it is counted in *MORE. */
void tally_add_name(struct str *out, const char *name, int cells, size_t *more);
void tally_add_more(struct str *out, size_t more);

#endif
