/* Figures: how many annotations of each kind there are by something, as bars; coverage; what occurs together; where
 * tags lie. Of annotations that pass (graph_node.passes) alone. */
#ifndef ZHUPI_ANALYSIS_FIGURES_H
#define ZHUPI_ANALYSIS_FIGURES_H

#include "analysis/graph.h"

enum figure {
    FIGURE_TAG,
    FIGURE_CODE,
    FIGURE_DOCUMENT,
    FIGURE_SECTION,
    FIGURE_REVIEWER,
    FIGURE_COVERAGE, /* of each document, in code points that are tagged by anybody */
    FIGURE_TOGETHER, /* pairs of different codes (of tags, where there is none) whose passages overlap */
    FIGURE_PLACE,    /* tenths of the documents, in which passages begin */
    FIGURES
};

/* "tag", "code", "document", "section", "reviewer", "coverage", "together", "place": as options spell it. */
const char *figure_name(enum figure figure);
bool figure_parse(const char *s, enum figure *out);

struct figure_bar {
    uint32_t key, other; /* index: of the tag (1 to 3), code, document, section, reviewer, tenth; of TOGETHER: two keys
                            as figure_together_key makes them */
    /* [0] all of them, [1] to [3] by tag; of COVERAGE code points of the document that are tagged, by anything or with
     * each tag; of TOGETHER [0] alone: pairs of annotations. */
    int64_t counts[4];
    int64_t total; /* what is full: of COVERAGE the document's length; elsewhere the greatest count of the bars */
};

struct figures {
    struct figure_bar *bars;
    size_t count, cap;
};

/* A section of a document, for FIGURE_SECTION. Sections lie in one another, or apart. */
struct figure_section {
    uint32_t document;
    int64_t start, end; /* END is that of the section with those below it */
};

/* The bars of FIGURE over the nodes of G (closed) that pass, those with the most first (of TAG, PLACE and COVERAGE in
 * their own order, and each of them though it has none; codes count what stands below them too and stand in the order
 * of the tree). SECTIONS, by document and start, only for FIGURE_SECTION; an annotation belongs to the innermost
 * section that it begins in. Key GRAPH_NONE: in no section; of codes, behind all of them: without a code. Free with
 * figures_clear. */
void figures_count(const struct graph *g, enum figure figure, const struct figure_section *sections, size_t n,
                   struct figures *out);
void figures_clear(struct figures *f);

/* A code, or a tag where an annotation has no code, as one number; and back: the tag, and *CODE or GRAPH_NONE. */
uint32_t figure_together_key(enum tag tag, uint32_t code);
enum tag figure_together_tag(const struct graph *g, uint32_t key, uint32_t *code);

/* How many annotations of each tag touch each of N equal parts of a document of LENGTH code points: ADD one annotation
 * to PARTS (n of them). */
struct figure_part {
    uint32_t counts[4]; /* [0] all of them, [1] to [3] by tag */
};
void figures_place(struct figure_part *parts, size_t n, int64_t length, enum tag tag, int64_t start, int64_t end);

#endif
