#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/find.h"

#include <stdio.h>
#include <string.h>
#include <unictype.h>

static struct text *make(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

static struct find *pattern(const char *s)
{
    struct find *f = find_new(s, strlen(s));
    assert_non_null(f);
    return f;
}

/* The starts of all matches of P in S, as "1 5". */
static void check(const char *p, const char *s, const char *want)
{
    struct text *t = make(s);
    struct find *f = pattern(p);
    struct str forwards = {0}, backwards = {0};
    struct span m;
    for (size_t at = 0; find_next(f, t, at, SIZE_MAX, &m); at = m.start + 1)
        str_addf(&forwards, "%s%zu", forwards.len ? " " : "", m.start);
    for (size_t at = SIZE_MAX; find_prev(f, t, at, &m); at = m.start) {
        char number[32];
        snprintf(number, sizeof number, "%zu%s", m.start, backwards.len ? " " : "");
        str_insert(&backwards, 0, number, strlen(number));
    }
    assert_string_equal(str_z(&forwards), want);
    assert_string_equal(str_z(&backwards), want);
    str_clear(&forwards);
    str_clear(&backwards);
    find_free(f);
    text_free(t);
}

static void plain_text_is_found(void **state)
{
    (void)state;
    check("水泵", "水泵停了，水泵坏了。", "0 5");
    check("泵", "水泵停了，水泵坏了。", "1 6");
    check("没有", "水泵停了", "");
    check("水泵停了", "水泵", "");
    check("aa", "aaaa", "0 1 2");
    check("x", "", "");
    check("，", "一，二", "1");
    check("😀", "a😀b😀", "1 3");
    assert_null(find_new("", 0));
    assert_null(find_new(NULL, 0));
    find_free(NULL);
}

static void other_forms_are_found_too(void **state)
{
    (void)state;
    check("问题", "問題和问题，间题", "0 3");
    check("問題", "问题和問題", "0 3");
    check("发", "發現，頭髮，发现", "0 4 6");
    check("abc", "ABC ａｂｃ Ａbc aBd", "0 4 8");
    check("(1)", "（１）和(1)", "0 4");
    check("ｶﾅ", "カナとｶﾅ", "0 3");
    check("strasse", "straße", "");
    check("σας", "ΣΑΣ σας", "0 4");
    check("é", "É é", "0 2");
    check("为官不为", "「為官不為」 为官不为", "1 7");
    check("a b", "a\u00A0b a\u3000b", "0 4");
}

static void an_upper_case_letter_asks_for_case(void **state)
{
    (void)state;
    check("Then", "then Then THEN", "5");
    check("then", "then Then THEN", "0 5 10");
    check("Ａ", "a A Ａ", "2 4");
    check("É", "é É", "2");
}

static void a_limit_bounds_where_matches_start(void **state)
{
    (void)state;
    struct text *t = make("停泵停泵停泵");
    struct find *f = pattern("泵停");
    struct span m = {0};
    assert_true(find_next(f, t, 0, 2, &m));
    assert_int_equal(m.start, 1);
    assert_int_equal(m.end, 3);
    assert_false(find_next(f, t, 2, 3, &m));
    assert_true(find_next(f, t, 2, 4, &m));
    assert_int_equal(m.start, 3);
    assert_false(find_next(f, t, 4, SIZE_MAX, &m));
    assert_false(find_next(f, t, 4, 2, &m));
    assert_false(find_next(f, t, 900, 901, &m));
    assert_true(find_prev(f, t, 3, &m));
    assert_int_equal(m.start, 1);
    assert_false(find_prev(f, t, 1, &m));
    assert_false(find_prev(f, t, 0, &m));
    find_free(f);
    text_free(t);
}

/* Against the plain definition: fold every code point and compare at every place. */
static void random_texts_give_what_the_definition_gives(void **state)
{
    (void)state;
    static const char *const letters[] = {"a",  "A",  "ａ", "Ａ", "k", "K", "ß", "发", "發", "髮", "问",
                                          "泵", "水", "，", ",",  "😀", "ı", "İ", "σ",  "ς",  "Σ",  "𝐀"};
    uint32_t seed = 11;
    for (int round = 0; round < 400; round++) {
        struct str s = {0}, p = {0};
        for (int i = 0; i < 150; i++) {
            seed = seed * 1664525 + 1013904223;
            str_add(&s, letters[(seed >> 9) % (sizeof letters / sizeof *letters)]);
        }
        for (int i = 0; i <= round % 3; i++) {
            seed = seed * 1664525 + 1013904223;
            str_add(&p, letters[(seed >> 9) % (sizeof letters / sizeof *letters)]);
        }
        struct text *t = make(str_z(&s)), *wanted = make(str_z(&p));
        struct find *f = pattern(str_z(&p));
        bool upper = false;
        for (size_t i = 0; i < text_length(wanted); i++)
            upper = upper || uc_is_upper(text_char(wanted, i));
        for (size_t from = 0; !upper && from < text_length(t); from++) {
            bool here = from + text_length(wanted) <= text_length(t);
            for (size_t i = 0; here && i < text_length(wanted); i++)
                here = find_fold(text_char(t, from + i)) == find_fold(text_char(wanted, i));
            struct span m;
            assert_int_equal(find_next(f, t, from, from + 1, &m), here);
        }
        find_free(f);
        text_free(t);
        text_free(wanted);
        str_clear(&s);
        str_clear(&p);
    }
}

static void folding_is_stable(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++)
        assert_int_equal(find_fold(find_fold(c)), find_fold(c));
    assert_int_equal(find_fold(0x767C), 0x53D1); /* 發 */
    assert_int_equal(find_fold(0x3000), ' ');
    assert_int_equal(find_fold('Z'), 'z');
    assert_int_equal(find_fold(0x53D1), 0x53D1);
}

static void far_matches_are_found_backwards(void **state)
{
    (void)state;
    struct str s = {0};
    str_add(&s, "水泵");
    for (int i = 0; i < 300000; i++)
        str_add(&s, "字");
    struct text *t = make(str_z(&s));
    struct find *f = pattern("水泵");
    struct span m;
    assert_true(find_prev(f, t, SIZE_MAX, &m));
    assert_int_equal(m.start, 0);
    assert_false(find_next(f, t, 1, SIZE_MAX, &m));
    find_free(f);
    text_free(t);
    str_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_found),
        cmocka_unit_test(other_forms_are_found_too),
        cmocka_unit_test(an_upper_case_letter_asks_for_case),
        cmocka_unit_test(a_limit_bounds_where_matches_start),
        cmocka_unit_test(random_texts_give_what_the_definition_gives),
        cmocka_unit_test(folding_is_stable),
        cmocka_unit_test(far_matches_are_found_backwards),
    };
    return cmocka_run_group_tests_name("find", tests, NULL, NULL);
}
