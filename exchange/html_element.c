#include "exchange/html_element.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* The HTML Standard, and what came before it and is still found. */
static const struct html_element elements[] = {
    {"a", HTML_LINK, 0},           {"address", HTML_BLOCK, 0},    {"applet", HTML_DROPPED, 0},
    {"article", HTML_ARTICLE, 0},  {"aside", HTML_SITE, 0},       {"audio", HTML_DROPPED, 0},
    {"blockquote", HTML_BLOCK, 0}, {"body", HTML_BLOCK, 0},       {"br", HTML_BREAK, 0},
    {"button", HTML_DROPPED, 0},   {"canvas", HTML_DROPPED, 0},   {"caption", HTML_BLOCK, 0},
    {"center", HTML_BLOCK, 0},     {"datalist", HTML_DROPPED, 0}, {"dd", HTML_BLOCK, 0},
    {"details", HTML_BLOCK, 0},    {"dialog", HTML_BLOCK, 0},     {"dir", HTML_LIST, 0},
    {"div", HTML_BLOCK, 0},        {"dl", HTML_BLOCK, 0},         {"dt", HTML_BLOCK, 0},
    {"embed", HTML_DROPPED, 0},    {"fieldset", HTML_BLOCK, 0},   {"figcaption", HTML_BLOCK, 0},
    {"figure", HTML_BLOCK, 0},     {"footer", HTML_SITE, 0},      {"form", HTML_BLOCK, 0},
    {"h1", HTML_HEADING, 1},       {"h2", HTML_HEADING, 2},       {"h3", HTML_HEADING, 3},
    {"h4", HTML_HEADING, 4},       {"h5", HTML_HEADING, 5},       {"h6", HTML_HEADING, 6},
    {"head", HTML_DROPPED, 0},     {"header", HTML_HEADER, 0},    {"hgroup", HTML_BLOCK, 0},
    {"hr", HTML_BREAK, 0},         {"iframe", HTML_DROPPED, 0},   {"input", HTML_DROPPED, 0},
    {"legend", HTML_BLOCK, 0},     {"li", HTML_ITEM, 0},          {"listing", HTML_PRE, 0},
    {"main", HTML_MAIN, 0},        {"menu", HTML_LIST, 0},        {"meter", HTML_DROPPED, 0},
    {"nav", HTML_SITE, 0},         {"noembed", HTML_DROPPED, 0},  {"noframes", HTML_DROPPED, 0},
    {"noscript", HTML_DROPPED, 0}, {"object", HTML_DROPPED, 0},   {"ol", HTML_COUNTED, 0},
    {"optgroup", HTML_DROPPED, 0}, {"option", HTML_DROPPED, 0},   {"p", HTML_BLOCK, 0},
    {"pre", HTML_PRE, 0},          {"progress", HTML_DROPPED, 0}, {"rp", HTML_DROPPED, 0},
    {"rt", HTML_READING, 0},       {"script", HTML_DROPPED, 0},   {"search", HTML_BLOCK, 0},
    {"section", HTML_BLOCK, 0},    {"select", HTML_DROPPED, 0},   {"style", HTML_DROPPED, 0},
    {"summary", HTML_BLOCK, 0},    {"sup", HTML_RAISED, 0},       {"svg", HTML_DROPPED, 0},
    {"table", HTML_TABLE, 0},      {"tbody", HTML_BLOCK, 0},      {"td", HTML_CELL, 0},
    {"template", HTML_DROPPED, 0}, {"textarea", HTML_DROPPED, 0}, {"tfoot", HTML_BLOCK, 0},
    {"th", HTML_CELL, 0},          {"thead", HTML_BLOCK, 0},      {"title", HTML_DROPPED, 0},
    {"tr", HTML_ROW, 0},           {"ul", HTML_LIST, 0},          {"video", HTML_DROPPED, 0},
    {"xmp", HTML_PRE, 0},
};

const struct html_element *html_element(const char *name)
{
    static const struct html_element other = {"", HTML_INLINE, 0};
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcasecmp(name, elements[middle].name);
        if (order == 0)
            return &elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &other;
}

const char *html_attribute(const unsigned char **attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (strcasecmp((const char *)attributes[0], name) == 0)
            return attributes[1] ? (const char *)attributes[1] : "";
    return NULL;
}

/* Whether STYLE sets PROPERTY to VALUE, read as loosely as browsers do: without blanks. */
static bool sets(const char *style, const char *wanted)
{
    size_t matched = 0, n = strlen(wanted);
    for (const char *c = style; *c; c++) {
        if (isspace((unsigned char)*c))
            continue;
        bool starts = matched == 0 || tolower((unsigned char)*c) != wanted[matched];
        if (starts)
            matched = tolower((unsigned char)*c) == wanted[0];
        else
            matched++;
        if (matched == n)
            return true;
    }
    return false;
}

bool html_is_hidden(const unsigned char **attributes)
{
    const char *hidden = html_attribute(attributes, "hidden"), *aria = html_attribute(attributes, "aria-hidden");
    const char *style = html_attribute(attributes, "style");
    if (hidden && strcasecmp(hidden, "until-found") != 0)
        return true;
    return (aria && strcasecmp(aria, "true") == 0) || (style && sets(style, "display:none"));
}

static bool is_one_of(const char *word, size_t n, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == n && strncasecmp(word, *words, n) == 0)
            return true;
    return false;
}

/* One name of a class or an id: words between - and _. */
static bool name_is_site(const char *name, size_t n)
{
    static const char *const site[] = {"breadcrumb", "breadcrumbs", "crumb",     "crumbs",      "nav",
                                       "navbar",     "navigation",  "menu",      "share",       "sharebar",
                                       "sharing",    "related",     "recommend", "recommended", "sidebar",
                                       "copyright",  "pagination",  "pager",     "toolbar",     NULL};
    static const char *const document[] = {"content",   "main",  "article", "text", "body", "title",   "detail",
                                           "layout",    "with",  "has",     "no",   "page", "wrapper", "wrap",
                                           "container", "story", "post",    "col",  NULL};
    static const char *const whole[] = {"comment-list", "comments-list", "commentlist",   "site-footer", "site-header",
                                        "page-footer",  "footer",        "related-posts", "post-nav",    NULL};
    if (is_one_of(name, n, whole))
        return true;
    bool found = false;
    for (size_t i = 0, length; i < n; i += length + 1) {
        for (length = 0; i + length < n && isalnum((unsigned char)name[i + length]);)
            length++;
        if (is_one_of(name + i, length, document))
            return false;
        found = found || is_one_of(name + i, length, site);
    }
    return found;
}

bool html_is_site(const unsigned char **attributes)
{
    const char *const values[] = {html_attribute(attributes, "class"), html_attribute(attributes, "id")};
    for (size_t i = 0; i < 2; i++)
        for (const char *c = values[i] ? values[i] : ""; *c;) {
            size_t n = strcspn(c, " \t\n\f\r");
            if (n > 0 && n < 64 && name_is_site(c, n))
                return true;
            c += n;
            c += strspn(c, " \t\n\f\r");
        }
    return false;
}
