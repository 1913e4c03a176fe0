/* Which encoding are these bytes in? Used by decode only. */
#ifndef ZHUPI_TEXT_DETECT_H
#define ZHUPI_TEXT_DETECT_H

#include <stdbool.h>
#include <stddef.h>

/* Likely encodings of the N bytes at P (numbers of encoding.h), best first, into OUT; how many there are. A byte order
 * mark decides alone; pure ASCII is UTF-8; otherwise a sample is read as each encoding and scored by how common its
 * characters are, and what reads like no text is left out. 0: this is no text in any of them. */
size_t detect(const void *p, size_t n, int out[]);

/* The likelier of UTF-16LE and UTF-16BE, for a text that is said to be UTF-16. */
int detect_utf16(const void *p, size_t n);

#endif
