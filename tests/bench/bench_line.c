/* One line of 5 MB: no key may take long, and going down costs what it costs elsewhere. */
#include "tests/bench/bench_run.h"

#include <stdio.h>

#define ROUNDS 10
#define TIMES 40
#define FEW 1 /* less takes up to a minute for some */
#define LONGEST_MS 500

static const struct bench_session line = {"large.db", "5mline.txt"}, plain = {"none.db", "1m.txt"};

/* The longest answer to the keys of SCRIPTS, TIMES times each, in milliseconds. */
static bool longest(const struct bench *b, enum bench_who who, const struct bench_script *scripts, size_t n, int times,
                    struct bench_costs *out)
{
    struct bench_turn t = {.who = who, .p = bench_open(b, who, &line, NULL)};
    bool ok = t.p != NULL;
    for (size_t i = 0; i < n && ok; i++) {
        t.script = scripts[i];
        bench_turns(&t, 1, 1, times);
        ok = t.p != NULL;
    }
    *out = t.costs;
    t.costs = (struct bench_costs){0};
    bench_turns_end(&t, 1);
    return ok;
}

static bool add_longest(struct bench *b)
{
    static const struct bench_script ours[] = {{NULL, "G", "gg"}, {"gg :screen-bottom\r", "j", NULL},
                                               {NULL, " ", NULL}, {NULL, "s", NULL},
                                               {"G", "k", NULL},  {NULL, "\x02", NULL},
                                               {"gg", "c", "u"},  {NULL, "}", NULL},
                                               {NULL, "gg", "G"}, {"gg", "/" BENCH_LAST "\r", "\x03 gg"}};
    static const struct bench_script less[] = {{NULL, "j", NULL}, {NULL, " ", NULL}, {NULL, "G", "g"}};
    struct bench_costs costs = {0}, theirs = {0};
    bool ok = longest(b, BENCH_ZHUPI, ours, sizeof ours / sizeof *ours, TIMES, &costs);
    if (ok) {
        longest(b, BENCH_LESS, less, sizeof less / sizeof *less, FEW, &theirs);
        struct bench_row row = {.id = "line/longest",
                                .what = "one line of 5 MB: any key",
                                .unit = "ms",
                                .judge = BENCH_MAX,
                                .ours = bench_stat_figures(&costs.ms),
                                .peer = "less",
                                .theirs = bench_stat_figures(&theirs.ms),
                                .bound = LONGEST_MS,
                                .absolute = true};
        snprintf(row.note, sizeof row.note, "less: %d of each key", FEW);
        bench_table_add(&b->table, &row);
    }
    bench_costs_clear(&costs);
    bench_costs_clear(&theirs);
    return ok;
}

static bool add_down(struct bench *b)
{
    static const struct bench_script down = {":screen-bottom\r", "j", NULL};
    struct bench_turn t[] = {{.who = BENCH_ZHUPI, .script = down, .p = bench_open(b, BENCH_ZHUPI, &line, NULL)},
                             {.who = BENCH_ZHUPI, .script = down, .p = bench_open(b, BENCH_ZHUPI, &plain, NULL)}};
    bool ok = t[0].p && t[1].p;
    if (ok) {
        bench_turns(t, 2, ROUNDS, TIMES);
        struct bench_row row = {.id = "line/down",
                                .what = "one line of 5 MB: line down",
                                .unit = "ms cpu",
                                .judge = BENCH_P99,
                                .ours = bench_stat_figures(&t[0].costs.cpu),
                                .peer = "own 1MB",
                                .theirs = bench_stat_figures(&t[1].costs.cpu),
                                .bound = 3.0};
        bench_table_add(&b->table, &row);
        row.id = "line/down-latency";
        row.unit = "ms";
        row.ours = bench_stat_figures(&t[0].costs.ms);
        row.theirs = bench_stat_figures(&t[1].costs.ms);
        bench_table_add(&b->table, &row);
    }
    bench_turns_end(t, 2);
    return ok;
}

bool bench_line(struct bench *b)
{
    return add_longest(b) && add_down(b);
}
