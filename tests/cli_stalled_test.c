/* Output that nobody reads, as behind "| less" or on a terminal that Ctrl-S stopped: whatever is printed, the database
 * is left alone meanwhile, so that the -wal of those who go on working stays at its limit. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIPE_BYTES 4096                     /* the pipe; as much again stays in the program's stream */
#define LONG_BYTES 600                      /* of names and comments, so that every listing is longer than both */
#define FRAMES 50                           /* the limit of the -wal, in pages */
#define MOST_WAL (3 * FRAMES * (4096 + 24)) /* the file format document, §4.1; a commit goes over the limit */
#define DOCUMENTS 24
#define COMMITS 60
#define LONG_MS 60000 /* a wait that ends before, or the test has failed */

static void must(enum err_code code, const struct err *e)
{
    if (code)
        fail_msg("%d: %s", code, e->msg);
}

/* A long name that begins with N. */
static void long_name(char name[LONG_BYTES + 1], int n)
{
    memset(name, 'n', LONG_BYTES);
    name[LONG_BYTES] = '\0';
    name[snprintf(name, LONG_BYTES, "%02d", n)] = '-';
}

static struct store *open_lowered(const struct fixture *f)
{
    struct store *s;
    struct err e;
    must(store_open(f->path, &(struct store_opts){.force = true, .checkpoint_frames = FRAMES}, &s, &e), &e);
    return s;
}

/* Documents, reviewers, tags and questions; every listing of them is long. */
static void add_plenty(struct store *s)
{
    char name[LONG_BYTES + 1];
    struct annotation a;
    struct err e;
    for (int i = 0; i < DOCUMENTS; i++) {
        int64_t reviewer;
        long_name(name, i);
        int64_t d = fixture_document(s, name, name);
        must(store_reviewer_add(s, name, -1, &reviewer, &e), &e);
        must(store_assign(s, d, reviewer, true, &e), &e);
        must(store_annotate(s, d, 3, 7, TAG_CAUSE, name, &a, &e), &e);
        must(store_comment(s, a.id, 0, true, name, NULL, &e), &e);
        annotation_clear(&a);
    }
}

/* ---- a program that prints into a pipe ---- */

struct stalled {
    pid_t pid;
    int out;
};

/* The program beside this test's build folder. */
static void run_program(const struct fixture *f, const char *const *words)
{
    const char *builddir = getenv("builddir"), *argv[8] = {"zhupi", words[0], "--force"};
    char path[512];
    size_t n = 3;
    snprintf(path, sizeof path, "%s/zhupi", builddir ? builddir : ".");
    for (size_t i = 1; words[i]; i++)
        argv[n++] = words[i];
    argv[n] = f->path;
    execv(path, (char *const *)argv);
}

/* Start it, and wait until it prints. */
static struct stalled start(const struct fixture *f, const char *const *words, const char *input)
{
    int out[2], in = open(input, O_RDONLY | O_CLOEXEC);
    assert_true(in >= 0);
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    assert_int_equal(fcntl(out[1], F_SETPIPE_SZ, PIPE_BYTES), PIPE_BYTES);
    struct stalled p = {.pid = fork(), .out = out[0]};
    assert_true(p.pid >= 0);
    if (p.pid == 0) {
        dup2(in, STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
        run_program(f, words);
        _exit(127);
    }
    close(in);
    close(out[1]);
    assert_int_equal(poll(&(struct pollfd){.fd = p.out, .events = POLLIN}, 1, LONG_MS), 1);
    return p;
}

/* Read it to its end; its exit status. */
static int let_go(struct stalled *p)
{
    char buffer[PIPE_BYTES];
    ssize_t n;
    int status;
    while ((n = read(p->out, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
        continue;
    close(p->out);
    assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static long long wal_bytes(const struct fixture *f)
{
    char path[sizeof f->path + 4];
    struct stat st;
    snprintf(path, sizeof path, "%s-wal", f->path);
    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

/* Somebody works in S while nobody reads what the program prints. */
static void work_beside(const struct fixture *f, struct store *s, const char *const *words, const char *input,
                        int status)
{
    struct err e;
    struct stalled p = start(f, words, input);
    for (int i = 0; i < COMMITS; i++)
        must(store_annotate(s, 1, 3, 7, TAG_REMEDY, NULL, NULL, &e), &e);
    long long wal = wal_bytes(f);
    assert_int_equal(waitpid(p.pid, NULL, WNOHANG), 0); /* it still waits for its reader */
    assert_int_equal(let_go(&p), status);
    if (wal > MOST_WAL)
        fail_msg("zhupi %s: the -wal grew to %lld bytes, more than %d", words[0], wal, MOST_WAL);
}

/* ---- the subcommands ---- */

static void a_listing_that_nobody_reads_holds_nothing(void **state)
{
    static const char *const commands[][4] = {
        {"list"},   {"list", "--json"},       {"assign"}, {"role"},
        {"export"}, {"export", "--comments"}, {"log"},    {"log", "--json"},
    };
    struct fixture *f = *state;
    struct store *s = open_lowered(f);
    add_plenty(s);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        work_beside(f, s, commands[i], "/dev/null", 0);
    store_close(&s);
}

static void an_export_of_the_restricted_mode_holds_nothing(void **state)
{
    static const char *const review[] = {"review", "--restricted", "--as", "li", NULL};
    struct fixture *f = *state;
    struct store *s = open_lowered(f);
    add_plenty(s);
    assert_int_equal(setenv("SSH_ORIGINAL_COMMAND", "export --tag cause", 1), 0);
    work_beside(f, s, review, "/dev/null", 0);
    assert_int_equal(unsetenv("SSH_ORIGINAL_COMMAND"), 0);
    store_close(&s);
}

static void answers_that_nobody_reads_hold_nothing(void **state)
{
    static const char *const batch[] = {"batch", NULL};
    struct fixture *f = *state;
    struct store *s = open_lowered(f);
    char input[sizeof f->dir + 16];
    fixture_document(s, "a", "00 some text");
    snprintf(input, sizeof input, "%s/commands", f->dir);
    FILE *commands = fopen(input, "w");
    assert_non_null(commands);
    for (int i = 0; i < 500; i++) /* that commit nothing: only the other session brings the -wal to its limit */
        fputs("annotate a 0 100 cause\n", commands);
    assert_int_equal(fclose(commands), 0);
    work_beside(f, s, batch, input, 1);
    store_close(&s);
}

/* A damaged file has many findings; those who work in it go on. */
static void findings_that_nobody_reads_hold_nothing(void **state)
{
    static const char *const check[] = {"check", NULL};
    struct fixture *f = *state;
    struct store *s = open_lowered(f);
    struct err e;
    fixture_document(s, "a", "00 some text");
    for (int i = 0; i < 120; i++)
        must(store_annotate(s, 1, 0, 2, TAG_CAUSE, NULL, NULL, &e), &e);
    fixture_sql(f->path, "PRAGMA ignore_check_constraints = 1;"
                         "UPDATE annotation SET end = 400, note = CAST(x'ff' AS TEXT)");
    work_beside(f, s, check, "/dev/null", 1);
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_listing_that_nobody_reads_holds_nothing, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_export_of_the_restricted_mode_holds_nothing, fixture_setup_db,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(answers_that_nobody_reads_hold_nothing, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(findings_that_nobody_reads_hold_nothing, fixture_setup_db, fixture_teardown),
    };
    return cmocka_run_group_tests_name("cli_stalled", tests, NULL, NULL);
}
