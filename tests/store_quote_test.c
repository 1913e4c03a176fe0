/* The words of a passage without the noise in it, read at the cost of the passage. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] = "会议指出第2页共9页，要整改。又一句。";

static void add_noise(const struct fixture *f, int64_t document, int64_t start, int64_t end)
{
    char sql[200];
    snprintf(sql, sizeof sql,
             "INSERT INTO noise (document_id, start, end, kind, created, updated) VALUES (%lld, %lld, %lld, 'page', 0, "
             "0)",
             (long long)document, (long long)start, (long long)end);
    fixture_sql(f->path, sql);
}

static void quote_is(struct store *s, int64_t d, int64_t start, int64_t end, int64_t max, const char *expected)
{
    struct err e;
    char *quote;
    assert_int_equal(store_quote(s, d, start, end, max, &quote, &e), ERR_OK);
    assert_string_equal(quote, expected);
    free(quote);
}

static void noise_is_left_out(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", text), other = fixture_document(s, "b", "另一份文件。");
    quote_is(s, d, 0, 14, 99, "会议指出第2页共9页，要整改");
    add_noise(f, d, 4, 10);
    add_noise(f, other, 0, 6);
    quote_is(s, d, 0, 14, 99, "会议指出，要整改");
    quote_is(s, d, 0, 15, 5, "会议指出，");
    quote_is(s, d, 0, 15, 4, "会议指出");
    quote_is(s, d, 6, 13, 99, "，要整"); /* it begins in the noise */
    quote_is(s, d, 2, 7, 99, "指出");    /* and ends there */
    quote_is(s, d, 15, 20, 99, "又一句。");
    quote_is(s, d, -5, INT64_MAX, INT64_MAX, "会议指出，要整改。又一句。");
    quote_is(s, d, INT64_MIN, INT64_MIN, 9, "");
    quote_is(s, d, 12, 3, 9, "");
    store_close(&s);
}

static void noise_may_overlap(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", text);
    add_noise(f, d, 0, 10);
    add_noise(f, d, 2, 4);
    add_noise(f, d, 8, 11);
    add_noise(f, d, 17, 9999);
    quote_is(s, d, 0, 20, 99, "要整改。又一");
    quote_is(s, d, 5, 20, 2, "要整");
    fixture_sql(f->path, "UPDATE noise SET deleted_at = 1 WHERE start = 0");
    quote_is(s, d, 0, 20, 5, "会议第2页");
    store_close(&s);
}

static void a_passage_that_is_all_noise_keeps_its_words(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e;
    char *quote;
    int64_t d = fixture_document(s, "a", text);
    add_noise(f, d, 0, 20);
    quote_is(s, d, 4, 10, 3, "第2页");
    assert_int_equal(store_quote(s, 99, 0, 1, 9, &quote, &e), ERR_NOT_FOUND);
    assert_null(quote);
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(noise_is_left_out, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(noise_may_overlap, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_passage_that_is_all_noise_keeps_its_words, fixture_setup_db,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
