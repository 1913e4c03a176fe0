/* Many processes that write at once. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 8
#define TAGS 200

static bool skip_annotation(void *ctx, const struct annotation *a)
{
    (void)a;
    ++*(int *)ctx;
    return true;
}

static void complain(const char *what, const struct err *e)
{
    fprintf(stderr, "# %s: %s\n", what, e->msg);
    _exit(3);
}

static void write_many(const struct fixture *f, int who)
{
    char name[32], wal[400];
    struct store *s;
    struct stat st;
    struct err e = {0};
    snprintf(name, sizeof name, "reviewer %d", who);
    snprintf(wal, sizeof wal, "%s-wal", f->path);
    if (store_open(f->path, &(struct store_opts){.as_name = name, .checkpoint_frames = 50}, &s, &e) != ERR_OK)
        complain("open", &e);
    for (int i = 0; i < TAGS; i++) {
        int n = 0;
        if (store_annotate(s, 1, i, i + 1, (enum tag)(1 + i % 3), name, NULL, &e) != ERR_OK)
            complain("annotate", &e);
        if (i % 20 == 0 && store_annotations(s, NULL, skip_annotation, &n, &e) != ERR_OK)
            complain("list", &e);
        if (i % 50 == 0 && store_undo(s, NULL, &e) != ERR_OK)
            complain("undo", &e);
        /* without checkpoints it would grow to some 50 MB */
        if (stat(wal, &st) == 0 && st.st_size > 8 * 1024 * 1024)
            complain("the -wal grows and grows", &e);
    }
    store_close(&s);
    _exit(0);
}

static void nobody_is_refused_and_nothing_is_lost(void **state)
{
    struct fixture *f = *state;
    char text[TAGS + 1];
    pid_t pids[WRITERS];
    memset(text, 'x', TAGS);
    text[TAGS] = '\0';
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "a", text);
    store_close(&s);
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0)
            write_many(f, i);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    s = fixture_open(f, NULL);
    fixture_sound(s, 1, WRITERS * TAGS - WRITERS * TAGS / 50);
    store_close(&s);
    assert_int_equal(fixture_files(f), 2); /* the file and the lock: the last one brought the -wal back */
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation"), WRITERS * TAGS);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation WHERE deleted_at IS NOT NULL"),
                     WRITERS * TAGS / 50);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change WHERE action IN ('create', 'undo')"),
                     WRITERS * TAGS + WRITERS * TAGS / 50 + WRITERS + 1);
}

static int64_t wal_bytes(const struct fixture *f)
{
    char wal[400];
    struct stat st;
    snprintf(wal, sizeof wal, "%s-wal", f->path);
    return stat(wal, &st) == 0 ? st.st_size : 0;
}

static void tag(struct store *s)
{
    struct err e;
    if (store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e) != ERR_OK)
        fail_msg("%s", e.msg);
}

/* Somebody reads just when the -wal is at its limit: it does not grow to twice the limit for that. */
static void a_reader_at_the_limit_does_not_double_the_log(void **state)
{
    enum { LIMIT = 40, FRAME = 4096 + 24 };
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    sqlite3 *reader;
    sqlite3_stmt *reading;
    assert_int_equal(store_open(f->path, &(struct store_opts){.checkpoint_frames = LIMIT}, &s, &e), ERR_OK);
    fixture_document(s, "a", "some text");
    assert_int_equal(sqlite3_open(f->path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(reader, "SELECT id FROM reviewer", -1, &reading, NULL), SQLITE_OK);
    int64_t before = 0;
    while (wal_bytes(f) < LIMIT * FRAME && wal_bytes(f) >= before) {
        before = wal_bytes(f);
        sqlite3_reset(reading);
        assert_int_equal(sqlite3_step(reading), SQLITE_ROW);
        tag(s);
    }
    assert_true(wal_bytes(f) >= LIMIT * FRAME);
    assert_int_equal(sqlite3_finalize(reading), SQLITE_OK);
    for (int i = 0; i < LIMIT; i++)
        tag(s);
    assert_true(wal_bytes(f) < LIMIT * FRAME * 7 / 4);
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(nobody_is_refused_and_nothing_is_lost),
        T(a_reader_at_the_limit_does_not_double_the_log),
    };
    return cmocka_run_group_tests_name("store_writers", tests, NULL, NULL);
}
