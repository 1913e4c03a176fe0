/* What two reviewers say to one another about annotations: on the screen, in the list of open questions, in the
 * history; and what a lead decides. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

/* The document with one annotation of the other's on its first sentence, open at COLS columns. */
static int64_t open_tagged(struct tui *t, int cols)
{
    int64_t d = tui_document(t, "report", "窗口少。排队长，群众等了一个上午。应当增加人手。\nMore text.\n");
    int64_t a = tui_annotate(t, d, 0, 4, TAG_CAUSE, "");
    tui_resize(t, cols, 30);
    tui_sync(t);
    tui_type(t, "Enter");
    return a;
}

static int64_t other_says(struct tui *t, int64_t annotation, int64_t thread, bool question, const char *words)
{
    struct comment made;
    struct err e;
    must(store_comment(t->other, annotation, thread, question, words, &made, &e), &e);
    int64_t id = made.id;
    comment_clear(&made);
    tui_sync(t);
    return id;
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

/* Whether the row of the screen that holds A holds B too. */
static bool in_one_row(struct tui *t, const char *a, const char *b)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = false;
    char *rest = NULL;
    for (char *line = strtok_r(s.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        found = found || (strstr(line, a) && strstr(line, b));
    str_clear(&s);
    return found;
}

/* ---- threads ---- */

static void a_question_stands_below_the_annotation(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120), q = other_says(t, a, 0, true, "为什么是原因？");
    assert_true(in_one_row(t, "窗口少。", "?1"));
    assert_true(tui_shows(t, "? other: 为什么是原因？"));
    other_says(t, a, q, false, "请看第二段。");
    assert_true(tui_shows(t, "  other: 请看第二段。"));
    tui_resize(t, 80, 24);
    assert_true(tui_shows(t, "?1 other"));
    assert_true(tui_shows(t, "? other: 为什么是原因？"));
}

static void a_reply_and_a_resolved_thread(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    other_says(t, a, 0, true, "why?");
    tui_type(t, "R \"because\" Enter");
    assert_true(tui_shows(t, ": because"));
    tui_type(t, "X");
    assert_true(tui_shows(t, "✓ 2  other: why?"));
    assert_true(hides(t, ": because"));
    assert_true(hides(t, "?1"));
    tui_type(t, "Tab z");
    assert_true(tui_shows(t, ": because"));
    tui_type(t, "z");
    assert_true(hides(t, ": because"));
    tui_type(t, "X");
    assert_true(tui_shows(t, "?1"));
}

static bool count(void *ctx, const struct comment *c)
{
    (void)c;
    ++*(size_t *)ctx;
    return true;
}

static size_t comments_on(struct tui *t, int64_t annotation)
{
    struct comment_filter f = {.annotation = annotation};
    struct err e;
    size_t n = 0;
    must(store_comments(t->other, &f, count, &n, &e), &e);
    return n;
}

static void a_question_is_asked_where_it_was_begun(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    tui_type(t, "? \"here\"");
    int64_t b = tui_annotate(t, reader_of(&t->app)->document.id, 0, 2, TAG_REMEDY, ""); /* shorter: the innermost now */
    tui_sync(t);
    tui_type(t, "Enter");
    assert_int_equal(comments_on(t, a), 1);
    assert_int_equal(comments_on(t, b), 0);
}

static void what_cannot_be_stored_can_be_had_back(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    struct err e;
    tui_type(t, "j j c ? \"typed with care\" Esc k k");
    tui_type(t, "g g ? \"typed with care\"");
    must(store_delete(t->other, a, 1, &e), &e);
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "what you typed is kept: press Up in the prompt to have it back"));
    tui_type(t, "G c ? Up");
    assert_true(tui_shows(t, "typed with care"));
}

static void the_thread_view_shows_all_of_it(void **state)
{
    struct tui *t = *state;
    struct str words = {0};
    for (int i = 0; i < 60; i++)
        str_add(&words, "很长的意见，");
    str_add(&words, "结束。");
    int64_t a = open_tagged(t, 80);
    other_says(t, a, 0, true, str_z(&words));
    str_clear(&words);
    tui_type(t, "T");
    assert_true(tui_shows(t, "结束。"));
    tui_type(t, "r \"知道了\" Enter");
    assert_true(tui_shows(t, "知道了"));
    assert_true(tui_shows(t, "just now"));
    tui_type(t, "d");
    assert_true(hides(t, "知道了"));
    assert_true(tui_shows(t, "deleted; undo brings it back"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "知道了"));
    tui_type(t, "G k d");
    assert_true(tui_shows(t, "this comment is other's"));
    tui_type(t, "x");
    assert_true(tui_shows(t, "resolved by"));
    assert_true(hides(t, "知道了"));
    tui_type(t, "Space");
    assert_true(tui_shows(t, "知道了"));
    tui_type(t, "q");
    assert_true(tui_shows(t, "annotation 1 of 1"));
}

/* The passage stays, and no key acts on what is not seen. */
static void what_is_acted_on_is_seen(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    struct err e;
    struct str note = {0};
    for (int i = 0; i < 40; i++)
        str_addf(&note, "line %d of it\n", i);
    int64_t question = other_says(t, a, 0, true, "why so?");
    must(store_note(t->other, a, 1, str_z(&note), &e), &e);
    str_clear(&note);
    tui_sync(t);
    tui_type(t, "T");
    assert_true(tui_shows(t, "窗口少。") && tui_shows(t, "why so?") && hides(t, "line 0 of it"));
    tui_type(t, "g g");
    assert_true(tui_shows(t, "窗口少。") && tui_shows(t, "line 0 of it") && hides(t, "why so?"));
    tui_type(t, "X");
    assert_true(tui_shows(t, "there is no comment under the cursor"));
    struct comment c;
    must(store_comment_get(t->other, question, &c, &e), &e);
    assert_int_equal(c.resolved, 0);
    comment_clear(&c);
    tui_type(t, "G X");
    assert_true(tui_shows(t, "resolved; the same key"));
}

static void the_thread_view_follows_the_others(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80), q = other_says(t, a, 0, true, "first");
    tui_type(t, "T");
    other_says(t, a, q, false, "second");
    assert_true(tui_shows(t, "second"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "annotation 1 of 1"));
}

static void a_deleted_annotation_comes_back_with_its_thread(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    struct err e;
    other_says(t, a, 0, true, "why?");
    must(store_delete(t->other, a, 1, &e), &e);
    tui_sync(t);
    tui_type(t, "q Enter");
    assert_true(hides(t, "why?"));
    must(store_undo(t->other, NULL, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "? other: why?"));
}

/* ---- rights ---- */

static void nobody_changes_what_is_anothers(void **state)
{
    struct tui *t = *state;
    open_tagged(t, 80);
    tui_type(t, "t");
    assert_true(tui_shows(t, "this is other's: ask about it (?) or comment on it (C)"));
    tui_type(t, "d");
    assert_true(tui_shows(t, "this is other's: ask about it (?) or comment on it (C)"));
}

static void the_bottom_line_offers_what_is_allowed(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    assert_true(tui_shows(t, "? ask  = settle  C comment"));
    assert_true(hides(t, "a note") && hides(t, "t change tag") && hides(t, "d delete") && hides(t, "e move ends"));
    assert_true(hides(t, "R reply"));
    tui_type(t, "T");
    assert_true(hides(t, "R reply") && hides(t, "X resolve") && hides(t, "d delete"));
    tui_type(t, "q");
    other_says(t, a, 0, true, "why?");
    assert_true(tui_shows(t, "R reply"));
    tui_type(t, "T");
    assert_true(tui_shows(t, "R reply  X resolve") && hides(t, "d delete"));
    tui_type(t, "R \"mine\" Enter G");
    assert_true(tui_shows(t, "d delete"));
    tui_type(t, "q ) m");
    tui_resize(t, 140, t->rows); /* there is more that one may do with one's own */
    assert_true(tui_shows(t, "a note  ? ask  = settle  t change tag  d delete"));
    tui_type(t, "= a");
    assert_true(hides(t, "a note") && hides(t, "d delete"));
}

static void how_to_leave_and_get_help_is_always_said(void **state)
{
    static const char *const keymaps[] = {"vi", "plain"}, *const leave[] = {"q back", "F10 back"};
    struct tui *t = *state;
    open_tagged(t, 80);
    for (size_t i = 0; i < 2; i++) {
        tui_keymap(t, keymaps[i]);
        assert_true(in_one_row(t, leave[i], "F1 help"));
        tui_type(t, "F11");
        assert_true(tui_shows(t, "F11 is not bound here; F1 shows all keys"));
        tui_type(t, "Tab");
        assert_true(in_one_row(t, leave[i], "F1 help"));
        tui_type(t, "T");
        assert_true(in_one_row(t, leave[i], "F1 help"));
        tui_type(t, "q Tab");
    }
    tui_type(t, "q");
    assert_true(tui_shows(t, "F10 quit"));
}

static void a_lead_settles(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    struct err e;
    tui_type(t, "= a");
    assert_true(in_one_row(t, "窗口少。", "✓"));
    assert_int_equal(store_retag(t->other, a, 2, TAG_REMEDY, &e), ERR_DENIED);
    tui_type(t, "= r");
    assert_true(in_one_row(t, "窗口少。", "✗"));
    tui_type(t, "Tab");
    assert_true(hides(t, "— rejected by")); /* there is nothing to read there but what the margin says */
    tui_type(t, "C \"no source\" Enter");
    assert_true(tui_shows(t, "— rejected by"));
    tui_type(t, "= x");
    assert_true(tui_shows(t, "“x” is no verdict"));
    tui_type(t, "= o");
    assert_true(hides(t, "✗"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "undone: verdict"));
}

static void what_is_settled_stays(void **state)
{
    struct tui *t = *state;
    open_tagged(t, 80);
    tui_type(t, "j c = a t");
    assert_true(tui_shows(t, "accepted this annotation: ask a lead to open it again, or comment on it"));
}

static void only_a_lead_settles(void **state)
{
    struct tui *t = *state;
    struct err e;
    open_tagged(t, 80);
    must(store_role_set(t->app.store, 2, ROLE_LEAD, &e), &e);
    must(store_role_set(t->other, store_reviewer(t->app.store), ROLE_REVIEWER, &e), &e);
    tui_sync(t);
    must(store_role_refresh(t->app.store, &e), &e);
    tui_type(t, "=");
    assert_true(tui_shows(t, "only a lead may do this"));
    must(store_role_set(t->other, store_reviewer(t->app.store), ROLE_READER, &e), &e);
    must(store_role_refresh(t->app.store, &e), &e);
    tui_type(t, "?");
    assert_true(tui_shows(t, "who changes nothing"));
    assert_false(t->app.prompt.active);
}

/* ---- the agenda ---- */

static void the_agenda_jumps_across_documents(void **state)
{
    struct tui *t = *state;
    int64_t first = tui_document(t, "a-report", "窗口少。排队长。\n"),
            second = tui_document(t, "b-report", "人手少。经费少。\n");
    int64_t a = tui_annotate(t, first, 0, 4, TAG_CAUSE, ""), b = tui_annotate(t, second, 4, 8, TAG_REMEDY, "");
    other_says(t, a, 0, true, "first question");
    int64_t q = other_says(t, b, 0, true, "second question");
    tui_type(t, "g q");
    assert_true(in_one_row(t, "a-report", "first question"));
    assert_true(in_one_row(t, "b-report", "second question"));
    assert_true(tui_shows(t, "2 open questions"));
    tui_type(t, "j Enter");
    assert_true(tui_shows(t, "second question"));
    assert_true(tui_shows(t, "annotation 1 of 1"));
    assert_int_equal(reader_of(&t->app)->current, b);
    assert_int_equal(reader_of(&t->app)->cursor, 4);
    tui_type(t, "q");
    assert_true(tui_shows(t, "2 open questions"));
    other_says(t, b, q, false, "an answer");
    assert_true(in_one_row(t, "second question", "(1)"));
    assert_true(tui_shows(t, "an answer")); /* the same row is chosen */
    tui_type(t, "x");
    assert_true(tui_shows(t, "1 open question"));
    assert_true(hides(t, "second question"));
    assert_true(tui_shows(t, "resolved; undo (u) opens it again"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "second question"));
    tui_type(t, "C-r T");
    assert_true(tui_shows(t, "comments in “a-report”"));
    tui_type(t, "q q");
    assert_true(tui_shows(t, "a-report"));
}

static void going_to_what_a_layer_hides_shows_it(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    other_says(t, a, 0, true, "why?");
    static const char *const ways[] = {"g q Enter", "Y Enter"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        tui_type(t, ": \"layer mine\" Enter");
        assert_int_equal(reader_of(&t->app)->notes.count, 0);
        tui_type(t, ways[i]);
        assert_true(tui_shows(t, "all annotations are shown again"));
        assert_int_equal(reader_of(&t->app)->current, a);
        tui_type(t, "R");
        assert_true(t->app.prompt.active);
        tui_type(t, "Esc q q");
        assert_int_equal(reader_of(&t->app)->notes.count, 1); /* and in what lies below, too */
    }
}

static void the_agenda_keeps_its_row(void **state)
{
    struct tui *t = *state;
    int64_t d = tui_document(t, "report", "窗口少。排队长。人手少。\n");
    int64_t late = tui_annotate(t, d, 4, 8, TAG_CAUSE, ""), early = tui_annotate(t, d, 0, 4, TAG_CAUSE, "");
    other_says(t, late, 0, true, "the chosen one");
    tui_type(t, "g q");
    other_says(t, early, 0, true, "before it");
    tui_type(t, "r \"to the chosen one\" Enter T");
    assert_true(tui_shows(t, "the chosen one"));
    assert_true(tui_shows(t, "to the chosen one"));
    assert_true(hides(t, "before it"));
}

/* The section over a question is read as the document is. */
static void the_agenda_follows_noise(void **state)
{
    struct tui *t = *state;
    struct err e;
    int64_t d = tui_document(t, "report", "一、窗口\n窗口少。排队长。\n二、人手\n人手少。\n");
    int64_t a = tui_annotate(t, d, 5, 9, TAG_CAUSE, "");
    other_says(t, a, 0, true, "why?");
    tui_type(t, "g q");
    assert_true(tui_shows(t, "report  一、窗口"));
    must(store_noise_mark(t->other, d, 0, 5, NOISE_HAND, NULL, &e), &e);
    tui_sync(t);
    assert_true(hides(t, "一、窗口"));
}

/* ---- the history ---- */

static void history_says_what_was_before(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    struct err e;
    must(store_note(t->other, a, 1, "an old note", &e), &e);
    must(store_note(t->other, a, 2, "a new note", &e), &e);
    must(store_retag(t->other, a, 3, TAG_REMEDY, &e), &e);
    tui_sync(t);
    tui_type(t, "y");
    assert_true(tui_shows(t, "tagged “窗口少。” as remedy instead of cause"));
    assert_true(tui_shows(t, "wrote a note about “窗口少。”: “an old note”"));
    assert_true(tui_shows(t, "tagged “窗口少。” as cause"));
    tui_type(t, "j");
    assert_true(tui_shows(t, "- an old note"));
    assert_true(tui_shows(t, "+ a new note"));
    must(store_delete(t->other, a, 4, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "deleted “窗口少。”, tagged as remedy"));
    assert_true(tui_shows(t, "+ a new note")); /* the chosen row is still chosen */
    tui_type(t, "g g Enter");
    assert_int_equal(reader_of(&t->app)->cursor, 0);
    tui_type(t, "q");
    assert_true(tui_shows(t, "history of an annotation"));
}

static void history_of_whom_and_what(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    other_says(t, a, 0, true, "why?");
    tui_type(t, "j c y Tab");
    assert_true(tui_shows(t, "history of “report”"));
    assert_true(tui_shows(t, "asked about “窗口少。”: “why?”"));
    assert_true(tui_shows(t, "imported “"));
    tui_type(t, "Tab");
    assert_true(hides(t, "asked about"));
    tui_type(t, ": \"history other\" Enter");
    assert_true(tui_shows(t, "what other did"));
    assert_true(tui_shows(t, "asked about"));
    tui_type(t, ": \"history nobody\" Enter");
    assert_true(tui_shows(t, "nobody here is called"));
    tui_type(t, "Y");
    assert_true(tui_shows(t, "history of everything"));
    tui_type(t, "q");
    assert_true(tui_shows(t, "annotation 2 of 2"));
}

/* Longer than what is kept: both ends are reached, and every change on the way. */
static void history_without_end(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 80);
    struct err e;
    char note[32];
    for (int64_t i = 1; i <= 2500; i++) {
        snprintf(note, sizeof note, "note %lld.", (long long)i);
        must(store_note(t->other, a, i, note, &e), &e);
    }
    tui_sync(t);
    tui_type(t, "y");
    assert_true(tui_shows(t, "note 2500."));
    for (int i = 0; i < 2400; i += 100)
        tui_type(t, "1 0 0 j");
    assert_true(tui_shows(t, "+ note 100."));
    for (int i = 0; i < 2400; i += 100)
        tui_type(t, "1 0 0 k");
    assert_true(tui_shows(t, "+ note 2500."));
    tui_type(t, "G");
    assert_true(tui_shows(t, "tagged “窗口少。” as cause"));
    tui_type(t, "k");
    assert_true(tui_shows(t, "+ note 1."));
    tui_type(t, "g g");
    assert_true(tui_shows(t, "+ note 2500."));
}

/* ---- undo ---- */

static void undo_says_what_it_took_back(void **state)
{
    struct tui *t = *state;
    int64_t a = open_tagged(t, 120);
    other_says(t, a, 0, true, "why?");
    tui_type(t, "C \"a remark\" Enter G");
    assert_true(tui_shows(t, "a remark"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "undone: comment"));
    assert_true(hides(t, "a remark"));
    assert_int_equal(reader_of(&t->app)->cursor, 0);
    tui_type(t, "X u");
    assert_true(tui_shows(t, "undone: resolving of a thread"));
    assert_true(tui_shows(t, "?1"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_question_stands_below_the_annotation),
        TEST(a_reply_and_a_resolved_thread),
        TEST(a_question_is_asked_where_it_was_begun),
        TEST(what_cannot_be_stored_can_be_had_back),
        TEST(the_thread_view_shows_all_of_it),
        TEST(what_is_acted_on_is_seen),
        TEST(the_thread_view_follows_the_others),
        TEST(a_deleted_annotation_comes_back_with_its_thread),
        TEST(nobody_changes_what_is_anothers),
        TEST(the_bottom_line_offers_what_is_allowed),
        TEST(how_to_leave_and_get_help_is_always_said),
        TEST(a_lead_settles),
        TEST(what_is_settled_stays),
        TEST(only_a_lead_settles),
        TEST(the_agenda_jumps_across_documents),
        TEST(going_to_what_a_layer_hides_shows_it),
        TEST(the_agenda_keeps_its_row),
        TEST(the_agenda_follows_noise),
        TEST(history_says_what_was_before),
        TEST(history_of_whom_and_what),
        TEST(history_without_end),
        TEST(undo_says_what_it_took_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
