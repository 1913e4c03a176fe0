/* No room: a limit on the size of files. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <signal.h>
#include <sys/resource.h>

static void a_limit_on_the_file_size_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct rlimit old, small;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "a", "some text");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 1000 * 1000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int made = fixture_fill(s, 1);
    fixture_sound(s, 1, made);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(store_annotate(s, 1, 0, 4, TAG_CAUSE, "", NULL, &e), ERR_OK); /* the same session goes on */
    fixture_sound(s, 1, made + 1);
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_limit_on_the_file_size_loses_nothing, fixture_setup_db, fixture_teardown),
    };
    return cmocka_run_group_tests_name("store_room", tests, NULL, NULL);
}
