#include "text/detect.h"

#include "text/common_han.h"
#include "text/encoding.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* Bytes that are read as each encoding, from the first one on that is not ASCII. The rest of a file says no more. */
#define SAMPLE 65536

/* Mean points of a character, in hundredths, below which a reading is no text. Chinese read right has about 80, read
 * wrong below 10. */
#define THRESHOLD 20

/* Any few pairs of bytes may be common characters: shorter UTF-16 must carry a mark or be named. */
#define UTF16_BYTES 16

#define HAN_FIRST 0x4E00
#define HAN_LAST 0x9FFF

/* The common Han characters as a set of bits. */
struct han_set {
    unsigned char bits[(HAN_LAST - HAN_FIRST) / 8 + 1];
};

static void han_set_init(struct han_set *set)
{
    memset(set, 0, sizeof *set);
    for (size_t i = 0; i < sizeof common_han / sizeof *common_han; i++) {
        const uint8_t *p = (const uint8_t *)common_han[i];
        for (ucs4_t c; (p = u8_next(&c, p));)
            set->bits[(c - HAN_FIRST) / 8] |= (unsigned char)(1 << (c - HAN_FIRST) % 8);
    }
}

static bool is_common_han(const struct han_set *set, uint32_t c)
{
    return c >= HAN_FIRST && c <= HAN_LAST && set->bits[(c - HAN_FIRST) / 8] >> (c - HAN_FIRST) % 8 & 1;
}

/* Punctuation and full-width forms of Chinese text. */
static bool is_chinese_punctuation(uint32_t c)
{
    return (c >= 0x3000 && c <= 0x301B) || (c >= 0xFF01 && c <= 0xFF5E) || (c >= 0x2010 && c <= 0x2026) || c == 0xB7 ||
           (c >= 0x2460 && c <= 0x2473);
}

/* Characters that wrong readings are full of and texts are not. */
static bool is_odd(uint32_t c)
{
    return (c < 0x20 && !(c >= '\t' && c <= '\r')) || c == 0x7F ||
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C & ~(uint32_t)UC_CATEGORY_MASK_Cf) ||
           (c >= 0xF900 && c <= 0xFAFF);
}

/* Points of character C in a text read as ENCODING, in hundredths; *COUNTS is false where it says nothing. */
static int points(const struct han_set *set, int encoding, uint32_t c, bool *counts)
{
    bool utf16 = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    *counts = true;
    if (c == 0xFFFD)
        return -400;
    if (c < 0x80 ? !(c >= 0x20 && c < 0x7F) && is_odd(c) : is_odd(c))
        return -200;
    if (c < 0x80) {
        *counts = utf16; /* in the others ASCII is ASCII */
        return 100;
    }
    if (encoding == ENCODING_UTF8 || is_common_han(set, c) || is_chinese_punctuation(c))
        return 100; /* in UTF-8, its form alone tells */
    if (utf16 && ((c >= 0xA0 && c < 0x530) || (c >= 0x3041 && c <= 0x30FF)))
        return 100;
    return c >= 0xA000 && c < 0xFE30 ? -100 : 0; /* Yi, Hangul: what pairs of Chinese bytes look like as UTF-16 */
}

/* Where the sample starts: at the first byte that is not plain ASCII text, which is a character boundary in every
 * encoding that holds ASCII as it is. */
static size_t sample_start(const unsigned char *p, size_t n, size_t unit)
{
    size_t at = 0;
    while (at < n && p[at] < 0x80 && p[at] != 0)
        at++;
    return at - at % unit;
}

/* The mean points of the sample read as ENCODING. */
static long score(const struct han_set *set, int encoding, const unsigned char *p, size_t n)
{
    const struct encoding *enc = &encodings[encoding];
    size_t from = sample_start(p, n, enc->unit), len = n - from < SAMPLE ? n - from : SAMPLE;
    struct converted c;
    long sum = 0, count = 0;
    const char *charset = enc->charset[ENCODING_CHARSETS - 1] ? enc->charset[ENCODING_CHARSETS - 1] : enc->charset[0];
    if (encoding_convert(charset, enc->unit, p + from, len, true, &c) == CONVERSION_OK && c.utf8.p) {
        const uint8_t *q = (const uint8_t *)c.utf8.p;
        for (ucs4_t ch; (q = u8_next(&ch, q));) {
            bool counts;
            int pts = points(set, encoding, ch, &counts);
            sum += counts ? pts : 0;
            count += counts;
        }
    }
    str_clear(&c.utf8);
    return count ? sum / count : -1000;
}

static bool starts_with(const void *p, size_t n, const char *mark)
{
    size_t len = strlen(mark);
    return n >= len && memcmp(p, mark, len) == 0;
}

size_t detect(const void *p, size_t n, int out[])
{
    out[0] = ENCODING_UTF8;
    if (starts_with(p, n, "\xEF\xBB\xBF"))
        return 1;
    if (starts_with(p, n, "\xFF\xFE") || starts_with(p, n, "\xFE\xFF")) {
        out[0] = *(const unsigned char *)p == 0xFF ? ENCODING_UTF16LE : ENCODING_UTF16BE;
        return 1;
    }
    if (!memchr(p, 0, n) && !u8_check(p, n))
        return 1;
    struct han_set set;
    han_set_init(&set);
    long best[ENCODING_COUNT] = {0};
    size_t found = 0;
    for (int enc = 0; enc < ENCODING_COUNT; enc++) {
        long s = score(&set, enc, p, n);
        if (s < THRESHOLD || (encodings[enc].unit > 1 && n < UTF16_BYTES))
            continue;
        size_t at = found++;
        for (; at > 0 && best[at - 1] < s; at--) {
            best[at] = best[at - 1];
            out[at] = out[at - 1];
        }
        best[at] = s;
        out[at] = enc;
    }
    while (found > 1 && best[found - 1] < best[0] / 2)
        found--;
    return found;
}

int detect_utf16(const void *p, size_t n)
{
    if (starts_with(p, n, "\xFF\xFE"))
        return ENCODING_UTF16LE;
    if (starts_with(p, n, "\xFE\xFF"))
        return ENCODING_UTF16BE;
    struct han_set set;
    han_set_init(&set);
    return score(&set, ENCODING_UTF16LE, p, n) > score(&set, ENCODING_UTF16BE, p, n) ? ENCODING_UTF16LE
                                                                                     : ENCODING_UTF16BE;
}
