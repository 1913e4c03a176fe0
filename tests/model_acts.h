/* Single things that somebody does: to the program, and to the model. What it is done to is chosen at random. */
#ifndef ZHUPI_TESTS_MODEL_ACTS_H
#define ZHUPI_TESTS_MODEL_ACTS_H

#include "tests/model_world.h"

/* Something of KIND that stands and is WHO's (-1: anybody's), often one of the last; NULL. */
struct thing *act_some(struct world *w, enum thing_kind kind, int who);
int64_t act_any_document(struct world *w);

void act_tag_by_key(struct world *w, int who);
void act_tag_by_words(struct world *w, int who);
void act_move_by_words(struct world *w, int who);
void act_move_by_keys(struct world *w, int who);
void act_retag(struct world *w, int who);
void act_note(struct world *w, int who);
void act_delete(struct world *w, int who);
void act_comment(struct world *w, int who);
void act_reply(struct world *w, int who);
void act_resolve(struct world *w, int who);
void act_edit_comment(struct world *w, int who);
void act_link_two(struct world *w, int who);
void act_edit_link(struct world *w, int who);
void act_add_code(struct world *w, int who);
void act_give_code(struct world *w, int who);
void act_mark_noise(struct world *w, int who);
void act_lift_noise(struct world *w, int who);

/* To what is named. Noise is lifted where it stands, and marked again where it was lifted. */
void act_resolve_one(struct world *w, int who, struct thing *first, bool resolved);
void act_give_this(struct world *w, int who, struct thing *a, const struct thing *code);
void act_link_these(struct world *w, int who, struct thing *a, struct thing *b);
void act_turn_noise(struct world *w, int who, const struct thing *n);

#endif
