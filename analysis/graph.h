/* Annotations as short records, and the links between them. Everything refers to everything else by index, so a million
 * annotations take some tens of megabytes and a walk over all of them some milliseconds. Positions are code points.
 *
 * A graph is filled (documents first, in the order in which they are to be listed), then graph_link and graph_close are
 * called; what was added after that is seen behind the next graph_close. */
#ifndef ZHUPI_ANALYSIS_GRAPH_H
#define ZHUPI_ANALYSIS_GRAPH_H

#include "base/relation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GRAPH_NONE UINT32_MAX               /* no index */
#define GRAPH_LENGTH_MAX ((int64_t)1 << 31) /* code points of a document; one that says more has so many */

struct graph_document {
    int64_t id, length; /* code points */
    char *name;
};

struct graph_reviewer {
    int64_t id;
    char *name;
};

/* Codes stand in the order of the tree: each before those below it. */
struct graph_code {
    int64_t id;
    enum tag tag;
    uint32_t parent; /* GRAPH_NONE: right below the tag */
    int depth;       /* 0: right below the tag */
    char *name;
};

struct graph_node {
    int64_t id;
    int64_t start, end;
    uint32_t document, reviewer, code; /* code GRAPH_NONE: none */
    uint8_t tag;
    uint8_t questions; /* open ones, 255 at most */
    bool passes;       /* the filter that was asked for */
};

/* A link that holds: FROM explains or addresses TO, both indexes of nodes. */
struct graph_link {
    int64_t id;
    uint32_t from, to;
};

/* Indexes by id, looked up by hashing. */
struct graph_id {
    int64_t id;
    uint32_t index;
    bool used;
};

struct graph_ids {
    struct graph_id *slots;
    size_t count, cap;
};

struct graph {
    struct graph_document *documents;
    struct graph_reviewer *reviewers;
    struct graph_code *codes;
    struct graph_node *nodes; /* by document (its index), start, end, id */
    struct graph_link *links;
    size_t document_count, reviewer_count, code_count, node_count, link_count;
    size_t document_cap, reviewer_cap, code_cap, node_cap, link_cap;
    /* After graph_close: the links that leave and that reach node i are links[out[out_at[i]]] … [out_at[i + 1]), and so
     * with in, by the place of the other end. */
    uint32_t *out, *out_at, *in, *in_at;
    uint32_t *by_id; /* node indexes by id */
    struct graph_ids document_ids, reviewer_ids, code_ids;
};

void graph_clear(struct graph *g);

/* Add one; NAME is copied. Returns its index. */
uint32_t graph_add_document(struct graph *g, int64_t id, int64_t length, const char *name);
uint32_t graph_add_reviewer(struct graph *g, int64_t id, const char *name);
uint32_t graph_add_code(struct graph *g, int64_t id, enum tag tag, uint32_t parent, const char *name);
uint32_t graph_add_node(struct graph *g, const struct graph_node *n);

/* Indexes by id; GRAPH_NONE where there is none. Of documents, reviewers and codes at any time, of nodes behind
 * graph_close. */
uint32_t graph_document(const struct graph *g, int64_t id);
uint32_t graph_reviewer(const struct graph *g, int64_t id);
uint32_t graph_code(const struct graph *g, int64_t id);
uint32_t graph_node(const struct graph *g, int64_t id);

/* Add a link between annotations by their ids; once all nodes are there. False, and nothing is added, where one is not
 * there or their tags make no pair. Of several between the same two only the first is left behind graph_close. */
bool graph_link(struct graph *g, int64_t id, int64_t from, int64_t to);

/* Bring nodes into order and index them (before graph_link; the two halves of graph_sort, for those who must not take
 * long at once), and the links (after). */
void graph_sort(struct graph *g);
void graph_order(struct graph *g);
void graph_index(struct graph *g);
void graph_close(struct graph *g);

/* ---- what changed (graph_change.c) ---- */

/* Let the nodes of PART, a sorted graph of one document that has nothing else, be those of DOCUMENT in G (closed).
 * Links stay where both ends do, as what they were. IS_NEW[i], of as many as PART has nodes, says whether node i was
 * not there or has another tag, so that there may be links of it that G does not have. True where G is to be closed
 * before it is used. The questions of the nodes are those of PART. */
bool graph_replace(struct graph *g, uint32_t document, const struct graph *part, bool *is_new);

/* Take the link ID away; false where there is none. G is to be closed before it is used. */
bool graph_unlink(struct graph *g, int64_t id);

/* Let the documents, reviewers and codes of NAMES be those of G; NAMES is empty then. Nodes whose document or reviewer
 * is not among them must not be. True where G is to be closed before it is used. */
bool graph_rename(struct graph *g, struct graph *names);

#endif
