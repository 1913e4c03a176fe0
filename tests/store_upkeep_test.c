/* Check, backup, migrations, a file replaced under an open session, and that hot queries use their indexes. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A newer version of document D with noise, of which some was marked and some lifted by hand, and annotation A in it.
 */
static void add_newer(struct store *s, int64_t d, int64_t a)
{
    struct err e;
    const struct noise noise[] = {{{0, 2}, NOISE_PAGE}, {{6, 7}, NOISE_READING}};
    struct document_new n = {.name = "a", .text = "新的第一种是责任不清", .text_bytes = 30, .previous = d};
    n.source = "other bytes", n.source_bytes = 11;
    n.noise = noise, n.noise_count = 2;
    int64_t id;
    assert_int_equal(store_document_add(s, &n, &id, &e), ERR_OK);
    assert_int_equal(store_noise_mark(s, id, 3, 5, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_noise_lift(s, 2, &e), ERR_OK);
    assert_int_equal(store_carry(s, a, 3, id, 2, 6, true, NULL, &e), ERR_OK);
}

static void add_codes(struct store *s)
{
    struct err e;
    const struct code_new codes[] = {{.tag = TAG_CAUSE, .name = "rules", .key = "r"},
                                     {.tag = TAG_CAUSE, .parent = 1, .name = "vague rules"},
                                     {.tag = TAG_REMEDY, .name = "train"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_int_equal(store_code_add(s, &codes[i], NULL, &e), ERR_OK);
}

/* Two reviewers, a document in two versions, an annotation that was changed, undone and changed again, an assignment,
 * a codebook, and a document that is done. */
static struct store *lively(const struct fixture *f)
{
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", "第一种是责任不清");
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, "n", &a, &e), ERR_OK);
    assert_int_equal(store_move(s, a.id, 1, 1, 5, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 4, 8, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_place_set(s, d, "", 2, &e), ERR_OK);
    struct store *other = fixture_open(f, "other");
    store_close(&other);
    assert_int_equal(store_assign(s, d, store_reviewer(s), true, &e), ERR_OK);
    assert_int_equal(store_document_done(s, fixture_document(s, "b", "done"), true, &e), ERR_OK);
    add_newer(s, d, a.id);
    add_codes(s);
    annotation_clear(&a);
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

/* A comment that is sound, before it is not. */
#define COMMENT                                                                                                        \
    "INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated) "              \
    "VALUES ('u', 1, 1, 'why?', 1, 1, 1, 1);"                                                                          \
    "INSERT INTO change (seq, time, reviewer_id, session, entity, entity_id, document_id, action, after, undo_next) "  \
    "SELECT max(seq) + 1, 1, 1, 's', 'comment', 1, 1, 'create', json_object('annotation', 1, 'thread', NULL, "         \
    "'question', json('true'), 'body', 'why?', 'resolved', NULL, 'deleted', json('false')), max(seq) + 1 FROM change;"

static const struct {
    const char *plant, *says;
} defects[] = {
    {"PRAGMA ignore_check_constraints = 1; UPDATE annotation SET end = 400 WHERE id = 2", "range"},
    {"PRAGMA ignore_check_constraints = 1; UPDATE annotation SET tag = 9 WHERE id = 2", "no such tag"},
    {"UPDATE annotation SET tag = 1 WHERE id = 2", "last change"},
    {"UPDATE annotation SET deleted_at = 1 WHERE id = 2", "last change"},
    {"UPDATE annotation SET note = CAST(x'ff' AS TEXT) WHERE id = 2", "UTF-8"},
    {"INSERT INTO annotation SELECT 77, 'u', document_id, start, end, tag, reviewer_id, note, 1, 1, 1, NULL, NULL, "
     "NULL, NULL, NULL FROM annotation WHERE id = 2",
     "who made it"},
    {"UPDATE document SET length = 9", "length"},
    {"UPDATE document_text SET text = 'short'", "length"},
    {"DELETE FROM document_text", "no text"},
    {"DELETE FROM change WHERE seq = 4", "missing"},
    {"UPDATE change SET before = 'x' WHERE seq = 4", "JSON"},
    {"UPDATE change SET undo_next = 1 WHERE seq = 4", "undo"},
    {"DELETE FROM annotation WHERE id = 2", "annotation is missing"},
    {"DELETE FROM reviewer", "refers"},
    {"UPDATE place SET position = 100", "mark"},
    {"CREATE TRIGGER evil AFTER INSERT ON change BEGIN SELECT 1; END", "evil"},
    {"CREATE VIEW v AS SELECT 1", "view"},
    {"PRAGMA ignore_check_constraints = 1; UPDATE annotation SET settled = 7, settled_by = 1 WHERE id = 2", "settled"},
    {"UPDATE annotation SET settled = 1 WHERE id = 2", "settled by nobody"},
    {"UPDATE annotation SET settled = 1, settled_by = 1 WHERE id = 2", "annotation 2: it is not as the last"},
    {"PRAGMA ignore_check_constraints = 1; UPDATE reviewer SET role = 9", "no such role"},
    {"UPDATE reviewer SET role = 3 WHERE id = 1", "reviewer 1: the role is not as"},
    {"UPDATE document SET done_at = 1", "otherwise than the feed says"},
    {"UPDATE document SET done_at = NULL WHERE id = 2", "document 2: it is done, or open"},
    {"UPDATE assignment SET done_at = 1", "assignment 1: it is not as the last"},
    {"UPDATE assignment SET reviewer_id = 2", "assignment 1: it is not as the last"},
    {"INSERT INTO assignment (document_id, reviewer_id, created, updated) VALUES (1, 2, 1, 1)",
     "assignment 2: the feed does not say who made it"},
    {"DELETE FROM assignment", "what it is about is missing"},
    {"INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated) "
     "VALUES ('u', 1, 1, 'why?', 1, 1, 1, 1)",
     "comment 1: the feed does not say who made it"},
    {COMMENT "UPDATE comment SET body = 'other'", "comment 1: it is not as the last"},
    {COMMENT "UPDATE comment SET deleted_at = 1", "comment 1: it is not as the last"},
    {COMMENT "UPDATE comment SET body = CAST(x'ff' AS TEXT)", "comment 1: its text is not UTF-8"},
    {COMMENT "UPDATE comment SET thread = 1", "comment 1: its thread was not begun"},
    {COMMENT "UPDATE comment SET resolved_at = 1", "comment 1: it is resolved by nobody"},
    {COMMENT "DELETE FROM comment", "what it is about is missing"},
    {"DROP INDEX annotation_reviewer", "index “annotation_reviewer”"},
    {"DROP TABLE place", "place"},
    {"DROP INDEX reviewer_key", "index “reviewer_key”"},
    {"UPDATE annotation SET code_id = 1 WHERE id = 1", "annotation 1: it is not as the last"},
    {"UPDATE annotation SET code_id = 1 WHERE id = 2", "annotation 2: its code is none of its tag"},
    {"UPDATE code SET name = 'other' WHERE id = 1", "code 1: it is not as the last"},
    {"UPDATE code SET position = 1 WHERE id = 1", "code 1: it is not as the last"},
    {"UPDATE code SET name = CAST(x'ff' AS TEXT) WHERE id = 1", "code 1: its words are not UTF-8"},
    {"UPDATE code SET key = CAST(x'ff' AS TEXT) WHERE id = 1", "code 1: its words are not UTF-8"},
    {"INSERT INTO filter VALUES (1, 'x', CAST(x'ff' AS TEXT), 1, 1, 1, NULL)", "filter 1: its words are not UTF-8"},
    {"INSERT INTO filter VALUES (1, CAST(x'ff' AS TEXT), 'x', 1, 1, 1, NULL)", "filter 1: its words are not UTF-8"},
    {"UPDATE annotation SET code_id = 3 WHERE id = 2; UPDATE code SET deleted_at = 1 WHERE id = 3",
     "annotation 2: its code was deleted"},
    {"UPDATE code SET parent_id = 2 WHERE id = 1", "code 1: it stands below itself"},
    {"UPDATE code SET deleted_at = 1 WHERE id = 1", "code 2: what it stands below is gone"},
    {"UPDATE code SET tag = 3 WHERE id = 1", "code 2: what it stands below is gone, or of another tag"},
    {"UPDATE code SET merged_into = 3 WHERE id = 1", "code 1: it was merged into itself, or into one of another tag"},
    {"UPDATE code SET merged_into = 2 WHERE id = 1; UPDATE code SET merged_into = 1 WHERE id = 2",
     "code 2: it was merged into itself"},
    {"UPDATE code SET reviewer_id = 2 WHERE id = 1", "code 1: the feed does not say who made it"},
    {"UPDATE code SET parent_id = NULL, name = 'rules' WHERE id = 2", "code 2: another one in its place"},
    {"UPDATE code SET key = 'r' WHERE id = 2", "code 2: another one of its tag"},
    {"DELETE FROM code WHERE id = 3", "what it is about is missing"},
    {"UPDATE noise SET end = 400 WHERE id = 1", "noise 1: its range"},
    {"UPDATE noise SET kind = 'other' WHERE id = 1", "noise 1: there is no such kind"},
    {"UPDATE noise SET kind = 'page' WHERE id = 2", "noise 2: it is not as the last"},
    {"UPDATE noise SET deleted_at = NULL WHERE id = 2", "noise 2: it is not as the last"},
    {"UPDATE noise SET deleted_at = 1 WHERE id = 1", "noise 1: the feed does not say"},
    {"INSERT INTO noise (document_id, start, end, kind, reviewer_id, created, updated) "
     "VALUES (1, 0, 1, 'hand', 1, 1, 1)",
     "noise 4: the feed does not say"},
    {"DELETE FROM noise WHERE id = 1", "document 3: the import found other noise"},
    {"DELETE FROM noise WHERE id = 2", "what it is about is missing"},
    {"INSERT INTO heading VALUES (1, 3, 90, 2)", "document 1: a heading"},
    {"UPDATE document_source SET bytes = zeroblob(9) WHERE document_id = 3", "document 3: the imported file is not"},
    {"UPDATE document_source SET bytes = NULL WHERE document_id = 3", "document 3: the imported file is not"},
    {"UPDATE document SET source_bytes = 9 WHERE id = 1", "document 1: the imported file is not"},
    {"DELETE FROM document_source WHERE document_id = 3", "document 3: the imported file is missing"},
    {"UPDATE document SET previous_id = 3 WHERE id = 1", "document 1: its older version"},
    {"UPDATE document SET previous_id = NULL WHERE id = 3", "document 3: its older version"},
    {"UPDATE document SET previous_id = 2 WHERE id = 3", "document 3: its older version"},
    {"UPDATE annotation SET carried_from = NULL WHERE id = 3", "annotation 3: it was not carried"},
    {"UPDATE annotation SET carried_from = 2 WHERE id = 1", "annotation 1: it was not carried"},
    {"UPDATE annotation SET carried_from = 2 WHERE id = 3", "annotation 3: it was not carried"},
    {"ALTER TABLE meta RENAME COLUMN value TO other", "table “meta”"},
};

static void check_finds_planted_defects(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct str lines = {0};
    for (size_t i = 0; i < sizeof defects / sizeof *defects; i++) {
        struct store *s = lively(f);
        assert_int_equal(check(s, &lines), 0);
        fixture_sql(f->path, defects[i].plant);
        if (check(s, &lines) == 0 || !strstr(str_z(&lines), defects[i].says))
            fail_msg("%s: found only “%s”", defects[i].plant, str_z(&lines));
        store_close(&s);
        assert_int_equal(unlink(f->path), 0);
        assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    }
    str_clear(&lines);
}

static void check_finds_a_damaged_page(void **state)
{
    struct fixture *f = *state;
    struct str lines = {0};
    struct store *s = lively(f);
    store_close(&s);
    int64_t root = fixture_sql(f->path, "SELECT rootpage FROM sqlite_schema WHERE name = 'annotation_standing'");
    FILE *file = fopen(f->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (root - 1) * 4096 + 3, SEEK_SET), 0);
    assert_int_equal(fwrite("\x7f\x7f", 1, 2, file), 2);
    assert_int_equal(fclose(file), 0);
    s = fixture_open(f, NULL);
    assert_true(check(s, &lines) > 0);
    store_close(&s);
    str_clear(&lines);
}

/* The lines that hold WORDS. */
static size_t count_lines(const struct str *lines, const char *words)
{
    size_t n = 0;
    for (const char *p = str_z(lines); (p = strstr(p, words)); p++)
        n++;
    return n;
}

/* Whoever damaged a file has not the memory of those who check it. */
static void check_tells_a_hundred_of_a_kind(void **state)
{
    struct fixture *f = *state;
    struct str lines = {0};
    struct err e;
    struct store *s = lively(f);
    for (int i = 0; i < 150; i++)
        assert_int_equal(store_annotate(s, 1, 4, 8, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
    fixture_sql(f->path, "UPDATE annotation SET note = CAST(x'ff' AS TEXT); UPDATE place SET position = 100");
    assert_true(check(s, &lines) > 200);
    assert_int_equal(count_lines(&lines, "its note is not UTF-8"), 100);
    assert_int_equal(count_lines(&lines, "it is not as the last change"), 100);
    assert_int_equal(count_lines(&lines, "a place or mark is outside"), 1); /* what comes behind is told too */
    store_close(&s);
    str_clear(&lines);
}

static void a_backup_is_whole_and_private(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct str lines = {0};
    struct stat st;
    struct store *s = lively(f);
    int64_t head, copied;
    struct fixture copy = *f;
    snprintf(copy.path, sizeof copy.path, "%.250s/copy.db", f->dir);
    size_t files = fixture_files(f);
    assert_int_equal(store_backup(s, copy.path, &e), ERR_OK);
    assert_int_equal(fixture_files(f), files + 1);
    assert_int_equal(stat(copy.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(store_backup(s, copy.path, &e), ERR_EXISTS);
    assert_int_equal(store_backup(s, f->path, &e), ERR_EXISTS);
    char path[400];
    snprintf(path, sizeof path, "%s/no/copy.db", f->dir);
    assert_int_equal(store_backup(s, path, &e), ERR_NOT_FOUND);
    assert_int_equal(fixture_files(f), files + 1);
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    store_close(&s);
    s = fixture_open(&copy, NULL);
    assert_int_equal(store_feed_head(s, &copied, &e), ERR_OK);
    assert_int_equal(copied, head);
    assert_int_equal(check(s, &lines), 0);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    store_close(&s);
    str_clear(&lines);
}

/* ---- a file that is replaced or removed under a session ---- */

static void nothing_is_written_into_a_replaced_file(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = lively(f);
    char old[400], copy[400];
    snprintf(old, sizeof old, "%s/old.db", f->dir);
    snprintf(copy, sizeof copy, "%s/copy.db", f->dir);
    assert_int_equal(store_backup(s, copy, &e), ERR_OK);
    int64_t rows = fixture_sql(copy, "SELECT count(*) FROM annotation");
    assert_int_equal(rename(f->path, old), 0);
    assert_int_equal(rename(copy, f->path), 0);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_MOVED);
    assert_non_null(strstr(e.msg, f->path));
    assert_int_equal(store_undo(s, NULL, &e), ERR_MOVED);
    struct document d; /* reading goes on, so that a reviewer can still see what was there */
    assert_int_equal(store_document_get(s, 1, &d, &e), ERR_OK);
    document_clear(&d);
    store_close(&s);
    char wal[500];
    snprintf(wal, sizeof wal, "%s-wal", f->path); /* the old file's: it must not be replayed over the new one */
    unlink(wal);
    snprintf(wal, sizeof wal, "%s-shm", f->path);
    unlink(wal);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation"), rows);
}

static void nothing_is_written_into_a_removed_file(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = lively(f), *t = fixture_open(f, NULL);
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_MOVED);
    assert_int_equal(store_annotate(t, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_MOVED);
    store_close(&s);
    store_close(&t);
}

static void the_lock_file_may_be_cleaned_away(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = lively(f);
    char lock[400];
    snprintf(lock, sizeof lock, "%s-lock", f->path);
    assert_int_equal(unlink(lock), 0);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(access(lock, F_OK), 0);
    store_close(&s);
}

static void a_foreign_writer_is_waited_for_and_then_named(void **state)
{
    struct fixture *f = *state;
    struct err e;
    sqlite3 *db;
    struct store *s = lively(f);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_busy_timeout(s->db, 20);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_BUSY);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    store_close(&s);
}

/* ---- migrations ---- */

static enum err_code step_two(struct store *s, struct err *e)
{
    return stmt_script(s, "CREATE TABLE two (a); INSERT INTO two VALUES (2);", e);
}

static enum err_code step_three_fails(struct store *s, struct err *e)
{
    return stmt_script(s, "CREATE TABLE three (a); INSERT INTO three VALUES (3); INSERT INTO nowhere VALUES (3);", e);
}

static void a_migration_is_all_or_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = lively(f);
    const struct migration list[] = {{MIGRATE_NEWEST + 1, step_two}, {MIGRATE_NEWEST + 2, step_three_fails}};
    assert_int_equal(migrate_run(s, list, 2, &e), ERR_CORRUPT);
    assert_non_null(strstr(e.msg, "version 6 of the file"));
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), MIGRATE_NEWEST + 1);
    assert_int_equal(fixture_sql(f->path, "SELECT a FROM two"), 2);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM sqlite_schema WHERE name = 'three'"), 0);
    assert_int_equal(migrate_run(s, list, 1, &e), ERR_OK); /* done already: nothing runs twice */
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM two"), 1);
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    store_close(&s);
}

/* ---- no hot query reads a whole table ---- */

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

static bool any_annotation(void *ctx, const struct annotation *a)
{
    (void)ctx;
    (void)a;
    return true;
}

static bool any_progress(void *ctx, const struct progress *p)
{
    (void)ctx;
    (void)p;
    return true;
}

static bool any_comment(void *ctx, const struct comment *c)
{
    (void)ctx;
    (void)c;
    return true;
}

static bool any_change(void *ctx, const struct change *c)
{
    (void)ctx;
    (void)c;
    return true;
}

static bool any_noise(void *ctx, const struct noise_mark *m)
{
    (void)ctx;
    (void)m;
    return true;
}

/* What stands beside the text of a document, and which is the newest of its versions. */
static void look_beside(struct store *s)
{
    struct err e;
    struct document d;
    struct outline_given *headings;
    char *bytes;
    size_t n;
    assert_int_equal(store_noise(s, 3, any_noise, NULL, &e), ERR_OK);
    assert_int_equal(store_headings(s, 3, &headings, &n, &e), ERR_OK);
    free(headings);
    assert_int_equal(store_document_source(s, 3, &bytes, &n, &e), ERR_OK);
    free(bytes);
    assert_int_equal(store_document_latest(s, "a", &d, &e), ERR_OK);
    assert_int_equal(d.id, 3);
    document_clear(&d);
}

static bool any_link(void *ctx, const struct link *l)
{
    (void)ctx;
    (void)l;
    return true;
}

static void link_and_look(struct store *s)
{
    struct err e;
    struct link l;
    struct annotation a;
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_MANIFESTATION, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_link(s, a.id, 2, NULL, &l, &e), ERR_OK);
    assert_int_equal(store_link_note(s, l.id, 1, "n", &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_links(s, NULL, any_link, NULL, &e), ERR_OK);
    assert_int_equal(store_links(s, &(struct link_filter){.annotation = 2}, any_link, NULL, &e), ERR_OK);
    assert_int_equal(store_links(s, &(struct link_filter){.document = 1}, any_link, NULL, &e), ERR_OK);
    assert_int_equal(store_unlink(s, l.id, 3, &e), ERR_OK);
    link_clear(&l);
    annotation_clear(&a);
}

static bool any_code(void *ctx, const struct code *c)
{
    (void)ctx;
    (void)c;
    return true;
}

static void code_and_look(struct store *s)
{
    struct err e;
    struct annotation a;
    int64_t at;
    size_t n;
    assert_int_equal(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_recode(s, a.id, 1, 2, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_codes_recent(s, TAG_CAUSE, &at, 1, &n, &e), ERR_OK);
    assert_int_equal(store_code_edit(s, 1, 1, &(struct code_edit){.name = "ways"}, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_codes(s, TAG_NONE, true, any_code, NULL, &e), ERR_OK);
    assert_int_equal(store_code_at(s, TAG_CAUSE, "rules", &at, &e), ERR_OK);
    assert_int_equal(store_code_delete(s, 3, 1, &e), ERR_OK);
    annotation_clear(&a);
}

/* Threads, a verdict and the lists of both. */
static void talk(struct store *s, struct store *other)
{
    struct err e;
    assert_int_equal(store_comment(s, 2, 0, true, "why", NULL, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(s, 1, true, &e), ERR_OK);
    assert_int_equal(store_comment(other, 2, 1, false, "so", NULL, &e), ERR_OK);
    assert_int_equal(store_undo(other, NULL, &e), ERR_OK);
    assert_int_equal(store_comment_edit(s, 1, 4, "why not", &e), ERR_OK);
    assert_int_equal(store_comment_delete(s, 1, 5, &e), ERR_OK);
    assert_int_equal(store_settle(s, 2, 4, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_retag(s, 2, 5, TAG_REMEDY, &e), ERR_DENIED);
    assert_int_equal(store_comments(s, NULL, any_comment, NULL, &e), ERR_OK);
    assert_int_equal(store_comments(s, &(struct comment_filter){.document = 1}, any_comment, NULL, &e), ERR_OK);
    assert_int_equal(store_changes(s, &(struct change_filter){.document = 1}, any_change, NULL, &e), ERR_OK);
    assert_int_equal(store_changes(s, &(struct change_filter){.reviewer = 1}, any_change, NULL, &e), ERR_OK);
    assert_int_equal(store_feed_since(s, 1, any_change, NULL, &e), ERR_OK);
}

/* Whether a step of a plan costs more than what it finds. (What lists all
 * documents reads them all: store_cost_test.c.) */
static bool is_slow(const char *step)
{
    static const char *const allowed[] = {
        "SCAN d USING INDEX", /* what was said in all documents, in the order of their names */
        "SCAN r USING COVERING INDEX",
        "SCAN c USING INDEX comment_open", /* the open questions, which are few */
        "SCAN CONSTANT ROW",
        "SCAN o",                                     /* the versions of one document */
        "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY", /* the few comments under each annotation */
        "SCAN l",                                     /* all links, by id */
        "SCAN code",                                  /* the codebook, of STORE_CODES_MAX codes at most */
        "SCAN up",                                    /* from a code to its tag */
        "SCAN down",                                  /* and to the lowest below it */
    };
    if (strncmp(step, "SCAN ", 5) != 0 && !strstr(step, "TEMP B-TREE"))
        return false;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strncmp(step, allowed[i], strlen(allowed[i])) == 0)
            return false;
    return true;
}

static void look_up_only(sqlite3 *db, const char *sql)
{
    struct str plan = {0};
    plan_of(db, sql, &plan);
    for (char *step = plan.p, *end; step && (end = strchr(step, '\n')); step = end + 1) {
        *end = '\0';
        if (is_slow(step))
            fail_msg("%s\n%s", sql, step);
    }
    str_clear(&plan);
}

/* Every statement of a session (they are all in its cache): index look-ups only. */
static void hot_queries_look_up_an_index(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = lively(f), *other = fixture_open(f, "other");
    int64_t at;
    char *quote;
    assert_int_equal(store_retag(s, 2, 1, TAG_CAUSE, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_place_get(s, 1, "", &at, &e), ERR_OK);
    assert_int_equal(store_read_to(s, 1, 4, &e), ERR_OK);
    assert_int_equal(store_annotations(s, &(struct store_filter){.document = 1}, any_annotation, NULL, &e), ERR_OK);
    assert_int_equal(store_document_quote(s, 1, 0, 4, 9, &quote, &e), ERR_OK);
    free(quote);
    assert_int_equal(store_assign(s, 1, store_reviewer(s), true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(s, 1, true, &e), ERR_OK);
    link_and_look(s);
    code_and_look(s);
    talk(s, other);
    look_beside(s);
    assert_int_equal(store_role_set(s, store_reviewer(other), ROLE_READER, &e), ERR_OK);
    assert_int_equal(store_document_done(s, 1, true, &e), ERR_OK);
    assert_int_equal(store_undo(s, NULL, &e), ERR_OK);
    assert_int_equal(store_progress(s, 1, 0, any_progress, NULL, &e), ERR_OK);
    for (size_t i = 0; i < s->n_slots; i++)
        if (strncmp(s->slots[i].sql, "PRAGMA", 6) != 0)
            look_up_only(s->db, s->slots[i].sql);
    for (size_t i = 0; i < other->n_slots; i++)
        if (strncmp(other->slots[i].sql, "PRAGMA", 6) != 0)
            look_up_only(other->db, other->slots[i].sql);
    store_close(&other);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(check_finds_planted_defects),
        T(check_finds_a_damaged_page),
        T(check_tells_a_hundred_of_a_kind),
        T(a_backup_is_whole_and_private),
        T(nothing_is_written_into_a_replaced_file),
        T(nothing_is_written_into_a_removed_file),
        T(the_lock_file_may_be_cleaned_away),
        T(a_foreign_writer_is_waited_for_and_then_named),
        T(a_migration_is_all_or_nothing),
        T(hot_queries_look_up_an_index),
    };
    return cmocka_run_group_tests_name("store_upkeep", tests, NULL, NULL);
}
