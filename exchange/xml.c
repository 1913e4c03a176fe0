#include "exchange/xml.h"

#include "base/i18n.h"
#include "exchange/libxml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)64 << 10)
#define NAME_MAX_BYTES 64
/* Names and namespaces that the parser remembers, in a table that slows down with them; documents have hundreds. */
#define KNOWN_NAMES_MAX 10000

enum scan {
    SCAN_TEXT,
    SCAN_OPEN,
    SCAN_TAG,
    SCAN_DOUBLE,
    SCAN_SINGLE,
    SCAN_BANG,
    SCAN_DASH,
    SCAN_COMMENT,
    SCAN_CDATA,
    SCAN_PI
};

struct reader {
    struct libxml xml;
    xmlParserCtxtPtr parser;
    const struct xml_handler *handler;
    void *ctx;
    const char *part;
    int depth, skip_from; /* elements at least so deep are skipped; -1: none are */
    int namespaces;       /* declared here and around here */
    int declared[XML_DEPTH_MAX + 1];
    const xmlChar *last_uri; /* interned by the parser */
    const char *last_prefix;
    enum scan scan;
    char before[2]; /* the two bytes before, in comments and the like */
    int equals;     /* signs in this tag */
    bool begun;     /* whether the beginning was looked at */
    char carry[4];  /* a character that is not complete */
    size_t carried;
    enum err_code code; /* why it was given up */
    struct err *e;
};

/* ECMA-376 part 1 (transitional) and its strict form; ODF 1.2 part 1, 1.4. */
static const char *prefix_of(const char *uri)
{
    static const struct {
        const char *uri, *prefix;
    } known[] = {
        {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
        {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
        {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
        {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
        {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
        {"http://schemas.openxmlformats.org/package/2006/relationships", "rel"},
        {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"},
        {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"},
        {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"},
        {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"},
        {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"},
        {"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "presentation"},
        {"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "svg"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].uri, uri) == 0)
            return known[i].prefix;
    return NULL;
}

static void name_of(struct reader *r, const xmlChar *local, const xmlChar *uri, char out[NAME_MAX_BYTES])
{
    out[0] = 0;
    if (uri != r->last_uri) {
        r->last_uri = uri;
        r->last_prefix = uri ? prefix_of((const char *)uri) : NULL;
    }
    if (r->last_prefix)
        snprintf(out, NAME_MAX_BYTES, "%s:%.40s", r->last_prefix, (const char *)local);
}

static void give_up(struct reader *r, enum err_code code)
{
    if (r->code == ERR_OK)
        r->code = code;
    if (r->parser)
        r->xml.xmlStopParser(r->parser);
}

static void refuse_shape(struct reader *r)
{
    give_up(r, err_set(r->e, ERR_INPUT,
                       _("its part %s nests or loads its elements as no document does; it was not read"), r->part));
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)namespaces, (void)n_defaulted;
    struct reader *r = ctx;
    if (r->code != ERR_OK)
        return;
    if (r->depth >= XML_DEPTH_MAX || (r->namespaces += n_namespaces) > XML_NAMESPACES_MAX) {
        refuse_shape(r);
        return;
    }
    r->declared[r->depth] = n_namespaces;
    char name[NAME_MAX_BYTES];
    name_of(r, local, uri, name);
    struct xml_element el = {name, r->depth, n_attributes, attributes};
    if (r->skip_from < 0 && !r->handler->start(r->ctx, &el))
        r->skip_from = r->depth;
    r->depth++;
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix;
    struct reader *r = ctx;
    if (r->code != ERR_OK || r->depth == 0)
        return;
    r->namespaces -= r->declared[--r->depth];
    if (r->skip_from >= 0) {
        if (r->depth == r->skip_from)
            r->skip_from = -1;
        return;
    }
    if (!r->handler->end)
        return;
    char name[NAME_MAX_BYTES];
    name_of(r, local, uri, name);
    struct xml_element el = {name, r->depth, 0, NULL};
    r->handler->end(r->ctx, &el);
}

static void on_text(void *ctx, const xmlChar *s, int n)
{
    struct reader *r = ctx;
    if (r->code == ERR_OK && r->skip_from < 0 && n > 0 && r->handler->text)
        r->handler->text(r->ctx, (const char *)s, (size_t)n);
}

/* The parser says nothing to the terminal; what was wrong is asked of it afterwards. */
#if LIBXML_VERSION >= 21200
static void on_error(void *ctx, const xmlError *error)
#else
static void on_error(void *ctx, xmlErrorPtr error)
#endif
{
    (void)ctx, (void)error;
}

static enum err_code has_definition(struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("it holds a document type definition (DTD), which can name other files or grow without "
                     "end, and which no such document has; it was not read"));
}

static void on_definition(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    struct reader *r = ctx;
    give_up(r, has_definition(r->e));
}

/* One byte of markup, in which what stands in quotes, comments and the like is none. */
static enum scan scan_byte(struct reader *r, char c)
{
    switch (r->scan) {
    case SCAN_TEXT:
        return c == '<' ? SCAN_OPEN : SCAN_TEXT;
    case SCAN_OPEN:
        r->equals = 0;
        return c == '!' ? SCAN_BANG : c == '?' ? SCAN_PI : c == '>' ? SCAN_TEXT : SCAN_TAG;
    case SCAN_TAG:
        r->equals += c == '=';
        return c == '"' ? SCAN_DOUBLE : c == '\'' ? SCAN_SINGLE : c == '>' ? SCAN_TEXT : SCAN_TAG;
    case SCAN_DOUBLE:
        return c == '"' ? SCAN_TAG : SCAN_DOUBLE;
    case SCAN_SINGLE:
        return c == '\'' ? SCAN_TAG : SCAN_SINGLE;
    case SCAN_BANG:
        return c == '-' ? SCAN_DASH : SCAN_CDATA;
    case SCAN_DASH:
        return SCAN_COMMENT;
    case SCAN_COMMENT:
        return c == '>' && r->before[0] == '-' && r->before[1] == '-' ? SCAN_TEXT : SCAN_COMMENT;
    case SCAN_CDATA:
        return c == '>' && r->before[0] == ']' && r->before[1] == ']' ? SCAN_TEXT : SCAN_CDATA;
    case SCAN_PI:
        return c == '>' && r->before[1] == '?' ? SCAN_TEXT : SCAN_PI;
    }
    return SCAN_TEXT;
}

/* Whether no tag has more attributes than the parser, which compares each with all before it, can bear. */
static bool scan(struct reader *r, const char *s, size_t n)
{
    for (const char *end = s + n; s < end; s++) {
        if (r->scan == SCAN_TEXT) {
            s = memchr(s, '<', (size_t)(end - s));
            if (!s)
                return true;
        }
        enum scan now = r->scan;
        r->scan = scan_byte(r, *s);
        r->before[0] = now == r->scan ? r->before[1] : 0;
        r->before[1] = now == r->scan ? *s : 0;
        if (r->equals > XML_ATTRIBUTES_MAX)
            return false;
    }
    return true;
}

/* How many bytes at the end of the N at S begin a character that is not complete. */
static size_t incomplete(const char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = (unsigned char)s[n - back];
        if ((c & 0xC0) == 0x80)
            continue;
        size_t size = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        return size > back ? back : 0;
    }
    return 0;
}

static enum err_code damaged(struct reader *r)
{
    if (r->code != ERR_OK)
        return r->code;
    const xmlError *error = r->xml.xmlCtxtGetLastError(r->parser);
    int line = error ? error->line : 0;
    return r->code =
               err_set(r->e, ERR_INPUT,
                       _("its part %s is damaged at line %d; open it in the program that made it and save it anew"),
                       r->part, line);
}

static enum err_code parse(struct reader *r, const char *s, size_t n, bool last)
{
    if (n > 0 || last)
        r->xml.xmlParseChunk(r->parser, s, (int)n, last);
    if (r->code == ERR_OK && r->xml.xmlDictSize(r->parser->dict) > KNOWN_NAMES_MAX)
        refuse_shape(r);
    /* A limit of the parser's own stops it and leaves the rest well-formed in its eyes. */
    return r->code == ERR_OK && r->parser->wellFormed && !r->parser->disableSAX ? ERR_OK : damaged(r);
}

/* The carried bytes and the first of S that complete them. */
static enum err_code parse_carried(struct reader *r, const char **s, size_t *n)
{
    while (*n > 0 && r->carried > 0 && r->carried < sizeof r->carry && incomplete(r->carry, r->carried) > 0) {
        r->carry[r->carried++] = *(*s)++;
        --*n;
    }
    if (r->carried == 0 || (*n == 0 && incomplete(r->carry, r->carried) > 0))
        return ERR_OK;
    size_t carried = r->carried;
    r->carried = 0;
    return parse(r, r->carry, carried, false);
}

static enum err_code feed_piece(struct reader *r, const char *s, size_t n)
{
    if (!scan(r, s, n)) {
        refuse_shape(r);
        return r->code;
    }
    enum err_code code = parse_carried(r, &s, &n);
    if (code != ERR_OK || n == 0)
        return code;
    size_t rest = incomplete(s, n);
    code = parse(r, s, n - rest, false);
    memcpy(r->carry, s + n - rest, rest);
    r->carried = rest;
    return code;
}

static enum err_code feed(void *ctx, const char *s, size_t n, struct err *e)
{
    struct reader *r = ctx;
    r->e = e;
    if (!r->begun && n >= 2 && (!s[0] || !s[1] || memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0))
        return r->code = err_set(e, ERR_INPUT, _("its part %s is not UTF-8"), r->part);
    r->begun = true;
    while (n > 0) {
        size_t piece = n < PIECE ? n : PIECE;
        enum err_code code = feed_piece(r, s, piece);
        if (code != ERR_OK)
            return code;
        s += piece;
        n -= piece;
    }
    return ERR_OK;
}

enum err_code xml_read(struct zip *z, const char *name, const struct xml_handler *handler, void *ctx, struct err *e)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .internalSubset = on_definition,
        .serror = on_error,
    };
    struct reader r = {.handler = handler, .ctx = ctx, .part = name, .skip_from = -1, .e = e};
    enum err_code code = libxml_load(&r.xml, e);
    if (code)
        return code;
    r.parser = r.xml.xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
    if (!r.parser)
        abort(); /* no memory */
    r.xml.xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    code = zip_part(z, name, feed, &r, e);
    if (code == ERR_OK)
        code = r.carried > 0 ? damaged(&r) : parse(&r, "", 0, true);
    if (r.parser->myDoc)
        r.xml.xmlFreeDoc(r.parser->myDoc);
    r.xml.xmlFreeParserCtxt(r.parser);
    return code;
}

bool xml_attribute(const struct xml_element *el, const char *name, char *out, size_t size)
{
    out[0] = 0;
    const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
    for (int i = 0; i < el->attribute_count; i++) {
        const xmlChar **a = el->attributes + 5 * (ptrdiff_t)i; /* local name, prefix, URI, value, its end */
        if (strcmp((const char *)a[0], local) != 0)
            continue;
        const char *prefix = a[2] ? prefix_of((const char *)a[2]) : NULL;
        if (colon ? !prefix || strncmp(prefix, name, (size_t)(colon - name)) != 0 || prefix[colon - name]
                  : a[2] != NULL)
            continue;
        size_t n = (size_t)(a[4] - a[3]);
        if (n >= size)
            for (n = size - 1; n > 0 && (a[3][n] & 0xC0) == 0x80; n--)
                continue;
        memcpy(out, a[3], n);
        out[n] = 0;
        return true;
    }
    return false;
}

long xml_number(const struct xml_element *el, const char *name, long fallback)
{
    char value[24], *end;
    if (!xml_attribute(el, name, value, sizeof value) || !value[0])
        return fallback;
    long n = strtol(value, &end, 10);
    return *end || n < -1000000000 || n > 1000000000 ? fallback : n;
}

static size_t slot_of(const struct xml_names *n, const char *name)
{
    const size_t slots = sizeof n->slots / sizeof *n->slots;
    size_t hash = 5381;
    for (const char *s = name; *s; s++)
        hash = hash * 33 ^ (unsigned char)*s;
    hash %= slots;
    while (n->slots[hash].name && strcmp(n->slots[hash].name, name) != 0)
        hash = (hash + 1) % slots;
    return hash;
}

void xml_names_add(struct xml_names *n, const char *name, const void *value)
{
    size_t slot = slot_of(n, name);
    n->slots[slot].name = name;
    n->slots[slot].value = value;
}

const void *xml_names_find(const struct xml_names *n, const char *name)
{
    return n->slots[slot_of(n, name)].value;
}
