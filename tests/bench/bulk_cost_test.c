/* What is done to many things at once costs little more than what has to be done: a row of an export against a plain
 * loop that reads the same rows and writes them, an import against reading, decoding and storing. Counted are the
 * instructions that valgrind sees, floor and program in the same run, because times depend on the machine. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "text/decode.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How often the floor a row and a file may cost. Measured were 1.2 and 1.5; the rest is for other compilers
 * and libraries. A row of the program has what the floor's has not: the path of its section, context that begins and
 * ends between clusters, quotes without noise, codes, questions and links. */
#define ROW_MOST 1.6
#define FILE_MOST 2.0

#define FEW_ROWS 2000
#define MANY_ROWS 12000
#define FEW_FILES 20
#define MANY_FILES 60
#define FILE_BYTES 14000

/* ---- counting ---- */

/* Run COMMAND (words for a shell) under valgrind and write down its instructions. */
static double instructions(const struct fixture *f, const char *command)
{
    struct str shell = {0};
    char profile[300], line[4096];
    double n = 0;
    snprintf(profile, sizeof profile, "%s/profile", f->dir);
    str_addf(&shell, "valgrind -q --tool=callgrind --callgrind-out-file='%s' %s >/dev/null 2>&1", profile, command);
    int status = system(str_z(&shell));
    FILE *in = status == 0 ? fopen(profile, "re") : NULL;
    while (in && fgets(line, sizeof line, in))
        if (strncmp(line, "totals: ", 8) == 0 || strncmp(line, "summary: ", 9) == 0)
            n = strtod(strchr(line, ' '), NULL);
    if (in)
        fclose(in);
    unlink(profile);
    if (n <= 0)
        fail_msg("not counted: %s", str_z(&shell));
    str_clear(&shell);
    return n;
}

static void tool(const char *name, char out[4096])
{
    const char *build = getenv("builddir");
    snprintf(out, 4096, "%s/%s", build ? build : ".", name);
}

/* What this program does as a floor, or zhupi, with ARGUMENTS. */
static double cost(const struct fixture *f, bool floor, const char *arguments)
{
    char path[4096];
    struct str command = {0};
    tool(floor ? "tests/bench/bulk_cost_test" : "zhupi", path);
    str_addf(&command, "'%s' %s", path, arguments);
    double n = instructions(f, str_z(&command));
    str_clear(&command);
    return n;
}

/* ---- the floors ---- */

static const char rows_sql[] =
    "SELECT a.uuid, d.name, d.sha256, a.tag, a.start, a.end, r.name, a.note, a.created, a.updated, a.settled, d.id "
    "FROM annotation a JOIN document d ON d.id = a.document_id JOIN reviewer r ON r.id = a.reviewer_id "
    "WHERE a.deleted_at IS NULL ORDER BY a.document_id, a.start, a.end, a.id";

/* The bytes behind N characters. */
static const char *past_points(const char *p, int64_t n)
{
    while (n > 0 && *p)
        n -= (*++p & 0xC0) != 0x80;
    return p;
}

/* A loop over the rows, each cell as it comes, and what is quoted; the text of the one document is TEXT. */
static int plain_rows(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *text, *st;
    bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
              sqlite3_prepare_v2(db, "SELECT text FROM document_text", -1, &text, NULL) == SQLITE_OK &&
              sqlite3_prepare_v2(db, rows_sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(text) == SQLITE_ROW;
    const char *at = ok ? (const char *)sqlite3_column_text(text, 0) : "";
    for (int64_t cp = 0; ok && sqlite3_step(st) == SQLITE_ROW;) {
        for (int i = 0; i < 11; i++) {
            const char *cell = (const char *)sqlite3_column_text(st, i);
            fputs(cell ? cell : "", stdout);
            putchar(',');
        }
        int64_t start = sqlite3_column_int64(st, 4); /* they come by place: the text is walked once */
        at = past_points(at, start - cp);
        cp = start;
        fwrite(at, 1, (size_t)(past_points(at, sqlite3_column_int64(st, 5) - start) - at), stdout);
        fputs("\r\n", stdout);
    }
    return ok ? 0 : 1;
}

/* Read, decode and store COUNT files of the folder. */
static int plain_import(const char *path, const char *folder, int count)
{
    struct err e;
    struct store *s;
    struct document_new documents[MANY_FILES] = {0};
    struct document_added added[MANY_FILES];
    struct decoded decoded[MANY_FILES];
    char names[MANY_FILES][16], file[1200];
    if (count > MANY_FILES || store_open(path, &(struct store_opts){.force = true}, &s, &e))
        return 1;
    for (int i = 0; i < count; i++) {
        size_t n;
        snprintf(names[i], sizeof names[i], "%04d.txt", i);
        snprintf(file, sizeof file, "%s/%s", folder, names[i]);
        char *bytes = fixture_bytes(file, &n);
        if (decode(bytes, n, &(struct decode_opts){0}, &decoded[i], &e))
            return 1;
        documents[i] = (struct document_new){.name = names[i],
                                             .encoding = decoded[i].encoding,
                                             .source = bytes,
                                             .source_bytes = n,
                                             .text = decoded[i].utf8,
                                             .text_bytes = decoded[i].bytes};
    }
    int status = store_documents_add(s, documents, (size_t)count, added, &e) ? 1 : 0;
    for (int i = 0; i < count; i++) {
        free((char *)documents[i].source);
        decoded_clear(&decoded[i]);
    }
    store_close(&s);
    return status;
}

/* ---- rows ---- */

static double row_session(const struct fixture *f, bool floor, int rows)
{
    struct str arguments = {0};
    struct store *s = fixture_open(f, NULL);
    sample_annotate(f, sample_document(s, "report", 1000000, false), rows);
    store_close(&s);
    str_addf(&arguments, floor ? "rows '%s'" : "export --force '%s'", f->path);
    double n = cost(f, floor, str_z(&arguments));
    str_clear(&arguments);
    return n;
}

/* Instructions for one more row. */
static double of_a_row(bool floor)
{
    void *few, *many;
    assert_int_equal(fixture_setup_db(&few), 0);
    assert_int_equal(fixture_setup_db(&many), 0);
    double n = row_session(many, floor, MANY_ROWS) - row_session(few, floor, FEW_ROWS);
    fixture_teardown(&few);
    fixture_teardown(&many);
    return n / (MANY_ROWS - FEW_ROWS);
}

static void a_row_costs_little_more_than_its_cells(void **state)
{
    (void)state;
    double floor = of_a_row(true), row = of_a_row(false);
    print_message("# a row: %.0f instructions, %.2f times those of a plain loop, %.0f\n", row, row / floor, floor);
    assert_true(floor > 0);
    assert_true(row < floor * ROW_MOST);
}

/* ---- files ---- */

static void write_files(const char *folder, int count)
{
    char path[1200];
    char *text = sample_text(FILE_BYTES, false);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%04d.txt", folder, i);
        FILE *out = fopen(path, "we");
        assert_non_null(out);
        fprintf(out, "第%d份\n%s", i, text); /* no two may be the same */
        assert_int_equal(fclose(out), 0);
    }
    free(text);
}

static void remove_files(const char *folder, int count)
{
    char path[1200];
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%04d.txt", folder, i);
        unlink(path);
    }
    rmdir(folder);
}

static double file_session(bool floor, int count)
{
    void *state;
    char folder[300];
    struct str arguments = {0};
    assert_int_equal(fixture_setup_db(&state), 0);
    const struct fixture *f = state;
    snprintf(folder, sizeof folder, "%s/in", f->dir);
    write_files(folder, count);
    if (floor)
        str_addf(&arguments, "import '%s' '%s' %d", f->path, folder, count);
    else
        str_addf(&arguments, "import --force '%s' '%s'", f->path, folder);
    double n = cost(f, floor, str_z(&arguments));
    str_clear(&arguments);
    remove_files(folder, count);
    fixture_teardown(&state);
    return n;
}

static double of_a_file(bool floor)
{
    return (file_session(floor, MANY_FILES) - file_session(floor, FEW_FILES)) / (MANY_FILES - FEW_FILES);
}

static void a_file_costs_little_more_than_storing_it(void **state)
{
    (void)state;
    double floor = of_a_file(true), file = of_a_file(false);
    print_message("# a file: %.0f instructions, %.2f times those of storing it, %.0f\n", file, file / floor, floor);
    assert_true(floor > 0);
    assert_true(file < floor * FILE_MOST);
}

/* Whether valgrind is here and can run the program; it cannot where that has a sanitizer. */
static bool valgrind_works(void)
{
    char path[4096], command[5000];
    tool("zhupi", path);
    snprintf(command, sizeof command, "valgrind -q --tool=none '%s' --version >/dev/null 2>&1", path);
    return system(command) == 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_costs_little_more_than_its_cells),
        cmocka_unit_test(a_file_costs_little_more_than_storing_it),
    };
    if (argc == 3 && strcmp(argv[1], "rows") == 0)
        return plain_rows(argv[2]);
    if (argc == 5 && strcmp(argv[1], "import") == 0)
        return plain_import(argv[2], argv[3], (int)strtol(argv[4], NULL, 10));
    if (!valgrind_works()) {
        puts("1..0 # SKIP valgrind is not here, or cannot run a program with a sanitizer");
        return 0;
    }
    return cmocka_run_group_tests_name("bulk_cost", tests, NULL, NULL);
}
