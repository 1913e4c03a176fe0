/* What is said about annotations: threads, who may do what in them, undo and redo between two people. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define TEXT "第一种是责任不清，原因在于制度。"

/* Three people, a document "a" and an annotation of MAKER in it. */
struct talk {
    struct fixture *f;
    struct store *lead, *maker, *other;
    int64_t document, annotation;
};

static int setup(void **state)
{
    struct err e;
    struct annotation a;
    if (fixture_setup_db(state) != 0)
        return -1;
    struct talk *t = MEM_NEW(struct talk);
    t->f = *state;
    t->lead = fixture_open(t->f, NULL);
    t->maker = fixture_open(t->f, "maker");
    t->other = fixture_open(t->f, "other");
    t->document = fixture_document(t->lead, "a", TEXT);
    assert_int_equal(store_annotate(t->maker, t->document, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    t->annotation = a.id;
    annotation_clear(&a);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    struct talk *t = *state;
    void *f = t->f;
    store_close(&t->lead);
    store_close(&t->maker);
    store_close(&t->other);
    free(t);
    return fixture_teardown(&f);
}

/* Say BODY, or fail the test; its id. */
static int64_t say(struct talk *t, struct store *s, int64_t thread, const char *body)
{
    struct err e;
    struct comment c;
    if (store_comment(s, t->annotation, thread, thread == 0, body, &c, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    int64_t id = c.id;
    assert_string_equal(c.body, body);
    assert_int_equal(c.thread, thread ? thread : id);
    assert_int_equal(c.document, t->document);
    comment_clear(&c);
    return id;
}

static bool one_line(void *ctx, const struct comment *c)
{
    struct str *out = ctx;
    str_addf(out, "%s%s%s%s%s\n", c->thread == c->id ? "" : "  ", c->reviewer_name[0] ? "" : "nobody ",
             c->deleted ? "(deleted)" : c->body, c->question ? "?" : "", c->resolved ? " resolved by " : "");
    if (c->resolved)
        str_addf(out, "   %s\n", c->resolved_by);
    return true;
}

/* The comments are these lines. */
static void lists(struct store *s, const struct comment_filter *f, const char *want)
{
    struct err e;
    struct str got = {0};
    if (store_comments(s, f, one_line, &got, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(str_z(&got), want);
    str_clear(&got);
}

static struct comment get(struct store *s, int64_t id)
{
    struct err e;
    struct comment c;
    if (store_comment_get(s, id, &c, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return c;
}

static bool is_resolved(struct store *s, int64_t id)
{
    struct comment c = get(s, id);
    bool yes = c.resolved != 0;
    assert_int_equal(yes, c.resolved_by[0] != '\0');
    comment_clear(&c);
    return yes;
}

static int64_t revision(struct store *s, int64_t id)
{
    struct comment c = get(s, id);
    int64_t at = c.revision;
    comment_clear(&c);
    return at;
}

static int64_t head(struct store *s)
{
    struct err e;
    int64_t seq;
    assert_int_equal(store_feed_head(s, &seq, &e), ERR_OK);
    return seq;
}

/* ---- threads ---- */

static void threads_are_listed_in_reading_order(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct annotation later, before;
    assert_int_equal(store_annotate(t->other, t->document, 6, 8, TAG_CAUSE, NULL, &later, &e), ERR_OK);
    assert_int_equal(store_comment(t->lead, later.id, 0, false, "behind", NULL, &e), ERR_OK);
    int64_t first = say(t, t->other, 0, "why"), second = say(t, t->lead, 0, "sure");
    say(t, t->maker, second, "to the second");
    say(t, t->maker, first, "to the first");
    say(t, t->other, first, "thanks");
    int64_t d = fixture_document(t->lead, "A before a", "another text");
    assert_int_equal(store_annotate(t->other, d, 0, 2, TAG_CAUSE, NULL, &before, &e), ERR_OK);
    assert_int_equal(store_comment(t->lead, before.id, 0, true, "elsewhere", NULL, &e), ERR_OK);
    lists(t->other, NULL, "elsewhere?\nwhy?\n  to the first\n  thanks\nsure?\n  to the second\nbehind\n");
    lists(t->other, &(struct comment_filter){.document = t->document},
          "why?\n  to the first\n  thanks\nsure?\n  to the second\nbehind\n");
    lists(t->other, &(struct comment_filter){.annotation = t->annotation},
          "why?\n  to the first\n  thanks\nsure?\n  to the second\n");
    lists(t->other, &(struct comment_filter){.annotation = t->annotation, .document = d}, "");
    lists(t->other, &(struct comment_filter){.open_questions = true}, "elsewhere?\nwhy?\nsure?\n");
    lists(t->other, &(struct comment_filter){.open_questions = true, .document = t->document}, "why?\nsure?\n");
    lists(t->other, &(struct comment_filter){.open_questions = true, .annotation = later.id}, "");
    assert_int_equal(store_delete(t->other, later.id, 1, &e), ERR_OK); /* what nobody sees is not talked about */
    lists(t->other, &(struct comment_filter){.document = t->document},
          "why?\n  to the first\n  thanks\nsure?\n  to the second\n");
    assert_int_equal(store_comment(t->lead, later.id, 0, false, "late", NULL, &e), ERR_NOT_FOUND);
    annotation_clear(&later);
    annotation_clear(&before);
}

static void a_comment_is_found_by_its_uuid(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct comment c, same;
    assert_int_equal(store_comment(t->other, t->annotation, 0, true, "为什么", &c, &e), ERR_OK);
    assert_int_equal(store_comment_find(t->lead, c.uuid, &same, &e), ERR_OK);
    assert_int_equal(same.id, c.id);
    assert_string_equal(same.body, "为什么");
    assert_string_equal(same.reviewer_name, "other");
    struct comment copy = comment_dup(&same);
    assert_string_equal(copy.body, same.body);
    comment_clear(&copy);
    comment_clear(&same);
    comment_clear(&c);
    assert_int_equal(store_comment_find(t->lead, "nothing", &c, &e), ERR_NOT_FOUND);
    assert_null(c.body);
    assert_int_equal(store_comment_get(t->lead, 4711, &c, &e), ERR_NOT_FOUND);
}

static void what_cannot_be_said_is_refused(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct annotation a;
    int64_t thread = say(t, t->other, 0, "why"), reply = say(t, t->maker, thread, "so"), seq = head(t->lead);
    char *body = mem_alloc(STORE_NOTE_MAX + 2, 1);
    memset(body, 'x', STORE_NOTE_MAX + 1);
    body[STORE_NOTE_MAX + 1] = '\0';
    assert_int_equal(store_comment(t->other, t->annotation, 0, false, body, NULL, &e), ERR_INPUT);
    assert_int_equal(store_comment_edit(t->other, thread, 1, body, &e), ERR_INPUT);
    free(body);
    assert_int_equal(store_comment(t->other, t->annotation, 0, false, "", NULL, &e), ERR_INPUT);
    assert_int_equal(store_comment(t->other, t->annotation, 0, false, "\xff", NULL, &e), ERR_INPUT);
    assert_int_equal(store_comment(t->other, 4711, 0, false, "x", NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(store_comment(t->other, t->annotation, 4711, false, "x", NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(store_comment(t->other, t->annotation, reply, false, "x", NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(head(t->lead), seq);
    assert_int_equal(store_annotate(t->other, t->document, 5, 6, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_comment(t->other, a.id, thread, false, "x", NULL, &e), ERR_NOT_FOUND);
    annotation_clear(&a);
}

static void readers_say_nothing(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t thread = say(t, t->other, 0, "why"), seq = head(t->lead);
    fixture_sql(t->f->path, "UPDATE reviewer SET role = 3 WHERE name = 'other'");
    assert_int_equal(store_comment(t->other, t->annotation, 0, false, "x", NULL, &e), ERR_DENIED);
    assert_int_equal(store_comment_edit(t->other, thread, 1, "x", &e), ERR_DENIED);
    assert_int_equal(store_comment_delete(t->other, thread, 1, &e), ERR_DENIED);
    assert_int_equal(store_comment_resolve(t->other, thread, true, &e), ERR_DENIED);
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_DENIED);
    assert_int_equal(head(t->lead), seq);
    lists(t->other, NULL, "why?\n");
}

/* ---- changing ---- */

static void only_ones_own_comment_is_changed(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t id = say(t, t->other, 0, "why"), seq = head(t->lead);
    assert_int_equal(store_comment_edit(t->lead, id, 1, "because", &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "other"));
    assert_int_equal(store_comment_delete(t->maker, id, 1, &e), ERR_DENIED);
    assert_int_equal(store_comment_edit(t->other, id, 1, "why", &e), ERR_OK); /* changes nothing */
    assert_int_equal(head(t->lead), seq);
    assert_int_equal(store_comment_edit(t->other, id, 1, "why not", &e), ERR_OK);
    assert_int_equal(store_comment_edit(t->other, id, 1, "late", &e), ERR_STALE);
    assert_int_equal(store_comment_resolve(t->maker, id, true, &e), ERR_OK);
    assert_int_equal(store_comment_delete(t->other, id, 2, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, "maker"));
    lists(t->lead, NULL, "why not? resolved by \n   maker\n");
    assert_int_equal(store_comment_delete(t->other, id, 3, &e), ERR_OK);
    assert_int_equal(store_comment_delete(t->other, id, 4, &e), ERR_NOT_FOUND);
    lists(t->lead, NULL, "");
}

static void a_deleted_comment_keeps_its_place_above_its_replies(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t thread = say(t, t->other, 0, "why"), reply = say(t, t->maker, thread, "so");
    assert_int_equal(store_comment_delete(t->other, thread, 1, &e), ERR_OK);
    lists(t->lead, NULL, "(deleted)?\n  so\n");
    lists(t->lead, &(struct comment_filter){.open_questions = true}, "");
    struct comment c = get(t->lead, thread);
    assert_true(c.deleted);
    assert_string_equal(c.body, "");
    comment_clear(&c);
    say(t, t->lead, thread, "really"); /* it goes on without the question */
    lists(t->lead, NULL, "(deleted)?\n  so\n  really\n");
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_OK);
    assert_int_equal(store_comment_delete(t->maker, reply, 1, &e), ERR_OK);
    lists(t->lead, NULL, "");
    assert_int_equal(store_comment(t->lead, t->annotation, thread, false, "x", NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(store_comment_resolve(t->lead, thread, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_OK);
    lists(t->lead, NULL, "why?\n");
}

/* ---- resolving ---- */

static void who_may_resolve(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct store *third = fixture_open(t->f, "third");
    int64_t thread = say(t, t->other, 0, "why"), reply = say(t, third, thread, "so"), seq = head(t->lead);
    assert_int_equal(store_comment_resolve(third, thread, true, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "other"));
    assert_int_equal(head(t->lead), seq);
    struct store *const may[] = {t->other, t->maker, t->lead};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_comment_resolve(may[i], reply, true, &e), ERR_OK); /* by any comment of the thread */
        assert_true(is_resolved(t->lead, thread));
        assert_false(is_resolved(t->lead, reply));
        seq = head(t->lead);
        assert_int_equal(store_comment_resolve(may[i], thread, true, &e), ERR_OK); /* it is */
        assert_int_equal(head(t->lead), seq);
        assert_int_equal(store_comment_resolve(third, thread, false, &e), ERR_DENIED);
        assert_int_equal(store_comment_resolve(may[i], thread, false, &e), ERR_OK);
        assert_false(is_resolved(t->lead, thread));
    }
    store_close(&third);
}

static void a_reply_opens_a_resolved_thread_and_undo_puts_both_back(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct undone u;
    int64_t thread = say(t, t->other, 0, "why");
    assert_int_equal(store_comment_resolve(t->maker, thread, true, &e), ERR_OK);
    lists(t->lead, &(struct comment_filter){.open_questions = true}, "");
    say(t, t->lead, thread, "not so fast");
    lists(t->lead, NULL, "why?\n  not so fast\n");
    lists(t->lead, &(struct comment_filter){.open_questions = true}, "why?\n");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_undo(t->lead, &u, &e), ERR_OK);
        assert_string_equal(u.entity, "comment");
        assert_string_equal(u.action, "create");
        assert_int_equal(u.annotation, t->annotation);
        assert_int_equal(u.document, t->document);
        lists(t->lead, NULL, "why? resolved by \n   maker\n");
        assert_int_equal(store_redo(t->lead, &u, &e), ERR_OK);
        lists(t->lead, NULL, "why?\n  not so fast\n");
    }
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_NOT_FOUND); /* it was one change */
    fixture_sound(t->lead, t->document, 1);
}

static void a_thread_that_went_on_stays_open_when_the_reply_is_taken_back(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t thread = say(t, t->other, 0, "why");
    assert_int_equal(store_comment_resolve(t->maker, thread, true, &e), ERR_OK);
    say(t, t->lead, thread, "not so fast");
    int64_t later = say(t, t->maker, thread, "well");
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_OK);
    lists(t->lead, NULL, "why?\n  well\n");
    assert_int_equal(store_redo(t->lead, NULL, &e), ERR_OK);
    lists(t->lead, NULL, "why?\n  not so fast\n  well\n");
    assert_int_equal(store_comment_delete(t->maker, later, 1, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(t->other, thread, true, &e), ERR_OK); /* decided anew */
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_OK);
    lists(t->lead, NULL, "why? resolved by \n   other\n");
}

/* ---- undo ---- */

static void every_action_is_taken_back_and_done_again(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct undone u;
    static const char *const actions[] = {"create", "edit", "resolve", "reopen", "delete"};
    static const char *const shows[] = {"",           "why?\n", "why not?\n", "why not? resolved by \n   other\n",
                                        "why not?\n", ""};
    int64_t id = say(t, t->other, 0, "why");
    assert_int_equal(store_comment_edit(t->other, id, 1, "why not", &e), ERR_OK);
    assert_int_equal(store_comment_resolve(t->other, id, true, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(t->other, id, false, &e), ERR_OK);
    assert_int_equal(store_comment_delete(t->other, id, revision(t->other, id), &e), ERR_OK);
    say(t, t->maker, 0, "me"); /* the stacks are each one's own */
    assert_int_equal(store_undo(t->maker, NULL, &e), ERR_OK);
    for (int round = 0; round < 2; round++) {
        for (int i = 4; i >= 0; i--) {
            assert_int_equal(store_undo(t->other, &u, &e), ERR_OK);
            assert_string_equal(u.action, actions[i]);
            lists(t->lead, NULL, shows[i]);
        }
        assert_int_equal(store_undo(t->other, &u, &e), ERR_NOT_FOUND);
        for (int i = 0; i < 5; i++) {
            assert_int_equal(store_redo(t->other, &u, &e), ERR_OK);
            assert_string_equal(u.action, actions[i]);
            lists(t->lead, NULL, shows[i + 1]);
        }
        assert_int_equal(store_redo(t->other, &u, &e), ERR_NOT_FOUND);
    }
    fixture_sound(t->lead, t->document, 1);
}

static void what_somebody_did_meanwhile_is_not_overwritten(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t id = say(t, t->other, 0, "why");
    assert_int_equal(store_comment_edit(t->other, id, 1, "why not", &e), ERR_OK);
    assert_int_equal(store_comment_resolve(t->maker, id, true, &e), ERR_OK);
    int64_t seq = head(t->lead);
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, "maker"));
    assert_int_equal(head(t->lead), seq);
    lists(t->lead, NULL, "why not? resolved by \n   maker\n");
    say(t, t->lead, id, "so"); /* opens it again */
    assert_int_equal(store_undo(t->maker, NULL, &e), ERR_STALE);
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(t->other, NULL, &e), ERR_OK); /* answered: the answer stays */
    lists(t->lead, NULL, "(deleted)?\n  so\n");
}

/* ---- damaged files ---- */

static bool see(void *ctx, const struct comment *c)
{
    assert_true(points_count(c->body, strlen(c->body), NULL));
    assert_non_null(c->reviewer_name);
    assert_non_null(c->resolved_by);
    return ++*(int *)ctx < 100;
}

static void unsound_rows_are_not_handed_out(void **state)
{
    struct talk *t = *state;
    struct err e;
    struct comment c;
    int64_t thread = say(t, t->other, 0, "why"), reply = say(t, t->maker, thread, "so");
    char bytes[200];
    snprintf(bytes, sizeof bytes, "UPDATE comment SET body = CAST(x'ff41' AS TEXT) WHERE id = %lld", (long long)reply);
    fixture_sql(t->f->path, bytes);
    lists(t->lead, NULL, "why?\n  \xEF\xBF\xBD\n");
    static const char *const damages[] = {
        "UPDATE comment SET thread = 2 WHERE id = 2",
        "UPDATE comment SET thread = 4711 WHERE id = 2",
        "UPDATE comment SET annotation_id = 4711 WHERE id = 2",
        "UPDATE comment SET reviewer_id = 4711 WHERE id = 2",
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        int n = 0;
        fixture_sql(t->f->path, damages[i]);
        assert_int_equal(store_comments(t->lead, NULL, see, &n, &e), ERR_OK);
        assert_int_equal(n, 1);
        assert_int_equal(store_comment_get(t->lead, reply, &c, &e), ERR_NOT_FOUND);
        assert_int_equal(store_comment_resolve(t->lead, reply, true, &e), ERR_NOT_FOUND);
        fixture_sql(t->f->path, "UPDATE comment SET thread = 1, annotation_id = 1, reviewer_id = 2 WHERE id = 2");
    }
    int n = 0;
    fixture_sql(t->f->path, "UPDATE annotation SET end = 4711"); /* about a place that the text does not have */
    assert_int_equal(store_comments(t->lead, NULL, see, &n, &e), ERR_OK);
    assert_int_equal(store_comments(t->lead, &(struct comment_filter){.open_questions = true}, see, &n, &e), ERR_OK);
    assert_int_equal(n, 0);
}

static void a_damaged_record_of_a_thread_is_said(void **state)
{
    struct talk *t = *state;
    struct err e;
    int64_t thread = say(t, t->other, 0, "why");
    assert_int_equal(store_comment_resolve(t->maker, thread, true, &e), ERR_OK);
    say(t, t->lead, thread, "so");
    fixture_sql(t->f->path, "UPDATE change SET before = '{' WHERE action = 'reopen'");
    int64_t seq = head(t->lead);
    assert_int_equal(store_undo(t->lead, NULL, &e), ERR_CORRUPT);
    assert_int_equal(head(t->lead), seq);
    lists(t->lead, NULL, "why?\n  so\n");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(threads_are_listed_in_reading_order),
        T(a_comment_is_found_by_its_uuid),
        T(what_cannot_be_said_is_refused),
        T(readers_say_nothing),
        T(only_ones_own_comment_is_changed),
        T(a_deleted_comment_keeps_its_place_above_its_replies),
        T(who_may_resolve),
        T(a_reply_opens_a_resolved_thread_and_undo_puts_both_back),
        T(a_thread_that_went_on_stays_open_when_the_reply_is_taken_back),
        T(every_action_is_taken_back_and_done_again),
        T(what_somebody_did_meanwhile_is_not_overwritten),
        T(unsound_rows_are_not_handed_out),
        T(a_damaged_record_of_a_thread_is_said),
    };
    return cmocka_run_group_tests_name("store_comment", tests, NULL, NULL);
}
