#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

int fixture_setup(void **state)
{
    struct fixture *f = MEM_NEW(struct fixture);
    const char *tmp = getenv("TMPDIR");
    int n = snprintf(f->dir, sizeof f->dir, "%s/zhupi-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (n < 0 || (size_t)n >= sizeof f->dir || !mkdtemp(f->dir))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/team.db", f->dir);
    *state = f;
    return 0;
}

int fixture_setup_db(void **state)
{
    if (fixture_setup(state) != 0)
        return -1;
    struct err e;
    struct fixture *f = *state;
    if (store_create(f->path, NULL, &e) == ERR_OK)
        return 0;
    print_error("%s\n", e.msg);
    return -1;
}

static void empty(const char *dir)
{
    DIR *d = opendir(dir);
    if (!d)
        return;
    for (struct dirent *x; (x = readdir(d));) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", dir, x->d_name);
        if (strcmp(x->d_name, ".") != 0 && strcmp(x->d_name, "..") != 0 && unlink(path) != 0) {
            empty(path);
            rmdir(path);
        }
    }
    closedir(d);
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    umount2(f->dir, MNT_DETACH); /* a test that failed may have left its small disk there */
    empty(f->dir);
    rmdir(f->dir);
    free(f);
    return 0;
}

struct store *fixture_open(const struct fixture *f, const char *name)
{
    struct store *s;
    struct err e = {0};
    struct store_opts opts = {.as_name = name};
    if (store_open(f->path, &opts, &s, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return s;
}

int64_t fixture_document(struct store *s, const char *name, const char *text)
{
    int64_t id;
    struct err e = {0};
    struct document_new d = {.name = name,
                             .encoding = "UTF-8",
                             .source = text,
                             .source_bytes = strlen(text),
                             .text = text,
                             .text_bytes = strlen(text)};
    if (store_document_add(s, &d, &id, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return id;
}

static int first_value(void *out, int n, char **values, char **names)
{
    (void)names;
    int64_t *v = out;
    if (n > 0 && values[0] && *v == -1)
        *v = strtoll(values[0], NULL, 10);
    return 0;
}

int64_t fixture_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    int64_t value = -1;
    char *why = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    if (sqlite3_exec(db, sql, first_value, &value, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return value;
}

char *fixture_bytes(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = mem_alloc(*n + 1, 1);
    assert_int_equal(fread(p, 1, *n, f), *n);
    p[*n] = '\0';
    fclose(f);
    return p;
}

size_t fixture_files(const struct fixture *f)
{
    size_t n = 0;
    DIR *d = opendir(f->dir);
    assert_non_null(d);
    for (struct dirent *x; (x = readdir(d));)
        n += strcmp(x->d_name, ".") != 0 && strcmp(x->d_name, "..") != 0;
    closedir(d);
    return n;
}

void fixture_copy(const struct fixture *f, const char *name)
{
    char path[600];
    size_t n;
    const char *srcdir = getenv("srcdir");
    snprintf(path, sizeof path, "%s/tests/fixtures/%s", srcdir ? srcdir : ".", name);
    char *bytes = fixture_bytes(path, &n);
    FILE *to = fopen(f->path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(bytes, 1, n, to), n);
    assert_int_equal(fclose(to), 0);
    free(bytes);
}

/* Findings of store_check fail the test. */
static bool no_findings(void *ctx, const char *line)
{
    (void)ctx;
    fail_msg("%s", line);
    return true;
}

void fixture_check(struct store *s)
{
    struct err e;
    size_t findings;
    assert_int_equal(store_check(s, no_findings, NULL, &findings, &e), ERR_OK);
}

void fixture_sound(struct store *s, int64_t document, int64_t annotations)
{
    struct err e;
    struct document d;
    fixture_check(s);
    assert_int_equal(store_document_get(s, document, &d, &e), ERR_OK);
    assert_int_equal(d.annotations, annotations);
    document_clear(&d);
}

int fixture_fill(struct store *s, int64_t document)
{
    struct err e;
    enum err_code code = ERR_OK;
    int made = 0;
    int64_t head = 0, after;
    char *note = mem_alloc(FIXTURE_NOTE + 1, 1);
    memset(note, 'n', FIXTURE_NOTE);
    note[FIXTURE_NOTE] = '\0';
    for (; !code && made < 1000; made += !code) {
        assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
        code = store_annotate(s, document, 0, 4, TAG_CAUSE, note, NULL, &e);
    }
    free(note);
    if (code != ERR_FULL)
        fail_msg("%d: %s", code, e.msg);
    assert_non_null(strstr(e.msg, store_path(s)));
    assert_int_equal(store_feed_head(s, &after, &e), ERR_OK);
    assert_int_equal(after, head);
    return made;
}
