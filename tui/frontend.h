/* Where keys come from and screens go to: a terminal (term.c) or a file of keys (headless.c). */
#ifndef ZHUPI_TUI_FRONTEND_H
#define ZHUPI_TUI_FRONTEND_H

#include "base/err.h"
#include "keymaps/key.h"
#include "tui/grid.h"

struct frontend;

struct frontend_ops {
    /* The next key; KEYSYM_NONE when none came within TIMEOUT_MS (0: do not wait), or when the descriptor WAKE became
     * readable before. KEYSYM_HANGUP again and again once the line is gone. */
    struct key (*read)(struct frontend *f, int timeout_ms);
    /* Show G. */
    enum err_code (*flush)(struct frontend *f, const struct grid *g, struct err *e);
    /* The present size. */
    void (*size)(struct frontend *f, int *cols, int *rows);
    /* Draw everything anew at the next flush. */
    void (*redraw)(struct frontend *f);
    /* Stop the process as Ctrl-Z does, and come back. */
    void (*suspend)(struct frontend *f);
    /* Run ARGV (NULL behind the last) on the terminal and wait; its exit status in *STATUS. */
    enum err_code (*run)(struct frontend *f, char *const argv[], int *status, struct err *e);
    /* Give everything back. */
    void (*close)(struct frontend *f);
};

struct frontend {
    const struct frontend_ops *ops;
    /* Wait until it is known how wide ambiguous characters are: WIDE says it from then on. NULL where it says so all
     * along. */
    void (*learn_width)(struct frontend *f);
    bool wide;    /* ambiguous characters take two cells */
    bool patient; /* a key waits until the work that the one before began is done */
    int wake;     /* ends the waiting for keys when it is readable; 0 or less: nothing does. It stays its owner's */
};

enum ambiguous_width { AMBIGUOUS_AUTO, AMBIGUOUS_NARROW, AMBIGUOUS_WIDE };

/* The terminal on standard input and output. With AMBIGUOUS_AUTO it has been asked for the width of ambiguous
 * characters, and its answer is on the way. The error says what is wrong with it and what to do. */
enum err_code term_open(enum ambiguous_width ambiguous, struct frontend **out, struct err *e);

/* Keys from the N bytes at KEYS: names as keymaps spell them, separated by white space, and "text in double quotes"
 * that is typed; # begins a comment. A screen of COLS × ROWS that is shown to nobody. */
enum err_code headless_open(const char *keys, size_t n, int cols, int rows, bool wide, struct frontend **out,
                            struct err *e);

#endif
