#include "exchange/export_csv.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/code.h"
#include "exchange/csv.h"
#include "exchange/export_links.h"
#include "exchange/link_ends.h"
#include "exchange/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct ids {
    int64_t *id;
    size_t count, cap;
};

struct annotations {
    struct annotation *all;
    size_t count, cap;
};

/* One document while its rows are written. */
struct page {
    struct document document;
    struct reading reading;
    struct link_ends links;
    int64_t code; /* whose path was asked for last, 0: none */
    struct str code_path;
};

static bool collect_document(void *ctx, const struct document *d)
{
    struct ids *ids = ctx;
    if (d->annotations > 0) {
        ids->id = mem_grow(ids->id, &ids->cap, ids->count + 1, sizeof *ids->id);
        ids->id[ids->count++] = d->id;
    }
    return true;
}

static bool collect_annotation(void *ctx, const struct annotation *a)
{
    struct annotations *list = ctx;
    list->all = mem_grow(list->all, &list->cap, list->count + 1, sizeof *list->all);
    list->all[list->count++] = annotation_dup(a);
    return true;
}

static void annotations_clear(struct annotations *list)
{
    for (size_t i = 0; i < list->count; i++)
        annotation_clear(&list->all[i]);
    free(list->all);
    *list = (struct annotations){0};
}

static void page_clear(struct page *p)
{
    str_clear(&p->code_path);
    link_ends_clear(&p->links);
    reading_clear(&p->reading);
    document_clear(&p->document);
}

static enum err_code page_load(struct store *s, int64_t id, bool links, struct page *p, struct err *e)
{
    *p = (struct page){0};
    enum err_code rc = store_document_get(s, id, &p->document, e);
    if (!rc)
        rc = reading_load(s, id, &p->reading, e);
    if (!rc && links)
        rc = link_ends_load(s, id, &p->links, e);
    if (rc)
        page_clear(p);
    return rc;
}

/* A position from the file, which may be damaged, as one inside the text. */
static size_t inside(const struct text *t, int64_t cp)
{
    if (cp < 0)
        return 0;
    return (uint64_t)cp < text_length(t) ? (size_t)cp : text_length(t);
}

/* Words, here those of the flow: a page mark inside is no part of them. */
static void slice_cell(struct csv *c, const struct text *t, size_t start, size_t end)
{
    size_t n = 0;
    const char *p = text_slice(t, start, end, &n);
    csv_cell(c, p, n);
}

static void context_before(struct csv *c, const struct text *t, size_t start)
{
    size_t from = start > EXPORT_CSV_CONTEXT ? start - EXPORT_CSV_CONTEXT : 0;
    if (text_grapheme_floor(t, from) != from)
        from = text_grapheme_next(t, from);
    slice_cell(c, t, from < start ? from : start, start);
}

static void context_after(struct csv *c, const struct text *t, size_t end)
{
    size_t to = end + EXPORT_CSV_CONTEXT;
    to = to < text_length(t) ? text_grapheme_floor(t, to) : text_length(t);
    slice_cell(c, t, end, to > end ? to : end);
}

/* Asked after every row, while errno still says why. */
static enum err_code check_written(FILE *out, struct err *e)
{
    return ferror(out) ? err_set(e, ERR_IO, _("the rows cannot be written: %s"), strerror(errno)) : ERR_OK;
}

static enum err_code header_row(struct csv *c, bool comments, struct err *e)
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
    return check_written(c->out, e);
}

static void quote_cell(struct csv *c, const struct page *p, const struct annotation *a)
{
    size_t n;
    struct span s = {inside(p->reading.text, a->start), inside(p->reading.text, a->end)};
    const char *quote = flow_quote(p->reading.flow, s, &n);
    csv_cell(c, quote, n);
}

/* ---- a row for each annotation ---- */

static bool count_one(void *ctx, const struct comment *c)
{
    (void)c;
    ++*(int64_t *)ctx;
    return true;
}

/* The open questions under A; most documents have none. */
static enum err_code count_questions(struct store *s, const struct page *p, const struct annotation *a, int64_t *n,
                                     struct err *e)
{
    struct comment_filter open = {.annotation = a->id, .open_questions = true};
    *n = 0;
    return p->document.questions > 0 ? store_comments(s, &open, count_one, n, e) : ERR_OK;
}

static enum err_code code_cell(struct store *s, struct csv *c, struct page *p, const struct annotation *a,
                               struct err *e)
{
    enum err_code rc = ERR_OK;
    if (a->code && a->code != p->code) {
        str_truncate(&p->code_path, 0);
        rc = store_code_path(s, a->code, &p->code_path, e);
        p->code = a->code;
    }
    csv_cell(c, a->code ? str_z(&p->code_path) : "", a->code ? p->code_path.len : 0);
    return rc;
}

static enum err_code link_cells(struct store *s, struct csv *c, const struct page *p, const struct annotation *a,
                                struct err *e)
{
    static const struct {
        enum relation relation;
        bool out;
    } cells[] = {
        {RELATION_EXPLAINS, true}, {RELATION_ADDRESSES, true}, {RELATION_EXPLAINS, false}, {RELATION_ADDRESSES, false}};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof cells / sizeof *cells && !rc; i++) {
        struct str uuids = {0};
        rc = link_ends_add(s, &p->links, a->id, cells[i].relation, cells[i].out, &uuids, e);
        csv_cell(c, str_z(&uuids), uuids.len);
        str_clear(&uuids);
    }
    return rc;
}

static enum err_code annotation_row(struct store *s, struct csv *c, struct page *p, const struct annotation *a,
                                    struct err *e)
{
    int64_t questions;
    enum err_code rc = count_questions(s, p, a, &questions, e);
    if (rc)
        return rc;
    const struct flow *flow = p->reading.flow;
    size_t at = inside(p->reading.text, a->start);
    size_t start = flow_in(flow, at), end = flow_in(flow, inside(p->reading.text, a->end));
    csv_cell_z(c, a->uuid);
    csv_cell_z(c, p->document.name);
    csv_cell_z(c, p->document.sha256);
    csv_cell_z(c, tag_name(a->tag));
    quote_cell(c, p, a);
    context_before(c, flow_text(flow), start);
    context_after(c, flow_text(flow), end);
    csv_cell_number(c, a->start);
    csv_cell_number(c, a->end);
    struct str section = {0};
    outline_path(flow, &p->reading.outline, at, &section);
    csv_cell(c, str_z(&section), section.len);
    str_clear(&section);
    csv_cell_z(c, a->reviewer_name);
    csv_cell_z(c, a->note);
    char time[CLOCK_TEXT_SIZE];
    csv_cell_z(c, clock_format(a->created, time));
    csv_cell_z(c, clock_format(a->updated, time));
    csv_cell_z(c, settled_name(a->settled));
    csv_cell_number(c, questions);
    rc = code_cell(s, c, p, a, e);
    if (!rc)
        rc = link_cells(s, c, p, a, e);
    csv_end_row(c);
    return rc ? rc : check_written(c->out, e);
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
static void comment_row(struct csv *c, const struct page *p, const struct annotation *a, const struct comment *first,
                        const struct comment *x)
{
    char time[CLOCK_TEXT_SIZE];
    csv_cell_z(c, a->uuid);
    csv_cell_z(c, p->document.name);
    quote_cell(c, p, a);
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

static enum err_code comment_rows(struct store *s, struct csv *c, const struct page *p, const struct annotation *a,
                                  struct err *e)
{
    struct comments list = {0};
    enum err_code rc = store_comments(s, &(struct comment_filter){.annotation = a->id}, collect_comment, &list, e);
    const struct comment *first = list.all;
    for (size_t i = 0; i < list.count && !rc; i++) {
        if (list.all[i].thread == list.all[i].id)
            first = &list.all[i];
        if (list.all[i].thread == first->id) /* in a damaged file it may stand alone */
            comment_row(c, p, a, first, &list.all[i]);
        rc = check_written(c->out, e);
    }
    comments_clear(&list);
    return rc;
}

/* ---- documents ---- */

/* LINKS: whether there is any link in the file. */
static enum err_code document_rows(struct store *s, int64_t id, const struct export_csv_opts *opts, bool links,
                                   struct csv *c, struct err *e)
{
    struct store_filter filter = opts->filter;
    filter.document = id;
    struct annotations list = {0};
    enum err_code rc = store_annotations(s, &filter, collect_annotation, &list, e);
    if (!rc && list.count > 0) {
        struct page page;
        rc = page_load(s, id, links && !opts->comments, &page, e);
        if (!rc) {
            for (size_t i = 0; i < list.count && !rc; i++)
                rc = opts->comments ? comment_rows(s, c, &page, &list.all[i], e)
                                    : annotation_row(s, c, &page, &list.all[i], e);
            page_clear(&page);
        }
    }
    annotations_clear(&list);
    return rc;
}

enum err_code export_csv(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e)
{
    struct ids ids = {0};
    bool links = false;
    if (opts->links)
        return export_links(s, opts, out, e);
    enum err_code rc = link_ends_any(s, &links, e);
    if (rc)
        return rc;
    if (opts->filter.document)
        collect_document(&ids, &(struct document){.id = opts->filter.document, .annotations = 1});
    else
        rc = store_documents(s, collect_document, &ids, e);
    struct csv csv;
    if (!rc) {
        csv_begin(&csv, out, opts->bom, opts->raw);
        rc = header_row(&csv, opts->comments, e);
    }
    for (size_t i = 0; i < ids.count && !rc; i++)
        rc = document_rows(s, ids.id[i], opts, links, &csv, e);
    free(ids.id);
    return rc;
}
