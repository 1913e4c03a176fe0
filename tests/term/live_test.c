/* Two sessions in two terminals at one file: what is done in one is seen in the other, which nobody types in. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct two {
    struct session *session; /* who reads: session->pty */
    struct pty *writer;
};

static int begin(void **state)
{
    struct two *t = calloc(1, sizeof *t);
    void *session;
    *state = t;
    if (!t || session_begin(&session) != 0)
        return -1;
    t->session = session;
    session_review(t->session, 24, 80);
    t->writer = t->session->pty;
    t->session->pty = NULL;
    session_review(t->session, 24, 80);
    return 0;
}

static int end(void **state)
{
    struct two *t = *state;
    void *session = t->session;
    pty_free(t->writer);
    free(t);
    return session_end(&session);
}

static void a_tag_arrives_and_its_mark_goes_again(void **state)
{
    struct two *t = *state;
    struct pty *reader = t->session->pty;
    char before[400], *row;
    int y, x, then_y, then_x;
    bool visible;
    pty_drain(reader);
    snprintf(before, sizeof before, "%s", strstr(pty_row(reader, 1), "甲"));
    pty_cursor(reader, &y, &x, &visible);
    assert_true(pty_press(t->writer, "c"));
    assert_true(pty_wait(reader, "+C"));
    assert_non_null(row = strstr(pty_row(reader, 1), "甲"));
    assert_string_equal(row, before);
    pty_cursor(reader, &then_y, &then_x, &visible);
    assert_int_equal(y, then_y);
    assert_int_equal(x, then_x);
    assert_true(pty_wait_gone(reader, "+C"));
    assert_true(pty_find(reader, " C  甲", &x) > 0);
    assert_true(pty_press(t->writer, "u"));
    assert_true(pty_wait(reader, "C0"));
    session_quit(t->session);
}

/* The writer's sign moves only from row to row. */
static void what_is_not_seen_sends_nothing(void **state)
{
    struct two *t = *state;
    struct pty *reader = t->session->pty;
    assert_true(pty_press(t->writer, "l"));
    pty_type(reader, "W");
    assert_true(pty_wait(reader, "2 sessions")); /* it has looked around */
    pty_type(reader, "q");
    assert_true(pty_wait(reader, "完。"));
    pty_drain(reader);
    size_t bytes = pty_bytes(reader);
    for (int i = 0; i < 4; i++)
        assert_true(pty_press(t->writer, i % 2 ? "h" : "l"));
    pty_shows_within(reader, "never to be shown", 600);
    assert_int_equal(pty_bytes(reader), bytes);
    session_quit(t->session);
}

static void who_is_cut_off_is_gone(void **state)
{
    struct two *t = *state;
    struct pty *reader = t->session->pty;
    pty_type(reader, "W");
    assert_true(pty_wait(reader, "2 sessions"));
    pty_signal(t->writer, 9);
    assert_true(pty_wait(reader, "1 session "));
    session_quit(t->session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tag_arrives_and_its_mark_goes_again, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_seen_sends_nothing, begin, end),
        cmocka_unit_test_setup_teardown(who_is_cut_off_is_gone, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
