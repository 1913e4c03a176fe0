/* Views stand on a stack: the top one is seen and gets the keys; closing it shows the one below. A view is a table of
 * functions. Handlers change data; the loop draws. */
#ifndef ZHUPI_TUI_VIEW_H
#define ZHUPI_TUI_VIEW_H

#include "base/err.h"
#include "base/str.h"
#include "db/store.h"
#include "keymaps/command.h"
#include "keymaps/key.h"
#include "tui/grid.h"

struct app;
struct filter;
struct view;

/* One command on its way to a handler. */
struct invocation {
    const struct command *command;
    int count; /* as typed before it; 0: none */
    int argc;
    char *const *argv;
    struct key key; /* that ran it; KEYSYM_NONE from the prompt */
};

/* How often: the count, at least 1. */
static inline int invocation_times(const struct invocation *inv)
{
    return inv->count > 0 ? inv->count : 1;
}

/* Carry out a command. An error's message is shown; nothing was changed then. Called without its argument, a handler of
 * a command with FLAG_KEYARG changes nothing and says whether it would: then the next key is the argument. */
typedef enum err_code handler_fn(struct app *app, const struct invocation *inv, struct err *e);

/* A command in the bottom line; ARGUMENT is its binding's first argument, or NULL. */
struct hint {
    enum command_id command;
    const char *argument;
};

/* The annotation under a view's cursor, and what was said about it; 0: none. */
struct subject {
    int64_t document, annotation;
    int64_t revision; /* of the annotation, as it was shown */
    int64_t thread;   /* the one that is meant there: the comment that began it */
    int64_t comment;  /* the comment under the cursor, where single ones are chosen */
    int64_t link;     /* the one under the cursor, where single ones are chosen */
    int64_t author;   /* who said that, or made the link */
};

/* Some of them, borrowed. */
struct hints {
    const struct hint *items;
    size_t count;
};

/* All of an array. */
#define HINTS(array) ((struct hints){(array), sizeof(array) / sizeof *(array)})

struct view_ops {
    const char *name;
    handler_fn *const *handlers; /* by command id, CMD_COUNT of them; NULL: not here */
    enum context (*context)(const struct view *v);
    /* Draw rows 1 … rows - 2 of the grid, and the words of the status line. */
    void (*draw)(struct view *v, struct app *app, struct grid *g);
    void (*status)(struct view *v, struct app *app, struct str *left, struct str *right);
    /* What the bottom line offers now, most useful first. */
    struct hints (*hints)(const struct view *v);
    /* What COMMAND does there, in a word or two; NULL (also as a function): what it is called everywhere. */
    const char *(*label)(const struct view *v, enum command_id command);
    /* After a command, a change or a new size: everything that follows from them. */
    void (*settle)(struct view *v, struct app *app);
    void (*resize)(struct view *v, struct app *app);
    /* The feed brought C. */
    void (*changed)(struct view *v, struct app *app, const struct change *c);
    /* Whether C is seen on this view when it is on top; NULL: every change is. A view that has it is not settled behind
     * a change of others, and does in CHANGED what has to follow: nothing of the reviewer's own may move. */
    bool (*concerns)(const struct view *v, const struct change *c);
    /* Four times a second for the view on top; CREW says what is different there (enum in crew.h). True where the
     * screen is to be drawn again. May be NULL. */
    bool (*tick)(struct view *v, struct app *app, unsigned crew);
    /* Do some milliseconds of what takes longer than a key may, for the view on top while nothing is typed. False where
     * there is nothing left to do. NULL: there never is. */
    bool (*work)(struct view *v, struct app *app);
    /* The document and the reviewer that a command is about which names none: of the row, of what is open. 0: none; a
     * NULL function: never one. */
    int64_t (*document)(const struct view *v);
    int64_t (*reviewer)(const struct view *v);
    /* What commands about an annotation are about; NULL: the view has none. */
    struct subject (*subject)(const struct view *v);
    /* The filter of what the view lists, as it was typed ("": none); and to list what passes another one: EXPRESSION is
     * WHERE, parsed (NULL: everything), which becomes the view's, also after an error. NULL: the view has none. */
    const char *(*filter)(const struct view *v, const struct app *app);
    enum err_code (*set_filter)(struct view *v, struct app *app, const char *expression, struct filter *take_where,
                                struct err *e);
    /* Save what is to be found again (the place in the document). Called when leaving and now and then; NULL: nothing.
     */
    void (*save)(struct view *v, struct app *app);
    void (*free)(struct view *v);
    /* Take in a typed or pasted character, LF for a line end. NULL: the view is not written in. */
    void (*type)(struct view *v, struct app *app, uint32_t c);
};

struct view {
    const struct view_ops *ops;
};

#endif
