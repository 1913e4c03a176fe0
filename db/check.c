/* What the file promises, asked of every row. (The rules that are one query each stand in check_rules.c.) */
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

static enum err_code run_rule(struct check *c, const struct check_rule *rule, struct err *e)
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
        code = check_text(c, "SELECT id, note FROM link", _("link %lld: its note is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, body FROM comment", _("comment %lld: its text is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name FROM document", _("document %lld: its name is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name FROM reviewer", _("reviewer %lld: the name is not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name || definition || example || key FROM code",
                          _("code %lld: its words are not UTF-8"), e);
    if (!code)
        code = check_text(c, "SELECT id, name || expression FROM filter", _("filter %lld: its words are not UTF-8"), e);
    return code;
}

/* What was imported is there bit for bit. */
static enum err_code check_sources(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = stmt_open(c->s, &st, e, SELECT_SOURCE, "");
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        char *bytes;
        size_t n;
        if (source_read(st, &bytes, &n)) {
            free(bytes);
            continue;
        }
        struct str line = {0};
        str_addf(&line, _("document %lld: the imported file is not the one whose SHA-256 is noted"),
                 (long long)sqlite3_column_int64(st, 4));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

/* The kinds of noise are words of the text room. */
static enum err_code check_kinds(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = stmt_open(c->s, &st, e, "SELECT min(id), kind FROM noise GROUP BY kind", "");
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        enum noise_kind kind;
        if (noise_kind_parse(stmt_text(st, 1), &kind))
            continue;
        struct str line = {0};
        str_addf(&line, _("noise %lld: there is no such kind"), (long long)sqlite3_column_int64(st, 0));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    return code;
}

static bool collect_noise(void *ctx, const struct noise_mark *m)
{
    noise_list_add(ctx, m->noise.span, m->noise.kind);
    return true;
}

static enum err_code check_words_of(struct check *c, int64_t document, struct err *e)
{
    sqlite3_stmt *st;
    struct noise_list noise = {0};
    bool row = false, words = true;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = store_noise(c->s, document, collect_noise, &noise, e);
    if (code) {
        noise_list_clear(&noise);
        return code;
    }
    noise_unite(&noise);
    code = stmt_open(c->s, &st, e,
                     "SELECT id, start, end FROM annotation WHERE document_id = ?1 AND deleted_at IS NULL "
                     "AND start >= 0 AND end > start ORDER BY start",
                     "i", document);
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        int64_t start = sqlite3_column_int64(st, 1), end = sqlite3_column_int64(st, 2);
        code = noise_leaves_words(c->s, &noise, document, start, end, &words, e);
        if (code == ERR_NOT_FOUND) /* there is no text, which is a finding of its own */
            code = ERR_OK, words = true;
        if (code || words)
            continue;
        struct str line = {0};
        str_addf(&line, _("annotation %lld: all of its words are marked as noise"),
                 (long long)sqlite3_column_int64(st, 0));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
    noise_list_clear(&noise);
    return code;
}

/* An annotation whose words are all noise says nothing. */
static enum err_code check_words(struct check *c, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code =
        stmt_open(c->s, &st, e,
                  "SELECT id FROM document d WHERE EXISTS (SELECT 1 FROM noise WHERE document_id = d.id "
                  "AND deleted_at IS NULL) AND EXISTS (SELECT 1 FROM annotation WHERE document_id = d.id)",
                  "");
    while (!code && !c->stop && !(code = stmt_step(c->s, st, &row, e)) && row)
        code = check_words_of(c, sqlite3_column_int64(st, 0), e);
    stmt_close(c->s, st);
    return code;
}

/* A code that was merged counts as another one of its tag, however often that one was merged in turn. */
static enum err_code check_merges(struct check *c, struct err *e)
{
    const struct code_map *m;
    int64_t all = 0;
    size_t most = c->findings + FINDINGS_PER_RULE;
    struct str line = {0};
    enum err_code code = code_map_here(c->s, &m, e);
    if (!code)
        code = stmt_int(c->s, &all, NULL, e, "SELECT count(*) FROM code", "");
    for (size_t i = 0; !code && !c->stop && c->findings < most && i < m->count; i++) {
        if (m->all[i].counts_as)
            continue;
        str_truncate(&line, 0);
        str_addf(&line, _("code %lld: it was merged into itself, or into one of another tag"), (long long)m->all[i].id);
        finding(c, str_z(&line));
    }
    if (!code && (size_t)all != m->count) {
        str_truncate(&line, 0);
        str_addf(&line, _("the codebook has %lld codes, of which %zu can be used"), (long long)all, m->count);
        finding(c, str_z(&line));
    }
    str_clear(&line);
    return code;
}

/* Only what nothing has is deleted. */
static enum err_code check_codes_given(struct check *c, struct err *e)
{
    const struct code_map *m;
    sqlite3_stmt *st;
    bool row = false;
    size_t most = c->findings + FINDINGS_PER_RULE;
    enum err_code code = stmt_open(c->s, &st, e,
                                   "SELECT min(id), code_id FROM annotation WHERE code_id IS NOT NULL "
                                   "AND deleted_at IS NULL GROUP BY code_id",
                                   "");
    while (!code && !c->stop && c->findings < most && !(code = stmt_step(c->s, st, &row, e)) && row) {
        code = code_map_here(c->s, &m, e);
        const struct code_node *n = code ? NULL : code_map_find(m, sqlite3_column_int64(st, 1));
        const struct code_node *end = n ? code_map_find(m, n->counts_as) : NULL;
        if (!end || !end->deleted)
            continue;
        struct str line = {0};
        str_addf(&line, _("annotation %lld: its code was deleted"), (long long)sqlite3_column_int64(st, 0));
        finding(c, str_z(&line));
        str_clear(&line);
    }
    stmt_close(c->s, st);
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
    static enum err_code (*const parts[])(struct check *, struct err *) = {
        check_pages,   check_references, check_schema, check_shape,  check_texts,
        check_sources, check_kinds,      check_words,  check_merges, check_codes_given};
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && !c->stop && i < sizeof parts / sizeof *parts; i++)
        code = outcome(c, parts[i](c, e), e);
    for (const struct check_rule *rule = check_rules; !code && !c->stop && rule->sql; rule++)
        code = outcome(c, run_rule(c, rule, e), e);
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
