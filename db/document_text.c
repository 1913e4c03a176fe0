/* What a document says: all of it, part after part, or a few words. */
#include "db/document_text.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

static enum err_code no_document(const struct store *s, int64_t id, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, _("%s: there is no document with the number %lld"), s->path, (long long)id);
}

static enum err_code damaged(const struct store *s, int64_t id, struct err *e)
{
    return err_set(e, ERR_CORRUPT, _("%s: the text of document %lld is damaged: go on from a backup"), s->path,
                   (long long)id);
}

enum err_code store_text_begin(struct store *s, int64_t id, struct store_text *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *out = (struct store_text){.document = id};
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT t.rowid, d.length, typeof(t.text) IN ('text', 'blob') "
                                   "FROM document d JOIN document_text t ON t.document_id = d.id WHERE d.id = ?1",
                                   "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code && !row)
        code = no_document(s, id, e);
    if (!code && !sqlite3_column_int(st, 2))
        code = damaged(s, id, e);
    if (!code) {
        out->row = sqlite3_column_int64(st, 0);
        out->length = sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code;
}

/* Make room when it is known how much there is; it is the same at each look, because a text never changes. */
static bool make_room(struct store_text *t, size_t bytes)
{
    if (t->utf8)
        return t->bytes == bytes;
    if (bytes > STORE_ROW_MAX || t->length < 0 || (size_t)t->length > bytes || bytes > 4 * (size_t)t->length)
        return false;
    t->bytes = bytes;
    t->utf8 = mem_alloc(bytes + 1, 1);
    return true;
}

/* Whether what was read can be the beginning of the text, and at its end is all of it. A character of which only a part
 * was read is looked at again. */
static bool check_points(struct store_text *t)
{
    int64_t points;
    t->checked += points_valid(t->utf8 + t->checked, t->read - t->checked, &points);
    t->points += points;
    if (t->read < t->bytes)
        return t->read - t->checked < 4 && t->points <= t->length;
    t->utf8[t->bytes] = '\0';
    return t->checked == t->bytes && t->points == t->length;
}

/* Not as a column of a statement: that would be a second copy of a text of a hundred megabytes. */
enum err_code store_text_read(struct store *s, struct store_text *t, size_t n, struct err *e)
{
    sqlite3_blob *blob = NULL;
    int rc = sqlite3_blob_open(s->db, "main", "document_text", "text", t->row, 0, &blob);
    bool fine = rc != SQLITE_OK || make_room(t, (size_t)sqlite3_blob_bytes(blob));
    if (rc == SQLITE_OK && fine) {
        n = n < t->bytes - t->read ? n : t->bytes - t->read;
        rc = sqlite3_blob_read(blob, t->utf8 + t->read, (int)n, (int)t->read);
    }
    sqlite3_blob_close(blob);
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_CORRUPT && (rc & 0xff) != SQLITE_ERROR)
        return stmt_error(s, rc, e);
    if (rc == SQLITE_OK && fine)
        t->read += n;
    return rc == SQLITE_OK && fine && check_points(t) ? ERR_OK : damaged(s, t->document, e);
}

enum err_code store_document_text(struct store *s, int64_t id, char **utf8, size_t *n_bytes, struct err *e)
{
    struct store_text t;
    *utf8 = NULL;
    *n_bytes = 0;
    enum err_code code = store_text_begin(s, id, &t, e);
    if (!code)
        code = store_text_read(s, &t, SIZE_MAX, e);
    if (code) {
        free(t.utf8);
        return code;
    }
    *utf8 = t.utf8;
    *n_bytes = t.bytes;
    return ERR_OK;
}

/* Bounded here, because substr() gives numbers below 1 meanings of their own, and knows 32 bits only. */
enum err_code store_document_quote(struct store *s, int64_t id, int64_t start, int64_t end, int64_t max, char **utf8,
                                   struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *utf8 = NULL;
    start = start < 0 ? 0 : start;
    int64_t points = end > start ? end - start : 0;
    points = points > max ? max : points;
    points = points > STORE_TEXT_MAX ? STORE_TEXT_MAX : points;
    start = start > STORE_TEXT_MAX ? STORE_TEXT_MAX : start;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT iif(?3 > 0 AND ?2 < d.length, substr(t.text, ?2 + 1, ?3), '') "
                                   "FROM document d JOIN document_text t ON t.document_id = d.id WHERE d.id = ?1",
                                   "iii", id, start, points);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        *utf8 = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    if (!code && !row)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no document with the number %lld"), s->path, (long long)id);
    return code;
}
