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
    return v->n < 1000;
}

static bool see_change(void *ctx, const struct change *c)
{
    assert_non_null(c->action);
    return ++*(int *)ctx < 1000;
}

static bool see_line(void *ctx, const char *line)
{
    (void)ctx;
    assert_true(points_count(line, strlen(line), NULL));
    return true;
}

/* Everything that a session does, on a file that may be anything. */
static void use(const char *path)
{
    struct err e = {0};
    struct visit v = {0};
    struct annotation a;
    size_t findings;
    int changes = 0;
    if (store_open(path, NULL, &v.s, &e) != ERR_OK) {
        assert_true(strlen(e.msg) > 0);
        return;
    }
    store_documents(v.s, see_document, &v, &e);
    store_feed_since(v.s, 0, see_change, &changes, &e);
    store_check(v.s, see_line, NULL, &findings, &e);
    if (store_annotate(v.s, 1, 0, 4, TAG_CAUSE, "x", &a, &e) == ERR_OK)
        annotation_clear(&a);
    store_undo(v.s, NULL, &e);
    store_undo(v.s, NULL, &e);
    store_redo(v.s, NULL, &e);
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

static void mutated_files_are_survived(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", TEXT);
    for (int i = 0; i < 30; i++)
        assert_int_equal(store_annotate(s, d, i % 8, 8 + i % 8, TAG_CAUSE, "注", NULL, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
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
static void impossible_values_are_survived(void **state)
{
    struct fixture *f = *state;
    static const char *const plants[] = {
        "UPDATE annotation SET start = -5",
        "UPDATE annotation SET end = 9223372036854775807",
        "UPDATE annotation SET tag = -1",
        "UPDATE annotation SET note = CAST(x'ff00ff' AS TEXT)",
        "UPDATE annotation SET revision = 9223372036854775807",
        "UPDATE document SET length = -1",
        "UPDATE document SET length = 9223372036854775807",
        "UPDATE document SET name = CAST(x'c0' AS TEXT)",
        "UPDATE document_text SET text = CAST(x'e6' AS TEXT)",
        "UPDATE change SET seq = 9223372036854775807 WHERE seq = 3",
        "UPDATE change SET undo_next = seq, redo_next = seq",
        "UPDATE change SET after = '[[[[' || hex(zeroblob(10000))",
        "DELETE FROM reviewer",
        "UPDATE place SET position = -1",
    };
    struct err e;
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        struct store *s = fixture_open(f, NULL);
        int64_t d = fixture_document(s, "a", TEXT), at;
        assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, "", NULL, &e), ERR_OK);
        assert_int_equal(store_place_set(s, d, "", 4, &e), ERR_OK);
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

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(mutated_files_are_survived),
        T(impossible_values_are_survived),
    };
    return cmocka_run_group_tests_name("store_hostile", tests, NULL, NULL);
}
