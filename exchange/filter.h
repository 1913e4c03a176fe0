/* Programs that turn a file into text: a table from media type to command, which an administrator can extend.
 *
 * A line is "TYPE; COMMAND", as in mailcap (RFC 1524): %s stands for the file, words are split at blanks ("double
 * quotes" keep them), # begins a comment. There is no shell. The program gets no standard input, no environment but
 * PATH, LANG and TMPDIR, limits on memory, processor time and file size, and is killed with all that it started when
 * its time is over. The first line for a type wins: the reader's own file ($XDG_CONFIG_HOME/zhupi/filters), then the
 * administrator's (SYSCONFDIR/zhupi/filters), then the built-in table, which knows PDF (pdftotext of poppler). */
#ifndef ZHUPI_EXCHANGE_FILTER_H
#define ZHUPI_EXCHANGE_FILTER_H

#include "exchange/extract.h"

struct filters;

/* Read the table from the files that are there; a bad line is told to SAID as "file:line: message" and skipped. Files
 * that somebody else could have written (not the reader's or root's, or writable for others) are refused likewise. Free
 * with filters_free. */
struct filters *filters_load(bool (*said)(void *ctx, const char *line), void *ctx);
void filters_free(struct filters *f);

/* The command for TYPE, or NULL; what its output is read as: "pages" (form feeds behind pages) for PDF. */
const char *filters_command(const struct filters *f, const char *type);

/* Run the filter for TYPE on the file at PATH and add what it printed, UTF-8, to OUT (bounded by LIMITS->text).
 * ERR_INPUT with what the program said where it failed, was killed by a limit, or is not installed (and then which
 * package brings it, where we know). */
enum err_code filter_run(const struct filters *f, const char *type, const char *path, const struct limits *limits,
                         struct str *out, struct err *e);

#endif
