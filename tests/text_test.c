#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/text.h"
#include "text/window.h"

#include <string.h>

static struct text *make(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

/* N times S. */
static struct text *repeat(const char *s, size_t n)
{
    struct str out = {0};
    while (n--)
        str_add(&out, s);
    size_t bytes = out.len;
    return text_new(str_take(&out), bytes);
}

static void an_empty_document_has_one_paragraph(void **state)
{
    (void)state;
    struct text *t = make("");
    assert_int_equal(text_length(t), 0);
    assert_int_equal(text_paragraphs(t), 1);
    struct span p = text_paragraph(t, 0);
    assert_int_equal(p.start, 0);
    assert_int_equal(p.end, 0);
    assert_int_equal(text_char(t, 0), 0);
    assert_int_equal(text_grapheme_next(t, 0), 0);
    assert_int_equal(text_grapheme_prev(t, 9), 0);
    size_t n = 9;
    assert_non_null(text_slice(t, 0, 5, &n));
    assert_int_equal(n, 0);
    text_free(t);
    text_free(NULL);
}

static void positions_convert_both_ways(void **state)
{
    (void)state;
    struct text *t = repeat("aé批😀\n", 1000);
    assert_int_equal(text_length(t), 5000);
    assert_int_equal(text_bytes(t), 11000);
    static const size_t offset[] = {0, 1, 3, 6, 10};
    static const uint32_t c[] = {'a', 0xE9, 0x6279, 0x1F600, '\n'};
    struct window w;
    window_init(&w, t);
    for (size_t cp = 0; cp < 5000; cp++) {
        size_t byte = cp / 5 * 11 + offset[cp % 5];
        assert_int_equal(text_byte_at(t, cp), byte);
        assert_int_equal(text_cp_at(t, byte), cp);
        assert_int_equal(text_char(t, cp), c[cp % 5]);
        assert_int_equal(window_char(&w, 4999 - cp), c[4 - cp % 5]);
        assert_int_equal(text_paragraph_at(t, cp), cp / 5);
    }
    assert_int_equal(text_cp_at(t, 8), 3);
    assert_int_equal(text_byte_at(t, 99999), 11000);
    assert_int_equal(text_cp_at(t, 99999), 5000);
    assert_int_equal(window_char(&w, 5000), 0);
    text_free(t);
}

static void slices_are_bytes_of_code_points(void **state)
{
    (void)state;
    struct text *t = make("朱批 zhupi");
    size_t n;
    const char *s = text_slice(t, 1, 4, &n);
    assert_int_equal(n, 5);
    assert_memory_equal(s, "批 z", 5);
    text_slice(t, 7, 3, &n);
    assert_int_equal(n, 0);
    s = text_slice(t, 7, 1000, &n);
    assert_int_equal(n, 1);
    assert_memory_equal(s, "i", 1);
    text_free(t);
}

static void paragraphs_lie_between_line_feeds(void **state)
{
    (void)state;
    struct text *t = make("一段\n\n三段\n");
    assert_int_equal(text_paragraphs(t), 4);
    static const struct span want[] = {{0, 2}, {3, 3}, {4, 6}, {7, 7}};
    for (size_t i = 0; i < 4; i++) {
        struct span p = text_paragraph(t, i);
        assert_int_equal(p.start, want[i].start);
        assert_int_equal(p.end, want[i].end);
        assert_int_equal(text_paragraph_at(t, p.end), i);
    }
    assert_int_equal(text_paragraph(t, 99).start, 7);
    assert_int_equal(text_paragraph_at(t, 99), 3);
    assert_int_equal(text_line_end(t, 7), 7);
    assert_int_equal(text_line_end(t, 99), 7);
    text_free(t);
}

static void every_paragraph_is_found_again(void **state)
{
    (void)state;
    struct str s = {0};
    for (int i = 0; i < 700; i++) {
        for (int k = 0; k < i % 131; k++)
            str_add(&s, k % 3 ? "字" : "x");
        str_addc(&s, '\n');
    }
    size_t bytes = s.len;
    struct text *t = text_new(str_take(&s), bytes);
    assert_int_equal(text_paragraphs(t), 701);
    size_t at = 0;
    for (size_t i = 0; i < 700; i++) {
        struct span p = text_paragraph(t, i);
        assert_int_equal(p.start, at);
        assert_int_equal(p.end, at + i % 131);
        assert_int_equal(text_paragraph_at(t, p.start), i);
        assert_int_equal(text_paragraph_at(t, p.end), i);
        assert_int_equal(text_line_end(t, p.start), p.end);
        assert_int_equal(text_line_end(t, p.end), p.end);
        assert_int_equal(text_line_end(t, p.start + (p.end - p.start) / 2), p.end);
        at = p.end + 1;
    }
    text_free(t);
}

static void only_line_feeds_are_paragraphs_too(void **state)
{
    (void)state;
    struct text *t = repeat("\n", 1000);
    assert_int_equal(text_paragraphs(t), 1001);
    for (size_t i = 0; i <= 1000; i++) {
        assert_int_equal(text_paragraph(t, i).start, i);
        assert_int_equal(text_paragraph(t, i).end, i);
        assert_int_equal(text_paragraph_at(t, i), i);
    }
    text_free(t);
}

static void clusters_hold_together(void **state)
{
    (void)state;
    /* e + accent, family with ZWJ, two flags, Hangul of three jamo, LF, Han. */
    struct text *t = make("e\u0301👨‍👩‍👧🇨🇳🇩🇪\u1112\u1161\u11AB\n批");
    static const size_t want[] = {0, 2, 7, 9, 11, 14, 15, 16};
    size_t cp = 0;
    for (size_t i = 1; i < 8; i++) {
        cp = text_grapheme_next(t, cp);
        assert_int_equal(cp, want[i]);
    }
    for (size_t i = 7; i > 0; i--) {
        cp = text_grapheme_prev(t, cp);
        assert_int_equal(cp, want[i - 1]);
    }
    assert_int_equal(text_grapheme_floor(t, 6), 2);
    assert_int_equal(text_grapheme_floor(t, 10), 9);
    text_free(t);
}

static void snapping_grows_to_whole_clusters(void **state)
{
    (void)state;
    struct text *t = make("ae\u0301b🇨🇳");
    struct span s = text_snap(t, (struct span){2, 5});
    assert_int_equal(s.start, 1);
    assert_int_equal(s.end, 6);
    s = text_snap(t, (struct span){2, 2});
    assert_int_equal(s.start, 1);
    assert_int_equal(s.end, 1);
    s = text_snap(t, (struct span){3, 900});
    assert_int_equal(s.start, 3);
    assert_int_equal(s.end, 6);
    text_free(t);
}

/* NEXT, PREV and FLOOR agree about the boundaries of T, all of which are visited from both sides. */
static void agree(const struct text *t)
{
    size_t length = text_length(t);
    for (size_t a = 0; a < length;) {
        size_t b = text_grapheme_next(t, a);
        assert_true(b > a);
        assert_true(b - a <= 2048);
        assert_int_equal(text_grapheme_prev(t, b), a);
        size_t mid = a + (b - a) / 2;
        assert_int_equal(text_grapheme_floor(t, mid), a);
        assert_int_equal(text_grapheme_next(t, mid), b);
        assert_int_equal(text_grapheme_floor(t, b - 1), a);
        a = b;
    }
}

static void endless_clusters_are_cut_the_same_from_all_sides(void **state)
{
    (void)state;
    static const char *const hostile[] = {"\u0301", "🇨", "👨\u200D", "\u0600", "\u1100", "\u200D", "🇨\u0301"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct text *t = repeat(hostile[i], 6000);
        agree(t);
        text_free(t);
    }
    struct str s = {0};
    str_add(&s, "批x");
    for (int i = 0; i < 3333; i++)
        str_add(&s, "🇨");
    str_add(&s, "\n批");
    for (int i = 0; i < 1500; i++)
        str_add(&s, "\u0301");
    str_add(&s, "批");
    size_t bytes = s.len;
    struct text *t = text_new(str_take(&s), bytes);
    agree(t);
    text_free(t);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static char *random_bytes(uint32_t *seed, size_t *n)
{
    static const char *const pieces[] = {"x",
                                         "批",
                                         "é",
                                         "😀",
                                         "\n",
                                         "\n\n",
                                         "一二三四五六七八九十",
                                         "，",
                                         "🇨",
                                         "👨\u200D",
                                         "e\u0301",
                                         "\t",
                                         "abcdefghijklmnopqrstuvwxyz0123456789"};
    struct str s = {0};
    for (uint32_t k = next_random(seed) % 400; k > 0; k--)
        str_add(&s, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
    *n = s.len;
    return str_take(&s);
}

/* What is indexed of B is what is indexed of A. */
static void is_same(const struct text *a, const struct text *b)
{
    assert_int_equal(text_length(a), text_length(b));
    assert_int_equal(text_bytes(a), text_bytes(b));
    assert_int_equal(text_paragraphs(a), text_paragraphs(b));
    for (size_t cp = 0; cp <= text_length(a); cp++) {
        assert_int_equal(text_byte_at(a, cp), text_byte_at(b, cp));
        assert_int_equal(text_cp_at(b, text_byte_at(a, cp)), cp);
        assert_int_equal(text_paragraph_at(a, cp), text_paragraph_at(b, cp));
        assert_int_equal(text_grapheme_next(a, cp), text_grapheme_next(b, cp));
    }
    for (size_t i = 0; i < text_paragraphs(a); i++)
        assert_int_equal(text_paragraph(a, i).start, text_paragraph(b, i).start);
}

/* The first N bytes of BYTES, without what is no whole code point. */
static struct text *start_of(const char *bytes, size_t n)
{
    size_t points = 0, end = 0;
    struct text *all = text_new(mem_ndup(bytes, strlen(bytes)), strlen(bytes));
    while (points < text_length(all) && text_byte_at(all, points + 1) <= n)
        end = text_byte_at(all, ++points);
    text_free(all);
    return text_new(mem_ndup(bytes, end), end);
}

static void a_text_that_grew_is_the_one_that_was_there_at_once(void **state)
{
    (void)state;
    uint32_t seed = 5;
    for (int i = 0; i < 60; i++) {
        size_t n, at = 0;
        char *bytes = random_bytes(&seed, &n), *room = mem_alloc(n + 1, 1);
        struct text *t = text_begin(room);
        while (at < n) {
            size_t more = 1 + next_random(&seed) % (i % 3 ? 700 : 5);
            more = more < n - at ? more : n - at;
            memcpy(room + at, bytes + at, more);
            at += more;
            text_grow(t, at);
            if (i % 10 == 0 || at == n) {
                struct text *whole = start_of(bytes, at);
                is_same(whole, t);
                text_free(whole);
            }
        }
        text_free(t);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_document_has_one_paragraph),
        cmocka_unit_test(positions_convert_both_ways),
        cmocka_unit_test(slices_are_bytes_of_code_points),
        cmocka_unit_test(paragraphs_lie_between_line_feeds),
        cmocka_unit_test(every_paragraph_is_found_again),
        cmocka_unit_test(only_line_feeds_are_paragraphs_too),
        cmocka_unit_test(clusters_hold_together),
        cmocka_unit_test(snapping_grows_to_whole_clusters),
        cmocka_unit_test(endless_clusters_are_cut_the_same_from_all_sides),
        cmocka_unit_test(a_text_that_grew_is_the_one_that_was_there_at_once),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
