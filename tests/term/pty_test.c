/* The terminal harness itself, tried on programs that every system has. */
#include "tests/unit.h"

#include "tests/term/pty.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static int end(void **state)
{
    pty_free(*state);
    return 0;
}

/* A shell that runs SCRIPT in 5 rows of 20 cells. */
static struct pty *shell(void **state, const char *script)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    const char *const env[] = {"ZHUPI_TEST=yes", "HOME", NULL};
    struct pty *p = pty_start(argv, env, 5, 20);
    *state = p;
    assert_non_null(p);
    return p;
}

static void typed_text_comes_back(void **state)
{
    struct pty *p = shell(state, "exec cat");
    pty_type(p, "hello");
    assert_true(pty_wait(p, "hello"));
    int row, column;
    bool visible;
    pty_cursor(p, &row, &column, &visible);
    assert_int_equal(row, 0);
    assert_int_equal(column, 5);
    assert_true(visible);
    assert_int_equal(pty_bytes(p), 5);
    assert_string_equal(pty_row(p, 0), "hello");
    assert_string_equal(pty_row(p, 4), "");
    assert_false(pty_shows_within(p, "other", 10));
}

static void wide_characters_take_two_cells(void **state)
{
    struct pty *p = shell(state, "printf 'a朱批e\\314\\201'; exec cat");
    assert_true(pty_wait(p, "朱批"));
    struct pty_cell cell;
    pty_get_cell(p, 0, 1, &cell);
    assert_string_equal(cell.text, "朱");
    assert_int_equal(cell.width, 2);
    pty_get_cell(p, 0, 2, &cell);
    assert_string_equal(cell.text, "");
    pty_get_cell(p, 0, 5, &cell);
    assert_string_equal(cell.text, "e\xCC\x81");
    int column = -1;
    assert_int_equal(pty_find(p, "批", &column), 0);
    assert_int_equal(column, 3);
}

static void attributes_are_read(void **state)
{
    struct pty *p = shell(state, "printf '\\033[1mb\\033[0;4mu\\033[0;7mr\\033[0;31mc\\033[0m.'; exec cat");
    assert_true(pty_wait(p, "burc."));
    struct pty_cell cell;
    for (int column = 0; column < 5; column++) {
        pty_get_cell(p, 0, column, &cell);
        assert_int_equal(cell.bold, column == 0);
        assert_int_equal(cell.underline, column == 1);
        assert_int_equal(cell.reverse, column == 2);
        assert_int_equal(cell.coloured, column == 3);
    }
}

static void text_that_goes_is_noticed(void **state)
{
    struct pty *p = shell(state, "echo here; read x; printf '\\033[2J'; exec cat");
    assert_true(pty_wait(p, "here"));
    pty_type(p, "\n");
    assert_true(pty_wait_gone(p, "here"));
}

static void a_new_size_and_its_signal_arrive(void **state)
{
    struct pty *p = shell(state, "trap 'echo winch' WINCH; echo ready; while :; do read x && stty size; done");
    assert_true(pty_wait(p, "ready"));
    pty_resize(p, 9, 33);
    pty_type(p, "\n");
    assert_true(pty_wait(p, "winch"));
    pty_type(p, "\n");
    assert_true(pty_wait(p, "9 33"));
}

static void the_environment_is_passed(void **state)
{
    struct pty *p = shell(state, "echo $ZHUPI_TEST $TERM; echo \"home:$HOME:\"");
    assert_true(pty_wait(p, "yes xterm-256color"));
    assert_true(pty_wait(p, "home::"));
}

static void a_hang_up_reaches_the_program(void **state)
{
    struct pty *p = shell(state, "echo ready; exec sleep 1000");
    assert_true(pty_wait(p, "ready"));
    pty_hang_up(p);
    int status = 0;
    assert_true(pty_wait_exit(p, &status));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGHUP);
}

static void the_exit_status_is_collected(void **state)
{
    int status = 0;
    struct pty *p = shell(state, "echo last words; exit 7");
    assert_true(pty_wait_exit(p, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_string_equal(pty_row(p, 0), "last words");
    assert_false(pty_shows_within(p, "more", 60000));
}

static void ctrl_c_and_kill_end_it(void **state)
{
    int status = 0;
    struct pty *p = shell(state, "echo ready; exec sleep 1000");
    assert_true(pty_wait(p, "ready"));
    pty_type(p, "\x03");
    assert_true(pty_wait_exit(p, &status));
    assert_int_equal(WTERMSIG(status), SIGINT);
    pty_free(p);
    p = shell(state, "echo ready; exec sleep 1000");
    assert_true(pty_wait(p, "ready"));
    pty_signal(p, SIGKILL);
    assert_true(pty_wait_exit(p, &status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void modes_are_seen_after_the_end(void **state)
{
    int status = 0;
    struct pty *p = shell(state, "stty raw -echo; printf '\\033[?1049h\\033[?25lraw'; read x; stty sane;"
                                 "printf '\\033[?1049l\\033[?25hsane'");
    assert_true(pty_wait(p, "raw"));
    assert_false(pty_sane(p));
    assert_true(pty_other_screen(p));
    int row, column;
    bool visible;
    pty_cursor(p, &row, &column, &visible);
    assert_false(visible);
    pty_type(p, "\n");
    assert_true(pty_wait_exit(p, &status));
    assert_string_equal(pty_row(p, 0), "sane");
    assert_true(pty_sane(p));
    assert_false(pty_other_screen(p));
    pty_free(p);
    p = shell(state, "stty raw -echo; exit");
    assert_true(pty_wait_exit(p, &status));
    assert_false(pty_sane(p));
}

static void the_terminal_answers_questions(void **state)
{
    struct pty *p = shell(state, "stty raw -echo; printf 'ab\\033[6n'; head -c 6 | tr '\\033' '^'; exec cat");
    assert_true(pty_wait(p, "ab^[1;3R"));
}

static void bytes_are_counted_when_all_have_come(void **state)
{
    struct pty *p = shell(state, "echo ready; read x; printf 1; printf 2; printf 34567; exec cat");
    assert_true(pty_wait(p, "ready"));
    size_t before = pty_bytes(p);
    pty_type(p, "\n");
    assert_true(pty_wait(p, "1"));
    pty_drain(p);
    assert_int_equal(pty_bytes(p) - before, strlen("\r\n1234567"));
}

static void a_pressed_key_is_answered_in_full(void **state)
{
    struct pty *p = shell(state, "echo ready; read x; printf 1; printf 2; printf 34567; exec cat");
    assert_true(pty_wait(p, "ready"));
    size_t before = pty_bytes(p);
    assert_true(pty_press(p, "\n"));
    assert_int_equal(pty_bytes(p) - before, strlen("\r\n1234567"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(typed_text_comes_back, end),
        cmocka_unit_test_teardown(wide_characters_take_two_cells, end),
        cmocka_unit_test_teardown(attributes_are_read, end),
        cmocka_unit_test_teardown(text_that_goes_is_noticed, end),
        cmocka_unit_test_teardown(a_new_size_and_its_signal_arrive, end),
        cmocka_unit_test_teardown(the_environment_is_passed, end),
        cmocka_unit_test_teardown(a_hang_up_reaches_the_program, end),
        cmocka_unit_test_teardown(the_exit_status_is_collected, end),
        cmocka_unit_test_teardown(ctrl_c_and_kill_end_it, end),
        cmocka_unit_test_teardown(modes_are_seen_after_the_end, end),
        cmocka_unit_test_teardown(the_terminal_answers_questions, end),
        cmocka_unit_test_teardown(bytes_are_counted_when_all_have_come, end),
        cmocka_unit_test_teardown(a_pressed_key_is_answered_in_full, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
