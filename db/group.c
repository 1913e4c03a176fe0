/* Several changes as one: one transaction, and a row of the feed behind theirs that stands on the stack for all. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>

/* What became of N changes under the name of ACTION, which a damaged file may have any bytes for; the caller frees. */
static enum err_code image(struct store *s, const char *action, int64_t n, char **json, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *json = NULL;
    enum err_code code = stmt_open(s, &st, e, "SELECT json_object('parts', ?1, 'action', ?2)", "it", n, action);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        *json = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    return code;
}

/* The row of a group, whose parts are all rows behind BEFORE; ACTION is what it was called first. None is written where
 * there are none, unless that is to say what became of another group: its place on the stack has to change. */
static enum err_code log_group(struct store *s, int64_t before, const char *action, struct feed_row *row, int64_t *seq,
                               struct err *e)
{
    char *after = NULL;
    int64_t last = 0;
    enum err_code code = store_feed_head(s, &last, e);
    if (code || (last == before && row->stacked))
        return code;
    row->entity = "group";
    row->parts = last - before;
    code = image(s, action, row->parts, &after, e);
    row->after = after;
    if (!code)
        code = stmt_int(s, &row->document, NULL, e,
                        "SELECT iif(min(document_id) = max(document_id) AND count(document_id) = count(*), "
                        "min(document_id), 0) FROM change WHERE seq > ?1",
                        "i", before);
    if (!code)
        code = feed_add(s, row, seq, e);
    row->after = NULL;
    free(after);
    return code;
}

static const char take_inner_back[] = "ROLLBACK TO inner", keep_inner[] = "RELEASE inner";

enum err_code store_group_begin(struct store *s, const char *action, struct err *e)
{
    if (s->group.depth > 0) {
        if (s->listing > 0 || s->group.part)
            return err_set(e, ERR_INPUT, _("%s: no change can be made from inside a listing"), s->path);
        enum err_code code = write_check_not_lost(s, e); /* else the savepoint would begin a transaction of its own */
        if (!code)
            code = stmt_compile(s, take_inner_back, e); /* as in write.c */
        if (!code)
            code = stmt_compile(s, keep_inner, e);
        if (!code)
            code = stmt_run(s, e, "SAVEPOINT inner", "");
        s->group.depth += !code;
        return code;
    }
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_feed_head(s, &s->group.before, e);
    if (code)
        return write_end(s, code, e);
    s->group.depth = 1;
    snprintf(s->group.action, sizeof s->group.action, "%s", action);
    return ERR_OK;
}

static enum err_code end_inner(struct store *s, enum err_code code, struct err *e)
{
    if (sqlite3_get_autocommit(s->db)) /* the outermost will say so */
        return code;
    if (!code)
        code = stmt_run(s, e, keep_inner, "");
    if (code) {
        code_map_forget(s);
        if (stmt_run(s, NULL, take_inner_back, "") || stmt_run(s, NULL, keep_inner, ""))
            stmt_run(s, NULL, "ROLLBACK", "");
        code_map_forget(s);
    }
    return code;
}

enum err_code store_group_end(struct store *s, enum err_code code, struct err *e)
{
    if (s->group.depth == 0)
        return err_set(e, ERR_INPUT, _("%s: no change was begun that could end"), s->path);
    if (--s->group.depth > 0)
        return end_inner(s, code, e);
    struct feed_row row = {.action = s->group.action, .stacked = true};
    if (!code && !sqlite3_get_autocommit(s->db)) /* else write_end says so */
        code = log_group(s, s->group.before, s->group.action, &row, NULL, e);
    return write_end(s, code, e);
}

enum err_code group_take_back(struct store *s, int64_t seq, int64_t parts, const char *action, struct feed_row *row,
                              struct undone *out, struct err *e)
{
    int64_t before = 0;
    enum err_code code = store_feed_head(s, &before, e);
    for (int64_t i = 1; !code && i <= parts; i++) {
        struct undone part = {0};
        code = undo_part(s, seq - i, row->undoes != 0, &part, e);
        if (!out->document) {
            out->document = part.document;
            out->annotation = part.annotation;
        }
    }
    return code ? code : log_group(s, before, action, row, &out->seq, e);
}
