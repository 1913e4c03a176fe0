/* A converter: what it gets, what is made of its answer, and what it can do to the one who runs it. */
#include "exchange/converter.h"

#include "base/mem.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct limits limits = {.file = 64 << 20, .text = 1 << 20, .memory = (size_t)1 << 30, .seconds = 60};
static const char document[] = "一份给过滤程序读的文件。\n";

static void collect(void *ctx, const char *line)
{
    struct str *told = ctx;
    str_add(told, line);
    str_addc(told, '\n');
}

static struct converters *table(const char *text, struct str *told)
{
    struct converters *f = converters_new();
    converters_read(f, "table", text, strlen(text), collect, told);
    return f;
}

/* ---- a run ---- */

/* What COMMAND prints for the document, or the error; the caller clears it. */
static struct str run_within(const char *command, const struct limits *l, struct err *e)
{
    struct str told = {0}, line = {0}, out = {0};
    str_addf(&line, "a/b; %s", command);
    struct converters *f = table(str_z(&line), &told);
    assert_string_equal(str_z(&told), "");
    *e = (struct err){0};
    enum err_code rc = converter_run(converters_find(f, "a/b"), document, sizeof document - 1, l, &out, e);
    assert_int_equal(rc, e->code);
    assert_true(rc == ERR_OK || (out.p == NULL && out.len == 0));
    converters_free(f);
    str_clear(&line);
    str_clear(&told);
    return out;
}

static void assert_prints(const char *command, const char *expected)
{
    struct err e;
    struct str out = run_within(command, &limits, &e);
    assert_string_equal(e.msg, "");
    assert_string_equal(str_z(&out), expected);
    str_clear(&out);
}

static void assert_fails_within(const char *command, const struct limits *l, const char *message)
{
    struct err e;
    run_within(command, l, &e);
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.msg, message);
}

static void assert_fails(const char *command, const char *message)
{
    assert_fails_within(command, &limits, message);
}

static void test_output(void **state)
{
    (void)state;
    assert_prints("cat %s", document);
    assert_prints("cat %s %s", "一份给过滤程序读的文件。\n一份给过滤程序读的文件。\n");
    assert_prints("tail -c 4 %s", "。\n"); /* it can be read from any place */
    assert_prints("true %s", "");
    assert_prints("sh -c \"printf '\\357\\273\\277a\\r\\nb\\fc'\" %s", "a\nb\fc");
}

static void test_words_are_arguments(void **state)
{
    (void)state;
    /* No shell looks at them; the file is an absolute path, so never an option. */
    assert_prints("printf [%%s] \"a  b\" \"\" $HOME * `id` --in=%s", "[a  b][][$HOME][*][`id`][--in=/proc/self/fd/3]");
}

static void test_messages(void **state)
{
    (void)state;
    assert_fails("sh -c \"echo 'Syntax Error: no pages' >&2; exit 1\" %s", "sh cannot read it: Syntax Error: no pages");
    assert_fails("sh -c \"echo noted >&2; printf 'I/O error \\033]0;x' >&2; exit 3\" %s",
                 "sh cannot read it: I/O error ^[]0;x");
    assert_fails("sh -c \"echo libz.so.1: failed to map segment from shared object >&2; exit 127\" %s",
                 "sh needs more than 1024 MB of memory: give --max-memory with more");
    assert_fails("sh -c \"echo half of it; exit 3\" %s", "sh cannot read it, and does not say why (status 3)");
    assert_fails("sh -c \"kill -SEGV $$\" %s", "sh cannot read it, and crashed (Segmentation fault)");
    assert_fails("sh -c \"echo 'Command Line Error: Incorrect password' >&2; exit 1\" %s",
                 "is protected with a password: save a copy without it, and import that");
    assert_prints("sh -c \"echo a warning >&2; echo text\" %s", "text\n"); /* it worked */
}

/* A shell with trap '' CHLD hands that down, and then nobody could ask how the program ended. */
static void test_children_that_nobody_waits_for(void **state)
{
    (void)state;
    struct sigaction before, ignore = {.sa_handler = SIG_IGN}, now;
    assert_int_equal(sigaction(SIGCHLD, &ignore, &before), 0);
    assert_fails("sh -c \"echo half of it; exit 3\" %s", "sh cannot read it, and does not say why (status 3)");
    assert_int_equal(sigaction(SIGCHLD, &before, &now), 0);
    assert_ptr_equal(now.sa_handler, SIG_IGN);
}

static void test_not_installed(void **state)
{
    (void)state;
    char *path = mem_dup(getenv("PATH"));
    assert_fails("zhupi-no-such-program %s", "is read with zhupi-no-such-program, which is not there: install it, or "
                                             "name another program in ~/.config/zhupi/converters");
    assert_fails("/no/such/program %s", "is read with /no/such/program, which is not there: install it, or name "
                                        "another program in ~/.config/zhupi/converters");
    setenv("PATH", "/no/such/folder:.:", 1);
    assert_fails("pdftotext %s -", "is read with pdftotext, which is not installed: install the package poppler-utils, "
                                   "or name another program in ~/.config/zhupi/converters");
    assert_fails("exchange_converter_test %s",
                 "is read with exchange_converter_test, which is not there: install it, or "
                 "name another program in ~/.config/zhupi/converters");
    setenv("PATH", path, 1);
    free(path);
}

static void test_no_utf8(void **state)
{
    (void)state;
    static const char message[] =
        "what sh prints is not UTF-8: the table of converters has to name the option that makes it so";
    assert_fails("sh -c \"printf '\\273\\250\\n'\" %s", message);
    assert_fails("sh -c \"printf 'a\\000b'\" %s", message);
}

static void test_time(void **state)
{
    (void)state;
    struct limits l = limits;
    l.seconds = 1;
    assert_fails_within("sh -c \"trap '' TERM INT HUP; while :; do sleep 1000; done\" %s", &l,
                        "sh needs longer than 1 s: give --max-time with more, if it is right");
    assert_fails_within("sh -c \"while :; do :; done\" %s", &l,
                        "sh needs longer than 1 s: give --max-time with more, if it is right");
    assert_fails_within("sh -c \"yes >&2\" %s", &l,
                        "sh needs longer than 1 s: give --max-time with more, if it is right");
    /* One that closes its output and stays. */
    assert_fails_within("sh -c \"exec >&- 2>&-; sleep 1000\" %s", &l,
                        "sh needs longer than 1 s: give --max-time with more, if it is right");
}

/* With several threads the processor time is over first: what ends the program then says so only where there is some
 * left to be killed in. */
static void test_processor_time(void **state)
{
    (void)state;
    assert_prints("sh -c \"ulimit -St; ulimit -Ht\" %s", "60\n61\n");
    assert_fails("sh -c \"kill -XCPU $$\" %s", "sh needs longer than 60 s: give --max-time with more, if it is right");
}

static void test_too_much(void **state)
{
    (void)state;
    assert_fails("sh -c \"yes; cat\" %s", "sh prints more than 1 MB of text: --max-text allows more");
}

/* A large file on the way, where the kernel lets it be written, is no way around it either. */
static void test_file_size(void **state)
{
    (void)state;
    assert_prints("sh -c \"ulimit -Sf; ulimit -Hf\" %s", "2048\n2048\n"); /* of 512 bytes */
}

static void test_memory(void **state)
{
    (void)state;
    struct limits l = limits;
    l.memory = 100 << 20;
    assert_fails_within("sh -c \"dd if=/dev/zero bs=200M count=1 | wc -c; exit 1\" %s", &l,
                        "sh needs more than 100 MB of memory: give --max-memory with more");
    l.memory = (size_t)1 << 30;
    assert_prints("sh -c \"dd if=/dev/zero bs=200M count=1 2>/dev/null | wc -c\" %s", "209715200\n");
}

static void test_nothing_is_handed_down(void **state)
{
    struct scratch *s = *state;
    assert_prints("sh -c \"cat; cat $0\" %s", document); /* nothing to read, where nobody can type */
    int secret = open(scratch_path(s, "team.db"), O_RDONLY);
    assert_true(secret >= 0);
    assert_prints("ls -1 /proc/self/fd --ignore=4 --hide=%s", "0\n1\n2\n3\n"); /* 4 is the folder itself */
    close(secret);
}

static void test_environment(void **state)
{
    (void)state;
    setenv("ZHUPI_TEST_SECRET", "x", 1);
    setenv("TMPDIR", "/tmp", 0);
    struct err e;
    struct str out = run_within("env --unset=%s", &limits, &e);
    assert_string_equal(e.msg, "");
    assert_non_null(strstr(str_z(&out), "PATH="));
    assert_non_null(strstr(str_z(&out), "TMPDIR="));
    assert_non_null(strstr(str_z(&out), "LANG=C.UTF-8\n"));
    size_t lines = 0;
    for (const char *c = str_z(&out); *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 3);
    str_clear(&out);
    unsetenv("ZHUPI_TEST_SECRET");
}

static void test_no_network(void **state)
{
    (void)state;
    struct err e;
    run_within("bash -c \"exec 5<>/dev/tcp/127.0.0.1/9\" %s", &limits, &e);
    assert_int_equal(e.code, ERR_INPUT);
    assert_non_null(strstr(e.msg, "Operation not permitted"));
}

static void test_file_cannot_be_changed(void **state)
{
    (void)state;
    struct err e;
    run_within("sh -c \"echo other >$0\" %s", &limits, &e);
    assert_int_equal(e.code, ERR_INPUT);
}

/* ---- what it tries on others ---- */

static long landlock_version(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* COMMAND, a shell's, which finds the folder of the test in $0, is refused what it tries, and its run goes on. */
static void assert_refused(const struct scratch *s, const char *command)
{
    struct str line = {0};
    str_addf(&line, "sh -c \"(%s) >/dev/null 2>&1 && echo done || echo refused\" %s %%s", command, s->dir);
    struct err e;
    struct str out = run_within(str_z(&line), &limits, &e);
    assert_string_equal(e.msg, "");
    if (strcmp(str_z(&out), "refused\n") != 0)
        fail_msg("“%s” is not refused", command);
    str_clear(&out);
    str_clear(&line);
}

/* Whatever a program for PDF really is, the files of the one who imports, and of the team, stay as they are. */
static void test_no_writing(void **state)
{
    struct scratch *s = *state;
    static const char *const tries[] = {"echo x >$0/new",
                                        "echo x >>$0/own.txt",
                                        ": >$0/own.txt",
                                        "echo x >>$0/team.db",
                                        "mkdir $0/new",
                                        "rmdir $0/folder",
                                        "rm -f $0/own.txt && test ! -e $0/own.txt",
                                        "mv $0/own.txt $0/new",
                                        "mv $0/own.txt $0/folder",
                                        "ln $0/own.txt $0/new",
                                        "ln -s own.txt $0/new",
                                        "mkfifo $0/new",
                                        "dd if=/dev/zero of=$0/team.db conv=notrunc count=1",
                                        "echo x >/dev/shm/zhupi-converter-test",
                                        "echo x >/proc/$PPID/comm"};
    if (landlock_version() < 1) {
        print_message("this kernel has no Landlock: a converter can write here\n");
        skip();
    }
    scratch_write(s, "own.txt", "own", 3);
    assert_int_equal(mkdir(scratch_path(s, "folder"), 0700), 0);
    struct stat before, after;
    assert_int_equal(stat(scratch_path(s, "team.db"), &before), 0);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_refused(s, tries[i]);
    assert_int_equal(stat(scratch_path(s, "team.db"), &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(stat(scratch_path(s, "own.txt"), &after), 0);
    assert_int_equal(after.st_size, 3);
    assert_int_equal(access(scratch_path(s, "new"), F_OK), -1);
    assert_prints("sh -c \"echo x >/dev/null && cat $0\" %s", document);
}

/* What Landlock does not know of, so on every kernel. */
static void test_no_changes_of_files(void **state)
{
    struct scratch *s = *state;
    static const char *const tries[] = {"chmod 777 $0/own.txt", "chown 0 $0/own.txt", "touch -d 2001-01-01 $0/own.txt",
                                        "flock -n $0/own.txt true"};
    scratch_write(s, "own.txt", "own", 3);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_refused(s, tries[i]);
}

/* A run that is stopped would be waited for for ever. */
static void test_no_signals(void **state)
{
    struct scratch *s = *state;
    static const char *const tries[] = {"kill -STOP $PPID",
                                        "/bin/kill -CONT $PPID",
                                        "kill -0 $PPID",
                                        "renice -n 19 -p $PPID",
                                        "ionice -c 3 -p $PPID",
                                        "taskset -p 1 $PPID",
                                        "prlimit --nofile=3 --pid $PPID",
                                        "unshare -U true"};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_refused(s, tries[i]);
}

/* ---- the end of a run ---- */

/* Whether process PID runs. One that nobody has reaped yet does not. */
static bool runs(pid_t pid)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    bool read = fgets(line, sizeof line, f);
    fclose(f);
    const char *name_end = strrchr(line, ')');
    return read && name_end && name_end[2] != 'Z' && name_end[2] != 'X';
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

static bool ends_soon(pid_t pid)
{
    for (int i = 0; i < 4000 && runs(pid); i++)
        nap();
    return !runs(pid);
}

/* Whether process PID was started with a word that is MARK. */
static bool has_word(const char *pid, const char *mark)
{
    char path[280], words[4096];
    snprintf(path, sizeof path, "/proc/%s/cmdline", pid);
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(words, 1, sizeof words - 1, f) : 0;
    if (f)
        fclose(f);
    words[n] = '\0';
    for (size_t at = 0; at < n; at += strlen(words + at) + 1)
        if (strcmp(words + at, mark) == 0)
            return true;
    return false;
}

/* The process with MARK among its words, or 0. A converter can leave no note of its number: it writes nowhere. */
static pid_t find_marked(const char *mark)
{
    pid_t found = 0;
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    for (struct dirent *d; found == 0 && (d = readdir(processes));)
        if (d->d_name[0] >= '1' && d->d_name[0] <= '9' && has_word(d->d_name, mark))
            found = (pid_t)strtol(d->d_name, NULL, 10);
    closedir(processes);
    return found;
}

static pid_t wait_for_marked(const char *mark)
{
    pid_t pid = 0;
    for (int i = 0; i < 4000 && (pid = find_marked(mark)) == 0; i++)
        nap();
    assert_true(pid > 1);
    return pid;
}

/* A number of seconds to sleep that no other process sleeps. */
static const char *mark(char n)
{
    static char marks[2][32];
    snprintf(marks[n == 'b'], sizeof *marks, "100%d.%d", n == 'b', (int)getpid());
    return marks[n == 'b'];
}

static void test_what_it_started_ends_with_it(void **state)
{
    (void)state;
    struct err e;
    struct str out = run_within("sh -c \"sleep 1000 & echo $!\" %s", &limits, &e);
    assert_string_equal(e.msg, ""); /* although its output is still open in the other one */
    pid_t pid = (pid_t)strtol(str_z(&out), NULL, 10);
    assert_true(pid > 1);
    assert_true(ends_soon(pid));
    str_clear(&out);
}

static void test_nothing_escapes(void **state)
{
    (void)state;
    struct str command = {0};
    str_addf(&command, "sh -c \"setsid sleep %s & wait; sleep 0.1; echo went on\" %%s", mark('a'));
    assert_prints(str_z(&command), "went on\n"); /* else it would wait for the one that left */
    assert_int_equal(find_marked(mark('a')), 0);
    str_clear(&command);
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int s)
{
    interrupted = s;
}

/* A process that imports with a converter that stays (mark a), and starts another program that does (mark b). */
static pid_t start_import(void (*handler)(int))
{
    struct str command = {0};
    str_addf(&command, "sh -c \"sleep %s & exec sleep %s\" %%s", mark('b'), mark('a'));
    pid_t pid = fork();
    if (pid != 0) {
        str_clear(&command);
        return pid;
    }
    signal(SIGINT, handler);
    struct err e;
    run_within(str_z(&command), &limits, &e);
    _exit(e.code == ERR_IO && interrupted == SIGINT ? 42 : 1);
}

static void test_interrupt(void **state)
{
    (void)state;
    int status;
    pid_t import = start_import(SIG_DFL), program = wait_for_marked(mark('a')), other = wait_for_marked(mark('b'));
    assert_int_equal(kill(import, SIGINT), 0);
    assert_int_equal(waitpid(import, &status, 0), import);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    assert_true(ends_soon(program) && ends_soon(other));
    import = start_import(on_interrupt);
    program = wait_for_marked(mark('a'));
    assert_int_equal(kill(import, SIGINT), 0);
    assert_int_equal(waitpid(import, &status, 0), import);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    assert_true(ends_soon(program));
}

static void test_killed_import(void **state)
{
    (void)state;
    pid_t import = start_import(SIG_DFL), program = wait_for_marked(mark('a')), other = wait_for_marked(mark('b'));
    assert_int_equal(kill(import, SIGKILL), 0);
    assert_int_equal(waitpid(import, NULL, 0), import);
    assert_true(ends_soon(program));
    assert_true(ends_soon(other)); /* nobody tells it: it is not the import's own child */
}

/* ---- the built-in one ---- */

/* A page with the words in Helvetica, as small as PDF allows; what reads it mends the missing table of objects. */
static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    "4 0 obj<</Length 47>>stream\nBT /F 12 Tf 20 100 Td (Water came at noon.) Tj ET\nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static void test_pdf(void **state)
{
    (void)state;
    if (system("command -v pdftotext >/dev/null") != 0)
        skip();
    struct str told = {0}, out;
    struct converters *f = converters_load(collect, &told);
    const struct converter *converter = converters_find(f, "application/pdf");
    struct err e = {0};
    assert_int_equal(converter_run(converter, pdf, sizeof pdf - 1, &limits, &out, &e), ERR_OK);
    assert_non_null(strstr(str_z(&out), "Water came at noon."));
    assert_int_equal(out.p[out.len - 1], '\f');
    str_clear(&out);
    assert_int_equal(converter_run(converter, pdf, 60, &limits, &out, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "is damaged or not complete: open it"));
    assert_non_null(strstr(e.msg, "pdftotext cannot read it: "));
    assert_int_equal(converter_run(converter, "", 0, &limits, &out, &e), ERR_INPUT);
    converters_free(f);
    str_clear(&told);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_words_are_arguments),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_children_that_nobody_waits_for),
        cmocka_unit_test(test_not_installed),
        cmocka_unit_test(test_no_utf8),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_processor_time),
        cmocka_unit_test(test_too_much),
        cmocka_unit_test(test_file_size),
        cmocka_unit_test(test_memory),
        WITH_FOLDER(test_nothing_is_handed_down),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_no_network),
        cmocka_unit_test(test_file_cannot_be_changed),
        WITH_FOLDER(test_no_writing),
        WITH_FOLDER(test_no_changes_of_files),
        WITH_FOLDER(test_no_signals),
        cmocka_unit_test(test_what_it_started_ends_with_it),
        cmocka_unit_test(test_nothing_escapes),
        cmocka_unit_test(test_interrupt),
        cmocka_unit_test(test_killed_import),
        cmocka_unit_test(test_pdf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
