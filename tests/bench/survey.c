#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/bench/survey.h"

#include "analysis/figures.h"
#include "analysis/ledger.h"
#include "exchange/survey.h"

#include <stdio.h>
#include <time.h>

enum { DOCUMENTS = 10000, BUDGET = 50000, DOCUMENT_BYTES = 14000 };

/* Processor time: the machine may be busy with something else. */
static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the file ---- */

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

static void make_file(const struct fixture *f)
{
    struct store *s = fixture_open(f, NULL);
    struct str sql = {0};
    sample_document(s, "第 00000 号报告", DOCUMENT_BYTES, false);
    str_addf(&sql, "BEGIN IMMEDIATE; %s%s%sCOMMIT", documents, annotations, links);
    fixture_sql(f->path, str_z(&sql));
    str_clear(&sql);
    store_close(&s);
}

/* ---- what is measured ---- */

/* The floor: SQLite walks the index that a survey is read from. */
static double count_index(const struct fixture *f)
{
    double began = seconds();
    fixture_sql(f->path, "SELECT count(*) + sum(start + tag + reviewer_id) FROM annotation INDEXED BY "
                         "annotation_standing WHERE deleted_at IS NULL");
    return seconds() - began;
}

static void print_cost(const char *what, double cost, double floor)
{
    printf("%-34s %10.3f\n", what, cost / floor);
}

static bool read_all(struct store *s, struct survey *sv, double floor)
{
    struct err e;
    double began = seconds(), longest = 0;
    bool ok = !survey_begin(s, NULL, 0, sv, &e);
    while (ok && !sv->done) {
        double step = seconds();
        ok = !survey_step(s, sv, BUDGET, &e);
        step = seconds() - step;
        longest = step > longest ? step : longest;
    }
    if (!ok) {
        fprintf(stderr, "bench: %s\n", e.msg);
        return false;
    }
    print_cost("read", seconds() - began, floor);
    print_cost("longest step of 50,000", longest, floor);
    return true;
}

static void print_ledgers(const struct graph *g, double floor)
{
    static const char *const names[] = {"ledger of 1,000,000", "unanswered of 1,000,000"};
    for (int view = LEDGER_PROBLEMS; view <= LEDGER_UNANSWERED; view++) {
        struct ledger l = {0};
        double began = seconds();
        ledger_build(g, (enum ledger_view)view, LEDGER_BY_CODE, &l);
        print_cost(names[view], seconds() - began, floor);
        ledger_clear(&l);
    }
}

/* Of sections there are none here: they come from the texts. */
static void print_figures(const struct graph *g, double floor)
{
    for (int figure = 0; figure < FIGURES; figure++) {
        struct figures f = {0};
        char what[64];
        double began = seconds();
        figures_count(g, (enum figure)figure, NULL, 0, &f);
        snprintf(what, sizeof what, "figures of 1,000,000: %s", figure_name((enum figure)figure));
        print_cost(what, seconds() - began, floor);
        figures_clear(&f);
    }
}

static bool print_change(struct store *s, struct survey *sv, const char *what, const struct change *c, double floor)
{
    struct err e;
    double began = seconds();
    if (survey_changed(sv, c) && survey_refresh(s, sv, &e)) {
        fprintf(stderr, "bench: %s\n", e.msg);
        return false;
    }
    print_cost(what, seconds() - began, floor);
    return true;
}

static bool print_changes(struct store *s, struct survey *sv, double floor)
{
    struct err e;
    struct annotation made = {0};
    struct change moved = {.entity = "annotation", .action = "move", .document = DOCUMENTS / 2};
    struct change linked = {.entity = "link", .action = "delete", .entity_id = 777};
    bool ok = print_change(s, sv, "one moved, taken in", &moved, floor);
    ok = ok && !store_annotate(s, DOCUMENTS / 3, 1, 9, TAG_CAUSE, NULL, &made, &e);
    struct change created = {.entity = "annotation", .action = "create", .document = DOCUMENTS / 3};
    ok = ok && print_change(s, sv, "one made, taken in", &created, floor);
    annotation_clear(&made);
    return ok && print_change(s, sv, "one link, taken in", &linked, floor);
}

bool survey_print(void)
{
    void *state;
    struct survey sv = {0};
    if (fixture_setup_db(&state) != 0)
        return false;
    const struct fixture *f = state;
    fprintf(stderr, "bench: 1,000,000 annotations\n");
    make_file(f);
    double floor = count_index(f);
    struct store *s = fixture_open(f, NULL);
    printf("\n%-34s %10s\n", "survey of 1,000,000", "count = 1");
    bool ok = read_all(s, &sv, floor);
    if (ok) {
        print_ledgers(&sv.graph, floor);
        print_figures(&sv.graph, floor);
        ok = print_changes(s, &sv, floor);
    }
    survey_clear(&sv);
    store_close(&s);
    fixture_teardown(&state);
    return ok;
}
