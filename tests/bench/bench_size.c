/* Another size of the terminal, and the size of the program. */
#include "tests/bench/bench_run.h"

#include <stdio.h>
#include <sys/stat.h>

#define TIMES 20
#define MIB 1024.0 /* KiB */

/* ---- resize ---- */

static bool resize(struct bench_peer *p, struct bench_costs *costs)
{
    struct bench_cost cost;
    if (!bench_peer_resize(p, 24, 80, &cost) || !bench_peer_resize(p, BENCH_ROWS, BENCH_COLUMNS, NULL))
        return false;
    bench_costs_add(costs, &cost);
    return true;
}

static void add_resize(struct bench *b, const char *id, const char *unit, double bound,
                       struct bench_stat *const stats[BENCH_WHO])
{
    struct bench_figures f[BENCH_WHO];
    for (int who = 0; who < BENCH_WHO; who++)
        f[who] = bench_stat_figures(stats[who]);
    struct bench_row row = {.id = id,
                            .what = "resize 120 x 40 to 80 x 24",
                            .unit = unit,
                            .ours = f[BENCH_ZHUPI],
                            .peer = "less",
                            .theirs = f[BENCH_LESS],
                            .bound = bound,
                            .other = b->vim ? "vim" : NULL,
                            .other_figure = f[BENCH_VIM].median,
                            .floor = "a pager of bare ncursesw",
                            .floor_figure = f[BENCH_BARE].median};
    bench_table_add(&b->table, &row);
}

bool bench_resize(struct bench *b)
{
    static const struct bench_session session = {"small.db", "1m.txt"};
    struct bench_peer *p[BENCH_WHO];
    struct bench_costs c[BENCH_WHO] = {0};
    for (int who = 0; who < BENCH_WHO; who++)
        p[who] = bench_open(b, (enum bench_who)who, &session, NULL);
    for (int i = 0; i < TIMES; i++)
        for (int who = 0; who < BENCH_WHO; who++)
            if (p[who] && !resize(p[who], &c[who])) {
                bench_peer_end(p[who], "");
                p[who] = NULL;
            }
    bool ok = p[BENCH_ZHUPI] != NULL;
    if (ok) {
        add_resize(b, "resize/time", "ms", 0.5, (struct bench_stat *const[]){&c[0].ms, &c[1].ms, &c[2].ms, &c[3].ms});
        add_resize(b, "resize/cpu", "ms cpu", 0,
                   (struct bench_stat *const[]){&c[0].cpu, &c[1].cpu, &c[2].cpu, &c[3].cpu});
        add_resize(b, "resize/bytes", "bytes", 1.1,
                   (struct bench_stat *const[]){&c[0].bytes, &c[1].bytes, &c[2].bytes, &c[3].bytes});
    }
    for (int who = 0; who < BENCH_WHO; who++) {
        bench_quit(p[who], (enum bench_who)who);
        bench_costs_clear(&c[who]);
    }
    return ok;
}

/* ---- memory ---- */

/* KiB of a session after KEYS; 0 where there is none. */
static void use(const struct bench *b, enum bench_who who, const struct bench_session *s, const char *keys,
                double *resident, double *anonymous)
{
    struct bench_peer *p = bench_open(b, who, s, NULL);
    *resident = *anonymous = 0;
    if (p && bench_peer_type(p, keys))
        bench_peer_memory(p, resident, anonymous);
    bench_quit(p, who);
}

static struct bench_figures one(double x)
{
    return x > 0 ? bench_stat_one(x) : (struct bench_figures){0};
}

static void add_memory(struct bench *b, const char *id, const char *what, const char *unit, double bound,
                       const double kib[BENCH_WHO], double unit_kib)
{
    struct bench_row row = {.id = id,
                            .what = what,
                            .unit = unit,
                            .ours = one(kib[BENCH_ZHUPI] / unit_kib),
                            .peer = "less",
                            .theirs = one(kib[BENCH_LESS] / unit_kib),
                            .bound = bound,
                            .absolute = true,
                            .other = b->vim ? "vim" : NULL,
                            .other_figure = kib[BENCH_VIM] / unit_kib,
                            .floor = "a pager of bare ncursesw, which maps the file",
                            .floor_figure = kib[BENCH_BARE] / unit_kib};
    bench_table_add(&b->table, &row);
}

bool bench_memory(struct bench *b)
{
    static const char *const pages[BENCH_WHO] = {"\x06 \x06 s", "\x06 \x06 j", "\x06 \x06 j", ""};
    static const char *const ends[BENCH_WHO] = {"G gg", "G g", "G gg", ""};
    static const struct bench_session small = {"small.db", "60k.txt"}, large = {"large.db", "100m.txt"};
    double resident[BENCH_WHO], anonymous[BENCH_WHO], other;
    char path[512];
    struct stat st;
    bench_make_path(path, b->dir, large.document);
    if (stat(path, &st) != 0)
        return false;
    for (int who = 0; who < BENCH_WHO; who++) {
        use(b, (enum bench_who)who, &small, pages[who], &resident[who], &other);
        use(b, (enum bench_who)who, &large, ends[who], &other, &anonymous[who]);
    }
    add_memory(b, "memory/60k", "resident memory, 60 KB", "MiB", 12, resident, MIB);
    add_memory(b, "memory/100m", "anonymous memory, 100 MB, by the document", "", 1.3, anonymous,
               (double)st.st_size / 1024);
    return resident[BENCH_ZHUPI] > 0 && anonymous[BENCH_ZHUPI] > 0;
}
