/* The table of converters: what it may say, and whose it may be. */
#include "exchange/converter.h"

#include "base/mem.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void test_table(void **state)
{
    (void)state;
    struct str told = {0};
    struct converters *f = table("# programs of this house\n"
                                 "application/rtf; unrtf --text  %s # no pictures\r\n"
                                 "\n"
                                 "Application/X-Thing;\"/opt/my reader\" \"\" --rate=100%% --in=%s#1;Pages\n"
                                 "application/rtf; catdoc %s; html",
                                 &told);
    assert_string_equal(str_z(&told), "");
    const struct converter *rtf = converters_find(f, "Application/RTF"),
                           *thing = converters_find(f, "application/x-thing");
    assert_non_null(rtf);
    assert_string_equal(rtf->argv[0], "unrtf"); /* the first line wins */
    assert_string_equal(rtf->argv[1], "--text");
    assert_string_equal(rtf->argv[2], "%s");
    assert_null(rtf->argv[3]);
    assert_int_equal(rtf->output, CONVERTER_TEXT);
    assert_non_null(thing);
    assert_string_equal(thing->argv[0], "/opt/my reader");
    assert_string_equal(thing->argv[1], "");
    assert_string_equal(thing->argv[3], "--in=%s#1");
    assert_int_equal(thing->output, CONVERTER_PAGES);
    assert_null(converters_find(f, "application/pdf"));
    converters_free(f);
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
        struct converters *f = table(cases[i].line, &told);
        assert_string_equal(str_z(&told), cases[i].message);
        assert_null(converters_find(f, "a/b"));
        converters_free(f);
        str_clear(&told);
    }
}

static void test_good_lines_beside_bad_ones(void **state)
{
    (void)state;
    struct str told = {0};
    struct converters *f = table("nonsense\na/b; cat %s\n", &told);
    assert_non_null(strstr(str_z(&told), "table:1: "));
    assert_non_null(converters_find(f, "a/b"));
    converters_free(f);
    str_clear(&told);
}

/* What is told about the table at PATH; whether it is used. */
static bool is_used(const char *path, struct str *told)
{
    str_truncate(told, 0);
    struct converters *f = converters_new();
    converters_read_file(f, path, collect, told);
    bool used = converters_find(f, "a/b") != NULL;
    converters_free(f);
    return used;
}

static void test_files_of_others(void **state)
{
    struct scratch *s = *state;
    static const char line[] = "a/b; cat %s\n";
    const char *path = scratch_write(s, "converters", line, sizeof line - 1);
    struct str told = {0};
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(is_used(path, &told));
    assert_int_equal(told.len, 0);
    static const mode_t open_modes[] = {0664, 0646, 0666};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(chmod(path, open_modes[i]), 0);
        assert_false(is_used(path, &told));
        assert_non_null(strstr(str_z(&told), "/converters: can be written by others"));
    }
    if (geteuid() == 0) {
        assert_int_equal(chmod(path, 0644), 0);
        assert_int_equal(chown(path, 12345, 0), 0);
        assert_false(is_used(path, &told));
        assert_non_null(strstr(str_z(&told), "/converters: belongs to somebody else"));
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
    char *spaces = mem_alloc(CONVERTER_TABLE_BYTES + 1, 1);
    memset(spaces, '\n', CONVERTER_TABLE_BYTES + 1);
    struct str told = {0};
    assert_false(is_used(scratch_write(s, "large", spaces, CONVERTER_TABLE_BYTES + 1), &told));
    assert_non_null(strstr(str_z(&told), "is larger than 64 kB"));
    free(spaces);
    str_clear(&told);
}

static void test_own_table_before_the_built_in_one(void **state)
{
    struct scratch *s = *state;
    static const char line[] = "application/pdf; cat %s\n";
    assert_int_equal(mkdir(scratch_path(s, "zhupi"), 0700), 0);
    assert_int_equal(chmod(scratch_write(s, "zhupi/converters", line, sizeof line - 1), 0600), 0);
    struct str told = {0};
    setenv("XDG_CONFIG_HOME", s->dir, 1);
    struct converters *f = converters_load(collect, &told);
    assert_string_equal(converters_find(f, "application/pdf")->argv[0], "cat");
    converters_free(f);
    setenv("XDG_CONFIG_HOME", scratch_path(s, "none"), 1);
    f = converters_load(collect, &told);
    const struct converter *pdf = converters_find(f, "application/pdf");
    assert_non_null(pdf);
    assert_int_equal(pdf->output, CONVERTER_PAGES);
    assert_string_equal(pdf->package, "poppler-utils");
    converters_free(f);
    unsetenv("XDG_CONFIG_HOME");
    assert_int_equal(told.len, 0);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
