/* Annotations and links as short records: what they say, in what order, and out of which index. */
#include "tests/unit.h"

#include "db/link.h"
#include "tests/store_fixture.h"

#include <string.h>

static struct store *filled(struct fixture *f)
{
    static const int64_t places[][3] = {{1, 4, 8}, {1, 0, 8}, {2, 2, 5}, {1, 0, 8}, {1, 0, 3}, {2, 2, 5}};
    struct err e;
    struct store *s = fixture_open(f, NULL);
    for (int i = 0; i < 2; i++)
        fixture_document(s, i ? "b" : "a", i ? "second text" : "first text");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_int_equal(
            store_annotate(s, places[i][0], places[i][1], places[i][2], (enum tag)(1 + i % 3), NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(s, 1, 2, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(s, 2, 6, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_comment(s, 3, 0, true, "why?", NULL, &e), ERR_OK);
    return s;
}

static bool note_brief(void *ctx, const struct brief *b)
{
    str_addf(ctx, "%lld:%lld-%lld %lld %c\n", (long long)b->document, (long long)b->start, (long long)b->end,
             (long long)b->id, tag_letter(b->tag));
    return true;
}

static bool note_tie(void *ctx, const struct tie *t)
{
    str_addf(ctx, "%lld>%lld\n", (long long)t->from, (long long)t->to);
    return true;
}

static bool note_question(void *ctx, int64_t annotation)
{
    str_addf(ctx, "?%lld\n", (long long)annotation);
    return true;
}

/* By document, start, end and id, though the index has the id last. */
static void briefs_come_in_the_order_of_annotations(void **state)
{
    struct err e;
    struct str out = {0};
    struct store *s = filled(*state);
    assert_int_equal(store_briefs(s, 1, 2, NULL, note_brief, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), "1:0-3 5 C\n1:0-8 2 C\n1:0-8 4 M\n1:4-8 1 M\n2:2-5 3 R\n2:2-5 6 R\n");
    str_truncate(&out, 0);
    assert_int_equal(store_delete(s, 3, 1, &e), ERR_OK);
    assert_int_equal(store_briefs(s, 2, INT64_MAX, NULL, note_brief, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), "2:2-5 6 R\n");
    str_clear(&out);
    store_close(&s);
}

static void ties_are_those_that_were_not_taken_away(void **state)
{
    struct err e;
    struct str out = {0};
    struct store *s = filled(*state);
    assert_int_equal(store_ties(s, INT64_MIN, INT64_MIN, note_tie, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), "2>1\n6>2\n");
    str_truncate(&out, 0);
    assert_int_equal(store_ties(s, 2, 1, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_ties_of(s, 1, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_unlink(s, 1, 1, &e), ERR_OK);
    assert_int_equal(store_tie(s, 1, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_tie(s, 2, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_questions(s, 0, note_question, &out, &e), ERR_OK);
    assert_int_equal(store_questions(s, 1, note_question, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), "6>2\n2>1\n6>2\n?3\n");
    str_clear(&out);
    store_close(&s);
}

/* The steps of the plan of SQL, one a line. */
static void plan_of(sqlite3 *db, const char *sql, struct str *out)
{
    sqlite3_stmt *st;
    struct str explain = {0};
    str_addf(&explain, "EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(sqlite3_prepare_v2(db, explain.p, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        str_addf(out, "%s\n", (const char *)sqlite3_column_text(st, 3));
    sqlite3_finalize(st);
    str_clear(&explain);
}

/* What is read of a million annotations is in one index: no row of theirs is looked at, and nothing is sorted. */
static void figures_are_read_from_an_index_alone(void **state)
{
    struct err e;
    struct str out = {0}, plan = {0};
    struct store *s = filled(*state);
    size_t before = s->n_slots, covered = 0;
    assert_int_equal(store_briefs(s, 1, 2, NULL, note_brief, &out, &e), ERR_OK);
    assert_int_equal(store_ties(s, 1, 1, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_ties_of(s, 1, note_tie, &out, &e), ERR_OK);
    assert_int_equal(store_questions(s, 1, note_question, &out, &e), ERR_OK);
    for (size_t i = before; i < s->n_slots; i++) {
        str_truncate(&plan, 0);
        plan_of(s->db, s->slots[i].sql, &plan);
        if (strstr(str_z(&plan), "SCAN") || strstr(str_z(&plan), "TEMP B-TREE"))
            fail_msg("%s\n%s", s->slots[i].sql, plan.p);
        covered += strstr(str_z(&plan), "COVERING INDEX annotation_standing") != NULL;
    }
    assert_int_equal(s->n_slots - before, 4);
    assert_int_equal(covered, 2); /* of a range of documents, and the questions of one */
    str_clear(&plan);
    str_clear(&out);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(briefs_come_in_the_order_of_annotations),
        T(ties_are_those_that_were_not_taken_away),
        T(figures_are_read_from_an_index_alone),
    };
    return cmocka_run_group_tests_name("store_brief", tests, NULL, NULL);
}
