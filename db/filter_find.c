/* What passes a filter. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter_tree.h"

#include <stdlib.h>
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

struct ids {
    int64_t *id;
    size_t count, cap;
};

/* Add the rows of SQL, one column, to OUT. */
static enum err_code add_ids(struct store *s, sqlite3_stmt *st, struct ids *out, struct err *e)
{
    bool row = false;
    enum err_code code;
    while (!(code = stmt_step(s, st, &row, e)) && row) {
        out->id = mem_grow(out->id, &out->cap, out->count + 1, sizeof *out->id);
        out->id[out->count++] = sqlite3_column_int64(st, 0);
    }
    stmt_close(s, st);
    return code;
}

#define RANGE "BETWEEN ?1 AND ?2"

/* Of a document itself the words are looked for in its name: it stands for what has a note and no text. */
static enum err_code add_named(struct store *s, const struct filter *f, const int64_t range[2], struct ids *out,
                               struct err *e)
{
    static const char sql[] = "SELECT a.document_id FROM (SELECT id AS document_id, name AS note, 0 AS start, 0 AS end "
                              "FROM document WHERE id " RANGE ") a WHERE " FILTER_HERE;
    sqlite3_stmt *st;
    enum err_code code = filter_open(s, f, sql, "d.id > 0", range, 2, &st, e);
    return code ? code : add_ids(s, st, out, e);
}

static enum err_code add_tagged(struct store *s, const struct filter *f, const int64_t range[2], struct ids *out,
                                struct err *e)
{
    static const char sql[] = "SELECT d.id FROM document d WHERE d.id " RANGE " AND EXISTS (SELECT 1 FROM annotation a "
                              "WHERE a.document_id = d.id AND " SOUND " AND " FILTER_HERE ")";
    sqlite3_stmt *st;
    bool whole = range[0] <= 1 && range[1] == INT64_MAX;
    enum err_code code = filter_open(s, f, sql, whole ? "" : "d.id " RANGE, range, 2, &st, e);
    return code ? code : add_ids(s, st, out, e);
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum err_code store_filter_documents(struct store *s, const struct filter *f, int64_t first, int64_t last,
                                     store_id_fn *fn, void *ctx, struct err *e)
{
    const int64_t range[2] = {first, last};
    struct ids ids = {0};
    sqlite3_stmt *st;
    enum err_code code = ERR_OK;
    if (!f && !(code = stmt_open(s, &st, e, "SELECT id FROM document WHERE id " RANGE, "ii", first, last)))
        code = add_ids(s, st, &ids, e);
    struct str words = {0};
    bool named = f && is_about_documents(f);
    if (named)
        code = add_named(s, f, range, &ids, e);
    if (f && !code && (!named || filter_is_words(f, &words)))
        code = add_tagged(s, f, range, &ids, e);
    str_clear(&words);
    if (ids.count > 1)
        qsort(ids.id, ids.count, sizeof *ids.id, compare_ids);
    s->listing++;
    bool more = true;
    for (size_t i = 0; !code && more && i < ids.count; i++)
        if (i == 0 || ids.id[i] != ids.id[i - 1])
            more = fn(ctx, ids.id[i]);
    s->listing--;
    free(ids.id);
    return code;
}
