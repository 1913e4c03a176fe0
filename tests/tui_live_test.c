/* Several reviewers at one file at the same time: what comes from the others, and that nothing moves under the one who
 * reads. The loop is not run here: app_look is what a wake-up leads to, app_tick what a quarter of a second does. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/clock.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char sentences[] =
    "甲第一句。甲第二句。甲第三句。\n乙第一句。乙第二句。\n丙第一句。\n丁第一句。丁第二句。";

static struct reader *reader(struct tui *t)
{
    struct reader *r = reader_of(&t->app);
    assert_non_null(r);
    return r;
}

static struct tui *open_text(void **state, const char *text)
{
    struct tui *t = *state;
    tui_document(t, "text", text);
    tui_type(t, "Enter");
    reader(t);
    return t;
}

/* What the loop does: draw where something is to be drawn. Whether it was. */
static bool drawn(struct tui *t)
{
    bool dirty = t->app.dirty;
    if (dirty)
        app_draw(&t->app);
    t->app.dirty = false;
    return dirty;
}

static bool look(struct tui *t)
{
    t->app.dirty = false;
    app_look(&t->app);
    return drawn(t);
}

/* A tick whenever it comes: as if none of the last moments had been one. */
static bool tick(struct tui *t)
{
    t->app.dirty = false;
    t->app.crew.looked_ms = t->app.crew.told_ms = 0;
    app_tick(&t->app);
    return drawn(t);
}

static void pass_a_moment(struct tui *t)
{
    struct arrivals *a = &reader(t)->arrivals;
    for (size_t i = 0; i < a->count; i++)
        a->items[i].until -= ARRIVAL_MS;
}

static struct grid *copy_screen(struct tui *t)
{
    const struct grid *g = t->app.grid;
    app_draw(&t->app);
    struct grid *copy = grid_new(g->cols, g->rows, g->wide);
    memcpy(copy->cells, g->cells, (size_t)g->cols * (size_t)g->rows * sizeof *g->cells);
    copy->cursor_row = g->cursor_row;
    copy->cursor_col = g->cursor_col;
    return copy;
}

/* Whether rows [FROM, TO) say the same in the columns from COL on, whatever they look like. */
static void assert_same_text(const struct grid *a, const struct grid *b, int from, int to, int col, int end)
{
    for (int row = from; row < to; row++)
        for (int x = col; x < end; x++)
            if (strcmp(grid_cell(a, row, x)->text, grid_cell(b, row, x)->text) != 0)
                fail_msg("row %d, column %d: “%s” is “%s” now", row, x, grid_cell(a, row, x)->text,
                         grid_cell(b, row, x)->text);
    assert_int_equal(a->cursor_row, b->cursor_row);
    assert_int_equal(a->cursor_col, b->cursor_col);
}

static void here(struct tui *t, int64_t document, int64_t position)
{
    struct err e;
    assert_int_equal(store_here(t->other, document, position, clock_now_ms(), &e), ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

/* ---- arrivals ---- */

static void a_tag_of_another_is_seen_without_a_key(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = reader(t)->document.id;
    tui_annotate(t, id, 5, 10, TAG_CAUSE, "a note");
    assert_true(look(t));
    assert_true(tui_shows(t, "C1"));
    assert_true(tui_shows(t, "甲第二句。"));
    assert_true(tui_shows(t, "“a note”"));
    assert_false(look(t));
}

static void what_arrived_is_marked_for_a_moment(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_annotate(t, id, 5, 10, TAG_CAUSE, "");
        look(t);
        assert_true(tui_shows(t, "+C "));
        assert_true(style_attributes(grid_cell(t->app.grid, 1, READER_GUTTER + 10)->style) & STYLE_REVERSE);
        struct grid *marked = copy_screen(t);
        assert_false(tick(t));
        pass_a_moment(t);
        assert_true(tick(t));
        assert_false(tick(t));
        assert_false(style_attributes(grid_cell(t->app.grid, 1, READER_GUTTER + 10)->style) & STYLE_REVERSE);
        assert_same_text(marked, t->app.grid, 1, 2, READER_GUTTER, 60);
        grid_free(marked);
    }
}

static void an_own_tag_is_not_marked(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m");
    assert_true(tui_shows(t, " M  甲第一句。"));
    assert_int_equal(reader(t)->arrivals.count, 0);
}

static void what_others_do_elsewhere_is_no_work(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t other = tui_document(t, "other", sentences);
    look(t);
    tui_annotate(t, other, 0, 5, TAG_CAUSE, "");
    assert_false(look(t));
    tick(t);
    assert_false(tick(t));
}

static void the_text_stays_where_it_is(void **state)
{
    struct str text = {0};
    for (int i = 0; i < 60; i++)
        str_addf(&text, "第%d段第一句。第%d段第二句，比第一句长得多，所以要占去更多的地方，直到这一行的最后。\n", i, i);
    struct tui *t = open_text(state, str_z(&text));
    str_clear(&text);
    int64_t id = reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "1 5 G C-d s");
        struct row top = reader(t)->top;
        size_t cursor = reader(t)->cursor;
        struct grid *before = copy_screen(t);
        for (int i = 0; i < 12; i++) /* before the screen, on it, behind it */
            tui_annotate(t, id, 100 * i, 100 * i + 30, TAG_REMEDY,
                         "a note that takes a row, and so moves what is below");
        assert_true(look(t));
        assert_int_equal(reader(t)->top.start, top.start);
        assert_int_equal(reader(t)->cursor, cursor);
        assert_same_text(before, t->app.grid, 1, 1 + reader(t)->shape.rows, READER_GUTTER,
                         READER_GUTTER + reader(t)->shape.text_cols);
        grid_free(before);
    }
}

static void the_panel_does_not_turn_its_page(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = reader(t)->document.id;
    for (int i = 0; i < 10; i++)
        tui_annotate(t, id, 5 + i, 20, TAG_CAUSE, "");
    tui_sync(t);
    tui_type(t, "J J J J J");
    size_t first = panel_first(reader(t));
    int64_t shown = reader(t)->notes.items[first]->id;
    tui_annotate(t, id, 0, 5, TAG_REMEDY, "");
    look(t);
    assert_int_equal(reader(t)->notes.items[panel_first(reader(t))]->id, shown);
}

/* ---- what is being done survives ---- */

static void a_selection_survives(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "V s");
    struct span before = reader_selection(reader(t));
    tui_annotate(t, reader(t)->document.id, 0, 10, TAG_CAUSE, "");
    look(t);
    struct span after = reader_selection(reader(t));
    assert_true(reader(t)->selection.active);
    assert_int_equal(before.start, after.start);
    assert_int_equal(before.end, after.end);
    tui_type(t, "r");
    assert_true(tui_shows(t, "R1"));
}

static void ends_survive(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m e h h");
    tui_annotate(t, reader(t)->document.id, 0, 2, TAG_CAUSE, "");
    look(t);
    assert_int_not_equal(reader(t)->selection.editing, 0);
    tui_type(t, "Enter");
    assert_int_equal(reader_current(reader(t))->end, 3);
}

static void a_line_that_is_typed_survives(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m a \"half a\"");
    int64_t own = reader(t)->current;
    tui_annotate(t, reader(t)->document.id, 0, 2, TAG_CAUSE, "");
    look(t);
    assert_true(t->app.prompt.active);
    assert_true(tui_shows(t, "half a"));
    tui_type(t, "Space \"note\" Enter");
    assert_string_equal(annset_get(&reader(t)->notes, own)->note, "half a note");
}

static void the_panel_keeps_its_annotation(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "V s m"); /* a tag over two sentences */
    int64_t own = reader(t)->current;
    tui_annotate(t, reader(t)->document.id, 0, 2, TAG_CAUSE, ""); /* inside of it */
    look(t);
    assert_int_equal(reader(t)->current, own);
}

/* ---- the file ---- */

static void a_file_that_is_gone_is_said_and_nothing_written(void **state)
{
    struct tui *t = open_text(state, sentences);
    char away[128];
    snprintf(away, sizeof away, "%s.away", t->path);
    tui_type(t, "m");
    assert_int_equal(rename(t->path, away), 0);
    assert_true(look(t));
    assert_true(tui_shows(t, "NOT SAVED"));
    assert_false(look(t));
    tui_type(t, "s c");
    assert_true(tui_shows(t, "replaced or removed"));
    assert_int_equal(reader(t)->notes.count, 1);
    tui_type(t, "j"); /* reading goes on */
    assert_int_equal(reader(t)->cursor, 21);
    app_save(&t->app);
    assert_int_not_equal(reader(t)->saved_cursor, reader(t)->cursor);
    assert_int_equal(rename(away, t->path), 0);
    assert_true(look(t));
    tui_type(t, "c");
    assert_true(tui_shows(t, "C1"));
}

static void a_note_typed_when_the_file_went_is_kept(void **state)
{
    struct tui *t = open_text(state, sentences);
    char away[128];
    snprintf(away, sizeof away, "%s.away", t->path);
    tui_type(t, "m a \"words\"");
    assert_int_equal(rename(t->path, away), 0);
    look(t);
    assert_true(tui_shows(t, "words"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "replaced or removed"));
    assert_int_equal(rename(away, t->path), 0);
    look(t);
    tui_type(t, "a Up Enter");
    assert_string_equal(reader_current(reader(t))->note, "words");
}

/* ---- presence ---- */

static void the_status_line_says_who_is_here(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = reader(t)->document.id;
    tick(t);
    assert_false(tui_shows(t, "●"));
    here(t, id, 0);
    assert_true(tick(t));
    assert_true(tui_shows(t, "● other"));
    here(t, 0, 0);
    assert_true(tick(t));
    assert_true(tui_shows(t, "1 elsewhere"));
    assert_false(tick(t));
    store_leave(t->other);
    assert_true(tick(t));
    assert_false(tui_shows(t, "elsewhere"));
}

static void a_colleague_is_seen_in_the_row(void **state)
{
    struct tui *t = open_text(state, sentences);
    int64_t id = reader(t)->document.id;
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        struct grid *before = copy_screen(t);
        int x = reader(t)->shape.margin_col ? reader(t)->shape.margin_col - 1 : READER_GUTTER - 2;
        here(t, id, 17);
        tick(t);
        assert_string_equal(grid_cell(t->app.grid, 2, x)->text, "o");
        assert_same_text(before, t->app.grid, 1, 5, READER_GUTTER, READER_GUTTER + 50);
        here(t, id, 19);
        assert_false(tick(t)); /* the same row */
        here(t, id, 30);
        assert_true(tick(t));
        assert_string_not_equal(grid_cell(t->app.grid, 2, x)->text, "o");
        assert_string_equal(grid_cell(t->app.grid, 3, x)->text, "o");
        grid_free(before);
    }
}

static void a_colleague_is_seen_in_a_full_gutter(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "m c r");
    here(t, reader(t)->document.id, 0);
    tick(t);
    static const char *const gutter[READER_GUTTER] = {"M", "C", "R", "o"};
    for (int x = 0; x < READER_GUTTER; x++)
        assert_string_equal(grid_cell(t->app.grid, 1, x)->text, gutter[x]);
}

static void a_session_tells_where_it_is(void **state)
{
    struct tui *t = open_text(state, sentences);
    struct crew others = {0};
    tui_type(t, "s");
    tick(t);
    crew_look(&others, t->other, true, clock_monotonic_ms());
    assert_int_equal(others.count, 1);
    assert_int_equal(others.members[0].document, reader(t)->document.id);
    assert_int_equal(others.members[0].position, 5);
    crew_clear(&others);
}

/* ---- layers ---- */

/* Two annotations of the other reviewer's and one own, on the first three sentences. */
static struct tui *open_tagged(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_annotate(t, reader(t)->document.id, 0, 5, TAG_CAUSE, "");
    tui_annotate(t, reader(t)->document.id, 10, 15, TAG_CAUSE, "");
    look(t);
    tui_type(t, "s m g g");
    pass_a_moment(t);
    tick(t);
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
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "J");
    assert_int_equal(reader(t)->cursor, 5); /* there is no other one */
    tui_type(t, "U");
    assert_int_equal(reader(t)->cursor, 10);
    tui_annotate(t, reader(t)->document.id, 16, 20, TAG_REMEDY, "");
    look(t);
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
    look(t);
    assert_true(tui_shows(t, "  3")); /* counted all the same */
    tui_type(t, "q");
    assert_true(tui_shows(t, "[without other] M1 C0 R0"));
}

static void two_tags_on_one_passage_are_both_reached(void **state)
{
    struct tui *t = open_tagged(state);
    tui_type(t, "g g c");
    assert_string_equal(grid_cell(t->app.grid, 1, 1)->text, "3"); /* with the one on the third sentence */
    int64_t first = reader(t)->notes.items[0]->id, second = reader(t)->notes.items[1]->id;
    assert_int_equal(reader(t)->current, second);
    tui_type(t, "K");
    assert_int_equal(reader(t)->current, first);
    tui_type(t, "J");
    assert_int_equal(reader(t)->current, second);
}

/* ---- people, and following one of them ---- */

/* Somebody called li at the same file, with the document NAME open. */
static struct tui *join(struct tui *t, const char *name)
{
    char line[64];
    struct tui *li = tui_join(t, "li");
    snprintf(line, sizeof line, ": \"open %s\" Enter", name);
    tui_type(li, line);
    tick(li);
    tick(t);
    return li;
}

static void tick_both(struct tui *a, struct tui *b)
{
    tick(a);
    tick(b);
    tick(a);
}

static void the_people_say_who_is_where(void **state)
{
    struct tui *t = open_text(state, sentences);
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
    tui_type(t, "j Enter");
    assert_true(tui_shows(t, "not in one of them"));
    tui_type(li, "Enter j");
    tick_both(li, t);
    tui_type(t, "Enter");
    assert_int_equal(reader(t)->cursor, reader(li)->cursor);
    tui_part(li);
    tui_type(t, "W");
    tick(t);
    assert_true(tui_shows(t, "1 session"));
}

static void a_colleague_is_followed(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_document(t, "zz", "别的文件。第二句。");
    struct tui *li = join(t, "text");
    tui_type(t, "f");
    assert_true(tui_shows(t, "following li · Esc stops"));
    tui_type(li, "s s");
    tick_both(li, t);
    assert_int_equal(reader(t)->cursor, 10);
    tui_type(li, ": \"open zz\" Enter s");
    tick_both(li, t);
    assert_string_equal(reader(t)->document.name, "zz");
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(li, "D");
    tick_both(li, t);
    assert_null(reader_of(&t->app));
    tui_type(li, ": \"open text\" Enter");
    tick_both(li, t);
    tui_type(t, "m"); /* to tag is no motion */
    assert_true(tui_shows(t, "following li"));
    tui_type(t, "Esc");
    assert_false(tui_shows(t, "following"));
    size_t here = reader(t)->cursor;
    tui_type(li, "G");
    tick_both(li, t);
    assert_int_equal(reader(t)->cursor, here);
    tui_part(li);
}

static void own_motion_ends_following(void **state)
{
    struct tui *t = open_text(state, sentences);
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
    tick(t);
    assert_int_equal(reader(t)->cursor, reader(li)->cursor);
    tui_part(li);
}

static void who_leaves_is_followed_no_more(void **state)
{
    struct tui *t = open_text(state, sentences);
    struct tui *li = join(t, "text");
    tui_type(t, "W j f");
    assert_true(tui_shows(t, "following li"));
    tui_part(li);
    tick(t);
    assert_true(tui_shows(t, "li has left"));
    assert_false(tui_shows(t, "following li"));
}

static void two_who_follow_each_other_stand_still(void **state)
{
    struct tui *t = open_text(state, sentences);
    struct tui *li = join(t, "text");
    tui_type(li, "s s");
    tick_both(li, t);
    tui_type(t, "f");
    tui_type(li, "f");
    tick_both(t, li);
    size_t mine = reader(t)->cursor, theirs = reader(li)->cursor;
    for (int i = 0; i < 3; i++) {
        tick_both(t, li);
        assert_int_equal(reader(t)->cursor, mine);
        assert_int_equal(reader(li)->cursor, theirs);
    }
    tui_part(li);
}

static void names_are_completed(void **state)
{
    struct tui *t = open_text(state, sentences);
    struct tui *li = join(t, "text");
    tui_type(t, ": \"layer oth\" Tab \"l\" Tab");
    assert_true(tui_shows(t, ":layer other li"));
    tui_type(t, "Esc : \"follow l\" Tab Enter");
    assert_true(tui_shows(t, "following li"));
    here(t, 0, 0);
    here(t, reader(t)->document.id, 0);
    tick(t);
    tui_type(t, "Esc f"); /* two are here: which one? */
    assert_true(t->app.prompt.active);
    tui_type(t, "\"o\" Tab Enter");
    assert_true(tui_shows(t, "following other"));
    tui_part(li);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
        TEST(the_status_line_says_who_is_here),
        TEST(a_colleague_is_seen_in_the_row),
        TEST(a_colleague_is_seen_in_a_full_gutter),
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
