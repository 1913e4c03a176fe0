/* Web pages. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/html_fragment.h"
#include "exchange/html_walk.h"
#include "exchange/kind.h"
#include "exchange/libxml.h"
#include "text/decode.h"

#include <ctype.h>
#include <signal.h>
#include <string.h>
#include <strings.h>

#define PRESCAN 4096        /* bytes that are searched for the name of the encoding; browsers look at 1,024 */
#define CHUNK 16384         /* its attributes, all of one tag, are compared in a moment, each with each */
#define ATTRIBUTES 1000     /* of one element */
#define LONGEST (32U << 20) /* bytes of a tag, a comment or a script: pictures stand in tags */

/* ---- the encoding ---- */

/* The value of charset=… in the N bytes of a meta element at P, into OUT. */
static bool charset_in(const char *p, size_t n, char *out, size_t size)
{
    static const char word[] = "charset";
    const size_t length = sizeof word - 1;
    for (size_t i = 0; i + length < n; i++) {
        if (strncasecmp(p + i, word, length) != 0)
            continue;
        size_t at = i + length, used = 0;
        while (at < n && isspace((unsigned char)p[at]))
            at++;
        if (at == n || p[at++] != '=')
            continue;
        while (at < n && (isspace((unsigned char)p[at]) || p[at] == '"' || p[at] == '\''))
            at++;
        while (at < n && used + 1 < size && (isalnum((unsigned char)p[at]) || strchr("-_.:", p[at])) && p[at])
            out[used++] = p[at++];
        out[used] = '\0';
        return used > 0;
    }
    return false;
}

/* The encoding that the page names, after "prescan a byte stream to determine its encoding" of the HTML Standard. */
static bool declared(const char *p, size_t n, char *out, size_t size)
{
    if (n > PRESCAN)
        n = PRESCAN;
    for (size_t i = 0; i + 5 < n; i++) {
        if (p[i] != '<')
            continue;
        if (n - i > 4 && memcmp(p + i, "<!--", 4) == 0) {
            const char *end = memmem(p + i + 4, n - i - 4, "-->", 3);
            if (!end)
                return false;
            i = (size_t)(end - p) + 2;
        } else if (strncasecmp(p + i, "<meta", 5) == 0) {
            const char *end = memchr(p + i, '>', n - i);
            size_t length = end ? (size_t)(end - p) - i : n - i;
            if (charset_in(p + i + 5, length - 5, out, size))
                return true;
        }
    }
    return false;
}

/* Names of which the standard says that they mean another encoding, and what iconv calls that. */
static const char *meant(const char *name)
{
    static const struct {
        const char *name, *meant;
    } names[] = {{"gb2312", "GB18030"},
                 {"gbk", "GB18030"},
                 {"x-gbk", "GB18030"},
                 {"gb_2312-80", "GB18030"},
                 {"chinese", "GB18030"},
                 {"big5", "Big5"},
                 {"big5-hkscs", "Big5"},
                 {"x-x-big5", "Big5"},
                 {"cn-big5", "Big5"},
                 {"utf8", "UTF-8"},
                 {"utf-16", "UTF-8"},
                 {"utf-16le", "UTF-8"},
                 {"iso-8859-1", "WINDOWS-1252"},
                 {"latin1", "WINDOWS-1252"},
                 {"us-ascii", "WINDOWS-1252"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i].name, name) == 0)
            return names[i].meant;
    return name;
}

/* The characters of a page: its own bytes, where they are UTF-8, or a copy. */
struct page {
    const char *utf8;
    size_t n;
    struct decoded copy;
};

/* The encoding that the page names, or NULL: none, or one that this system does not know. */
static const char *known_name(const void *p, size_t n, char *name, size_t size)
{
    struct decoded none;
    struct err why;
    if (!declared(p, n, name, size))
        return NULL;
    const char *encoding = meant(name);
    if (decode("", 0, &(struct decode_opts){.encoding = encoding}, &none, &why))
        return NULL;
    decoded_clear(&none);
    return encoding;
}

/* With replacement characters, in the encoding that takes the fewest: a page can name a wrong one, and bad bytes are
 * few in the right one. */
static enum err_code decode_lossy(const void *p, size_t n, const char *encoding, struct decoded *out, struct err *e)
{
    const char *const tries[] = {encoding, NULL};
    enum err_code rc = decode(p, n, &(struct decode_opts){.encoding = "UTF-8", .lossy = true}, out, e);
    for (size_t i = encoding ? 0 : 1; !rc && i < 2; i++) {
        struct decoded other;
        struct err why;
        if (decode(p, n, &(struct decode_opts){.encoding = tries[i], .lossy = true}, &other, &why))
            continue;
        bool fewer = other.replaced < out->replaced;
        decoded_clear(fewer ? out : &other);
        if (fewer)
            *out = other;
    }
    return rc;
}

/* UTF-8 first, as a page in it that names another encoding was saved so, and text in another one is not UTF-8; then
 * what the page names; then what its bytes look like; and then, where that was asked for, with losses. */
static enum err_code decode_page(const char *p, size_t n, bool lossy, struct page *out, struct err *e)
{
    *out = (struct page){.utf8 = n > 0 ? p : "", .n = n};
    if (decode_is_utf8(p, n)) {
        bool mark = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0;
        out->utf8 += mark ? 3 : 0;
        out->n -= mark ? 3 : 0;
        return ERR_OK;
    }
    char name[64];
    struct err first, why;
    const char *encoding = known_name(p, n, name, sizeof name);
    enum err_code rc = decode(p, n, &(struct decode_opts){.encoding = encoding}, &out->copy, &first);
    if (rc && encoding)
        rc = decode(p, n, &(struct decode_opts){.encoding = NULL}, &out->copy, &why);
    if (rc && lossy)
        rc = decode_lossy(p, n, encoding, &out->copy, &why);
    out->utf8 = out->copy.utf8;
    out->n = out->copy.bytes;
    return rc ? err_set(e, rc, "%s", first.msg) : ERR_OK;
}

/* ---- the parser ---- */

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct html_walk *w = ctx;
    size_t n = 0;
    while (attributes && attributes[n] && n <= 2 * ATTRIBUTES)
        n += 2;
    w->too_many = w->too_many || n > 2 * ATTRIBUTES;
    html_walk_start(w, (const char *)name, attributes);
}

static void on_end(void *ctx, const xmlChar *name)
{
    (void)name;
    html_walk_end(ctx);
}

static void on_text(void *ctx, const xmlChar *s, int n)
{
    html_walk_text(ctx, (const char *)s, n > 0 ? (size_t)n : 0);
}

/* feed() says what is wrong. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

/* The next piece of the N bytes at S, not cut in a character. */
static size_t piece(const char *s, size_t n)
{
    if (n <= CHUNK)
        return n;
    size_t size = CHUNK;
    while (size > CHUNK - 4 && ((unsigned char)s[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/* Where the page begins behind a document type with a subset of declarations, which are XML and no HTML: a browser and
 * the parser would show them as words. */
static size_t behind_subset(const char *p, size_t n)
{
    const char *end = p + n, *at = html_skip_prologue(p, end);
    if (end - at < 10 || strncasecmp(at, "<!doctype", 9) != 0)
        return 0;
    bool subset = false, open = false;
    for (char quote = '\0'; at < end; at++) {
        if (quote)
            quote = *at == quote ? '\0' : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '[' || *at == ']') {
            open = *at == '[';
            subset = true;
        } else if (*at == '>' && !open)
            return subset ? (size_t)(at + 1 - p) : 0;
    }
    return 0;
}

/* The next piece of the page that begins AT, with LF line ends, into OUT; how many bytes that are. */
static size_t take_piece(const struct page *page, size_t *at, char out[CHUNK])
{
    size_t size = piece(page->utf8 + *at, page->n - *at), used = 0;
    for (size_t i = *at; i < *at + size; i++) {
        if (page->utf8[i] == '\r')
            out[used++] = '\n';
        else if (page->utf8[i] != '\n' || i == 0 || page->utf8[i - 1] != '\r')
            out[used++] = page->utf8[i];
    }
    *at += size;
    return used;
}

static enum err_code too_many_attributes(struct err *e)
{
    return err_set(e, ERR_INPUT, _("it has a tag with more than %d attributes: no web page is like that"), ATTRIBUTES);
}

/* A tag that the parser holds back, as its end has not come yet. What follows is kept from it until the end has: at
 * each piece it would look for it as if it were outside of quotes there. */
struct held {
    const struct libxml *xml;
    bool open;         /* there is one */
    size_t attributes; /* begun in it; its name counts as one */
    enum { BETWEEN, NAME, BEFORE_VALUE, VALUE, QUOTED } state;
    char quote;
    struct str more;
};

/* C, in a tag; false where it ends there. */
static bool look_at(struct held *h, char c)
{
    bool blank = isspace((unsigned char)c);
    if (h->state == QUOTED)
        h->state = c == h->quote ? BETWEEN : QUOTED;
    else if (h->state == BEFORE_VALUE && (c == '"' || c == '\'')) {
        h->quote = c;
        h->state = QUOTED;
    } else if (c == '>')
        return false;
    else if (c == '=')
        h->state = BEFORE_VALUE;
    else if (h->state == BEFORE_VALUE || h->state == VALUE)
        h->state = !blank ? VALUE : h->state == VALUE ? BETWEEN : BEFORE_VALUE;
    else if (blank || c == '/')
        h->state = BETWEEN;
    else {
        h->attributes += h->state == BETWEEN;
        h->state = NAME;
    }
    return true;
}

/* N more bytes of the tag, at P. */
static void look_at_tag(struct held *h, const char *p, size_t n)
{
    for (size_t i = 0; i < n && h->open && h->attributes <= ATTRIBUTES + 1; i++)
        h->open = look_at(h, p[i]);
}

/* Give PARSER the N bytes at P, the LAST ones or not, or keep them with the tag that they go on with. */
static void push(htmlParserCtxtPtr parser, struct held *h, const char *p, size_t n, bool last)
{
    if (h->open || h->more.len > 0) {
        look_at_tag(h, p, n);
        str_addn(&h->more, p, n);
        if (h->open && !last)
            return;
        parser->checkIndex = 0; /* it looks for the end from the beginning */
        h->xml->htmlParseChunk(parser, h->more.p, (int)h->more.len, 0);
        str_truncate(&h->more, 0);
    } else if (n > 0)
        h->xml->htmlParseChunk(parser, p, (int)n, 0);
    const char *tag = (const char *)parser->input->cur, *end = (const char *)parser->input->end;
    h->open = parser->instate == XML_PARSER_START_TAG && tag < end;
    h->attributes = 0;
    h->state = BETWEEN;
    if (h->open)
        look_at_tag(h, tag + 1, (size_t)(end - tag) - 1);
}

/* PARSER compares each attribute of a tag with all before it, and does so in one go when the tag ends; and what has
 * no end it keeps. */
static enum err_code check_held(htmlParserCtxtPtr parser, const struct held *h, const struct limits *limits,
                                struct err *e)
{
    size_t n = (size_t)(parser->input->end - parser->input->cur);
    size_t longest = n > 0 && *parser->input->cur != '<' && limits->text > LONGEST ? limits->text : LONGEST;
    if (h->attributes > ATTRIBUTES + 1)
        return too_many_attributes(e);
    if (n + h->more.len > longest)
        return err_set(e, ERR_INPUT,
                       _("it has a tag, a comment or a script of more than %zu MB: no web page is like that"),
                       longest >> 20);
    return ERR_OK;
}

static enum err_code too_slow(const struct limits *limits, struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("it takes longer than %d s to read, as its elements are out of order: give --max-time with more"),
                   limits->seconds);
}

/* Whether a signal waits that ends this program, where it is kept back until the files that were read are stored.
 */
static bool is_stopping(void)
{
    sigset_t set;
    return sigpending(&set) == 0 &&
           (sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1 || sigismember(&set, SIGHUP) == 1);
}

/* What the parser and the walk say of the bytes before AT. */
static enum err_code check(htmlParserCtxtPtr parser, const struct html_walk *w, size_t at, struct err *e)
{
    if (w->too_deep)
        return err_set(e, ERR_INPUT, _("its elements lie in each other more than %d deep"), HTML_DEPTH);
    if (w->too_many)
        return too_many_attributes(e);
    if (parser->errNo == XML_ERR_NO_MEMORY || parser->errNo == XML_PARSER_EOF) /* its buffer */
        return err_set(e, ERR_INPUT, _("there is not enough memory to read it: allow more, or import a part of it"));
    if (parser->disableSAX)
        return err_set(e, ERR_INPUT, _("it cannot be read as a web page beyond byte %zu"), at);
    return ERR_OK;
}

/* Feed PARSER, piece by piece, so that time and depth are looked at: closing what is not open costs it a search
 * through all that is. */
static enum err_code feed(htmlParserCtxtPtr parser, struct html_walk *w, struct held *held, const struct page *page,
                          const struct limits *limits, struct err *e)
{
    int64_t end = clock_monotonic_ms() + (int64_t)limits->seconds * 1000;
    char bytes[CHUNK];
    for (size_t at = behind_subset(page->utf8, page->n);
         at < page->n && !w->out->full;) { /* extract_finish says that it is full */
        size_t start = at, n = take_piece(page, &at, bytes);
        push(parser, held, bytes, n, at == page->n);
        enum err_code rc = check(parser, w, start, e);
        if (!rc)
            rc = check_held(parser, held, limits, e);
        if (rc)
            return rc;
        if (clock_monotonic_ms() > end)
            return too_slow(limits, e);
        if (is_stopping())
            return err_set(e, ERR_IO, _("was stopped before it was read"));
    }
    if (w->out->full)
        return ERR_OK;
    held->xml->htmlParseChunk(parser, NULL, 0, 1);
    return check(parser, w, page->n, e);
}

/* Where most of the text would be noise of the site, the names on it mean something else. */
static void weigh_site(struct extract *out)
{
    struct noise_list *l = &out->noise;
    size_t site = 0, kept = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->all[i].kind == NOISE_SITE)
            site += l->all[i].span.end - l->all[i].span.start;
    if (site * 2 <= out->length)
        return;
    for (size_t i = 0; i < l->count; i++)
        if (l->all[i].kind != NOISE_SITE)
            l->all[kept++] = l->all[i];
    l->count = kept;
}

enum err_code html_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e)
{
    struct page page;
    struct libxml xml;
    enum err_code rc = libxml_load(&xml, e);
    if (!rc)
        rc = decode_page(p, n, out->lossy, &page, e);
    if (rc)
        return rc;
    out->replaced = page.copy.replaced;
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_text};
    struct html_walk w;
    html_walk_begin(&w, out);
    htmlParserCtxtPtr parser = xml.htmlCreatePushParserCtxt(&sax, &w, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser)
        abort(); /* as base/mem.h does */
    xml.htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                       HTML_PARSE_IGNORE_ENC);
    struct held held = {.xml = &xml};
    xmlStructuredErrorFunc print =
        *xml.__xmlStructuredError(); /* of this thread; what lacks memory has no parser to tell */
    void *print_to = *xml.__xmlStructuredErrorContext();
    xml.xmlSetStructuredErrorFunc(NULL, on_error);
    rc = feed(parser, &w, &held, &page, limits, e);
    xml.xmlSetStructuredErrorFunc(print_to, print);
    str_clear(&held.more);
    html_walk_finish(&w);
    xml.htmlFreeParserCtxt(parser);
    decoded_clear(&page.copy);
    if (!rc)
        weigh_site(out);
    return rc;
}
