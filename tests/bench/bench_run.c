#include "tests/bench/bench_run.h"

#include <stdio.h>

void bench_costs_add(struct bench_costs *c, const struct bench_cost *cost)
{
    bench_stat_add(&c->ms, cost->ms);
    bench_stat_add(&c->cpu, cost->cpu_ms);
    bench_stat_add(&c->bytes, cost->bytes);
}

void bench_costs_clear(struct bench_costs *c)
{
    bench_stat_clear(&c->ms);
    bench_stat_clear(&c->cpu);
    bench_stat_clear(&c->bytes);
}

static bool is_there(const struct bench *b, enum bench_who who)
{
    return who == BENCH_LESS ? b->less : who == BENCH_VIM ? b->vim : true;
}

struct bench_peer *bench_open(const struct bench *b, enum bench_who who, const struct bench_session *s,
                              struct bench_cost *cost)
{
    char db[512], file[512];
    bench_make_path(db, b->dir, s->db);
    bench_make_path(file, b->dir, s->document);
    const char *const argv[BENCH_WHO][10] = {
        [BENCH_ZHUPI] = {b->program, "review", db, s->document},
        [BENCH_LESS] = {"less", file},
        [BENCH_VIM] = {"vim", "-u", "NONE", "-i", "NONE", "-n", "-N", file},
        [BENCH_BARE] = {b->bare, file},
    };
    if (!is_there(b, who))
        return NULL;
    if (who == BENCH_ZHUPI)
        bench_make_fresh(b->dir, s->db);
    return bench_peer_start(argv[who], cost);
}

void bench_quit(struct bench_peer *p, enum bench_who who)
{
    static const char *const keys[BENCH_WHO] = {"Q", "q", "\033\033:qa!\r", "q"};
    bench_peer_end(p, keys[who]);
}

/* False where it failed. */
static bool press_round(struct bench_turn *t, int times)
{
    if (!bench_peer_type(t->p, t->script.before))
        return false;
    for (int i = 0; i < times; i++) {
        struct bench_cost cost;
        if (!bench_peer_press(t->p, t->script.keys, &cost) || !bench_peer_type(t->p, t->script.after))
            return false;
        bench_costs_add(&t->costs, &cost);
    }
    return true;
}

void bench_turns(struct bench_turn *turns, size_t n, int rounds, int times)
{
    for (int round = 0; round < rounds; round++)
        for (size_t i = 0; i < n; i++)
            if (turns[i].p && !press_round(&turns[i], times)) {
                bench_peer_end(turns[i].p, "");
                turns[i].p = NULL;
                bench_costs_clear(&turns[i].costs);
            }
}

void bench_turns_end(struct bench_turn *turns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bench_quit(turns[i].p, turns[i].who);
        bench_costs_clear(&turns[i].costs);
    }
}
