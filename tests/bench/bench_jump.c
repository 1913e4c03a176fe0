/* Far away and back: the end of a large document, and what is searched in it. */
#include "tests/bench/bench_run.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIMES 10

struct jump {
    struct bench_session session;
    const char *keys[BENCH_WHO], *back[BENCH_WHO]; /* NULL: there is no such program */
    bool both;                                     /* the way back counts too */
};

/* In a session of its own, as nobody goes there twice. False where that failed. */
static bool jump(const struct bench *b, const struct jump *j, enum bench_who who, struct bench_costs *costs)
{
    struct bench_cost there, back = {0};
    struct bench_peer *p = bench_open(b, who, &j->session, NULL);
    bool ok = p && bench_peer_press(p, j->keys[who], &there) && (!j->both || bench_peer_press(p, j->back[who], &back));
    if (ok) {
        there.ms += back.ms;
        there.cpu_ms += back.cpu_ms;
        there.bytes += back.bytes;
        bench_costs_add(costs, &there);
        bench_quit(p, who);
    } else {
        bench_peer_end(p, "");
    }
    return ok;
}

static void measure(const struct bench *b, const struct jump *j, struct bench_costs costs[BENCH_WHO])
{
    bool fails[BENCH_WHO] = {false};
    for (int i = 0; i < TIMES; i++)
        for (int who = 0; who < BENCH_WHO; who++)
            if (!fails[who] && j->keys[who])
                fails[who] = !jump(b, j, (enum bench_who)who, &costs[who]);
}

struct floor {
    const char *name;
    double ms;
};

/* A row in milliseconds, and one in those of the processor. */
static bool add_rows(struct bench *b, const char *const ids[2], const char *what, double bound,
                     const struct floor *floor, struct bench_costs costs[BENCH_WHO])
{
    bool ok = costs[BENCH_ZHUPI].ms.n > 0;
    for (int i = 0; i < 2 && ok; i++) {
        struct bench_figures f[BENCH_WHO];
        for (int who = 0; who < BENCH_WHO; who++)
            f[who] = bench_stat_figures(i == 0 ? &costs[who].ms : &costs[who].cpu);
        struct bench_row row = {.id = ids[i],
                                .what = what,
                                .unit = i == 0 ? "ms" : "ms cpu",
                                .ours = f[BENCH_ZHUPI],
                                .peer = "less",
                                .theirs = f[BENCH_LESS],
                                .bound = bound,
                                .other = b->vim ? "vim" : NULL,
                                .other_figure = f[BENCH_VIM].median,
                                .floor = floor ? floor->name : NULL,
                                .floor_figure = floor ? floor->ms : 0};
        bench_table_add(&b->table, &row);
    }
    for (int who = 0; who < BENCH_WHO; who++)
        bench_costs_clear(&costs[who]);
    return ok;
}

bool bench_end(struct bench *b)
{
    static const struct jump end = {{"large.db", "100m.txt"}, {"G", "G", "G"}, {"gg", "g", "gg"}, true};
    struct bench_costs costs[BENCH_WHO] = {0};
    measure(b, &end, costs);
    return add_rows(b, (const char *const[]){"end/time", "end/cpu"}, "end of 100 MB, and back", 0.05, NULL, costs);
}

/* ---- search ---- */

/* The least of some searches for WORD in the file by memmem, in milliseconds. */
static double memmem_ms(const struct bench *b, const char *file, const char *word)
{
    char path[512];
    bench_make_path(path, b->dir, file);
    FILE *f = fopen(path, "re");
    if (!f)
        return 0;
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *text = mem_alloc(n + 1, 1);
    n = fread(text, 1, n, f);
    fclose(f);
    double least = 0;
    for (int i = 0; i < TIMES; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        const char *volatile hit = memmem(text, n, word, strlen(word)); /* volatile: it is looked for */
        clock_gettime(CLOCK_MONOTONIC, &to);
        double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        if (hit && (least == 0 || ms < least))
            least = ms;
    }
    free(text);
    return least;
}

static bool search(struct bench *b, const char *word, const char *const ids[2], const char *what, double bound)
{
    static const char document[] = "10m.txt";
    char keys[64];
    snprintf(keys, sizeof keys, "/%s\r", word);
    const struct jump found = {{"large.db", document}, {keys, keys, keys}, {NULL}, false};
    const struct floor floor = {"memmem over the file", memmem_ms(b, document, word)};
    struct bench_costs costs[BENCH_WHO] = {0};
    measure(b, &found, costs);
    return add_rows(b, ids, what, bound, &floor, costs);
}

bool bench_search(struct bench *b)
{
    return search(b, BENCH_SEARCHED, (const char *const[]){"search/first", "search/first-cpu"},
                  "search in 10 MB: the first hit", 0.25) &&
           search(b, BENCH_LAST, (const char *const[]){"search/last", "search/last-cpu"},
                  "search in 10 MB: the last line", 0.10);
}
