#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

/* The change that is taken back: the annotation as it was before it and as it left it. */
struct step {
    int64_t seq, annotation;
    struct image before, after;
};

static void step_clear(struct step *p)
{
    image_clear(&p->before);
    image_clear(&p->after);
}

/* Eight columns from I on. A file of version 1 has only five members, one before version 4 seven: nothing in it was
 * settled, or had a code. */
static bool read_image(sqlite3_stmt *st, int i, struct image *out)
{
    enum tag tag;
    enum settled settled = SETTLED_NONE;
    const char *verdict = stmt_text(st, i + 5);
    if (!tag_parse(stmt_text(st, i + 2), &tag) || (*verdict && !settled_parse(verdict, &settled)))
        return false;
    *out = (struct image){
        .start = sqlite3_column_int64(st, i),
        .end = sqlite3_column_int64(st, i + 1),
        .tag = tag,
        .note = mem_dup(stmt_text(st, i + 3)),
        .deleted = sqlite3_column_int(st, i + 4) != 0,
        .settled = settled,
        .settled_by = sqlite3_column_int64(st, i + 6),
        .code = sqlite3_column_int64(st, i + 7),
    };
    return true;
}

/* A "create" has nothing before it: taken back, the annotation is there and deleted. */
static bool read_step(sqlite3_stmt *st, struct step *out)
{
    out->annotation = sqlite3_column_int64(st, 0);
    if (!read_image(st, 2, &out->after))
        return false;
    if (sqlite3_column_type(st, 1) != SQLITE_NULL)
        return read_image(st, 10, &out->before);
    out->before = out->after;
    out->before.note = mem_dup(out->after.note);
    out->before.deleted = true;
    return true;
}

static enum err_code damaged(struct store *s, int64_t seq, struct err *e)
{
    return err_set(e, ERR_CORRUPT, _("%s: the record of change %lld is damaged: nothing was changed"), s->path,
                   (long long)seq);
}

#define IMAGE(column)                                                                                                  \
    column " ->> '$.start', " column " ->> '$.end', " column " ->> '$.tag', " column " ->> '$.note', " column          \
           " ->> '$.deleted', " column " ->> '$.settled', " column " ->> '$.settled_by', " column " ->> '$.code'"

static enum err_code load_step(struct store *s, int64_t seq, struct step *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *out = (struct step){.seq = seq};
    enum err_code code =
        stmt_open(s, &st, e,
                  "SELECT entity_id, before, " IMAGE("after") ", " IMAGE(
                      "before") " FROM change WHERE seq = ?1 AND reviewer_id = ?2 AND entity = 'annotation'",
                  "ii", seq, s->reviewer);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code && (!row || !read_step(st, out)))
        code = damaged(s, seq, e);
    stmt_close(s, st);
    return code;
}

/* A row of the feed that undo or redo may take. Only such a row is on top of one of the stacks behind itself. */
struct record {
    char entity[16], action[16]; /* the action of the first change of the chain */
    int64_t id, document;
    int64_t parts; /* of a group */
    bool part;     /* it belongs to one */
    char *before, *after;
};

/* What is a PART is on no stack: its group is. */
static enum err_code load_record(struct store *s, int64_t seq, bool part, struct record *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code =
        stmt_open(s, &st, e,
                  "SELECT c.entity, c.entity_id, c.document_id, c.before, c.after, o.action, c.parts FROM change c "
                  "JOIN change o ON o.seq = coalesce(c.origin, c.seq) WHERE c.seq = ?1 AND c.reviewer_id = ?2 "
                  "AND iif(?3, c.entity <> 'group', ?1 IN (c.undo_next, c.redo_next))",
                  "iii", seq, s->reviewer, (int64_t)part);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        snprintf(out->entity, sizeof out->entity, "%s", stmt_text(st, 0));
        out->id = sqlite3_column_int64(st, 1);
        out->document = sqlite3_column_int64(st, 2);
        out->before = sqlite3_column_type(st, 3) == SQLITE_NULL ? NULL : mem_dup(stmt_text(st, 3));
        out->after = mem_dup(stmt_text(st, 4));
        snprintf(out->action, sizeof out->action, "%s", stmt_text(st, 5));
        out->parts = sqlite3_column_int64(st, 6);
        out->part = part;
    }
    stmt_close(s, st);
    return code || row ? code : damaged(s, seq, e);
}

static enum err_code leads_only(const struct store *s, struct err *e)
{
    return err_set(e, ERR_DENIED, _("%s: only a lead may take this back or do it again, and you are a %s"), s->path,
                   role_label(s->role));
}

/* A role may have changed since, and what only a lead may do only a lead takes back. */
static enum err_code check_role(struct store *s, const struct record *r, struct err *e)
{
    bool owner = s->owner && strcmp(r->entity, "reviewer") == 0;
    if (s->role == ROLE_LEAD || owner || !role_is_for_leads(r->entity, r->action))
        return ERR_OK;
    return leads_only(s, e);
}

/* What was carried over is taken back by who carried it: one's own, or as lead everybody's. */
static enum err_code check_carried(struct store *s, const struct annotation *now, const struct image *to, struct err *e)
{
    if (now->reviewer != s->reviewer && s->role != ROLE_LEAD)
        return leads_only(s, e);
    return now->deleted && !to->deleted ? carry_check_alone(s, now, e) : ERR_OK;
}

/* Put the annotation back to what it was before the change SEQ; ROW says whether that is an undo or a redo. Only its
 * own reviewer takes a change back, and a lead a verdict, whosever annotation it is; whoever split a code gave what
 * came of it to everybody's. */
static enum err_code take_back_annotation(struct store *s, int64_t seq, const struct record *r, struct feed_row *row,
                                          struct undone *out, struct err *e)
{
    struct step step;
    struct annotation now = {0};
    enum err_code code = load_step(s, seq, &step, e);
    if (!code)
        code = store_annotation_get(s, step.annotation, &now, e);
    bool verdict = role_is_for_leads(r->entity, r->action), carried = strcmp(r->action, "carry") == 0;
    if (!code && !verdict)
        code = document_check_open(s, now.document, e);
    if (!code && carried)
        code = check_carried(s, &now, &step.before, e);
    bool split = r->part && strcmp(r->action, "code") == 0;
    if (!code && split && now.reviewer != s->reviewer && s->role != ROLE_LEAD)
        code = leads_only(s, e);
    if (!code && ((now.reviewer != s->reviewer && !verdict && !carried && !split) || !annotation_is(&now, &step.after)))
        code = annotation_stale(s, now.id, e);
    if (!code)
        code = code_check_given(s, &now, &step.before, e);
    if (!code)
        code = annotation_apply(s, &now, &step.before, row, &out->seq, e);
    if (!code) {
        out->document = now.document;
        out->annotation = now.id;
    }
    annotation_clear(&now);
    step_clear(&step);
    return code;
}

/* A code that made room for another one when that was moved: whoever moves one may make room. */
static bool is_spread(struct store *s, const struct record *r)
{
    return r->part && strcmp(r->action, "move") == 0 && r->before &&
           store_json_int(s, r->before, "parent") == store_json_int(s, r->after, "parent");
}

/* The same for the row of any other kind, as the feed has it. */
static enum err_code take_back_record(struct store *s, int64_t seq, const struct record *r, struct feed_row *row,
                                      struct undone *out, struct err *e)
{
    bool comment = strcmp(r->entity, "comment") == 0, link = strcmp(r->entity, "link") == 0;
    enum err_code code = comment && !r->part ? comment_take_back_part(s, seq, r->id, e) : ERR_OK;
    bool noise = strcmp(r->entity, "noise") == 0;
    if (!code && noise)
        code = document_check_open(s, r->document, e);
    if (!code && noise && r->before && !store_json_int(s, r->before, "deleted"))
        code = noise_check_again(s, r->id, e);
    if (!code && link)
        code = link_check_take_back(s, r->id, r->before && !store_json_int(s, r->before, "deleted"),
                                    strcmp(r->action, "delete") == 0, e);
    if (!code)
        code = entity_restore(s, r->entity, r->id, r->before, r->after, row, &out->seq, e);
    out->document = r->document;
    if (!code && strcmp(r->entity, "reviewer") == 0)
        code = role_check_lead_left(s, r->id, r->after, e);
    if (!code && strcmp(r->entity, "code") == 0)
        code = code_check_again(s, r->id, is_spread(s, r), e);
    if (!code && link)
        code = stmt_int(s, &out->annotation, NULL, e, "SELECT from_id FROM link WHERE id = ?1", "i", r->id);
    if (!code && comment)
        code = stmt_int(s, &out->annotation, NULL, e, "SELECT annotation_id FROM comment WHERE id = ?1", "i", r->id);
    return code;
}

/* What goes with another part of its group, or cannot go: a document that was imported, somebody who came. */
static bool stays(const struct record *r)
{
    static const char *const table[][2] = {
        {"comment", "carry"}, {"document", "import"}, {"reviewer", "create"}, {"reviewer", "rename"}};
    for (size_t i = 0; r->part && i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i][0], r->entity) == 0 && strcmp(table[i][1], r->action) == 0)
            return true;
    return false;
}

static enum err_code take_back_any(struct store *s, int64_t seq, const struct record *r, struct feed_row *row,
                                   struct undone *out, struct err *e)
{
    if (stays(r))
        return ERR_OK;
    if (strcmp(r->entity, "group") == 0)
        return group_take_back(s, seq, r->parts, r->action, row, out, e);
    return entity_known(r->entity) ? take_back_record(s, seq, r, row, out, e)
                                   : take_back_annotation(s, seq, r, row, out, e);
}

static enum err_code take_back(struct store *s, int64_t seq, struct feed_row *row, struct undone *out, struct err *e)
{
    struct record r = {0};
    enum err_code code = load_record(s, seq, row->part, &r, e);
    if (!code)
        code = check_role(s, &r, e);
    if (!code)
        code = take_back_any(s, seq, &r, row, out, e);
    memcpy(out->entity, r.entity, sizeof out->entity);
    memcpy(out->action, r.action, sizeof out->action);
    free(r.before);
    free(r.after);
    return code;
}

static struct feed_row row_of(int64_t seq, bool undo)
{
    return (struct feed_row){.action = undo ? "undo" : "redo", .undoes = undo ? seq : 0, .redoes = undo ? 0 : seq};
}

enum err_code undo_part(struct store *s, int64_t seq, bool undo, struct undone *out, struct err *e)
{
    struct feed_row row = row_of(seq, undo);
    row.part = true;
    return take_back(s, seq, &row, out, e);
}

/* One change of the stack, which becomes what was done; where something stands in its way nothing is left of the
 * attempt, and that is said. */
static enum err_code attempt(struct store *s, int64_t seq, bool undo, struct undone *out, struct err *e)
{
    struct feed_row row = row_of(seq, undo);
    enum err_code code = stmt_run(s, e, "SAVEPOINT attempt", "");
    if (code)
        return code;
    code = take_back(s, seq, &row, out, e);
    out->blocked = code == ERR_STALE || code == ERR_DENIED || code == ERR_INPUT;
    enum err_code over = out->blocked ? stmt_run(s, e, "ROLLBACK TO attempt", "") : ERR_OK;
    code_map_forget(s);
    if (!over && (!code || out->blocked))
        over = stmt_run(s, e, "RELEASE attempt", "");
    return over ? over : code;
}

/* The change that lies below SEQ in its stack; 0: none. The links of a damaged file may lead in a circle. */
static enum err_code below(struct store *s, int64_t seq, bool undo, int64_t *out, struct err *e)
{
    int64_t next_undo, next_redo;
    enum err_code code = feed_stacks_before(s, seq, &next_undo, &next_redo, e);
    *out = undo ? next_undo : next_redo;
    return !code && *out >= seq ? damaged(s, *out, e) : code;
}

static enum err_code nothing_left(int64_t left_out, bool undo, struct err *e)
{
    if (left_out)
        return err_set(e, ERR_NOT_FOUND,
                       undo ? _("there is nothing to undo but what others stand in the way of")
                            : _("there is nothing to redo but what others stand in the way of"));
    return err_set(e, ERR_NOT_FOUND, undo ? _("there is nothing to undo") : _("there is nothing to redo"));
}

/* From the top of the stack down, with PAST until one can be done. */
static enum err_code descend(struct store *s, bool undo, bool past, struct undone *out, struct err *e)
{
    int64_t seq;
    enum err_code code = below(s, INT64_MAX, undo, &seq, e);
    while (!code && seq) {
        struct undone done = {.left_out = out->left_out};
        memcpy(done.left_entity, out->left_entity, sizeof done.left_entity);
        memcpy(done.left_action, out->left_action, sizeof done.left_action);
        code = attempt(s, seq, undo, &done, e);
        *out = done;
        if (!done.blocked || !past)
            return code;
        if (out->left_out++ == 0) {
            memcpy(out->left_entity, done.entity, sizeof out->left_entity);
            memcpy(out->left_action, done.action, sizeof out->left_action);
        }
        code = below(s, seq, undo, &seq, e);
    }
    out->blocked = false;
    return code ? code : nothing_left(out->left_out, undo, e);
}

static enum err_code run(struct store *s, bool undo, bool past, struct undone *out, struct err *e)
{
    struct undone done = {0};
    enum err_code code = s->group.depth ? err_set(e, ERR_INPUT, _("%s: nothing is undone inside of a change"), s->path)
                                        : write_begin_as(s, ROLE_REVIEWER, e);
    if (!code)
        code = write_end(s, descend(s, undo, past, &done, e), e);
    if (!code && strcmp(done.entity, "reviewer") == 0) /* perhaps this one's own role */
        code = reviewer_read_role(s, e);
    if (code)
        done = (struct undone){.blocked = done.blocked};
    if (out)
        *out = done;
    return code;
}

enum err_code store_undo(struct store *s, struct undone *out, struct err *e)
{
    return run(s, true, false, out, e);
}

enum err_code store_redo(struct store *s, struct undone *out, struct err *e)
{
    return run(s, false, false, out, e);
}

enum err_code store_undo_past(struct store *s, struct undone *out, struct err *e)
{
    return run(s, true, true, out, e);
}

enum err_code store_redo_past(struct store *s, struct undone *out, struct err *e)
{
    return run(s, false, true, out, e);
}
