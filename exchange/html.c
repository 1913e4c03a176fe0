/* Web pages. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/html_fragment.h"
#include "exchange/html_walk.h"
#include "exchange/kind.h"
#include "text/decode.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#define PRESCAN 4096 /* bytes that are searched for the name of the encoding; browsers look at 1,024 */
#define CHUNK 65536

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

/* UTF-8 first, as a page in it that names another encoding was saved so, and text in another one is not UTF-8; then
 * what the page names; then what its bytes look like; and then with replacement characters, as a browser shows it. */
static enum err_code decode_page(const void *p, size_t n, struct decoded *out, struct err *e)
{
    char name[64];
    bool named = declared(p, n, name, sizeof name);
    const char *encoding = named ? meant(name) : NULL;
    enum { DETECTED = 2 };
    const struct decode_opts tries[] = {{.encoding = "UTF-8"},
                                        {.encoding = encoding},
                                        [DETECTED] = {.encoding = NULL},
                                        {.encoding = encoding, .lossy = true},
                                        {.encoding = "UTF-8", .lossy = true}};
    enum err_code rc = ERR_INPUT;
    struct err why;
    for (size_t i = 0; i < sizeof tries / sizeof *tries && rc; i++)
        if (tries[i].encoding || i == DETECTED)
            rc = decode(p, n, &tries[i], out, i <= DETECTED ? &why : NULL);
    return rc ? err_set(e, rc, "%s", why.msg) : ERR_OK;
}

/* ---- the parser ---- */

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    html_walk_start(ctx, (const char *)name, attributes);
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

static enum err_code too_slow(const struct limits *limits, struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("it takes longer than %d s to read, as its elements are out of order: give --max-time with more"),
                   limits->seconds);
}

/* Feed PARSER, piece by piece, so that time and depth are looked at: closing what is not open costs it a search through
 * all that is. */
static enum err_code feed(htmlParserCtxtPtr parser, struct html_walk *w, const struct decoded *d,
                          const struct limits *limits, struct err *e)
{
    int64_t end = clock_monotonic_ms() + (int64_t)limits->seconds * 1000;
    for (size_t at = behind_subset(d->utf8, d->bytes), size; at < d->bytes; at += size) {
        size = piece(d->utf8 + at, d->bytes - at);
        htmlParseChunk(parser, d->utf8 + at, (int)size, 0);
        if (w->too_deep)
            return err_set(e, ERR_INPUT, _("its elements lie in each other more than %d deep"), HTML_DEPTH);
        if (parser->disableSAX)
            return err_set(e, ERR_INPUT, _("it cannot be read as a web page beyond byte %zu"), at);
        if (clock_monotonic_ms() > end)
            return too_slow(limits, e);
        if (w->out->full)
            return ERR_OK; /* extract_finish says so */
    }
    htmlParseChunk(parser, NULL, 0, 1);
    return w->too_deep ? err_set(e, ERR_INPUT, _("its elements lie in each other more than %d deep"), HTML_DEPTH)
                       : ERR_OK;
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
    struct decoded d;
    enum err_code rc = decode_page(p, n, &d, e);
    if (rc)
        return rc;
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .cdataBlock = on_text};
    struct html_walk w;
    html_walk_begin(&w, out);
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&sax, &w, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser)
        abort(); /* as base/mem.h does */
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
    rc = feed(parser, &w, &d, limits, e);
    html_walk_finish(&w);
    htmlFreeParserCtxt(parser);
    decoded_clear(&d);
    if (!rc)
        weigh_site(out);
    return rc;
}
