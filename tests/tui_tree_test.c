/* The outline pane, and moving by sections. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

static const char report[] = "关于泵站的报告\n"
                             "一、情况\n六台泵停了三台。没有人知道。\n"
                             "（一）设备。阀门旧了。\n（二）人员。夜里没有人。\n"
                             "二、对策\n每周查一次。\n";

static size_t at(struct tui *t, const char *words)
{
    const struct text *text = reader_in(&t->app)->reading.text;
    size_t n;
    const char *all = text_slice(text, 0, SIZE_MAX, &n), *found = strstr(all, words);
    assert_non_null(found);
    return text_cp_at(text, (size_t)(found - all));
}

static void sections_are_moved_by(void **state)
{
    struct tui *t = live_open(state, report);
    tui_type(t, "g g ] ]");
    assert_int_equal(live_reader(t)->cursor, at(t, "一、情况"));
    tui_type(t, "2 ] ]");
    assert_int_equal(live_reader(t)->cursor, at(t, "（二）人员"));
    tui_type(t, "] ] ] ]");
    assert_int_equal(live_reader(t)->cursor, at(t, "二、对策"));
    assert_true(tui_shows(t, "last section"));
    tui_type(t, "[ [ s [ [");
    assert_int_equal(live_reader(t)->cursor, at(t, "（二）人员"));
    tui_type(t, "9 [ [ [ [");
    assert_true(tui_shows(t, "first section"));
    tui_type(t, "C-o");
    assert_int_equal(live_reader(t)->cursor, at(t, "（二）人员"));
}

static void the_pane_counts_the_tags_of_each_section(void **state)
{
    struct tui *t = live_open(state, report);
    tui_type(t, "] ] s m s c ] ] ] ] m ] ] r I");
    static const char *const rows[] = {"M    C    R", " 2    1    1", "- 一、情况", " 2    1",
                                       "（一）设备",  "（二）人员",   "二、对策"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(tui_shows(t, rows[i]));
    tui_annotate(t, reader_in(&t->app)->document.id, (int64_t)at(t, "六台"), (int64_t)at(t, "没有人知"), TAG_CAUSE,
                 NULL);
    tui_sync(t);
    tui_type(t, "k");
    assert_true(tui_shows(t, " 2    2"));
}

static void enter_goes_to_a_section_and_the_jump_list_back(void **state)
{
    struct tui *t = live_open(state, report);
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "g g s s");
        size_t from = live_reader(t)->cursor;
        tui_type(t, "I G Enter");
        assert_int_equal(live_reader(t)->cursor, at(t, "二、对策"));
        tui_type(t, "C-o");
        assert_int_equal(live_reader(t)->cursor, from);
    }
}

static void leaving_the_pane_goes_back_to_the_place(void **state)
{
    static const char *const ways[] = {"Esc", "q", "I"};
    struct tui *t = live_open(state, report);
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "g g s s s");
        size_t from = live_reader(t)->cursor;
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            tui_type(t, "I G k");
            tui_type(t, ways[i]);
            assert_int_equal(live_reader(t)->cursor, from);
        }
    }
}

/* Beside the document of a wide screen: it goes along. */
static void the_document_beside_shows_the_chosen_section(void **state)
{
    struct tui *t = live_open(state, report);
    tui_resize(t, 120, 10);
    tui_type(t, "g g I G");
    assert_true(tui_shows(t, "每周查一次"));
    assert_int_equal(reader_in(&t->app)->cursor, at(t, "二、对策"));
}

/* What is clicked there is no row of the pane. */
static void a_click_beside_the_pane_chooses_nothing(void **state)
{
    struct tui *t = live_open(state, report);
    tui_resize(t, 120, 24);
    tui_type(t, "g g I G Click@6,4 DoubleClick@6,4");
    assert_int_equal(t->app.view_count, 3);
    tui_type(t, "Enter");
    assert_int_equal(live_reader(t)->cursor, at(t, "二、对策"));
    tui_type(t, "I Click@100,4 Enter");
    assert_int_equal(live_reader(t)->cursor, at(t, "（一）设备"));
}

static void a_section_folds(void **state)
{
    struct tui *t = live_open(state, report);
    tui_type(t, "g g I j Space");
    assert_true(tui_shows(t, "+ 一、情况"));
    assert_false(tui_shows(t, "（二）人员"));
    tui_type(t, "j");
    tui_type(t, "Space");
    assert_true(tui_shows(t, "nothing lies below"));
    tui_type(t, "k Space j Space"); /* on a part: its section folds, and is chosen */
    assert_false(tui_shows(t, "（一）设备"));
    tui_type(t, "Enter");
    assert_int_equal(live_reader(t)->cursor, at(t, "一、情况"));
}

static void the_help_begins_with_the_pane(void **state)
{
    struct tui *t = live_open(state, "第一章 情况\n六台泵停了三台。\n第二章 原因\n没有人知道。\n");
    tui_type(t, "I \":help\" Enter");
    assert_string_equal(grid_cell(t->app.grid, 1, 1)->text, "I");
    assert_true(tui_shows(t, "In the outline"));
    assert_true(tui_shows(t, "fold or unfold the thread, the section or the code"));
}

static void a_document_without_headings_says_so(void **state)
{
    struct tui *t = live_open(state, "没有标题。只有两句。\n");
    tui_type(t, "I");
    assert_true(tui_shows(t, "no headings"));
    assert_int_equal(t->app.view_count, 2);
    tui_type(t, "] ]");
    assert_true(tui_shows(t, "no headings"));
}

/* What is only seen beside the pane was not read, and the document opens again where it was. */
static void looking_at_sections_is_not_reading(void **state)
{
    struct str s = {0};
    for (int i = 1; i <= 30; i++)
        str_addf(&s, "第%d章 情况\n六台泵停了三台。\n没有人知道。\n", i);
    struct tui *t = live_open(state, str_z(&s));
    str_clear(&s);
    struct err e;
    int64_t place = 0, id = live_reader(t)->document.id, length = (int64_t)text_length(live_reader(t)->reading.text);
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "g g s s I G");
        app_save(&t->app);
        assert_true(reader_in(&t->app)->read_to < length);
        assert_int_equal(store_place_get(t->app.store, id, "", &place, &e), ERR_OK);
        assert_true(place > 0 && place < length / 2);
        tui_type(t, "Esc");
        app_save(&t->app);
        assert_true(reader_in(&t->app)->read_to < length);
    }
    tui_type(t, "I G D"); /* away from both */
    assert_int_equal(store_place_get(t->app.store, id, "", &place, &e), ERR_OK);
    assert_true(place > 0 && place < length / 2);
    assert_int_equal(store_place_get(t->app.store, id, "furthest", &place, &e), ERR_OK);
    assert_true(place < length);
    tui_type(t, "Enter");
    tui_type(t, "I G Enter");
    app_save(&t->app);
    assert_int_equal(live_reader(t)->read_to, length);
}

static void mark(struct tui *t, size_t start, size_t end)
{
    struct err e;
    assert_int_equal(
        store_noise_mark(t->other, reader_in(&t->app)->document.id, (int64_t)start, (int64_t)end, NOISE_HAND, NULL, &e),
        ERR_OK);
}

/* More annotations are shown than the pane has counted. */
static void the_pane_counts_again_for_other_layers(void **state)
{
    struct tui *t = live_open(state, report);
    for (int64_t i = 0; i < 40; i++)
        tui_annotate(t, reader_in(&t->app)->document.id, (int64_t)at(t, "六台"), (int64_t)at(t, "没有人知") - i % 3,
                     TAG_CAUSE, NULL);
    tui_sync(t);
    tui_type(t, ": \"layer mine\" Enter I");
    assert_false(tui_shows(t, " 40"));
    tui_type(t, ": \"layer all\" Enter");
    assert_true(tui_shows(t, " 40"));
    tui_type(t, ": \"layer mine\" Enter");
    assert_false(tui_shows(t, " 40"));
}

/* Somebody marks a section before it as noise: the rows have other numbers then. */
static void the_chosen_section_stays_chosen(void **state)
{
    struct tui *t = live_open(state, report);
    for (int cols = 80; cols <= 120; cols += 40) {
        tui_resize(t, cols, 24);
        tui_type(t, "g g I G");
        mark(t, at(t, cols == 80 ? "（一）设备" : "（二）人员"), at(t, cols == 80 ? "（二）人员" : "二、对策"));
        tui_sync(t);
        tui_type(t, "Enter");
        assert_int_equal(live_reader(t)->cursor, at(t, "二、对策"));
    }
}

/* As many headings as before, but others. */
static void what_is_folded_is_no_other_section(void **state)
{
    struct tui *t = live_open(state, "一、甲\n（一）子。\n二、乙\n（一）丑。\n三、丙\n（一）寅。\n");
    int64_t id = reader_in(&t->app)->document.id, noise = 0;
    size_t length = text_length(reader_in(&t->app)->reading.text);
    struct err e;
    assert_int_equal(store_noise_mark(t->other, id, (int64_t)at(t, "三、丙"), (int64_t)length, NOISE_HAND, &noise, &e),
                     ERR_OK);
    tui_sync(t);
    tui_type(t, "g g I g g j Space");
    assert_true(tui_shows(t, "+ 一、甲"));
    assert_int_equal(store_noise_lift(t->other, noise, &e), ERR_OK);
    mark(t, 0, at(t, "二、乙"));
    tui_sync(t);
    tui_type(t, "k");
    assert_true(tui_shows(t, "- 二、乙"));
    assert_true(tui_shows(t, "- 三、丙"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sections_are_moved_by),
        TEST(the_pane_counts_the_tags_of_each_section),
        TEST(enter_goes_to_a_section_and_the_jump_list_back),
        TEST(leaving_the_pane_goes_back_to_the_place),
        TEST(the_document_beside_shows_the_chosen_section),
        TEST(a_click_beside_the_pane_chooses_nothing),
        TEST(a_section_folds),
        TEST(the_help_begins_with_the_pane),
        TEST(a_document_without_headings_says_so),
        TEST(looking_at_sections_is_not_reading),
        TEST(the_pane_counts_again_for_other_layers),
        TEST(the_chosen_section_stays_chosen),
        TEST(what_is_folded_is_no_other_section),
    };
    return cmocka_run_group_tests_name("the outline pane", tests, NULL, NULL);
}
