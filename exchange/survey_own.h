/* Inside the survey only: what it is in the middle of. */
#ifndef ZHUPI_EXCHANGE_SURVEY_OWN_H
#define ZHUPI_EXCHANGE_SURVEY_OWN_H

#include "exchange/survey.h"

enum survey_phase {
    SURVEY_NODES,
    SURVEY_AROUND,
    SURVEY_ORDER,
    SURVEY_INDEX,
    SURVEY_LINKS,
    SURVEY_QUESTIONS,
    SURVEY_DONE
};

/* An annotation of a survey of one document, before it is known in what order the documents stand. */
struct survey_found {
    struct graph_node node;
    int64_t document;
    bool up; /* what it hangs on belongs to the survey too, and not only what hangs on it */
};

#define SURVEY_MARKS_MAX 16 /* of documents and of links; when there are more, reading everything again is less */

struct survey_ids {
    int64_t ids[SURVEY_MARKS_MAX];
    size_t count;
};

/* What changed since it was read. */
struct survey_marks {
    bool any, whole;
    bool names; /* documents, reviewers or codes */
    struct survey_ids documents, links;
};

struct survey_state {
    const struct filter *where;
    int64_t document; /* 0: all */
    enum survey_phase phase;
    struct graph fresh; /* what was read so far */
    int64_t next;       /* the document to read on from */
    struct tie tie;     /* the link that was read last */
    /* Of one document: what was found (SLOTS: an index by id, of places in FOUND from 1 on), which of it has links to
     * be followed and how far that is done, and the links that it has among itself. */
    bool own; /* its own annotations are found */
    struct survey_found *found;
    size_t found_count, found_cap;
    size_t *slots, slot_count;
    size_t *queue, queue_count, queue_cap, followed;
    struct tie *ties;
    size_t tie_count, tie_cap;
    struct survey_marks marks;
};

/* Documents (unless it is a survey of one), reviewers and codes into G. */
enum err_code survey_names(struct store *s, const struct survey_state *st, struct graph *g, struct err *e);

/* Read everything again from the next step on. The graph stays as it is until that is done. */
enum err_code survey_again(struct store *s, struct survey *sv, struct err *e);

/* survey_around.c: follow the links of about BUDGET annotations; *OVER: there are no more. */
enum err_code survey_around(struct store *s, struct survey_state *st, size_t budget, bool *over, struct err *e);

/* A brief as a node, whose document is filled in where it is one of G; false where it refers to a reviewer that is not
 * there. */
bool survey_node(const struct graph *g, const struct brief *b, bool passes, struct graph_node *out);

#endif
