/* Is this line, or this place in a line, a heading? The rules, each decided from the line and its neighbours; weigh.c
 * weighs what they find against the rest of the document. */
#ifndef ZHUPI_TEXT_HEADING_H
#define ZHUPI_TEXT_HEADING_H

#include "text/item.h"

/* How high a heading stands; only the order counts. Where no number says it, weigh.c finds a place in between. */
enum {
    RANK_GIVEN = 0,         /* + its level, 1 to 9: what the file itself says */
    RANK_MARKDOWN = 10,     /* + its level, 1 to 6 */
    RANK_ABOVE = 19,        /* titles over numbers */
    RANK_PART = 20,         /* 第一编 */
    RANK_CHAPTER,           /* 第一章 */
    RANK_SUBCHAPTER,        /* 第一节 */
    RANK_ARTICLE,           /* 第一条 */
    RANK_HAN,               /* 一、 */
    RANK_HAN_COMMA,         /* 一， */
    RANK_HAN_PAREN,         /* （一） */
    RANK_NUMBER = 30,       /* 1.; 2.1 is RANK_NUMBER + 1, and so on */
    RANK_NUMBER_PAREN = 40, /* （1） */
    RANK_NUMBER_CLOSED,     /* 1） */
    RANK_CIRCLED,           /* ① */
    RANK_TITLE,             /* no number */
    RANKS
};

/* A line with its neighbours, all without LF and the white space at their ends. An empty span is a blank line. */
struct heading_line {
    struct span previous, line, next;
    struct span above;        /* the last line before that is not blank */
    size_t after;             /* where the line behind NEXT begins */
    bool first, above_first;  /* LINE, or ABOVE, is the first of the document that is not blank */
    bool indented_next;       /* NEXT begins with white space */
    bool previous_is_heading; /* decided before */
};

struct heading_mark {
    struct span span; /* as in struct heading */
    size_t words;     /* behind the number */
    int rank;
    int number;   /* 0: it has none */
    size_t depth; /* how many numbers (2.1: 2) */
    size_t least; /* how many there must be of them, counted up, where one says little */
    bool alone;   /* the line holds nothing else */
    bool inside;  /* stands inside a line */
    bool listed;  /* one of a list: ends in a semicolon, or stands behind one */
};

/* Fill OUT with a heading of the words of S, without the punctuation at their end, and the number IT (NULL: none);
 * false where nothing is left. */
bool heading_set(struct window *w, struct heading_mark *out, struct span s, int rank, const struct item *it);

/* The heading that L->line is or begins with. */
bool heading_of_line(struct window *w, const struct heading_line *l, struct heading_mark *out);

/* The heading that starts with the number IT at CP, inside LINE behind the end of a sentence, in a list, or (FOLLOWS)
 * behind a heading. */
bool heading_inside(struct window *w, struct span line, size_t cp, const struct item *it, bool follows,
                    struct heading_mark *out);

/* The rank of the number IT, which starts at START; RANKS where it numbers nothing. */
int heading_rank(struct window *w, size_t start, const struct item *it);

/* The rank of the number that S begins with; RANKS where it begins with none. */
int heading_rank_at(struct window *w, struct span s);

#endif
