/* The program and the model side by side: who sits where, and what was seen of the feed. */
#ifndef ZHUPI_TESTS_MODEL_WORLD_H
#define ZHUPI_TESTS_MODEL_WORLD_H

#include "tests/model.h"
#include "tests/tui_live.h"

#include <sqlite3.h>

struct world {
    struct model model;
    struct tui *seat[MODEL_PEOPLE]; /* 0: the one to whom the file belongs */
    sqlite3 *db;                    /* a plain connection, which knows nothing of the program */
    unsigned seed, first_seed;
    long operation, left; /* that is being done; how many are to be done */
    bool finished;
    char why[1024];      /* it failed */
    char *before;        /* what was there before, as text, */
    struct state *start; /* and of each thing */
    size_t start_count;
    int who;          /* did something last, */
    unsigned again;   /* and is to undo so many times */
    long blocked;     /* how often undo or redo was */
    unsigned words;   /* that were used, so that each is another */
    struct str trail; /* the last operations, for whoever looks for what went wrong */
    uint64_t *hashes; /* of the rows of the feed, by seq - first_seq - 1 */
    size_t hash_count, hash_cap;
    int64_t first_seq;
    char **after; /* of the last row about each thing, by its index */
    size_t after_count, after_cap;
};

/* Say which operation of which seed it was, and fail the test; how to see it again is told at its end. */
_Noreturn void world_fail(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

unsigned world_draw(struct world *w, unsigned below);

/* ---- what a hand does (model_hand.c) ---- */

/* Type KEYS at once and draw once. */
void hand_type(struct world *w, int who, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The annotation is the one that WHO is on. */
void hand_go(struct world *w, int who, const struct thing *annotation);

int64_t hand_document(struct world *w, int who); /* the one that is open there */
void hand_open(struct world *w, int who, int64_t document);
void hand_restart(struct world *w, int who);

/* Import the newest version of the file of document INDEX again, or where CHANGED a still newer one. */
void hand_import(struct world *w, int who, size_t index, bool changed);
void hand_import_first(struct world *w, int number);

/* ---- operations (model_ops.c) ---- */

int ops_one(struct world *w);      /* anything, by one of the two: who it was */
void ops_prepare(struct world *w); /* what is there before */
/* One key: whether something was done. And where something is in the way, the same key once more goes past it. */
bool ops_undo(struct world *w, int who, bool undo);
bool ops_undo_past(struct world *w, int who, bool undo);

/* ---- comparing (model_compare.c, model_screen.c) ---- */

void compare_feed(struct world *w, int who);
void compare_old_rows(struct world *w, size_t count); /* the last COUNT of them are what they were */
void compare_rows(struct world *w);                   /* the tables, by plain SQL */
void compare_lists(struct world *w);                  /* the same through the store */
void compare_screen(struct world *w, int who);

/* The annotations of DOCUMENT (0: all) that stand, by document, start, end, id; the caller frees. */
const struct thing **compare_standing(struct world *w, int64_t document, size_t *n);

/* All that stands in the file, as text; the caller frees. */
char *compare_content(struct world *w);

#endif
