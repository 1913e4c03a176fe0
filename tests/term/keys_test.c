/* What is typed arrives as it was typed, over a slow line too; what the terminal reports late is no key. */
#include "tests/unit.h"

#include "tests/term/session.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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

/* A shell's ^C and ^\ go to everybody in the foreground, the reviewer's program too. */
static void signals_typed_in_the_editor_are_the_editors(void **state)
{
    struct session *s = *state;
    session_write(s, "edit.sh",
                  "#!/bin/sh\ntrap '' INT QUIT\nkill -INT 0\nkill -QUIT 0\nprintf 'still here' >\"$1\"\n");
    char editor[SESSION_PATH + 32];
    snprintf(editor, sizeof editor, "EDITOR=sh %s/edit.sh", s->dir);
    const char *const env[] = {editor, NULL};
    session_open(s, env, 24, 80);
    assert_true(pty_wait(s->pty, "完。"));
    pty_type(s->pty, "mA");
    assert_true(pty_wait(s->pty, "still here"));
    session_quit(s);
}

/* A note that was saved in an editor that was killed is worth more than tidiness. */
static void what_was_written_in_a_killed_editor_is_kept(void **state)
{
    struct session *s = *state;
    char editor[SESSION_PATH + 32], note[SESSION_PATH + 32], words[8] = "";
    session_write(s, "edit.sh", "#!/bin/sh\nprintf kept >\"$1\"\nln \"$1\" \"${0%/*}/note\"\nkill -KILL $$\n");
    snprintf(editor, sizeof editor, "EDITOR=sh %s/edit.sh", s->dir);
    snprintf(note, sizeof note, "%s/note", s->dir);
    char tmpdir[SESSION_PATH + 32];
    snprintf(tmpdir, sizeof tmpdir, "TMPDIR=%s", s->dir);
    const char *const env[] = {editor, tmpdir, NULL};
    session_open(s, env, 24, 80);
    assert_true(pty_wait(s->pty, "完。"));
    pty_type(s->pty, "mA");
    assert_true(pty_wait(s->pty, "is kept in"));
    struct stat st;
    assert_int_equal(stat(note, &st), 0);
    assert_int_equal(st.st_nlink, 2); /* the name that the message tells, and ours */
    FILE *f = fopen(note, "re");
    assert_non_null(f);
    assert_int_equal(fread(words, 1, sizeof words - 1, f), 4);
    fclose(f);
    assert_string_equal(words, "kept");
    session_quit(s);
}

/* "d" would delete the annotation, "q" leave the document. */
static void what_is_pasted_is_text_and_no_commands(void **state)
{
    struct session *s = *state;
    session_review(s, 24, 80);
    pty_type(s->pty, "m");
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    pty_type(s->pty, "\x1b[200~ddq\rq\x1b[201~");
    assert_true(pty_wait(s->pty, "not taken as keys"));
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    pty_type(s->pty, "a\x1b[200~第一\rdd 第二\x1b[201~");
    assert_true(pty_wait(s->pty, "第一 dd 第二"));
    pty_type(s->pty, "\r");
    assert_true(session_saved(s, "第一 dd 第二"));
    assert_true(pty_wait(s->pty, "M1 C0 R0"));
    session_quit(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report_that_comes_late_is_no_key, session_begin, session_end),
        cmocka_unit_test_setup_teardown(a_character_may_come_in_pieces, session_begin, session_end),
        cmocka_unit_test_setup_teardown(what_is_pasted_is_text_and_no_commands, session_begin, session_end),
        cmocka_unit_test_setup_teardown(signals_typed_in_the_editor_are_the_editors, session_begin, session_end),
        cmocka_unit_test_setup_teardown(what_was_written_in_a_killed_editor_is_kept, session_begin, session_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
