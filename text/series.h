/* Items that words count up: 一是 … 二是 … 三是, 第一，… 第二，…, 首先 … 其次 … 最后, First, … Second, … One such word
 * says nothing; what makes it an item is the next of its series. And lists that numbers count, which were found
 * elsewhere. */
#ifndef ZHUPI_TEXT_SERIES_H
#define ZHUPI_TEXT_SERIES_H

#include "text/item.h"

struct series_item {
    size_t start, words; /* of the mark, and behind it */
    struct span line;    /* that it stands in */
    size_t line_number;
    int number;
    int word;      /* enum item_word or enum item_list */
    size_t listed; /* the list that it is one of, counted from 1; 0: words count it */
    uint32_t unit; /* of 第一种: 种 */
    bool leads;    /* begins its line */
    bool last;     /* of its series */
    size_t run;    /* of the series that it is in */
    int depth;     /* 1: in no other item */
    size_t end;    /* of the last one: where its section ends at most */
};

struct series {
    struct series_item *all;
    size_t count, cap;
};

/* A place in a document: CP in LINE, where the number or word IT stands, maybe (FOLLOWS) behind a heading. */
struct series_place {
    struct span line;
    size_t line_number, cp;
    struct item it;
    bool follows;
};

/* Add the word that counts at P, where there may be one: behind punctuation or a heading. */
void series_see(struct series *s, struct window *w, const struct series_place *p);

/* Put the N items of LISTS, by start, among those of S. */
void series_join(struct series *s, const struct series_item *lists, size_t n);

/* Keep what makes a series between two of the N HEADINGS (in order), and say how deep each item stands: which words
 * count inside which others is the same all over a document. */
void series_settle(struct series *s, const struct span *headings, size_t n);

void series_clear(struct series *s);

#endif
