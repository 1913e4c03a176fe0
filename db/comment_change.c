/* Comments as they are made and changed. (Reading them is in comment.c.) */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <string.h>

static enum err_code check_body(const char *body, struct err *e)
{
    size_t n = body ? strlen(body) : 0;
    if (n == 0)
        return err_set(e, ERR_INPUT, _("the comment is empty: nothing was changed"));
    if (n > STORE_NOTE_MAX)
        return err_set(e, ERR_INPUT, _("the comment is longer than %d KB"), STORE_NOTE_MAX / 1024);
    if (!points_count(body, n, NULL))
        return err_set(e, ERR_INPUT, _("the comment is not UTF-8"));
    return ERR_OK;
}

/* The annotation, which must stand. Nothing is to be cleared after an error. */
static enum err_code standing_annotation(struct store *s, int64_t id, struct annotation *out, struct err *e)
{
    enum err_code code = store_annotation_get(s, id, out, e);
    if (!code && out->deleted) {
        annotation_clear(out);
        return err_set(e, ERR_NOT_FOUND, _("this annotation was deleted: nothing was changed"));
    }
    return code;
}

/* Whether anybody's answer stands in THREAD, of those behind the comment BEHIND. */
static enum err_code answered(struct store *s, int64_t thread, int64_t behind, bool *yes, struct err *e)
{
    int64_t one;
    return stmt_int(s, &one, yes, e,
                    "SELECT 1 FROM comment c JOIN comment x ON x.annotation_id = c.annotation_id AND x.thread = c.id "
                    "WHERE c.id = ?1 AND x.id > ?2 AND x.deleted_at IS NULL LIMIT 1",
                    "ii", thread, behind);
}

/* ---- new ones ---- */

/* Open the thread again as a part of the change that comes next. */
static enum err_code reopen(struct store *s, int64_t thread, struct err *e)
{
    char *before = NULL;
    enum err_code code = entity_image(s, "comment", thread, &before, e);
    if (!code)
        code = stmt_run(s, e,
                        "UPDATE comment SET resolved_at = NULL, resolved_by = NULL, updated = ?2, "
                        "revision = revision + 1 WHERE id = ?1",
                        "ii", thread, clock_now_ms());
    if (!code)
        code = entity_log_part(s, "comment", thread, "reopen", before, e);
    free(before);
    return code;
}

/* That THREAD can be answered; where it is resolved it is open then. */
static enum err_code join_thread(struct store *s, int64_t annotation, int64_t thread, struct err *e)
{
    struct comment first;
    bool stands;
    enum err_code code = store_comment_get(s, thread, &first, e);
    if (code)
        return code;
    code = answered(s, thread, 0, &stands, e);
    stands = first.thread == first.id && first.annotation == annotation && (stands || !first.deleted);
    if (!code && !stands)
        code = err_set(e, ERR_NOT_FOUND, _("the thread was deleted: nothing was changed"));
    if (!code && first.resolved)
        code = reopen(s, thread, e);
    comment_clear(&first);
    return code;
}

static enum err_code insert(struct store *s, int64_t annotation, int64_t thread, bool question, const char *body,
                            int64_t *id, struct err *e)
{
    char uuid[UUID_SIZE];
    struct annotation under;
    enum err_code code = standing_annotation(s, annotation, &under, e);
    if (code)
        return code;
    annotation_clear(&under);
    if (thread)
        code = join_thread(s, annotation, thread, e);
    if (!code)
        code = stmt_run(s, e,
                        "INSERT INTO comment (uuid, annotation_id, thread, question, body, reviewer_id, revision, "
                        "created, updated) VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, 1, ?7, ?7)",
                        "tiiitii", uuid_new(uuid), annotation, thread, (int64_t)question, body, s->reviewer,
                        clock_now_ms());
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    return entity_log(s, "comment", *id, "create", NULL, e);
}

enum err_code store_comment(struct store *s, int64_t annotation, int64_t thread, bool question, const char *body,
                            struct comment *out, struct err *e)
{
    int64_t id = 0;
    struct comment made = {0};
    enum err_code code = check_body(body, e);
    if (out)
        *out = made;
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = insert(s, annotation, thread, question, body, &id, e);
    if (!code && out)
        code = store_comment_get(s, id, &made, e);
    code = write_end(s, code, e);
    if (code)
        comment_clear(&made);
    if (out)
        *out = made;
    return code;
}

/* ---- one's own ---- */

/* NULL for BODY: delete it. */
static enum err_code change_found(struct store *s, const struct comment *now, int64_t revision, const char *body,
                                  struct err *e)
{
    char *before = NULL;
    struct annotation under;
    if (now->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this comment was deleted: nothing was changed"));
    if (now->reviewer != s->reviewer)
        return err_set(e, ERR_DENIED, _("this comment is %s's: you can change your own only"), now->reviewer_name);
    if (now->revision != revision)
        return entity_stale(s, "comment", now->id, e);
    if (body && strcmp(body, now->body) == 0)
        return ERR_OK;
    enum err_code code = standing_annotation(s, now->annotation, &under, e);
    if (code)
        return code;
    annotation_clear(&under);
    code = entity_image(s, "comment", now->id, &before, e);
    if (!code)
        code = stmt_run(s, e,
                        "UPDATE comment SET body = coalesce(?2, body), deleted_at = iif(?2 IS NULL, ?3, NULL), "
                        "updated = ?3, revision = revision + 1 WHERE id = ?1",
                        "iti", now->id, body, clock_now_ms());
    if (!code)
        code = entity_log(s, "comment", now->id, body ? "edit" : "delete", before, e);
    free(before);
    return code;
}

static enum err_code change(struct store *s, int64_t id, int64_t revision, const char *body, struct err *e)
{
    struct comment now;
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_comment_get(s, id, &now, e);
    if (!code)
        code = change_found(s, &now, revision, body, e);
    comment_clear(&now);
    return write_end(s, code, e);
}

enum err_code store_comment_edit(struct store *s, int64_t id, int64_t revision, const char *body, struct err *e)
{
    enum err_code code = check_body(body, e);
    return code ? code : change(s, id, revision, body, e);
}

enum err_code store_comment_delete(struct store *s, int64_t id, int64_t revision, struct err *e)
{
    return change(s, id, revision, NULL, e);
}

/* ---- threads ---- */

static enum err_code may_resolve(struct store *s, const struct comment *first, struct err *e)
{
    struct annotation under;
    bool stands;
    enum err_code code = answered(s, first->id, 0, &stands, e);
    if (!code && first->deleted && !stands)
        return err_set(e, ERR_NOT_FOUND, _("the thread was deleted: nothing was changed"));
    if (!code)
        code = standing_annotation(s, first->annotation, &under, e);
    if (code)
        return code;
    if (s->role != ROLE_LEAD && s->reviewer != first->reviewer && s->reviewer != under.reviewer)
        code = err_set(e, ERR_DENIED, _("%s began this thread about what %s tagged: they or a lead can do this"),
                       first->reviewer_name, under.reviewer_name);
    annotation_clear(&under);
    return code;
}

static enum err_code resolve_found(struct store *s, const struct comment *first, bool resolved, struct err *e)
{
    char *before = NULL;
    enum err_code code = may_resolve(s, first, e);
    if (code || (first->resolved != 0) == resolved)
        return code;
    code = entity_image(s, "comment", first->id, &before, e);
    if (!code)
        code = stmt_run(s, e,
                        "UPDATE comment SET resolved_at = iif(?2, ?3, NULL), resolved_by = iif(?2, ?4, NULL), "
                        "updated = ?3, revision = revision + 1 WHERE id = ?1",
                        "iiii", first->id, (int64_t)resolved, clock_now_ms(), s->reviewer);
    if (!code)
        code = entity_log(s, "comment", first->id, resolved ? "resolve" : "reopen", before, e);
    free(before);
    return code;
}

enum err_code store_comment_resolve(struct store *s, int64_t id, bool resolved, struct err *e)
{
    struct comment any, first = {0};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_comment_get(s, id, &any, e);
    if (!code)
        code = store_comment_get(s, any.thread, &first, e);
    if (!code)
        code = resolve_found(s, &first, resolved, e);
    comment_clear(&any);
    comment_clear(&first);
    return write_end(s, code, e);
}

/* ---- undo of a reply that opened its thread again ---- */

/* The change of the thread that is a part of the change SEQ: it stands just before it, on no stack. */
static enum err_code part_of(struct store *s, int64_t seq, int64_t *thread, char **before, char **after, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT entity_id, before, after FROM change WHERE seq = ?1 - 1 "
                                   "AND entity = 'comment' AND seq IS NOT undo_next AND seq IS NOT redo_next "
                                   "AND before IS NOT NULL",
                                   "i", seq);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        *thread = sqlite3_column_int64(st, 0);
        *before = mem_dup(stmt_text(st, 1));
        *after = mem_dup(stmt_text(st, 2));
    }
    stmt_close(s, st);
    return code;
}

/* Only what the part changed is put back, and only where it still is what the part made of it. */
static enum err_code put_back(struct store *s, int64_t thread, const char *before, const char *after, struct err *e)
{
    char *now = NULL;
    bool same = false;
    int64_t by = 0, is_resolved = 0;
    enum err_code code = entity_image(s, "comment", thread, &now, e);
    if (!code)
        code = stmt_int(s, &is_resolved, &same, e,
                        "SELECT ?2 ->> '$.resolved' IS NOT NULL WHERE ?1 ->> '$.resolved' IS ?3 ->> '$.resolved'",
                        "ttt", now, before, after);
    if (!code && same && is_resolved)
        code = stmt_int(s, &by, NULL, e, "SELECT ?1 ->> '$.resolved'", "t", before);
    if (!code && same)
        code =
            stmt_run(s, e,
                     "UPDATE comment SET resolved_by = nullif(?2, 0), resolved_at = iif(?2, ?3, NULL), updated = ?3, "
                     "revision = revision + 1 WHERE id = ?1",
                     "iii", thread, by, clock_now_ms());
    if (!code && same)
        code = entity_log_part(s, "comment", thread, is_resolved ? "resolve" : "reopen", now, e);
    free(now);
    return code;
}

enum err_code comment_take_back_part(struct store *s, int64_t seq, int64_t reply, struct err *e)
{
    char *before = NULL, *after = NULL;
    int64_t thread = 0;
    bool later = false;
    enum err_code code = part_of(s, seq, &thread, &before, &after, e);
    if (!code && before)
        code = answered(s, thread, reply, &later, e);
    if (!code && before && !later)
        code = put_back(s, thread, before, after, e);
    free(before);
    free(after);
    return code;
}
