/* Numbers as word processors write them. */
#include "exchange/ordinal.h"

#include "tests/unit.h"

static void is(enum ordinal how, unsigned n, const char *expected)
{
    struct str s = {0};
    ordinal_add(&s, how, n);
    assert_string_equal(str_z(&s), expected);
    str_clear(&s);
}

static void chinese(void **state)
{
    (void)state;
    is(ORDINAL_CHINESE, 1, "一");
    is(ORDINAL_CHINESE, 10, "十");
    is(ORDINAL_CHINESE, 12, "十二");
    is(ORDINAL_CHINESE, 20, "二十");
    is(ORDINAL_CHINESE, 100, "一百");
    is(ORDINAL_CHINESE, 105, "一百零五");
    is(ORDINAL_CHINESE, 110, "一百一十");
    is(ORDINAL_CHINESE, 2004, "二千零四");
    is(ORDINAL_CHINESE, 9999, "九千九百九十九");
    is(ORDINAL_CHINESE, 10000, "10000");
    is(ORDINAL_CHINESE, 0, "0");
    is(ORDINAL_CHINESE_LEGAL, 10, "壹拾");
    is(ORDINAL_CHINESE_LEGAL, 305, "叁佰零伍");
    is(ORDINAL_CHINESE_DIGIT, 20, "二〇");
    is(ORDINAL_STEM, 10, "癸");
    is(ORDINAL_STEM, 11, "11");
    is(ORDINAL_BRANCH, 1, "子");
}

static void others(void **state)
{
    (void)state;
    is(ORDINAL_DECIMAL, 0, "0");
    is(ORDINAL_ZERO, 7, "07");
    is(ORDINAL_FULL, 12, "１２");
    is(ORDINAL_CIRCLE, 1, "①");
    is(ORDINAL_CIRCLE, 21, "㉑");
    is(ORDINAL_CIRCLE, 36, "㊱");
    is(ORDINAL_CIRCLE, 50, "㊿");
    is(ORDINAL_CIRCLE, 51, "51");
    is(ORDINAL_PAREN, 20, "⒇");
    is(ORDINAL_STOP, 1, "⒈");
    is(ORDINAL_UPPER_ROMAN, 1994, "MCMXCIV");
    is(ORDINAL_LOWER_ROMAN, 4, "iv");
    is(ORDINAL_UPPER_LETTER, 26, "Z");
    is(ORDINAL_LOWER_LETTER, 28, "bb");
    is(ORDINAL_LOWER_LETTER, 4000000000U, "4000000000");
    is(ORDINAL_BULLET, 3, "•");
    is(ORDINAL_NONE, 3, "");
}

static void ends_of_labels(void **state)
{
    (void)state;
    static const char *const labels[][2] = {
        {"1.", "1. "}, {"一、", "一、"}, {"（一）", "（一）"}, {"第一章", "第一章 "}, {"", ""}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct str s = {0};
        str_add(&s, labels[i][0]);
        ordinal_end_label(&s);
        assert_string_equal(str_z(&s), labels[i][1]);
        str_clear(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese),
        cmocka_unit_test(others),
        cmocka_unit_test(ends_of_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
