/* Links as they look below an annotation: in a line each, and as a whole. */
#ifndef ZHUPI_TUI_LINKLINE_H
#define ZHUPI_TUI_LINKLINE_H

#include "tui/reader.h"
#include "tui/sheet.h"

/* An arrow, one cell: to the annotation (IN) or away from it. */
const char *linkline_arrow(bool in, bool wide);

struct linkline {
    const struct linkset_item *item; /* borrowed; NULL: links that found no room, MORE of them */
    size_t more;
};

/* What stands in at most MAX lines about the links of ANNOTATION. Where those are not all, the last of several lines
 * says so; a single line is the first link. */
size_t linkline_of(const struct reader *r, int64_t annotation, struct linkline *out, size_t max);

/* Draw one into CELLS cells: which way it points, and what is at the other end. */
void linkline_draw(const struct reader *r, const struct linkline *line, struct grid *g, int row, int col, int cells);

/* "←2 →1": how many reach ANNOTATION and leave it; nothing for none; added to OUT. */
void linkline_marks(const struct reader *r, int64_t annotation, bool wide, struct str *out);

/* Add the links of ANNOTATION to S: which they are, the words at the other end, the notes. */
void linkline_write(const struct reader *r, int64_t annotation, struct sheet *s);

#endif
