/* A document in memory: immutable UTF-8 with LF line ends, addressed by code points.
 *
 * Positions outside this room are code points, ranges are [start, end). Bytes appear only where a slice is handed out
 * for drawing or storing. Conversion between the two costs O(1) table look-up plus a short scan. */
#ifndef ZHUPI_TEXT_TEXT_H
#define ZHUPI_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    size_t start, end; /* code points, end not included */
};

struct text;

/* A document of N_BYTES bytes of valid UTF-8 (the caller checked, see decode.h). Takes ownership of UTF8, which came
 * from malloc. Free with text_free (NULL is allowed). */
struct text *text_new(char *take_utf8, size_t n_bytes);
void text_free(struct text *t);

/* The same, growing: TAKE_UTF8 has room for all of the document, and nothing is in it yet. GROW: the first N_BYTES of
 * the room are filled by now, with valid UTF-8 that may end inside a code point, which then is not there yet. What is
 * there stays as it is, also slices that were handed out, but for the end: the last paragraph may go on, and the last
 * cluster. When all is there it is the document that text_new would have made. */
struct text *text_begin(char *take_utf8);
void text_grow(struct text *t, size_t n_bytes);

size_t text_length(const struct text *t); /* code points */
size_t text_bytes(const struct text *t);  /* bytes */

/* Byte offset of code point CP (text_bytes at the end), and the code point that holds byte BYTE. Out of range is
 * clamped to the end. */
size_t text_byte_at(const struct text *t, size_t cp);
size_t text_cp_at(const struct text *t, size_t byte);

/* The bytes of the code point that begins with the byte C of a slice. */
static inline size_t text_step(char c)
{
    unsigned char u = (unsigned char)c;
    return u < 0x80 ? 1 : u < 0xE0 ? 2 : u < 0xF0 ? 3 : 4;
}

/* The code point at CP; 0 behind the end. */
uint32_t text_char(const struct text *t, size_t cp);

/* Bytes of the code points [start, end), borrowed, not NUL-terminated; their number in *N_BYTES. Clamped. */
const char *text_slice(const struct text *t, size_t start, size_t end, size_t *n_bytes);

/* Paragraphs: the stretches between LFs. There is always at least one. PARAGRAPH_AT gives the number of the one that
 * holds CP (an LF belongs to the paragraph it ends); PARAGRAPH gives its span without the LF. O(log n). */
size_t text_paragraphs(const struct text *t);
size_t text_paragraph_at(const struct text *t, size_t cp);
struct span text_paragraph(const struct text *t, size_t number);

/* The first LF at or behind CP; the length of the document where there is none. */
size_t text_line_end(const struct text *t, size_t cp);

/* Extended grapheme clusters (UAX #29). NEXT: the first boundary behind CP; PREV: the last one before CP; FLOOR: the
 * last one at or before CP. An LF is a cluster of its own. Cost is bounded, whatever the length of the document: a
 * cluster that would be longer than 2,048 code points is cut. */
size_t text_grapheme_next(const struct text *t, size_t cp);
size_t text_grapheme_prev(const struct text *t, size_t cp);
size_t text_grapheme_floor(const struct text *t, size_t cp);

/* [start, end) grown to grapheme boundaries and clamped to the document; an empty span stays empty. */
struct span text_snap(const struct text *t, struct span s);

#endif
