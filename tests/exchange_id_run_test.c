/* Ids put away and taken out again. */
#include "exchange/id_run.h"

#include "tests/unit.h"

static void assert_kept(const int64_t *ids, size_t n, size_t at_once)
{
    struct id_run run = {0};
    int64_t out[8];
    size_t seen = 0;
    for (size_t i = 0; i < n; i++)
        id_run_add(&run, ids[i]);
    for (size_t got; (got = id_run_take(&run, out, at_once)) > 0; seen += got)
        for (size_t i = 0; i < got; i++)
            assert_int_equal(out[i], ids[seen + i]);
    assert_int_equal(seen, n);
    id_run_clear(&run);
}

static void ids_come_out_as_they_went_in(void **state)
{
    (void)state;
    static const int64_t ids[] = {1,   2,   1,    0,    INT64_MAX, INT64_MIN, -1, 63,       64,
                                  -64, -65, 8191, 8192, INT64_MIN, INT64_MAX, 5,  10000001, 5};
    for (size_t at_once = 1; at_once <= 8; at_once++)
        for (size_t n = 0; n <= sizeof ids / sizeof *ids; n++)
            assert_kept(ids, n, at_once);
}

static void neighbours_take_a_byte(void **state)
{
    (void)state;
    struct id_run run = {0};
    for (int64_t id = 1; id <= 1000; id++)
        id_run_add(&run, id);
    assert_int_equal(run.bytes.len, 1000);
    id_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_come_out_as_they_went_in),
        cmocka_unit_test(neighbours_take_a_byte),
    };
    return cmocka_run_group_tests_name("id_run", tests, NULL, NULL);
}
