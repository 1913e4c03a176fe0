/* What a key costs: bytes to the terminal, and processor time as a ratio between a small and a large case. Nothing is
 * asserted here; what is stable enough for that is in cost_test.c and bytes_test.c. Usage: bench PROGRAM */
#include "tests/unit.h"

#include "tests/bench/gauge.h"
#include "tests/bench/import.h"
#include "tests/bench/live.h"
#include "tests/bench/sample.h"
#include "tests/bench/survey.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define KB 1000
#define MB 1000000

static const struct gauge gauges[] = {
    {"row down, inside the screen", "H", "j", NULL, 8, 50},
    {"row down, at the edge", "M gg L", "j", NULL, 40, 10},
    {"next sentence", "M gg", "s", NULL, 40, 10},
    {"page down", "M gg", " ", NULL, 2, 100},
    {"tag", "M gg s", "c", "u", 200, 1},
    {"undo", "M gg s c", "u", "c", 200, 1},
    {"100 rows down, typed at once", "M gg",
     "jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj", NULL,
     1, 50},
    {"search: a key that finds", "/", "修", "\x7f", 200, 1},
    {"search: a key that finds nothing", "\x1b /", "鑫", "\x7f", 40, 1}, /* the whole document is read */
};
#define GAUGES (sizeof gauges / sizeof *gauges)

/* The documents that are compared, and with which one. */
static const struct sample {
    const char *name;
    size_t bytes;
    bool one_line;
    int annotations;
    int base; /* index of what it is compared with; itself: nothing */
    const char *heading;
} samples[] = {
    {"10K", 10 * KB, false, 10, 0, "10 KB"},
    {"1M", 1 * MB, false, 10, 0, "1 MB"},
    {"10M", 10 * MB, false, 10, 0, "10 MB"},
    {"line", 5 * MB, true, 10, 1, "5 MB line"},
    {"1M-tagged", 1 * MB, false, 10000, 1, "10,000 tags"},
};
#define SAMPLES (sizeof samples / sizeof *samples)

struct run {
    struct cost cost[GAUGES];
    long memory, most;
    int64_t start_cpu;
};

static const char *program;

static bool run(const struct fixture *f, const struct sample *s, int columns, int rows, struct run *out)
{
    const char *const argv[] = {program, "review", f->path, s->name, NULL};
    struct pty *p = gauge_start(argv, columns, rows);
    if (!p)
        return false;
    fprintf(stderr, "bench: %s in %d × %d\n", s->name, columns, rows);
    out->start_cpu = gauge_cpu(p);
    bool ok = true;
    for (size_t i = 0; i < GAUGES && ok; i++)
        ok = gauge_measure(p, &gauges[i], &out->cost[i]);
    gauge_memory(p, &out->memory, &out->most);
    gauge_end(p);
    return ok;
}

static void make_samples(const struct fixture *f)
{
    struct store *store = fixture_open(f, NULL);
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct sample *s = &samples[i];
        sample_annotate(f, sample_document(store, s->name, s->bytes, s->one_line), s->annotations);
    }
    store_close(&store);
}

/* ---- how long until there is something to read ---- */

#define STARTS 9

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median seconds until ARGV shows WORDS. */
static double start_up(const char *const argv[], const char *words)
{
    const char *const env[] = {"LC_ALL=C.UTF-8", "LESSCHARSET=utf-8", "LESS", "LESSOPEN", NULL};
    double seconds[STARTS];
    for (int i = 0; i < STARTS; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        struct pty *p = pty_start(argv, env, 40, 120);
        if (!p || !pty_wait(p, words))
            exit(1);
        clock_gettime(CLOCK_MONOTONIC, &to);
        pty_free(p);
        seconds[i] = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    }
    qsort(seconds, STARTS, sizeof *seconds, by_size);
    return seconds[STARTS / 2];
}

static void compare_with_less(const struct fixture *f, const struct sample *s)
{
    char path[400], words[32];
    char *text = sample_text(s->bytes, s->one_line);
    snprintf(path, sizeof path, "%s/%s.txt", f->dir, s->name);
    snprintf(words, sizeof words, "%.24s", text); /* 8 characters */
    FILE *out = fopen(path, "we");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0)
        exit(1);
    free(text);
    fixture_sql(f->path, "DELETE FROM place"); /* back to the start, where less begins */
    const char *const less[] = {"less", path, NULL}, *const ours[] = {program, "review", f->path, s->name, NULL};
    printf("%-34s %10.1f\n", s->heading, start_up(ours, words) / start_up(less, words));
}

static void print_starts(const struct fixture *f)
{
    if (system("command -v less >/dev/null") != 0)
        return;
    printf("\n%-34s %10s\n", "time to the first screen", "less = 1");
    for (size_t i = 0; i < SAMPLES; i++)
        if (samples[i].annotations == SAMPLE_NEAR)
            compare_with_less(f, &samples[i]);
}

/* ---- tables ---- */

static void print_bytes(const struct run *wide, const struct run *narrow)
{
    printf("\n%-34s %10s %10s\n", "bytes to the terminal for", "120 × 40", "80 × 24");
    for (size_t i = 0; i < GAUGES; i++)
        printf("%-34s %10.0f %10.0f\n", gauges[i].name, wide->cost[i].bytes, narrow->cost[i].bytes);
}

static void print_ratios(const struct run runs[])
{
    printf("\n%-34s", "processor time for, as a ratio");
    for (size_t i = 0; i < SAMPLES; i++)
        if (samples[i].base != (int)i)
            printf(" %12s", samples[i].heading);
    printf("\n%-34s", "to that with");
    for (size_t i = 0; i < SAMPLES; i++)
        if (samples[i].base != (int)i)
            printf(" %12s", samples[samples[i].base].heading);
    printf(" %12s\n", "µs in 10 KB");
    for (size_t g = 0; g < GAUGES; g++) {
        printf("%-34s", gauges[g].name);
        for (size_t i = 0; i < SAMPLES; i++)
            if (samples[i].base != (int)i)
                printf(" %12.2f", runs[i].cost[g].cpu / runs[samples[i].base].cost[g].cpu);
        printf(" %12.0f\n", runs[0].cost[g].cpu / 1000);
    }
}

static void print_memory(const struct run runs[])
{
    printf("\n%-34s %10s %10s %10s\n", "memory", "KiB", "at most", "start, ms");
    for (size_t i = 0; i < SAMPLES; i++)
        printf("%-34s %10ld %10ld %10.1f\n", samples[i].heading, runs[i].memory, runs[i].most,
               (double)runs[i].start_cpu / 1e6);
}

int main(int argc, char **argv)
{
    static struct run runs[SAMPLES], narrow;
    void *state;
    if (argc != 2 || fixture_setup_db(&state) != 0) {
        fprintf(stderr, "usage: bench PROGRAM\n");
        return 2;
    }
    program = argv[1];
    const struct fixture *f = state;
    make_samples(f);
    bool ok = run(f, &samples[0], 80, 24, &narrow);
    for (size_t i = 0; i < SAMPLES && ok; i++)
        ok = run(f, &samples[i], 120, 40, &runs[i]);
    if (ok) {
        print_bytes(&runs[0], &narrow);
        print_ratios(runs);
        print_memory(runs);
        print_starts(f);
        ok = live_print(f, program) && import_print(program) && survey_print();
    }
    fixture_teardown(&state);
    return ok ? 0 : 1;
}
