/* Who is to read what, and how far they are. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

/* The row of DOCUMENT and REVIEWER, 0 where there is none; whether it stands. */
static enum err_code find(struct store *s, int64_t document, int64_t reviewer, int64_t *id, bool *stands, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *id = 0;
    *stands = false;
    enum err_code code = stmt_open(
        s, &st, e, "SELECT id, deleted_at IS NULL FROM assignment WHERE document_id = ?1 AND reviewer_id = ?2", "ii",
        document, reviewer);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        *id = sqlite3_column_int64(st, 0);
        *stands = sqlite3_column_int(st, 1) != 0;
    }
    stmt_close(s, st);
    return code;
}

static enum err_code check_both(struct store *s, int64_t document, int64_t reviewer, struct err *e)
{
    int64_t length, one;
    bool found;
    enum err_code code = document_length(s, document, &length, e);
    if (!code)
        code = stmt_int(s, &one, &found, e, "SELECT 1 FROM reviewer WHERE id = ?1", "i", reviewer);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no reviewer with the number %lld"), s->path,
                       (long long)reviewer);
    return code;
}

static enum err_code insert(struct store *s, int64_t document, int64_t reviewer, struct err *e)
{
    enum err_code code =
        stmt_run(s, e, "INSERT INTO assignment (document_id, reviewer_id, created, updated) VALUES (?1, ?2, ?3, ?3)",
                 "iii", document, reviewer, clock_now_ms());
    return code ? code : entity_log(s, "assignment", sqlite3_last_insert_rowid(s->db), "assign", NULL, e);
}

/* Bring row ID, which is there, to a new state, and record that as ACTION. */
static enum err_code change(struct store *s, int64_t id, const char *sql, const char *action, struct err *e)
{
    char *before;
    enum err_code code = entity_image(s, "assignment", id, &before, e);
    if (!code)
        code = stmt_run(s, e, sql, "ii", id, clock_now_ms());
    if (!code)
        code = entity_log(s, "assignment", id, action, before, e);
    free(before);
    return code;
}

/* What is assigned anew is to do again. */
static enum err_code assign(struct store *s, int64_t document, int64_t reviewer, bool on, struct err *e)
{
    int64_t id = 0;
    bool stands = false;
    enum err_code code = check_both(s, document, reviewer, e);
    if (!code)
        code = find(s, document, reviewer, &id, &stands, e);
    if (code || stands == on)
        return code;
    if (id == 0)
        return insert(s, document, reviewer, e);
    if (on)
        return change(s, id, "UPDATE assignment SET deleted_at = NULL, done_at = NULL, updated = ?2 WHERE id = ?1",
                      "assign", e);
    return change(s, id, "UPDATE assignment SET deleted_at = ?2, updated = ?2 WHERE id = ?1", "unassign", e);
}

enum err_code store_is_assigned(struct store *s, int64_t document, int64_t reviewer, bool *assigned, struct err *e)
{
    int64_t id;
    return find(s, document, reviewer, &id, assigned, e);
}

enum err_code store_assign(struct store *s, int64_t document, int64_t reviewer, bool on, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_LEAD, e);
    return code ? code : write_end(s, assign(s, document, reviewer, on, e), e);
}

static enum err_code set_done(struct store *s, int64_t document, bool done, struct err *e)
{
    int64_t id;
    bool stands;
    enum err_code code = find(s, document, s->reviewer, &id, &stands, e);
    if (code)
        return code;
    if (!stands)
        return err_set(e, ERR_NOT_FOUND, _("this document is not assigned to you"));
    if (done)
        return change(s, id, "UPDATE assignment SET done_at = coalesce(done_at, ?2), updated = ?2 WHERE id = ?1",
                      "done", e);
    return change(s, id, "UPDATE assignment SET done_at = NULL, updated = ?2 WHERE id = ?1", "reopen", e);
}

enum err_code store_assignment_done(struct store *s, int64_t document, bool done, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    return code ? code : write_end(s, set_done(s, document, done, e), e);
}

/* ---- progress ---- */

#define STANDING "annotation a WHERE a.reviewer_id = r.id AND a.document_id = d.id AND a.deleted_at IS NULL"

#define OPEN_QUESTION "c.question = 1 AND c.thread IS NULL AND c.resolved_at IS NULL AND c.deleted_at IS NULL "

/* In one document: each reviewer in the order of the names, everything about the two an index look-up. */
#define SELECT_IN_DOCUMENT                                                                                             \
    "SELECT d.id, d.length, d.name, d.done_at, r.id, r.name, (SELECT count(*) FROM " STANDING "), "                    \
    "(SELECT count(*) FROM (SELECT a.id AS annotation FROM " STANDING ") CROSS JOIN comment c "                        \
    "ON c.annotation_id = annotation WHERE " OPEN_QUESTION                                                             \
    "), p.position, s.id IS NOT NULL, s.done_at FROM document d CROSS JOIN reviewer r "                                \
    "LEFT JOIN assignment s ON s.document_id = d.id AND s.reviewer_id = r.id AND s.deleted_at IS NULL "                \
    "LEFT JOIN place p ON p.reviewer_id = r.id AND p.document_id = d.id AND p.name = 'furthest' "                      \
    "WHERE d.id = ?1 AND ?2 IN (0, r.id) "                                                                             \
    "AND (s.id IS NOT NULL OR p.position IS NOT NULL OR EXISTS (SELECT 1 FROM " STANDING ")) ORDER BY r.name"

/* In all documents: what there is of anybody (or of the reviewer that AND_WHO says) is counted once and put together,
 * because most pairs of a document and a reviewer have nothing to do with each other. */
#define SELECT_PAIRS(and_who)                                                                                          \
    "SELECT d.id, d.length, d.name, d.done_at, r.id, r.name, p.annotations, p.questions, p.position, p.assigned, "     \
    "p.done FROM (SELECT document, reviewer, sum(annotations) AS annotations, sum(questions) AS questions, "           \
    "max(position) AS position, max(assigned) AS assigned, max(done) AS done FROM ("                                   \
    "SELECT document_id AS document, reviewer_id AS reviewer, count(*) AS annotations, 0 AS questions, "               \
    "NULL AS position, 0 AS assigned, NULL AS done FROM annotation WHERE deleted_at IS NULL" and_who                   \
    " GROUP BY reviewer_id, document_id "                                                                              \
    "UNION ALL SELECT document_id, reviewer_id, 0, 0, NULL, 1, done_at FROM assignment WHERE deleted_at IS "           \
    "NULL" and_who " UNION ALL SELECT document_id, reviewer_id, 0, 0, position, 0, NULL FROM place "                   \
    "WHERE name = 'furthest'" and_who " UNION ALL SELECT a.document_id, a.reviewer_id, 0, 1, NULL, 0, NULL "           \
    "FROM comment c CROSS JOIN annotation a ON a.id = c.annotation_id WHERE " OPEN_QUESTION                            \
    "AND a.deleted_at IS NULL AND ?1 IN (0, a.reviewer_id)) GROUP BY document, reviewer) p "                           \
    "JOIN document d ON d.id = p.document JOIN reviewer r ON r.id = p.reviewer ORDER BY d.name, r.name"

static struct progress read_progress(sqlite3_stmt *st)
{
    struct progress p = {
        .document = sqlite3_column_int64(st, 0),
        .length = sqlite3_column_int64(st, 1),
        .document_name = stmt_text(st, 2),
        .document_done = sqlite3_column_int64(st, 3),
        .reviewer = sqlite3_column_int64(st, 4),
        .reviewer_name = stmt_text(st, 5),
        .annotations = sqlite3_column_int64(st, 6),
        .questions = sqlite3_column_int64(st, 7),
        .furthest = sqlite3_column_int64(st, 8),
        .assigned = sqlite3_column_int(st, 9) != 0,
        .done = sqlite3_column_int64(st, 10),
    };
    p.length = p.length < 0 ? 0 : p.length; /* a damaged file */
    p.furthest = p.furthest < 0 ? 0 : p.furthest > p.length ? p.length : p.furthest;
    return p;
}

enum err_code store_progress(struct store *s, int64_t document, int64_t reviewer, store_progress_fn *fn, void *ctx,
                             struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code;
    if (document)
        code = stmt_open(s, &st, e, SELECT_IN_DOCUMENT, "ii", document, reviewer);
    else if (reviewer)
        code = stmt_open(s, &st, e, SELECT_PAIRS(" AND reviewer_id = ?1"), "i", reviewer);
    else
        code = stmt_open(s, &st, e, SELECT_PAIRS(""), "i", (int64_t)0);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct progress p = read_progress(st);
        more = fn(ctx, &p);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}
