/* Annotations that are carried over to a newer version of their document. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

/* A damaged file may lead in a circle: UNION takes each document once. */
static enum err_code check_newer(struct store *s, int64_t document, int64_t old, struct err *e)
{
    int64_t one, length;
    bool found = false;
    enum err_code code = document_length(s, document, &length, e); /* that it is there */
    if (!code && document != old)
        code = stmt_int(s, &one, &found, e,
                        "WITH RECURSIVE older (id) AS (SELECT previous_id FROM document WHERE id = ?1 UNION "
                        "SELECT d.previous_id FROM older o JOIN document d ON d.id = o.id) "
                        "SELECT 1 FROM older WHERE id = ?2 LIMIT 1",
                        "ii", document, old);
    if (!code && !found)
        return err_set(e, ERR_INPUT, _("document %lld is no newer version of document %lld: nothing was carried over"),
                       (long long)document, (long long)old);
    return code;
}

static enum err_code check_new(struct store *s, int64_t id, int64_t document, struct err *e)
{
    int64_t one;
    bool found;
    enum err_code code = stmt_int(s, &one, &found, e,
                                  "SELECT id FROM annotation WHERE carried_from = ?1 AND document_id = ?2 "
                                  "AND deleted_at IS NULL LIMIT 1",
                                  "ii", id, document);
    if (!code && found)
        return err_set(e, ERR_EXISTS, _("this annotation was carried over already, as annotation %lld"),
                       (long long)one);
    return code;
}

enum err_code carry_check_alone(struct store *s, const struct annotation *a, struct err *e)
{
    enum err_code code = check_new(s, a->carried_from, a->document, e);
    return code == ERR_EXISTS ? err_set(e, ERR_STALE,
                                        _("this annotation was carried over again meanwhile: nothing was "
                                          "changed"))
                              : code;
}

static enum err_code check(struct store *s, const struct annotation *old, int64_t revision, int64_t document,
                           struct err *e)
{
    if (old->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this annotation was deleted: nothing was changed"));
    if (old->reviewer != s->reviewer && s->role != ROLE_LEAD)
        return err_set(e, ERR_DENIED, _("this annotation is %s's: they or a lead can carry it over"),
                       old->reviewer_name);
    if (old->revision != revision) /* the place was found for another passage, perhaps */
        return annotation_stale(s, old->id, e);
    enum err_code code = check_newer(s, document, old->document, e);
    return code ? code : check_new(s, old->id, document, e);
}

/* ---- what was said about it ---- */

struct copied {
    int64_t id, thread; /* of the comment; thread 0: it began one */
    int64_t copy;
};

struct said {
    struct copied *all; /* by id: who answers comes behind what is answered */
    size_t count, cap;
};

static enum err_code list_said(struct store *s, int64_t annotation, struct said *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(
        s, &st, e,
        "SELECT c.id, c.thread FROM comment c WHERE c.annotation_id = ?1 AND (c.deleted_at IS NULL OR (c.thread IS "
        "NULL AND EXISTS (SELECT 1 FROM comment x WHERE x.annotation_id = ?1 AND x.thread = c.id "
        "AND x.deleted_at IS NULL))) ORDER BY c.id",
        "i", annotation);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] =
            (struct copied){.id = sqlite3_column_int64(st, 0), .thread = sqlite3_column_int64(st, 1)};
    }
    stmt_close(s, st);
    return code;
}

/* The copy of the comment ID, which began a thread; 0 where a damaged file has none under this annotation. */
static int64_t copy_of(const struct said *said, int64_t id)
{
    size_t from = 0, to = said->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (said->all[middle].id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < said->count && said->all[from].id == id && !said->all[from].thread ? said->all[from].copy : 0;
}

/* What was deleted and only keeps its place leaves its words behind. */
static enum err_code copy_comment(struct store *s, struct copied *c, int64_t annotation, int64_t thread, struct err *e)
{
    char uuid[UUID_SIZE];
    enum err_code code =
        stmt_run(s, e,
                 "INSERT INTO comment (uuid, annotation_id, thread, question, body, reviewer_id, revision, "
                 "created, updated, resolved_at, resolved_by, deleted_at) SELECT ?2, ?3, nullif(?4, 0), "
                 "question, iif(deleted_at IS NULL, body, ''), reviewer_id, 1, created, updated, resolved_at, "
                 "resolved_by, deleted_at FROM comment WHERE id = ?1",
                 "itii", c->id, uuid_new(uuid), annotation, thread);
    if (code)
        return code;
    c->copy = sqlite3_last_insert_rowid(s->db);
    return entity_log_part(s, "comment", c->copy, "carry", NULL, e);
}

static enum err_code copy_said(struct store *s, int64_t from, int64_t to, struct err *e)
{
    struct said said = {0};
    enum err_code code = list_said(s, from, &said, e);
    for (size_t i = 0; !code && i < said.count; i++) {
        int64_t thread = said.all[i].thread ? copy_of(&said, said.all[i].thread) : 0;
        if (thread || !said.all[i].thread)
            code = copy_comment(s, &said.all[i], to, thread, e);
    }
    free(said.all);
    return code;
}

/* ---- what it is linked with ---- */

struct tied {
    int64_t link, other; /* OTHER: what the copy is to be linked with */
    bool from;           /* the copy points to it */
};

struct ties {
    struct tied *all;
    size_t count, cap;
};

/* What the other end became in the newer version, or the other end itself where it is in another document. One that
 * was not carried over yet brings the link with it when it is. A greater tag points to a smaller one (relation_of). */
static enum err_code list_ties(struct store *s, const struct annotation *old, int64_t document, struct ties *out,
                               struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(
        s, &st, e,
        "SELECT l.id, t.id, l.from_id = ?1 FROM link l JOIN annotation o ON o.id = iif(l.from_id = ?1, l.to_id, "
        "l.from_id) JOIN annotation t ON t.id = coalesce((SELECT c.id FROM annotation c WHERE c.carried_from = o.id "
        "AND c.document_id = ?2 AND c.deleted_at IS NULL LIMIT 1), iif(o.document_id <> ?3, o.id, NULL)) "
        "JOIN document d ON d.id = t.document_id WHERE (l.from_id = ?1 OR l.to_id = ?1) AND l.deleted_at IS NULL "
        "AND o.deleted_at IS NULL AND d.done_at IS NULL AND iif(l.from_id = ?1, ?4 > t.tag, t.tag > ?4)",
        "iiii", old->id, document, old->document, (int64_t)old->tag);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = (struct tied){.link = sqlite3_column_int64(st, 0),
                                               .other = sqlite3_column_int64(st, 1),
                                               .from = sqlite3_column_int(st, 2) != 0};
    }
    stmt_close(s, st);
    return code;
}

static enum err_code copy_tie(struct store *s, const struct tied *t, int64_t annotation, struct err *e)
{
    char uuid[UUID_SIZE];
    int64_t from = t->from ? annotation : t->other, to = t->from ? t->other : annotation;
    enum err_code code = stmt_run(s, e,
                                  "INSERT INTO link (uuid, from_id, to_id, note, reviewer_id, revision, created, "
                                  "updated) SELECT ?2, ?3, ?4, note, reviewer_id, 1, created, updated FROM link "
                                  "WHERE id = ?1 ON CONFLICT DO NOTHING",
                                  "itii", t->link, uuid_new(uuid), from, to);
    if (code || sqlite3_changes(s->db) == 0)
        return code;
    return entity_log_part(s, "link", sqlite3_last_insert_rowid(s->db), "carry", NULL, e);
}

static enum err_code copy_ties(struct store *s, const struct annotation *old, int64_t document, int64_t to,
                               struct err *e)
{
    struct ties ties = {0};
    enum err_code code = list_ties(s, old, document, &ties, e);
    for (size_t i = 0; !code && i < ties.count; i++)
        code = copy_tie(s, &ties.all[i], to, e);
    free(ties.all);
    return code;
}

static enum err_code carry(struct store *s, const struct annotation *old, const struct annotation *to, bool same_words,
                           int64_t *id, struct err *e)
{
    struct annotation new = *old;
    new.document = to->document;
    new.start = to->start;
    new.end = to->end;
    new.carried_from = old->id;
    new.settled = same_words ? old->settled : SETTLED_NONE;
    new.settled_by = same_words ? old->settled_by : 0;
    enum err_code code = annotation_insert(s, &new, "carry", id, e);
    if (!code)
        code = copy_said(s, old->id, *id, e);
    return code ? code : copy_ties(s, old, to->document, *id, e);
}

enum err_code store_carry(struct store *s, int64_t id, int64_t revision, int64_t document, int64_t start, int64_t end,
                          bool same_words, struct annotation *out, struct err *e)
{
    int64_t new = 0;
    struct annotation old = {0}, made = {0}, to = {.document = document, .start = start, .end = end};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (out)
        *out = made;
    if (code)
        return code;
    code = store_annotation_get(s, id, &old, e);
    if (!code)
        code = check(s, &old, revision, document, e);
    if (!code)
        code = carry(s, &old, &to, same_words, &new, e);
    annotation_clear(&old);
    if (!code && out)
        code = store_annotation_get(s, new, &made, e);
    code = write_end(s, code, e);
    if (code)
        annotation_clear(&made);
    if (out)
        *out = made;
    return code;
}
