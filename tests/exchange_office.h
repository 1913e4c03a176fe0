/* Office documents made in memory for the tests of their importers. */
#ifndef ZHUPI_TESTS_EXCHANGE_OFFICE_H
#define ZHUPI_TESTS_EXCHANGE_OFFICE_H

#include "exchange/kind.h"

struct office_part {
    const char *name, *xml;
};

/* An archive of PARTS, up to one without a name; every second part is stored, the others are deflated. */
void office_zip(const struct office_part *parts, struct str *out);

/* Import BYTES by its kind, which has to be TYPE, and finish it. */
enum err_code office_import(const struct str *bytes, const char *type, const struct limits *limits, struct extract *x,
                            struct err *e);

/* It is refused, and the message holds SAYS; without a byte on standard error. */
void office_is_refused(const struct str *bytes, const char *type, const struct limits *limits, const char *says);

/* The words of heading or noise number I of X. */
void office_heading_is(const struct extract *x, size_t i, int level, const char *words);
void office_noise_is(const struct extract *x, size_t i, enum noise_kind kind, const char *words);

#endif
