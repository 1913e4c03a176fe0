/* A connection that ends, freezes or is killed leaves nothing behind, and loses nothing that was on the screen. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/ssh/relay.h"
#include "tests/ssh/sshd.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define CROWD 50

struct office {
    void *fixture;
    struct sshd *sshd;
    struct store *store; /* of another session, on this machine */
    int64_t document;
    struct pty *pty;
    struct relay *relay;
};

static int start(void **state, const char *lines)
{
    struct office *o = calloc(1, sizeof *o);
    *state = o;
    if (!o || fixture_setup_db(&o->fixture) != 0)
        return -1;
    const struct fixture *f = o->fixture;
    o->store = fixture_open(f, NULL);
    o->document = sample_document(o->store, "report", 30000, false);
    o->sshd = sshd_start(f->dir, lines);
    return 0;
}

/* sshd ends a client that does not answer for two seconds. */
static int begin(void **state)
{
    return start(state, "ClientAliveInterval 1\nClientAliveCountMax 2\n");
}

static int begin_patient(void **state)
{
    return start(state, "ClientAliveInterval 0\n");
}

static int end(void **state)
{
    struct office *o = *state;
    if (!o)
        return 0;
    pty_free(o->pty);
    relay_stop(o->relay);
    sshd_stop(o->sshd);
    store_close(&o->store);
    fixture_teardown(&o->fixture);
    free(o);
    return 0;
}

/* Log in and tag; the tag is on the screen. */
static void log_in_and_tag(struct office *o, const struct login *l)
{
    o->pty = sshd_review(o->sshd, l);
    pty_type(o->pty, "c");
    assert_true(pty_wait(o->pty, "M0 C1 R0"));
}

static pid_t only_program(const struct office *o)
{
    pid_t pid;
    assert_int_equal(sshd_programs(o->sshd, &pid, 1), 1);
    return pid;
}

static pid_t parent_of(pid_t pid)
{
    char path[64], stat[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    size_t n = fread(stat, 1, sizeof stat - 1, f);
    fclose(f);
    stat[n] = '\0';
    const char *behind_name = strrchr(stat, ')');
    assert_non_null(behind_name);
    return (pid_t)strtol(behind_name + 4, NULL, 10);
}

static void a_client_that_is_killed_leaves_its_tag_and_nothing_else(void **state)
{
    struct office *o = *state;
    const struct login l = {0};
    log_in_and_tag(o, &l);
    pty_signal(o->pty, SIGKILL);
    double took = sshd_wait_nothing_left(o->sshd);
    fixture_sound(o->store, o->document, 1);
    print_message("# a killed client: gone after %.0f ms\n", took);
}

static void a_server_process_that_is_killed_leaves_nothing(void **state)
{
    struct office *o = *state;
    const struct login l = {0};
    log_in_and_tag(o, &l);
    assert_int_equal(kill(parent_of(only_program(o)), SIGKILL), 0);
    double took = sshd_wait_nothing_left(o->sshd);
    fixture_sound(o->store, o->document, 1);
    print_message("# a killed sshd: gone after %.0f ms\n", took);
}

/* Whether the program has keys to read and does not read them, again and again. */
static bool is_stuck(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd/0", (int)pid);
    int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC), looks = 0;
    for (int unread = 1; fd >= 0 && looks < 100 && ioctl(fd, FIONREAD, &unread) == 0 && unread > 0; looks++)
        usleep(2000);
    if (fd >= 0)
        close(fd);
    return looks == 100;
}

/* Log in over a line that then takes nothing any more, and let the program write until the buffers on the way, of some
 * megabytes, are full and it waits. */
static pid_t log_in_and_fill_the_line(struct office *o)
{
    o->relay = relay_start(o->sshd->port);
    assert_non_null(o->relay);
    const struct login big = {.rows = 200, .columns = 500, .port = relay_port(o->relay)};
    log_in_and_tag(o, &big);
    pid_t program = only_program(o);
    relay_freeze(o->relay);
    for (double give_up = sshd_now_ms() + 60000; !is_stuck(program);) {
        assert_true(sshd_now_ms() < give_up);
        pty_type(o->pty, "\x0C");
        usleep(20000); /* a paint for each: what comes together is painted once */
    }
    return program;
}

static void a_frozen_client_is_ended_by_the_server(void **state)
{
    struct office *o = *state;
    struct err e;
    log_in_and_fill_the_line(o);
    pty_signal(o->pty, SIGSTOP);
    for (int i = 0; i < 20; i++) /* the others write on */
        assert_int_equal(store_annotate(o->store, o->document, 2000 + i, 2010 + i, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
    bool there = sshd_programs(o->sshd, NULL, 0) == 1;
    double took = sshd_wait_nothing_left(o->sshd);
    fixture_sound(o->store, o->document, 21);
    print_message("# a frozen client: %s, gone after %.0f ms\n", there ? "others wrote meanwhile" : "gone early", took);
}

static void a_frozen_client_does_not_keep_the_program_from_a_signal(void **state)
{
    struct office *o = *state;
    assert_int_equal(kill(log_in_and_fill_the_line(o), SIGTERM), 0);
    sshd_wait_nothing_left(o->sshd);
    fixture_sound(o->store, o->document, 1);
}

/* What SQLite keeps beside the file while it is open; -1: nothing. */
static long wal_bytes(const struct office *o)
{
    char path[SSHD_PATH + 8];
    struct stat st;
    snprintf(path, sizeof path, "%s-wal", o->sshd->file);
    return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

static void wait_for_wal(const struct office *o)
{
    for (double give_up = sshd_now_ms() + 60000; wal_bytes(o) <= 0; usleep(2000))
        assert_true(sshd_now_ms() < give_up);
}

/* One after the other and all at once, under a shell that stays, as somebody has who logs in and then types zhupi: it
 * passes the signal on, so that the program gets it twice. */
static void the_last_session_that_is_dropped_leaves_one_file(void **state)
{
    struct office *o = *state;
    static const size_t crowds[] = {1, 1, 1, 1, 4, 4};
    char staying[3 * SSHD_PATH];
    snprintf(staying, sizeof staying, "exec bash -c 'set -m; %s review %s report; exit'", o->sshd->program,
             o->sshd->file);
    store_close(&o->store);
    for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++) {
        struct pty *crowd[4];
        const struct login l = {.command = i % 2 ? staying : NULL};
        for (size_t k = 0; k < crowds[i]; k++) {
            crowd[k] = sshd_review(o->sshd, &l);
            pty_type(crowd[k], "c\x1b[B");
        }
        wait_for_wal(o);
        for (size_t k = 0; k < crowds[i]; k++)
            pty_signal(crowd[k], SIGKILL);
        assert_true(sshd_wait_programs(o->sshd, 0));
        print_message("# %zu dropped%s: -wal of %ld bytes\n", crowds[i], i % 2 ? " under a shell" : "", wal_bytes(o));
        assert_true(wal_bytes(o) <= 0);
        for (size_t k = 0; k < crowds[i]; k++)
            pty_free(crowd[k]);
    }
}

static void fifty_clients_killed_at_once_leave_nothing(void **state)
{
    struct office *o = *state;
    struct pty *crowd[CROWD], *one;
    const struct login l = {0};
    one = sshd_review(o->sshd, &l);
    pty_signal(one, SIGKILL);
    double alone = sshd_wait_nothing_left(o->sshd);
    pty_free(one);
    double start = sshd_now_ms();
    for (int i = 0; i < CROWD; i++)
        crowd[i] = sshd_login(o->sshd, &l);
    for (int i = 0; i < CROWD; i++)
        assert_true(pty_wait(crowd[i], "M0 C0 R0"));
    double in = sshd_now_ms() - start;
    assert_int_equal(sshd_programs(o->sshd, NULL, 0), CROWD);
    assert_int_equal(sshd_present(o->sshd), CROWD);
    for (int i = 0; i < CROWD; i++)
        pty_signal(crowd[i], SIGKILL);
    double took = sshd_wait_nothing_left(o->sshd);
    print_message("# %d clients: in after %.0f ms, killed at once: gone after %.0f ms; one: %.0f ms\n", CROWD, in, took,
                  alone);
    assert_true(took < 4 * CROWD * alone);
    for (int i = 0; i < CROWD; i++)
        pty_free(crowd[i]);
}

int main(void)
{
    if (sshd_skip(sshd_reason_to_skip()))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_client_that_is_killed_leaves_its_tag_and_nothing_else, begin, end),
        cmocka_unit_test_setup_teardown(a_server_process_that_is_killed_leaves_nothing, begin, end),
        cmocka_unit_test_setup_teardown(a_frozen_client_is_ended_by_the_server, begin, end),
        cmocka_unit_test_setup_teardown(a_frozen_client_does_not_keep_the_program_from_a_signal, begin_patient, end),
        cmocka_unit_test_setup_teardown(the_last_session_that_is_dropped_leaves_one_file, begin, end),
        cmocka_unit_test_setup_teardown(fifty_clients_killed_at_once_leave_nothing, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
