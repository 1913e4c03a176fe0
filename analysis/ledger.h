/* The problem ledger: one row a problem, and what has no answer yet. */
#ifndef ZHUPI_ANALYSIS_LEDGER_H
#define ZHUPI_ANALYSIS_LEDGER_H

#include "analysis/graph.h"

enum ledger_view {
    LEDGER_PROBLEMS,  /* every manifestation */
    LEDGER_UNANSWERED /* manifestations without a cause, causes without a remedy, remedies that answer nothing */
};

enum ledger_sort {
    LEDGER_BY_PLACE,  /* document, then place in it; of what is unanswered too */
    LEDGER_BY_KIND,   /* manifestations, causes, remedies; then by place */
    LEDGER_BY_CAUSES, /* these three: the most first, then by place */
    LEDGER_BY_REMEDIES,
    LEDGER_BY_QUESTIONS,
    LEDGER_BY_CODE, /* in the order of the codebook, those without one last; then by place */
    LEDGER_SORTS
};

/* A problem is its manifestation; its causes are those that explain it, its remedies those that address it or one of
 * its causes, each counted once. (Where a few problems share so many that a file must have been made for it, at least
 * so many: counting takes no longer then.) Of a row of the unanswered view the figures are those of what hangs on
 * it. */
struct ledger_row {
    uint32_t node;
    uint32_t causes, remedies;
    uint32_t documents, reviewers; /* different ones in the chain */
    uint32_t questions;            /* open ones in it */
};

struct ledger {
    struct ledger_row *rows;
    size_t count, cap;
};

/* The rows of G (closed) for VIEW. A row is listed where its annotation or one of those in its chain passes the filter
 * (graph_node.passes). *OUT is empty ({0}), or one that was built before and is used again. Free with ledger_clear. */
void ledger_build(const struct graph *g, enum ledger_view view, enum ledger_sort sort, struct ledger *out);
void ledger_clear(struct ledger *l);

/* "place", "kind", "causes" …: as prompts and options spell it, never translated. */
const char *ledger_sort_name(enum ledger_sort sort);
bool ledger_sort_parse(const char *s, enum ledger_sort *out);

/* Whether node N is what LEDGER_UNANSWERED lists. */
bool ledger_is_unanswered(const struct graph *g, uint32_t node);

#endif
