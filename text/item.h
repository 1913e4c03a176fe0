/* The numbers that head a section or an item: 一、 （一） 1. （1） 2.1 第一章, and the words that count: 一是, 第一，,
 * 首先. What stands before the number decides whether it heads anything; that is the caller's to judge, because
 * 千分之一、 and 私利第一、 look the same from here on. */
#ifndef ZHUPI_TEXT_ITEM_H
#define ZHUPI_TEXT_ITEM_H

#include "text/window.h"

enum item_kind {
    ITEM_NONE,
    ITEM_HAN,          /* 一、 一. */
    ITEM_HAN_PAREN,    /* （一） (一) ㈠ */
    ITEM_NUMBER,       /* 1. 1、 1． ⒈ */
    ITEM_NUMBER_PAREN, /* （1） 1） ① ⑴ */
    ITEM_SECTION,      /* 2.1, 2.1.3 */
    ITEM_PART,         /* 第一编, 第一篇, 第一部分, 第一卷 */
    ITEM_CHAPTER,      /* 第一章 */
    ITEM_SUBCHAPTER,   /* 第一节 */
    ITEM_ARTICLE,      /* 第一条 */
    ITEM_WORD          /* 一是, 二要, 第一，, 第一种, 首先, 其一 */
};

struct item {
    enum item_kind kind;
    size_t length; /* code points, with the punctuation that closes the number */
    int number;    /* its value; of a section number the last one; 0: it has none (首先) */
    int depth;     /* of a section number: how many numbers it has */
};

/* The item mark that starts at CP and ends at or before END, a longest match; kind ITEM_NONE where there is none. */
struct item item_at(struct window *w, size_t cp, size_t end);

/* The start of a page mark (第2页共14页) that ends at CP, not before LO; CP where there is none. */
size_t item_page_mark(struct window *w, size_t lo, size_t cp);

#endif
