/* What in a text is not the document. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

/* Not in the text, or of a kind that is not known: somebody else's program wrote it. */
static bool read_mark(sqlite3_stmt *st, int64_t length, struct noise_mark *m)
{
    int64_t start = sqlite3_column_int64(st, 2), end = sqlite3_column_int64(st, 3);
    if (start < 0 || end <= start || end > length || !noise_kind_parse(stmt_text(st, 4), &m->noise.kind))
        return false;
    m->id = sqlite3_column_int64(st, 0);
    m->document = sqlite3_column_int64(st, 1);
    m->noise.span = (struct span){(size_t)start, (size_t)end};
    m->reviewer = sqlite3_column_int64(st, 5);
    m->reviewer_name = stmt_text(st, 6);
    return true;
}

enum err_code store_noise(struct store *s, int64_t document, store_noise_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    int64_t length;
    bool row = false, more = true;
    enum err_code code = document_length(s, document, &length, e);
    if (code)
        return code;
    code = stmt_open(s, &st, e,
                     "SELECT n.id, n.document_id, n.start, n.end, n.kind, n.reviewer_id, coalesce(r.name, '') "
                     "FROM noise n LEFT JOIN reviewer r ON r.id = n.reviewer_id "
                     "WHERE n.document_id = ?1 AND n.deleted_at IS NULL ORDER BY n.start, n.end, n.id",
                     "i", document);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct noise_mark m;
        if (read_mark(st, length, &m))
            more = fn(ctx, &m);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}

enum err_code store_noise_count(struct store *s, int64_t document, int64_t *standing, int64_t *lifted, struct err *e)
{
    *standing = *lifted = 0;
    enum err_code code =
        stmt_int(s, standing, NULL, e, "SELECT count(*) FROM noise WHERE document_id = ?1 AND deleted_at IS NULL", "i",
                 document);
    if (!code)
        code = stmt_int(s, lifted, NULL, e,
                        "SELECT count(*) FROM noise WHERE document_id = ?1 AND deleted_at IS NOT NULL", "i", document);
    return code;
}

/* ---- by hand ---- */

/* The row of the span, 0 where there is none; whether it stands. */
static enum err_code find(struct store *s, int64_t document, int64_t start, int64_t end, int64_t *id, bool *stands,
                          struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *id = 0;
    *stands = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT id, deleted_at IS NULL FROM noise WHERE document_id = ?1 AND start = ?2 "
                                   "AND end = ?3",
                                   "iii", document, start, end);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        *id = sqlite3_column_int64(st, 0);
        *stands = sqlite3_column_int(st, 1) != 0;
    }
    stmt_close(s, st);
    return code;
}

/* Bring row ID, which is there, to a new state, and record that as ACTION. */
static enum err_code change(struct store *s, int64_t id, const char *action, const char *kind, struct err *e)
{
    char *before;
    enum err_code code = entity_image(s, "noise", id, &before, e);
    if (!code)
        code = stmt_run(s, e,
                        "UPDATE noise SET kind = coalesce(?2, kind), deleted_at = iif(?2 IS NULL, ?3, NULL), "
                        "updated = ?3 WHERE id = ?1",
                        "iti", id, kind, clock_now_ms());
    if (!code)
        code = entity_log(s, "noise", id, action, before, e);
    free(before);
    return code;
}

static enum err_code insert(struct store *s, int64_t document, int64_t start, int64_t end, const char *kind,
                            int64_t *id, struct err *e)
{
    enum err_code code = stmt_run(s, e,
                                  "INSERT INTO noise (document_id, start, end, kind, reviewer_id, created, updated) "
                                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                                  "iiitii", document, start, end, kind, s->reviewer, clock_now_ms());
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    return entity_log(s, "noise", *id, "mark", NULL, e);
}

static enum err_code mark(struct store *s, int64_t document, int64_t start, int64_t end, const char *kind, int64_t *id,
                          struct err *e)
{
    bool stands = false;
    enum err_code code = document_check_range(s, document, start, end, e);
    if (!code)
        code = document_check_open(s, document, e);
    if (!code)
        code = find(s, document, start, end, id, &stands, e);
    if (!code && stands)
        return err_set(e, ERR_EXISTS, _("this is marked as noise already"));
    if (!code)
        code = noise_check_words(s, document, start, end, e);
    if (!code && *id)
        return change(s, *id, "mark", kind, e);
    return code ? code : insert(s, document, start, end, kind, id, e);
}

enum err_code store_noise_mark(struct store *s, int64_t document, int64_t start, int64_t end, enum noise_kind kind,
                               int64_t *id, struct err *e)
{
    int64_t made = 0;
    if (kind >= NOISE_KINDS)
        return err_set(e, ERR_INPUT, _("there is no such kind of noise"));
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (!code)
        code = write_end(s, mark(s, document, start, end, noise_kind_name(kind), &made, e), e);
    if (id)
        *id = !code || code == ERR_EXISTS ? made : 0;
    return code;
}

static enum err_code lift(struct store *s, int64_t id, struct err *e)
{
    int64_t document;
    bool found;
    enum err_code code = stmt_int(s, &document, &found, e,
                                  "SELECT document_id FROM noise WHERE id = ?1 AND deleted_at IS NULL", "i", id);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("this is not marked as noise any more: nothing was changed"));
    if (!code)
        code = document_check_open(s, document, e);
    return code ? code : change(s, id, "lift", NULL, e);
}

enum err_code store_noise_lift(struct store *s, int64_t id, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    return code ? code : write_end(s, lift(s, id, e), e);
}

/* ---- headings ---- */

enum err_code store_headings(struct store *s, int64_t id, struct outline_given **out, size_t *n, struct err *e)
{
    sqlite3_stmt *st;
    int64_t length;
    size_t cap = 0;
    bool row = false;
    *out = NULL;
    *n = 0;
    enum err_code code = document_length(s, id, &length, e);
    if (code)
        return code;
    code = stmt_open(s, &st, e, "SELECT start, end, level FROM heading WHERE document_id = ?1 ORDER BY start", "i", id);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        int64_t start = sqlite3_column_int64(st, 0), end = sqlite3_column_int64(st, 1);
        int64_t level = sqlite3_column_int64(st, 2);
        if (start < 0 || end <= start || end > length || level < 1 || level > 9)
            continue;
        *out = mem_grow(*out, &cap, *n + 1, sizeof **out);
        (*out)[(*n)++] = (struct outline_given){{(size_t)start, (size_t)end}, (int)level};
    }
    stmt_close(s, st);
    if (code) {
        free(*out);
        *out = NULL;
        *n = 0;
    }
    return code;
}
