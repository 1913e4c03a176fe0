/* The file of 1,000,000 annotations. */
#include "tests/unit.h"

#include "tests/bench/bench_make.h"

#include "tests/bench/sample.h"

#include <stdio.h>
#include <unistd.h>

#define DOCUMENT_BYTES 14000
#define IN_ONE 10000 /* annotations of 1m.txt */

static const char documents[] =
    "INSERT INTO reviewer (id, account, name, created) VALUES (101, 'li', 'li', 0), (102, 'wang', 'wang', 0); "
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < 10000) "
    "INSERT INTO document (id, uuid, name, sha256, encoding, source_bytes, length, reviewer_id, created) "
    "SELECT 1 + i, printf('00000000-0000-4000-8000-%012x', i), printf('第 %05d 号报告', i * 7919 % 100003), "
    "printf('%064x', i), d.encoding, d.source_bytes, d.length, d.reviewer_id, 0 FROM n, document d WHERE d.id = 1; "
    "INSERT INTO document_text (document_id, text) SELECT d.id, t.text FROM document d, document_text t "
    "WHERE d.id > 1 AND t.document_id = 1; "
    "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 299) "
    "INSERT INTO code (id, uuid, tag, parent_id, name, definition, example, key, position, reviewer_id, revision, "
    "created, updated) SELECT 1 + i, printf('00000000-0000-4000-9000-%012x', i), 1 + i % 3, "
    "iif(i < 30, NULL, 1 + i % 30), printf('code %d', i), '', '', '', i, 1, 1, 0, 0 FROM n; ";

/* A hundred in each document: problem, cause, remedy, problem … one after the other, and half of them with a code. */
static const char annotations[] =
    "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 999999) "
    "INSERT INTO annotation (id, uuid, document_id, start, end, tag, reviewer_id, note, revision, created, updated, "
    "code_id) SELECT 1 + i, printf('00000000-0000-4000-8000-%012x', i), 1 + i % 10000, i / 10000 * 45, "
    "i / 10000 * 45 + 60, 1 + i / 10000 % 3, iif(i % 3, 100 + i % 3, 1), '', 1, 0, 0, "
    "iif(i % 2, 1 + i / 10000 % 3 + 3 * (i / 7 % 100), NULL) FROM n; ";

/* Two thirds of them explain or address what is before them in the document, one third what is in the next one. */
static const char links[] = "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 299999), "
                            "place(i, a) AS (SELECT i, 1 + i % 10000 + 30000 * (i / 10000 % 30) FROM n) "
                            "INSERT INTO link (uuid, from_id, to_id, note, reviewer_id, revision, created, updated) "
                            "SELECT printf('00000000-0000-4000-a000-%012x', i), a + iif(i % 2, 10000, 20000), "
                            "iif(i % 3, a, iif(a % 10000, a + 1, a)), '', 1, 1, 0, 0 FROM place; ";

static bool add_document(const char *dir, const char *program)
{
    char command[2048];
    snprintf(command, sizeof command, "p=$(realpath '%s') && cd '%s' && \"$p\" import many.db 1m.txt >/dev/null 2>&1",
             program, dir);
    return bench_make_shell(command);
}

/* None of 1m.txt's stands at its start, where keys are pressed: what is drawn there is the same with and without. */
static void annotate_document(const struct fixture *f)
{
    struct str sql = {0};
    int64_t id = fixture_sql(f->path, "SELECT id FROM document WHERE name = '1m.txt'");
    sample_annotate(f, id, IN_ONE + SAMPLE_NEAR);
    str_addf(&sql, "DELETE FROM annotation WHERE document_id = %lld AND start < %d", (long long)id,
             SAMPLE_NEAR * SAMPLE_STEP);
    fixture_sql(f->path, str_z(&sql));
    str_clear(&sql);
}

bool bench_make_many(const char *dir, const char *program)
{
    struct fixture f = {0};
    struct err e;
    struct str sql = {0};
    if ((size_t)snprintf(f.path, sizeof f.path, "%s/many.db", dir) >= sizeof f.path)
        return false;
    if (bench_make_is_made(dir, "made-many"))
        return true;
    fprintf(stderr, "bench: 1,000,000 annotations in %s\n", dir);
    bench_make_remove(dir, "many.db");
    if (store_create(f.path, NULL, &e)) {
        fprintf(stderr, "bench: %s\n", e.msg);
        return false;
    }
    struct store *s = fixture_open(&f, NULL);
    sample_document(s, "第 00000 号报告", DOCUMENT_BYTES, false);
    store_close(&s);
    str_addf(&sql, "BEGIN IMMEDIATE; %s%s%sCOMMIT", documents, annotations, links);
    fixture_sql(f.path, str_z(&sql));
    str_clear(&sql);
    if (!add_document(dir, program))
        return false;
    annotate_document(&f);
    return bench_make_set_made(dir, "made-many");
}
