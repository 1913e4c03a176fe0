/* The beginning of a web page, and pages that leave <html> out. Used by kind.c and html.c only. */
#ifndef ZHUPI_EXCHANGE_HTML_FRAGMENT_H
#define ZHUPI_EXCHANGE_HTML_FRAGMENT_H

#include <stdbool.h>
#include <stddef.h>

/* P behind white space, XML declarations and comments; END is the end of the page. */
const char *html_skip_prologue(const char *p, const char *end);

/* Whether the N bytes at P, in any encoding that contains ASCII, are a web page without <html>, as programs write and
 * browsers take it (MIME Sniffing Standard, 7.1): it begins with the tag of a block, nearly all words stand in elements
 * that are closed, and nothing looks like Markdown, in which such tags may stand, too. */
bool html_is_fragment(const char *p, size_t n);

#endif
