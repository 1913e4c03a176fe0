/* What lists and undo cost in large files, in steps of SQLite's machine: without a clock. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <stdio.h>

/* The steps of all statements since this was called last. */
static int64_t steps(struct store *s)
{
    int64_t n = 0;
    for (size_t i = 0; i < s->n_slots; i++)
        n += sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 1);
    return n;
}

static int64_t undo_steps(struct store *s)
{
    struct err e;
    steps(s);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    return steps(s);
}

struct totals {
    int64_t documents, annotations, questions, newer, pairs;
};

static bool sum_document(void *ctx, const struct document *d)
{
    struct totals *t = ctx;
    t->documents++;
    t->annotations += d->annotations;
    t->questions += d->questions;
    t->newer += d->next != 0;
    return true;
}

static bool sum_progress(void *ctx, const struct progress *p)
{
    struct totals *t = ctx;
    t->pairs++;
    t->annotations += p->annotations;
    t->questions += p->questions;
    return true;
}

/* N documents more, each second one with an annotation and a question, each tenth a newer version of the one before. */
static void add_many(const struct fixture *f, int n)
{
    char sql[1500];
    snprintf(
        sql, sizeof sql,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO document "
        "(uuid, name, sha256, encoding, source_bytes, length, reviewer_id, created, previous_id) SELECT "
        "hex(randomblob(16)), hex(randomblob(8)), hex(randomblob(32)), 'UTF-8', 9, 9, 1, 1, "
        "iif(i %% 10, NULL, (SELECT coalesce(max(id), 0) FROM document) + i - 1) FROM n;"
        "INSERT INTO annotation (uuid, document_id, start, end, tag, reviewer_id, note, revision, created, updated) "
        "SELECT uuid, id, 0, 4, 1, 1, '', 1, 1, 1 FROM document WHERE length = 9 AND id %% 2 AND NOT EXISTS "
        "(SELECT 1 FROM annotation a WHERE a.uuid = document.uuid);"
        "INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated) "
        "SELECT uuid, id, 1, 'why', 1, 1, 1, 1 FROM annotation WHERE NOT EXISTS (SELECT 1 FROM comment c "
        "WHERE c.uuid = annotation.uuid)",
        n);
    fixture_sql(f->path, sql);
}

static int64_t list_steps(struct store *s, struct totals *t)
{
    struct err e;
    *t = (struct totals){0};
    steps(s);
    assert_int_equal(store_documents(s, sum_document, t, &e), ERR_OK);
    return steps(s);
}

static int64_t progress_steps(struct store *s, struct totals *t)
{
    struct err e;
    *t = (struct totals){0};
    steps(s);
    assert_int_equal(store_progress(s, 0, 0, sum_progress, t, &e), ERR_OK);
    return steps(s);
}

/* With ten times the documents ten times as much, and nobody costs anything who has done nothing. */
static void lists_cost_what_there_is(void **state)
{
    struct fixture *f = *state;
    struct totals t;
    struct store *s = fixture_open(f, NULL);
    add_many(f, 1000);
    int64_t list = list_steps(s, &t), progress = progress_steps(s, &t);
    add_many(f, 9000);
    assert_in_range(list_steps(s, &t), 5 * list, 11 * list);
    assert_int_equal(t.documents, 10000);
    assert_int_equal(t.annotations, 5000);
    assert_int_equal(t.questions, 5000);
    assert_int_equal(t.newer, 1000);
    int64_t many = progress_steps(s, &t);
    assert_in_range(many, 5 * progress, 11 * progress);
    assert_int_equal(t.pairs, 5000);
    assert_int_equal(t.annotations, 5000);
    assert_int_equal(t.questions, 5000);
    fixture_sql(f->path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO "
                         "reviewer (account, name, created) SELECT 'r' || i, 'r' || i, 1 FROM n");
    assert_in_range(progress_steps(s, &t), many, many + many / 10);
    assert_int_equal(t.pairs, 5000);
    store_close(&s);
}

static void undo_costs_the_same_in_a_long_feed(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, "other");
    int64_t d = fixture_document(s, "a", "some text");
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 5, 9, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    int64_t few = undo_steps(s);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    /* 100,000 rows of both reviewers on top, which change neither stack */
    fixture_sql(f->path,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
                "INSERT INTO change (seq, time, reviewer_id, session, entity, entity_id, action, undo_next, "
                "redo_next) SELECT last.seq + i, 1, iif(i % 2, last.reviewer_id, 2), 'x', 'document', 1, 'import', "
                "iif(i % 2, last.undo_next, NULL), iif(i % 2, last.redo_next, NULL) FROM n, "
                "(SELECT * FROM change WHERE reviewer_id = 1 ORDER BY seq DESC LIMIT 1) AS last");
    assert_int_equal(undo_steps(s), few);
    store_close(&s);
    store_close(&t);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(lists_cost_what_there_is),
        T(undo_costs_the_same_in_a_long_feed),
    };
    return cmocka_run_group_tests_name("store_cost", tests, NULL, NULL);
}
