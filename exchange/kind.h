/* What a file is, by its content and never by its name. */
#ifndef ZHUPI_EXCHANGE_KIND_H
#define ZHUPI_EXCHANGE_KIND_H

#include "exchange/extract.h"

/* The media type of the N bytes at P: "text/plain" where nothing says otherwise, "text/html", "application/pdf",
 * "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
 * "application/vnd.oasis.opendocument.text", and of what we read only with a filter or not at all "application/rtf",
 * "application/msword" (any OLE file), "application/zip" (any other one), "image/png" … (a static string). */
const char *kind_of(const void *p, size_t n);

/* How people call it: "Word document", "web page", "PDF". */
const char *kind_label(const char *type);

/* The importers, one file a format. Each takes the N bytes at P, which are hostile, and writes OUT, which the caller
 * has begun and will finish. ERR_INPUT with a message for the person who imports, which the file's name is put before:
 * a password, a broken file, a limit, a page without text. Nothing is fetched, no other file is opened, memory stays
 * below a small multiple of LIMITS->text. */
enum err_code docx_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);
enum err_code odt_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);
enum err_code html_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);

/* What a filter program printed for a document with pages (UTF-8, a form feed behind each page, rows of a page as
 * lines): rows are joined to paragraphs, what returns on the pages becomes noise. */
enum err_code pages_read(const char *s, size_t n, struct extract *out, struct err *e);

#endif
