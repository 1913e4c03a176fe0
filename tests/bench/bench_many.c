/* Keys with as many annotations as there ever are, beside the same keys with none. */
#include "tests/bench/bench_run.h"

#include <stdio.h>

#define ROUNDS 10
#define FEW_ROUNDS 4 /* of those that commit, or go far */

enum { MANY, NONE, SIDES };

static const struct key {
    const char *id, *what;
    struct bench_script script;
    int rounds, times;
} keys[] = {
    {"many/down", "1,000,000 annotations: line down", {"gg", "j", NULL}, ROUNDS, 40},
    {"many/scroll", "1,000,000 annotations: line down at the edge", {"gg :screen-bottom\r", "j", NULL}, ROUNDS, 40},
    {"many/page", "1,000,000 annotations: page down", {"gg", " ", NULL}, 4 * ROUNDS, 3},
    {"many/sentence", "1,000,000 annotations: next sentence", {"gg", "s", NULL}, ROUNDS, 40},
    {"many/tag", "1,000,000 annotations: tag", {"gg s", "c", "u"}, FEW_ROUNDS, 50},
    {"many/undo", "1,000,000 annotations: undo", {"gg s c", "u", "c"}, FEW_ROUNDS, 50},
    {"many/search", "1,000,000 annotations: search, a character", {"\x03 gg /", "修", "\x7f"}, FEW_ROUNDS, 50},
};

static bool add_row(struct bench *b, const struct key *k, struct bench_turn t[SIDES])
{
    if (!t[MANY].p || !t[NONE].p)
        return false;
    struct bench_row row = {.id = k->id,
                            .what = k->what,
                            .unit = "ms cpu",
                            .ours = bench_stat_figures(&t[MANY].costs.cpu),
                            .peer = "own none",
                            .theirs = bench_stat_figures(&t[NONE].costs.cpu),
                            .bound = 1.2};
    snprintf(row.note, sizeof row.note, "bytes: %.0f and %.0f", bench_stat_figures(&t[MANY].costs.bytes).median,
             bench_stat_figures(&t[NONE].costs.bytes).median);
    bench_table_add(&b->table, &row);
    return true;
}

bool bench_many(struct bench *b)
{
    static const struct bench_session sessions[SIDES] = {{"many-run.db", "1m.txt"}, {"none-run.db", "1m.txt"}};
    struct bench_turn t[SIDES] = {{.who = BENCH_ZHUPI}, {.who = BENCH_ZHUPI}};
    if (!bench_make_many(b->dir, b->program) || !bench_make_copy(b->dir, "many.db", sessions[MANY].db) ||
        !bench_make_copy(b->dir, "none.db", sessions[NONE].db))
        return false;
    for (int i = 0; i < SIDES; i++)
        t[i].p = bench_open(b, t[i].who, &sessions[i], NULL);
    bool ok = t[MANY].p && t[NONE].p;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && ok; i++) {
        t[MANY].script = t[NONE].script = keys[i].script;
        bench_turns(t, SIDES, keys[i].rounds, keys[i].times);
        ok = add_row(b, &keys[i], t);
        for (int side = 0; side < SIDES; side++)
            bench_costs_clear(&t[side].costs);
    }
    bench_turns_end(t, SIDES);
    for (int i = 0; i < SIDES; i++)
        bench_make_remove(b->dir, sessions[i].db);
    return ok;
}
