/* decode(): whatever comes in, what comes out is text, and the strict and the lossy way agree.
 * Input: a byte that names the encoding, then the file. */
#include "text/decode.h"

#include "tests/fuzz/fuzz.h"

static const char *const encodings[] = {NULL,          "UTF-8", "UTF-16",     "UTF-16LE",  "UTF-16BE",   "GB18030",
                                        "GBK",         "Big5",  "BIG5-HKSCS", "SHIFT_JIS", "EUC-KR",     "ISO-8859-1",
                                        "ISO-2022-JP", "UTF-7", "UTF-32",     "UTF-32BE",  "no-such-one"};

static size_t count(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

static void is_text(const struct decoded *d)
{
    LAW(d->utf8 && d->utf8[d->bytes] == '\0' && d->encoding);
    LAW(fuzz_is_utf8(d->utf8, d->bytes));
    LAW(!strchr(d->utf8, '\r'));
    LAW(count(d->utf8, "\uFFFD") >= d->replaced);
}

static bool same(const struct decoded *a, const struct decoded *b)
{
    return a->bytes == b->bytes && memcmp(a->utf8, b->utf8, a->bytes) == 0 && a->encoding == b->encoding;
}

/* The message names the byte: "… byte 0xE6 at offset 12 …". */
static void names_byte(const char *message, const uint8_t *data, size_t size)
{
    static const char before[] = "byte 0x", between[] = " at offset ";
    const char *at = strstr(message, before);
    if (!at)
        return;
    char *end;
    unsigned long byte = strtoul(at + sizeof before - 1, &end, 16);
    if (strncmp(end, between, sizeof between - 1) == 0) {
        size_t offset = strtoul(end + sizeof between - 1, NULL, 10);
        LAW(offset < size && data[offset] == byte);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct decode_opts strict = {.encoding = encodings[data[0] % (sizeof encodings / sizeof *encodings)]};
    struct decode_opts lossy = {.encoding = strict.encoding, .lossy = true};
    struct decoded a, b;
    struct err e = {0}, f = {0};
    data++, size--;
    enum err_code code = decode(data, size, &strict, &a, &e), lossy_code = decode(data, size, &lossy, &b, &f);
    if (lossy_code)
        fuzz_law_error(lossy_code, &f);
    else
        is_text(&b);
    if (code) {
        fuzz_law_error(code, &e);
        LAW(!a.utf8 && a.bytes == 0);
        names_byte(e.msg, data, size);
        LAW(lossy_code || b.replaced > 0);
    } else {
        is_text(&a);
        LAW(a.replaced == 0 && lossy_code == ERR_OK && b.replaced == 0 && same(&a, &b));
    }
    decoded_clear(&a);
    decoded_clear(&b);
    return 0;
}
