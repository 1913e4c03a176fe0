/* Keys that no other test presses: each does what the help says of it. */
#include "tests/unit.h"

#include "tests/tui_live.h"

#include <stdio.h>
#include <string.h>

static size_t cursor(struct tui *t)
{
    return live_reader(t)->cursor;
}

static void is_tagged(struct tui *t, size_t i, int64_t start, int64_t end)
{
    const struct annset *notes = &live_reader(t)->notes;
    assert_true(i < notes->count);
    assert_int_equal(notes->items[i]->start, start);
    assert_int_equal(notes->items[i]->end, end);
}

/* ---- moving ---- */

static void rows_have_a_start_and_an_end(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "$");
    assert_int_equal(cursor(t), 14);
    tui_type(t, "0");
    assert_int_equal(cursor(t), 0);
}

static void units_have_a_first_and_a_last(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "b");
    assert_true(tui_shows(t, "this is the first clause"));
    tui_type(t, "{");
    assert_true(tui_shows(t, "this is the first paragraph"));
    tui_type(t, "G w");
    assert_true(tui_shows(t, "this is the last clause"));
    tui_type(t, "}");
    assert_true(tui_shows(t, "this is the last paragraph"));
}

static void the_row_of_the_cursor_comes_to_the_middle(void **state)
{
    struct str s = {0};
    for (int i = 0; i < 60; i++)
        str_addf(&s, "行%d。\n", i);
    struct tui *t = live_open(state, str_z(&s));
    str_clear(&s);
    tui_type(t, "/ \"行30。\" Enter z z");
    int row = t->app.grid->cursor_row, middle = 1 + live_reader(t)->shape.rows / 2;
    assert_int_equal(row, middle);
}

/* ---- selections ---- */

static void a_selection_is_swapped_and_tagged(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "l v l l");
    assert_int_equal(cursor(t), 3);
    tui_type(t, "o");
    assert_int_equal(cursor(t), 1);
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "choose a tag for the selection"));
    tui_type(t, "m");
    is_tagged(t, 0, 1, 4);
    tui_type(t, ": \"select x\" Enter");
    assert_true(tui_shows(t, "“x” is no unit"));
}

static void the_mouse_selects(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "Click@6,1 Drag@10,1 Release@10,1 m");
    is_tagged(t, 0, 1, 4);
    tui_type(t, "DoubleClick@16,1 c");
    is_tagged(t, 1, 5, 10);
    tui_type(t, "Click@4,2 v Click@8,2"); /* a click ends a selection */
    assert_false(live_reader(t)->selection.active);
}

static void a_click_on_the_margin_goes_to_its_annotation(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_resize(t, 120, 24);
    tui_type(t, "} m g g");
    tui_type(t, "Click@90,2");
    assert_int_equal(cursor(t), 16);
    assert_int_equal(live_reader(t)->current, live_reader(t)->notes.items[0]->id);
}

/* ---- searching ---- */

static void a_search_goes_both_ways_and_can_be_left(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "/ \"第二\" Enter");
    assert_int_equal(cursor(t), 6);
    tui_type(t, "n");
    assert_int_equal(cursor(t), 22);
    tui_type(t, "N");
    assert_int_equal(cursor(t), 6);
    tui_type(t, "N"); /* round the start */
    assert_true(cursor(t) > 22);
    tui_type(t, "g g / \"丙\"");
    assert_int_equal(cursor(t), 27);
    tui_type(t, "Esc");
    assert_int_equal(cursor(t), 0);
}

/* ---- the panel ---- */

static void the_panel_is_gone_to_and_put_away(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "nothing is tagged yet"));
    tui_type(t, ") m g g Tab");
    assert_true(live_reader(t)->in_panel);
    assert_int_equal(cursor(t), 5);
    assert_true(tui_shows(t, "annotation 1 of 1"));
    tui_type(t, ": \"panel\" Enter");
    assert_false(tui_shows(t, "annotation 1 of 1"));
    assert_false(live_reader(t)->in_panel);
    tui_type(t, ": \"panel\" Enter");
    assert_true(tui_shows(t, "annotation 1 of 1"));
}

/* ---- undo ---- */

static void the_undo_of_a_link_goes_to_its_end_here(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t other = tui_document(t, "other", "别的一句。");
    int64_t far = tui_annotate(t, other, 0, 5, TAG_CAUSE, "");
    struct err e;
    struct annotation a;
    tui_sync(t);
    tui_type(t, "} m");
    assert_int_equal(store_annotation_get(t->other, far, &a, &e), ERR_OK);
    char keys[256];
    snprintf(keys, sizeof keys, ": \"link-add %s %s\" Enter g g u", live_reader(t)->notes.items[0]->uuid, a.uuid);
    annotation_clear(&a);
    tui_type(t, keys);
    assert_true(tui_shows(t, "undone: link"));
    assert_int_equal(cursor(t), 16);
    tui_type(t, ": \"undo x\" Enter");
    assert_true(tui_shows(t, "“x” makes no sense here"));
}

/* ---- the history in words ---- */

static void the_history_says_what_is_about_links_verdicts_and_noise(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m ) c");
    char keys[256];
    snprintf(keys, sizeof keys, ": \"link-add %s %s because\" Enter", live_reader(t)->notes.items[0]->uuid,
             live_reader(t)->notes.items[1]->uuid);
    tui_type(t, keys);
    tui_type(t, "g g = a G - Y");
    assert_true(tui_shows(t, "+ “丁第二句。”"));
    tui_type(t, "j");
    assert_true(tui_shows(t, "+ accepted"));
    tui_type(t, "j");
    assert_true(tui_shows(t, "cause “甲第二句。” → manifestation “甲第一句。”"));
}

/* ---- pages of lines ---- */

static void the_help_is_paged(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "F1 g g");
    struct grid *first = live_screen(t);
    tui_type(t, "PageDown PageUp g g");
    struct grid *again = live_screen(t);
    live_assert_same(first, again, 1, 22, 0, 80);
    grid_free(again);
    tui_type(t, "C-d C-d C-u C-u C-e C-y WheelDown WheelUp g g");
    again = live_screen(t);
    live_assert_same(first, again, 1, 22, 0, 80);
    grid_free(again);
    grid_free(first);
    tui_type(t, "n");
    assert_true(tui_shows(t, "nothing was searched yet"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_have_a_start_and_an_end),
        TEST(units_have_a_first_and_a_last),
        TEST(the_row_of_the_cursor_comes_to_the_middle),
        TEST(a_selection_is_swapped_and_tagged),
        TEST(the_mouse_selects),
        TEST(a_click_on_the_margin_goes_to_its_annotation),
        TEST(a_search_goes_both_ways_and_can_be_left),
        TEST(the_panel_is_gone_to_and_put_away),
        TEST(the_undo_of_a_link_goes_to_its_end_here),
        TEST(the_history_says_what_is_about_links_verdicts_and_noise),
        TEST(the_help_is_paged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
