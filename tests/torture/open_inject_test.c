/* Memory and disk fail at any call while the shared file is made, opened, migrated, copied or closed: it is done, or
 * refused with a reason, and nothing lies between. Once they are back, the same goes. */
#include "tests/torture.h"
#include "tests/torture/inject_scene.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum err_code work_fn(const struct scene *c, struct err *e);

static enum err_code open_as(const struct scene *c, const char *name, struct err *e)
{
    struct store *s;
    enum err_code code = store_open(c->f.path, &(struct store_opts){.as_name = name}, &s, e);
    store_close(&s);
    return code;
}

static enum err_code open_it(const struct scene *c, struct err *e)
{
    return open_as(c, NULL, e);
}

static enum err_code open_for_the_first_time(const struct scene *c, struct err *e)
{
    return open_as(c, "zhao", e);
}

static enum err_code make(const struct scene *c, struct err *e)
{
    return store_create(c->f.path, NULL, e);
}

static const char *copy_of(const struct scene *c)
{
    static char path[400];
    snprintf(path, sizeof path, "%s.copy", c->f.path);
    return path;
}

/* The session that copies was opened in peace, and is closed so. */
static enum err_code copy(const struct scene *c, struct err *e)
{
    struct store *s = fixture_open(&c->f, NULL);
    inject_resume();
    enum err_code code = store_backup(s, copy_of(c), e);
    inject_pause();
    store_close(&s);
    return code;
}

/* One that has written, so that closing brings it back into the file. Closing cannot fail. */
static enum err_code close_it(const struct scene *c, struct err *e)
{
    struct store *s = fixture_open(&c->f, NULL);
    enum err_code code = store_annotate(s, D, 0, 4, TAG_CAUSE, "closed", NULL, e);
    inject_resume();
    store_close(&s);
    inject_pause();
    return code;
}

static const struct opening {
    const char *name;
    work_fn *work;
    const char *file;    /* of tests/fixtures, to begin with; NULL: the scene's */
    int64_t rows;        /* of the feed that it adds */
    bool made, copied;   /* there is no file at the start; there is a copy at the end */
    bool paused, silent; /* WORK says which part of it may fail; a failure is nobody's error */
} openings[] = {
    {.name = "open", .work = open_it},
    {.name = "open for the first time", .work = open_for_the_first_time, .rows = 1},
    {.name = "migrate version 1", .work = open_for_the_first_time, .file = "version1.db", .rows = 1},
    {.name = "migrate version 2", .work = open_for_the_first_time, .file = "version2.db", .rows = 1},
    {.name = "migrate version 3", .work = open_for_the_first_time, .file = "version3.db", .rows = 1},
    {.name = "make", .work = make, .made = true},
    {.name = "copy", .work = copy, .copied = true, .paused = true},
    {.name = "close", .work = close_it, .rows = 1, .paused = true, .silent = true},
};

static int64_t rows_of(const char *path)
{
    return fixture_sql(path, "SELECT count(*) FROM change");
}

/* The file as it is to be before; how many rows its feed has. */
static int64_t begin(const struct scene *c, const struct opening *o)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".copy"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s%s", c->f.path, endings[i]);
        unlink(path);
    }
    if (o->made)
        return 0;
    if (o->file)
        fixture_copy(&c->f, o->file);
    else
        scene_put(c, c->bytes, c->n);
    return rows_of(c->f.path);
}

/* Nothing of what was refused is there, or a whole step of it: opening migrates, then adds who is new, and may fail
 * after either; and what was written and could not be synced is in the -wal, where whoever opens the file next finds
 * it. */
static void left_nothing(const struct failure *t, const struct scene *c, const struct opening *o, int64_t rows,
                         size_t files)
{
    if (o->made || o->copied)
        MUST(t, access(o->made ? c->f.path : copy_of(c), F_OK) != 0 && fixture_files(&c->f) <= files);
    if (o->made)
        return;
    int64_t now = rows_of(c->f.path);
    MUST(t, now == rows || now == rows + o->rows);
}

static void is_done(const struct failure *t, const struct scene *c, const struct opening *o, int64_t rows)
{
    MUST(t, rows_of(c->f.path) == rows + o->rows);
    MUST(t, fixture_sql(c->f.path, "PRAGMA user_version") == MIGRATE_NEWEST);
    if (o->copied)
        MUST(t, rows_of(copy_of(c)) == rows);
    struct store *s = fixture_open(&c->f, NULL);
    if (torture_size(t->n % 4 == 0, 1))
        failure_left_sound(t, s);
    failure_left_free(t, s, c);
    store_close(&s);
}

static void run_try(const struct scene *c, const struct opening *o, const struct failure *t, bool *refused)
{
    struct err why = {0};
    int64_t rows = begin(c, o);
    size_t files = fixture_files(&c->f) + o->copied; /* the lock file */
    inject_arm(t->kind, t->n, t->lasting);
    if (o->paused)
        inject_pause();
    enum err_code code = o->work(c, &why);
    inject_end(NULL);
    *refused = code != ERR_OK;
    if (code) {
        failure_says_why(t, code, &why, c->f.path);
        left_nothing(t, c, o, rows, files);
        MUST(t, !o->silent && o->work(c, &why) == ERR_OK);
    }
    is_done(t, c, o, rows);
}

static long count_calls(const struct scene *c, const struct opening *o, enum inject_kind kind)
{
    struct err e = {0};
    begin(c, o);
    inject_count(kind);
    if (o->paused)
        inject_pause();
    if (o->work(c, &e))
        fail_msg("%s: %s", o->name, e.msg);
    return inject_end(NULL);
}

static void every_opening(const struct scene *c, enum inject_kind kind)
{
    long tries = 0, refusals = 0;
    int wrong = 0;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        long n = count_calls(c, &openings[i], kind);
        for (long at = failure_next(kind, 0, n, i); at <= n; at = failure_next(kind, at, n, i)) {
            struct failure t = {openings[i].name, kind, at, at % 2 == 0, &wrong};
            bool refused;
            run_try(c, &openings[i], &t, &refused);
            tries++;
            refusals += refused;
        }
    }
    print_message("# %s: %ld failures, %ld refusals\n", inject_names[kind], tries, refusals);
    assert_int_equal(wrong, 0);
    if (kind == INJECT_MEMORY || kind == INJECT_WRITE) /* these are asked for at any size, and never passed over */
        assert_true(tries > 0 && refusals > 0);
}

static void memory_runs_out(void **state)
{
    every_opening(*state, INJECT_MEMORY);
}

static void the_disk_fails(void **state)
{
    for (int kind = INJECT_MEMORY + 1; kind < INJECT_KINDS; kind++)
        every_opening(*state, (enum inject_kind)kind);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) /* none of this is about a real disk */
        setenv("TMPDIR", "/dev/shm", 0);
    inject_install(false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_runs_out, scene_set_up, scene_tear_down),
        cmocka_unit_test_setup_teardown(the_disk_fails, scene_set_up, scene_tear_down),
    };
    return cmocka_run_group_tests_name("open_inject", tests, NULL, NULL);
}
