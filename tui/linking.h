/* A link that is being made: one end was chosen, and the other is looked for, in whatever document and view; and making
 * it. */
#ifndef ZHUPI_TUI_LINKING_H
#define ZHUPI_TUI_LINKING_H

#include "db/store.h"

struct app;

struct linking {
    int64_t annotation; /* 0: none is being made */
    enum tag tag;
    char *words;
};

void linking_clear(struct linking *l);

/* ANNOTATION is to be linked with the one on which "link" is given next. */
enum err_code linking_begin(struct app *app, int64_t annotation, struct err *e);

/* Leave it, and say so. False where none is being made. */
bool linking_leave(struct app *app);

/* "linking (L on the other one, Esc leaves): cause “…”", added to OUT. */
void linking_sign(const struct app *app, struct str *out);

/* Link A and B, whichever way their tags point, and say what was linked. */
enum err_code linking_make(struct app *app, int64_t a, int64_t b, struct err *e);

#endif
