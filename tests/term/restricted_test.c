/* The restricted mode in a terminal, where its walls must not be in the way of the screen. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <stdio.h>
#include <string.h>

static void begin(struct session *s, const char *const env[])
{
    const char *all[8] = {"LC_ALL=C.UTF-8", "SSH_ORIGINAL_COMMAND"};
    for (size_t n = 2; env && *env && n < 7; n++)
        all[n] = *env++;
    const char *const argv[] = {"./zhupi", "review", "--restricted", "--as", "anna", s->db, "report.txt", NULL};
    pty_free(s->pty);
    s->pty = pty_start(argv, all, 24, 80);
    assert_non_null(s->pty);
}

static void it_reviews(void **state)
{
    struct session *s = *state;
    begin(s, NULL);
    assert_true(pty_wait(s->pty, "完。"));
    assert_true(pty_wait(s->pty, "anna"));
    pty_type(s->pty, "c");
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
    assert_true(session_saved(s, "anna"));
    pty_resize(s->pty, 30, 120);
    pty_type(s->pty, "A");
    assert_true(pty_wait(s->pty, "Enter begins a new line"));
    pty_type(s->pty, "追问\r何时\x13"); /* Ctrl-S saves, whatever it means to a line */
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
    assert_true(session_saved(s, "追问\n何时"));
    pty_type(s->pty, "uu");
    assert_true(pty_wait(s->pty, "M0 C0 R0"));
    session_quit(s);
}

static bool is_stopped(const struct session *s)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pty_pid(s->pty));
    FILE *f = fopen(path, "r");
    bool ok = f && fgets(line, sizeof line, f);
    if (f)
        fclose(f);
    return ok && strstr(line, ") T ") != NULL;
}

static void it_is_not_suspended(void **state)
{
    struct session *s = *state;
    begin(s, NULL);
    assert_true(pty_wait(s->pty, "完。"));
    pty_type(s->pty, "\x1a");
    assert_true(pty_wait(s->pty, "there is no shell behind this session"));
    assert_false(is_stopped(s));
    assert_true(pty_other_screen(s->pty));
    pty_type(s->pty, ":suspend\r");
    assert_true(pty_press(s->pty, "j"));
    assert_false(is_stopped(s));
    session_quit(s);
}

static void a_terminal_of_the_persons_own_is_not_read(void **state)
{
    struct session *s = *state;
    char terminfo[SESSION_PATH + 16], home[SESSION_PATH + 16];
    snprintf(terminfo, sizeof terminfo, "TERMINFO=%s", s->dir);
    snprintf(home, sizeof home, "HOME=%s", s->dir);
    begin(s, (const char *const[]){terminfo, home, "TERM=../../../../tmp/mine", NULL});
    assert_true(pty_wait(s->pty, "完。")); /* in the usual kind of terminal instead */
    session_quit(s);
}

static void a_hang_up_keeps_what_is_being_written(void **state)
{
    struct session *s = *state;
    int status;
    begin(s, NULL);
    assert_true(pty_wait(s->pty, "完。"));
    pty_type(s->pty, "cA");
    assert_true(pty_wait(s->pty, "Enter begins a new line"));
    pty_type(s->pty, "追问");
    assert_true(pty_wait(s->pty, "追问"));
    pty_hang_up(s->pty);
    assert_true(pty_wait_exit(s->pty, &status));
    assert_true(session_saved(s, "追问"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_reviews, session_begin, session_end),
        cmocka_unit_test_setup_teardown(it_is_not_suspended, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_terminal_of_the_persons_own_is_not_read, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_hang_up_keeps_what_is_being_written, session_begin, session_end),
    };
    return cmocka_run_group_tests_name("restricted", tests, NULL, NULL);
}
