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
    ITEM_PART,         /* 第一编, 第一篇, 第一部分, 第一卷, 第一讲 */
    ITEM_CHAPTER,      /* 第一章 */
    ITEM_SUBCHAPTER,   /* 第一节 */
    ITEM_ARTICLE,      /* 第一条 */
    ITEM_WORD,         /* 一是, 二要, 第一，, 第一种, 首先, 其一 */
    ITEM_HAN_COMMA     /* 一，, of item_weak_at */
};

/* The words that count with each other. */
enum item_word {
    ITEM_FIRST,   /* 首先 其次 再次 最后 */
    ITEM_ORDINAL, /* 第一， 第一是 */
    ITEM_SORT,    /* 第一种 第一类 第一点 第一个 第一步 第一方面 */
    ITEM_EACH,    /* 其一 */
    ITEM_IS,      /* 一是 */
    ITEM_MUST,    /* 一要 */
    ITEM_LATIN,   /* First, Second, Finally, of item_weak_at */
    ITEM_WORDS
};

/* Lists that numbers count, higher ones first; they count on behind the words of enum item_word. */
enum item_list {
    ITEM_LIST_HAN = ITEM_WORDS, /* 一、 */
    ITEM_LIST_HAN_PAREN,        /* （一） */
    ITEM_LIST_NUMBER,           /* 1. and 2.1 */
    ITEM_LIST_NUMBER_PAREN,     /* （1） */
    ITEM_LIST_NUMBER_CLOSED,    /* 1） */
    ITEM_LIST_CIRCLED,          /* ① */
    ITEM_CLASSES
};

/* The number of 最后 and Finally, which follow every other. */
#define ITEM_LAST 1000

struct item {
    enum item_kind kind;
    size_t length;       /* code points, with the punctuation that closes the number */
    int number;          /* its value; of a section number the last one */
    int depth;           /* of a section number: how many numbers it has */
    enum item_word word; /* of ITEM_WORD */
};

/* May a number start with C? Asked for every character of a document. */
static inline bool item_may_start(uint32_t c)
{
    if (c < 0x80)
        return c == '(' || (c >= '1' && c <= '9') || c == 'F' || c == 'S' || c == 'T';
    switch (c) {
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'第':
    case U'首':
    case U'其':
    case U'再':
    case U'最':
    case U'（':
        return true;
    default:
        return (c >= 0x2460 && c <= 0x249B) || (c >= 0x3220 && c <= 0x3229) || (c >= 0xFF11 && c <= 0xFF19);
    }
}

/* The first byte of the N at S with which such a character may begin, N where there is none, and how many characters
 * lie before it in *POINTS. What follows its first two bytes is not looked at: ask item_may_start. */
size_t item_seek(const char *s, size_t n, size_t *points);

/* The number in Han or decimal digits that starts at CP; 0 where there is none. */
int item_number(struct window *w, size_t cp, size_t end);

/* The item mark that starts at CP and ends at or before END, a longest match; kind ITEM_NONE where there is none. */
struct item item_at(struct window *w, size_t cp, size_t end);

/* As above, or one of the marks that say little alone: 一，, First, */
struct item item_weak_at(struct window *w, size_t cp, size_t end);

/* The start of a page mark (第2页共14页) that ends at CP, not before LO; CP where there is none. */
size_t item_page_mark(struct window *w, size_t lo, size_t cp);

#endif
