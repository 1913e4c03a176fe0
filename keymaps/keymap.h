/* Keymaps: files that say which keys run which command.
 *
 *     # a comment
 *     bind CONTEXT[,CONTEXT…] KEYS COMMAND [ARGUMENT…]
 *     unbind CONTEXT[,CONTEXT…] KEYS
 *
 * CONTEXT is text, select, panel, list, help, prompt or any; KEYS is one key name, or several in double quotes
 * ("g g"). A later line wins over an earlier one. */
#ifndef ZHUPI_KEYMAPS_KEYMAP_H
#define ZHUPI_KEYMAPS_KEYMAP_H

#include "keymaps/command.h"
#include "keymaps/key.h"

struct keymap;

struct keymap *keymap_new(void);
void keymap_free(struct keymap *km);

/* Called with "FILE:LINE: message" for every bad line; the rest of the file works. */
typedef void keymap_report_fn(void *ctx, const char *message);

/* Read the N bytes at TEXT (untrusted) as a keymap file called NAME. Returns how many lines were bad. */
size_t keymap_read(struct keymap *km, const char *name, const char *text, size_t n, keymap_report_fn *fn, void *ctx);

/* The shipped keymap NAME ("vi", "emacs", "plain") as text, or NULL; and their names, NULL behind the last. */
const char *keymap_shipped(const char *name, size_t *n);
const char *const *keymap_shipped_names(void);

enum keymap_match { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_FOUND };

/* What the N keys typed so far mean in CONTEXT (with its fall-backs). FOUND: *OUT is borrowed from the keymap. */
enum keymap_match keymap_find(const struct keymap *km, enum context context, const struct key *keys, size_t n,
                              const struct command_line **out);

/* The shortest keys bound to COMMAND in CONTEXT or its fall-backs, added to OUT ("g g"); false where there are none.
 * FIRST_ARGUMENT, when not NULL, must equal the binding's first argument. */
bool keymap_keys_of(const struct keymap *km, enum context context, enum command_id command, const char *first_argument,
                    struct str *out);

/* The whole keymap in its own syntax, which keymap_read reads again. */
void keymap_print(const struct keymap *km, struct str *out);

#endif
