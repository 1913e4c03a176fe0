/* What text/ promises of every document, checked on one; a broken promise aborts (tests/law.h). */
#ifndef ZHUPI_TESTS_TEXT_LAWS_H
#define ZHUPI_TESTS_TEXT_LAWS_H

#include "text/layout.h"
#include "text/unit.h"

/* unit.h: the units of one kind cover what is not white space (of UNIT_GRAPHEME: no LF) once, in whole clusters, and
 * walking forth, back and jumping to every STEPth code point gives the same ones. */
void text_laws_units(const struct text *t, enum unit unit, size_t step);

/* layout.h: each code point in one row, rows inside the width, the same whatever way they are reached. CHINESE: and
 * none begins with closing or ends with opening punctuation, which holds where no run of them is longer than a row.
 * Returns how many rows there are. */
size_t text_laws_layout(const struct text *t, int width, bool wide, bool chinese);

void text_laws_same_row(struct row a, struct row b);

#endif
