/* Where one clause or sentence ends and the next begins: the rules, each decided from a few code points left and right
 * of a place. unit.c makes units of them. */
#ifndef ZHUPI_TEXT_CUT_H
#define ZHUPI_TEXT_CUT_H

#include "text/window.h"

/* Does a new sentence (SENTENCE), or else a new clause, begin at CP, or at the white space there? The paragraph is
 * [LO, HI), and LO < CP < HI. */
bool cut_at(struct window *w, bool sentence, size_t lo, size_t hi, size_t cp);

/* White space, the property of Unicode. */
bool cut_is_space(uint32_t c);

/* Does the full stop at STOP end a sentence, after the rules of Latin scripts (not in 1.2, e.g., No. 5, J. Smith, or
 * before a small letter)? CP is behind it and the quotes that close with it. */
bool cut_latin_stop(struct window *w, size_t lo, size_t hi, size_t stop, size_t cp);

/* A character of a script that is written without spaces, or punctuation of such text. */
bool cut_is_cjk(uint32_t c);

#endif
