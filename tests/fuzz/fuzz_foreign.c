/* What somebody with another program may write into a shared file: any value in any column, rows that belong to
 * nothing, circles, and a schema with triggers, views, generated columns and indexes of their own. The file is refused
 * or gives data that keeps the promises of store.h; every view and every report comes to an end; and where the check
 * finds nothing, everything works.
 * Input: lines of SQL, each carried out or not; those that begin with "keys" are typed into the reviewer, and "tour"
 * goes through all views. */
#include "base/mem.h"
#include "db/code.h"
#include "db/filter.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/sql_words.h"
#include "tests/fuzz/team_file.h"
#include "tests/fuzz/tour.h"
#include "tests/fuzz/visit.h"

#include <sqlite3.h>

#define STEPS_MAX 2000   /* of 100 instructions of SQLite's virtual machine, for one line */
#define LENGTH_MAX 65536 /* of a value */

/* ---- the file, with a schema that forbids nothing ---- */

struct foreign {
    struct team_file *team;
    struct str loose; /* the good file, its tables without STRICT and NOT NULL */
    struct sql_words *words;
};

static void must(int rc, sqlite3 *db, const char *what)
{
    if (rc != SQLITE_OK)
        fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    LAW(rc == SQLITE_OK);
}

static sqlite3 *open_plain(const char *path)
{
    sqlite3 *db;
    must(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), NULL, path);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
    sqlite3_exec(db,
                 "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
                 "PRAGMA legacy_alter_table = ON",
                 NULL, NULL, NULL);
    return db;
}

/* The key leads: the account that owns the file says so. */
static void promote(struct store *s, const char *path)
{
    struct store *owner;
    struct err e;
    LAW(store_open(path, &(struct store_opts){.force = true}, &owner, &e) == ERR_OK);
    LAW(store_role_set(owner, store_reviewer(s), ROLE_LEAD, &e) == ERR_OK);
    LAW(store_role_refresh(s, &e) == ERR_OK);
    store_close(&owner);
}

static void add_codes(struct store *s)
{
    struct err e;
    LAW(store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = "c", .key = "k"}, NULL, &e) == ERR_OK);
    LAW(store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = "d", .parent = 1}, NULL, &e) == ERR_OK);
    LAW(store_code_add(s, &(struct code_new){.tag = TAG_MANIFESTATION, .name = "e"}, NULL, &e) == ERR_OK);
    LAW(store_recode(s, 2, 1, 2, &e) == ERR_OK);
}

/* What is there besides: a lead, codes, filters, assignments, somebody else. */
static void add_more(const char *path)
{
    struct store *s, *other;
    struct err e;
    LAW(store_open(path, &team_file_opts, &s, &e) == ERR_OK);
    LAW(store_open(path, &(struct store_opts){.force = true, .as_name = "r2"}, &other, &e) == ERR_OK);
    promote(s, path);
    add_codes(s);
    LAW(store_filter_save(s, "f", "cause & !linked", NULL, &e) == ERR_OK);
    LAW(store_filter_save(s, "g", "@f | code:c", NULL, &e) == ERR_OK);
    LAW(store_annotate(other, 1, 2, 9, TAG_MANIFESTATION, "n", NULL, &e) == ERR_OK);
    LAW(store_place_set(other, 1, "", 3, &e) == ERR_OK);
    LAW(store_assign(s, 1, store_reviewer(other), true, &e) == ERR_OK);
    LAW(store_assign(s, 3, store_reviewer(s), true, &e) == ERR_OK);
    store_close(&other);
    store_close(&s);
}

/* The schema as it was is kept in a table beside it, to be put back where a line did not change it. */
static void loosen(const char *path)
{
    sqlite3 *db = open_plain(path);
    must(sqlite3_exec(db,
                      "CREATE TABLE loose (name TEXT, good TEXT, loose TEXT);"
                      "INSERT INTO loose SELECT name, sql, replace(replace(replace(sql, ') STRICT, ', ') '),"
                      " ') STRICT', ')'), ' NOT NULL', '') FROM sqlite_master WHERE type = 'table' AND name <> 'loose';"
                      "UPDATE sqlite_master SET sql = (SELECT loose FROM loose l WHERE l.name = sqlite_master.name)"
                      " WHERE type = 'table' AND name <> 'loose' AND sql IS NOT NULL;"
                      "PRAGMA wal_checkpoint(TRUNCATE)",
                      NULL, NULL, NULL),
         db, "loosen");
    sqlite3_close(db);
}

static void tighten(const char *path)
{
    sqlite3 *db = open_plain(path);
    sqlite3_exec(db,
                 "UPDATE sqlite_master SET sql = (SELECT good FROM loose l WHERE l.name = sqlite_master.name)"
                 " WHERE sql IN (SELECT loose FROM loose l WHERE l.name = sqlite_master.name);"
                 "DROP TABLE loose; PRAGMA wal_checkpoint(TRUNCATE)",
                 NULL, NULL, NULL);
    sqlite3_close(db);
}

static void clean_up(int status, void *arg)
{
    struct foreign *f = arg;
    (void)status;
    str_clear(&f->loose);
    sql_words_free(&f->words);
}

static struct foreign *foreign(void)
{
    static struct foreign f;
    if (f.team)
        return &f;
    f.team = team_file();
    team_file_remove(f.team->path);
    team_file_write(f.team->path, &f.team->good);
    add_more(f.team->path);
    loosen(f.team->path);
    team_file_read(f.team->path, &f.loose);
    sqlite3 *db = open_plain(f.team->path);
    f.words = sql_words_new(db);
    sqlite3_close(db);
    LAW(on_exit(clean_up, &f) == 0);
    return &f;
}

/* ---- the lines ---- */

static int no_more(void *left)
{
    return --*(int *)left < 0;
}

static int allow(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)ctx, (void)b, (void)c, (void)d;
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
        return SQLITE_DENY;
    if (action != SQLITE_PRAGMA)
        return SQLITE_OK;
    return strcmp(a, "user_version") == 0 || strcmp(a, "application_id") == 0 ? SQLITE_OK : SQLITE_DENY;
}

static void run_line(sqlite3 *db, const char *line)
{
    int left = STEPS_MAX;
    sqlite3_progress_handler(db, 100, no_more, &left);
    sqlite3_exec(db, line, NULL, NULL, NULL);
}

static sqlite3 *open_for_lines(const char *path)
{
    sqlite3 *db = open_plain(path);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 4);
    sqlite3_exec(db, "PRAGMA max_page_count = 400", NULL, NULL, NULL);
    sqlite3_set_authorizer(db, allow, NULL);
    return db;
}

static const char *word_behind(const char *line, const char *word)
{
    size_t n = strlen(word);
    return strncmp(line, word, n) == 0 ? line + n : NULL;
}

struct wishes {
    const char *keys; /* the last line of them, or NULL */
    bool tour;
};

static struct wishes run_lines(const char *path, char *text)
{
    struct wishes w = {0};
    sqlite3 *db = open_for_lines(path);
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *keys = word_behind(line, "keys ");
        if (keys)
            w.keys = keys;
        else if (strcmp(line, "tour") == 0)
            w.tour = true;
        else
            run_line(db, line);
    }
    sqlite3_set_authorizer(db, NULL, NULL);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    return w;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct foreign *f = foreign();
    struct str before = {0};
    char *text = mem_ndup((const char *)data, strnlen((const char *)data, size));
    team_file_remove(f->team->path);
    team_file_write(f->team->path, &f->loose);
    struct wishes w = run_lines(f->team->path, text);
    tighten(f->team->path);
    team_file_read(f->team->path, &before);
    visit_file(f->team->path, &before);
    if (w.tour)
        tour_screens(f->team->dir, f->team->path, "", 0);
    if (w.keys)
        tour_screens(f->team->dir, f->team->path, w.keys, strlen(w.keys));
    tour_reports(f->team->path);
    free(text);
    str_clear(&before);
    return 0;
}

/* ---- new lines ---- */

/* A line more, one less, or one moved; libFuzzer calls this in place of its own changes, of which SQL survives none. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    struct str text = {0};
    str_addn(&text, (const char *)data, strnlen((const char *)data, size));
    unsigned what = sql_draw(&seed, 10);
    if (what < 3)
        sql_remove_line(&text, &seed);
    if (what != 0)
        sql_add_line(foreign()->words, &text, &seed);
    while (text.len > max)
        sql_remove_line(&text, &seed);
    memcpy(data, str_z(&text), text.len);
    size = text.len;
    str_clear(&text);
    return size;
}
