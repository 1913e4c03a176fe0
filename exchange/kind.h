/* What a file is, by its content and never by its name. */
#ifndef ZHUPI_EXCHANGE_KIND_H
#define ZHUPI_EXCHANGE_KIND_H

#include "exchange/extract.h"

#define KIND_TEXT "text/plain"
#define KIND_HTML "text/html"
#define KIND_PDF "application/pdf"
#define KIND_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define KIND_ODT "application/vnd.oasis.opendocument.text"

/* The media type of the N bytes at BYTES (a static string): KIND_TEXT where nothing says otherwise, one of the others
 * above, and of what is read only with a converter or not at all "application/rtf", "application/msword" (any OLE file
 * but an encrypted OOXML, which is KIND_DOCX so that docx_read can say so), "application/zip" (any one that is no
 * document), "application/ofd", "image/png" … A text that speaks of <html> or %PDF- is a text. */
const char *kind_of(const void *bytes, size_t n);

/* How people call it, in the reader's language: "Word document", "web page", "PDF"; TYPE itself where it is none of
 * those that kind_of gives. */
const char *kind_label(const char *type);

/* The importers, one file a format. Each takes the N bytes at P, which are hostile, and writes OUT, which the caller
 * has begun and will finish. ERR_INPUT with a message for the person who imports, which the file's name is put before:
 * a password, a broken file, a limit, a page without text. Nothing is fetched, no other file is opened, memory stays
 * below a small multiple of LIMITS->text. ERR_IO where a signal waits that ends the program (html_read). */
enum err_code docx_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);
enum err_code odt_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);
enum err_code html_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e);

/* What a converter program printed for a document with pages (UTF-8, a form feed behind each page, rows of a page as
 * lines): rows are joined to paragraphs, what returns on the pages becomes noise. */
enum err_code pages_read(const char *s, size_t n, struct extract *out, struct err *e);

#endif
