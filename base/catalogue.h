/* A compiled catalogue of messages (.mo) that is read without the C library.
 *
 * The library looks for messages only under a locale that is installed. On a server without zh_CN that would be none:
 * glibc from 2.39 on takes C.UTF-8, which is always there, for C. The format is that of "The Format of GNU MO Files" in
 * the manual of gettext. */
#ifndef ZHUPI_BASE_CATALOGUE_H
#define ZHUPI_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

struct catalogue {
    const char *bytes; /* borrowed */
    size_t size;
};

/* Whether the SIZE bytes are a catalogue of this machine's byte order: then *OUT reads them. */
bool catalogue_read(const void *bytes, size_t size, struct catalogue *out);

/* The translation of ID; ID itself where there is none. Of a message with plural forms FORM counts from 0; the last one
 * stands for those behind it. Borrowed from the catalogue. */
const char *catalogue_find(const struct catalogue *c, const char *id, size_t form);

#endif
