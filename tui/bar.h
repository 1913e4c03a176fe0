/* What a bar of the figures is about: its name, how it is drawn, and the annotations that it counts. */
#ifndef ZHUPI_TUI_BAR_H
#define ZHUPI_TUI_BAR_H

#include "analysis/figures.h"
#include "base/err.h"
#include "tui/grid.h"
#include "tui/section_set.h"

/* "kind" (of tag), "code" …, marked for translation; and in the reader's language. */
const char *bar_figure_title(enum figure figure);
const char *bar_figure_label(enum figure figure);

/* What the figures are, above them: "figures by kind", "what occurs together" …, in the reader's language. */
const char *bar_figure_heading(enum figure figure);

/* Add what BAR is of. SECTIONS is for FIGURE_SECTION, whose headings are read from STORE. */
void bar_add_name(struct store *store, const struct graph *g, enum figure figure, const struct figure_bar *bar,
                  const struct section_set *sections, struct str *out);

/* Draw BAR in CELLS cells: each tag has its letter, a filling of its own and its colour; CHOSEN, that of the row. */
void bar_draw(const struct figure_bar *bar, enum figure figure, struct grid *g, int row, int col, int cells,
              bool chosen);

/* Add the filter that lets pass what BAR counts, of those that pass in any case. False where the language has no words
 * for it, or it cannot be told: bar_ids has it then. */
bool bar_filter(struct store *store, const struct graph *g, enum figure figure, const struct figure_bar *bar,
                struct str *out);

/* The ids of the annotations that BAR counts, which the caller frees; their number in *N. */
int64_t *bar_ids(const struct graph *g, enum figure figure, const struct figure_bar *bar,
                 const struct section_set *sections, size_t *n);

#endif
