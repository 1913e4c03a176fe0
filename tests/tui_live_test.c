/* What comes from other reviewers is seen, and nothing moves under the one who reads. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

/* ---- arrivals ---- */

static void a_tag_of_another_is_seen_without_a_key(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    tui_annotate(t, id, 5, 10, TAG_CAUSE, "a note");
    assert_true(live_look(t));
    assert_true(tui_shows(t, "C1"));
    assert_true(tui_shows(t, "甲第二句。"));
    assert_true(tui_shows(t, "“a note”"));
    assert_false(live_look(t));
}

static void what_arrived_is_marked_for_a_moment(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_annotate(t, id, 5, 10, TAG_CAUSE, "");
        live_look(t);
        assert_true(tui_shows(t, "+C "));
        assert_true(style_attributes(grid_cell(t->app.grid, 1, READER_GUTTER + 10)->style) & STYLE_REVERSE);
        struct grid *marked = live_screen(t);
        assert_false(live_tick(t));
        live_pass(t);
        assert_true(live_tick(t));
        assert_false(live_tick(t));
        assert_false(style_attributes(grid_cell(t->app.grid, 1, READER_GUTTER + 10)->style) & STYLE_REVERSE);
        live_assert_same(marked, t->app.grid, 1, 2, READER_GUTTER, 60);
        grid_free(marked);
    }
}

static void an_own_tag_is_not_marked(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m");
    assert_true(tui_shows(t, " M  甲第一句。"));
    assert_int_equal(live_reader(t)->arrivals.count, 0);
}

static void what_others_do_elsewhere_is_no_work(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t other = tui_document(t, "other", live_sentences);
    live_look(t);
    tui_annotate(t, other, 0, 5, TAG_CAUSE, "");
    assert_false(live_look(t));
    live_tick(t);
    assert_false(live_tick(t));
}

static void the_text_stays_where_it_is(void **state)
{
    struct str text = {0};
    for (int i = 0; i < 60; i++)
        str_addf(&text, "第%d段第一句。第%d段第二句，比第一句长得多，所以要占去更多的地方，直到这一行的最后。\n", i, i);
    struct tui *t = live_open(state, str_z(&text));
    str_clear(&text);
    int64_t id = live_reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "1 5 G C-d s");
        struct row top = live_reader(t)->top;
        size_t cursor = live_reader(t)->cursor;
        struct grid *before = live_screen(t);
        for (int i = 0; i < 12; i++) /* before the screen, on it, behind it */
            tui_annotate(t, id, 100 * i, 100 * i + 30, TAG_REMEDY,
                         "a note that takes a row, and so moves what is below");
        assert_true(live_look(t));
        assert_int_equal(live_reader(t)->top.start, top.start);
        assert_int_equal(live_reader(t)->cursor, cursor);
        live_assert_same(before, t->app.grid, 1, 1 + live_reader(t)->shape.rows, READER_GUTTER,
                         READER_GUTTER + live_reader(t)->shape.text_cols);
        grid_free(before);
    }
}

static void the_panel_does_not_turn_its_page(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    for (int i = 0; i < 10; i++)
        tui_annotate(t, id, 5 + i, 20, TAG_CAUSE, "");
    tui_sync(t);
    tui_type(t, "J J J J J");
    size_t first = panel_first(live_reader(t));
    int64_t shown = live_reader(t)->notes.items[first]->id;
    tui_annotate(t, id, 0, 5, TAG_REMEDY, "");
    live_look(t);
    assert_int_equal(live_reader(t)->notes.items[panel_first(live_reader(t))]->id, shown);
}

/* ---- what is being done survives ---- */

static void a_selection_survives(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "V s");
    struct span before = reader_selection(live_reader(t));
    tui_annotate(t, live_reader(t)->document.id, 0, 10, TAG_CAUSE, "");
    live_look(t);
    struct span after = reader_selection(live_reader(t));
    assert_true(live_reader(t)->selection.active);
    assert_int_equal(before.start, after.start);
    assert_int_equal(before.end, after.end);
    tui_type(t, "r");
    assert_true(tui_shows(t, "R1"));
}

static void ends_survive(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m e h h");
    tui_annotate(t, live_reader(t)->document.id, 0, 2, TAG_CAUSE, "");
    live_look(t);
    assert_int_not_equal(live_reader(t)->selection.editing, 0);
    tui_type(t, "Enter");
    assert_int_equal(reader_current(live_reader(t))->end, 3);
}

static void a_line_that_is_typed_survives(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m a \"half a\"");
    int64_t own = live_reader(t)->current;
    tui_annotate(t, live_reader(t)->document.id, 0, 2, TAG_CAUSE, "");
    live_look(t);
    assert_true(t->app.prompt.active);
    assert_true(tui_shows(t, "half a"));
    tui_type(t, "Space \"note\" Enter");
    assert_string_equal(annset_get(&live_reader(t)->notes, own)->note, "half a note");
}

static void the_panel_keeps_its_annotation(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "V s m"); /* a tag over two live_sentences */
    int64_t own = live_reader(t)->current;
    tui_annotate(t, live_reader(t)->document.id, 0, 2, TAG_CAUSE, ""); /* inside of it */
    live_look(t);
    assert_int_equal(live_reader(t)->current, own);
}

/* ---- the file ---- */

static void a_file_that_is_gone_is_said_and_nothing_written(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    char away[128];
    snprintf(away, sizeof away, "%s.away", t->path);
    tui_type(t, "m");
    assert_int_equal(rename(t->path, away), 0);
    assert_true(live_look(t));
    assert_true(tui_shows(t, "NOT SAVED"));
    assert_false(live_look(t));
    tui_type(t, "s c");
    assert_true(tui_shows(t, "replaced or removed"));
    assert_int_equal(live_reader(t)->notes.count, 1);
    tui_type(t, "j"); /* reading goes on */
    assert_int_equal(live_reader(t)->cursor, 21);
    app_save(&t->app);
    assert_int_not_equal(live_reader(t)->saved_cursor, live_reader(t)->cursor);
    assert_int_equal(rename(away, t->path), 0);
    assert_true(live_look(t));
    tui_type(t, "c");
    assert_true(tui_shows(t, "C1"));
}

static void a_note_typed_when_the_file_went_is_kept(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    char away[128];
    snprintf(away, sizeof away, "%s.away", t->path);
    tui_type(t, "m a \"words\"");
    assert_int_equal(rename(t->path, away), 0);
    live_look(t);
    assert_true(tui_shows(t, "words"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "replaced or removed"));
    assert_int_equal(rename(away, t->path), 0);
    live_look(t);
    tui_type(t, "a Up Enter");
    assert_string_equal(reader_current(live_reader(t))->note, "words");
}

static void what_arrived_under_the_cursor_is_meant(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    struct err e;
    int64_t a = tui_annotate(t, id, 0, 5, TAG_CAUSE, "");
    live_look(t);
    tui_type(t, "C");
    assert_true(t->app.prompt.active);
    assert_int_equal(t->app.prompt.subject, a);
    tui_type(t, "Esc");
    assert_int_equal(store_delete(t->other, a, 1, &e), ERR_OK);
    live_look(t);
    tui_type(t, "C");
    assert_true(tui_shows(t, "there is no annotation under the cursor"));
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_OK); /* it comes back */
    live_look(t);
    tui_type(t, "?");
    assert_true(t->app.prompt.active);
    tui_type(t, "Esc");
    assert_int_equal(store_redo(t->other, NULL, &e), ERR_OK);
    live_look(t);
    tui_type(t, ": \"comment so\"");
    tui_annotate(t, id, 0, 5, TAG_REMEDY, ""); /* while the command is typed */
    live_look(t);
    tui_type(t, "Enter");
    assert_true(tui_shows(t, ": so"));
}

/* ---- undo ---- */

static void settle(struct tui *t, int64_t id, enum settled verdict)
{
    struct annotation a;
    struct err e;
    assert_int_equal(store_annotation_get(t->app.store, id, &a, &e), ERR_OK);
    assert_int_equal(store_settle(t->app.store, id, a.revision, verdict, &e), ERR_OK);
    annotation_clear(&a);
}

static void the_same_key_again_goes_past_what_is_blocked(void **state)
{
    struct tui *lead = live_open(state, live_sentences), *t = tui_join(lead, "wang");
    tui_type(t, "Enter m ) c");
    assert_int_equal(live_reader(t)->notes.count, 2);
    settle(lead, live_reader(t)->notes.items[1]->id, SETTLED_ACCEPTED);
    live_look(t);
    tui_resize(t, 120, 24);
    for (int i = 0; i < 2; i++) {
        tui_type(t, "u");
        assert_true(tui_shows(t, "your change was not made"));
        assert_true(tui_shows(t, "u again goes past it"));
        tui_type(t, "j"); /* another command: the next one says it once more */
    }
    assert_int_equal(live_reader(t)->notes.count, 2);
    tui_type(t, "u u");
    assert_true(tui_shows(t, "left out: tag; undone: tag"));
    assert_int_equal(live_reader(t)->notes.count, 1);
    assert_int_equal(live_reader(t)->notes.items[0]->settled, SETTLED_ACCEPTED);
    tui_type(t, "u");
    assert_true(tui_shows(t, "there is nothing left to undo"));
    tui_type(t, "C-r");
    assert_int_equal(live_reader(t)->notes.count, 2);
    tui_part(t);
}

static void undo_says_when_all_is_blocked(void **state)
{
    struct tui *lead = live_open(state, live_sentences), *t = tui_join(lead, "wang");
    struct err e;
    tui_type(t, "Enter m ) c ) r u");
    assert_int_equal(store_document_done(lead->app.store, live_reader(t)->document.id, true, &e), ERR_OK);
    live_look(t);
    tui_resize(t, 120, 24);
    for (int i = 0; i < 2; i++) {
        tui_type(t, "u");
        assert_true(tui_shows(t, "u again goes past it"));
        tui_type(t, "u");
        assert_true(tui_shows(t, "there is nothing to undo but what others stand in the way of"));
    }
    tui_type(t, "C-r");
    assert_true(tui_shows(t, "C-r again goes past it"));
    tui_type(t, ": \"undo past\" Enter");
    assert_true(tui_shows(t, "there is nothing to undo but what others stand in the way of"));
    assert_int_equal(store_document_done(lead->app.store, live_reader(t)->document.id, false, &e), ERR_OK);
    live_look(t);
    tui_type(t, "2 u");
    assert_true(tui_shows(t, "2 changes undone"));
    tui_part(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_arrived_under_the_cursor_is_meant),
        TEST(the_same_key_again_goes_past_what_is_blocked),
        TEST(undo_says_when_all_is_blocked),
        TEST(a_tag_of_another_is_seen_without_a_key),
        TEST(what_arrived_is_marked_for_a_moment),
        TEST(an_own_tag_is_not_marked),
        TEST(what_others_do_elsewhere_is_no_work),
        TEST(the_text_stays_where_it_is),
        TEST(the_panel_does_not_turn_its_page),
        TEST(a_selection_survives),
        TEST(ends_survive),
        TEST(a_line_that_is_typed_survives),
        TEST(the_panel_keeps_its_annotation),
        TEST(a_file_that_is_gone_is_said_and_nothing_written),
        TEST(a_note_typed_when_the_file_went_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
