/* The reviewer's program without its loop: a shared file in a folder of its own, two reviewers who have it open, and
 * keys that a test types. */
#ifndef ZHUPI_TESTS_TUI_FIXTURE_H
#define ZHUPI_TESTS_TUI_FIXTURE_H

#include "tui/reader.h"

struct tui {
    struct app app; /* first, so that it leads back here */
    struct frontend screen;
    int cols, rows;
    struct keymap *keymap;
    struct store *other; /* a second reviewer at the same file */
    char folder[64], path[96];
    const char *edited;  /* what the editor writes; NULL: there is no terminal to run one on */
    size_t edited_bytes; /* 0: it is a string */
};

/* cmocka's setup and teardown: *STATE is a struct tui of 80 x 24 with the vi keys, and the list of documents open. */
int tui_set_up(void **state);
int tui_tear_down(void **state);

/* The program of another reviewer at T's file, who has no second store of their own; and its end. */
struct tui *tui_join(const struct tui *t, const char *name);
void tui_part(struct tui *t);

/* Add a document; its id. The list shows it after the next key. */
int64_t tui_document(struct tui *t, const char *name, const char *text);

/* Type KEYS, spelled as headless.c reads them, and draw after each. */
void tui_type(struct tui *t, const char *keys);

/* The same by somebody who does not wait: what takes longer than a key is not done between them, or where WORK, one
 * step of it. */
void tui_hurry(struct tui *t, const char *keys, bool work);

/* Draw, and look for TEXT on the screen. */
bool tui_shows(struct tui *t, const char *text);

/* Another reviewer's annotation; the screen knows it after the next tui_sync. */
int64_t tui_annotate(struct tui *t, int64_t document, int64_t start, int64_t end, enum tag tag, const char *note);
void tui_sync(struct tui *t);

/* Another size of the terminal. */
void tui_resize(struct tui *t, int cols, int rows);

/* Take another keymap, a shipped one. */
void tui_keymap(struct tui *t, const char *name);

#endif
