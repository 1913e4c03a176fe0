/* From stored text to what a terminal may be sent: the one function for the screen, titles, names and errors alike,
 * and the one width function for everything that counts cells. */
#ifndef ZHUPI_TEXT_GLYPH_H
#define ZHUPI_TEXT_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

#define GLYPH_MAX_POINTS 5 /* ncursesw keeps at most this many code points in a cell (CCHARW_MAX) */
#define GLYPH_TEXT_SIZE 32 /* bytes, with the NUL */

/* Cells that code point C takes (0, 1 or 2; -1 for a control character). WIDE: East Asian ambiguous characters count
 * 2, as some terminals in Chinese locales draw them (East_Asian_Width=A, UAX #11; ambiguous_table.h). Base: uc_width()
 * of libunistring. */
int glyph_width(uint32_t c, bool wide);

struct glyph {
    size_t bytes;               /* bytes of the source that it stands for, > 0 */
    int cells;                  /* 1 or 2, or the length of a mark */
    bool mark;                  /* TEXT is a visible mark for characters that must not reach the terminal */
    char text[GLYPH_TEXT_SIZE]; /* what to draw: NUL-terminated UTF-8, at most GLYPH_MAX_POINTS code points unless a
                                   mark, whose characters are ASCII of one cell each */
};

/* The first glyph of the N bytes at S (valid UTF-8, N > 0), into *G. A glyph is a base character with the combining
 * marks that fit in a cell; it never reaches over a boundary of grapheme clusters. Control characters, bidi controls
 * and overrides, zero-width, tag, private-use, noncharacter, unassigned and all other format and default-ignorable code
 * points become marks like ^G or <U+202E>, an LF "^J", a tab a gap of four spaces. A combining mark without a base
 * stands on U+25CC. One variation selector behind a base, and ZWJ between the parts of an emoji sequence (also where
 * S ends between them), are taken in and not drawn: the parts stand side by side. */
void glyph_first(const char *s, size_t n, bool wide, struct glyph *g);

/* The bytes of what stands at S (valid UTF-8) where it is of those that most texts here are made of: printable ASCII,
 * or U+3001 to 3029, 4E00 to 9FA5 and FF01 to FF5E. 0: it is something else, or S is at END. */
static inline size_t glyph_plain(const char *s, const char *end)
{
    const uint8_t *p = (const uint8_t *)s;
    if (s >= end || *p < 0x20)
        return 0;
    if (*p < 0x7F)
        return 1;
    if (end - s < 3 || *p < 0xE3 || *p > 0xEF || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return 0; /* names and messages may be no UTF-8 */
    uint32_t c = (*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    bool plain = *p == 0xE3   ? c >= 0x3001 && c <= 0x3029
                 : *p == 0xEF ? c >= 0xFF01 && c <= 0xFF5E
                              : c >= 0x4E00 && c <= 0x9FA5;
    return plain ? 3 : 0;
}

/* The bytes of the first glyph of the N bytes at S (valid UTF-8) where it is one of these alone: one byte in one cell,
 * or three in two. 0: N is 0, or glyph_first has to be asked. */
static inline size_t glyph_common(const char *s, size_t n)
{
    size_t bytes = glyph_plain(s, s + n);
    bool alone = bytes == n || (uint8_t)s[bytes] < 0x80 || glyph_plain(s + bytes, s + n); /* nothing combines with it */
    return bytes && alone ? bytes : 0;
}

/* Cells of the N bytes at S, drawn. */
size_t glyph_cells(const char *s, size_t n, bool wide);

/* Add the N bytes at S to OUT, every glyph made safe for a terminal (for messages outside the screen, titles, names).
 * S may be any bytes: an invalid one becomes the mark <E6>. */
void glyph_add_safe(struct str *out, const char *s, size_t n);

#endif
