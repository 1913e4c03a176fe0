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

/* Cells of the N bytes at S, drawn. */
size_t glyph_cells(const char *s, size_t n, bool wide);

/* Add the N bytes at S to OUT, every glyph made safe for a terminal (for messages outside the screen, titles, names).
 * S may be any bytes: an invalid one becomes the mark <E6>. */
void glyph_add_safe(struct str *out, const char *s, size_t n);

#endif
