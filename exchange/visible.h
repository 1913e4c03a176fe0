/* What others wrote, on its way into a page or into Markdown: characters that would be obeyed, reorder the text or be
 * drawn as nothing become the same visible marks as on the screen (text/glyph.h). */
#ifndef ZHUPI_EXCHANGE_VISIBLE_H
#define ZHUPI_EXCHANGE_VISIBLE_H

#include "text/glyph.h"

struct visible {
    size_t bytes;  /* of the source that it stands for, > 0 */
    bool mark;     /* a mark like ^G or <U+202E>, in ASCII */
    int cells;     /* as the screen counts; 0 for LF */
    const char *p; /* what to write, borrowed from the source or from here: N bytes of UTF-8 */
    size_t n;
    struct glyph glyph;
};

/* The first of the N > 0 bytes at S into *V, whole characters with what combines with them. LF and tab are handed out
 * as they are. Bytes that are no UTF-8 become U+FFFD, a combining mark without a base stands on U+25CC. */
void visible_first(const char *s, size_t n, struct visible *v);

#endif
