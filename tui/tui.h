/* The reviewer's program: the one public header of this room. */
#ifndef ZHUPI_TUI_TUI_H
#define ZHUPI_TUI_TUI_H

#include "base/err.h"
#include "keymaps/keymap.h"
#include "tui/frontend.h"

struct store;

struct tui_options {
    const char *document; /* id or name to open; NULL: the list of documents */
    enum ambiguous_width ambiguous;
    bool restricted;    /* no editor but the built-in one, and no suspending */
    const char *notice; /* to be shown at first (a bad line of a keymap), or NULL */
    /* Without a terminal: a file of keys to type, and where the screen goes at the end. */
    bool headless;
    int cols, rows;
    const char *keys_path;
    const char *screen_path; /* NULL: standard output; a name that ends in .svg gets a picture */
};

/* Let the reviewer work in S until they leave or the line is gone. */
enum err_code tui_review(struct store *s, const struct keymap *keymap, const struct tui_options *options,
                         struct err *e);

#endif
