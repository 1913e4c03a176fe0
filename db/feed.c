/* The append-only feed: what happened, and in two links a row each reviewer's undo and redo stacks. A stack is never
 * copied: the row that a link points at remembers, in the row before it, what lay below. So undo costs a few index
 * look-ups however long the feed is. */
#include "base/clock.h"
#include "db/internal.h"

enum err_code feed_stacks_before(struct store *s, int64_t seq, int64_t *undo, int64_t *redo, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *undo = *redo = 0;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT undo_next, redo_next FROM change WHERE reviewer_id = ?1 AND seq < ?2 "
                                   "ORDER BY seq DESC LIMIT 1",
                                   "ii", s->reviewer, seq);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        *undo = sqlite3_column_int64(st, 0);
        *redo = sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code;
}

/* The stacks after the new row SEQ. */
static enum err_code stacks_after(struct store *s, const struct feed_row *row, int64_t seq, int64_t *undo,
                                  int64_t *redo, struct err *e)
{
    bool part = row->part || s->group.depth > 0; /* the group goes on the stack, and not its parts */
    int64_t below = part ? seq : row->undoes ? row->undoes : row->redoes ? row->redoes : seq;
    enum err_code code = feed_stacks_before(s, below, undo, redo, e);
    if (part)
        return code;
    if (row->stacked) {
        *undo = seq;
        *redo = 0;
    } else if (row->undoes) {
        *redo = seq;
    } else if (row->redoes) {
        *undo = seq;
    }
    return code;
}

enum err_code feed_add(struct store *s, const struct feed_row *row, int64_t *seq, struct err *e)
{
    int64_t next = 1, undo, redo, origin = 0, of = row->undoes ? row->undoes : row->redoes;
    enum err_code code = stmt_int(s, &next, NULL, e, "SELECT max(seq) + 1 FROM change", "");
    if (!code)
        code = stacks_after(s, row, next, &undo, &redo, e);
    if (!code && of)
        code = stmt_int(s, &origin, NULL, e, "SELECT coalesce(origin, seq) FROM change WHERE seq = ?1", "i", of);
    if (!code)
        code = stmt_run(
            s, e,
            "INSERT INTO change (seq, time, reviewer_id, session, entity, entity_id, document_id, action, "
            "before, after, origin, undo_next, redo_next, parts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0), "
            "?8, ?9, ?10, nullif(?11, 0), nullif(?12, 0), nullif(?13, 0), ?14)",
            "iiittiitttiiii", next, clock_now_ms(), s->reviewer, s->session, row->entity, row->entity_id, row->document,
            row->action, row->before, row->after, origin, undo, redo, row->parts);
    s->news = true;
    if (seq)
        *seq = next;
    return code;
}

enum err_code store_feed_head(struct store *s, int64_t *seq, struct err *e)
{
    *seq = 0;
    return stmt_int(s, seq, NULL, e, "SELECT max(seq) FROM change", "");
}

static const char *text_or_null(sqlite3_stmt *st, int i)
{
    return sqlite3_column_type(st, i) == SQLITE_NULL ? NULL : stmt_text(st, i);
}

static struct change read_change(sqlite3_stmt *st)
{
    return (struct change){
        .seq = sqlite3_column_int64(st, 0),
        .time = sqlite3_column_int64(st, 1),
        .reviewer = sqlite3_column_int64(st, 2),
        .reviewer_name = stmt_text(st, 3),
        .session = stmt_text(st, 4),
        .entity = stmt_text(st, 5),
        .entity_id = sqlite3_column_int64(st, 6),
        .document = sqlite3_column_int64(st, 7),
        .action = stmt_text(st, 8),
        .before = text_or_null(st, 9),
        .after = text_or_null(st, 10),
        .parts = sqlite3_column_int64(st, 11),
    };
}

/* One statement for each index and direction, all with the same five parameters. Its rows come in the order of the feed
 * by themselves; only those of one annotation are sorted, which are few. */
#define CHANGES(where, order)                                                                                          \
    "SELECT c.seq, c.time, c.reviewer_id, coalesce(r.name, ''), c.session, c.entity, c.entity_id, c.document_id, "     \
    "c.action, c.before, c.after, c.parts FROM change c LEFT JOIN reviewer r ON r.id = c.reviewer_id "                 \
    "WHERE c.seq > ?1 AND c.seq < ?2 AND " where " ORDER BY c.seq" order
#define BOTH(where)                                                                                                    \
    {                                                                                                                  \
        CHANGES(where, ""), CHANGES(where, " DESC")                                                                    \
    }

static const char *choose(const struct change_filter *f)
{
    static const char *const all[2] = BOTH("?3 + ?4 + ?5 = 0");
    static const char *const of_reviewer[2] = BOTH("c.reviewer_id = ?5 AND ?3 + ?4 = 0");
    static const char *const of_document[2] = BOTH("c.document_id = ?4 AND +c.reviewer_id = iif(?5, ?5, c.reviewer_id) "
                                                   "AND ?3 = 0");
    static const char *const of_annotation[2] =
        BOTH("((c.entity = 'annotation' AND c.entity_id = ?3) OR (c.entity = 'comment' AND c.entity_id IN "
             "(SELECT id FROM comment WHERE annotation_id = ?3)) OR (c.entity = 'link' AND c.entity_id IN "
             "(SELECT id FROM link WHERE from_id = ?3 UNION SELECT id FROM link WHERE to_id = ?3))) AND ?4 IN (0, "
             "+c.document_id) "
             "AND ?5 IN (0, +c.reviewer_id)");
    const char *const *two = f->annotation ? of_annotation
                             : f->document ? of_document
                             : f->reviewer ? of_reviewer
                                           : all;
    return two[f->newest_first];
}

enum err_code store_changes(struct store *s, const struct change_filter *f, store_change_fn *fn, void *ctx,
                            struct err *e)
{
    static const struct change_filter everything = {0};
    sqlite3_stmt *st;
    bool row = false, more = true;
    f = f ? f : &everything;
    enum err_code code = stmt_open(s, &st, e, choose(f), "iiiii", f->after, f->before ? f->before : INT64_MAX,
                                   f->annotation, f->document, f->reviewer);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct change c = read_change(st);
        more = fn(ctx, &c);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}

enum err_code store_feed_since(struct store *s, int64_t seq, store_change_fn *fn, void *ctx, struct err *e)
{
    return store_changes(s, &(struct change_filter){.after = seq}, fn, ctx, e);
}
