/* Whether a code may be what somebody makes of it. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <string.h>

/* ---- what may be written ---- */

bool code_key_is_good(const char *key)
{
    int64_t points;
    size_t n = strlen(key);
    return n > 0 && n < STORE_CODE_KEY_SIZE && points_count(key, n, &points) && points == 1 && points_are_seen(key, n);
}

static enum err_code check_words(const char *what, const char *words, struct err *e)
{
    size_t n = words ? strlen(words) : 0;
    if (n > STORE_NOTE_MAX)
        return err_set(e, ERR_INPUT, _("%s: longer than %d KB"), what, STORE_NOTE_MAX / 1024);
    if (n > 0 && !points_count(words, n, NULL))
        return err_set(e, ERR_INPUT, _("%s: not UTF-8"), what);
    return ERR_OK;
}

static enum err_code check_name(const char *name, struct err *e)
{
    size_t n = strlen(name);
    if (n == 0)
        return err_set(e, ERR_INPUT, _("the name of the code is empty: nothing was changed"));
    if (n > STORE_CODE_NAME_MAX)
        return err_set(e, ERR_INPUT, _("the name of the code is longer than %d bytes"), STORE_CODE_NAME_MAX);
    if (!points_are_seen(name, n))
        return err_set(e, ERR_INPUT,
                       _("the name of the code begins or ends with a blank, or has a character that cannot be seen"));
    return ERR_OK;
}

enum err_code code_check_edit(const struct code_edit *c, struct err *e)
{
    enum err_code code = c->name ? check_name(c->name, e) : ERR_OK;
    if (!code)
        code = check_words(_("the definition"), c->definition, e);
    if (!code)
        code = check_words(_("the example"), c->example, e);
    if (!code && c->key && *c->key && !code_key_is_good(c->key))
        code = err_set(e, ERR_INPUT, _("the key of a code is one character that can be seen"));
    return code;
}

/* ---- whether a code may be as it is ---- */

/* The row itself, whatever the map makes of it. */
struct raw {
    int64_t id, parent, merged;
    enum tag tag;
    char *name, *key;
    bool deleted;
};

static void raw_clear(struct raw *r)
{
    free(r->name);
    free(r->key);
}

static enum err_code read_raw(struct store *s, int64_t id, struct raw *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *out = (struct raw){.id = id};
    enum err_code code = stmt_open(
        s, &st, e, "SELECT tag, parent_id, merged_into, name, key, deleted_at IS NOT NULL FROM code WHERE id = ?1", "i",
        id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        out->tag = (enum tag)sqlite3_column_int(st, 0);
        out->parent = sqlite3_column_int64(st, 1);
        out->merged = sqlite3_column_int64(st, 2);
        out->name = mem_dup(stmt_text(st, 3));
        out->key = mem_dup(stmt_text(st, 4));
        out->deleted = sqlite3_column_int(st, 5) != 0;
    }
    stmt_close(s, st);
    return code || row ? code : err_set(e, ERR_NOT_FOUND, _("this code is gone: nothing was changed"));
}

static enum err_code check_unique(struct store *s, const struct raw *r, struct err *e)
{
    int64_t other = 0;
    enum err_code code = code_map_named(s, r->tag, r->parent, r->name, r->id, &other, e);
    if (!code && other)
        return err_set(e, ERR_EXISTS, _("there is a code “%s” in this place already"), r->name);
    if (!code && *r->key)
        code = code_map_keyed(s, r->tag, r->key, r->id, &other, e);
    if (!code && other)
        return err_set(e, ERR_EXISTS, _("another code of this tag has the key “%s” already"), r->key);
    return code;
}

/* How far it is up to the tag, and down to the lowest code below it; whether it stands below itself. Counted as the
 * rows have it, and not further than a circle could fool anybody. */
static enum err_code check_depth(struct store *s, int64_t id, struct err *e)
{
    int64_t circle = 0, up = 0, down = 0;
    enum err_code code =
        stmt_int(s, &circle, NULL, e,
                 "WITH RECURSIVE up (id, n) AS (SELECT parent_id, 1 FROM code WHERE id = ?1 UNION ALL SELECT "
                 "c.parent_id, n + 1 FROM up JOIN code c ON c.id = up.id WHERE n <= 2 * ?2) SELECT max(id IS ?1) FROM "
                 "up",
                 "ii", id, (int64_t)STORE_CODE_DEPTH_MAX);
    if (!code && circle)
        return err_set(e, ERR_INPUT, _("a code cannot stand below itself: nothing was changed"));
    if (!code)
        code = stmt_int(s, &up, NULL, e,
                        "WITH RECURSIVE up (id, n) AS (SELECT parent_id, 1 FROM code WHERE id = ?1 UNION ALL SELECT "
                        "c.parent_id, n + 1 FROM up JOIN code c ON c.id = up.id WHERE n <= 2 * ?2) SELECT max(n) FROM "
                        "up",
                        "ii", id, (int64_t)STORE_CODE_DEPTH_MAX);
    if (!code)
        code = stmt_int(s, &down, NULL, e,
                        "WITH RECURSIVE down (id, n) AS (SELECT ?1, 0 UNION ALL SELECT c.id, n + 1 FROM down JOIN "
                        "code c ON c.parent_id = down.id WHERE c.merged_into IS NULL AND c.deleted_at IS NULL "
                        "AND n <= ?2) SELECT max(n) FROM down",
                        "ii", id, (int64_t)STORE_CODE_DEPTH_MAX);
    if (!code && up + down > STORE_CODE_DEPTH_MAX)
        code =
            err_set(e, ERR_INPUT, _("the codes would stand more than %d levels below their tag"), STORE_CODE_DEPTH_MAX);
    return code;
}

static enum err_code check_standing(struct store *s, const struct raw *r, struct err *e)
{
    const struct code_map *m;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *parent = code || !r->parent ? NULL : code_map_find(m, r->parent);
    if (!code && r->parent && (!parent || !code_stands(parent)))
        return err_set(e, ERR_DENIED, _("the code that it stands below is gone: nothing was changed"));
    if (!code && parent && parent->tag != r->tag)
        return err_set(e, ERR_INPUT, _("a code stays below its tag: nothing was changed"));
    if (!code)
        code = check_depth(s, r->id, e);
    return code ? code : check_unique(s, r, e);
}

static enum err_code check_no_child(struct store *s, const struct raw *r, struct err *e)
{
    int64_t below = 0;
    enum err_code code = stmt_int(s, &below, NULL, e,
                                  "SELECT count(*) FROM code WHERE parent_id = ?1 AND merged_into IS NULL "
                                  "AND deleted_at IS NULL",
                                  "i", r->id);
    if (!code && below)
        code = err_set(e, ERR_DENIED, _("codes stand below “%s” (%lld): move or delete those first"), r->name,
                       (long long)below);
    return code;
}

/* How many annotations that stand count as code ID. */
static enum err_code count_uses(struct store *s, int64_t id, int64_t *out, struct err *e)
{
    const struct code_map *m;
    *out = 0;
    enum err_code code = code_map_here(s, &m, e);
    for (size_t i = 0; !code && i < m->count; i++) {
        int64_t n = 0;
        if (m->all[i].counts_as == id)
            code = stmt_int(s, &n, NULL, e, "SELECT count(*) FROM annotation WHERE code_id = ?1 AND deleted_at IS NULL",
                            "i", m->all[i].id);
        *out += n;
    }
    return code;
}

static enum err_code check_gone(struct store *s, const struct raw *r, struct err *e)
{
    int64_t uses = 0;
    enum err_code code = check_no_child(s, r, e);
    if (!code)
        code = count_uses(s, r->id, &uses, e);
    if (!code && uses)
        code = err_set(e, ERR_DENIED, _("annotations have the code “%s” (%lld): merge it into another one instead"),
                       r->name, (long long)uses);
    return code;
}

static enum err_code check_merged(struct store *s, const struct raw *r, struct err *e)
{
    const struct code_map *m;
    enum err_code code = code_map_here(s, &m, e);
    if (code)
        return code;
    const struct code_node *own = code_map_find(m, r->id), *into = code_map_find(m, r->merged);
    const struct code_node *end = own && own->counts_as ? code_map_find(m, own->counts_as) : NULL;
    if (!into || into->tag != r->tag || !end)
        return err_set(e, ERR_INPUT, _("a code cannot be merged into this one: nothing was changed"));
    if (end->deleted)
        return err_set(e, ERR_DENIED, _("the code that it was merged into is gone: nothing was changed"));
    return check_no_child(s, r, e);
}

enum err_code code_check(struct store *s, int64_t id, struct err *e)
{
    struct raw r;
    enum err_code code = read_raw(s, id, &r, e);
    if (!code)
        code = r.deleted ? check_gone(s, &r, e) : r.merged ? check_merged(s, &r, e) : check_standing(s, &r, e);
    raw_clear(&r);
    return code;
}

enum err_code code_check_right(struct store *s, int64_t reviewer, const char *name, struct err *e)
{
    if (reviewer == s->reviewer || s->role == ROLE_LEAD)
        return ERR_OK;
    return err_set(e, ERR_DENIED, _("this code is %s's: they or a lead can change it"), name);
}
