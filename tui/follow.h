/* The screen goes where a colleague goes. Meanwhile this session says that it is where it was before, so that two who
 * follow each other stand still instead of chasing each other; and its places are not saved, because they are not the
 * reviewer's own. */
#ifndef ZHUPI_TUI_FOLLOW_H
#define ZHUPI_TUI_FOLLOW_H

#include "db/store.h"

struct app;
struct command;
struct member;
struct str;

struct follow {
    char session[UUID_SIZE]; /* of the colleague; "": nobody is followed */
    char *name;
    int64_t document, position; /* where this session was before */
};

void follow_clear(struct follow *f);

static inline bool follow_on(const struct follow *f)
{
    return *f->session != '\0';
}

/* Go to POSITION in DOCUMENT: in the reader that is open, closing what lies over it, or in another one. */
enum err_code follow_go(struct app *app, int64_t document, int64_t position, struct err *e);

/* After a look around: go where the colleague is, or stop where they have left. While something is selected or typed,
 * or another view is on top, the screen waits. */
void follow_step(struct app *app);

/* Before C: whether it is what ends following, and nothing else. After C, which found the session at POSITION in
 * DOCUMENT: who moves by themselves follows no more. */
bool follow_ends(struct app *app, const struct command *c);
void follow_check(struct app *app, const struct command *c, int64_t document, int64_t position);

/* "following li · Esc stops", added to OUT; nothing where nobody is followed. */
void follow_sign(const struct app *app, struct str *out);

#endif
