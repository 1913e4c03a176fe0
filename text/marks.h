/* What in a document may be a heading or an item, read line by line; weigh.c weighs it. */
#ifndef ZHUPI_TEXT_MARKS_H
#define ZHUPI_TEXT_MARKS_H

#include "text/heading.h"
#include "text/outline.h"
#include "text/series.h"
#include "text/title.h"

/* What a document may hold of them; more come from no person's hand. */
#define MARKS_MAX 100000

#define MARKS_GIVEN_LEVELS 9

struct mark {
    struct heading_mark mark;
    struct span line; /* that it stands in */
    size_t line_number;
    size_t run;    /* of the numbers that count on from each other */
    bool adjacent; /* no text stands between it and its neighbour in the run */
    bool given;
    bool annexed; /* 附件： or 注： is before it */
    bool under;   /* stands below its rank, above the next */
    enum title title;
};

struct marks {
    struct window w;
    size_t length;
    const struct outline_given *given; /* by start, in the flow, not empty, none over another */
    size_t n_given, next_given;
    struct mark *found;
    size_t count, cap;
    struct series series;
    size_t line_number, lines; /* those before, those that are not blank */
    size_t titles[TITLE_KINDS];
    int last[RANKS][2];   /* the number last seen of each rank, outside lists and in them */
    size_t run[RANKS][2]; /* and the run that it is in, counted from 1 */
    size_t runs;
    bool sections[RANKS]; /* numbers in digits of this rank have text between them somewhere */
    size_t pending;       /* 1 + the heading that the line before consists of; 0: none */
    size_t at, behind;    /* where the next line begins, and where the line behind that one does */
    struct heading_line here;
    bool fenced;   /* in a block of code */
    bool markdown; /* the document has headings of Markdown */
    bool numbered; /* and of Chinese numbers, 第一章 to （一）, under which 1. stands */
};

/* Is RANK one of the numbers in digits, which also number lists? */
bool marks_is_digits(int rank);

/* Read the text that S->w looks at, which has S->length code points, from its start; READ: the next POINTS of it, to
 * the end of a line. False when all is read. S->found and S->series are the caller's to free. */
void marks_begin(struct marks *s);
bool marks_read(struct marks *s, size_t points);

#endif
