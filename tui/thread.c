#include "tui/thread.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/lines.h"
#include "tui/reader.h"
#include "tui/reviewers.h"
#include "tui/talk.h"

#include <string.h>

#define FIRST_ROW 1
#define QUOTE_MAX 2000 /* code points of the passage that are shown */

struct thread_view {
    struct view view;
    int64_t id; /* of the annotation */
    struct annotation annotation;
    char *document, *quote;
    struct threads threads;
    struct reviewers names;
    struct sheet head; /* the passage, which stays when the rest scrolls */
    struct sheet sheet;
    struct lines lines;
    int64_t chosen;  /* the comment to find again; 0: the one under the cursor */
    int64_t *opened; /* resolved threads that are shown whole */
    size_t opened_count, opened_capacity;
    bool stale;
};

static struct thread_view *self(const struct view *v)
{
    return (struct thread_view *)v;
}

/* ---- reading it ---- */

static void clear_data(struct thread_view *v)
{
    annotation_clear(&v->annotation);
    threads_clear(&v->threads);
    free(v->document);
    free(v->quote);
    v->document = v->quote = NULL;
}

static enum err_code load(struct thread_view *v, struct store *store, struct err *e)
{
    int64_t length;
    clear_data(v);
    enum err_code rc = store_annotation_get(store, v->id, &v->annotation, e);
    if (!rc)
        rc = store_document_title(store, v->annotation.document, &v->document, &length, e);
    v->document = v->document ? v->document : mem_dup("");
    if (!rc)
        rc =
            store_quote(store, v->annotation.document, v->annotation.start, v->annotation.end, QUOTE_MAX, &v->quote, e);
    if (!rc)
        rc = threads_refresh_annotation(&v->threads, store, v->id, e);
    return rc ? rc : reviewers_load(&v->names, store, e);
}

/* ---- writing the sheet ---- */

static bool is_open(void *ctx, int64_t thread)
{
    const struct thread_view *v = ctx;
    for (size_t i = 0; i < v->opened_count; i++)
        if (v->opened[i] == thread)
            return true;
    return false;
}

static void write_verdict(struct thread_view *v, struct sheet *s)
{
    const struct annotation *a = &v->annotation;
    struct str words = {0};
    struct sheet_line l = {.indent = 3, .style = INK_DIM};
    if (a->deleted)
        str_add(&words, _("deleted"));
    else if (a->settled == SETTLED_ACCEPTED)
        str_addf(&words, _("%s accepted by %s"), talk_sign_settled(a->settled, s->wide),
                 reviewers_name(&v->names, a->settled_by));
    else if (a->settled == SETTLED_REJECTED)
        str_addf(&words, _("%s rejected by %s"), talk_sign_settled(a->settled, s->wide),
                 reviewers_name(&v->names, a->settled_by));
    if (words.len)
        sheet_add_cut(s, &l, words.p, NULL);
    str_clear(&words);
}

/* The passage, in the rows that stay; a long one stands there cut, and whole among what scrolls. */
static void write_passage(struct thread_view *v, const struct sheet_line *like, size_t most, struct sheet *s)
{
    const char *quote = v->quote ? v->quote : "";
    if (most > 0)
        sheet_add(&v->head, like, quote, v->annotation.reviewer_name);
    if (most > 0 && v->head.count <= most)
        return;
    sheet_cut(&v->head, most);
    sheet_add(s, like, quote, NULL);
}

static void write_annotation(struct thread_view *v, size_t most, struct sheet *s)
{
    const struct annotation *a = &v->annotation;
    struct sheet_line quote = {.indent = 3, .mark_style = (style)(style_of_tag(a->tag) | STYLE_BOLD)};
    struct sheet_line note = {.indent = 3, .style = INK_DIM}, rule = {.rule = true};
    quote.mark[0] = tag_letter(a->tag);
    write_passage(v, &quote, most, s);
    if (*a->note)
        sheet_add(s, &note, a->note, NULL);
    write_verdict(v, s);
    sheet_add_cut(s, &rule, "", NULL);
}

static void write_sheet(struct thread_view *v, const struct grid *g)
{
    struct sheet *s = &v->sheet;
    struct sheet_line nothing = {.indent = 3, .style = INK_DIM};
    int rows = g->rows - 2 > 1 ? g->rows - 2 : 1;
    sheet_begin(&v->head, g->cols - 2, g->wide);
    sheet_begin(s, g->cols - 2, g->wide);
    write_annotation(v, (size_t)(rows / 3), s);
    v->lines.rows = rows - (int)v->head.count;
    size_t from = s->count;
    talk_write(s, &v->threads, v->id, is_open, v);
    if (s->count == from)
        sheet_add(s, &nothing, _("Nobody has said anything about this yet."), NULL);
    v->lines.count = s->count;
}

/* Of what scrolls. */
static int first_row(const struct thread_view *v)
{
    return FIRST_ROW + (int)v->head.count;
}

/* ---- the cursor: on a line, and with it on a comment ---- */

static int64_t comment_at(const struct thread_view *v, size_t line)
{
    return line < v->sheet.count ? v->sheet.lines[line].id : 0;
}

/* The first line of comment ID; COUNT where it has none. */
static size_t line_of(const struct thread_view *v, int64_t id)
{
    size_t i = 0;
    while (i < v->sheet.count && v->sheet.lines[i].id != id)
        i++;
    return i;
}

static size_t end_of(const struct thread_view *v, size_t line)
{
    size_t i = line;
    while (i < v->sheet.count && v->sheet.lines[i].id == v->sheet.lines[line].id)
        i++;
    return i;
}

/* Choose the comment that begins at LINE, and show as much of it as there is room for. */
static void choose_line(struct thread_view *v, size_t line)
{
    size_t rows = (size_t)v->lines.rows, end = end_of(v, line);
    if (line >= v->sheet.count)
        return;
    v->lines.at = line;
    if (end > v->lines.top + rows)
        v->lines.top = end - rows < line ? end - rows : line;
    lines_settle(&v->lines);
}

static void rewrite(struct thread_view *v, const struct grid *g)
{
    int64_t id = v->chosen ? v->chosen : comment_at(v, v->lines.at);
    size_t within = v->lines.at - (line_of(v, id) < v->lines.at ? line_of(v, id) : v->lines.at);
    bool was_chosen = v->chosen != 0;
    write_sheet(v, g);
    size_t at = id ? line_of(v, id) : v->sheet.count;
    if (at < v->sheet.count && was_chosen)
        choose_line(v, at);
    else if (at < v->sheet.count)
        v->lines.at = at + within < end_of(v, at) ? at + within : at;
    if (at < v->sheet.count)
        v->chosen = 0;
    lines_settle(&v->lines);
}

/* The next comment, or the previous one; a long one is read line by line first. */
static void step(struct thread_view *v, bool down)
{
    struct lines *l = &v->lines;
    size_t rows = (size_t)l->rows, first = line_of(v, comment_at(v, l->at)), end = end_of(v, first);
    if (down && end > l->top + rows) {
        l->top++;
        l->at = l->at < l->top ? l->top : l->at;
    } else if (!down && first < l->top && first < l->at) {
        l->top--;
        l->at = l->at >= l->top + rows ? l->top + rows - 1 : l->at;
    } else if (down && end < v->sheet.count) {
        choose_line(v, end);
    } else if (!down && first > 0) {
        choose_line(v, line_of(v, comment_at(v, first - 1)));
    }
    lines_settle(l);
}

/* ---- the view ---- */

static enum context thread_context(const struct view *v)
{
    (void)v;
    return CONTEXT_THREAD;
}

static void thread_resize(struct view *view, struct app *app)
{
    struct thread_view *v = self(view);
    rewrite(v, app->grid);
}

static void thread_settle(struct view *view, struct app *app)
{
    struct thread_view *v = self(view);
    struct err e;
    if (!v->stale)
        return;
    v->stale = false;
    if (load(v, app->store, &e))
        app_fail(app, &e);
    rewrite(v, app->grid);
}

static void thread_changed(struct view *view, struct app *app, const struct change *c)
{
    struct thread_view *v = self(view);
    (void)app;
    bool in_quote = strcmp(c->entity, "noise") == 0;
    bool comment = (in_quote || strcmp(c->entity, "comment") == 0) && c->document == v->annotation.document;
    bool annotation = strcmp(c->entity, "annotation") == 0 && c->entity_id == v->id;
    v->stale = v->stale || comment || annotation || strcmp(c->entity, "reviewer") == 0;
}

static void thread_status(struct view *view, struct app *app, struct str *left, struct str *right)
{
    const struct thread_view *v = self(view);
    struct thread_counts counts = threads_count(&v->threads, v->id);
    str_addf(left, _("comments in “%s”"), v->document);
    if (counts.questions)
        str_addf(right, i18n_plural("%zu open question", "%zu open questions", (unsigned long)counts.questions),
                 counts.questions);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints thread_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_REPLY, NULL}, {CMD_RESOLVE, NULL}, {CMD_SETTLE, NULL},
                                        {CMD_ASK, NULL},   {CMD_COMMENT, NULL}, {CMD_DELETE, NULL},
                                        {CMD_FOLD, NULL},  {CMD_UNDO, NULL},    {CMD_GO, NULL}};
    return HINTS(hints);
}

static void thread_draw(struct view *view, struct app *app, struct grid *g)
{
    const struct thread_view *v = self(view);
    (void)app;
    int64_t chosen = comment_at(v, v->lines.at);
    int first = first_row(v);
    for (int i = 0; i < v->lines.rows && v->lines.top + (size_t)i < v->sheet.count; i++)
        if (chosen && v->sheet.lines[v->lines.top + (size_t)i].id == chosen)
            grid_bar(g, first + i, 0, INK_KEY);
    sheet_draw(&v->head, 0, g, FIRST_ROW, 1, (int)v->head.count);
    sheet_draw(&v->sheet, v->lines.top, g, first, 1, v->lines.rows);
    g->cursor_row = first + (int)(v->lines.at - v->lines.top);
    g->cursor_col = 0;
}

static int64_t thread_document(const struct view *v)
{
    return self(v)->annotation.document;
}

static void thread_free(struct view *view)
{
    struct thread_view *v = self(view);
    clear_data(v);
    reviewers_clear(&v->names);
    sheet_clear(&v->head);
    sheet_clear(&v->sheet);
    find_free(v->lines.find);
    free(v->opened);
    free(v);
}

/* Nobody answers or resolves what is not on the screen. */
static bool is_seen(const struct thread_view *v, int64_t comment)
{
    size_t line = line_of(v, comment);
    return line >= v->lines.top && line < v->lines.top + (size_t)v->lines.rows && line < v->sheet.count;
}

static struct subject thread_subject(const struct view *view)
{
    const struct thread_view *v = self(view);
    struct subject s = {.document = v->annotation.document,
                        .annotation = v->id,
                        .revision = v->annotation.revision,
                        .comment = comment_at(v, v->lines.at)};
    struct thread_span all = threads_of(&v->threads, v->id);
    const struct comment *pick = threads_pick(&v->threads, v->id);
    s.thread = pick && is_seen(v, pick->id) ? pick->thread : 0;
    for (size_t i = all.from; i < all.to; i++)
        if (v->threads.items[i]->id == s.comment) {
            s.thread = v->threads.items[i]->thread;
            s.author = v->threads.items[i]->reviewer;
        }
    return s;
}

/* ---- commands ---- */

static struct thread_view *top(const struct app *app)
{
    return self(app_view(app));
}

static enum err_code thread_move(struct app *app, const struct invocation *inv, struct err *e)
{
    struct thread_view *v = top(app);
    (void)e;
    if (inv->command->id == CMD_ROW_DOWN || inv->command->id == CMD_ROW_UP)
        for (int i = invocation_times(inv); i > 0; i--)
            step(v, inv->command->id == CMD_ROW_DOWN);
    else
        lines_move(&v->lines, inv, first_row(v));
    return ERR_OK;
}

static const char *words_of(void *ctx, size_t line)
{
    return ((struct thread_view *)ctx)->sheet.lines[line].text;
}

static enum err_code thread_search(struct app *app, const struct invocation *inv, struct err *e)
{
    struct thread_view *v = top(app);
    return lines_search(&v->lines, app, inv, words_of, v, e);
}

static enum err_code thread_fold(struct app *app, const struct invocation *inv, struct err *e)
{
    struct thread_view *v = top(app);
    (void)inv;
    int64_t id = thread_subject(&v->view).thread;
    struct thread_span all = threads_of(&v->threads, v->id);
    size_t i = all.from;
    while (i < all.to && v->threads.items[i]->id != id)
        i++;
    if (i == all.to || !v->threads.items[i]->resolved)
        return err_set(e, ERR_NOT_FOUND, _("only a thread that is resolved folds"));
    for (i = 0; i < v->opened_count && v->opened[i] != id; i++)
        ;
    if (i < v->opened_count) {
        v->opened[i] = v->opened[--v->opened_count];
    } else {
        v->opened = mem_grow(v->opened, &v->opened_capacity, v->opened_count + 1, sizeof *v->opened);
        v->opened[v->opened_count++] = id;
    }
    v->chosen = id;
    rewrite(v, app->grid);
    return ERR_OK;
}

static enum err_code thread_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return reader_visit(app, top(app)->annotation.document, top(app)->id, top(app)->annotation.start, e);
}

enum err_code thread_revision(const struct view *view, int64_t *id, int64_t *revision, struct err *e)
{
    const struct thread_view *v = self(view);
    struct thread_span all = threads_of(&v->threads, v->id);
    *id = comment_at(v, v->lines.at);
    for (size_t i = all.from; i < all.to; i++) {
        if (v->threads.items[i]->id != *id)
            continue;
        *revision = v->threads.items[i]->revision;
        return ERR_OK;
    }
    return err_set(e, ERR_NOT_FOUND, _("there is no comment under the cursor"));
}

void thread_choose(struct view *v, int64_t id)
{
    self(v)->chosen = id;
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_ASK] = cmd_talk,
    [CMD_COMMENT] = cmd_talk,
    [CMD_DELETE] = cmd_comment_delete,
    [CMD_DOCUMENT_END] = thread_move,
    [CMD_DOCUMENT_START] = thread_move,
    [CMD_GO] = thread_go,
    [CMD_HALF_PAGE_DOWN] = thread_move,
    [CMD_HALF_PAGE_UP] = thread_move,
    [CMD_MOUSE_CURSOR] = thread_move,
    [CMD_MOUSE_SENTENCE] = thread_move,
    [CMD_PAGE_DOWN] = thread_move,
    [CMD_PAGE_UP] = thread_move,
    [CMD_REPLY] = cmd_talk,
    [CMD_RESOLVE] = cmd_resolve,
    [CMD_ROW_DOWN] = thread_move,
    [CMD_ROW_UP] = thread_move,
    [CMD_SCROLL_DOWN] = thread_move,
    [CMD_SCROLL_UP] = thread_move,
    [CMD_SEARCH] = thread_search,
    [CMD_SEARCH_NEXT] = thread_search,
    [CMD_SEARCH_PREVIOUS] = thread_search,
    [CMD_SETTLE] = cmd_settle,
    [CMD_FOLD] = thread_fold,
};

const struct view_ops thread_ops = {
    .name = "thread",
    .handlers = handlers,
    .context = thread_context,
    .draw = thread_draw,
    .status = thread_status,
    .hints = thread_hints,
    .settle = thread_settle,
    .resize = thread_resize,
    .changed = thread_changed,
    .document = thread_document,
    .subject = thread_subject,
    .free = thread_free,
};

enum err_code thread_open(struct app *app, int64_t annotation, int64_t comment, struct view **out, struct err *e)
{
    struct thread_view *v = MEM_NEW(struct thread_view);
    v->view.ops = &thread_ops;
    v->id = annotation;
    enum err_code rc = load(v, app->store, e);
    if (rc) {
        thread_free(&v->view);
        return rc;
    }
    const struct comment *pick = threads_pick(&v->threads, annotation);
    v->chosen = comment ? comment : pick ? pick->id : 0;
    *out = &v->view;
    return ERR_OK;
}
