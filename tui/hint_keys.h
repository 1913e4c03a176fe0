/* The keys of the hints in the last row, which are looked for once: a keymap does not change while one reviews. */
#ifndef ZHUPI_TUI_HINT_KEYS_H
#define ZHUPI_TUI_HINT_KEYS_H

#include "keymaps/keymap.h"

struct hint_keys {
    struct hint_keys_entry *entries;
    size_t count, capacity;
};

void hint_keys_clear(struct hint_keys *h);

/* The shortest keys that run COMMAND in CONTEXT, with the argument ARGUMENT (NULL: any); NULL where there are none.
 * ARGUMENT stays where it is for as long as H. Valid until the next call. */
const char *hint_keys_get(struct hint_keys *h, const struct keymap *keymap, enum context context,
                          enum command_id command, const char *argument);

#endif
