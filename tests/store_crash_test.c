/* kill -9 between any two statements: what was acknowledged is there, what was not is there whole or not at all. Every
 * run is a process of its own, which kills itself at the n-th time that SQLite starts or ends a statement. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_EVENTS 400

struct crash {
    int left; /* events until the end; 0: not armed */
};

static int on_event(unsigned type, void *ctx, void *p, void *x)
{
    (void)type;
    (void)p;
    (void)x;
    struct crash *c = ctx;
    if (c->left > 0 && --c->left == 0)
        raise(SIGKILL);
    return 0;
}

static void arm(struct store *s, struct crash *c, int at)
{
    c->left = at;
    sqlite3_trace_v2(s->db, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, on_event, c);
}

typedef enum err_code work_fn(struct store *s, struct err *e);

/* In a child: open, arm, work, say that it is done, leave. True where the child lived to its end. */
static bool run(const struct fixture *f, work_fn *work, int at, bool *acknowledged)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e;
        struct crash c = {0};
        struct store_opts opts = {.checkpoint_frames = 1}; /* so that a checkpoint follows each commit */
        if (store_open(f->path, &opts, &s, &e) != ERR_OK)
            _exit(3);
        arm(s, &c, at);
        if (work(s, &e) != ERR_OK || write(ends[1], "k", 1) != 1)
            _exit(4);
        store_close(&s);
        _exit(0);
    }
    char byte;
    int status;
    close(ends[1]);
    *acknowledged = read(ends[0], &byte, 1) == 1;
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (WIFSIGNALED(status)) {
        assert_int_equal(WTERMSIG(status), SIGKILL);
        return false;
    }
    assert_int_equal(WEXITSTATUS(status), 0);
    return true;
}

static bool no_findings(void *ctx, const char *line)
{
    fail_msg("killed at event %d: %s", *(int *)ctx, line);
    return true;
}

/* The file holds together, and the next writer gets in at once. Returns the number of changes. */
static int64_t sound(const struct fixture *f, int at)
{
    struct err e;
    size_t findings;
    int64_t head;
    struct store *s = fixture_open(f, NULL);
    assert_int_equal(store_check(s, no_findings, &at, &findings, &e), ERR_OK);
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_true(lock_try(s));
    lock_drop(s);
    store_close(&s);
    return head;
}

/* The work writes so many ROWS of the feed. */
static void kill_everywhere(const struct fixture *f, work_fn *work, int64_t rows)
{
    bool lived = false;
    int at;
    int64_t before = sound(f, 0);
    for (at = 1; !lived && at < MAX_EVENTS; at++) {
        bool acknowledged;
        lived = run(f, work, at, &acknowledged);
        int64_t after = sound(f, at);
        assert_true(after == before || after == before + rows);
        if (acknowledged)
            assert_int_equal(after, before + rows);
        before = after;
    }
    assert_true(lived);
    assert_true(at > 8); /* it was killed in the middle, and not only at its edges */
}

static enum err_code tag(struct store *s, struct err *e)
{
    return store_annotate(s, 1, 0, 4, TAG_CAUSE, "note", NULL, e);
}

static enum err_code retag(struct store *s, struct err *e)
{
    struct annotation a;
    enum err_code code = store_annotation_get(s, 1, &a, e);
    if (!code)
        code = store_retag(s, 1, a.revision, a.tag == TAG_CAUSE ? TAG_REMEDY : TAG_CAUSE, e);
    annotation_clear(&a);
    return code;
}

static enum err_code undo(struct store *s, struct err *e)
{
    return store_undo(s, NULL, e);
}

static enum err_code import(struct store *s, struct err *e)
{
    char text[64];
    int64_t id;
    snprintf(text, sizeof text, "text %lld", (long long)sqlite3_total_changes(s->db) + getpid());
    struct document_new d = {
        .name = "doc", .source = text, .source_bytes = strlen(text), .text = text, .text_bytes = strlen(text)};
    return store_document_add(s, &d, &id, e);
}

/* Two changes and the row of the group, or nothing of it. */
static enum err_code group(struct store *s, struct err *e)
{
    enum err_code code = store_group_begin(s, "split", e);
    if (code)
        return code;
    code = tag(s, e);
    return store_group_end(s, code ? code : tag(s, e), e);
}

static void prepare(const struct fixture *f, int tags)
{
    struct err e;
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "a", "some text");
    for (int i = 0; i < tags; i++)
        assert_int_equal(tag(s, &e), ERR_OK);
    store_close(&s);
}

static void a_tag_survives_kill_9(void **state)
{
    prepare(*state, 0);
    kill_everywhere(*state, tag, 1);
}

static void an_edit_survives_kill_9(void **state)
{
    prepare(*state, 1);
    kill_everywhere(*state, retag, 1);
}

static void an_undo_survives_kill_9(void **state)
{
    prepare(*state, MAX_EVENTS);
    kill_everywhere(*state, undo, 1);
}

static void an_import_survives_kill_9(void **state)
{
    prepare(*state, 0);
    kill_everywhere(*state, import, 1);
}

static void a_group_survives_kill_9(void **state)
{
    prepare(*state, 0);
    kill_everywhere(*state, group, 3);
}

static void the_undo_of_a_group_survives_kill_9(void **state)
{
    struct err e;
    prepare(*state, 0);
    struct store *s = fixture_open(*state, NULL);
    for (int i = 0; i < MAX_EVENTS / 2; i++)
        assert_int_equal(group(s, &e), ERR_OK);
    store_close(&s);
    kill_everywhere(*state, undo, 3);
}

/* ---- a migration ---- */

static enum err_code step_two(struct store *s, struct err *e)
{
    return stmt_script(s,
                       "CREATE TABLE two (a); INSERT INTO two VALUES (1); INSERT INTO two VALUES (2);"
                       "ALTER TABLE place RENAME TO location; DROP TABLE meta;",
                       e);
}

static enum err_code migrate_to_two(struct store *s, struct err *e)
{
    const struct migration list[] = {{MIGRATE_NEWEST + 1, step_two}};
    return migrate_run(s, list, 1, e);
}

static void a_migration_survives_kill_9(void **state)
{
    struct fixture *f = *state;
    bool lived = false;
    int at;
    prepare(f, 1);
    for (at = 1; !lived && at < MAX_EVENTS; at++) {
        bool acknowledged;
        lived = run(f, migrate_to_two, at, &acknowledged);
        int64_t version = fixture_sql(f->path, "PRAGMA user_version");
        int64_t parts = fixture_sql(
            f->path, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('two', 'location')");
        assert_int_equal(
            fixture_sql(f->path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
        assert_true((version == MIGRATE_NEWEST && parts == 0) || (version == MIGRATE_NEWEST + 1 && parts == 2));
        if (version == MIGRATE_NEWEST + 1) {
            assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM two"), 2);
            break; /* done, whether or not it lived to say so */
        }
    }
    assert_true(at > 8 && at < MAX_EVENTS);
}

/* ---- opening a file of version 1, and making a new one ---- */

static struct crash *creation(void)
{
    static struct crash c; /* an automatic extension gets no argument; only ever used in a child of its own */
    return &c;
}

static int trace_new_connection(sqlite3 *db, char **why, const struct sqlite3_api_routines *api)
{
    (void)why;
    (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, on_event, creation());
}

/* In a child: open the file and close it, killed at event AT. */
static int open_and_die(const struct fixture *f, int at)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct err e;
        struct store *s;
        creation()->left = at;
        sqlite3_auto_extension((void (*)(void))trace_new_connection);
        if (store_open(f->path, &(struct store_opts){.as_name = "zhang"}, &s, &e) != ERR_OK)
            _exit(3);
        store_close(&s);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    return status;
}

static int64_t parts(const struct fixture *f, const char *names)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_schema WHERE name IN (%s)", names);
    return fixture_sql(f->path, sql);
}

/* The copy of FIXTURE of version FROM, which has so many annotations and rows of the feed, opened and killed at every
 * event. */
static void migrate_and_die(const struct fixture *f, const char *fixture, int64_t from, int64_t annotations,
                            int64_t changes)
{
    int status = -1, at, old = 0;
    fixture_copy(f, fixture);
    for (at = 1; at < MAX_EVENTS && status != 0; at++) {
        status = open_and_die(f, at);
        int64_t version = fixture_sql(f->path, "PRAGMA user_version");
        assert_true(version >= from && version <= MIGRATE_NEWEST); /* each step by itself */
        assert_int_equal(parts(f, "'role', 'assignment', 'comment', 'comment_open', 'annotation_reviewer'"),
                         version >= 2 ? 5 : 0);
        assert_int_equal(parts(f, "'document_source', 'heading', 'noise', 'annotation_carried'"), version >= 3 ? 4 : 0);
        assert_int_equal(parts(f, "'code', 'link', 'filter', 'annotation_code', 'link_to'"), version >= 4 ? 5 : 0);
        assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM pragma_table_info('change') WHERE name = 'parts'"),
                         version >= 4);
        assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM annotation"), annotations);
        assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change"), changes);
        old += version == from;
        if (version > from && status != 0) /* from the old file again */
            fixture_copy(f, fixture);
    }
    assert_int_equal(status, 0);
    assert_true(old > 20);
    struct store *zhang = fixture_open(f, "zhang");
    assert_int_equal(store_role(zhang), ROLE_LEAD);
    store_close(&zhang);
    sound(f, at);
}

static void an_old_file_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, "version1.db", 1, 4, 11);
}

static void a_teams_file_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, "version2.db", 2, 4, 23);
}

static void a_file_with_documents_as_they_came_is_migrated_whole_or_not_at_all(void **state)
{
    migrate_and_die(*state, "version3.db", 3, 5, 34);
}

static void a_new_file_is_whole_or_not_there(void **state)
{
    struct fixture *f = *state;
    int status = -1, at;
    for (at = 1; at < MAX_EVENTS && status != 0; at++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct err e;
            creation()->left = at;
            sqlite3_auto_extension((void (*)(void))trace_new_connection);
            _exit(store_create(f->path, NULL, &e) == ERR_OK ? 0 : 3);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
        assert_int_equal(access(f->path, F_OK), status == 0 ? 0 : -1);
    }
    assert_int_equal(status, 0);
    assert_true(at > 20);
    sound(f, at);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_tag_survives_kill_9),
        T(an_edit_survives_kill_9),
        T(an_undo_survives_kill_9),
        T(an_import_survives_kill_9),
        T(a_group_survives_kill_9),
        T(the_undo_of_a_group_survives_kill_9),
        T(a_migration_survives_kill_9),
        cmocka_unit_test_setup_teardown(an_old_file_is_migrated_whole_or_not_at_all, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_teams_file_is_migrated_whole_or_not_at_all, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_file_with_documents_as_they_came_is_migrated_whole_or_not_at_all,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_new_file_is_whole_or_not_there, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests_name("store_crash", tests, NULL, NULL);
}
