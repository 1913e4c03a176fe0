/* The problem ledger and the annotations that pass a filter, on the screen: what stands there, what others change
 * meanwhile, and going to the passage and back. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "analysis/ledger.h"
#include "base/mem.h"
#include "db/filter.h"
#include "db/link.h"
#include "tui/found.h"
#include "tui/ledger.h"

#include <stdio.h>
#include <string.h>

#define DOCUMENT "窗口少。排队长，群众等了一个上午。应当增加人手。表格太多。\n"
#define OTHER "办事要跑三趟。材料重复提交。合并表格。\n"

/* Two documents; in the first a problem (b) with a cause (a) and a remedy (c) of that, in the second a problem (d)
 * without either and a remedy (e) of nothing. */
struct given {
    int64_t first, second;
    int64_t a, b, c, d, e;
};

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

static void link_two(struct tui *t, int64_t a, int64_t b, const char *note)
{
    struct err e;
    must(store_link(t->other, a, b, note, NULL, &e), &e);
}

static struct given give(struct tui *t, int cols, int rows)
{
    struct given g = {.first = tui_document(t, "a-report", DOCUMENT), .second = tui_document(t, "b-letter", OTHER)};
    g.a = tui_annotate(t, g.first, 0, 4, TAG_CAUSE, "");
    g.b = tui_annotate(t, g.first, 4, 17, TAG_MANIFESTATION, "");
    g.c = tui_annotate(t, g.first, 17, 24, TAG_REMEDY, "");
    g.d = tui_annotate(t, g.second, 0, 7, TAG_MANIFESTATION, "");
    g.e = tui_annotate(t, g.second, 14, 19, TAG_REMEDY, "");
    link_two(t, g.a, g.b, "人手不够");
    link_two(t, g.c, g.a, "");
    tui_resize(t, cols, rows);
    tui_sync(t);
    return g;
}

static bool hides(struct tui *t, const char *text)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = strstr(str_z(&s), text) != NULL;
    str_clear(&s);
    return !found;
}

/* The row of the screen that holds WORDS, or -1. */
static int row_of(struct tui *t, const char *words)
{
    struct str s = {0};
    int at = -1, row = 0;
    char *rest = NULL;
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    for (char *line = strtok_r(s.p, "\n", &rest); line && at < 0; line = strtok_r(NULL, "\n", &rest), row++)
        if (strstr(line, words))
            at = row;
    str_clear(&s);
    return at;
}

static bool in_one_row(struct tui *t, const char *a, const char *b)
{
    struct str s = {0};
    bool found = false;
    char *rest = NULL;
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    for (char *line = strtok_r(s.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        found = found || (strstr(line, a) && strstr(line, b));
    str_clear(&s);
    if (!found)
        tui_shows(t, "\001"); /* to have it printed */
    return found;
}

/* ---- the ledger ---- */

static void a_problem_stands_with_its_causes_and_remedies(void **state)
{
    struct tui *t = *state;
    give(t, 120, 30);
    tui_type(t, "B");
    assert_true(tui_shows(t, "2 problems"));
    assert_true(in_one_row(t, " M              排队长", "1  窗口少。"));
    assert_true(in_one_row(t, " M              排队长", "1  应当增加人手。"));
    assert_true(in_one_row(t, "办事要跑三趟。", "-                         -"));
}

static void the_chain_is_drawn_below(void **state)
{
    struct tui *t = *state;
    give(t, 120, 30);
    tui_type(t, "B");
    assert_true(tui_shows(t, "└─  C 窗口少。"));
    assert_true(tui_shows(t, "    └─  R 应当增加人手。"));
    assert_true(tui_shows(t, "人手不够"));
    tui_type(t, "j");
    assert_true(tui_shows(t, "no cause yet"));
}

/* The end of a line is never all of it, however long the name of a document is. */
static void a_long_name_leaves_room_for_the_words(void **state)
{
    struct tui *t = *state;
    char name[400];
    struct given g = give(t, 80, 24);
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    int64_t far = tui_document(t, name, OTHER);
    link_two(t, tui_annotate(t, far, 7, 14, TAG_CAUSE, ""), g.d, "");
    tui_sync(t);
    tui_type(t, "B j");
    assert_true(tui_shows(t, "└─  C 材料重复提交。"));
}

static void unanswered_lists_exactly_the_rest(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "B Tab");
    assert_true(tui_shows(t, "2 unanswered"));
    assert_true(in_one_row(t, "办事要跑三趟。", "no cause yet"));
    assert_true(in_one_row(t, "合并表格。", "answers nothing yet"));
    assert_true(hides(t, "窗口少。"));
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "2 problems"));
}

static void enter_goes_to_the_passage_and_q_comes_back(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "B j Enter");
    assert_non_null(reader_of(&t->app));
    assert_int_equal(reader_of(&t->app)->document.id, g.second);
    assert_int_equal(reader_of(&t->app)->current, g.d);
    tui_type(t, "q");
    assert_non_null(app_top(&t->app, &ledger_ops));
    assert_int_equal(app_subject(&t->app).annotation, g.d);
}

static void links_of_others_come_in_and_the_row_stays(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 120, 30);
    for (int i = 0; i < 30; i++)
        tui_annotate(t, g.second, 15, 16 + i % 4, TAG_MANIFESTATION, "");
    tui_sync(t);
    tui_type(t, "B j");
    int row = row_of(t, "办事要跑三趟。");
    link_two(t, g.e, g.d, "");
    tui_annotate(t, g.first, 24, 29, TAG_MANIFESTATION, "");
    tui_sync(t);
    assert_true(tui_shows(t, "33 problems"));
    assert_true(tui_shows(t, "1  合并表格。"));
    assert_int_equal(app_subject(&t->app).annotation, g.d);
    assert_int_equal(row_of(t, "办事要跑三趟。"), row);
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "32 unanswered"));
    assert_true(in_one_row(t, "表格太多。", "no cause yet"));
}

/* One step after the other, as in a terminal, where nobody waits for all of it. */
static void look_once(struct tui *t)
{
    t->app.frontend->patient = false;
    app_look(&t->app);
    app_work(&t->app, false);
    t->app.frontend->patient = true;
}

/* Others write into MORE documents all the time: what was read stays to be seen, and what they do comes in. */
static void writing_of_others_hides_nothing(struct tui *t, const char *keys, size_t more)
{
    enum { TIMES = 6, AT_ONCE = 70, LOOKS_MAX = 100000 };
    struct given g = give(t, 120, 30);
    int64_t documents[32] = {g.second};
    char name[32];
    for (size_t i = 1; i < more; i++) {
        snprintf(name, sizeof name, "more %zu", i);
        documents[i] = tui_document(t, name, OTHER);
    }
    tui_sync(t);
    tui_type(t, keys);
    assert_true(hides(t, "counting"));
    for (int i = 0; i < TIMES; i++) {
        for (int k = 0; k < AT_ONCE; k++)
            tui_annotate(t, documents[(size_t)k % more], 0, 7 + k % 12, TAG_MANIFESTATION, "");
        look_once(t);
        assert_true(hides(t, "counting"));
    }
    int looks = 0;
    while (hides(t, "422 ") && ++looks < LOOKS_MAX)
        look_once(t);
    assert_true(looks < LOOKS_MAX);
}

static void writing_of_others_hides_no_problem(void **state)
{
    writing_of_others_hides_nothing(*state, "B", 1);
}

static void writing_into_many_documents_hides_no_problem(void **state)
{
    writing_of_others_hides_nothing(*state, "B", 32);
}

static void writing_of_others_hides_no_row_of_a_filter(void **state)
{
    writing_of_others_hides_nothing(*state, "B & \"unanswered|linked\" Enter", 32);
}

static void writing_of_others_hides_no_figure(void **state)
{
    struct tui *t = *state;
    writing_of_others_hides_nothing(t, "F 1", 32);
}

static void undo_of_a_link_is_seen(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    struct err e;
    tui_type(t, "B Tab");
    must(store_undo(t->other, NULL, &e), &e); /* the remedy's */
    tui_sync(t);
    assert_true(tui_shows(t, "4 unanswered"));
    tui_type(t, "g g");
    assert_true(in_one_row(t, "窗口少。", "no remedy yet"));
    must(store_redo(t->other, NULL, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "2 unanswered"));
}

static void the_ledger_is_sorted(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    link_two(t, g.e, g.d, "");
    link_two(t, tui_annotate(t, g.second, 7, 14, TAG_CAUSE, ""), g.d, "");
    link_two(t, tui_annotate(t, g.second, 7, 12, TAG_CAUSE, ""), g.d, "");
    tui_sync(t);
    tui_type(t, "B");
    assert_true(row_of(t, "排队长") < row_of(t, "办事要跑三趟。"));
    tui_type(t, "\":sort causes\" Enter");
    assert_true(tui_shows(t, "most causes first"));
    assert_true(row_of(t, "排队长") > row_of(t, "办事要跑三趟。"));
    tui_type(t, "\":sort taste\" Enter");
    assert_true(tui_shows(t, "by “taste”"));
}

/* What is chosen goes to another place: the rows above it are not scrolled away where all fit. */
static void sorting_leaves_what_fits_on_the_screen(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    int64_t m = tui_annotate(t, g.second, 7, 14, TAG_MANIFESTATION, "");
    link_two(t, tui_annotate(t, g.second, 15, 19, TAG_CAUSE, ""), m, "");
    link_two(t, g.a, m, "");
    tui_sync(t);
    tui_type(t, "B j j");
    for (int sort = 0; sort < LEDGER_SORTS; sort++) {
        tui_type(t, "s");
        assert_true(in_one_row(t, " M  排队长", "1  "));
        assert_true(in_one_row(t, " M  办事要跑三趟", "-"));
        assert_true(in_one_row(t, " M  材料重复提交", "2  "));
        tui_type(t, "j");
    }
}

static void a_filter_keeps_the_chains_that_it_meets(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    struct filter *where;
    struct err e;
    size_t at;
    tui_type(t, "B");
    must(store_filter_parse(t->app.store, "增加人手", &where, &at, &e), &e);
    struct view *v = app_view(&t->app);
    must(v->ops->set_filter(v, &t->app, "增加人手", where, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "1 problem "));
    assert_true(tui_shows(t, "problem ledger: 增加人手"));
    assert_int_equal(app_subject(&t->app).annotation, g.b);
    struct annotation c;
    must(store_annotation_get(t->other, g.c, &c, &e), &e);
    must(store_delete(t->other, c.id, c.revision, &e), &e);
    annotation_clear(&c);
    tui_sync(t);
    assert_true(tui_shows(t, "No row passes"));
    tui_type(t, "Esc");
    assert_true(tui_shows(t, "2 problems"));
}

static void about_one_document_and_back(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "B j o");
    assert_true(tui_shows(t, "1 problem "));
    assert_true(tui_shows(t, " problem ledger  b-letter"));
    assert_true(tui_shows(t, "only what concerns b-letter"));
    assert_true(hides(t, "排队长"));
    tui_type(t, "o");
    assert_true(tui_shows(t, "2 problems"));
    assert_true(tui_shows(t, "all documents"));
    assert_true(hides(t, "problem ledger  b-letter"));
    tui_type(t, "q Enter B j o"); /* of the text that one came from */
    assert_true(tui_shows(t, " problem ledger  a-report"));
}

static void a_problem_is_talked_about(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "B ? \"真的吗？\" Enter");
    struct document d;
    struct err e;
    must(store_document_get(t->other, g.first, &d, &e), &e);
    assert_int_equal(d.questions, 1);
    document_clear(&d);
    assert_true(in_one_row(t, "排队长", " 1"));
}

/* ---- what passes a filter ---- */

static void annotations_stand_by_document_and_place(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "g a");
    assert_true(tui_shows(t, "5 annotations"));
    assert_true(tui_shows(t, "explains: 排队长")); /* of the first one, below */
    assert_true(tui_shows(t, "addressed by: 应当增加人手"));
    assert_true(row_of(t, "窗口少。") < row_of(t, "排队长"));
    assert_true(row_of(t, "应当增加人手。") < row_of(t, "办事要跑三趟。"));
}

static void a_filter_narrows_them_down(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "\":annotations remedy & !linked\" Enter");
    assert_true(tui_shows(t, "annotations: remedy & !linked"));
    assert_true(tui_shows(t, "1 annotation "));
    assert_int_equal(app_subject(&t->app).annotation, g.e);
    link_two(t, g.e, g.d, "");
    tui_sync(t);
    assert_true(tui_shows(t, "No annotation passes"));
    tui_type(t, "Esc");
    assert_true(tui_shows(t, "5 annotations"));
}

/* Which tag is at the other end decides whether one is answered. */
static void a_retag_is_seen_at_the_other_end(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    struct err e;
    link_two(t, g.e, g.d, "");
    tui_sync(t);
    tui_type(t, "\":annotations manifestation & unanswered\" Enter");
    assert_true(tui_shows(t, "1 annotation "));
    assert_int_equal(app_subject(&t->app).annotation, g.d);
    must(store_retag(t->other, g.e, 1, TAG_CAUSE, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "No annotation passes"));
}

/* The other end lies in another document, which is marked again too. */
static void a_retag_is_counted_in_other_documents(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    struct err e;
    int64_t far = tui_annotate(t, g.first, 17, 20, TAG_REMEDY, "");
    link_two(t, far, g.d, "");
    tui_sync(t);
    tui_type(t, "F");
    struct filter *where;
    size_t at;
    must(store_filter_parse(t->app.store, "manifestation & unanswered", &where, &at, &e), &e);
    struct view *v = app_view(&t->app);
    must(v->ops->set_filter(v, &t->app, "manifestation & unanswered", where, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "1 annotation "));
    must(store_retag(t->other, far, 1, TAG_CAUSE, &e), &e);
    tui_sync(t);
    assert_false(hides(t, "0 annotations"));
}

static void without_a_filter_all_are_listed(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "g a j j Enter g a");
    assert_true(tui_shows(t, "5 annotations"));
    int64_t chosen = app_subject(&t->app).annotation;
    tui_type(t, "g a");
    assert_int_equal(app_subject(&t->app).annotation, chosen); /* nothing else was asked for */
    tui_type(t, "& \"remedy\" Enter Enter");
    assert_null(app_top(&t->app, &found_ops));
    tui_type(t, "g a");
    assert_true(tui_shows(t, "5 annotations"));
}

/* What is behind a bar is no list of all, and stays as it is. */
static void a_list_from_a_bar_is_another_one(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "F 8 g g Enter");
    assert_true(tui_shows(t, "place: 0%-10%"));
    tui_type(t, "\":annotations remedy\" Enter");
    assert_true(tui_shows(t, "annotations: remedy"));
    assert_true(tui_shows(t, "2 annotations"));
    assert_true(tui_shows(t, "合并表格"));
    tui_type(t, "q");
    assert_true(tui_shows(t, "place: 0%-10%"));
    tui_type(t, "\":annotations (cause\" Enter");
    assert_non_null(app_top(&t->app, &found_ops)); /* a slip closes nothing */
}

static void what_is_wrong_in_a_filter_is_said(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "\":annotations (cause\" Enter");
    assert_null(app_top(&t->app, &found_ops));
    assert_true(*t->app.message && t->app.message_is_error);
}

static void new_ones_come_in_and_the_row_stays(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "g a G k");
    assert_int_equal(app_subject(&t->app).annotation, g.d);
    tui_annotate(t, g.first, 24, 29, TAG_CAUSE, "");
    tui_sync(t);
    assert_true(tui_shows(t, "6 annotations"));
    assert_int_equal(app_subject(&t->app).annotation, g.d);
    struct annotation b;
    struct err e;
    must(store_annotation_get(t->other, g.b, &b, &e), &e);
    must(store_delete(t->other, b.id, b.revision, &e), &e);
    annotation_clear(&b);
    tui_sync(t);
    assert_true(tui_shows(t, "5 annotations"));
    assert_int_equal(app_subject(&t->app).annotation, g.d);
}

static void one_goes_to_what_was_found_and_back(void **state)
{
    struct tui *t = *state;
    struct given g = give(t, 80, 24);
    tui_type(t, "g a j j Enter");
    assert_int_equal(reader_of(&t->app)->current, g.c);
    tui_type(t, "q");
    assert_non_null(app_top(&t->app, &found_ops));
    assert_int_equal(app_subject(&t->app).annotation, g.c);
}

/* A document that comes while they are listed has its place among the others. */
static void a_new_document_comes_in(void **state)
{
    struct tui *t = *state;
    give(t, 80, 24);
    tui_type(t, "g a");
    int64_t d = tui_document(t, "aa-note", "突然停电。\n");
    tui_annotate(t, d, 0, 5, TAG_MANIFESTATION, "");
    tui_sync(t);
    assert_true(tui_shows(t, "6 annotations"));
    assert_true(row_of(t, "应当增加人手。") < row_of(t, "突然停电。"));
    assert_true(row_of(t, "突然停电。") < row_of(t, "办事要跑三趟。"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_problem_stands_with_its_causes_and_remedies),
        TEST(the_chain_is_drawn_below),
        TEST(a_long_name_leaves_room_for_the_words),
        TEST(unanswered_lists_exactly_the_rest),
        TEST(enter_goes_to_the_passage_and_q_comes_back),
        TEST(links_of_others_come_in_and_the_row_stays),
        TEST(writing_of_others_hides_no_problem),
        TEST(writing_into_many_documents_hides_no_problem),
        TEST(writing_of_others_hides_no_row_of_a_filter),
        TEST(writing_of_others_hides_no_figure),
        TEST(undo_of_a_link_is_seen),
        TEST(the_ledger_is_sorted),
        TEST(sorting_leaves_what_fits_on_the_screen),
        TEST(a_filter_keeps_the_chains_that_it_meets),
        TEST(about_one_document_and_back),
        TEST(a_problem_is_talked_about),
        TEST(annotations_stand_by_document_and_place),
        TEST(a_filter_narrows_them_down),
        TEST(a_retag_is_seen_at_the_other_end),
        TEST(a_retag_is_counted_in_other_documents),
        TEST(without_a_filter_all_are_listed),
        TEST(a_list_from_a_bar_is_another_one),
        TEST(what_is_wrong_in_a_filter_is_said),
        TEST(new_ones_come_in_and_the_row_stays),
        TEST(one_goes_to_what_was_found_and_back),
        TEST(a_new_document_comes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
