/* Headings of a document and the path of headings over a place.
 *
 * Levels of Chinese documents (GB/T 9704): 一、 > （一） > 1. > （1）, 第一章, Markdown (# …, underlines), also where a
 * heading runs into its paragraph or the document is one line. */
#ifndef ZHUPI_TEXT_OUTLINE_H
#define ZHUPI_TEXT_OUTLINE_H

#include "text/text.h"

struct str;

struct heading {
    struct span span; /* the heading's own words with its number, without trailing punctuation and white space */
    int level;        /* 1 is the highest; the levels of a document have no gaps */
    long parent;      /* index of the heading over it, or -1 */
};

struct outline {
    struct heading *headings; /* by start */
    size_t count;
};

/* Find the headings of T, at most 100,000. Linear in its length. Items (一是, 二要, 第一，) and numbered lists are no
 * headings. Free with outline_clear. */
void outline_find(const struct text *t, struct outline *out);
void outline_clear(struct outline *o);

/* The index of the innermost heading at or before CP, or -1. O(log n). */
long outline_at(const struct outline *o, size_t cp);

/* The path of headings over CP, outermost first, joined by " / ", added to OUT (nothing where there is none). */
void outline_path(const struct text *t, const struct outline *o, size_t cp, struct str *out);

#endif
