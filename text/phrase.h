/* The words of a heading or an item: where its first sentence or its clauses end, and what of them is worth showing. */
#ifndef ZHUPI_TEXT_PHRASE_H
#define ZHUPI_TEXT_PHRASE_H

#include "text/window.h"

#include <uchar.h>

/* No rule looks further than this for the end of a sentence. Code points. */
#define PHRASE_FAR 200

/* 。！？ and their ASCII forms; ，、； and their ASCII forms; a closing quote or bracket. */
bool phrase_is_end(uint32_t c);
bool phrase_is_pause(uint32_t c);
bool phrase_is_closer(uint32_t c);

static inline bool phrase_is_semicolon(uint32_t c)
{
    return c == 0xFF1B || c == ';';
}

/* The line that begins at START, without its LF and the white space around it; the place behind the LF in *NEXT. */
struct span phrase_line(struct window *w, size_t start, size_t length, size_t *next);

/* The first place at or behind P, before END, that is no white space. */
size_t phrase_skip_space(struct window *w, size_t p, size_t end);

/* S without the punctuation and white space at its end, and without closing quotes that open before it. */
struct span phrase_trim(struct window *w, struct span s);

/* The last character of S that is no closing quote or bracket; 0 where there is none. */
uint32_t phrase_last(struct window *w, struct span s);

/* Does WORD begin at P? */
bool phrase_starts(struct window *w, size_t p, const char32_t *word);

bool phrase_has_cjk(struct window *w, struct span s);

/* Where the first sentence (or else clause) that begins at START ends; the end of LINE where none ends within
 * PHRASE_FAR. */
size_t phrase_cut(struct window *w, bool sentence, struct span line, size_t start);

/* Where the words that begin at START and stand for what follows end: with the sentence where it has at most MAX code
 * points and (ITEM) more follows it, else with the last clause that fits, or (ITEM) the first where the sentence is all
 * there is, else in the clause. */
size_t phrase_lead(struct window *w, struct span line, size_t start, size_t max, bool item);

#endif
