/* What the file promises, asked of every row. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <string.h>

#define FINDINGS_PER_RULE 100

struct check {
    struct store *s;
    store_line_fn *fn;
    void *ctx;
    size_t findings;
    bool stop;
};

static void finding(struct check *c, const char *line)
{
    c->findings++;
    c->stop = c->stop || !c->fn(c->ctx, line);
}

/* A rule is a query for the numbers of the rows that break it. */
struct rule {
    const char *says; /* one %lld: the number */
    const char *sql;
};

#define LAST_CHANGE(table, kind) "(SELECT max(seq) FROM change WHERE entity = '" kind "' AND entity_id = " table ".id)"

static const struct rule rules[] = {
    {N_("annotation %lld: its range is not inside the text"),
     "SELECT a.id FROM annotation a LEFT JOIN document d ON d.id = a.document_id "
     "WHERE NOT (a.start >= 0 AND a.end > a.start AND a.end <= coalesce(d.length, 0))"},
    {N_("annotation %lld: there is no such tag"), "SELECT id FROM annotation WHERE tag NOT BETWEEN 1 AND 3"},
    {N_("annotation %lld: the feed does not say who made it"),
     "SELECT a.id FROM annotation a WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'annotation' "
     "AND c.entity_id = a.id AND c.action IN ('create', 'carry'))"},
    {N_("annotation %lld: it is not as the last change in the feed left it"),
     "SELECT a.id FROM annotation a JOIN change c ON c.seq = " LAST_CHANGE(
         "a", "annotation") " WHERE iif(json_valid(c.after), "
                            "(a.start, a.end, (SELECT name FROM tag WHERE id = a.tag), a.note, a.deleted_at IS NOT "
                            "NULL, CASE a.settled WHEN 1 THEN 'accepted' WHEN 2 THEN 'rejected' END, a.settled_by) "
                            "IS NOT (c.after ->> '$.start', c.after ->> '$.end', c.after ->> '$.tag', "
                            "c.after ->> '$.note', c.after ->> '$.deleted', c.after ->> '$.settled', "
                            "c.after ->> '$.settled_by'), 0)"},
    {N_("annotation %lld: it is settled by nobody, or not as anything"),
     "SELECT id FROM annotation WHERE (settled IS NULL) <> (settled_by IS NULL) OR settled NOT BETWEEN 1 AND 2"},
    {N_("document %lld: it has no text"),
     "SELECT id FROM document WHERE id NOT IN (SELECT document_id FROM document_text)"},
    {N_("document %lld: the feed does not say who imported it"),
     "SELECT d.id FROM document d WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'document' "
     "AND c.entity_id = d.id AND c.action = 'import')"},
    {N_("document %lld: it is done, or open, otherwise than the feed says"),
     "SELECT d.id FROM document d JOIN change c ON c.seq = " LAST_CHANGE(
         "d", "document") " WHERE iif(json_valid(c.after), (d.done_at IS NOT NULL) IS NOT coalesce(c.after ->> "
                          "'$.done', 0), 0)"},
    {N_("document %lld: its SHA-256 is none"),
     "SELECT id FROM document WHERE length(sha256) <> 64 OR sha256 GLOB '*[^0-9a-f]*'"},
    {N_("change %lld: the one before it is missing"),
     "SELECT seq FROM change c WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM change p WHERE p.seq = c.seq - 1)"},
    {N_("change %lld: its record is not JSON"), "SELECT seq FROM change WHERE (before IS NOT NULL AND NOT "
                                                "json_valid(before)) OR (after IS NOT NULL AND NOT json_valid(after))"},
    {N_("change %lld: its annotation is missing"),
     "SELECT seq FROM change WHERE entity = 'annotation' AND entity_id NOT IN (SELECT id FROM annotation)"},
    {N_("change %lld: what it is about is missing"),
     "SELECT seq FROM change c WHERE (entity = 'comment' AND NOT EXISTS (SELECT 1 FROM comment WHERE id = "
     "c.entity_id)) "
     "OR (entity = 'assignment' AND NOT EXISTS (SELECT 1 FROM assignment WHERE id = c.entity_id)) "
     "OR (entity = 'document' AND NOT EXISTS (SELECT 1 FROM document WHERE id = c.entity_id)) "
     "OR (entity = 'reviewer' AND NOT EXISTS (SELECT 1 FROM reviewer WHERE id = c.entity_id))"},
    {N_("change %lld: what undo or redo would take next is no such change"),
     "SELECT c.seq FROM change c WHERE (c.undo_next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change t "
     "WHERE t.seq = c.undo_next AND t.undo_next = t.seq AND t.seq <= c.seq AND t.reviewer_id = c.reviewer_id)) "
     "OR (c.redo_next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change t WHERE t.seq = c.redo_next AND t.seq <= c.seq "
     "AND t.reviewer_id = c.reviewer_id AND t.action = 'undo'))"},
    {N_("document %lld: a place or mark is outside its text"),
     "SELECT p.document_id FROM place p LEFT JOIN document d ON d.id = p.document_id "
     "WHERE NOT (p.position BETWEEN 0 AND coalesce(d.length, -1))"},
};

/* Those of a team, since version 2. */
static const struct rule team_rules[] = {
    {N_("reviewer %lld: there is no such role"), "SELECT id FROM reviewer WHERE role NOT BETWEEN 1 AND 3"},
    {N_("reviewer %lld: the role is not as the last change in the feed left it"),
     "SELECT v.id FROM reviewer v JOIN change c ON c.seq = (SELECT max(seq) FROM change WHERE entity = 'reviewer' "
     "AND entity_id = v.id AND iif(json_valid(after), after ->> '$.role' IS NOT NULL, 0)) "
     "WHERE c.after ->> '$.role' IS NOT (SELECT name FROM role WHERE id = v.role)"},
    {N_("assignment %lld: the feed does not say who made it"),
     "SELECT a.id FROM assignment a WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'assignment' "
     "AND c.entity_id = a.id AND c.action = 'assign' AND c.before IS NULL)"},
    {N_("assignment %lld: it is not as the last change in the feed left it"),
     "SELECT a.id FROM assignment a JOIN change c ON c.seq = " LAST_CHANGE(
         "a", "assignment") " WHERE iif(json_valid(c.after), (a.document_id, a.reviewer_id, a.done_at IS NOT NULL, "
                            "a.deleted_at IS NOT NULL) IS NOT (c.after ->> '$.document', c.after ->> '$.reviewer', "
                            "c.after ->> '$.done', c.after ->> '$.deleted'), 0)"},
    {N_("comment %lld: the feed does not say who made it"),
     "SELECT m.id FROM comment m WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'comment' "
     "AND c.entity_id = m.id AND c.action IN ('create', 'carry'))"},
    {N_("comment %lld: it is not as the last change in the feed left it"),
     "SELECT m.id FROM comment m JOIN change c ON c.seq = " LAST_CHANGE(
         "m", "comment") " WHERE iif(json_valid(c.after), (m.annotation_id, m.thread, m.question, m.body, "
                         "m.resolved_by, m.deleted_at IS NOT NULL) IS NOT (c.after ->> '$.annotation', "
                         "c.after ->> '$.thread', c.after ->> '$.question', c.after ->> '$.body', "
                         "c.after ->> '$.resolved', c.after ->> '$.deleted'), 0)"},
    {N_("comment %lld: its thread was not begun under the same annotation"),
     "SELECT m.id FROM comment m LEFT JOIN comment t ON t.id = m.thread WHERE m.thread IS NOT NULL "
     "AND (t.thread IS NOT NULL OR t.annotation_id IS NOT m.annotation_id)"},
    {N_("comment %lld: it is resolved by nobody, or answers and is resolved"),
     "SELECT id FROM comment WHERE (resolved_at IS NULL) <> (resolved_by IS NULL) "
     "OR (thread IS NOT NULL AND resolved_at IS NOT NULL)"},
};

static enum err_code run_rule(struct check *c, const struct rule *rule, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(c->s, &st, e, rule->sql, "");
    for (int n = 0; !code && !c->stop && n < FINDINGS_PER_RULE; n++) {
        code = stmt_step(c->s, st, &row, e);
        if (code || !row)
            break;
        struct str line = {0};
        str_addf(&line, _(rule->says), (long long)sqlite3_column_int64(st, 0));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

/* SQLite says all that is wrong with the pages in one text of several lines. */
static void page_findings(struct check *c, const char *text)
{
    while (*text && !c->stop) {
        size_t n = strcspn(text, "\n");
        char *line = mem_ndup(text, n);
        if (n > 0)
            finding(c, line);
        free(line);
        text += n + (text[n] == '\n');
    }
}

static enum err_code check_pages(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(c->s, &st, e, "PRAGMA integrity_check(100)", "");
    while (!code && !c->stop && !(code = stmt_step(c->s, st, &row, e)) && row) {
        const char *text = stmt_text(st, 0);
        if (strcmp(text, "ok") != 0)
            page_findings(c, text);
    }
    stmt_close(c->s, st);
    return code;
}

static enum err_code check_references(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(c->s, &st, e, "PRAGMA foreign_key_check", "");
    for (int n = 0; !code && !c->stop && n < FINDINGS_PER_RULE; n++) {
        code = stmt_step(c->s, st, &row, e);
        if (code || !row)
            break;
        struct str line = {0};
        str_addf(&line, _("table %s, row %lld: what it refers to in table %s is missing"), stmt_text(st, 0),
                 (long long)sqlite3_column_int64(st, 1), stmt_text(st, 2));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

/* Every string of a column is valid UTF-8 without NUL; where the query has a third column, of that many code points. */
static enum err_code check_text(struct check *c, const char *sql, const char *says, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = stmt_open(c->s, &st, e, sql, "");
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        int64_t points;
        const char *z = (const char *)sqlite3_column_text(st, 1);
        bool fine = points_count(z, z ? (size_t)sqlite3_column_bytes(st, 1) : 0, &points);
        if (fine && (sqlite3_column_count(st) < 3 || points == sqlite3_column_int64(st, 2)))
            continue;
        struct str line = {0};
        str_addf(&line, says, (long long)sqlite3_column_int64(st, 0));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

static enum err_code check_texts(struct check *c, struct err *e)
{
    enum err_code code =
        check_text(c, "SELECT d.id, t.text, d.length FROM document d JOIN document_text t ON t.document_id = d.id",
                   _("document %lld: its text is not UTF-8 of the length that is noted"), e);
    if (!code)
        code = check_text(c, "SELECT id, note FROM annotation", _("annotation %lld: its note is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, body FROM comment", _("comment %lld: its text is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name FROM document", _("document %lld: its name is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name FROM reviewer", _("reviewer %lld: the name is not UTF-8"), e);
    return code;
}

/* Triggers and views never run here, but in another program they would. */
static enum err_code check_schema(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = stmt_open(
        c->s, &st, e, "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name", "");
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        struct str line = {0};
        str_addf(&line, _("the %s “%s” is not from zhupi: it does not run here, but does in other programs"),
                 stmt_text(st, 0), stmt_text(st, 1));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

/* The columns of the table or index m of sqlite_schema. */
#define SHAPE                                                                                                          \
    "coalesce((SELECT group_concat(name || ' ' || type || ' ' || \"notnull\" || ' ' || pk) "                           \
    "FROM pragma_table_xinfo(m.name)), (SELECT group_concat(name) FROM pragma_index_xinfo(m.name)), '')"

/* SQLite finds a file sound whose tables have other names or columns, with which no session can work. */
static enum err_code check_shape(struct check *c, struct err *e)
{
    struct store *model;
    sqlite3_stmt *want = NULL;
    bool row = false;
    enum err_code code = migrate_model(&model, e);
    if (code)
        return code;
    code =
        stmt_open(model, &want, e,
                  "SELECT m.type, m.name, " SHAPE " FROM sqlite_schema m WHERE m.sql IS NOT NULL ORDER BY m.name", "");
    while (!code && !c->stop && !(code = stmt_step(model, want, &row, e)) && row) {
        int64_t one;
        bool same = false;
        const char *type = stmt_text(want, 0), *name = stmt_text(want, 1);
        code = stmt_int(c->s, &one, &same, e,
                        "SELECT 1 FROM sqlite_schema m WHERE m.type = ?1 AND m.name = ?2 AND " SHAPE " = ?3", "ttt",
                        type, name, stmt_text(want, 2));
        if (code || same)
            continue;
        struct str line = {0};
        str_addf(&line, _("the %s “%s” is missing, or not as zhupi made it"), type, name);
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(model, want);
    store_close(&model);
    return code;
}

/* A part that fails because the file is damaged is itself a finding, and the others go on. */
static enum err_code outcome(struct check *c, enum err_code code, const struct err *e)
{
    if (code != ERR_CORRUPT)
        return code;
    finding(c, e->msg);
    return ERR_OK;
}

static enum err_code check_all(struct check *c, struct err *e)
{
    static enum err_code (*const parts[])(struct check *, struct err *) = {check_pages, check_references, check_schema,
                                                                           check_shape, check_texts};
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && !c->stop && i < sizeof parts / sizeof *parts; i++)
        code = outcome(c, parts[i](c, e), e);
    for (size_t i = 0; !code && !c->stop && i < sizeof rules / sizeof *rules; i++)
        code = outcome(c, run_rule(c, &rules[i], e), e);
    for (size_t i = 0; !code && !c->stop && i < sizeof team_rules / sizeof *team_rules; i++)
        code = outcome(c, run_rule(c, &team_rules[i], e), e);
    return code;
}

enum err_code store_check(struct store *s, store_line_fn *fn, void *ctx, size_t *findings, struct err *e)
{
    struct check c = {.s = s, .fn = fn, .ctx = ctx};
    struct err own = {0};
    e = e ? e : &own;
    *findings = 0;
    if (s->listing > 0 || s->writing)
        return err_set(e, ERR_INPUT, _("%s: no check can be made from inside a listing"), s->path);
    enum err_code code = stmt_run(s, e, "BEGIN", ""); /* all of it sees one moment */
    if (code)
        return code;
    s->listing++;
    code = check_all(&c, e);
    s->listing--;
    stmt_run(s, NULL, "ROLLBACK", "");
    *findings = c.findings;
    return code;
}
