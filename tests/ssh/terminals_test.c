/* Every kind of terminal and locale that ssh brings along: a session that can be read, or one line that says why not;
 * and nothing is left behind. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/ssh/sshd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct office {
    void *fixture;
    struct sshd *sshd;
    struct pty *pty;
};

static int begin(void **state)
{
    struct office *o = calloc(1, sizeof *o);
    *state = o;
    if (!o || fixture_setup_db(&o->fixture) != 0)
        return -1;
    const struct fixture *f = o->fixture;
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "report", "甲窗口从早到晚排着长队。\n材料交了又补。\n");
    store_close(&s);
    o->sshd = sshd_start(f->dir, "");
    return 0;
}

static int end(void **state)
{
    struct office *o = *state;
    if (!o)
        return 0;
    pty_free(o->pty);
    sshd_stop(o->sshd);
    fixture_teardown(&o->fixture);
    free(o);
    return 0;
}

/* A session in which the document is read and left. */
static void read_and_leave(struct office *o, const char *const env[])
{
    const struct login l = {.env = env};
    int status = -1;
    o->pty = sshd_login(o->sshd, &l);
    if (!pty_wait(o->pty, "甲窗口从早到晚排着长队。"))
        fail_msg("nothing to read with %s %s", env[0], env[1]);
    pty_type(o->pty, "Q");
    assert_true(pty_wait_exit(o->pty, &status));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("status %d with %s %s", status, env[0], env[1]);
    pty_free(o->pty);
    o->pty = NULL;
    sshd_wait_nothing_left(o->sshd);
}

static void every_locale_shows_the_text(void **state)
{
    static const char *const locales[] = {"LANG=C",           "LANG=POSIX",         "LANG",
                                          "LANG=zh_CN.UTF-8", "LANG=zh_CN.GB18030", "LANG=no_SUCH"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *const env[] = {locales[i], "LC_ALL", "LC_CTYPE", "LANGUAGE", NULL};
        read_and_leave(*state, env);
    }
}

static void every_terminal_that_can_shows_the_text(void **state)
{
    static const char *const terminals[] = {"TERM=ansi", "TERM=vt100", "TERM=unknown", "TERM=no-such-terminal"};
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        const char *const env[] = {terminals[i], "LC_ALL=C.UTF-8", "LANGUAGE", NULL};
        read_and_leave(*state, env);
    }
}

/* What a VT52 shows cannot be read here, whose terminal is none; but what was sent to it can. */
static void a_vt52_gets_a_session(void **state)
{
    static const char *const env[] = {"TERM=vt52", "LC_ALL=C.UTF-8", "LANGUAGE", NULL};
    struct office *o = *state;
    const struct login l = {.env = env};
    o->pty = sshd_login(o->sshd, &l);
    assert_true(pty_wait(o->pty, "材料交了又补。"));
    assert_int_equal(pty_find(o->pty, "[6n", NULL), -1);
    sshd_quit(o->pty);
    o->pty = NULL;
    sshd_wait_nothing_left(o->sshd);
}

static void a_dumb_terminal_is_told_in_one_line(void **state)
{
    static const char *const env[] = {"TERM=dumb", "LC_ALL=C.UTF-8", "LANGUAGE", NULL};
    struct office *o = *state;
    const struct login l = {.env = env, .columns = 200};
    int status = -1;
    o->pty = sshd_login(o->sshd, &l);
    assert_true(pty_wait_exit(o->pty, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_true(pty_find(o->pty, "TERM=xterm", NULL) == 0);
    assert_string_equal(pty_row(o->pty, 1), "");
    sshd_wait_nothing_left(o->sshd);
}

static void without_a_terminal_it_says_what_to_type(void **state)
{
    struct office *o = *state;
    char arguments[3 * SSHD_PATH], out[4096];
    snprintf(arguments, sizeof arguments, "here %s review %s report", o->sshd->program, o->sshd->file);
    assert_int_equal(sshd_run(o->sshd, "ssh", "id", arguments, out, sizeof out), 1);
    assert_non_null(strstr(out, "ssh -t"));
    assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
    sshd_wait_nothing_left(o->sshd);
}

int main(void)
{
    if (sshd_skip(sshd_reason_to_skip()))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_locale_shows_the_text, begin, end),
        cmocka_unit_test_setup_teardown(every_terminal_that_can_shows_the_text, begin, end),
        cmocka_unit_test_setup_teardown(a_vt52_gets_a_session, begin, end),
        cmocka_unit_test_setup_teardown(a_dumb_terminal_is_told_in_one_line, begin, end),
        cmocka_unit_test_setup_teardown(without_a_terminal_it_says_what_to_type, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
