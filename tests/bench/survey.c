#include "tests/unit.h"

#include "tests/bench/bench_make.h"
#include "tests/bench/sample.h"
#include "tests/bench/survey.h"

#include "analysis/figures.h"
#include "analysis/ledger.h"
#include "exchange/survey.h"

#include <stdio.h>
#include <time.h>

enum { DOCUMENTS = 10000, BUDGET = 50000 };

/* Processor time: the machine may be busy with something else. */
static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
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

bool survey_print(const char *dir, const char *program)
{
    struct fixture f = {0};
    struct survey sv = {0};
    snprintf(f.path, sizeof f.path, "%s/survey.db", dir);
    if (!bench_make_many(dir, program) || !bench_make_copy(dir, "many.db", "survey.db"))
        return false;
    double floor = count_index(&f);
    struct store *s = fixture_open(&f, NULL);
    printf("\n%-34s %10s\n", "survey of 1,000,000", "count = 1");
    bool ok = read_all(s, &sv, floor);
    if (ok) {
        print_ledgers(&sv.graph, floor);
        print_figures(&sv.graph, floor);
        ok = print_changes(s, &sv, floor);
    }
    survey_clear(&sv);
    store_close(&s);
    bench_make_remove(dir, "survey.db");
    return ok;
}
