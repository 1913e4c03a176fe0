#include "text/decode.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/detect.h"
#include "text/encoding.h"

#include <string.h>
#include <strings.h>
#include <unistr.h>

/* CRLF and CR to LF, in place; the new length. */
static size_t unify_line_ends(char *s, size_t n)
{
    char *first = memchr(s, '\r', n);
    if (!first)
        return n;
    char *to = first, *end = s + n;
    for (const char *p = first; p < end; p++) {
        if (*p == '\r') {
            *to++ = '\n';
            p += p + 1 < end && p[1] == '\n';
        } else {
            *to++ = *p;
        }
    }
    *to = '\0';
    return (size_t)(to - s);
}

static void finish(struct converted *c, const struct encoding *enc, struct decoded *out)
{
    static const char bom[] = "\xEF\xBB\xBF"; /* U+FEFF, however the file spelled it */
    if (c->utf8.len >= sizeof bom - 1 && memcmp(c->utf8.p, bom, sizeof bom - 1) == 0)
        str_remove(&c->utf8, 0, sizeof bom - 1);
    out->bytes = c->utf8.len;
    out->utf8 = str_take(&c->utf8);
    out->bytes = unify_line_ends(out->utf8, out->bytes);
    out->replaced = c->replaced;
    out->encoding = enc->name;
}

/* Convert with the first of ENC's charsets that fits the whole; with LOSSY, the last one takes what there is. */
static enum conversion convert(const struct encoding *enc, const void *p, size_t n, bool lossy, struct converted *c)
{
    enum conversion result = CONVERSION_UNKNOWN;
    for (int i = 0; i < ENCODING_CHARSETS && enc->charset[i]; i++) {
        bool last = i == ENCODING_CHARSETS - 1 || !enc->charset[i + 1];
        if (i > 0)
            str_clear(&c->utf8);
        result = encoding_convert(enc->charset[i], enc->unit, p, n, lossy && last, c);
        if (result == CONVERSION_OK)
            break;
    }
    return result;
}

static enum err_code explain(enum conversion result, const struct encoding *enc, const struct converted *c,
                             const void *p, struct err *e)
{
    unsigned byte = ((const unsigned char *)p)[c->bad_at];
    switch (result) {
    case CONVERSION_CUT:
        return err_set(e, ERR_INPUT,
                       _("the file ends inside a character: byte 0x%02X at offset %zu is not %s; get the whole file, "
                         "name another encoding with --encoding, or replace the byte with --lossy"),
                       byte, c->bad_at, enc->name);
    case CONVERSION_UNKNOWN:
        return err_set(e, ERR_INPUT,
                       _("this system cannot convert from %s; save the document as UTF-8 and import it again"),
                       enc->name);
    default:
        if (byte == 0 && enc->unit == 1)
            return err_set(e, ERR_INPUT,
                           _("byte 0x00 at offset %zu is no character of a text; if this is one, name its encoding "
                             "with --encoding, or replace the byte with --lossy"),
                           c->bad_at);
        return err_set(e, ERR_INPUT,
                       _("byte 0x%02X at offset %zu is not %s; name another encoding with --encoding, or replace such "
                         "bytes with --lossy"),
                       byte, c->bad_at, enc->name);
    }
}

static enum err_code decode_as(const struct encoding *enc, const void *p, size_t n, bool lossy, struct decoded *out,
                               struct err *e)
{
    struct converted c = {0};
    enum conversion result = convert(enc, p, n, lossy, &c);
    if (result == CONVERSION_OK) {
        finish(&c, enc, out);
        return ERR_OK;
    }
    enum err_code code = explain(result, enc, &c, p, e);
    str_clear(&c.utf8);
    return code;
}

/* No encoding reads like text: say where UTF-8, the likeliest wish, fails. */
static enum err_code explain_garbage(const unsigned char *p, size_t n, struct err *e)
{
    const uint8_t *bad = u8_check(p, n);
    const uint8_t *nul = memchr(p, 0, bad ? (size_t)(bad - p) : n);
    const uint8_t *at = nul ? nul : bad;
    return err_set(
        e, ERR_INPUT,
        _("this is no text in UTF-8, UTF-16, GB18030 or Big5 (byte 0x%02X at offset %zu is not UTF-8); if it "
          "is a text, name its encoding with --encoding"),
        at ? *at : 0u, at ? (size_t)(at - p) : 0);
}

static enum err_code decode_detected(const void *p, size_t n, bool lossy, struct decoded *out, struct err *e)
{
    int likely[ENCODING_COUNT];
    size_t count = detect(p, n, likely);
    if (count == 0)
        return explain_garbage(p, n, e);
    struct err other;
    for (size_t i = 0; i < count; i++)
        if (decode_as(&encodings[likely[i]], p, n, false, out, i == 0 ? e : &other) == ERR_OK)
            return ERR_OK;
    return lossy ? decode_as(&encodings[likely[0]], p, n, true, out, e) : ERR_INPUT;
}

/* "UTF-16" says nothing of the byte order, and files without a mark come in either. */
static bool is_utf16(const char *name)
{
    return strcasecmp(name, "UTF-16") == 0 || strcasecmp(name, "UTF16") == 0;
}

enum err_code decode(const void *p, size_t n, const struct decode_opts *opts, struct decoded *out, struct err *e)
{
    *out = (struct decoded){0};
    if (n == 0)
        p = ""; /* an empty file may come as NULL, which memchr() must not see */
    if (!opts->encoding)
        return decode_detected(p, n, opts->lossy, out, e);
    struct encoding other;
    const struct encoding *enc =
        is_utf16(opts->encoding) ? &encodings[detect_utf16(p, n)] : encoding_find(opts->encoding, &other);
    if (!enc)
        return err_set(e, ERR_INPUT,
                       _("%s is no encoding that this system knows; try UTF-8, GB18030, Big5, UTF-16LE or UTF-16BE"),
                       opts->encoding);
    return decode_as(enc, p, n, opts->lossy, out, e);
}

bool decode_is_utf8(const void *p, size_t n)
{
    return n == 0 || (!memchr(p, 0, n) && !u8_check(p, n));
}

void decoded_clear(struct decoded *d)
{
    free(d->utf8);
    *d = (struct decoded){0};
}
