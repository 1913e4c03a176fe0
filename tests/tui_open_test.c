/* A document that is too big to be read before the first screen: whatever comes before the rest is there, it is the
 * document that it would be if one had waited. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define LINES 9000
#define SECTION 150 /* lines */

static void add_han(struct str *s, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    str_addf(s, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "", digits[n % 10]);
}

/* Sections, the first of which runs into its paragraph; 900 KB. */
static void make_text(struct str *s)
{
    str_add(s, "下面,我讲两点意见。一、端正工作态度,改进工作作风近年以来,我站先后换了三台泵。成效明显。\n");
    for (int i = 0; i < LINES; i++) {
        if (i % SECTION == 0) {
            str_add(s, "第");
            add_han(s, 1 + i / SECTION);
            str_add(s, "章　基本情况\n");
        }
        str_addf(s, "第%d行：窗口从早到晚排着长队，责任不清。原因在于制度没有落实；", i);
        str_add(s, i % 7 ? "应当分开受理。\n" : "应当分开受理");
        if (i % 700 == 699)
            str_add(s, "\n\n");
    }
    str_add(s, "二、管好用好设备,保证安全生产各班都要动手,人人有责,一级抓一级。\n末尾到此为止。\n");
}

static size_t place_of(const struct tui *t, const char *words)
{
    struct reading all;
    struct err e;
    assert_int_equal(reading_load(t->app.store, 1, &all, &e), ERR_OK);
    size_t n;
    const char *bytes = text_slice(all.text, 0, SIZE_MAX, &n);
    const char *found = memmem(bytes, n, words, strlen(words));
    assert_non_null(found);
    size_t cp = text_cp_at(all.text, (size_t)(found - bytes));
    reading_clear(&all);
    return cp;
}

/* The list, with a big document in it. */
static struct tui *give(void **state)
{
    struct tui *t = *state;
    struct str s = {0};
    make_text(&s);
    tui_document(t, "大", str_z(&s));
    str_clear(&s);
    return t;
}

static void mark_noise(struct tui *t, const char *words)
{
    size_t start = place_of(t, words);
    struct err e = {0};
    if (store_noise_mark(t->other, 1, (int64_t)start, (int64_t)start + 5, NOISE_PAGE, NULL, &e))
        fail_msg("%s", e.msg);
}

/* Open it and do not wait. */
static void open_hurriedly(struct tui *t)
{
    tui_hurry(t, "Enter", false);
    assert_false(reading_has_text(&live_reader(t)->reading));
}

static struct grid *screen_after(struct tui *t, const char *keys, bool wait, int steps)
{
    tui_type(t, "Enter g g Esc D"); /* it begins at its start */
    if (wait)
        tui_type(t, "Enter");
    else
        open_hurriedly(t);
    for (; steps > 0; steps--) {
        t->screen.patient = false;
        app_work(&t->app, false);
        t->screen.patient = true;
    }
    if (wait)
        tui_type(t, keys);
    else
        tui_hurry(t, keys, false);
    tui_sync(t);
    struct grid *g = live_screen(t);
    tui_type(t, "Esc Esc D");
    return g;
}

static void is_same_screen(struct tui *t, const char *keys, struct grid *want, struct grid *got)
{
    struct str a = {0}, b = {0};
    grid_dump(want, &a);
    grid_dump(got, &b);
    if (strcmp(str_z(&a), str_z(&b)) != 0)
        fail_msg("after %s:\n%s\nwhere one waits:\n%s", keys, str_z(&b), str_z(&a));
    live_assert_same(want, got, 0, t->rows, 0, t->cols);
    str_clear(&a);
    str_clear(&b);
}

static void keys_at_once_do_what_they_do_later(struct tui *t, bool folded)
{
    static const char *const keys[] = {"j",
                                       "G",
                                       "G C-b C-b",
                                       "/ \"末尾到\" Enter",
                                       "/ \"第8000行\" Enter n N",
                                       "5 0 0 0 G",
                                       "s s s",
                                       "C-f C-f",
                                       "] ]",
                                       "I G Enter",
                                       "P j",
                                       "_ G k",
                                       "} } {",
                                       ": 8 8 8 8 Enter",
                                       "L M H",
                                       "w w b e $",
                                       "G m u g g s",
                                       "C-e C-e z z",
                                       "v G Esc",
                                       "s m s c u u",
                                       "g - n"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        t->app.noise_folded = folded;
        struct grid *want = screen_after(t, keys[i], true, 0);
        for (int steps = 0; steps < 2; steps++) {
            t->app.noise_folded = folded;
            struct grid *got = screen_after(t, keys[i], false, steps);
            is_same_screen(t, keys[i], want, got);
            grid_free(got);
        }
        grid_free(want);
    }
}

static void keys_in_a_big_document_do_not_wait_for_it(void **state)
{
    keys_at_once_do_what_they_do_later(give(state), false);
}

static void nor_do_they_where_there_is_noise(void **state)
{
    struct tui *t = give(state);
    mark_noise(t, "第3行");
    mark_noise(t, "第8100行");
    mark_noise(t, "末尾到");
    keys_at_once_do_what_they_do_later(t, false);
    keys_at_once_do_what_they_do_later(t, true);
}

/* What is painted first is what is there in the end, but for what the whole document says. */
static void compare_first_screens(struct tui *t, const char *way)
{
    tui_type(t, "Enter");
    tui_type(t, way);
    tui_type(t, "Esc D Enter");
    struct grid *want = live_screen(t);
    size_t cursor = live_reader(t)->cursor;
    tui_type(t, "D");
    tui_hurry(t, "Enter", false);
    assert_int_equal(live_reader(t)->cursor, cursor);
    struct grid *got = live_screen(t);
    live_assert_same(want, got, 1, t->rows, 0, t->cols);
    for (bool more = true; more;) {
        t->screen.patient = false;
        app_work(&t->app, false);
        t->screen.patient = true;
        more = t->app.working;
        grid_free(got);
        got = live_screen(t);
        live_assert_same(want, got, 1, t->rows, 0, t->cols);
    }
    is_same_screen(t, way, want, got);
    tui_type(t, "D");
    grid_free(want);
    grid_free(got);
}

static void whoever_left_further_on_comes_back_there(void **state)
{
    struct tui *t = give(state);
    static const char *const ways[] = {"G", "4 5 0 0 G", "1 0 0 G", "g g", "/ \"第2000行\" Enter", "2 9 0 0 G $"};
    for (int noise = 0; noise < 2; noise++) {
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
            compare_first_screens(t, ways[i]);
        if (noise == 0)
            mark_noise(t, "第2行");
        mark_noise(t, noise ? "第4503行" : "第4501行");
    }
    tui_resize(t, 140, 50);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        compare_first_screens(t, ways[i]);
}

static void noise_that_comes_while_it_is_read_is_noise(void **state)
{
    struct tui *t = give(state);
    static const char *const words[] = {"第5行", "第8200行", "第6行", "第2000行", "末尾到", "第4行"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        open_hurriedly(t);
        for (size_t steps = 0; steps < i; steps++)
            (void)reader_work(app_view(&t->app), &t->app);
        mark_noise(t, words[i]);
        live_look(t);
        struct grid *first = live_screen(t);
        tui_sync(t);
        struct grid *got = live_screen(t);
        live_assert_same(got, first, 1, t->rows, 0, t->cols);
        assert_int_equal(flow_noise_count(live_reader(t)->reading.flow), i + 1);
        tui_type(t, "D Enter");
        struct grid *want = live_screen(t);
        is_same_screen(t, words[i], want, got);
        grid_free(first);
        grid_free(got);
        grid_free(want);
        tui_type(t, "D");
    }
}

static void it_can_be_left_before_it_is_read(void **state)
{
    struct tui *t = give(state);
    for (size_t steps = 0; steps < 6; steps++) {
        open_hurriedly(t);
        for (size_t i = 0; i < steps; i++)
            (void)reader_work(app_view(&t->app), &t->app);
        tui_hurry(t, "D", false);
        assert_null(reader_of(&t->app));
        tui_hurry(t, "Enter D", true);
        assert_null(reader_of(&t->app));
    }
    int64_t place = -1;
    struct err e;
    open_hurriedly(t);
    app_save(&t->app); /* as at the end of a session, or when time has passed */
    assert_true(reading_has_text(&live_reader(t)->reading));
    int64_t read = live_reader(t)->read_to;
    assert_true(read > 0 && read < 2000);
    tui_type(t, "G D");
    tui_hurry(t, "Enter", false);
    app_save(&t->app);
    assert_int_equal(store_place_get(t->app.store, 1, "", &place, &e), ERR_OK);
    assert_int_equal(place, live_reader(t)->cursor);
    assert_int_equal(live_reader(t)->read_to, text_length(live_reader(t)->reading.text));
}

static void sql(const struct tui *t, const char *statement)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, statement, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void damage_further_on_is_told_when_it_is_reached(void **state)
{
    struct tui *t = give(state);
    open_hurriedly(t);
    sql(t, "UPDATE document_text SET text = CAST(CAST(substr(text, 1, length(text) - 9) AS BLOB) || "
           "x'e680' || CAST(substr(text, -8) AS BLOB) AS TEXT)");
    tui_hurry(t, "j", false);
    assert_null(reader_of(&t->app));
    assert_true(tui_shows(t, "the text of document 1 is damaged"));
    tui_hurry(t, "Enter", false);
    assert_true(tui_shows(t, "第2行"));
    tui_sync(t); /* nothing is typed */
    assert_null(reader_of(&t->app));
    assert_true(tui_shows(t, "the text of document 1 is damaged"));
}

/* A sentence ends with the heading that runs into its paragraph, and that is a heading because others like it follow.
 */
static void a_tag_knows_all_headings(void **state)
{
    struct tui *t = give(state);
    open_hurriedly(t);
    tui_hurry(t, "s c", false);
    const struct annotation *a = reader_current(live_reader(t));
    assert_non_null(a);
    int64_t start = a->start, end = a->end;
    assert_int_equal(end - start, 15); /* 一、端正工作态度,改进工作作风 */
    tui_type(t, "u g g Esc D Enter s c");
    a = reader_current(live_reader(t));
    assert_non_null(a);
    assert_int_equal(a->start, start);
    assert_int_equal(a->end, end);
}

/* Whoever goes to a far annotation sees it. */
static void far_annotations_are_gone_to(void **state)
{
    struct tui *t = give(state);
    int64_t start = (int64_t)place_of(t, "第8300行");
    int64_t id = tui_annotate(t, 1, start, start + 4, TAG_CAUSE, "");
    struct err e = {0};
    tui_sync(t);
    assert_int_equal(reader_visit(&t->app, 1, id, start, &e), ERR_OK);
    assert_int_equal(live_reader(t)->cursor, start);
    assert_true(tui_shows(t, "第8300行"));
    tui_type(t, "D");
    assert_int_equal(reader_visit(&t->app, 1, 0, start + 9, &e), ERR_OK);
    assert_int_equal(live_reader(t)->cursor, start + 9);
    assert_true(tui_shows(t, "第8300行"));
}

static void and_where_there_is_noise_that_is_folded(void **state)
{
    struct tui *t = give(state);
    mark_noise(t, "第3行");
    mark_noise(t, "第8100行");
    t->app.noise_folded = true;
    int64_t start = (int64_t)place_of(t, "第8300行");
    struct err e = {0};
    assert_int_equal(reader_visit(&t->app, 1, 0, start, &e), ERR_OK);
    assert_int_equal(live_reader(t)->cursor, start);
    assert_true(tui_shows(t, "第8300行"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_in_a_big_document_do_not_wait_for_it, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(nor_do_they_where_there_is_noise, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(whoever_left_further_on_comes_back_there, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(noise_that_comes_while_it_is_read_is_noise, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(it_can_be_left_before_it_is_read, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(damage_further_on_is_told_when_it_is_reached, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(a_tag_knows_all_headings, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(far_annotations_are_gone_to, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(and_where_there_is_noise_that_is_folded, tui_set_up, tui_tear_down),
    };
    return cmocka_run_group_tests_name("opening", tests, NULL, NULL);
}
