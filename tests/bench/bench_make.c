#include "tests/unit.h"

#include "tests/bench/bench_make.h"

#include "tests/bench/sample.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Another number whenever what is made here becomes another one. */
#define VERSION 1
#define APART 20000 /* bytes from one BENCH_SEARCHED to the next */
#define FIRST 10000

static const struct made {
    const char *name;
    size_t bytes;
    bool one_line;
} documents[] = {
    {"60k.txt", 60000, false},      {"1m.txt", 1000000, false},    {"10m.txt", 10000000, false},
    {"100m.txt", 100000000, false}, {"5mline.txt", 5000000, true},
};
#define DOCUMENTS (sizeof documents / sizeof *documents)

void bench_make_path(char path[512], const char *dir, const char *name)
{
    snprintf(path, 512, "%s/%s", dir, name);
}

/* ---- what is there already ---- */

static void stamp_of(char stamp[256], const char *what)
{
    snprintf(stamp, 256, "%d %s %zu %d %d\n", VERSION, what, documents[DOCUMENTS - 1].bytes, APART, BENCH_ANNOTATIONS);
}

bool bench_make_is_made(const char *dir, const char *what)
{
    char path[512], wanted[256], found[256] = "";
    bench_make_path(path, dir, what);
    stamp_of(wanted, what);
    FILE *f = fopen(path, "re");
    bool same = f && fgets(found, sizeof found, f) && strcmp(found, wanted) == 0;
    if (f)
        fclose(f);
    return same;
}

static bool write_file(const char *dir, const char *name, const char *text)
{
    char path[512];
    bench_make_path(path, dir, name);
    FILE *f = fopen(path, "we");
    bool ok = f && fputs(text, f) >= 0;
    ok = f && fclose(f) == 0 && ok;
    if (!ok)
        fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
    return ok;
}

bool bench_make_set_made(const char *dir, const char *what)
{
    char stamp[256];
    stamp_of(stamp, what);
    return write_file(dir, what, stamp);
}

bool bench_make_shell(const char *command)
{
    if (system(command) == 0)
        return true;
    fprintf(stderr, "bench: %s failed\n", command);
    return false;
}

void bench_make_remove(const char *dir, const char *name)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-lock", "-live"};
    char path[512];
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        snprintf(path, sizeof path, "%s/%s%s", dir, name, tails[i]);
        unlink(path);
    }
}

/* ---- documents ---- */

/* WORD, of two characters of three bytes, in place of those before the first full stop behind byte AT. */
static void plant(char *text, size_t at, const char *word)
{
    char *stop = strstr(text + at, "。");
    if (stop && stop - text >= 6)
        memcpy(stop - 6, word, 6);
}

static bool make_document(const char *dir, const struct made *d)
{
    char *text = sample_text(d->bytes, d->one_line);
    size_t length = strlen(text), last = length > 400 ? length - 400 : 0;
    for (size_t at = FIRST; at < last; at += APART) {
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        plant(text, at, BENCH_SEARCHED);
    }
    char *line = d->one_line ? text + last : text + length - 1;
    while (!d->one_line && line > text && line[-1] != '\n')
        line--;
    while (((unsigned char)*line & 0xC0) == 0x80)
        line++;
    plant(text, (size_t)(line - text), BENCH_LAST);
    bool ok = write_file(dir, d->name, text);
    free(text);
    return ok;
}

/* ---- databases ---- */

static bool make_database(const char *dir, const char *program, const char *name, const char *files)
{
    char command[4096];
    bench_make_remove(dir, name);
    snprintf(command, sizeof command,
             "p=$(realpath '%s') && cd '%s' && \"$p\" init %s >/dev/null 2>&1 && "
             "\"$p\" import %s %s >/dev/null 2>&1",
             program, dir, name, name, files);
    return bench_make_shell(command);
}

static bool annotate(const char *dir, const char *name, const char *document, int count)
{
    struct fixture f = {0};
    char sql[256];
    if ((size_t)snprintf(f.path, sizeof f.path, "%s/%s", dir, name) >= sizeof f.path)
        return false;
    snprintf(sql, sizeof sql, "SELECT id FROM document WHERE name = '%s'", document);
    int64_t id = fixture_sql(f.path, sql);
    if (id > 0)
        sample_annotate(&f, id, count);
    return id > 0;
}

bool bench_make(const char *dir, const char *program)
{
    if (mkdir(dir, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "bench: %s: %s\n", dir, strerror(errno));
        return false;
    }
    if (bench_make_is_made(dir, "made"))
        return true;
    fprintf(stderr, "bench: documents in %s\n", dir);
    bool ok = true;
    for (size_t i = 0; i < DOCUMENTS && ok; i++)
        ok = make_document(dir, &documents[i]);
    return ok && make_database(dir, program, "small.db", "60k.txt 1m.txt") &&
           annotate(dir, "small.db", "60k.txt", BENCH_ANNOTATIONS) &&
           annotate(dir, "small.db", "1m.txt", BENCH_ANNOTATIONS) && make_database(dir, program, "none.db", "1m.txt") &&
           make_database(dir, program, "large.db", "10m.txt 100m.txt 5mline.txt") && bench_make_set_made(dir, "made");
}

bool bench_make_copy(const char *dir, const char *name, const char *copy)
{
    char command[1024], path[512];
    bench_make_path(path, dir, name);
    fixture_sql(path, "PRAGMA wal_checkpoint(TRUNCATE)");
    bench_make_remove(dir, copy);
    snprintf(command, sizeof command, "cp --reflink=auto '%s' '%s/%s'", path, dir, copy);
    return bench_make_shell(command);
}

/* Without a checkpoint: what the last session left is what the next one finds. */
void bench_make_fresh(const char *dir, const char *name)
{
    char path[512];
    sqlite3 *db;
    bench_make_path(path, dir, name);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK)
        sqlite3_exec(db, "DELETE FROM place WHERE position > 0 OR name <> ''", NULL, NULL, NULL);
    sqlite3_close(db);
}
