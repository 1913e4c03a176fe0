/* The filter of what is listed: typed with its faults shown, completed, saved; in the list and in a document. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "db/filter.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)
#define TEXT "第一句是现象。第二句是原因。第三句是对策。第四句没有标注。\n"

/* A document with three annotations of this reviewer (the first with a note) and one of another, and one without any.
 */
struct scene {
    struct tui *t;
    int64_t document, empty, m, c, r, others;
};

static int64_t tag(struct tui *t, int64_t document, int64_t start, int64_t end, enum tag tag, const char *note)
{
    struct annotation a;
    struct err e;
    assert_int_equal(store_annotate(t->app.store, document, start, end, tag, note, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static struct scene begin(void **state)
{
    struct scene s = {.t = *state};
    s.document = tui_document(s.t, "甲 报告.txt", TEXT);
    s.empty = tui_document(s.t, "乙 空白.txt", "没有人标注的一篇。\n");
    s.m = tag(s.t, s.document, 0, 7, TAG_MANIFESTATION, "开会时说过");
    s.c = tag(s.t, s.document, 7, 14, TAG_CAUSE, NULL);
    s.r = tag(s.t, s.document, 14, 21, TAG_REMEDY, NULL);
    s.others = tui_annotate(s.t, s.document, 0, 3, TAG_CAUSE, "");
    tui_sync(s.t);
    tui_type(s.t, "G Enter"); /* 甲 stands behind 乙 */
    return s;
}

static size_t shown(const struct scene *s)
{
    return live_reader(s->t)->notes.count;
}

static bool shows(const struct scene *s, int64_t id)
{
    return annset_get(&live_reader(s->t)->notes, id) != NULL;
}

static void link_two(struct store *s, int64_t a, int64_t b)
{
    struct err e;
    assert_int_equal(store_link(s, a, b, NULL, NULL, &e), ERR_OK);
}

static void a_document_shows_what_passes(void **state)
{
    struct scene s = begin(state);
    assert_int_equal(shown(&s), 4);
    tui_type(s.t, "& \"cause & mine\" Enter");
    assert_int_equal(shown(&s), 1);
    assert_true(shows(&s, s.c));
    assert_true(tui_shows(s.t, "[cause & mine]"));
    tui_type(s.t, "& C-u \"开会\" Enter");
    assert_int_equal(shown(&s), 1);
    assert_true(shows(&s, s.m));
    tui_type(s.t, "& C-u Enter");
    assert_int_equal(shown(&s), 4);
    assert_false(tui_shows(s.t, "开会]"));
}

static void a_fault_is_pointed_at(void **state)
{
    struct scene s = begin(state);
    tui_type(s.t, "& \"表现 & (cause\" Enter");
    assert_true(s.t->app.prompt.active);
    assert_int_equal(s.t->app.prompt.cursor, strlen("表现 & (cause"));
    assert_true(tui_shows(s.t, ")"));
    assert_int_equal(shown(&s), 4); /* nothing else happened */
    tui_type(s.t, "\")\" Enter");
    assert_false(s.t->app.prompt.active);
    assert_int_equal(shown(&s), 0);
    tui_type(s.t, "& C-u \"对策 & linkd\" Enter");
    assert_int_equal(s.t->app.prompt.cursor, strlen("对策 & "));
    tui_type(s.t, "Esc");
    assert_int_equal(shown(&s), 0);
}

static void words_and_names_are_completed(void **state)
{
    struct scene s = begin(state);
    char expected[128];
    tui_type(s.t, "& \"mani\" Tab");
    assert_string_equal(str_z(&s.t->app.prompt.line), "manifestation ");
    snprintf(expected, sizeof expected, "manifestation | by:%s ", store_reviewer_name(s.t->other));
    char keys[64];
    snprintf(keys, sizeof keys, "\"| by:%.3s\" Tab", store_reviewer_name(s.t->other));
    tui_type(s.t, keys);
    assert_string_equal(str_z(&s.t->app.prompt.line), expected);
    tui_type(s.t, "Enter");
    assert_int_equal(shown(&s), 2);
}

/* What one makes or changes does not vanish under one's hands; what others do follows the filter. */
static void ones_own_changes_stay_in_sight(void **state)
{
    struct scene s = begin(state);
    tui_type(s.t, "& \"cause & !linked\" Enter");
    assert_int_equal(shown(&s), 2);
    tui_type(s.t, "g g s s s m");
    assert_int_equal(shown(&s), 3);
    int64_t id = tui_annotate(s.t, s.document, 14, 16, TAG_REMEDY, "");
    tui_sync(s.t);
    assert_false(shows(&s, id));
    link_two(s.t->other, s.c, s.m); /* the cause is linked from now on */
    tui_sync(s.t);
    app_work(&s.t->app, true);
    assert_false(shows(&s, s.c));
    tui_type(s.t, "& C-u Enter");
    assert_int_equal(shown(&s), 6);
}

static void what_one_goes_to_is_shown(void **state)
{
    struct scene s = begin(state);
    struct err e;
    assert_int_equal(store_comment(s.t->other, s.m, 0, true, "从何而来？", NULL, &e), ERR_OK);
    tui_sync(s.t);
    tui_type(s.t, "& \"remedy\" Enter");
    assert_false(shows(&s, s.m));
    tui_type(s.t, "g q Enter");
    assert_true(shows(&s, s.m));
    assert_true(tui_shows(s.t, "all annotations are shown again"));
}

static void the_list_shows_documents_with_such_annotations(void **state)
{
    struct scene s = begin(state);
    tui_type(s.t, "D & \"remedy\" Enter");
    assert_true(tui_shows(s.t, "1 of 2"));
    assert_true(tui_shows(s.t, "甲 报告.txt"));
    tui_annotate(s.t, s.empty, 0, 3, TAG_REMEDY, "");
    tui_sync(s.t);
    app_work(&s.t->app, true);
    assert_true(tui_shows(s.t, "2 of 2"));
    tui_type(s.t, "Esc");
    assert_true(tui_shows(s.t, "2 documents"));
    tui_type(s.t, "& \"cause & by:nobody\" Enter");
    assert_true(s.t->app.prompt.active);
    tui_type(s.t, "Esc");
    assert_true(tui_shows(s.t, "2 documents"));
}

static void a_filter_is_saved_for_everybody(void **state)
{
    struct scene s = begin(state);
    struct err e;
    tui_type(s.t, "@");
    assert_true(tui_shows(s.t, "No filter is saved yet"));
    tui_type(s.t, "q & \"cause & !linked\" Enter \":filter-save offen\" Enter");
    assert_true(tui_shows(s.t, "@offen"));
    tui_type(s.t, "& C-u Enter");
    assert_int_equal(shown(&s), 4);
    assert_int_equal(store_filter_save(s.t->other, "mine2", "remedy", NULL, &e), ERR_OK);
    tui_sync(s.t);
    tui_type(s.t, "@");
    assert_true(tui_shows(s.t, "@offen") && tui_shows(s.t, "cause & !linked") && tui_shows(s.t, "@mine2"));
    tui_type(s.t, "\"/offen\" Enter Enter");
    assert_int_equal(shown(&s), 2);
    tui_type(s.t, "& C-u \"@off\" Tab Enter");
    assert_int_equal(shown(&s), 2);
    tui_type(s.t, "@ g g \"/offen\" Enter d");
    assert_true(tui_shows(s.t, "@offen is no saved filter any more"));
    tui_type(s.t, "u");
    assert_true(tui_shows(s.t, "cause & !linked"));
}

/* Where the screen says that Esc leaves a link that is being made, it does; the filter is for the next one. */
static void a_link_is_left_before_the_filter(void **state)
{
    struct scene s = begin(state);
    static const char *const views[] = {"B", "F", "g a"};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        tui_type(s.t, "g g L L");
        tui_type(s.t, views[i]);
        tui_type(s.t, "& \"mine & manifestation\" Enter");
        assert_true(tui_shows(s.t, "L links it with"));
        tui_type(s.t, "Esc");
        assert_true(tui_shows(s.t, "nothing was linked"));
        assert_true(tui_shows(s.t, "mine & manifestation"));
        tui_type(s.t, "Esc");
        assert_false(tui_shows(s.t, "mine & manifestation"));
        tui_type(s.t, "q");
    }
    tui_type(s.t, "g g L L F1");
    assert_false(tui_shows(s.t, "L links it with")); /* Esc closes this one */
    tui_type(s.t, "Esc");
    assert_true(tui_shows(s.t, "L links it with"));
}

static void what_a_chain_leads_to_is_shown(void **state)
{
    struct scene s = begin(state);
    link_two(s.t->other, s.c, s.m);
    tui_sync(s.t);
    tui_type(s.t, "& \"manifestation\" Enter g g ;");
    assert_true(shows(&s, s.c));
    assert_true(tui_shows(s.t, "cause 1 of 1 of"));
    assert_true(tui_shows(s.t, "all annotations are shown again"));
}

/* What others save does not move what is chosen; what is others' is not offered to be deleted, but to a lead. */
static void the_chosen_filter_stays(void **state)
{
    struct scene s = begin(state);
    struct err e;
    assert_int_equal(store_filter_save(s.t->other, "m1", "cause", NULL, &e), ERR_OK);
    assert_int_equal(store_filter_save(s.t->app.store, "m2", "remedy", NULL, &e), ERR_OK);
    tui_sync(s.t);
    tui_type(s.t, "@ G");
    assert_int_equal(store_filter_save(s.t->other, "a0", "cause", NULL, &e), ERR_OK);
    tui_sync(s.t);
    tui_type(s.t, "d");
    assert_true(tui_shows(s.t, "@m2 is no saved filter any more"));
}

static void a_note_of_several_lines_of_a_link_stays_so(void **state)
{
    struct scene s = begin(state);
    struct link l;
    struct err e;
    assert_int_equal(store_link(s.t->app.store, s.c, s.m, "一行\n又一行", &l, &e), ERR_OK);
    tui_sync(s.t);
    tui_type(s.t, "g g ) g l a \"加\" C-s");
    struct link now;
    assert_int_equal(store_link_get(s.t->app.store, l.id, &now, &e), ERR_OK);
    assert_string_equal(now.note, "一行\n又一行加");
    link_clear(&l);
    link_clear(&now);
}

static void help_begins_where_one_is(void **state)
{
    struct scene s = begin(state);
    link_two(s.t->app.store, s.c, s.m);
    tui_sync(s.t);
    static const char *const views[][2] = {{"g g L", "Choosing what to link with"},
                                           {"g g ) g l", "Among the links of an annotation"},
                                           {"@", "Among the saved filters"}};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        tui_type(s.t, views[i][0]);
        tui_type(s.t, "F1");
        assert_true(tui_shows(s.t, views[i][1]));
        tui_type(s.t, "Esc q");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_shows_what_passes),
        TEST(a_fault_is_pointed_at),
        TEST(words_and_names_are_completed),
        TEST(ones_own_changes_stay_in_sight),
        TEST(what_one_goes_to_is_shown),
        TEST(the_list_shows_documents_with_such_annotations),
        TEST(a_filter_is_saved_for_everybody),
        TEST(a_link_is_left_before_the_filter),
        TEST(what_a_chain_leads_to_is_shown),
        TEST(the_chosen_filter_stays),
        TEST(a_note_of_several_lines_of_a_link_stays_so),
        TEST(help_begins_where_one_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
