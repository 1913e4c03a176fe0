/* The first screen and the last: every kind of terminal and locale, and what is left behind. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static bool any_colour(struct pty *p, int rows, int columns)
{
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            struct pty_cell cell;
            pty_get_cell(p, row, column, &cell);
            if (cell.coloured)
                return true;
        }
    return false;
}

static void the_first_screen_shows_text_and_keys(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    assert_int_equal(pty_find(s->pty, "report.txt", NULL), 0);
    assert_true(pty_wait(s->pty, "manifestation"));
    assert_int_equal(pty_find(s->pty, "manifestation", NULL), 23);
    assert_true(pty_find(s->pty, "甲窗口从早到晚排着长队。", NULL) >= 1);
    int row, column;
    bool visible;
    pty_cursor(s->pty, &row, &column, &visible);
    int start;
    assert_int_equal(row, pty_find(s->pty, "甲", &start));
    assert_int_equal(column, start);
    session_quit(s);
}

/* What only an import needs would cost every session more than all the rest of its start. */
static void a_session_loads_no_library_of_imports(void **state)
{
    static const char *const names[] = {"libxml2", "libarchive", "libicu"};
    struct session *s = *state;
    session_review(s, 24, 80);
    char path[64], line[4096];
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pty_pid(s->pty));
    FILE *maps = fopen(path, "re");
    assert_non_null(maps);
    bool sqlite = false;
    while (fgets(line, sizeof line, maps)) {
        sqlite = sqlite || strstr(line, "libsqlite3");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strstr(line, names[i]))
                fail_msg("loaded: %s", line);
    }
    fclose(maps);
    assert_true(sqlite); /* it is the program that was looked at */
    session_quit(s);
}

static void a_file_alone_is_reviewed(void **state)
{
    struct session *s = *state;
    const char *const argv[] = {"./zhupi", s->db, NULL};
    s->pty = pty_start(argv, NULL, 24, 80);
    assert_non_null(s->pty);
    assert_true(pty_wait(s->pty, "report"));
    pty_type(s->pty, "\r");
    assert_true(pty_wait(s->pty, "完。"));
    session_quit(s);
}

static void bad_lines_of_a_keymap_are_told(void **state)
{
    struct session *s = *state;
    char folder[SESSION_PATH + 8];
    snprintf(folder, sizeof folder, "%s/zhupi", s->dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    session_write(s, "zhupi/keymap", "bind nowhere x quit\nbind text x fly\nbind text x cancel\nbinde\n");
    session_review(s, 24, 80);
    assert_true(pty_wait(s->pty, "3 lines of your keymap are bad; the first: "));
    assert_int_equal(pty_find(s->pty, "keymap:4: ", NULL), -1);
    session_quit(s);
    assert_true(pty_wait(s->pty, "keymap:1: "));
    assert_true(pty_wait(s->pty, "keymap:2: "));
    assert_true(pty_wait(s->pty, "keymap:4: "));
}

static void colours_obey_no_color(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_type(s->pty, "m");
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    pty_drain(s->pty); /* the rows below come behind */
    assert_true(any_colour(s->pty, 24, 80));
    session_quit(s);
    static const char *const plain[] = {"NO_COLOR=1", NULL};
    session_open(s, plain, 24, 80);
    assert_true(pty_wait(s->pty, "完。"));
    pty_drain(s->pty);
    assert_false(any_colour(s->pty, 24, 80));
    session_quit(s);
}

static void every_locale_shows_chinese(void **state)
{
    static const char *const locales[] = {"LC_ALL=C",
                                          "LC_ALL=POSIX",
                                          "LC_ALL=en_US.ISO-8859-1",
                                          "LC_ALL=zh_CN.UTF-8",
                                          "LC_ALL=zh_CN.GB18030",
                                          "LC_ALL=no_SUCH.locale",
                                          "LC_ALL="};
    struct session *s = *state;
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        const char *const env[] = {locales[i], "LANG", NULL};
        session_open(s, env, 24, 80);
        assert_true(pty_wait(s->pty, "甲窗口从早到晚排着长队。"));
        session_quit(s);
    }
}

static void a_chinese_reader_gets_chinese_words(void **state)
{
    static const char *const env[] = {"LC_ALL=zh_CN.UTF-8", NULL};
    struct session *s = *state;
    session_open(s, env, 24, 80);
    assert_true(pty_wait(s->pty, "m 表现"));
    assert_true(pty_wait(s->pty, "对策"));
    session_quit(s);
}

static void unknown_and_small_terminals_work(void **state)
{
    static const char *const terminals[] = {"TERM=no-such-terminal", "TERM=vt100", "TERM=rxvt", "TERM=xterm",
                                            "TERM=screen-256color"};
    struct session *s = *state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        const char *const env[] = {terminals[i], NULL};
        session_open(s, env, 24, 80);
        assert_true(pty_wait(s->pty, "甲窗口从早到晚排着长队。"));
        assert_true(pty_wait(s->pty, "manifestation"));
        session_quit(s);
    }
}

static void a_dumb_terminal_is_told_so(void **state)
{
    static const char *const env[] = {"TERM=dumb", NULL};
    struct session *s = *state;
    int status = 0;
    session_open(s, env, 24, 80);
    assert_true(pty_wait_exit(s->pty, &status));
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 0);
    assert_true(pty_find(s->pty, "TERM=xterm", NULL) >= 0);
    assert_true(pty_sane(s->pty));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_screen_shows_text_and_keys, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_file_alone_is_reviewed, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_session_loads_no_library_of_imports, session_begin, session_end),
        cmocka_unit_test_setup_teardown(bad_lines_of_a_keymap_are_told, session_begin, session_end),
        cmocka_unit_test_setup_teardown(colours_obey_no_color, session_begin, session_end),
        cmocka_unit_test_setup_teardown(every_locale_shows_chinese, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_chinese_reader_gets_chinese_words, session_begin, session_end),
        cmocka_unit_test_setup_teardown(unknown_and_small_terminals_work, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_dumb_terminal_is_told_so, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
