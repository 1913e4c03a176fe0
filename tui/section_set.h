/* The sections of documents, for the figures: read in steps, because for each document its text is read. */
#ifndef ZHUPI_TUI_SECTION_SET_H
#define ZHUPI_TUI_SECTION_SET_H

#include "analysis/figures.h"
#include "db/store.h"

struct section_set {
    struct figure_section *items; /* by document and start, as figures_count takes them */
    struct span *headings;        /* of each, the words */
    size_t count, capacity, heading_capacity;
    int64_t *documents; /* ids, by index, of those that the items refer to */
    bool *read;         /* by index, which of them were */
    size_t document_count, next;
    int64_t document; /* of it alone; 0: of all that have annotations */
    bool begun;
};

void section_set_clear(struct section_set *s);

/* Whether what was read, or is being read, is of the documents of G (of DOCUMENT alone, unless it is 0). */
bool section_set_are_of(const struct section_set *s, const struct graph *g, int64_t document);

/* Begin anew, for those. */
void section_set_begin(struct section_set *s, const struct graph *g, int64_t document);

/* G is another one, of the same documents: others of them may have annotations now, which are read next. */
void section_set_look(struct section_set *s, const struct graph *g);

/* Read one document more that has annotations in G. False: there is none. What cannot be read has no sections. Indexes
 * of ITEMS are others then. */
bool section_set_step(struct section_set *s, struct store *store, const struct graph *g);

/* How far the documents were gone through, 0 to 100: 100 where nothing is left to read. */
int section_set_percent(const struct section_set *s);

/* Which section a node is in: an index of ITEMS, or GRAPH_NONE. */
uint32_t section_set_at(const struct section_set *s, const struct graph_node *n);

/* Where the section ONE, of an earlier time, is now: an index of ITEMS, or GRAPH_NONE. */
uint32_t section_set_find(const struct section_set *s, const struct figure_section *one);

#endif
