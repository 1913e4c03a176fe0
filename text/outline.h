/* The outline of a document: its headings and items as a tree, and the path of headings over a place.
 *
 * Levels of Chinese documents (GB/T 9704): 一、 > （一） > 1. > （1）, 第一章, Markdown (# …, underlines), plain lines
 * that are titles, also where a heading runs into its paragraph or the document is one line; and what the file itself
 * said are headings. Items (第一，, 一是, 首先) stand below the heading or item that they belong to. Positions are
 * those of the document; words are read without noise. */
#ifndef ZHUPI_TEXT_OUTLINE_H
#define ZHUPI_TEXT_OUTLINE_H

#include "text/flow.h"

struct heading {
    struct span span; /* the heading's own words with its number, without trailing punctuation and white space; of an
                         item its first sentence, or the first clause where the sentence is long or all there is */
    size_t end;       /* where its section ends: at the next one of its level or a higher one, of the last item of a
                         list at the end of its paragraph (of the last one of a list that begins there), else SIZE_MAX:
                         with the document */
    int level;        /* 1 is the highest; the levels of a document have no gaps, items stand below all headings */
    long parent;      /* index of the heading over it, or -1 */
    bool item;
};

struct outline_search;

struct outline {
    struct heading *headings; /* by start */
    size_t count;
};

/* A heading that the file itself names (a style of a word processor, <h2>): level 1 to 9. */
struct outline_given {
    struct span span;
    int level;
};

/* Find the headings of F, at most 100,000, those N_GIVEN among them (untrusted: spans are clamped, empty ones dropped).
 * Linear in its length. What is all there is between its numbers is a list: Chinese lists are items, but not annexes,
 * references and tables; those of English text and of Markdown are no outline. Free with outline_clear. */
void outline_find(const struct flow *f, const struct outline_given *given, size_t n_given, struct outline *out);
void outline_clear(struct outline *o);

/* The same in steps: BEGIN, GO_ON by some POINTS of the flow until it is false, and END, which frees the search; or
 * ABANDON it (NULL is allowed). F has to stay as it is meanwhile; GIVEN is copied. */
struct outline_search *outline_begin(const struct flow *f, const struct outline_given *given, size_t n_given);
bool outline_go_on(struct outline_search *o, size_t points);
void outline_end(struct outline_search *o, struct outline *out);
void outline_abandon(struct outline_search *o);

/* The index of the last heading that starts at or before CP, or -1: its section may have ended before. */
long outline_before(const struct outline *o, size_t cp);

/* The index of the innermost heading whose section holds CP, or -1. */
long outline_at(const struct outline *o, size_t cp);

/* The path of headings over CP, outermost first, joined by " / ", added to OUT (nothing where there is none). */
void outline_path(const struct flow *f, const struct outline *o, size_t cp, struct str *out);

#endif
