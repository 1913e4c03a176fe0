/* Where a row may end: UAX #14 as libunistring finds it, tailored for Chinese. Used by layout. */
#ifndef ZHUPI_TEXT_LINEBREAK_H
#define ZHUPI_TEXT_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For the N bytes at S (valid UTF-8), BREAKS[i] is 1 where a row may begin at byte i (never at 0 or inside a code
 * point), else 0. S is read as a whole text: nothing is known of what stands before or behind it. The tailoring:
 *
 * - directional quotes next to wide characters are brackets: a break is allowed before an opening quote behind Chinese
 *   and behind a closing quote before Chinese (Unicode 16 does so in LB19a), and between ” and “;
 * - none before a closing quote that spaces separate from its text, nor behind the spaces that follow an opening one
 *   (LB15a and LB15b of Unicode 15.1);
 * - none before Chinese punctuation that must not start a line (：；！？·～ 々…), spaces or not (CLREQ 3.1.3). */
void linebreaks(const char *s, size_t n, char *breaks);

/* Is C closing punctuation, which does not start a row, or opening punctuation, which does not end one? */
bool linebreak_is_closing(uint32_t c);
bool linebreak_is_opening(uint32_t c);

#endif
