/* A ZIP archive made in memory, part by part, as a word processor makes one. */
#ifndef ZHUPI_TESTS_EXCHANGE_ZIP_WRITE_H
#define ZHUPI_TESTS_EXCHANGE_ZIP_WRITE_H

#include "base/str.h"

struct zip_writer;

/* The bytes go to OUT, which is complete after zip_write_end. PASSWORD encrypts every part (NULL: none). */
struct zip_writer *zip_write_begin(struct str *out, const char *password);

/* A part of N bytes, deflated or STORED as it is. */
void zip_write_part(struct zip_writer *w, const char *name, const char *p, size_t n, bool stored);
void zip_write_z(struct zip_writer *w, const char *name, const char *z);
void zip_write_end(struct zip_writer *w);

#endif
