/* The statistics of the bench, and that its table marks what misses and nothing else. */
#include "tests/unit.h"

#include "tests/bench/bench_table.h"

#include <string.h>

static struct bench_figures figures_up_to(int last)
{
    struct bench_stat s = {0};
    for (int i = last; i > 0; i--)
        bench_stat_add(&s, i);
    struct bench_figures f = bench_stat_figures(&s);
    bench_stat_clear(&s);
    return f;
}

static void test_known_numbers(void **state)
{
    (void)state;
    struct bench_figures f = figures_up_to(400);
    assert_int_equal(f.n, 400);
    assert_float_equal(f.min, 1, 0);
    assert_float_equal(f.median, 200.5, 1e-9);
    assert_float_equal(f.mean, 200.5, 1e-9);
    assert_float_equal(f.p99, 396, 0);
    assert_float_equal(f.max, 400, 0);
    assert_float_equal(figures_up_to(100).p99, 99, 0);
    assert_float_equal(figures_up_to(101).p99, 100, 0);
    assert_float_equal(figures_up_to(10).p99, 10, 0);
    assert_float_equal(figures_up_to(3).median, 2, 0);
    assert_float_equal(figures_up_to(1).p99, 1, 0);
    assert_int_equal(figures_up_to(0).n, 0);
}

static const struct bench_reason reasons[] = {{"planted", "of the family"}, {"planted/late", "of the row"}, {0}};

static struct bench_row row_of(const char *id, double ours, double theirs, double bound)
{
    return (struct bench_row){.id = id,
                              .what = id,
                              .unit = "ms",
                              .ours = bench_stat_one(ours),
                              .peer = "less",
                              .theirs = theirs > 0 ? bench_stat_one(theirs) : (struct bench_figures){0},
                              .bound = bound};
}

static void test_verdicts(void **state)
{
    (void)state;
    struct bench_row row = row_of("a", 2, 1, 2);
    assert_int_equal(bench_table_verdict(&row), BENCH_HOLDS);
    row = row_of("a", 2.001, 1, 2);
    assert_int_equal(bench_table_verdict(&row), BENCH_MISSES);
    row = row_of("a", 2, 0, 2);
    assert_int_equal(bench_table_verdict(&row), BENCH_NO_PEER);
    row = row_of("a", 2, 1, 0);
    assert_int_equal(bench_table_verdict(&row), BENCH_SHOWN);
    row = row_of("a", 12, 0, 12);
    row.absolute = true;
    assert_int_equal(bench_table_verdict(&row), BENCH_HOLDS);
    row.bound = 0; /* none at all are allowed */
    assert_int_equal(bench_table_verdict(&row), BENCH_MISSES);
    row.ours = bench_stat_one(0);
    assert_int_equal(bench_table_verdict(&row), BENCH_HOLDS);
}

static void test_judges_the_figure_that_it_says(void **state)
{
    (void)state;
    struct bench_row row = row_of("a", 0, 1, 350);
    row.ours = figures_up_to(400);
    assert_int_equal(bench_table_verdict(&row), BENCH_HOLDS);
    row.judge = BENCH_P99;
    assert_float_equal(bench_table_ratio(&row), 396, 0);
    assert_int_equal(bench_table_verdict(&row), BENCH_MISSES);
}

/* How often WORD stands in TEXT. */
static int count(const char *text, const char *word)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        n++;
    return n;
}

static void test_marks_a_planted_miss(void **state)
{
    (void)state;
    struct bench_table t = {0};
    struct str out = {0};
    const struct bench_row rows[] = {row_of("fine", 1, 1, 2), row_of("planted/slow", 3, 1, 2),
                                     row_of("planted/late", 3, 1, 2), row_of("alone", 1, 0, 2)};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bench_table_add(&t, &rows[i]);
    bench_table_print(&t, reasons, &out);
    assert_int_equal(count(str_z(&out), "MISSES"), 2);
    assert_int_equal(count(str_z(&out), "not compared"), 1);
    assert_non_null(strstr(str_z(&out), "4 rows, 2 of them miss\n"));
    assert_non_null(strstr(str_z(&out), "planted/slow: of the family\n"));
    assert_non_null(strstr(str_z(&out), "planted/late: of the row\n"));
    assert_null(strstr(str_z(&out), "fine: "));
    str_clear(&out);
    bench_table_json(&t, reasons, &out);
    assert_int_equal(count(str_z(&out), "\"verdict\": \"misses\""), 2);
    assert_int_equal(count(str_z(&out), "\"verdict\": \"holds\""), 1);
    assert_int_equal(count(str_z(&out), "\"ratio\": 3,"), 2);
    str_clear(&out);
    bench_table_clear(&t);
}

static void test_says_that_a_reason_is_missing(void **state)
{
    (void)state;
    struct bench_table t = {0};
    struct str out = {0};
    struct bench_row row = row_of("new", 3, 1, 2);
    bench_table_add(&t, &row);
    bench_table_print(&t, reasons, &out);
    assert_non_null(strstr(str_z(&out), "new: no reason is written\n"));
    str_clear(&out);
    bench_table_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_numbers),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_judges_the_figure_that_it_says),
        cmocka_unit_test(test_marks_a_planted_miss),
        cmocka_unit_test(test_says_that_a_reason_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
