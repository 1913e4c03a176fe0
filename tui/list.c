#include "tui/list.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"
#include "tui/lines.h"

#include <stdio.h>
#include <string.h>

#define FIRST_ROW 2 /* below the status line and the column heads */
#define NUMBERS 24  /* cells of the columns of figures */

struct list {
    struct view view;
    struct document *documents;
    size_t capacity;
    struct lines lines;
    bool stale; /* something changed since the documents were read */
};

static struct list *self(const struct view *v)
{
    return (struct list *)v;
}

static struct list *list_of(const struct app *app)
{
    return (struct list *)app_top(app, &list_ops);
}

static void clear_documents(struct list *l)
{
    for (size_t i = 0; i < l->lines.count; i++)
        document_clear(&l->documents[i]);
    l->lines.count = 0;
}

static bool add_document(void *ctx, const struct document *d)
{
    struct list *l = ctx;
    l->documents = mem_grow(l->documents, &l->capacity, l->lines.count + 1, sizeof *l->documents);
    struct document *copy = &l->documents[l->lines.count++];
    *copy = *d;
    copy->name = mem_dup(d->name);
    copy->encoding = mem_dup(d->encoding);
    return true;
}

static size_t index_of(const struct list *l, int64_t id)
{
    size_t i = 0;
    while (i < l->lines.count && l->documents[i].id != id)
        i++;
    return i;
}

static enum err_code reload(struct list *l, struct store *store, int64_t chosen, struct err *e)
{
    clear_documents(l);
    enum err_code rc = store_documents(store, add_document, l, e);
    list_choose(&l->view, chosen);
    return rc;
}

void list_choose(struct view *v, int64_t id)
{
    struct list *l = self(v);
    size_t at = index_of(l, id);
    if (at < l->lines.count)
        l->lines.at = at;
    lines_settle(&l->lines);
}

bool list_selected(const struct app *app, int64_t *id)
{
    const struct list *l = list_of(app);
    if (!l || l->lines.count == 0)
        return false;
    *id = l->documents[l->lines.at].id;
    return true;
}

/* ---- the view ---- */

static enum context list_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LIST;
}

static void list_resize(struct view *v, struct app *app)
{
    struct list *l = self(v);
    l->lines.rows = app->grid->rows - FIRST_ROW - 1;
    if (l->lines.rows < 1)
        l->lines.rows = 1;
    lines_settle(&l->lines);
}

/* Read the documents again, with the same one chosen. */
static void refresh(struct list *l, struct app *app)
{
    int64_t chosen = l->lines.count ? l->documents[l->lines.at].id : 0;
    struct err e;
    if (reload(l, app->store, chosen, &e))
        app_fail(app, &e);
    else
        l->stale = false;
}

static void list_settle(struct view *v, struct app *app)
{
    struct list *l = self(v);
    if (l->stale)
        refresh(l, app);
    lines_settle(&l->lines);
}

/* The annotations of a document are counted again when the list is seen: while it lies below a document, each tag
 * would cost a walk over all of them. */
static void list_changed(struct view *v, struct app *app, const struct change *c)
{
    struct list *l = self(v);
    if (strcmp(c->entity, "document") == 0)
        refresh(l, app);
    else
        l->stale = true;
}

static void list_save(struct view *v, struct app *app)
{
    (void)v, (void)app;
}

static void list_free(struct view *v)
{
    struct list *l = self(v);
    clear_documents(l);
    free(l->documents);
    find_free(l->lines.find);
    free(l);
}

static void list_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct list *l = self(v);
    str_addf(left, "zhupi  %s", store_path(app->store));
    str_addf(right, i18n_plural("%zu document", "%zu documents", (unsigned long)l->lines.count), l->lines.count);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static size_t list_hints(const struct view *v, struct hint *out, size_t max)
{
    (void)v;
    static const struct hint hints[] = {
        {CMD_OPEN, NULL}, {CMD_SEARCH, NULL}, {CMD_UNDO, NULL}, {CMD_COMMAND, NULL}, {CMD_CLOSE, NULL}};
    size_t n = sizeof hints / sizeof *hints;
    n = n < max ? n : max;
    memcpy(out, hints, n * sizeof *out);
    return n;
}

static void draw_right(struct grid *g, int row, int end, const char *text, style st)
{
    int cells = (int)glyph_cells(text, strlen(text), g->wide);
    grid_label(g, row, end - cells, cells, text, st);
}

static void draw_document(const struct list *l, struct grid *g, int row, size_t i)
{
    const struct document *d = &l->documents[i];
    style st = i == l->lines.at ? INK_SELECTION : INK_TEXT;
    char number[24];
    grid_fill(g, row, 0, g->cols, st);
    grid_label(g, row, 1, g->cols - NUMBERS - 2, d->name, st);
    snprintf(number, sizeof number, "%lld", (long long)d->length);
    draw_right(g, row, g->cols - 12, number, st);
    snprintf(number, sizeof number, "%lld", (long long)d->annotations);
    draw_right(g, row, g->cols - 1, number, st);
}

static void list_draw(struct view *v, struct app *app, struct grid *g)
{
    const struct list *l = self(v);
    grid_label(g, 1, 1, g->cols - NUMBERS - 2, _("document"), INK_DIM);
    draw_right(g, 1, g->cols - 12, _("characters"), INK_DIM);
    draw_right(g, 1, g->cols - 1, _("tags"), INK_DIM);
    if (l->lines.count == 0) {
        struct str hint = {0};
        str_addf(&hint, _("There is no document yet. Import some: zhupi import %s FILE…"), store_path(app->store));
        grid_label(g, 3, 1, g->cols - 2, str_z(&hint), INK_TEXT);
        str_clear(&hint);
        return;
    }
    for (int i = 0; i < l->lines.rows && l->lines.top + (size_t)i < l->lines.count; i++)
        draw_document(l, g, FIRST_ROW + i, l->lines.top + (size_t)i);
    g->cursor_row = FIRST_ROW + (int)(l->lines.at - l->lines.top);
    g->cursor_col = 0;
}

/* ---- commands ---- */

static enum err_code list_move(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    lines_move(&list_of(app)->lines, inv, FIRST_ROW);
    return ERR_OK;
}

static enum err_code list_double_click(struct app *app, const struct invocation *inv, struct err *e)
{
    struct list *l = list_of(app);
    size_t at = l->lines.top + (size_t)(inv->key.y - FIRST_ROW);
    if (inv->key.y < FIRST_ROW || at >= l->lines.count)
        return ERR_OK;
    l->lines.at = at;
    return app_handlers[CMD_OPEN](app, inv, e);
}

static const char *name_of(void *ctx, size_t i)
{
    return ((const struct list *)ctx)->documents[i].name;
}

static enum err_code list_search(struct app *app, const struct invocation *inv, struct err *e)
{
    struct list *l = list_of(app);
    if (inv->command->id == CMD_SEARCH && inv->argc == 0) {
        prompt_open(&app->prompt, PROMPT_SEARCH, "");
        return ERR_OK;
    }
    return lines_search(&l->lines, inv->argc ? inv->argv[0] : NULL, inv->command->id == CMD_SEARCH_PREVIOUS, name_of, l,
                        e);
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_DOCUMENT_END] = list_move, [CMD_DOCUMENT_START] = list_move, [CMD_HALF_PAGE_DOWN] = list_move,
    [CMD_HALF_PAGE_UP] = list_move, [CMD_MOUSE_CURSOR] = list_move,   [CMD_MOUSE_SENTENCE] = list_double_click,
    [CMD_PAGE_DOWN] = list_move,    [CMD_PAGE_UP] = list_move,        [CMD_ROW_DOWN] = list_move,
    [CMD_ROW_UP] = list_move,       [CMD_SCROLL_DOWN] = list_move,    [CMD_SCROLL_UP] = list_move,
    [CMD_SEARCH] = list_search,     [CMD_SEARCH_NEXT] = list_search,  [CMD_SEARCH_PREVIOUS] = list_search,
};

const struct view_ops list_ops = {
    .name = "list",
    .handlers = handlers,
    .context = list_context,
    .draw = list_draw,
    .status = list_status,
    .hints = list_hints,
    .settle = list_settle,
    .resize = list_resize,
    .changed = list_changed,
    .save = list_save,
    .free = list_free,
};

enum err_code list_open(struct app *app, struct view **out, struct err *e)
{
    struct list *l = MEM_NEW(struct list);
    l->view.ops = &list_ops;
    list_resize(&l->view, app);
    enum err_code rc = reload(l, app->store, 0, e);
    if (rc) {
        list_free(&l->view);
        return rc;
    }
    *out = &l->view;
    return ERR_OK;
}
