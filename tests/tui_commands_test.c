/* What keys and commands do, where a reviewer would notice. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"
#include "tui/list.h"

#include <string.h>

static const char sentences[] = "甲第一句。甲第二句。甲第三句。\n乙第一句。乙第二句。\n丙第一句。";

static struct reader *reader(struct tui *t)
{
    struct reader *r = reader_of(&t->app);
    assert_non_null(r);
    return r;
}

/* A document with this text, opened. */
static struct tui *open_text(void **state, const char *text)
{
    struct tui *t = *state;
    tui_document(t, "text", text);
    tui_type(t, "Enter");
    reader(t);
    return t;
}

/* ---- keys ---- */

static void escape_and_the_next_key_may_come_together(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, ": \"ta\" M-s");
    assert_false(t->app.prompt.active);
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "v M-s");
    assert_false(reader(t)->selection.active);
    assert_int_equal(reader(t)->cursor, 10);
    tui_type(t, "t M-S");
    assert_int_equal(reader(t)->cursor, 5);
}

static void escape_leaves_a_count_before_a_selection(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "v 3 Esc");
    assert_true(reader(t)->selection.active);
    tui_type(t, "s");
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "Esc");
    assert_false(reader(t)->selection.active);
}

/* ---- opening ---- */

static void opening_the_open_document_stays_in_its_place(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "3 s : \"open text\" Enter");
    assert_int_equal(reader(t)->cursor, 16);
}

static void a_document_gives_way_to_another_under_the_help_too(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_document(t, "other", sentences);
    for (int i = 0; i < APP_MAX_VIEWS; i++)
        tui_type(t, i % 2 ? "? : \"open text\" Enter" : "? : \"open other\" Enter");
    assert_int_equal(t->app.view_count, 2);
}

static void the_list_shows_which_document_was_left(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t zoo = tui_document(t, "zoo", sentences), id = 0;
    tui_type(t, ": \"open zoo\" Enter q");
    assert_true(list_selected(&t->app, &id));
    assert_int_equal(id, zoo);
}

static void a_document_opens_with_its_panel_tied(void **state)
{
    struct tui *t = *state;
    int64_t id = tui_document(t, "text", sentences);
    struct err e;
    tui_annotate(t, id, 0, 5, TAG_CAUSE, "");
    assert_int_equal(app_open(&t->app, id, &e), ERR_OK);
    assert_true(tui_shows(t, "annotation 1 of 1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(escape_and_the_next_key_may_come_together, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(escape_leaves_a_count_before_a_selection, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(opening_the_open_document_stays_in_its_place, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(a_document_gives_way_to_another_under_the_help_too, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(the_list_shows_which_document_was_left, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(a_document_opens_with_its_panel_tied, tui_set_up, tui_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
