/* One run of the bench: what is measured with what, and the families of rows. */
#ifndef ZHUPI_TESTS_BENCH_RUN_H
#define ZHUPI_TESTS_BENCH_RUN_H

#include "tests/bench/bench_make.h"
#include "tests/bench/bench_peer.h"
#include "tests/bench/bench_table.h"

struct bench {
    const char *program, *bare; /* zhupi, and the least program with ncursesw */
    const char *dir;            /* of the documents and databases */
    bool less, vim, sqlite;     /* is installed */
    struct bench_table table;
};

/* Add a family's rows to the table. False, with the reason on stderr, where zhupi could not be measured; a peer that
 * could not leaves its rows without a comparison. */
bool bench_screen(struct bench *b);
bool bench_scroll(struct bench *b);
bool bench_page(struct bench *b);
bool bench_held(struct bench *b);
bool bench_sentence(struct bench *b);
bool bench_tag(struct bench *b);
bool bench_end(struct bench *b);
bool bench_search(struct bench *b);
bool bench_line(struct bench *b);
bool bench_resize(struct bench *b);
bool bench_many(struct bench *b);
bool bench_memory(struct bench *b);
bool bench_export(struct bench *b);
bool bench_import(struct bench *b);
bool bench_wrap(struct bench *b);

/* ---- what they have in common (bench_run.c) ---- */

/* Many costs of one kind of answer. */
struct bench_costs {
    struct bench_stat ms, cpu, bytes;
};

void bench_costs_add(struct bench_costs *c, const struct bench_cost *cost);
void bench_costs_clear(struct bench_costs *c);

/* A session: zhupi with DOCUMENT of the database DB (both names in the directory of the run), or a peer with the file
 * of that name. NULL where it does not come up; of a peer also where it is not installed. COST as of bench_peer_start.
 */
enum bench_who { BENCH_ZHUPI, BENCH_LESS, BENCH_VIM, BENCH_BARE, BENCH_WHO };
struct bench_session {
    const char *db, *document;
};
struct bench_peer *bench_open(const struct bench *b, enum bench_who who, const struct bench_session *s,
                              struct bench_cost *cost);
void bench_quit(struct bench_peer *p, enum bench_who who);

/* What is pressed in one of the programs. KEYS are written at once TIMES times in a round, each time waiting for the
 * answer; before each round the keys of BEFORE are typed, and those of AFTER behind each answer, for nothing. */
struct bench_script {
    const char *before, *keys, *after;
};

/* Press the scripts in turns, ROUNDS rounds of each, those whose P is not NULL. A session that fails is ended and NULL
 * from then on. */
struct bench_turn {
    enum bench_who who;
    struct bench_script script;
    struct bench_peer *p;
    struct bench_costs costs;
};
void bench_turns(struct bench_turn *turns, size_t n, int rounds, int times);

/* End the sessions and free what was measured. */
void bench_turns_end(struct bench_turn *turns, size_t n);

#endif
