#include "tui/layers.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/reader.h"
#include "tui/reviewers.h"
#include "tui/table.h"

#include <string.h>

struct layers {
    struct table table;
    struct reviewers all;
    size_t *annotations; /* of each */
    int64_t document;    /* 0: all */
    const struct layer *layer;
    bool stale; /* something changed since they were counted */
};

static struct layers *self(const struct view *v)
{
    return (struct layers *)v;
}

/* ---- what the rows say ---- */

static bool count(void *ctx, const struct annotation *a)
{
    struct layers *l = ctx;
    const struct reviewer *r = reviewers_get(&l->all, a->reviewer);
    if (r)
        l->annotations[r - l->all.items]++;
    return true;
}

static enum err_code reload(struct layers *l, struct store *s, struct err *e)
{
    const struct store_filter f = {.document = l->document};
    enum err_code rc = reviewers_load(&l->all, s, e);
    l->table.lines.count = l->all.count;
    free(l->annotations);
    l->annotations = mem_zero(l->all.count + 1, sizeof *l->annotations);
    if (!rc)
        rc = store_annotations(s, &f, count, l, e);
    l->stale = false;
    return rc;
}

enum { SHOWN, WHO, ROLE, TAGS };

static void layers_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct layers *l = (const struct layers *)t;
    const struct reviewer *r = &l->all.items[row];
    if (column == SHOWN)
        str_add(out, layer_shows(l->layer, r->id) ? "[x]" : "[ ]");
    else if (column == WHO)
        str_add(out, r->name);
    else if (column == ROLE)
        str_add(out, role_label(r->role));
    else
        str_addf(out, "%zu", l->annotations[row]);
}

static style layers_ink(const struct table *t, size_t row, size_t column)
{
    const struct layers *l = (const struct layers *)t;
    const struct reviewer *r = &l->all.items[row];
    if (!layer_shows(l->layer, r->id))
        return INK_DIM;
    return column == WHO ? style_of_reviewer(r->id) : INK_TEXT;
}

static const struct table_column columns[] = {
    [SHOWN] = {"", 3, 0, false},
    [WHO] = {N_("reviewer"), 0, 0, false},
    [ROLE] = {N_("role"), 10, 40, false},
    [TAGS] = {N_("tags"), 8, 0, true},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = layers_cell,
    .ink = layers_ink,
    .nothing = N_("Nobody has reviewed here yet."),
};

/* ---- the view ---- */

static enum context layers_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LAYERS;
}

static void layers_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    (void)v;
    const struct reader *r = reader_in(app);
    str_add(left, _("whose annotations are shown"));
    if (r)
        str_addf(left, "  %s", r->document.name);
    str_add(right, store_reviewer_name(app->store));
}

static struct hints layers_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_TOGGLE, NULL}, {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    return HINTS(hints);
}

static void layers_settle(struct view *v, struct app *app)
{
    struct layers *l = self(v);
    struct err e;
    if (l->stale && reload(l, app->store, &e))
        app_fail(app, &e);
    lines_settle(&l->table.lines);
}

/* They are counted again when the view is seen, not at each change. */
static void layers_changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app, (void)c;
    self(v)->stale = true;
}

static void layers_free(struct view *v)
{
    struct layers *l = self(v);
    table_clear(&l->table);
    reviewers_clear(&l->all);
    free(l->annotations);
    free(l);
}

static enum err_code layers_toggle(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct layers *l = self(app_view(app));
    if (l->all.count == 0)
        return ERR_OK;
    int64_t id = l->all.items[l->table.lines.at].id;
    layer_set(&app->layer, id, !layer_shows(&app->layer, id));
    return layers_apply(app, e);
}

static enum err_code layers_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? layers_toggle(app, inv, e) : ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_GO] = layers_toggle,
    [CMD_MOUSE_SENTENCE] = layers_click,
    [CMD_TOGGLE] = layers_toggle,
};

const struct view_ops layers_ops = {
    .name = "layers",
    .handlers = handlers,
    .context = layers_context,
    .draw = table_draw,
    .status = layers_status,
    .hints = layers_hints,
    .settle = layers_settle,
    .resize = table_resize,
    .changed = layers_changed,
    .free = layers_free,
};

enum err_code layers_open(struct app *app, struct view **out, struct err *e)
{
    struct layers *l = MEM_NEW(struct layers);
    const struct reader *r = reader_in(app);
    l->table.view.ops = &layers_ops;
    l->table.source = &source;
    l->document = r ? r->document.id : 0;
    l->layer = &app->layer;
    table_resize(&l->table.view, app);
    enum err_code rc = reload(l, app->store, e);
    if (rc) {
        layers_free(&l->table.view);
        return rc;
    }
    *out = &l->table.view;
    return ERR_OK;
}
