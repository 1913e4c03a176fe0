/* What zhupi costs beside its peers and beside what cannot be done without: a table of ratios with bounds. Nothing is
 * asserted here; what is stable enough for that is in cost_test.c and bytes_test.c.
 * Usage: bench [--json FILE] [--dir DIR] PROGRAM BARE [ROW...] */
#include "tests/unit.h"

#include "tests/bench/bench_reason.h"
#include "tests/bench/bench_run.h"
#include "tests/bench/live.h"
#include "tests/bench/survey.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In the order of the table. A family runs where a word of the command line is part of its name. */
static const struct family {
    const char *name;
    bool (*run)(struct bench *b);
} families[] = {
    {"first screen", bench_screen},
    {"scroll one line", bench_scroll},
    {"page down", bench_page},
    {"held-down key", bench_held},
    {"next sentence", bench_sentence},
    {"tag a sentence", bench_tag},
    {"end of 100 MB", bench_end},
    {"search", bench_search},
    {"5 MB line", bench_line},
    {"resize", bench_resize},
    {"many: 1,000,000 annotations", bench_many},
    {"memory", bench_memory},
    {"export of CSV", bench_export},
    {"import", bench_import},
    {"wrapping", bench_wrap},
};

struct options {
    const char *json, *dir;
    char **words;
    int n;
};

static bool is_wanted(const struct options *o, const char *name)
{
    bool wanted = o->n == 0;
    for (int i = 0; i < o->n && !wanted; i++)
        wanted = strcasestr(name, o->words[i]) != NULL;
    return wanted;
}

/* What is printed below the table; the last one by ./dev. */
static const char *const below[] = {"live", "survey", "ssh"};

/* Whether each word means something; the names are on stderr where one does not. */
static bool know_words(const struct options *o)
{
    bool known = true;
    for (int i = 0; i < o->n && known; i++) {
        known = false;
        const struct options one = {.words = o->words + i, .n = 1};
        for (size_t k = 0; k < sizeof families / sizeof *families; k++)
            known = known || is_wanted(&one, families[k].name);
        for (size_t k = 0; k < sizeof below / sizeof *below; k++)
            known = known || is_wanted(&one, below[k]);
    }
    if (known)
        return true;
    fprintf(stderr, "bench: there are no rows of that name; there are:\n");
    for (size_t k = 0; k < sizeof families / sizeof *families; k++)
        fprintf(stderr, "  %s\n", families[k].name);
    for (size_t k = 0; k < sizeof below / sizeof *below; k++)
        fprintf(stderr, "  %s\n", below[k]);
    return false;
}

static void say_missing(const struct bench *b)
{
    const char *const names[] = {b->less ? NULL : "less", b->vim ? NULL : "vim", b->sqlite ? NULL : "sqlite3"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i])
            printf("%s is not installed: what is compared with it is marked\n", names[i]);
}

static bool run(struct bench *b, const struct options *o)
{
    bool ok = bench_make(b->dir, b->program);
    for (size_t i = 0; i < sizeof families / sizeof *families && ok; i++) {
        if (!is_wanted(o, families[i].name))
            continue;
        fprintf(stderr, "bench: %s\n", families[i].name);
        ok = families[i].run(b);
    }
    return ok;
}

/* What the table does not have. */
static bool run_below(const struct bench *b, const struct options *o)
{
    void *state;
    bool ok = true;
    if (is_wanted(o, below[0]) && fixture_setup_db(&state) == 0) {
        ok = live_print(state, b->program);
        fixture_teardown(&state);
    }
    return ok && (!is_wanted(o, below[1]) || survey_print(b->dir, b->program));
}

static bool write_json(const struct bench *b, const char *path)
{
    struct str out = {0};
    bench_table_json(&b->table, bench_reasons, &out);
    FILE *f = fopen(path, "we");
    bool ok = f && fputs(str_z(&out), f) >= 0;
    ok = f && fclose(f) == 0 && ok;
    if (!ok)
        fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
    str_clear(&out);
    return ok;
}

static bool print(const struct bench *b, const struct options *o)
{
    struct str out = {0};
    if (b->table.n > 0) {
        say_missing(b);
        bench_table_print(&b->table, bench_reasons, &out);
    }
    fputs(str_z(&out), stdout);
    fflush(stdout);
    str_clear(&out);
    return !o->json || write_json(b, o->json);
}

int main(int argc, char **argv)
{
    struct options o = {.dir = "build/bench"};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2)
        *(strcmp(argv[at], "--json") == 0 ? &o.json : &o.dir) = argv[at + 1];
    if (argc < at + 2) {
        fprintf(stderr, "usage: bench [--json FILE] [--dir DIR] PROGRAM BARE [ROW...]\n");
        return 2;
    }
    o.words = argv + at + 2;
    o.n = argc - at - 2;
    if (!know_words(&o))
        return 2;
    struct bench b = {.program = argv[at],
                      .bare = argv[at + 1],
                      .dir = o.dir,
                      .less = bench_peer_installed("less"),
                      .vim = bench_peer_installed("vim"),
                      .sqlite = bench_peer_installed("sqlite3")};
    bool ok = run(&b, &o);
    ok = print(&b, &o) && ok && run_below(&b, &o);
    bench_table_clear(&b.table);
    return ok ? 0 : 1;
}
