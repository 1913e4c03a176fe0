#include "tui/ledger.h"

#include "analysis/ledger.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/glance.h"
#include "tui/ledger_chain.h"
#include "tui/reader.h"
#include "tui/surveyed.h"
#include "tui/table.h"
#include "tui/team.h"
#include "tui/threads.h"

#include <string.h>

#define WIDE_COLS 110 /* from here on more is shown */
#define HUGE_COLS 160
#define ROOMY_COLS 190
#define LOOKED_AT 64     /* causes among which a remedy is looked for, to be shown in a row */
#define SEARCH_MAX 10000 /* rows whose words are looked through between two keys */

enum what {
    WHAT_TAG,
    WHAT_CODE,
    WHAT_PASSAGE,
    WHAT_CAUSES,
    WHAT_REMEDIES,
    WHAT_MISSING,
    WHAT_DOCUMENT,
    WHAT_DOCUMENTS,
    WHAT_PEOPLE,
    WHAT_WHO,
    WHAT_QUESTIONS
};
#define WHAT_COUNT (WHAT_QUESTIONS + 1)

struct ledger_table {
    struct table table;
    struct table_source source;
    struct table_column columns[WHAT_COUNT];
    struct store *store;
    struct surveyed *kept; /* the app's */
    struct outlook outlook;
    struct glances glances;
    enum ledger_view which;
    enum ledger_sort sort;
    struct ledger ledger;
    const struct graph *graph; /* that the rows are of, while they are; NULL: there are none now */
    char *name;                /* of the document that it is about alone; NULL: of all */
    int64_t chosen;            /* annotation */
    size_t from_top;           /* its row of the screen */
    struct threads threads;
    int64_t threads_of;
    struct ledger_chain chain;
};

static struct ledger_table *self(const struct view *v)
{
    return (struct ledger_table *)v;
}

static struct ledger_table *ledger_of(const struct app *app)
{
    return (struct ledger_table *)app_top(app, &ledger_ops);
}

static int64_t id_of(const struct ledger_table *l, size_t row)
{
    return l->graph->nodes[l->ledger.rows[row].node].id;
}

/* ---- rows ---- */

static void keep_chosen(struct ledger_table *l)
{
    const struct lines *lines = &l->table.lines;
    if (!l->graph)
        return;
    l->chosen = lines->at < l->ledger.count ? id_of(l, lines->at) : 0;
    l->from_top = lines->at - lines->top;
}

/* The same annotation stays chosen, in its row of the screen; where it is gone, its place. */
static void set_rows(struct ledger_table *l)
{
    struct lines *lines = &l->table.lines;
    lines->count = l->ledger.count;
    for (size_t i = 0; l->chosen && i < l->ledger.count; i++)
        if (id_of(l, i) == l->chosen) {
            lines->at = i;
            lines->top = i > l->from_top ? i - l->from_top : 0;
            break;
        }
    lines_settle(lines);
    keep_chosen(l);
}

static void build(struct ledger_table *l)
{
    ledger_build(l->graph, l->which, l->sort, &l->ledger);
    set_rows(l);
}

/* The rows are of the survey as it is now, or there are none. */
static bool look(struct ledger_table *l)
{
    bool news = surveyed_news(l->kept, &l->outlook);
    l->graph = surveyed_shown(l->kept, &l->outlook);
    if (news)
        build(l);
    return news;
}

static bool ledger_work(struct view *v, struct app *app)
{
    struct ledger_table *l = self(v);
    struct err e;
    bool more = surveyed_work(l->kept, l->store, &l->outlook, app->frontend->patient, &e);
    bool news = look(l);
    if (e.code)
        app_fail(app, &e);
    return more || news;
}

/* ---- cells ---- */

/* While it is read or marked again the rows of before are not the graph's. */
static bool ledger_waits(const struct table *t)
{
    return !((const struct ledger_table *)t)->graph;
}

/* The first that hangs on NODE and has TAG; GRAPH_NONE where there is none among those that are looked at. */
static uint32_t first_below(const struct graph *g, uint32_t node, enum tag tag)
{
    for (uint32_t i = g->in_at[node], n = 0; i < g->in_at[node + 1] && n < LOOKED_AT; i++, n++)
        if (g->nodes[g->links[g->in[i]].from].tag == tag)
            return g->links[g->in[i]].from;
    return GRAPH_NONE;
}

/* In the order of the chain: those of the causes come before the problem's own. */
static uint32_t first_remedy(const struct graph *g, uint32_t node)
{
    for (uint32_t i = g->in_at[node], n = 0; i < g->in_at[node + 1] && n < LOOKED_AT; i++, n++) {
        uint32_t from = g->links[g->in[i]].from;
        uint32_t remedy = g->nodes[from].tag == TAG_CAUSE ? first_below(g, from, TAG_REMEDY) : GRAPH_NONE;
        if (remedy != GRAPH_NONE)
            return remedy;
    }
    return first_below(g, node, TAG_REMEDY);
}

/* "2  the first one's words", or that there is none. */
static void add_answers(struct ledger_table *l, uint32_t count, uint32_t first, struct str *out)
{
    if (count == 0) {
        str_add(out, "-");
        return;
    }
    str_addf(out, "%u  ", count);
    if (first == GRAPH_NONE)
        return;
    const struct glance *g = glance_of(&l->glances, l->graph->nodes[first].id);
    sheet_one_line(out, g->quote, strlen(g->quote));
}

static void add_count(struct str *out, uint32_t n)
{
    if (n)
        str_addf(out, "%u", n);
}

static void ledger_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    struct ledger_table *l = self(&t->view);
    const struct ledger_row *r = &l->ledger.rows[row];
    const struct glance *one = glance_of(&l->glances, id_of(l, row));
    switch ((enum what)column) {
    case WHAT_TAG:
        str_addc(out, tag_letter(one->annotation.tag));
        break;
    case WHAT_CODE:
        str_add(out, one->code);
        break;
    case WHAT_PASSAGE:
        sheet_one_line(out, one->quote, strlen(one->quote));
        break;
    case WHAT_CAUSES:
        add_answers(l, r->causes, first_below(l->graph, r->node, TAG_CAUSE), out);
        break;
    case WHAT_REMEDIES:
        add_answers(l, r->remedies, first_remedy(l->graph, r->node), out);
        break;
    case WHAT_MISSING:
        str_add(out, ledger_missing(l->graph, r->node));
        break;
    case WHAT_DOCUMENT:
        str_add(out, one->document);
        break;
    case WHAT_DOCUMENTS:
        add_count(out, r->documents);
        break;
    case WHAT_PEOPLE:
        add_count(out, r->reviewers);
        break;
    case WHAT_WHO:
        str_add(out, one->annotation.reviewer_name);
        break;
    case WHAT_QUESTIONS:
        add_count(out, r->questions);
        break;
    }
}

static style ledger_ink(const struct table *t, size_t row, size_t column)
{
    struct ledger_table *l = self(&t->view);
    enum tag tag = glance_of(&l->glances, id_of(l, row))->annotation.tag;
    const struct ledger_row *r = &l->ledger.rows[row];
    switch ((enum what)column) {
    case WHAT_TAG:
        return (style)(style_of_tag(tag) | STYLE_BOLD);
    case WHAT_CODE:
        return style_of_tag(tag);
    case WHAT_CAUSES:
        return r->causes ? style_of_tag(TAG_CAUSE) : INK_DIM;
    case WHAT_REMEDIES:
        return r->remedies ? style_of_tag(TAG_REMEDY) : INK_DIM;
    case WHAT_PASSAGE:
    case WHAT_MISSING:
        return INK_TEXT;
    default:
        return INK_DIM;
    }
}

/* A column that is not for what is listed now has no room on any screen. */
static void set_columns(struct ledger_table *l, int cols)
{
    int answers = cols >= HUGE_COLS ? 32 : cols >= WIDE_COLS ? 24 : 16, never = INT16_MAX;
    bool problems = l->which == LEDGER_PROBLEMS;
    const struct table_column columns[WHAT_COUNT] = {
        [WHAT_TAG] = {"", 1, 0, false},
        [WHAT_CODE] = {N_("code"), 10, WIDE_COLS, false},
        [WHAT_PASSAGE] = {problems ? N_("problem") : N_("passage"), 0, 0, false},
        [WHAT_CAUSES] = {N_("causes"), answers, problems ? 50 : never, false},
        [WHAT_REMEDIES] = {N_("remedies"), answers, problems ? 50 : never, false},
        [WHAT_MISSING] = {N_("missing"), 19, problems ? never : 0, false},
        [WHAT_DOCUMENT] = {N_("document"), cols >= WIDE_COLS ? 24 : 14, problems ? ROOMY_COLS : 60, false},
        [WHAT_DOCUMENTS] = {N_("docs"), 4, problems ? 90 : never, true},
        [WHAT_PEOPLE] = {N_("people"), 6, problems ? 90 : never, true},
        [WHAT_WHO] = {N_("by"), 8, problems ? never : 90, false},
        [WHAT_QUESTIONS] = {N_("asked"), 5, 60, true},
    };
    memcpy(l->columns, columns, sizeof columns);
}

/* ---- the view ---- */

static enum context ledger_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LEDGER;
}

static void ledger_resize(struct view *v, struct app *app)
{
    set_columns(self(v), app->grid->cols);
    table_resize(v, app);
}

/* An empty ledger says why, and what to press. */
static void draw_nothing(const struct ledger_table *l, const struct app *app, struct grid *g)
{
    struct str key = {0}, words = {0};
    team_add_key(app, CMD_CANCEL, &key);
    if (!l->graph)
        str_addf(&words, _("Reading the annotations and their links: %d%%"), surveyed_percent(l->kept, &l->outlook));
    else if (l->outlook.where)
        str_addf(&words, _("No row passes “%s”. %s shows all again."), l->outlook.expression, str_z(&key));
    else if (l->which == LEDGER_UNANSWERED)
        str_add(&words, _("Nothing is unanswered: each problem has a cause, each cause a remedy."));
    else
        str_add(&words, _("There is no problem yet: what is tagged as a manifestation stands here."));
    grid_label(g, TABLE_FIRST_ROW + 1, 1, g->cols - 2, str_z(&words), INK_TEXT);
    str_clear(&key);
    str_clear(&words);
}

static void ledger_draw(struct view *v, struct app *app, struct grid *g)
{
    struct ledger_table *l = self(v);
    int detail = l->table.detail_rows;
    size_t count = l->table.lines.count;
    if (!l->graph)
        l->table.lines.count = 0;
    table_draw(v, app, g);
    l->table.lines.count = count;
    if (!l->graph || count == 0)
        draw_nothing(l, app, g);
    else if (detail)
        ledger_chain_draw(&l->chain, l->graph, l->ledger.rows[l->table.lines.at].node, &l->glances, g,
                          g->rows - 1 - detail, detail);
}

static const char *sort_label(enum ledger_sort sort)
{
    static const char *const labels[LEDGER_SORTS] = {
        [LEDGER_BY_PLACE] = N_("by document and place"),    [LEDGER_BY_KIND] = N_("by kind"),
        [LEDGER_BY_CAUSES] = N_("most causes first"),       [LEDGER_BY_REMEDIES] = N_("most remedies first"),
        [LEDGER_BY_QUESTIONS] = N_("most questions first"), [LEDGER_BY_CODE] = N_("by code")};
    return _(labels[sort]);
}

static void ledger_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct ledger_table *l = self(v);
    size_t n = l->ledger.count;
    str_add(left, l->which == LEDGER_PROBLEMS ? _("problem ledger") : _("unanswered"));
    if (l->name)
        str_addf(left, "  %s", l->name);
    if (l->outlook.where)
        str_addf(left, ": %s", l->outlook.expression);
    if (l->sort != LEDGER_BY_PLACE)
        str_addf(right, "%s  ", sort_label(l->sort));
    if (!l->graph)
        str_addf(right, _("counting %d%%"), surveyed_percent(l->kept, &l->outlook));
    else if (l->which == LEDGER_PROBLEMS)
        str_addf(right, i18n_plural("%zu problem", "%zu problems", (unsigned long)n), n);
    else
        str_addf(right, i18n_plural("%zu unanswered", "%zu unanswered", (unsigned long)n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints ledger_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},     {CMD_SCOPE, NULL}, {CMD_FILTER, NULL},  {CMD_SORT, NULL},
                                        {CMD_HERE, NULL},   {CMD_ASK, NULL},   {CMD_COMMENT, NULL}, {CMD_FIGURES, NULL},
                                        {CMD_THREAD, NULL}, {CMD_SEARCH, NULL}};
    return HINTS(hints);
}

static const char *ledger_label(const struct view *v, enum command_id command)
{
    const struct ledger_table *l = self(v);
    if (command == CMD_SCOPE)
        return l->which == LEDGER_PROBLEMS ? _("unanswered") : _("problems");
    return command != CMD_HERE ? NULL : l->outlook.document ? _("all documents") : _("this document");
}

/* Another view may have looked at the survey in its own way since. */
static void ledger_settle(struct view *v, struct app *app)
{
    struct ledger_table *l = self(v);
    if (surveyed_shown(l->kept, &l->outlook) != l->graph || !l->graph)
        (void)ledger_work(v, app);
    lines_settle(&l->table.lines);
    keep_chosen(l);
}

static void ledger_changed(struct view *v, struct app *app, const struct change *c)
{
    struct ledger_table *l = self(v);
    glances_changed(&l->glances, c);
    outlook_changed(&l->outlook, app->store, c);
    l->threads_of = 0;
}

/* The rows follow in work: what is read is not read between two keys. */
static bool ledger_concerns(const struct view *v, const struct change *c)
{
    (void)v, (void)c;
    return true;
}

static void know_threads(struct ledger_table *l)
{
    struct err e;
    if (l->threads_of == l->chosen)
        return;
    l->threads_of = l->chosen;
    threads_clear(&l->threads);
    if (threads_refresh_annotation(&l->threads, l->store, l->chosen, &e))
        threads_clear(&l->threads);
}

static struct subject ledger_subject(const struct view *v)
{
    struct ledger_table *l = self(v);
    if (!l->chosen)
        return (struct subject){0};
    know_threads(l);
    const struct glance *g = glance_of(&l->glances, l->chosen);
    const struct comment *thread = threads_pick(&l->threads, l->chosen);
    return (struct subject){.document = g->annotation.document,
                            .annotation = l->chosen,
                            .revision = g->annotation.revision,
                            .thread = thread ? thread->thread : 0};
}

static int64_t ledger_document(const struct view *v)
{
    return ledger_subject(v).document;
}

static int64_t ledger_reviewer(const struct view *v)
{
    const struct ledger_table *l = self(v);
    return l->chosen ? glance_of(&self(v)->glances, l->chosen)->annotation.reviewer : 0;
}

static const char *ledger_filter(const struct view *v, const struct app *app)
{
    (void)app;
    const struct ledger_table *l = self(v);
    return l->outlook.expression ? l->outlook.expression : "";
}

static enum err_code ledger_set_filter(struct view *v, struct app *app, const char *expression,
                                       struct filter *take_where, struct err *e)
{
    (void)app, (void)e;
    outlook_filter(&self(v)->outlook, expression, take_where);
    return ERR_OK;
}

static void ledger_free(struct view *v)
{
    struct ledger_table *l = self(v);
    outlook_clear(&l->outlook);
    glances_clear(&l->glances);
    threads_clear(&l->threads);
    ledger_clear(&l->ledger);
    ledger_chain_clear(&l->chain);
    free(l->name);
    table_clear(&l->table);
    free(l);
}

/* ---- commands ---- */

static enum err_code ledger_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct ledger_table *l = ledger_of(app);
    struct subject s = ledger_subject(&l->table.view);
    (void)inv;
    if (!s.annotation)
        return err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
    return reader_visit(app, s.document, s.annotation, glance_of(&l->glances, s.annotation)->annotation.start, e);
}

static enum err_code ledger_click(struct app *app, const struct invocation *inv, struct err *e)
{
    if (!table_click(app, inv))
        return ERR_OK;
    keep_chosen(ledger_of(app));
    return ledger_go(app, inv, e);
}

/* What was chosen stays so, where it has a row there. */
static void rebuild(struct ledger_table *l, const struct app *app)
{
    l->table.lines.at = l->table.lines.top = 0;
    set_columns(l, app->grid->cols);
    if (l->graph)
        build(l);
}

static enum err_code ledger_scope(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct ledger_table *l = ledger_of(app);
    l->which = l->which == LEDGER_PROBLEMS ? LEDGER_UNANSWERED : LEDGER_PROBLEMS;
    rebuild(l, app);
    return ERR_OK;
}

/* Without an argument it is the next order. */
static enum err_code ledger_sort(struct app *app, const struct invocation *inv, struct err *e)
{
    struct ledger_table *l = ledger_of(app);
    enum ledger_sort sort = (l->sort + 1) % LEDGER_SORTS;
    if (inv->argc > 0 && !ledger_sort_parse(inv->argv[0], &sort))
        return err_set(e, ERR_INPUT,
                       _("the ledger is sorted by place, kind, causes, remedies, questions or code, not by “%s”"),
                       inv->argv[0]);
    l->sort = sort;
    rebuild(l, app);
    app_say(app, _("sorted: %s"), sort_label(sort));
    return ERR_OK;
}

/* About the document that one came from; from the list, about that of the row. */
static enum err_code ledger_here(struct app *app, const struct invocation *inv, struct err *e)
{
    struct ledger_table *l = ledger_of(app);
    int64_t document = 0, at, length;
    (void)inv;
    if (!l->outlook.document)
        app_place(app, &document, &at);
    if (!l->outlook.document && !document)
        document = ledger_document(&l->table.view);
    if (!l->outlook.document && !document)
        return err_set(e, ERR_NOT_FOUND, _("no row is under the cursor whose document this could be about"));
    free(l->name);
    l->name = NULL;
    enum err_code rc = document ? store_document_title(l->store, document, &l->name, &length, e) : ERR_OK;
    if (rc)
        return rc;
    outlook_document(&l->outlook, document);
    if (document)
        app_say(app, _("only what concerns %s"), l->name);
    else
        app_say(app, "%s", _("all documents"));
    return ERR_OK;
}

static enum err_code ledger_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct ledger_table *l = ledger_of(app);
    if (l->outlook.where)
        outlook_filter(&l->outlook, "", NULL);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_ASK] = cmd_talk,
    [CMD_CANCEL] = ledger_cancel,
    [CMD_COMMENT] = cmd_talk,
    [CMD_GO] = ledger_go,
    [CMD_HERE] = ledger_here,
    [CMD_MOUSE_SENTENCE] = ledger_click,
    [CMD_REPLY] = cmd_talk,
    [CMD_RESOLVE] = cmd_resolve,
    [CMD_SCOPE] = ledger_scope,
    [CMD_SETTLE] = cmd_settle,
    [CMD_SORT] = ledger_sort,
    [CMD_THREAD] = cmd_thread,
};

const struct view_ops ledger_ops = {
    .name = "ledger",
    .handlers = handlers,
    .context = ledger_context,
    .draw = ledger_draw,
    .status = ledger_status,
    .hints = ledger_hints,
    .label = ledger_label,
    .settle = ledger_settle,
    .resize = ledger_resize,
    .changed = ledger_changed,
    .concerns = ledger_concerns,
    .work = ledger_work,
    .document = ledger_document,
    .reviewer = ledger_reviewer,
    .subject = ledger_subject,
    .filter = ledger_filter,
    .set_filter = ledger_set_filter,
    .free = ledger_free,
};

enum err_code ledger_open(struct app *app, struct view **out, struct err *e)
{
    (void)e;
    struct ledger_table *l = MEM_NEW(struct ledger_table);
    l->table.view.ops = &ledger_ops;
    l->table.source = &l->source;
    l->source = (struct table_source){.columns = l->columns,
                                      .column_count = WHAT_COUNT,
                                      .cell = ledger_cell,
                                      .ink = ledger_ink,
                                      .waits = ledger_waits,
                                      .search_max = SEARCH_MAX,
                                      .detail = true};
    l->store = app->store;
    l->kept = surveyed_of(&app->surveyed);
    glances_init(&l->glances, app->store);
    ledger_resize(&l->table.view, app);
    *out = &l->table.view;
    return ERR_OK;
}
