/* Rows of pages as a program printed them. Used by pages*.c only. */
#ifndef ZHUPI_EXCHANGE_PAGES_ROW_H
#define ZHUPI_EXCHANGE_PAGES_ROW_H

#include "base/str.h"
#include "text/noise.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page_row {
    const char *p; /* its words, without the white space at both ends; never empty */
    uint32_t bytes;
    uint32_t page;
    uint32_t columns;     /* code points */
    uint32_t width;       /* tenths of half the width of a Han character; of Latin letters a guess */
    uint16_t latin;       /* how many of these there are */
    uint16_t indent;      /* columns of white space before it */
    uint8_t blank_rows;   /* before it on its page */
    bool noise;           /* a header or footer, or a page mark */
    bool cells;           /* wide gaps inside: a row of a table */
    enum noise_kind kind; /* of the noise */
};

struct page_rows {
    struct page_row *all;
    size_t count, cap;
    uint32_t pages;
    bool columns; /* some are set in two columns */
};

/* Mark what stands at the top and the bottom of pages and is not the document: numbers that count the pages, and words
 * that return at the same place on half of the pages (or of the odd or the even ones), on three at least, and are no
 * sentence, no turn of a transcript and no item. When in doubt it is text. */
void pages_find_running(struct page_rows *rows);

/* Lift of these what the layout of the text speaks against: words as wide as a full row (WIDTH, as page_row.width), or
 * nearer to the text than its rows stand to each other (BLANK_ROWS). */
void pages_lift_running(struct page_rows *rows, uint32_t width, unsigned blank_rows);

/* The column where the right one of two columns of text begins on the page of N bytes at PAGE, or 0. */
size_t pages_gutter(const char *page, size_t n);

/* Add the rows of the page to OUT: those left of GUTTER before those right of it, down to a row that runs across. */
void pages_split(const char *page, size_t n, size_t gutter, struct str *out);

/* One code point of the N > 0 bytes of valid UTF-8 at P; its bytes in *SIZE. */
uint32_t page_char(const char *p, size_t n, size_t *size);

/* The last one. */
uint32_t page_last_char(const char *p, size_t n);

/* The length of the N bytes at P without the white space behind them. */
size_t page_trim(const char *p, size_t n);

/* Whether R begins with a number or a mark that heads a section or an item, which no row in the middle of a sentence
 * does. */
bool page_has_mark(const struct page_row *r);

/* Whether the N > 0 bytes at P begin a turn of a transcript (问：, 答：, 問 1), whose words return on many pages. */
bool page_is_turn(const char *p, size_t n);

#endif
