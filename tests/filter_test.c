/* The filter language: what is understood, what it is in its normal form, and where an error is. */
#include "tests/unit.h"

#include "base/mem.h"
#include "db/filter.h"

#include <string.h>

/* EXPRESSION is understood, its normal form is NORMAL, and that is its own normal form. */
static void reads_as(const char *expression, const char *normal)
{
    struct err e = {0};
    struct str once = {0}, twice = {0};
    size_t at;
    struct filter *f, *again;
    if (filter_parse(expression, &f, &at, &e))
        fail_msg("%s: %zu: %s", expression, at, e.msg);
    filter_print(f, &once);
    assert_string_equal(str_z(&once), normal);
    assert_int_equal(filter_parse(str_z(&once), &again, &at, &e), ERR_OK);
    filter_print(again, &twice);
    assert_string_equal(str_z(&twice), normal);
    filter_free(&f);
    filter_free(&again);
    str_clear(&once);
    str_clear(&twice);
}

/* EXPRESSION is refused at code point PLACE with words that hold SAYS. */
static void refused(const char *expression, size_t place, const char *says)
{
    struct err e = {0};
    size_t at = 9999;
    struct filter *f;
    assert_int_equal(filter_parse(expression, &f, &at, &e), ERR_INPUT);
    assert_null(f);
    if (at != place || !strstr(e.msg, says))
        fail_msg("%s: at %zu: %s", expression, at, e.msg);
}

static void terms(void **state)
{
    (void)state;
    reads_as("", "");
    reads_as(" \t\n　", "");
    reads_as("cause", "cause");
    reads_as("C", "cause");
    reads_as("linked UNANSWERED", "linked & unanswered");
    reads_as("by:anna,bob", "by:anna,bob");
    reads_as("by: anna , \"bob (2)\"", "by:anna,\"bob (2)\"");
    reads_as("in:12 code:unwilling/afraid", "in:12 & code:unwilling/afraid");
    reads_as("tag:C,表现", "tag:cause,manifestation");
    reads_as("date:2026-11-22,2026-11,2026,today,7d", "date:2026-11-22,2026-11,2026,today,7d");
    reads_as("date>=2026-11 date<today", "date>=2026-11 & date<today");
    reads_as("标签：原因 标注：对策 日期≥昨天", "tag:cause & tag:remedy & date>=昨天");
    reads_as("date:2026-01..2026-03", "date:2026-01..2026-03");
    reads_as("text:担当", "text:担当");
    reads_as("担当", "担当");
    reads_as("\"two words\"", "\"two words\"");
    reads_as("“two words”", "\"two words\"");
    reads_as("\"a \\\"b\\\" \\\\ \\/\"", "\"a \\\"b\\\" \\\\ \\\\/\"");
    reads_as("@mine2 | @旧的", "@mine2 | @旧的");
    reads_as("by:\"two\nlines\"", "by:\"two lines\"");
    reads_as("text:linked", "text:linked");
    reads_as("explains addresses explained addressed", "explains & addresses & explained & addressed");
}

static void structure(void **state)
{
    (void)state;
    reads_as("cause & !linked & by:NAME", "cause & !linked & by:NAME");
    reads_as("cause not linked or mine", "cause & !linked | mine");
    reads_as("cause AND (linked OR mine)", "cause & (linked | mine)");
    reads_as("((cause))", "cause");
    reads_as("cause (coded (noted mine))", "cause & coded & noted & mine");
    reads_as("!!cause", "cause");
    reads_as("!(!cause)", "cause");
    reads_as("!(cause | remedy)", "!(cause | remedy)");
    reads_as("!(cause remedy)", "!(cause & remedy)");
    reads_as("cause || remedy && mine", "cause | remedy & mine");
    reads_as("(a | b) | x", "a | b | x");
}

static void chinese(void **state)
{
    (void)state;
    reads_as("原因＆！已关联｜（未回应）", "cause & !linked | unanswered");
    reads_as("審閱人：anna，bob", "by:anna,bob");
    reads_as("表现 且 非 有批注 或 对策", "manifestation & !noted | remedy");
    reads_as("日期≥2026", "date>=2026");
    reads_as("日期＜＝昨天", "date<=昨天");
    reads_as("＠已存", "@已存");
    reads_as("文字：“两个 词”", "text:\"两个 词\"");
}

static void slips_are_told(void **state)
{
    (void)state;
    refused("cause & linkd", 8, "“linkd” is near “linked”; to look for the word itself: \"linkd\"");
    refused("lniked", 0, "linked");
    refused("原因 linkedd", 3, "linked");
    refused("causes", 0, "cause");
    refused("txet:x", 0, "there is no field “txet”: did you mean text?");
    refused("foo:x", 0, "there is no field “foo”: there are by");
    refused("cause note", 6, "after note a : and a value are expected");
    reads_as("\"linkd\"", "\"linkd\"");
    reads_as("min", "min"); /* too short to be a slip */
    reads_as("linking", "linking");
}

static void errors_have_places(void **state)
{
    (void)state;
    refused("(cause | remedy", 15, "a ) is missing");
    refused("cause)", 5, "a ) too many");
    refused("表现 & !", 6, "after ! a condition is expected");
    refused("表现 & | x", 5, "after & a condition is expected");
    refused("& x", 0, "before & a condition is expected");
    refused("()", 1, "after ( a condition is expected");
    refused("by:", 3, "after by: a value is expected");
    refused("by:a,", 5, "after by: a value is expected");
    refused("date>", 5, "after date> a value is expected");
    refused("by>3", 2, "only dates are compared");
    refused("by=anna", 2, "= is no sign");
    refused("tag:x", 4, "“x” is no tag");
    refused("date:2026-13", 5, "“2026-13” is no date");
    refused("date:2026-02-30", 5, "no date");
    refused("date:0d", 5, "no date");
    refused("date:2026-03..2026-01", 5, "no date");
    refused("date<2026-01..2026-02", 5, "no date");
    refused("date:20261", 5, "no date");
    refused("x \"abc", 2, "its closing \" is missing");
    refused("x “abc", 2, "its closing ” is missing");
    refused("abc”", 3, "did not begin");
    refused("\"\"", 0, "nothing in the quotes");
    refused("a @ b", 2, "behind @");
    refused("a : b", 0, "there is no field “a”");
    refused("标签：", 3, "after 标签: a value is expected");
    refused("BY<anna", 2, "after BY goes a :");
    refused(", a", 0, "before , a condition is expected");
    refused("a , b", 2, ", does not belong here");
    refused("\xff", 0, "not UTF-8");
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    struct err e;
    struct filter *f;
    struct str deep = {0}, many = {0}, words = {0}, not = {0}, big = {0};
    size_t at;
    for (int i = 0; i <= FILTER_DEPTH_MAX; i++)
        str_addc(&deep, '(');
    refused(deep.p, FILTER_DEPTH_MAX, "in one another");
    for (int i = 0; i <= FILTER_TERMS_MAX; i++)
        str_add(&many, "mine ");
    refused(many.p, (size_t)FILTER_TERMS_MAX * 5, "more than 256 terms");
    for (int i = 0; i <= 32; i++)
        str_add(&words, "x ");
    refused(words.p, 64, "no more than 32 words");
    for (int i = 0; i < 1000; i++)
        str_add(&not, "!");
    str_add(&not, "mine");
    assert_int_equal(filter_parse(not .p, &f, &at, &e), ERR_OK);
    filter_free(&f);
    for (int i = 0; i <= FILTER_BYTES_MAX; i++)
        str_addc(&big, ' ');
    refused(big.p, 0, "longer than");
    str_clear(&deep);
    str_clear(&many);
    str_clear(&words);
    str_clear(&not );
    str_clear(&big);
}

static void words_alone(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *words;
    } all[] = {{"担当", "担当"}, {"a b \"x y\"", "a b x y"}, {"a | b", NULL}, {"!a", NULL},
               {"a mine", NULL}, {"text:a", NULL},           {"", NULL},      {"a (b & x)", "a b x"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct err e;
        struct str out = {0};
        struct filter *f;
        size_t at;
        assert_int_equal(filter_parse(all[i].expression, &f, &at, &e), ERR_OK);
        assert_int_equal(filter_is_words(f, &out), all[i].words != NULL);
        assert_string_equal(str_z(&out), all[i].words ? all[i].words : "");
        filter_free(&f);
        str_clear(&out);
    }
}

/* Whatever the word, quoted it is that word and nothing else. */
static void quoting(void **state)
{
    (void)state;
    static const char *const words[] = {
        "plain", "two words", "cause", "C",     "linkd", "by",  "or", "a:b", "a\"b",   "a\\b",
        "＂",    "“x”",       "a，b",  "非",    "@x",    "x@y", " ",  "（",  "\\\"\\", "a\xE3\x80\x80z",
        "批注",  "x<y",       "=",     "审阅人"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct err e;
        struct str quoted = {0}, out = {0}, field = {0};
        struct filter *f;
        size_t at;
        filter_quote(&quoted, words[i]);
        assert_int_equal(filter_parse(quoted.p, &f, &at, &e), ERR_OK);
        assert_true(filter_is_words(f, &out));
        assert_string_equal(str_z(&out), words[i]);
        filter_free(&f);
        str_addf(&field, "by:%s", quoted.p);
        assert_int_equal(filter_parse(field.p, &f, &at, &e), ERR_OK);
        filter_free(&f);
        str_clear(&quoted);
        str_clear(&out);
        str_clear(&field);
    }
}

static void completion(void **state)
{
    (void)state;
    const char *out[64];
    assert_int_equal(filter_complete("li", 2, out, 64), 1);
    assert_string_equal(out[0], "linked");
    assert_int_equal(filter_complete("no", 2, out, 64), 2);
    assert_string_equal(out[0], "noted");
    assert_string_equal(out[1], "note:");
    assert_int_equal(filter_complete("EXPLAIN", 7, out, 64), 2);
    assert_int_equal(filter_complete("未", 3, out, 64), 1);
    assert_string_equal(out[0], "未回应");
    assert_int_equal(filter_complete("标", 3, out, 64), 1);
    assert_string_equal(out[0], "标签：");
    assert_int_equal(filter_complete("xyz", 3, out, 64), 0);
    assert_int_equal(filter_complete("", 0, out, 64), 24);
    assert_int_equal(filter_complete("", 0, out, 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms),
        cmocka_unit_test(structure),
        cmocka_unit_test(chinese),
        cmocka_unit_test(slips_are_told),
        cmocka_unit_test(errors_have_places),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(words_alone),
        cmocka_unit_test(quoting),
        cmocka_unit_test(completion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
