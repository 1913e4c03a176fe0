/* Many at once: processes of one account, and accounts of one group. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <grp.h>
#include <signal.h>
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

static bool no_findings(void *ctx, const char *line)
{
    (void)ctx;
    fail_msg("%s", line);
    return true;
}

static void nobody_is_refused_and_nothing_is_lost(void **state)
{
    struct fixture *f = *state;
    struct err e;
    size_t findings;
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
    assert_int_equal(store_check(s, no_findings, NULL, &findings, &e), ERR_OK);
    store_close(&s);
    assert_int_equal(fixture_files(f), 2); /* the file and the lock: the last one brought the -wal back */
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation"), WRITERS * TAGS);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation WHERE deleted_at IS NOT NULL"),
                     WRITERS * TAGS / 50);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change WHERE action IN ('create', 'undo')"),
                     WRITERS * TAGS + WRITERS * TAGS / 50 + WRITERS + 1);
}

/* ---- accounts ---- */

#define GROUP 60003

static void as_account(uid_t uid, mode_t mask)
{
    gid_t group = GROUP;
    if (setgroups(1, &group) != 0 || setgid(uid) != 0 || setuid(uid) != 0)
        _exit(77);
    umask(mask);
}

/* One account makes the file or finds it, writes, keeps it open until told, and leaves. */
static pid_t account(const char *path, uid_t uid, mode_t mask, int until)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    struct store *s;
    struct err e = {0};
    int64_t id;
    char text[32], byte;
    as_account(uid, mask);
    if (access(path, F_OK) != 0 && store_create(path, NULL, &e) != ERR_OK)
        complain("create", &e);
    if (store_open(path, NULL, &s, &e) != ERR_OK)
        complain("open", &e);
    snprintf(text, sizeof text, "text of %d %d", (int)uid, (int)getpid());
    struct document_new d = {
        .name = "doc", .source = text, .source_bytes = strlen(text), .text = text, .text_bytes = strlen(text)};
    if (store_document_add(s, &d, &id, &e) != ERR_OK || store_annotate(s, id, 0, 4, TAG_CAUSE, "", NULL, &e) != ERR_OK)
        complain("write", &e);
    if (until >= 0 && read(until, &byte, 1) < 0)
        complain("wait", &e);
    store_close(&s);
    _exit(0);
}

static void finish(pid_t pid)
{
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip();
    assert_int_equal(status, 0);
}

static void accounts_share_a_file_whatever_their_umask(void **state)
{
    struct fixture *f = *state;
    static const mode_t masks[] = {022, 002, 007, 077};
    char dir[300], path[400];
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(f->dir, 0711), 0);
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        snprintf(dir, sizeof dir, "%s/team%zu", f->dir, i);
        snprintf(path, sizeof path, "%s/team.db", dir);
        int gate[2];
        assert_int_equal(mkdir(dir, 0700), 0);
        assert_int_equal(chown(dir, 0, GROUP), 0);
        assert_int_equal(chmod(dir, 02770), 0);
        finish(account(path, 60001, masks[i], -1));
        finish(account(path, 60002, 077, -1)); /* makes a -wal of its own */
        assert_int_equal(pipe(gate), 0);
        pid_t open_one = account(path, 60002, masks[i], gate[0]); /* and beside one that stays open */
        finish(account(path, 60001, 077, -1));
        assert_int_equal(write(gate[1], "x", 1), 1);
        finish(open_one);
        finish(account(path, 0, 077, -1)); /* root leaves nothing behind that locks the others out */
        finish(account(path, 60001, masks[i], -1));
        assert_int_equal(fixture_sql(path, "SELECT count(*) FROM annotation"), 6);
        close(gate[0]);
        close(gate[1]);
    }
}

static void who_may_only_read_is_refused(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(f->dir, 01777), 0);
    assert_int_equal(chmod(f->path, 0644), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        as_account(60001, 022);
        _exit(store_open(f->path, NULL, &s, &e) == ERR_DENIED ? 0 : 3);
    }
    finish(pid);
    assert_int_equal(fixture_files(f), 1); /* no -wal that would lock the owner out */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(nobody_is_refused_and_nothing_is_lost),
        T(accounts_share_a_file_whatever_their_umask),
        T(who_may_only_read_is_refused),
    };
    return cmocka_run_group_tests_name("store_writers", tests, NULL, NULL);
}
