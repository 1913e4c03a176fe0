/* A link that is being made: one end was chosen, and the other is looked for, in whatever document and view; and making
 * it. */
#ifndef ZHUPI_TUI_LINKING_H
#define ZHUPI_TUI_LINKING_H

#include "db/store.h"

struct app;
struct command;

struct linking {
    int64_t annotation; /* 0: none is being made */
    enum tag tag;
    char *words;
};

void linking_clear(struct linking *l);

/* ANNOTATION is to be linked with the one on which "link" is given next. */
enum err_code linking_begin(struct app *app, int64_t annotation, struct err *e);

/* Whether the screen says that one is being made: not where Esc leaves what is on top. */
bool linking_is_shown(const struct app *app);

/* Whether C ends it, instead of doing what it does in the view on top; then it is left, and that is said. */
bool linking_ends(struct app *app, const struct command *c);

/* "L links it with cause “…”", for the annotation that is found; added to OUT. */
void linking_sign(const struct app *app, struct str *out);

/* Link A and B, whichever way their tags point, and say what was linked. */
enum err_code linking_make(struct app *app, int64_t a, int64_t b, struct err *e);

#endif
