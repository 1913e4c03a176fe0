/* Codes that change their place: moved, merged into another one, split in two. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

static enum err_code not_here(struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, _("this code is gone: nothing was changed"));
}

/* ---- moving ---- */

/* The codes that stand below a parent, in their order. */
struct siblings {
    struct code_node *all;
    size_t count, cap;
};

static int by_position(const void *a, const void *b)
{
    const struct code_node *x = a, *y = b;
    int order = (x->position > y->position) - (x->position < y->position);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

/* Without BUT. */
static enum err_code read_siblings(struct store *s, enum tag tag, int64_t parent, int64_t but, struct siblings *out,
                                   struct err *e)
{
    const struct code_map *m;
    *out = (struct siblings){0};
    enum err_code code = code_map_here(s, &m, e);
    for (size_t i = 0; !code && i < m->count; i++) {
        const struct code_node *n = &m->all[i];
        if (n->tag != tag || n->parent != parent || n->id == but || !code_stands(n))
            continue;
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = *n;
    }
    if (out->count > 1)
        qsort(out->all, out->count, sizeof *out->all, by_position);
    return code;
}

/* Where among its siblings a code is to go. */
struct slot {
    int64_t parent, position;
    bool room; /* else they have to move apart first */
};

/* The place between LOW and HIGH, either of which may be none. */
static void find_slot(const struct code_node *low, const struct code_node *high, struct slot *out)
{
    int64_t from = low ? low->position : 0, to = high ? high->position : 0;
    if (low && high) {
        uint64_t gap = (uint64_t)to - (uint64_t)from; /* a damaged file may hold any two numbers */
        out->room = gap >= 2 && to > from;
        out->position = out->room ? (int64_t)((uint64_t)from + gap / 2) : 0;
    } else if (high) {
        out->room = to > INT64_MIN + CODE_STEP;
        out->position = out->room ? to - CODE_STEP : 0;
    } else {
        out->room = !low || from < INT64_MAX - CODE_STEP;
        out->position = low && out->room ? from + CODE_STEP : 0;
    }
}

static enum err_code place(struct store *s, const struct code *now, int64_t parent, int64_t before, struct slot *out,
                           bool *same, struct err *e)
{
    struct siblings l;
    enum err_code code = read_siblings(s, now->tag, parent, now->id, &l, e);
    size_t i = 0;
    while (i < l.count && l.all[i].id != before)
        i++;
    if (!code && before && i == l.count)
        code = err_set(e, ERR_INPUT, _("the code that it is to stand before is not there: nothing was changed"));
    if (!code) {
        const struct code_node *low = i > 0 ? &l.all[i - 1] : NULL, *high = i < l.count ? &l.all[i] : NULL;
        struct code_node own = {.id = now->id, .position = now->position};
        *same = parent == now->parent && (!low || by_position(low, &own) < 0) && (!high || by_position(&own, high) < 0);
        out->parent = parent;
        find_slot(low, high, out);
    }
    free(l.all);
    return code;
}

static enum err_code put(struct store *s, int64_t id, const struct slot *to, const char *before, struct err *e)
{
    enum err_code code = stmt_run(s, e,
                                  "UPDATE code SET parent_id = nullif(?2, 0), position = ?3, updated = ?4, "
                                  "revision = revision + 1 WHERE id = ?1",
                                  "iiii", id, to->parent, to->position, clock_now_ms());
    code_map_forget(s);
    return code ? code : code_finish(s, id, "move", before, e);
}

static enum err_code check_parent(struct store *s, int64_t parent, enum tag tag, struct err *e)
{
    const struct code_map *m;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *n = code || !parent ? NULL : code_map_find(m, parent);
    if (!code && parent && (!n || !code_stands(n)))
        return err_set(e, ERR_NOT_FOUND, _("the code that it is to stand below is gone: nothing was changed"));
    if (!code && n && n->tag != tag)
        return err_set(e, ERR_INPUT, _("a code stays below its tag: nothing was changed"));
    return code;
}

/* Nothing is changed where there is no room. */
static enum err_code move(struct store *s, int64_t id, int64_t revision, int64_t parent, int64_t before, bool *room,
                          struct err *e)
{
    struct code now = {0};
    struct slot to = {0};
    char *was = NULL;
    bool same = false;
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_begin(s, id, revision, &now, &was, e);
    if (!code)
        code = check_parent(s, parent, now.tag, e);
    if (!code)
        code = place(s, &now, parent, before, &to, &same, e);
    if (!code && !same && to.room)
        code = put(s, id, &to, was, e);
    *room = same || to.room;
    code_clear(&now);
    free(was);
    return write_end(s, code, e);
}

/* Put the siblings of code ID below PARENT as far apart as new ones are. */
static enum err_code spread(struct store *s, int64_t id, int64_t parent, struct err *e)
{
    const struct code_map *m;
    struct siblings l = {0};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_map_here(s, &m, e);
    const struct code_node *own = code ? NULL : code_map_find(m, id);
    if (!code)
        code = own ? read_siblings(s, own->tag, parent, id, &l, e) : not_here(e);
    for (size_t i = 0; !code && i < l.count; i++) {
        char *was = NULL;
        struct slot to = {.parent = parent, .position = (int64_t)(i + 1) * CODE_STEP};
        code = entity_image(s, "code", l.all[i].id, &was, e);
        if (!code && to.position != l.all[i].position)
            code = put(s, l.all[i].id, &to, was, e);
        free(was);
    }
    free(l.all);
    return write_end(s, code, e);
}

enum err_code store_code_move(struct store *s, int64_t id, int64_t revision, int64_t parent, int64_t before,
                              struct err *e)
{
    bool room;
    enum err_code code = move(s, id, revision, parent, before, &room, e);
    if (code || room)
        return code;
    code = store_group_begin(s, "move", e);
    if (code)
        return code;
    code = spread(s, id, parent, e);
    if (!code)
        code = move(s, id, revision, parent, before, &room, e);
    return store_group_end(s, code, e);
}

/* ---- merging ---- */

static enum err_code check_into(struct store *s, const struct code *now, int64_t into, struct err *e)
{
    const struct code_map *m;
    enum err_code code = code_map_here(s, &m, e);
    const struct code_node *n = code ? NULL : code_map_find(m, into);
    if (code)
        return code;
    if (!n || !code_stands(n))
        return not_here(e);
    if (n->tag != now->tag)
        return err_set(e, ERR_INPUT, _("a code is merged with one of its own tag: nothing was changed"));
    for (const struct code_node *up = n; up; up = up->parent ? code_map_find(m, up->parent) : NULL)
        if (up->id == now->id)
            return err_set(e, ERR_INPUT,
                           _("a code cannot be merged into itself or one that stands below it: nothing was changed"));
    return ERR_OK;
}

/* What stands below code ID goes behind what stands below INTO. */
static enum err_code hand_over(struct store *s, const struct code *now, int64_t into, struct err *e)
{
    struct siblings l;
    enum err_code code = read_siblings(s, now->tag, now->id, 0, &l, e);
    for (size_t i = 0; !code && i < l.count; i++) {
        struct code child = {0};
        char *was = NULL;
        struct slot to = {.parent = into};
        code = store_code_get(s, l.all[i].id, &child, e);
        if (!code)
            code = code_check_right(s, child.reviewer, child.reviewer_name, e);
        if (!code)
            code = entity_image(s, "code", child.id, &was, e);
        if (!code)
            code = code_last_position(s, now->tag, into, &to.position, e);
        if (!code)
            code = put(s, child.id, &to, was, e);
        code_clear(&child);
        free(was);
    }
    free(l.all);
    return code;
}

static enum err_code merge(struct store *s, int64_t id, int64_t revision, int64_t into, struct err *e)
{
    struct code now = {0};
    char *was = NULL;
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = code_begin(s, id, revision, &now, &was, e);
    if (!code)
        code = check_into(s, &now, into, e);
    if (!code)
        code = hand_over(s, &now, into, e);
    if (!code)
        code = stmt_run(s, e, "UPDATE code SET merged_into = ?2, updated = ?3, revision = revision + 1 WHERE id = ?1",
                        "iii", id, into, clock_now_ms());
    code_map_forget(s);
    if (!code)
        code = code_finish(s, id, "merge", was, e);
    code_clear(&now);
    free(was);
    return write_end(s, code, e);
}

enum err_code store_code_merge(struct store *s, int64_t id, int64_t revision, int64_t into, struct err *e)
{
    enum err_code code = store_group_begin(s, "merge", e);
    return code ? code : store_group_end(s, merge(s, id, revision, into, e), e);
}

/* ---- splitting ---- */

/* ERR_DENIED where some are others', which only a lead may give another code. */
static enum err_code check_whose(struct store *s, const int64_t *annotations, size_t n, struct err *e)
{
    size_t others = 0;
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < n; i++) {
        int64_t whose = 0;
        code = stmt_int(s, &whose, NULL, e, "SELECT reviewer_id FROM annotation WHERE id = ?1", "i", annotations[i]);
        others += whose != s->reviewer;
    }
    if (!code && others && s->role != ROLE_LEAD)
        code = err_set(e, ERR_DENIED, _("%zu of these annotations are others': only a lead can give them another code"),
                       others);
    return code;
}

static enum err_code split(struct store *s, int64_t id, int64_t revision, const struct code_new *new,
                           const int64_t *annotations, size_t n, int64_t *made, struct err *e)
{
    struct code now = {0};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_code_get(s, id, &now, e);
    if (!code && (now.deleted || now.merged_into))
        code = not_here(e);
    if (!code && now.revision != revision)
        code = entity_stale(s, "code", id, e);
    if (!code && new->tag != now.tag)
        code = err_set(e, ERR_INPUT, _("a code stays below its tag: nothing was changed"));
    if (!code)
        code = check_whose(s, annotations, n, e);
    if (!code)
        code = code_insert(s, new, made, e);
    for (size_t i = 0; !code && i < n; i++)
        code = annotation_recode(s, annotations[i], id, *made, e);
    code_clear(&now);
    return write_end(s, code, e);
}

enum err_code store_code_split(struct store *s, int64_t id, int64_t revision, const struct code_new *new,
                               const int64_t *annotations, size_t n, struct code *out, struct err *e)
{
    int64_t made = 0;
    struct code c = {0};
    enum err_code code = code_check_new(new, e);
    if (out)
        *out = c;
    if (!code)
        code = store_group_begin(s, "split", e);
    if (code)
        return code;
    code = split(s, id, revision, new, annotations, n, &made, e);
    if (!code && out)
        code = store_code_get(s, made, &c, e);
    code = store_group_end(s, code, e);
    if (code)
        code_clear(&c);
    if (out)
        *out = c;
    return code;
}
