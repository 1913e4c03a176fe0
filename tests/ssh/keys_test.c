/* One account and a key for each person: the key decides the name, and gives nothing but the file. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/ssh/sshd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct office {
    void *fixture;
    struct sshd *sshd;
    struct pty *anna, *ben;
    char out[32768], export[32768];
};

static void give_key(const struct office *o, const char *name)
{
    char options[3 * SSHD_PATH];
    snprintf(options, sizeof options, "command=\"%s review --restricted --as %s %s\",restrict,pty", o->sshd->program,
             name, o->sshd->file);
    sshd_allow(o->sshd, o->sshd->account, name, options);
}

static int begin(void **state)
{
    struct office *o = calloc(1, sizeof *o);
    *state = o;
    if (!o || fixture_setup_db(&o->fixture) != 0)
        return -1;
    const struct fixture *f = o->fixture;
    struct store *s = fixture_open(f, NULL);
    sample_document(s, "report", 5000, false);
    store_close(&s);
    o->sshd = sshd_start(f->dir, "");
    give_key(o, "anna");
    give_key(o, "ben");
    return 0;
}

static int end(void **state)
{
    struct office *o = *state;
    if (!o)
        return 0;
    pty_free(o->anna);
    pty_free(o->ben);
    sshd_stop(o->sshd);
    fixture_teardown(&o->fixture);
    free(o);
    return 0;
}

static struct pty *log_in(struct office *o, const char *key)
{
    const struct login l = {.key = key, .command = ""};
    struct pty *p = sshd_login(o->sshd, &l);
    assert_true(pty_wait(p, "report"));
    pty_type(p, "\r");
    assert_true(pty_wait(p, "M0 C"));
    return p;
}

static int run(struct office *o, const char *program, const char *arguments)
{
    return sshd_run(o->sshd, program, "anna", arguments, o->out, sizeof o->out);
}

static void two_keys_are_two_reviewers(void **state)
{
    struct office *o = *state;
    o->anna = log_in(o, "anna");
    o->ben = log_in(o, "ben");
    pty_type(o->anna, "c");
    assert_true(pty_wait(o->ben, "M0 C1 R0"));
    assert_true(pty_wait(o->ben, "anna"));
    pty_type(o->ben, "sm");
    assert_true(pty_wait(o->anna, "M1 C1 R0"));
    assert_int_equal(sshd_present(o->sshd), 2);
    pty_signal(o->ben, SIGKILL);
    for (double give_up = sshd_now_ms() + 60000; sshd_present(o->sshd) != 1; usleep(2000))
        assert_true(sshd_now_ms() < give_up);
    sshd_quit(o->anna);
    o->anna = NULL;
    sshd_wait_nothing_left(o->sshd);
    assert_int_equal(run(o, "ssh", "here export"), 0);
    assert_non_null(strstr(o->out, "anna"));
    assert_non_null(strstr(o->out, "ben"));
}

static void export_comes_back_over_the_line(void **state)
{
    struct office *o = *state;
    const struct fixture *f = o->fixture;
    struct err e;
    char command[3 * SSHD_PATH];
    struct store *s = fixture_open(f, NULL);
    assert_int_equal(store_annotate(s, 1, 0, 5, TAG_CAUSE, "备注", NULL, &e), ERR_OK);
    store_close(&s);
    assert_int_equal(run(o, "ssh", "here export --bom"), 0);
    snprintf(command, sizeof command, "%s export --bom %s", o->sshd->program, o->sshd->file);
    FILE *here = popen(command, "re");
    assert_non_null(here);
    o->export[fread(o->export, 1, sizeof o->export - 1, here)] = '\0';
    assert_int_equal(pclose(here), 0);
    assert_non_null(strstr(o->out, "备注"));
    assert_string_equal(o->out, o->export);
}

/* What the program itself refuses says so, with exit status 2. */
static void nothing_else_is_run(void **state)
{
    static const char *const wishes[] = {
        "here sh",
        "here 'sh -c id'",
        "here 'export; id'",
        "here 'export -o '$HOME/zhupi-out.csv",
        "here 'export --output='$HOME/zhupi-out.csv",
        "here 'review /etc/passwd'",
        "here 'review --restricted --as root /etc/passwd'",
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        int status = run(o, "ssh", wishes[i]);
        if (status != 2 || !strstr(o->out, "this key only reviews") || strstr(o->out, "uid="))
            fail_msg("ssh %s: status %d: %s", wishes[i], status, o->out);
    }
    sshd_wait_nothing_left(o->sshd);
}

static void no_file_is_copied(void **state)
{
    struct office *o = *state;
    char arguments[4 * SSHD_PATH], copy[2 * SSHD_PATH];
    snprintf(copy, sizeof copy, "%s/copied", o->sshd->dir);
    snprintf(arguments, sizeof arguments, "%s/ssh_config here:%s", o->sshd->dir, copy);
    assert_int_not_equal(run(o, "scp", arguments), 0);
    assert_int_not_equal(access(copy, F_OK), 0);
    snprintf(arguments, sizeof arguments, "here:%s %s", o->sshd->file, copy);
    assert_int_not_equal(run(o, "scp", arguments), 0);
    assert_int_not_equal(access(copy, F_OK), 0);
    snprintf(arguments, sizeof arguments, "-b /dev/null here");
    assert_int_not_equal(run(o, "sftp", arguments), 0);
}

static void no_port_is_forwarded(void **state)
{
    struct office *o = *state;
    char arguments[128];
    snprintf(arguments, sizeof arguments, "-W 127.0.0.1:%d here", o->sshd->port);
    assert_int_not_equal(run(o, "ssh", arguments), 0);
    assert_null(strstr(o->out, "SSH-2.0"));
    snprintf(arguments, sizeof arguments, "-o ExitOnForwardFailure=yes -N -R 0:127.0.0.1:%d here", o->sshd->port);
    assert_int_not_equal(run(o, "ssh", arguments), 0);
}

int main(void)
{
    if (sshd_skip(sshd_reason_to_skip()))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_keys_are_two_reviewers, begin, end),
        cmocka_unit_test_setup_teardown(export_comes_back_over_the_line, begin, end),
        cmocka_unit_test_setup_teardown(nothing_else_is_run, begin, end),
        cmocka_unit_test_setup_teardown(no_file_is_copied, begin, end),
        cmocka_unit_test_setup_teardown(no_port_is_forwarded, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
