#include "exchange/export_csv.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "exchange/export_links.h"
#include "exchange/export_row.h"
#include "exchange/id_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Ids that are asked for at once, and bytes of rows behind which they are written: no more is in memory, whatever a
 * document has. */
#define BATCH 32
#define ROWS_BYTES 65536

/* Of the file, in memory, where there are links: the indexes over a few hundred thousand of them. */
#define KEEP_BYTES (10 << 20)

struct export
{
    struct store *store;
    const struct export_csv_opts *opts;
    FILE *out;
    struct csv csv;
    struct str rows; /* that are not written yet */
    struct export_page page;
    struct export_codes codes;
    struct id_run annotations; /* of the page's document */
    unsigned want;             /* of a row (enum row_want) */
    bool links;                /* there is one in the file */
    enum err_code rc;          /* of a callback, in E */
    struct err *e;
};

static void header_row(struct csv *c, bool comments)
{
    static const char *const of_annotations[] = {
        "uuid", "document", "sha256",    "tag",          "quote",        "before",  "after",   "start",
        "end",  "section",  "reviewer",  "note",         "created",      "updated", "settled", "open_questions",
        "code", "explains", "addresses", "explained_by", "addressed_by", NULL};
    static const char *const of_comments[] = {"annotation", "document", "quote", "thread",   "comment",     "question",
                                              "reviewer",   "created",  "body",  "resolved", "resolved_by", NULL};
    for (const char *const *name = comments ? of_comments : of_annotations; *name; name++)
        csv_cell_z(c, *name);
    csv_end_row(c);
}

/* ---- a row for each comment ---- */

struct comments {
    struct comment *all;
    size_t count, cap;
};

static bool collect_comment(void *ctx, const struct comment *c)
{
    struct comments *list = ctx;
    list->all = mem_grow(list->all, &list->cap, list->count + 1, sizeof *list->all);
    list->all[list->count++] = comment_dup(c);
    return true;
}

static void comments_clear(struct comments *list)
{
    for (size_t i = 0; i < list->count; i++)
        comment_clear(&list->all[i]);
    free(list->all);
    *list = (struct comments){0};
}

/* FIRST began the thread that X is in. */
static void comment_row(struct csv *c, const struct export_page *p, const struct annotation *a,
                        const struct comment *first, const struct comment *x)
{
    char time[CLOCK_TEXT_SIZE];
    size_t n;
    csv_cell_z(c, a->uuid);
    csv_cell_z(c, p->document.name);
    const char *quote = export_quote(p, a, &n);
    csv_cell(c, quote, n);
    csv_cell_z(c, first->uuid);
    csv_cell_z(c, x->uuid);
    csv_cell_number(c, x->question);
    csv_cell_z(c, x->reviewer_name);
    csv_cell_z(c, clock_format(x->created, time));
    csv_cell_z(c, x->body);
    csv_cell_z(c, first->resolved ? clock_format(first->resolved, time) : "");
    csv_cell_z(c, first->resolved_by);
    csv_end_row(c);
}

static enum err_code comment_rows(struct store *s, struct csv *c, const struct export_page *p,
                                  const struct annotation *a, struct err *e)
{
    struct comments list = {0};
    enum err_code rc = store_comments(s, &(struct comment_filter){.annotation = a->id}, collect_comment, &list, e);
    const struct comment *first = list.all;
    for (size_t i = 0; i < list.count && !rc; i++) {
        if (list.all[i].thread == list.all[i].id)
            first = &list.all[i];
        if (list.all[i].thread == first->id) /* in a damaged file it may stand alone */
            comment_row(c, p, a, first, &list.all[i]);
    }
    comments_clear(&list);
    return rc;
}

/* ---- pages ---- */

static bool add_row(void *ctx, const struct annotation_row *row)
{
    struct export *x = ctx;
    x->rc = x->opts->comments ? comment_rows(x->store, &x->csv, &x->page, &row->annotation, x->e)
                              : export_row(x->store, &x->csv, &x->page, &x->codes, row, x->e);
    return !x->rc;
}

/* The rows of the next annotations, until they are worth writing. */
static enum err_code add_rows(struct export *x)
{
    int64_t ids[BATCH];
    enum err_code rc = ERR_OK;
    for (size_t n; !rc && x->rows.len < ROWS_BYTES && (n = id_run_take(&x->annotations, ids, BATCH)) > 0;) {
        rc = store_annotation_rows(x->store, ids, n, x->want, add_row, x, x->e);
        rc = rc ? rc : x->rc;
    }
    return rc;
}

/* Asked at once, while errno still says why. */
static enum err_code write_rows(struct export *x)
{
    fwrite(str_z(&x->rows), 1, x->rows.len, x->out);
    str_truncate(&x->rows, 0);
    return ferror(x->out) ? err_set(x->e, ERR_IO, _("the rows cannot be written: %s"), strerror(errno)) : ERR_OK;
}

static bool collect_id(void *ctx, int64_t id)
{
    id_run_add(ctx, id);
    return true;
}

/* The document and which of its annotations there are; none: nothing is loaded. */
static enum err_code open_document(struct export *x, int64_t id)
{
    struct store_filter filter = x->opts->filter;
    filter.document = id;
    enum err_code rc = store_annotation_ids(x->store, &filter, collect_id, &x->annotations, x->e);
    if (rc || x->annotations.bytes.len == 0)
        return rc;
    rc = export_page_load(x->store, id, &x->page, x->e);
    x->want = (x->page.document.questions > 0 ? ROW_QUESTIONS : 0) | (x->links ? ROW_LINKS : 0);
    if (x->opts->comments)
        x->want = 0;
    return rc;
}

/* What is read of a document at once is of one moment; nothing of the store is open while it is written. */
static enum err_code document_rows(struct export *x, int64_t id)
{
    enum err_code rc = store_moment_begin(x->store, x->e);
    if (rc)
        return rc;
    rc = open_document(x, id);
    for (bool more = true; !rc && more; more = x->annotations.at < x->annotations.bytes.len) {
        rc = store_moment_begin(x->store, x->e);
        if (!rc)
            rc = add_rows(x);
        store_moment_end(x->store);
        if (!rc)
            rc = write_rows(x);
    }
    store_moment_end(x->store);
    export_page_clear(&x->page);
    id_run_clear(&x->annotations);
    return rc;
}

static bool any_link(void *ctx, const struct link *l)
{
    (void)l;
    *(bool *)ctx = true;
    return false;
}

static bool collect_document(void *ctx, const struct document *d)
{
    if (d->annotations > 0)
        id_run_add(ctx, d->id);
    return true;
}

static enum err_code all_rows(struct export *x, struct id_run *documents)
{
    int64_t id;
    if (x->opts->bom)
        fputs("\xEF\xBB\xBF", x->out);
    csv_begin_in(&x->csv, &x->rows, x->opts->raw);
    header_row(&x->csv, x->opts->comments);
    enum err_code rc = write_rows(x);
    while (!rc && id_run_take(documents, &id, 1) > 0)
        rc = document_rows(x, id);
    return rc;
}

enum err_code export_csv(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e)
{
    if (opts->links)
        return export_links(s, opts, out, e);
    struct id_run documents = {0};
    struct export x = {.store = s, .opts = opts, .out = out, .e = e};
    enum err_code rc = store_links(s, NULL, any_link, &x.links, e);
    if (!rc && x.links)
        rc = store_keep(s, KEEP_BYTES, e);
    if (!rc && opts->filter.document)
        id_run_add(&documents, opts->filter.document);
    else if (!rc)
        rc = store_documents(s, collect_document, &documents, e);
    if (!rc)
        rc = all_rows(&x, &documents);
    export_codes_clear(&x.codes);
    str_clear(&x.rows);
    id_run_clear(&documents);
    return rc;
}
