#include "tests/outline_check.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct text *outline_text(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

char *outline_headings(const char *s, const struct outline_given *given, size_t n_given)
{
    struct text *t = outline_text(s);
    struct outline o;
    struct flow *f = flow_new(t, NULL, 0);
    outline_find(f, given, n_given, &o);
    struct str out = {0};
    str_add(&out, "");
    for (size_t i = 0; i < o.count; i++) {
        size_t n;
        struct span h = o.headings[i].span;
        const char *p = text_slice(t, h.start, h.end, &n);
        str_addf(&out, "%d%s %.*s\n", o.headings[i].level, o.headings[i].item ? "-" : "", (int)n, p);
        assert_int_equal(text_grapheme_floor(t, h.start), h.start);
    }
    outline_clear(&o);
    flow_free(f);
    text_free(t);
    return str_take(&out);
}

void outline_check(const struct outline_sample *samples, size_t n)
{
    bool same = true;
    for (size_t i = 0; i < n; i++) {
        char *got = outline_headings(samples[i].text, NULL, 0);
        if (strcmp(got, samples[i].want) != 0) {
            print_error("%s:\nwant\n%sgot\n%s", samples[i].label, samples[i].want, got);
            same = false;
        }
        free(got);
    }
    assert_true(same);
}
