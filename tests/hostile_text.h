/* Text that would be obeyed by a terminal, or that hides, and what may reach a terminal instead. Nothing here asks
 * text/glyph.h: what is forbidden is listed once more. */
#ifndef ZHUPI_TESTS_HOSTILE_TEXT_H
#define ZHUPI_TESTS_HOSTILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands between hostile characters: a letter that nothing else here has. */
#define HOSTILE_BAR "\xC7\x82"
#define HOSTILE_BAR_POINT 0x1C2

/* A handful: a combining mark alone, a bar, then HOSTILE_HANDFUL hostile characters, each with a bar behind it. Every
 * handful is as long as any other, in code points, so that one takes the place of another in a stored text. */
#define HOSTILE_HANDFUL 4
#define HOSTILE_POINTS (2 + 2 * HOSTILE_HANDFUL)
#define HOSTILE_BYTES (2 + 2 + HOSTILE_HANDFUL * (4 + 2) + 1)

/* How many handfuls there are: together they hold every character of the list. The first ones hold some of each kind:
 * escapes, other control characters, what turns the direction of text, what has no width. */
size_t hostile_handfuls(void);

/* Handful N, modulo their number; NUL-terminated. */
void hostile_handful(size_t n, char out[HOSTILE_BYTES]);

/* Whether code point C must never be sent to a terminal. */
bool hostile_point(uint32_t c);

/* What the eye gets: N bytes of one row of a screen, or of printed text. False, with the reason in WHY, where they are
 * no UTF-8, hold a forbidden character, begin with a combining mark, or two bars are side by side, so that what stood
 * between them is not seen. */
bool hostile_seen(const char *s, size_t n, char *why, size_t size);

/* Whether they show a mark for a hostile character. */
bool hostile_marked(const char *s, size_t n);

#endif
