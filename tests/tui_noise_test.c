/* Noise in the reader: stepped over, dim, folded away, marked and lifted. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page mark cuts the second sentence; the page begins with what a web site puts there. */
static const char report[] = "首页 > 新闻\n分享到\n第一句话。会议\n第2页共9页\n指出，必须整改。最后一句。\n";

#define SITE_END 12
#define CUT 17 /* "会议" is before it */

/* As an import would have found it. */
static void add_noise(struct tui *t, int64_t document, int64_t start, int64_t end, const char *kind)
{
    char sql[300];
    sqlite3 *db;
    snprintf(
        sql, sizeof sql,
        "INSERT INTO noise (document_id, start, end, kind, created, updated) VALUES (%lld, %lld, %lld, '%s', 0, 0)",
        (long long)document, (long long)start, (long long)end, kind);
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static struct reader *reader(struct tui *t)
{
    return reader_of(&t->app);
}

/* The report, open, the cursor on its first sentence. */
static int64_t open_report(struct tui *t)
{
    int64_t id = tui_document(t, "report", report);
    add_noise(t, id, 0, SITE_END, "site");
    add_noise(t, id, CUT + 2, CUT + 10, "page");
    tui_type(t, "Enter");
    assert_non_null(reader(t));
    return id;
}

static const struct cell *cell_with(struct tui *t, const char *character)
{
    for (int row = 1; row < t->rows - 1; row++)
        for (int col = READER_GUTTER; col < t->cols; col++)
            if (strcmp(grid_cell(t->app.grid, row, col)->text, character) == 0)
                return grid_cell(t->app.grid, row, col);
    fail_msg("%s is not on the screen", character);
    return NULL;
}

static void reading_begins_behind_the_web_site(void **state)
{
    struct tui *t = *state;
    open_report(t);
    assert_int_equal(reader(t)->cursor, SITE_END);
    tui_type(t, "g g S");
    assert_int_equal(reader(t)->cursor, 0); /* what is dim can be gone to all the same */
    tui_type(t, "s");
    assert_int_equal(reader(t)->cursor, SITE_END);
}

static void a_sentence_goes_on_across_noise(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "s");
    assert_int_equal(reader(t)->cursor, CUT);
    tui_type(t, "m");
    const struct annotation *a = reader_current(reader(t));
    assert_non_null(a);
    assert_int_equal(a->start, CUT);
    assert_int_equal(a->end, CUT + 18);
    assert_true(tui_shows(t, "会议指出，必须整改。")); /* in the panel */
    tui_type(t, "s");
    assert_int_equal(reader(t)->cursor, CUT + 18);
}

static void noise_in_a_tagged_passage_is_dim(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "s m");
    assert_true(style_ink(cell_with(t, "共")->style) == INK_DIM);
    assert_true(style_ink(cell_with(t, "首")->style) == INK_DIM);
    assert_true(style_ink(cell_with(t, "会")->style) == INK_MANIFESTATION);
    assert_true(style_ink(cell_with(t, "指")->style) == INK_MANIFESTATION);
}

static void what_is_selected_in_noise_is_no_text(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "g g v l l c");
    assert_int_equal(reader(t)->notes.count, 0);
    tui_type(t, "Esc g g c");
    assert_int_equal(reader(t)->notes.count, 0);
    tui_type(t, "g g v 9 l j l c"); /* from the site into the first sentence */
    assert_int_equal(reader(t)->notes.count, 1);
    assert_int_equal(reader(t)->notes.items[0]->start, SITE_END);
}

static void words_are_found_across_noise(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "/ \"会议指出\" Enter");
    assert_int_equal(reader(t)->cursor, CUT);
    assert_true(style_ink(cell_with(t, "议")->style) == INK_MATCH);
    assert_true(style_ink(cell_with(t, "共")->style) == INK_DIM);
    assert_true(style_ink(cell_with(t, "指")->style) == INK_MATCH);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reading_begins_behind_the_web_site), TEST(a_sentence_goes_on_across_noise),
        TEST(noise_in_a_tagged_passage_is_dim),   TEST(what_is_selected_in_noise_is_no_text),
        TEST(words_are_found_across_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
