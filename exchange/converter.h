/* Programs that turn a file into text: a table from media type to command, which an administrator can extend.
 *
 * A line is "TYPE; COMMAND" or "TYPE; COMMAND; OUTPUT", as in mailcap (RFC 1524): %s stands for the file, %% for a
 * percent sign, words are split at blanks ("double quotes" keep them), # at the beginning of a line or behind a blank
 * begins a comment. OUTPUT says how to read what the program prints, always UTF-8: "text" (where nothing is said),
 * "pages" or "html". There is no shell. The program gets no standard input, no environment but PATH, LANG and TMPDIR,
 * no network, limits on memory, processor time and file size, and is killed with all that it started when its time is
 * over. It writes nothing but its output (where the kernel has Landlock) and reaches no other process. The first line
 * for a type wins: the reader's own file ($XDG_CONFIG_HOME/zhupi/converters), then the administrator's
 * (SYSCONFDIR/zhupi/converters), then the built-in table, which knows PDF (pdftotext of poppler). */
#ifndef ZHUPI_EXCHANGE_CONVERTER_H
#define ZHUPI_EXCHANGE_CONVERTER_H

#include "exchange/extract.h"

#include <stdbool.h>
#include <stddef.h>

#define CONVERTER_TABLE_BYTES ((size_t)64 << 10) /* of a table that is read */
#define CONVERTER_WORDS 64                       /* of a command */

enum converter_output {
    CONVERTER_TEXT,  /* a paragraph a line: as a text file */
    CONVERTER_PAGES, /* rows of pages, a form feed behind each page: for pages_read */
    CONVERTER_HTML   /* for html_read */
};

struct converter {
    char *type;    /* lower case */
    char *command; /* as the table has it */
    char **argv;   /* its words, NULL at the end, %s and %% still in them */
    enum converter_output output;
    const char *package; /* that brings the program, where we know (static) */
};

struct converters;

/* A line about a table that cannot be used: "file:line: message". */
typedef void converters_report_fn(void *ctx, const char *line);

/* Read the tables that are there; a bad line is told to FN and skipped. Files that somebody else could have written
 * (not the reader's or root's, or writable for others) are told likewise and not used. Free with converters_free. */
struct converters *converters_load(converters_report_fn *fn, void *ctx);

/* A table of its own: empty; the N bytes at TEXT behind what it has, NAME for messages; the file at PATH (where there
 * is one), with the distrust of converters_load. */
struct converters *converters_new(void);
void converters_read(struct converters *f, const char *name, const char *text, size_t n, converters_report_fn *fn,
                     void *ctx);
void converters_read_file(struct converters *f, const char *path, converters_report_fn *fn, void *ctx);
void converters_free(struct converters *f);

/* The converter for media type TYPE (in either case), borrowed, or NULL. */
const struct converter *converters_find(const struct converters *f, const char *type);

/* Run CONVERTER on the N bytes at P, which it finds under the name that it gets for %s, and put what it printed, valid
 * UTF-8 without NUL and with LF line ends, at most LIMITS->text bytes, into OUT, which is empty after an error.
 * ERR_INPUT with what the program said where it failed, printed something else, wanted a password, was killed by a
 * limit, or is not installed (and then which package brings it, where we know).
 *
 * SIGINT, SIGTERM, SIGHUP or SIGQUIT, unless ignored, end the program first, with ERR_IO, and reach this process as
 * soon as the function returns. */
enum err_code converter_run(const struct converter *converter, const void *p, size_t n, const struct limits *limits,
                            struct str *out, struct err *e);

#endif
