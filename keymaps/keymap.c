#include "keymaps/keymap.h"

#include "base/mem.h"
#include "base/str.h"
#include "keymaps/keymap_table.h"
#include "keymaps/shipped.h"

#include <stdlib.h>
#include <string.h>

const struct keymap_context keymap_contexts[] = {
    {CONTEXT_TEXT, "text", {CONTEXT_TEXT, CONTEXT_ANY}},
    {CONTEXT_SELECT, "select", {CONTEXT_SELECT, CONTEXT_TEXT, CONTEXT_ANY}},
    {CONTEXT_TAGGED, "tagged", {CONTEXT_TAGGED, CONTEXT_TEXT, CONTEXT_ANY}},
    {CONTEXT_PANEL, "panel", {CONTEXT_PANEL, CONTEXT_ANY}},
    {CONTEXT_LIST, "list", {CONTEXT_LIST, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_PEOPLE, "people", {CONTEXT_PEOPLE, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_LAYERS, "layers", {CONTEXT_LAYERS, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_THREAD, "thread", {CONTEXT_THREAD, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_AGENDA, "agenda", {CONTEXT_AGENDA, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_PROGRESS, "progress", {CONTEXT_PROGRESS, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_HISTORY, "history", {CONTEXT_HISTORY, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_OUTLINE, "outline", {CONTEXT_OUTLINE, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_CARRY, "carry", {CONTEXT_CARRY, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_LINK, "link", {CONTEXT_LINK, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_LINKS, "links", {CONTEXT_LINKS, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_CODE, "code", {CONTEXT_CODE, CONTEXT_PROMPT}},
    {CONTEXT_CODEBOOK, "codebook", {CONTEXT_CODEBOOK, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_LEDGER, "ledger", {CONTEXT_LEDGER, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_FIGURES, "figures", {CONTEXT_FIGURES, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_FOUND, "found", {CONTEXT_FOUND, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_FILTERS, "filters", {CONTEXT_FILTERS, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_SPLIT, "split", {CONTEXT_SPLIT, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_HELP, "help", {CONTEXT_HELP, CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_ROWS, "rows", {CONTEXT_ROWS, CONTEXT_ANY}},
    {CONTEXT_EDIT, "edit", {CONTEXT_EDIT, CONTEXT_PROMPT}},
    {CONTEXT_PROMPT, "prompt", {CONTEXT_PROMPT}},
    {CONTEXT_ANY, "any", {CONTEXT_ANY}},
    {0},
};

static const struct keymap_context *find_context(enum context context)
{
    for (const struct keymap_context *c = keymap_contexts; c->name; c++) {
        if (c->context == context)
            return c;
    }
    return NULL;
}

const char *keymap_context_name(enum context context)
{
    const struct keymap_context *c = find_context(context);
    return c ? c->name : NULL;
}

/* A selection is no place for all that works in the document: it would lose its meaning under most of it. */
unsigned keymap_context_reach(enum context context)
{
    const struct keymap_context *c = find_context(context);
    unsigned reach = (unsigned)context;
    for (size_t i = 0; c && c->lookup[i] && context != CONTEXT_SELECT; i++) {
        if (c->lookup[i] != CONTEXT_ANY)
            reach |= c->lookup[i];
    }
    return reach;
}

struct keymap *keymap_new(void)
{
    return MEM_NEW(struct keymap);
}

void keymap_free(struct keymap *km)
{
    if (!km)
        return;
    for (size_t i = 0; i < km->n; i++)
        command_line_clear(&km->bindings[i].line);
    free(km->bindings);
    free(km);
}

const char *keymap_shipped(const char *name, size_t *n)
{
    for (size_t i = 0; shipped_names[i]; i++) {
        if (strcmp(shipped_names[i], name) == 0) {
            *n = shipped_files[i].n;
            return shipped_files[i].text;
        }
    }
    *n = 0;
    return NULL;
}

const char *const *keymap_shipped_names(void)
{
    return shipped_names;
}

static size_t slot_of(struct key first)
{
    return (first.code ^ first.code >> 8 ^ (uint32_t)first.mods << 5) % KEYMAP_SLOTS;
}

/* The first binding with a first key of this slot, and the next one. NULL behind the last. */
static struct binding *first_at(const struct keymap *km, size_t slot)
{
    return km->first[slot] ? &km->bindings[km->first[slot] - 1] : NULL;
}

static struct binding *next_at(const struct keymap *km, const struct binding *b)
{
    return b->next ? &km->bindings[b->next - 1] : NULL;
}

/* The binding AT, which is behind all that are linked, is too. */
static void link_binding(struct keymap *km, size_t at)
{
    struct binding *b = &km->bindings[at];
    size_t slot = slot_of(b->keys.keys[0]);
    b->next = 0;
    if (km->last[slot])
        km->bindings[km->last[slot] - 1].next = (uint16_t)(at + 1);
    else
        km->first[slot] = (uint16_t)(at + 1);
    km->last[slot] = (uint16_t)(at + 1);
}

/* Whether the first N keys of both are the same. */
static bool same_start(const struct key *a, const struct key *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!key_same(a[i], b[i]))
            return false;
    }
    return true;
}

struct binding *keymap_exact(const struct keymap *km, enum context context, const struct key_sequence *keys)
{
    for (struct binding *b = first_at(km, slot_of(keys->keys[0])); b; b = next_at(km, b)) {
        if (b->context == context && b->keys.n == keys->n && same_start(b->keys.keys, keys->keys, keys->n))
            return b;
    }
    return NULL;
}

static bool looks_in(const struct keymap_context *c, enum context context)
{
    for (size_t i = 0; c->lookup[i]; i++) {
        if (c->lookup[i] == context)
            return true;
    }
    return false;
}

static bool meet(enum context a, enum context b)
{
    for (const struct keymap_context *c = keymap_contexts; c->name; c++) {
        if (looks_in(c, a) && looks_in(c, b))
            return true;
    }
    return false;
}

const struct binding *keymap_hiding(const struct keymap *km, enum context context, const struct key_sequence *keys)
{
    for (const struct binding *b = first_at(km, slot_of(keys->keys[0])); b; b = next_at(km, b)) {
        size_t shorter = b->keys.n < keys->n ? b->keys.n : keys->n;
        if (b->keys.n != keys->n && same_start(b->keys.keys, keys->keys, shorter) && meet(b->context, context))
            return b;
    }
    return NULL;
}

void keymap_bind(struct keymap *km, enum context context, const struct key_sequence *keys,
                 const struct command_line *line)
{
    struct command_line copy = {.command = line->command, .argc = line->argc};
    for (int i = 0; i < line->argc; i++)
        copy.argv[i] = mem_dup(line->argv[i]);
    struct binding *old = keymap_exact(km, context, keys);
    if (old) {
        command_line_clear(&old->line);
        old->line = copy;
        return;
    }
    km->bindings = mem_grow(km->bindings, &km->cap, km->n + 1, sizeof *km->bindings);
    km->bindings[km->n++] = (struct binding){.context = context, .keys = *keys, .line = copy};
    link_binding(km, km->n - 1);
}

void keymap_unbind(struct keymap *km, struct binding *b)
{
    command_line_clear(&b->line);
    size_t behind = (size_t)(km->bindings + km->n - (b + 1));
    memmove(b, b + 1, behind * sizeof *b);
    km->n--;
    memset(km->first, 0, sizeof km->first);
    memset(km->last, 0, sizeof km->last);
    for (size_t i = 0; i < km->n; i++)
        link_binding(km, i);
}

enum keymap_match keymap_find(const struct keymap *km, enum context context, const struct key *keys, size_t n,
                              const struct command_line **out)
{
    const struct keymap_context *c = find_context(context);
    if (!c || n == 0)
        return KEYMAP_NONE;
    enum keymap_match match = KEYMAP_NONE;
    for (size_t level = 0; c->lookup[level]; level++) {
        for (const struct binding *b = first_at(km, slot_of(keys[0])); b; b = next_at(km, b)) {
            if (b->context != c->lookup[level] || b->keys.n < n || !same_start(b->keys.keys, keys, n))
                continue;
            if (b->keys.n == n) {
                *out = &b->line;
                return KEYMAP_FOUND;
            }
            match = KEYMAP_PREFIX;
        }
    }
    return match;
}

bool keymap_keys_of(const struct keymap *km, enum context context, enum command_id command, const char *first_argument,
                    struct str *out)
{
    const struct binding *best = NULL;
    for (size_t i = 0; i < km->n; i++) {
        const struct binding *b = &km->bindings[i];
        const struct command_line *found;
        if (b->line.command->id != command || !command_works(b->line.command, keymap_context_reach(context)))
            continue;
        if (first_argument && (b->line.argc == 0 || strcmp(b->line.argv[0], first_argument) != 0))
            continue;
        if (best && b->keys.n >= best->keys.n)
            continue;
        if (keymap_find(km, context, b->keys.keys, b->keys.n, &found) == KEYMAP_FOUND && found == &b->line)
            best = b;
    }
    if (best)
        keymap_add_keys(&best->keys, out);
    return best != NULL;
}

void keymap_add_keys(const struct key_sequence *keys, struct str *out)
{
    for (size_t i = 0; i < keys->n; i++) {
        if (i > 0)
            str_addc(out, ' ');
        key_add_name(keys->keys[i], out);
    }
}

void keymap_each(const struct keymap *km, keymap_binding_fn *fn, void *ctx)
{
    struct str keys = {0};
    for (size_t i = 0; i < km->n; i++) {
        str_truncate(&keys, 0);
        keymap_add_keys(&km->bindings[i].keys, &keys);
        fn(ctx, km->bindings[i].context, str_z(&keys), &km->bindings[i].line);
    }
    str_clear(&keys);
}

static bool same_line(const struct command_line *a, const struct command_line *b)
{
    if (a->command != b->command || a->argc != b->argc)
        return false;
    for (int i = 0; i < a->argc; i++) {
        if (strcmp(a->argv[i], b->argv[i]) != 0)
            return false;
    }
    return true;
}

/* How many bindings from B on one line can make: only their contexts differ, in the order that reading gives them. */
static size_t one_line(const struct binding *b, const struct binding *end)
{
    size_t n = 1;
    while (b + n < end && b[n].context > b[n - 1].context && b[n].keys.n == b->keys.n &&
           same_start(b[n].keys.keys, b->keys.keys, b->keys.n) && same_line(&b[n].line, &b->line))
        n++;
    return n;
}

void keymap_print(const struct keymap *km, struct str *out)
{
    struct str keys = {0};
    for (size_t at = 0, n; at < km->n; at += n) {
        const struct binding *b = km->bindings + at;
        n = one_line(b, km->bindings + km->n);
        for (size_t i = 0; i < n; i++)
            str_addf(out, "%s%s", i == 0 ? "bind " : ",", keymap_context_name(b[i].context));
        str_truncate(&keys, 0);
        keymap_add_keys(&b->keys, &keys);
        str_addc(out, ' ');
        command_quote(out, str_z(&keys));
        str_addc(out, ' ');
        command_line_print(&b->line, out);
        str_addc(out, '\n');
    }
    str_clear(&keys);
}
