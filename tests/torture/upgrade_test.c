/* A file of every version so far opens in this program, and holds afterwards what it held. The program is killed before
 * each call that changes the file, and in the middle of each that writes: each step of the migration is done or not. */
#include "base/mem.h"
#include "base/str.h"
#include "tests/store_fixture.h"
#include "tests/torture.h"
#include "tests/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what a file of an older version holds ---- */

static sqlite3 *open_plainly(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    return db;
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    return st;
}

/* The questions that give all that is in the file, one a line: each table with the columns that it has now, ordered by
 * all of them. An index that is made a column of later asks the same. */
static void questions(const char *path, struct str *out)
{
    sqlite3 *db = open_plainly(path);
    sqlite3_stmt *st =
        ask(db, "SELECT 'SELECT * FROM (SELECT ' || group_concat('\"' || c.name || '\"') || ' FROM \"' || t.name || "
                "'\" ) ORDER BY ' || group_concat(c.cid + 1) FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name ORDER BY t.name");
    while (sqlite3_step(st) == SQLITE_ROW)
        str_addf(out, "%s\n", (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static void answer(sqlite3 *db, const char *sql, struct str *out)
{
    sqlite3_stmt *st = ask(db, sql);
    str_addf(out, "%s\n", sql);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const unsigned char *text = sqlite3_column_text(st, i);
            str_addf(out, "|%s", text ? (const char *)text : "NULL");
        }
        str_addc(out, '\n');
    }
    sqlite3_finalize(st);
}

/* What the file answers to the QUESTIONS. */
static void answers(const char *path, const struct str *list, struct str *out)
{
    sqlite3 *db = open_plainly(path);
    char *all = mem_dup(str_z(list)), *rest = all;
    for (char *sql; (sql = strtok_r(rest, "\n", &rest));)
        answer(db, sql, out);
    free(all);
    sqlite3_close(db);
}

struct old {
    struct fixture *f;
    const char *name;
    int version;
    struct str questions, answers;
};

static struct old begin(struct fixture *f, int version, char name[40])
{
    snprintf(name, 40, "version%d.db", version);
    struct old o = {.f = f, .name = name, .version = version};
    fixture_copy(f, name);
    questions(f->path, &o.questions);
    answers(f->path, &o.questions, &o.answers);
    assert_non_null(strstr(str_z(&o.answers), "报告.txt"));
    return o;
}

static void end(struct old *o)
{
    str_clear(&o->questions);
    str_clear(&o->answers);
}

static void is_as_it_was(const struct old *o, int at)
{
    struct str now = {0};
    answers(o->f->path, &o->questions, &now);
    if (strcmp(str_z(&now), str_z(&o->answers)) != 0)
        fail_msg("%s, killed at call %d:\n%s\nand not\n%s", o->name, at, now.p, o->answers.p);
    str_clear(&now);
}

static void every_version_holds_what_it_held(void **state)
{
    for (int version = 1; version <= MIGRATE_NEWEST; version++) {
        char name[40];
        struct old o = begin(*state, version, name);
        struct store *s = fixture_open(o.f, "zhang");
        fixture_check(s);
        is_as_it_was(&o, 0);
        assert_int_equal(fixture_sql(o.f->path, "PRAGMA user_version"), MIGRATE_NEWEST);
        store_close(&s);
        is_as_it_was(&o, 0);
        end(&o);
    }
    assert_int_equal(fixture_sql(((struct fixture *)*state)->path, "SELECT count(*) FROM link"), 3);
}

/* ---- killed at a call to the system ---- */

struct death {
    int left; /* calls until then; 0: not any more */
    bool torn;
};

/* SQLite's table of calls has no room for an argument; only ever set in a child of its own. */
static struct death *death(void)
{
    static struct death d;
    return &d;
}

static bool is_over(void)
{
    return death()->left > 0 && --death()->left == 0;
}

static ssize_t dying_pwrite(int fd, const void *p, size_t n, off_t at)
{
    if (is_over()) {
        if (death()->torn)
            syscall(SYS_pwrite64, fd, p, n / 2, at);
        raise(SIGKILL);
    }
    return syscall(SYS_pwrite64, fd, p, n, at);
}

static int dying_ftruncate(int fd, off_t n)
{
    if (is_over())
        raise(SIGKILL);
    return (int)syscall(SYS_ftruncate, fd, n);
}

static int dying_unlink(const char *path)
{
    if (is_over())
        raise(SIGKILL);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

static void arm(int at, bool torn)
{
    static const struct {
        const char *name;
        sqlite3_syscall_ptr call;
    } calls[] = {
        {"pwrite", (sqlite3_syscall_ptr)dying_pwrite},
        {"pwrite64", (sqlite3_syscall_ptr)dying_pwrite},
        {"ftruncate", (sqlite3_syscall_ptr)dying_ftruncate},
        {"unlink", (sqlite3_syscall_ptr)dying_unlink},
    };
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    *death() = (struct death){at, torn};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (vfs->xSetSystemCall(vfs, calls[i].name, calls[i].call) != SQLITE_OK)
            _exit(4);
}

/* In a child: open the file and close it, killed at call AT; its status, 0 where it lived. */
static int open_and_die(const struct fixture *f, int at, bool torn)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e;
        arm(at, torn);
        if (store_open(f->path, &(struct store_opts){.as_name = "zhang"}, &s, &e) != ERR_OK)
            _exit(3);
        store_close(&s);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    return status;
}

static void remove_sides(const struct fixture *f)
{
    static const char *const endings[] = {"-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s%s", f->path, endings[i]);
        unlink(path);
    }
}

/* The shape of the tables is that of one version, which the file calls its own. */
static void has_one_version(const struct old *o)
{
    static const char *const marks[] = {NULL, "document", "comment", "noise", "link"}; /* what came with each */
    int64_t now = fixture_sql(o->f->path, "PRAGMA user_version");
    assert_in_range(now, o->version, MIGRATE_NEWEST);
    for (int v = 1; v <= MIGRATE_NEWEST; v++) {
        char sql[100];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '%s'", marks[v]);
        assert_int_equal(fixture_sql(o->f->path, sql), v <= now);
    }
    assert_int_equal(
        fixture_sql(o->f->path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

static void migrate_and_die(struct fixture *f, int version)
{
    char name[40];
    struct old o = begin(f, version, name);
    int status = -1, at = 1, step = torture_size(7, 1);
    for (; status != 0; at += step) {
        remove_sides(f);
        fixture_copy(f, name);
        status = open_and_die(f, at, at % 2);
        has_one_version(&o);
        is_as_it_was(&o, at);
        struct store *s = fixture_open(f, "zhang"); /* goes on where it broke off */
        fixture_check(s);
        is_as_it_was(&o, at);
        store_close(&s);
    }
    print_message("# version %d: killed at %d calls\n", version, at / step);
    assert_true(at > 30);
    end(&o);
}

static void version_1_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, 1);
}

static void version_2_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, 2);
}

static void version_3_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, 3);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    if (access("/dev/shm", W_OK) == 0) /* kill -9 leaves alone what the system was given */
        setenv("TMPDIR", "/dev/shm", 0);
    const struct CMUnitTest tests[] = {
        T(every_version_holds_what_it_held),
        T(version_1_is_migrated_whole_or_not_at_all),
        T(version_2_is_migrated_whole_or_not_at_all),
        T(version_3_is_migrated_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("upgrade", tests, NULL, NULL);
}
