#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

#define SELECT_COMMENT                                                                                                 \
    "SELECT c.id, c.uuid, c.annotation_id, a.document_id, coalesce(c.thread, c.id), c.question, c.body, "              \
    "c.reviewer_id, r.name, c.revision, c.created, c.updated, iif(c.thread IS NULL, c.resolved_at, NULL), "            \
    "iif(c.thread IS NULL, b.name, NULL), c.deleted_at IS NOT NULL, "                                                  \
    "c.thread IS NULL OR (t.thread IS NULL AND t.annotation_id IS c.annotation_id), a.start, a.end, d.length "

/* In this order: CROSS keeps SQLite from another one. */
#define JOIN_PEOPLE                                                                                                    \
    "CROSS JOIN reviewer r ON r.id = c.reviewer_id LEFT JOIN reviewer b ON b.id = c.resolved_by "                      \
    "LEFT JOIN comment t ON t.id = c.thread "

#define FROM_COMMENT                                                                                                   \
    "FROM comment c CROSS JOIN annotation a ON a.id = c.annotation_id "                                                \
    "CROSS JOIN document d ON d.id = a.document_id " JOIN_PEOPLE

#define FROM_DOCUMENT                                                                                                  \
    "FROM document d CROSS JOIN annotation a ON a.document_id = d.id "                                                 \
    "CROSS JOIN comment c ON c.annotation_id = a.id " JOIN_PEOPLE

/* It stands, or keeps the place above those who answered. */
#define SHOWN                                                                                                          \
    "a.deleted_at IS NULL AND (c.deleted_at IS NULL OR EXISTS (SELECT 1 FROM comment x "                               \
    "WHERE x.annotation_id = c.annotation_id AND x.thread = c.id AND x.deleted_at IS NULL)) "

#define OPEN_QUESTION "c.question = 1 AND c.thread IS NULL AND c.resolved_at IS NULL AND c.deleted_at IS NULL "
#define IN_TEXT "a.start, a.end, a.id, "
#define IN_THREAD "coalesce(c.thread, c.id), c.created, c.id"

void comment_clear(struct comment *c)
{
    free(c->body);
    free(c->reviewer_name);
    free(c->resolved_by);
    *c = (struct comment){0};
}

struct comment comment_dup(const struct comment *c)
{
    struct comment copy = *c;
    copy.body = mem_dup(c->body);
    copy.reviewer_name = mem_dup(c->reviewer_name);
    copy.resolved_by = mem_dup(c->resolved_by);
    return copy;
}

/* The row as a comment whose strings belong to the statement. */
static struct comment read_comment(sqlite3_stmt *st)
{
    struct comment c = {
        .id = sqlite3_column_int64(st, 0),
        .annotation = sqlite3_column_int64(st, 2),
        .document = sqlite3_column_int64(st, 3),
        .thread = sqlite3_column_int64(st, 4),
        .question = sqlite3_column_int(st, 5) != 0,
        .body = (char *)stmt_text(st, 6),
        .reviewer = sqlite3_column_int64(st, 7),
        .reviewer_name = (char *)stmt_text(st, 8),
        .revision = sqlite3_column_int64(st, 9),
        .created = sqlite3_column_int64(st, 10),
        .updated = sqlite3_column_int64(st, 11),
        .resolved = sqlite3_column_int64(st, 12),
        .resolved_by = (char *)stmt_text(st, 13),
        .deleted = sqlite3_column_int(st, 14) != 0,
    };
    if (c.deleted)
        c.body = (char *)"";
    snprintf(c.uuid, sizeof c.uuid, "%s", stmt_text(st, 1));
    return c;
}

/* What holds for every row that zhupi wrote: its thread was begun under the same annotation, which stands in the text.
 * Asked here and not in SQL, because a condition may be answered from an index that says something else than the row.
 */
static bool is_sound(sqlite3_stmt *st)
{
    int64_t start = sqlite3_column_int64(st, 16), end = sqlite3_column_int64(st, 17);
    return sqlite3_column_int(st, 15) != 0 && start >= 0 && start < end && end <= sqlite3_column_int64(st, 18);
}

static enum err_code take_one(struct store *s, sqlite3_stmt *st, struct comment *out, bool *found, struct err *e)
{
    enum err_code code = stmt_step(s, st, found, e);
    *found = *found && is_sound(st);
    if (*found) {
        struct comment c = read_comment(st);
        *out = comment_dup(&c);
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_comment_get(struct store *s, int64_t id, struct comment *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct comment){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_COMMENT FROM_COMMENT "WHERE c.id = ?1", "i", id);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no comment with the number %lld"), s->path, (long long)id);
    return code;
}

enum err_code store_comment_find(struct store *s, const char *uuid, struct comment *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct comment){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_COMMENT FROM_COMMENT "WHERE c.uuid = ?1", "t", uuid);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no comment “%s”"), s->path, uuid);
    return code;
}

/* Few comments stand under one annotation, and few questions are open in all; what comes from a document comes in the
 * order of its annotations. So nothing much is ever sorted. */
static enum err_code open_list(struct store *s, const struct comment_filter *f, sqlite3_stmt **st, struct err *e)
{
    if (f->annotation)
        return stmt_open(s, st, e,
                         SELECT_COMMENT FROM_COMMENT "WHERE c.annotation_id = ?1 AND ?2 IN (0, a.document_id) AND (?3 "
                                                     "= 0 OR (" OPEN_QUESTION ")) AND " SHOWN "ORDER BY " IN_THREAD,
                         "iii", f->annotation, f->document, (int64_t)f->open_questions);
    if (f->open_questions)
        return stmt_open(s, st, e,
                         SELECT_COMMENT FROM_COMMENT "WHERE " OPEN_QUESTION "AND ?1 IN (0, a.document_id) "
                                                     "AND a.deleted_at IS NULL "
                                                     "ORDER BY d.name, " IN_TEXT IN_THREAD,
                         "i", f->document);
    if (f->document)
        return stmt_open(s, st, e,
                         SELECT_COMMENT FROM_DOCUMENT "WHERE d.id = ?1 AND " SHOWN "ORDER BY " IN_TEXT IN_THREAD, "i",
                         f->document);
    return stmt_open(s, st, e, SELECT_COMMENT FROM_DOCUMENT "WHERE " SHOWN "ORDER BY d.name, " IN_TEXT IN_THREAD, "");
}

enum err_code store_comments(struct store *s, const struct comment_filter *f, store_comment_fn *fn, void *ctx,
                             struct err *e)
{
    static const struct comment_filter all = {0};
    sqlite3_stmt *st;
    bool row = false, more = true;
    int64_t one;
    bool any;
    enum err_code code = stmt_int(s, &one, &any, e, "SELECT max(id) FROM comment", "");
    if (code || !any) /* nothing has to be prepared then */
        return code;
    code = open_list(s, f ? f : &all, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct comment c = read_comment(st);
        more = !is_sound(st) || fn(ctx, &c);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}
