#include "tests/unit.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/library.h"
#include "base/lookup.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/tag.h"
#include "base/uuid.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void err_keeps_code_and_message(void **state)
{
    (void)state;
    struct err e = {0};
    assert_int_equal(err_set(&e, ERR_INPUT, "line %d", 7), ERR_INPUT);
    assert_int_equal(err_prefix(&e, "%s", "a.txt"), ERR_INPUT);
    assert_string_equal(e.msg, "a.txt: line 7");
    assert_int_equal(err_set(NULL, ERR_IO, "x"), ERR_IO);
}

static void err_is_one_line(void **state)
{
    (void)state;
    struct err e;
    err_set(&e, ERR_INPUT, "“%s” is no tag", "a\nb\r");
    assert_string_equal(e.msg, "“a b ” is no tag");
}

static void err_cuts_at_a_code_point(void **state)
{
    (void)state;
    struct str s = {0};
    for (int i = 0; i < 1000; i++)
        str_add(&s, "批");
    struct err e = {0};
    err_set(&e, ERR_IO, "%s", str_z(&s));
    assert_int_equal(strlen(e.msg) % 3, 0);
    assert_true(strlen(e.msg) > sizeof e.msg - 5);
    str_clear(&s);
}

static void str_grows_inserts_and_removes(void **state)
{
    (void)state;
    struct str s = {0};
    assert_string_equal(str_z(&s), "");
    str_addf(&s, "%s-%d", "ab", 12);
    str_insert(&s, 2, "XY", 2);
    assert_string_equal(s.p, "abXY-12");
    str_remove(&s, 0, 3);
    assert_string_equal(s.p, "Y-12");
    str_remove(&s, 2, 100);
    assert_string_equal(s.p, "Y-");
    str_truncate(&s, 0);
    str_add_utf8(&s, 0x6731);
    str_add_utf8(&s, 0x1F600);
    str_add_utf8(&s, 0xD800);
    assert_string_equal(s.p, "朱😀\xEF\xBF\xBD");
    char *taken = str_take(&s);
    assert_null(s.p);
    free(taken);
}

static void str_writes_json(void **state)
{
    (void)state;
    struct str s = {0};
    str_add_json(&s, "a\"\\\n\x01批", 8);
    assert_string_equal(s.p, "\"a\\\"\\\\\\n\\u0001批\"");
    str_clear(&s);
}

static void clock_formats_utc(void **state)
{
    (void)state;
    char out[CLOCK_TEXT_SIZE];
    assert_string_equal(clock_format(0, out), "1970-01-01T00:00:00.000Z");
    assert_string_equal(clock_format(1767225599999, out), "2025-12-31T23:59:59.999Z");
    assert_string_equal(clock_format(-1, out), "1969-12-31T23:59:59.999Z");
    clock_format(INT64_MAX, out);
    assert_true(strlen(out) > 0);
}

/* Every day of four centuries and a few odd moments of it, as the C library writes them. */
static void clock_formats_as_the_c_library(void **state)
{
    (void)state;
    char out[CLOCK_TEXT_SIZE], date[32], expected[64];
    for (int64_t day = 0; day < 2932897; day += day < 150000 ? 1 : 97) {
        int64_t ms = day * 86400000 + day * 7919 % 86400000;
        time_t t = (time_t)(ms / 1000);
        struct tm tm;
        assert_non_null(gmtime_r(&t, &tm));
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm);
        snprintf(expected, sizeof expected, "%s.%03dZ", date, (int)(ms % 1000));
        assert_string_equal(clock_format(ms, out), expected);
    }
    assert_string_equal(clock_format(253402300799999, out), "9999-12-31T23:59:59.999Z");
    assert_string_equal(clock_format(253402300800000, out), "253402300800000");
}

static void uuid_is_version_7_and_fresh(void **state)
{
    (void)state;
    char a[UUID_SIZE], b[UUID_SIZE];
    uuid_new(a);
    uuid_new(b);
    assert_int_equal(strlen(a), 36);
    assert_int_equal(a[14], '7');
    assert_non_null(strchr("89ab", a[19]));
    assert_string_not_equal(a, b);
}

static void a_lookup_finds_what_was_put_in(void **state)
{
    struct lookup l = {0};
    char name[20];
    (void)state;
    assert_int_equal(lookup_find(&l, 0, "1", 0), 0);
    for (int i = 1; i <= 1000; i++) {
        snprintf(name, sizeof name, "%d", i % 500);
        lookup_add(&l, i % 2, name, i);
    }
    assert_int_equal(lookup_find(&l, 1, "7", 0), 7); /* the first of two */
    assert_int_equal(lookup_find(&l, 1, "7", 7), 507);
    assert_int_equal(lookup_find(&l, 0, "7", 0), 0);
    lookup_remove(&l, 1, "7", 7);
    assert_int_equal(lookup_find(&l, 1, "7", 0), 507);
    assert_int_equal(lookup_find(&l, 1, "7", 507), 0);
    lookup_clear(&l);
}

struct c_library {
    LIBRARY_MEMBER(strlen)
    LIBRARY_MEMBER(strspn)
};
#define LIBRARY_STRUCT struct c_library

static void a_library_is_loaded_by_name(void **state)
{
    (void)state;
    static const struct library_function functions[] = {LIBRARY_ENTRY(strlen) LIBRARY_ENTRY(strspn)};
    static const struct library_function unknown[] = {LIBRARY_ENTRY(strlen){"no_such_function", 0}};
    struct c_library c;
    struct err e;
    assert_int_equal(library_load("libc.so.6", "libc6", functions, 2, &c, &e), ERR_OK);
    assert_int_equal(c.strlen("four"), 4);
    assert_int_equal(c.strspn("aab", "a"), 2);
    assert_int_equal(library_load("libc.so.6", "libc6", unknown, 2, &c, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "install the package libc6"));
    assert_non_null(strstr(e.msg, "no_such_function"));
    assert_int_equal(library_load("libnosuch.so.1", "libnosuch1", functions, 2, &c, NULL), ERR_INPUT);
}

static void tags_have_names_and_letters(void **state)
{
    (void)state;
    enum tag t = TAG_NONE;
    assert_true(tag_parse("cause", &t));
    assert_int_equal(t, TAG_CAUSE);
    assert_true(tag_parse("R", &t));
    assert_int_equal(t, TAG_REMEDY);
    assert_true(tag_parse("m", &t));
    assert_int_equal(t, TAG_MANIFESTATION);
    assert_true(tag_parse("CAUSE", &t));
    assert_int_equal(t, TAG_CAUSE);
    assert_true(tag_parse("表现", &t));
    assert_int_equal(t, TAG_MANIFESTATION);
    assert_true(tag_parse("原因", &t));
    assert_int_equal(t, TAG_CAUSE);
    assert_true(tag_parse("对策", &t));
    assert_int_equal(t, TAG_REMEDY);
    assert_false(tag_parse("", &t));
    assert_false(tag_parse("problem", &t));
    assert_string_equal(tag_name((enum tag)9), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_keeps_code_and_message),
        cmocka_unit_test(err_is_one_line),
        cmocka_unit_test(err_cuts_at_a_code_point),
        cmocka_unit_test(str_grows_inserts_and_removes),
        cmocka_unit_test(str_writes_json),
        cmocka_unit_test(clock_formats_utc),
        cmocka_unit_test(clock_formats_as_the_c_library),
        cmocka_unit_test(uuid_is_version_7_and_fresh),
        cmocka_unit_test(a_lookup_finds_what_was_put_in),
        cmocka_unit_test(a_library_is_loaded_by_name),
        cmocka_unit_test(tags_have_names_and_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
