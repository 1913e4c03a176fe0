/* Links as they are read. (Making and changing them is in link_change.c.) */
#include "db/link.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>

#define SELECT_LINK                                                                                                    \
    "SELECT l.id, l.uuid, l.from_id, l.to_id, f.tag, t.tag, f.document_id, t.document_id, l.note, l.reviewer_id, "     \
    "r.name, l.revision, l.created, l.updated, l.deleted_at IS NOT NULL, f.deleted_at IS NOT NULL, "                   \
    "t.deleted_at IS NOT NULL, f.start, f.end, df.length, t.start, t.end, dt.length "

/* In this order: CROSS keeps SQLite from another one. */
#define JOIN_ENDS                                                                                                      \
    "CROSS JOIN annotation f ON f.id = l.from_id CROSS JOIN document df ON df.id = f.document_id "                     \
    "CROSS JOIN annotation t ON t.id = l.to_id CROSS JOIN document dt ON dt.id = t.document_id "                       \
    "CROSS JOIN reviewer r ON r.id = l.reviewer_id "

#define FROM_LINK "FROM link l " JOIN_ENDS

#define OF_ANNOTATION "l.deleted_at IS NULL AND (?2 = 0 OR f.document_id = ?2 OR t.document_id = ?2) "

#define IDS_OF_DOCUMENT(end)                                                                                           \
    "SELECT x.id FROM annotation a CROSS JOIN link x ON x." end " = a.id "                                             \
    "WHERE a.document_id = ?1 AND a.deleted_at IS NULL AND x.deleted_at IS NULL "

#define IN_DOCUMENT "l.id IN (" IDS_OF_DOCUMENT("from_id") "UNION ALL " IDS_OF_DOCUMENT("to_id") ") "

void link_clear(struct link *l)
{
    free(l->note);
    free(l->reviewer_name);
    *l = (struct link){0};
}

struct link link_dup(const struct link *l)
{
    struct link copy = *l;
    copy.note = mem_dup(l->note);
    copy.reviewer_name = mem_dup(l->reviewer_name);
    return copy;
}

/* The row as a link whose strings belong to the statement. */
static struct link read_link(sqlite3_stmt *st)
{
    struct link l = {
        .id = sqlite3_column_int64(st, 0),
        .from = sqlite3_column_int64(st, 2),
        .to = sqlite3_column_int64(st, 3),
        .from_tag = (enum tag)sqlite3_column_int(st, 4),
        .to_tag = (enum tag)sqlite3_column_int(st, 5),
        .from_document = sqlite3_column_int64(st, 6),
        .to_document = sqlite3_column_int64(st, 7),
        .note = (char *)stmt_text(st, 8),
        .reviewer = sqlite3_column_int64(st, 9),
        .reviewer_name = (char *)stmt_text(st, 10),
        .revision = sqlite3_column_int64(st, 11),
        .created = sqlite3_column_int64(st, 12),
        .updated = sqlite3_column_int64(st, 13),
        .deleted = sqlite3_column_int(st, 14) != 0,
    };
    snprintf(l.uuid, sizeof l.uuid, "%s", stmt_text(st, 1));
    return l;
}

/* What holds for every annotation that is handed out: START, END and the length of its text stand in the columns from I
 * on. */
static bool in_text(sqlite3_stmt *st, int i)
{
    int64_t start = sqlite3_column_int64(st, i), end = sqlite3_column_int64(st, i + 1);
    return start >= 0 && start < end && end <= sqlite3_column_int64(st, i + 2);
}

/* Asked here and not in SQL, because a condition may be answered from an index that says something else than the row.
 */
static bool holds(sqlite3_stmt *st, const struct link *l)
{
    bool gone = l->deleted || sqlite3_column_int(st, 15) || sqlite3_column_int(st, 16);
    return !gone && relation_of(l->from_tag, l->to_tag) != RELATION_NONE && in_text(st, 17) && in_text(st, 20);
}

static bool is_tag(enum tag tag)
{
    return tag >= TAG_MANIFESTATION && tag <= TAG_REMEDY;
}

static enum err_code take_one(struct store *s, sqlite3_stmt *st, struct link *out, bool *found, struct err *e)
{
    enum err_code code = stmt_step(s, st, found, e);
    if (*found) {
        struct link l = read_link(st);
        *found = is_tag(l.from_tag) && is_tag(l.to_tag) && in_text(st, 17) && in_text(st, 20);
        if (*found)
            *out = link_dup(&l);
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_link_get(struct store *s, int64_t id, struct link *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct link){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_LINK FROM_LINK "WHERE l.id = ?1", "i", id);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no link with the number %lld"), s->path, (long long)id);
    return code;
}

enum err_code store_link_find(struct store *s, const char *uuid, struct link *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct link){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_LINK FROM_LINK "WHERE l.uuid = ?1", "t", uuid);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no link “%s”"), s->path, uuid);
    return code;
}

/* All links, and those that come from or go to one annotation, come by id by themselves; only those of a document are
 * sorted. */
static enum err_code open_list(struct store *s, const struct link_filter *f, sqlite3_stmt **st, struct err *e)
{
    if (f->annotation)
        return stmt_open(s, st, e,
                         SELECT_LINK FROM_LINK "WHERE l.from_id = ?1 AND " OF_ANNOTATION
                                               "UNION ALL " SELECT_LINK FROM_LINK
                                               "WHERE l.to_id = ?1 AND l.from_id <> ?1 AND " OF_ANNOTATION "ORDER BY 1",
                         "ii", f->annotation, f->document);
    if (f->document)
        return stmt_open(s, st, e, SELECT_LINK FROM_LINK "WHERE " IN_DOCUMENT "ORDER BY l.id", "i", f->document);
    return stmt_open(s, st, e, SELECT_LINK FROM_LINK "WHERE l.deleted_at IS NULL ORDER BY l.id", "");
}

enum err_code store_links(struct store *s, const struct link_filter *f, store_link_fn *fn, void *ctx, struct err *e)
{
    static const struct link_filter all = {0};
    sqlite3_stmt *st;
    bool row = false, more = true;
    int64_t one;
    bool any;
    enum err_code code = stmt_int(s, &one, &any, e, "SELECT 1 FROM link LIMIT 1", "");
    if (code || !any) /* as in most files: a statement over five tables costs more to prepare than all else here */
        return code;
    code = open_list(s, f ? f : &all, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct link l = read_link(st);
        more = !holds(st, &l) || fn(ctx, &l);
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}

/* ---- only what is at the other end ---- */

#define OTHER_END(other, out, this)                                                                                    \
    "SELECT " out ", o.uuid, o.tag, o.start, o.end, d.length, o.deleted_at FROM link l "                               \
    "CROSS JOIN annotation o ON o.id = l." other " CROSS JOIN document d ON d.id = o.document_id "                     \
    "CROSS JOIN reviewer r ON r.id = l.reviewer_id WHERE l." this " = ?1 AND l.deleted_at IS NULL "

static enum relation relation_at(sqlite3_stmt *st, const struct annotation *a, bool out)
{
    enum tag tag = (enum tag)sqlite3_column_int(st, 2);
    bool gone = sqlite3_column_type(st, 6) != SQLITE_NULL;
    return gone || !in_text(st, 3) ? RELATION_NONE : out ? relation_of(a->tag, tag) : relation_of(tag, a->tag);
}

enum err_code store_link_ends(struct store *s, const struct annotation *a, store_link_end_fn *fn, void *ctx,
                              struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, more = true;
    enum err_code code = stmt_open(
        s, &st, e, OTHER_END("to_id", "1", "from_id") "UNION ALL " OTHER_END("from_id", "0", "to_id"), "i", a->id);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        bool out = sqlite3_column_int(st, 0) != 0;
        enum relation relation = relation_at(st, a, out);
        more = relation == RELATION_NONE || fn(ctx, relation, out, stmt_text(st, 1));
    }
    s->listing--;
    stmt_close(s, st);
    return code;
}
