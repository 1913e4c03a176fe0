#include "tests/tui_fixture.h"

#include "base/mem.h"
#include "db/internal.h"
#include "tests/unit.h"
#include "tui/list.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a terminal that nobody sees ---- */

static struct tui *of(struct frontend *f)
{
    return (struct tui *)((char *)f - offsetof(struct tui, screen));
}

static struct key no_key(struct frontend *f, int timeout_ms)
{
    (void)f, (void)timeout_ms;
    return (struct key){.code = KEYSYM_NONE};
}

static enum err_code shown(struct frontend *f, const struct grid *g, struct err *e)
{
    (void)f, (void)g, (void)e;
    return ERR_OK;
}

static void size(struct frontend *f, int *cols, int *rows)
{
    *cols = of(f)->cols;
    *rows = of(f)->rows;
}

static void nothing(struct frontend *f)
{
    (void)f;
}

/* An editor: it writes what the test says into the file that it is given. */
static enum err_code run(struct frontend *f, char *const argv[], int *status, struct err *e)
{
    const char *text = of(f)->edited, *path = argv[0];
    if (!text)
        return err_set(e, ERR_DENIED, "there is no terminal");
    for (char *const *a = argv; *a; a++)
        path = *a;
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    size_t n = of(f)->edited_bytes ? of(f)->edited_bytes : strlen(text);
    assert_int_equal(fwrite(text, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
    *status = 0;
    return ERR_OK;
}

static const struct frontend_ops ops = {no_key, shown, size, nothing, nothing, run, nothing};

/* ---- opening and closing ---- */

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

static void open_stores(struct tui *t)
{
    struct err e;
    const char *tmp = getenv("TMPDIR");
    int n = snprintf(t->folder, sizeof t->folder, "%s/zhupi-tui-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_in_range(n, 0, sizeof t->folder - 1);
    assert_non_null(mkdtemp(t->folder));
    snprintf(t->path, sizeof t->path, "%s/t.db", t->folder);
    struct store_opts me = {.force = true}, other = {.force = true, .as_name = "other"};
    must(store_create(t->path, &me, &e), &e);
    must(store_open(t->path, &me, &t->app.store, &e), &e);
    must(store_open(t->path, &other, &t->other, &e), &e);
}

void tui_keymap(struct tui *t, const char *name)
{
    size_t n;
    const char *text = keymap_shipped(name, &n);
    keymap_free(t->keymap);
    t->app.keymap = t->keymap = keymap_new();
    assert_int_equal(keymap_read(t->keymap, name, text, n, NULL, NULL), 0);
    hint_keys_clear(&t->app.hint_keys); /* nobody else changes it in between */
}

static void open_app(struct tui *t)
{
    struct view *list;
    struct err e;
    setenv("VISUAL", "the test's", 1); /* run() above; without one the built-in editor is opened */
    tui_keymap(t, "vi");
    t->cols = 80;
    t->rows = 24;
    t->screen.ops = &ops;
    t->screen.patient = true;
    t->app.frontend = &t->screen;
    t->app.grid = grid_new(t->cols, t->rows, false);
    must(store_feed_head(t->app.store, &t->app.feed_seq, &e), &e);
    must(list_open(&t->app, &list, &e), &e);
    app_push(&t->app, list);
}

int tui_set_up(void **state)
{
    struct tui *t = MEM_NEW(struct tui);
    open_stores(t);
    open_app(t);
    *state = t;
    return 0;
}

struct tui *tui_join(const struct tui *t, const char *name)
{
    struct tui *joined = MEM_NEW(struct tui);
    struct store_opts as = {.force = true, .as_name = name};
    struct err e;
    must(store_open(t->path, &as, &joined->app.store, &e), &e);
    open_app(joined);
    return joined;
}

void tui_part(struct tui *t)
{
    app_close(&t->app);
    keymap_free(t->keymap);
    store_close(&t->app.store);
    free(t);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

int tui_tear_down(void **state)
{
    struct tui *t = *state;
    app_close(&t->app);
    keymap_free(t->keymap);
    store_close(&t->app.store);
    store_close(&t->other);
    int rc = nftw(t->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(t);
    return rc;
}

/* ---- what a test does ---- */

int64_t tui_document(struct tui *t, const char *name, const char *text)
{
    struct document_new d = {.name = name,
                             .encoding = "UTF-8",
                             .source = name, /* two documents may have the same text */
                             .source_bytes = strlen(name),
                             .text = text,
                             .text_bytes = strlen(text)};
    int64_t id = 0;
    struct err e;
    must(store_document_add(t->other, &d, &id, &e), &e);
    tui_sync(t);
    return id;
}

void tui_sync(struct tui *t)
{
    struct err e;
    must(app_sync(&t->app, &e), &e);
    struct view *v = app_view(&t->app);
    v->ops->settle(v, &t->app);
    app_work(&t->app, true);
    app_draw(&t->app);
}

/* Between keys nothing is read: a transaction that waits for a person keeps the -wal of the others growing. */
static void nothing_is_open(struct store *s)
{
    assert_int_equal(sqlite3_txn_state(s->db, NULL), SQLITE_TXN_NONE);
    assert_int_equal(s->listing, 0);
}

static void type(struct tui *t, const char *keys, bool work, bool all)
{
    struct frontend *typed;
    struct err e;
    must(headless_open(keys, strlen(keys), t->cols, t->rows, false, &typed, &e), &e);
    for (struct key k; (k = typed->ops->read(typed, 0)).code != KEYSYM_HANGUP;) {
        app_key(&t->app, k);
        if (work)
            app_work(&t->app, all);
        app_draw(&t->app);
        nothing_is_open(t->app.store);
    }
    typed->ops->close(typed);
}

void tui_type(struct tui *t, const char *keys)
{
    type(t, keys, true, true);
}

void tui_hurry(struct tui *t, const char *keys, bool work)
{
    t->screen.patient = false;
    type(t, keys, work, false);
    t->screen.patient = true;
}

bool tui_shows(struct tui *t, const char *text)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = strstr(str_z(&s), text) != NULL;
    if (!found)
        fprintf(stderr, "no “%s” on this screen:\n%s", text, str_z(&s));
    str_clear(&s);
    return found;
}

int64_t tui_annotate(struct tui *t, int64_t document, int64_t start, int64_t end, enum tag tag, const char *note)
{
    struct annotation made;
    struct err e;
    must(store_annotate(t->other, document, start, end, tag, note, &made, &e), &e);
    int64_t id = made.id;
    annotation_clear(&made);
    return id;
}

void tui_resize(struct tui *t, int cols, int rows)
{
    t->cols = cols;
    t->rows = rows;
    app_key(&t->app, (struct key){.code = KEYSYM_RESIZE});
    app_draw(&t->app);
}
