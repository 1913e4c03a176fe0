/* The CSV of 1,000,000 annotations, beside the shell of SQLite with the same columns. */
#include "tests/bench/bench_child.h"
#include "tests/bench/bench_run.h"

#include "base/mem.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LARGEST_MIB 32

/* The columns of zhupi's export. The section, which is found by reading the document, stays empty. */
static const char columns[] =
    "SELECT a.uuid, d.name AS document, d.sha256, t.name AS tag, substr(x.text, a.start + 1, a.end - a.start) AS "
    "quote, "
    "substr(x.text, max(a.start - 10, 0) + 1, min(a.start, 10)) AS before, substr(x.text, a.end + 1, 10) AS after, "
    "a.start, a.end, '' AS section, r.name AS reviewer, a.note, "
    "strftime('%Y-%m-%dT%H:%M:%SZ', a.created / 1000, 'unixepoch') AS created, "
    "strftime('%Y-%m-%dT%H:%M:%SZ', a.updated / 1000, 'unixepoch') AS updated, "
    "CASE a.settled WHEN 1 THEN 'accepted' WHEN 2 THEN 'rejected' ELSE '' END AS settled, "
    "(SELECT count(*) FROM comment c WHERE c.annotation_id = a.id AND c.question = 1 AND c.thread IS NULL "
    "AND c.resolved_at IS NULL AND c.deleted_at IS NULL) AS open_questions, "
    "(WITH RECURSIVE up(id, path) AS (SELECT parent_id, name FROM code WHERE id = a.code_id UNION ALL "
    "SELECT k.parent_id, k.name || '/' || up.path FROM code k JOIN up ON k.id = up.id) "
    "SELECT path FROM up WHERE id IS NULL) AS code, ";

static const char links[] =
    "(SELECT group_concat(o.uuid, ' ') FROM link l JOIN annotation o ON o.id = l.to_id WHERE l.from_id = a.id "
    "AND l.deleted_at IS NULL AND o.deleted_at IS NULL AND a.tag = 2 AND o.tag = 1) AS explains, "
    "(SELECT group_concat(o.uuid, ' ') FROM link l JOIN annotation o ON o.id = l.to_id WHERE l.from_id = a.id "
    "AND l.deleted_at IS NULL AND o.deleted_at IS NULL AND a.tag = 3 AND o.tag < 3) AS addresses, "
    "(SELECT group_concat(o.uuid, ' ') FROM link l JOIN annotation o ON o.id = l.from_id WHERE l.to_id = a.id "
    "AND l.deleted_at IS NULL AND o.deleted_at IS NULL AND o.tag = 2 AND a.tag = 1) AS explained_by, "
    "(SELECT group_concat(o.uuid, ' ') FROM link l JOIN annotation o ON o.id = l.from_id WHERE l.to_id = a.id "
    "AND l.deleted_at IS NULL AND o.deleted_at IS NULL AND o.tag = 3 AND a.tag < 3) AS addressed_by ";

static const char tables[] =
    "FROM document d JOIN document_text x ON x.document_id = d.id JOIN annotation a ON a.document_id = d.id "
    "JOIN tag t ON t.id = a.tag JOIN reviewer r ON r.id = a.reviewer_id WHERE a.deleted_at IS NULL "
    "ORDER BY d.name, a.start, a.end, a.id";

/* What a program gets that reads one table after the other: no words, no path of a code, no links. */
static const char stored[] = "SELECT a.uuid, d.name AS document, d.sha256, t.name AS tag, a.start, a.end, r.name AS "
                             "reviewer, a.note, a.created, "
                             "a.updated, a.settled, a.code_id ";
static const char stored_tables[] =
    "FROM document d JOIN annotation a ON a.document_id = d.id JOIN tag t ON t.id = a.tag "
    "JOIN reviewer r ON r.id = a.reviewer_id WHERE a.deleted_at IS NULL ORDER BY d.name, a.start, a.end, a.id";

/* ---- the floor: a loop over the rows, with each text read once ---- */

/* The bytes of code points [START, END) of TEXT, whose code point *CP begins at *BYTE: rows come by start. */
static void put_quote(FILE *out, const char *text, int64_t *cp, size_t *byte, int64_t start, int64_t end)
{
    for (; *cp < start && text[*byte]; ++*cp)
        do
            ++*byte;
        while (((unsigned char)text[*byte] & 0xC0) == 0x80);
    size_t to = *byte;
    for (int64_t i = start; i < end && text[to]; i++)
        do
            to++;
        while (((unsigned char)text[to] & 0xC0) == 0x80);
    fputc('"', out);
    fwrite(text + *byte, 1, to - *byte, out);
    fputc('"', out);
}

static void put_columns(FILE *out, sqlite3_stmt *st, int from, int to)
{
    for (int i = from; i < to; i++) {
        const char *cell = (const char *)sqlite3_column_text(st, i);
        fputc(',', out);
        fputs(cell ? cell : "", out);
    }
}

static bool put_document(FILE *out, sqlite3_stmt *st, int64_t document, const char *text)
{
    int64_t cp = 0;
    size_t byte = 0;
    sqlite3_reset(st);
    sqlite3_bind_int64(st, 1, document);
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        put_quote(out, text, &cp, &byte, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1));
        put_columns(out, st, 0, sqlite3_column_count(st));
        fputc('\n', out);
    }
    return rc == SQLITE_DONE;
}

/* Seconds of processor time; 0 where it failed. */
static double plain_loop(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *texts = NULL, *rows = NULL;
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    FILE *out = fopen("/dev/null", "we");
    bool ok = out && sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
              sqlite3_prepare_v2(db,
                                 "SELECT d.id, x.text FROM document d JOIN document_text x ON x.document_id = d.id "
                                 "ORDER BY d.name",
                                 -1, &texts, NULL) == SQLITE_OK &&
              sqlite3_prepare_v2(db,
                                 "SELECT start, end, uuid, tag, reviewer_id, note, created, updated, settled, "
                                 "code_id FROM annotation WHERE document_id = ?1 AND deleted_at IS NULL "
                                 "ORDER BY start, end",
                                 -1, &rows, NULL) == SQLITE_OK;
    while (ok && sqlite3_step(texts) == SQLITE_ROW)
        ok = put_document(out, rows, sqlite3_column_int64(texts, 0), (const char *)sqlite3_column_text(texts, 1));
    sqlite3_finalize(texts);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    if (out)
        fclose(out);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return ok ? (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9 : 0;
}

/* ---- rows ---- */

struct runs {
    struct bench_stat wall, cpu;
    double memory; /* MiB at the most */
    bool fails;
};

static void run(struct runs *r, const char *const argv[])
{
    struct bench_child c;
    if (r->fails || !bench_child_run(argv, &c)) {
        r->fails = true;
        return;
    }
    bench_stat_add(&r->wall, c.seconds);
    bench_stat_add(&r->cpu, c.cpu);
    r->memory = c.kib / 1024 > r->memory ? c.kib / 1024 : r->memory;
}

static void runs_clear(struct runs *r)
{
    bench_stat_clear(&r->wall);
    bench_stat_clear(&r->cpu);
}

/* NOTE behind the number of runs. */
static struct bench_row row_of(const char *id, const char *unit, struct bench_figures ours, struct bench_figures theirs,
                               const char *note)
{
    struct bench_row row = {.id = id,
                            .what = "CSV of 1,000,000 annotations",
                            .unit = unit,
                            .ours = ours,
                            .peer = "sqlite3",
                            .theirs = theirs};
    snprintf(row.note, sizeof row.note, "1 run; %s", note);
    return row;
}

enum { ZHUPI, SAME, STORED, KINDS }; /* the program; the shell with the same columns, and with those of the tables */

static void add_rows(struct bench *b, struct runs r[KINDS], double floor)
{
    struct bench_figures cpu = bench_stat_figures(&r[ZHUPI].cpu);
    struct bench_row row = row_of("export/cpu", "s cpu", cpu, bench_stat_figures(&r[SAME].cpu), "section left empty");
    row.bound = 0.7;
    row.floor = "a C loop over the rows: quotes, but no section, code path and links";
    row.floor_figure = floor;
    bench_table_add(&b->table, &row);
    row = row_of("export/time", "s", bench_stat_figures(&r[ZHUPI].wall), bench_stat_figures(&r[SAME].wall),
                 "section left empty");
    row.bound = 0.7;
    bench_table_add(&b->table, &row);
    row = row_of("export/stored", "s cpu", cpu, bench_stat_figures(&r[STORED].cpu), "sqlite3 without quotes and links");
    bench_table_add(&b->table, &row);
    row = row_of("export/memory", "MiB", bench_stat_one(r[ZHUPI].memory),
                 r[SAME].memory > 0 ? bench_stat_one(r[SAME].memory) : (struct bench_figures){0}, "at its most");
    row.bound = LARGEST_MIB;
    row.absolute = true;
    bench_table_add(&b->table, &row);
}

bool bench_export(struct bench *b)
{
    char path[512], same[4096], plain[1024];
    struct runs r[KINDS] = {[SAME] = {.fails = !b->sqlite}, [STORED] = {.fails = !b->sqlite}};
    bench_make_path(path, b->dir, "many.db");
    if (!bench_make_many(b->dir, b->program))
        return false;
    snprintf(same, sizeof same, "%s%s%s", columns, links, tables);
    snprintf(plain, sizeof plain, "%s%s", stored, stored_tables);
    const char *const argv[KINDS][8] = {{b->program, "export", "--force", path},
                                        {"sqlite3", "-readonly", "-csv", "-header", path, same},
                                        {"sqlite3", "-readonly", "-csv", "-header", path, plain}};
    for (int kind = 0; kind < KINDS; kind++)
        run(&r[kind], argv[kind]);
    bool ok = !r[ZHUPI].fails;
    if (ok)
        add_rows(b, r, plain_loop(path));
    for (int kind = 0; kind < KINDS; kind++)
        runs_clear(&r[kind]);
    return ok;
}
