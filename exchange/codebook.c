#include "exchange/codebook.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "exchange/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- the codebook in memory ---- */

struct leaf {
    struct code code;
    char *path;
    int64_t annotations, position;
    int64_t last; /* how many rows below it have a position */
};

struct book {
    struct leaf *all; /* in the order of the file */
    size_t count, cap;
    size_t *by_id; /* indices into ALL */
    int64_t last[TAG_REMEDY + 1];
};

static void book_clear(struct book *b)
{
    for (size_t i = 0; i < b->count; i++) {
        code_clear(&b->all[i].code);
        free(b->all[i].path);
    }
    free(b->all);
    free(b->by_id);
}

static bool collect(void *ctx, const struct code *c)
{
    struct book *b = ctx;
    b->all = mem_grow(b->all, &b->cap, b->count + 1, sizeof *b->all);
    b->all[b->count++] = (struct leaf){.code = code_dup(c)};
    return true;
}

static int by_id(const void *a, const void *b, void *ctx)
{
    const struct book *book = ctx;
    int64_t x = book->all[*(const size_t *)a].code.id, y = book->all[*(const size_t *)b].code.id;
    return (x > y) - (x < y);
}

static void index_ids(struct book *b)
{
    b->by_id = mem_alloc(b->count + 1, sizeof *b->by_id);
    for (size_t i = 0; i < b->count; i++)
        b->by_id[i] = i;
    qsort_r(b->by_id, b->count, sizeof *b->by_id, by_id, b);
}

/* The code ID, unless it was deleted. */
static struct leaf *find(const struct book *b, int64_t id)
{
    size_t from = 0, to = b->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (b->all[b->by_id[middle]].code.id < id)
            from = middle + 1;
        else
            to = middle;
    }
    struct leaf *l = from < b->count ? &b->all[b->by_id[from]] : NULL;
    return l && l->code.id == id && !l->code.deleted ? l : NULL;
}

/* Each comes behind the one that it stands below, whose path is known. */
static void find_places(struct book *b)
{
    for (size_t i = 0; i < b->count; i++) {
        struct leaf *l = &b->all[i], *parent = l->code.parent ? find(b, l->code.parent) : NULL;
        struct str path = {0};
        if (parent && parent->path) {
            str_add(&path, parent->path);
            str_addc(&path, '/');
        }
        code_path_add(&path, l->code.name);
        l->path = str_take(&path);
        if (!l->code.merged_into && !l->code.deleted)
            l->position = ++*(parent ? &parent->last : &b->last[l->code.tag]);
    }
}

static bool count(void *ctx, int64_t code, int64_t annotations)
{
    struct leaf *l = find(ctx, code);
    if (l)
        l->annotations = annotations;
    return true;
}

enum err_code codebook_rows(struct store *s, codebook_row_fn *fn, void *ctx, struct err *e)
{
    struct book b = {0};
    bool more = true;
    enum err_code rc = store_codes(s, TAG_NONE, true, collect, &b, e);
    index_ids(&b);
    find_places(&b);
    if (!rc)
        rc = store_code_counts(s, count, &b, e);
    for (size_t i = 0; !rc && more && i < b.count; i++) {
        const struct leaf *l = &b.all[i];
        const struct leaf *into = l->code.merged_into ? find(&b, l->code.merged_into) : NULL;
        if (!l->position && !into) /* deleted, or merged into what was */
            continue;
        more = fn(ctx,
                  &(struct codebook_row){&l->code, l->path, l->annotations, into ? into->code.uuid : "", l->position});
    }
    book_clear(&b);
    return rc;
}

/* ---- as CSV ---- */

static bool write_row(void *ctx, const struct codebook_row *r)
{
    struct csv *c = ctx;
    csv_cell_z(c, r->code->uuid);
    csv_cell_z(c, tag_name(r->code->tag));
    csv_cell_guarded(c, r->path);
    csv_cell_guarded(c, r->code->key);
    csv_cell_guarded(c, r->code->definition);
    csv_cell_guarded(c, r->code->example);
    csv_cell_number(c, r->annotations);
    csv_cell_z(c, r->merged_into);
    if (r->position)
        csv_cell_number(c, r->position);
    else
        csv_cell_z(c, "");
    csv_end_row(c);
    return !ferror(c->out);
}

enum err_code codebook_export(struct store *s, const struct codebook_opts *opts, FILE *out, struct err *e)
{
    static const char *const header[] = {"uuid",    "tag",         "path",        "key",     "definition",
                                         "example", "annotations", "merged_into", "position"};
    struct csv csv;
    csv_begin(&csv, out, opts->bom, opts->raw);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        csv_cell_z(&csv, header[i]);
    csv_end_row(&csv);
    enum err_code rc = codebook_rows(s, write_row, &csv, e);
    if (!rc && ferror(out))
        rc = err_set(e, ERR_IO, _("the rows cannot be written: %s"), strerror(errno));
    return rc;
}
