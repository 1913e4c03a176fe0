/* Noise in the reader: stepped over, dim, folded away, marked and lifted. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"
#include "exchange/export_csv.h"

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

static void words_of_noise_are_found_where_it_is_seen(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "/ \"共9页\" Enter");
    assert_int_equal(reader(t)->cursor, CUT + 6);
    tui_type(t, "/ \"第\" Enter n"); /* the text has some */
    assert_int_equal(reader(t)->cursor, SITE_END);
    tui_type(t, "_ / \"共9页\" Enter");
    assert_true(tui_shows(t, "is not in this document"));
}

/* The rows of the annotations, which hold BYTES. */
static void export(struct tui *t, char *csv, size_t bytes)
{
    struct export_csv_opts opts = {0};
    struct err e;
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(export_csv(t->app.store, &opts, f, &e), ERR_OK);
    rewind(f);
    size_t n = fread(csv, 1, bytes - 1, f);
    assert_true(n > 0);
    csv[n] = '\0';
    fclose(f);
}

static void the_export_has_the_words_alone(void **state)
{
    struct tui *t = *state;
    char csv[2000];
    open_report(t);
    tui_type(t, "s m");
    export(t, csv, sizeof csv);
    assert_non_null(strstr(csv, "会议指出，必须整改。"));
    assert_null(strstr(csv, "第2页"));
    tui_type(t, "-"); /* all of it */
    assert_true(tui_shows(t, "an annotation of yours lies in it: mark less, or delete it first"));
    export(t, csv, sizeof csv);
    assert_non_null(strstr(csv, "会议指出，必须整改。"));
}

/* Nothing that is pressed in one session empties what another one tagged. */
static void what_others_tagged_keeps_its_words(void **state)
{
    struct tui *t = *state;
    struct err e;
    char csv[2000];
    int64_t id = open_report(t);
    assert_int_equal(store_annotate(t->other, id, CUT, CUT + 18, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    tui_sync(t);
    tui_type(t, "s -");
    assert_true(tui_shows(t, "lies in it: mark less, or have it deleted first"));
    assert_true(tui_shows(t, store_reviewer_name(t->other)));
    tui_type(t, "v l -"); /* 会议 */
    assert_true(tui_shows(t, "'s annotation leaves it out"));
    export(t, csv, sizeof csv);
    assert_non_null(strstr(csv, "指出，必须整改。"));
    assert_null(strstr(csv, "会议"));
}

/* ---- folded ---- */

static void folding_keeps_the_row_of_the_cursor(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "s l");
    size_t cursor = reader(t)->cursor;
    tui_type(t, "_");
    assert_false(tui_shows(t, "共9页"));
    assert_false(tui_shows(t, "首页"));
    assert_true(tui_shows(t, "会议指出，必须整改。最后一句。"));
    assert_true(tui_shows(t, "[2 folded]"));
    assert_int_equal(reader(t)->cursor, cursor);
    assert_string_equal(grid_cell(t->app.grid, t->app.grid->cursor_row, t->app.grid->cursor_col)->text, "议");
    tui_type(t, "_");
    assert_true(tui_shows(t, "共9页"));
    assert_false(tui_shows(t, "folded]"));
    assert_int_equal(reader(t)->cursor, cursor);
}

static void the_cursor_steps_over_folded_noise(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "_ s l l");
    assert_int_equal(reader(t)->cursor, CUT + 10);
    tui_type(t, "h");
    assert_int_equal(reader(t)->cursor, CUT + 1);
    tui_type(t, "g g");
    assert_int_equal(reader(t)->cursor, SITE_END);
    tui_type(t, "h");
    assert_int_equal(reader(t)->cursor, SITE_END);
    tui_type(t, "_ g g _"); /* the cursor was in it */
    assert_int_equal(reader(t)->cursor, SITE_END);
}

static void noise_stays_folded_in_the_next_document(void **state)
{
    struct tui *t = *state;
    open_report(t);
    int64_t other = tui_document(t, "second", "正文\n页眉\n正文。\n");
    add_noise(t, other, 2, 5, "running");
    tui_type(t, "_ : \"open second\" Enter");
    assert_int_equal(reader(t)->document.id, other);
    assert_false(tui_shows(t, "页眉"));
    assert_true(tui_shows(t, "正文"));
}

static void a_page_of_noise_is_shown_all_the_same(void **state)
{
    struct tui *t = *state;
    int64_t id = tui_document(t, "all", "首页\n");
    add_noise(t, id, 0, 3, "site");
    tui_type(t, "Enter _");
    assert_true(tui_shows(t, "首页"));
    assert_int_equal(reader(t)->cursor, 0);
    tui_type(t, "l j G m v c Esc h k");
    assert_int_equal(reader(t)->notes.count, 0);
}

static void what_begins_in_folded_noise_stands_behind_it(void **state)
{
    struct tui *t = *state;
    int64_t id = open_report(t);
    tui_annotate(t, id, CUT + 4, CUT + 12, TAG_CAUSE, "");
    tui_resize(t, 120, 30);
    tui_sync(t);
    tui_type(t, "_ g g J");
    const struct annotation *a = reader_current(reader(t));
    assert_non_null(a);
    assert_int_equal(a->start, CUT + 4);
    assert_int_equal(reader(t)->cursor, CUT + 10);
    assert_true(tui_shows(t, "指出")); /* in the margin */
}

static void marks_and_jumps_into_noise_find_the_text_behind(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "g g l l \" a G");
    tui_type(t, "_ ' a");
    assert_int_equal(reader(t)->cursor, SITE_END);
}

/* What stands beside a row, and the row's start. */
struct beside {
    size_t start, index;
    int line;
};

static size_t lay(struct reader *r, struct beside *out)
{
    struct row rows[READER_MAX_ROWS];
    struct margin_line lines[READER_MAX_ROWS];
    size_t count = reader_rows(r, rows);
    margin_lay(r, rows, count, lines, count);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct beside){rows[i].start, lines[i].index, lines[i].line};
    return count;
}

/* So that the terminal can scroll text and margin as one. */
static void the_margin_scrolls_with_the_folded_text(void **state)
{
    struct tui *t = *state;
    struct str s = {0};
    struct beside above[READER_MAX_ROWS], now[READER_MAX_ROWS];
    for (int i = 0; i < 120; i++)
        str_add(&s, "第一句话，\n页眉\n接着说完。\n");
    int64_t id = tui_document(t, "long", str_z(&s));
    for (int64_t i = 0; i < 120; i++) {
        add_noise(t, id, i * 15 + 5, i * 15 + 9, "running");
        tui_annotate(t, id, i * 15 + (i % 3 ? 0 : 6), i * 15 + 14, TAG_CAUSE, "a note\nof two lines");
    }
    str_clear(&s);
    tui_resize(t, 120, 30);
    tui_type(t, "Enter _");
    size_t count = lay(reader(t), above);
    while (reader_scroll(reader(t), 1)) {
        size_t n = lay(reader(t), now);
        assert_true(n + 1 >= count);
        for (size_t i = 1; i < count; i++) {
            assert_int_equal(now[i - 1].start, above[i].start);
            assert_int_equal(now[i - 1].index, above[i].index);
            assert_int_equal(now[i - 1].line, above[i].line);
        }
        memcpy(above, now, sizeof now);
        count = n;
    }
}

/* ---- by hand ---- */

static void noise_is_lifted_and_marked_again(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "s j");
    assert_true(tui_shows(t, "noise: page mark"));
    assert_true(tui_shows(t, "lift noise"));
    size_t cursor = reader(t)->cursor;
    tui_type(t, "-");
    assert_int_equal(flow_noise_count(reader(t)->reading.flow), 1);
    assert_int_equal(reader(t)->cursor, cursor);
    assert_false(tui_shows(t, "  noise: page mark"));
    assert_true(style_ink(cell_with(t, "共")->style) == INK_TEXT);
    tui_type(t, "-"); /* the whole line, and the sentence goes on across it again */
    assert_int_equal(flow_noise_count(reader(t)->reading.flow), 2);
    const struct noise *n = flow_noise(reader(t)->reading.flow, 1);
    assert_int_equal(n->span.start, CUT + 2);
    assert_int_equal(n->span.end, CUT + 10);
    assert_int_equal(n->kind, NOISE_HAND);
    tui_type(t, "g g s s");
    assert_int_equal(reader(t)->cursor, CUT);
}

static void undo_goes_to_the_noise(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "g - g - - G u");
    assert_int_equal(flow_noise_count(reader(t)->reading.flow), 2);
    assert_true(reader(t)->cursor >= CUT && reader(t)->cursor < CUT + 10);
    tui_type(t, "G C-r");
    assert_int_equal(flow_noise_count(reader(t)->reading.flow), 1);
    assert_true(reader(t)->cursor >= CUT && reader(t)->cursor < CUT + 10);
    tui_type(t, "u _ v l l l -"); /* folded, and by a selection */
    assert_true(tui_shows(t, "takes it back"));
    assert_false(reader(t)->selection.active);
}

static void a_selection_of_any_characters_is_marked(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "v l l -"); /* “第一句” */
    size_t i = flow_noise_from(reader(t)->reading.flow, SITE_END);
    assert_int_equal(flow_noise(reader(t)->reading.flow, i)->span.start, SITE_END);
    assert_int_equal(flow_noise(reader(t)->reading.flow, i)->span.end, SITE_END + 3);
    tui_type(t, "- -"); /* lifted, and the whole sentence: the rest of its line stays */
    i = flow_noise_from(reader(t)->reading.flow, SITE_END);
    assert_int_equal(flow_noise(reader(t)->reading.flow, i)->span.end, SITE_END + 5);
}

/* In a line of its own, between two lines that read on. */
static void lines_are_joined_but_words_are_not(void **state)
{
    static const struct {
        const char *name, *text, *flow;
    } cases[] = {
        {"english", "The pump stopped and\nPage 3 of 9\nnobody saw it.\n", "The pump stopped and\nnobody saw it.\n"},
        {"chinese", "水泵停了以后\n第3页\n没有人看到。\n", "水泵停了以后没有人看到。\n"},
        {"year", "水泵在2019\n第3页\n年停了。\n", "水泵在2019年停了。\n"},
    };
    struct tui *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        struct err e;
        assert_int_equal(app_open(&t->app, tui_document(t, cases[i].name, cases[i].text), &e), ERR_OK);
        tui_type(t, "g g j -");
        const char *flow = text_slice(flow_text(reader(t)->reading.flow), 0, SIZE_MAX, &n);
        assert_int_equal(n, strlen(cases[i].flow));
        assert_memory_equal(flow, cases[i].flow, n);
    }
}

static void the_next_noise_is_unfolded(void **state)
{
    struct tui *t = *state;
    open_report(t);
    tui_type(t, "_ g -");
    assert_false(t->app.noise_folded);
    assert_true(reader_on_noise(reader(t), NULL));
    assert_true(reader(t)->cursor > CUT);
    tui_type(t, "g -");
    assert_true(tui_shows(t, "this is the last noise"));
}

static void a_closed_document_keeps_its_noise(void **state)
{
    struct tui *t = *state;
    struct err e;
    int64_t id = open_report(t);
    assert_int_equal(store_document_done(t->app.store, id, true, &e), ERR_OK);
    tui_sync(t);
    tui_type(t, "g g -");
    assert_true(tui_shows(t, "is closed"));
    assert_int_equal(flow_noise_count(reader(t)->reading.flow), 2);
}

/* ---- live ---- */

static void what_others_mark_moves_nothing(void **state)
{
    struct tui *t = *state;
    struct err e;
    int64_t id = open_report(t), noise;
    tui_type(t, "s l v h");
    struct row top = reader(t)->top;
    size_t cursor = reader(t)->cursor;
    assert_int_equal(store_noise_mark(t->other, id, SITE_END, SITE_END + 5, NOISE_HAND, &noise, &e), ERR_OK);
    tui_sync(t);
    assert_true(style_ink(cell_with(t, "句")->style) == INK_DIM);
    assert_int_equal(reader(t)->cursor, cursor);
    assert_int_equal(reader(t)->top.start, top.start);
    assert_true(reader(t)->selection.active);
    tui_type(t, "Esc _");
    int row = t->app.grid->cursor_row;
    assert_int_equal(store_noise_lift(t->other, noise, &e), ERR_OK);
    tui_sync(t);
    assert_true(tui_shows(t, "第一句话。"));
    assert_int_equal(reader(t)->cursor, cursor);
    assert_int_equal(t->app.grid->cursor_row, row);
    assert_int_equal(store_noise_mark(t->other, id, cursor, CUT + 20, NOISE_HAND, NULL, &e), ERR_OK);
    tui_sync(t);
    assert_int_equal(reader(t)->cursor, CUT + 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reading_begins_behind_the_web_site),
        TEST(a_sentence_goes_on_across_noise),
        TEST(noise_in_a_tagged_passage_is_dim),
        TEST(what_is_selected_in_noise_is_no_text),
        TEST(words_are_found_across_noise),
        TEST(words_of_noise_are_found_where_it_is_seen),
        TEST(the_export_has_the_words_alone),
        TEST(what_others_tagged_keeps_its_words),
        TEST(folding_keeps_the_row_of_the_cursor),
        TEST(the_cursor_steps_over_folded_noise),
        TEST(noise_stays_folded_in_the_next_document),
        TEST(a_page_of_noise_is_shown_all_the_same),
        TEST(what_begins_in_folded_noise_stands_behind_it),
        TEST(marks_and_jumps_into_noise_find_the_text_behind),
        TEST(the_margin_scrolls_with_the_folded_text),
        TEST(noise_is_lifted_and_marked_again),
        TEST(undo_goes_to_the_noise),
        TEST(a_selection_of_any_characters_is_marked),
        TEST(lines_are_joined_but_words_are_not),
        TEST(the_next_noise_is_unfolded),
        TEST(a_closed_document_keeps_its_noise),
        TEST(what_others_mark_moves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
