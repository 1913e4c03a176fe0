/* A file for a group: accounts with every umask work in it, and every wrong permission says what to run. Needs a root
 * that may become others; skipped elsewhere. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GROUP 60003
#define GROUP_WORD "60003"
#define ANNA 60001
#define BELA 60002

struct team {
    struct fixture *f;
    char dir[300], db[400];
};

static struct team team_in(void **state, const char *name)
{
    struct team t = {.f = *state};
    assert_int_equal(chmod(t.f->dir, 0711), 0);
    snprintf(t.dir, sizeof t.dir, "%s/%s", t.f->dir, name);
    snprintf(t.db, sizeof t.db, "%s/team.db", t.dir);
    return t;
}

static void as_account(uid_t uid, gid_t group, mode_t mask)
{
    if (uid != 0 && (setgroups(group ? 1 : 0, &group) != 0 || setgid(uid) != 0 || setuid(uid) != 0))
        _exit(77);
    umask(mask);
}

/* ---- a session in a process of its own ---- */

struct session {
    pid_t pid;
    int tell, hear; /* a byte w for a write, and its answer; another for leaving */
};

static void work(const char *path, int orders, int answers)
{
    struct store *s;
    struct err e = {0};
    char order, text[64];
    int64_t id;
    bool ok = store_open(path, NULL, &s, &e) == ERR_OK;
    for (int n = 0; ok && read(orders, &order, 1) == 1 && order == 'w'; n++) {
        snprintf(text, sizeof text, "text %d of %d", n, (int)getpid());
        struct document_new d = {
            .name = "doc", .source = text, .source_bytes = strlen(text), .text = text, .text_bytes = strlen(text)};
        ok = store_document_add(s, &d, &id, &e) == ERR_OK &&
             store_annotate(s, id, 0, 4, TAG_CAUSE, "", NULL, &e) == ERR_OK && write(answers, "x", 1) == 1;
    }
    if (!ok)
        fprintf(stderr, "# account %d: %s\n", (int)getuid(), e.msg);
    else
        store_close(&s);
    _exit(ok ? 0 : 3);
}

static struct session begin(const char *path, uid_t uid, mode_t mask)
{
    int orders[2], answers[2];
    assert_int_equal(pipe2(orders, O_CLOEXEC), 0);
    assert_int_equal(pipe2(answers, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(orders[1]);
        close(answers[0]);
        as_account(uid, GROUP, mask);
        work(path, orders[0], answers[1]);
    }
    close(orders[0]);
    close(answers[1]);
    return (struct session){.pid = pid, .tell = orders[1], .hear = answers[0]};
}

static void writes(const struct session *s)
{
    char answer;
    assert_int_equal(write(s->tell, "w", 1), 1);
    assert_int_equal(read(s->hear, &answer, 1), 1);
}

static void leaves(const struct session *s)
{
    int status;
    assert_int_equal(write(s->tell, "q", 1), 1);
    close(s->tell);
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    close(s->hear);
    assert_int_equal(status, 0);
}

/* Whether PATH ENDING has the group's mode; it is UID's. */
static void is_shared(const struct team *t, const char *ending, uid_t uid)
{
    char path[450];
    struct stat st;
    snprintf(path, sizeof path, "%s%s", t->db, ending);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
    assert_int_equal(st.st_gid, GROUP);
    assert_int_equal(st.st_uid, uid);
}

/* init --group as UID. */
static enum err_code share_as(const struct team *t, uid_t uid, mode_t mask, char *said, size_t size)
{
    int out[2], status;
    struct err e = {0};
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        bool created;
        as_account(uid, GROUP, mask);
        enum err_code code = store_share(t->db, GROUP_WORD, NULL, NULL, NULL, &created, &e);
        _exit(write(out[1], e.msg, strlen(e.msg)) < 0 ? 77 : (int)code);
    }
    close(out[1]);
    ssize_t n = read(out[0], said, size - 1);
    said[n > 0 ? n : 0] = '\0';
    close(out[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return (enum err_code)WEXITSTATUS(status);
}

/* Anna opens first and makes the side files; Béla uses them, outlives her, leaves, and makes them anew for her. */
static void two_accounts(const struct team *t, uid_t maker, mode_t made, mode_t anna_mask, mode_t bela_mask)
{
    char said[1100];
    enum err_code code = share_as(t, maker, made, said, sizeof said);
    if (code)
        fail_msg("%s", said);
    struct session anna = begin(t->db, ANNA, anna_mask);
    writes(&anna);
    is_shared(t, "", maker);
    is_shared(t, "-wal", ANNA);
    is_shared(t, "-shm", ANNA);
    is_shared(t, "-lock", ANNA);
    struct session bela = begin(t->db, BELA, bela_mask);
    writes(&bela);
    writes(&anna);
    leaves(&anna);
    writes(&bela);
    leaves(&bela);
    bela = begin(t->db, BELA, bela_mask);
    writes(&bela);
    is_shared(t, "-wal", BELA);
    is_shared(t, "-shm", BELA);
    anna = begin(t->db, ANNA, anna_mask);
    writes(&anna);
    leaves(&bela);
    writes(&anna);
    leaves(&anna);
    assert_int_equal(fixture_sql(t->db, "SELECT count(*) FROM annotation"), 7);
}

static void every_umask_works_whoever_is_first(void **state)
{
    static const mode_t masks[] = {022, 002, 007, 077};
    static const uid_t makers[] = {0, ANNA, BELA};
    for (size_t i = 0; i < 48; i++) {
        char name[16];
        snprintf(name, sizeof name, "team%zu", i);
        struct team t = team_in(state, name);
        if (makers[i / 16] != 0) { /* a place where members may make a directory */
            assert_int_equal(chmod(t.f->dir, 01777), 0);
        }
        two_accounts(&t, makers[i / 16], masks[i % 4], masks[i % 4], masks[i / 4 % 4]);
        struct stat st;
        assert_int_equal(stat(t.dir, &st), 0);
        assert_int_equal(st.st_mode & 07777, 02770);
        assert_int_equal(st.st_gid, GROUP);
    }
}

/* ---- what is wrong is said ---- */

/* A session as UID (in GROUP 0: in no other group) is refused and told all of WORDS (NULL at the end). */
static void refused(const struct team *t, uid_t uid, gid_t group, const char *const *words)
{
    int out[2], status;
    char said[1100];
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e = {0};
        as_account(uid, group, 022);
        enum err_code code = store_open(t->db, NULL, &s, &e);
        _exit(write(out[1], e.msg, strlen(e.msg)) < 0 ? 77 : (int)code);
    }
    close(out[1]);
    ssize_t n = read(out[0], said, sizeof said - 1);
    said[n > 0 ? n : 0] = '\0';
    close(out[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    for (; *words; words++)
        if (!strstr(said, *words))
            fail_msg("“%s” is not in: %s", *words, said);
    assert_int_equal(WEXITSTATUS(status), ERR_DENIED);
}

#define REFUSED(t, uid, group, ...) refused(t, uid, group, (const char *const[]){__VA_ARGS__, NULL})

/* One thing after the other is broken, told, and repaired by running what was told. */
static void works(const struct team *t)
{
    struct session bela = begin(t->db, BELA, 077);
    writes(&bela);
    leaves(&bela);
}

static void repairs(const struct team *t, uid_t uid)
{
    char said[1100];
    if (share_as(t, uid, 077, said, sizeof said) != ERR_OK)
        fail_msg("%s", said);
    works(t);
}

static void each_wrong_permission_says_what_to_run(void **state)
{
    struct team t = team_in(state, "team");
    char said[1100], side[450], init[500];
    assert_int_equal(chmod(t.f->dir, 01777), 0);
    assert_int_equal(share_as(&t, ANNA, 022, said, sizeof said), ERR_OK);
    snprintf(init, sizeof init, "60001, to run: zhupi init --group " GROUP_WORD " %s", t.db);
    works(&t);
    REFUSED(&t, BELA, 0, t.dir, "you do not belong", "usermod -aG " GROUP_WORD " 60002");
    assert_int_equal(chmod(t.dir, 02750), 0);
    REFUSED(&t, BELA, GROUP, t.dir, init);
    repairs(&t, ANNA);
    assert_int_equal(chmod(t.dir, 0770), 0);
    REFUSED(&t, BELA, GROUP, "chgrp " GROUP_WORD, "chmod 2770", t.dir);
    repairs(&t, ANNA);
    assert_int_equal(chmod(t.db, 0644), 0);
    REFUSED(&t, BELA, GROUP, "you may not write to", t.db, init);
    repairs(&t, ANNA);
    assert_int_equal(chown(t.db, (uid_t)-1, ANNA), 0);
    REFUSED(&t, BELA, GROUP, t.db, "usermod -aG 60001");
    repairs(&t, 0);
    assert_int_equal(chown(t.dir, (uid_t)-1, BELA), 0);
    REFUSED(&t, BELA, GROUP, "would be for the group “60002” instead of “" GROUP_WORD "”", "chgrp " GROUP_WORD);
    repairs(&t, 0);
    for (const char *const *ending = store_side_endings; *ending; ending++) {
        snprintf(side, sizeof side, "%s%s", t.db, *ending);
        unlink(side);
        int fd = open(side, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(fd >= 0);
        assert_int_equal(fchown(fd, ANNA, GROUP), 0);
        close(fd);
        REFUSED(&t, BELA, GROUP, side, init);
        assert_int_equal(share_as(&t, BELA, 022, said, sizeof said), ERR_DENIED);
        assert_non_null(strstr(said, init));
        repairs(&t, ANNA);
    }
    assert_int_equal(chmod(t.f->dir, 0700), 0);
    REFUSED(&t, BELA, GROUP, t.f->dir, "lets you not in");
}

static void what_is_not_ours_to_give_stays(void **state)
{
    struct team t = team_in(state, "home");
    char said[1100], other[450];
    struct stat st;
    assert_int_equal(mkdir(t.dir, 0755), 0);
    snprintf(other, sizeof other, "%s/diary", t.dir);
    assert_int_equal(mkdir(other, 0755), 0);
    assert_int_equal(share_as(&t, ANNA, 022, said, sizeof said), ERR_DENIED);
    assert_non_null(strstr(said, "ask an administrator to run: chgrp " GROUP_WORD));
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_DENIED);
    assert_non_null(strstr(said, "holds other files"));
    assert_int_equal(stat(t.dir, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0755);
    assert_int_equal(access(t.db, F_OK), -1);
    assert_int_equal(chown(t.dir, 0, GROUP), 0);
    assert_int_equal(chmod(t.dir, 02770), 0); /* as was told */
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_OK);
    snprintf(other, sizeof other, "%s/secret", t.f->dir);
    assert_int_equal(close(open(other, O_WRONLY | O_CREAT, 0600)), 0);
    snprintf(said, sizeof said, "%s-live", t.db);
    assert_int_equal(symlink(other, said), 0); /* by a member, for root to run into */
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_DENIED);
    assert_int_equal(stat(other, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(unlink(t.db), 0);
    assert_int_equal(symlink(other, t.db), 0);
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_EXISTS);
    assert_int_equal(stat(other, &st), 0);
    assert_int_equal(st.st_gid, 0);
}

static void a_repair_keeps_the_content(void **state)
{
    struct team t = team_in(state, "team");
    char said[1100];
    size_t before, after;
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_OK);
    works(&t);
    char *was = fixture_bytes(t.db, &before);
    assert_int_equal(chmod(t.db, 0600), 0);
    assert_int_equal(chown(t.db, 0, 0), 0);
    assert_int_equal(chmod(t.dir, 0755), 0);
    assert_int_equal(share_as(&t, 0, 022, said, sizeof said), ERR_OK);
    char *is = fixture_bytes(t.db, &after);
    assert_int_equal(before, after);
    assert_memory_equal(was, is, before);
    free(was);
    free(is);
    is_shared(&t, "", 0);
    works(&t);
    assert_int_equal(share_as(&t, ANNA, 022, said, sizeof said), ERR_OK); /* nothing to do: any member may ask */
}

static bool may_change_accounts(void)
{
    int status = 1;
    pid_t pid = geteuid() == 0 ? fork() : -1;
    if (pid == 0) {
        as_account(ANNA, GROUP, 022);
        _exit(0);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_umask_works_whoever_is_first, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(each_wrong_permission_says_what_to_run, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_not_ours_to_give_stays, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_repair_keeps_the_content, fixture_setup, fixture_teardown),
    };
    if (!may_change_accounts()) {
        puts("1..0 # SKIP needs a root that may change accounts");
        return 0;
    }
    return cmocka_run_group_tests_name("store_share", tests, NULL, NULL);
}
