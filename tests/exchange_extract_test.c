/* The builder that every importer writes into. */
#include "exchange/extract.h"

#include "tests/unit.h"

#include <string.h>

static void words(struct extract *x, const char *z)
{
    extract_words(x, z, strlen(z));
}

static void paragraph(struct extract *x, const char *z)
{
    words(x, z);
    extract_paragraph(x);
}

static void is(struct extract *x, const char *expected)
{
    struct err e;
    assert_int_equal(extract_finish(x, "page", &e), ERR_OK);
    assert_string_equal(str_z(&x->text), expected);
}

static void is_span(struct span s, size_t start, size_t end)
{
    assert_int_equal(s.start, start);
    assert_int_equal(s.end, end);
}

static void white_space_is_folded(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    words(&x, " \n\t调查 \n");
    words(&x, "  研究");
    paragraph(&x, "是基础\t");
    paragraph(&x, " \n ");
    paragraph(&x, "\xC2\xA0\xE3\x80\x80");
    paragraph(&x, "\xE3\x80\x80要 坚持\xE3\x80\x80下\xC2\xA0去\xE3\x80\x80 ");
    extract_paragraph(&x);
    is(&x, "调查 研究是基础\n要 坚持\xE3\x80\x80下\xC2\xA0去");
    assert_int_equal(x.length, 8 + 1 + 8);
    extract_clear(&x);
}

static void what_is_no_text_goes(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    extract_words(&x, "a\0b\x01\x7F\xC2\x80 \xFF\xE6\x9C", 11);
    is(&x, "ab \xEF\xBF\xBD\xEF\xBF\xBD");
    assert_int_equal(x.length, 5);
    extract_clear(&x);
}

static void lines_stay_as_they_stand(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    paragraph(&x, "前");
    const char *lines = "  一  二\r\n\n   \n\t三 ";
    extract_lines(&x, lines, strlen(lines));
    extract_lines(&x, " 四\n", 5);
    paragraph(&x, " 后 ");
    is(&x, "前\n  一  二\n\t三  四\n后");
    extract_clear(&x);
}

static void cells_have_tabs_between_them(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    extract_cell(&x);
    words(&x, "姓名 ");
    extract_cell(&x);
    extract_cell(&x);
    words(&x, " 职务");
    extract_cell(&x);
    extract_paragraph(&x);
    paragraph(&x, "完");
    is(&x, "姓名\t\t职务\n完");
    extract_clear(&x);
}

static void headings_are_their_words(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    extract_heading(&x, 3);
    paragraph(&x, " ");
    paragraph(&x, "引言");
    extract_heading(&x, 0);
    paragraph(&x, " 一、 总则 ");
    extract_heading(&x, 12);
    words(&x, "二");
    extract_heading(&x, 2);
    words(&x, "、");
    is(&x, "引言\n一、 总则\n二、");
    assert_int_equal(x.heading_count, 2);
    is_span(x.headings[0].span, 3, 8);
    assert_int_equal(x.headings[0].level, 1);
    is_span(x.headings[1].span, 9, 11);
    assert_int_equal(x.headings[1].level, 9);
    extract_clear(&x);
}

static void noise_is_what_was_added_between(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    words(&x, "成果");
    extract_noise_begin(&x, NOISE_REFERENCE);
    extract_noise_begin(&x, NOISE_SITE);
    words(&x, "[1]");
    extract_noise_end(&x);
    extract_noise_end(&x);
    extract_noise_end(&x);
    words(&x, "显著 ");
    extract_noise_begin(&x, NOISE_READING);
    words(&x, " (xian) ");
    extract_noise_end(&x);
    words(&x, "了");
    is(&x, "成果[1]显著 (xian) 了");
    assert_int_equal(x.noise.count, 2);
    is_span(x.noise.all[0].span, 2, 5);
    assert_int_equal(x.noise.all[0].kind, NOISE_REFERENCE);
    is_span(x.noise.all[1].span, 8, 15); /* with one of the two blanks */
    assert_int_equal(x.noise.all[1].kind, NOISE_READING);
    extract_clear(&x);
}

/* So that no empty paragraph is left where it is folded away. */
static void noise_takes_its_line_with_it(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    extract_noise_begin(&x, NOISE_SITE);
    paragraph(&x, "首页");
    paragraph(&x, "新闻");
    extract_noise_end(&x);
    paragraph(&x, "正文");
    extract_noise_begin(&x, NOISE_SITE);
    extract_noise_end(&x);
    extract_noise_begin(&x, NOISE_SITE);
    paragraph(&x, " ");
    paragraph(&x, "版权");
    is(&x, "首页\n新闻\n正文\n版权");
    assert_int_equal(x.noise.count, 2);
    is_span(x.noise.all[0].span, 0, 6);
    is_span(x.noise.all[1].span, 8, 11);
    extract_clear(&x);
}

/* White space that was noise and is cut from the end of a paragraph leaves no noise on what follows. */
static void noise_that_is_cut_off_is_gone(void **state)
{
    (void)state;
    struct extract x;
    extract_begin(&x, 1000);
    words(&x, "甲");
    extract_noise_begin(&x, NOISE_SITE);
    paragraph(&x, "\xE3\x80\x80");
    extract_noise_end(&x);
    paragraph(&x, "乙");
    extract_noise_begin(&x, NOISE_SITE);
    extract_lines(&x, "   ", 3);
    extract_noise_end(&x);
    extract_paragraph(&x);
    paragraph(&x, "丙");
    is(&x, "甲\n乙\n丙");
    assert_int_equal(x.noise.count, 0);
    extract_clear(&x);
}

static void too_much_and_nothing_are_refused(void **state)
{
    (void)state;
    struct extract x;
    struct err e;
    extract_begin(&x, 7);
    paragraph(&x, "调查");
    assert_int_equal(extract_finish(&x, "page", &e), ERR_OK);
    words(&x, "研究");
    assert_int_equal(extract_finish(&x, "page", &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "--max-text"));
    assert_true(x.text.len <= 7);
    extract_clear(&x);
    struct extract part;
    extract_begin(&part, 6);
    paragraph(&part, "调查研究");
    extract_begin(&x, 6);
    extract_add(&x, &part); /* what it lost is lost */
    assert_int_equal(extract_finish(&x, "page", &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "--max-text"));
    extract_clear(&part);
    extract_clear(&x);
    extract_begin(&x, 100);
    paragraph(&x, " \n");
    assert_int_equal(extract_finish(&x, "page", &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "this page holds no text"));
    extract_clear(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_is_folded),
        cmocka_unit_test(what_is_no_text_goes),
        cmocka_unit_test(lines_stay_as_they_stand),
        cmocka_unit_test(cells_have_tabs_between_them),
        cmocka_unit_test(headings_are_their_words),
        cmocka_unit_test(noise_is_what_was_added_between),
        cmocka_unit_test(noise_takes_its_line_with_it),
        cmocka_unit_test(noise_that_is_cut_off_is_gone),
        cmocka_unit_test(too_much_and_nothing_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
