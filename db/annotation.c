#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

#define SELECT_ANNOTATION                                                                                              \
    "SELECT a.id, a.uuid, d.id, a.start, a.end, a.tag, a.reviewer_id, r.name, a.note, a.revision, "                    \
    "a.created, "                                                                                                      \
    "a.updated, a.deleted_at IS NOT NULL, d.length, a.settled, a.settled_by, a.carried_from, a.code_id FROM "          \
    "annotation a JOIN "                                                                                               \
    "document d ON "                                                                                                   \
    "d.id = a.document_id "                                                                                            \
    "JOIN reviewer r ON r.id = a.reviewer_id "

void annotation_clear(struct annotation *a)
{
    free(a->reviewer_name);
    free(a->note);
    *a = (struct annotation){0};
}

struct annotation annotation_dup(const struct annotation *a)
{
    struct annotation copy = *a;
    copy.reviewer_name = mem_dup(a->reviewer_name);
    copy.note = mem_dup(a->note);
    return copy;
}

void image_clear(struct image *i)
{
    free(i->note);
    *i = (struct image){0};
}

/* The row as an annotation whose strings belong to the statement. */
static enum err_code read_annotation(struct store *s, sqlite3_stmt *st, struct annotation *out, struct err *e)
{
    *out = (struct annotation){
        .id = sqlite3_column_int64(st, 0),
        .document = sqlite3_column_int64(st, 2),
        .start = sqlite3_column_int64(st, 3),
        .end = sqlite3_column_int64(st, 4),
        .tag = (enum tag)sqlite3_column_int(st, 5),
        .reviewer = sqlite3_column_int64(st, 6),
        .reviewer_name = (char *)stmt_text(st, 7),
        .note = (char *)stmt_text(st, 8),
        .revision = sqlite3_column_int64(st, 9),
        .created = sqlite3_column_int64(st, 10),
        .updated = sqlite3_column_int64(st, 11),
        .deleted = sqlite3_column_int(st, 12) != 0,
        .settled = (enum settled)sqlite3_column_int(st, 14),
        .settled_by = sqlite3_column_int64(st, 15),
        .carried_from = sqlite3_column_int64(st, 16),
        .code_given = sqlite3_column_int64(st, 17),
    };
    stmt_short(st, 1, out->uuid, sizeof out->uuid);
    return code_counts_as(s, out->code_given, out->tag, &out->code, e);
}

/* What holds for every row that zhupi wrote. A damaged file may hold others, which no caller gets to see; asked here
 * and not in SQL, because a condition may be answered from an index that says something else than the row. */
static bool is_sound(sqlite3_stmt *st, const struct annotation *a)
{
    return a->start >= 0 && a->start < a->end && a->end <= sqlite3_column_int64(st, 13) &&
           a->tag >= TAG_MANIFESTATION && a->tag <= TAG_REMEDY && a->settled <= SETTLED_REJECTED;
}

static enum err_code take_one(struct store *s, sqlite3_stmt *st, struct annotation *out, bool *found, struct err *e)
{
    enum err_code code = stmt_step(s, st, found, e);
    if (*found) {
        struct annotation a;
        code = read_annotation(s, st, &a, e);
        *found = is_sound(st, &a);
        if (!code && *found)
            *out = annotation_dup(&a);
    }
    stmt_close(s, st);
    return code;
}

enum err_code store_annotation_get(struct store *s, int64_t id, struct annotation *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct annotation){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_ANNOTATION "WHERE a.id = ?1", "i", id);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no annotation with the number %lld"), s->path, (long long)id);
    return code;
}

enum err_code store_annotation_find(struct store *s, const char *uuid, struct annotation *out, struct err *e)
{
    sqlite3_stmt *st;
    bool found = false;
    *out = (struct annotation){0};
    enum err_code code = stmt_open(s, &st, e, SELECT_ANNOTATION "WHERE a.uuid = ?1", "t", uuid);
    if (!code)
        code = take_one(s, st, out, &found, e);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no annotation “%s”"), s->path, uuid);
    return code;
}

/* In the order of an index; those in one place are put in order here: SQLite would begin a sort for each place. */
#define IN_ORDER "ORDER BY a.document_id, a.start, a.end"
#define OF_ONE                                                                                                         \
    SELECT_ANNOTATION "WHERE a.deleted_at IS NULL AND a.document_id = ?1 AND ?2 IN (0, a.tag) "                        \
                      "AND ?3 IN (0, a.reviewer_id) "
#define OF_ALL                                                                                                         \
    SELECT_ANNOTATION "WHERE a.deleted_at IS NULL AND ?1 = 0 AND ?2 IN (0, a.tag) AND ?3 IN (0, a.reviewer_id) "

static enum err_code open_annotations(struct store *s, const struct store_filter *f, sqlite3_stmt **st, struct err *e)
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

/* The annotations in one place, which are handed out with the first one behind them. Each slot keeps its memory. */
struct here {
    struct slot {
        struct annotation annotation; /* its strings are those in WORDS */
        struct str words;
    } * slots;
    size_t count, cap;
};

static bool is_here(const struct here *h, const struct annotation *a)
{
    const struct annotation *b = &h->slots[0].annotation;
    return a->document == b->document && a->start == b->start && a->end == b->end;
}

static int by_id(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    return (x->annotation.id > y->annotation.id) - (x->annotation.id < y->annotation.id);
}

static bool hand_out(struct here *h, store_annotation_fn *fn, void *ctx)
{
    bool more = true;
    if (h->count > 1)
        qsort(h->slots, h->count, sizeof *h->slots, by_id);
    for (size_t i = 0; i < h->count && more; i++) {
        struct slot *slot = &h->slots[i];
        slot->annotation.reviewer_name = slot->words.p;
        slot->annotation.note = slot->words.p + strlen(slot->words.p) + 1;
        more = fn(ctx, &slot->annotation);
    }
    h->count = 0;
    return more;
}

static void keep(struct here *h, const struct annotation *a)
{
    size_t had = h->cap;
    h->slots = mem_grow(h->slots, &h->cap, h->count + 1, sizeof *h->slots);
    memset(h->slots + had, 0, (h->cap - had) * sizeof *h->slots);
    struct slot *slot = &h->slots[h->count++];
    slot->annotation = *a;
    str_truncate(&slot->words, 0);
    str_addn(&slot->words, a->reviewer_name, strlen(a->reviewer_name) + 1);
    str_add(&slot->words, a->note);
}

static void here_clear(struct here *h)
{
    for (size_t i = 0; i < h->cap; i++)
        str_clear(&h->slots[i].words);
    free(h->slots);
}

enum err_code store_annotations(struct store *s, const struct store_filter *f, store_annotation_fn *fn, void *ctx,
                                struct err *e)
{
    static const struct store_filter everything = {0};
    sqlite3_stmt *st;
    struct here here = {0};
    bool row = false, more = true;
    enum err_code code = open_annotations(s, f ? f : &everything, &st, e);
    s->listing++;
    while (!code && more && !(code = stmt_step(s, st, &row, e)) && row) {
        struct annotation a;
        code = read_annotation(s, st, &a, e);
        if (code || !is_sound(st, &a))
            continue;
        more = here.count == 0 || is_here(&here, &a) || hand_out(&here, fn, ctx);
        keep(&here, &a);
    }
    if (!code && more)
        hand_out(&here, fn, ctx);
    s->listing--;
    stmt_close(s, st);
    here_clear(&here);
    return code;
}

/* ---- changes ---- */

static enum err_code check_note(const char *note, struct err *e)
{
    size_t n = strlen(note);
    if (n > STORE_NOTE_MAX)
        return err_set(e, ERR_INPUT, _("the note is longer than %d KB"), STORE_NOTE_MAX / 1024);
    if (!points_count(note, n, NULL))
        return err_set(e, ERR_INPUT, _("the note is not UTF-8"));
    return ERR_OK;
}

static enum err_code check_tag(int64_t tag, struct err *e)
{
    return tag >= TAG_MANIFESTATION && tag <= TAG_REMEDY ? ERR_OK : err_set(e, ERR_INPUT, _("there is no such tag"));
}

static enum err_code image_json(struct store *s, const struct image *i, char **out, struct err *e)
{
    sqlite3_stmt *st;
    bool row;
    enum err_code code =
        stmt_open(s, &st, e,
                  "SELECT json_object('start', ?1, 'end', ?2, 'tag', ?3, 'note', ?4, 'deleted', json(?5), "
                  "'settled', nullif(?6, ''), 'settled_by', nullif(?7, 0), 'code', nullif(?8, 0))",
                  "iittttii", i->start, i->end, tag_name((enum tag)i->tag), i->note, i->deleted ? "true" : "false",
                  settled_name(i->settled), i->settled_by, i->code);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        *out = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    return code;
}

/* Where it comes from is a part of the record only: no change changes it. */
static enum err_code new_json(struct store *s, const struct annotation *a, char **out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    struct image i = annotation_image(a);
    char *plain = NULL;
    enum err_code code = image_json(s, &i, &plain, e);
    *out = plain;
    if (code || !a->carried_from)
        return code;
    *out = NULL;
    code = stmt_open(s, &st, e, "SELECT json_set(?1, '$.reviewer', ?2, '$.carried_from', ?3)", "tii", plain,
                     a->reviewer, a->carried_from);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        *out = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    free(plain);
    return code;
}

enum err_code annotation_insert(struct store *s, const struct annotation *a, const char *action, int64_t *id,
                                struct err *e)
{
    char uuid[UUID_SIZE];
    char *after = NULL;
    enum err_code code = document_check_range(s, a->document, a->start, a->end, e);
    if (!code)
        code = document_check_open(s, a->document, e);
    if (!code)
        code = stmt_run(s, e,
                        "INSERT INTO annotation (uuid, document_id, start, end, tag, reviewer_id, note, revision, "
                        "created, updated, settled, settled_by, carried_from, code_id) VALUES (?1, ?2, ?3, ?4, ?5, "
                        "?6, ?7, 1, ?8, ?8, nullif(?9, 0), nullif(?10, 0), nullif(?11, 0), nullif(?12, 0))",
                        "tiiiiitiiiii", uuid_new(uuid), a->document, a->start, a->end, (int64_t)a->tag, a->reviewer,
                        a->note, clock_now_ms(), (int64_t)a->settled, a->settled_by, a->carried_from, a->code_given);
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    code = new_json(s, a, &after, e);
    struct feed_row row = {.entity = "annotation",
                           .action = action,
                           .entity_id = *id,
                           .document = a->document,
                           .after = after,
                           .stacked = true};
    if (!code)
        code = feed_add(s, &row, NULL, e);
    free(after);
    return code;
}

enum err_code store_annotate(struct store *s, int64_t document, int64_t start, int64_t end, enum tag tag,
                             const char *note, struct annotation *out, struct err *e)
{
    int64_t id = 0;
    struct annotation new = {.document = document,
                             .start = start,
                             .end = end,
                             .tag = tag,
                             .reviewer = s->reviewer,
                             .note = (char *)(note ? note : "")};
    struct annotation made = {0};
    enum err_code code = check_tag(tag, e);
    if (!code)
        code = check_note(new.note, e);
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = annotation_insert(s, &new, "create", &id, e);
    if (!code && out)
        code = store_annotation_get(s, id, &made, e);
    code = write_end(s, code, e);
    if (code)
        annotation_clear(&made);
    if (out)
        *out = made;
    return code;
}

enum err_code annotation_stale(struct store *s, int64_t id, struct err *e)
{
    return entity_stale(s, "annotation", id, e);
}

struct image annotation_image(const struct annotation *a)
{
    return (struct image){
        .start = a->start,
        .end = a->end,
        .tag = a->tag,
        .note = a->note,
        .deleted = a->deleted,
        .settled = a->settled,
        .settled_by = a->settled_by,
        .code = a->code_given,
    };
}

bool annotation_is(const struct annotation *a, const struct image *i)
{
    return a->start == i->start && a->end == i->end && (int64_t)a->tag == i->tag && a->deleted == i->deleted &&
           a->settled == i->settled && a->settled_by == i->settled_by && a->code_given == i->code &&
           strcmp(a->note, i->note) == 0;
}

static enum err_code update(struct store *s, const struct annotation *now, const struct image *i, struct err *e)
{
    enum err_code code =
        stmt_run(s, e,
                 "UPDATE annotation SET start = ?3, end = ?4, tag = ?5, note = ?6, updated = ?7, "
                 "deleted_at = iif(?8, ?7, NULL), settled = nullif(?9, 0), settled_by = nullif(?10, 0), "
                 "code_id = nullif(?11, 0), revision = revision + 1 WHERE id = ?1 AND revision = ?2",
                 "iiiiitiiiii", now->id, now->revision, i->start, i->end, i->tag, i->note, clock_now_ms(),
                 (int64_t)i->deleted, (int64_t)i->settled, i->settled_by, i->code);
    if (!code && sqlite3_changes(s->db) != 1)
        return annotation_stale(s, now->id, e);
    return code;
}

enum err_code annotation_apply(struct store *s, const struct annotation *now, const struct image *to,
                               struct feed_row *row, int64_t *seq, struct err *e)
{
    struct image from = annotation_image(now);
    char *before = NULL, *after = NULL;
    enum err_code code = document_check_range(s, now->document, to->start, to->end, e);
    if (!code && to->tag != from.tag)
        code = link_check_retag(s, now->id, (enum tag)to->tag, e);
    if (!code)
        code = image_json(s, &from, &before, e);
    if (!code)
        code = image_json(s, to, &after, e);
    if (!code)
        code = update(s, now, to, e);
    row->entity = "annotation";
    row->entity_id = now->id;
    row->document = now->document;
    row->before = before;
    row->after = after;
    if (!code)
        code = feed_add(s, row, seq, e);
    free(before);
    free(after);
    return code;
}

/* What one edit wants to be different. */
struct edit {
    const char *action;
    int64_t start, end; /* end 0: as it is */
    int64_t tag;        /* 0: as it is */
    const char *note;   /* NULL: as it is */
    bool delete;
    bool recode;
    int64_t code; /* with RECODE */
};

/* ERR_DENIED with the name of the lead who settled it. */
static enum err_code settled_denied(struct store *s, const struct annotation *a, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e, "SELECT name FROM reviewer WHERE id = ?1", "i", a->settled_by);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        code = err_set(e, ERR_DENIED,
                       a->settled == SETTLED_ACCEPTED
                           ? _("%s has accepted this annotation: it stays as it is until a lead opens it again")
                           : _("%s has rejected this annotation: it stays as it is until a lead opens it again"),
                       row ? stmt_text(st, 0) : "?");
    stmt_close(s, st);
    return code;
}

static enum err_code edit_found(struct store *s, const struct annotation *now, int64_t revision,
                                const struct edit *edit, struct err *e)
{
    if (now->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this annotation was deleted: nothing was changed"));
    if (now->reviewer != s->reviewer)
        return err_set(e, ERR_DENIED, _("this annotation is %s's: you can change your own only"), now->reviewer_name);
    enum err_code code = now->settled ? settled_denied(s, now, e) : document_check_open(s, now->document, e);
    if (code)
        return code;
    if (now->revision != revision)
        return annotation_stale(s, now->id, e);
    bool move = strcmp(edit->action, "move") == 0;
    struct image to = annotation_image(now);
    to.start = move ? edit->start : to.start;
    to.end = move ? edit->end : to.end;
    to.tag = edit->tag ? edit->tag : to.tag;
    to.note = edit->note ? (char *)edit->note : to.note;
    to.deleted = edit->delete;
    if (edit->recode)
        code = code_to_give(s, edit->code, now, &to.code, e);
    else if (to.tag != (int64_t)now->tag)
        to.code = 0; /* it was one of the other tag's */
    if (code || annotation_is(now, &to))
        return code;
    return annotation_apply(s, now, &to, &(struct feed_row){.action = edit->action, .stacked = true}, NULL, e);
}

static enum err_code edit(struct store *s, int64_t id, int64_t revision, const struct edit *edit, struct err *e)
{
    struct annotation now = {0};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_annotation_get(s, id, &now, e);
    if (!code)
        code = edit_found(s, &now, revision, edit, e);
    annotation_clear(&now);
    return write_end(s, code, e);
}

enum err_code store_retag(struct store *s, int64_t id, int64_t revision, enum tag tag, struct err *e)
{
    enum err_code code = check_tag(tag, e);
    return code ? code : edit(s, id, revision, &(struct edit){.action = "retag", .tag = tag}, e);
}

enum err_code store_move(struct store *s, int64_t id, int64_t revision, int64_t start, int64_t end, struct err *e)
{
    return edit(s, id, revision, &(struct edit){.action = "move", .start = start, .end = end}, e);
}

enum err_code store_note(struct store *s, int64_t id, int64_t revision, const char *note, struct err *e)
{
    enum err_code code = check_note(note, e);
    return code ? code : edit(s, id, revision, &(struct edit){.action = "note", .note = note}, e);
}

enum err_code store_delete(struct store *s, int64_t id, int64_t revision, struct err *e)
{
    return edit(s, id, revision, &(struct edit){.action = "delete", .delete = true}, e);
}

enum err_code store_recode(struct store *s, int64_t id, int64_t revision, int64_t code, struct err *e)
{
    return edit(s, id, revision, &(struct edit){.action = "code", .recode = true, .code = code}, e);
}

enum err_code annotation_recode(struct store *s, int64_t id, int64_t from, int64_t to, struct err *e)
{
    struct annotation now = {0};
    enum err_code code = store_annotation_get(s, id, &now, e);
    if (!code && (now.deleted || now.code != from))
        code = annotation_stale(s, id, e);
    if (!code)
        code = now.settled ? settled_denied(s, &now, e) : document_check_open(s, now.document, e);
    struct image image = annotation_image(&now);
    image.code = to;
    if (!code)
        code = annotation_apply(s, &now, &image, &(struct feed_row){.action = "code", .stacked = true}, NULL, e);
    annotation_clear(&now);
    return code;
}

/* ---- what a lead decides ---- */

const char *settled_name(enum settled settled)
{
    return settled == SETTLED_ACCEPTED ? "accepted" : settled == SETTLED_REJECTED ? "rejected" : "";
}

bool settled_parse(const char *s, enum settled *out)
{
    if (strcmp(s, "open") == 0)
        *out = SETTLED_NONE;
    else if (strcmp(s, settled_name(SETTLED_ACCEPTED)) == 0)
        *out = SETTLED_ACCEPTED;
    else if (strcmp(s, settled_name(SETTLED_REJECTED)) == 0)
        *out = SETTLED_REJECTED;
    else
        return false;
    return true;
}

static enum err_code settle_found(struct store *s, const struct annotation *now, int64_t revision, enum settled settled,
                                  struct err *e)
{
    if (now->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this annotation was deleted: nothing was changed"));
    if (now->revision != revision)
        return annotation_stale(s, now->id, e);
    if (now->settled == settled)
        return ERR_OK;
    struct image to = annotation_image(now);
    to.settled = settled;
    to.settled_by = settled ? s->reviewer : 0;
    return annotation_apply(s, now, &to, &(struct feed_row){.action = "settle", .stacked = true}, NULL, e);
}

enum err_code store_settle(struct store *s, int64_t id, int64_t revision, enum settled settled, struct err *e)
{
    struct annotation now;
    if (settled > SETTLED_REJECTED)
        return err_set(e, ERR_INPUT, _("an annotation is accepted, rejected or open"));
    enum err_code code = write_begin_as(s, ROLE_LEAD, e);
    if (code)
        return code;
    code = store_annotation_get(s, id, &now, e);
    if (!code)
        code = settle_found(s, &now, revision, settled, e);
    annotation_clear(&now);
    return write_end(s, code, e);
}
