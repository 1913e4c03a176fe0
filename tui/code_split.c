#include "tui/code_split.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/codebook.h"
#include "tui/reader.h"

#include <string.h>

#define STEP_MS 8     /* for so long the annotations are read before a key is looked for */
#define QUOTE_MAX 200 /* code points of a passage that are read */

/* One annotation; what is shown of it is read when it is shown. */
struct item {
    int64_t id;
    struct words *words;
};

struct words {
    struct annotation annotation;
    char *document, *quote; /* NULL where they cannot be read */
};

struct split {
    struct table table;
    struct store *store;
    const struct codes *codes;
    int64_t code, revision; /* as it was when this view was opened, or by the last try */
    struct item *items;     /* table.lines.count of them */
    size_t capacity;
    int64_t *picked; /* the annotations that are chosen, by id */
    size_t picked_count, picked_capacity;
    int64_t *documents; /* whose annotations are listed, */
    size_t document_count, document_capacity;
    size_t documents_read; /* and how many of them were */
    bool listed;           /* the documents are known */
};

static struct split *self(const struct view *v)
{
    return (struct split *)(void *)v;
}

static struct split *split_of(const struct app *app)
{
    return self(app_view(app));
}

/* ---- reading ---- */

static void forget(struct item *item)
{
    if (item->words) {
        annotation_clear(&item->words->annotation);
        free(item->words->document);
        free(item->words->quote);
        free(item->words);
    }
    item->words = NULL;
}

static void add(struct split *s, int64_t id)
{
    size_t n = s->table.lines.count++;
    s->items = mem_grow(s->items, &s->capacity, n + 1, sizeof *s->items);
    s->items[n] = (struct item){.id = id};
}

static bool add_document(void *ctx, const struct document *d)
{
    struct split *s = ctx;
    s->documents = mem_grow(s->documents, &s->document_capacity, s->document_count + 1, sizeof *s->documents);
    s->documents[s->document_count++] = d->id;
    return true;
}

static bool add_annotation(void *ctx, const struct brief *b)
{
    struct split *s = ctx;
    if (b->code == s->code)
        add(s, b->id);
    return true;
}

/* The annotations of one document after the other, while nothing is typed. */
static bool work(struct view *v, struct app *app)
{
    struct split *s = self(v);
    struct err e;
    enum err_code rc = ERR_OK;
    int64_t until = clock_monotonic_ms() + STEP_MS;
    if (!s->listed) {
        s->listed = true;
        rc = store_documents(s->store, add_document, s, &e);
    }
    while (!rc && s->documents_read < s->document_count && clock_monotonic_ms() < until) {
        int64_t id = s->documents[s->documents_read++];
        rc = store_briefs(s->store, id, id, NULL, add_annotation, s, &e);
    }
    if (rc) {
        s->documents_read = s->document_count;
        app_fail(app, &e);
    }
    return s->documents_read < s->document_count;
}

/* Whatever cannot be read is shown as nothing. */
static const struct words *know(const struct split *s, size_t row)
{
    struct item *item = &s->items[row];
    struct err e;
    int64_t length;
    if (item->words)
        return item->words;
    struct words *w = item->words = MEM_NEW(struct words);
    if (store_annotation_get(s->store, item->id, &w->annotation, &e))
        return w;
    const struct annotation *a = &w->annotation;
    if (store_quote(s->store, a->document, a->start, a->end, QUOTE_MAX, &w->quote, &e))
        w->quote = NULL;
    if (store_document_title(s->store, a->document, &w->document, &length, &e))
        w->document = NULL;
    return w;
}

/* ---- what is chosen ---- */

/* Where ID stands among the chosen ones, or would. */
static size_t picked_at(const struct split *s, int64_t id)
{
    size_t lo = 0, hi = s->picked_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->picked[mid] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool is_picked(const struct split *s, int64_t id)
{
    size_t i = picked_at(s, id);
    return i < s->picked_count && s->picked[i] == id;
}

static void pick(struct split *s, int64_t id, bool on)
{
    size_t i = picked_at(s, id);
    bool is = is_picked(s, id);
    if (on && !is) {
        s->picked = mem_grow(s->picked, &s->picked_capacity, s->picked_count + 1, sizeof *s->picked);
        memmove(s->picked + i + 1, s->picked + i, (s->picked_count++ - i) * sizeof *s->picked);
        s->picked[i] = id;
    } else if (!on && is) {
        memmove(s->picked + i, s->picked + i + 1, (--s->picked_count - i) * sizeof *s->picked);
    }
}

/* ---- the rows ---- */

enum { CHOSEN, DOCUMENT, PASSAGE, WHO };

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct split *s = self(&t->view);
    const struct words *w = column == CHOSEN ? NULL : know(s, row);
    if (column == CHOSEN)
        str_add(out, is_picked(s, s->items[row].id) ? "[x]" : "[ ]");
    else if (column == DOCUMENT && w->document)
        str_add(out, w->document);
    else if (column == PASSAGE && w->quote)
        sheet_one_line(out, w->quote, strlen(w->quote));
    else if (column == WHO && w->annotation.reviewer_name)
        str_add(out, w->annotation.reviewer_name);
}

static style ink(const struct table *t, size_t row, size_t column)
{
    const struct split *s = self(&t->view);
    return column == PASSAGE && is_picked(s, s->items[row].id) ? INK_TITLE : column == PASSAGE ? INK_TEXT : INK_DIM;
}

static const struct table_column columns[] = {
    [CHOSEN] = {"", 3, 0, false},
    [DOCUMENT] = {N_("document"), 18, 70, false},
    [PASSAGE] = {N_("passage"), 0, 0, false},
    [WHO] = {N_("reviewer"), 10, 60, false},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
};

/* ---- the view ---- */

static enum context context(const struct view *v)
{
    (void)v;
    return CONTEXT_SPLIT;
}

static void draw(struct view *v, struct app *app, struct grid *g)
{
    const struct split *s = self(v);
    table_draw(v, app, g);
    if (s->table.lines.count == 0 && s->listed && s->documents_read == s->document_count)
        grid_label(g, TABLE_FIRST_ROW + 1, 1, g->cols - 2, _("No annotation has this code."), INK_TEXT);
}

static void status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct split *s = self(v);
    const struct code *code = codes_get(s->codes, s->code);
    str_addf(left, _("split “%s”: choose what goes to a new code"), code ? code->name : "?");
    str_addf(right, i18n_plural("%zu annotation chosen", "%zu annotations chosen", (unsigned long)s->picked_count),
             s->picked_count);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints hints(const struct view *v)
{
    (void)v;
    static const struct hint all[] = {{CMD_CHOOSE, NULL}, {CMD_CODE_SPLIT, NULL}, {CMD_GO, NULL}, {CMD_COMMAND, NULL}};
    return HINTS(all);
}

/* There is nothing to split where the code is gone; but a name that is just being typed is not taken away. */
static void settle(struct view *v, struct app *app)
{
    struct split *s = self(v);
    const struct code *code = codes_get(s->codes, s->code);
    if ((!code || !codes_stands(code)) && !app->prompt.active) {
        app_pop(app);
        return;
    }
    lines_settle(&s->table.lines);
}

static size_t row_of(const struct split *s, int64_t id)
{
    size_t i = 0;
    while (i < s->table.lines.count && s->items[i].id != id)
        i++;
    return i;
}

/* Whether WORK has what is in that document; one that came later it will not read. */
static bool was_read(const struct split *s, int64_t document)
{
    size_t i = 0;
    while (i < s->document_count && s->documents[i] != document)
        i++;
    return s->listed && (i < s->documents_read || i == s->document_count);
}

/* The chosen row stays the one it is. */
static void take_out(struct split *s, size_t row)
{
    struct lines *l = &s->table.lines;
    pick(s, s->items[row].id, false);
    memmove(&s->items[row], &s->items[row + 1], (--l->count - row) * sizeof *s->items);
    l->at -= row < l->at;
    l->top -= row < l->top;
}

/* Annotation ID may have the code now, or not any more. What is not read yet is left to WORK. */
static void renew(struct split *s, int64_t id)
{
    struct annotation a = {0};
    struct err e;
    size_t i = row_of(s, id);
    bool has = !store_annotation_get(s->store, id, &a, &e) && !a.deleted && a.code == s->code;
    if (i < s->table.lines.count) {
        forget(&s->items[i]);
        if (!has)
            take_out(s, i);
    } else if (has && was_read(s, a.document)) {
        add(s, id);
    }
    annotation_clear(&a);
}

static void changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app;
    if (strcmp(c->entity, "annotation") == 0)
        renew(self(v), c->entity_id);
}

static void free_view(struct view *v)
{
    struct split *s = self(v);
    for (size_t i = 0; i < s->table.lines.count; i++)
        forget(&s->items[i]);
    table_clear(&s->table);
    free(s->items);
    free(s->picked);
    free(s->documents);
    free(s);
}

/* ---- commands ---- */

static enum err_code need_row(const struct split *s, struct err *e)
{
    return s->table.lines.count ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("there is no annotation in the row"));
}

static enum err_code choose(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct split *s = split_of(app);
    struct lines *l = &s->table.lines;
    enum err_code rc = need_row(s, e);
    if (rc)
        return rc;
    pick(s, s->items[l->at].id, !is_picked(s, s->items[l->at].id));
    l->at += l->at + 1 < l->count;
    lines_settle(l);
    return ERR_OK;
}

static enum err_code click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? choose(app, inv, e) : ERR_OK;
}

static enum err_code go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct split *s = split_of(app);
    enum err_code rc = need_row(s, e);
    if (rc)
        return rc;
    const struct annotation *a = &know(s, s->table.lines.at)->annotation;
    return reader_visit(app, a->document, a->id, a->start, e);
}

/* The code that was made is chosen in the codebook below. */
static enum err_code finish(struct app *app, const struct code *made, size_t n, struct err *e)
{
    enum err_code rc = app_sync(app, e);
    app_pop(app);
    if (codebook_of(app))
        codebook_choose(codebook_of(app), made->tag, made->id);
    if (!rc)
        app_say(app,
                i18n_plural("%zu annotation counts as “%s” now; undo takes that back",
                            "%zu annotations count as “%s” now; undo takes that back", (unsigned long)n),
                n, made->name);
    return rc;
}

/* The new code stands beside the one that it comes from. */
static enum err_code split(struct app *app, const struct invocation *inv, struct err *e)
{
    struct split *s = split_of(app);
    const struct code *code = codes_get(s->codes, s->code);
    struct code made = {0};
    if (!code)
        return err_set(e, ERR_NOT_FOUND, _("this code is not there any more"));
    if (s->picked_count == 0)
        return err_set(e, ERR_INPUT, _("choose the annotations that are to go to the new code first"));
    if (inv->argc == 0) {
        prompt_ask(&app->prompt, PROMPT_CODE, CMD_CODE_SPLIT, s->code, "");
        return ERR_OK;
    }
    struct code_new new = {.tag = code->tag, .parent = code->parent, .name = inv->argv[0]};
    enum err_code rc = store_code_split(s->store, s->code, s->revision, &new, s->picked, s->picked_count, &made, e);
    if (rc == ERR_STALE)
        s->revision = code->revision; /* it is seen by then; once more is meant */
    rc = rc ? app_keep_typed(app, PROMPT_CODE, inv->argv[0], rc, e) : finish(app, &made, s->picked_count, e);
    code_clear(&made);
    return rc;
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_CHOOSE] = choose,
    [CMD_CODE_SPLIT] = split,
    [CMD_DOCUMENT_END] = table_move,
    [CMD_DOCUMENT_START] = table_move,
    [CMD_GO] = go,
    [CMD_HALF_PAGE_DOWN] = table_move,
    [CMD_HALF_PAGE_UP] = table_move,
    [CMD_MOUSE_CURSOR] = table_move,
    [CMD_MOUSE_SENTENCE] = click,
    [CMD_PAGE_DOWN] = table_move,
    [CMD_PAGE_UP] = table_move,
    [CMD_ROW_DOWN] = table_move,
    [CMD_ROW_UP] = table_move,
    [CMD_SCROLL_DOWN] = table_move,
    [CMD_SCROLL_UP] = table_move,
};

const struct view_ops code_split_ops = {
    .name = "split",
    .handlers = handlers,
    .context = context,
    .draw = draw,
    .status = status,
    .hints = hints,
    .settle = settle,
    .resize = table_resize,
    .changed = changed,
    .work = work,
    .free = free_view,
};

enum err_code code_split_begin(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct code *code;
    enum err_code rc = codebook_need_own(app, &code, e);
    if (rc)
        return rc;
    if (inv->argc > 0)
        return err_set(e, ERR_INPUT, _("choose the annotations that are to go to the new code first"));
    struct split *s = MEM_NEW(struct split);
    s->table.view.ops = &code_split_ops;
    s->table.source = &source;
    s->store = app->store;
    s->codes = &app->codes;
    s->code = code->id;
    s->revision = code->revision;
    app_push(app, &s->table.view);
    return ERR_OK;
}
