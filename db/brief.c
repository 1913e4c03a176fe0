#include "base/mem.h"
#include "db/filter.h"
#include "db/internal.h"

/* The index annotation_standing has all that is asked for; the documents' lengths come from the rows of the few
 * documents. CROSS keeps SQLite from another order. */
#define SELECT_BRIEF                                                                                                   \
    "SELECT a.id, d.id, a.start, a.end, a.tag, a.reviewer_id, a.code_id, d.length FROM document d "                    \
    "CROSS JOIN annotation a INDEXED BY annotation_standing ON a.document_id = d.id AND a.deleted_at IS NULL "

/* Briefs of one place: the index has others than their numbers to bring them into order. */
struct same_place {
    struct brief *items;
    size_t count, cap;
};

static bool is_sound(sqlite3_stmt *st, const struct brief *b)
{
    return b->start >= 0 && b->start < b->end && b->end <= sqlite3_column_int64(st, 7) && b->tag >= TAG_MANIFESTATION &&
           b->tag <= TAG_REMEDY;
}

static enum err_code read_brief(struct store *s, sqlite3_stmt *st, struct brief *out, struct err *e)
{
    *out = (struct brief){
        .id = sqlite3_column_int64(st, 0),
        .document = sqlite3_column_int64(st, 1),
        .start = sqlite3_column_int64(st, 2),
        .end = sqlite3_column_int64(st, 3),
        .tag = (enum tag)sqlite3_column_int(st, 4),
        .reviewer = sqlite3_column_int64(st, 5),
    };
    return code_counts_as(s, sqlite3_column_int64(st, 6), out->tag, &out->code, e);
}

static int by_id(const void *a, const void *b)
{
    const struct brief *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Hand out what was held back. */
static bool hand_out(struct same_place *p, store_brief_fn *fn, void *ctx)
{
    bool more = true;
    if (p->count > 1)
        qsort(p->items, p->count, sizeof *p->items, by_id);
    for (size_t i = 0; more && i < p->count; i++)
        more = fn(ctx, &p->items[i]);
    p->count = 0;
    return more;
}

static bool take(struct same_place *p, const struct brief *b, store_brief_fn *fn, void *ctx)
{
    const struct brief *last = p->count ? &p->items[0] : NULL;
    bool same = last && last->document == b->document && last->start == b->start && last->end == b->end;
    if (last && !same && !hand_out(p, fn, ctx))
        return false;
    p->items = mem_grow(p->items, &p->cap, p->count + 1, sizeof *p->items);
    p->items[p->count++] = *b;
    return true;
}

enum err_code store_briefs(struct store *s, int64_t first, int64_t last, const struct filter *where, store_brief_fn *fn,
                           void *ctx, struct err *e)
{
    static const char all[] = SELECT_BRIEF "WHERE d.id BETWEEN ?1 AND ?2 ORDER BY d.id, a.start, a.end";
    static const char some[] =
        SELECT_BRIEF "WHERE d.id BETWEEN ?1 AND ?2 AND " FILTER_HERE " ORDER BY d.id, a.start, a.end";
    const int64_t bound[] = {first, last};
    sqlite3_stmt *st;
    struct same_place place = {0};
    bool row = false, more = true;
    enum err_code code = where ? filter_open(s, where, some, "d.id BETWEEN ?1 AND ?2", bound, 2, &st, e)
                               : stmt_open(s, &st, e, all, "ii", first, last);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct brief b;
        code = read_brief(s, st, &b, e);
        more = !code && (!is_sound(st, &b) || take(&place, &b, fn, ctx));
    }
    if (!code && more)
        hand_out(&place, fn, ctx);
    s->listing--;
    stmt_close(s, st);
    free(place.items);
    return code;
}

enum err_code store_brief(struct store *s, int64_t id, struct brief *out, bool *stands, struct err *e)
{
    sqlite3_stmt *st;
    *stands = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT a.id, d.id, a.start, a.end, a.tag, a.reviewer_id, a.code_id, d.length "
                                   "FROM annotation a CROSS JOIN document d ON d.id = a.document_id "
                                   "WHERE a.id = ?1 AND a.deleted_at IS NULL",
                                   "i", id);
    if (!code)
        code = stmt_step(s, st, stands, e);
    if (*stands) {
        code = read_brief(s, st, out, e);
        *stands = !code && is_sound(st, out);
    }
    stmt_close(s, st);
    return code;
}

/* ---- what a survey asks for besides ---- */

enum err_code store_titles(struct store *s, store_title_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code = stmt_open(s, &st, e, "SELECT id, name, length FROM document ORDER BY name, id", "");
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, &(struct title){.id = sqlite3_column_int64(st, 0),
                                       .name = stmt_text(st, 1),
                                       .length = sqlite3_column_int64(st, 2)});
    s->listing--;
    stmt_close(s, st);
    return code;
}

static enum err_code hand_out_ties(struct store *s, sqlite3_stmt *st, store_tie_fn *fn, void *ctx, struct err *e)
{
    bool row = false, more = true;
    enum err_code code = ERR_OK;
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, &(struct tie){.id = sqlite3_column_int64(st, 0),
                                     .from = sqlite3_column_int64(st, 1),
                                     .to = sqlite3_column_int64(st, 2)});
    s->listing--;
    stmt_close(s, st);
    return code;
}

enum err_code store_ties(struct store *s, int64_t from, int64_t to, store_tie_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT id, from_id, to_id FROM link INDEXED BY link_pair WHERE deleted_at IS NULL "
                                   "AND (from_id, to_id) > (?1, ?2) ORDER BY from_id, to_id",
                                   "ii", from, to);
    return code ? code : hand_out_ties(s, st, fn, ctx, e);
}

enum err_code store_ties_of(struct store *s, int64_t annotation, store_tie_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT id, from_id, to_id FROM link WHERE deleted_at IS NULL AND from_id = ?1 "
                                   "UNION ALL SELECT id, from_id, to_id FROM link WHERE deleted_at IS NULL "
                                   "AND to_id = ?1",
                                   "i", annotation);
    return code ? code : hand_out_ties(s, st, fn, ctx, e);
}

enum err_code store_tie(struct store *s, int64_t id, store_tie_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    enum err_code code =
        stmt_open(s, &st, e, "SELECT id, from_id, to_id FROM link WHERE id = ?1 AND deleted_at IS NULL", "i", id);
    return code ? code : hand_out_ties(s, st, fn, ctx, e);
}

enum err_code store_questions(struct store *s, int64_t document, store_question_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code;
    if (document)
        code = stmt_open(s, &st, e,
                         "SELECT c.annotation_id FROM annotation a INDEXED BY annotation_standing "
                         "CROSS JOIN comment c ON c.annotation_id = a.id AND c.question = 1 AND c.thread IS NULL "
                         "AND c.resolved_at IS NULL AND c.deleted_at IS NULL "
                         "WHERE a.document_id = ?1 AND a.deleted_at IS NULL",
                         "i", document);
    else
        code = stmt_open(s, &st, e,
                         "SELECT annotation_id FROM comment INDEXED BY comment_open WHERE question = 1 "
                         "AND thread IS NULL AND resolved_at IS NULL AND deleted_at IS NULL",
                         "");
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row)
        more = fn(ctx, sqlite3_column_int64(st, 0));
    s->listing--;
    stmt_close(s, st);
    return code;
}
