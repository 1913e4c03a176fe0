/* From the bytes of a file to a document: the text in them, its headings, and what in it is noise. */
#ifndef ZHUPI_EXCHANGE_CONVERT_H
#define ZHUPI_EXCHANGE_CONVERT_H

#include "exchange/extract.h"
#include "text/text.h"

#include <stdbool.h>

struct converters;

struct convert_opts {
    const char *encoding;                /* of text and web pages, as in decode.h; NULL: detect */
    bool lossy;                          /* U+FFFD for bytes that cannot be decoded */
    bool keep_noise;                     /* no noise is looked for, and none taken from the importer */
    struct limits limits;                /* all 0: limits_default() */
    const struct converters *converters; /* borrowed; NULL: what needs a program is refused */
};

struct converted {
    const char *encoding; /* static, or that of the options; "UTF-8" where it is the file's own business */
    size_t replaced;      /* how many U+FFFD stand for undecodable bytes */
    struct text *text;
    struct noise_list noise; /* settled */
    struct outline_given *headings;
    size_t heading_count;
};

/* The encoding under which a file of TYPE is stored with OPTS, as far as the bytes need not be read for it; else
 * NULL. */
const char *convert_encoding(const char *type, const struct convert_opts *opts);

/* The N bytes at P, of the media TYPE that kind_of() found, as a text, without looking for noise. ERR_INPUT with the
 * reason, before which the caller puts the file's name. OUT is empty after an error. */
enum err_code convert_text(const char *type, const void *p, size_t n, const struct convert_opts *opts,
                           struct converted *out, struct err *e);

/* Find the noise in C. */
void convert_noise(struct converted *c, const struct convert_opts *opts);

void converted_clear(struct converted *c);

#endif
