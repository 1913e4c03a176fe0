#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *reviewer_account(int64_t uid)
{
    const struct passwd *pw = getpwuid((uid_t)uid);
    size_t n = pw && pw->pw_name ? strlen(pw->pw_name) : 0;
    if (n > 0 && n <= STORE_NAME_MAX && points_count(pw->pw_name, n, NULL))
        return mem_dup(pw->pw_name);
    struct str name = {0};
    str_addf(&name, "uid %lld", (long long)uid);
    return str_take(&name);
}

static char *numbered(const char *name, int64_t n)
{
    struct str s = {0};
    str_add(&s, name);
    if (n > 1)
        str_addf(&s, " (%lld)", (long long)n);
    return str_take(&s);
}

/* Doubling and then halving, so that a thousand files of one name do not ask a million times. */
enum err_code reviewer_free_name(struct store *s, const char *exists_sql, const char *name, char **out, struct err *e)
{
    int64_t taken = 0, free_at = 0;
    for (int64_t n = 1; free_at - taken != 1; n = free_at ? taken + (free_at - taken) / 2 : taken * 2) {
        int64_t id;
        bool found;
        char *z = numbered(name, n);
        enum err_code code = stmt_int(s, &id, &found, e, exists_sql, "t", z);
        free(z);
        if (code)
            return code;
        if (found)
            taken = n;
        else
            free_at = n;
    }
    *out = numbered(name, free_at);
    return ERR_OK;
}

static enum err_code log_reviewer(struct store *s, int64_t id, const char *action, struct err *e)
{
    char *after = NULL;
    sqlite3_stmt *st;
    bool row;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT json_object('name', v.name, 'account', v.account, 'role', o.name) "
                                   "FROM reviewer v LEFT JOIN role o ON o.id = v.role WHERE v.id = ?1",
                                   "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        after = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    struct feed_row made = {.entity = "reviewer", .action = action, .entity_id = id, .after = after};
    if (!code)
        code = feed_add(s, &made, NULL, e);
    free(after);
    return code;
}

/* Whether the row is there and up to date: then nothing needs to be written. */
static enum err_code find(struct store *s, int64_t uid, const char *account, bool by_key, bool *current, struct err *e)
{
    sqlite3_stmt *st;
    enum err_code code =
        by_key ? stmt_open(s, &st, e, "SELECT id, name, account FROM reviewer WHERE uid IS NULL AND account = ?1", "t",
                           account)
               : stmt_open(s, &st, e, "SELECT id, name, account FROM reviewer WHERE uid = ?1", "i", uid);
    bool row = false;
    if (!code)
        code = stmt_step(s, st, &row, e);
    s->reviewer = row ? sqlite3_column_int64(st, 0) : 0;
    *current = row && strcmp(stmt_text(st, 2), account) == 0;
    if (*current)
        s->reviewer_name = mem_dup(stmt_text(st, 1));
    stmt_close(s, st);
    return code;
}

/* Whether this account owns the file: then it can be opened with any SQLite as well, and its word counts. */
static bool owns_file(const struct store *s)
{
    struct stat st;
    return stat(s->real, &st) == 0 && (st.st_uid == getuid() || getuid() == 0);
}

/* The one who adds somebody is named in the feed; who logs in for the first time adds themselves. */
enum err_code reviewer_insert(struct store *s, int64_t uid, const char *account, enum role role, char **name,
                              int64_t *id, struct err *e)
{
    enum err_code code = reviewer_free_name(s, "SELECT id FROM reviewer WHERE name = ?1", account, name, e);
    if (!code)
        code = stmt_run(s, e,
                        "INSERT INTO reviewer (uid, account, name, created, role) "
                        "VALUES (iif(?1 < 0, NULL, ?1), ?2, ?3, ?4, ?5)",
                        "ittii", uid, account, *name, clock_now_ms(), (int64_t)role);
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    if (!s->reviewer)
        s->reviewer = *id;
    return log_reviewer(s, *id, "create", e);
}

/* A file without a lead gets one when its owner comes. */
static enum err_code first_role(struct store *s, enum role *role, struct err *e)
{
    int64_t lead;
    bool found;
    enum err_code code = stmt_int(s, &lead, &found, e, "SELECT id FROM reviewer WHERE role = 1 LIMIT 1", "");
    *role = s->owner && !found ? ROLE_LEAD : ROLE_REVIEWER;
    return code;
}

static enum err_code add_or_rename(struct store *s, int64_t uid, const char *account, bool by_key, struct err *e)
{
    bool current;
    enum role role;
    enum err_code code = find(s, uid, account, by_key, &current, e); /* another session may have been quicker */
    if (code || current)
        return code;
    if (!s->reviewer) {
        code = first_role(s, &role, e);
        return code ? code : reviewer_insert(s, by_key ? -1 : uid, account, role, &s->reviewer_name, &s->reviewer, e);
    }
    code = reviewer_free_name(s, "SELECT id FROM reviewer WHERE name = ?1", account, &s->reviewer_name, e);
    if (!code)
        code = stmt_run(s, e, "UPDATE reviewer SET account = ?2, name = ?3 WHERE id = ?1", "itt", s->reviewer, account,
                        s->reviewer_name);
    return code ? code : log_reviewer(s, s->reviewer, "rename", e);
}

enum err_code reviewer_check_account(const char *account, struct err *e)
{
    size_t n = strlen(account);
    if (n == 0 || n > STORE_NAME_MAX || !points_count(account, n, NULL))
        return err_set(e, ERR_INPUT, _("the reviewer's name is empty, too long or not UTF-8"));
    return ERR_OK;
}

enum err_code reviewer_check_new(const char *account, struct err *e)
{
    if (points_are_seen(account, strlen(account)))
        return ERR_OK;
    return err_set(
        e, ERR_INPUT,
        _("the reviewer's name “%s” begins or ends with a blank, or holds a character that nobody sees: write "
          "it without"),
        account);
}

enum err_code reviewer_login(struct store *s, const char *as_name, bool look, struct err *e)
{
    if (as_name && reviewer_check_account(as_name, e))
        return ERR_INPUT;
    s->owner = !as_name && owns_file(s);
    int64_t uid = (int64_t)getuid();
    bool current;
    char *account = as_name ? mem_dup(as_name) : reviewer_account(uid);
    enum err_code code = find(s, uid, account, as_name != NULL, &current, e);
    if (!code && !s->reviewer && as_name)
        code = reviewer_check_new(as_name, e);
    if (!code && !current && look) {
        s->reviewer_name = mem_dup(account);
    } else if (!code && !current) {
        code = write_begin(s, e);
        if (!code)
            code = write_end(s, add_or_rename(s, uid, account, as_name != NULL, e), e);
    }
    free(account);
    return code ? code : reviewer_read_role(s, e);
}

enum err_code store_reviewer_find(struct store *s, const char *name, int64_t *id, struct err *e)
{
    bool found;
    enum err_code code = stmt_int(s, id, &found, e, "SELECT id FROM reviewer WHERE name = ?1", "t", name);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no reviewer “%s”"), s->path, name);
    return code;
}
