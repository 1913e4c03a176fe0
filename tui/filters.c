#include "tui/filters.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter.h"
#include "tui/table.h"
#include "tui/when.h"

#include <stdlib.h>
#include <string.h>

struct saved {
    char *name, *expression, *reviewer;
    int64_t reviewer_id, updated;
};

struct filters {
    struct table table;
    struct saved *saved;
    size_t capacity;
    bool stale;
};

static struct filters *self(const struct view *v)
{
    return (struct filters *)v;
}

static void forget(struct filters *f)
{
    for (size_t i = 0; i < f->table.lines.count; i++) {
        free(f->saved[i].name);
        free(f->saved[i].expression);
        free(f->saved[i].reviewer);
    }
    f->table.lines.count = 0;
}

static bool collect(void *ctx, const struct saved_filter *s)
{
    struct filters *f = ctx;
    size_t n = f->table.lines.count;
    f->saved = mem_grow(f->saved, &f->capacity, n + 1, sizeof *f->saved);
    f->saved[n] = (struct saved){.name = mem_dup(s->name),
                                 .expression = mem_dup(s->expression),
                                 .reviewer = mem_dup(s->reviewer_name),
                                 .reviewer_id = s->reviewer,
                                 .updated = s->updated};
    f->table.lines.count = n + 1;
    return true;
}

/* The same filter stays chosen; where it is gone, its place. */
static enum err_code reload(struct filters *f, struct store *s, struct err *e)
{
    struct lines *l = &f->table.lines;
    char *chosen = l->at < l->count ? mem_dup(f->saved[l->at].name) : NULL;
    forget(f);
    f->stale = false;
    enum err_code rc = store_filters(s, collect, f, e);
    for (size_t i = 0; chosen && i < l->count; i++)
        if (strcmp(f->saved[i].name, chosen) == 0)
            l->at = i;
    free(chosen);
    return rc;
}

/* ---- what the rows say ---- */

enum { NAME, EXPRESSION, WHO, WHEN };

static void filters_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct saved *s = &((const struct filters *)t)->saved[row];
    if (column == NAME)
        str_addf(out, "@%s", s->name);
    else if (column == EXPRESSION)
        str_add(out, s->expression);
    else if (column == WHO)
        str_add(out, s->reviewer);
    else
        when_day(out, s->updated);
}

static style filters_ink(const struct table *t, size_t row, size_t column)
{
    const struct saved *s = &((const struct filters *)t)->saved[row];
    if (column == WHO)
        return style_of_reviewer(s->reviewer_id);
    return column == NAME ? INK_TITLE : column == WHEN ? INK_DIM : INK_TEXT;
}

static const struct table_column columns[] = {
    [NAME] = {N_("name"), 20, 0, false},
    [EXPRESSION] = {N_("filter"), 0, 0, false},
    [WHO] = {N_("reviewer"), 12, 60, false},
    [WHEN] = {N_("date"), 10, 80, false},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = filters_cell,
    .ink = filters_ink,
    .nothing = N_("No filter is saved yet. While one is in force, :filter-save NAME saves it for everybody."),
};

/* ---- the view ---- */

static enum context filters_context(const struct view *v)
{
    (void)v;
    return CONTEXT_FILTERS;
}

static void filters_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    (void)v;
    str_add(left, _("saved filters"));
    str_add(right, store_reviewer_name(app->store));
}

static const char *filters_label(const struct view *v, enum command_id command)
{
    (void)v;
    return command == CMD_GO ? _("apply") : NULL;
}

static struct hints filters_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {
        {CMD_GO, NULL}, {CMD_DELETE, NULL}, {CMD_UNDO, NULL}, {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    return HINTS(hints);
}

static void filters_settle(struct view *v, struct app *app)
{
    struct filters *f = self(v);
    struct err e;
    if (f->stale && reload(f, app->store, &e))
        app_fail(app, &e);
    lines_settle(&f->table.lines);
}

static void filters_changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app;
    struct filters *f = self(v);
    f->stale = f->stale || strcmp(c->entity, "filter") == 0 || strcmp(c->entity, "reviewer") == 0;
}

static void filters_free(struct view *v)
{
    struct filters *f = self(v);
    forget(f);
    table_clear(&f->table);
    free(f->saved);
    free(f);
}

/* ---- commands ---- */

static int64_t filters_reviewer(const struct view *v)
{
    const struct filters *f = self(v);
    return f->table.lines.at < f->table.lines.count ? f->saved[f->table.lines.at].reviewer_id : 0;
}

static const struct saved *chosen(const struct app *app, struct err *e)
{
    const struct filters *f = self(app_view(app));
    if (f->table.lines.count > 0)
        return &f->saved[f->table.lines.at];
    err_set(e, ERR_NOT_FOUND, "%s", _(source.nothing));
    return NULL;
}

static enum err_code filters_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct saved *s = chosen(app, e);
    if (!s)
        return ERR_NOT_FOUND;
    struct str name = {0};
    str_addf(&name, "@%s", s->name);
    app_pop(app);
    enum err_code rc = filters_apply(app, str_z(&name), e);
    str_clear(&name);
    return rc;
}

static enum err_code filters_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? filters_go(app, inv, e) : ERR_OK;
}

static enum err_code filters_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct saved *s = chosen(app, e);
    if (!s)
        return ERR_NOT_FOUND;
    char *name = mem_dup(s->name);
    enum err_code rc = store_filter_remove(app->store, name, e);
    if (!rc)
        app_say(app, _("@%s is no saved filter any more"), name);
    free(name);
    return rc;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_DELETE] = filters_delete,
    [CMD_GO] = filters_go,
    [CMD_MOUSE_SENTENCE] = filters_click,
};

const struct view_ops filters_ops = {
    .name = "filters",
    .handlers = handlers,
    .context = filters_context,
    .draw = table_draw,
    .status = filters_status,
    .hints = filters_hints,
    .label = filters_label,
    .settle = filters_settle,
    .resize = table_resize,
    .changed = filters_changed,
    .reviewer = filters_reviewer,
    .free = filters_free,
};

enum err_code filters_open(struct app *app, struct view **out, struct err *e)
{
    struct filters *f = MEM_NEW(struct filters);
    f->table.view.ops = &filters_ops;
    f->table.source = &source;
    table_resize(&f->table.view, app);
    enum err_code rc = reload(f, app->store, e);
    if (rc) {
        filters_free(&f->table.view);
        return rc;
    }
    *out = &f->table.view;
    return ERR_OK;
}
