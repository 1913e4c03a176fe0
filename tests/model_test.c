/* Two reviewers at one file do thousands of operations at random; after each the tables, the feed and both screens are
 * those of a model that knows nothing of the program. In the end all is undone, and what was there before is there.
 *
 * ZHUPI_MODEL="SEED OPERATIONS" does so many of one seed, to see again what a failure named. */
#include "tests/unit.h"

#include "tests/model_world.h"
#include "tests/torture.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PART 250      /* operations of each seed in make check, */
#define ALL 10000     /* and in full */
#define PREPARED 60   /* operations of the one who was there before */
#define TRAIL 4096    /* bytes of what was done last that are told */
#define RECENT 40     /* rows of the feed that are looked at again after each operation, */
#define ALL_EVERY 200 /* and after so many all of them */

/* ---- the world ---- */

unsigned world_draw(struct world *w, unsigned below)
{
    w->seed = w->seed * 1103515245u + 12345u;
    return ((w->seed >> 8) & 0xFFFFFFu) % below;
}

static void tell(struct world *w)
{
    size_t n = w->trail.len, from = n > TRAIL ? n - TRAIL : 0;
    fprintf(stderr, "# seed %u, operation %ld; again: ZHUPI_MODEL=\"%u %ld\" tests/model_test\n%s# %s\n", w->first_seed,
            w->operation, w->first_seed, w->operation, str_z(&w->trail) + from, w->why);
}

void world_fail(struct world *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(w->why, sizeof w->why, format, args);
    va_end(args);
    fail_msg("seed %u, operation %ld: %s", w->first_seed, w->operation, w->why);
    abort(); /* that did not come back */
}

static int64_t first_number(struct world *w, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(w->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* What WHO did has been done to the model, too: all agrees. */
static void compare(struct world *w, int who)
{
    for (int i = 1; i < MODEL_PEOPLE; i++)
        if (i != who)
            live_look(w->seat[i]);
    compare_feed(w, who);
    compare_old_rows(w, w->operation % ALL_EVERY ? RECENT : SIZE_MAX);
    compare_rows(w);
    compare_lists(w);
    for (int i = 1; i < MODEL_PEOPLE; i++)
        compare_screen(w, i);
}

static void sit_down(struct world *w)
{
    static const char *const names[] = {NULL, "wang", "li"};
    static const int sizes[][2] = {{0, 0}, {80, 24}, {120, 40}};
    struct err e;
    for (int i = 1; i < MODEL_PEOPLE; i++) {
        w->model.name[i] = names[i];
        w->seat[i] = tui_join(w->seat[0], names[i]);
        tui_resize(w->seat[i], sizes[i][0], sizes[i][1]);
    }
    for (int i = 0; i < MODEL_PEOPLE; i++)
        w->model.reviewer[i] = store_reviewer(w->seat[i]->app.store);
    w->model.name[0] = store_reviewer_name(w->seat[0]->app.store);
    w->model.lead[0] = true;
    w->model.lead[1] = w->first_seed % 3 == 0;
    if (w->model.lead[1])
        assert_int_equal(store_role_set(w->seat[0]->app.store, w->model.reviewer[1], ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_role_refresh(w->seat[1]->app.store, &e), ERR_OK);
}

/* Three documents and what the first one of the people did; two others who have them open. */
static void open_world(struct world *w)
{
    w->seed = w->first_seed;
    assert_int_equal(sqlite3_open_v2(w->seat[0]->path, &w->db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sit_down(w);
    w->first_seq = w->model.seq = first_number(w, "SELECT max(seq) FROM change");
    if (w->model.lead[1]) /* the role that was given lies on the stack of who gave it */
        stack_push(&w->model.undo[0], &(struct step){.seq = w->model.seq});
    tui_type(w->seat[0], "g g"); /* takes in what was set up */
    for (int i = 0; i < 3; i++)
        hand_import_first(w, i);
    hand_open(w, 0, 1);
    for (int i = 1; i < MODEL_PEOPLE; i++) {
        live_look(w->seat[i]);
        hand_open(w, i, i);
    }
    for (; w->operation < PREPARED; w->operation++) {
        ops_prepare(w);
        compare(w, 0);
    }
}

static void close_world(struct world *w)
{
    for (int i = 1; i < MODEL_PEOPLE; i++)
        if (w->seat[i])
            tui_part(w->seat[i]);
    for (size_t i = 0; i < w->after_count; i++)
        free(w->after[i]);
    free(w->after);
    free(w->hashes);
    free(w->before);
    free(w->start);
    str_clear(&w->trail);
    model_free(&w->model);
    for (sqlite3_stmt *st; (st = sqlite3_next_stmt(w->db, NULL));) /* of a comparison that failed */
        sqlite3_finalize(st);
    sqlite3_close(w->db);
}

/* ---- the end ---- */

/* Take back the last of the things that WHO did; PAST what is in the way, where it comes to that. */
static bool undo_one(struct world *w, int who, bool past)
{
    if (!w->model.undo[who].count)
        return false;
    w->operation++;
    bool done = ops_undo(w, who, true) || (past && ops_undo_past(w, who, true));
    compare(w, who);
    return done;
}

/* In the order in which it was done, as far as nothing stands in the way, from the last to the first. */
static void undo_all(struct world *w)
{
    bool any = true;
    while (any) {
        int late = model_top(&w->model.undo[1]) > model_top(&w->model.undo[2]) ? 1 : 2, early = 3 - late;
        any = undo_one(w, late, false) || undo_one(w, early, false) || undo_one(w, late, true) ||
              undo_one(w, early, true);
    }
}

/* What was there is as it was, and what came is gone, but for what undo went past. */
static void check_end(struct world *w)
{
    struct model *m = &w->model;
    for (size_t i = 0; i < m->count; i++) {
        const struct thing *t = &m->things[i];
        bool back = i < w->start_count ? state_same(&t->now, &w->start[i]) : t->now.deleted;
        if (!back && !t->left_out)
            world_fail(w, "all is undone, and %lld of kind %d is not what it was", (long long)t->id, (int)t->kind);
    }
    char *after = compare_content(w);
    bool same = strcmp(w->before, after) == 0;
    if (!same && !m->left_out)
        str_addf(&w->trail, "before:\n%safter:\n%s", w->before, after);
    free(after);
    if (!same && !m->left_out)
        world_fail(w, "all is undone, and the content is not what it was");
}

static bool finding(void *ctx, const char *line)
{
    world_fail(ctx, "check finds: %s", line);
    return false;
}

/* ---- the runs ---- */

static const unsigned seeds[] = {1, 3, 4, 6};

/* What is run: a part of each seed, or what the environment asks for. */
static int set_up(void **state)
{
    struct world *w = MEM_NEW(struct world);
    const char *asked = getenv("ZHUPI_MODEL");
    void *tui = NULL;
    w->first_seed = *(const unsigned *)*state;
    w->left = torture_size(PART, ALL);
    if (asked) {
        char *rest;
        w->first_seed = (unsigned)strtoul(asked, &rest, 10);
        w->left = strtol(rest, NULL, 10);
    }
    *state = w;
    if (!getenv("TMPDIR") && access("/dev/shm", W_OK | X_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1); /* nothing here needs a disk, and ten thousand commits would wait for one */
    int rc = tui_set_up(&tui);
    w->seat[0] = tui;
    return rc;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    void *tui = w->seat[0];
    if (!w->finished)
        tell(w);
    close_world(w);
    free(w);
    return tui_tear_down(&tui);
}

static void play(void **state)
{
    struct world *w = *state;
    struct err e;
    size_t findings;
    open_world(w);
    w->before = compare_content(w);
    w->start_count = w->model.count;
    w->start = mem_alloc(w->start_count, sizeof *w->start);
    for (size_t i = 0; i < w->start_count; i++)
        w->start[i] = w->model.things[i].now;
    for (; w->left > 0; w->left--, w->operation++) {
        str_truncate(&w->trail, w->trail.len > 4 * TRAIL ? 0 : w->trail.len);
        compare(w, ops_one(w));
    }
    undo_all(w);
    check_end(w);
    compare_old_rows(w, SIZE_MAX);
    assert_int_equal(store_check(w->seat[0]->app.store, finding, w, &findings, &e), ERR_OK);
    print_message("# seed %u: %zu changes; undo or redo was stopped %ld times and left %zu changes out\n",
                  w->first_seed, w->hash_count, w->blocked, w->model.left_out);
    w->finished = true;
}

int main(void)
{
    struct CMUnitTest tests[sizeof seeds / sizeof *seeds];
    char names[sizeof seeds / sizeof *seeds][32];
    size_t n = getenv("ZHUPI_MODEL") ? 1 : sizeof seeds / sizeof *seeds;
    for (size_t i = 0; i < n; i++) {
        snprintf(names[i], sizeof names[i], "seed_%u", seeds[i]);
        tests[i] = (struct CMUnitTest){names[i], play, set_up, tear_down, (void *)&seeds[i]};
    }
    return _cmocka_run_group_tests("model", tests, n, NULL, NULL);
}
