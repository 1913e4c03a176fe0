#include "exchange/html_fragment.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WINDOW 65536 /* bytes that are looked at */
#define LEAST_TAGS 4 /* two elements: one may stand in any text */
#define NAME 12

const char *html_skip_prologue(const char *p, const char *end)
{
    for (;;) {
        while (p < end && strchr(" \t\r\n\f", *p) && *p)
            p++;
        const char *stop = NULL;
        size_t n = (size_t)(end - p);
        if (n > 5 && strncasecmp(p, "<?xml", 5) == 0)
            stop = memmem(p, n, "?>", 2);
        else if (n > 4 && memcmp(p, "<!--", 4) == 0)
            stop = memmem(p, n, "-->", 3);
        if (!stop)
            return p;
        p = stop + (*stop == '?' ? 2 : 3);
    }
}

/* Words, bytes of which stand in elements or in none, and tags. */
struct count {
    size_t depth, inside, outside, tags, opened, closed;
    char raw[NAME]; /* the element in which nothing is looked at, or "" */
    bool markdown, row_begins;
};

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcasecmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* The name of the tag at P behind "<" or "</", cut to NAME; "" where it is none. */
static void name_of(const char *p, const char *end, char *name)
{
    size_t n = 0;
    if (p < end && isalpha((unsigned char)*p))
        for (; p < end && n + 1 < NAME && isalnum((unsigned char)*p); p++)
            name[n++] = *p;
    if (p < end && *p == '-')
        n = 0; /* <p-code> is nobody's element */
    name[n] = '\0';
}

/* Elements without an end, and those whose end may be left out (HTML Standard, 13.1.2). */
static void count_tag(struct count *c, const char *name, bool closes)
{
    static const char *const empty[] = {"area", "base", "br",    "col",    "embed", "hr",  "img",
                                        "link", "meta", "param", "source", "input", "wbr", NULL};
    static const char *const raw[] = {"pre", "script", "style", "code", "textarea", NULL};
    static const char *const open_ended[] = {"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", NULL};
    if (c->raw[0]) {
        if (closes && strcasecmp(c->raw, name) == 0)
            c->raw[0] = '\0';
        return;
    }
    c->tags++;
    if (is_one_of(name, empty))
        return;
    if (!is_one_of(name, open_ended))
        ++*(closes ? &c->closed : &c->opened);
    if (!closes)
        c->depth++;
    else if (c->depth > 0)
        c->depth--;
    if (!closes && is_one_of(name, raw))
        memcpy(c->raw, name, NAME);
}

/* Whether a row that begins at P looks like Markdown: a heading, a fence, a table. */
static bool begins_markdown(const char *p, const char *end)
{
    size_t signs = 0;
    while (p + signs < end && p[signs] == '#')
        signs++;
    if (signs > 0 && signs <= 6 && p + signs < end && p[signs] == ' ')
        return true;
    if (end - p >= 3 && memcmp(p, "```", 3) == 0)
        return true;
    for (const char *q = p + 1; *p == '|' && q < end && *q != '\n' && *q != '<'; q++)
        if (*q == '|')
            return true;
    return false;
}

/* A byte of the words at P. */
static void count_word(struct count *c, const char *p, const char *end)
{
    if (*p == '\n')
        c->row_begins = true;
    if (isspace((unsigned char)*p) || c->raw[0])
        return;
    c->markdown =
        c->markdown || (c->row_begins && begins_markdown(p, end)) || (*p == ']' && p + 1 < end && p[1] == '(');
    c->row_begins = false;
    ++*(c->depth > 0 ? &c->inside : &c->outside);
}

/* The end of the tag or comment at P, a "<", which is counted; or P where it is none. */
static const char *take_tag(struct count *c, const char *p, const char *end)
{
    char name[NAME];
    bool closes = end - p > 1 && p[1] == '/';
    if (!c->raw[0] && end - p > 4 && memcmp(p, "<!--", 4) == 0) {
        const char *stop = memmem(p + 4, (size_t)(end - p) - 4, "-->", 3);
        return stop ? stop + 3 : end;
    }
    name_of(p + 1 + closes, end, name);
    const char *stop = name[0] ? memchr(p, '>', (size_t)(end - p)) : NULL;
    if (!stop)
        return p;
    count_tag(c, name, closes);
    c->row_begins = false;
    return stop + 1;
}

bool html_is_fragment(const char *p, size_t n)
{
    static const char *const blocks[] = {"h1",     "h2",     "h3",   "h4",   "h5",      "h6",      "p",
                                         "div",    "table",  "ul",   "ol",   "section", "article", "header",
                                         "nav",    "main",   "body", "head", "title",   "meta",    "style",
                                         "script", "center", "font", NULL};
    const char *end = p + (n < WINDOW ? n : WINDOW);
    char name[NAME];
    struct count c = {.row_begins = true};
    p = html_skip_prologue(p, end);
    if (p == end || *p != '<')
        return false;
    name_of(p + 1, end, name);
    if (!is_one_of(name, blocks))
        return false;
    while (p < end) {
        const char *behind = *p == '<' ? take_tag(&c, p, end) : p;
        if (behind == p)
            count_word(&c, p++, end);
        else
            p = behind;
    }
    bool closed = c.closed * 2 >= c.opened || c.inside < c.tags; /* or hardly anything but tags */
    return !c.markdown && c.tags >= LEAST_TAGS && closed && c.outside * 10 <= c.inside + c.outside;
}
