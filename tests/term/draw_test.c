/* What reaches the terminal: sizes, wide characters, hostile text. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every glyph of the first paragraph is on the screen, in order, at the size of now. */
static void assert_first_paragraph_shown(struct session *s, int rows)
{
    char all[65536] = "";
    size_t n = 0;
    for (int row = 1; row < rows - 1; row++)
        n += (size_t)snprintf(all + n, sizeof all - n, "%s", pty_row(s->pty, row));
    const char *at = all;
    const char *end = strchr(session_document, '\n');
    for (const char *p = session_document; p < end; p += 3) { /* every character has three bytes */
        char one[4] = {p[0], p[1], p[2], '\0'};
        at = strstr(at, one);
        if (!at)
            fail_msg("“%s” is not where it belongs at %d rows", one, rows);
        at += 3;
    }
}

static void sizes_change_at_any_time(void **state)
{
    static const int sizes[][2] = {{10, 40}, {24, 80}, {40, 120}, {60, 200}, {10, 41}, {12, 99}, {24, 100}};
    struct session *s = *state;
    session_review(s, 24, 80);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int rows = sizes[i][0], columns = sizes[i][1];
        pty_resize(s->pty, rows, columns);
        pty_type(s->pty, "gg:"); /* the prompt stands in the last row of the new size */
        do
            assert_true(pty_wait(s->pty, ":"));
        while (pty_row(s->pty, rows - 1)[0] != ':');
        assert_true(pty_wait(s->pty, "甲窗口"));
        assert_first_paragraph_shown(s, rows);
        pty_type(s->pty, "\x03");
        assert_true(pty_wait(s->pty, "r remedy"));
    }
    session_quit(s);
}

static void a_hundred_sizes_in_a_row_do_no_harm(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    for (int i = 0; i < 100; i++)
        pty_resize(s->pty, 3 + i % 50, 1 + i * 7 % 200);
    pty_resize(s->pty, 24, 80);
    pty_type(s->pty, "m");
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    assert_true(pty_wait(s->pty, "甲窗口从早到晚排着长队。"));
    session_quit(s);
}

/* A slow line brings two sizes as one signal, and the second may be the one that was there before. */
static void a_size_that_came_and_went_leaves_no_hole(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_signal(s->pty, SIGSTOP);
    pty_resize(s->pty, 3, 10);
    pty_resize(s->pty, 24, 80);
    pty_signal(s->pty, SIGCONT);
    assert_true(pty_wait(s->pty, "M0 C0 R0"));
    assert_true(pty_wait(s->pty, "甲窗口从早到晚排着长队。"));
    session_quit(s);
}

static void no_wide_character_is_cut(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    for (int columns = 40; columns < 60; columns++) {
        pty_resize(s->pty, 24, columns);
        pty_type(s->pty, "\x0C");
        pty_drain(s->pty);
        for (int row = 0; row < 24; row++) {
            struct pty_cell cell;
            pty_get_cell(s->pty, row, columns - 1, &cell);
            assert_int_equal(cell.width, 1);
        }
        assert_first_paragraph_shown(s, 24);
    }
    session_quit(s);
}

static void hostile_text_becomes_marks(void **state)
{
    struct session *s = *state;
    session_write(s, "hostile.txt", "before \x1b]0;owned\x07 \xE2\x80\xAE gnp.exe \x1b[2J\x1b[41m after\n");
    char arguments[SESSION_PATH + 32];
    snprintf(arguments, sizeof arguments, "import DB %s/hostile.txt", s->dir);
    session_run(s, arguments);
    session_review(s, 24, 80);
    pty_type(s->pty, ":open hostile.txt\r");
    assert_true(pty_wait(s->pty, "gnp.exe"));
    assert_true(pty_find(s->pty, "^[]0;owned^G", NULL) >= 0);
    assert_true(pty_find(s->pty, "<U+202E>", NULL) >= 0);
    assert_true(pty_find(s->pty, "after", NULL) >= 0);
    session_quit(s);
}

static void chinese_is_searched_as_it_is_typed(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_type(s->pty, "/再出现");
    int row, column;
    assert_true(pty_wait(s->pty, "/再出现"));
    pty_type(s->pty, "\r");
    assert_true(pty_wait_gone(s->pty, "/再出现"));
    pty_drain(s->pty);
    int at_row, at_column;
    bool visible;
    pty_cursor(s->pty, &at_row, &at_column, &visible);
    row = pty_find(s->pty, "再出现", &column);
    assert_int_equal(at_row, row);
    assert_int_equal(at_column, column);
    struct pty_cell there, elsewhere;
    pty_get_cell(s->pty, row, column + 2, &there);
    pty_get_cell(s->pty, row, column - 2, &elsewhere);
    assert_true(there.reverse != elsewhere.reverse || there.underline != elsewhere.underline ||
                there.coloured != elsewhere.coloured || there.bold != elsewhere.bold);
    session_quit(s);
}

static void the_mouse_puts_the_cursor(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    int column = 0;
    int row = pty_find(s->pty, "把章交给窗口", &column);
    char click[64];
    snprintf(click, sizeof click, "\033[<0;%d;%dM\033[<0;%d;%dm", column + 1, row + 1, column + 1, row + 1);
    pty_type(s->pty, click);
    pty_type(s->pty, "r");
    assert_true(pty_wait(s->pty, "M0 C0 R1"));
    session_quit(s);
    if (!session_saved(s, "第一，把章交给窗口。"))
        fail_msg("tagged instead: %s", s->out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sizes_change_at_any_time, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_hundred_sizes_in_a_row_do_no_harm, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_size_that_came_and_went_leaves_no_hole, session_begin, session_end),
        cmocka_unit_test_setup_teardown(no_wide_character_is_cut, session_begin, session_end),
        cmocka_unit_test_setup_teardown(hostile_text_becomes_marks, session_begin, session_end),
        cmocka_unit_test_setup_teardown(chinese_is_searched_as_it_is_typed, session_begin, session_end),
        cmocka_unit_test_setup_teardown(the_mouse_puts_the_cursor, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
