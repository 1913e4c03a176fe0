/* Filters: what a table may say, and what a program can do to the one who runs it. */
#include "exchange/filter.h"

#include "base/mem.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* ---- the table ---- */

static struct filters *table(const char *text, struct str *told)
{
    struct filters *f = filters_new();
    filters_read(f, "table", text, strlen(text), collect, told);
    return f;
}

static void test_table(void **state)
{
    (void)state;
    struct str told = {0};
    struct filters *f = table("# programs of this house\n"
                              "application/rtf; unrtf --text  %s # no pictures\r\n"
                              "\n"
                              "Application/X-Thing;\"/opt/my reader\" \"\" --rate=100%% --in=%s#1;Pages\n"
                              "application/rtf; catdoc %s; html",
                              &told);
    assert_string_equal(str_z(&told), "");
    const struct filter *rtf = filters_find(f, "Application/RTF"), *thing = filters_find(f, "application/x-thing");
    assert_non_null(rtf);
    assert_string_equal(rtf->argv[0], "unrtf"); /* the first line wins */
    assert_string_equal(rtf->argv[1], "--text");
    assert_string_equal(rtf->argv[2], "%s");
    assert_null(rtf->argv[3]);
    assert_int_equal(rtf->output, FILTER_TEXT);
    assert_non_null(thing);
    assert_string_equal(thing->argv[0], "/opt/my reader");
    assert_string_equal(thing->argv[1], "");
    assert_string_equal(thing->argv[3], "--in=%s#1");
    assert_int_equal(thing->output, FILTER_PAGES);
    assert_null(filters_find(f, "application/pdf"));
    filters_free(f);
}

static void test_bad_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"application/rtf\n", "table:1: there is no command: \n"},
        {"application/rtf; ;\n", "table:1: there is no command: \n"},
        {"rtf; unrtf %s\n", "table:1: a line is “TYPE; COMMAND”, and this is no media type: rtf\n"},
        {"a/b/c; unrtf %s\n", "table:1: a line is “TYPE; COMMAND”, and this is no media type: a/b/c\n"},
        {"\n\na/b; unrtf\n", "table:3: the command does not name the file with %s: unrtf\n"},
        {"a/b; %s %s\n", "table:1: the program itself cannot be the file: %s %s\n"},
        {"a/b; bin/unrtf %s\n", "table:1: the program is neither a name nor an absolute path: bin/unrtf %s\n"},
        {"a/b; unrtf %f %s\n", "table:1: only %s and %% are known behind %: unrtf %f %s\n"},
        {"a/b; unrtf \"%s\n", "table:1: a quote has no end: unrtf \"%s\n"},
        {"a/b; unrtf %s; picture\n", "table:1: the output is text, pages or html, not picture\n"},
        {"a/b; unrtf %s; text; x\n", "table:1: there is more than TYPE; COMMAND; OUTPUT:  x\n"},
        {"\x1b[2J; unrtf %s\n", "table:1: a line is “TYPE; COMMAND”, and this is no media type: ^[[2J\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str told = {0};
        struct filters *f = table(cases[i].line, &told);
        assert_string_equal(str_z(&told), cases[i].message);
        assert_null(filters_find(f, "a/b"));
        filters_free(f);
        str_clear(&told);
    }
}

static void test_good_lines_beside_bad_ones(void **state)
{
    (void)state;
    struct str told = {0};
    struct filters *f = table("nonsense\na/b; cat %s\n", &told);
    assert_non_null(strstr(str_z(&told), "table:1: "));
    assert_non_null(filters_find(f, "a/b"));
    filters_free(f);
    str_clear(&told);
}

/* What is told about the table at PATH; whether it is used. */
static bool is_used(const char *path, struct str *told)
{
    str_truncate(told, 0);
    struct filters *f = filters_new();
    filters_read_file(f, path, collect, told);
    bool used = filters_find(f, "a/b") != NULL;
    filters_free(f);
    return used;
}

static void test_files_of_others(void **state)
{
    struct scratch *s = *state;
    static const char line[] = "a/b; cat %s\n";
    const char *path = scratch_write(s, "filters", line, sizeof line - 1);
    struct str told = {0};
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(is_used(path, &told));
    assert_int_equal(told.len, 0);
    static const mode_t open_modes[] = {0664, 0646, 0666};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(chmod(path, open_modes[i]), 0);
        assert_false(is_used(path, &told));
        assert_non_null(strstr(str_z(&told), "/filters: can be written by others"));
    }
    if (geteuid() == 0) {
        assert_int_equal(chmod(path, 0644), 0);
        assert_int_equal(chown(path, 12345, 0), 0);
        assert_false(is_used(path, &told));
        assert_non_null(strstr(str_z(&told), "/filters: belongs to somebody else"));
    }
    assert_false(is_used(scratch_path(s, "none"), &told)); /* most have none: nothing is said */
    assert_int_equal(told.len, 0);
    assert_false(is_used(s->dir, &told));
    assert_non_null(strstr(str_z(&told), "is no regular file"));
    path = scratch_path(s, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(is_used(path, &told));
    assert_non_null(strstr(str_z(&told), "is no regular file"));
    str_clear(&told);
}

static void test_large_table(void **state)
{
    struct scratch *s = *state;
    char *spaces = mem_alloc(FILTER_TABLE_BYTES + 1, 1);
    memset(spaces, '\n', FILTER_TABLE_BYTES + 1);
    struct str told = {0};
    assert_false(is_used(scratch_write(s, "large", spaces, FILTER_TABLE_BYTES + 1), &told));
    assert_non_null(strstr(str_z(&told), "is larger than 64 kB"));
    free(spaces);
    str_clear(&told);
}

static void test_own_table_before_the_built_in_one(void **state)
{
    struct scratch *s = *state;
    static const char line[] = "application/pdf; cat %s\n";
    assert_int_equal(mkdir(scratch_path(s, "zhupi"), 0700), 0);
    assert_int_equal(chmod(scratch_write(s, "zhupi/filters", line, sizeof line - 1), 0600), 0);
    struct str told = {0};
    setenv("XDG_CONFIG_HOME", s->dir, 1);
    struct filters *f = filters_load(collect, &told);
    assert_string_equal(filters_find(f, "application/pdf")->argv[0], "cat");
    filters_free(f);
    setenv("XDG_CONFIG_HOME", scratch_path(s, "none"), 1);
    f = filters_load(collect, &told);
    const struct filter *pdf = filters_find(f, "application/pdf");
    assert_non_null(pdf);
    assert_int_equal(pdf->output, FILTER_PAGES);
    assert_string_equal(pdf->package, "poppler-utils");
    filters_free(f);
    unsetenv("XDG_CONFIG_HOME");
    assert_int_equal(told.len, 0);
}

/* ---- a run ---- */

/* What COMMAND prints for the document, or the error; the caller clears it. */
static struct str run_within(const char *command, const struct limits *l, struct err *e)
{
    struct str told = {0}, line = {0}, out = {0};
    str_addf(&line, "a/b; %s", command);
    struct filters *f = table(str_z(&line), &told);
    assert_string_equal(str_z(&told), "");
    *e = (struct err){0};
    enum err_code rc = filter_run(filters_find(f, "a/b"), document, sizeof document - 1, l, &out, e);
    assert_int_equal(rc, e->code);
    assert_true(rc == ERR_OK || (out.p == NULL && out.len == 0));
    filters_free(f);
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
                                             "name another program in ~/.config/zhupi/filters");
    assert_fails("/no/such/program %s", "is read with /no/such/program, which is not there: install it, or name "
                                        "another program in ~/.config/zhupi/filters");
    setenv("PATH", "/no/such/folder:.:", 1);
    assert_fails("pdftotext %s -", "is read with pdftotext, which is not installed: install the package poppler-utils, "
                                   "or name another program in ~/.config/zhupi/filters");
    assert_fails("exchange_filter_test %s", "is read with exchange_filter_test, which is not there: install it, or "
                                            "name another program in ~/.config/zhupi/filters");
    setenv("PATH", path, 1);
    free(path);
}

static void test_no_utf8(void **state)
{
    (void)state;
    static const char message[] =
        "what sh prints is not UTF-8: the table of filters has to name the option that makes it so";
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

/* A large file on the way is no way around it either. */
static void test_file_size(void **state)
{
    struct scratch *s = *state;
    struct str command = {0};
    str_addf(&command, "sh -c \"cat /dev/zero >%s/large\" %%s", s->dir);
    struct err e;
    run_within(str_z(&command), &limits, &e);
    assert_int_equal(e.code, ERR_INPUT);
    struct stat st;
    assert_int_equal(stat(scratch_path(s, "large"), &st), 0);
    assert_true((size_t)st.st_size <= limits.text);
    str_clear(&command);
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

static pid_t pid_in(const char *path)
{
    long pid = 0;
    for (int i = 0; i < 4000 && pid == 0; i++) {
        char line[32] = "";
        FILE *f = fopen(path, "r");
        if (f && fgets(line, sizeof line, f) && strchr(line, '\n'))
            pid = strtol(line, NULL, 10);
        if (f)
            fclose(f);
        if (pid == 0)
            nap();
    }
    assert_true(pid > 1);
    return (pid_t)pid;
}

static void test_what_it_started_ends_with_it(void **state)
{
    struct scratch *s = *state;
    struct str command = {0};
    str_addf(&command, "sh -c \"sleep 1000 & echo $! >%s/pid; echo done\" %%s", s->dir);
    assert_prints(str_z(&command), "done\n"); /* although its output is still open in the other one */
    assert_true(ends_soon(pid_in(scratch_path(s, "pid"))));
    str_clear(&command);
}

static void test_nothing_escapes(void **state)
{
    struct scratch *s = *state;
    struct str command = {0};
    str_addf(&command, "sh -c \"setsid sh -c 'echo $$ >%s/pid; exec sleep 1000' & wait\" %%s", s->dir);
    struct limits l = limits;
    l.seconds = 2;
    struct err e;
    struct str out = run_within(str_z(&command), &l, &e);
    str_clear(&out);
    if (access(scratch_path(s, "pid"), F_OK) == 0) /* else it did not even start */
        assert_true(ends_soon(pid_in(scratch_path(s, "pid"))));
    str_clear(&command);
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int s)
{
    interrupted = s;
}

/* A process that imports with a filter that writes its number and stays. */
static pid_t start_import(struct scratch *s, void (*handler)(int))
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    struct str command = {0};
    str_addf(&command, "sh -c \"echo $$ >%s/pid; exec sleep 1000\" %%s", s->dir);
    signal(SIGINT, handler);
    struct err e;
    run_within(str_z(&command), &limits, &e);
    _exit(e.code == ERR_IO && interrupted == SIGINT ? 42 : 1);
}

static void test_interrupt(void **state)
{
    struct scratch *s = *state;
    int status;
    pid_t import = start_import(s, SIG_DFL), program = pid_in(scratch_path(s, "pid"));
    assert_int_equal(kill(import, SIGINT), 0);
    assert_int_equal(waitpid(import, &status, 0), import);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    assert_true(ends_soon(program));
    unlink(scratch_path(s, "pid"));
    import = start_import(s, on_interrupt);
    program = pid_in(scratch_path(s, "pid"));
    assert_int_equal(kill(import, SIGINT), 0);
    assert_int_equal(waitpid(import, &status, 0), import);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    assert_true(ends_soon(program));
}

static void test_killed_import(void **state)
{
    struct scratch *s = *state;
    pid_t import = start_import(s, SIG_DFL), program = pid_in(scratch_path(s, "pid"));
    assert_int_equal(kill(import, SIGKILL), 0);
    assert_int_equal(waitpid(import, NULL, 0), import);
    assert_true(ends_soon(program));
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
    struct filters *f = filters_load(collect, &told);
    const struct filter *filter = filters_find(f, "application/pdf");
    struct err e = {0};
    assert_int_equal(filter_run(filter, pdf, sizeof pdf - 1, &limits, &out, &e), ERR_OK);
    assert_non_null(strstr(str_z(&out), "Water came at noon."));
    assert_int_equal(out.p[out.len - 1], '\f');
    str_clear(&out);
    assert_int_equal(filter_run(filter, pdf, 60, &limits, &out, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "is damaged or not complete: open it"));
    assert_non_null(strstr(e.msg, "pdftotext cannot read it: "));
    assert_int_equal(filter_run(filter, "", 0, &limits, &out, &e), ERR_INPUT);
    filters_free(f);
    str_clear(&told);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_good_lines_beside_bad_ones),
        WITH_FOLDER(test_files_of_others),
        WITH_FOLDER(test_large_table),
        WITH_FOLDER(test_own_table_before_the_built_in_one),
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_words_are_arguments),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_children_that_nobody_waits_for),
        cmocka_unit_test(test_not_installed),
        cmocka_unit_test(test_no_utf8),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_processor_time),
        cmocka_unit_test(test_too_much),
        WITH_FOLDER(test_file_size),
        cmocka_unit_test(test_memory),
        WITH_FOLDER(test_nothing_is_handed_down),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_no_network),
        cmocka_unit_test(test_file_cannot_be_changed),
        WITH_FOLDER(test_what_it_started_ends_with_it),
        WITH_FOLDER(test_nothing_escapes),
        WITH_FOLDER(test_interrupt),
        WITH_FOLDER(test_killed_import),
        cmocka_unit_test(test_pdf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
