/* The tables, read by plain SQL and through the store, and the feed, against the model. */
#include "tests/unit.h"

#include "tests/model_world.h"

#include "base/mem.h"
#include "db/code.h"
#include "db/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_stmt *prepare(struct world *w, const char *sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(w->db, sql, -1, &st, NULL) != SQLITE_OK)
        world_fail(w, "%s: %s", sql, sqlite3_errmsg(w->db));
    return st;
}

static const char *text(sqlite3_stmt *st, int i)
{
    const unsigned char *s = sqlite3_column_text(st, i);
    return s ? (const char *)s : "";
}

/* ---- the feed ---- */

static uint64_t hash_row(sqlite3_stmt *st)
{
    uint64_t h = 14695981039346656037u;
    for (int i = 0; i < sqlite3_column_count(st); i++)
        for (const char *p = text(st, i);; p++) { /* the NUL parts the columns */
            h = (h ^ (unsigned char)*p) * 1099511628211u;
            if (!*p)
                break;
        }
    return h;
}

#define ALL_OF_ROW                                                                                                     \
    "SELECT seq, reviewer_id, entity, entity_id, document_id, action, before, after, origin, undo_next, redo_next, "   \
    "parts, session, time FROM change WHERE seq > ?1 ORDER BY seq"

static void same_number(struct world *w, sqlite3_stmt *st, int column, int64_t should)
{
    if (sqlite3_column_int64(st, column) != should)
        world_fail(w, "change %lld: %s is %lld, not %lld", (long long)sqlite3_column_int64(st, 0),
                   sqlite3_column_name(st, column), (long long)sqlite3_column_int64(st, column), (long long)should);
}

static void same_text(struct world *w, sqlite3_stmt *st, int column, const char *should)
{
    if (strcmp(text(st, column), should ? should : "") != 0)
        world_fail(w, "change %lld: %s is “%s”, not “%s”", (long long)sqlite3_column_int64(st, 0),
                   sqlite3_column_name(st, column), text(st, column), should ? should : "");
}

/* What it was before is what the last row about it left. */
static void chain(struct world *w, sqlite3_stmt *st, const struct row_of_feed *r)
{
    static const char *const kinds[] = {"annotation", "comment", "link", "noise", "code"};
    struct thing *t = NULL;
    for (int k = 0; k < THING_KINDS && !t; k++)
        if (strcmp(kinds[k], r->entity) == 0)
            t = model_get(&w->model, (enum thing_kind)k, r->entity_id);
    if (!t)
        return;
    size_t i = model_index(&w->model, t);
    while (w->after_count <= i) {
        w->after = mem_grow(w->after, &w->after_cap, w->after_count + 1, sizeof *w->after);
        w->after[w->after_count++] = NULL;
    }
    same_text(w, st, 6, w->after[i]);
    free(w->after[i]);
    w->after[i] = mem_dup(text(st, 7));
}

static void same_row(struct world *w, sqlite3_stmt *st, const struct row_of_feed *r, int who)
{
    same_number(w, st, 0, r->seq);
    same_number(w, st, 1, r->reviewer);
    same_text(w, st, 2, r->entity);
    same_number(w, st, 3, r->entity_id);
    same_number(w, st, 4, r->document);
    same_text(w, st, 5, r->action);
    same_text(w, st, 6, r->before);
    if (r->after)
        same_text(w, st, 7, r->after);
    same_number(w, st, 8, r->origin);
    same_number(w, st, 9, r->undo_next);
    same_number(w, st, 10, r->redo_next);
    same_number(w, st, 11, r->parts);
    same_text(w, st, 12, store_session(w->seat[who]->app.store));
    chain(w, st, r);
}

/* The rows since the last time, which WHO wrote, are those of the model. */
void compare_feed(struct world *w, int who)
{
    struct model *m = &w->model;
    sqlite3_stmt *st = prepare(w, ALL_OF_ROW);
    size_t n = 0;
    sqlite3_bind_int64(st, 1, w->first_seq + (int64_t)w->hash_count);
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        if (n == m->row_count)
            world_fail(w, "change %lld, %s of %s %lld, is one too many", (long long)sqlite3_column_int64(st, 0),
                       text(st, 5), text(st, 2), (long long)sqlite3_column_int64(st, 3));
        same_row(w, st, &m->rows[n], who);
        w->hashes = mem_grow(w->hashes, &w->hash_cap, w->hash_count + 1, sizeof *w->hashes);
        w->hashes[w->hash_count++] = hash_row(st);
    }
    sqlite3_finalize(st);
    if (n < m->row_count)
        world_fail(w, "there is no row for %s of %s %lld", m->rows[n].action, m->rows[n].entity,
                   (long long)m->rows[n].entity_id);
    model_forget_rows(m);
}

void compare_old_rows(struct world *w, size_t count)
{
    sqlite3_stmt *st = prepare(w, ALL_OF_ROW);
    size_t i = count < w->hash_count ? w->hash_count - count : 0;
    sqlite3_bind_int64(st, 1, w->first_seq + (int64_t)i);
    for (; sqlite3_step(st) == SQLITE_ROW && i < w->hash_count; i++)
        if (hash_row(st) != w->hashes[i])
            world_fail(w, "change %lld is not what it was", (long long)sqlite3_column_int64(st, 0));
    sqlite3_finalize(st);
    if (i != w->hash_count)
        world_fail(w, "changes are gone: %zu of %zu are there", i, w->hash_count);
}

/* ---- the tables ---- */

/* What a row has to say, and in which columns: the same for all kinds. */
static const char *const tables[] = {
    "SELECT id, uuid, reviewer_id, document_id, 0, 0, 0, revision, start, end, tag, coalesce(code_id, 0), 0, note, "
    "deleted_at IS NOT NULL, 0 FROM annotation WHERE settled IS NULL AND carried_from IS NULL ORDER BY id",
    "SELECT c.id, c.uuid, c.reviewer_id, a.document_id, c.annotation_id, coalesce(c.thread, 0), c.question, "
    "c.revision, 0, 0, 0, 0, coalesce(c.resolved_by, 0), c.body, c.deleted_at IS NOT NULL, 0 FROM comment c "
    "JOIN annotation a ON a.id = c.annotation_id WHERE (resolved_at IS NULL) = (resolved_by IS NULL) ORDER BY c.id",
    "SELECT l.id, l.uuid, l.reviewer_id, a.document_id, from_id, to_id, 0, l.revision, 0, 0, 0, 0, 0, l.note, "
    "l.deleted_at IS NOT NULL, 0 FROM link l JOIN annotation a ON a.id = l.from_id ORDER BY l.id",
    "SELECT id, '', reviewer_id, document_id, 0, 0, 0, NULL, start, end, 0, 0, 0, '', deleted_at IS NOT NULL, 0 "
    "FROM noise WHERE kind = 'hand' ORDER BY id",
    "SELECT id, uuid, reviewer_id, 0, coalesce(parent_id, 0), 0, 0, revision, 0, 0, tag, 0, 0, name, "
    "deleted_at IS NOT NULL, position FROM code WHERE merged_into IS NULL AND definition || example || key = '' "
    "ORDER BY id",
};

static bool is_row(sqlite3_stmt *st, struct thing *t)
{
    const struct state *s = &t->now;
    const int64_t numbers[] = {t->owner, t->document, t->a,   t->b,    t->question, t->revision,
                               s->start, s->end,      s->tag, s->code, s->resolved};
    if (!*t->uuid)
        snprintf(t->uuid, sizeof t->uuid, "%s", text(st, 1));
    bool same = sqlite3_column_int64(st, 0) == t->id && strcmp(text(st, 1), t->uuid) == 0 &&
                strcmp(text(st, 13), s->words) == 0 && sqlite3_column_int(st, 14) == s->deleted &&
                sqlite3_column_int64(st, 15) == t->position;
    for (int i = 0; i < (int)(sizeof numbers / sizeof *numbers); i++)
        if (sqlite3_column_type(st, 2 + i) != SQLITE_NULL)
            same = same && sqlite3_column_int64(st, 2 + i) == numbers[i];
    return same;
}

static void same_table(struct world *w, enum thing_kind kind)
{
    sqlite3_stmt *st = prepare(w, tables[kind]);
    int64_t n = 0;
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        struct thing *t = model_get(&w->model, kind, n + 1);
        if (!t || !is_row(st, t)) {
            str_addf(&w->trail, "the row:");
            for (int i = 0; i < sqlite3_column_count(st); i++)
                str_addf(&w->trail, " %s %s,", sqlite3_column_name(st, i), text(st, i));
            world_fail(w, "row %lld of kind %d is not what it should be", (long long)sqlite3_column_int64(st, 0),
                       (int)kind);
        }
    }
    sqlite3_finalize(st);
    if (n != w->model.last[kind])
        world_fail(w, "%lld rows of kind %d, and not %lld", (long long)n, (int)kind, (long long)w->model.last[kind]);
}

static void same_documents(struct world *w)
{
    sqlite3_stmt *st = prepare(
        w, "SELECT d.id, x.text, coalesce(d.previous_id, 0), d.length, d.file, coalesce(c.after ->> "
           "'$.previous', 0), c.after ->> '$.length', c.after ->> '$.file' FROM document d JOIN document_text x "
           "ON x.document_id = d.id JOIN change c ON c.entity = 'document' AND c.entity_id = d.id ORDER BY d.id");
    size_t n = 0;
    for (; sqlite3_step(st) == SQLITE_ROW && n < w->model.document_count; n++) {
        const struct document_of_model *d = &w->model.documents[n];
        bool same = sqlite3_column_int64(st, 0) == d->id && strcmp(text(st, 1), d->text) == 0;
        for (int i = 2; i < 8; i += 3) /* as the table has it, and as the feed noted it */
            same = same && sqlite3_column_int64(st, i) == d->previous &&
                   sqlite3_column_int64(st, i + 1) == MODEL_LENGTH && strcmp(text(st, i + 2), d->file) == 0;
        if (!same)
            world_fail(w, "document %lld is not what it should be", (long long)d->id);
    }
    sqlite3_finalize(st);
    assert_int_equal(n, w->model.document_count);
}

void compare_rows(struct world *w)
{
    for (int k = 0; k < THING_KINDS; k++)
        same_table(w, (enum thing_kind)k);
    same_documents(w);
}

char *compare_content(struct world *w)
{
    static const char *const names[] = {"annotation", "comment", "link", "noise", "code"};
    struct str out = {0};
    for (int k = 0; k < THING_KINDS; k++) {
        sqlite3_stmt *st = prepare(w, tables[k]);
        while (sqlite3_step(st) == SQLITE_ROW) {
            if (sqlite3_column_int(st, 14))
                continue;
            str_addf(&out, "%s", names[k]);
            for (int i = 0; i < 14; i++)
                if (i != 7) /* the revision never goes back */
                    str_addf(&out, " %s", text(st, i));
            str_add(&out, "\n");
        }
        sqlite3_finalize(st);
    }
    return str_take(&out);
}
