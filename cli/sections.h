/* The sections of the documents that a graph has annotations in, for figures by section. */
#ifndef ZHUPI_CLI_SECTIONS_H
#define ZHUPI_CLI_SECTIONS_H

#include "analysis/figures.h"
#include "base/err.h"

struct store;

struct sections {
    struct figure_section *items; /* by document and start */
    char **names;                 /* of each: the document, and the headings down to its own */
    size_t count, cap, names_cap;
};

/* Read the outlines of the documents in which an annotation of G passes, one after the other; on a terminal a line on
 * standard error says how far that is. Free with sections_clear, after an error too. */
enum err_code sections_load(struct store *s, const struct graph *g, struct sections *out, struct err *e);
void sections_clear(struct sections *s);

#endif
