#include "db/annotation_row.h"

#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <stdlib.h>
#include <string.h>

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

/* In the order of an index; where several stand in the same place, which is rare, they are put in order here: SQLite
 * would begin a sort for each place. */
#define IN_ORDER "ORDER BY a.document_id, a.start, a.end"
#define OF_ONE                                                                                                         \
    "SELECT a.id, a.document_id, a.start, a.end FROM annotation a WHERE a.deleted_at IS NULL AND a.document_id = ?1 "  \
    "AND ?2 IN (0, a.tag) AND ?3 IN (0, a.reviewer_id) "
#define OF_ALL                                                                                                         \
    "SELECT a.id, a.document_id, a.start, a.end FROM annotation a WHERE a.deleted_at IS NULL AND ?1 = 0 "              \
    "AND ?2 IN (0, a.tag) AND ?3 IN (0, a.reviewer_id) "

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

/* The ids in one place. */
struct same_place {
    int64_t at[3]; /* document, start, end */
    int64_t *ids;
    size_t count, cap;
};

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool hand_out(struct same_place *p, store_id_fn *fn, void *ctx)
{
    bool more = true;
    if (p->count > 1)
        qsort(p->ids, p->count, sizeof *p->ids, by_number);
    for (size_t i = 0; i < p->count && more; i++)
        more = fn(ctx, p->ids[i]);
    p->count = 0;
    return more;
}

/* Hands out those of the place before, where the row at ST stands in another. */
static bool take_id(struct same_place *p, sqlite3_stmt *st, store_id_fn *fn, void *ctx)
{
    const int64_t at[3] = {sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 2), sqlite3_column_int64(st, 3)};
    bool more = memcmp(at, p->at, sizeof at) == 0 || hand_out(p, fn, ctx);
    memcpy(p->at, at, sizeof at);
    p->ids = mem_grow(p->ids, &p->cap, p->count + 1, sizeof *p->ids);
    p->ids[p->count++] = sqlite3_column_int64(st, 0);
    return more;
}

enum err_code store_annotation_ids(struct store *s, const struct store_filter *f, store_id_fn *fn, void *ctx,
                                   struct err *e)
{
    static const struct store_filter everything = {0};
    sqlite3_stmt *st;
    struct same_place place = {0};
    bool row = false, more = true;
    enum err_code code = open_ids(s, f ? f : &everything, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = take_id(&place, st, fn, ctx);
    if (!code && more)
        hand_out(&place, fn, ctx);
    s->listing--;
    stmt_close(s, st);
    free(place.ids);
    return code;
}

/* ---- rows ---- */

/* So many at once, in the order in which they are bound: to begin a statement costs as much as a row. */
#define AT_ONCE 32
#define FOUR(n) "(?" #n "1), (?" #n "2), (?" #n "3), (?" #n "4)"
#define IDS FOUR(1) ", " FOUR(2) ", " FOUR(3) ", " FOUR(4) ", " FOUR(5) ", " FOUR(6) ", " FOUR(7) ", " FOUR(8)

/* What is not asked for costs no look into an index. */
#define SELECT_ROW                                                                                                     \
    "WITH wanted (id) AS (VALUES " IDS ") "                                                                            \
    "SELECT a.id, a.uuid, a.document_id, a.start, a.end, a.tag, a.reviewer_id, r.name, a.note, a.created, a.updated, " \
    "a.settled, a.code_id, d.length, "                                                                                 \
    "iif(?1, (SELECT count(*) FROM comment c WHERE c.annotation_id = a.id AND c.question = 1 AND c.thread IS NULL "    \
    "AND c.resolved_at IS NULL AND c.deleted_at IS NULL), 0), "                                                        \
    "?2 AND (EXISTS (SELECT 1 FROM link WHERE from_id = a.id) OR EXISTS (SELECT 1 FROM link WHERE to_id = a.id)) "     \
    "FROM wanted CROSS JOIN annotation a ON a.id = wanted.id CROSS JOIN document d ON d.id = a.document_id "           \
    "CROSS JOIN reviewer r ON r.id = a.reviewer_id WHERE a.deleted_at IS NULL"

static enum err_code read_row(struct store *s, sqlite3_stmt *st, struct annotation_row *out, struct err *e)
{
    struct annotation *a = &out->annotation;
    *out = (struct annotation_row){
        .annotation =
            {
                .id = sqlite3_column_int64(st, 0),
                .document = sqlite3_column_int64(st, 2),
                .start = sqlite3_column_int64(st, 3),
                .end = sqlite3_column_int64(st, 4),
                .tag = (enum tag)sqlite3_column_int(st, 5),
                .reviewer = sqlite3_column_int64(st, 6),
                .reviewer_name = (char *)stmt_text(st, 7),
                .note = (char *)stmt_text(st, 8),
                .created = sqlite3_column_int64(st, 9),
                .updated = sqlite3_column_int64(st, 10),
                .settled = (enum settled)sqlite3_column_int(st, 11),
                .code_given = sqlite3_column_int64(st, 12),
            },
        .questions = sqlite3_column_int64(st, 14),
        .linked = sqlite3_column_int(st, 15) != 0,
    };
    stmt_short(st, 1, a->uuid, sizeof a->uuid);
    return code_counts_as(s, a->code_given, a->tag, &a->code, e);
}

/* As annotation.c asks of every row that it hands out. */
static bool is_sound(sqlite3_stmt *st, const struct annotation *a)
{
    return a->start >= 0 && a->start < a->end && a->end <= sqlite3_column_int64(st, 13) &&
           a->tag >= TAG_MANIFESTATION && a->tag <= TAG_REMEDY && a->settled <= SETTLED_REJECTED;
}

/* The ids are ?11 to ?14, ?21 to ?24 and so on; those that are left over are no number. */
static enum err_code bind_ids(struct store *s, sqlite3_stmt *st, const int64_t *ids, size_t n, struct err *e)
{
    int rc = sqlite3_reset(st);
    for (size_t i = 0; i < AT_ONCE && rc == SQLITE_OK; i++) {
        int parameter = (int)(10 * (i / 4 + 1) + i % 4 + 1);
        rc = i < n ? sqlite3_bind_int64(st, parameter, ids[i]) : sqlite3_bind_null(st, parameter);
    }
    return rc == SQLITE_OK ? ERR_OK : stmt_error(s, rc, e);
}

static enum err_code hand_out_rows(struct store *s, sqlite3_stmt *st, store_row_fn *fn, void *ctx, bool *more,
                                   struct err *e)
{
    bool found = false;
    struct annotation_row row;
    enum err_code code = ERR_OK;
    while (!code && *more && !(code = stmt_step(s, st, &found, e)) && found) {
        code = read_row(s, st, &row, e);
        *more = !code && (!is_sound(st, &row.annotation) || fn(ctx, &row));
    }
    return code;
}

enum err_code store_annotation_rows(struct store *s, const int64_t *ids, size_t n, unsigned want, store_row_fn *fn,
                                    void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool more = true;
    enum err_code code = stmt_open(s, &st, e, SELECT_ROW, "ii", (int64_t)((want & ROW_QUESTIONS) != 0),
                                   (int64_t)((want & ROW_LINKS) != 0));
    s->listing++;
    for (size_t i = 0; i < n && more && !code; i += AT_ONCE) {
        code = bind_ids(s, st, ids + i, n - i < AT_ONCE ? n - i : AT_ONCE, e);
        if (!code)
            code = hand_out_rows(s, st, fn, ctx, &more, e);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}
