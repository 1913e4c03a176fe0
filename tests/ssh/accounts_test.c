/* Unix accounts of one group, with their own umasks, in one file over ssh. The accounts exist in a mount namespace of
 * this test only, so it needs root; skipped where that is not allowed. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/ssh/sshd.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GROUP_ID 60030
static const char group[] = "zhupi-team";
static const struct account {
    const char *name;
    int id;
    bool member;
} accounts[] = {
    {"zhupi-anna", 60021, true},
    {"zhupi-ben", 60022, true},
    {"zhupi-carl", 60023, false},
};
enum { ANNA, BEN, CARL, ACCOUNTS };

struct office {
    void *fixture;
    struct sshd *sshd;
    struct pty *anna, *ben;
    char out[16384];
};

static const char *reason_to_skip(void)
{
    if (geteuid() != 0)
        return "only root can log in as others";
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return "a mount namespace is not allowed here";
    return sshd_reason_to_skip();
}

/* Put a copy of the file NAME of /etc with these lines behind it in its place, for this process and its children. */
static void extend(const char *dir, const char *name, const char *lines)
{
    char from[64], copy[SSHD_PATH], command[3 * SSHD_PATH];
    snprintf(from, sizeof from, "/etc/%s", name);
    snprintf(copy, sizeof copy, "%.200s/etc-%s", dir, name);
    snprintf(command, sizeof command, "cp -p %s %s && printf '%s' >>%s", from, copy, lines, copy);
    assert_int_equal(system(command), 0);
    assert_int_equal(mount(copy, from, NULL, MS_BIND, NULL), 0);
}

static void make_accounts(const char *dir)
{
    char passwd[1024] = "", shadow[512] = "", groups[512] = "", members[256] = "", home[SSHD_PATH];
    for (size_t i = 0; i < ACCOUNTS; i++) {
        const struct account *a = &accounts[i];
        snprintf(home, sizeof home, "%.200s/home-%s", dir, a->name);
        assert_int_equal(mkdir(home, 0700), 0);
        assert_int_equal(chown(home, (uid_t)a->id, (gid_t)a->id), 0);
        snprintf(passwd + strlen(passwd), sizeof passwd - strlen(passwd), "%s:x:%d:%d::%s:/bin/sh\\n", a->name, a->id,
                 a->id, home);
        snprintf(shadow + strlen(shadow), sizeof shadow - strlen(shadow), "%s:*:19000:0:99999:7:::\\n", a->name);
        snprintf(groups + strlen(groups), sizeof groups - strlen(groups), "%s:x:%d:\\n", a->name, a->id);
        if (a->member)
            snprintf(members + strlen(members), sizeof members - strlen(members), "%s%s", *members ? "," : "", a->name);
    }
    snprintf(groups + strlen(groups), sizeof groups - strlen(groups), "%s:x:%d:%s\\n", group, GROUP_ID, members);
    extend(dir, "passwd", passwd);
    extend(dir, "shadow", shadow);
    extend(dir, "group", groups);
}

static int begin(void **state)
{
    struct office *o = calloc(1, sizeof *o);
    *state = o;
    if (!o || fixture_setup(&o->fixture) != 0)
        return -1;
    const struct fixture *f = o->fixture;
    char path[SSHD_PATH];
    assert_int_equal(chmod(f->dir, 0711), 0);
    make_accounts(f->dir);
    o->sshd = sshd_start(f->dir, "");
    for (size_t i = 0; i < ACCOUNTS; i++)
        sshd_allow(o->sshd, accounts[i].name, accounts[i].name, "");
    snprintf(path, sizeof path, "%.200s/report", f->dir);
    char *text = sample_text(5000, false);
    FILE *out = fopen(path, "we");
    assert_true(out && fputs(text, out) >= 0 && fclose(out) == 0);
    assert_int_equal(chmod(path, 0644), 0);
    free(text);
    return 0;
}

static int end(void **state)
{
    static const char *const files[] = {"/etc/passwd", "/etc/shadow", "/etc/group"};
    struct office *o = *state;
    if (!o)
        return 0;
    pty_free(o->anna);
    pty_free(o->ben);
    sshd_stop(o->sshd);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        umount(files[i]);
    fixture_teardown(&o->fixture);
    free(o);
    return 0;
}

/* Run "zhupi WORDS" as an account with this umask, over ssh; its exit status. */
static int run(struct office *o, int who, const char *mask, const char *words)
{
    char arguments[4 * SSHD_PATH], account[64];
    snprintf(account, sizeof account, "%s", accounts[who].name);
    snprintf(arguments, sizeof arguments, "here 'umask %s; exec %s %s'", mask, o->sshd->program, words);
    snprintf(o->sshd->account, sizeof o->sshd->account, "%s", account);
    return sshd_run(o->sshd, "ssh", account, arguments, o->out, sizeof o->out);
}

static struct pty *review(struct office *o, int who, const char *mask)
{
    char command[3 * SSHD_PATH];
    snprintf(command, sizeof command, "umask %s; exec %s review %s report", mask, o->sshd->program, o->sshd->file);
    const struct login l = {.account = accounts[who].name, .key = accounts[who].name, .command = command};
    return sshd_review(o->sshd, &l);
}

/* Make the file of the team as ANNA, who has never been there: NAME is a new folder in her home. */
static void make_file(struct office *o, const char *mask)
{
    char words[2 * SSHD_PATH];
    const struct fixture *f = o->fixture;
    snprintf(o->sshd->file, sizeof o->sshd->file, "%.120s/home-%s/team-%s/team.db", f->dir, accounts[ANNA].name, mask);
    snprintf(words, sizeof words, "init --group %s %s", group, o->sshd->file);
    if (run(o, ANNA, mask, words) != 0)
        fail_msg("%s", o->out);
    snprintf(words, sizeof words, "import %s %.200s/report", o->sshd->file, f->dir);
    if (run(o, ANNA, mask, words) != 0)
        fail_msg("%s", o->out);
    snprintf(words, sizeof words, "%.200s/home-%s", f->dir, accounts[ANNA].name);
    assert_int_equal(chmod(words, 0711), 0); /* so that others come through */
}

static void work_together(struct office *o, const char *mask, const char *other_mask)
{
    make_file(o, mask);
    o->anna = review(o, ANNA, mask);
    o->ben = review(o, BEN, other_mask);
    pty_type(o->anna, "c");
    assert_true(pty_wait(o->ben, "C1 R0"));
    assert_true(pty_wait(o->ben, accounts[ANNA].name)); /* whose it is */
    pty_type(o->ben, "sm");
    assert_true(pty_wait(o->anna, "M1 C1 R0"));
    assert_int_equal(sshd_present(o->sshd), 2);
    pty_signal(o->ben, SIGKILL);
    assert_true(sshd_wait_programs(o->sshd, 1));
    assert_int_equal(sshd_present(o->sshd), 1);
    pty_type(o->anna, "sr");
    assert_true(pty_wait(o->anna, "M1 C1 R1"));
    sshd_quit(o->anna);
    sshd_wait_nothing_left(o->sshd);
    pty_free(o->ben);
    o->anna = o->ben = NULL;
}

static void accounts_of_a_group_work_in_one_file(void **state)
{
    work_together(*state, "022", "077");
    work_together(*state, "077", "022");
    work_together(*state, "002", "007");
}

static void another_account_is_told_what_to_do(void **state)
{
    struct office *o = *state;
    char words[2 * SSHD_PATH];
    make_file(o, "077");
    snprintf(words, sizeof words, "review %s", o->sshd->file);
    assert_int_equal(run(o, CARL, "022", words), 1);
    print_message("# %s", o->out);
    assert_non_null(strstr(o->out, group));
    assert_non_null(strstr(o->out, "usermod ")); /* what to run */
    assert_ptr_equal(strchr(o->out, '\n'), o->out + strlen(o->out) - 1);
}

int main(void)
{
    if (sshd_skip(reason_to_skip()))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accounts_of_a_group_work_in_one_file, begin, end),
        cmocka_unit_test_setup_teardown(another_account_is_told_what_to_do, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
