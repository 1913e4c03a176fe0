/* The figures on the screen: bars by what one asks for, what others change meanwhile, and the rows behind a bar. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "db/code.h"
#include "db/filter.h"
#include "tui/figures.h"
#include "tui/found.h"

#include <stdio.h>
#include <string.h>

#define DOCUMENT "# 一、现状\n窗口少。排队长，群众等了一个上午。\n# 二、办法\n应当增加人手。表格太多。\n"
#define OTHER "办事要跑三趟。材料重复提交。合并表格。\n"

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

/* Where WORDS begin in DOCUMENT, in code points. */
static int64_t place(const char *words)
{
    int64_t n = 0;
    for (const char *p = DOCUMENT, *end = strstr(DOCUMENT, words); p < end; p++)
        n += ((unsigned char)*p & 0xC0) != 0x80;
    return n;
}

static int64_t tag(struct tui *t, int64_t document, const char *words, int64_t length, enum tag tag)
{
    return tui_annotate(t, document, place(words), place(words) + length, tag, "");
}

/* Two documents: three annotations in the first, two in the second. */
struct given {
    int64_t first, second;
};

static struct given give(struct tui *t, int cols, int rows)
{
    struct given g = {.first = tui_document(t, "a-report", DOCUMENT), .second = tui_document(t, "b-letter", OTHER)};
    tag(t, g.first, "窗口少", 4, TAG_CAUSE);
    tag(t, g.first, "排队长", 13, TAG_MANIFESTATION);
    tag(t, g.first, "应当", 7, TAG_REMEDY);
    tui_annotate(t, g.second, 0, 7, TAG_MANIFESTATION, "");
    tui_annotate(t, g.second, 14, 19, TAG_REMEDY, "");
    tui_resize(t, cols, rows);
    tui_sync(t);
    return g;
}

static bool in_one_row(struct tui *t, const char *a, const char *b)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = false;
    char *rest = NULL;
    for (char *line = strtok_r(s.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        found = found || (strstr(line, a) && strstr(line, b));
    if (!found)
        tui_shows(t, "\001");
    str_clear(&s);
    return found;
}

static void bars_by_tag(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "F");
    assert_true(tui_shows(t, "figures by kind  all documents"));
    assert_true(in_one_row(t, "manifestation", "M##"));
    assert_true(in_one_row(t, "manifestation", "2    40%"));
    assert_true(in_one_row(t, "cause", "1    20%"));
    assert_true(in_one_row(t, "remedy", "R--"));
}

static void a_bar_is_stacked_in_letters(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "F 3");
    assert_true(in_one_row(t, "a-report", "M#"));
    assert_true(in_one_row(t, "a-report", "#C="));
    assert_true(in_one_row(t, "a-report", "=R-"));
    assert_true(in_one_row(t, "a-report", "3    60%"));
}

static void the_number_of_a_key_chooses_by_what(void **state)
{
    struct tui *t = *state;
    static const char *const by[] = {"figures by kind",      "figures by code",       "figures by document",
                                     "figures by section",   "figures by reviewer",   "coverage of the documents",
                                     "what occurs together", "where in the documents"};
    give(t, 80, 24);
    tui_type(t, "F");
    for (int i = 0; i < 8; i++) {
        char key[] = {(char)('1' + i), '\0'}, words[64];
        snprintf(words, sizeof words, "%s  all documents", by[i]);
        tui_type(t, key);
        assert_true(tui_shows(t, words));
    }
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "figures by kind"));
    tui_type(t, "\":figures taste\" Enter");
    assert_true(tui_shows(t, "not “taste”"));
}

static void what_others_tag_grows(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "F j");
    tui_annotate(t, g.second, 7, 14, TAG_CAUSE, "");
    tui_sync(t);
    assert_true(in_one_row(t, "cause", "2    33%"));
    assert_true(tui_shows(t, "6 annotations"));
}

static void sections_are_counted(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "F 4");
    assert_true(in_one_row(t, "一、现状", "2    40%"));
    assert_true(in_one_row(t, "二、办法", "1    20%"));
    assert_true(in_one_row(t, "(in no section)", "2    40%"));
    tui_type(t, "g g \"/现状\" Enter Enter");
    assert_non_null(app_top(&t->app, &found_ops));
    assert_true(tui_shows(t, "2 annotations"));
    assert_true(tui_shows(t, "排队长"));
}

/* A document gets its first annotation while the sections of the others are shown; what stands in the row stays. */
/* Nothing is left to do then, and the program waits for keys. */
static void a_file_without_documents_has_no_sections(void **state)
{
    struct tui *t = *state;
    tui_hurry(t, "F 4", true);
    for (int i = 0; i < 20; i++)
        app_work(&t->app, false);
    assert_false(t->app.working);
}

static void sections_of_one_that_is_new_among_them(void **state)
{
    struct tui *t = *state;
    int64_t early = tui_document(t, "0-early", "# 三、开头\n这里先写。\n");
    give(t, 80, 24);
    tui_type(t, "F 4 g g \"/二、办法\" Enter");
    assert_true(in_one_row(t, "一、现状", "2    40%"));
    tui_annotate(t, early, 7, 10, TAG_CAUSE, "");
    tui_sync(t);
    assert_true(in_one_row(t, "三、开头", "1    17%"));
    assert_true(in_one_row(t, "一、现状", "2    33%"));
    assert_true(in_one_row(t, "(in no section)", "2    33%"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "应当增加人手"));
}

static void coverage_and_places(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "F 6");
    assert_true(in_one_row(t, "b-letter", "12    60%"));
    tui_type(t, "8");
    assert_true(in_one_row(t, "0%-10%", "1    20%"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "place: 0%-10%"));
    assert_true(tui_shows(t, "1 annotation "));
    assert_true(tui_shows(t, "办事要跑三趟。"));
}

static void what_occurs_together(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_annotate(t, g.second, 4, 9, TAG_CAUSE, ""); /* over the end of the manifestation */
    tui_sync(t);
    tui_type(t, "F 7");
    assert_true(tui_shows(t, "manifestation + cause"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "2 annotations"));
    assert_true(tui_shows(t, "办事要跑三趟。"));
}

static void codes_and_their_rows(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    struct code_new over = {.tag = TAG_MANIFESTATION, .name = "不敢为"}, below = {.tag = TAG_MANIFESTATION};
    struct code made;
    struct err e;
    must(store_code_add(t->other, &over, &made, &e), &e);
    below.parent = made.id;
    below.name = "怕担责";
    code_clear(&made);
    must(store_code_add(t->other, &below, &made, &e), &e);
    int64_t id = tui_annotate(t, g.first, 0, 3, TAG_MANIFESTATION, "");
    must(store_recode(t->other, id, 1, made.id, &e), &e);
    code_clear(&made);
    tui_sync(t);
    tui_type(t, "F 2");
    assert_true(in_one_row(t, "M 不敢为", "1    17%"));
    assert_true(in_one_row(t, "M   怕担责", "1    17%"));
    tui_type(t, "j Enter");
    assert_true(tui_shows(t, "code:"));
    assert_true(tui_shows(t, "1 annotation "));
    tui_type(t, "q");
    assert_non_null(app_top(&t->app, &figures_ops));
    assert_true(in_one_row(t, "(no code)", "5    83%"));
    tui_type(t, "G Enter");
    assert_true(tui_shows(t, "!coded"));
    assert_true(tui_shows(t, "5 annotations"));
}

static void from_a_document_they_are_about_it_first(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "Enter F");
    assert_true(tui_shows(t, "figures by kind  a-report"));
    assert_true(tui_shows(t, "3 annotations"));
    tui_type(t, "G Enter");
    assert_true(tui_shows(t, "1 annotation "));
    assert_true(tui_shows(t, "应当增加人手。"));
    tui_type(t, "q o");
    assert_true(tui_shows(t, "figures by kind  all documents"));
    assert_true(tui_shows(t, "5 annotations"));
    tui_type(t, "o");
    assert_true(tui_shows(t, "3 annotations"));
    tui_type(t, "q");
    assert_non_null(reader_of(&t->app));
}

static void a_filter_counts_what_passes(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    struct filter *where;
    struct err e;
    size_t at;
    tui_type(t, "F 3");
    must(store_filter_parse(t->app.store, "remedy", &where, &at, &e), &e);
    struct view *v = app_view(&t->app);
    must(v->ops->set_filter(v, &t->app, "remedy", where, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "2 annotations"));
    assert_true(in_one_row(t, "b-letter", "1    50%"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "1 annotation "));
    tui_type(t, "q Esc");
    assert_true(tui_shows(t, "5 annotations"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bars_by_tag),
        TEST(a_bar_is_stacked_in_letters),
        TEST(the_number_of_a_key_chooses_by_what),
        TEST(what_others_tag_grows),
        TEST(sections_are_counted),
        TEST(a_file_without_documents_has_no_sections),
        TEST(sections_of_one_that_is_new_among_them),
        TEST(coverage_and_places),
        TEST(what_occurs_together),
        TEST(codes_and_their_rows),
        TEST(from_a_document_they_are_about_it_first),
        TEST(a_filter_counts_what_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
