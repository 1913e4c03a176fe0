/* Rows whose changes are recorded as a JSON object before and after, taken from the row by one expression: codes,
 * comments, assignments, links, noise and what a lead says about a document. So the record, the comparison that finds a
 * row changed by somebody else, and undo are one mechanism for all of them. (Annotations have a typed one in
 * annotation.c.) */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <string.h>

static const struct entity {
    const char *name;
    const char *image;    /* ?1 the id: what a change can change of it */
    const char *put;      /* ?1 the id, ?2 an image, ?3 the time */
    const char *document; /* ?1 the id: the document that it belongs to */
} entities[] = {
    {"assignment",
     "SELECT json_object('document', document_id, 'reviewer', reviewer_id, "
     "'done', json(iif(done_at IS NULL, 'false', 'true')), 'deleted', json(iif(deleted_at IS NULL, 'false', 'true'))) "
     "FROM assignment WHERE id = ?1",
     "UPDATE assignment SET done_at = iif(?2 ->> '$.done', coalesce(done_at, ?3), NULL), "
     "deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), updated = ?3 WHERE id = ?1",
     "SELECT document_id FROM assignment WHERE id = ?1"},
    {"code",
     "SELECT json_object('tag', t.name, 'parent', c.parent_id, 'name', c.name, 'definition', c.definition, 'example', "
     "c.example, 'key', c.key, 'position', c.position, 'merged_into', c.merged_into, "
     "'deleted', json(iif(c.deleted_at IS NULL, 'false', 'true'))) FROM code c LEFT JOIN tag t ON t.id = c.tag "
     "WHERE c.id = ?1",
     "UPDATE code SET parent_id = ?2 ->> '$.parent', name = ?2 ->> '$.name', definition = ?2 ->> '$.definition', "
     "example = ?2 ->> '$.example', key = ?2 ->> '$.key', position = ?2 ->> '$.position', "
     "merged_into = ?2 ->> '$.merged_into', deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), "
     "updated = ?3, revision = revision + 1 WHERE id = ?1",
     NULL},
    {"comment",
     "SELECT json_object('annotation', annotation_id, 'thread', thread, 'question', json(iif(question, 'true', "
     "'false')), 'body', body, 'resolved', resolved_by, 'deleted', json(iif(deleted_at IS NULL, 'false', 'true'))) "
     "FROM comment WHERE id = ?1",
     "UPDATE comment SET body = ?2 ->> '$.body', question = ?2 ->> '$.question', resolved_by = ?2 ->> '$.resolved', "
     "resolved_at = iif(?2 ->> '$.resolved' IS NULL, NULL, coalesce(resolved_at, ?3)), "
     "deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), updated = ?3, revision = revision + 1 "
     "WHERE id = ?1",
     "SELECT a.document_id FROM comment c JOIN annotation a ON a.id = c.annotation_id WHERE c.id = ?1"},
    {"document",
     "SELECT json_object('name', name, 'done', json(iif(done_at IS NULL, 'false', 'true'))) FROM document WHERE id = "
     "?1",
     "UPDATE document SET done_at = iif(?2 ->> '$.done', coalesce(done_at, ?3), NULL) WHERE id = ?1",
     "SELECT id FROM document WHERE id = ?1"},
    {"link",
     "SELECT json_object('from', from_id, 'to', to_id, 'note', note, "
     "'deleted', json(iif(deleted_at IS NULL, 'false', 'true'))) FROM link WHERE id = ?1",
     "UPDATE link SET note = ?2 ->> '$.note', deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), "
     "updated = ?3, revision = revision + 1 WHERE id = ?1",
     "SELECT a.document_id FROM link l JOIN annotation a ON a.id = l.from_id WHERE l.id = ?1"},
    {"filter",
     "SELECT json_object('name', name, 'expression', expression, 'reviewer', reviewer_id, "
     "'deleted', json(iif(deleted_at IS NULL, 'false', 'true'))) FROM filter WHERE id = ?1",
     "UPDATE filter SET expression = ?2 ->> '$.expression', reviewer_id = ?2 ->> '$.reviewer', "
     "deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), updated = ?3 WHERE id = ?1",
     NULL},
    {"noise",
     "SELECT json_object('document', document_id, 'start', start, 'end', end, 'kind', kind, "
     "'deleted', json(iif(deleted_at IS NULL, 'false', 'true'))) FROM noise WHERE id = ?1",
     "UPDATE noise SET kind = ?2 ->> '$.kind', deleted_at = iif(?2 ->> '$.deleted', coalesce(deleted_at, ?3), NULL), "
     "updated = ?3 WHERE id = ?1",
     "SELECT document_id FROM noise WHERE id = ?1"},
    {"reviewer",
     "SELECT json_object('name', v.name, 'role', o.name) FROM reviewer v JOIN role o ON o.id = v.role "
     "WHERE v.id = ?1",
     "UPDATE reviewer SET role = (SELECT id FROM role WHERE name = ?2 ->> '$.role') WHERE id = ?1 AND ?3 > 0", NULL},
};

static const struct entity *find_entity(const char *name)
{
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strcmp(entities[i].name, name) == 0)
            return &entities[i];
    return NULL;
}

bool entity_known(const char *name)
{
    return find_entity(name) != NULL;
}

enum err_code entity_image(struct store *s, const char *name, int64_t id, char **json, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *json = NULL;
    enum err_code code = stmt_open(s, &st, e, find_entity(name)->image, "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        *json = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    if (!code && !row)
        return err_set(e, ERR_CORRUPT, _("%s: the record of %s %lld is damaged: nothing was changed"), s->path, name,
                       (long long)id);
    return code;
}

/* The document that it belongs to, 0 for none. */
static enum err_code document_of(struct store *s, const struct entity *what, int64_t id, int64_t *document,
                                 struct err *e)
{
    *document = 0;
    return what->document ? stmt_int(s, document, NULL, e, what->document, "i", id) : ERR_OK;
}

/* Write the row of the feed for ID, which was BEFORE. */
static enum err_code log_row(struct store *s, const char *name, int64_t id, const char *before, struct feed_row *row,
                             int64_t *seq, struct err *e)
{
    char *after;
    enum err_code code = entity_image(s, name, id, &after, e);
    if (!code)
        code = document_of(s, find_entity(name), id, &row->document, e);
    row->entity = name;
    row->entity_id = id;
    row->before = before;
    row->after = after;
    if (!code && (!before || strcmp(before, after) != 0))
        code = feed_add(s, row, seq, e);
    free(after);
    row->before = row->after = NULL;
    return code;
}

enum err_code entity_log(struct store *s, const char *name, int64_t id, const char *action, const char *before,
                         struct err *e)
{
    return log_row(s, name, id, before, &(struct feed_row){.action = action, .stacked = true}, NULL, e);
}

enum err_code entity_log_part(struct store *s, const char *name, int64_t id, const char *action, const char *before,
                              struct err *e)
{
    return log_row(s, name, id, before, &(struct feed_row){.action = action}, NULL, e);
}

/* What a row was before it was made: the same, and deleted. */
static enum err_code unmade(struct store *s, const char *after, char **json, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e, "SELECT json_set(?1, '$.deleted', json('true'))", "t", after);
    if (!code)
        code = stmt_step(s, st, &row, e);
    *json = row ? mem_dup(stmt_text(st, 0)) : NULL;
    stmt_close(s, st);
    return code;
}

enum err_code entity_stale(struct store *s, const char *name, int64_t id, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT r.name FROM change c JOIN reviewer r ON r.id = c.reviewer_id "
                                   "WHERE c.entity = ?1 AND c.entity_id = ?2 ORDER BY c.seq DESC LIMIT 1",
                                   "ti", name, id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        code = err_set(e, ERR_STALE, _("%s has changed this meanwhile: your change was not made. Look at it again"),
                       row ? stmt_text(st, 0) : "?");
    stmt_close(s, st);
    return code;
}

enum err_code entity_restore(struct store *s, const char *name, int64_t id, const char *before, const char *after,
                             struct feed_row *row, int64_t *seq, struct err *e)
{
    char *now, *to = NULL;
    enum err_code code = entity_image(s, name, id, &now, e);
    if (!code && strcmp(now, after) != 0)
        code = entity_stale(s, name, id, e);
    if (!code && before)
        to = mem_dup(before);
    else if (!code)
        code = unmade(s, after, &to, e);
    if (!code)
        code = stmt_run(s, e, find_entity(name)->put, "iti", id, to, clock_now_ms());
    if (!code)
        code = log_row(s, name, id, now, row, seq, e);
    free(now);
    free(to);
    return code;
}
