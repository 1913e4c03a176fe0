#include "tui/code_rows.h"

#include "base/mem.h"
#include "text/find.h"
#include "text/initials.h"

#include <string.h>

enum rank {
    RANK_IS,
    RANK_STARTS,
    RANK_INITIALS_START,
    RANK_CONTAINS,
    RANK_INITIALS,
    RANK_PATH,
    RANK_NONE,
};

void code_rows_clear(struct code_rows *r)
{
    free(r->items);
    *r = (struct code_rows){0};
}

static struct code_row *add(struct code_rows *r, enum code_row_kind kind, int64_t code)
{
    r->items = mem_grow(r->items, &r->capacity, r->count + 1, sizeof *r->items);
    struct code_row *row = &r->items[r->count++];
    *row = (struct code_row){.kind = kind, .code = code};
    return row;
}

static bool is_offered(const struct code *code, enum tag tag)
{
    return codes_stands(code) && code->tag == tag;
}

bool code_rows_chooses(const struct code_row *row)
{
    return row->kind != CODE_ROW_RECENTS && row->kind != CODE_ROW_TREE;
}

void code_rows_all(struct code_rows *r, const struct codes *c, enum tag tag, const int64_t *recent, size_t n,
                   bool remove)
{
    r->count = 0;
    for (size_t i = 0; i < n && i < CODE_ROWS_DIGITS; i++) {
        const struct code *code = codes_get(c, recent[i]);
        if (!code || !is_offered(code, tag))
            continue;
        if (r->count == 0)
            add(r, CODE_ROW_RECENTS, 0);
        add(r, CODE_ROW_RECENT, code->id)->digit = (int)i + 1;
    }
    if (r->count > 0)
        add(r, CODE_ROW_TREE, 0);
    for (size_t i = 0; i < c->count; i++)
        if (is_offered(&c->items[i], tag))
            add(r, CODE_ROW_CODE, c->items[i].id);
    if (remove)
        add(r, CODE_ROW_NONE, 0);
}

/* ---- what fits ---- */

/* What was typed, and its folded form without the blanks around it. */
struct typed {
    const char *words;
    struct str folded;
};

/* The words folded, without blanks at both ends, to OUT. */
static void fold(const char *words, struct str *out)
{
    find_fold_words(words, strlen(words), out);
    size_t blanks = strspn(str_z(out), " ");
    str_remove(out, 0, blanks);
    while (out->len > 0 && out->p[out->len - 1] == ' ')
        str_truncate(out, out->len - 1);
}

static enum rank rank_of(const struct codes *c, const struct code *code, const struct typed *t)
{
    struct str name = {0}, path = {0};
    enum rank rank = RANK_NONE;
    size_t at;
    fold(code->name, &name);
    codes_path(c, code, &path);
    const char *found = strstr(str_z(&name), str_z(&t->folded));
    bool by_initials = initials_find(code->name, t->words, &at);
    if (strcmp(str_z(&name), str_z(&t->folded)) == 0)
        rank = RANK_IS;
    else if (found == str_z(&name))
        rank = RANK_STARTS;
    else if (by_initials && at == 0)
        rank = RANK_INITIALS_START;
    else if (found)
        rank = RANK_CONTAINS;
    else if (by_initials)
        rank = RANK_INITIALS;
    else if (initials_find(str_z(&path), t->words, NULL))
        rank = RANK_PATH;
    str_clear(&name);
    str_clear(&path);
    return rank;
}

/* The code at the PATH; NULL where there is none. */
static const struct code *at_path(const struct codes *c, enum tag tag, const char *path)
{
    const struct code *code = NULL;
    struct str name = {0};
    bool there = true;
    while (there && codes_next_name(&path, &name)) {
        code = codes_child(c, tag, code ? code->id : 0, str_z(&name));
        there = code != NULL;
        str_truncate(&name, 0);
    }
    str_clear(&name);
    return code;
}

/* By rank, and in the order of the tree where that is the same. */
static int better(const void *a, const void *b)
{
    const struct code_row *x = a, *y = b;
    if (x->rank != y->rank)
        return (x->rank > y->rank) - (x->rank < y->rank);
    return (x->digit > y->digit) - (x->digit < y->digit);
}

void code_rows_find(struct code_rows *r, const struct codes *c, enum tag tag, const char *typed)
{
    struct typed t = {.words = typed};
    const struct code *there = at_path(c, tag, typed);
    fold(typed, &t.folded);
    const struct code *all = c->items;
    r->count = 0;
    for (size_t i = 0; all && i < c->count; i++) {
        enum rank rank = is_offered(&all[i], tag) ? rank_of(c, &all[i], &t) : RANK_NONE;
        if (&all[i] == there)
            rank = RANK_IS;
        if (rank == RANK_NONE)
            continue;
        struct code_row *row = add(r, CODE_ROW_CODE, all[i].id);
        row->rank = rank;
        row->digit = (int)r->count; /* its place in the tree, until they are sorted */
    }
    if (r->count > 1)
        qsort(r->items, r->count, sizeof *r->items, better);
    bool is = r->count > 0 && r->items[0].rank == RANK_IS;
    for (size_t i = 0; i < r->count; i++)
        r->items[i].digit = i < CODE_ROWS_DIGITS ? (int)i + 1 : 0;
    if (!is)
        add(r, CODE_ROW_NEW, 0);
    str_clear(&t.folded);
}

void code_rows_keep(struct code_rows *r, const struct codes *c, enum tag tag, const char *typed)
{
    struct code_rows fresh = {0};
    bool *kept = mem_alloc(c->count + 1, sizeof *kept);
    size_t n = 0;
    int digit = 0;
    memset(kept, 0, (c->count + 1) * sizeof *kept);
    code_rows_find(&fresh, c, tag, typed);
    for (size_t i = 0; i < r->count; i++) {
        struct code_row row = r->items[i];
        const struct code *code = codes_get(c, row.code);
        digit = row.digit > digit ? row.digit : digit;
        if (!code || !is_offered(code, tag))
            continue;
        kept[code - c->items] = true;
        r->items[n++] = row;
    }
    r->count = n;
    for (size_t i = 0; i < fresh.count; i++) {
        const struct code *code = codes_get(c, fresh.items[i].code);
        if (code && kept[code - c->items])
            continue;
        struct code_row *row = add(r, fresh.items[i].kind, fresh.items[i].code);
        row->digit = code && digit < CODE_ROWS_DIGITS ? ++digit : 0;
    }
    free(kept);
    code_rows_clear(&fresh);
}

static bool stands_below(const struct codes *c, const struct code *code, int64_t held)
{
    for (int i = 0; code && code->id != held && i < STORE_CODE_DEPTH_MAX; i++)
        code = code->parent ? codes_get(c, code->parent) : NULL;
    return code && code->id == held;
}

void code_rows_without(struct code_rows *r, const struct codes *c, int64_t held)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct code_row row = r->items[i];
        if (row.kind == CODE_ROW_NEW || stands_below(c, codes_get(c, row.code), held))
            continue;
        row.digit = 0;
        r->items[n++] = row;
    }
    r->count = n;
}

/* ---- what looks like a slip ---- */

const struct code *code_rows_key_elsewhere(const struct codes *c, enum tag tag, const char *key)
{
    for (size_t i = 0; i < c->count && *key; i++) {
        const struct code *code = &c->items[i];
        if (codes_stands(code) && code->tag != tag && strcmp(code->key, key) == 0)
            return code;
    }
    return NULL;
}

bool code_rows_is_doubtful(const struct codes *c, enum tag tag, const char *typed)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ";
    size_t n = 0;
    if (typed[strspn(typed, letters)])
        return false;
    if (code_rows_key_elsewhere(c, tag, typed))
        return true;
    for (size_t i = 0; i < c->count; i++) {
        if (!is_offered(&c->items[i], tag))
            continue;
        if (!initials_any(c->items[i].name))
            return false;
        n++;
    }
    return n > 0;
}
