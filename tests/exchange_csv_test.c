/* The CSV writer against RFC 4180 and against spreadsheets. */
#include "exchange/csv.h"

#include "base/str.h"
#include "tests/exchange_csv_read.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>

/* The bytes of one row of these cells; the caller frees. */
static char *row(bool raw, const char *const *cells, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct csv c;
    csv_begin(&c, out, false, raw);
    for (size_t i = 0; i < n; i++)
        csv_cell_z(&c, cells[i]);
    csv_end_row(&c);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* The same as they are added to rows in memory. */
static void assert_added(bool raw, const char *const *cells, size_t n, const char *expected)
{
    struct str rows = {0};
    struct csv c;
    str_add(&rows, "before\r\n");
    csv_begin_in(&c, &rows, raw);
    for (size_t i = 0; i < n; i++)
        csv_cell_z(&c, cells[i]);
    csv_end_row(&c);
    assert_memory_equal(str_z(&rows), "before\r\n", 8);
    assert_string_equal(str_z(&rows) + 8, expected);
    assert_int_equal(rows.len, 8 + strlen(expected));
    str_clear(&rows);
}

static void assert_row(bool raw, const char *const *cells, size_t n, const char *expected)
{
    char *text = row(raw, cells, n);
    assert_string_equal(text, expected);
    free(text);
    assert_added(raw, cells, n, expected);
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__}), sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void test_quotes_where_needed(void **state)
{
    (void)state;
    assert_row(false, CELLS("a", "", "b c", "朱批"), "a,,b c,朱批\r\n");
    assert_row(false, CELLS("a,b", "say \"x\"", "l1\nl2", "l1\r\nl2"),
               "\"a,b\",\"say \"\"x\"\"\",\"l1\nl2\",\"l1\r\nl2\"\r\n");
    assert_row(false, CELLS(" a", "a "), "\" a\",\"a \"\r\n");
    assert_row(false, CELLS("\"", "\"\""), "\"\"\"\",\"\"\"\"\"\"\r\n");
}

static void test_formulas_are_harmless(void **state)
{
    (void)state;
    assert_row(false, CELLS("=1+1", "+1", "-1", "@x", "\tx", "\rx"), "'=1+1,'+1,'-1,'@x,\"'\tx\",\"'\rx\"\r\n");
    assert_row(false, CELLS("＝1", "＋1", "－1", "＠x", "＜1"), "'＝1,'＋1,'－1,'＠x,＜1\r\n");
    assert_row(false, CELLS("a=1", "1-2", "'=1"), "a=1,1-2,'=1\r\n");
    assert_row(true, CELLS("=1+1", "＝1"), "=1+1,＝1\r\n");
}

static void test_byte_order_mark(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct csv c;
    csv_begin(&c, out, true, false);
    csv_cell_number(&c, 42);
    csv_end_row(&c);
    fclose(out);
    assert_string_equal(text, "\xEF\xBB\xBF"
                              "42\r\n");
    free(text);
}

/* A cell of up to 7 pieces that a reader could stumble over. */
static void random_cell(struct str *out)
{
    static const char *const pieces[] = {"\"", ",", "\r", "\n", "\r\n", " ", "\t", "=", "＝", "'", "a", "朱批", "-"};
    for (int n = rand() % 8; n > 0; n--)
        str_add(out, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
}

static void test_any_table_reads_back(void **state)
{
    (void)state;
    enum { ROWS = 50, COLUMNS = 7 };
    for (int round = 0; round < 40; round++) {
        srand((unsigned)round);
        bool raw = round % 2;
        struct str cells[ROWS * COLUMNS] = {0};
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        struct csv c;
        csv_begin(&c, out, false, raw);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            random_cell(&cells[i]);
            csv_cell(&c, str_z(&cells[i]), cells[i].len);
            if (i % COLUMNS == COLUMNS - 1)
                csv_end_row(&c);
        }
        fclose(out);
        struct csv_table t;
        assert_true(csv_read(text, size, &t));
        assert_int_equal(t.rows, ROWS);
        assert_int_equal(t.columns, COLUMNS);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            bool guarded = !raw && csv_is_formula(str_z(&cells[i]), cells[i].len);
            if (guarded)
                assert_int_equal(t.cell[i][0], '\'');
            assert_string_equal(t.cell[i] + guarded, str_z(&cells[i]));
            str_clear(&cells[i]);
        }
        csv_table_clear(&t);
        free(text);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    struct str rows = {0};
    struct csv c;
    csv_begin_in(&c, &rows, true);
    csv_cell_number(&c, 0);
    csv_cell_number(&c, -7);
    csv_cell_number(&c, INT64_MAX);
    csv_cell_number(&c, INT64_MIN);
    csv_end_row(&c);
    assert_string_equal(str_z(&rows), "0,-7,9223372036854775807,-9223372036854775808\r\n");
    str_clear(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes_where_needed),
        cmocka_unit_test(test_formulas_are_harmless),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_any_table_reads_back),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
