/* The built-in editor: what is typed is there, what is not saved is not lost unasked. */
#include "tests/unit.h"

#include "base/mem.h"
#include "tests/tui_fixture.h"
#include "tui/note_edit.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCE "一二三。"

static struct reader *reader(const struct tui *t)
{
    for (size_t i = 0; i < t->app.view_count; i++)
        if (t->app.views[i]->ops == &reader_ops)
            return (struct reader *)(void *)t->app.views[i];
    fail_msg("no document is open");
    return NULL;
}

static const char *note(const struct tui *t)
{
    return reader(t)->notes.items[0]->note;
}

/* A document with one annotation, and its note in the editor. */
static struct tui *writing(void **state)
{
    struct tui *t = *state;
    struct err e;
    unsetenv("VISUAL");
    unsetenv("EDITOR");
    int64_t id = tui_document(t, "d", SENTENCE);
    assert_int_equal(app_open(&t->app, id, &e), ERR_OK);
    tui_type(t, "m A");
    assert_true(note_edit_is_open(&t->app));
    return t;
}

static void several_lines_are_written_and_saved(void **state)
{
    struct tui *t = writing(state);
    assert_true(tui_shows(t, "\"" SENTENCE "\"") || tui_shows(t, SENTENCE)); /* the passage it is about */
    assert_true(tui_shows(t, "Enter begins a new line"));
    tui_type(t, "\"甲乙\" Enter Enter \"qdu\" C-s");
    assert_false(note_edit_is_open(&t->app));
    assert_string_equal(note(t), "甲乙\n\nqdu");
    tui_type(t, "a"); /* of several lines, so it is written here too */
    assert_true(note_edit_is_open(&t->app));
    tui_type(t, "\"!\" F2");
    assert_string_equal(note(t), "甲乙\n\nqdu!");
}

static void keys_move_and_delete(void **state)
{
    struct tui *t = writing(state);
    tui_type(t, "\"一二三四五\" Enter \"ab\" Up Home \"x\" End \"y\" Down \"z\"");
    tui_type(t, "Left Left Left Delete Left Left Left Backspace C-s");
    assert_string_equal(note(t), "x一二三五y\nbz");
    tui_type(t, "A Home C-f C-w \"w\" Space C-u End C-h Enter Enter C-s");
    assert_string_equal(note(t), "x一二三五y");
}

static void a_row_keeps_its_place_when_going_up_and_down(void **state)
{
    struct tui *t = writing(state);
    tui_type(t, "\"0123456789\" Enter \"01\" Enter \"0123456789\" Up Up \"<\" Down Down \">\" C-s");
    assert_string_equal(note(t), "0123456789<\n01\n0123456789>");
    tui_type(t, "A Up Left Up \"|\" C-s");
    assert_non_null(strchr(note(t), '|'));
}

static void leaving_asks_where_something_was_changed(void **state)
{
    struct tui *t = writing(state);
    tui_type(t, "Esc");
    assert_false(note_edit_is_open(&t->app));
    tui_type(t, "A \"words\" Esc");
    assert_true(note_edit_is_open(&t->app));
    assert_true(tui_shows(t, "is not saved"));
    tui_type(t, "\"!\" Esc"); /* going on, so that it is asked again */
    assert_true(note_edit_is_open(&t->app));
    tui_type(t, "Esc");
    assert_false(note_edit_is_open(&t->app));
    assert_string_equal(note(t), "");
    tui_type(t, "A \"w\" Backspace Esc"); /* as it was */
    assert_false(note_edit_is_open(&t->app));
}

/* The same reviewer in another session. */
static void from_elsewhere(const struct tui *t, bool delete)
{
    const struct annotation *a = reader(t)->notes.items[0];
    struct store *again;
    struct err e;
    assert_int_equal(store_open(t->path, &(struct store_opts){.force = true}, &again, &e), ERR_OK);
    if (delete)
        assert_int_equal(store_delete(again, a->id, a->revision, &e), ERR_OK);
    else
        assert_int_equal(store_note(again, a->id, a->revision, "from elsewhere", &e), ERR_OK);
    store_close(&again);
}

static void what_was_changed_meanwhile_is_shown_and_nothing_lost(void **state)
{
    struct tui *t = writing(state);
    tui_type(t, "\"mine\"");
    from_elsewhere(t, false);
    tui_sync(t);
    tui_type(t, "C-s");
    assert_true(tui_shows(t, "from elsewhere"));
    assert_true(tui_shows(t, "mine"));
    assert_true(note_edit_is_open(&t->app));
    tui_type(t, "C-s");
    assert_false(note_edit_is_open(&t->app));
    assert_string_equal(note(t), "mine");
    tui_type(t, "A Space \"again\"");
    from_elsewhere(t, true);
    tui_type(t, "C-s");
    assert_true(note_edit_is_open(&t->app));
    assert_true(tui_shows(t, "mine again"));
}

static void a_paste_is_text_with_its_lines(void **state)
{
    struct tui *t = writing(state);
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_BEGIN});
    tui_type(t, "\"q:\" Enter Esc \"b\" Tab \"c\" C-j \"d\"");
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_END});
    assert_true(note_edit_is_open(&t->app));
    tui_type(t, "C-s");
    assert_string_equal(note(t), "q:\nb c\nd");
}

static void a_long_text_scrolls_with_the_cursor(void **state)
{
    struct tui *t = writing(state);
    for (int i = 0; i < 40; i++)
        tui_type(t, "\"字字字\" Enter");
    tui_type(t, "\"the end\"");
    assert_true(tui_shows(t, "the end"));
    assert_in_range(t->app.grid->cursor_row, 3, 22);
    for (int i = 0; i < 45; i++)
        tui_type(t, "Up");
    tui_type(t, "Home \"the start\"");
    assert_true(tui_shows(t, "the start"));
    assert_false(tui_shows(t, "the end"));
    tui_resize(t, 20, 5);
    assert_true(tui_shows(t, "the start"));
    tui_resize(t, 200, 60);
    assert_true(tui_shows(t, "the end"));
    tui_type(t, "C-s");
    assert_non_null(strstr(note(t), "the start字字字\n"));
}

static void there_is_an_end_to_the_room(void **state)
{
    struct tui *t = writing(state);
    char *full = mem_alloc(STORE_NOTE_MAX + 1, 1);
    memset(full, 'x', STORE_NOTE_MAX);
    full[STORE_NOTE_MAX] = '\0';
    struct err e;
    const struct annotation *a = reader(t)->notes.items[0];
    tui_type(t, "Esc");
    assert_int_equal(store_note(t->app.store, a->id, a->revision, full, &e), ERR_OK);
    free(full);
    assert_int_equal(app_sync(&t->app, &e), ERR_OK);
    tui_type(t, "A \"y\"");
    assert_true(tui_shows(t, "there is room for"));
    tui_type(t, "Backspace \"y\" C-s");
    assert_false(note_edit_is_open(&t->app));
    assert_int_equal(strlen(note(t)), STORE_NOTE_MAX);
}

static void a_line_that_breaks_loses_nothing(void **state)
{
    struct tui *t = writing(state);
    struct annotation a;
    struct err e;
    tui_type(t, "\"half a\"");
    app_save(&t->app); /* as happens now and then */
    assert_int_equal(store_annotation_get(t->app.store, reader(t)->notes.items[0]->id, &a, &e), ERR_OK);
    assert_string_equal(a.note, "");
    annotation_clear(&a);
    app_key(&t->app, (struct key){.code = KEYSYM_HANGUP});
    assert_int_equal(store_annotation_get(t->app.store, reader(t)->notes.items[0]->id, &a, &e), ERR_OK);
    assert_string_equal(a.note, "half a");
    annotation_clear(&a);
}

static void nothing_opens_over_what_is_being_written(void **state)
{
    struct tui *t = writing(state);
    struct err e;
    tui_type(t, "\"half\"");
    assert_int_equal(app_open(&t->app, reader(t)->document.id, &e), ERR_INPUT);
    assert_true(tui_shows(t, "half"));
}

static void the_reviewers_own_editor_comes_first_but_not_when_restricted(void **state)
{
    struct tui *t = writing(state);
    tui_type(t, "Esc");
    setenv("EDITOR", "something", 1);
    t->edited = "by the editor";
    tui_type(t, "A");
    assert_string_equal(note(t), "by the editor");
    t->app.restricted = true;
    tui_type(t, "A");
    assert_true(note_edit_is_open(&t->app));
    unsetenv("EDITOR");
}

static void emacs_saves_with_two_keys(void **state)
{
    struct tui *t = writing(state);
    tui_keymap(t, "emacs");
    tui_type(t, "\"e\" C-x C-s");
    assert_false(note_edit_is_open(&t->app));
    assert_string_equal(note(t), "e");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(several_lines_are_written_and_saved),
        TEST(keys_move_and_delete),
        TEST(a_row_keeps_its_place_when_going_up_and_down),
        TEST(leaving_asks_where_something_was_changed),
        TEST(what_was_changed_meanwhile_is_shown_and_nothing_lost),
        TEST(a_paste_is_text_with_its_lines),
        TEST(a_long_text_scrolls_with_the_cursor),
        TEST(there_is_an_end_to_the_room),
        TEST(a_line_that_breaks_loses_nothing),
        TEST(nothing_opens_over_what_is_being_written),
        TEST(the_reviewers_own_editor_comes_first_but_not_when_restricted),
        TEST(emacs_saves_with_two_keys),
    };
    return cmocka_run_group_tests_name("tui_note_edit", tests, NULL, NULL);
}
