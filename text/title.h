/* Lines without a number that may be titles: 【经验】, "Root cause", a short line between paragraphs. One line shows
 * too little; outline.c believes in those of a kind that returns. */
#ifndef ZHUPI_TEXT_TITLE_H
#define ZHUPI_TEXT_TITLE_H

#include "text/heading.h"

enum title {
    TITLE_NONE,
    TITLE_NAMED,     /* 前言, "Root cause", "Timeline:": the usual name of a section */
    TITLE_BRACKETED, /* 【…】 */
    TITLE_CAPITAL,   /* Title Case or ALL CAPS between blank lines */
    TITLE_SHORT,     /* a short line between paragraphs */
    TITLE_KINDS
};

/* What kind of title L->line, which is no other heading, may be; its words in *OUT. */
enum title title_of_line(struct window *w, const struct heading_line *l, struct span *out);

/* Are those of KIND titles in a document of LINES lines that are not blank, NUMBERED where it has headings with
 * numbers? COUNTS says how many there are of each kind. */
bool title_is_regular(const size_t *counts, enum title kind, size_t lines, bool numbered);

#endif
