/* The power fails in the middle of the program's work: at any of the calls that it makes to the disk, with any of the
 * sectors lost that it did not ask the disk to keep. What it had said to be done is there when it comes back, and the
 * rest whole or not at all. The program is the real one, its calls are recorded (record.c), and the disk (disk.c) is
 * played from the record. Played by a disk that does not keep what it says it keeps, the same finds losses. */
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"
#include "tests/store_fixture.h"
#include "tests/torture.h"
#include "tests/torture/disk.h"
#include "tests/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CUTS = 40, ALL_CUTS = 400, LIES = 16, TAGS = 320, FILES = 12, PATH = 600 };

struct run {
    struct fixture *f;
    char dir[280], db[290], log[280], found[280], found_db[290];
    struct disk *start; /* before the recorded run */
    struct disk_record record;
    char *bytes;              /* of the record */
    struct str feed;          /* what the whole run left, a line for each change */
    const char *acknowledges; /* what a line begins with that says that something is done */
};

/* ---- the program ---- */

static const char *built(const char *name)
{
    static char path[PATH];
    const char *builddir = getenv("builddir");
    char *full = realpath(builddir ? builddir : ".", NULL);
    snprintf(path, sizeof path, "%s/%s", full ? full : ".", name);
    free(full);
    return path;
}

/* Under ASan its library comes behind ours. */
static void preload(const struct run *r)
{
    const char *asan = getenv("ASAN_OPTIONS");
    struct str options = {0};
    str_addf(&options, "%s%sverify_asan_link_order=0", asan ? asan : "", asan && *asan ? ":" : "");
    setenv("ASAN_OPTIONS", str_z(&options), 1);
    setenv("LD_PRELOAD", built("tests/torture/record.so"), 1);
    setenv("ZHUPI_RECORD", r->dir, 1);
    str_clear(&options);
}

/* Run the program with standard input from INPUT (NULL: nothing), recorded where R says so; its status. */
static int run_program(const struct run *r, const char *const *argv, const char *input, bool recorded)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int in = open(input ? input : "/dev/null", O_RDONLY);
        int out = open(recorded ? r->log : "/dev/null", O_WRONLY | O_APPEND | O_CREAT, 0600);
        dup2(in, STDIN_FILENO);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        if (recorded)
            preload(r);
        execv(built("zhupi"), (char *const *)argv);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void program(const struct run *r, const char *const *argv, const char *input, bool recorded)
{
    int status = run_program(r, argv, input, recorded);
    if (status != 0)
        fail_msg("zhupi %s: %d", argv[1], status);
}

/* ---- what the file holds ---- */

static bool add_change(void *ctx, const struct change *c)
{
    str_addf(ctx, "%lld %s %lld %s %s -> %s\n", (long long)c->seq, c->entity, (long long)c->entity_id, c->action,
             c->before ? c->before : "", c->after ? c->after : "");
    return true;
}

static struct store *open_file(const char *path)
{
    struct store *s;
    struct err e;
    if (store_open(path, &(struct store_opts){.force = true}, &s, &e))
        fail_msg("%s", e.msg);
    return s;
}

static void read_feed(struct store *s, struct str *out)
{
    struct err e;
    if (store_changes(s, &(struct change_filter){0}, add_change, out, &e))
        fail_msg("%s", e.msg);
}

static size_t lines(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

/* ---- recording ---- */

static int set_up(void **state)
{
    struct run *r = MEM_NEW(struct run);
    void *fixture;
    if (fixture_setup(&fixture) != 0)
        return -1;
    r->f = fixture;
    char *real = realpath(r->f->dir, NULL);
    snprintf(r->dir, sizeof r->dir, "%s/disk", real);
    free(real);
    snprintf(r->db, sizeof r->db, "%s/team.db", r->dir);
    snprintf(r->log, sizeof r->log, "%s/record", r->f->dir);
    snprintf(r->found, sizeof r->found, "%s/found", r->f->dir);
    snprintf(r->found_db, sizeof r->found_db, "%s/team.db", r->found);
    *state = r;
    return mkdir(r->dir, 0700) || mkdir(r->found, 0700);
}

static int tear_down(void **state)
{
    struct run *r = *state;
    void *fixture = r->f;
    if (r->start)
        disk_free(r->start);
    disk_record_clear(&r->record);
    free(r->bytes);
    str_clear(&r->feed);
    free(r);
    return fixture_teardown(&fixture);
}

/* Write TEXT to the file NAME in the test's folder; its path. */
static const char *write_text(const struct run *r, const char *name, const char *text)
{
    static char path[PATH];
    snprintf(path, sizeof path, "%s/%s", r->f->dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* Run the program and keep what it does to the disk; a line that begins with ACKNOWLEDGES says that something is done.
 */
static void record(struct run *r, const char *const *argv, const char *input, const char *acknowledges)
{
    size_t n;
    r->acknowledges = acknowledges;
    r->start = disk_new(r->dir);
    program(r, argv, input, true);
    r->bytes = fixture_bytes(r->log, &n);
    r->record = disk_record_read(r->bytes, n);
    assert_true(r->record.n_calls > 10);
    struct store *s = open_file(r->db);
    read_feed(s, &r->feed);
    store_close(&s);
    print_message("# zhupi %s: %zu calls, %zu bytes, %zu changes, %zu acknowledged\n", argv[1], r->record.n_calls, n,
                  lines(str_z(&r->feed)), disk_record_said(&r->record, r->record.n_calls, acknowledges));
}

/* ---- what is found ---- */

static bool finding(void *ctx, const char *line)
{
    snprintf(ctx, sizeof((struct err *)0)->msg, "%s", line);
    return true;
}

/* The texts and files of all documents are those that were imported: reading a file compares its sum. */
static enum err_code read_documents(struct store *s, struct err *e)
{
    enum err_code code = ERR_OK;
    for (int64_t id = 1; !code; id++) {
        struct document d;
        char *bytes = NULL;
        size_t n;
        if (store_document_get(s, id, &d, e))
            return ERR_OK;
        document_clear(&d);
        code = store_document_source(s, id, &bytes, &n, e);
        free(bytes);
        if (code == ERR_NOT_FOUND) /* of an older version, which kept none */
            code = ERR_OK;
    }
    return code;
}

/* The file is sound and can be written to, and its feed is the beginning of the whole run's, LEAST to MOST changes
 * long. What is wrong goes to *E. */
static bool is_whole(const struct run *r, size_t least, size_t most, struct err *e)
{
    struct store *s;
    struct str feed = {0};
    size_t findings = 0;
    if (store_open(r->found_db, &(struct store_opts){.force = true}, &s, e))
        return false;
    enum err_code code = store_check(s, finding, e->msg, &findings, e);
    if (!code && !findings)
        code = store_changes(s, &(struct change_filter){0}, add_change, &feed, e);
    size_t n = lines(str_z(&feed));
    bool prefix = strncmp(str_z(&r->feed), str_z(&feed), feed.len) == 0;
    if (!code && !findings && (n < least || n > most || !prefix))
        code = err_set(e, ERR_IO, "%zu changes, and not %zu to %zu%s", n, least, most, prefix ? "" : ", others");
    if (!code && !findings)
        code = read_documents(s, e);
    if (!code && !findings && n > 1)
        code = store_annotate(s, 1, 0, 4, TAG_CAUSE, "after", NULL, e);
    store_close(&s);
    str_clear(&feed);
    return !code && !findings;
}

static void empty_found(const struct run *r)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-lock", "-live"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char path[PATH + 8];
        snprintf(path, sizeof path, "%s%s", r->found_db, endings[i]);
        unlink(path);
    }
}

/* Half of the cuts are where most of the calls are not. */
static size_t choose_cut(const struct run *r, unsigned i)
{
    unsigned seed = i * 2654435761u + 1;
    size_t cut = (size_t)rand_r(&seed) % (r->record.n_calls + 1);
    for (size_t k = 0; i % 2 && k < r->record.n_calls; k++, cut++)
        if (disk_record_is_rare(&r->record, cut % r->record.n_calls))
            return cut % r->record.n_calls + (size_t)rand_r(&seed) % 2;
    return cut % (r->record.n_calls + 1);
}

/* What is to be there after a cut when there were BASE changes at the start and each line that acknowledges stands for
 * EACH of them, or says that the file is MIGRATED. More may have been under way. */
struct promise {
    size_t base, each, under_way;
    bool migrated;
};

/* Cut number I, found on a disk that lies or not; by the program or, to save the time, by what it is made of. */
static bool survives(const struct run *r, unsigned i, struct promise p, enum disk_lie lie, struct err *e)
{
    size_t cut = choose_cut(r, i);
    size_t said = disk_record_said(&r->record, cut, r->acknowledges), least = p.base + p.each * said;
    empty_found(r);
    disk_cut(r->start, &r->record, cut, i, lie, r->found);
    if (p.migrated && said)
        assert_int_equal(fixture_sql(r->found_db, "PRAGMA user_version"), MIGRATE_NEWEST);
    const char *const check[] = {"zhupi", "check", "--force", r->found_db, NULL};
    bool by_program = lie == DISK_HONEST && (i % 4 == 0 || torture_size(0, 1));
    int status = by_program ? run_program(r, check, NULL, false) : 0;
    if (status == 0 && is_whole(r, least, least + p.under_way, e))
        return true;
    if (status != 0)
        err_set(e, ERR_IO, "zhupi check: %d", status);
    err_prefix(e, "cut %u, after call %zu of %zu", i, cut, r->record.n_calls);
    return false;
}

static void cut_everywhere(const struct run *r, struct promise p, int cuts)
{
    for (unsigned i = 0; i < (unsigned)cuts; i++) {
        struct err e = {0};
        if (!survives(r, i, p, DISK_HONEST, &e))
            fail_msg("%s", e.msg);
    }
}

/* ---- a batch ---- */

static void init(const struct run *r)
{
    const char *const argv[] = {"zhupi", "init", "--force", r->db, NULL};
    program(r, argv, NULL, false);
}

/* Some hundred commands, enough for a checkpoint among them; each that is answered with ok is one change. */
static void record_batch(struct run *r)
{
    struct str commands = {0};
    init(r);
    struct store *s = open_file(r->db);
    fixture_document(s, "d", "一二三四五六七八九十一二三四五六七八九十");
    store_close(&s);
    for (int i = 0; i < TAGS; i++)
        str_addf(&commands,
                 i % 7 == 5    ? "undo\n"
                 : i % 14 == 6 ? "redo\n"
                               : "annotate d %d %d cause \"note %d\"\n",
                 i % 20, i % 20 + 1, i);
    char input[PATH];
    snprintf(input, sizeof input, "%s", write_text(r, "commands", str_z(&commands)));
    const char *const argv[] = {"zhupi", "batch", "--force", r->db, NULL};
    record(r, argv, input, "ok ");
    str_clear(&commands);
}

static const struct promise of_batch = {.base = 2, .each = 1, .under_way = 1};

static void what_a_batch_acknowledged_survives(void **state)
{
    struct run *r = *state;
    record_batch(r);
    cut_everywhere(r, of_batch, torture_size(CUTS, ALL_CUTS));
}

/* How many cuts lose something, so that the test above is known to be able to fail. */
static void losses_are_found(struct run *r, enum disk_lie lie)
{
    int lost = 0;
    for (unsigned i = 0; i < LIES; i++) {
        struct err e = {0};
        lost += !survives(r, i, of_batch, lie, &e);
    }
    print_message("# %s: %d of %d cuts lose something\n",
                  lie == DISK_NO_SYNC ? "fsync swallowed" : "fsync of the -wal swallowed", lost, LIES);
    assert_true(lost > LIES / 4);
}

static void a_disk_that_lies_is_found_out(void **state)
{
    struct run *r = *state;
    record_batch(r);
    losses_are_found(r, DISK_NO_SYNC);
    losses_are_found(r, DISK_NO_WAL_SYNC);
}

/* ---- other work ---- */

static void an_import_survives(void **state)
{
    struct run *r = *state;
    struct str text = {0};
    char path[PATH];
    init(r);
    snprintf(path, sizeof path, "%s/in", r->f->dir);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int i = 0; i < FILES; i++) {
        char name[40];
        snprintf(name, sizeof name, "in/%02d.txt", i);
        for (int k = 0; k < 100 * (i + 1); k++)
            str_addf(&text, "第%d段：窗口从早到晚排着长队。\n", k);
        write_text(r, name, str_z(&text));
    }
    str_clear(&text);
    const char *const argv[] = {"zhupi", "import", "--force", r->db, path, NULL};
    record(r, argv, NULL, "12 added");
    assert_int_equal(lines(str_z(&r->feed)), FILES + 1);
    cut_everywhere(r, (struct promise){.base = 0, .each = FILES + 1, .under_way = FILES + 1},
                   torture_size(CUTS / 2, ALL_CUTS));
}

/* Of a copy of tests/fixtures/NAME, which has so many changes. */
static void migration_survives(struct run *r, const char *name, size_t changes)
{
    struct fixture copy;
    snprintf(copy.path, sizeof copy.path, "%s", r->db);
    fixture_copy(&copy, name);
    const char *const argv[] = {"zhupi", "list", "--force", r->db, NULL};
    record(r, argv, NULL, "id\t");
    cut_everywhere(r, (struct promise){.base = changes, .under_way = 2, .migrated = true},
                   torture_size(CUTS / 2, ALL_CUTS));
}

static void a_migration_of_version_1_survives(void **state)
{
    migration_survives(*state, "version1.db", 11);
}

static void a_migration_of_version_2_survives(void **state)
{
    migration_survives(*state, "version2.db", 23);
}

static void a_migration_of_version_3_survives(void **state)
{
    migration_survives(*state, "version3.db", 34);
}

static void a_new_file_is_whole_or_not_there(void **state)
{
    struct run *r = *state;
    const char *const argv[] = {"zhupi", "init", "--force", r->db, NULL};
    record(r, argv, NULL, r->db);
    int made = 0, cuts = torture_size(CUTS, ALL_CUTS);
    for (unsigned i = 0; i < (unsigned)cuts; i++) {
        struct err e = {0};
        size_t cut = choose_cut(r, i);
        empty_found(r);
        disk_cut(r->start, &r->record, cut, i, DISK_HONEST, r->found);
        if (access(r->found_db, F_OK) != 0)
            assert_int_equal(disk_record_said(&r->record, cut, r->db), 0);
        else if (!is_whole(r, 0, 1, &e))
            fail_msg("cut %u: %s", i, e.msg);
        else
            made++;
    }
    assert_in_range(made, 1, cuts - 1);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) /* the disk is played, and the time of a real one is lost on it */
        setenv("TMPDIR", "/dev/shm", 0);
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(what_a_batch_acknowledged_survives),
        T(a_disk_that_lies_is_found_out),
        T(an_import_survives),
        T(a_migration_of_version_1_survives),
        T(a_migration_of_version_2_survives),
        T(a_migration_of_version_3_survives),
        T(a_new_file_is_whole_or_not_there),
    };
    return cmocka_run_group_tests_name("power_cut", tests, NULL, NULL);
}
