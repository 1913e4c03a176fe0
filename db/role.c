/* Who may do what: the reviewers, their roles, and what is a lead's alone. */
#include "base/role.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <string.h>

void reviewer_clear(struct reviewer *r)
{
    free(r->name);
    free(r->account);
    *r = (struct reviewer){0};
}

/* What stands in a damaged file is the least that anybody may be. */
static enum role known_role(int64_t role)
{
    return role == ROLE_LEAD || role == ROLE_REVIEWER ? (enum role)role : ROLE_READER;
}

enum err_code reviewer_read_role(struct store *s, struct err *e)
{
    int64_t role = ROLE_READER;
    enum err_code code = stmt_int(s, &role, NULL, e, "SELECT role FROM reviewer WHERE id = ?1", "i", s->reviewer);
    s->role = known_role(role);
    return code;
}

enum role store_role(const struct store *s)
{
    return s->role;
}

enum err_code store_role_refresh(struct store *s, struct err *e)
{
    return reviewer_read_role(s, e);
}

enum err_code store_reviewers(struct store *s, store_reviewer_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code = stmt_open(
        s, &st, e, "SELECT id, name, account, coalesce(uid, -1), role, created FROM reviewer ORDER BY name, id", "");
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct reviewer r = {
            .id = sqlite3_column_int64(st, 0),
            .name = (char *)stmt_text(st, 1),
            .account = (char *)stmt_text(st, 2),
            .uid = sqlite3_column_int64(st, 3),
            .role = known_role(sqlite3_column_int64(st, 4)),
            .created = sqlite3_column_int64(st, 5),
        };
        more = fn(ctx, &r);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}

bool role_is_for_leads(const char *entity, const char *action)
{
    static const char *const table[][2] = {
        {"annotation", "settle"}, {"assignment", "assign"}, {"assignment", "unassign"},
        {"document", "done"},     {"document", "reopen"},   {"reviewer", "role"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i][0], entity) == 0 && strcmp(table[i][1], action) == 0)
            return true;
    return false;
}

/* Whoever owns the file can write to it with any program, so that a team whose lead has left is not locked out. */
static enum err_code begin(struct store *s, struct err *e)
{
    return s->owner ? write_begin(s, e) : write_begin_as(s, ROLE_LEAD, e);
}

/* ---- a role ---- */

enum err_code role_check_lead_left(struct store *s, int64_t id, const char *before, struct err *e)
{
    int64_t one;
    bool none = false;
    enum err_code code = stmt_int(
        s, &one, &none, e,
        "SELECT 1 WHERE ?1 ->> '$.role' = 'lead' AND NOT EXISTS (SELECT 1 FROM reviewer WHERE role = 1)", "t", before);
    if (code || !none)
        return code;
    sqlite3_stmt *st;
    bool row = false;
    code = stmt_open(s, &st, e, "SELECT name FROM reviewer WHERE id = ?1", "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        code = err_set(e, ERR_INPUT, _("%s is the only lead: make somebody else a lead first"),
                       row ? stmt_text(st, 0) : "?");
    stmt_close(s, st);
    return code;
}

static enum err_code set(struct store *s, int64_t id, enum role role, struct err *e)
{
    int64_t now;
    bool found;
    char *before = NULL;
    enum err_code code = stmt_int(s, &now, &found, e, "SELECT role FROM reviewer WHERE id = ?1", "i", id);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no reviewer with the number %lld"), s->path, (long long)id);
    if (!code)
        code = entity_image(s, "reviewer", id, &before, e);
    if (!code)
        code = stmt_run(s, e, "UPDATE reviewer SET role = ?2 WHERE id = ?1", "ii", id, (int64_t)role);
    if (!code)
        code = role_check_lead_left(s, id, before, e);
    if (!code)
        code = entity_log(s, "reviewer", id, "role", before, e);
    free(before);
    return code;
}

enum err_code store_role_set(struct store *s, int64_t reviewer, enum role role, struct err *e)
{
    if (role < ROLE_LEAD || role > ROLE_READER)
        return err_set(e, ERR_INPUT, _("there is no such role"));
    enum err_code code = begin(s, e);
    if (!code)
        code = write_end(s, set(s, reviewer, role, e), e);
    return code || reviewer != s->reviewer ? code : reviewer_read_role(s, e);
}

/* ---- somebody who has not been here ---- */

static enum err_code add(struct store *s, const char *account, int64_t uid, int64_t *id, struct err *e)
{
    bool found;
    char *name = NULL;
    enum err_code code =
        uid < 0 ? stmt_int(s, id, &found, e, "SELECT id FROM reviewer WHERE uid IS NULL AND account = ?1", "t", account)
                : stmt_int(s, id, &found, e, "SELECT id FROM reviewer WHERE uid = ?1", "i", uid);
    if (!code && found)
        return err_set(e, ERR_EXISTS, _("%s: %s is a reviewer already"), s->path, account);
    if (!code)
        code = reviewer_check_new(account, e);
    if (!code)
        code = reviewer_insert(s, uid < 0 ? -1 : uid, account, ROLE_REVIEWER, &name, id, e);
    free(name);
    return code;
}

enum err_code store_reviewer_add(struct store *s, const char *account, int64_t uid, int64_t *id, struct err *e)
{
    *id = 0;
    enum err_code code = reviewer_check_account(account, e);
    if (!code)
        code = begin(s, e);
    if (!code)
        code = write_end(s, add(s, account, uid, id, e), e);
    if (code && code != ERR_EXISTS)
        *id = 0;
    return code;
}
