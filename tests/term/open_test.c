/* Keys that are typed before a big document is there: they are the keys of who waited. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 40000 /* 4 MB */

static void give_big(struct session *s)
{
    size_t room = LINES * 128, used = 0;
    char *text = malloc(room), path[SESSION_PATH + 16], command[SESSION_PATH + 64];
    assert_non_null(text);
    for (int i = 1; i <= LINES; i++)
        used += (size_t)snprintf(text + used, room - used, "第%d行说明窗口从早到晚排着长队，责任不清。\n", i);
    session_write(s, "big.txt", text);
    free(text);
    snprintf(path, sizeof path, "%s/big.txt", s->dir);
    snprintf(command, sizeof command, "import DB %s", path);
    session_run(s, command);
}

/* Start and type at once, in one write. */
static void open_typing(struct session *s, const char *keys)
{
    char home[SESSION_PATH + 8], config[SESSION_PATH + 24];
    const char *build = getenv("builddir");
    char program[4096];
    snprintf(program, sizeof program, "%s/zhupi", build ? build : ".");
    snprintf(home, sizeof home, "HOME=%s", s->dir);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", s->dir);
    const char *const env[] = {home, config, "LC_ALL=C.UTF-8", "LANGUAGE", NULL};
    const char *const argv[] = {program, "review", s->db, "big.txt", NULL};
    pty_free(s->pty);
    s->pty = pty_start(argv, env, 24, 80);
    assert_non_null(s->pty);
    pty_type(s->pty, keys);
}

static void keys_that_come_at_once_are_those_of_who_waits(void **state)
{
    struct session *s = *state;
    give_big(s);
    open_typing(s, "G");
    assert_true(pty_wait(s->pty, "第40000行"));
    pty_type(s->pty, "gg");
    assert_true(pty_wait(s->pty, "第1行"));
    session_quit(s);
    open_typing(s, "/第39000行\r");
    assert_true(pty_wait(s->pty, "第39000行"));
    pty_type(s->pty, "gg");
    assert_true(pty_wait(s->pty, "第1行"));
    session_quit(s);
    open_typing(s, "sc");
    assert_true(pty_wait(s->pty, "M0 C1 R0"));
    session_quit(s);
    assert_true(session_saved(s, "第2行说明窗口从早到晚排着长队，责任不清。"));
    open_typing(s, "Gqq"); /* and gone before anything was seen */
    int status = -1;
    assert_true(pty_wait_exit(s->pty, &status));
    assert_int_equal(status, 0);
    open_typing(s, "");
    assert_true(pty_wait(s->pty, "第40000行"));
    session_quit(s);
}

static void nobody_who_waits_sees_anything_change(void **state)
{
    struct session *s = *state;
    give_big(s);
    open_typing(s, "");
    assert_true(pty_wait(s->pty, "第16行"));
    assert_true(pty_wait(s->pty, "manifestation"));
    pty_drain_for(s->pty, 300);
    size_t bytes = pty_bytes(s->pty);
    pty_drain_for(s->pty, 700);
    assert_int_equal(pty_bytes(s->pty), bytes);
    session_quit(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_that_come_at_once_are_those_of_who_waits, session_begin, session_end),
        cmocka_unit_test_setup_teardown(nobody_who_waits_sees_anything_change, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
