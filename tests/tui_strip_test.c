/* The strip: where in a document the tags lie, and where the screen is. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)
#define LINE "这一行正好是二十个字，用来填满一篇文章。\n"
#define LINE_LENGTH 21
#define LINES 240

static struct tui *begin(void **state, int64_t *document)
{
    struct tui *t = *state;
    struct str text = {0};
    for (int i = 0; i < LINES; i++)
        str_add(&text, LINE);
    *document = tui_document(t, "长文.txt", str_z(&text));
    str_clear(&text);
    tui_type(t, "g g Enter");
    return t;
}

static const struct cell *strip_cell(struct tui *t, int64_t position)
{
    const struct reader_shape *s = &live_reader(t)->shape;
    app_draw(&t->app);
    int x = (int)(position * s->strip_cols / (LINES * LINE_LENGTH));
    return grid_cell(t->app.grid, 1 + s->rows, s->strip_col + x);
}

static void the_strip_shows_where_tags_lie(void **state)
{
    int64_t d, middle = LINES / 2 * LINE_LENGTH;
    struct tui *t = begin(state, &d);
    assert_string_not_equal(strip_cell(t, middle)->text, "C");
    tui_annotate(t, d, middle, middle + 5, TAG_CAUSE, "");
    tui_sync(t);
    assert_string_equal(strip_cell(t, middle)->text, "C");
    tui_annotate(t, d, middle, middle + 5, TAG_REMEDY, "");
    tui_sync(t);
    assert_string_equal(strip_cell(t, middle)->text, "+");
    tui_resize(t, 120, 40);
    assert_string_equal(strip_cell(t, middle)->text, "+");
    assert_int_equal(live_reader(t)->shape.strip_cols, 120);
}

static void what_is_on_the_screen_is_reversed(void **state)
{
    int64_t d, end = (LINES - 2) * LINE_LENGTH;
    struct tui *t = begin(state, &d);
    assert_true(strip_cell(t, 0)->style & STYLE_REVERSE);
    assert_false(strip_cell(t, end)->style & STYLE_REVERSE);
    tui_type(t, "G");
    assert_false(strip_cell(t, 0)->style & STYLE_REVERSE);
    assert_true(strip_cell(t, end)->style & STYLE_REVERSE);
}

static void a_click_goes_there(void **state)
{
    int64_t d;
    struct tui *t = begin(state, &d);
    const struct reader_shape *s = &live_reader(t)->shape;
    app_key(&t->app, (struct key){.code = KEYSYM_CLICK, .x = s->strip_col + s->strip_cols / 2, .y = 1 + s->rows});
    size_t half = LINES * LINE_LENGTH / 2, at = live_reader(t)->cursor;
    assert_true(at + LINE_LENGTH > half && at < half + LINE_LENGTH);
    tui_type(t, "C-o");
    assert_int_equal(live_reader(t)->cursor, 0);
}

static void it_can_be_hidden(void **state)
{
    int64_t d;
    struct tui *t = begin(state, &d);
    tui_resize(t, 120, 40);
    int rows = live_reader(t)->shape.rows;
    tui_type(t, "|");
    assert_int_equal(live_reader(t)->shape.rows, rows + 1);
    assert_int_equal(live_reader(t)->shape.strip_cols, 0);
    tui_type(t, "|");
    assert_int_equal(live_reader(t)->shape.rows, rows);
}

/* An empty document has parts of no length. */
static void an_empty_document_has_an_empty_strip(void **state)
{
    struct tui *t = *state;
    tui_document(t, "空.txt", "");
    tui_type(t, "g g Enter");
    assert_true(live_reader(t)->shape.strip_cols > 0);
    tui_resize(t, 40, 10);
    tui_resize(t, 200, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_strip_shows_where_tags_lie),
        TEST(what_is_on_the_screen_is_reversed),
        TEST(a_click_goes_there),
        TEST(it_can_be_hidden),
        TEST(an_empty_document_has_an_empty_strip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
