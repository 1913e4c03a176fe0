/* What was shown is on the disk, however the program ends; and the terminal comes back to the shell. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* The counts in the status line change when the tag has been committed. */
static void tag_first_sentence(struct session *s)
{
    session_review(s, 24, 80);
    pty_type(s->pty, "c");
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
}

static void find_it_again(struct session *s)
{
    assert_true(session_saved(s, "甲窗口从早到晚排着长队。"));
    assert_true(session_saved(s, "cause"));
    session_review(s, 24, 80);
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
    session_quit(s);
}

static void a_tag_is_saved_before_it_is_shown(void **state)
{
    struct session *s = *state;
    tag_first_sentence(s);
    assert_true(session_saved(s, "甲窗口从早到晚排着长队。"));
    pty_type(s->pty, "u");
    assert_true(pty_wait(s->pty, "M0 C0 R0"));
    assert_false(session_saved(s, "甲窗口从早到晚排着长队。"));
    session_quit(s);
}

static void kill_9_loses_nothing(void **state)
{
    struct session *s = *state;
    tag_first_sentence(s);
    int status = 0;
    pty_signal(s->pty, SIGKILL);
    assert_true(pty_wait_exit(s->pty, &status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
    find_it_again(s);
}

static void a_hang_up_ends_it_and_loses_nothing(void **state)
{
    struct session *s = *state;
    tag_first_sentence(s);
    int status = 0;
    pty_hang_up(s->pty);
    assert_true(pty_wait_exit(s->pty, &status));
    find_it_again(s);
}

static void sigterm_gives_the_terminal_back(void **state)
{
    struct session *s = *state;
    tag_first_sentence(s);
    int status = 0;
    pty_signal(s->pty, SIGTERM);
    assert_true(pty_wait_exit(s->pty, &status));
    assert_true(pty_sane(s->pty));
    assert_false(pty_other_screen(s->pty));
    find_it_again(s);
}

static void a_frozen_terminal_does_not_keep_it_from_ending(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP};
    struct session *s = *state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        int status = 0;
        session_review(s, 24, 80);
        assert_true(pty_freeze(s->pty, "\x0C"));
        pty_signal(s->pty, signals[i]);
        assert_true(pty_wait_exit(s->pty, &status));
        assert_true(WIFEXITED(status));
        assert_true(pty_sane(s->pty));
    }
}

static void copy_screen(struct session *s, char *out, size_t size)
{
    size_t n = 0;
    for (int row = 0; row < 24 && n < size; row++)
        n += (size_t)snprintf(out + n, size - n, "%s\n", pty_row(s->pty, row));
}

static void a_terminal_that_thaws_shows_what_it_should(void **state)
{
    struct session *s = *state;
    static char thawed[16384], drawn_anew[16384];
    session_review(s, 24, 80);
    assert_true(pty_freeze(s->pty, "\x0C"));
    pty_type(s->pty, "c");
    pty_thaw(s->pty);
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
    pty_drain(s->pty);
    copy_screen(s, thawed, sizeof thawed);
    assert_true(pty_press(s->pty, "\x0C"));
    pty_drain(s->pty);
    copy_screen(s, drawn_anew, sizeof drawn_anew);
    assert_string_equal(thawed, drawn_anew);
    session_quit(s);
}

static void ctrl_c_leaves_a_selection_and_not_the_program(void **state)
{
    struct session *s = *state;
    tag_first_sentence(s);
    pty_type(s->pty, "v\x03\x03");
    pty_type(s->pty, "r");
    assert_true(pty_wait(s->pty, "M0 C1 R1"));
    session_quit(s);
    assert_true(session_saved(s, "remedy"));
}

static void crash(struct session *s, int signal)
{
    tag_first_sentence(s);
    assert_true(pty_other_screen(s->pty));
    assert_false(pty_sane(s->pty));
    int status = 0;
    pty_signal(s->pty, signal);
    assert_true(pty_wait_exit(s->pty, &status));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), signal);
    assert_true(pty_sane(s->pty));
    assert_false(pty_other_screen(s->pty));
    find_it_again(s);
}

static void a_crash_gives_the_terminal_back(void **state)
{
    crash(*state, SIGSEGV);
}

static void an_abort_gives_the_terminal_back(void **state)
{
    crash(*state, SIGABRT);
}

static void the_place_is_found_again(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    int row, column, row_again, column_again;
    bool visible;
    pty_type(s->pty, "}}m");
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    pty_drain(s->pty);
    pty_cursor(s->pty, &row, &column, &visible);
    session_quit(s);
    session_review(s, 24, 80);
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    pty_drain(s->pty);
    pty_cursor(s->pty, &row_again, &column_again, &visible);
    assert_int_equal(row, row_again);
    assert_int_equal(column, column_again);
    session_quit(s);
}

static void a_note_is_written_in_the_editor(void **state)
{
    struct session *s = *state;
    session_write(s, "edit.sh", "#!/bin/sh\nprintf 'from the editor' >\"$1\"\n");
    char editor[SESSION_PATH + 32];
    snprintf(editor, sizeof editor, "EDITOR=sh %s/edit.sh", s->dir);
    const char *const env[] = {editor, NULL};
    session_open(s, env, 24, 80);
    assert_true(pty_wait(s->pty, "完。"));
    pty_type(s->pty, "mA");
    assert_true(pty_wait(s->pty, "from the editor"));
    session_quit(s);
    assert_true(session_saved(s, "from the editor"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tag_is_saved_before_it_is_shown, session_begin, session_end),
        cmocka_unit_test_setup_teardown(kill_9_loses_nothing, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_hang_up_ends_it_and_loses_nothing, session_begin, session_end),
        cmocka_unit_test_setup_teardown(sigterm_gives_the_terminal_back, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_frozen_terminal_does_not_keep_it_from_ending, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_terminal_that_thaws_shows_what_it_should, session_begin, session_end),
        cmocka_unit_test_setup_teardown(ctrl_c_leaves_a_selection_and_not_the_program, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_crash_gives_the_terminal_back, session_begin, session_end),
        cmocka_unit_test_setup_teardown(an_abort_gives_the_terminal_back, session_begin, session_end),
        cmocka_unit_test_setup_teardown(the_place_is_found_again, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_note_is_written_in_the_editor, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
