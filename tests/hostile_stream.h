/* The bytes that a terminal gets from a program, read as the terminal reads them: characters that may be seen, and the
 * control sequences that terminfo(5) has for this terminal. Anything else is a breach. */
#ifndef ZHUPI_TESTS_HOSTILE_STREAM_H
#define ZHUPI_TESTS_HOSTILE_STREAM_H

#include <stdbool.h>
#include <stddef.h>

struct stream;

/* A stream to a terminal of the name TERM, asked of infocmp(1); with NULL, to one of which only lines are expected: LF,
 * CR, and what wipes a line (progress is drawn with it). NULL where there is no such terminal. */
struct stream *stream_new(const char *term);
void stream_free(struct stream *s);

/* Forget what came so far, but for the sequences that are allowed. */
void stream_begin(struct stream *s);

/* N more bytes; STREAM as a void pointer, so that it can watch a pty. */
void stream_take(void *stream, const char *p, size_t n);

/* The first breach, in words, with the bytes before it spelled; NULL: none. Ends the stream: a sequence that is not
 * complete is one. */
const char *stream_breach(struct stream *s);

/* Whether a mark for a hostile character was among them. */
bool stream_marked(const struct stream *s);

#endif
