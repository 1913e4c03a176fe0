/* Undo and redo against a model that keeps whole stacks, and what they refuse. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH 40
#define MAX_ANNOTATIONS 400
#define MAX_STEPS 4000
#define OPERATIONS 3000

/* ---- the model: what an annotation is, and for each reviewer a list of changes with a cursor ---- */

struct content {
    int64_t start, end;
    enum tag tag;
    int note;
    bool deleted;
};

struct model_step {
    int annotation; /* an index */
    struct content before, after;
    const char *action;
};

struct model_reviewer {
    struct store *s;
    struct model_step *steps;
    size_t n, at; /* steps[0 .. at) stand, steps[at .. n) can be done again */
};

struct model {
    int64_t ids[MAX_ANNOTATIONS];
    int owner[MAX_ANNOTATIONS];
    int64_t revision[MAX_ANNOTATIONS];
    struct content now[MAX_ANNOTATIONS];
    int n;
    struct model_reviewer reviewers[2];
    uint64_t seed;
    int64_t document;
};

static uint32_t next(struct model *m, uint32_t below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(m->seed >> 33) % below;
}

static void push(struct model *m, int who, int annotation, struct content before, const char *action)
{
    struct model_reviewer *r = &m->reviewers[who];
    r->steps[r->at] = (struct model_step){annotation, before, m->now[annotation], action};
    r->n = ++r->at;
    assert_true(r->n < MAX_STEPS);
}

static const char *note_text(int note, char out[32])
{
    snprintf(out, 32, note ? "注 %d" : "%.0d", note);
    return out;
}

static void create(struct model *m, int who)
{
    struct err e;
    struct annotation a;
    char note[32];
    if (m->n == MAX_ANNOTATIONS)
        return;
    struct content c = {.start = next(m, LENGTH), .tag = (enum tag)(1 + next(m, 3)), .note = (int)next(m, 3)};
    c.end = c.start + 1 + next(m, (uint32_t)(LENGTH - c.start));
    assert_int_equal(
        store_annotate(m->reviewers[who].s, m->document, c.start, c.end, c.tag, note_text(c.note, note), &a, &e),
        ERR_OK);
    m->ids[m->n] = a.id;
    m->owner[m->n] = who;
    m->revision[m->n] = 1;
    m->now[m->n] = c;
    annotation_clear(&a);
    struct content gone = c;
    gone.deleted = true;
    push(m, who, m->n++, gone, "create");
}

/* Change annotation I in one way; the model says whether that is allowed, and the store must agree. */
static void change(struct model *m, int who, int i)
{
    struct err e;
    struct store *s = m->reviewers[who].s;
    struct content was = m->now[i], c = was;
    char note[32];
    static const char *const actions[] = {"retag", "move", "note", "delete"};
    uint32_t what = next(m, 4);
    enum err_code code;
    if (what == 0)
        c.tag = (enum tag)(1 + next(m, 3));
    else if (what == 1)
        c.start = next(m, (uint32_t)c.end);
    else if (what == 2)
        c.note = (int)next(m, 3);
    else
        c.deleted = true;
    switch (what) {
    case 0:
        code = store_retag(s, m->ids[i], m->revision[i], c.tag, &e);
        break;
    case 1:
        code = store_move(s, m->ids[i], m->revision[i], c.start, c.end, &e);
        break;
    case 2:
        code = store_note(s, m->ids[i], m->revision[i], note_text(c.note, note), &e);
        break;
    default:
        code = store_delete(s, m->ids[i], m->revision[i], &e);
        break;
    }
    if (was.deleted || m->owner[i] != who) {
        assert_int_equal(code, was.deleted ? ERR_NOT_FOUND : ERR_DENIED);
        return;
    }
    assert_int_equal(code, ERR_OK);
    if (c.start == was.start && c.tag == was.tag && c.note == was.note && c.deleted == was.deleted)
        return;
    m->now[i] = c;
    m->revision[i]++;
    push(m, who, i, was, actions[what]);
}

static void undo_or_redo(struct model *m, int who, bool redo)
{
    struct err e;
    struct undone u;
    struct model_reviewer *r = &m->reviewers[who];
    enum err_code code = redo ? store_redo(r->s, &u, &e) : store_undo(r->s, &u, &e);
    if (redo ? r->at == r->n : r->at == 0) {
        assert_int_equal(code, ERR_NOT_FOUND);
        return;
    }
    if (code)
        fail_msg("%s", e.msg);
    const struct model_step *p = &r->steps[redo ? r->at++ : --r->at];
    m->now[p->annotation] = redo ? p->after : p->before;
    m->revision[p->annotation]++;
    assert_int_equal(u.annotation, m->ids[p->annotation]);
    assert_int_equal(u.document, m->document);
    assert_string_equal(u.action, p->action);
}

static void compare(struct model *m)
{
    struct err e;
    char note[32];
    for (int i = 0; i < m->n; i++) {
        struct annotation a;
        assert_int_equal(store_annotation_get(m->reviewers[0].s, m->ids[i], &a, &e), ERR_OK);
        assert_int_equal(a.start, m->now[i].start);
        assert_int_equal(a.end, m->now[i].end);
        assert_int_equal(a.tag, m->now[i].tag);
        assert_string_equal(a.note, note_text(m->now[i].note, note));
        assert_int_equal(a.deleted, m->now[i].deleted);
        assert_int_equal(a.revision, m->revision[i]);
        annotation_clear(&a);
    }
}

static void random_operations_follow_the_model(void **state)
{
    struct fixture *f = *state;
    struct model *m = MEM_NEW(struct model);
    static const char *const names[] = {NULL, "other"};
    char text[LENGTH + 1];
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    m->seed = 20260131;
    for (int who = 0; who < 2; who++) {
        m->reviewers[who].s = fixture_open(f, names[who]);
        m->reviewers[who].steps = mem_zero(MAX_STEPS, sizeof(struct model_step));
    }
    m->document = fixture_document(m->reviewers[0].s, "a", text);
    for (int i = 0; i < OPERATIONS; i++) {
        int who = (int)next(m, 2);
        uint32_t what = next(m, 10);
        if (m->n == 0 || what < 1)
            create(m, who);
        else if (what < 4)
            change(m, who, (int)next(m, (uint32_t)m->n));
        else
            undo_or_redo(m, who, what >= 7 + next(m, 2));
        if (i % 100 == 0) { /* a restart now and then */
            compare(m);
            store_close(&m->reviewers[who].s);
            m->reviewers[who].s = fixture_open(f, names[who]);
        }
    }
    compare(m);
    fixture_check(m->reviewers[0].s);
    for (int who = 0; who < 2; who++) {
        while (m->reviewers[who].at > 0)
            undo_or_redo(m, who, false);
        undo_or_redo(m, who, false);
    }
    compare(m);
    for (int i = 0; i < m->n; i++)
        assert_true(m->now[i].deleted);
    for (int who = 0; who < 2; who++) {
        store_close(&m->reviewers[who].s);
        free(m->reviewers[who].steps);
    }
    free(m);
}

/* ---- what stands in the way ---- */

static void what_cannot_be_undone_is_passed_over(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct store *s = fixture_open(f, NULL);
    assert_int_equal(store_undo(s, &u, &e), ERR_NOT_FOUND);
    assert_int_equal(u.seq, 0);
    int64_t d = fixture_document(s, "a", "some text"), d2;
    assert_int_equal(store_undo(s, NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    d2 = fixture_document(s, "b", "other text"); /* an import leaves both stacks alone */
    assert_int_equal(store_redo(s, &u, &e), ERR_OK);
    assert_int_equal(u.document, d);
    assert_int_equal(store_annotate(s, d2, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, &u, &e), ERR_NOT_FOUND);
    assert_int_equal(store_undo(s, &u, &e), ERR_OK); /* across documents */
    assert_int_equal(u.document, d2);
    assert_int_equal(store_undo(s, &u, &e), ERR_OK);
    assert_int_equal(u.document, d);
    assert_string_equal(u.action, "create");
    store_close(&s);
}

static void what_others_changed_is_not_overwritten(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct annotation a;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, "other");
    int64_t d = fixture_document(s, "a", "some text"), head, later;
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(t, &u, &e), ERR_NOT_FOUND); /* it is not theirs to undo */
    fixture_sql(f->path, "UPDATE annotation SET tag = 3, revision = 2;"
                         "INSERT INTO change (time, reviewer_id, session, entity, entity_id, action) "
                         "SELECT 1, id, 'x', 'annotation', 1, 'retag' FROM reviewer WHERE name = 'other'");
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_int_equal(store_undo(s, &u, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, "other"));
    assert_int_equal(store_feed_head(s, &later, &e), ERR_OK);
    assert_int_equal(later, head);
    assert_int_equal(store_annotation_get(s, 1, &a, &e), ERR_OK);
    assert_int_equal(a.tag, TAG_REMEDY);
    annotation_clear(&a);
    fixture_sql(f->path, "UPDATE annotation SET tag = 2"); /* the same content again, at a later revision */
    assert_int_equal(store_undo(s, &u, &e), ERR_OK);
    store_close(&s);
    store_close(&t);
}

static void shows(struct store *s, enum settled settled, int64_t by, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotation_get(s, 1, &a, &e), ERR_OK);
    assert_int_equal(a.settled, settled);
    assert_int_equal(a.settled_by, by);
    assert_int_equal(a.tag, tag);
    annotation_clear(&a);
}

static void a_lead_takes_a_verdict_back(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct store *lead = fixture_open(f, NULL), *s = fixture_open(f, "other"), *third = fixture_open(f, "third");
    int64_t d = fixture_document(lead, "a", "some text"), me = store_reviewer(lead), they = store_reviewer(third);
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 1, 1, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_undo(lead, &u, &e), ERR_OK);
    assert_string_equal(u.action, "settle");
    assert_int_equal(u.annotation, 1);
    shows(lead, SETTLED_NONE, 0, TAG_CAUSE);
    assert_int_equal(store_redo(lead, &u, &e), ERR_OK);
    shows(lead, SETTLED_ACCEPTED, me, TAG_CAUSE);
    assert_int_equal(store_role_set(lead, they, ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_settle(third, 1, 4, SETTLED_REJECTED, &e), ERR_OK);
    assert_int_equal(store_undo(lead, NULL, &e), ERR_OK);    /* the role */
    assert_int_equal(store_undo(lead, NULL, &e), ERR_STALE); /* the verdict is another one by now */
    assert_non_null(strstr(e.msg, "third"));
    assert_int_equal(store_undo(third, NULL, &e), ERR_DENIED); /* no lead any more */
    assert_int_equal(store_redo(lead, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(third, NULL, &e), ERR_OK);
    shows(lead, SETTLED_ACCEPTED, me, TAG_CAUSE); /* by the lead who had decided it */
    assert_int_equal(store_settle(lead, 1, 6, SETTLED_NONE, &e), ERR_OK);
    assert_int_equal(store_retag(s, 1, 7, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_undo(lead, NULL, &e), ERR_STALE);
    shows(lead, SETTLED_NONE, 0, TAG_REMEDY);
    store_close(&lead);
    store_close(&s);
    store_close(&third);
}

/* ---- going past it ---- */

static bool is_deleted(struct store *s, int64_t id)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotation_get(s, id, &a, &e), ERR_OK);
    bool deleted = a.deleted;
    annotation_clear(&a);
    return deleted;
}

static void the_change_below_a_blocked_one_is_undone(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct store *lead = fixture_open(f, NULL), *s = fixture_open(f, "other");
    int64_t d = fixture_document(lead, "a", "some text"), head, later;
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 5, 9, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 2, 1, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(store_undo(s, &u, &e), ERR_STALE);
        assert_true(u.blocked);
    }
    assert_int_equal(store_feed_head(s, &later, &e), ERR_OK);
    assert_int_equal(later, head);
    assert_int_equal(store_undo_past(s, &u, &e), ERR_OK);
    assert_int_equal(u.annotation, 1);
    assert_int_equal(u.left_out, 1);
    assert_string_equal(u.left_action, "create");
    assert_true(is_deleted(s, 1));
    assert_false(is_deleted(s, 2));
    assert_int_equal(store_undo(s, &u, &e), ERR_NOT_FOUND); /* the other one is out of the stack */
    assert_int_equal(store_redo(s, &u, &e), ERR_OK);
    assert_int_equal(u.annotation, 1);
    assert_int_equal(store_redo(s, &u, &e), ERR_NOT_FOUND);
    assert_int_equal(store_undo_past(s, &u, &e), ERR_OK); /* where nothing stands in the way it is undo */
    assert_int_equal(u.left_out, 0);
    assert_int_equal(store_document_done(lead, d, true, &e), ERR_OK);
    assert_int_equal(store_redo(s, &u, &e), ERR_DENIED);
    assert_true(u.blocked);
    assert_int_equal(store_redo_past(s, &u, &e), ERR_NOT_FOUND);
    assert_false(u.blocked);
    assert_int_equal(store_document_done(lead, d, false, &e), ERR_OK);
    assert_int_equal(store_redo(s, &u, &e), ERR_OK); /* it was not forgotten */
    fixture_sound(s, d, 2);
    store_close(&lead);
    store_close(&s);
}

/* The lead's reopening and verdict, both about what is deleted by now, are gone past at once. */
static void a_lead_gets_past_what_was_deleted(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct store *lead = fixture_open(f, NULL), *s = fixture_open(f, "other");
    int64_t d = fixture_document(lead, "a", "some text");
    assert_int_equal(store_annotate(lead, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 5, 9, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 2, 1, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 2, 2, SETTLED_NONE, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(lead, &u, &e), ERR_STALE);
    assert_int_equal(store_undo_past(lead, &u, &e), ERR_OK);
    assert_int_equal(u.annotation, 1);
    assert_int_equal(u.left_out, 2);
    assert_string_equal(u.left_action, "settle");
    assert_true(is_deleted(lead, 1));
    assert_int_equal(store_undo_past(lead, &u, &e), ERR_NOT_FOUND);
    fixture_sound(s, d, 0);
    store_close(&lead);
    store_close(&s);
}

/* One change of whatever kind, which may be refused. */
static void disturb(struct model *m, struct store *s, int64_t d)
{
    struct err e;
    struct annotation a;
    int64_t id = 1 + next(m, 12);
    uint32_t what = next(m, 9);
    if (what < 2)
        store_annotate(s, d, next(m, 20), 21 + next(m, 19), (enum tag)(1 + next(m, 3)), NULL, NULL, &e);
    if (what >= 7)
        store_document_done(s, d, what == 7, &e);
    if (store_annotation_get(s, id, &a, &e))
        return;
    if (what == 2)
        store_retag(s, id, a.revision, (enum tag)(1 + next(m, 3)), &e);
    else if (what == 3)
        store_delete(s, id, a.revision, &e);
    else if (what == 4)
        store_settle(s, id, a.revision, (enum settled)next(m, 3), &e);
    else if (what == 5)
        store_comment(s, id, next(m, 4), next(m, 2), "why?", NULL, &e);
    else if (what == 6)
        store_comment_resolve(s, 1 + next(m, 4), next(m, 2), &e);
    annotation_clear(&a);
}

/* The same key twice where the first time was refused. Whether there was anything left. */
static bool undo_once(struct store *s, bool redo, int *done)
{
    struct err e;
    struct undone u;
    enum err_code code = redo ? store_redo(s, &u, &e) : store_undo(s, &u, &e);
    assert_int_equal(u.blocked, code == ERR_STALE || code == ERR_DENIED);
    if (u.blocked) {
        code = redo ? store_redo_past(s, &u, &e) : store_undo_past(s, &u, &e);
        assert_true(code || u.left_out > 0);
    }
    if (code && code != ERR_NOT_FOUND)
        fail_msg("%s", e.msg);
    *done += !code;
    return !code;
}

static void two_people_are_never_stuck(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct model *m = MEM_NEW(struct model);
    struct store *people[] = {fixture_open(f, NULL), fixture_open(f, "other")};
    int64_t d = fixture_document(people[0], "a", "0123456789012345678901234567890123456789");
    assert_int_equal(store_role_set(people[0], store_reviewer(people[1]), ROLE_LEAD, &e), ERR_OK);
    for (int round = 0, done = 0; round < 40; round++, done = 0) {
        m->seed = (uint64_t)round;
        for (int i = 0; i < 40; i++) {
            if (next(m, 6) == 0)
                undo_once(people[next(m, 2)], next(m, 2), &done);
            else
                disturb(m, people[next(m, 2)], d);
        }
        for (int redo = 0; redo < 2; redo++) {
            done = 0;
            for (bool left = true; left;) {
                bool first = undo_once(people[0], redo, &done), second = undo_once(people[1], redo, &done);
                left = first || second;
                assert_true(done < 5000);
            }
        }
        fixture_check(people[0]);
    }
    store_close(&people[0]);
    store_close(&people[1]);
    free(m);
}

/* What version 1 wrote knows of no verdicts. */
static void changes_of_an_old_file_are_undone(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", "some text");
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_retag(s, 1, 1, TAG_REMEDY, &e), ERR_OK);
    fixture_sql(f->path, "UPDATE change SET before = json_remove(before, '$.settled', '$.settled_by'), "
                         "after = json_remove(after, '$.settled', '$.settled_by')");
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    shows(s, SETTLED_NONE, 0, TAG_CAUSE);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    shows(s, SETTLED_NONE, 0, TAG_REMEDY);
    fixture_sound(s, d, 1);
    store_close(&s);
}

static void a_damaged_record_is_said(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", "some text");
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    static const char *const damages[] = {
        "UPDATE change SET after = 'x' WHERE entity = 'annotation'",
        "UPDATE change SET after = '{}' WHERE entity = 'annotation'",
        "UPDATE change SET after = NULL WHERE entity = 'annotation'",
        "UPDATE change SET after = json_set(after, '$.settled', 'x') WHERE entity = 'annotation'",
        "UPDATE change SET undo_next = 1 WHERE entity = 'annotation'",
        "UPDATE change SET undo_next = 4711 WHERE entity = 'annotation'",
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        fixture_sql(f->path, damages[i]);
        assert_int_equal(store_undo(s, &u, &e), ERR_CORRUPT);
    }
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(random_operations_follow_the_model),
        T(what_cannot_be_undone_is_passed_over),
        T(what_others_changed_is_not_overwritten),
        T(a_lead_takes_a_verdict_back),
        T(the_change_below_a_blocked_one_is_undone),
        T(a_lead_gets_past_what_was_deleted),
        T(two_people_are_never_stuck),
        T(changes_of_an_old_file_are_undone),
        T(a_damaged_record_is_said),
    };
    return cmocka_run_group_tests_name("store_undo", tests, NULL, NULL);
}
