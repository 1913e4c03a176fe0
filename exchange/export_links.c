#include "exchange/export_links.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "exchange/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct ids {
    int64_t *id;
    size_t count, cap;
};

/* Where an annotation of the document in hand stands among the others. */
struct rank {
    int64_t annotation;
    size_t place;
};

struct row {
    int64_t link, from;
    size_t place; /* of FROM */
};

/* What passes, and of one document the links that come from it. */
struct choice {
    struct ids annotations; /* by id */
    bool all;               /* every annotation passes */
    struct ids documents;   /* by name */
    int64_t document;       /* the one in hand */
    struct row *rows;
    size_t count, cap;
    struct rank *ranks;
    size_t rank_count, rank_cap;
};

static void add_id(struct ids *ids, int64_t id)
{
    ids->id = mem_grow(ids->id, &ids->cap, ids->count + 1, sizeof *ids->id);
    ids->id[ids->count++] = id;
}

static bool collect_annotation(void *ctx, const struct annotation *a)
{
    add_id(ctx, a->id);
    return true;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool passes(const struct choice *c, int64_t id)
{
    return c->all ||
           (c->annotations.count && bsearch(&id, c->annotations.id, c->annotations.count, sizeof id, by_id) != NULL);
}

static bool collect_document(void *ctx, const struct document *d)
{
    struct choice *c = ctx;
    if (d->annotations > 0)
        add_id(&c->documents, d->id);
    return true;
}

static enum err_code choose(struct store *s, const struct store_filter *f, struct choice *c, struct err *e)
{
    enum err_code rc = store_documents(s, collect_document, c, e);
    c->all = !f->document && !f->tag && !f->reviewer && !f->where;
    if (!rc && !c->all)
        rc = store_annotations(s, f, collect_annotation, &c->annotations, e);
    if (!rc && c->annotations.count > 1)
        qsort(c->annotations.id, c->annotations.count, sizeof *c->annotations.id, by_id);
    return rc;
}

/* ---- the links of a document in order ---- */

static bool collect_link(void *ctx, const struct link *l)
{
    struct choice *c = ctx;
    if (l->from_document != c->document || !(passes(c, l->from) || passes(c, l->to)))
        return true;
    c->rows = mem_grow(c->rows, &c->cap, c->count + 1, sizeof *c->rows);
    c->rows[c->count++] = (struct row){.link = l->id, .from = l->from};
    return true;
}

static bool collect_rank(void *ctx, const struct annotation *a)
{
    struct choice *c = ctx;
    c->ranks = mem_grow(c->ranks, &c->rank_cap, c->rank_count + 1, sizeof *c->ranks);
    c->ranks[c->rank_count] = (struct rank){a->id, c->rank_count};
    c->rank_count++;
    return true;
}

static int by_annotation(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    return x->annotation < y->annotation ? -1 : x->annotation > y->annotation;
}

static int by_place(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->link < y->link ? -1 : x->link > y->link;
}

/* The rows of DOCUMENT, in order. */
static enum err_code find_rows(struct store *s, int64_t document, struct choice *c, struct err *e)
{
    c->document = document;
    c->count = c->rank_count = 0;
    enum err_code rc = store_links(s, &(struct link_filter){.document = document}, collect_link, c, e);
    if (rc || c->count < 2)
        return rc;
    rc = store_annotations(s, &(struct store_filter){.document = document}, collect_rank, c, e);
    if (c->rank_count > 1)
        qsort(c->ranks, c->rank_count, sizeof *c->ranks, by_annotation);
    for (size_t i = 0; i < c->count; i++) {
        struct rank key = {.annotation = c->rows[i].from};
        const struct rank *at =
            c->rank_count ? bsearch(&key, c->ranks, c->rank_count, sizeof key, by_annotation) : NULL;
        c->rows[i].place = at ? at->place : SIZE_MAX; /* gone meanwhile */
    }
    qsort(c->rows, c->count, sizeof *c->rows, by_place);
    return rc;
}

/* ---- rows ---- */

/* Asked after every row, while errno still says why. */
static enum err_code check_written(FILE *out, struct err *e)
{
    return ferror(out) ? err_set(e, ERR_IO, _("the rows cannot be written: %s"), strerror(errno)) : ERR_OK;
}

/* One end: uuid, document, tag, quote. */
static enum err_code end_cells(struct store *s, struct csv *c, int64_t id, struct err *e)
{
    struct annotation a;
    char *name = NULL, *quote = NULL;
    int64_t length;
    enum err_code rc = store_annotation_get(s, id, &a, e);
    if (rc)
        return rc;
    rc = store_document_title(s, a.document, &name, &length, e);
    if (!rc)
        rc = store_quote(s, a.document, a.start, a.end, a.end - a.start, &quote, e);
    if (!rc) {
        csv_cell_z(c, a.uuid);
        csv_cell_z(c, name);
        csv_cell_z(c, tag_name(a.tag));
        csv_cell_z(c, quote);
    }
    free(name);
    free(quote);
    annotation_clear(&a);
    return rc;
}

static enum err_code link_row(struct store *s, struct csv *c, int64_t id, struct err *e)
{
    struct link l;
    enum err_code rc = store_link_get(s, id, &l, e);
    if (rc)
        return rc;
    csv_cell_z(c, l.uuid);
    csv_cell_z(c, relation_name(relation_of(l.from_tag, l.to_tag)));
    rc = end_cells(s, c, l.from, e);
    if (!rc)
        rc = end_cells(s, c, l.to, e);
    if (!rc) {
        char time[CLOCK_TEXT_SIZE];
        csv_cell_z(c, l.note);
        csv_cell_z(c, l.reviewer_name);
        csv_cell_z(c, clock_format(l.created, time));
        csv_end_row(c);
        rc = check_written(c->out, e);
    }
    link_clear(&l);
    return rc;
}

static enum err_code header_row(struct csv *csv, struct err *e)
{
    static const char *const header[] = {"link",       "relation", "from",        "from_document", "from_tag",
                                         "from_quote", "to",       "to_document", "to_tag",        "to_quote",
                                         "note",       "reviewer", "created"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        csv_cell_z(csv, header[i]);
    csv_end_row(csv);
    return check_written(csv->out, e);
}

enum err_code export_links(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e)
{
    struct choice choice = {0};
    struct csv csv;
    enum err_code rc = choose(s, &opts->filter, &choice, e);
    if (!rc) {
        csv_begin(&csv, out, opts->bom, opts->raw);
        rc = header_row(&csv, e);
    }
    for (size_t i = 0; i < choice.documents.count && !rc; i++) {
        rc = find_rows(s, choice.documents.id[i], &choice, e);
        for (size_t k = 0; k < choice.count && !rc; k++)
            rc = link_row(s, &csv, choice.rows[k].link, e);
    }
    free(choice.annotations.id);
    free(choice.documents.id);
    free(choice.rows);
    free(choice.ranks);
    return rc;
}
