/* What keys and commands do, where a reviewer would notice. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"
#include "tui/list.h"

#include <string.h>
#include <unistd.h>

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

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

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
    assert_int_equal(reader(t)->cursor, 4);
    tui_type(t, "Esc");
    assert_false(reader(t)->selection.active);
}

static void assert_selected(struct tui *t, size_t start, size_t end)
{
    struct span s = reader_selection(reader(t));
    assert_int_equal(s.start, start);
    assert_int_equal(s.end, end);
}

/* Not the first character of the next one, nor the line's end between them. */
static void a_selection_by_units_ends_with_one(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "v s");
    assert_selected(t, 0, 5);
    tui_type(t, "s");
    assert_selected(t, 0, 10);
    tui_type(t, "2 s");
    assert_selected(t, 0, 21);
    tui_type(t, "S");
    assert_selected(t, 0, 17);
    tui_type(t, "Esc g g l v 2 w");
    assert_selected(t, 1, 10);
}

static void a_count_selects_as_many(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "3 V");
    assert_selected(t, 0, 15);
    tui_type(t, "V");
    assert_selected(t, 0, 21);
    tui_type(t, "Esc g g 2 v");
    assert_selected(t, 0, 2);
}

static void an_annotation_whose_ends_move_takes_no_other_change(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m e t c");
    assert_true(tui_shows(t, "are being moved"));
    tui_type(t, "d");
    assert_true(tui_shows(t, "are being moved"));
    tui_type(t, "a");
    assert_false(t->app.prompt.active);
    tui_type(t, "h Enter");
    assert_int_equal(reader(t)->notes.count, 1);
    assert_int_equal(reader(t)->notes.items[0]->tag, TAG_MANIFESTATION);
    assert_int_equal(reader(t)->notes.items[0]->end, 4);
}

static void a_command_may_be_cut_short_and_a_number_is_a_place(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, ": \"2\" Enter");
    assert_int_equal(reader(t)->cursor, 16);
    tui_type(t, ": \"annotation-n\" Enter");
    assert_true(tui_shows(t, "there is no command"));
    tui_type(t, ": \"q\" Enter");
    assert_true(t->app.quit);
}

static void a_long_note_can_be_read_in_the_panel(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m : \"note the first of many words that go on and on, and on again, until the row is full and the "
                "last\" Enter");
    assert_false(tui_shows(t, "the last"));
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "the last"));
    tui_type(t, "Esc");
    assert_false(tui_shows(t, "the last"));
}

static void a_note_is_seen_in_the_margin_where_others_wait(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_resize(t, 120, 30);
    tui_type(t, "m c : \"note why\" Enter r");
    assert_true(tui_shows(t, "why"));
}

static void a_key_that_tags_answers_which_tag(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_keymap(t, "plain");
    tui_type(t, "F4 F6 F2");
    assert_int_equal(reader(t)->notes.items[0]->tag, TAG_MANIFESTATION);
    tui_type(t, "F6 c");
    assert_int_equal(reader(t)->notes.items[0]->tag, TAG_CAUSE);
    tui_type(t, "F6 F9");
    assert_true(tui_shows(t, "that was no answer"));
    assert_int_equal(reader(t)->notes.items[0]->tag, TAG_CAUSE);
}

static void what_cannot_be_retagged_is_said_before_the_question(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "t");
    assert_true(tui_shows(t, "there is no annotation under the cursor"));
    tui_type(t, "m");
    assert_int_equal(reader(t)->notes.count, 1);
}

static void a_counted_undo_says_how_many(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m c r 2 u");
    assert_true(tui_shows(t, "2 changes undone"));
    tui_type(t, "9 C-r");
    assert_true(tui_shows(t, "2 changes done again"));
    tui_type(t, "9 u");
    assert_true(tui_shows(t, "3 changes undone"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "there is nothing left to undo"));
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
    id = app_document(&t->app);
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

/* ---- going ---- */

static void annotations_without_a_place_for_the_cursor_are_passed(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_annotate(t, reader(t)->document.id, 15, 20, TAG_CAUSE, ""); /* from the LF on */
    tui_annotate(t, reader(t)->document.id, 15, 16, TAG_CAUSE, ""); /* the LF alone */
    tui_annotate(t, reader(t)->document.id, 21, 26, TAG_CAUSE, "");
    tui_sync(t);
    tui_type(t, "J J J");
    assert_int_equal(reader(t)->cursor, 21);
    tui_type(t, "K K");
    assert_true(tui_shows(t, "annotation 1 of 3"));
}

static void a_match_inside_a_character_does_not_hold_the_search(void **state)
{
    struct tui *t = open_text(state, "e\xCC\x81 b e\xCC\x81 b\nb");
    tui_type(t, "/ \"\xCC\x81\" Enter n");
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "g g : \"search \\\"\\\\nb\\\"\" Enter"); /* an LF and b */
    size_t at = reader(t)->cursor;
    tui_type(t, "n");
    assert_int_equal(reader(t)->cursor, at);
    assert_true(tui_shows(t, "searched on from the start"));
}

static void a_count_goes_round_once(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "/ \"乙\" Enter 9 9 9 9 9 9 9 n");
    assert_true(tui_shows(t, "searched on from the start"));
}

/* A letter with more marks than fit in a row of cells, and something behind it. */
static void rows_down_pass_a_character_of_many_rows(void **state)
{
    struct str s = {0};
    str_add(&s, "a");
    for (int i = 0; i < 900; i++)
        str_add(&s, "\xCC\x81");
    str_add(&s, "\nend");
    struct tui *t = open_text(state, str_z(&s));
    str_clear(&s);
    tui_type(t, "j");
    assert_int_equal(reader(t)->cursor, 902);
    tui_type(t, "g g");
    for (int i = 0; i < 20; i++)
        tui_type(t, "C-e");
    assert_int_equal(reader(t)->cursor, 902);
}

static void a_jump_that_goes_nowhere_is_not_remembered(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "G C-o / \"nowhere\" Enter n C-n");
    assert_int_equal(reader(t)->cursor, 31);
}

static void a_double_click_does_not_drop_the_ends_being_moved(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m e Click@14,1 DoubleClick@14,1 Enter");
    assert_int_equal(reader(t)->notes.count, 1);
    assert_int_equal(reader(t)->notes.items[0]->end, 6);
}

/* ---- the panel and the margin ---- */

static void a_note_of_many_lines_is_one_row_of_the_panel(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_annotate(t, reader(t)->document.id, 0, 5, TAG_CAUSE, "one\ntwo");
    tui_sync(t);
    assert_true(tui_shows(t, "one two"));
}

static void the_row_below_the_panel_is_none_of_its_rows(void **state)
{
    struct tui *t = open_text(state, sentences);
    for (int i = 0; i < 8; i++)
        tui_annotate(t, reader(t)->document.id, i, i + 1, TAG_CAUSE, "");
    tui_sync(t);
    tui_type(t, "Click@5,22");
    assert_true(tui_shows(t, "annotation 5 of 8"));
    tui_type(t, "Click@5,23");
    assert_true(tui_shows(t, "annotation 5 of 8"));
}

static void the_margin_counts_every_annotation_that_has_no_row(void **state)
{
    struct tui *t = open_text(state, "1\n2\n3\n4\n5\n6\n7\neight\n9\n");
    for (int i = 0; i < 3; i++)
        tui_annotate(t, reader(t)->document.id, 14 + i, 19, TAG_CAUSE, "");
    tui_resize(t, 120, 24);
    tui_sync(t);
    assert_true(tui_shows(t, " 3 more"));
}

/* The line end that ends a file begins no stretch of rows: below the last one there is room. */
static void the_margin_goes_on_below_the_end(void **state)
{
    struct tui *t = open_text(state, "1\n2\n3\n4\n5\n6\n7\neight\n");
    for (int i = 0; i < 3; i++)
        tui_annotate(t, reader(t)->document.id, 14 + i, 19, TAG_CAUSE, "");
    tui_resize(t, 120, 24);
    tui_sync(t);
    assert_true(tui_shows(t, "C  eight  "));
    assert_true(tui_shows(t, "C  ight  "));
    assert_true(tui_shows(t, "C  ght  "));
}

/* ---- notes, undo ---- */

/* Somebody with the same name changes the note of the only annotation. */
static void change_note_elsewhere(struct tui *t)
{
    const struct annotation *a = reader(t)->notes.items[0];
    struct store *again;
    struct err e;
    assert_int_equal(store_open(t->path, &(struct store_opts){.force = true}, &again, &e), ERR_OK);
    assert_int_equal(store_note(again, a->id, a->revision, "from elsewhere", &e), ERR_OK);
    store_close(&again);
}

static void a_note_that_cannot_be_stored_is_not_lost(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m a");
    change_note_elsewhere(t);
    tui_type(t, "\"a long note\" Enter");
    assert_true(tui_shows(t, "your change was not made"));
    assert_true(tui_shows(t, "from elsewhere"));
    tui_type(t, "a Up");
    assert_true(tui_shows(t, "note: a long note"));
    tui_type(t, "Enter");
    assert_string_equal(reader(t)->notes.items[0]->note, "a long note");
}

static void what_is_somebody_elses_is_refused_before_the_typing(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_annotate(t, reader(t)->document.id, 0, 5, TAG_CAUSE, "");
    tui_sync(t);
    tui_type(t, "a");
    assert_false(t->app.prompt.active);
    assert_true(tui_shows(t, "this is other's"));
    tui_type(t, "e");
    assert_false(reader(t)->selection.active);
    t->edited = "lost";
    tui_type(t, "A");
    assert_true(tui_shows(t, "this is other's"));
}

/* What an editor left behind that is no text: the reason, and where it is kept. */
static void assert_note_refused(struct tui *t, const char *bytes, size_t n, const char *reason)
{
    t->edited = bytes;
    t->edited_bytes = n;
    tui_type(t, "A");
    if (!strstr(t->app.message, reason))
        fail_msg("“%s” does not say “%s”", t->app.message, reason);
    const char *kept = strstr(t->app.message, "/tmp/");
    assert_non_null(kept);
    assert_int_equal(unlink(kept), 0);
}

static void a_note_from_the_editor_that_is_no_text_is_kept(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m");
    assert_note_refused(t, "ab\0c", 4, "byte 3 is a NUL");
    assert_note_refused(t, "\xE7\x94\xB2\xFFz", 5, "byte 4 (0xFF) is not UTF-8");
    assert_string_equal(reader(t)->notes.items[0]->note, "");
}

static void undo_leaves_the_selection_it_moves_away_from(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m } v l u");
    assert_int_equal(reader(t)->cursor, 0);
    assert_false(reader(t)->selection.active);
}

/* ---- the prompt ---- */

static void completions_go_with_the_word_they_complete(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, ": \"annotation-n\" Tab");
    assert_true(tui_shows(t, "annotation-next  annotation-note"));
    tui_type(t, "Backspace");
    assert_int_equal(t->app.prompt.choices.len, 0);
}

static void names_with_blanks_are_completed(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = tui_document(t, "two words", sentences);
    tui_document(t, "two more", sentences);
    tui_document(t, " x", sentences);
    tui_type(t, ": \"open tw\" Tab");
    assert_string_equal(str_z(&t->app.prompt.line), "open two ");
    assert_true(tui_shows(t, "two more  two words"));
    tui_type(t, "\"w\" Tab Enter");
    assert_int_equal(reader(t)->document.id, id);
    tui_type(t, ": \"open \\\"\" Tab Enter");
    assert_string_equal(reader(t)->document.name, " x");
}

static void whatever_is_completed_is_understood(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, ": \"select p\" Tab Enter");
    assert_int_equal(reader_selection(reader(t)).end, 15);
    tui_type(t, "Esc : \"tag c\" Tab Enter");
    assert_int_equal(reader(t)->notes.count, 1);
}

static void a_long_line_shows_its_end_and_the_cursor(void **state)
{
    struct tui *t = open_text(state, sentences);
    struct str keys = {0};
    str_add(&keys, ": \"");
    for (int i = 0; i < 200; i++)
        str_add(&keys, "字");
    str_add(&keys, "end\"");
    tui_type(t, str_z(&keys));
    assert_true(tui_shows(t, "字end\n"));
    assert_true(tui_shows(t, "cursor 23,78"));
    str_clear(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(escape_and_the_next_key_may_come_together),
        TEST(escape_leaves_a_count_before_a_selection),
        TEST(a_selection_by_units_ends_with_one),
        TEST(a_count_selects_as_many),
        TEST(an_annotation_whose_ends_move_takes_no_other_change),
        TEST(a_command_may_be_cut_short_and_a_number_is_a_place),
        TEST(a_long_note_can_be_read_in_the_panel),
        TEST(a_note_is_seen_in_the_margin_where_others_wait),
        TEST(a_key_that_tags_answers_which_tag),
        TEST(what_cannot_be_retagged_is_said_before_the_question),
        TEST(a_counted_undo_says_how_many),
        TEST(opening_the_open_document_stays_in_its_place),
        TEST(a_document_gives_way_to_another_under_the_help_too),
        TEST(the_list_shows_which_document_was_left),
        TEST(a_document_opens_with_its_panel_tied),
        TEST(annotations_without_a_place_for_the_cursor_are_passed),
        TEST(a_match_inside_a_character_does_not_hold_the_search),
        TEST(a_count_goes_round_once),
        TEST(a_note_of_many_lines_is_one_row_of_the_panel),
        TEST(the_row_below_the_panel_is_none_of_its_rows),
        TEST(the_margin_counts_every_annotation_that_has_no_row),
        TEST(the_margin_goes_on_below_the_end),
        TEST(a_note_that_cannot_be_stored_is_not_lost),
        TEST(a_note_from_the_editor_that_is_no_text_is_kept),
        TEST(undo_leaves_the_selection_it_moves_away_from),
        TEST(completions_go_with_the_word_they_complete),
        TEST(a_long_line_shows_its_end_and_the_cursor),
        TEST(names_with_blanks_are_completed),
        TEST(whatever_is_completed_is_understood),
        TEST(a_jump_that_goes_nowhere_is_not_remembered),
        TEST(what_is_somebody_elses_is_refused_before_the_typing),
        TEST(a_double_click_does_not_drop_the_ends_being_moved),
        TEST(rows_down_pass_a_character_of_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
