#include "text/encoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <unistr.h>

#define REPLACEMENT 0xFFFD

/* Files called Big5 hold what Windows, ETEN and Hong Kong's government added to it, so the plain set is tried first
 * and its superset after it. GBK and GB2312 are subsets of GB18030. */
const struct encoding encodings[ENCODING_COUNT] = {
    [ENCODING_UTF8] = {"UTF-8", {"UTF-8"}, 1},
    [ENCODING_GB18030] = {"GB18030", {"GB18030"}, 1},
    [ENCODING_BIG5] = {"Big5", {"BIG5", "BIG5-HKSCS"}, 1},
    [ENCODING_UTF16LE] = {"UTF-16LE", {"UTF-16LE"}, 2},
    [ENCODING_UTF16BE] = {"UTF-16BE", {"UTF-16BE"}, 2},
};

static const struct {
    const char *folded;
    int encoding;
} aliases[] = {
    {"UTF8", ENCODING_UTF8},      {"GB18030", ENCODING_GB18030}, {"GBK", ENCODING_GB18030},
    {"GB2312", ENCODING_GB18030}, {"CP936", ENCODING_GB18030},   {"MS936", ENCODING_GB18030},
    {"EUCCN", ENCODING_GB18030},  {"BIG5", ENCODING_BIG5},       {"CNBIG5", ENCODING_BIG5},
    {"BIGFIVE", ENCODING_BIG5},   {"UTF16LE", ENCODING_UTF16LE}, {"UTF16BE", ENCODING_UTF16BE},
};

/* NAME in capitals without '-' and '_'. False where it is too long, empty, or holds what iconv would take for an
 * option ("//IGNORE"). */
static bool fold(const char *name, char *out, size_t size)
{
    size_t n = 0;
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c == '-' || c == '_')
            continue;
        if (c >= 0x80 || !(isalnum(c) || strchr(".:+()", c)) || n + 1 >= size)
            return false;
        out[n++] = (char)toupper(c);
    }
    out[n] = '\0';
    return n > 0;
}

static size_t unit_of(const char *folded)
{
    if (strncmp(folded, "UTF16", 5) == 0 || strncmp(folded, "UCS2", 4) == 0)
        return 2;
    return strncmp(folded, "UTF32", 5) == 0 || strncmp(folded, "UCS4", 4) == 0 ? 4 : 1;
}

/* iconv_open() answers with a pointer of -1 where it fails. */
static bool is_open(iconv_t cd)
{
    return (intptr_t)cd != -1;
}

const struct encoding *encoding_find(const char *name, struct encoding *other)
{
    char folded[40];
    if (!fold(name, folded, sizeof folded))
        return NULL;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(folded, aliases[i].folded) == 0)
            return &encodings[aliases[i].encoding];
    iconv_t cd = iconv_open("UTF-8", name);
    if (!is_open(cd))
        return NULL;
    iconv_close(cd);
    *other = (struct encoding){name, {name}, unit_of(folded)};
    return other;
}

static void replace(struct converted *out)
{
    str_add_utf8(&out->utf8, REPLACEMENT);
    out->replaced++;
}

/* The offset of the first NUL unit of P at or behind FROM, or N. */
static size_t find_nul(const char *p, size_t from, size_t n, size_t unit)
{
    static const char zero[4];
    if (unit == 1) {
        const char *z = memchr(p + from, 0, n - from);
        return z ? (size_t)(z - p) : n;
    }
    for (size_t at = from; at + unit <= n; at += unit)
        if (memcmp(p + at, zero, unit) == 0)
            return at;
    return n;
}

/* One call of iconv: as much of *IN as fits into a buffer. False where it stopped at a bad byte; errno says why. */
static bool step(iconv_t cd, char **in, size_t *left, struct converted *out)
{
    char buf[8192], *to = buf;
    size_t room = sizeof buf;
    bool ok = iconv(cd, in, left, &to, &room) != (size_t)-1;
    int why = ok ? 0 : errno;
    str_addn(&out->utf8, buf, (size_t)(to - buf));
    errno = why;
    return ok || why == E2BIG;
}

/* Convert P's bytes [from, to), which hold no NUL. */
static enum conversion feed_iconv(iconv_t cd, const char *p, size_t from, size_t to, size_t unit, bool lossy,
                                  struct converted *out)
{
    char *in = (char *)(p + from); /* iconv does not write there, its prototype is older than const */
    size_t left = to - from;
    while (left > 0) {
        if (step(cd, &in, &left, out))
            continue;
        bool cut = errno == EINVAL;
        if (!lossy) {
            out->bad_at = to - left;
            return cut ? CONVERSION_CUT : CONVERSION_BAD;
        }
        step(cd, NULL, NULL, out); /* what the converter still holds comes before the replacement */
        replace(out);
        size_t skip = cut || left < unit ? left : unit;
        in += skip;
        left -= skip;
    }
    step(cd, NULL, NULL, out);
    return CONVERSION_OK;
}

/* The same for UTF-8, which needs no converter: u8_check() is stricter than some. */
static enum conversion feed_utf8(const char *p, size_t from, size_t to, bool lossy, struct converted *out)
{
    while (from < to) {
        const uint8_t *start = (const uint8_t *)p + from, *bad = u8_check(start, to - from);
        size_t good = bad ? (size_t)(bad - start) : to - from;
        str_addn(&out->utf8, p + from, good);
        from += good;
        if (!bad)
            break;
        ucs4_t c;
        if (!lossy) {
            out->bad_at = from;
            return u8_mbtoucr(&c, bad, (ptrdiff_t)(to - from)) == -2 ? CONVERSION_CUT : CONVERSION_BAD;
        }
        replace(out);
        from += (size_t)u8_mbtouc(&c, bad, (ptrdiff_t)(to - from));
    }
    return CONVERSION_OK;
}

/* Some of iconv's odder charsets (UTF-7, INTERNAL) can write NUL or surrogates. */
static bool is_text(const struct str *s)
{
    return s->len == 0 || (!memchr(s->p, 0, s->len) && !u8_check((const uint8_t *)s->p, s->len));
}

enum conversion encoding_convert(const char *charset, size_t unit, const void *p, size_t n, bool lossy,
                                 struct converted *out)
{
    *out = (struct converted){0};
    bool utf8 = strcmp(charset, "UTF-8") == 0;
    iconv_t cd = utf8 ? NULL : iconv_open("UTF-8", charset);
    if (!utf8 && !is_open(cd))
        return CONVERSION_UNKNOWN;
    enum conversion result = CONVERSION_OK;
    size_t at = 0;
    while (at < n && result == CONVERSION_OK) {
        size_t nul = find_nul(p, at, n, unit);
        result = utf8 ? feed_utf8(p, at, nul, lossy, out) : feed_iconv(cd, p, at, nul, unit, lossy, out);
        at = nul;
        if (result != CONVERSION_OK || at == n)
            break;
        if (lossy) {
            replace(out);
            at += unit;
        } else {
            out->bad_at = at;
            result = CONVERSION_BAD;
        }
    }
    if (!utf8)
        iconv_close(cd);
    if (result == CONVERSION_CUT && at < n)
        result = CONVERSION_BAD;
    if (result == CONVERSION_OK && !is_text(&out->utf8)) {
        out->bad_at = 0;
        result = CONVERSION_BAD;
    }
    return result;
}
