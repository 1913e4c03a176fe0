#include "tests/outline_check.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct text *outline_text(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

/* An outline that is found step by step is O. */
static void steps_find_the_same(const struct outline *o, const struct flow *f, const struct outline_given *given,
                                size_t n_given)
{
    for (size_t points = 1; points < 200; points += 66) {
        struct outline found;
        struct outline_search *search = outline_begin(f, given, n_given);
        while (outline_go_on(search, points))
            ;
        outline_end(search, &found);
        assert_int_equal(found.count, o->count);
        for (size_t i = 0; i < o->count; i++) {
            const struct heading *a = &o->headings[i], *b = &found.headings[i];
            assert_true(a->span.start == b->span.start && a->span.end == b->span.end && a->end == b->end);
            assert_true(a->level == b->level && a->parent == b->parent && a->item == b->item);
        }
        outline_clear(&found);
    }
}

char *outline_headings(const char *s, const struct outline_given *given, size_t n_given)
{
    struct text *t = outline_text(s);
    struct outline o;
    struct flow *f = flow_new(t, NULL, 0);
    outline_find(f, given, n_given, &o);
    steps_find_the_same(&o, f, given, n_given);
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
