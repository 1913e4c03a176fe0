#include "tests/analysis_graph.h"

#include <stdio.h>

enum { DOCUMENTS = 7, REVIEWERS = 5, CODES = 12, LENGTH = 1000 };

uint32_t graph_random(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u; /* Knuth, TAOCP vol. 2, §3.3.4 */
    return (*seed >> 8) % n;
}

static void add_names(struct graph *g, uint32_t *seed)
{
    char name[32];
    for (int i = 0; i < DOCUMENTS; i++) {
        snprintf(name, sizeof name, "document %d", i);
        graph_add_document(g, 100 - i, LENGTH, name);
    }
    for (int i = 0; i < REVIEWERS; i++) {
        snprintf(name, sizeof name, "reviewer %d", i);
        graph_add_reviewer(g, i + 1, name);
    }
    for (uint32_t i = 0; i < CODES; i++) {
        enum tag tag = (enum tag)(i / 4 + 1);
        uint32_t parent = i % 4 ? i - 1 - graph_random(seed, i % 4) : GRAPH_NONE;
        snprintf(name, sizeof name, "code %u", i);
        graph_add_code(g, i + 1, tag, parent, name);
    }
}

static void add_node(struct graph *g, uint32_t *seed, int64_t id)
{
    int64_t start = graph_random(seed, LENGTH - 60);
    uint32_t tag = 1 + graph_random(seed, 3);
    graph_add_node(g, &(struct graph_node){
                          .id = id,
                          .start = start,
                          .end = start + 1 + graph_random(seed, 50),
                          .document = graph_random(seed, DOCUMENTS),
                          .reviewer = graph_random(seed, REVIEWERS),
                          .code = graph_random(seed, 3) ? 4 * (tag - 1) + graph_random(seed, 4) : GRAPH_NONE,
                          .tag = (uint8_t)tag,
                          .questions = (uint8_t)(graph_random(seed, 4) == 0),
                          .passes = graph_random(seed, 3) != 0,
                      });
}

void graph_sample(struct graph *g, uint32_t seed, uint32_t nodes, uint32_t links)
{
    *g = (struct graph){0};
    add_names(g, &seed);
    for (uint32_t i = 0; i < nodes; i++)
        add_node(g, &seed, 1 + (int64_t)((i * 7919u) % (2 * nodes + 1)));
    graph_sort(g);
    for (uint32_t i = 0; i < links; i++) {
        int64_t a = graph_random(&seed, 2 * nodes + 3), b = graph_random(&seed, 2 * nodes + 3);
        graph_link(g, 2 * i + 1, a, b);
        if (graph_random(&seed, 4) == 0)
            graph_link(g, 2 * i + 2, a, b);
    }
    graph_close(g);
}
