/* Every subcommand with a file in which everything is hostile, and with hostile arguments, environment and file names,
 * writing to a terminal: nothing but what may be seen, in lines. What goes into a file is as it was stored. Which
 * subcommands and options there are is asked of the program; one that has no way to be run here fails the test. */
#include "tests/hostile_file.h"
#include "tests/hostile_stream.h"
#include "tests/term/pty.h"
#include "tests/torture.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 16
#define LINES_MAX 16

/* How a subcommand is run: words that are split at blanks; DB is the file, @ a handful, _ a blank. The first line is
 * also run with each option of the subcommand. */
static const struct recipe {
    const char *name;
    const char *lines[LINES_MAX];
} recipes[] = {
    {"assign", {"DB", "DB other_@ 3_@.txt", "DB other_@ 3_@.txt --remove", "DB nobody_@ 3_@.txt"}},
    {"backup", {"DB copy_@.db", "DB copy_@.db", "DB /nowhere/copy_@.db"}},
    {"batch", {"DB"}},
    {"carry", {"DB 2_@.txt", "DB 2_@.txt --csv", "DB 2_@.txt --accept all", "DB @"}},
    {"check", {"DB", "@", "notes.txt"}},
    {"codebook", {"DB", "DB --raw", "DB --import notes.txt", "DB --import book.csv", "DB --import bad.csv"}},
    {"done", {"DB 1_@.txt", "DB 1_@.txt --reopen", "DB @"}},
    {"export",
     {"DB", "DB --comments", "DB --links", "DB --raw", "DB --document 1_@.txt", "DB --document @",
      "DB --reviewer other_@", "DB --format @", "DB --tag @", "DB --filter @", "DB --filter (@", "DB --filter nosuch:@",
      "DB --filter @@", "DB --filter by:@_&_("}},
    {"extract", {"DB 1_@.txt", "DB --directory out_@", "DB --directory out_@", "DB @"}},
    {"filter", {"DB", "DB name_@ cause", "DB name_@ (@", "DB @ @", "DB name --remove", "DB @ --remove"}},
    {"import",
     {"DB notes.txt", "DB files", "DB files --verbose", "DB nowhere_@", "DB files --encoding @",
      "DB notes.txt --max-size @", "DB changed/notes.txt --as-version-of @"}},
    {"init", {"new_@.db", "new_@.db", "/nowhere/@.db", "g/x.db --group @"}},
    {"ledger",
     {"DB", "DB --unanswered", "DB --json", "DB --format csv", "DB --format markdown", "DB --format html",
      "DB --sort @"}},
    {"list", {"DB", "DB --json", "DB --filter @", "@", "notes.txt"}},
    {"log", {"DB", "DB --json", "DB --annotation @", "DB --document 1_@.txt", "DB --reviewer other_@", "DB --since @"}},
    {"noise", {"DB", "DB --csv", "DB 1_@.txt", "DB @", "DB --lift @", "DB --find"}},
    {"outline", {"DB 1_@.txt", "DB 1_@.txt --json", "DB @"}},
    {"review",
     {"DB --keymap @", "DB --headless --keys keys_@ --screen shown_@", "DB --size @", "DB --ambiguous @",
      "DB --headless --keys keys --screen /nowhere/@", "DB --headless --keys notes.txt"}},
    {"role", {"DB", "DB other_@ reader", "DB other_@ @", "DB @ lead", "DB key_@ lead --key"}},
    {"stats",
     {"DB", "DB --by tag", "DB --by code", "DB --by document", "DB --by section", "DB --by reviewer",
      "DB --by coverage", "DB --by together", "DB --by place", "DB --by @", "DB --json", "DB --document @",
      "DB --filter @"}},
};

#define RECIPES (sizeof recipes / sizeof *recipes)

struct scene {
    char dir[64], program[4096];
    char fill[HOSTILE_BYTES], name[HOSTILE_BYTES]; /* the handful, and the same where no slash may stand */
    char *good;
    size_t good_bytes;
    struct stream *stream;
    size_t runs, marked;
};

/* ---- files ---- */

static void write_bytes(const char *path, const char *p, size_t n)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        fail_msg("%s cannot be made", path);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static char *read_bytes(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        fail_msg("%s cannot be read", path);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = calloc(1, *n + 1);
    assert_non_null(p);
    assert_int_equal(fread(p, 1, *n, f), *n);
    fclose(f);
    return p;
}

/* Names that are no text at all, or text that a terminal obeys; of some the content is refused, with their names. */
static void make_files(const struct scene *s)
{
    static const char *const names[] = {"\xFF\xFE raw.txt",
                                        "\x1b]0;title\x07.txt",
                                        "a\rb\bc.txt",
                                        "\xE2\x80\xAE"
                                        "fdp.txt",
                                        "\xC2\x9B"
                                        "31m.pdf",
                                        "line\nbreak.docx"};
    char path[256], book[512];
    assert_int_equal(mkdir("files", 0755), 0);
    assert_int_equal(mkdir("changed", 0755), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "files/%s", names[i]);
        write_bytes(path, i % 2 ? "\xFF\xD8\xFF broken" : path, i % 2 ? 10 : strlen(path));
    }
    snprintf(path, sizeof path, "files/%s.txt", s->name);
    write_bytes(path, s->fill, strlen(s->fill));
    write_bytes("notes.txt", s->fill, strlen(s->fill));
    write_bytes("changed/notes.txt", "other", 5);
    write_bytes("keys", "j \"", 3);
    snprintf(book, sizeof book, "tag,path\ncause,new %s\nmanifestation,\"a/%s\"\n", s->fill, s->fill);
    write_bytes("book.csv", book, strlen(book));
    snprintf(book, sizeof book, "tag,path\n%s,x\n", s->fill);
    write_bytes("bad.csv", book, strlen(book));
    snprintf(book, sizeof book, "annotate \"1 %s.txt\" 0 3 cause %s\nannotate %s\n%s\nannotation-note %s %s\n", s->fill,
             s->fill, s->fill, s->fill, s->fill, s->fill);
    write_bytes("batch.txt", book, strlen(book));
}

static void fresh_file(const struct scene *s)
{
    unlink("t.db-wal");
    unlink("t.db-shm");
    write_bytes("t.db", s->good, s->good_bytes);
}

static void fill(struct scene *s, size_t handful)
{
    char next[HOSTILE_BYTES];
    hostile_handful(handful, next);
    fresh_file(s);
    hostile_file_fill("t.db", *s->fill ? s->fill : HOSTILE_PLACE, next);
    free(s->good);
    s->good = read_bytes("t.db", &s->good_bytes);
    snprintf(s->fill, sizeof s->fill, "%s", next);
    snprintf(s->name, sizeof s->name, "%s", next);
    assert_int_equal(system("rm -rf files changed"), 0);
    make_files(s);
}

static int set_up(void **state)
{
    static struct scene s;
    s = (struct scene){0};
    strcpy(s.dir, "/tmp/zhupi-hostile-XXXXXX");
    assert_non_null(mkdtemp(s.dir));
    assert_non_null(realpath("./zhupi", s.program));
    assert_int_equal(chdir(s.dir), 0);
    hostile_file_make("t.db");
    s.good = read_bytes("t.db", &s.good_bytes);
    s.stream = stream_new(NULL);
    fill(&s, 0);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    char command[128];
    char *slash = strrchr(s->program, '/');
    *slash = '\0';
    int rc = chdir(s->program); /* where the next test looks for the program */
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    stream_free(s->stream);
    free(s->good);
    return system(command) | rc;
}

/* ---- running ---- */

/* TEXT in a shell's quotes in what is told of a failure. */
static void spell(char *out, size_t size, const char *const argv[])
{
    size_t n = 0;
    for (; *argv && n + 8 < size; argv++)
        for (const char *p = *argv;
             n + 8 < size && (n += (size_t)snprintf(out + n, size - n, p == *argv ? " " : ""), *p); p++)
            n += (size_t)snprintf(out + n, size - n, *p >= 0x20 && *p < 0x7F ? "%c" : "\\x%02X", (unsigned char)*p);
}

/* Run ARGV (behind the program's name, at least one word) in a terminal, with ENV on top; both end with NULL. It may
 * fail, and has to say why in what may be seen. */
static void run(struct scene *s, const char *const argv[], const char *const env[])
{
    static const char script[] = "exec \"$@\" <batch.txt";
    const char *all[WORDS_MAX + 8] = {s->program}, *variables[24] = {"LC_ALL=C.UTF-8",  "LANGUAGE", "HOME=/nonexistent",
                                                                     "XDG_CONFIG_HOME", "VISUAL",   "EDITOR"};
    char told[2048] = "";
    size_t n = 1, v = 6;
    bool batch = strcmp(argv[0], "batch") == 0;
    if (batch) {
        const char *const shell[] = {"/bin/sh", "-c", script, "sh", s->program};
        memcpy(all, shell, sizeof shell);
        n = 5;
    }
    for (size_t i = 0; argv[i] && n < WORDS_MAX + 7; i++)
        all[n++] = argv[i];
    for (; env && *env && v < 23; v++)
        variables[v] = *env++;
    struct pty *p = pty_start(all, variables, 24, 80);
    assert_non_null(p);
    stream_begin(s->stream);
    pty_watch(p, stream_take, s->stream);
    int status = -1;
    spell(told, sizeof told, argv);
    if (!pty_wait_exit(p, &status))
        fail_msg("zhupi%s: it does not end", told);
    pty_free(p);
    const char *breach = stream_breach(s->stream);
    if (breach)
        fail_msg("zhupi%s: %s", told, breach);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 2)
        fail_msg("zhupi%s: status %x", told, (unsigned)status);
    s->runs++;
    s->marked += stream_marked(s->stream);
}

/* The words of LINE into ARGV behind the N that are there: DB, and handfuls for @, a blank for _. Kept in STORE. */
static size_t add_words(const struct scene *s, const char *line, const char *argv[], size_t n, char *store, size_t size)
{
    size_t at = 0;
    while (*line && n < WORDS_MAX) {
        argv[n++] = store + at;
        size_t word = strcspn(line, " ");
        if (word == 2 && strncmp(line, "DB", 2) == 0)
            at += (size_t)snprintf(store + at, size - at, "t.db");
        else
            for (size_t i = 0; i < word && at + HOSTILE_BYTES < size; i++) {
                const char c[2] = {line[i] == '_' ? ' ' : line[i], '\0'};
                at += (size_t)snprintf(store + at, size - at, "%s", line[i] == '@' ? s->fill : c);
            }
        store[at++] = '\0';
        line += word + (line[word] == ' ');
    }
    argv[n] = NULL;
    return n;
}

static void run_line(struct scene *s, const char *name, const char *line, const char *option, const char *value)
{
    const char *argv[WORDS_MAX + 4] = {name, "--force"};
    char store[1024];
    size_t n = add_words(s, line, argv, 2, store, sizeof store);
    if (option)
        argv[n++] = option;
    if (value)
        argv[n++] = value;
    argv[n] = NULL;
    run(s, argv, NULL);
}

/* ---- what the program says that there is ---- */

static char *output_of(const struct scene *s, const char *arguments)
{
    char command[sizeof s->program + 128];
    size_t n;
    snprintf(command, sizeof command, "LC_ALL=C.UTF-8 LANGUAGE= '%s' %s >said 2>&1 || :", s->program, arguments);
    assert_int_equal(system(command), 0);
    return read_bytes("said", &n);
}

static const struct recipe *recipe_of(const char *name)
{
    for (size_t i = 0; i < RECIPES; i++)
        if (strcmp(recipes[i].name, name) == 0)
            return &recipes[i];
    return NULL;
}

typedef void each_fn(struct scene *s, const struct recipe *r, const char *option, bool value);

/* FN for each option that the help of R lists; "-f, --follow", "--by WHAT", "--restricted". */
static void each_option(struct scene *s, const struct recipe *r, each_fn *fn)
{
    char arguments[64], option[64];
    snprintf(arguments, sizeof arguments, "help %s", r->name);
    char *help = output_of(s, arguments), *rest = NULL;
    size_t n = 0;
    for (char *line = strtok_r(help, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *dashes =
            strncmp(line, "  -", 3) == 0 || strncmp(line, "      --", 8) == 0 ? strstr(line, "--") : NULL;
        if (!dashes || sscanf(dashes, "%63[a-z-]", option) != 1)
            continue;
        bool value = dashes[strlen(option)] == ' ' && dashes[strlen(option) + 1] != ' ';
        fn(s, r, option, value);
        n++;
    }
    if (n < 2)
        fail_msg("the help of %s lists no options", r->name);
    free(help);
}

static void every_subcommand_is_run(void **state)
{
    struct scene *s = *state;
    size_t n = 0;
    char name[32];
    char *help = output_of(s, "--help"), *rest = NULL, *subcommands = strstr(help, "\nSubcommands:\n");
    assert_non_null(subcommands);
    for (char *line = strtok_r(subcommands + 14, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (sscanf(line, "  %31[a-z]", name) != 1 || line[0] != ' ')
            break;
        if (!recipe_of(name))
            fail_msg("“%s” is run nowhere here", name);
        n++;
    }
    assert_int_equal(n, RECIPES);
    free(help);
}

/* ---- the tests ---- */

static void run_recipe(struct scene *s, const struct recipe *r)
{
    fresh_file(s);
    for (size_t i = 0; i < LINES_MAX && r->lines[i]; i++)
        run_line(s, r->name, r->lines[i], NULL, NULL);
}

static void output_shows_marks(void **state)
{
    struct scene *s = *state;
    size_t handfuls = (size_t)torture_size(2, (int)hostile_handfuls());
    for (size_t h = 0; h < handfuls; h++) {
        fill(s, h);
        for (size_t i = 0; i < RECIPES; i++)
            run_recipe(s, &recipes[i]);
    }
    print_message("%zu runs, %zu of which show marks\n", s->runs, s->marked);
    assert_true(s->marked > s->runs / 2);
}

/* What asks for keys or never ends has to be left out; so has the help. */
static bool is_endless(const struct recipe *r, const char *option)
{
    return strcmp(option, "--follow") == 0 || strcmp(option, "--help") == 0 || strcmp(r->name, "review") == 0;
}

static void with_option(struct scene *s, const struct recipe *r, const char *option, bool value)
{
    if (is_endless(r, option))
        return;
    fresh_file(s);
    run_line(s, r->name, r->lines[0], option, value ? s->name : NULL);
}

static void options_show_marks(void **state)
{
    struct scene *s = *state;
    for (size_t i = 0; i < RECIPES; i++)
        each_option(s, &recipes[i], with_option);
    print_message("%zu runs, %zu of which show marks\n", s->runs, s->marked);
}

static void wrong_words_show_marks(void **state)
{
    struct scene *s = *state;
    char option[HOSTILE_BYTES + 4], file[HOSTILE_BYTES + 4];
    snprintf(option, sizeof option, "--%s", s->fill);
    snprintf(file, sizeof file, "./%s", s->fill);
    const char *const lines[][5] = {
        {s->fill},
        {option},
        {"help", s->fill},
        {"-k", s->fill, "t.db"},
        {"--print-keymap", "-k", s->fill},
        {"--version", s->fill},
        {"t.db", s->fill, s->fill},
        {file, s->fill},
        {"-k", s->fill, s->fill},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        run(s, lines[i], NULL);
    for (size_t i = 0; i < RECIPES; i++) {
        const char *const wrong[][6] = {
            {recipes[i].name, option}, {recipes[i].name, s->fill, s->fill, s->fill, s->fill}, {recipes[i].name, file}};
        for (size_t k = 0; k < (strcmp(recipes[i].name, "review") == 0 ? 2 : 3); k++) /* "init" has made it */
            run(s, wrong[k], NULL);
    }
}

static void the_environment_shows_marks(void **state)
{
    static const char *const names[] = {"TERM",   "LC_ALL", "LANGUAGE", "HOME",  "USER",
                                        "TMPDIR", "TZ",     "COLUMNS",  "VISUAL"};
    struct scene *s = *state;
    char value[HOSTILE_BYTES + 32], keymap[600], config[160];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(value, sizeof value, "%s=%s\xFF", names[i], s->fill);
        run(s, (const char *const[]){"list", "--force", "t.db", NULL}, (const char *const[]){value, NULL});
    }
    assert_int_equal(system("mkdir -p config/zhupi"), 0);
    snprintf(keymap, sizeof keymap, "bind %s x\nbind text \"%s\" tag\n%s\nbind any x %s\n", s->fill, s->fill, s->fill,
             s->fill);
    write_bytes("config/zhupi/keymap", keymap, strlen(keymap));
    write_bytes("config/zhupi/converters", keymap, strlen(keymap));
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", s->dir);
    run(s, (const char *const[]){"--print-keymap", NULL}, (const char *const[]){config, NULL});
    run(s, (const char *const[]){"import", "--force", "t.db", "files", NULL}, (const char *const[]){config, NULL});
}

/* What is stored goes into a file as it is. */
static void is_in_output(struct scene *s, const char *arguments)
{
    size_t n;
    char command[2 * sizeof s->program + 256];
    snprintf(command, sizeof command, "'%s' %s >said", s->program, arguments);
    if (system(command) != 0)
        fail_msg("zhupi %s", arguments);
    char *said = read_bytes("said", &n);
    if (!memmem(said, n, s->fill, strlen(s->fill)))
        fail_msg("zhupi %s changes what is stored: %s", arguments, said);
    free(said);
}

static void files_get_what_is_stored(void **state)
{
    static const char *const lines[] = {"export --force --raw t.db",
                                        "export --force --raw --comments t.db",
                                        "export --force --raw --links t.db",
                                        "codebook --force --raw t.db",
                                        "list --force t.db",
                                        "outline --force t.db 1",
                                        "ledger --force t.db"};
    struct scene *s = *state;
    for (size_t h = 1; h < 4; h++) { /* without the controls that CSV and TSV spell */
        fill(s, h);
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
            is_in_output(s, lines[i]);
    }
    fill(s, 0);
    char command[2 * sizeof s->program + 256];
    snprintf(command, sizeof command,
             "'%s' import --force t.db notes.txt 2>said && '%s' extract --force t.db notes.txt >got", s->program,
             s->program);
    assert_int_equal(system(command), 0);
    assert_int_equal(system("cmp -s notes.txt got"), 0);
}

/* Nobody reads standard error but people, sooner or later on a terminal. */
static void messages_in_a_file_show_marks(void **state)
{
    struct scene *s = *state;
    size_t n;
    char command[2 * sizeof s->program + 256];
    snprintf(command, sizeof command, "'%s' import --force --verbose t.db files >said 2>&1 || :", s->program);
    assert_int_equal(system(command), 0);
    char *said = read_bytes("said", &n);
    stream_begin(s->stream);
    stream_take(s->stream, said, n);
    const char *breach = stream_breach(s->stream);
    if (breach)
        fail_msg("%s", breach);
    assert_true(stream_marked(s->stream));
    free(said);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_subcommand_is_run),       TEST(output_shows_marks),          TEST(options_show_marks),
        TEST(wrong_words_show_marks),        TEST(the_environment_shows_marks), TEST(files_get_what_is_stored),
        TEST(messages_in_a_file_show_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
