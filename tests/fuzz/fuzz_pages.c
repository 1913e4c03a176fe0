/* pages_read(): of whatever UTF-8 a program prints, every character but white space, controls and soft hyphens is in
 * the text, in its order. */
#include "exchange/kind.h"

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"
#include "text/cut.h"
#include "text/decode.h"

static bool counts(uint32_t c)
{
    return !cut_is_space(c) && c >= 0x20 && (c < 0x7F || c >= 0xA0) && c != 0xAD;
}

/* How many characters count, and their sum. */
static size_t sum(const struct text *t, uint64_t *of)
{
    size_t n = 0;
    *of = 0;
    for (size_t i = 0; i < text_length(t); i++)
        if (counts(text_char(t, i))) {
            *of += text_char(t, i);
            n++;
        }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct decoded d;
    if (decode(data, size, &(struct decode_opts){.encoding = "UTF-8"}, &d, NULL) != ERR_OK)
        return 0;
    struct extract x;
    struct err e = {0};
    extract_begin(&x, 4 * size + 64);
    LAW(pages_read(d.utf8, d.bytes, &x, &e) == ERR_OK);
    enum err_code code = extract_finish(&x, "PDF", &e);
    if (code)
        fuzz_law_error(code, &e);
    LAW(fuzz_is_utf8(str_z(&x.text), x.text.len) && !memchr(str_z(&x.text), '\f', x.text.len));
    struct text *before = text_new(d.utf8, d.bytes), *after = text_new(mem_dup(str_z(&x.text)), x.text.len);
    uint64_t sum_before, sum_after;
    LAW(sum(before, &sum_before) == sum(after, &sum_after) && sum_before == sum_after);
    for (size_t i = 0; i < x.noise.count; i++)
        LAW(x.noise.all[i].span.start < x.noise.all[i].span.end && x.noise.all[i].span.end <= text_length(after));
    text_free(before);
    text_free(after);
    extract_clear(&x);
    return 0;
}
