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
