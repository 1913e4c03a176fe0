/* The shared file as a graph (analysis/graph.h): read in steps, so that a view opens at once and nobody waits, and kept
 * true by the feed. Between two steps nothing of the database is open. */
#ifndef ZHUPI_EXCHANGE_SURVEY_H
#define ZHUPI_EXCHANGE_SURVEY_H

#include "analysis/graph.h"
#include "base/err.h"
#include "db/store.h"

struct filter;

struct survey {
    struct graph graph;  /* closed once DONE */
    struct graph before; /* what stood in its place until everything had been read again; survey_drop_before */
    bool done;
    size_t documents_read; /* of graph.document_count */
    struct survey_state *state;
};

/* Begin: documents, reviewers, codes. WHERE (NULL: everything passes) must outlive the survey; DOCUMENT 0: all, else it
 * alone and whatever its annotations are linked with elsewhere. */
enum err_code survey_begin(struct store *s, const struct filter *where, int64_t document, struct survey *out,
                           struct err *e);

/* Read on: about BUDGET annotations (at least one document). *OUT->done: all is there. */
enum err_code survey_step(struct store *s, struct survey *sv, size_t budget, struct err *e);

/* To the end, for those who can wait. */
enum err_code survey_run(struct store *s, struct survey *sv, struct err *e);

/* Note what change C makes of it: false where nothing that the graph holds has changed. Once true, survey_refresh takes
 * it in: what changed is read again, or everything where that is less (*SV is not DONE then, and its graph stays as it
 * was until it is). What changes while it is read is taken in by the next survey_refresh; survey_run does that, too. */
bool survey_changed(struct survey *sv, const struct change *c);
enum err_code survey_refresh(struct store *s, struct survey *sv, struct err *e);

void survey_drop_before(struct survey *sv);

void survey_clear(struct survey *sv);

#endif
