#include "tests/bench/bench_commit.h"

#include "base/mem.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BEGIN, ROW, FEED, COMMIT, STATEMENTS };

struct bench_commit {
    sqlite3 *db;
    sqlite3_stmt *st[STATEMENTS];
};

static const char *const sql[STATEMENTS] = {
    "BEGIN IMMEDIATE",
    "INSERT INTO annotation (uuid, document_id, start, end, tag, reviewer_id, note, revision, created, updated) "
    "SELECT lower(hex(randomblob(16))), 1, 100, 140, 2, (SELECT min(id) FROM reviewer), '', 1, 0, 0",
    "INSERT INTO change (time, reviewer_id, session, entity, entity_id, document_id, action, after) "
    "SELECT 0, (SELECT min(id) FROM reviewer), '00000000-0000-4000-8000-000000000000', 'annotation', "
    "last_insert_rowid(), 1, 'create', '{\"start\":100,\"end\":140,\"tag\":\"cause\",\"note\":\"\",\"deleted\":false}'",
    "COMMIT",
};

static void complain(const struct bench_commit *c)
{
    fprintf(stderr, "bench: bare commit: %s\n", sqlite3_errmsg(c->db));
}

struct bench_commit *bench_commit_open(const char *path)
{
    struct bench_commit *c = MEM_NEW(struct bench_commit);
    bool ok = sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
              sqlite3_exec(c->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0",
                           NULL, NULL, NULL) == SQLITE_OK;
    for (int i = 0; i < STATEMENTS && ok; i++)
        ok = sqlite3_prepare_v2(c->db, sql[i], -1, &c->st[i], NULL) == SQLITE_OK;
    if (ok)
        return c;
    complain(c);
    bench_commit_close(c);
    return NULL;
}

bool bench_commit_two_rows(struct bench_commit *c, double *ms)
{
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < STATEMENTS; i++) {
        int rc = sqlite3_step(c->st[i]);
        sqlite3_reset(c->st[i]);
        if (rc != SQLITE_DONE) {
            complain(c);
            return false;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    *ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
    return true;
}

void bench_commit_close(struct bench_commit *c)
{
    if (!c)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(c->st[i]);
    sqlite3_close(c->db);
    free(c);
}
