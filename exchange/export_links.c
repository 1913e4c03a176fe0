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

/* What passes, and which links are to be written. */
struct choice {
    struct ids annotations; /* by id */
    bool all;               /* every annotation passes */
    struct ids links;
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

static bool collect_link(void *ctx, const struct link *l)
{
    struct choice *c = ctx;
    if (passes(c, l->from) || passes(c, l->to))
        add_id(&c->links, l->id);
    return true;
}

static enum err_code choose(struct store *s, const struct store_filter *f, struct choice *c, struct err *e)
{
    enum err_code rc = ERR_OK;
    c->all = !f->document && !f->tag && !f->reviewer && !f->where;
    if (!c->all)
        rc = store_annotations(s, f, collect_annotation, &c->annotations, e);
    if (!rc && c->annotations.count > 1)
        qsort(c->annotations.id, c->annotations.count, sizeof *c->annotations.id, by_id);
    return rc ? rc : store_links(s, NULL, collect_link, c, e);
}

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

enum err_code export_links(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e)
{
    static const char *const header[] = {"link",       "relation", "from",        "from_document", "from_tag",
                                         "from_quote", "to",       "to_document", "to_tag",        "to_quote",
                                         "note",       "reviewer", "created"};
    struct choice choice = {0};
    struct csv csv;
    enum err_code rc = choose(s, &opts->filter, &choice, e);
    if (!rc) {
        csv_begin(&csv, out, opts->bom, opts->raw);
        for (size_t i = 0; i < sizeof header / sizeof *header; i++)
            csv_cell_z(&csv, header[i]);
        csv_end_row(&csv);
        rc = check_written(out, e);
    }
    for (size_t i = 0; i < choice.links.count && !rc; i++)
        rc = link_row(s, &csv, choice.links.id[i], e);
    free(choice.annotations.id);
    free(choice.links.id);
    return rc;
}
