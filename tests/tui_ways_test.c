/* Where one is after a command, and what the last row says about where one may go. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include <string.h>

static const char sentences[] = "窗口很少。排队很长。增加人手。群众不满。流程太慢。简化流程。\n";

/* Who comes from a list goes on in the text, with the keys of the text. */
static void a_visit_ends_in_the_text(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_resize(t, 120, 30);
    tui_type(t, "Enter m ) c g g L 1 g l Enter");
    assert_int_equal(reader_of(&t->app)->cursor, 5);
    tui_type(t, ") m");
    assert_int_equal(reader_of(&t->app)->notes.count, 3);
    tui_type(t, "Tab m");
    assert_int_equal(reader_of(&t->app)->notes.count, 3);
    assert_true(tui_shows(t, "m is for the text; Tab goes back there"));
}

/* ---- the last row ---- */

static bool last_row_says(struct tui *t, const char *words)
{
    struct str s = {0};
    app_draw(&t->app);
    const struct grid *g = t->app.grid;
    for (int col = 0; col < g->cols; col++)
        str_add(&s, grid_cell(g, g->rows - 1, col)->text);
    bool found = strstr(str_z(&s), words) != NULL;
    if (!found)
        print_message("# no “%s” in: %s\n", words, str_z(&s));
    str_clear(&s);
    return found;
}

/* A key that goes through several things says which is next. */
static void the_last_row_says_what_is_next(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_resize(t, 120, 30);
    tui_type(t, "Enter m ) c B");
    assert_true(last_row_says(t, "Tab unanswered") && last_row_says(t, "o this document"));
    tui_type(t, "Tab o j"); /* a message goes with the next key */
    assert_true(last_row_says(t, "Tab problems") && last_row_says(t, "o all documents"));
    tui_type(t, "q F");
    assert_true(last_row_says(t, "Enter list them") && last_row_says(t, "Tab next figure"));
    tui_type(t, "q ? \"真的吗\" Enter g q");
    assert_true(last_row_says(t, "Tab newest first"));
    tui_type(t, "Tab");
    assert_true(last_row_says(t, "Tab by document"));
    tui_type(t, "q y");
    assert_true(last_row_says(t, "Tab of this document"));
}

static void what_enter_does_is_said(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_type(t, "Enter m \":annotations cause\" Enter \":filter-save causes\" Enter @");
    assert_true(last_row_says(t, "Enter apply"));
}

/* While the other end of a link is looked for, the ways to it stay in sight. */
static void the_other_end_is_within_reach(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_type(t, "Enter m ) c g g L L");
    assert_true(last_row_says(t, "L links it with man"));
    assert_true(last_row_says(t, "J next tag") && last_row_says(t, "D documents") && last_row_says(t, "Esc leave"));
    tui_type(t, "D");
    assert_true(last_row_says(t, "L links it with manifestation “窗口"));
    assert_true(last_row_says(t, "Enter open") && last_row_says(t, "Esc leave"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_visit_ends_in_the_text),
        TEST(the_last_row_says_what_is_next),
        TEST(what_enter_does_is_said),
        TEST(the_other_end_is_within_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
