/* Which marks are headings, which entries of a list, and how high those stand that no number places: what one line
 * cannot say, weighed against the rest of the document. */
#ifndef ZHUPI_TEXT_WEIGH_H
#define ZHUPI_TEXT_WEIGH_H

#include "text/marks.h"

/* Leave the headings in S->found, ranked, and put the entries of lists among S->series. */
void weigh_marks(struct marks *s);

#endif
