/* A team in one file: roles, assignments, progress, documents that are done, and undo of all that. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "第一种是责任不清，原因在于制度。"
#define POINTS 16

/* The lead (the account that made the file) and two keys, in one file with one document. */
struct team {
    struct store *lead, *wang, *li;
    int64_t d;
};

static struct team open_team(const struct fixture *f)
{
    struct team t = {.lead = fixture_open(f, NULL), .wang = fixture_open(f, "wang"), .li = fixture_open(f, "li")};
    t.d = fixture_document(t.lead, "报告.txt", TEXT);
    return t;
}

static void close_team(struct team *t)
{
    store_close(&t->lead);
    store_close(&t->wang);
    store_close(&t->li);
}

static int64_t head(struct store *s)
{
    struct err e;
    int64_t seq;
    assert_int_equal(store_feed_head(s, &seq, &e), ERR_OK);
    return seq;
}

static void sound(struct store *s)
{
    fixture_sound(s, 1,
                  fixture_sql(store_path(s), "SELECT count(*) FROM annotation WHERE document_id = 1 "
                                             "AND deleted_at IS NULL"));
}

static void set_role(struct store *by, struct store *of, enum role role)
{
    struct err e = {0};
    if (store_role_set(by, store_reviewer(of), role, &e) != ERR_OK)
        fail_msg("%s", e.msg);
}

/* ---- roles ---- */

static bool list_roles(void *ctx, const struct reviewer *r)
{
    str_addf(ctx, "%s %s %s\n", r->uid < 0 ? r->name : "(account)", r->uid < 0 ? r->account : "(account)",
             role_name(r->role));
    return true;
}

static void roles_are_listed_by_name(void **state)
{
    struct err e;
    struct str lines = {0};
    struct team t = open_team(*state);
    set_role(t.lead, t.wang, ROLE_READER);
    assert_int_equal(store_reviewers(t.li, list_roles, &lines, &e), ERR_OK);
    assert_non_null(strstr(str_z(&lines), "li li reviewer\n"));
    assert_non_null(strstr(str_z(&lines), "wang wang reader\n"));
    assert_non_null(strstr(str_z(&lines), "(account) (account) lead\n"));
    assert_true(strstr(lines.p, "li li") < strstr(lines.p, "wang wang"));
    str_clear(&lines);
    sound(t.lead);
    close_team(&t);
}

static void a_role_counts_at_once_in_an_open_session(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    assert_int_equal(store_annotate(t.wang, t.d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    set_role(t.lead, t.wang, ROLE_READER);
    int64_t before = head(t.lead);
    assert_int_equal(store_role(t.wang), ROLE_REVIEWER); /* as it was read last */
    assert_int_equal(store_annotate(t.wang, t.d, 4, 8, TAG_CAUSE, NULL, NULL, &e), ERR_DENIED);
    assert_int_equal(store_role(t.wang), ROLE_READER);
    assert_int_equal(store_undo(t.wang, NULL, &e), ERR_DENIED);
    assert_int_equal(head(t.lead), before);
    set_role(t.lead, t.wang, ROLE_LEAD);
    assert_int_equal(store_role_refresh(t.wang, &e), ERR_OK);
    assert_int_equal(store_role(t.wang), ROLE_LEAD);
    assert_int_equal(store_assign(t.wang, t.d, store_reviewer(t.li), true, &e), ERR_OK);
    sound(t.lead);
    close_team(&t);
}

static void only_a_lead_or_the_owner_gives_roles(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    int64_t me = store_reviewer(t.lead), wang = store_reviewer(t.wang), li = store_reviewer(t.li), id;
    assert_int_equal(store_role_set(t.wang, wang, ROLE_LEAD, &e), ERR_DENIED);
    assert_int_equal(store_reviewer_add(t.wang, "zhao", -1, &id, &e), ERR_DENIED);
    assert_int_equal(store_role_set(t.lead, me, ROLE_READER, &e), ERR_INPUT); /* the only lead */
    assert_non_null(strstr(e.msg, store_reviewer_name(t.lead)));
    assert_int_equal(store_role(t.lead), ROLE_LEAD);
    assert_int_equal(store_role_set(t.lead, 99, ROLE_READER, &e), ERR_NOT_FOUND);
    assert_int_equal(store_role_set(t.lead, wang, (enum role)7, &e), ERR_INPUT);
    int64_t before = head(t.lead);
    assert_int_equal(store_role_set(t.lead, wang, ROLE_REVIEWER, &e), ERR_OK); /* as it was */
    assert_int_equal(head(t.lead), before);
    set_role(t.lead, t.wang, ROLE_LEAD);
    set_role(t.wang, t.lead, ROLE_READER);
    assert_int_equal(store_annotate(t.lead, t.d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_DENIED);
    assert_int_equal(store_role_set(t.wang, wang, ROLE_REVIEWER, &e), ERR_INPUT);
    assert_int_equal(store_role_set(t.li, li, ROLE_LEAD, &e), ERR_DENIED);
    set_role(t.lead, t.lead, ROLE_LEAD); /* owns the file, whatever its role */
    assert_int_equal(store_role(t.lead), ROLE_LEAD);
    sound(t.lead);
    close_team(&t);
}

static void a_reviewer_can_be_named_before_they_come(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct team t = open_team(f);
    int64_t id, again, who;
    assert_int_equal(store_reviewer_add(t.lead, "zhao", -1, &id, &e), ERR_OK);
    assert_int_equal(store_reviewer_add(t.lead, "zhao", -1, &again, &e), ERR_EXISTS);
    assert_int_equal(again, id);
    assert_int_equal(store_reviewer_add(t.lead, "zhao", 4000000, &again, &e), ERR_OK); /* an account of that name */
    assert_int_not_equal(again, id);
    assert_int_equal(store_reviewer_find(t.lead, "zhao (2)", &who, &e), ERR_OK);
    assert_int_equal(who, again);
    assert_int_equal(store_reviewer_add(t.lead, "", -1, &again, &e), ERR_INPUT);
    assert_int_equal(store_reviewer_add(t.lead, "\xff", -1, &again, &e), ERR_INPUT);
    assert_int_equal(store_assign(t.lead, t.d, id, true, &e), ERR_OK);
    int64_t before = head(t.lead);
    struct store *zhao = fixture_open(f, "zhao");
    assert_int_equal(store_reviewer(zhao), id);
    assert_int_equal(store_role(zhao), ROLE_REVIEWER);
    assert_int_equal(head(t.lead), before);
    assert_int_equal(store_assignment_done(zhao, t.d, true, &e), ERR_OK);
    store_close(&zhao);
    sound(t.lead);
    close_team(&t);
}

/* ---- assignments and progress ---- */

static bool list_progress(void *ctx, const struct progress *p)
{
    str_addf(ctx, "%s %s tags %lld questions %lld furthest %lld%s%s%s\n", p->document_name, p->reviewer_name,
             (long long)p->annotations, (long long)p->questions, (long long)p->furthest, p->assigned ? " assigned" : "",
             p->done ? " done" : "", p->document_done ? " closed" : "");
    return true;
}

static void progress_is(struct store *s, int64_t document, int64_t reviewer, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_progress(s, document, reviewer, list_progress, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

static void an_assignment_is_given_done_and_taken_back(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    int64_t wang = store_reviewer(t.wang);
    progress_is(t.lead, 0, 0, "");
    assert_int_equal(store_assign(t.wang, t.d, wang, true, &e), ERR_DENIED);
    assert_int_equal(store_assign(t.lead, 99, wang, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_assign(t.lead, t.d, 99, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_assignment_done(t.wang, t.d, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_assign(t.lead, t.d, wang, true, &e), ERR_OK);
    int64_t before = head(t.lead);
    assert_int_equal(store_assign(t.lead, t.d, wang, true, &e), ERR_OK); /* is so already */
    assert_int_equal(head(t.lead), before);
    progress_is(t.wang, 0, wang, "报告.txt wang tags 0 questions 0 furthest 0 assigned\n");
    assert_int_equal(store_assignment_done(t.li, t.d, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_assignment_done(t.wang, t.d, true, &e), ERR_OK);
    progress_is(t.lead, t.d, 0, "报告.txt wang tags 0 questions 0 furthest 0 assigned done\n");
    assert_int_equal(store_assignment_done(t.wang, t.d, false, &e), ERR_OK);
    assert_int_equal(store_assignment_done(t.wang, t.d, true, &e), ERR_OK);
    assert_int_equal(store_assign(t.lead, t.d, wang, false, &e), ERR_OK);
    progress_is(t.lead, 0, 0, "");
    assert_int_equal(store_assign(t.lead, t.d, wang, false, &e), ERR_OK);
    assert_int_equal(store_assign(t.lead, t.d, wang, true, &e), ERR_OK); /* anew: to do */
    progress_is(t.lead, 0, 0, "报告.txt wang tags 0 questions 0 furthest 0 assigned\n");
    assert_int_equal(fixture_sql(store_path(t.lead), "SELECT count(*) FROM assignment"), 1);
    sound(t.lead);
    close_team(&t);
}

static void progress_goes_by_document_and_reviewer(void **state)
{
    struct err e;
    struct annotation a;
    struct team t = open_team(*state);
    int64_t other = fixture_document(t.lead, "a.txt", "0123456789"), wang = store_reviewer(t.wang);
    fixture_document(t.lead, "nobody.txt", "was here");
    assert_int_equal(store_annotate(t.wang, t.d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_annotate(t.wang, t.d, 4, 8, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(t.li, other, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(t.li, NULL, &e), ERR_OK);
    assert_int_equal(store_read_to(t.li, t.d, 8, &e), ERR_OK);
    assert_int_equal(store_assign(t.lead, other, wang, true, &e), ERR_OK);
    assert_int_equal(store_place_set(t.lead, t.d, "", 3, &e), ERR_OK); /* to have been there is not to have read */
    progress_is(t.lead, 0, 0,
                "a.txt wang tags 0 questions 0 furthest 0 assigned\n"
                "报告.txt li tags 0 questions 0 furthest 8\n"
                "报告.txt wang tags 2 questions 0 furthest 0\n");
    progress_is(t.lead, t.d, wang, "报告.txt wang tags 2 questions 0 furthest 0\n");
    char sql[300];
    snprintf(sql, sizeof sql,
             "INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated) "
             "VALUES ('q', %lld, 1, 'why?', 1, 1, 1, 1), ('n', %lld, 0, 'so', 1, 1, 1, 1)",
             (long long)a.id, (long long)a.id);
    fixture_sql(store_path(t.lead), sql);
    progress_is(t.lead, t.d, wang, "报告.txt wang tags 2 questions 1 furthest 0\n");
    struct document d;
    assert_int_equal(store_document_get(t.lead, t.d, &d, &e), ERR_OK);
    assert_int_equal(d.questions, 1);
    document_clear(&d);
    assert_int_equal(store_delete(t.wang, a.id, 1, &e), ERR_OK); /* its questions go with it */
    progress_is(t.lead, t.d, wang, "报告.txt wang tags 1 questions 0 furthest 0\n");
    annotation_clear(&a);
    close_team(&t);
}

static void what_is_read_only_grows_and_is_no_change(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    int64_t wang = store_reviewer(t.wang), before = head(t.lead);
    bool moved;
    struct pollfd wake = {.fd = store_wake_fd(t.lead), .events = POLLIN};
    store_wake_clear(t.lead);
    assert_int_equal(store_read_to(t.wang, t.d, 8, &e), ERR_OK);
    assert_int_equal(store_feed_moved(t.lead, &moved, &e), ERR_OK);
    assert_int_equal(store_read_to(t.wang, t.d, 3, &e), ERR_OK);
    assert_int_equal(store_read_to(t.wang, t.d, 8, &e), ERR_OK);
    assert_int_equal(store_feed_moved(t.lead, &moved, &e), ERR_OK);
    assert_false(moved); /* nothing was written */
    progress_is(t.lead, 0, 0, "报告.txt wang tags 0 questions 0 furthest 8\n");
    assert_int_equal(store_read_to(t.wang, t.d, POINTS, &e), ERR_OK);
    assert_int_equal(store_read_to(t.wang, t.d, POINTS + 1, &e), ERR_INPUT);
    assert_int_equal(store_read_to(t.wang, 99, 1, &e), ERR_NOT_FOUND);
    progress_is(t.lead, 0, wang, "报告.txt wang tags 0 questions 0 furthest 16\n");
    assert_int_equal(store_place_set(t.wang, t.d, "furthest", 1, &e), ERR_INPUT);
    progress_is(t.lead, 0, wang, "报告.txt wang tags 0 questions 0 furthest 16\n");
    assert_int_equal(head(t.lead), before);
    assert_int_equal(poll(&wake, 1, 0), 0); /* it woke nobody */
    assert_int_equal(store_annotate(t.wang, t.d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(poll(&wake, 1, 1000), 1);
    sound(t.lead);
    close_team(&t);
}

/* ---- documents ---- */

static void nothing_changes_in_a_document_that_is_done(void **state)
{
    struct err e;
    struct annotation a, b;
    struct document d;
    struct team t = open_team(*state);
    assert_int_equal(store_annotate(t.wang, t.d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_annotate(t.wang, t.d, 4, 8, TAG_CAUSE, NULL, &b, &e), ERR_OK);
    assert_int_equal(store_delete(t.wang, b.id, 1, &e), ERR_OK);
    assert_int_equal(store_undo(t.wang, NULL, &e), ERR_OK);
    assert_int_equal(store_document_done(t.wang, t.d, true, &e), ERR_DENIED);
    assert_int_equal(store_document_done(t.lead, 99, true, &e), ERR_NOT_FOUND);
    assert_int_equal(store_document_done(t.lead, t.d, true, &e), ERR_OK);
    int64_t before = head(t.lead);
    assert_int_equal(store_document_done(t.lead, t.d, true, &e), ERR_OK);
    assert_int_equal(store_annotate(t.wang, t.d, 8, 9, TAG_CAUSE, NULL, NULL, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "报告.txt"));
    assert_int_equal(store_retag(t.wang, a.id, 1, TAG_REMEDY, &e), ERR_DENIED);
    assert_int_equal(store_move(t.wang, a.id, 1, 1, 2, &e), ERR_DENIED);
    assert_int_equal(store_note(t.wang, a.id, 1, "n", &e), ERR_DENIED);
    assert_int_equal(store_delete(t.wang, a.id, 1, &e), ERR_DENIED);
    assert_int_equal(store_undo(t.wang, NULL, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "报告.txt"));
    assert_int_equal(store_redo(t.wang, NULL, &e), ERR_DENIED);
    assert_int_equal(store_annotate(t.lead, t.d, 8, 9, TAG_CAUSE, NULL, NULL, &e), ERR_DENIED);
    assert_int_equal(head(t.lead), before);
    assert_int_equal(store_document_get(t.wang, t.d, &d, &e), ERR_OK);
    assert_true(d.done > 0);
    assert_int_equal(d.annotations, 2);
    document_clear(&d);
    assert_int_equal(store_document_done(t.lead, t.d, false, &e), ERR_OK);
    assert_int_equal(store_redo(t.wang, NULL, &e), ERR_OK);
    sound(t.lead);
    annotation_clear(&a);
    annotation_clear(&b);
    close_team(&t);
}

static void quote_is(struct store *s, int64_t d, int64_t start, int64_t end, int64_t max, const char *expected)
{
    struct err e;
    char *quote;
    assert_int_equal(store_document_quote(s, d, start, end, max, &quote, &e), ERR_OK);
    assert_string_equal(quote, expected);
    free(quote);
}

static void a_quote_is_cut_from_the_text(void **state)
{
    struct err e;
    char *quote;
    struct team t = open_team(*state);
    quote_is(t.lead, t.d, 4, 8, 100, "责任不清");
    quote_is(t.lead, t.d, 4, 8, 2, "责任");
    quote_is(t.lead, t.d, 0, 1, 100, "第");
    quote_is(t.lead, t.d, 14, 99, 100, "度。");
    quote_is(t.lead, t.d, -5, 1, 100, "第");
    quote_is(t.lead, t.d, 16, 20, 100, "");
    quote_is(t.lead, t.d, 8, 4, 100, "");
    quote_is(t.lead, t.d, 0, INT64_MAX, 0, "");
    quote_is(t.lead, t.d, INT64_MAX - 1, INT64_MAX, INT64_MAX, "");
    quote_is(t.lead, t.d, INT64_MIN, INT64_MAX, INT64_MAX, TEXT);
    assert_int_equal(store_document_quote(t.lead, 99, 0, 1, 9, &quote, &e), ERR_NOT_FOUND);
    assert_null(quote);
    close_team(&t);
}

/* ---- undo ---- */

/* All that leads and reviewers say about documents, people and each other. */
static void state_of(struct store *s, struct str *out)
{
    struct err e;
    struct document d;
    str_truncate(out, 0);
    assert_int_equal(store_reviewers(s, list_roles, out, &e), ERR_OK);
    assert_int_equal(store_progress(s, 0, 0, list_progress, out, &e), ERR_OK);
    assert_int_equal(store_document_get(s, 1, &d, &e), ERR_OK);
    str_addf(out, "%s\n", d.done ? "done" : "open");
    document_clear(&d);
}

enum by { LEAD, WANG };

static enum err_code do_action(struct team *t, int i, struct err *e)
{
    int64_t wang = store_reviewer(t->wang);
    switch (i) {
    case 0:
        return store_assign(t->lead, t->d, wang, true, e);
    case 1:
        return store_assignment_done(t->wang, t->d, true, e);
    case 2:
        return store_assignment_done(t->wang, t->d, false, e);
    case 3:
        return store_assign(t->lead, t->d, wang, false, e);
    case 4:
        return store_assign(t->lead, t->d, wang, true, e); /* the row is there */
    case 5:
        return store_document_done(t->lead, t->d, true, e);
    case 6:
        return store_document_done(t->lead, t->d, false, e);
    default:
        return store_role_set(t->lead, wang, ROLE_LEAD, e);
    }
}

static void every_action_is_undone_and_done_again(void **state)
{
    static const struct {
        const char *entity, *action;
        enum by by;
        bool in_document;
    } actions[] = {
        {"assignment", "assign", LEAD, true}, {"assignment", "done", WANG, true},
        {"assignment", "reopen", WANG, true}, {"assignment", "unassign", LEAD, true},
        {"assignment", "assign", LEAD, true}, {"document", "done", LEAD, true},
        {"document", "reopen", LEAD, true},   {"reviewer", "role", LEAD, false},
    };
    struct err e;
    struct str before = {0}, after = {0}, now = {0};
    struct team t = open_team(*state);
    for (int i = 0; i < (int)(sizeof actions / sizeof *actions); i++) {
        struct store *s = actions[i].by == LEAD ? t.lead : t.wang;
        struct undone u;
        state_of(t.li, &before);
        assert_int_equal(do_action(&t, i, &e), ERR_OK);
        state_of(t.li, &after);
        assert_string_not_equal(str_z(&before), str_z(&after));
        for (int again = 0; again < 2; again++) {
            if (store_undo(s, &u, &e) != ERR_OK)
                fail_msg("%s %s: %s", actions[i].entity, actions[i].action, e.msg);
            assert_string_equal(u.entity, actions[i].entity);
            assert_string_equal(u.action, actions[i].action);
            assert_int_equal(u.document, actions[i].in_document ? t.d : 0);
            assert_int_equal(u.annotation, 0);
            state_of(t.li, &now);
            assert_string_equal(str_z(&now), str_z(&before));
            assert_int_equal(store_redo(s, &u, &e), ERR_OK);
            assert_string_equal(u.action, actions[i].action);
            state_of(t.li, &now);
            assert_string_equal(str_z(&now), str_z(&after));
        }
        sound(t.lead);
    }
    str_clear(&before);
    str_clear(&after);
    str_clear(&now);
    close_team(&t);
}

static void refused_as_stale(struct store *by, struct store *changed_by)
{
    struct err e;
    int64_t before = head(by);
    assert_int_equal(store_undo(by, NULL, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, store_reviewer_name(changed_by)));
    assert_int_equal(head(by), before);
}

static void what_somebody_else_changed_is_not_taken_back(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    set_role(t.lead, t.li, ROLE_LEAD);
    assert_int_equal(store_assign(t.lead, t.d, store_reviewer(t.wang), true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(t.wang, t.d, true, &e), ERR_OK);
    refused_as_stale(t.lead, t.wang);
    assert_int_equal(store_document_done(t.lead, t.d, true, &e), ERR_OK);
    assert_int_equal(store_document_done(t.li, t.d, false, &e), ERR_OK);
    refused_as_stale(t.lead, t.li);
    set_role(t.lead, t.wang, ROLE_READER);
    set_role(t.li, t.wang, ROLE_REVIEWER);
    refused_as_stale(t.lead, t.li);
    sound(t.lead);
    close_team(&t);
}

static void only_a_lead_takes_a_leads_action_back(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    set_role(t.lead, t.li, ROLE_LEAD);
    assert_int_equal(store_assign(t.li, t.d, store_reviewer(t.wang), true, &e), ERR_OK);
    assert_int_equal(store_document_done(t.li, t.d, true, &e), ERR_OK);
    assert_int_equal(store_undo(t.li, NULL, &e), ERR_OK);
    set_role(t.lead, t.li, ROLE_REVIEWER);
    int64_t before = head(t.lead);
    assert_int_equal(store_undo(t.li, NULL, &e), ERR_DENIED);
    assert_int_equal(store_redo(t.li, NULL, &e), ERR_DENIED);
    assert_int_equal(head(t.lead), before);
    set_role(t.lead, t.li, ROLE_LEAD);
    assert_int_equal(store_redo(t.li, NULL, &e), ERR_OK);
    sound(t.lead);
    close_team(&t);
}

/* The owner of the file may give roles whatever their own is, but not take the last lead away by an undo. */
static void undo_leaves_a_lead(void **state)
{
    struct err e;
    struct team t = open_team(*state);
    set_role(t.lead, t.wang, ROLE_LEAD);
    set_role(t.wang, t.lead, ROLE_REVIEWER);
    int64_t before = head(t.lead);
    assert_int_equal(store_undo(t.lead, NULL, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "wang"));
    assert_int_equal(head(t.lead), before);
    assert_int_equal(store_undo(t.wang, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(t.lead, NULL, &e), ERR_OK);
    assert_int_equal(store_role_refresh(t.wang, &e), ERR_OK);
    assert_int_equal(store_role(t.wang), ROLE_REVIEWER);
    assert_int_equal(store_role(t.lead), ROLE_LEAD);
    sound(t.lead);
    close_team(&t);
}

static bool list_annotation(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%s %s\n", a->reviewer_name, tag_name(a->tag));
    return true;
}

static void the_same_passage_is_tagged_by_each(void **state)
{
    struct err e;
    struct annotation a, b;
    struct str lines = {0};
    struct team t = open_team(*state);
    assert_int_equal(store_annotate(t.wang, t.d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_annotate(t.li, t.d, 0, 4, TAG_CAUSE, NULL, &b, &e), ERR_OK);
    assert_int_not_equal(a.id, b.id);
    assert_string_not_equal(a.uuid, b.uuid);
    assert_int_equal(store_retag(t.li, b.id, 1, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_retag(t.li, a.id, 1, TAG_REMEDY, &e), ERR_DENIED);
    assert_int_equal(store_delete(t.lead, a.id, 1, &e), ERR_DENIED); /* not even a lead */
    assert_int_equal(store_annotations(t.lead, NULL, list_annotation, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "wang cause\nli remedy\n");
    sound(t.lead);
    str_clear(&lines);
    annotation_clear(&a);
    annotation_clear(&b);
    close_team(&t);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(roles_are_listed_by_name),
        T(a_role_counts_at_once_in_an_open_session),
        T(only_a_lead_or_the_owner_gives_roles),
        T(a_reviewer_can_be_named_before_they_come),
        T(an_assignment_is_given_done_and_taken_back),
        T(progress_goes_by_document_and_reviewer),
        T(what_is_read_only_grows_and_is_no_change),
        T(nothing_changes_in_a_document_that_is_done),
        T(a_quote_is_cut_from_the_text),
        T(every_action_is_undone_and_done_again),
        T(what_somebody_else_changed_is_not_taken_back),
        T(only_a_lead_takes_a_leads_action_back),
        T(undo_leaves_a_lead),
        T(the_same_passage_is_tagged_by_each),
    };
    return cmocka_run_group_tests_name("store_team", tests, NULL, NULL);
}
