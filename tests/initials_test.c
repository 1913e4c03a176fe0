/* Names are found by the first letters of their pinyin. */
#include "tests/unit.h"

#include "text/initials.h"

#include <string.h>

static void check_letters(uint32_t c, const char *want)
{
    char letters[INITIALS_MAX];
    assert_int_equal(initials_of(c, letters), strlen(want));
    assert_string_equal(letters, want);
}

static void a_character_has_the_letters_of_its_readings(void **state)
{
    (void)state;
    check_letters(U'不', "b");
    check_letters(U'愿', "y");
    check_letters(U'願', "y");
    check_letters(U'重', "zc");
    check_letters(U'调', "dt");
    check_letters(U'安', "a");
    check_letters(U'女', "n");
    check_letters(U'〇', "l");
    check_letters(0x4E00, "y");
    check_letters(U'a', "");
    check_letters(U'，', "");
    check_letters(0x3FFF, "");
    check_letters(0xA000, "");
    check_letters(0x10FFFF, "");
    check_letters(0, "");
}

#define NOWHERE SIZE_MAX

static void check(const char *name, const char *typed, size_t want)
{
    size_t at = NOWHERE;
    bool found = initials_find(name, typed, &at);
    if (found != (want != NOWHERE) || at != want)
        fail_msg("“%s” in “%s”: at %zu, not %zu", typed, name, at, want);
    assert_int_equal(initials_find(name, typed, NULL), want != NOWHERE);
}

static void letters_find_names(void **state)
{
    (void)state;
    check("不愿担当", "bydd", 0);
    check("不愿担当", "by", 0);
    check("不愿担当", "dd", 2);
    check("不愿担当", "BYDD", 0);
    check("不愿担当", "bygd", NOWHERE);
    check("不愿担当", "byddx", NOWHERE);
    check("不願擔當", "bydd", 0);
    check("不愿", "yb", NOWHERE);
    check("重复调查", "zfdc", 0);
    check("重复调查", "cftc", 0);
    check("能力不足", "bz", 2);
}

static void characters_and_letters_mix(void **state)
{
    (void)state;
    check("不愿担当", "不愿", 0);
    check("不愿担当", "不yd", 0);
    check("不愿担当", "y担当", 1);
    check("不愿担当", "担", 2);
    check("不愿担当", "不敢", NOWHERE);
    check("不愿担当", "不願", 0);
    check("KPI考核过多", "kpikh", 0);
    check("ＫＰＩ考核", "kpi", 0);
    check("afraid of blame", "blame", 10);
    check("第2类", "d2l", 0);
}

static void blanks_and_signs_may_be_left_out(void **state)
{
    (void)state;
    check("不愿 担当", "bydd", 0);
    check("不愿、担当", "yd", 1);
    check("不愿担当", "by dd", 0);
    check("不愿（担当）", "不愿担当", 0);
    check("（不愿）", "by", 1);
    check("不愿、担当", "、d", 2);
    check("a-b", "ab", 0);
}

static void what_is_empty_is_nowhere(void **state)
{
    (void)state;
    check("不愿", "", NOWHERE);
    check("不愿", " 　", NOWHERE);
    check("", "b", NOWHERE);
    check("", "", NOWHERE);
    check("。", "b", NOWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_has_the_letters_of_its_readings),
        cmocka_unit_test(letters_find_names),
        cmocka_unit_test(characters_and_letters_mix),
        cmocka_unit_test(blanks_and_signs_may_be_left_out),
        cmocka_unit_test(what_is_empty_is_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
