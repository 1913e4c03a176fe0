/* Making and opening the shared file: what is refused, and that what is refused is left alone. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err_code try_open(const char *path, struct err *e)
{
    struct store *s = NULL;
    *e = (struct err){0};
    enum err_code code = store_open(path, NULL, &s, e);
    if (code == ERR_OK)
        store_close(&s);
    else
        assert_true(strlen(e->msg) > 0);
    assert_null(s);
    return code;
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* Open PATH, which must be refused with CODE, and see that nothing in the folder changed by that. */
static void refused_untouched(const struct fixture *f, const char *path, enum err_code code)
{
    struct err e;
    size_t n_before, n_after, files = fixture_files(f);
    char *before = fixture_bytes(path, &n_before);
    assert_int_equal(try_open(path, &e), code);
    assert_non_null(strstr(e.msg, path));
    char *after = fixture_bytes(path, &n_after);
    assert_int_equal(n_before, n_after);
    assert_memory_equal(before, after, n_before);
    assert_int_equal(fixture_files(f), files);
    free(before);
    free(after);
}

static void a_new_file_opens_and_names_the_account(void **state)
{
    struct fixture *f = *state;
    struct err e;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(fixture_files(f), 1);
    struct store *s = fixture_open(f, NULL);
    assert_true(store_reviewer(s) > 0);
    assert_true(strlen(store_reviewer_name(s)) > 0);
    assert_string_equal(store_path(s), f->path);
    int64_t me = store_reviewer(s), found;
    assert_int_equal(store_reviewer_find(s, store_reviewer_name(s), &found, &e), ERR_OK);
    assert_int_equal(found, me);
    assert_int_equal(store_reviewer_find(s, "nobody else", &found, &e), ERR_NOT_FOUND);
    store_close(&s);
    s = fixture_open(f, NULL);
    assert_int_equal(store_reviewer(s), me);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path, "PRAGMA application_id"), STORE_APPLICATION_ID);
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), MIGRATE_NEWEST);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM reviewer"), 1);
}

static void looking_leaves_no_trace(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(store_open(f->path, &(struct store_opts){.look = true}, &s, &e), ERR_OK);
    assert_int_equal(store_reviewer(s), 0);
    assert_true(strlen(store_reviewer_name(s)) > 0);
    int64_t seq = -1;
    assert_int_equal(store_feed_head(s, &seq, &e), ERR_OK);
    assert_int_equal(seq, 0);
    assert_int_equal(store_place_set(s, 1, "", 0, &e), ERR_DENIED);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path, "SELECT (SELECT count(*) FROM reviewer) + (SELECT count(*) FROM change)"), 0);
    s = fixture_open(f, NULL);
    int64_t me = store_reviewer(s);
    store_close(&s);
    assert_int_equal(store_open(f->path, &(struct store_opts){.look = true}, &s, &e), ERR_OK);
    assert_int_equal(store_reviewer(s), me);
    store_close(&s);
}

/* The limit lets the file begin and not end. */
static void a_failed_create_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct rlimit before, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 10 * 1024;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err_code code = store_create(f->path, NULL, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(code, ERR_FULL);
    assert_int_equal(fixture_files(f), 0);
}

static void create_refuses_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct err e;
    write_file(f->path, "mine", 4);
    assert_int_equal(store_create(f->path, NULL, &e), ERR_EXISTS);
    assert_int_equal(fixture_files(f), 1);
    size_t n;
    char *bytes = fixture_bytes(f->path, &n);
    assert_int_equal(n, 4);
    free(bytes);
    char path[600];
    snprintf(path, sizeof path, "%s/no/such/dir.db", f->dir);
    assert_int_equal(store_create(path, NULL, &e), ERR_NOT_FOUND);
    assert_int_equal(store_create("", NULL, &e), ERR_INPUT);
    assert_int_equal(fixture_files(f), 1);
}

static void mode_follows_the_directory(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct stat st;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    char team[400], path[600], lock[700];
    snprintf(team, sizeof team, "%s/team", f->dir);
    snprintf(path, sizeof path, "%s/a.db", team);
    snprintf(lock, sizeof lock, "%s-lock", path);
    assert_int_equal(mkdir(team, 0700), 0);
    assert_int_equal(chmod(team, 02770), 0);
    mode_t old = umask(077);
    assert_int_equal(store_create(path, NULL, &e), ERR_OK);
    assert_int_equal(try_open(path, &e), ERR_OK);
    umask(old);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
    assert_int_equal(stat(lock, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
}

static void foreign_files_are_refused_untouched(void **state)
{
    struct fixture *f = *state;
    static const char garbage[5000] = "SQLite format 3\0but not really";
    refused_untouched(f, (write_file(f->path, "", 0), f->path), ERR_CORRUPT);
    refused_untouched(f, (write_file(f->path, "a,b,c\n", 6), f->path), ERR_CORRUPT);
    refused_untouched(f, (write_file(f->path, garbage, sizeof garbage), f->path), ERR_CORRUPT);
    unlink(f->path);
    write_file(f->path, "", 0);
    fixture_sql(f->path, "CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA journal_mode = WAL");
    refused_untouched(f, f->path, ERR_CORRUPT);
}

static void a_newer_file_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    struct err e;
    static const char *const newer[] = {"PRAGMA user_version = 5", "PRAGMA user_version = 99"};
    assert_int_equal(MIGRATE_NEWEST, 4);
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) {
        fixture_sql(f->path, newer[i]);
        refused_untouched(f, f->path, ERR_NEWER);
    }
}

/* The newer version stands in the -wal only, left there by a program that was killed. */
static void a_newer_file_is_refused_by_its_wal_too(void **state)
{
    struct fixture *f = *state;
    struct err e;
    sqlite3 *db;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(try_open(f->path, &e), ERR_NEWER); /* leaves the lock of the write queue behind */
    refused_untouched(f, f->path, ERR_NEWER);
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), 99);
}

static void links_and_folders_are_refused(void **state)
{
    struct fixture *f = *state;
    struct err e;
    char other[600];
    snprintf(other, sizeof other, "%s/other.db", f->dir);
    assert_int_equal(try_open(f->path, &e), ERR_NOT_FOUND);
    assert_int_equal(try_open(f->dir, &e), ERR_CORRUPT);
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(symlink(f->path, other), 0);
    assert_int_equal(try_open(other, &e), ERR_DENIED);
    assert_int_equal(store_create(other, NULL, &e), ERR_EXISTS);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(link(f->path, other), 0);
    assert_int_equal(try_open(other, &e), ERR_DENIED);
    assert_int_equal(try_open(f->path, &e), ERR_DENIED);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(try_open(f->path, &e), ERR_OK);
}

static void a_directory_through_a_link_is_fine(void **state)
{
    struct fixture *f = *state;
    struct err e;
    char dir[400], path[600];
    snprintf(dir, sizeof dir, "%s/real", f->dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    snprintf(path, sizeof path, "%s/alias", f->dir);
    assert_int_equal(symlink(dir, path), 0);
    snprintf(path, sizeof path, "%s/alias/a.db", f->dir);
    assert_int_equal(store_create(path, NULL, &e), ERR_OK);
    assert_int_equal(try_open(path, &e), ERR_OK);
}

static void a_world_writable_directory_needs_force(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    assert_int_equal(chmod(f->dir, 0777), 0);
    assert_int_equal(try_open(f->path, &e), ERR_DENIED);
    assert_int_equal(store_open(f->path, &(struct store_opts){.force = true}, &s, &e), ERR_OK);
    store_close(&s);
    assert_int_equal(chmod(f->dir, 01777), 0);
    assert_int_equal(try_open(f->path, &e), ERR_OK);
}

static void each_reviewer_has_a_name_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    s = fixture_open(f, NULL);
    char account[200];
    snprintf(account, sizeof account, "%s", store_reviewer_name(s));
    int64_t me = store_reviewer(s);
    store_close(&s);

    s = fixture_open(f, account); /* a key of the same name is somebody else */
    assert_int_not_equal(store_reviewer(s), me);
    assert_string_not_equal(store_reviewer_name(s), account);
    int64_t key = store_reviewer(s);
    store_close(&s);
    s = fixture_open(f, account);
    assert_int_equal(store_reviewer(s), key);
    store_close(&s);

    fixture_sql(f->path, "UPDATE reviewer SET account = 'before', name = 'before' WHERE uid IS NOT NULL");
    s = fixture_open(f, NULL); /* the account was renamed meanwhile */
    assert_int_equal(store_reviewer(s), me);
    assert_string_equal(store_reviewer_name(s), account);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change WHERE action = 'rename'"), 1);

    struct store_opts bad = {.as_name = ""};
    assert_int_equal(store_open(f->path, &bad, &s, &e), ERR_INPUT);
    bad.as_name = "\xff";
    assert_int_equal(store_open(f->path, &bad, &s, &e), ERR_INPUT);
}

static void hostile_triggers_and_views_do_not_run(void **state)
{
    struct fixture *f = *state;
    struct err e;
    assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    fixture_sql(f->path, "CREATE TABLE loot (a);"
                         "CREATE TRIGGER t AFTER INSERT ON annotation BEGIN INSERT INTO loot VALUES (new.id); END;"
                         "CREATE TRIGGER u AFTER INSERT ON change BEGIN DELETE FROM change; END;");
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", "some text");
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM loot"), 0);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change"), 3);
    fixture_sql(f->path, "ALTER TABLE document RENAME TO d2; CREATE VIEW document AS SELECT * FROM d2");
    s = fixture_open(f, NULL);
    struct document doc;
    assert_int_equal(store_document_get(s, d, &doc, &e), ERR_CORRUPT);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_new_file_opens_and_names_the_account),
        T(looking_leaves_no_trace),
        T(a_failed_create_leaves_nothing_behind),
        T(create_refuses_what_is_there),
        T(mode_follows_the_directory),
        T(foreign_files_are_refused_untouched),
        T(a_newer_file_is_refused_untouched),
        T(a_newer_file_is_refused_by_its_wal_too),
        T(links_and_folders_are_refused),
        T(a_directory_through_a_link_is_fine),
        T(a_world_writable_directory_needs_force),
        T(each_reviewer_has_a_name_of_their_own),
        T(hostile_triggers_and_views_do_not_run),
    };
    return cmocka_run_group_tests_name("store_open", tests, NULL, NULL);
}
