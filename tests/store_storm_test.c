/* The storms of tests/bench/storm.h, small. Their figures are printed as comments; ./dev storm is the full size. What
 * is asserted holds on a machine of any speed: nothing is lost, refused or stuck, and nobody starves. */
#include "tests/unit.h"

#include "tests/bench/storm.h"
#include "tests/store_fixture.h"
#include "tests/torture.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_WAL (8 * 1000 * 1000)

static struct storm *begin(void **state)
{
    struct fixture *f = *state;
    return storm_new(f->path);
}

static void whole(const struct storm_writes *w)
{
    print_message(
        "# %d sessions: %lld tags, fairness %.3f, the least %.2f of the mean, longest wait %.0f ms, -wal %lld "
        "bytes\n",
        w->sessions, (long long)w->acked, w->fairness, w->least, w->longest_ms, (long long)w->most_wal);
    assert_string_equal(w->message, "");
    assert_int_equal(w->refused, 0);
    assert_int_equal(w->lost, 0);
    assert_int_equal(w->findings, 0);
    assert_true(w->acked > w->sessions);
    assert_true(w->least > 0.2); /* with SQLite's own waiting it is 0.00 */
}

static void many_batches_at_full_speed(void **state)
{
    char program[512];
    struct storm_writes w;
    const char *builddir = getenv("builddir");
    snprintf(program, sizeof program, "%s/zhupi", builddir ? builddir : ".");
    struct storm *st = begin(state);
    storm_batch(st, program, 20, 3, &w);
    whole(&w);
    storm_free(st);
}

static void many_checkpoints(void **state)
{
    struct storm_writes w;
    struct storm *st = begin(state);
    storm_writers(st, 8, 50, 2, &w);
    whole(&w);
    assert_true(w.most_wal < MOST_WAL);
    storm_free(st);
}

static void kill_9_beside_one_that_writes(void **state)
{
    struct storm_kills k;
    struct storm *st = begin(state);
    storm_kill(st, torture_size(12, 60), 1, &k);
    print_message("# %d kills: %lld tags, longest wait of the other %.0f ms\n", k.rounds, (long long)k.acked,
                  k.longest_ms);
    assert_string_equal(k.message, "");
    assert_int_equal(k.refused, 0);
    assert_int_equal(k.lost, 0);
    assert_int_equal(k.findings, 0);
    storm_free(st);
}

static void nobody_waits_for_one_that_is_stopped(void **state)
{
    for (int inside = 0; inside < 2; inside++) {
        struct storm_stops x;
        struct storm *st = begin(state);
        storm_stop(st, 3, inside ? 4 : 10, inside, 1, &x);
        print_message("# %d stops, %d in a write: longest wait of the others %.0f ms\n", x.rounds, x.inside,
                      x.longest_ms);
        assert_string_equal(x.message, "");
        assert_int_equal(x.refused, 0);
        assert_int_equal(x.stuck, 0);
        if (inside)
            assert_int_equal(x.inside, x.rounds);
        storm_free(st);
    }
}

static void idle_sessions_hear_of_everything(void **state)
{
    struct storm_idle x;
    struct storm *st = begin(state);
    st->frames = 100;
    storm_listen(st, 20, 1000, 0, 0, &x);
    print_message("# %lld commits beside %d sessions: -wal %lld bytes\n", (long long)x.commits, x.sessions,
                  (long long)x.most_wal);
    assert_string_equal(x.message, "");
    assert_int_equal(x.refused, 0);
    assert_int_equal(x.missed, 0);
    assert_int_equal(x.commits, 1000);
    assert_true(x.most_wal < 2 * 100 * (4096 + 24)); /* at its limit it begins anew, however many read */
    storm_free(st);
}

static void a_commit_is_told_and_not_found_by_chance(void **state)
{
    struct storm_idle x;
    struct storm *st = begin(state);
    storm_listen(st, 3, 100, 8000, 0, &x);
    print_message("# heard after %.2f ms (p50), %.2f ms (p99); %lld found by the timer, %lld early\n", x.p50_ms,
                  x.p99_ms, (long long)x.by_timer, (long long)x.early);
    assert_string_equal(x.message, "");
    assert_int_equal(x.missed, 0);
    assert_int_equal(x.by_timer, 0);
    storm_free(st);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(many_batches_at_full_speed),       T(many_checkpoints),
        T(kill_9_beside_one_that_writes),    T(nobody_waits_for_one_that_is_stopped),
        T(idle_sessions_hear_of_everything), T(a_commit_is_told_and_not_found_by_chance),
    };
    return cmocka_run_group_tests_name("store_storm", tests, NULL, NULL);
}
