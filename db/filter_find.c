/* What passes a filter. */
#include "base/i18n.h"
#include "db/filter_tree.h"

#include <string.h>

/* What holds for every row that zhupi wrote (annotation.c leaves out the others, too). */
#define SOUND                                                                                                          \
    "a.deleted_at IS NULL AND a.start >= 0 AND a.start < a.end AND a.end <= d.length AND a.tag BETWEEN 1 AND 3"

enum err_code store_filter_matches(struct store *s, const struct filter *f, int64_t id, bool *out, struct err *e)
{
    static const char all[] = "SELECT 1 FROM annotation a JOIN document d ON d.id = a.document_id WHERE a.id = ?1 "
                              "AND " SOUND;
    static const char some[] = "SELECT 1 FROM annotation a JOIN document d ON d.id = a.document_id WHERE a.id = ?1 "
                               "AND " SOUND " AND " FILTER_HERE;
    sqlite3_stmt *st;
    *out = false;
    enum err_code code =
        f ? filter_open(s, f, some, "d.id = (SELECT document_id FROM annotation WHERE id = ?1)", &id, 1, &st, e)
          : stmt_open(s, &st, e, all, "i", id);
    if (!code)
        code = stmt_step(s, st, out, e);
    stmt_close(s, st);
    return code;
}

/* Whether nothing in F is about annotations. */
static bool is_about_documents(const struct filter *f)
{
    if (f->kind == FILTER_FIELD)
        return f->field == FIELD_IN;
    for (size_t i = 0; i < f->part_count; i++)
        if (!is_about_documents(f->parts[i]))
            return false;
    return f->kind != FILTER_WORD;
}

static enum err_code open_documents(struct store *s, const struct filter *f, sqlite3_stmt **st, struct err *e)
{
    /* Of a document itself the words are looked for in its name: it stands for what has a note and no text. */
    static const char names[] = "SELECT a.document_id FROM (SELECT id AS document_id, name AS note, 0 AS start, 0 AS "
                                "end FROM document) a WHERE " FILTER_HERE " ORDER BY a.document_id";
    static const char tagged[] = "SELECT d.id FROM document d WHERE EXISTS (SELECT 1 FROM annotation a "
                                 "WHERE a.document_id = d.id AND " SOUND " AND " FILTER_HERE ") ORDER BY d.id";
    return is_about_documents(f) ? filter_open(s, f, names, "d.id > 0", NULL, 0, st, e)
                                 : filter_open(s, f, tagged, "", NULL, 0, st, e);
}

enum err_code store_filter_documents(struct store *s, const struct filter *f, store_id_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code =
        !f ? stmt_open(s, &st, e, "SELECT id FROM document ORDER BY id", "") : open_documents(s, f, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, sqlite3_column_int64(st, 0));
    s->listing--;
    stmt_close(s, st);
    return code;
}
