/* Carrying annotations over to a newer version, in the program. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"

#include <string.h>

#define FIRST "会议听取了供水处关于停水的说明，并且查看了现场。"
#define SECOND "水泵的轴承已经两年没有更换，也没有人登记。"
#define THIRD "值班的人每天只在表格上签字。"
#define FOURTH "下个月十五日以前要交出书面的整改材料，由信息科汇总。"
#define OLD FIRST SECOND THIRD FOURTH
#define NEW FIRST "三号水泵的轴承已经四年没有更换，也没有人登记。" FOURTH

static int64_t version(struct tui *t, const char *text, int64_t previous)
{
    struct document_new d = {.name = "report",
                             .encoding = "UTF-8",
                             .source = text,
                             .source_bytes = strlen(text),
                             .text = text,
                             .text_bytes = strlen(text),
                             .previous = previous};
    int64_t id = 0;
    struct err e;
    assert_int_equal(store_document_add(t->app.store, &d, &id, &e), ERR_OK);
    return id;
}

/* This reviewer's tag on WORDS of OLD. */
static void tag(struct tui *t, struct store *s, int64_t document, const char *words)
{
    struct text *text = text_new(mem_dup(OLD), strlen(OLD));
    size_t byte = (size_t)(strstr(OLD, words) - OLD);
    struct err e;
    assert_int_equal(store_annotate(s, document, (int64_t)text_cp_at(text, byte),
                                    (int64_t)text_cp_at(text, byte + strlen(words)), TAG_CAUSE, NULL, NULL, &e),
                     ERR_OK);
    text_free(text);
    tui_sync(t);
}

/* Two versions, of the older one four annotations: the same, changed, lost, the same. The newer one is open. */
static int64_t open_two(struct tui *t)
{
    int64_t old = version(t, OLD, 0);
    tag(t, t->app.store, old, FIRST);
    tag(t, t->app.store, old, SECOND);
    tag(t, t->app.store, old, THIRD);
    tag(t, t->app.store, old, FOURTH);
    int64_t new = version(t, NEW, old);
    struct err e;
    assert_int_equal(app_open(&t->app, new, &e), ERR_OK);
    return new;
}

static size_t annotations(struct tui *t, int64_t document)
{
    struct document d;
    struct err e;
    assert_int_equal(store_document_get(t->app.store, document, &d, &e), ERR_OK);
    size_t n = (size_t)d.annotations;
    document_clear(&d);
    return n;
}

static void a_newer_version_says_what_is_to_do(void **state)
{
    struct tui *t = *state;
    int64_t new = open_two(t);
    struct err e;
    assert_true(tui_shows(t, "4 annotations of older versions are not carried over; g c shows them"));
    assert_int_equal(app_open(&t->app, new - 1, &e), ERR_OK);
    assert_true(tui_shows(t, "There is a newer version"));
    assert_true(tui_shows(t, "(older version)"));
}

static void a_newer_version_is_seen_in_the_older_one(void **state)
{
    struct tui *t = *state;
    struct err e;
    int64_t old = version(t, OLD, 0);
    assert_int_equal(app_open(&t->app, old, &e), ERR_OK);
    version(t, FIRST, 0);
    tui_sync(t);
    assert_false(tui_shows(t, "(older version)"));
    version(t, NEW, old);
    t->app.dirty = false;
    tui_sync(t);
    assert_true(t->app.dirty);
    assert_true(tui_shows(t, "(older version)"));
}

static void rows_are_accepted_one_by_one(void **state)
{
    struct tui *t = *state;
    int64_t new = open_two(t);
    tui_type(t, "g c");
    assert_true(tui_shows(t, "changed   C  水泵的轴承"));
    assert_true(tui_shows(t, "lost      C  值班的人"));
    tui_type(t, "a");
    assert_int_equal(annotations(t, new), 1);
    assert_true(tui_shows(t, "carried   C  会议听取"));
    tui_type(t, "Space"); /* the changed one, on which the cursor is now */
    assert_int_equal(annotations(t, new), 2);
    tui_type(t, "a");
    assert_true(tui_shows(t, "not in the newer version"));
    assert_int_equal(annotations(t, new), 2);
    tui_type(t, "u");
    assert_int_equal(annotations(t, new), 1);
    assert_true(tui_shows(t, "changed   C  水泵的轴承"));
}

static void all_with_the_same_words_at_once(void **state)
{
    struct tui *t = *state;
    int64_t new = open_two(t);
    tui_type(t, "g c A");
    assert_int_equal(annotations(t, new), 2);
    assert_true(tui_shows(t, "2 annotations carried over; 2u takes all of them back; 1 changed"));
    tui_type(t, "A");
    assert_int_equal(annotations(t, new), 2);
    tui_type(t, "2 u");
    assert_int_equal(annotations(t, new), 0);
}

static void enter_goes_to_the_passage(void **state)
{
    struct tui *t = *state;
    int64_t new = open_two(t);
    tui_type(t, "g c Enter");
    assert_int_equal(app_document(&t->app), new);
    assert_int_equal(reader_of(&t->app)->cursor, 0);
    tui_type(t, "q j j Enter"); /* the lost one: in the older version */
    assert_int_equal(app_document(&t->app), new - 1);
    assert_int_equal(reader_of(&t->app)->current, reader_of(&t->app)->notes.items[2]->id);
}

static void what_others_carry_over_shows_at_once(void **state)
{
    struct tui *t = *state;
    int64_t new = open_two(t);
    struct err e;
    tui_type(t, "g c");
    tag(t, t->other, new - 1, "查看了现场");
    assert_true(tui_shows(t, "same      C  查看了现场"));
    assert_int_equal(store_carry(t->app.store, 1, 1, new, 0, 24, true, NULL, &e), ERR_OK);
    tui_sync(t);
    assert_true(tui_shows(t, "carried   C  会议听取"));
}

static void an_empty_view_says_why(void **state)
{
    struct tui *t = *state;
    tui_document(t, "alone", FIRST);
    tui_type(t, "D G Enter g c");
    assert_true(tui_shows(t, "This document has no older version."));
    tui_type(t, "a");
    assert_true(tui_shows(t, "no older version"));
    int64_t old = version(t, OLD, 0), new = version(t, NEW, old);
    struct err e;
    assert_int_equal(app_open(&t->app, new, &e), ERR_OK);
    tui_type(t, "g c");
    assert_true(tui_shows(t, "Nothing was tagged in an older version."));
}

static style style_of(struct tui *t, const char *words, const char *at)
{
    for (int row = 0; row < t->rows; row++)
        for (int col = 0; col < t->cols; col++) {
            struct str s = {0};
            for (int i = col; i < t->cols && s.len < strlen(words); i++)
                str_add(&s, grid_cell(t->app.grid, row, i)->text);
            bool found = strncmp(str_z(&s), words, strlen(words)) == 0;
            str_clear(&s);
            if (!found || row < 12)
                continue;
            for (; strcmp(grid_cell(t->app.grid, row, col)->text, at) != 0; col++)
                assert_true(col + 1 < t->cols);
            return grid_cell(t->app.grid, row, col)->style;
        }
    fail_msg("%s is not shown", words);
    return 0;
}

static void the_difference_is_seen_without_colours(void **state)
{
    struct tui *t = *state;
    open_two(t);
    tui_type(t, "g c j");
    assert_int_equal(style_of(t, "轴承已经两年", "两"), INK_DIM | STYLE_UNDERLINE);
    assert_int_equal(style_of(t, "轴承已经四年", "四"), INK_TEXT | STYLE_BOLD);
    assert_int_equal(style_of(t, "轴承已经四年", "轴"), INK_TEXT);
    assert_int_equal(style_of(t, "停水的说明", "停"), INK_DIM); /* what stands before */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_newer_version_says_what_is_to_do),
        TEST(a_newer_version_is_seen_in_the_older_one),
        TEST(rows_are_accepted_one_by_one),
        TEST(all_with_the_same_words_at_once),
        TEST(enter_goes_to_the_passage),
        TEST(what_others_carry_over_shows_at_once),
        TEST(an_empty_view_says_why),
        TEST(the_difference_is_seen_without_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
