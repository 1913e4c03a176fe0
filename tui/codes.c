#include "tui/codes.h"

#include "base/mem.h"
#include "text/find.h"

#include <string.h>

void codes_clear(struct codes *c)
{
    for (size_t i = 0; i < c->count; i++)
        code_clear(&c->items[i]);
    free(c->items);
    free(c->by_id);
    *c = (struct codes){.reads = c->reads};
}

/* ---- reading ---- */

static bool add(void *ctx, const struct code *code)
{
    struct codes *c = ctx;
    c->items = mem_grow(c->items, &c->capacity, c->count + 1, sizeof *c->items);
    c->items[c->count++] = code_dup(code);
    return true;
}

static int by_id(const void *a, const void *b, void *ctx)
{
    const struct codes *c = ctx;
    int64_t x = c->items[*(const size_t *)a].id, y = c->items[*(const size_t *)b].id;
    return (x > y) - (x < y);
}

enum err_code codes_refresh(struct codes *c, struct store *s, struct err *e)
{
    if (c->known)
        return ERR_OK;
    codes_clear(c);
    c->reads++;
    enum err_code rc = store_codes(s, TAG_NONE, true, add, c, e);
    c->by_id = mem_alloc(c->count + 1, sizeof *c->by_id);
    for (size_t i = 0; i < c->count; i++)
        c->by_id[i] = i;
    qsort_r(c->by_id, c->count, sizeof *c->by_id, by_id, c);
    c->known = rc == ERR_OK;
    return rc;
}

/* A group is told by its parts, and by itself. */
void codes_changed(struct codes *c, const struct change *change)
{
    if (strcmp(change->entity, "code") == 0)
        c->known = false;
}

/* ---- finding ---- */

const struct code *codes_get(const struct codes *c, int64_t id)
{
    size_t lo = 0, hi = c->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->items[c->by_id[mid]].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->count && c->items[c->by_id[lo]].id == id ? &c->items[c->by_id[lo]] : NULL;
}

bool codes_stands(const struct code *code)
{
    return !code->deleted && !code->merged_into;
}

const struct code *codes_of(const struct codes *c, const struct annotation *a)
{
    const struct code *code = a->code_given ? codes_get(c, a->code_given) : NULL;
    if (code && code->merged_into)
        code = codes_get(c, code->merged_into);
    return code && codes_stands(code) && code->tag == a->tag ? code : NULL;
}

const struct code *codes_child(const struct codes *c, enum tag tag, int64_t parent, const char *name)
{
    struct str want = {0}, has = {0};
    const struct code *found = NULL;
    find_fold_words(name, strlen(name), &want);
    for (size_t i = 0; i < c->count && !found; i++) {
        const struct code *code = &c->items[i];
        if (!codes_stands(code) || code->tag != tag || code->parent != parent)
            continue;
        str_truncate(&has, 0);
        find_fold_words(code->name, strlen(code->name), &has);
        if (strcmp(str_z(&want), str_z(&has)) == 0)
            found = code;
    }
    str_clear(&want);
    str_clear(&has);
    return found;
}

/* ---- paths ---- */

/* CODE and those over it into WAY, from below; no more than there may be. */
static int climb(const struct codes *c, const struct code *code, const struct code *way[STORE_CODE_DEPTH_MAX])
{
    int n = 0;
    for (; code && n < STORE_CODE_DEPTH_MAX; code = code->parent ? codes_get(c, code->parent) : NULL)
        way[n++] = code;
    return n;
}

int codes_depth(const struct codes *c, const struct code *code)
{
    const struct code *way[STORE_CODE_DEPTH_MAX];
    return climb(c, code, way) - 1;
}

void codes_path(const struct codes *c, const struct code *code, struct str *out)
{
    const struct code *way[STORE_CODE_DEPTH_MAX];
    for (int i = climb(c, code, way) - 1; i >= 0; i--) {
        code_path_add(out, way[i]->name);
        str_add(out, i > 0 ? "/" : "");
    }
}

#define FULL_WIDTH_SLASH "／"

/* The bytes of the slash at P; 0 where there is none. */
static size_t slash_at(const char *p)
{
    size_t wide = strlen(FULL_WIDTH_SLASH);
    return *p == '/' ? 1 : strncmp(p, FULL_WIDTH_SLASH, wide) == 0 ? wide : 0;
}

bool codes_next_name(const char **path, struct str *name)
{
    size_t from = name->len;
    const char *p = *path;
    while (*p == ' ' || slash_at(p))
        p += slash_at(p) ? slash_at(p) : 1;
    while (*p && !slash_at(p)) {
        if (*p == '\\' && (p[1] == '/' || p[1] == '\\'))
            p++;
        str_addc(name, *p++);
    }
    *path = p;
    while (name->len > from && name->p[name->len - 1] == ' ')
        str_truncate(name, name->len - 1);
    return name->len > from;
}
