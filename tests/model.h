/* A shared file as it should be: plain arrays, and the rules of the manual and of doc/schema.md written once more,
 * without a line of the program's. The tests do the same to it and to the program and compare. */
#ifndef ZHUPI_TESTS_MODEL_H
#define ZHUPI_TESTS_MODEL_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_PEOPLE 3      /* 0: a lead who is there before, and never undoes; 1 and 2 work at the same time */
#define MODEL_PARAGRAPHS 40 /* of each document */
#define MODEL_STRIDE 18     /* code points of each: its number, two sentences, a line end */
#define MODEL_FIRST 10      /* of its first sentence */
#define MODEL_LENGTH (MODEL_PARAGRAPHS * MODEL_STRIDE)
#define MODEL_QUIET 28 /* noise is marked from this paragraph on, and keys tag before it */
#define MODEL_WORDS 48

enum thing_kind { ANNOTATION, COMMENT, LINK, NOISE, CODE, THING_KINDS };

/* What a change can change of a thing. */
struct state {
    int64_t start, end; /* of annotations and noise, code points */
    int64_t tag;        /* 1, 2, 3 */
    int64_t code;       /* id, or 0 */
    int64_t resolved;   /* of the comment that began a thread: by whom, or 0 */
    char words[MODEL_WORDS];
    bool deleted;
};

struct thing {
    enum thing_kind kind;
    int64_t id;    /* counted for each kind */
    char uuid[40]; /* as it was read first; "" before that, and of noise */
    int64_t owner, document;
    int64_t a, b; /* comment: annotation and thread (0: it began one); link: from and to; code: the one above, 0 */
    bool question;
    bool left_out;    /* undo or redo went past a change of it */
    int64_t position; /* of a code, as it was read first; 0 before that */
    int64_t revision;
    struct state now;
};

/* One change of a thing, as a step of undo keeps it. */
struct part {
    size_t thing; /* in the model's list */
    int64_t origin;
    struct state before, after;
};

/* What undo takes back at once. */
struct step {
    int64_t seq, origin; /* of its row of the feed, and of the first of its chain */
    char action[16];     /* of that first one */
    bool group;          /* the parts have a row behind them */
    struct part *parts;
    size_t count, cap;
    bool has_side; /* a reply opened its thread again */
    struct part side;
};

struct stack {
    struct step *steps;
    size_t count, cap;
};

/* A row of the feed as it has to be. The strings belong to the row; BEFORE may be NULL. */
struct row_of_feed {
    int64_t seq, reviewer, entity_id, document, origin, undo_next, redo_next, parts;
    char entity[16], action[16];
    char *before, *after;
};

struct document_of_model {
    int64_t id, previous;
    char file[32];
    char *text; /* UTF-8 */
    int version;
};

struct model {
    struct thing *things;
    size_t count, cap;
    size_t *by_id[THING_KINDS], by_id_cap[THING_KINDS]; /* where the thing with an id is in the list */
    int64_t last[THING_KINDS];                          /* ids given */
    struct document_of_model *documents;
    size_t document_count, document_cap;
    int64_t reviewer[MODEL_PEOPLE]; /* their ids */
    const char *name[MODEL_PEOPLE];
    bool lead[MODEL_PEOPLE];
    struct stack undo[MODEL_PEOPLE], redo[MODEL_PEOPLE];
    struct row_of_feed *rows; /* since model_forget_rows */
    size_t row_count, row_cap;
    int64_t seq;      /* of the last row */
    struct step open; /* what is being made of parts */
    size_t left_out;  /* steps that undo or redo went past: they are taken back no more */
};

void model_free(struct model *m);
void model_forget_rows(struct model *m);

/* ---- things ---- */

struct thing *model_get(struct model *m, enum thing_kind kind, int64_t id); /* NULL: there is none */
size_t model_index(const struct model *m, const struct thing *t);

/* How many things of KIND stand and are WHO's (-1: anybody's); the N-th of them, counted round; NULL: there is none. */
unsigned model_count(const struct model *m, enum thing_kind kind, int who);
struct thing *model_pick(struct model *m, enum thing_kind kind, int who, unsigned n);

/* The code that stands below ABOVE, a code right below TAG; NULL. */
struct thing *model_code_at(struct model *m, int64_t tag, const char *above, const char *name);

bool model_link_holds(struct model *m, const struct thing *link);
bool model_pair(int64_t from_tag, int64_t to_tag);

/* Whether marking [START, END) of DOCUMENT as noise would leave an annotation that has words none. */
bool model_noise_takes_words(struct model *m, int64_t document, int64_t start, int64_t end);
bool model_overlaps_noise(struct model *m, int64_t document, int64_t start, int64_t end);

/* What undo asks again: links that hold allow A this tag; another link stands between the two; another code has its
 * place and name. */
bool model_may_have_tag(struct model *m, const struct thing *a, int64_t tag);
bool model_linked_otherwise(struct model *m, const struct thing *link);
bool model_code_taken(struct model *m, const struct thing *code);

bool model_answered(struct model *m, int64_t thread, int64_t behind); /* an answer stands, with an id over BEHIND */

/* ---- changes (model_rules.c): false where the program has to refuse, or to change nothing ---- */

bool model_annotate(struct model *m, int who, int64_t document, int64_t start, int64_t end, int tag);
bool model_edit(struct model *m, int who, struct thing *a, const char *action, const struct state *to);
bool model_say(struct model *m, int who, struct thing *annotation, int64_t thread, bool question, const char *words);
bool model_resolve(struct model *m, int who, struct thing *first, bool resolved);
bool model_edit_comment(struct model *m, int who, struct thing *c, const char *words); /* NULL: delete it */
bool model_link(struct model *m, int who, struct thing *a, struct thing *b, const char *note);
bool model_edit_link(struct model *m, int who, struct thing *l, const char *note); /* NULL: take it away */
bool model_noise_mark(struct model *m, int who, int64_t document, int64_t start, int64_t end);
bool model_noise_lift(struct model *m, int who, int64_t document, int64_t start, int64_t end);
bool model_code_add(struct model *m, int who, int tag, const char *above, const char *name);

/* ---- undo (model_undo.c) ---- */

enum outcome { UNDO_DONE, UNDO_NOTHING, UNDO_BLOCKED };

/* PAST: what is in the way is gone past, until one can be done. */
enum outcome model_undo(struct model *m, int who, bool undo, bool past);

/* ---- what the others are made of (model_state.c) ---- */

/* A new thing, or a change of one, as a part of the step that is open; with its row of the feed. */
struct thing *model_make(struct model *m, int who, struct thing t, const char *action);
void model_change(struct model *m, int who, struct thing *t, const char *action, const struct state *to);
void model_row(struct model *m, int who, const struct thing *t, const struct state *before, const struct state *after,
               const char *action, int64_t origin);
void model_group_row(struct model *m, int who, const char *action, const char *of, int64_t parts, int64_t origin);
int64_t model_top(const struct stack *s); /* the seq of the step on top, or 0 */
void step_clear(struct step *s);
void stack_push(struct stack *s, struct step *step); /* which is empty then */
void stack_cut(struct stack *s, size_t count);       /* keep the lowest COUNT */

/* The step that is open is whole: onto the stack of undo with it. */
void model_commit(struct model *m, int who);

bool state_same(const struct state *a, const struct state *b);

#endif
