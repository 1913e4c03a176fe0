#include "tui/figures.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/bar.h"
#include "tui/found.h"
#include "tui/reader.h"
#include "tui/surveyed.h"
#include "tui/table.h"
#include "tui/team.h"

#include <string.h>

#define WIDE_COLS 110 /* from here on more is shown */
#define HUGE_COLS 160
#define STEP_MS 8 /* in which sections are read before a key is looked for */

enum what { WHAT_NAME, WHAT_BAR, WHAT_NUMBER, WHAT_SHARE, WHAT_MANIFESTATIONS, WHAT_CAUSES, WHAT_REMEDIES };
#define WHAT_COUNT (WHAT_REMEDIES + 1)

struct figures_table {
    struct table table;
    struct table_source source;
    struct table_column columns[WHAT_COUNT];
    struct store *store;
    struct surveyed *kept; /* the app's */
    struct outlook outlook;
    const struct graph *graph; /* that the bars are of, while they are; NULL: there are none now */
    enum figure figure;
    struct figures bars;
    struct section_set sections;
    bool noise_changed; /* sections are to be read again */
    int64_t origin;     /* the document that one came from, or 0 */
    char *name;         /* of the document that it is about, where it is about one; or NULL */
    int64_t total;      /* annotations that are counted */
    uint32_t chosen, chosen_other;
};

static struct figures_table *self(const struct view *v)
{
    return (struct figures_table *)v;
}

static struct figures_table *figures_of(const struct app *app)
{
    return (struct figures_table *)app_top(app, &figures_ops);
}

/* ---- bars ---- */

static void keep_chosen(struct figures_table *f)
{
    const struct lines *l = &f->table.lines;
    if (!f->graph || l->at >= f->bars.count)
        return;
    f->chosen = f->bars.bars[l->at].key;
    f->chosen_other = f->bars.bars[l->at].other;
}

/* About one document, the bars of others are nothing. */
static void keep_document(struct figures_table *f)
{
    size_t n = 0;
    bool by_document = f->figure == FIGURE_DOCUMENT || f->figure == FIGURE_COVERAGE;
    if (!by_document || !f->outlook.document)
        return;
    for (size_t i = 0; i < f->bars.count; i++)
        if (f->graph->documents[f->bars.bars[i].key].id == f->outlook.document)
            f->bars.bars[n++] = f->bars.bars[i];
    f->bars.count = n;
}

static void set_bars(struct figures_table *f)
{
    struct lines *l = &f->table.lines;
    figures_count(f->graph, f->figure, f->sections.items, f->sections.count, &f->bars);
    keep_document(f);
    f->total = 0;
    for (size_t i = 0; i < f->graph->node_count; i++)
        f->total += f->graph->nodes[i].passes;
    l->count = f->bars.count;
    for (size_t i = 0; i < l->count; i++)
        if (f->bars.bars[i].key == f->chosen && f->bars.bars[i].other == f->chosen_other) {
            l->at = i;
            break;
        }
    lines_settle(l);
}

/* Whether all is there that the bars are made of. */
static bool has_sections(const struct figures_table *f)
{
    return f->figure != FIGURE_SECTION ||
           (!f->noise_changed && section_set_are_of(&f->sections, f->graph, f->outlook.document) &&
            section_set_percent(&f->sections) == 100);
}

/* The bars are of the survey as it is now, or there are none. */
static bool look(struct figures_table *f)
{
    bool news = surveyed_news(f->kept, &f->outlook);
    f->graph = surveyed_shown(f->kept, &f->outlook);
    if (news && f->graph)
        section_set_look(&f->sections, f->graph);
    if (news && has_sections(f))
        set_bars(f);
    return news;
}

static bool read_sections(struct figures_table *f)
{
    int64_t until = clock_monotonic_ms() + STEP_MS;
    bool more = true;
    if (f->noise_changed || !section_set_are_of(&f->sections, f->graph, f->outlook.document))
        section_set_begin(&f->sections, f->graph, f->outlook.document);
    f->noise_changed = false;
    bool chosen = f->chosen < f->sections.count;
    struct figure_section was = chosen ? f->sections.items[f->chosen] : (struct figure_section){0};
    while (more && clock_monotonic_ms() < until)
        more = section_set_step(&f->sections, f->store, f->graph);
    if (chosen)
        f->chosen = section_set_find(&f->sections, &was);
    if (!more)
        set_bars(f);
    return true;
}

static bool figures_work(struct view *v, struct app *app)
{
    struct figures_table *f = self(v);
    struct err e;
    bool more = surveyed_work(f->kept, f->store, &f->outlook, app->frontend->patient, &e);
    bool news = look(f);
    if (e.code)
        app_fail(app, &e);
    if (!more && f->graph && !has_sections(f))
        return read_sections(f);
    return more || news;
}

static bool is_ready(const struct figures_table *f)
{
    return f->graph && has_sections(f);
}

/* ---- cells ---- */

/* While it is read or marked again the rows of before are not the graph's. */
static bool figures_waits(const struct table *t)
{
    return !is_ready((const struct figures_table *)t);
}

static void add_count(struct str *out, int64_t n)
{
    if (n)
        str_addf(out, "%lld", (long long)n);
}

static void figures_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    struct figures_table *f = self(&t->view);
    const struct figure_bar *bar = &f->bars.bars[row];
    bool covers = f->figure == FIGURE_COVERAGE;
    switch ((enum what)column) {
    case WHAT_NAME:
        bar_add_name(f->store, f->graph, f->figure, bar, &f->sections, out);
        break;
    case WHAT_BAR: /* is drawn over it */
        break;
    case WHAT_NUMBER:
        str_addf(out, "%lld", (long long)bar->counts[0]);
        break;
    case WHAT_SHARE:
        if (f->figure != FIGURE_TOGETHER)
            str_addf(out, "%d%%", table_share(bar->counts[0], covers ? bar->total : f->total));
        break;
    case WHAT_MANIFESTATIONS:
    case WHAT_CAUSES:
    case WHAT_REMEDIES:
        add_count(out, bar->counts[column - WHAT_MANIFESTATIONS + TAG_MANIFESTATION]);
        break;
    }
}

static style figures_ink(const struct table *t, size_t row, size_t column)
{
    (void)t, (void)row;
    if (column >= WHAT_MANIFESTATIONS)
        return style_of_tag((enum tag)(column - WHAT_MANIFESTATIONS + TAG_MANIFESTATION));
    return column == WHAT_SHARE ? INK_DIM : INK_TEXT;
}

static void set_columns(struct figures_table *f, int cols)
{
    int name = cols >= HUGE_COLS ? 60 : cols >= WIDE_COLS ? 40 : cols >= 60 ? 26 : 14;
    int tags = f->figure == FIGURE_TOGETHER ? INT16_MAX : 90;
    const struct table_column columns[WHAT_COUNT] = {
        [WHAT_NAME] = {bar_figure_title(f->figure), name, 0, false},
        [WHAT_BAR] = {"", 0, 0, false},
        [WHAT_NUMBER] = {f->figure == FIGURE_COVERAGE ? N_("characters") : N_("tags"), 10, 40, true},
        [WHAT_SHARE] = {N_("share"), 5, 50, true},
        [WHAT_MANIFESTATIONS] = {"M", 6, tags, true},
        [WHAT_CAUSES] = {"C", 6, tags, true},
        [WHAT_REMEDIES] = {"R", 6, tags, true},
    };
    memcpy(f->columns, columns, sizeof columns);
}

/* ---- drawing ---- */

static enum context figures_context(const struct view *v)
{
    (void)v;
    return CONTEXT_FIGURES;
}

/* The row above the bottom line says what can be counted by. */
static void figures_resize(struct view *v, struct app *app)
{
    struct figures_table *f = self(v);
    set_columns(f, app->grid->cols);
    table_resize(v, app);
    if (f->table.lines.rows > 1)
        f->table.lines.rows--;
    lines_settle(&f->table.lines);
}

static void draw_choices(const struct figures_table *f, const struct app *app, struct grid *g)
{
    struct str keys = {0};
    int row = g->rows - 2, col = 1, gap = g->cols < WIDE_COLS ? 1 : 2;
    for (int i = 0; i < FIGURES && col < g->cols; i++) {
        style st = i == (int)f->figure ? INK_SELECTION : INK_DIM;
        str_truncate(&keys, 0);
        if (keymap_keys_of(app->keymap, CONTEXT_FIGURES, CMD_FIGURES, figure_name((enum figure)i), &keys))
            str_addc(&keys, ' ');
        str_add(&keys, bar_figure_label((enum figure)i));
        col += grid_label(g, row, col, g->cols - col - 1, str_z(&keys), st) + gap;
    }
    str_clear(&keys);
}

/* What is not there yet, or why there is nothing. */
static void draw_nothing(const struct figures_table *f, const struct app *app, struct grid *g)
{
    struct str key = {0}, words = {0};
    team_add_key(app, CMD_CANCEL, &key);
    if (!f->graph)
        str_addf(&words, _("Reading the annotations and their links: %d%%"), surveyed_percent(f->kept, &f->outlook));
    else if (!is_ready(f))
        str_addf(&words, _("Reading the sections of the documents: %d%%"), section_set_percent(&f->sections));
    else if (f->outlook.where)
        str_addf(&words, _("Nothing passes “%s”. %s shows all again."), f->outlook.expression, str_z(&key));
    else
        str_add(&words, _("There is nothing to be counted here yet."));
    grid_label(g, TABLE_FIRST_ROW + 1, 1, g->cols - 2, str_z(&words), INK_TEXT);
    str_clear(&key);
    str_clear(&words);
}

static void figures_draw(struct view *v, struct app *app, struct grid *g)
{
    struct figures_table *f = self(v);
    struct lines *l = &f->table.lines;
    size_t count = l->count;
    int col, cells = table_column_cells(&f->table, g, WHAT_BAR, &col);
    l->count = is_ready(f) ? count : 0;
    table_draw(v, app, g);
    for (int i = 0; i < l->rows && l->top + (size_t)i < l->count; i++)
        bar_draw(&f->bars.bars[l->top + (size_t)i], f->figure, g, TABLE_FIRST_ROW + i, col, cells,
                 l->top + (size_t)i == l->at);
    if (l->count == 0)
        draw_nothing(f, app, g);
    l->count = count;
    draw_choices(f, app, g);
}

static void figures_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct figures_table *f = self(v);
    str_add(left, bar_figure_heading(f->figure));
    str_addf(left, "  %s", f->name ? f->name : _("all documents"));
    if (f->outlook.where)
        str_addf(left, ": %s", f->outlook.expression);
    if (!f->graph)
        str_addf(right, _("counting %d%%"), surveyed_percent(f->kept, &f->outlook));
    else
        str_addf(right, i18n_plural("%zu annotation", "%zu annotations", (unsigned long)f->total), (size_t)f->total);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints figures_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},     {CMD_SCOPE, NULL},  {CMD_HERE, NULL},   {CMD_FILTER, NULL},
                                        {CMD_LEDGER, NULL}, {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    return HINTS(hints);
}

static const char *figures_label(const struct view *v, enum command_id command)
{
    if (command == CMD_GO)
        return _("list them");
    if (command == CMD_SCOPE)
        return _("next figure");
    return command != CMD_HERE ? NULL : self(v)->outlook.document ? _("all documents") : _("this document");
}

/* ---- the view ---- */

/* Another view may have looked at the survey in its own way since. */
static void figures_settle(struct view *v, struct app *app)
{
    struct figures_table *f = self(v);
    if (surveyed_shown(f->kept, &f->outlook) != f->graph || !f->graph)
        (void)figures_work(v, app);
    lines_settle(&f->table.lines);
    keep_chosen(f);
}

static void figures_changed(struct view *v, struct app *app, const struct change *c)
{
    struct figures_table *f = self(v);
    outlook_changed(&f->outlook, app->store, c);
    f->noise_changed = f->noise_changed || strcmp(c->entity, "noise") == 0;
}

static bool figures_concerns(const struct view *v, const struct change *c)
{
    (void)v, (void)c;
    return true;
}

static int64_t figures_document(const struct view *v)
{
    const struct figures_table *f = self(v);
    size_t at = f->table.lines.at;
    bool by_document = f->figure == FIGURE_DOCUMENT || f->figure == FIGURE_COVERAGE;
    if (is_ready(f) && by_document && at < f->bars.count)
        return f->graph->documents[f->bars.bars[at].key].id;
    return f->outlook.document ? f->outlook.document : f->origin;
}

static const char *figures_filter(const struct view *v, const struct app *app)
{
    (void)app;
    const struct figures_table *f = self(v);
    return f->outlook.expression ? f->outlook.expression : "";
}

static enum err_code figures_set_filter(struct view *v, struct app *app, const char *expression,
                                        struct filter *take_where, struct err *e)
{
    (void)app, (void)e;
    outlook_filter(&self(v)->outlook, expression, take_where);
    return ERR_OK;
}

static void figures_free(struct view *v)
{
    struct figures_table *f = self(v);
    outlook_clear(&f->outlook);
    figures_clear(&f->bars);
    section_set_clear(&f->sections);
    table_clear(&f->table);
    free(f->name);
    free(f);
}

/* ---- commands ---- */

/* About DOCUMENT alone, or with 0 about all. */
static void set_document(struct figures_table *f, int64_t document)
{
    struct err e;
    int64_t length;
    free(f->name);
    f->name = NULL;
    if (document && store_document_title(f->store, document, &f->name, &length, &e))
        f->name = NULL;
    outlook_document(&f->outlook, f->name ? document : 0);
}

static void set_figure(struct figures_table *f, const struct app *app, enum figure figure)
{
    f->figure = figure;
    f->table.lines.at = f->table.lines.top = 0;
    f->chosen = f->chosen_other = GRAPH_NONE;
    set_columns(f, app->grid->cols);
    if (is_ready(f))
        set_bars(f);
}

static enum err_code figures_scope(struct app *app, const struct invocation *inv, struct err *e)
{
    struct figures_table *f = figures_of(app);
    (void)inv, (void)e;
    set_figure(f, app, (f->figure + 1) % FIGURES);
    return ERR_OK;
}

static enum err_code figures_here(struct app *app, const struct invocation *inv, struct err *e)
{
    struct figures_table *f = figures_of(app);
    int64_t document = figures_document(&f->table.view);
    (void)inv;
    if (!f->outlook.document && !document)
        return err_set(e, ERR_NOT_FOUND, _("no document is under the cursor: count by document, and choose one"));
    if (!f->outlook.document)
        f->origin = document;
    set_document(f, f->outlook.document ? 0 : document);
    return ERR_OK;
}

/* The filter of the bar, in the document that the figures are about, of what passes their own. */
static bool rows_filter(const struct figures_table *f, const struct figure_bar *bar, struct str *out)
{
    if (!bar_filter(f->store, f->graph, f->figure, bar, out))
        return false;
    if (f->outlook.document)
        str_addf(out, " & in:%lld", (long long)f->outlook.document);
    if (f->outlook.where)
        str_addf(out, " & (%s)", f->outlook.expression);
    return true;
}

static enum err_code figures_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct figures_table *f = figures_of(app);
    const struct figure_bar *bar = is_ready(f) && f->bars.count ? &f->bars.bars[f->table.lines.at] : NULL;
    struct str words = {0};
    struct view *v;
    enum err_code rc;
    (void)inv;
    if (!bar)
        return err_set(e, ERR_NOT_FOUND, _("there is no bar under the cursor"));
    if (rows_filter(f, bar, &words)) {
        rc = found_open(app, str_z(&words), &v, e);
    } else {
        size_t n;
        int64_t *ids = bar_ids(f->graph, f->figure, bar, &f->sections, &n);
        str_addf(&words, "%s: ", bar_figure_label(f->figure));
        bar_add_name(f->store, f->graph, f->figure, bar, &f->sections, &words);
        rc = found_open_ids(app, str_z(&words), ids, n, &v, e);
        free(ids);
    }
    str_clear(&words);
    if (!rc)
        app_push(app, v);
    return rc;
}

static enum err_code figures_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? figures_go(app, inv, e) : ERR_OK;
}

static enum err_code figures_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct figures_table *f = figures_of(app);
    if (f->outlook.where)
        outlook_filter(&f->outlook, "", NULL);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_CANCEL] = figures_cancel,
    [CMD_GO] = figures_go,
    [CMD_HERE] = figures_here,
    [CMD_MOUSE_SENTENCE] = figures_click,
    [CMD_SCOPE] = figures_scope,
};

const struct view_ops figures_ops = {
    .name = "figures",
    .handlers = handlers,
    .context = figures_context,
    .draw = figures_draw,
    .status = figures_status,
    .hints = figures_hints,
    .label = figures_label,
    .settle = figures_settle,
    .resize = figures_resize,
    .changed = figures_changed,
    .concerns = figures_concerns,
    .work = figures_work,
    .document = figures_document,
    .filter = figures_filter,
    .set_filter = figures_set_filter,
    .free = figures_free,
};

static struct figures_table *new_figures(struct app *app)
{
    struct figures_table *f = MEM_NEW(struct figures_table);
    f->table.view.ops = &figures_ops;
    f->table.source = &f->source;
    f->source = (struct table_source){.columns = f->columns,
                                      .column_count = WHAT_COUNT,
                                      .cell = figures_cell,
                                      .ink = figures_ink,
                                      .waits = figures_waits};
    f->store = app->store;
    f->kept = surveyed_of(&app->surveyed);
    f->origin = app_document(app);
    f->chosen = f->chosen_other = GRAPH_NONE;
    set_document(f, reader_of(app) ? f->origin : 0);
    figures_resize(&f->table.view, app);
    return f;
}

/* Where they are open already, what lies above them is closed. */
enum err_code cmd_figures(struct app *app, const struct invocation *inv, struct err *e)
{
    enum figure figure = FIGURE_TAG;
    if (inv->argc > 0 && !figure_parse(inv->argv[0], &figure))
        return err_set(e, ERR_INPUT,
                       _("what is counted by is tag, code, document, section, reviewer, coverage, together or place, "
                         "not “%s”"),
                       inv->argv[0]);
    if (!app_back_to(app, &figures_ops))
        app_push(app, &new_figures(app)->table.view);
    if (inv->argc > 0)
        set_figure(figures_of(app), app, figure);
    return ERR_OK;
}
