/* What the elements of a web page and their attributes mean for its text. Used by html*.c only. */
#ifndef ZHUPI_EXCHANGE_HTML_ELEMENT_H
#define ZHUPI_EXCHANGE_HTML_ELEMENT_H

#include <stdbool.h>

enum html_role {
    HTML_INLINE,
    HTML_BLOCK,
    HTML_DROPPED, /* with all that is in it: scripts, controls, pictures */
    HTML_HEADING, /* level: h1 is 1 */
    HTML_BREAK,   /* br, hr */
    HTML_PRE,
    HTML_LIST,    /* ul */
    HTML_COUNTED, /* ol */
    HTML_ITEM,
    HTML_TABLE,
    HTML_ROW,
    HTML_CELL,
    HTML_SITE,    /* nav, aside, footer: around the document */
    HTML_HEADER,  /* the same, where it holds no h1 */
    HTML_MAIN,    /* the document itself */
    HTML_ARTICLE, /* the same, or what is shown beside it */
    HTML_READING, /* rt */
    HTML_RAISED,  /* sup */
    HTML_LINK
};

struct html_element {
    const char *name;
    enum html_role role;
    int level;
};

/* What NAME (in lower case) means; an unknown element is inline. Never NULL. */
const struct html_element *html_element(const char *name);

/* The value of attribute NAME of those at ATTRIBUTES (libxml2's: name and value in turn, NULL at the end, may be NULL);
 * "" for one without a value, NULL where there is none. */
const char *html_attribute(const unsigned char **attributes, const char *name);

/* Whether no reader sees the element: hidden, aria-hidden, or a style of display:none. */
bool html_is_hidden(const unsigned char **attributes);

/* Whether class or id say that the element belongs to the site and not to the document: "breadcrumb", "site-nav",
 * "share-box". A short list of whole words; a name that also says "content" or "main" is left alone. */
bool html_is_site(const unsigned char **attributes);

#endif
