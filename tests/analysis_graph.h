/* Random graphs for the tests of analysis/, and a generator that every run repeats. */
#ifndef ZHUPI_TESTS_ANALYSIS_GRAPH_H
#define ZHUPI_TESTS_ANALYSIS_GRAPH_H

#include "analysis/graph.h"

/* The next number of SEED, from 0 up to N. */
uint32_t graph_random(uint32_t *seed, uint32_t n);

/* A closed graph of about NODES annotations in a few documents, by a few reviewers, with a tree of codes, and LINKS
 * tries at linking two of them: some twice, some with annotations that are not there. */
void graph_sample(struct graph *g, uint32_t seed, uint32_t nodes, uint32_t links);

#endif
