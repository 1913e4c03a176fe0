/* Is this line, or this place in a line, a heading? The rules, each decided from the line and its neighbours; outline.c
 * weighs what they find against the rest of the document. */
#ifndef ZHUPI_TEXT_HEADING_H
#define ZHUPI_TEXT_HEADING_H

#include "text/window.h"

/* How high a heading stands; only the order counts. */
enum {
    RANK_MARKDOWN = 0, /* + its level, 1 to 6 */
    RANK_PART = 10,    /* 第一编 */
    RANK_CHAPTER,      /* 第一章 */
    RANK_SUBCHAPTER,   /* 第一节 */
    RANK_ARTICLE,      /* 第一条 */
    RANK_HAN,          /* 一、 */
    RANK_HAN_PAREN,    /* （一） */
    RANK_NUMBER = 20,  /* 1.; 2.1 is RANK_NUMBER + 1, and so on */
    RANK_NUMBER_PAREN = 30,
    RANKS
};

/* A line with its neighbours, all without LF and the white space at their ends. An empty span is a blank line. */
struct heading_line {
    struct span previous, line, next;
    bool indented_next;       /* NEXT begins with white space */
    bool previous_is_heading; /* decided before */
};

struct heading_mark {
    struct span span; /* as in struct heading */
    int rank;
    int number;   /* 0: it has none */
    size_t depth; /* how many numbers (2.1: 2) */
    bool alone;   /* the line holds nothing else */
};

/* The heading that L->line is or begins with. */
bool heading_of_line(struct window *w, const struct heading_line *l, struct heading_mark *out);

/* The heading that starts at CP, inside LINE behind the end of a sentence or a page mark. */
bool heading_inside(struct window *w, struct span line, size_t cp, struct heading_mark *out);

#endif
