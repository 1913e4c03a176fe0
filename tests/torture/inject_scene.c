#include "tests/torture/inject_scene.h"

#include "base/mem.h"
#include "db/filter.h"
#include "db/link.h"
#include "tests/torture.h"
#include "tests/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- the file ---- */

static void document(struct store *s, const char *name, const char *text, int64_t previous)
{
    int64_t id;
    struct document_new d = {.name = name, .source = text, .source_bytes = strlen(text), .text = text};
    d.text_bytes = d.source_bytes;
    d.previous = previous;
    OK(store_document_add(s, &d, &id, e));
}

static void fill(struct store *s)
{
    int64_t wang;
    document(s, "d", INJECT_TEXT, 0);
    document(s, "d", INJECT_TEXT "新版", D);
    document(s, "other", "另一份文档", 0);
    OK(store_reviewer_add(s, "wang", -1, &wang, e));
    OK(store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = "责任"}, NULL, e));
    OK(store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = "制度"}, NULL, e));
    OK(store_annotate(s, D, 0, 4, TAG_CAUSE, "n", NULL, e));
    OK(store_annotate(s, D, 4, 8, TAG_MANIFESTATION, "", NULL, e));
    OK(store_annotate(s, D, 8, 10, TAG_REMEDY, "", NULL, e));
    OK(store_recode(s, CAUSE, 1, CODE, e));
    OK(store_link(s, CAUSE, SHOWS, "x", NULL, e));
    OK(store_comment(s, CAUSE, 0, true, "why?", NULL, e));
    OK(store_noise_mark(s, D, 10, 12, NOISE_HAND, NULL, e));
    OK(store_filter_save(s, "saved", "cause", NULL, e));
}

int scene_set_up(void **state)
{
    struct scene *c = MEM_NEW(struct scene);
    void *fixture;
    if (fixture_setup_db(&fixture) != 0)
        return -1;
    c->f = *(struct fixture *)fixture;
    free(fixture);
    struct store *s = fixture_open(&c->f, NULL);
    fill(s);
    store_close(&s);
    c->bytes = fixture_bytes(c->f.path, &c->n);
    *state = c;
    return 0;
}

int scene_tear_down(void **state)
{
    struct scene *c = *state;
    struct fixture *f = MEM_NEW(struct fixture);
    *f = c->f;
    free(c->bytes);
    free(c);
    void *fixture = f;
    return fixture_teardown(&fixture);
}

void scene_put(const struct scene *c, const char *bytes, size_t n)
{
    FILE *f = fopen(c->f.path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* ---- what is there ---- */

static void add_bytes(uint64_t *sum, const void *p, int n)
{
    for (int i = 0; i < n; i++)
        *sum = (*sum ^ ((const unsigned char *)p)[i]) * UINT64_C(1099511628211);
}

static void add_table(sqlite3 *db, const char *table, uint64_t *sum)
{
    char sql[200];
    sqlite3_stmt *st;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    add_bytes(sum, table, (int)strlen(table));
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const void *p = sqlite3_column_blob(st, i);
            int n = sqlite3_column_bytes(st, i);
            add_bytes(sum, &n, sizeof n);
            add_bytes(sum, p, n);
        }
    assert_int_equal(sqlite3_finalize(st), SQLITE_OK);
}

uint64_t scene_content(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    uint64_t sum = UINT64_C(14695981039346656037);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &st, NULL),
        SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        add_table(db, (const char *)sqlite3_column_text(st, 0), &sum);
    sqlite3_finalize(st);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return sum;
}

int64_t scene_head(struct store *s)
{
    int64_t seq;
    OK(store_feed_head(s, &seq, e));
    return seq;
}

/* ---- one failure ---- */

void failure_must(const struct failure *t, bool right, const char *what)
{
    if (right)
        return;
    ++*t->wrong;
    print_error("# %s, %s %ld%s: not so: %s\n", t->name, inject_names[t->kind], t->n, t->lasting ? " and on" : "",
                what);
}

void failure_left_free(const struct failure *t, struct store *s, const struct scene *c)
{
    char path[400];
    MUST(t, !s->locked && !s->writing && s->group.depth == 0 && s->listing == 0);
    MUST(t, sqlite3_get_autocommit(s->db));
    snprintf(path, sizeof path, "%s-lock", c->f.path);
    int fd = open(path, O_RDWR);
    MUST(t, fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
    close(fd);
}

void failure_says_why(const struct failure *t, enum err_code code, const struct err *e, const char *path)
{
    MUST(t, code == e->code);
    if (code != (t->kind == INJECT_FULL ? ERR_FULL : ERR_IO) || !strstr(e->msg, path) || strstr(e->msg, "not an error"))
        failure_must(t, false, e->msg);
}

static bool print_finding(void *ctx, const char *line)
{
    print_message("# %s: %s\n", ((const struct failure *)ctx)->name, line);
    return true;
}

void failure_left_sound(const struct failure *t, struct store *s)
{
    size_t findings = 0;
    struct failure copy = *t;
    OK(store_check(s, print_finding, &copy, &findings, e));
    MUST(t, findings == 0);
}

long failure_next(enum inject_kind kind, long at, long n, size_t salt)
{
    long step = torture_size((int)(n / (kind == INJECT_MEMORY ? 5 : 2)), 0) + 1;
    return at == 0 ? 1 + (long)salt % step : at + step;
}
