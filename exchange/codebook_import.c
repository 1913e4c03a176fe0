/* A codebook is taken in: which code each row is, and what it changes. */
#include "base/i18n.h"
#include "base/lookup.h"
#include "base/mem.h"
#include "exchange/codebook.h"
#include "exchange/codebook_read.h"
#include "text/find.h"

#include <stdlib.h>
#include <string.h>

struct taking {
    struct store *s;
    const struct codebook_file *file;
    /* A name below a code (or a tag), and the code that has it: those of the store, and those that rows of the file
     * turned out to be, under the names that the file gives them. */
    struct lookup items;
    codebook_fate_fn *fn;
    void *ctx;
};

static char *fold(const char *name)
{
    struct str out = {0};
    find_fold_words(name, strlen(name), &out);
    return str_take(&out);
}

static int64_t place_of(enum tag tag, int64_t parent)
{
    return parent * 4 + (int64_t)tag;
}

static void add_item(struct taking *t, int64_t id, int64_t parent, enum tag tag, const char *name)
{
    char *folded = fold(name);
    lookup_add(&t->items, place_of(tag, parent), folded, id);
    free(folded);
}

static bool collect(void *ctx, const struct code *c)
{
    add_item(ctx, c->id, c->parent, c->tag, c->name);
    return true;
}

static int64_t find_item(const struct taking *t, enum tag tag, int64_t parent, const char *name)
{
    char *folded = fold(name);
    int64_t id = lookup_find(&t->items, place_of(tag, parent), folded, 0);
    free(folded);
    return id;
}

static void tell(const struct taking *t, enum codebook_fate fate, enum tag tag, const char *path)
{
    if (t->fn)
        t->fn(t->ctx, fate, tag, path);
}

/* What the store says of a row, said of the row; what it says of the file or the disk is passed up. */
static enum err_code of_row(const struct taking *t, const struct codebook_entry *entry, enum codebook_column column,
                            enum err_code rc, struct err *e)
{
    if (rc != ERR_INPUT && rc != ERR_EXISTS && rc != ERR_NOT_FOUND && rc != ERR_STALE && rc != ERR_DENIED)
        return rc;
    struct err why = *e;
    return codebook_file_error(t->file, entry, column, e, why.msg);
}

/* The same of a code that is there, which may be another's: then the row is left out. */
static enum err_code of_code(const struct taking *t, const struct codebook_entry *entry, enum codebook_column column,
                             enum err_code rc, struct err *e)
{
    return rc == ERR_DENIED ? rc : of_row(t, entry, column, rc, e);
}

/* Which cell an ERR_EXISTS is about. */
static enum codebook_column taken_column(const struct taking *t, const struct codebook_entry *entry, int64_t parent,
                                         const char *name, int64_t own)
{
    int64_t other = find_item(t, entry->tag, parent, name);
    return other && other != own ? COLUMN_PATH : COLUMN_KEY;
}

/* ---- where a row is ---- */

/* Down the path of ENTRY up to its last name, which goes to LAST; what is missing on the way is added, unless the row
 * was merged. The code above it goes to *PARENT. */
static enum err_code find_parent(struct taking *t, const struct codebook_entry *entry, int64_t *parent,
                                 struct str *last, struct err *e)
{
    const char *at = entry->cell[COLUMN_PATH];
    const bool merged = entry->cell[COLUMN_MERGED] && *entry->cell[COLUMN_MERGED];
    enum err_code rc = ERR_OK;
    *parent = 0;
    while (!rc && codebook_next_name(&at, last) && at) {
        int64_t id = find_item(t, entry->tag, *parent, str_z(last));
        if (!id && !merged) {
            struct code made = {0};
            struct code_new new = {.tag = entry->tag, .parent = *parent, .name = str_z(last)};
            rc = of_row(t, entry, COLUMN_PATH, store_code_add(t->s, &new, &made, e), e);
            id = made.id;
            code_clear(&made);
            if (!rc) {
                add_item(t, id, *parent, entry->tag, str_z(last));
                char *path = mem_ndup(entry->cell[COLUMN_PATH], (size_t)(at - 1 - entry->cell[COLUMN_PATH]));
                tell(t, CODEBOOK_NEW, entry->tag, path);
                free(path);
            }
        }
        *parent = id ? id : *parent;
    }
    return rc;
}

/* The code that has the uuid and was not deleted; OUT->id 0: none. */
static enum err_code find_uuid(struct taking *t, const char *uuid, struct code *out, struct err *e)
{
    *out = (struct code){0};
    enum err_code rc = uuid && *uuid ? store_code_find(t->s, uuid, out, e) : ERR_NOT_FOUND;
    if (rc == ERR_NOT_FOUND)
        return ERR_OK;
    if (out->deleted)
        code_clear(out);
    return rc;
}

static enum err_code find_into(struct taking *t, const struct codebook_entry *entry, int64_t *into, struct err *e)
{
    struct code c;
    enum err_code rc = find_uuid(t, entry->cell[COLUMN_MERGED], &c, e);
    *into = c.merged_into ? c.merged_into : c.id;
    if (!rc && !*into)
        rc = codebook_file_error(t->file, entry, COLUMN_MERGED, e, _("no code has this uuid"));
    code_clear(&c);
    return rc;
}

/* ---- what a row does ---- */

static bool differs(const char *to, const char *now)
{
    return to && strcmp(to, now) != 0;
}

static bool same_name(const char *a, const char *b)
{
    char *x = fold(a), *y = fold(b);
    bool same = strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

/* Where code O, which the row LATER will change, has the key or the name that C is to get, it gives that up until then.
 * What cannot be is left to its own row to say. */
static bool give_up(struct taking *t, const struct codebook_entry *later, const struct code *o, const struct code *c,
                    const struct code_edit *to)
{
    const char *key = later->cell[COLUMN_KEY];
    struct code_edit edit = {0};
    if (o->id == c->id || o->tag != c->tag || o->merged_into || o->deleted)
        return false;
    if (to->key && *to->key && strcmp(o->key, to->key) == 0 && differs(key, o->key))
        edit.key = "";
    if (to->name && o->parent == c->parent && same_name(o->name, to->name))
        edit.name = o->uuid;
    return (edit.key || edit.name) && store_code_edit(t->s, o->id, o->revision, &edit, NULL) == ERR_OK;
}

/* Of the rows behind ENTRY, where two of them change places with it. True where something gave way. */
static bool make_way(struct taking *t, const struct codebook_entry *entry, const struct code *c,
                     const struct code_edit *to)
{
    bool any = false;
    for (const struct codebook_entry *x = entry + 1; x < t->file->entries + t->file->count; x++) {
        struct code o = {0};
        if (x->tag == c->tag && x->cell[COLUMN_UUID] && *x->cell[COLUMN_UUID] &&
            store_code_find(t->s, x->cell[COLUMN_UUID], &o, NULL) == ERR_OK)
            any = give_up(t, x, &o, c, to) || any;
        code_clear(&o);
    }
    return any;
}

/* NAME NULL: as it is. */
static enum err_code change_words(struct taking *t, const struct codebook_entry *entry, const struct code *c,
                                  const char *name, bool *changed, struct err *e)
{
    struct code_edit to = {.name = name,
                           .definition = entry->cell[COLUMN_DEFINITION],
                           .example = entry->cell[COLUMN_EXAMPLE],
                           .key = entry->cell[COLUMN_KEY]};
    if (!differs(to.name, c->name) && !differs(to.definition, c->definition) && !differs(to.example, c->example) &&
        !differs(to.key, c->key))
        return ERR_OK;
    *changed = true;
    enum err_code rc = store_code_edit(t->s, c->id, c->revision, &to, e);
    if (rc == ERR_EXISTS && make_way(t, entry, c, &to))
        rc = store_code_edit(t->s, c->id, c->revision, &to, e);
    enum codebook_column column =
        rc == ERR_EXISTS ? taken_column(t, entry, c->parent, name ? name : c->name, c->id) : COLUMN_PATH;
    return of_code(t, entry, column, rc, e);
}

static enum err_code change_place(struct taking *t, const struct codebook_entry *entry, const struct code *c,
                                  int64_t parent, bool *changed, struct err *e)
{
    struct code now;
    if (c->parent == parent)
        return ERR_OK;
    *changed = true;
    enum err_code rc = store_code_get(t->s, c->id, &now, e);
    if (!rc)
        rc = of_code(t, entry, COLUMN_PATH, store_code_move(t->s, c->id, now.revision, parent, 0, e), e);
    code_clear(&now);
    return rc;
}

static enum err_code merge(struct taking *t, const struct codebook_entry *entry, const struct code *c, struct err *e)
{
    int64_t into;
    enum err_code rc = find_into(t, entry, &into, e);
    return rc ? rc : of_code(t, entry, COLUMN_MERGED, store_code_merge(t->s, c->id, c->revision, into, e), e);
}

/* What is there, as C, is brought to what the row says. What is another's is left as it is, and so is what was merged
 * here: that was decided later. BY_UUID: then the row may give it another name and place. */
static enum err_code change(struct taking *t, const struct codebook_entry *entry, const struct code *c, bool by_uuid,
                            int64_t parent, const char *name, struct err *e)
{
    bool merges = entry->cell[COLUMN_MERGED] && *entry->cell[COLUMN_MERGED], changed = merges;
    enum err_code rc = ERR_OK;
    if (c->tag != entry->tag)
        return codebook_file_error(t->file, entry, COLUMN_TAG, e, _("this code has another tag here"));
    if (c->merged_into) {
        tell(t, CODEBOOK_SAME, entry->tag, entry->cell[COLUMN_PATH]);
        return ERR_OK;
    }
    if (merges)
        rc = merge(t, entry, c, e);
    else
        rc = change_words(t, entry, c, by_uuid ? name : NULL, &changed, e);
    if (!rc && !merges && by_uuid)
        rc = change_place(t, entry, c, parent, &changed, e);
    enum codebook_fate fate = merges ? CODEBOOK_MERGED : changed ? CODEBOOK_CHANGED : CODEBOOK_SAME;
    if (!rc || rc == ERR_DENIED)
        tell(t, rc ? CODEBOOK_LEFT : fate, entry->tag, entry->cell[COLUMN_PATH]);
    return rc == ERR_DENIED ? ERR_OK : rc;
}

/* UUID_FREE: no code had its uuid, not even one that was deleted. */
static enum err_code add(struct taking *t, const struct codebook_entry *entry, bool uuid_free, int64_t parent,
                         const char *name, int64_t *id, struct err *e)
{
    struct code made = {0};
    const char *uuid = entry->cell[COLUMN_UUID], *merged = entry->cell[COLUMN_MERGED];
    struct code_new new = {.tag = entry->tag,
                           .parent = parent,
                           .name = name,
                           .definition = entry->cell[COLUMN_DEFINITION],
                           .example = entry->cell[COLUMN_EXAMPLE],
                           .key = entry->cell[COLUMN_KEY],
                           .uuid = uuid_free && uuid && *uuid ? uuid : NULL};
    enum err_code rc = merged && *merged ? find_into(t, entry, &new.merged_into, e) : ERR_OK;
    if (rc)
        return rc;
    rc = store_code_add(t->s, &new, &made, e);
    *id = made.id;
    code_clear(&made);
    if (rc)
        return of_row(t, entry, rc == ERR_EXISTS ? taken_column(t, entry, parent, name, 0) : COLUMN_PATH, rc, e);
    tell(t, CODEBOOK_NEW, entry->tag, entry->cell[COLUMN_PATH]);
    return ERR_OK;
}

static enum err_code find_row(struct taking *t, const struct codebook_entry *entry, int64_t parent, const char *name,
                              struct code *out, bool *by_uuid, bool *uuid_free, struct err *e)
{
    struct code gone = {0};
    const char *uuid = entry->cell[COLUMN_UUID], *merged = entry->cell[COLUMN_MERGED];
    *uuid_free = uuid && *uuid && store_code_find(t->s, uuid, &gone, NULL) == ERR_NOT_FOUND;
    code_clear(&gone);
    enum err_code rc = find_uuid(t, uuid, out, e);
    *by_uuid = out->id != 0;
    int64_t id = out->id || (merged && *merged) ? 0 : find_item(t, entry->tag, parent, name);
    return rc || !id ? rc : store_code_get(t->s, id, out, e);
}

static enum err_code take_entry(struct taking *t, const struct codebook_entry *entry, struct err *e)
{
    struct str name = {0};
    struct code c = {0};
    int64_t parent, id = 0;
    bool by_uuid = false, uuid_free = false;
    enum err_code rc = find_parent(t, entry, &parent, &name, e);
    if (!rc)
        rc = find_row(t, entry, parent, str_z(&name), &c, &by_uuid, &uuid_free, e);
    if (!rc && c.id)
        rc = change(t, entry, &c, by_uuid, parent, str_z(&name), e);
    else if (!rc)
        rc = add(t, entry, uuid_free, parent, str_z(&name), &id, e);
    if (!rc && (id || by_uuid))
        add_item(t, id ? id : c.merged_into ? c.merged_into : c.id, parent, entry->tag, str_z(&name));
    code_clear(&c);
    str_clear(&name);
    return rc;
}

static enum err_code take_all(struct taking *t, struct err *e)
{
    enum err_code rc = store_codes(t->s, TAG_NONE, false, collect, t, e);
    for (size_t i = 0; !rc && i < t->file->count; i++)
        rc = take_entry(t, &t->file->entries[i], e);
    return rc;
}

enum err_code codebook_import(struct store *s, const char *name, const char *p, size_t n,
                              const struct codebook_opts *opts, bool dry, codebook_fate_fn *fn, void *ctx,
                              struct err *e)
{
    struct err own = {0};
    struct codebook_file file;
    e = e ? e : &own;
    enum err_code rc = codebook_file_read(&file, name, p, n, opts->raw, e);
    struct taking t = {.s = s, .file = &file, .fn = fn, .ctx = ctx};
    if (!rc)
        rc = store_group_begin(s, "import", e);
    if (!rc) {
        rc = take_all(&t, e);
        enum err_code end = store_group_end(s, !rc && dry ? ERR_EXISTS : rc, e); /* takes back what was tried */
        rc = !rc && dry && end == ERR_EXISTS ? ERR_OK : end;
    }
    lookup_clear(&t.items);
    codebook_file_clear(&file);
    return rc;
}
