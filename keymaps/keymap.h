/* Keymaps: files that say which keys run which command.
 *
 *     # a comment
 *     bind CONTEXT[,CONTEXT…] KEYS COMMAND [ARGUMENT…]
 *     unbind CONTEXT[,CONTEXT…] KEYS
 *
 * CONTEXT is text, select (a selection is open), tagged (the cursor is on an annotation), panel, a view of rows (list,
 * people, layers, thread, agenda, progress, history, link, links, codebook, split, help), rows (all of those), edit,
 * prompt, code (a code is being chosen) or any; KEYS is one key name, or up to four in double quotes ("g g"). A later
 * line wins over an earlier one with the same context and keys. Keys are looked up in the context itself, then in its
 * fall-backs: select and tagged fall back to text, views of rows to rows, edit and code to prompt, all but those three
 * to any.
 *
 * No keys may be the start of others that are looked up together with them: `unbind` one first. In edit and prompt,
 * characters type themselves; elsewhere 1 to 9 start a count, unless a single view of rows binds them; Esc leaves keys
 * half typed, so it can only stand alone.
 */
#ifndef ZHUPI_KEYMAPS_KEYMAP_H
#define ZHUPI_KEYMAPS_KEYMAP_H

#include "keymaps/command.h"
#include "keymaps/key.h"

struct keymap;

struct keymap *keymap_new(void);
void keymap_free(struct keymap *km);

/* Called with "FILE:LINE: message" for every bad line; the rest of the file works. */
typedef void keymap_report_fn(void *ctx, const char *message);

/* Read the N bytes at TEXT (untrusted, UTF-8) as a keymap file called NAME. Returns how many lines were bad. A file of
 * more than KEYMAP_MAX_BYTES is not read at all; behind KEYMAP_MAX_BAD bad lines the rest is not. FN may be NULL. */
#define KEYMAP_MAX_BYTES 262144
#define KEYMAP_MAX_LINE 1024     /* bytes */
#define KEYMAP_MAX_BINDINGS 2000 /* one context and its keys */
#define KEYMAP_MAX_KEYS 4
#define KEYMAP_MAX_BAD 100
size_t keymap_read(struct keymap *km, const char *name, const char *text, size_t n, keymap_report_fn *fn, void *ctx);

/* The shipped keymap NAME ("vi", "emacs", "plain") as N bytes of text, not NUL-terminated, or NULL; and their names,
 * the default first, NULL behind the last. */
const char *keymap_shipped(const char *name, size_t *n);
const char *const *keymap_shipped_names(void);

/* CONTEXT and what it falls back to (but for "any", and "text" from "select"), or-ed: a command that works in one of
 * these can be bound in CONTEXT. */
unsigned keymap_context_reach(enum context context);

/* "text", "any" and so on; NULL for what is no single context of a keymap. */
const char *keymap_context_name(enum context context);

enum keymap_match { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_FOUND };

/* What the N keys typed so far mean in CONTEXT (with its fall-backs). FOUND: *OUT is borrowed from the keymap until it
 * is read into again. A command found through a fall-back need not work in CONTEXT; the dispatcher says so. */
enum keymap_match keymap_find(const struct keymap *km, enum context context, const struct key *keys, size_t n,
                              const struct command_line **out);

/* The shortest keys that run COMMAND in CONTEXT (the first bound of them), added to OUT ("g g"); false where there are
 * none. FIRST_ARGUMENT, when not NULL, must equal the binding's first argument. */
bool keymap_keys_of(const struct keymap *km, enum context context, enum command_id command, const char *first_argument,
                    struct str *out);

/* Every binding in the order of the file: its context, its keys ("g g") and what they run. */
typedef void keymap_binding_fn(void *ctx, enum context context, const char *keys, const struct command_line *line);
void keymap_each(const struct keymap *km, keymap_binding_fn *fn, void *ctx);

/* The whole keymap in its own syntax, which keymap_read reads again. */
void keymap_print(const struct keymap *km, struct str *out);

#endif
