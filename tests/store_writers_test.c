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

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(nobody_is_refused_and_nothing_is_lost),
    };
    return cmocka_run_group_tests_name("store_writers", tests, NULL, NULL);
}
