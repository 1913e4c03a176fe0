/* Filters that were given a name. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter_tree.h"

#include <string.h>

enum err_code store_filters(struct store *s, store_saved_filter_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT f.id, f.name, f.expression, f.reviewer_id, r.name, f.updated FROM filter f "
                                   "JOIN reviewer r ON r.id = f.reviewer_id WHERE f.deleted_at IS NULL ORDER BY f.name",
                                   "");
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, &(struct saved_filter){.id = sqlite3_column_int64(st, 0),
                                              .name = (char *)stmt_text(st, 1),
                                              .expression = (char *)stmt_text(st, 2),
                                              .reviewer = sqlite3_column_int64(st, 3),
                                              .reviewer_name = (char *)stmt_text(st, 4),
                                              .updated = sqlite3_column_int64(st, 5)});
    s->listing--;
    stmt_close(s, st);
    return code;
}

/* ---- what may be saved ---- */

static enum err_code check_name(const char *name, struct err *e)
{
    size_t n = strlen(name);
    if (n > FILTER_NAME_MAX)
        return err_set(e, ERR_INPUT, _("the name of a filter is no longer than %d bytes"), FILTER_NAME_MAX);
    if (!points_count(name, n, NULL) || !points_are_seen(name, n) || !filter_is_plain(name))
        return err_set(e, ERR_INPUT,
                       _("a filter is called by one word, without blanks and signs (! & | ( ) : , < > = @ \")"));
    return ERR_OK;
}

/* Whether @NAME stands in F, or in a saved filter in it; *AT where. */
static bool leads_to(const struct filter *f, const char *name, size_t *at)
{
    size_t inside;
    bool saved = f->kind == FILTER_SAVED;
    if (saved && strcmp(f->values[0].text, name) == 0) {
        *at = f->at;
        return true;
    }
    for (size_t i = 0; i < f->part_count; i++) {
        if (leads_to(f->parts[i], name, &inside)) {
            *at = saved ? f->at : inside;
            return true;
        }
    }
    return false;
}

/* In the transaction, so that two who save at the same time do not lead to one another. */
static enum err_code check_expression(struct store *s, const char *name, const char *expression, size_t *at,
                                      struct err *e)
{
    struct filter *f;
    enum err_code code = store_filter_parse(s, expression, &f, at, e);
    if (!code && !f)
        code = err_set(e, ERR_INPUT, _("there is nothing to save: the filter is empty"));
    else if (!code && leads_to(f, name, at))
        code = err_set(e, ERR_INPUT, _("the saved filter @%s would lead to itself"), name);
    filter_free(&f);
    return code;
}

/* ---- changes ---- */

struct row {
    int64_t id; /* 0: there is none of the name */
    bool stands;
    int64_t reviewer;
    char *reviewer_name;
};

static enum err_code find(struct store *s, const char *name, struct row *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT f.id, f.deleted_at IS NULL, f.reviewer_id, r.name FROM filter f "
                                   "LEFT JOIN reviewer r ON r.id = f.reviewer_id WHERE f.name = ?1",
                                   "t", name);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        *out = (struct row){.id = sqlite3_column_int64(st, 0),
                            .stands = sqlite3_column_int(st, 1) != 0,
                            .reviewer = sqlite3_column_int64(st, 2),
                            .reviewer_name = mem_dup(stmt_text(st, 3))};
    stmt_close(s, st);
    return code;
}

static enum err_code check_owner(const struct store *s, const struct row *r, struct err *e)
{
    if (!r->stands || r->reviewer == s->reviewer || s->role == ROLE_LEAD)
        return ERR_OK;
    return err_set(e, ERR_DENIED, _("this filter is %s's: they or a lead can change it"), r->reviewer_name);
}

static enum err_code insert(struct store *s, const char *name, const char *expression, struct err *e)
{
    enum err_code code = stmt_run(s, e,
                                  "INSERT INTO filter (name, expression, reviewer_id, created, updated) "
                                  "VALUES (?1, ?2, ?3, ?4, ?4)",
                                  "ttii", name, expression, s->reviewer, clock_now_ms());
    return code ? code : entity_log(s, "filter", sqlite3_last_insert_rowid(s->db), "save", NULL, e);
}

/* What stands stays whose it is; a name that was free is its new owner's. EXPRESSION NULL: take it away. */
static enum err_code change(struct store *s, const struct row *r, const char *expression, struct err *e)
{
    char *before;
    enum err_code code = entity_image(s, "filter", r->id, &before, e);
    if (!code && expression)
        code = stmt_run(s, e,
                        "UPDATE filter SET expression = ?2, reviewer_id = ?3, deleted_at = NULL, updated = ?4 "
                        "WHERE id = ?1 AND (expression, reviewer_id, deleted_at) IS NOT (?2, ?3, NULL)",
                        "itii", r->id, expression, r->stands ? r->reviewer : s->reviewer, clock_now_ms());
    else if (!code)
        code = stmt_run(s, e, "UPDATE filter SET deleted_at = ?2, updated = ?2 WHERE id = ?1", "ii", r->id,
                        clock_now_ms());
    if (!code)
        code = entity_log(s, "filter", r->id, expression ? "save" : "delete", before, e);
    free(before);
    return code;
}

static enum err_code save(struct store *s, const char *name, const char *expression, size_t *at, struct err *e)
{
    struct row r = {0};
    enum err_code code = check_expression(s, name, expression, at, e);
    if (!code)
        code = find(s, name, &r, e);
    if (!code)
        code = check_owner(s, &r, e);
    if (!code)
        code = r.id ? change(s, &r, expression, e) : insert(s, name, expression, e);
    free(r.reviewer_name);
    return code;
}

enum err_code store_filter_save(struct store *s, const char *name, const char *expression, size_t *at, struct err *e)
{
    size_t place = 0;
    enum err_code code = check_name(name, e);
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (!code)
        code = write_end(s, save(s, name, expression, &place, e), e);
    if (at)
        *at = place;
    return code;
}

static enum err_code take_away(struct store *s, const char *name, struct err *e)
{
    struct row r = {0};
    enum err_code code = find(s, name, &r, e);
    if (!code && !r.stands)
        code = err_set(e, ERR_NOT_FOUND, _("%s: there is no saved filter “%s”"), s->path, name);
    if (!code)
        code = check_owner(s, &r, e);
    if (!code)
        code = change(s, &r, NULL, e);
    free(r.reviewer_name);
    return code;
}

enum err_code store_filter_remove(struct store *s, const char *name, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    return code ? code : write_end(s, take_away(s, name, e), e);
}
