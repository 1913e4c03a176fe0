/* Which annotations are shown: everybody's, those of some, or all but those of some; and those of them that pass a
 * filter. */
#ifndef ZHUPI_TUI_LAYER_H
#define ZHUPI_TUI_LAYER_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter;

struct layer {
    enum { LAYER_ALL, LAYER_ONLY, LAYER_WITHOUT } kind;
    int64_t *reviewers; /* that are shown, or that are not */
    size_t count, capacity;
    struct str sign;      /* for the status line: "mine", "li, wang"; "" for all */
    char *expression;     /* the filter as it was typed; NULL: none */
    struct filter *where; /* and parsed */
    bool unsettled;       /* something changed since it was asked what passes */
    int64_t settled_ms;   /* when that was */
};

void layer_clear(struct layer *l); /* those of all are shown again; the filter stays */

/* Show only what passes WHERE, which was parsed from EXPRESSION and becomes the layer's; NULL: everything. */
void layer_filter(struct layer *l, const char *expression, struct filter *take_where);

/* Whether the annotations of REVIEWER are shown. A NULL layer shows all. */
bool layer_shows(const struct layer *l, int64_t reviewer);

/* Show nobody's but REVIEWER's; then those of others too, or no more. */
void layer_only(struct layer *l, int64_t reviewer);
void layer_set(struct layer *l, int64_t reviewer, bool shown);

#endif
