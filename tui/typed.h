/* From what a terminal sends to keys: whole characters, Alt, and nothing of what it only reports.
 *
 * curses knows the keys of the terminal's description. What is left is read here, however a slow line tears it apart:
 * UTF-8, a key that came too late for curses, and reports such as the cursor's position, which must not become keys. */
#ifndef ZHUPI_TUI_TYPED_H
#define ZHUPI_TUI_TYPED_H

#include "keymaps/key.h"

/* The next byte (0 … 255), or a code above that is a key already; negative where there is none. With WAIT: where none
 * comes within the time in which the bytes of one key follow each other. */
typedef int typed_next_fn(void *ctx, bool wait);

struct typed {
    typed_next_fn *next;
    void *ctx;
    int held;     /* was read, and belongs to the next key; negative: nothing */
    char part[4]; /* of a character whose other bytes are still on the way */
    size_t part_bytes;
};

/* Start reading from NEXT. */
void typed_init(struct typed *t, typed_next_fn *next, void *ctx);

/* The next key into *OUT; false where nothing is left. A code above 255 comes in *SPECIAL, which is 0 otherwise; *OUT
 * has its modifiers then. */
bool typed_read(struct typed *t, struct key *out, int *special);

#endif
