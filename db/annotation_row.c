#include "db/annotation_row.h"

#include "base/str.h"
#include "db/internal.h"

#include <stdio.h>

/* ---- one moment ---- */

enum err_code store_moment_begin(struct store *s, struct err *e)
{
    return sqlite3_get_autocommit(s->db) ? stmt_run(s, e, "BEGIN", "") : ERR_OK;
}

void store_moment_end(struct store *s)
{
    if (!s->writing && !sqlite3_get_autocommit(s->db))
        stmt_run(s, NULL, "COMMIT", "");
}

enum err_code store_keep(struct store *s, int64_t bytes, struct err *e)
{
    struct str sql = {0};
    str_addf(&sql, "PRAGMA cache_size = -%lld", (long long)(bytes / 1024));
    enum err_code code = stmt_script(s, str_z(&sql), e);
    str_clear(&sql);
    return code;
}

/* ---- ids ---- */

#define IN_ORDER "ORDER BY a.document_id, a.start, a.end, a.id"
#define OF_ONE                                                                                                         \
    "SELECT a.id FROM annotation a WHERE a.deleted_at IS NULL AND a.document_id = ?1 AND ?2 IN (0, a.tag) "            \
    "AND ?3 IN (0, a.reviewer_id) "
#define OF_ALL                                                                                                         \
    "SELECT a.id FROM annotation a WHERE a.deleted_at IS NULL AND ?1 = 0 AND ?2 IN (0, a.tag) "                        \
    "AND ?3 IN (0, a.reviewer_id) "

static enum err_code open_ids(struct store *s, const struct store_filter *f, sqlite3_stmt **st, struct err *e)
{
    static const char one[] = OF_ONE IN_ORDER, all[] = OF_ALL IN_ORDER;
    static const char one_where[] = OF_ONE "AND " FILTER_HERE " " IN_ORDER,
                      all_where[] = OF_ALL "AND " FILTER_HERE " " IN_ORDER;
    const int64_t bound[] = {f->document, f->tag, f->reviewer};
    if (!f->where)
        return stmt_open(s, st, e, f->document ? one : all, "iii", bound[0], bound[1], bound[2]);
    return filter_open(s, f->where, f->document ? one_where : all_where, f->document ? "d.id = ?1" : "", bound, 3, st,
                       e);
}

enum err_code store_annotation_ids(struct store *s, const struct store_filter *f, store_id_fn *fn, void *ctx,
                                   struct err *e)
{
    static const struct store_filter everything = {0};
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code = open_ids(s, f ? f : &everything, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, sqlite3_column_int64(st, 0));
    s->listing--;
    stmt_close(s, st);
    return code;
}

/* ---- rows ---- */

/* What is not asked for costs no look into an index. */
#define SELECT_ROW                                                                                                     \
    "SELECT a.uuid, a.document_id, a.start, a.end, a.tag, a.reviewer_id, r.name, a.note, a.revision, a.created, "      \
    "a.updated, a.settled, a.settled_by, a.carried_from, a.code_id, d.length, "                                        \
    "iif(?2, (SELECT count(*) FROM comment c WHERE c.annotation_id = a.id AND c.question = 1 AND c.thread IS NULL "    \
    "AND c.resolved_at IS NULL AND c.deleted_at IS NULL), 0), "                                                        \
    "?3 AND (EXISTS (SELECT 1 FROM link WHERE from_id = a.id) OR EXISTS (SELECT 1 FROM link WHERE to_id = a.id)) "     \
    "FROM annotation a CROSS JOIN document d ON d.id = a.document_id CROSS JOIN reviewer r ON r.id = a.reviewer_id "   \
    "WHERE a.id = ?1 AND a.deleted_at IS NULL"

static enum err_code read_row(struct store *s, sqlite3_stmt *st, int64_t id, struct annotation_row *out, struct err *e)
{
    struct annotation *a = &out->annotation;
    *out = (struct annotation_row){
        .annotation =
            {
                .id = id,
                .document = sqlite3_column_int64(st, 1),
                .start = sqlite3_column_int64(st, 2),
                .end = sqlite3_column_int64(st, 3),
                .tag = (enum tag)sqlite3_column_int(st, 4),
                .reviewer = sqlite3_column_int64(st, 5),
                .reviewer_name = (char *)stmt_text(st, 6),
                .note = (char *)stmt_text(st, 7),
                .revision = sqlite3_column_int64(st, 8),
                .created = sqlite3_column_int64(st, 9),
                .updated = sqlite3_column_int64(st, 10),
                .settled = (enum settled)sqlite3_column_int(st, 11),
                .settled_by = sqlite3_column_int64(st, 12),
                .carried_from = sqlite3_column_int64(st, 13),
                .code_given = sqlite3_column_int64(st, 14),
            },
        .questions = sqlite3_column_int64(st, 16),
        .linked = sqlite3_column_int(st, 17) != 0,
    };
    stmt_short(st, 0, a->uuid, sizeof a->uuid);
    return code_counts_as(s, a->code_given, a->tag, &a->code, e);
}

/* As annotation.c asks of every row that it hands out. */
static bool is_sound(sqlite3_stmt *st, const struct annotation *a)
{
    return a->start >= 0 && a->start < a->end && a->end <= sqlite3_column_int64(st, 15) &&
           a->tag >= TAG_MANIFESTATION && a->tag <= TAG_REMEDY && a->settled <= SETTLED_REJECTED;
}

static enum err_code row_of(struct store *s, sqlite3_stmt *st, int64_t id, store_row_fn *fn, void *ctx, bool *more,
                            struct err *e)
{
    struct annotation_row row;
    bool found = false;
    enum err_code code = stmt_step(s, st, &found, e);
    if (code || !found)
        return code;
    code = read_row(s, st, id, &row, e);
    if (!code && is_sound(st, &row.annotation))
        *more = fn(ctx, &row);
    return code;
}

enum err_code store_annotation_rows(struct store *s, const int64_t *ids, size_t n, unsigned want, store_row_fn *fn,
                                    void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool more = true;
    enum err_code code = stmt_open(s, &st, e, SELECT_ROW, "iii", (int64_t)0, (int64_t)((want & ROW_QUESTIONS) != 0),
                                   (int64_t)((want & ROW_LINKS) != 0));
    s->listing++;
    for (size_t i = 0; i < n && more && !code; i++) {
        code = stmt_again(s, st, 1, ids[i], e);
        if (!code)
            code = row_of(s, st, ids[i], fn, ctx, &more, e);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}
