#include "tui/hint_keys.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>

struct hint_keys_entry {
    enum context context;
    enum command_id command;
    const char *argument;
    char *keys;
};

void hint_keys_clear(struct hint_keys *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->entries[i].keys);
    free(h->entries);
    *h = (struct hint_keys){0};
}

const char *hint_keys_get(struct hint_keys *h, const struct keymap *keymap, enum context context,
                          enum command_id command, const char *argument)
{
    for (size_t i = 0; i < h->count; i++) {
        const struct hint_keys_entry *e = &h->entries[i];
        if (e->command == command && e->context == context && e->argument == argument)
            return e->keys;
    }
    struct str keys = {0};
    bool found = keymap_keys_of(keymap, context, command, argument, &keys);
    h->entries = mem_grow(h->entries, &h->capacity, h->count + 1, sizeof *h->entries);
    struct hint_keys_entry *e = &h->entries[h->count++];
    *e = (struct hint_keys_entry){context, command, argument, found ? str_take(&keys) : NULL};
    str_clear(&keys);
    return e->keys;
}
