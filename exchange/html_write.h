/* Writing a web page from what others wrote, so that all of it is text and nothing runs.
 *
 * The page is one file: it asks for nothing from anywhere and holds no script; should something get through all the
 * same, its Content Security Policy forbids everything but the one style sheet, which is named by its hash. Escaping
 * follows the WHATWG HTML standard (13.1.2.3 attributes, 13.1.2.6 and 13.5 text). Write errors stay in the stream: the
 * caller looks at ferror(). */
#ifndef ZHUPI_EXCHANGE_HTML_WRITE_H
#define ZHUPI_EXCHANGE_HTML_WRITE_H

#include <stddef.h>
#include <stdio.h>

/* N bytes of UTF-8 at P, as the content of an element: & < > " ' are escaped, what cannot be seen is a mark in
 * <span class="mark">. LF and tab stay as they are. */
void html_text(FILE *out, const char *p, size_t n);
void html_text_z(FILE *out, const char *z);

/* The same without elements, on one line: for attributes in double quotes, <title> and words in a picture. */
void html_plain(FILE *out, const char *p, size_t n);
void html_plain_z(FILE *out, const char *z);

/* Begin a page in the language of the program, up to and with <body>, and end it. The lines of CSS (our own, NULL
 * behind the last) hold no "</". */
void html_begin(FILE *out, const char *title, const char *const *css);
void html_end(FILE *out);

#endif
