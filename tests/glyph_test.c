/* Glyphs: what reaches a terminal, for every code point and for random strings. */
#include "tests/unit.h"

#include "base/str.h"
#include "text/glyph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>

static const uint32_t never_masks = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs |
                                    UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
                                    UC_CATEGORY_MASK_Zp;

/* The laws of one glyph made from S. */
static void assert_glyph(const char *s, size_t n, bool wide, const struct glyph *g)
{
    assert_in_range(g->bytes, 1, n);
    assert_null(u8_check((const uint8_t *)s, g->bytes));
    size_t len = strlen(g->text);
    assert_in_range(len, 1, GLYPH_TEXT_SIZE - 1);
    assert_null(u8_check((const uint8_t *)g->text, len));
    int cells = 0, points = 0;
    const uint8_t *p = (const uint8_t *)g->text;
    for (ucs4_t c; (p = u8_next(&c, p)); points++) {
        int w = glyph_width(c, wide);
        assert_false(uc_is_general_category_withtable(c, never_masks));
        assert_false(uc_is_property_default_ignorable_code_point(c));
        assert_true(points == 0 || g->mark ? w > 0 : w == 0);
        assert_true(!g->mark || (c >= 0x20 && c < 0x7F));
        cells += w;
    }
    assert_int_equal(cells, g->cells);
    assert_true(g->mark || (points <= GLYPH_MAX_POINTS && cells <= 2));
}

/* The laws of a whole string: every byte in one glyph, none over a boundary of clusters. */
static void assert_string(const char *s, size_t n, bool wide)
{
    char *breaks = malloc(n + 1);
    assert_non_null(breaks);
    u8_grapheme_breaks((const uint8_t *)s, n, breaks);
    struct glyph g;
    size_t cells = 0;
    for (size_t at = 0; at < n; at += g.bytes) {
        glyph_first(s + at, n - at, wide, &g);
        assert_glyph(s + at, n - at, wide, &g);
        for (size_t i = 1; i < g.bytes; i++)
            assert_int_equal(breaks[at + i], 0);
        cells += (size_t)g.cells;
    }
    assert_int_equal(cells, glyph_cells(s, n, wide));
    free(breaks);
}

static void every_code_point_is_harmless(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char s[8];
        int n = u8_uctomb((uint8_t *)s, c, sizeof s);
        if (n < 0)
            continue; /* a surrogate: not in valid UTF-8 */
        for (int wide = 0; wide < 2; wide++) {
            struct glyph g;
            glyph_first(s, (size_t)n, wide, &g);
            assert_int_equal(g.bytes, n);
            assert_glyph(s, (size_t)n, wide, &g);
        }
    }
}

/* Where clusters are made of, and anything else. */
static uint32_t random_point(unsigned *seed)
{
    static const uint32_t often[] = {'a',     ' ',    '\t',   0x4E00,  0x301,   0x302,   0x20E3, 0x200D,  0x200C,
                                     0xFE0F,  0xFE0E, 0x180B, 0x1F468, 0x1F3FD, 0x1F680, 0x2764, 0x1F1E8, 0xE0101,
                                     0x1100,  0x1161, 0x11A8, 0xAC00,  0x0915,  0x093F,  0x094D, 0x0600,  0x202E,
                                     0xE0067, 0x2026, 0x201C, 0x3002,  '\n',    0x85,    0x25CC, 0x0E33,  0x0D4E};
    *seed = *seed * 1103515245u + 12345u;
    unsigned r = *seed >> 8;
    if (r % 4)
        return often[r / 4 % (sizeof often / sizeof *often)];
    uint32_t c = r / 4 % 0x110000;
    return c >= 0xD800 && c < 0xE000 ? 0xFFFD : c;
}

static void random_strings_keep_the_laws(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        struct str s = {0};
        for (int i = 0; i < 1 + round % 12; i++)
            str_add_utf8(&s, random_point(&seed));
        assert_string(s.p, s.len, false);
        assert_string(s.p, s.len, true);
        str_clear(&s);
    }
}

/* S drawn as glyphs, joined by "|"; a mark stands in braces. */
static char *drawn(const char *s, bool wide)
{
    struct str out = {0};
    struct glyph g;
    for (size_t at = 0, n = strlen(s); at < n; at += g.bytes) {
        glyph_first(s + at, n - at, wide, &g);
        str_addf(&out, g.mark ? "%s{%s}" : "%s%s", at ? "|" : "", g.text);
    }
    return str_take(&out);
}

static void assert_drawn(const char *s, const char *expected)
{
    char *got = drawn(s, false);
    assert_string_equal(got, expected);
    free(got);
}

static void marks_name_what_is_not_sent(void **state)
{
    (void)state;
    assert_drawn("a\x07\x1b[m\x7f\n", "a|{^G}|{^[}|[|m|{^?}|{^J}");
    assert_drawn("\tx", "{    }|x");
    assert_drawn("\xC2\x85", "{<U+0085>}");
    assert_drawn("\xE2\x80\xAE"
                 "cod",
                 "{<U+202E>}|c|o|d"); /* right-to-left override */
    assert_drawn("a\xE2\x80\x8B"
                 "b",
                 "a|{<U+200B>}|b"); /* zero-width space */
    assert_drawn("a\xE2\x80\x8D"
                 "b",
                 "a|{<U+200D>}|b");                                    /* ZWJ outside an emoji sequence */
    assert_drawn("\xEF\xBB\xBF\xC2\xAD", "{<U+FEFF>}|{<U+00AD>}");     /* byte order mark, soft hyphen */
    assert_drawn("\xF3\xA0\x81\xA7", "{<U+E0067>}");                   /* tag */
    assert_drawn("\xEE\x80\x80", "{<U+E000>}");                        /* private use */
    assert_drawn("\xEF\xBF\xBF", "{<U+FFFF>}");                        /* noncharacter */
    assert_drawn("\xE2\x80\xA8\xE3\x85\xA4", "{<U+2028>}|{<U+3164>}"); /* line separator, Hangul filler */
    assert_drawn("\xEF\xBF\xBD", "\xEF\xBF\xBD");                      /* the replacement character is a character */
}

static void letters_are_drawn_as_they_are(void **state)
{
    (void)state;
    assert_drawn("朱批，“好”", "朱|批|，|“|好|”");
    assert_drawn("שלום", "ש|ל|ו|ם");
    assert_drawn("e\u0301", "e\u0301");
    assert_drawn("\u0301e", "\u25CC\u0301|e");
    assert_drawn("a\u0301\u0302\u0303\u0304\u0305", "a\u0301\u0302\u0303\u0304|\u25CC\u0305");
    assert_drawn("\u1112\u1161\u11AB", "\u1112\u1161\u11AB"); /* conjoining jamo share a cell */
    assert_drawn("a\u1161", "a|\u25CC\u1161");
}

static void emoji_sequences_are_drawn_in_parts(void **state)
{
    (void)state;
    assert_drawn("👩\u200D🚀", "👩|🚀");
    assert_drawn("👩🏽\u200D🚀", "👩|🏽|🚀");
    assert_drawn("❤\uFE0F\u200D🔥", "❤|🔥");
    assert_drawn("1\uFE0F\u20E3", "1\u20E3");
    assert_drawn("👩\u200Dx", "👩|{<U+200D>}|x");
    assert_drawn("永\U000E0100", "永"); /* an ideographic variation sequence */
    assert_drawn("永\uFE0F\uFE0F", "永|{<U+FE0F>}");
    assert_drawn("\uFE0F", "{<U+FE0F>}");
}

static void ambiguous_width_follows_the_terminal(void **state)
{
    (void)state;
    static const uint32_t ambiguous[] = {0x201C, 0x201D, 0x2018, 0x2019, 0x2014, 0x2026, 0xD7, 0x2460, 0x25CF, 0x2502};
    for (size_t i = 0; i < sizeof ambiguous / sizeof *ambiguous; i++) {
        assert_int_equal(glyph_width(ambiguous[i], false), 1);
        assert_int_equal(glyph_width(ambiguous[i], true), 2);
    }
    assert_int_equal(glyph_width('a', true), 1);
    assert_int_equal(glyph_width(0x6731, false), 2);
    assert_int_equal(glyph_width(0x6731, true), 2);
    assert_int_equal(glyph_width(0x301, true), 0);
    assert_int_equal(glyph_width('\n', true), -1);
    assert_int_equal(glyph_cells("朱“a”\a", strlen("朱“a”\a"), false), 7);
    assert_int_equal(glyph_cells("朱“a”\a", strlen("朱“a”\a"), true), 9);
}

static void safe_text_takes_any_bytes(void **state)
{
    (void)state;
    struct str s = {0};
    static const char hostile[] = "名\xE6\x9C|\x1b]0;x\x07\xFF\0z";
    glyph_add_safe(&s, hostile, sizeof hostile - 1);
    assert_string_equal(s.p, "名<E6><9C>|^[]0;x^G<FF>^@z");
    str_truncate(&s, 0);
    glyph_add_safe(&s, "\xE5\x1B[2J\xE5\x90\x1B[m\xF5\x90\x90", 13);
    assert_string_equal(s.p, "<E5>^[[2J<E5><90>^[[m<F5><90><90>");
    assert_int_equal(glyph_common("\xE5\x1B[2J", 5), 0);
    assert_int_equal(glyph_common("\xF5\x90\x90", 3), 0);
    assert_int_equal(glyph_common("中文", 6), 3);
    str_clear(&s);

    unsigned seed = 7;
    for (int round = 0; round < 5000; round++) {
        char raw[24];
        for (size_t i = 0; i < sizeof raw; i++)
            raw[i] = (char)((seed = seed * 1103515245u + 12345u) >> 16);
        glyph_add_safe(&s, raw, sizeof raw);
        assert_null(u8_check((const uint8_t *)s.p, s.len));
        const uint8_t *p = (const uint8_t *)s.p;
        for (ucs4_t c; (p = u8_next(&c, p));)
            assert_false(uc_is_general_category_withtable(c, never_masks));
        str_clear(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_harmless),       cmocka_unit_test(random_strings_keep_the_laws),
        cmocka_unit_test(marks_name_what_is_not_sent),        cmocka_unit_test(letters_are_drawn_as_they_are),
        cmocka_unit_test(emoji_sequences_are_drawn_in_parts), cmocka_unit_test(ambiguous_width_follows_the_terminal),
        cmocka_unit_test(safe_text_takes_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
