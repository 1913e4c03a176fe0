#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS                                                                                                        \
    "d.id, d.uuid, d.name, d.sha256, d.encoding, d.length, d.created, d.done_at, d.type, coalesce(d.file, d.name), "   \
    "d.previous_id"

#define OPEN_QUESTION                                                                                                  \
    "c.question = 1 AND c.thread IS NULL AND c.resolved_at IS NULL AND c.deleted_at IS NULL AND a.deleted_at IS NULL"

/* For one or a few documents; the list of all counts in another way. */
#define SELECT_DOCUMENT                                                                                                \
    "SELECT " COLUMNS ", (SELECT count(*) FROM annotation a WHERE a.document_id = d.id AND a.deleted_at IS NULL), "    \
    "(SELECT count(*) FROM annotation a CROSS JOIN comment c ON c.annotation_id = a.id WHERE a.document_id = d.id "    \
    "AND " OPEN_QUESTION "), (SELECT max(n.id) FROM document n WHERE n.previous_id = d.id) FROM document d "

/* The same without what has to be counted. */
#define SELECT_HEAD                                                                                                    \
    "SELECT " COLUMNS ", 0, 0, (SELECT max(n.id) FROM document n WHERE n.previous_id = d.id) FROM document d "

void document_clear(struct document *d)
{
    free(d->name);
    free(d->encoding);
    free(d->type);
    free(d->file);
    *d = (struct document){0};
}

struct document document_dup(const struct document *d)
{
    struct document copy = *d;
    copy.name = mem_dup(d->name);
    copy.encoding = mem_dup(d->encoding);
    copy.type = mem_dup(d->type);
    copy.file = mem_dup(d->file);
    return copy;
}

/* The row as a document whose strings belong to the statement. */
static struct document read_document(sqlite3_stmt *st)
{
    struct document d = {
        .id = sqlite3_column_int64(st, 0),
        .name = (char *)stmt_text(st, 2),
        .encoding = (char *)stmt_text(st, 4),
        .length = sqlite3_column_int64(st, 5),
        .created = sqlite3_column_int64(st, 6),
        .done = sqlite3_column_int64(st, 7),
        .type = (char *)stmt_text(st, 8),
        .file = (char *)stmt_text(st, 9),
        .previous = sqlite3_column_int64(st, 10),
    };
    stmt_short(st, 1, d.uuid, sizeof d.uuid);
    stmt_short(st, 3, d.sha256, sizeof d.sha256);
    return d;
}

/* Read the one row of ST into *OUT and close; *FOUND says whether there was one. */
static enum err_code take_one(struct store *s, sqlite3_stmt *st, struct document *out, bool *found, struct err *e)
{
    enum err_code code = stmt_step(s, st, found, e);
    *out = (struct document){0};
    if (*found) {
        struct document d = read_document(st);
        d.annotations = sqlite3_column_int64(st, 11);
        d.questions = sqlite3_column_int64(st, 12);
        d.next = sqlite3_column_int64(st, 13);
        *out = document_dup(&d);
    }
    stmt_close(s, st);
    return code;
}

static enum err_code by_id(struct store *s, int64_t id, struct document *out, bool *found, struct err *e)
{
    sqlite3_stmt *st;
    *found = false;
    enum err_code code = stmt_open(s, &st, e, SELECT_DOCUMENT "WHERE d.id = ?1", "i", id);
    return code ? code : take_one(s, st, out, found, e);
}

static enum err_code by_name(struct store *s, const char *name, struct document *out, bool *found, struct err *e)
{
    sqlite3_stmt *st;
    *found = false;
    enum err_code code = stmt_open(s, &st, e, SELECT_DOCUMENT "WHERE d.name = ?1", "t", name);
    return code ? code : take_one(s, st, out, found, e);
}

static enum err_code not_found(const struct store *s, int64_t id, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, _("%s: there is no document with the number %lld"), s->path, (long long)id);
}

enum err_code store_document_get(struct store *s, int64_t id, struct document *out, struct err *e)
{
    bool found;
    enum err_code code = by_id(s, id, out, &found, e);
    if (!code && !found)
        return not_found(s, id, e);
    return code;
}

enum err_code store_document_head(struct store *s, int64_t id, struct document *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct document){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_HEAD "WHERE d.id = ?1", "i", id);
    if (!code)
        code = take_one(s, st, out, &found, e);
    return code || found ? code : not_found(s, id, e);
}

enum err_code store_document_title(struct store *s, int64_t id, char **name, int64_t *length, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *name = NULL;
    *length = 0;
    enum err_code code = stmt_open(s, &st, e, "SELECT name, length FROM document WHERE id = ?1", "i", id);
    if (!code)
        code = stmt_step(s, st, &found, e);
    if (found) {
        *name = mem_dup(stmt_text(st, 0));
        *length = sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code || found ? code : not_found(s, id, e);
}

static enum err_code no_such_document(const struct store *s, const char *id_or_name, struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, _("%s: there is no document “%s”"), s->path, id_or_name);
}

enum err_code store_document_id(struct store *s, const char *id_or_name, int64_t *id, struct err *e)
{
    bool found = false;
    enum err_code code = ERR_OK;
    size_t digits = strspn(id_or_name, "0123456789");
    if (digits > 0 && digits < 19 && !id_or_name[digits])
        code = stmt_int(s, id, &found, e, "SELECT id FROM document WHERE id = ?1", "i", strtoll(id_or_name, NULL, 10));
    if (!code && !found)
        code = stmt_int(s, id, &found, e, "SELECT id FROM document WHERE name = ?1", "t", id_or_name);
    return code || found ? code : no_such_document(s, id_or_name, e);
}

enum err_code store_document_find(struct store *s, const char *id_or_name, struct document *out, struct err *e)
{
    bool found = false;
    enum err_code code = ERR_OK;
    *out = (struct document){0};
    size_t digits = strspn(id_or_name, "0123456789");
    if (digits > 0 && digits < 19 && !id_or_name[digits])
        code = by_id(s, strtoll(id_or_name, NULL, 10), out, &found, e);
    if (!code && !found)
        code = by_name(s, id_or_name, out, &found, e);
    if (!code && !found)
        return no_such_document(s, id_or_name, e);
    return code;
}

enum err_code store_document_latest(struct store *s, const char *file, struct document *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct document){0};
    enum err_code code = stmt_open(s, &st, e,
                                   SELECT_DOCUMENT "WHERE d.file = ?1 AND NOT EXISTS (SELECT 1 FROM document n "
                                                   "WHERE n.previous_id = d.id) ORDER BY d.id DESC LIMIT 1",
                                   "t", file);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: no document was imported from a file “%s”"), s->path, file);
    return code;
}

/* ---- the list ---- */

/* A number for each of some documents, by their id. */
struct numbers {
    struct {
        int64_t document, number;
    } * all;
    size_t count, cap;
};

/* SQL gives two columns, the first one in ascending order. */
static enum err_code load_numbers(struct store *s, const char *sql, struct numbers *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e, sql, "");
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count].document = sqlite3_column_int64(st, 0);
        out->all[out->count++].number = sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code;
}

static int64_t number_of(const struct numbers *n, int64_t document)
{
    size_t from = 0, to = n->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (n->all[middle].document < document)
            from = middle + 1;
        else
            to = middle;
    }
    return from < n->count && n->all[from].document == document ? n->all[from].number : 0;
}

/* What is counted is counted once for all documents, in the order of an index: a look-up for each of a hundred thousand
 * costs more than they do. What is committed in between the feed tells. */
struct list {
    struct numbers annotations, questions, next;
};

static enum err_code list_load(struct store *s, struct list *l, struct err *e)
{
    enum err_code code =
        load_numbers(s, "SELECT document_id, count(*) FROM annotation a WHERE deleted_at IS NULL GROUP BY document_id",
                     &l->annotations, e);
    if (!code)
        code = load_numbers(s,
                            "SELECT a.document_id, count(*) FROM comment c CROSS JOIN annotation a "
                            "ON a.id = c.annotation_id WHERE " OPEN_QUESTION " GROUP BY a.document_id",
                            &l->questions, e);
    if (!code)
        code = load_numbers(s,
                            "SELECT previous_id, max(id) FROM document n WHERE previous_id IS NOT NULL "
                            "GROUP BY previous_id",
                            &l->next, e);
    return code;
}

static void list_clear(struct list *l)
{
    free(l->annotations.all);
    free(l->questions.all);
    free(l->next.all);
}

enum err_code store_documents(struct store *s, store_document_fn *fn, void *ctx, struct err *e)
{
    sqlite3_stmt *st = NULL;
    struct list l = {0};
    bool row = false, more = true;
    enum err_code code = list_load(s, &l, e);
    if (!code)
        code = stmt_open(s, &st, e, "SELECT " COLUMNS " FROM document d ORDER BY d.name, d.id", "");
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct document d = read_document(st);
        d.annotations = number_of(&l.annotations, d.id);
        d.questions = number_of(&l.questions, d.id);
        d.next = number_of(&l.next, d.id);
        more = fn(ctx, &d);
    }
    s->listing--;
    stmt_close(s, st);
    list_clear(&l);
    return code;
}

/* ---- done ---- */

enum err_code document_check_open(struct store *s, int64_t id, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code =
        stmt_open(s, &st, e, "SELECT name FROM document WHERE id = ?1 AND done_at IS NOT NULL", "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        code = err_set(e, ERR_DENIED, _("“%s” is closed: your change was not made; a lead can open it again"),
                       stmt_text(st, 0));
    stmt_close(s, st);
    return code;
}

static enum err_code set_done(struct store *s, int64_t id, bool done, struct err *e)
{
    int64_t length;
    char *before = NULL;
    enum err_code code = document_length(s, id, &length, e); /* that it is there */
    if (!code)
        code = entity_image(s, "document", id, &before, e);
    if (!code)
        code = stmt_run(s, e, "UPDATE document SET done_at = iif(?2, coalesce(done_at, ?3), NULL) WHERE id = ?1", "iii",
                        id, (int64_t)done, clock_now_ms());
    if (!code)
        code = entity_log(s, "document", id, done ? "done" : "reopen", before, e);
    free(before);
    return code;
}

enum err_code store_document_done(struct store *s, int64_t id, bool done, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_LEAD, e);
    return code ? code : write_end(s, set_done(s, id, done, e), e);
}

enum err_code document_length(struct store *s, int64_t id, int64_t *length, struct err *e)
{
    bool found;
    enum err_code code = stmt_int(s, length, &found, e, "SELECT length FROM document WHERE id = ?1", "i", id);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no document with the number %lld"), s->path, (long long)id);
    return code;
}

enum err_code document_check_range(struct store *s, int64_t id, int64_t start, int64_t end, struct err *e)
{
    int64_t length;
    enum err_code code = document_length(s, id, &length, e);
    if (code)
        return code;
    if (start < 0 || start >= end || end > length)
        return err_set(e, ERR_INPUT,
                       _("the range %lld to %lld is empty or not inside the document, which has %lld characters"),
                       (long long)start, (long long)end, (long long)length);
    return ERR_OK;
}
