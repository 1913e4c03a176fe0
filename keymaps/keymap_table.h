/* The inside of a keymap, for keymap.c and keymap_read.c. No two bindings have the same context and keys, and no keys
 * start others that are looked up in one context. */
#ifndef ZHUPI_KEYMAPS_KEYMAP_TABLE_H
#define ZHUPI_KEYMAPS_KEYMAP_TABLE_H

#include "keymaps/keymap.h"

/* One of the contexts of enum context that a keymap knows, and what it falls back to. */
struct keymap_context {
    enum context context;
    const char *name;
    unsigned lookup[4]; /* itself, then its fall-backs; 0 behind the last */
};

/* All of them, in the order of their bits; name is NULL behind the last. */
extern const struct keymap_context keymap_contexts[];

struct key_sequence {
    struct key keys[KEYMAP_MAX_KEYS];
    size_t n;
};

struct binding {
    enum context context;
    struct key_sequence keys;
    struct command_line line; /* owned */
    uint16_t next;            /* the next one with a first key of the same slot: its index and 1, or 0 */
};

#define KEYMAP_SLOTS 256

struct keymap {
    struct binding *bindings;
    size_t n, cap;
    uint16_t first[KEYMAP_SLOTS], last[KEYMAP_SLOTS]; /* by the first key, in their order: index and 1, or 0 */
};
_Static_assert(KEYMAP_MAX_BINDINGS < UINT16_MAX, "an index and 1 fits");

/* The binding of exactly these keys in exactly this context, or NULL. */
struct binding *keymap_exact(const struct keymap *km, enum context context, const struct key_sequence *keys);

/* A binding, looked up in one context with this one, that starts with KEYS or that KEYS start with; or NULL. */
const struct binding *keymap_hiding(const struct keymap *km, enum context context, const struct key_sequence *keys);

/* Bind; a copy of LINE is taken. An older binding of the same keys keeps its place in the order. */
void keymap_bind(struct keymap *km, enum context context, const struct key_sequence *keys,
                 const struct command_line *line);

/* Remove binding B of KM. */
void keymap_unbind(struct keymap *km, struct binding *b);

/* Add "g g" to OUT. */
void keymap_add_keys(const struct key_sequence *keys, struct str *out);

#endif
