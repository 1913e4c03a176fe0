/* Codes as they are added and changed. (code_check.c says what may be, code_tree.c moves, merges and splits.) */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <string.h>

/* ---- a new one ---- */

static bool uuid_is_good(const char *uuid)
{
    for (size_t i = 0; i < UUID_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? uuid[i] != '-' : uuid[i] == '\0' || !strchr("0123456789abcdef", uuid[i]))
            return false;
    }
    return uuid[UUID_SIZE - 1] == '\0';
}

/* The code that stands where C is to stand, or has its uuid; 0: none. */
static enum err_code find_other(struct store *s, const struct code_new *c, int64_t *out, struct err *e)
{
    enum err_code code = ERR_OK;
    *out = 0;
    if (c->uuid)
        code = stmt_int(s, out, NULL, e, "SELECT id FROM code WHERE uuid = ?1", "t", c->uuid);
    if (!code && !*out && !c->merged_into)
        code = code_map_named(s, c->tag, c->parent, c->name, 0, out, e);
    return code;
}

static enum err_code check_room(struct store *s, struct err *e)
{
    const struct code_map *m;
    enum err_code code = code_map_here(s, &m, e);
    if (!code && m->count >= STORE_CODES_MAX)
        code = err_set(e, ERR_INPUT, _("%s: the codebook is full (%d codes)"), s->path, STORE_CODES_MAX);
    return code;
}

enum err_code code_last_position(struct store *s, enum tag tag, int64_t parent, int64_t *out, struct err *e)
{
    const struct code_map *m;
    *out = 0;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *n = code ? NULL : parent ? code_map_find(m, parent) : &m->top[tag];
    if (n && n->below)
        *out = (n->last < INT64_MAX - CODE_STEP ? n->last : INT64_MAX - CODE_STEP) + CODE_STEP;
    return code;
}

static enum err_code insert(struct store *s, const struct code_new *c, int64_t *id, struct err *e)
{
    char uuid[UUID_SIZE];
    int64_t position = 0;
    enum err_code code = check_room(s, e);
    if (!code)
        code = code_last_position(s, c->tag, c->parent, &position, e);
    if (!code)
        code = stmt_run(s, e,
                        "INSERT INTO code (uuid, tag, parent_id, name, definition, example, key, position, "
                        "reviewer_id, merged_into, revision, created, updated) VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, "
                        "?6, ?7, ?8, ?9, nullif(?11, 0), 1, ?10, ?10)",
                        "tiittttiiii", c->uuid ? c->uuid : uuid_new(uuid), (int64_t)c->tag, c->parent, c->name,
                        c->definition ? c->definition : "", c->example ? c->example : "", c->key ? c->key : "",
                        position, s->reviewer, clock_now_ms(), c->merged_into);
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    code_map_add(s,
                 &(struct code_node){
                     .id = *id, .parent = c->parent, .position = position, .merged = c->merged_into, .tag = c->tag},
                 c->name, c->key ? c->key : "");
    code = code_check(s, *id, e);
    if (!code)
        code = entity_log(s, "code", *id, "create", NULL, e);
    *id = code ? 0 : *id;
    return code;
}

enum err_code code_insert(struct store *s, const struct code_new *c, int64_t *id, struct err *e)
{
    const struct code_map *m;
    int64_t other;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *parent = code || !c->parent ? NULL : code_map_find(m, c->parent);
    const struct code_node *into = code || !c->merged_into ? NULL : code_map_find(m, c->merged_into);
    if (!code && c->parent && (!parent || !(c->merged_into || code_stands(parent))))
        return err_set(e, ERR_NOT_FOUND, _("the code that it is to stand below is gone: nothing was changed"));
    if (!code && ((parent && parent->tag != c->tag) || (into && into->tag != c->tag)))
        return err_set(e, ERR_INPUT, _("a code stays below its tag: nothing was changed"));
    if (!code && c->merged_into && !into)
        return err_set(e, ERR_NOT_FOUND, _("the code that it was merged into is gone: nothing was changed"));
    if (!code)
        code = find_other(s, c, &other, e);
    if (code || !other)
        return code ? code : insert(s, c, id, e);
    *id = other;
    return err_set(e, ERR_EXISTS, _("there is a code “%s” in this place already"), c->name);
}

enum err_code code_check_new(const struct code_new *c, struct err *e)
{
    if (c->tag < TAG_MANIFESTATION || c->tag > TAG_REMEDY)
        return err_set(e, ERR_INPUT, _("there is no such tag"));
    if (c->uuid && !uuid_is_good(c->uuid))
        return err_set(e, ERR_INPUT, _("“%.40s” is no uuid"), c->uuid);
    return code_check_edit(&(struct code_edit){c->name ? c->name : "", c->definition, c->example, c->key}, e);
}

enum err_code store_code_add(struct store *s, const struct code_new *c, struct code *out, struct err *e)
{
    int64_t id = 0;
    struct code made = {0};
    enum err_code code = code_check_new(c, e);
    if (out)
        *out = made;
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_insert(s, c, &id, e);
    enum err_code got = (!code || code == ERR_EXISTS) && out && id ? store_code_get(s, id, &made, e) : ERR_OK;
    if (got)
        code = got;
    else if (code == ERR_EXISTS && out && id)
        err_set(e, code, _("there is a code “%s” in this place already"), made.name);
    code = write_end(s, code, e);
    if (code && code != ERR_EXISTS)
        code_clear(&made);
    if (out)
        *out = made;
    return code;
}

/* ---- one that is there ---- */

enum err_code code_begin(struct store *s, int64_t id, int64_t revision, struct code *now, char **before, struct err *e)
{
    *before = NULL;
    enum err_code code = store_code_get(s, id, now, e);
    if (!code && (now->deleted || now->merged_into))
        code = err_set(e, ERR_NOT_FOUND,
                       now->deleted ? _("this code was deleted: nothing was changed")
                                    : _("this code was merged into another one: nothing was changed"));
    if (!code)
        code = code_check_right(s, now->reviewer, now->reviewer_name, e);
    if (!code && now->revision != revision)
        code = entity_stale(s, "code", id, e);
    return code ? code : entity_image(s, "code", id, before, e);
}

enum err_code code_finish(struct store *s, int64_t id, const char *action, const char *before, struct err *e)
{
    enum err_code code = code_check(s, id, e);
    return code ? code : entity_log(s, "code", id, action, before, e);
}

static bool differs(const char *to, const char *now)
{
    return to && strcmp(to, now) != 0;
}

static enum err_code change_words(struct store *s, const struct code *now, const struct code_edit *to,
                                  const char *before, struct err *e)
{
    if (!differs(to->name, now->name) && !differs(to->definition, now->definition) &&
        !differs(to->example, now->example) && !differs(to->key, now->key))
        return ERR_OK;
    enum err_code code =
        stmt_run(s, e,
                 "UPDATE code SET name = coalesce(?2, name), definition = coalesce(?3, definition), "
                 "example = coalesce(?4, example), key = coalesce(?5, key), updated = ?6, revision = revision + 1 "
                 "WHERE id = ?1",
                 "itttti", now->id, to->name, to->definition, to->example, to->key, clock_now_ms());
    code_map_rename(s, now, to);
    return code ? code : code_finish(s, now->id, "edit", before, e);
}

enum err_code store_code_edit(struct store *s, int64_t id, int64_t revision, const struct code_edit *edit,
                              struct err *e)
{
    struct code now = {0};
    char *before = NULL;
    enum err_code code = code_check_edit(edit, e);
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_begin(s, id, revision, &now, &before, e);
    if (!code)
        code = change_words(s, &now, edit, before, e);
    code_clear(&now);
    free(before);
    return write_end(s, code, e);
}

enum err_code store_code_delete(struct store *s, int64_t id, int64_t revision, struct err *e)
{
    struct code now = {0};
    char *before = NULL;
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_begin(s, id, revision, &now, &before, e);
    if (!code)
        code = stmt_run(s, e, "UPDATE code SET deleted_at = ?2, updated = ?2, revision = revision + 1 WHERE id = ?1",
                        "ii", id, clock_now_ms());
    code_map_forget(s);
    if (!code)
        code = code_finish(s, id, "delete", before, e);
    code_clear(&now);
    free(before);
    return write_end(s, code, e);
}

/* ---- undo and redo ---- */

/* The change is this reviewer's own; it may have been a lead's, of a code that somebody else made. */
enum err_code code_check_again(struct store *s, int64_t id, bool spread, struct err *e)
{
    struct code now;
    code_map_forget(s);
    enum err_code code = store_code_get(s, id, &now, e);
    if (!code && !spread)
        code = code_check_right(s, now.reviewer, now.reviewer_name, e);
    if (!code)
        code = code_check(s, id, e);
    code_clear(&now);
    if (code != ERR_EXISTS)
        return code;
    return err_set(e, ERR_STALE, _("another code has its name or its key by now: nothing was changed"));
}
