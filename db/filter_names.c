/* The names in an expression: reviewers, documents, codes, saved filters. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/code.h"
#include "db/filter_tree.h"
#include "text/find.h"

#include <string.h>

/* What one expression and the saved filters in it are looked up with. */
struct names {
    struct store *s;
    struct err *e;
    const char *chain[FILTER_DEPTH_MAX]; /* the saved filters that are being put in */
    size_t depth;
    int level;           /* of what is to hold together in one another */
    size_t terms, words; /* of all of them together */
};

/* ---- reviewers ---- */

struct sought {
    const char *name;
    char *folded;
    int64_t same; /* whose name is the same but for the case and the like; -1: several */
    char *near;   /* the name of somebody who may be meant */
};

static char *folded(const char *s)
{
    struct str out = {0};
    find_fold_words(s, strlen(s), &out);
    return str_take(&out);
}

static void consider(struct sought *x, int64_t id, const char *name)
{
    char *other = folded(name);
    if (strcmp(other, x->folded) == 0)
        x->same = x->same ? -1 : id;
    else if (!x->near && (strncmp(other, x->folded, strlen(x->folded)) == 0 || filter_is_near(other, x->folded)))
        x->near = mem_dup(name);
    free(other);
}

static enum err_code no_reviewer(struct names *n, const struct sought *x)
{
    if (x->same < 0)
        return err_set(n->e, ERR_INPUT, _("several reviewers are called “%s” in small and capital letters"), x->name);
    if (x->near)
        return err_set(n->e, ERR_INPUT, _("there is no reviewer “%s”: did you mean %s?"), x->name, x->near);
    return err_set(n->e, ERR_INPUT, _("there is no reviewer “%s”"), x->name);
}

static enum err_code find_reviewer(struct names *n, struct filter_value *v)
{
    sqlite3_stmt *st;
    bool row = false;
    struct sought x = {.name = v->text, .folded = folded(v->text)};
    enum err_code code = stmt_open(n->s, &st, n->e, "SELECT id, name FROM reviewer ORDER BY id", "");
    while (!code && !v->id && !(code = stmt_step(n->s, st, &row, n->e)) && row) {
        if (strcmp(stmt_text(st, 1), v->text) == 0)
            v->id = sqlite3_column_int64(st, 0);
        else
            consider(&x, sqlite3_column_int64(st, 0), stmt_text(st, 1));
    }
    stmt_close(n->s, st);
    if (!code && !v->id) {
        v->id = x.same > 0 ? x.same : 0;
        code = v->id ? ERR_OK : no_reviewer(n, &x);
    }
    free(x.folded);
    free(x.near);
    return code;
}

/* ---- documents ---- */

/* The document with this number or this name; or else some document must have the words in its name. */
static enum err_code find_document(struct names *n, struct filter_value *v)
{
    size_t digits = strspn(v->text, "0123456789");
    int64_t number = digits < 19 && !v->text[digits] ? strtoll(v->text, NULL, 10) : 0;
    bool found = false;
    enum err_code code = stmt_int(n->s, &v->id, &found, n->e,
                                  "SELECT id FROM document WHERE id = ?1 OR name = ?2 ORDER BY id = ?1 DESC LIMIT 1",
                                  "it", number, v->text);
    if (code || found)
        return code;
    struct filter in = {.kind = FILTER_FIELD, .field = FIELD_IN, .values = v, .value_count = 1};
    sqlite3_stmt *st;
    code =
        filter_open(n->s, &in, "SELECT 1 FROM (SELECT id AS document_id FROM document) a WHERE " FILTER_HERE " LIMIT 1",
                    "", NULL, 0, &st, n->e);
    if (!code)
        code = stmt_step(n->s, st, &found, n->e);
    stmt_close(n->s, st);
    if (!code && !found)
        return err_set(n->e, ERR_INPUT, _("there is no document with the number, the name or the words “%s”"), v->text);
    return code;
}

/* ---- saved filters ---- */

static enum err_code read_saved(struct names *n, const char *name, char **expression)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code =
        stmt_open(n->s, &st, n->e, "SELECT expression FROM filter WHERE name = ?1 AND deleted_at IS NULL", "t", name);
    if (!code)
        code = stmt_step(n->s, st, &row, n->e);
    if (!code && row)
        *expression = mem_dup(stmt_text(st, 0));
    stmt_close(n->s, st);
    return code;
}

static char *near_saved(struct names *n, const char *name)
{
    sqlite3_stmt *st;
    bool row = false;
    char *near = NULL;
    enum err_code code =
        stmt_open(n->s, &st, NULL, "SELECT name FROM filter WHERE deleted_at IS NULL ORDER BY name", "");
    while (!code && !near && !(code = stmt_step(n->s, st, &row, NULL)) && row) {
        const char *other = stmt_text(st, 0);
        if (strncmp(other, name, strlen(name)) == 0 || filter_is_near(other, name))
            near = mem_dup(other);
    }
    stmt_close(n->s, st);
    return near;
}

static enum err_code no_saved(struct names *n, const char *name)
{
    char *near = near_saved(n, name);
    enum err_code code =
        near ? err_set(n->e, ERR_INPUT, _("there is no saved filter “%s”: did you mean @%s?"), name, near)
             : err_set(n->e, ERR_INPUT, _("there is no saved filter “%s”"), name);
    free(near);
    return code;
}

static enum err_code check_chain(struct names *n, const char *name)
{
    for (size_t i = 0; i < n->depth; i++)
        if (strcmp(n->chain[i], name) == 0)
            return err_set(n->e, ERR_INPUT, _("the saved filter @%s leads to itself"), name);
    if (n->depth == FILTER_DEPTH_MAX)
        return err_set(n->e, ERR_INPUT, _("more than %d saved filters stand in one another"), FILTER_DEPTH_MAX);
    return ERR_OK;
}

static enum err_code resolve(struct names *n, struct filter *f, size_t *at);

static enum err_code put_saved(struct names *n, struct filter *f)
{
    const char *name = f->values[0].text;
    char *expression = NULL;
    struct filter *inside = NULL;
    size_t at;
    enum err_code code = check_chain(n, name);
    if (!code)
        code = read_saved(n, name, &expression);
    if (!code && !expression)
        return no_saved(n, name);
    if (!code)
        code = filter_parse(expression, &inside, &at, n->e);
    n->chain[n->depth++ % FILTER_DEPTH_MAX] = name;
    if (!code && inside)
        code = resolve(n, inside, &at);
    if (code == ERR_INPUT && expression)
        err_prefix(n->e, "@%s", name);
    n->depth--;
    free(expression);
    if (inside)
        filter_add_part(f, inside);
    return code;
}

/* ---- the tree ---- */

/* The message has no name of a file, as those about people and documents here have none: it stands below what was
 * typed. */
static enum err_code find_code(struct names *n, struct filter_value *v)
{
    enum err_code code = store_code_at(n->s, TAG_NONE, v->text, &v->id, n->e);
    return code == ERR_NOT_FOUND ? err_set(n->e, ERR_INPUT, _("there is no code “%s”"), v->text) : code;
}

static enum err_code find_value(struct names *n, const struct filter *f, struct filter_value *v)
{
    if (f->field == FIELD_BY)
        return find_reviewer(n, v);
    if (f->field == FIELD_IN)
        return find_document(n, v);
    return f->field == FIELD_CODE ? find_code(n, v) : ERR_OK;
}

/* Saved filters are small each, and together without bound. */
static enum err_code count(struct names *n, const struct filter *f)
{
    n->terms += f->value_count + (f->kind == FILTER_WORD);
    n->words += filter_looks_for_words(f) ? f->value_count : 0;
    if (n->terms > FILTER_TERMS_MAX)
        return err_set(n->e, ERR_INPUT, _("the filter has more than %d terms"), FILTER_TERMS_MAX);
    if (n->words > FILTER_WORDS_MAX)
        return err_set(n->e, ERR_INPUT, _("a filter looks for no more than %d words at a time"), FILTER_WORDS_MAX);
    return ERR_OK;
}

static enum err_code resolve_parts(struct names *n, struct filter *f, size_t *at)
{
    bool group = f->kind == FILTER_AND || f->kind == FILTER_OR;
    enum err_code code = ERR_OK;
    n->level += group;
    if (n->level > FILTER_DEPTH_MAX + 1)
        code = err_set(n->e, ERR_INPUT, _("there are more than %d parentheses in one another"), FILTER_DEPTH_MAX);
    for (size_t i = 0; !code && i < f->part_count; i++)
        code = resolve(n, f->parts[i], at);
    n->level -= group;
    return code;
}

static enum err_code resolve(struct names *n, struct filter *f, size_t *at)
{
    *at = f->at;
    enum err_code code = count(n, f);
    for (size_t i = 0; !code && f->kind == FILTER_FIELD && i < f->value_count; i++) {
        *at = f->values[i].at;
        code = find_value(n, f, &f->values[i]);
    }
    if (!code && f->kind == FILTER_SAVED)
        return put_saved(n, f);
    if (!code)
        code = resolve_parts(n, f, at);
    return code == ERR_NOT_FOUND ? ERR_INPUT : code;
}

enum err_code filter_resolve(struct store *s, struct filter *f, size_t *at, struct err *e)
{
    struct names n = {.s = s, .e = e};
    return resolve(&n, f, at);
}

enum err_code store_filter_parse(struct store *s, const char *text, struct filter **out, size_t *at, struct err *e)
{
    enum err_code code = filter_parse(text, out, at, e);
    if (code || !*out)
        return code;
    code = filter_resolve(s, *out, at, e);
    if (code)
        filter_free(out);
    return code;
}
