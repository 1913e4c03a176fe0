/* What check says of defects in links and groups that somebody planted. (Those of documents and annotations are in
 * store_upkeep_test.c.) */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int64_t tag_in(struct store *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s, document, start, start + 2, tag, NULL, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

/* Two links, of which one has a note and one was taken away and is back; a group, its undo and its redo, and another
 * group behind it. */
static struct store *lively(const struct fixture *f)
{
    struct err e;
    struct store *s = fixture_open(f, NULL);
    struct store *other = fixture_open(f, "other");
    store_close(&other);
    int64_t d = fixture_document(s, "a", "第一种是责任不清");
    int64_t what = tag_in(s, d, 0, TAG_MANIFESTATION), why = tag_in(s, d, 2, TAG_CAUSE),
            how = tag_in(s, d, 4, TAG_REMEDY);
    assert_int_equal(store_link(s, what, why, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(s, how, why, "n", NULL, &e), ERR_OK);
    assert_int_equal(store_unlink(s, 2, 1, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_group_begin(s, "split", &e), ERR_OK);
    assert_int_equal(store_note(s, what, 1, "x", &e), ERR_OK);
    assert_int_equal(store_note(s, why, 1, "x", &e), ERR_OK);
    assert_int_equal(store_group_end(s, ERR_OK, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_group_begin(s, "merge", &e), ERR_OK);
    assert_int_equal(store_note(s, how, 1, "x", &e), ERR_OK);
    assert_int_equal(store_group_end(s, ERR_OK, &e), ERR_OK);
    return s;
}

static bool add_line(void *ctx, const char *line)
{
    str_addf(ctx, "%s\n", line);
    return true;
}

static size_t check(struct store *s, struct str *lines)
{
    struct err e;
    size_t n;
    str_truncate(lines, 0);
    assert_int_equal(store_check(s, add_line, lines, &n, &e), ERR_OK);
    return n;
}

#define LAST_GROUP "(SELECT max(seq) FROM change WHERE entity = 'group')"

static const struct {
    const char *plant, *says;
} defects[] = {
    {"UPDATE link SET note = 'other' WHERE id = 1", "link 1: it is not as the last"},
    {"UPDATE link SET deleted_at = 1 WHERE id = 2", "link 2: it is not as the last"},
    {"UPDATE link SET to_id = 3 WHERE id = 1", "link 1: it is not as the last"},
    {"UPDATE link SET to_id = from_id WHERE id = 1", "link 1: it links an annotation with itself"},
    {"UPDATE link SET note = CAST(x'ff' AS TEXT) WHERE id = 1", "link 1: its note is not UTF-8"},
    {"UPDATE link SET reviewer_id = 2 WHERE id = 1", "link 1: the feed does not say"},
    {"INSERT INTO link VALUES (9, 'u', 3, 1, '', 1, 1, 1, 1, NULL)", "link 9: the feed does not say"},
    {"UPDATE link SET to_id = 77 WHERE id = 1", "table link, row 1: what it refers to in table annotation"},
    {"DELETE FROM link WHERE id = 1", "what it is about is missing"},
    {"DROP INDEX link_pair", "index “link_pair”"},
    {"DROP INDEX link_to", "index “link_to”"},
    {"UPDATE change SET parts = 2 WHERE seq = " LAST_GROUP, "what belongs to it"},
    {"UPDATE change SET parts = 1000, after = '{\"parts\":1000}' WHERE seq = " LAST_GROUP, "what belongs to it"},
    {"UPDATE change SET parts = 2, after = '{\"parts\":2}' WHERE seq = " LAST_GROUP, "what belongs to it"},
    {"UPDATE change SET parts = 9223372036854775807 WHERE seq = " LAST_GROUP, "what belongs to it"},
    {"UPDATE change SET reviewer_id = 2 WHERE seq = " LAST_GROUP " - 1", "what belongs to it"},
    {"UPDATE change SET session = 'x' WHERE seq = " LAST_GROUP " - 1", "what belongs to it"},
    {"UPDATE change SET undo_next = seq WHERE seq = " LAST_GROUP " - 1", "what belongs to it"},
    {"UPDATE change SET parts = 1 WHERE seq = 3", "change 3: what belongs to it"},
    {"UPDATE change SET entity_id = 7 WHERE seq = " LAST_GROUP, "what belongs to it"},
};

static void check_finds_planted_defects(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct str lines = {0};
    for (size_t i = 0; i < sizeof defects / sizeof *defects; i++) {
        struct store *s = lively(f);
        if (check(s, &lines) != 0)
            fail_msg("%s", str_z(&lines));
        fixture_sql(f->path, defects[i].plant);
        if (check(s, &lines) == 0 || !strstr(str_z(&lines), defects[i].says))
            fail_msg("%s: found only “%s”", defects[i].plant, str_z(&lines));
        store_close(&s);
        assert_int_equal(unlink(f->path), 0);
        assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    }
    str_clear(&lines);
}

/* The steps of SQLite's machine for a check of a file that says N times that all before it is one change. */
static int64_t steps_of(const struct fixture *f, int n)
{
    char sql[500];
    struct err e;
    struct str lines = {0};
    struct store *s = lively(f);
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO change "
             "(seq, time, reviewer_id, session, entity, entity_id, action, after, parts) SELECT "
             "(SELECT max(seq) FROM change) + i, 1, 1, 's', iif(i * 2 < %d, 'thing', 'group'), 0, 'x', "
             "json_object('parts', %d / 2 - 9), "
             "%d / 2 - 9 FROM n",
             n, n, n, n);
    fixture_sql(f->path, sql);
    check(s, &lines);
    int64_t steps = 0;
    for (size_t i = 0; i < s->n_slots; i++)
        steps += sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 1);
    store_close(&s);
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    str_clear(&lines);
    return steps;
}

static void groups_that_overlap_cost_no_more(void **state)
{
    int64_t few = steps_of(*state, 500), many = steps_of(*state, 5000);
    assert_true(many < 20 * few);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(check_finds_planted_defects),
        T(groups_that_overlap_cost_no_more),
    };
    return cmocka_run_group_tests_name("store_check", tests, NULL, NULL);
}
