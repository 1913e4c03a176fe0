/* Codes by what people call them: "unwilling/afraid". */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"
#include "text/find.h"

#include <string.h>

/* ---- the path of a code ---- */

/* A slash is what parts the names, and what keeps it from that must not do it where it stands for itself. */
void code_path_add(struct str *out, const char *name)
{
    for (const char *p = name; *p; p++) {
        if (*p == '/' || *p == '\\')
            str_addc(out, '\\');
        str_addc(out, *p);
    }
}

static enum err_code add_name(struct store *s, int64_t id, struct str *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(s, &st, e, "SELECT name FROM code WHERE id = ?1", "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        code_path_add(out, stmt_text(st, 0));
    stmt_close(s, st);
    return code;
}

enum err_code store_code_path(struct store *s, int64_t id, struct str *out, struct err *e)
{
    const struct code_map *m;
    int64_t way[STORE_CODE_DEPTH_MAX];
    size_t n = 0;
    enum err_code code = code_map_now(s, &m, e);
    if (code)
        return code;
    const struct code_node *at = code_map_find(m, id);
    if (!at)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no code with the number %lld"), s->path, (long long)id);
    for (; at && n < STORE_CODE_DEPTH_MAX; at = at->parent ? code_map_find(m, at->parent) : NULL)
        way[n++] = at->id;
    while (!code && n > 0) {
        code = add_name(s, way[--n], out, e);
        if (n > 0)
            str_addc(out, '/');
    }
    return code;
}

/* ---- the code at a path ---- */

struct named {
    int64_t id, parent;
    enum tag tag;
    char *name; /* folded */
};

struct names {
    struct named *all;
    size_t count, cap;
};

static void names_clear(struct names *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->all[i].name);
    free(l->all);
}

static char *fold(const char *name, size_t n)
{
    struct str out = {0};
    find_fold_words(name, n, &out);
    return str_take(&out);
}

/* The codes of TAG that stand. */
static enum err_code read_names(struct store *s, enum tag tag, struct names *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    const struct code_map *m;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT id, name FROM code WHERE ?1 IN (0, tag) AND merged_into IS NULL AND "
                                   "deleted_at IS NULL ORDER BY id",
                                   "i", (int64_t)tag);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        code = code_map_here(s, &m, e);
        const struct code_node *n = code ? NULL : code_map_find(m, sqlite3_column_int64(st, 0));
        if (!n)
            continue;
        const char *name = stmt_text(st, 1);
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = (struct named){n->id, n->parent, n->tag, fold(name, strlen(name))};
    }
    stmt_close(s, st);
    return code;
}

/* The next name of a path, from *AT on, which goes behind it. False at the end. */
static bool next_name(const char **at, struct str *out)
{
    str_truncate(out, 0);
    if (!*at)
        return false;
    const char *p = *at;
    for (; *p && *p != '/'; p++) {
        if (*p == '\\' && (p[1] == '/' || p[1] == '\\'))
            p++;
        str_addc(out, *p);
    }
    *at = *p ? p + 1 : NULL;
    return true;
}

/* The code at PATH below TAG itself, or 0. */
static int64_t walk(const struct names *l, enum tag tag, const char *path)
{
    struct str name = {0};
    int64_t at = 0;
    for (bool found = true; found && next_name(&path, &name);) {
        char *folded = fold(str_z(&name), name.len);
        found = false;
        for (size_t i = 0; !found && i < l->count; i++) {
            const struct named *n = &l->all[i];
            found = n->tag == tag && n->parent == at && strcmp(n->name, folded) == 0;
            if (found)
                at = n->id;
        }
        at = found ? at : 0;
        free(folded);
    }
    str_clear(&name);
    return at;
}

/* Those at the very path, or, where there is none, those of that name: in *ID one of them; how many. */
static size_t matches(const struct names *l, const char *path, int64_t *id)
{
    size_t n = 0;
    for (enum tag tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++) {
        int64_t at = walk(l, tag, path);
        *id = at ? at : *id;
        n += at != 0;
    }
    struct str name = {0};
    const char *rest = path;
    next_name(&rest, &name);
    char *folded = fold(str_z(&name), name.len);
    for (size_t i = 0; n == 0 && !rest && i < l->count; i++) {
        if (strcmp(l->all[i].name, folded) != 0)
            continue;
        for (size_t j = i; j < l->count; j++)
            n += strcmp(l->all[j].name, folded) == 0;
        *id = l->all[i].id;
    }
    free(folded);
    str_clear(&name);
    return n;
}

enum err_code store_code_at(struct store *s, enum tag tag, const char *path, int64_t *id, struct err *e)
{
    struct names all = {0};
    *id = 0;
    if (!points_count(path, strlen(path), NULL))
        return err_set(e, ERR_INPUT, _("the name of the code is not UTF-8"));
    enum err_code code = read_names(s, tag, &all, e);
    size_t n = code ? 0 : matches(&all, path, id);
    names_clear(&all);
    if (code || n == 1)
        return code;
    *id = 0;
    if (n == 0)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no code “%s”"), s->path, path);
    return err_set(e, ERR_INPUT, _("there are %zu codes “%s”: say which, with its tag and its path (a/b)"), n, path);
}
