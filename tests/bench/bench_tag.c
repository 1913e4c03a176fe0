/* A sentence on, and a tag: the two keys of which a review consists. */
#include "tests/unit.h"

#include "tests/bench/bench_commit.h"
#include "tests/bench/bench_run.h"
#include "tests/store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 40
#define TIMES 10 /* sentences that stand on one screen */

/* SLATE (Kummerfeld, ACL 2019, the annotation tool for terminals) is not run here: its bytes for a step and a label,
 * and the milliseconds of a label that it does not yet save, were measured once in a terminal of 120 × 40. */
#define SLATE_STEP_BYTES 8251
#define SLATE_LABEL_BYTES 16512
#define SLATE_LABEL_MS 16

static const struct bench_session session = {"tag.db", "60k.txt"};

static struct bench_row slate_row(const char *id, const char *what, const char *unit, struct bench_figures ours,
                                  double slate)
{
    return (struct bench_row){.id = id,
                              .what = what,
                              .unit = unit,
                              .ours = ours,
                              .peer = "SLATE",
                              .theirs = bench_stat_one(slate),
                              .note = "SLATE as published, not run"};
}

/* Bytes of a sentence, on the average: what looks otherwise has to be sent once. */
static double sentence_bytes(const struct bench *b)
{
    char path[512];
    size_t n, stops = 0;
    bench_make_path(path, b->dir, session.document);
    char *text = fixture_bytes(path, &n);
    for (const char *at = text; (at = strstr(at, "。")); at++)
        stops++;
    free(text);
    return stops > 0 ? (double)n / (double)stops : 0;
}

static void set_floor(struct bench_row *row, double bytes)
{
    row->floor = "the words of a sentence, once";
    row->floor_figure = bytes;
}

bool bench_sentence(struct bench *b)
{
    if (!bench_make_copy(b->dir, "small.db", "tag.db"))
        return false;
    struct bench_turn t = {.who = BENCH_ZHUPI, .script = {"gg", "s", NULL}, .p = NULL};
    t.p = bench_open(b, t.who, &session, NULL);
    bench_turns(&t, 1, ROUNDS, TIMES);
    bool ok = t.p != NULL;
    if (ok) {
        struct bench_row row = slate_row("sentence/bytes", "next sentence on the screen", "bytes",
                                         bench_stat_figures(&t.costs.bytes), SLATE_STEP_BYTES);
        row.absolute = true;
        row.bound = 200;
        set_floor(&row, sentence_bytes(b));
        bench_table_add(&b->table, &row);
        row = (struct bench_row){.id = "sentence/cpu",
                                 .what = "next sentence on the screen",
                                 .unit = "ms cpu",
                                 .ours = bench_stat_figures(&t.costs.cpu)};
        bench_table_add(&b->table, &row);
    }
    bench_turns_end(&t, 1);
    return ok;
}

/* ---- a tag, in turns with what it cannot do without ---- */

struct tags {
    struct bench_costs tag;
    struct bench_stat commit, floor; /* milliseconds of a bare commit; of one and a key that only moves */
};

/* Ten tags, each taken back. */
static bool press_round(struct bench_peer *p, struct bench_commit *bare, struct tags *out)
{
    if (!bench_peer_type(p, "gg"))
        return false;
    for (int i = 0; i < TIMES; i++) {
        struct bench_cost key, tag;
        double commit;
        if (!bench_peer_press(p, "s", &key) || !bench_peer_press(p, "c", &tag) || !bench_peer_press(p, "u", NULL) ||
            !bench_commit_two_rows(bare, &commit))
            return false;
        bench_costs_add(&out->tag, &tag);
        bench_stat_add(&out->commit, commit);
        bench_stat_add(&out->floor, commit + key.ms);
    }
    return true;
}

static void add_rows(struct bench *b, struct tags *t)
{
    struct bench_row row =
        slate_row("tag/bytes", "tag a sentence", "bytes", bench_stat_figures(&t->tag.bytes), SLATE_LABEL_BYTES);
    row.absolute = true;
    row.bound = 400;
    set_floor(&row, sentence_bytes(b));
    bench_table_add(&b->table, &row);
    row = slate_row("tag/slate", "tag a sentence, durable", "ms", bench_stat_figures(&t->tag.ms), SLATE_LABEL_MS);
    row.bound = 1.0;
    bench_table_add(&b->table, &row);
    row = (struct bench_row){.id = "tag/commit",
                             .what = "tag a sentence, durable and painted",
                             .unit = "ms",
                             .ours = bench_stat_figures(&t->tag.ms),
                             .peer = "commit",
                             .theirs = bench_stat_figures(&t->floor),
                             .bound = 1.3,
                             .floor = "a bare commit of the same two rows; the peer is that and one key that moves",
                             .floor_figure = bench_stat_figures(&t->commit).median};
    bench_table_add(&b->table, &row);
}

bool bench_tag(struct bench *b)
{
    char path[512];
    bench_make_path(path, b->dir, "bare.db");
    if (!bench_make_copy(b->dir, "small.db", "tag.db") || !bench_make_copy(b->dir, "small.db", "bare.db"))
        return false;
    struct tags tags = {0};
    struct bench_commit *bare = bench_commit_open(path);
    struct bench_peer *p = bare ? bench_open(b, BENCH_ZHUPI, &session, NULL) : NULL;
    bool ok = p != NULL;
    for (int i = 0; i < ROUNDS && ok; i++)
        ok = press_round(p, bare, &tags);
    if (ok)
        add_rows(b, &tags);
    bench_quit(p, BENCH_ZHUPI);
    bench_commit_close(bare);
    bench_costs_clear(&tags.tag);
    bench_stat_clear(&tags.commit);
    bench_stat_clear(&tags.floor);
    return ok;
}
