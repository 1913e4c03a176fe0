/* What is typed arrives as it was typed, over a slow line too; what the terminal reports late is no key. */
#include "tests/unit.h"

#include "tests/term/session.h"

static void a_report_that_comes_late_is_no_key(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_type(s->pty, "\x1b[24;80R\x1b[?62;22c\x1b[3;1R");
    pty_type(s->pty, "m");
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    session_quit(s);
}

static void a_character_may_come_in_pieces(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_type(s->pty, "/");
    assert_true(pty_wait(s->pty, "/"));
    pty_type(s->pty, "\xE7\x94");
    pty_drain(s->pty);
    pty_type(s->pty, "\xB2");
    assert_true(pty_wait(s->pty, "/甲"));
    pty_type(s->pty, "\x1b");
    assert_true(pty_wait_gone(s->pty, "/甲"));
    session_quit(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report_that_comes_late_is_no_key, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_character_may_come_in_pieces, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
