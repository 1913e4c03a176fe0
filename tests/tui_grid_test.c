/* The grid of cells, the prompt line, and that every command has a handler where the table says it works. */
#include "tests/unit.h"

#include "base/str.h"
#include "tui/agenda.h"
#include "tui/carry.h"
#include "tui/filters.h"
#include "tui/help.h"
#include "tui/history.h"
#include "tui/list.h"
#include "tui/reader.h"
#include "tui/table.h"
#include "tui/thread.h"
#include "tui/tree.h"

#include <stdlib.h>
#include <string.h>

static char *dump(const struct grid *g)
{
    struct str s = {0};
    grid_dump(g, &s);
    return str_take(&s);
}

static void check_dump(const struct grid *g, const char *expected)
{
    char *seen = dump(g);
    assert_string_equal(seen, expected);
    free(seen);
}

static void a_wide_glyph_is_never_cut(void **state)
{
    (void)state;
    struct grid *g = grid_new(5, 2, false);
    assert_int_equal(grid_text(g, 0, 0, 5, "朱批人", 9, INK_TEXT), 4);
    check_dump(g, "朱批\n\ncursor none\n");
    grid_text(g, 0, 1, 1, "x", 1, INK_TEXT); /* onto the second half of 朱 */
    check_dump(g, " x批\n\ncursor none\n");
    grid_text(g, 0, 2, 1, "y", 1, INK_TEXT); /* onto the first half of 批 */
    check_dump(g, " xy\n\ncursor none\n");
    grid_text(g, 1, 4, 1, "朱", 3, INK_TEXT); /* no room */
    check_dump(g, " xy\n\ncursor none\n");
    grid_free(g);
}

static void a_label_says_that_it_was_cut(void **state)
{
    (void)state;
    struct grid *g = grid_new(6, 1, false);
    grid_label(g, 0, 0, 6, "朱批人间", INK_TEXT);
    check_dump(g, "朱批…\ncursor none\n");
    grid_erase(g);
    grid_label(g, 0, 0, 6, "abcdef", INK_TEXT);
    check_dump(g, "abcdef\ncursor none\n");
    grid_free(g);
}

static void no_control_character_gets_into_a_cell(void **state)
{
    (void)state;
    struct grid *g = grid_new(40, 1, false);
    const char *bad = "a\033[31mb\xE2\x80\xAE"
                      "c\x7F\r\n";
    grid_text(g, 0, 0, 40, bad, strlen(bad), INK_TEXT);
    for (int i = 0; i < 40; i++)
        for (const char *p = grid_cell(g, 0, i)->text; *p; p++)
            assert_true((unsigned char)*p >= 0x20 && *p != 0x7F);
    char *seen = dump(g);
    assert_non_null(strstr(seen, "a^[[31mb<U+202E>c^?^M^J"));
    free(seen);
    grid_free(g);
}

static void svg_holds_the_words_and_escapes_them(void **state)
{
    (void)state;
    struct grid *g = grid_new(10, 1, false);
    struct str s = {0};
    grid_text(g, 0, 0, 10, "<批&", 5, INK_CAUSE);
    grid_svg(g, &s);
    assert_non_null(strstr(s.p, "&lt;"));
    assert_non_null(strstr(s.p, "&amp;"));
    assert_non_null(strstr(s.p, "批"));
    assert_null(strstr(s.p, "<批"));
    str_clear(&s);
    grid_free(g);
}

static void svg_keeps_narrow_and_wide_glyphs_in_their_cells(void **state)
{
    (void)state;
    struct grid *g = grid_new(20, 1, false);
    struct str s = {0};
    grid_text(g, 0, 0, 20, "“朱批”│x", 16, INK_TEXT);
    grid_svg(g, &s);
    assert_non_null(strstr(s.p, "<text x=\"10\" y=\"25\" textLength=\"8\" fill=\"#e8e4dc\">“<"));
    assert_non_null(strstr(s.p, "<text x=\"18\" y=\"25\" textLength=\"32\" fill=\"#e8e4dc\" class=\"wide\">朱批<"));
    assert_non_null(strstr(s.p, "<text x=\"50\" y=\"25\" textLength=\"8\" fill=\"#e8e4dc\">”<"));
    assert_null(strstr(s.p, "│"));
    assert_non_null(strstr(s.p, "<text x=\"66\" y=\"25\" textLength=\"8\" fill=\"#e8e4dc\">x<"));
    str_clear(&s);
    grid_free(g);
}

/* ---- the prompt ---- */

static void type(struct prompt *p, const char *words)
{
    for (; *words; words++)
        prompt_type(p, (unsigned char)*words);
}

static void the_prompt_edits_by_grapheme(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, PROMPT_COMMAND, "ab");
    prompt_type(&p, 0x6731);
    prompt_type(&p, 'e');
    prompt_type(&p, 0x301); /* combining acute: one cluster with the e */
    assert_string_equal(str_z(&p.line), "ab朱e\xCC\x81");
    prompt_edit(&p, CMD_PROMPT_DELETE_BACK);
    assert_string_equal(str_z(&p.line), "ab朱");
    prompt_edit(&p, CMD_PROMPT_LEFT);
    prompt_edit(&p, CMD_PROMPT_DELETE);
    prompt_edit(&p, CMD_PROMPT_DELETE);
    assert_string_equal(str_z(&p.line), "ab");
    prompt_edit(&p, CMD_PROMPT_START);
    prompt_edit(&p, CMD_PROMPT_DELETE_BACK);
    type(&p, "x ");
    assert_string_equal(str_z(&p.line), "x ab");
    prompt_edit(&p, CMD_PROMPT_END);
    prompt_edit(&p, CMD_PROMPT_DELETE_WORD);
    assert_string_equal(str_z(&p.line), "x ");
    prompt_edit(&p, CMD_PROMPT_DELETE_LINE);
    assert_string_equal(str_z(&p.line), "");
    prompt_clear(&p);
}

static void the_prompt_remembers_lines(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, PROMPT_SEARCH, "one");
    prompt_close(&p, true);
    prompt_open(&p, PROMPT_SEARCH, "two");
    prompt_close(&p, true);
    prompt_open(&p, PROMPT_COMMAND, "other kind");
    prompt_close(&p, true);
    prompt_open(&p, PROMPT_SEARCH, "");
    type(&p, "new");
    prompt_edit(&p, CMD_PROMPT_PREVIOUS);
    assert_string_equal(str_z(&p.line), "two");
    prompt_edit(&p, CMD_PROMPT_PREVIOUS);
    prompt_edit(&p, CMD_PROMPT_PREVIOUS);
    assert_string_equal(str_z(&p.line), "one");
    prompt_edit(&p, CMD_PROMPT_NEXT);
    prompt_edit(&p, CMD_PROMPT_NEXT);
    assert_string_equal(str_z(&p.line), "new");
    prompt_clear(&p);
}

static void completion_goes_as_far_as_the_words_agree(void **state)
{
    (void)state;
    struct prompt p = {0};
    prompt_open(&p, PROMPT_COMMAND, "open ");
    char *words[] = {strdup("朱批"), strdup("朱砂")};
    prompt_complete(&p, 5, words, 2);
    assert_string_equal(str_z(&p.line), "open 朱");
    assert_string_equal(str_z(&p.choices), "朱批\n朱砂");
    char *one[] = {strdup("朱批")};
    prompt_complete(&p, 5, one, 1);
    assert_string_equal(str_z(&p.line), "open 朱批 ");
    assert_string_equal(str_z(&p.choices), "");
    prompt_clear(&p);
}

static void percents_of_any_numbers(void **state)
{
    (void)state;
    assert_int_equal(table_share(5, 12), 42);
    assert_int_equal(table_share(1, 3), 33);
    assert_int_equal(table_share(INT64_MAX / 2, INT64_MAX), 50);
    assert_int_equal(table_share(3, 0), 0);
    assert_int_equal(table_share(4, 3), 100);
    assert_int_equal(table_percent(29, 100), 29);
    assert_int_equal(table_percent(99, 100), 99);
    assert_int_equal(table_percent(100, 100), 100);
    assert_int_equal(table_percent(5, 0), 0);
    assert_int_equal(table_percent(-5, 100), 0);
    assert_int_equal(table_percent(INT64_MAX, 3), 100);
    assert_int_equal(table_percent(INT64_MAX / 2, INT64_MAX), 50);
    assert_int_equal(table_percent(INT64_MIN, INT64_MAX), 0);
}

/* ---- the table of commands ---- */

static bool has_handler(const struct view_ops *ops, enum command_id id)
{
    struct view v = {ops};
    return app_handler(&v, id) != NULL;
}

static void every_command_is_handled_where_it_works(void **state)
{
    (void)state;
    static const struct {
        unsigned context;
        const struct view_ops *ops;
    } places[] = {{CONTEXT_TEXT, &reader_ops},   {CONTEXT_SELECT, &reader_ops},   {CONTEXT_PANEL, &reader_ops},
                  {CONTEXT_LIST, &list_ops},     {CONTEXT_HELP, &help_ops},       {CONTEXT_ANY, &reader_ops},
                  {CONTEXT_ANY, &list_ops},      {CONTEXT_ANY, &help_ops},        {CONTEXT_THREAD, &thread_ops},
                  {CONTEXT_AGENDA, &agenda_ops}, {CONTEXT_HISTORY, &history_ops}, {CONTEXT_OUTLINE, &tree_ops},
                  {CONTEXT_CARRY, &carry_ops},   {CONTEXT_FILTERS, &filters_ops}};
    size_t n;
    const struct command *table = command_table(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if ((table[i].contexts & places[k].context) && !has_handler(places[k].ops, table[i].id))
                fail_msg("%s has no handler in %s", table[i].name, places[k].ops->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wide_glyph_is_never_cut),
        cmocka_unit_test(a_label_says_that_it_was_cut),
        cmocka_unit_test(no_control_character_gets_into_a_cell),
        cmocka_unit_test(svg_holds_the_words_and_escapes_them),
        cmocka_unit_test(svg_keeps_narrow_and_wide_glyphs_in_their_cells),
        cmocka_unit_test(the_prompt_edits_by_grapheme),
        cmocka_unit_test(the_prompt_remembers_lines),
        cmocka_unit_test(completion_goes_as_far_as_the_words_agree),
        cmocka_unit_test(every_command_is_handled_where_it_works),
        cmocka_unit_test(percents_of_any_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
