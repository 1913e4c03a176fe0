/* Reading a document code point by code point, in either direction and without end: the few blocks around the place
 * that is being looked at stay decoded, so that a rule may look left and right as often as it likes. */
#ifndef ZHUPI_TEXT_WINDOW_H
#define ZHUPI_TEXT_WINDOW_H

#include "text/text.h"

#define WINDOW_BLOCK 64
#define WINDOW_SLOTS 4

/* Code points of a document that may be decoded once as a whole: 4 MB in memory. */
#define WINDOW_WHOLE_MAX 1048576

struct window {
    const struct text *text;
    uint32_t *whole;    /* the first COUNT code points; NULL where COUNT is 0 */
    size_t whole_count; /* 0, or all of the document */
    struct {
        size_t number; /* of the block that is decoded here; SIZE_MAX: none */
        uint32_t c[WINDOW_BLOCK];
    } slot[WINDOW_SLOTS];
};

/* Look at T, which must outlive W. */
void window_init(struct window *w, const struct text *t);

/* The same for those who go over T again and again: it is decoded here, if it is not too long. End with
 * window_close. */
void window_open(struct window *w, const struct text *t);
void window_close(struct window *w);

/* Decode block NUMBER into its slot. */
void window_load(struct window *w, size_t number);

/* The code point at CP; 0 behind the end. Here, because the rules ask for each character several times. */
static inline uint32_t window_char(struct window *w, size_t cp)
{
    if (cp < w->whole_count)
        return w->whole[cp];
    size_t number = cp / WINDOW_BLOCK, i = number % WINDOW_SLOTS;
    if (w->slot[i].number != number)
        window_load(w, number);
    return w->slot[i].c[cp % WINDOW_BLOCK];
}

/* The first LF in [CP, END), or END. */
size_t window_line_end(struct window *w, size_t cp, size_t end);

#endif
