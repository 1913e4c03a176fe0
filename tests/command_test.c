#include "tests/unit.h"

#include "base/str.h"
#include "keymaps/command.h"

#include <stdlib.h>
#include <string.h>

static enum err_code parse(const char *line, struct command_line *out, struct err *e)
{
    return command_parse(line, strlen(line), out, e);
}

/* LINE is the command words[0] with the arguments behind it, up to NULL. */
static void check_line(const char *line, const char *const *words)
{
    struct command_line c;
    struct err e = {0};
    if (parse(line, &c, &e))
        fail_msg("%s: %s", line, e.msg);
    assert_string_equal(c.command->name, words[0]);
    int argc = 0;
    for (; words[argc + 1]; argc++) {
        assert_true(argc < c.argc);
        assert_string_equal(c.argv[argc], words[argc + 1]);
    }
    assert_int_equal(argc, c.argc);
    command_line_clear(&c);
}

#define assert_line(line, ...) check_line(line, (const char *const[]){__VA_ARGS__, NULL})

/* LINE is refused with a message that has PART in it. */
static void assert_refused(const char *line, size_t n, const char *part)
{
    struct command_line c;
    struct err e = {0};
    if (command_parse(line, n, &c, &e) != ERR_INPUT)
        fail_msg("%s is read", line);
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, part))
        fail_msg("%s: %s", line, e.msg);
    assert_null(c.command);
    assert_int_equal(c.argc, 0);
}

/* One word of `arguments`: NAME, [NAME], NAME… or [NAME…]. */
static bool well_formed(const char *word, size_t len, bool last)
{
    bool optional = len > 2 && word[0] == '[' && word[len - 1] == ']';
    word += optional;
    len -= optional ? 2 : 0;
    bool rest = len > 3 && memcmp(word + len - 3, "…", 3) == 0;
    len -= rest ? 3 : 0;
    return len > 0 && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= len && (!rest || last);
}

static void assert_arguments(const struct command *c)
{
    int n = 0;
    bool optional = false;
    for (const char *p = c->arguments; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        bool last = p[len] == '\0';
        if (!well_formed(p, len, last) || (optional && *p != '['))
            fail_msg("%s: \"%s\" is no list of arguments", c->name, c->arguments);
        optional = *p == '[';
        p += len;
        n++;
    }
    assert_true(n <= COMMAND_MAX_ARGS);
    if (c->flags & FLAG_KEYARG)
        assert_int_equal(n, 1);
}

static void the_table_is_sorted_and_whole(void **state)
{
    (void)state;
    size_t n;
    const struct command *table = command_table(&n);
    assert_int_equal(n, CMD_COUNT - 1);
    for (size_t i = 0; i < n; i++) {
        const struct command *c = &table[i];
        assert_int_equal(c->id, i + 1);
        assert_ptr_equal(command_get(c->id), c);
        assert_ptr_equal(command_find(c->name, strlen(c->name)), c);
        if (i > 0 && strcmp(table[i - 1].name, c->name) >= 0)
            fail_msg("%s stands at the wrong place", c->name);
        assert_int_equal(strspn(c->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(c->name));
        assert_true(c->contexts != 0 && c->contexts < 2 * CONTEXT_BATCH);
        assert_true(c->flags < 2 * FLAG_MOTION);
        assert_true(strlen(c->help) > 10 && c->help[strlen(c->help) - 1] != '.');
        assert_true(c->contexts & CONTEXT_BATCH || strlen(c->help) <= 62); /* beside its keys, in 80 columns */
        assert_true(strlen(c->label) <= 16);
        assert_arguments(c);
    }
}

static void ids_outside_the_table_are_no_command(void **state)
{
    (void)state;
    assert_null(command_get(CMD_NONE));
    assert_null(command_get(CMD_COUNT));
    assert_null(command_get((enum command_id)9999));
    assert_null(command_find("", 0));
    assert_null(command_find("und", 3));
    assert_null(command_find("undoo", 5));
    assert_null(command_find("zzz", 3));
    assert_null(command_find("aaa", 3));
    assert_null(command_find("undo\0", 5));
}

static void reads_words(void **state)
{
    (void)state;
    assert_line("undo", "undo");
    assert_line("  undo\t \r\n", "undo");
    assert_line("tag cause", "tag", "cause");
    assert_line("tag \"cause\" ", "tag", "cause");
    assert_line("annotation-move \"a b\" 3 x\"y", "annotation-move", "a b", "3", "x\"y");
    assert_line("annotation-move \"\\\"\\\\\\n\\t\" \"\" 4", "annotation-move", "\"\\\n\t", "", "4");
}

static void the_last_argument_may_take_the_rest_of_the_line(void **state)
{
    (void)state;
    assert_line("tag c", "tag", "c");
    assert_line("tag cause  会风不正,  空话多 ", "tag", "cause", "会风不正,  空话多");
    assert_line("note \"two\\nlines\"", "note", "two\nlines");
    assert_line("note \"so\" he said", "note", "\"so\" he said");
    assert_line("note a \\ b", "note", "a \\ b");
    assert_line("note \"\"", "note", "");
    assert_line("note  ", "note");
    assert_line("annotate 报告.txt 0 12 remedy", "annotate", "报告.txt", "0", "12", "remedy");
    assert_line("annotate \"my report\" 0 12 remedy why not", "annotate", "my report", "0", "12", "remedy", "why not");
    assert_line("open my report.txt", "open", "my report.txt");
}

static void a_key_may_stand_for_the_argument(void **state)
{
    (void)state;
    assert_line("retag", "retag");
    assert_line("retag m", "retag", "m");
    assert_line("mark-set a", "mark-set", "a");
    assert_line("select sentence", "select", "sentence");
    assert_line("select g", "select", "g");
}

static void wrong_lines_are_refused_with_a_reason(void **state)
{
    (void)state;
    static const struct {
        const char *line, *part;
    } bad[] = {
        {"", "name of a command"},
        {" \t ", "name of a command"},
        {"ta cause", "“ta”"},
        {"UNDO", "“UNDO”"},
        {"redraw 3", "no argument"},
        {"tag", "tag TAG [NOTE…]"},
        {"annotate 1 2 3", "annotate DOCUMENT START END TAG [NOTE…]"},
        {"retag m c", "retag TAG"},
        {"annotation-delete a b", "annotation-delete UUID"},
        {"tag blame", "“blame”"},
        {"annotate 1 2 3 blame", "“blame”"},
        {"annotate 1 2 3 \"\"", "“”"},
        {"select word", "“word”"},
        {"select \"\"", "“”"},
        {"note \"open", "closing quote"},
        {"note \"open\\", "backslash"},
        {"tag \"cause", "closing quote"},
        {"tag \"cause\"x", "closing quote"},
        {"note \"a\\b\"", "backslash"},
        {"note \xE6\x89", "byte 6 (0xE6)"},
        {"note \xFF", "UTF-8"},
        {"\"", "closing quote"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(bad[i].line, strlen(bad[i].line), bad[i].part);
    assert_refused("note a\0b", 8, "NUL");
}

static void a_long_word_is_cut_in_the_message(void **state)
{
    (void)state;
    struct str line = {0};
    for (int i = 0; i < 5000; i++)
        str_add(&line, "批");
    struct command_line c;
    struct err e = {0};
    assert_int_equal(command_parse(line.p, line.len, &c, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "批…”"));
    assert_true(strlen(e.msg) < 200);
    str_clear(&line);
}

/* What command_quote wrote is read as the same word, alone and as the rest of a line. */
static void quoted_words_are_read_again(void **state)
{
    (void)state;
    static const char *const words[] = {
        "plain",     "",     "two words", "\"",     "\"quoted\"", "\"a\" b", "back\\slash", "back \\slash", "a\nb",
        "tab\there", "a\"b", "朱批 评语", " edge ", "#",          "…",       "\v\f\r",      "\"\\",         "\\n",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str line = {0};
        str_add(&line, "annotate ");
        command_quote(&line, words[i]);
        str_add(&line, " 0 1 cause ");
        command_quote(&line, words[i]);
        struct command_line c;
        struct err e = {0};
        if (command_parse(line.p, line.len, &c, &e))
            fail_msg("%s: %s", line.p, e.msg);
        assert_int_equal(c.argc, 5);
        assert_string_equal(c.argv[0], words[i]);
        assert_string_equal(c.argv[4], words[i]);
        struct str again = {0};
        command_line_print(&c, &again);
        assert_string_equal(again.p, line.p);
        str_clear(&again);
        command_line_clear(&c);
        str_clear(&line);
    }
}

static void commands_work_where_the_table_says(void **state)
{
    (void)state;
    const struct command *tag = command_get(CMD_TAG), *undo = command_get(CMD_UNDO);
    assert_true(command_works(tag, CONTEXT_TEXT));
    assert_true(command_works(tag, CONTEXT_SELECT | CONTEXT_LIST));
    assert_false(command_works(tag, CONTEXT_LIST));
    assert_false(command_works(tag, CONTEXT_ANY));
    assert_true(command_works(undo, CONTEXT_LIST));
    assert_true(command_works(undo, CONTEXT_ANY));
    assert_true(command_works(undo, CONTEXT_BATCH));
    assert_false(command_works(undo, CONTEXT_PROMPT));
    assert_false(command_works(command_get(CMD_QUIT), CONTEXT_BATCH));
    assert_true(command_works(command_get(CMD_PROMPT_ACCEPT), CONTEXT_PROMPT));
}

static void a_prefix_is_completed(void **state)
{
    (void)state;
    const struct command *out[4] = {0};
    assert_int_equal(command_complete("search", 6, CONTEXT_TEXT, out, 4), 3);
    assert_int_equal(out[0]->id, CMD_SEARCH);
    assert_int_equal(out[1]->id, CMD_SEARCH_NEXT);
    assert_int_equal(out[2]->id, CMD_SEARCH_PREVIOUS);
    assert_null(out[3]);
    assert_int_equal(command_complete("search-n", 8, CONTEXT_ROWS, out, 1), 1);
    assert_int_equal(out[0]->id, CMD_SEARCH_NEXT);
    assert_int_equal(command_complete("search", 6, CONTEXT_PANEL, out, 4), 0);
    assert_int_equal(command_complete("undo", 4, CONTEXT_BATCH, out, 4), 1);
    assert_int_equal(command_complete("undoing", 7, CONTEXT_TEXT, out, 4), 0);
    assert_int_equal(command_complete("zzz", 3, CONTEXT_TEXT, out, 4), 0);
    size_t all;
    command_table(&all);
    assert_int_equal(command_complete("", 0, ~0U, NULL, 0), all);
    assert_int_equal(command_complete("tag", 3, CONTEXT_TEXT, NULL, 0), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted_and_whole),
        cmocka_unit_test(ids_outside_the_table_are_no_command),
        cmocka_unit_test(reads_words),
        cmocka_unit_test(the_last_argument_may_take_the_rest_of_the_line),
        cmocka_unit_test(a_key_may_stand_for_the_argument),
        cmocka_unit_test(wrong_lines_are_refused_with_a_reason),
        cmocka_unit_test(a_long_word_is_cut_in_the_message),
        cmocka_unit_test(quoted_words_are_read_again),
        cmocka_unit_test(commands_work_where_the_table_says),
        cmocka_unit_test(a_prefix_is_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
