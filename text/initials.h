/* Names found by the first letters of their pinyin, as they are typed without an input method: "bydd" is 不愿担当.
 *
 * Every reading that a character commonly has counts (重 is z and c), of U+4E00 to U+9FFF and 〇, simplified or not;
 * initials_table.h holds them, written by make_initials.py from Unihan. */
#ifndef ZHUPI_TEXT_INITIALS_H
#define ZHUPI_TEXT_INITIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INITIALS_MAX 8 /* letters of one character, and the NUL */

/* The letters that the readings of C begin with, the commonest first; "" where none is known. Returns how many. */
size_t initials_of(uint32_t c, char out[INITIALS_MAX]);

/* Whether a character of NAME, NUL-terminated UTF-8, has an initial. */
bool initials_any(const char *name);

/* Whether NAME has a place where TYPED stands, both NUL-terminated UTF-8: character for character the same one, folded
 * as in a search (find.h), or one of its initials. Blanks and signs in NAME may be left out in TYPED, and blanks in
 * TYPED count for nothing; where nothing else is typed there is no such place. *AT (which may be NULL) is the first
 * one, in code points of NAME. Costs the length of the one times that of the other. */
bool initials_find(const char *name, const char *typed, size_t *at);

#endif
