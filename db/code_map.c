/* The shape of the codebook in memory: what stands below what, and what counts as what. The file may be anybody's, so
 * its circles and strays are made harmless once, here; everybody else walks a tree. */
#include "base/mem.h"
#include "db/internal.h"
#include "text/find.h"

#include <string.h>

enum { OPEN = -1, UNDER_WAY = -2 }; /* of a number that is found by walking */

struct code_node *code_map_find(const struct code_map *m, int64_t id)
{
    size_t from = 0, to = m->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (m->all[middle].id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < m->count && m->all[from].id == id ? &m->all[from] : NULL;
}

bool code_stands(const struct code_node *n)
{
    return !n->deleted && !n->merged;
}

static enum err_code read_all(struct store *s, struct code_map *m, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    m->count = 0;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT id, tag, parent_id, position, merged_into, deleted_at IS NOT NULL "
                                   "FROM code WHERE tag BETWEEN 1 AND 3 ORDER BY id LIMIT ?1",
                                   "i", (int64_t)STORE_CODES_MAX);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        m->all = mem_grow(m->all, &m->cap, m->count + 1, sizeof *m->all);
        m->all[m->count++] = (struct code_node){
            .id = sqlite3_column_int64(st, 0),
            .tag = (enum tag)sqlite3_column_int(st, 1),
            .parent = sqlite3_column_int64(st, 2),
            .position = sqlite3_column_int64(st, 3),
            .merged = sqlite3_column_int64(st, 4),
            .deleted = sqlite3_column_int(st, 5) != 0,
            .depth = OPEN,
            .counts_as = OPEN,
        };
    }
    stmt_close(s, st);
    return code;
}

/* A parent that is none: not there, of another tag, or gone while this one stands. */
static void drop_strays(struct code_map *m)
{
    for (size_t i = 0; i < m->count; i++) {
        struct code_node *n = &m->all[i];
        const struct code_node *parent = n->parent ? code_map_find(m, n->parent) : NULL;
        if (!parent || parent->tag != n->tag || (code_stands(n) && !code_stands(parent)))
            n->parent = 0;
    }
}

/* The level of each code below its tag; a circle is cut where it is first met, and so is what is too deep. WAY has room
 * for all. */
static void find_depths(struct code_map *m, struct code_node **way)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t n = 0;
        struct code_node *at = &m->all[i];
        for (; at && at->depth == OPEN; at = at->parent ? code_map_find(m, at->parent) : NULL) {
            at->depth = UNDER_WAY;
            way[n++] = at;
        }
        if (at && at->depth == UNDER_WAY)
            way[n - 1]->parent = 0;
        int depth = at && at->depth > 0 ? at->depth : 0;
        while (n > 0) {
            struct code_node *down = way[--n];
            if (++depth > STORE_CODE_DEPTH_MAX) {
                down->parent = 0;
                depth = 1;
            }
            down->depth = depth;
        }
    }
}

/* What each code counts as: itself, or the one at the end of its merges; 0 where they lead nowhere. */
static void find_ends(struct code_map *m, struct code_node **way)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t n = 0;
        struct code_node *at = &m->all[i];
        for (; at && at->counts_as == OPEN && at->merged; at = code_map_find(m, at->merged)) {
            at->counts_as = UNDER_WAY;
            way[n++] = at;
        }
        if (at && at->counts_as == OPEN)
            at->counts_as = at->id;
        int64_t end = at && at->counts_as > 0 ? at->counts_as : 0;
        while (n > 0) {
            way[--n]->counts_as = 0;
            const struct code_node *to = end ? code_map_find(m, end) : NULL;
            if (to && to->tag == way[n]->tag)
                way[n]->counts_as = end;
        }
    }
}

/* N, which stands, is the last below its parent. */
static void count_below(struct code_map *m, const struct code_node *n)
{
    struct code_node *parent = n->parent ? code_map_find(m, n->parent) : &m->top[n->tag];
    if (parent->below++ == 0 || n->position > parent->last)
        parent->last = n->position;
}

static void find_last(struct code_map *m)
{
    memset(m->top, 0, sizeof m->top);
    for (size_t i = 0; i < m->count; i++)
        if (code_stands(&m->all[i]))
            count_below(m, &m->all[i]);
}

static enum err_code load(struct store *s, struct code_map *m, struct err *e)
{
    enum err_code code = read_all(s, m, e);
    if (code) {
        m->known = false;
        return code;
    }
    struct code_node **way = mem_alloc(m->count + 1, sizeof(struct code_node *));
    drop_strays(m);
    find_depths(m, way);
    find_ends(m, way);
    find_last(m);
    free(way);
    m->known = true;
    m->named = false;
    return ERR_OK;
}

/* The file's version as the open transaction sees it costs nothing to ask. What this session itself is just writing
 * makes none before the commit: who writes says so. */
enum err_code code_map_here(struct store *s, const struct code_map **out, struct err *e)
{
    struct code_map *m = &s->codes;
    unsigned version = 0;
    *out = m;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    if (rc != SQLITE_OK)
        return stmt_error(s, rc, e);
    if (m->known && m->version == version)
        return ERR_OK;
    m->version = version;
    return load(s, m, e);
}

enum err_code code_map_now(struct store *s, const struct code_map **out, struct err *e)
{
    int64_t version; /* asked for only so that SQLite looks whether there is something new */
    *out = &s->codes;
    enum err_code code = stmt_int(s, &version, NULL, e, "PRAGMA data_version", "");
    return code ? code : code_map_here(s, out, e);
}

void code_map_forget(struct store *s)
{
    s->codes.known = false;
}

/* ---- names and keys ---- */

/* Where a name is put, and, for PARENT -1, a key. */
static int64_t place_of(enum tag tag, int64_t parent)
{
    return (int64_t)((uint64_t)parent * 4 + (uint64_t)tag);
}

static void put_name(struct code_map *m, const struct code_node *n, const char *name, const char *key)
{
    struct str folded = {0};
    find_fold_words(name, strlen(name), &folded);
    lookup_add(&m->names, place_of(n->tag, n->parent), str_z(&folded), n->id);
    if (*key)
        lookup_add(&m->names, place_of(n->tag, -1), key, n->id);
    str_clear(&folded);
}

static enum err_code load_names(struct store *s, struct code_map **out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    const struct code_map *here;
    struct code_map *m = *out = &s->codes;
    enum err_code code = code_map_here(s, &here, e);
    if (code || m->named)
        return code;
    lookup_clear(&m->names);
    code = stmt_open(s, &st, e, "SELECT id, name, key FROM code ORDER BY id", "");
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        const struct code_node *n = code_map_find(m, sqlite3_column_int64(st, 0));
        if (n && code_stands(n))
            put_name(m, n, stmt_text(st, 1), stmt_text(st, 2));
    }
    stmt_close(s, st);
    m->named = !code;
    return code;
}

enum err_code code_map_named(struct store *s, enum tag tag, int64_t parent, const char *name, int64_t but, int64_t *out,
                             struct err *e)
{
    struct code_map *m;
    struct str folded = {0};
    enum err_code code = load_names(s, &m, e);
    find_fold_words(name, strlen(name), &folded);
    *out = code ? 0 : lookup_find(&m->names, place_of(tag, parent), str_z(&folded), but);
    str_clear(&folded);
    return code;
}

enum err_code code_map_keyed(struct store *s, enum tag tag, const char *key, int64_t but, int64_t *out, struct err *e)
{
    struct code_map *m;
    enum err_code code = load_names(s, &m, e);
    *out = code ? 0 : lookup_find(&m->names, place_of(tag, -1), key, but);
    return code;
}

void code_map_rename(struct store *s, const struct code *now, const struct code_edit *to)
{
    struct code_map *m = &s->codes;
    const struct code_node *n = m->known ? code_map_find(m, now->id) : NULL;
    struct str folded = {0};
    m->named = m->named && n;
    if (!m->named)
        return;
    find_fold_words(now->name, strlen(now->name), &folded);
    lookup_remove(&m->names, place_of(n->tag, n->parent), str_z(&folded), n->id);
    lookup_remove(&m->names, place_of(n->tag, -1), now->key, n->id);
    put_name(m, n, to->name ? to->name : now->name, to->key ? to->key : now->key);
    str_clear(&folded);
}

void code_map_add(struct store *s, const struct code_node *n, const char *name, const char *key)
{
    struct code_map *m = &s->codes;
    const struct code_node *parent = n->parent ? code_map_find(m, n->parent) : NULL;
    if (!m->known || (m->count > 0 && m->all[m->count - 1].id >= n->id) || n->merged) {
        m->known = false;
        return;
    }
    int depth = parent ? parent->depth + 1 : 1;
    m->all = mem_grow(m->all, &m->cap, m->count + 1, sizeof *m->all);
    m->all[m->count] = *n;
    m->all[m->count].depth = depth;
    m->all[m->count].counts_as = n->id;
    count_below(m, &m->all[m->count++]);
    if (m->named)
        put_name(m, n, name, key);
}

enum err_code code_counts_as(struct store *s, int64_t given, enum tag tag, int64_t *out, struct err *e)
{
    const struct code_map *m;
    *out = 0;
    if (given == 0)
        return ERR_OK;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *n = code ? NULL : code_map_find(m, given);
    if (n && n->tag == tag)
        *out = n->counts_as;
    return code;
}

/* ---- the order of the tree ---- */

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare(const void *a, const void *b)
{
    const struct code_node *x = *(const struct code_node *const *)a, *y = *(const struct code_node *const *)b;
    int order = by_number(!code_stands(x), !code_stands(y));
    order = order ? order : by_number(x->tag, y->tag);
    order = order ? order : by_number(x->parent, y->parent);
    order = order ? order : by_number(x->position, y->position);
    return order ? order : by_number(x->id, y->id);
}

/* The nodes below PARENT among those of SORTED that stand, or do not, as LIKE does: the first of them. */
static size_t first_below(const struct code_node *const *sorted, size_t count, const struct code_node *like,
                          int64_t parent)
{
    struct code_node key = *like;
    const struct code_node *k = &key;
    key.parent = parent;
    key.position = INT64_MIN;
    key.id = INT64_MIN;
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(&sorted[middle], &k) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool is_like(const struct code_node *a, const struct code_node *b)
{
    return code_stands(a) == code_stands(b) && a->tag == b->tag;
}

/* TOP and what is below it, in *N numbers from OUT on. It is no deeper than STORE_CODE_DEPTH_MAX. */
static void add_tree(const struct code_node *const *sorted, size_t count, const struct code_node *top, int64_t *out,
                     size_t *n)
{
    out[(*n)++] = top->id;
    for (size_t i = first_below(sorted, count, top, top->id);
         i < count && sorted[i]->parent == top->id && is_like(sorted[i], top); i++)
        add_tree(sorted, count, sorted[i], out, n);
}

size_t code_map_order(const struct code_map *m, enum tag tag, bool gone, int64_t **out)
{
    size_t n = 0;
    const struct code_node **sorted = mem_alloc(m->count + 1, sizeof(struct code_node *));
    *out = mem_alloc(m->count + 1, sizeof **out);
    for (size_t i = 0; i < m->count; i++)
        sorted[i] = &m->all[i];
    qsort(sorted, m->count, sizeof(struct code_node *), compare);
    for (size_t i = 0; i < m->count; i++) {
        const struct code_node *at = sorted[i], *parent = at->parent ? code_map_find(m, at->parent) : NULL;
        bool top = !parent || !is_like(parent, at);
        if (top && (gone || code_stands(at)) && (tag == TAG_NONE || tag == at->tag))
            add_tree(sorted, m->count, at, *out, &n);
    }
    free(sorted);
    return n;
}
