/* Files that somebody or something damaged: each gives an error or its data, never a crash and never a position outside
 * its text. The seed is fixed; a failing file is named by its number. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES 400
#define TEXT "第一种是责任不清，原因在于制度。"

static uint32_t next(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

struct visit {
    struct store *s;
    int64_t document, length;
    int n;
};

static bool see_annotation(void *ctx, const struct annotation *a)
{
    const struct visit *v = ctx;
    assert_int_equal(a->document, v->document);
    assert_true(a->start >= 0 && a->start < a->end && a->end <= v->length);
    assert_true(a->tag >= TAG_MANIFESTATION && a->tag <= TAG_REMEDY);
    assert_true(points_count(a->note, strlen(a->note), NULL));
    return true;
}

static bool see_noise(void *ctx, const struct noise_mark *m)
{
    const struct visit *v = ctx;
    assert_true(m->noise.span.start < m->noise.span.end && (int64_t)m->noise.span.end <= v->length);
    assert_true(m->noise.kind < NOISE_KINDS);
    assert_true(points_count(m->reviewer_name, strlen(m->reviewer_name), NULL));
    return true;
}

/* What a document holds besides its text. */
static void see_rest(struct visit *v, const struct document *d)
{
    struct err e;
    struct outline_given *headings;
    char *bytes;
    size_t n;
    assert_true(points_count(d->type, strlen(d->type), NULL) && points_count(d->file, strlen(d->file), NULL));
    store_noise(v->s, d->id, see_noise, v, &e);
    if (store_headings(v->s, d->id, &headings, &n, &e) == ERR_OK) {
        for (size_t i = 0; i < n; i++) {
            assert_true(headings[i].span.start < headings[i].span.end && (int64_t)headings[i].span.end <= d->length);
            assert_true(headings[i].level >= 1 && headings[i].level <= 9);
        }
        free(headings);
    }
    if (store_document_source(v->s, d->id, &bytes, &n, &e) == ERR_OK) {
        assert_int_equal(bytes[n], 0);
        free(bytes);
    } else {
        assert_null(bytes);
    }
}

static bool see_document(void *ctx, const struct document *d)
{
    struct visit *v = ctx;
    struct err e;
    char *text;
    size_t n;
    int64_t points;
    v->n++;
    assert_true(points_count(d->name, strlen(d->name), NULL));
    v->document = d->id;
    v->length = d->length;
    store_annotations(v->s, &(struct store_filter){.document = d->id}, see_annotation, v, &e);
    if (store_document_text(v->s, d->id, &text, &n, &e) == ERR_OK) {
        assert_true(points_count(text, n, &points));
        assert_int_equal(points, d->length);
        free(text);
    }
    see_rest(v, d);
    return v->n < 1000;
}

static bool see_progress(void *ctx, const struct progress *p)
{
    assert_true(p->length >= 0 && p->furthest >= 0 && p->furthest <= p->length);
    assert_true(p->annotations >= 0 && p->questions >= 0);
    assert_true(points_count(p->reviewer_name, strlen(p->reviewer_name), NULL));
    return ++*(int *)ctx < 1000;
}

static bool see_reviewer(void *ctx, const struct reviewer *r)
{
    assert_true(strlen(role_name(r->role)) > 0);
    assert_true(points_count(r->name, strlen(r->name), NULL) && points_count(r->account, strlen(r->account), NULL));
    return ++*(int *)ctx < 1000;
}

static bool see_change(void *ctx, const struct change *c)
{
    assert_non_null(c->action);
    return ++*(int *)ctx < 1000;
}

static bool see_comment(void *ctx, const struct comment *c)
{
    struct visit *v = ctx;
    assert_true(points_count(c->body, strlen(c->body), NULL));
    assert_true(points_count(c->reviewer_name, strlen(c->reviewer_name), NULL));
    assert_true(points_count(c->resolved_by, strlen(c->resolved_by), NULL));
    return ++v->n < 2000;
}

static bool see_line(void *ctx, const char *line)
{
    (void)ctx;
    assert_true(points_count(line, strlen(line), NULL));
    return true;
}

/* What a lead does; each may be refused. */
static void lead(struct store *s)
{
    struct err e = {0};
    int64_t id;
    int seen = 0;
    char *quote;
    store_reviewers(s, see_reviewer, &seen, &e);
    store_reviewer_add(s, "zhao", -1, &id, &e);
    store_role_set(s, id, ROLE_READER, &e);
    store_role_set(s, store_reviewer(s), ROLE_LEAD, &e);
    store_assign(s, 1, id, true, &e);
    store_assign(s, 1, store_reviewer(s), false, &e);
    store_assignment_done(s, 1, false, &e);
    store_read_to(s, 1, 7, &e);
    seen = 0;
    store_progress(s, 0, 0, see_progress, &seen, &e);
    if (store_document_quote(s, 1, 0, INT64_MAX, INT64_MAX, &quote, &e) == ERR_OK) {
        assert_true(points_count(quote, strlen(quote), NULL));
        free(quote);
    }
    for (int i = 0; i < 6; i++)
        store_undo(s, NULL, &e);
    store_redo(s, NULL, &e);
    store_document_done(s, 1, true, &e);
}

/* What a session changes in a document of several versions; each may be refused. */
static void carry(struct store *s)
{
    struct err e;
    struct document d;
    struct annotation a;
    if (store_document_latest(s, "a", &d, &e) == ERR_OK)
        document_clear(&d);
    store_noise_lift(s, 1, &e);
    store_noise_mark(s, 2, 0, 3, NOISE_HAND, NULL, &e);
    store_undo(s, NULL, &e);
    for (int64_t i = 1; i < 4; i++)
        if (store_carry(s, i, 1, 2, 0, 4, true, &a, &e) == ERR_OK)
            annotation_clear(&a);
    store_undo(s, NULL, &e);
    store_redo(s, NULL, &e);
}

/* Everything that a session does, on a file that may be anything. */
static void use(const char *path)
{
    struct err e = {0};
    struct visit v = {0};
    struct annotation a;
    struct comment c;
    size_t findings;
    int changes = 0;
    if (store_open(path, NULL, &v.s, &e) != ERR_OK) {
        assert_true(strlen(e.msg) > 0);
        return;
    }
    store_documents(v.s, see_document, &v, &e);
    store_comments(v.s, NULL, see_comment, &v, &e);
    store_comments(v.s, &(struct comment_filter){.open_questions = true}, see_comment, &v, &e);
    store_feed_since(v.s, 0, see_change, &changes, &e);
    store_changes(v.s, &(struct change_filter){.annotation = 1}, see_change, &changes, &e);
    store_check(v.s, see_line, NULL, &findings, &e);
    if (store_annotate(v.s, 1, 0, 4, TAG_CAUSE, "x", &a, &e) == ERR_OK)
        annotation_clear(&a);
    if (store_comment(v.s, 1, 1, true, "x", &c, &e) == ERR_OK)
        comment_clear(&c);
    store_comment_resolve(v.s, 1, true, &e);
    store_settle(v.s, 1, 1, SETTLED_REJECTED, &e);
    store_undo(v.s, NULL, &e);
    store_undo(v.s, NULL, &e);
    store_redo(v.s, NULL, &e);
    carry(v.s);
    lead(v.s);
    store_close(&v.s);
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void remove_side_files(const char *path)
{
    static const char *const ends[] = {"-wal", "-shm"};
    for (size_t i = 0; i < 2; i++) {
        char side[400];
        snprintf(side, sizeof side, "%s%s", path, ends[i]);
        unlink(side);
    }
}

/* A newer version of document D, with noise and headings, that was no text. */
static void add_newer(struct store *s, int64_t d)
{
    struct err e;
    const struct noise noise[] = {{{0, 2}, NOISE_PAGE}, {{6, 7}, NOISE_READING}};
    const struct outline_given heading = {{2, 5}, 2};
    struct document_new n = {.name = "a", .text = TEXT, .text_bytes = strlen(TEXT), .previous = d};
    n.source = "other bytes, other bytes, other bytes", n.source_bytes = 37;
    n.noise = noise, n.noise_count = 2;
    n.headings = &heading, n.heading_count = 1;
    int64_t id;
    assert_int_equal(store_document_add(s, &n, &id, &e), ERR_OK);
    assert_int_equal(store_noise_mark(s, id, 8, 10, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_carry(s, 1, 1, id, 0, 4, true, NULL, &e), ERR_OK);
}

static void mutated_files_are_survived(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", TEXT);
    for (int i = 0; i < 30; i++)
        assert_int_equal(store_annotate(s, d, i % 8, 8 + i % 8, TAG_CAUSE, "注", NULL, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_assign(s, d, store_reviewer(s), true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(s, d, true, &e), ERR_OK);
    assert_int_equal(store_read_to(s, d, 9, &e), ERR_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(store_comment(s, 1, i % 2, true, "问", NULL, &e), ERR_OK);
    assert_int_equal(store_settle(s, 2, 1, SETTLED_ACCEPTED, &e), ERR_OK);
    add_newer(s, d);
    store_close(&s);
    size_t n;
    char *good = fixture_bytes(f->path, &n);
    char *bad = fixture_bytes(f->path, &n);
    uint64_t seed = 42;
    for (int i = 0; i < FILES; i++) {
        memcpy(bad, good, n);
        uint32_t hits = 1 + next(&seed, 20);
        for (uint32_t k = 0; k < hits; k++) /* half of them in the pages' own headers, where it hurts */
            bad[next(&seed, 2) ? next(&seed, (uint32_t)n)
                               : next(&seed, (uint32_t)n / 4096) * 4096 + next(&seed, 110)] ^=
                (char)(1 + next(&seed, 255));
        write_file(f->path, bad, next(&seed, 8) ? n : next(&seed, (uint32_t)n));
        use(f->path);
        remove_side_files(f->path);
    }
    free(good);
    free(bad);
}

/* What only SQL can do: values that the tables' checks would refuse, in a file that SQLite finds sound. */
static const char *const plants[] = {
    "UPDATE annotation SET start = -5",
    "UPDATE annotation SET end = 9223372036854775807",
    "UPDATE annotation SET tag = -1",
    "UPDATE annotation SET note = CAST(x'ff00ff' AS TEXT)",
    "UPDATE annotation SET revision = 9223372036854775807",
    "UPDATE document SET length = -1",
    "UPDATE document SET length = 9223372036854775807",
    "UPDATE document SET name = CAST(x'c0' AS TEXT) WHERE id = 1",
    "UPDATE document_text SET text = CAST(x'e6' AS TEXT)",
    "UPDATE change SET seq = 9223372036854775807 WHERE seq = 3",
    "UPDATE change SET undo_next = seq, redo_next = seq",
    "UPDATE change SET after = '[[[[' || hex(zeroblob(10000))",
    "DELETE FROM reviewer",
    "UPDATE comment SET thread = id",
    "UPDATE comment SET thread = 2 WHERE id = 1",
    "UPDATE comment SET annotation_id = 4711",
    "UPDATE comment SET body = CAST(x'ff00ff' AS TEXT), resolved_at = -1, resolved_by = 4711",
    "UPDATE comment SET question = 4711, deleted_at = 0, revision = 9223372036854775807",
    "UPDATE place SET position = -1",
    "UPDATE place SET position = 9223372036854775807",
    "UPDATE reviewer SET role = -1",
    "UPDATE reviewer SET role = 0",
    "UPDATE reviewer SET role = 4294967297",
    "UPDATE reviewer SET uid = -1",
    "UPDATE role SET name = 'x' || id",
    "DELETE FROM role",
    "UPDATE annotation SET settled = 9, settled_by = 9",
    "UPDATE annotation SET settled = -1",
    "UPDATE assignment SET done_at = -1, deleted_at = -1",
    "PRAGMA foreign_keys = 0; UPDATE assignment SET document_id = 9, reviewer_id = 9",
    "UPDATE change SET before = '{}', after = '{}' WHERE entity = 'assignment'",
    "UPDATE change SET before = after, after = '[' WHERE entity = 'assignment'",
    "UPDATE change SET entity = 'reviewer', after = '{\"role\":\"lead\"}' WHERE entity = 'assignment'",
    "UPDATE change SET entity = 'document', before = '{\"done\":\"x\"}' WHERE entity = 'assignment'",
    "UPDATE document SET done_at = -1",
    "UPDATE document SET type = CAST(x'ff00ff' AS TEXT), file = CAST(x'c0' AS TEXT)",
    "UPDATE document SET file = NULL",
    "UPDATE document SET previous_id = id",
    "UPDATE document SET previous_id = 3 - id",
    "PRAGMA foreign_keys = 0; UPDATE document SET previous_id = -9223372036854775807",
    "UPDATE document SET source_bytes = 9223372036854775807",
    "UPDATE document SET source_bytes = -1",
    "UPDATE document_source SET bytes = zeroblob(1000000)",
    "UPDATE document_source SET bytes = x''",
    "UPDATE document_source SET bytes = NULL",
    "UPDATE heading SET start = -1, end = 9223372036854775807, level = -1",
    "UPDATE heading SET start = 9223372036854775806, end = 9223372036854775807",
    "UPDATE noise SET start = -start - 1",
    "UPDATE noise SET end = 9223372036854775807 - id",
    "UPDATE noise SET kind = CAST(x'ff00ff' AS TEXT)",
    "UPDATE noise SET kind = '', deleted_at = -1",
    "PRAGMA foreign_keys = 0; UPDATE noise SET document_id = 4711, reviewer_id = 4711",
    "UPDATE annotation SET carried_from = id",
    "PRAGMA foreign_keys = 0; UPDATE annotation SET carried_from = 4711",
    "UPDATE change SET before = '{}', after = '{}' WHERE entity IN ('noise', 'annotation')",
    "UPDATE change SET entity = 'noise', after = '{\"kind\":{},\"deleted\":\"x\"}' WHERE entity = 'annotation'",
};

static void impossible_values_are_survived(void **state)
{
    struct fixture *f = *state;
    struct err e;
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        struct store *s = fixture_open(f, NULL);
        int64_t d = fixture_document(s, "a", TEXT), at;
        assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, "", NULL, &e), ERR_OK);
        assert_int_equal(store_place_set(s, d, "", 4, &e), ERR_OK);
        assert_int_equal(store_assign(s, d, store_reviewer(s), true, &e), ERR_OK);
        assert_int_equal(store_assignment_done(s, d, true, &e), ERR_OK);
        assert_int_equal(store_read_to(s, d, 4, &e), ERR_OK);
        assert_int_equal(store_comment(s, 1, 0, true, "x", NULL, &e), ERR_OK);
        assert_int_equal(store_comment(s, 1, 1, true, "y", NULL, &e), ERR_OK);
        add_newer(s, d);
        store_close(&s);
        char sql[300];
        snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints = 1; %s", plants[i]);
        fixture_sql(f->path, sql);
        use(f->path);
        if (store_open(f->path, NULL, &s, &e) == ERR_OK) {
            if (store_place_get(s, d, "", &at, &e) == ERR_OK)
                assert_int_equal(at, 4);
            store_close(&s);
        }
        assert_int_equal(unlink(f->path), 0);
        assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    }
}

/* Whoever has a role that there is none of may do the least. */
static void a_role_out_of_range_gives_nothing(void **state)
{
    struct fixture *f = *state;
    static const char *const roles[] = {"0", "-1", "4", "4294967297", "-9223372036854775807"};
    struct err e;
    struct store *s = fixture_open(f, NULL), *key = fixture_open(f, "key");
    int64_t d = fixture_document(s, "a", TEXT), before, after;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "PRAGMA ignore_check_constraints = 1; UPDATE reviewer SET role = %s WHERE uid IS NULL", roles[i]);
        fixture_sql(f->path, sql);
        assert_int_equal(store_feed_head(s, &before, &e), ERR_OK);
        assert_int_equal(store_annotate(key, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_DENIED);
        assert_int_equal(store_assign(key, d, store_reviewer(key), true, &e), ERR_DENIED);
        assert_int_equal(store_document_done(key, d, true, &e), ERR_DENIED);
        assert_int_equal(store_role(key), ROLE_READER);
        assert_int_equal(store_feed_head(s, &after, &e), ERR_OK);
        assert_int_equal(after, before);
    }
    store_close(&s);
    store_close(&key);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(mutated_files_are_survived),
        T(impossible_values_are_survived),
        T(a_role_out_of_range_gives_nothing),
    };
    return cmocka_run_group_tests_name("store_hostile", tests, NULL, NULL);
}
