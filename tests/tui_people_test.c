/* Who is here and where, following them, and whose annotations are shown. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

/* ---- presence ---- */

static void the_status_line_says_who_is_here(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    live_tick(t);
    assert_false(tui_shows(t, "●"));
    live_here(t, id, 0);
    assert_true(live_tick(t));
    assert_true(tui_shows(t, "● other"));
    live_here(t, 0, 0);
    assert_true(live_tick(t));
    assert_true(tui_shows(t, "1 elsewhere"));
    assert_false(live_tick(t));
    store_leave(t->other);
    assert_true(live_tick(t));
    assert_false(tui_shows(t, "elsewhere"));
}

static void a_colleague_is_seen_in_the_row(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = live_reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        struct grid *before = live_screen(t);
        int x = live_reader(t)->shape.margin_col ? live_reader(t)->shape.margin_col - 1 : READER_GUTTER - 2;
        live_here(t, id, 17);
        live_tick(t);
        assert_string_equal(grid_cell(t->app.grid, 2, x)->text, "o");
        live_assert_same(before, t->app.grid, 1, 5, READER_GUTTER, READER_GUTTER + 50);
        live_here(t, id, 19);
        assert_false(live_tick(t)); /* the same row */
        live_here(t, id, 30);
        assert_true(live_tick(t));
        assert_string_not_equal(grid_cell(t->app.grid, 2, x)->text, "o");
        assert_string_equal(grid_cell(t->app.grid, 3, x)->text, "o");
        grid_free(before);
    }
}

static void a_colleague_is_seen_in_a_full_gutter(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m c r");
    live_here(t, live_reader(t)->document.id, 0);
    live_tick(t);
    static const char *const gutter[READER_GUTTER] = {"M", "C", "R", "o"};
    for (int x = 0; x < READER_GUTTER; x++)
        assert_string_equal(grid_cell(t->app.grid, 1, x)->text, gutter[x]);
}

static void ones_own_other_session_is_no_colleague(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct grid *before = live_screen(t);
    struct store *mine;
    struct err e;
    assert_int_equal(store_open(t->path, NULL, &mine, &e), ERR_OK);
    assert_int_equal(store_here(mine, live_reader(t)->document.id, 17, clock_now_ms(), &e), ERR_OK);
    live_tick(t);
    live_assert_same(before, t->app.grid, 1, 5, 0, 80);
    store_close(&mine);
    grid_free(before);
}

static void a_colleague_touches_no_letter_of_a_tag(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m c");
    live_here(t, live_reader(t)->document.id, 0);
    live_tick(t);
    static const char *const gutter[READER_GUTTER] = {"M", "C", " ", "o"};
    for (int x = 0; x < READER_GUTTER; x++)
        assert_string_equal(grid_cell(t->app.grid, 1, x)->text, gutter[x]);
}

static void a_session_tells_where_it_is(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct crew others = {0};
    tui_type(t, "s");
    live_tick(t);
    crew_look(&others, t->other, true, clock_monotonic_ms());
    assert_int_equal(others.count, 1);
    assert_int_equal(others.members[0].document, live_reader(t)->document.id);
    assert_int_equal(others.members[0].position, 5);
    crew_clear(&others);
}

/* ---- layers ---- */

/* Two annotations of the other reviewer's and one own, on the first three live_sentences. */
static struct tui *open_tagged(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_annotate(t, live_reader(t)->document.id, 0, 5, TAG_CAUSE, "");
    tui_annotate(t, live_reader(t)->document.id, 10, 15, TAG_CAUSE, "");
    live_look(t);
    tui_type(t, "s m g g");
    live_pass(t);
    live_tick(t);
    return t;
}

static void a_layer_hides_what_others_did(void **state)
{
    struct tui *t = open_tagged(state);
    assert_true(tui_shows(t, "M1 C2 R0"));
    tui_type(t, "o");
    assert_true(tui_shows(t, "[mine] M1 C0 R0"));
    assert_true(tui_shows(t, "1 annotation"));
    assert_string_equal(grid_cell(t->app.grid, 1, 1)->text, " "); /* no C in the gutter */
    tui_type(t, "J");
    assert_int_equal(live_reader(t)->cursor, 5);
    tui_type(t, "J");
    assert_int_equal(live_reader(t)->cursor, 5); /* there is no other one */
    tui_type(t, "U");
    assert_int_equal(live_reader(t)->cursor, 10);
    tui_annotate(t, live_reader(t)->document.id, 16, 20, TAG_REMEDY, "");
    live_look(t);
    assert_true(tui_shows(t, "M1 C0 R0"));
    tui_type(t, "o");
    assert_true(tui_shows(t, "M1 C2 R1"));
    assert_false(tui_shows(t, "[mine]"));
}

static void a_layer_is_chosen_by_names(void **state)
{
    struct tui *t = open_tagged(state);
    tui_type(t, ": \"layer other\" Enter");
    assert_true(tui_shows(t, "[other] M0 C2 R0"));
    tui_type(t, ": \"layer nobody\" Enter");
    assert_true(tui_shows(t, "no reviewer called"));
    assert_true(tui_shows(t, "[other]"));
    tui_type(t, ": \"layer all\" Enter");
    assert_true(tui_shows(t, "M1 C2 R0"));
}

static void what_one_tags_is_shown_in_any_layer(void **state)
{
    struct tui *t = open_tagged(state);
    tui_type(t, ": \"layer other\" Enter s m"); /* the passage has this tag, though it is hidden */
    assert_true(tui_shows(t, "already"));
    tui_type(t, ": \"layer other\" Enter r");
    assert_true(tui_shows(t, "M1 C2 R1"));
    tui_type(t, ": \"layer other\" Enter u");
    assert_true(tui_shows(t, "M1 C2 R0"));
}

static void layers_are_toggled_in_their_view(void **state)
{
    struct tui *t = open_tagged(state);
    tui_type(t, "O");
    assert_true(tui_shows(t, "[x]  other"));
    tui_type(t, "g g");
    for (int i = 0; i < 2 && !strstr(grid_cell(t->app.grid, 2 + i, 6)->text, "o"); i++)
        tui_type(t, "j");
    tui_type(t, "Space");
    assert_true(tui_shows(t, "[ ]  other"));
    tui_annotate(t, reader_in(&t->app)->document.id, 16, 20, TAG_REMEDY, "");
    live_look(t);
    assert_true(tui_shows(t, "  3")); /* counted all the same */
    tui_type(t, "q");
    assert_true(tui_shows(t, "[without other] M1 C0 R0"));
}

static void two_tags_on_one_passage_are_both_reached(void **state)
{
    struct tui *t = open_tagged(state);
    tui_type(t, "g g c");
    assert_string_equal(grid_cell(t->app.grid, 1, 1)->text, "3"); /* with the one on the third sentence */
    int64_t first = live_reader(t)->notes.items[0]->id, second = live_reader(t)->notes.items[1]->id;
    assert_int_equal(live_reader(t)->current, second);
    tui_type(t, "K");
    assert_int_equal(live_reader(t)->current, first);
    tui_type(t, "J");
    assert_int_equal(live_reader(t)->current, second);
}

/* ---- people, and following one of them ---- */

/* Somebody called li at the same file, with the document NAME open. */
static struct tui *join(struct tui *t, const char *name)
{
    char line[64];
    struct tui *li = tui_join(t, "li");
    snprintf(line, sizeof line, ": \"open %s\" Enter", name);
    tui_type(li, line);
    live_tick(li);
    live_tick(t);
    return li;
}

static void tick_both(struct tui *a, struct tui *b)
{
    live_tick(a);
    live_tick(b);
    live_tick(a);
}

static void the_people_say_who_is_where(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct tui *li = join(t, "text");
    tui_resize(t, 100, 24);
    tui_type(li, "s s");
    tick_both(li, t);
    tui_type(t, "W");
    assert_true(tui_shows(t, "2 sessions"));
    assert_true(tui_shows(t, "you"));
    assert_true(tui_shows(t, " li "));
    assert_true(tui_shows(t, "this text"));
    assert_true(tui_shows(t, "other")); /* has reviewed, and is not here */
    tui_type(li, "D");
    tick_both(li, t);
    assert_true(tui_shows(t, "the list"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "not in one of them"));
    tui_type(li, "Enter j");
    tick_both(li, t);
    tui_type(t, "Enter");
    assert_int_equal(live_reader(t)->cursor, live_reader(li)->cursor);
    tui_part(li);
    tui_type(t, "W");
    live_tick(t);
    assert_true(tui_shows(t, "1 session"));
}

static void a_colleague_is_followed(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_document(t, "zz", "别的文件。第二句。");
    struct tui *li = join(t, "text");
    tui_type(t, "f");
    assert_true(tui_shows(t, "following li · Esc stops"));
    tui_type(li, "s s");
    tick_both(li, t);
    assert_int_equal(live_reader(t)->cursor, 10);
    tui_type(li, ": \"open zz\" Enter s");
    tick_both(li, t);
    assert_string_equal(live_reader(t)->document.name, "zz");
    assert_int_equal(live_reader(t)->cursor, 5);
    tui_type(li, "D");
    tick_both(li, t);
    assert_null(reader_of(&t->app));
    tui_type(li, ": \"open text\" Enter");
    tick_both(li, t);
    tui_type(t, "m"); /* to tag is no motion */
    assert_true(tui_shows(t, "following li"));
    tui_type(t, "Esc");
    assert_false(tui_shows(t, "following"));
    size_t here = live_reader(t)->cursor;
    tui_type(li, "G");
    tick_both(li, t);
    assert_int_equal(live_reader(t)->cursor, here);
    tui_part(li);
}

static void own_motion_ends_following(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct tui *li = join(t, "text");
    tui_type(t, "f j");
    assert_false(tui_shows(t, "following"));
    assert_true(tui_shows(t, "you follow li no more"));
    tui_type(t, "f V");
    assert_false(tui_shows(t, "following"));
    tui_type(t, "Esc");
    tui_type(t, "f : \"half\"");
    tui_type(li, "G");
    tick_both(li, t);
    assert_true(tui_shows(t, "half")); /* what is typed waits for nobody */
    tui_type(t, "Esc");
    assert_true(tui_shows(t, "following li"));
    live_tick(t);
    assert_int_equal(live_reader(t)->cursor, live_reader(li)->cursor);
    tui_part(li);
}

static void who_leaves_is_followed_no_more(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct tui *li = join(t, "text");
    tui_type(t, "W");
    assert_true(tui_shows(t, "f follow")); /* the first of the others is chosen */
    tui_type(t, "f");
    assert_true(tui_shows(t, "following li"));
    tui_part(li);
    live_tick(t);
    assert_true(tui_shows(t, "li has left"));
    assert_false(tui_shows(t, "following li"));
}

static void two_who_follow_each_other_stand_still(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct tui *li = join(t, "text");
    tui_type(li, "s s");
    tick_both(li, t);
    tui_type(t, "f");
    tui_type(li, "f");
    tick_both(t, li);
    size_t mine = live_reader(t)->cursor, theirs = live_reader(li)->cursor;
    for (int i = 0; i < 3; i++) {
        tick_both(t, li);
        assert_int_equal(live_reader(t)->cursor, mine);
        assert_int_equal(live_reader(li)->cursor, theirs);
    }
    tui_part(li);
}

static void names_are_completed(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct tui *li = join(t, "text");
    tui_type(t, ": \"layer oth\" Tab \"l\" Tab");
    assert_true(tui_shows(t, ":layer other li"));
    tui_type(t, "Esc : \"follow l\" Tab Enter");
    assert_true(tui_shows(t, "following li"));
    live_here(t, 0, 0);
    live_here(t, live_reader(t)->document.id, 0);
    live_tick(t);
    tui_type(t, "Esc f"); /* two are here: which one? */
    assert_true(t->app.prompt.active);
    tui_type(t, "\"o\" Tab Enter");
    assert_true(tui_shows(t, "following other"));
    tui_part(li);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_status_line_says_who_is_here),
        TEST(a_colleague_is_seen_in_the_row),
        TEST(a_colleague_is_seen_in_a_full_gutter),
        TEST(ones_own_other_session_is_no_colleague),
        TEST(a_colleague_touches_no_letter_of_a_tag),
        TEST(a_session_tells_where_it_is),
        TEST(a_layer_hides_what_others_did),
        TEST(a_layer_is_chosen_by_names),
        TEST(what_one_tags_is_shown_in_any_layer),
        TEST(layers_are_toggled_in_their_view),
        TEST(two_tags_on_one_passage_are_both_reached),
        TEST(the_people_say_who_is_where),
        TEST(a_colleague_is_followed),
        TEST(own_motion_ends_following),
        TEST(who_leaves_is_followed_no_more),
        TEST(two_who_follow_each_other_stand_still),
        TEST(names_are_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
