/* html_read(): whatever the page, the text is one, headings and noise lie in it, and memory is bounded. */
#include "exchange/kind.h"

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"
#include "text/text.h"

static void law_text(const struct extract *x)
{
    const char *s = str_z(&x->text);
    LAW(fuzz_is_utf8(s, x->text.len) && !strchr(s, '\r') && !strchr(s, '\f') && !strstr(s, "\n\n"));
    LAW(x->text.len == 0 || (s[0] != '\n' && s[x->text.len - 1] != '\n'));
    struct text *t = text_new(mem_dup(s), x->text.len);
    size_t at = 0;
    for (size_t i = 0; i < x->noise.count; i++) {
        LAW(x->noise.all[i].span.start >= at && x->noise.all[i].span.start < x->noise.all[i].span.end);
        at = x->noise.all[i].span.end;
    }
    LAW(at <= text_length(t));
    for (size_t i = 0; i < x->heading_count; i++) {
        struct span h = x->headings[i].span;
        LAW(h.start < h.end && h.end <= text_length(t) && x->headings[i].level >= 1 && x->headings[i].level <= 9);
        LAW(text_paragraph_at(t, h.start) == text_paragraph_at(t, h.end - 1));
    }
    text_free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct limits limits = {.file = 1 << 24, .text = 1 << 20, .memory = 1 << 30, .seconds = 10};
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    enum err_code code = html_read(data, size, &limits, &x, &e);
    if (!code) {
        code = extract_finish(&x, "web page", &e);
        if (x.text.len > 0)
            law_text(&x);
    }
    if (code)
        fuzz_law_error(code, &e);
    extract_clear(&x);
    return 0;
}
