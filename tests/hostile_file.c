#include "tests/hostile_file.h"

#include "db/code.h"
#include "db/filter.h"
#include "db/link.h"
#include "db/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define P HOSTILE_PLACE

static void must(enum err_code rc, const struct err *e)
{
    if (!rc)
        return;
    fprintf(stderr, "the hostile file cannot be made: %s\n", e->msg);
    exit(1);
}

static sqlite3 *open_plain(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        exit(1);
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK)
        return;
    fprintf(stderr, "%s: %s\n", sql, message);
    exit(1);
}

/* ---- what the program itself writes ---- */

static int64_t add_document(struct store *s, int number, const char *text, int64_t previous)
{
    char name[64];
    struct err e;
    int64_t id;
    const struct outline_given heading = {{0, 14}, 1};
    const struct noise noise = {{15, 18}, NOISE_PAGE};
    snprintf(name, sizeof name, "%d %s.txt", number, P);
    struct document_new d = {.name = name, .encoding = "UTF-8", .source = name, .source_bytes = strlen(name)};
    d.text = text, d.text_bytes = strlen(text);
    d.previous = previous;
    d.headings = &heading, d.heading_count = 1;
    d.noise = &noise, d.noise_count = 1;
    must(store_document_add(s, &d, &id, &e), &e);
    return id;
}

static struct annotation tag(struct store *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e;
    struct annotation a;
    must(store_annotate(s, document, start, start + 14, tag, "note " P, &a, &e), &e);
    return a;
}

static void add_talk(struct store *s, int64_t annotation)
{
    struct err e;
    struct comment asked;
    must(store_comment(s, annotation, 0, true, "why " P "?\nsecond line " P, &asked, &e), &e);
    must(store_comment(s, annotation, asked.id, false, "so " P, NULL, &e), &e);
    comment_clear(&asked);
    must(store_comment(s, annotation, 0, false, "fine " P, &asked, &e), &e);
    must(store_comment_resolve(s, asked.id, true, &e), &e);
    comment_clear(&asked);
}

static int64_t add_code(struct store *s, enum tag tag, int64_t parent, const char *name)
{
    struct err e;
    struct code code;
    struct code_new new = {.tag = tag, .parent = parent, .name = name, .definition = "means " P, .example = "as " P};
    new.key = parent ? "" : "k";
    must(store_code_add(s, &new, &code, &e), &e);
    int64_t id = code.id;
    code_clear(&code);
    return id;
}

/* A chain of three in DOCUMENT, coded, linked, and talked about. */
static void add_chain(struct store *s, int64_t document, int64_t code)
{
    struct err e;
    struct annotation m = tag(s, document, 21, TAG_MANIFESTATION), c = tag(s, document, 30, TAG_CAUSE);
    struct annotation r = tag(s, document, 40, TAG_REMEDY), gone = tag(s, document, 22, TAG_CAUSE);
    if (code)
        must(store_recode(s, m.id, m.revision, code, &e), &e);
    must(store_link(s, c.id, m.id, "because " P, NULL, &e), &e);
    must(store_link(s, r.id, c.id, "link " P, NULL, &e), &e);
    add_talk(s, m.id);
    must(store_settle(s, r.id, r.revision, SETTLED_ACCEPTED, &e), &e);
    must(store_delete(s, gone.id, gone.revision, &e), &e);
    annotation_clear(&m);
    annotation_clear(&c);
    annotation_clear(&r);
    annotation_clear(&gone);
}

static const char text_of_each[] = "第一章 " P "\n第3页。本段" P "。第二句" P "。\n二、" P "，原因是" P "。\n"
                                   "末段，" P " is the end of " P ".";

static void write_content(struct store *s, struct store *other)
{
    struct err e;
    int64_t first = add_document(s, 1, text_of_each, 0), reviewer;
    int64_t code = add_code(s, TAG_MANIFESTATION, 0, "code " P),
            below = add_code(s, TAG_MANIFESTATION, code, "below " P);
    add_code(s, TAG_CAUSE, 0, "cause " P);
    add_chain(s, first, code);
    add_chain(other, first, below);
    int64_t second = add_document(s, 2, text_of_each, first);
    add_document(s, 3, text_of_each, 0);
    add_chain(other, second, 0);
    must(store_filter_save(s, P, "\"" P "\" | by:\"other " P "\"", NULL, &e), &e);
    must(store_reviewer_find(s, "other " P, &reviewer, &e), &e);
    must(store_assign(s, first, reviewer, true, &e), &e);
    must(store_assign(s, second, store_reviewer(s), true, &e), &e);
    must(store_place_set(other, first, "", 30, &e), &e);
}

/* ---- what only a foreign program writes ---- */

static void write_foreign(const char *path)
{
    static const char *const lines[] = {
        "UPDATE reviewer SET name = 'name " P "' WHERE account = '" HOSTILE_ME "'",
        "UPDATE document SET encoding = '" P "', type = 'text/" P "' WHERE id = 3",
        "INSERT INTO change (time, reviewer_id, session, entity, entity_id, document_id, action, before, after)"
        " SELECT time, reviewer_id, '" P "', entity, entity_id, document_id, '" P "', before, after FROM change"
        " WHERE entity = 'annotation'",
        "INSERT INTO change (time, reviewer_id, session, entity, entity_id, document_id, action, after)"
        " VALUES (1, 1, 'x', '" P "', 1, 1, 'create', '{\"name\":\"" P "\"}')",
    };
    sqlite3 *db = open_plain(path);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        run(db, lines[i]);
    sqlite3_close(db);
}

void hostile_file_make(const char *path)
{
    struct err e;
    struct store *s, *other;
    struct store_opts me = {.force = true, .as_name = HOSTILE_ME}, them = {.force = true, .as_name = "other " P};
    must(store_create(path, &me, &e), &e);
    must(store_open(path, &me, &s, &e), &e);
    must(store_open(path, &them, &other, &e), &e);
    sqlite3 *db = open_plain(path); /* a key leads nothing until somebody says so */
    run(db, "UPDATE reviewer SET role = 1");
    sqlite3_close(db);
    must(store_role_refresh(s, &e), &e);
    must(store_role_refresh(other, &e), &e);
    write_content(s, other);
    store_close(&other);
    store_close(&s);
    write_foreign(path);
}

/* ---- one handful for another ---- */

/* Each column of text, and whether it holds JSON. */
#define COLUMNS                                                                                                        \
    "SELECT t.name, c.name, t.name = 'change' AND c.name IN ('before', 'after') "                                      \
    "FROM sqlite_master t, pragma_table_info(t.name) c "                                                               \
    "WHERE t.type = 'table' AND c.type = 'TEXT' AND c.name NOT IN ('uuid', 'sha256')"

static void bind(sqlite3_stmt *st, const char *from, const char *to)
{
    if (sqlite3_bind_text(st, 1, from, -1, SQLITE_STATIC) || sqlite3_bind_text(st, 2, to, -1, SQLITE_STATIC))
        exit(1);
}

static void replace(sqlite3 *db, const char *table, const char *column, bool json, const char *from, const char *to)
{
    const char *with =
        json ? "replace(\"%w\", trim(json_quote(?1), '\"'), trim(json_quote(?2), '\"'))" : "replace(\"%w\", ?1, ?2)";
    char *expression = sqlite3_mprintf(with, column);
    char *sql =
        sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = %s WHERE \"%w\" IS NOT NULL", table, column, expression, column);
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
    bind(st, from, to);
    if (sqlite3_step(st) != SQLITE_DONE) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_finalize(st);
    sqlite3_free(expression);
    sqlite3_free(sql);
}

/* The key of the first code is a hostile character by itself. */
static void set_key(sqlite3 *db, const char *to)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, "UPDATE code SET key = substr(?2, 3, 1) WHERE id = 1 AND ?1 <> ''", -1, &st, NULL))
        exit(1);
    bind(st, "x", to);
    sqlite3_step(st);
    sqlite3_finalize(st);
}

void hostile_file_fill(const char *path, const char *from, const char *to)
{
    sqlite3 *db = open_plain(path);
    sqlite3_stmt *st;
    int columns = 0;
    run(db, "BEGIN");
    if (sqlite3_prepare_v2(db, COLUMNS, -1, &st, NULL) != SQLITE_OK)
        exit(1);
    for (; sqlite3_step(st) == SQLITE_ROW; columns++)
        replace(db, (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1),
                sqlite3_column_int(st, 2), from, to);
    sqlite3_finalize(st);
    set_key(db, to);
    run(db, "COMMIT");
    run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
    if (columns < 20)
        exit(1);
}
