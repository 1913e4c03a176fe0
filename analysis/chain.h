/* One problem with all that hangs on it, as a list in the order in which it is read:
 *
 *     manifestation
 *       cause that explains it
 *         remedy that addresses the cause
 *       remedy that addresses the manifestation itself
 *
 * Those at the same place stand by document and place. An annotation that hangs on two of them stands below each, but
 * what hangs on it only below the first. */
#ifndef ZHUPI_ANALYSIS_CHAIN_H
#define ZHUPI_ANALYSIS_CHAIN_H

#include "analysis/graph.h"

struct chain_item {
    uint32_t node;
    uint32_t link; /* to what it hangs on; GRAPH_NONE: it begins the chain */
    uint32_t over; /* index in the chain of what it hangs on; GRAPH_NONE likewise */
    int depth;     /* 0: it begins the chain */
    bool again;    /* it stands further up already, with what hangs on it */
};

struct chain {
    struct chain_item *items;
    size_t count, cap;
};

/* The chain that hangs on NODE. Free with chain_clear; a chain may be used again. */
void chain_of(const struct graph *g, uint32_t node, struct chain *out);
void chain_clear(struct chain *c);

/* Where the chain that NODE is in begins: itself where nothing is explained or addressed by it, else the first that is,
 * further and further. */
uint32_t chain_begin(const struct graph *g, uint32_t node);

#endif
