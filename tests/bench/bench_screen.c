/* How long until there is something to read. */
#include "tests/bench/bench_run.h"

#include <stdio.h>

#define PAINTS 15
#define FEW_PAINTS 10
#define PATIENCE_MS 6000 /* of one program with one document; what is slower is painted less often */

struct screen {
    struct bench_session session;
    const char *id, *cpu_id, *what; /* CPU_ID: NULL where it is not judged */
    double bound;
};

static const struct screen screens[] = {
    {{"small.db", "60k.txt"}, "screen/60k", "screen/60k-cpu", "first screen: 60 KB, 1,000 annotations", 2.0},
    {{"small.db", "1m.txt"}, "screen/1m", "screen/1m-cpu", "first screen: 1 MB, 1,000 annotations", 2.0},
    {{"large.db", "10m.txt"}, "screen/10m", "screen/10m-cpu", "first screen: 10 MB", 3.0},
    {{"large.db", "100m.txt"}, "screen/100m", "screen/100m-cpu", "first screen: 100 MB", 20.0},
    {{"large.db", "5mline.txt"}, "screen/5m-line", NULL, "first screen: one line of 5 MB", 1.0},
};

static bool paint(struct bench *b, const struct screen *s, enum bench_who who, struct bench_costs *costs)
{
    struct bench_cost cost;
    struct bench_peer *p = bench_open(b, who, &s->session, &cost);
    if (!p)
        return false;
    bench_quit(p, who);
    bench_costs_add(costs, &cost);
    return true;
}

static void add_rows(struct bench *b, const struct screen *s, struct bench_costs c[BENCH_WHO])
{
    struct bench_figures ms[BENCH_WHO], cpu[BENCH_WHO];
    for (int who = 0; who < BENCH_WHO; who++) {
        ms[who] = bench_stat_figures(&c[who].ms);
        cpu[who] = bench_stat_figures(&c[who].cpu);
    }
    struct bench_row row = {.id = s->id,
                            .what = s->what,
                            .unit = "ms",
                            .ours = ms[BENCH_ZHUPI],
                            .peer = "less",
                            .theirs = ms[BENCH_LESS],
                            .bound = s->bound,
                            .other = b->vim ? "vim" : NULL,
                            .other_figure = ms[BENCH_VIM].median,
                            .floor = "a screen of the file with bare ncursesw",
                            .floor_figure = ms[BENCH_BARE].median};
    if (ms[BENCH_LESS].n < FEW_PAINTS && ms[BENCH_LESS].n > 0)
        snprintf(row.note, sizeof row.note, "%zu paints, less is slow", ms[BENCH_LESS].n);
    bench_table_add(&b->table, &row);
    if (!s->cpu_id)
        return;
    row.id = s->cpu_id;
    row.unit = "ms cpu";
    row.ours = cpu[BENCH_ZHUPI];
    row.theirs = cpu[BENCH_LESS];
    row.other_figure = cpu[BENCH_VIM].median;
    row.floor_figure = cpu[BENCH_BARE].median;
    bench_table_add(&b->table, &row);
}

static double spent(const struct bench_costs *c)
{
    double ms = 0;
    for (size_t i = 0; i < c->ms.n; i++)
        ms += c->ms.value[i];
    return ms;
}

static bool measure(struct bench *b, const struct screen *s)
{
    struct bench_costs costs[BENCH_WHO] = {0};
    bool fails[BENCH_WHO] = {false};
    for (int i = 0; i < PAINTS; i++)
        for (int who = 0; who < BENCH_WHO; who++)
            if (!fails[who] && (i == 0 || spent(&costs[who]) < PATIENCE_MS))
                fails[who] = !paint(b, s, (enum bench_who)who, &costs[who]);
    if (!fails[BENCH_ZHUPI])
        add_rows(b, s, costs);
    for (int who = 0; who < BENCH_WHO; who++)
        bench_costs_clear(&costs[who]);
    return !fails[BENCH_ZHUPI];
}

bool bench_screen(struct bench *b)
{
    bool ok = true;
    for (size_t i = 0; i < sizeof screens / sizeof *screens && ok; i++)
        ok = measure(b, &screens[i]);
    return ok;
}
