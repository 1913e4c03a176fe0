/* The feed as a history: of an annotation, a document, a person or all, and what a look into it costs. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "第一种是责任不清，原因在于制度。"

/* Two people, two documents, an annotation in each, and a thread under the first; no more than 20 changes. */
static void fill(struct store *s, struct store *other)
{
    struct err e;
    int64_t a = fixture_document(s, "a", TEXT), b = fixture_document(s, "b", "another text");
    assert_int_equal(store_annotate(other, a, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK); /* annotation 1 */
    assert_int_equal(store_annotate(s, b, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);     /* annotation 2 */
    assert_int_equal(store_comment(s, 1, 0, true, "why", NULL, &e), ERR_OK);             /* comment 1 */
    assert_int_equal(store_comment(other, 2, 0, false, "fine", NULL, &e), ERR_OK);       /* comment 2 */
    assert_int_equal(store_retag(other, 1, 1, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_comment(other, 1, 1, false, "so", NULL, &e), ERR_OK); /* comment 3 */
    assert_int_equal(store_settle(s, 1, 2, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
}

static bool one_word(void *ctx, const struct change *c)
{
    struct str *out = ctx;
    if (strcmp(c->entity, "reviewer") != 0)
        str_addf(out, "%s%lld:%s ", c->entity, (long long)c->entity_id, c->action);
    return true;
}

static void lists(struct store *s, const struct change_filter *f, const char *want)
{
    struct err e;
    struct str got = {0};
    if (store_changes(s, f, one_word, &got, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(str_z(&got), want);
    str_clear(&got);
}

static void a_history_is_of_one_thing_or_all(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL), *other = fixture_open(f, "other");
    int64_t me = store_reviewer(s), they = store_reviewer(other);
    fill(s, other);
    lists(s, NULL,
          "document1:import document2:import annotation1:create annotation2:create comment1:create comment2:create "
          "annotation1:retag comment3:create annotation1:settle annotation1:undo ");
    lists(s, &(struct change_filter){.annotation = 1},
          "annotation1:create comment1:create annotation1:retag comment3:create annotation1:settle annotation1:undo ");
    lists(s, &(struct change_filter){.annotation = 1, .newest_first = true},
          "annotation1:undo annotation1:settle comment3:create annotation1:retag comment1:create annotation1:create ");
    lists(s, &(struct change_filter){.document = 2}, "document2:import annotation2:create comment2:create ");
    lists(s, &(struct change_filter){.document = 2, .newest_first = true},
          "comment2:create annotation2:create document2:import ");
    lists(s, &(struct change_filter){.reviewer = they},
          "annotation1:create comment2:create annotation1:retag comment3:create ");
    lists(s, &(struct change_filter){.reviewer = they, .newest_first = true},
          "comment3:create annotation1:retag comment2:create annotation1:create ");
    lists(s, &(struct change_filter){.reviewer = me, .document = 2}, "document2:import annotation2:create ");
    lists(s, &(struct change_filter){.reviewer = me, .annotation = 1},
          "comment1:create annotation1:settle annotation1:undo ");
    lists(s, &(struct change_filter){.document = 2, .annotation = 1}, "");
    lists(s, &(struct change_filter){.annotation = 4711}, "");
    store_close(&s);
    store_close(&other);
}

static bool note_seq(void *ctx, const struct change *c)
{
    struct str *out = ctx;
    str_addf(out, "%lld ", (long long)c->seq);
    return true;
}

static void a_part_of_the_history_is_between_two_changes(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL), *other = fixture_open(f, "other");
    int64_t seq;
    fill(s, other);
    assert_int_equal(store_feed_head(s, &seq, &e), ERR_OK);
    assert_int_equal(seq, 12);
    static const struct {
        struct change_filter f;
        const char *want;
    } cases[] = {
        {{.after = 9}, "10 11 12 "},
        {{.before = 4}, "1 2 3 "},
        {{.after = 5, .before = 8}, "6 7 "},
        {{.after = 5, .before = 8, .newest_first = true}, "7 6 "},
        {{.annotation = 1, .after = 5, .before = 11}, "7 9 10 "},
        {{.document = 1, .after = 5, .before = 11}, "7 9 10 "},
        {{.reviewer = 2, .before = 6}, "2 5 "},
        {{.reviewer = 2, .after = 5, .newest_first = true}, "10 9 8 "},
        {{.after = 12}, ""},
        {{.after = INT64_MAX}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = {0};
        assert_int_equal(store_changes(s, &cases[i].f, note_seq, &got, &e), ERR_OK);
        assert_string_equal(str_z(&got), cases[i].want);
        str_clear(&got);
    }
    store_close(&s);
    store_close(&other);
}

static void undo_of_a_comment_belongs_to_its_annotation(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL), *other = fixture_open(f, "other");
    fill(s, other);
    assert_int_equal(store_comment_resolve(other, 3, true, &e), ERR_OK);
    assert_int_equal(store_comment(s, 1, 1, false, "no", NULL, &e), ERR_OK); /* opens it again */
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    lists(s, &(struct change_filter){.annotation = 1, .after = 12},
          "comment1:resolve comment1:reopen comment4:create comment1:resolve comment4:undo ");
    store_close(&s);
    store_close(&other);
}

/* ---- what it costs ---- */

static bool any_change(void *ctx, const struct change *c)
{
    return c->seq > 0 && ++*(int *)ctx < 10;
}

static bool any_comment(void *ctx, const struct comment *c)
{
    return c->id > 0 && ++*(int *)ctx < 10;
}

/* The steps of SQLite's machine for the first ten rows of each kind of list: what they cost, without a clock. */
static int64_t steps(struct store *s)
{
    static const struct change_filter lists[] = {
        {0},
        {.newest_first = true},
        {.annotation = 1},
        {.annotation = 1, .newest_first = true},
        {.document = 1},
        {.document = 1, .newest_first = true},
        {.reviewer = 1},
        {.reviewer = 1, .newest_first = true},
    };
    static const struct comment_filter threads[] = {
        {.annotation = 1},
        {.document = 1},
        {.open_questions = true},
        {0},
    };
    struct err e;
    int64_t sum = 0;
    for (size_t i = 0; i < s->n_slots; i++)
        sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 1);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        int n = 0;
        assert_int_equal(store_changes(s, &lists[i], any_change, &n, &e), ERR_OK);
        assert_true(n > 0);
    }
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        int n = 0;
        assert_int_equal(store_comments(s, &threads[i], any_comment, &n, &e), ERR_OK);
        assert_true(n > 0);
    }
    for (size_t i = 0; i < s->n_slots; i++)
        sum += sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 0);
    return sum;
}

static void the_first_rows_of_a_list_cost_the_same_in_a_long_history(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL), *other = fixture_open(f, "other");
    fill(s, other);
    for (int i = 0; i < 12; i++) { /* lists longer than what is looked at */
        assert_int_equal(store_annotate(s, 1, i, i + 2, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
        assert_int_equal(store_comment(s, 1, 0, true, "why", NULL, &e), ERR_OK);
    }
    steps(s);
    int64_t few = steps(s);
    fixture_sql(f->path,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
                "INSERT INTO change (time, reviewer_id, session, entity, entity_id, document_id, action, undo_next) "
                "SELECT 1, 1 + i % 2, 'x', 'annotation', 100 + i, 1 + i % 2, 'retag', NULL FROM n;"
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
                "INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated) "
                "SELECT i, 2, 0, 'x', 1, 1, 1, 1 FROM n");
    int64_t many = steps(s);
    if (many > few + few / 10)
        fail_msg("%lld steps where there is little, %lld where there is much", (long long)few, (long long)many);
    store_close(&s);
    store_close(&other);
}

/* The steps to the title of document 1. */
static int64_t title_steps(struct store *s)
{
    struct err e;
    char *name;
    int64_t length, sum = 0;
    for (size_t i = 0; i < s->n_slots; i++)
        sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 1);
    assert_int_equal(store_document_title(s, 1, &name, &length, &e), ERR_OK);
    assert_string_equal(name, "a");
    assert_int_equal(length, 16);
    free(name);
    for (size_t i = 0; i < s->n_slots; i++)
        sum += sqlite3_stmt_status(s->slots[i].st, SQLITE_STMTSTATUS_VM_STEP, 0);
    return sum;
}

static void a_title_costs_the_same_in_a_full_document(void **state)
{
    struct fixture *f = *state;
    struct err e;
    char *name;
    int64_t length;
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "a", TEXT);
    int64_t few = title_steps(s);
    fixture_sql(f->path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
                         "INSERT INTO annotation (uuid, document_id, start, end, tag, reviewer_id, note, revision, "
                         "created, updated) SELECT i, 1, 0, 1, 1, 1, '', 1, 1, 1 FROM n");
    int64_t many = title_steps(s);
    if (many > few)
        fail_msg("%lld steps, then %lld", (long long)few, (long long)many);
    assert_int_equal(store_document_title(s, 4711, &name, &length, &e), ERR_NOT_FOUND);
    assert_null(name);
    store_close(&s);
}

/* ---- members of records ---- */

static void says(struct store *s, const char *json, const char *member, int64_t number, const char *text)
{
    struct str out = {0};
    assert_int_equal(store_json_int(s, json, member), number);
    assert_int_equal(store_json_text(s, json, member, &out), text != NULL);
    assert_string_equal(str_z(&out), text ? text : "");
    str_clear(&out);
}

static void members_are_read(void **state)
{
    struct store *s = fixture_open(*state, NULL);
    static const char json[] = " { \"a\" : 12 ,\"b\":\"\\\"x\\n\\u4e2d\\ud83d\\ude00\\\\\",\"c\":true,\"d\":false,"
                               "\"e\":null,\"f\":-3}";
    says(s, json, "a", 12, "12");
    says(s, json, "b", 0, "\"x\n中😀\\");
    says(s, json, "c", 1, "1");
    says(s, json, "d", 0, "0");
    says(s, json, "e", 0, NULL);
    says(s, json, "f", -3, "-3");
    says(s, json, "h", 0, NULL);
    says(s, NULL, "a", 0, NULL);
    assert_false(store_json_differs(s, json, "{\"a\":12}", "a"));
    assert_true(store_json_differs(s, json, "{\"a\":\"12\"}", "a"));
    assert_true(store_json_differs(s, json, "{\"a\":null}", "a"));
    assert_false(store_json_differs(s, json, NULL, "e"));
    assert_true(store_json_differs(s, json, NULL, "b"));
    store_close(&s);
}

static void what_is_no_object_has_no_members(void **state)
{
    struct store *s = fixture_open(*state, NULL);
    static const char *const bad[] = {"",           "{",
                                      "[1]",        "{\"a",
                                      "{\"a\"",     "{\"a\":",
                                      "{\"a\":\"b", "{\"a\":\"b\\",
                                      "{\"a\":tru", "{,\"a\":1}",
                                      "{a:1}",      "\"a\":1",
                                      "\xFF",       "'; DROP TABLE change"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        says(s, bad[i], "a", 0, NULL);
        assert_false(store_json_differs(s, bad[i], "{}", "a"));
    }
    struct str deep = {0}, half = {0};
    for (int i = 0; i < 100000; i++)
        str_add(&deep, "{\"a\":");
    says(s, deep.p, "a", 0, NULL);
    assert_true(store_json_text(s, "{\"a\":\"\\ud83dx\"}", "a", &half));
    assert_string_equal(half.p, "\xEF\xBF\xBD");
    str_clear(&deep);
    str_clear(&half);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_history_is_of_one_thing_or_all),
        T(a_part_of_the_history_is_between_two_changes),
        T(undo_of_a_comment_belongs_to_its_annotation),
        T(the_first_rows_of_a_list_cost_the_same_in_a_long_history),
        T(a_title_costs_the_same_in_a_full_document),
        T(members_are_read),
        T(what_is_no_object_has_no_members),
    };
    return cmocka_run_group_tests_name("store_history", tests, NULL, NULL);
}
