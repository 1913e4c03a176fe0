/* Any file that is handed to the import, without a converter: it is taken for something, and is refused in one line or
 * becomes a text whose headings and noise lie in it.
 * Input: a byte with flags, the file. */
#include "exchange/convert.h"

#include "exchange/kind.h"
#include "tests/fuzz/fuzz.h"

static void law_document(const struct converted *c)
{
    size_t n, length = text_length(c->text), at = 0;
    const char *s = text_slice(c->text, 0, length, &n);
    LAW(fuzz_is_utf8(s, n) && c->encoding && fuzz_is_line(c->encoding));
    for (size_t i = 0; i < c->noise.count; i++) {
        const struct noise *noise = &c->noise.all[i];
        LAW(noise->span.start >= at && noise->span.start < noise->span.end && noise->span.end <= length);
        LAW(noise->kind < NOISE_KINDS);
        at = noise->span.end;
    }
    at = 0;
    for (size_t i = 0; i < c->heading_count; i++) {
        const struct outline_given *h = &c->headings[i];
        LAW(h->span.start >= at && h->span.start < h->span.end && h->span.end <= length);
        LAW(h->level >= 1 && h->level <= 9);
        at = h->span.end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct convert_opts opts = {
        .lossy = data[0] & 1, .keep_noise = data[0] & 2, .encoding = data[0] & 4 ? "UTF-8" : NULL};
    struct converted c;
    struct err e = {0};
    opts.limits = (struct limits){.file = 1 << 24, .text = 1 << 20, .memory = 1 << 30, .seconds = 10};
    const char *type = kind_of(data + 1, size - 1);
    LAW(type && fuzz_is_line(type) && fuzz_is_line(kind_label(type)));
    enum err_code code = convert_text(type, data + 1, size - 1, &opts, &c, &e);
    if (code) {
        fuzz_law_error(code, &e);
        LAW(!c.text);
        return 0;
    }
    convert_noise(&c, &opts);
    law_document(&c);
    converted_clear(&c);
    return 0;
}
