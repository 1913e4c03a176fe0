/* The document list: filtered while one types, sorted by what a team asks for, and large. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "tui/list.h"
#include "tui/list_own.h"

#include <stdio.h>
#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

/* Three documents: the second one is assigned to the other reviewer, who has read it. */
static struct tui *fill(void **state, int64_t id[3])
{
    static const char *const names[] = {"甲 會議紀要.txt", "乙 报告.txt", "丙 会议报告.txt"};
    struct tui *t = *state;
    struct err e;
    for (int i = 0; i < 3; i++) {
        char text[64];
        snprintf(text, sizeof text, "第%d篇。只有两句。\n", i);
        id[i] = tui_document(t, names[i], text);
    }
    assert_int_equal(store_assign(t->app.store, id[1], store_reviewer(t->other), true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(t->other, id[1], true, &e), ERR_OK);
    tui_sync(t);
    tui_type(t, "g g");
    return t;
}

/* The row of the screen that says WORDS; -1: none. */
static int row_of(struct tui *t, const char *words)
{
    for (int y = 2; y < t->app.grid->rows - 1; y++) {
        struct str row = {0};
        for (int x = 0; x < t->app.grid->cols; x++)
            str_add(&row, grid_cell(t->app.grid, y, x)->text);
        bool found = strstr(str_z(&row), words) != NULL;
        str_clear(&row);
        if (found)
            return y;
    }
    return -1;
}

static void the_list_follows_what_is_typed(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    tui_type(t, "& \"会\"");
    assert_true(tui_shows(t, "甲") && tui_shows(t, "丙")); /* 會 is 会 */
    assert_int_equal(row_of(t, "乙"), -1);
    tui_type(t, "\"议 报\"");
    assert_int_equal(row_of(t, "甲"), -1); /* each of the words */
    assert_true(row_of(t, "丙") > 0);
    assert_true(tui_shows(t, "1 of 3"));
    tui_type(t, "Enter Enter");
    assert_int_equal(live_reader(t)->document.id, id[2]);
    tui_type(t, "q");
    assert_true(tui_shows(t, "1 of 3"));
    tui_type(t, "Esc");
    assert_true(row_of(t, "甲") > 0 && row_of(t, "乙") > 0 && row_of(t, "丙") > 0);
}

/* The newest version stands out; it may come from a colleague while the list is on the screen. */
static void an_older_version_steps_back(void **state)
{
    int64_t id[3], newer;
    struct tui *t = fill(state, id);
    struct err e;
    static const char text[] = "新的一篇。";
    struct document_new d = {.name = "乙 报告.txt", .text = text, .text_bytes = strlen(text), .previous = id[1]};
    assert_int_equal(row_of(t, "(older)"), -1);
    assert_int_equal(store_document_add(t->other, &d, &newer, &e), ERR_OK);
    tui_sync(t);
    int older = row_of(t, "乙 报告.txt  (older)"), newest = row_of(t, "乙 报告.txt (2)");
    assert_true(older > 0 && newest > 0 && newest != older);
    assert_int_equal(row_of(t, "(2)  (older)"), -1);
    tui_type(t, "g g");
    bool dim = false, bright = false;
    for (int x = 0; x < t->app.grid->cols; x++) {
        const struct cell *was = grid_cell(t->app.grid, older, x), *is = grid_cell(t->app.grid, newest, x);
        dim = dim || (strcmp(was->text, "报") == 0 && style_ink(was->style) == INK_DIM);
        bright = bright || (strcmp(is->text, "报") == 0 && style_ink(is->style) == INK_TEXT);
    }
    assert_true(dim && bright);
}

static void leaving_the_line_goes_back_to_what_was_shown(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    tui_type(t, "& \"乙\" Enter & Backspace \"甲\"");
    assert_int_equal(row_of(t, "乙"), -1);
    tui_type(t, "Esc");
    assert_true(row_of(t, "乙") > 0);
    assert_int_equal(row_of(t, "甲"), -1);
}

static void a_filter_finds_those_who_are_to_read(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    char keys[96];
    snprintf(keys, sizeof keys, "& \"%s\" Enter", store_reviewer_name(t->other));
    tui_type(t, keys);
    assert_true(row_of(t, "乙") > 0);
    assert_int_equal(row_of(t, "甲"), -1);
}

static void a_filter_that_finds_nothing_says_so(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    tui_type(t, "& \"丁\" Enter");
    assert_true(tui_shows(t, "No document here has “丁”"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "No document here has “丁”"));
    tui_type(t, "Esc Enter");
    assert_non_null(reader_of(&t->app));
}

static void documents_are_sorted(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    assert_true(row_of(t, "丙") < row_of(t, "乙") && row_of(t, "乙") < row_of(t, "甲")); /* by code points */
    tui_type(t, "s");
    assert_true(tui_shows(t, "newest first"));
    tui_type(t, "s");
    assert_true(row_of(t, "乙") > row_of(t, "甲")); /* what is read comes last */
    tui_type(t, "s");
    assert_true(row_of(t, "乙") < row_of(t, "甲") &&
                row_of(t, "乙") < row_of(t, "丙")); /* what has an assignee first */
    tui_type(t, ": \"sort name\" Enter");
    assert_true(row_of(t, "丙") < row_of(t, "乙"));
    tui_type(t, ": \"sort size\" Enter");
    assert_true(tui_shows(t, "not by “size”"));
}

/* The row that is chosen stays chosen, wherever it goes. */
static void the_chosen_document_stays_chosen(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    list_choose(t->app.views[0], id[1]);
    tui_type(t, "s s s");
    assert_int_equal(app_document(&t->app), id[1]);
    tui_type(t, "& \"报告\" Enter");
    assert_int_equal(app_document(&t->app), id[1]);
}

static void documents_that_come_are_listed(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    tui_type(t, "& \"报告\" Enter");
    tui_document(t, "丁 报告.txt", "新来的。\n");
    tui_document(t, "戊 纪要.txt", "也是新来的。\n");
    tui_type(t, "j");
    assert_true(row_of(t, "丁") > 0);
    assert_int_equal(row_of(t, "戊"), -1);
    assert_true(tui_shows(t, "3 of 5"));
}

/* A session that begins with a document has read nothing for the list below it. */
static void a_list_below_is_read_when_it_is_seen(void **state)
{
    int64_t id[3];
    struct tui *t = fill(state, id);
    struct app *app = &t->app;
    struct err e;
    app->views[0]->ops->free(app->views[0]);
    app->view_count = 0;
    list_put_below(app);
    assert_int_equal(app_open(app, id[1], &e), ERR_OK);
    tui_type(t, "j");
    assert_int_equal(((const struct list *)app->views[0])->tally.document_count, 0);
    assert_false(list_is_mine(app, id[1]));
    assert_int_equal(store_assign(app->store, id[1], store_reviewer(app->store), true, &e), ERR_OK);
    tui_sync(t);
    assert_true(list_is_mine(app, id[1]));
    assert_false(list_is_mine(app, id[0]));
    assert_int_equal(((const struct list *)app->views[0])->tally.document_count, 0);
    tui_type(t, "q");
    assert_true(tui_shows(t, "3 documents"));
    assert_int_equal(app_document(app), id[1]);
    assert_true(list_is_mine(app, id[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_list_follows_what_is_typed),
        TEST(an_older_version_steps_back),
        TEST(leaving_the_line_goes_back_to_what_was_shown),
        TEST(a_filter_finds_those_who_are_to_read),
        TEST(a_filter_that_finds_nothing_says_so),
        TEST(documents_are_sorted),
        TEST(the_chosen_document_stays_chosen),
        TEST(documents_that_come_are_listed),
        TEST(a_list_below_is_read_when_it_is_seen),
    };
    return cmocka_run_group_tests_name("the list", tests, NULL, NULL);
}
