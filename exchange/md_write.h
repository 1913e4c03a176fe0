/* Writing Markdown (CommonMark 0.31) from what others wrote, so that all of it is text: no markup, no HTML, no link.
 *
 * Punctuation that could mean anything is escaped with a backslash (§2.4), < > & are entities (§2.5); blanks at the
 * ends of a line, which would be lost or make code of it, too. Write errors stay in the stream. */
#ifndef ZHUPI_EXCHANGE_MD_WRITE_H
#define ZHUPI_EXCHANGE_MD_WRITE_H

#include <stddef.h>
#include <stdio.h>

/* N bytes of UTF-8 at P as one line, whatever stands in it. */
void md_line(FILE *out, const char *p, size_t n);
void md_line_z(FILE *out, const char *z);

/* The lines of Z, each behind PREFIX (the first one too) and wrapped in MARK ("**", or ""), with hard breaks between
 * them, ended by LF. Empty lines are left out. */
void md_lines(FILE *out, const char *prefix, const char *mark, const char *z);

#endif
