/* Parts, chapters, sections and articles: 第一编 总则, 第一章 总则, 第一节 申请, 第一条 为了……, also where the number
 * runs into the words without a blank (第一条为了……). */
#ifndef ZHUPI_TEXT_PART_H
#define ZHUPI_TEXT_PART_H

#include "text/heading.h"

/* The heading of LINE, which begins with IT. */
bool part_of_line(struct window *w, struct span line, const struct item *it, struct heading_mark *out);

/* The heading that begins with IT at CP, inside LINE, in a law of one line. */
bool part_inside(struct window *w, struct span line, size_t cp, const struct item *it, struct heading_mark *out);

#endif
