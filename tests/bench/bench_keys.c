/* Keys that scroll: line by line, page by page, held down. */
#include "tests/bench/bench_run.h"

#include <string.h>

#define ROUNDS 10
#define TIMES 40
#define HELD 100 /* keys in one write */
#define HELD_TIMES 20
#define BOTTOM ":screen-bottom\r" /* from there on, each line down scrolls */

static const struct bench_session session = {"small.db", "1m.txt"};

/* zhupi with its panel and without, and the peers. vim is not asked for lines: it scrolls by whole paragraphs. */
enum { OPEN, CLOSED, LESS, VIM, BARE, TURNS };

/* False where zhupi did not come up. */
static bool start(const struct bench *b, struct bench_turn t[TURNS])
{
    t[OPEN].who = t[CLOSED].who = BENCH_ZHUPI;
    t[LESS].who = BENCH_LESS;
    t[VIM].who = BENCH_VIM;
    t[BARE].who = BENCH_BARE;
    for (int i = 0; i < TURNS; i++)
        t[i].p = t[i].script.keys ? bench_open(b, t[i].who, &session, NULL) : NULL;
    return t[OPEN].p && t[CLOSED].p && bench_peer_type(t[CLOSED].p, ":panel\r");
}

/* What a figure is of. */
enum measure { MS, CPU, BYTES };

static struct bench_figures figures(struct bench_costs *c, enum measure m)
{
    return bench_stat_figures(m == MS ? &c->ms : m == CPU ? &c->cpu : &c->bytes);
}

struct judged {
    const char *id, *what;
    int turn;
    enum measure measure;
    enum bench_judge judge;
    double bound;
};

static bool add_rows(struct bench *b, struct bench_turn t[TURNS], const struct judged *judged, size_t n)
{
    static const char *const units[] = {"ms", "ms cpu", "bytes"};
    for (size_t i = 0; i < n; i++) {
        const struct judged *j = &judged[i];
        struct bench_row row = {.id = j->id,
                                .what = j->what,
                                .unit = units[j->measure],
                                .judge = j->judge,
                                .ours = figures(&t[j->turn].costs, j->measure),
                                .peer = "less",
                                .theirs = figures(&t[LESS].costs, j->measure),
                                .bound = j->bound,
                                .other = t[VIM].p ? "vim" : NULL};
        struct bench_figures vim = figures(&t[VIM].costs, j->measure);
        struct bench_figures bare = figures(&t[BARE].costs, j->measure);
        row.other_figure = bench_table_figure(&row, &vim);
        row.floor = "the same keys in a pager of bare ncursesw with rows over the whole width";
        row.floor_figure = bench_table_figure(&row, &bare);
        bench_table_add(&b->table, &row);
    }
    return t[OPEN].costs.ms.n > 0 && t[CLOSED].costs.ms.n > 0;
}

static bool measure(struct bench *b, const struct bench_script scripts[TURNS], int rounds, int times,
                    const struct judged *judged, size_t n)
{
    struct bench_turn t[TURNS] = {0};
    for (int i = 0; i < TURNS; i++)
        t[i].script = scripts[i];
    bool ok = start(b, t);
    if (ok) {
        bench_turns(t, TURNS, rounds, times);
        ok = add_rows(b, t, judged, n);
    }
    bench_turns_end(t, TURNS);
    return ok;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

bool bench_scroll(struct bench *b)
{
    static const struct bench_script scripts[TURNS] = {[OPEN] = {BOTTOM, "j", NULL},
                                                       [CLOSED] = {BOTTOM, "j", NULL},
                                                       [LESS] = {NULL, "j", NULL},
                                                       [BARE] = {NULL, "j", NULL}};
    static const struct judged rows[] = {
        {"scroll/bytes-open", "scroll one line, panel open", OPEN, BYTES, BENCH_MEDIAN, 1.5},
        {"scroll/bytes-closed", "scroll one line, panel closed", CLOSED, BYTES, BENCH_MEDIAN, 1.25},
        {"scroll/cpu-mean", "scroll one line, panel open", OPEN, CPU, BENCH_MEAN, 2.0},
        {"scroll/cpu-p99", "scroll one line, panel open", OPEN, CPU, BENCH_P99, 2.0},
        {"scroll/latency", "scroll one line, panel open", OPEN, MS, BENCH_MEDIAN, 2.5},
    };
    return measure(b, scripts, ROUNDS, TIMES, rows, COUNT(rows));
}

bool bench_page(struct bench *b)
{
    static const struct bench_script scripts[TURNS] = {[OPEN] = {"gg", " ", NULL},
                                                       [CLOSED] = {"gg", " ", NULL},
                                                       [LESS] = {"g", " ", NULL},
                                                       [VIM] = {"gg", "\x06", NULL},
                                                       [BARE] = {"g", " ", NULL}};
    static const struct judged rows[] = {
        {"page/bytes", "page down, panel closed", CLOSED, BYTES, BENCH_MEDIAN, 1.1},
        {"page/latency", "page down, panel closed", CLOSED, MS, BENCH_MEDIAN, 1.0},
        {"page/cpu-p99", "page down, panel closed", CLOSED, CPU, BENCH_P99, 0.2},
        {"page/bytes-open", "page down, panel open", OPEN, BYTES, BENCH_MEDIAN, 0},
        {"page/cpu-open", "page down, panel open", OPEN, CPU, BENCH_P99, 0},
    };
    return measure(b, scripts, ROUNDS, TIMES, rows, COUNT(rows));
}

bool bench_held(struct bench *b)
{
    char j[HELD + 1] = "";
    memset(j, 'j', HELD);
    const struct bench_script scripts[TURNS] = {
        [OPEN] = {BOTTOM, j, NULL}, [CLOSED] = {BOTTOM, j, NULL}, [LESS] = {NULL, j, NULL}, [BARE] = {NULL, j, NULL}};
    static const struct judged rows[] = {
        {"held/bytes", "100 lines down in one write, panel open", OPEN, BYTES, BENCH_MEDIAN, 0.5},
        {"held/time", "100 lines down in one write, panel open", OPEN, MS, BENCH_MEDIAN, 0.5},
        {"held/bytes-closed", "100 lines down in one write, panel closed", CLOSED, BYTES, BENCH_MEDIAN, 0.5},
        {"held/time-closed", "100 lines down in one write, panel closed", CLOSED, MS, BENCH_MEDIAN, 0.5},
    };
    return measure(b, scripts, 1, HELD_TIMES, rows, COUNT(rows));
}
