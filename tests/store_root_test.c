/* What only root can set up: a small disk that is full, accounts of one group. Skipped where that is not allowed. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GROUP 60003

static int mount_small(const char *dir)
{
    return mount("zhupi-test", dir, "tmpfs", 0, "size=2m,mode=0700");
}

static void complain(const char *what, const struct err *e)
{
    fprintf(stderr, "# %s: %s\n", what, e->msg);
    _exit(3);
}

static void a_full_disk_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct fixture small;
    struct err e;
    snprintf(small.dir, sizeof small.dir, "%.200s", f->dir);
    snprintf(small.path, sizeof small.path, "%s/team.db", small.dir);
    assert_int_equal(mount_small(small.dir), 0);
    char filler[300];
    snprintf(filler, sizeof filler, "%s/filler", small.dir);
    FILE *file = fopen(filler, "wb");
    assert_non_null(file);
    for (int i = 0; i < 600 * 1024; i++)
        assert_int_equal(putc('x', file), 'x');
    assert_int_equal(fclose(file), 0);
    assert_int_equal(store_create(small.path, NULL, &e), ERR_OK);
    struct store *s = fixture_open(&small, NULL);
    fixture_document(s, "a", "some text");
    int made = fixture_fill(s, 1);
    assert_true(made > 0);
    fixture_sound(s, 1, made);
    char copy[300];
    snprintf(copy, sizeof copy, "%s/copy.db", small.dir);
    size_t files = fixture_files(&small);
    assert_int_equal(store_backup(s, copy, &e), ERR_FULL);
    assert_int_equal(fixture_files(&small), files);
    assert_int_equal(unlink(filler), 0);
    assert_int_equal(store_annotate(s, 1, 0, 4, TAG_CAUSE, "", NULL, &e), ERR_OK);
    fixture_sound(s, 1, made + 1);
    store_close(&s);
    s = fixture_open(&small, NULL);
    fixture_sound(s, 1, made + 1);
    store_close(&s);
    assert_int_equal(umount(small.dir), 0);
}

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
    if (store_here(s, id, 0, 0, &e) != ERR_OK)
        complain("say who is here", &e);
    if (until >= 0 && read(until, &byte, 1) < 0)
        complain("wait", &e);
    store_close(&s);
    _exit(0);
}

static void finish(pid_t pid)
{
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void accounts_share_a_file_whatever_their_umask(void **state)
{
    struct fixture *f = *state;
    static const mode_t masks[] = {022, 002, 007, 077};
    char dir[300], path[400];
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

/* One account's session stops in the middle of its write. */
static pid_t stopped_writer(const char *path)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e = {0};
        setsid(); /* in its own everybody may send on whom they like, kill(2) */
        as_account(60001, 077);
        if (store_open(path, NULL, &s, &e) != ERR_OK || write_begin(s, &e) != ERR_OK)
            complain("begin", &e);
        raise(SIGSTOP);
        _exit(write_end(s, ERR_OK, &e));
    }
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    assert_true(WIFSTOPPED(status));
    return pid;
}

/* Another account may not send it on, so it is told whom to ask, and is not kept waiting. */
static void another_account_is_told_who_was_stopped(void **state)
{
    struct fixture *f = *state;
    char dir[300], path[400], ask[40];
    snprintf(dir, sizeof dir, "%s/team", f->dir);
    snprintf(path, sizeof path, "%s/team.db", dir);
    assert_int_equal(chmod(f->dir, 0711), 0);
    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(chown(dir, 0, GROUP), 0);
    assert_int_equal(chmod(dir, 02770), 0);
    finish(account(path, 60001, 022, -1));
    pid_t stopped = stopped_writer(path), pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e = {0};
        as_account(60002, 022);
        snprintf(ask, sizeof ask, "kill -CONT %d", (int)stopped);
        if (store_open(path, NULL, &s, &e) != ERR_BUSY || !strstr(e.msg, ask) || !strstr(e.msg, "uid 60001") ||
            !strstr(e.msg, path) || strstr(e.msg, "locked"))
            complain("stopped", &e);
        _exit(0);
    }
    finish(pid);
    assert_int_equal(kill(stopped, SIGCONT), 0);
    finish(stopped);
    finish(account(path, 60002, 022, -1));
}

/* Whether this is a root that may mount and become others; in a container it often is not. */
static bool may_do_all(void)
{
    char dir[] = "/tmp/zhupi-test-XXXXXX";
    int status = 1;
    if (geteuid() != 0 || !mkdtemp(dir))
        return false;
    bool may = chown(dir, 60001, GROUP) == 0 && mount_small(dir) == 0 && umount(dir) == 0;
    rmdir(dir);
    pid_t pid = may ? fork() : -1;
    if (pid == 0) {
        as_account(60001, 022);
        _exit(0);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_disk_loses_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(accounts_share_a_file_whatever_their_umask, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(who_may_only_read_is_refused, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(another_account_is_told_who_was_stopped, fixture_setup, fixture_teardown),
    };
    if (!may_do_all()) {
        puts("1..0 # SKIP needs a root that may mount and change accounts");
        return 0;
    }
    return cmocka_run_group_tests_name("store_root", tests, NULL, NULL);
}
