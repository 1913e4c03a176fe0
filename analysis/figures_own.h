/* Inside the figures only. */
#ifndef ZHUPI_ANALYSIS_FIGURES_OWN_H
#define ZHUPI_ANALYSIS_FIGURES_OWN_H

#include "analysis/figures.h"

/* Add an empty bar. It stays where it is until the next one. */
struct figure_bar *figures_add(struct figures *f, uint32_t key);

/* together.c: the bars of FIGURE_TOGETHER, by key and other. */
void figures_together(const struct graph *g, struct figures *out);

#endif
