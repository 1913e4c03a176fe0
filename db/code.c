/* The codebook as it is read. (code_change.c changes it, code_map.c knows its shape.) */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

#define SELECT_CODE                                                                                                    \
    "SELECT c.id, c.uuid, c.tag, c.name, c.definition, c.example, c.key, c.position, c.reviewer_id, r.name, "          \
    "c.revision, c.created, c.updated FROM code c JOIN reviewer r ON r.id = c.reviewer_id "

void code_clear(struct code *c)
{
    free(c->name);
    free(c->definition);
    free(c->example);
    free(c->reviewer_name);
    *c = (struct code){0};
}

struct code code_dup(const struct code *c)
{
    struct code copy = *c;
    copy.name = mem_dup(c->name);
    copy.definition = mem_dup(c->definition);
    copy.example = mem_dup(c->example);
    copy.reviewer_name = mem_dup(c->reviewer_name);
    return copy;
}

/* The row as a code whose strings belong to the statement; where it stands says N, which has no circles. What
 * counts as nothing, because a damaged file has its merges lead nowhere, is gone. */
static struct code read_code(sqlite3_stmt *st, const struct code_node *n)
{
    struct code c = {
        .id = n->id,
        .tag = n->tag,
        .parent = n->parent,
        .name = (char *)stmt_text(st, 3),
        .definition = (char *)stmt_text(st, 4),
        .example = (char *)stmt_text(st, 5),
        .position = n->position,
        .reviewer = sqlite3_column_int64(st, 8),
        .reviewer_name = (char *)stmt_text(st, 9),
        .revision = sqlite3_column_int64(st, 10),
        .created = sqlite3_column_int64(st, 11),
        .updated = sqlite3_column_int64(st, 12),
        .merged_into = n->merged ? n->counts_as : 0,
        .deleted = n->deleted || !n->counts_as,
    };
    const char *key = stmt_text(st, 6);
    if (code_key_is_good(key))
        snprintf(c.key, sizeof c.key, "%s", key);
    snprintf(c.uuid, sizeof c.uuid, "%s", stmt_text(st, 1));
    return c;
}

static enum err_code take_one(struct store *s, sqlite3_stmt *st, struct code *out, bool *found, struct err *e)
{
    const struct code_map *m;
    enum err_code code = stmt_step(s, st, found, e);
    if (!code && *found)
        code = code_map_here(s, &m, e);
    if (!code && *found) {
        const struct code_node *n = code_map_find(m, sqlite3_column_int64(st, 0));
        *found = n != NULL;
        if (n) {
            struct code c = read_code(st, n);
            *out = code_dup(&c);
        }
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_code_get(struct store *s, int64_t id, struct code *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct code){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_CODE "WHERE c.id = ?1", "i", id);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no code with the number %lld"), s->path, (long long)id);
    return code;
}

enum err_code store_code_find(struct store *s, const char *uuid, struct code *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct code){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_CODE "WHERE c.uuid = ?1", "t", uuid);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no code “%s”"), s->path, uuid);
    return code;
}

/* The map that the order was made from may be read anew meanwhile: N is a copy. */
static enum err_code hand_out(struct store *s, const struct code_node *n, store_code_fn *fn, void *ctx, bool *more,
                              struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e, SELECT_CODE "WHERE c.id = ?1", "i", n->id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        struct code c = read_code(st, n);
        s->listing++;
        *more = fn(ctx, &c);
        s->listing--;
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_codes(struct store *s, enum tag tag, bool gone, store_code_fn *fn, void *ctx, struct err *e)
{
    const struct code_map *m;
    bool more = true;
    enum err_code code = code_map_now(s, &m, e);
    if (code)
        return code;
    int64_t *order = NULL;
    size_t n = code_map_order(m, tag, gone, &order);
    struct code_node *nodes = mem_alloc(n + 1, sizeof *nodes);
    for (size_t i = 0; i < n; i++)
        nodes[i] = *code_map_find(m, order[i]);
    for (size_t i = 0; !code && more && i < n; i++)
        code = hand_out(s, &nodes[i], fn, ctx, &more, e);
    free(nodes);
    free(order);
    return code;
}

enum err_code code_to_give(struct store *s, int64_t id, const struct annotation *a, int64_t *out, struct err *e)
{
    const struct code_map *m;
    *out = 0;
    if (id == 0)
        return ERR_OK;
    enum err_code code = code_map_here(s, &m, e);
    if (code)
        return code;
    const struct code_node *n = code_map_find(m, id);
    const struct code_node *end = n && n->counts_as ? code_map_find(m, n->counts_as) : NULL;
    if (!end || end->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this code was deleted: nothing was changed"));
    if (end->tag != a->tag)
        return err_set(e, ERR_INPUT, _("this code is for another tag: nothing was changed"));
    *out = id == a->code_given ? id : end->id;
    return ERR_OK;
}

enum err_code code_check_given(struct store *s, const struct annotation *now, const struct image *to, struct err *e)
{
    const struct code_map *m;
    if (to->deleted || !to->code || (!now->deleted && now->code_given == to->code))
        return ERR_OK;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *n = code ? NULL : code_map_find(m, to->code);
    const struct code_node *end = n && n->counts_as ? code_map_find(m, n->counts_as) : NULL;
    if (!code && (!end || end->deleted))
        code = err_set(e, ERR_STALE, _("the code that it had was deleted meanwhile: nothing was changed"));
    return code;
}

/* ---- what is counted ---- */

/* Rows of the feed that are looked through, at most. */
#define RECENT_ROWS 2000

enum err_code store_codes_recent(struct store *s, enum tag tag, int64_t *out, size_t max, size_t *n, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *n = 0;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT iif(entity = 'annotation' AND action = 'code' AND json_valid(after), after "
                                   "->> '$.code', NULL) FROM change WHERE reviewer_id = ?1 ORDER BY seq DESC LIMIT ?2",
                                   "ii", s->reviewer, (int64_t)RECENT_ROWS);
    while (!code && *n < max && !(code = stmt_step(s, st, &row, e)) && row) {
        int64_t id = 0;
        const struct code_map *m;
        code = code_counts_as(s, sqlite3_column_int64(st, 0), tag, &id, e);
        for (size_t i = 0; i < *n; i++)
            id = out[i] == id ? 0 : id;
        if (!code && id && !(code = code_map_here(s, &m, e)) && !code_map_find(m, id)->deleted)
            out[(*n)++] = id;
    }
    stmt_close(s, st);
    return code;
}

struct count {
    int64_t code, annotations;
};

/* What each code was given to, added to what it counts as; one place in ALL for each code of the map. */
static enum err_code count_all(struct store *s, const struct code_map *m, struct count *all, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT code_id, count(*) FROM annotation WHERE code_id IS NOT NULL "
                                   "AND deleted_at IS NULL GROUP BY code_id",
                                   "");
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        const struct code_node *given = code_map_find(m, sqlite3_column_int64(st, 0));
        const struct code_node *end = given && given->counts_as ? code_map_find(m, given->counts_as) : NULL;
        if (end)
            all[end - m->all].annotations += sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_code_counts(struct store *s, store_code_count_fn *fn, void *ctx, struct err *e)
{
    const struct code_map *m;
    bool more = true;
    enum err_code code = code_map_now(s, &m, e);
    if (code)
        return code;
    size_t n = m->count;
    struct count *all = mem_zero(n + 1, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i].code = m->all[i].id;
    code = count_all(s, m, all, e);
    s->listing++;
    for (size_t i = 0; !code && more && i < n; i++)
        more = !all[i].annotations || fn(ctx, all[i].code, all[i].annotations);
    s->listing--;
    free(all);
    return code;
}
