#include "tui/agenda.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/reading.h"
#include "tui/reader.h"
#include "tui/table.h"
#include "tui/talk.h"
#include "tui/when.h"

#include <stdio.h>
#include <string.h>

#define QUOTE_MAX 200       /* code points of a passage that are read */
#define OUTLINE_MAX 1000000 /* code points of a document whose headings are looked for */

/* One question. What the screen shows of it besides is read when it is shown. */
struct item {
    struct comment comment;
    struct annotation annotation;
    char *document, *quote;
    int64_t length; /* of the document */
    size_t answers;
    bool known;
};

struct agenda {
    struct table table;
    struct item *items;
    size_t capacity;
    struct store *store;
    struct threads threads; /* under the chosen question's annotation */
    int64_t threads_of;     /* which that is */
    struct reading reading; /* of the chosen question's document */
    int64_t text_of;        /* which document that is; 0: none */
    struct sheet sheet;
    bool newest_first, stale;
};

static struct agenda *self(const struct view *v)
{
    return (struct agenda *)v;
}

/* ---- reading ---- */

static void clear_items(struct agenda *a)
{
    for (size_t i = 0; i < a->table.lines.count; i++) {
        struct item *item = &a->items[i];
        comment_clear(&item->comment);
        annotation_clear(&item->annotation);
        free(item->document);
        free(item->quote);
    }
    a->table.lines.count = 0;
    a->threads_of = 0;
}

static bool add_item(void *ctx, const struct comment *c)
{
    struct agenda *a = ctx;
    a->items = mem_grow(a->items, &a->capacity, a->table.lines.count + 1, sizeof *a->items);
    a->items[a->table.lines.count++] = (struct item){.comment = comment_dup(c)};
    return true;
}

static bool count_answer(void *ctx, const struct comment *c)
{
    struct item *item = ctx;
    item->answers += c->thread == item->comment.thread && c->id != c->thread && !c->deleted;
    return true;
}

/* Whatever cannot be read is shown as nothing: the next change of the feed reads it again. */
static struct item *know(const struct agenda *a, size_t row)
{
    struct item *item = &a->items[row];
    struct err e;
    if (item->known)
        return item;
    item->known = true;
    struct comment_filter f = {.annotation = item->comment.annotation};
    (void)store_comments(a->store, &f, count_answer, item, &e);
    if (!store_annotation_get(a->store, item->comment.annotation, &item->annotation, &e) &&
        store_quote(a->store, item->comment.document, item->annotation.start, item->annotation.end, QUOTE_MAX,
                    &item->quote, &e))
        item->quote = NULL;
    (void)store_document_title(a->store, item->comment.document, &item->document, &item->length, &e);
    return item;
}

static int newer(const void *a, const void *b)
{
    int64_t x = ((const struct item *)a)->comment.created, y = ((const struct item *)b)->comment.created;
    return (x < y) - (x > y);
}

/* The same question stays chosen; where it is gone, its place. */
static enum err_code load(struct agenda *a, struct err *e)
{
    struct lines *l = &a->table.lines;
    int64_t chosen = l->at < l->count ? a->items[l->at].comment.id : 0;
    struct comment_filter f = {.open_questions = true};
    clear_items(a);
    enum err_code rc = store_comments(a->store, &f, add_item, a, e);
    if (a->newest_first && l->count)
        qsort(a->items, l->count, sizeof *a->items, newer);
    for (size_t i = 0; i < l->count; i++)
        if (a->items[i].comment.id == chosen)
            l->at = i;
    lines_settle(l);
    return rc;
}

/* ---- the rows ---- */

enum { DOCUMENT, PLACE, TAG, PASSAGE, QUESTION, ANSWERS, WHO, AGE };

static const struct table_column columns[] = {
    [DOCUMENT] = {N_("document"), 16, 60, false},
    [PLACE] = {N_("at"), 4, 70, true},
    [TAG] = {"", 1, 0, false},
    [PASSAGE] = {N_("passage"), 24, 100, false},
    [QUESTION] = {N_("question"), 0, 0, false},
    [ANSWERS] = {"", 4, 60, true},
    [WHO] = {N_("asked by"), 8, 60, false},
    [AGE] = {"", 6, 70, true},
};

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct agenda *a = self(&t->view);
    const struct item *item = know(a, row);
    switch (column) {
    case DOCUMENT:
        str_add(out, item->document ? item->document : "");
        break;
    case PLACE:
        str_addf(out, "%d%%", table_percent(item->annotation.start, item->length));
        break;
    case TAG:
        str_addc(out, tag_letter(item->annotation.tag));
        break;
    case PASSAGE:
        if (item->quote)
            sheet_one_line(out, item->quote, strlen(item->quote));
        break;
    case QUESTION:
        sheet_one_line(out, item->comment.body, strlen(item->comment.body));
        break;
    case ANSWERS:
        if (item->answers)
            str_addf(out, "(%zu)", item->answers);
        break;
    case WHO:
        str_add(out, item->comment.reviewer_name);
        break;
    case AGE:
        when_age(out, item->comment.created);
        break;
    default:
        break;
    }
}

static style ink(const struct table *t, size_t row, size_t column)
{
    const struct item *item = know(self(&t->view), row);
    if (column == TAG)
        return (style)(style_of_tag(item->annotation.tag) | STYLE_BOLD);
    return column == QUESTION ? INK_TEXT : INK_DIM;
}

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .nothing = N_("No question is open."),
    .detail = true,
};

/* ---- the whole of the chosen question, below ---- */

static void know_threads(struct agenda *a, const struct item *item)
{
    struct err e;
    if (a->threads_of == item->annotation.id)
        return;
    a->threads_of = item->annotation.id;
    threads_clear(&a->threads);
    if (threads_refresh_annotation(&a->threads, a->store, item->annotation.id, &e))
        threads_clear(&a->threads);
}

static void forget_text(struct agenda *a)
{
    reading_clear(&a->reading);
    a->text_of = 0;
}

/* The headings are looked for once in a row of questions about a document, and only where it is not too long for that
 * between two keys. */
static void know_text(struct agenda *a, const struct item *item)
{
    struct err e;
    if (a->text_of == item->comment.document)
        return;
    forget_text(a);
    a->text_of = item->comment.document;
    if (item->length <= OUTLINE_MAX)
        (void)reading_load(a->store, item->comment.document, &a->reading, &e);
}

static bool folded(void *ctx, int64_t thread)
{
    (void)ctx, (void)thread;
    return false;
}

static void write_detail(struct agenda *a, const struct grid *g)
{
    const struct item *item = know(a, a->table.lines.at);
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE};
    struct sheet_line quote = {.indent = 3, .style = INK_DIM};
    struct str title = {0}, path = {0};
    sheet_begin(&a->sheet, g->cols - 2, g->wide);
    if (a->reading.text)
        outline_path(a->reading.flow, &a->reading.outline, (size_t)item->annotation.start, &path);
    str_addf(&title, " %s%s%s ", item->document ? item->document : "", path.len ? "  " : "", str_z(&path));
    sheet_add_cut(&a->sheet, &rule, str_z(&title), NULL);
    quote.mark[0] = tag_letter(item->annotation.tag);
    quote.mark_style = (style)(style_of_tag(item->annotation.tag) | STYLE_BOLD);
    sheet_add_cut(&a->sheet, &quote, item->quote ? item->quote : "", item->annotation.reviewer_name);
    talk_write(&a->sheet, &a->threads, item->annotation.id, folded, NULL);
    str_clear(&title);
    str_clear(&path);
}

static void draw_detail(struct agenda *a, struct grid *g)
{
    if (!a->table.detail_rows || a->table.lines.count == 0)
        return;
    const struct item *item = know(a, a->table.lines.at);
    know_threads(a, item);
    know_text(a, item);
    write_detail(a, g);
    sheet_cut(&a->sheet, (size_t)a->table.detail_rows);
    sheet_draw(&a->sheet, 0, g, g->rows - 1 - a->table.detail_rows, 1, a->table.detail_rows);
}

/* ---- the view ---- */

static enum context agenda_context(const struct view *v)
{
    (void)v;
    return CONTEXT_AGENDA;
}

static void agenda_draw(struct view *v, struct app *app, struct grid *g)
{
    table_draw(v, app, g);
    draw_detail(self(v), g);
}

static void agenda_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct agenda *a = self(v);
    size_t n = a->table.lines.count;
    str_add(left, a->newest_first ? _("questions, newest first") : _("questions by document"));
    str_addf(right, i18n_plural("%zu open question", "%zu open questions", (unsigned long)n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints agenda_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},     {CMD_REPLY, NULL}, {CMD_RESOLVE, NULL}, {CMD_THREAD, NULL},
                                        {CMD_SETTLE, NULL}, {CMD_SCOPE, NULL}, {CMD_SEARCH, NULL}};
    return HINTS(hints);
}

static const char *agenda_label(const struct view *v, enum command_id command)
{
    return command != CMD_SCOPE ? NULL : self(v)->newest_first ? _("by document") : _("newest first");
}

static void agenda_settle(struct view *v, struct app *app)
{
    struct agenda *a = self(v);
    struct err e;
    if (!a->stale)
        return;
    a->stale = false;
    if (load(a, &e))
        app_fail(app, &e);
}

static void agenda_changed(struct view *v, struct app *app, const struct change *c)
{
    struct agenda *a = self(v);
    (void)app;
    bool noise = strcmp(c->entity, "noise") == 0; /* is left out of quotes and headings */
    if (noise && c->document == a->text_of)
        forget_text(a);
    if (noise || strcmp(c->entity, "comment") == 0)
        a->stale = true;
    for (size_t i = 0; !a->stale && strcmp(c->entity, "annotation") == 0 && i < a->table.lines.count; i++)
        a->stale = a->items[i].comment.annotation == c->entity_id;
    /* An annotation that comes back brings its questions with it. */
    if (strcmp(c->action, "undo") == 0 || strcmp(c->action, "redo") == 0)
        a->stale = true;
}

static struct subject agenda_subject(const struct view *v)
{
    const struct agenda *a = self(v);
    if (a->table.lines.count == 0)
        return (struct subject){0};
    const struct item *item = know(a, a->table.lines.at);
    return (struct subject){.document = item->comment.document,
                            .annotation = item->comment.annotation,
                            .revision = item->annotation.revision,
                            .thread = item->comment.thread,
                            .comment = item->comment.id};
}

static int64_t agenda_document(const struct view *v)
{
    return agenda_subject(v).document;
}

static int64_t agenda_reviewer(const struct view *v)
{
    const struct agenda *a = self(v);
    return a->table.lines.count ? a->items[a->table.lines.at].comment.reviewer : 0;
}

static void agenda_free(struct view *v)
{
    struct agenda *a = self(v);
    clear_items(a);
    threads_clear(&a->threads);
    sheet_clear(&a->sheet);
    table_clear(&a->table);
    free(a->items);
    forget_text(a);
    free(a);
}

/* ---- commands ---- */

static enum err_code agenda_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct agenda *a = self(app_view(app));
    struct subject s = agenda_subject(&a->table.view);
    (void)inv;
    if (!s.annotation)
        return err_set(e, ERR_NOT_FOUND, "%s", _(source.nothing));
    return reader_visit(app, s.document, s.annotation, know(a, a->table.lines.at)->annotation.start, e);
}

static enum err_code agenda_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? agenda_go(app, inv, e) : ERR_OK;
}

static enum err_code agenda_scope(struct app *app, const struct invocation *inv, struct err *e)
{
    struct agenda *a = self(app_view(app));
    (void)inv;
    a->newest_first = !a->newest_first;
    return load(a, e);
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_ASK] = cmd_talk,
    [CMD_COMMENT] = cmd_talk,
    [CMD_GO] = agenda_go,
    [CMD_MOUSE_SENTENCE] = agenda_click,
    [CMD_REPLY] = cmd_talk,
    [CMD_RESOLVE] = cmd_resolve,
    [CMD_SETTLE] = cmd_settle,
    [CMD_THREAD] = cmd_thread,
    [CMD_SCOPE] = agenda_scope,
};

const struct view_ops agenda_ops = {
    .name = "agenda",
    .handlers = handlers,
    .context = agenda_context,
    .draw = agenda_draw,
    .status = agenda_status,
    .hints = agenda_hints,
    .label = agenda_label,
    .settle = agenda_settle,
    .resize = table_resize,
    .changed = agenda_changed,
    .document = agenda_document,
    .reviewer = agenda_reviewer,
    .subject = agenda_subject,
    .free = agenda_free,
};

enum err_code agenda_open(struct app *app, struct view **out, struct err *e)
{
    struct agenda *a = MEM_NEW(struct agenda);
    a->table.view.ops = &agenda_ops;
    a->table.source = &source;
    a->store = app->store;
    table_resize(&a->table.view, app);
    enum err_code rc = load(a, e);
    if (rc) {
        agenda_free(&a->table.view);
        return rc;
    }
    *out = &a->table.view;
    return ERR_OK;
}
