/* Words of one line, as keymap files, the prompt and batch spell them: white space (ASCII) separates them; a word in
 * "double quotes" may hold white space and the escapes \" \\ \n \t. A quote inside a word is an ordinary character. */
#ifndef ZHUPI_KEYMAPS_WORDS_H
#define ZHUPI_KEYMAPS_WORDS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

/* Bytes of the first character of the N bytes at S, its code point in *C; 0 where it is not valid UTF-8 (RFC 3629 §3:
 * no surrogate, no longer form than needed, nothing behind U+10FFFF) or N is 0. */
size_t words_utf8(const char *s, size_t n, uint32_t *c);

/* ERR_INPUT where the N bytes at S hold a NUL or invalid UTF-8; the message counts bytes from 1. */
enum err_code words_check(const char *s, size_t n, struct err *e);

/* The next word of the bytes from *P up to END into OUT (whose old content is dropped); *P moves behind it. *FOUND is
 * false, and OUT empty, where only white space is left. ERR_INPUT for a quote that is not closed, an unknown escape, or
 * something that touches the closing quote. */
enum err_code words_next(const char **p, const char *end, struct str *out, bool *found, struct err *e);

/* All that is left, without the white space around it, into OUT. Where it is one quoted word it is read as such, so
 * that what command_quote wrote is read again; otherwise it is taken as it stands, quotes included. */
enum err_code words_rest(const char **p, const char *end, struct str *out, bool *found, struct err *e);

/* Add the N bytes at S to OUT, cut with an ellipsis where they are too long for a message. */
void words_add_brief(struct str *out, const char *s, size_t n);

#endif
