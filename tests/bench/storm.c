/* The storms in full size: storm PROGRAM [NAME...], each on a fresh file; prints a table. `./dev storm` runs it. Fails
 * where something was lost, refused or damaged; the times are for the reader, who knows the machine. */
#include "tests/bench/storm.h"

#include "tests/store_fixture.h"

#include <stdio.h>
#include <string.h>

struct run {
    const char *program;
    struct storm *st;
};

/* Print one figure with its name; true where it is as it has to be. */
static bool figure(const char *name, double value, const char *unit, bool good)
{
    printf("    %-40s %12.*f %s%s\n", name, value < 10 && value != (double)(int)value ? 3 : 0, value, unit,
           good ? "" : "   <-- WRONG");
    return good;
}

static bool none(const char *name, int64_t n)
{
    return figure(name, (double)n, "", n == 0);
}

static void message(const char *m)
{
    if (*m)
        printf("    %s\n", m);
}

static bool print_writes(const struct storm_writes *w)
{
    figure("tags acknowledged", (double)w->acked, "", true);
    figure("fairness (Jain)", w->fairness, "", true);
    figure("the least one, of the mean", w->least, "", true);
    figure("longest wait", w->longest_ms, "ms", true);
    figure("most in the -wal", (double)w->most_wal, "bytes", true);
    message(w->message);
    bool good = none("refused", w->refused);
    good = none("lost", w->lost) && good;
    return none("findings of the check", w->findings) && good;
}

static bool batch(struct run *r)
{
    struct storm_writes w;
    puts("50 zhupi batch at full speed for 30 s");
    storm_batch(r->st, r->program, 50, 30, &w);
    return print_writes(&w);
}

static bool writers(struct run *r, int sessions, int frames, int seconds)
{
    struct storm_writes w;
    printf("%d sessions for %d s, a checkpoint every %d frames\n", sessions, seconds, frames);
    storm_writers(r->st, sessions, frames, seconds, &w);
    return print_writes(&w);
}

static bool checkpoints(struct run *r)
{
    return writers(r, 8, 50, 120);
}

static bool crowd(struct run *r)
{
    return writers(r, 50, 1000, 10);
}

static bool pair(struct run *r)
{
    return writers(r, 2, 1000, 10);
}

static bool kills(struct run *r)
{
    struct storm_kills k;
    puts("200 times kill -9 beside a session that writes on");
    storm_kill(r->st, 200, 1, &k);
    figure("tags acknowledged by the killed", (double)k.acked, "", true);
    figure("longest wait of the other", k.longest_ms, "ms", true);
    message(k.message);
    bool good = none("refused", k.refused);
    good = none("lost", k.lost) && good;
    return none("findings of the check", k.findings) && good;
}

static bool stops(struct run *r, bool inside)
{
    struct storm_stops x;
    printf("100 times kill -STOP of one session beside three that write, %s\n",
           inside ? "each time in its write" : "at random moments");
    storm_stop(r->st, 3, 100, inside, 1, &x);
    figure("times it was in its write", x.inside, "", true);
    figure("longest wait of the others", x.longest_ms, "ms", x.longest_ms <= 1000);
    message(x.message);
    return none("refused", x.refused) && none("stuck", x.stuck);
}

static bool stops_at_random(struct run *r)
{
    return stops(r, false);
}

static bool stops_inside(struct run *r)
{
    return stops(r, true);
}

static bool idle(struct run *r)
{
    struct storm_idle x;
    puts("20,000 commits beside 50 idle sessions");
    storm_listen(r->st, 50, 20000, 0, 0, &x);
    figure("commits a second", (double)x.commits / x.seconds, "", true);
    message(x.message);
    bool good = figure("most in the -wal", (double)x.most_wal, "bytes", x.most_wal < 8000000);
    good = none("refused", x.refused) && good;
    return none("sessions that missed a change", x.missed) && good;
}

static bool wake(struct run *r)
{
    struct storm_idle x;
    puts("from the tag in one session to its row in the 10 others, 2,000 tags");
    storm_listen(r->st, 10, 2000, 20000, 0, &x);
    figure("p50", x.p50_ms, "ms", true);
    figure("p99", x.p99_ms, "ms", true);
    figure("most", x.most_ms, "ms", true);
    figure("woken for nothing", (double)x.early, "", true);
    message(x.message);
    return none("found by the timer, not told", x.by_timer) && none("sessions that missed a change", x.missed);
}

static bool rest(struct run *r)
{
    struct storm_idle x;
    puts("50 idle sessions for 20 s");
    storm_listen(r->st, 50, 0, 0, 20, &x);
    figure("of one core", x.cpu * 100, "%", true);
    message(x.message);
    return none("refused", x.refused);
}

static const struct {
    const char *name;
    int times;
    bool (*run)(struct run *r);
} storms[] = {
    {"batch", 1, batch},         {"crowd", 1, crowd},
    {"pair", 1, pair},           {"checkpoints", 3, checkpoints},
    {"kill", 1, kills},          {"stop", 1, stops_at_random},
    {"inside", 1, stops_inside}, {"idle", 1, idle},
    {"wake", 1, wake},           {"rest", 1, rest},
};

static bool wanted(int argc, char **argv, const char *name)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc == 2;
}

int main(int argc, char **argv)
{
    bool good = true;
    if (argc < 2) {
        fprintf(stderr, "usage: storm PROGRAM [NAME...]\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < sizeof storms / sizeof *storms; i++) {
        for (int k = 0; k < storms[i].times && wanted(argc, argv, storms[i].name); k++) {
            void *state;
            if (fixture_setup_db(&state) != 0)
                return 1;
            struct fixture *f = state;
            struct run r = {.program = argv[1], .st = storm_new(f->path)};
            good = storms[i].run(&r) && good;
            storm_free(r.st);
            fixture_teardown(&state);
        }
    }
    return good ? 0 : 1;
}
