#include "tui/list.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter.h"
#include "text/glyph.h"
#include "tui/filters.h"
#include "tui/list_own.h"
#include "tui/team.h"
#include "tui/when.h"

#include <string.h>

#define WIDE_COLS 120 /* from here on more is shown */
#define HUGE_COLS 180

static const struct tally_document *document_of(const struct list *l, size_t row)
{
    return &l->tally.documents[l->rows.rows[row]];
}

static const struct tally_part *mine(const struct list *l, const struct tally_document *d)
{
    return tally_part_of(&l->tally, d, l->me);
}

/* ---- cells ---- */

static bool own_figures(const struct list *l)
{
    return l->rows.which != WHICH_ALL;
}

/* A lead sees the team's mean where everybody's documents are, all others how far they are themselves. */
static struct tally_share share(const struct list *l, const struct tally_document *d)
{
    if (l->lead && !own_figures(l))
        return tally_read(d);
    const struct tally_part *p = mine(l, d);
    return p ? tally_part_read(d, p) : (struct tally_share){0, 1};
}

/* Whose state it is: a lead sees the others' where the document is not theirs. */
static bool is_others(const struct list *l, const struct tally_document *d)
{
    const struct tally_part *p = mine(l, d);
    return l->lead && !own_figures(l) && !(p && p->assigned);
}

static enum tally_state state_of(const struct list *l, const struct tally_document *d)
{
    return is_others(l, d) ? tally_state(d) : tally_part_state(d, mine(l, d));
}

static void add_done(const struct tally_document *d, struct str *out)
{
    struct tally_share s = tally_done(d);
    if (s.total)
        str_addf(out, "%lld/%lld", (long long)s.done, (long long)s.total);
}

/* What is to do is one's own; how many of the others are done stands there where it has no column of its own. */
static void add_state(const struct list *l, const struct tally_document *d, struct str *out)
{
    if (d->document.done || !is_others(l, d))
        str_add(out, tally_state_label(state_of(l, d)));
    else if (!l->wide)
        add_done(d, out);
}

static void add_figure(struct str *out, int64_t n, bool zero)
{
    if (n || zero)
        str_addf(out, "%lld", (long long)n);
}

static void list_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct list *l = (const struct list *)t;
    const struct tally_document *d = document_of(l, row);
    const struct tally_part *p = own_figures(l) ? mine(l, d) : NULL;
    struct tally_share s;
    switch (l->what[column]) {
    case WHAT_STATE:
        add_state(l, d, out);
        break;
    case WHAT_NAME:
        str_add(out, d->document.name);
        if (d->document.next)
            str_addf(out, "  %s", _("(older)"));
        break;
    case WHAT_CHARACTERS:
        add_figure(out, d->document.length, true);
        break;
    case WHAT_TAGS:
        add_figure(out, p ? p->annotations : d->document.annotations, true);
        break;
    case WHAT_QUESTIONS:
        add_figure(out, p ? p->questions : d->document.questions, false);
        break;
    case WHAT_BAR:
        s = share(l, d);
        table_bar(out, s.done, s.total, l->columns[column].cells);
        break;
    case WHAT_PERCENT:
        s = share(l, d);
        str_addf(out, "%d%%", tally_percent(s));
        break;
    case WHAT_DONE:
        add_done(d, out);
        break;
    case WHAT_DATE:
        when_day(out, d->document.created);
        break;
    case WHAT_WHO:
        tally_add_names(&l->tally, d, false, l->columns[column].cells, out);
        break;
    }
}

/* What is done steps back, and so does the name of an older version. */
static style list_ink(const struct table *t, size_t row, size_t column)
{
    const struct list *l = (const struct list *)t;
    const struct tally_document *d = document_of(l, row);
    if (l->what[column] == WHAT_NAME && d->document.next)
        return INK_DIM;
    enum tally_state state = state_of(l, d);
    return state == TALLY_DONE || state == TALLY_CLOSED ? INK_DIM : INK_TEXT;
}

/* ---- which columns and rows ---- */

static void add_column(struct list *l, enum what what, struct table_column c)
{
    l->what[l->source.column_count] = what;
    l->columns[l->source.column_count++] = c;
}

static void set_columns(struct list *l, int cols)
{
    bool wide = l->wide = cols >= WIDE_COLS;
    l->source.column_count = 0;
    if (l->team)
        add_column(l, WHAT_STATE, (struct table_column){.title = "", .cells = 6, .from = 40});
    add_column(l, WHAT_NAME, (struct table_column){.title = N_("document")});
    add_column(
        l, WHAT_CHARACTERS,
        (struct table_column){.title = N_("characters"), .cells = 10, .from = l->team ? WIDE_COLS : 50, .right = true});
    add_column(l, WHAT_TAGS, (struct table_column){.title = N_("tags"), .cells = 5, .right = true});
    if (l->team) {
        add_column(l, WHAT_QUESTIONS, (struct table_column){.title = N_("?"), .cells = 4, .from = 60, .right = true});
        add_column(l, WHAT_BAR, (struct table_column){.title = N_("read"), .cells = wide ? 10 : 8, .from = 60});
        add_column(l, WHAT_PERCENT, (struct table_column){.title = "", .cells = 4, .from = 100, .right = true});
    }
    if (l->rows.sort == SORT_DATE || cols >= HUGE_COLS)
        add_column(l, WHAT_DATE, (struct table_column){.title = N_("imported"), .cells = 10, .from = 60});
    if (!l->team || l->rows.which != WHICH_ALL)
        return;
    add_column(l, WHAT_DONE, (struct table_column){.title = N_("done"), .cells = 5, .from = WIDE_COLS, .right = true});
    add_column(l, WHAT_WHO,
               (struct table_column){.title = N_("assigned to"),
                                     .cells = cols >= HUGE_COLS ? 60
                                              : wide            ? 20
                                                                : 12,
                                     .from = l->lead ? 70 : WIDE_COLS});
}

/* The rows that are shown now, with the same document chosen, or what came into its place. */
static void set_rows(struct list *l)
{
    struct lines *lines = &l->table.lines;
    l->rows.own = own_figures(l) || !l->lead;
    list_rows_set(&l->rows, &l->tally, l->me);
    lines->count = l->rows.count;
    for (size_t i = 0; i < l->rows.count; i++)
        if (document_of(l, i)->document.id == l->chosen)
            lines->at = i;
    lines_settle(lines);
}

void list_shape(struct list *l, const struct app *app)
{
    l->team = l->tally.reviewer_count > 1 || l->tally.assigned > 0;
    l->lead = store_role(app->store) == ROLE_LEAD;
    set_columns(l, app->grid->cols);
    set_rows(l);
}

static bool anything_mine(const struct list *l)
{
    for (size_t i = 0; i < l->tally.document_count; i++) {
        const struct tally_part *p = mine(l, &l->tally.documents[i]);
        if (p && p->assigned)
            return true;
    }
    return false;
}

void list_choose(struct view *v, int64_t id)
{
    struct list *l = list_self(v);
    l->chosen = id;
    set_rows(l);
}

void list_touch(struct app *app, int64_t id)
{
    tally_touch(&list_self(app->views[0])->tally, id);
}

static bool ask_is_mine(struct list *l, struct store *s, int64_t id)
{
    struct err none;
    if (l->asked != id && store_is_assigned(s, id, l->me, &l->asked_is_mine, &none))
        l->asked_is_mine = false;
    l->asked = id;
    return l->asked_is_mine;
}

bool list_is_mine(const struct app *app, int64_t id)
{
    if (app->views[0]->ops != &list_ops)
        return false;
    struct list *l = list_self(app->views[0]);
    if (l->unread)
        return ask_is_mine(l, app->store, id);
    size_t at = tally_document_at(&l->tally, id);
    const struct tally_part *p = at == SIZE_MAX ? NULL : mine(l, &l->tally.documents[at]);
    return p && p->assigned;
}

/* ---- the view ---- */

static enum context list_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LIST;
}

static void list_resize(struct view *v, struct app *app)
{
    set_columns(list_self(v), app->grid->cols);
    table_resize(v, app);
}

/* What is shown first. */
static void choose_which(struct list *l, const struct store *s)
{
    l->unread = false;
    l->rows.which = store_role(s) != ROLE_LEAD && anything_mine(l) ? WHICH_TODO : WHICH_ALL;
}

static void list_settle(struct view *v, struct app *app)
{
    struct list *l = list_self(v);
    struct err e;
    if (tally_is_stale(&l->tally)) {
        if (tally_refresh(&l->tally, app->store, &e))
            app_fail(app, &e);
        if (l->unread)
            choose_which(l, app->store);
        list_rows_forget(&l->rows);
        list_shape(l, app);
    }
    lines_settle(&l->table.lines);
    if (l->table.lines.count)
        l->chosen = document_of(l, l->table.lines.at)->document.id;
}

/* Read again when the list is seen: while it lies below a document, a colleague's tag costs nothing here. */
static void list_changed(struct view *v, struct app *app, const struct change *c)
{
    int64_t older = strcmp(c->entity, "document") == 0 ? store_json_int(app->store, c->after, "previous") : 0;
    tally_changed(&list_self(v)->tally, c);
    list_self(v)->asked = 0;
    filters_follow(app, str_z(&list_self(v)->rows.filter), &list_self(v)->rows.where, c);
    list_self(v)->unsettled = list_self(v)->rows.where != NULL;
    if (older)
        tally_touch(&list_self(v)->tally, older);
}

static int64_t list_document(const struct view *v)
{
    const struct list *l = list_self(v);
    return l->table.lines.count ? document_of(l, l->table.lines.at)->document.id : 0;
}

static void list_free(struct view *v)
{
    struct list *l = list_self(v);
    tally_clear(&l->tally);
    table_clear(&l->table);
    list_rows_clear(&l->rows);
    free(l->before);
    free(l);
}

/* As many of its last parts as a third of the row has room for. */
static void add_path(struct str *out, const char *path, const struct grid *g)
{
    const char *from = path;
    for (const char *next; (next = strchr(from + 1, '/')); from = next)
        if ((int)glyph_cells(from, strlen(from), g->wide) < g->cols / 3)
            break;
    str_addf(out, "%s%s", from == path ? "" : g->wide ? "~" : "…", from);
}

static void list_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct list *l = list_self(v);
    size_t n = l->table.lines.count, all = l->tally.document_count;
    str_add(left, "zhupi  ");
    add_path(left, store_path(app->store), app->grid);
    if (l->rows.sort != SORT_NAME)
        str_addf(right, "%s  ", list_sort_label(l->rows.sort));
    if (l->rows.filter.len)
        str_addf(right, _("“%s”: %zu of %zu"), l->rows.filter.p, n, all);
    else if (l->rows.which == WHICH_TODO)
        str_addf(right, i18n_plural("mine, to do: %zu of %zu document", "mine, to do: %zu of %zu documents", all), n,
                 all);
    else if (l->rows.which == WHICH_MINE)
        str_addf(right, i18n_plural("mine: %zu of %zu document", "mine: %zu of %zu documents", all), n, all);
    else
        str_addf(right, i18n_plural("%zu document", "%zu documents", n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints list_hints(const struct view *v)
{
    static const struct hint alone[] = {{CMD_OPEN, NULL},   {CMD_FILTER, NULL},   {CMD_SORT, NULL},
                                        {CMD_SEARCH, NULL}, {CMD_LEDGER, NULL},   {CMD_FIGURES, NULL},
                                        {CMD_UNDO, NULL},   {CMD_HISTORY, "all"}, {CMD_COMMAND, NULL}};
    static const struct hint lead[] = {
        {CMD_OPEN, NULL},     {CMD_FILTER, NULL}, {CMD_ASSIGN, NULL}, {CMD_PROGRESS, NULL}, {CMD_PEOPLE, NULL},
        {CMD_AGENDA, NULL},   {CMD_DONE, NULL},   {CMD_TODO, NULL},   {CMD_LEDGER, NULL},   {CMD_FIGURES, NULL},
        {CMD_HISTORY, "all"}, {CMD_UNDO, NULL},   {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    static const struct hint reviewer[] = {
        {CMD_OPEN, NULL},     {CMD_FILTER, NULL}, {CMD_TODO_NEXT, NULL}, {CMD_TODO, NULL},   {CMD_PROGRESS, NULL},
        {CMD_PEOPLE, NULL},   {CMD_AGENDA, NULL}, {CMD_DONE, NULL},      {CMD_LEDGER, NULL}, {CMD_FIGURES, NULL},
        {CMD_HISTORY, "all"}, {CMD_UNDO, NULL},   {CMD_SORT, NULL},      {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    const struct list *l = list_self(v);
    if (!l->team)
        return HINTS(alone);
    if (l->lead)
        return HINTS(lead);
    return HINTS(reviewer);
}

/* An empty list says why, and what to press. */
static void add_nothing(const struct list *l, const struct app *app, struct str *out)
{
    struct str key = {0};
    team_add_key(app, l->rows.filter.len ? CMD_CANCEL : CMD_TODO, &key);
    if (l->rows.next)
        str_add(out, _("Looking for what passes the filter…"));
    else if (l->rows.where && !l->rows.words.len)
        str_addf(out, _("No document here passes the filter “%s”. %s shows all again."), l->rows.filter.p, str_z(&key));
    else if (l->rows.filter.len)
        str_addf(out, _("No document here has “%s” in its name, or in what is tagged. %s shows all again."),
                 l->rows.filter.p, str_z(&key));
    else if (l->tally.document_count == 0)
        str_addf(out, _("There is no document yet. Import some: zhupi import %s FILE…"), store_path(app->store));
    else if (anything_mine(l))
        str_addf(out, _("Nothing is left to do: all that is yours is done. %s shows it."), str_z(&key));
    else
        str_addf(out, _("Nothing is assigned to you. %s shows all documents."), str_z(&key));
    str_clear(&key);
}

static void draw_nothing(const struct list *l, const struct app *app, struct grid *g)
{
    struct str words = {0};
    add_nothing(l, app, &words);
    grid_label(g, TABLE_FIRST_ROW + 1, 1, g->cols - 2, str_z(&words), INK_TEXT);
    str_clear(&words);
}

static void list_draw(struct view *v, struct app *app, struct grid *g)
{
    const struct list *l = list_self(v);
    table_draw(v, app, g);
    if (l->table.lines.count == 0)
        draw_nothing(l, app, g);
}

/* ---- commands ---- */

static enum err_code list_double_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? app_handlers[CMD_OPEN](app, inv, e) : ERR_OK;
}

/* The key opens the row; where there is none it says what the list says. */
static enum err_code list_open_chosen(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct list *l = list_of(app);
    if (inv->argc > 0 || l->table.lines.count > 0)
        return app_handlers[CMD_OPEN](app, inv, e);
    struct str words = {0};
    add_nothing(l, app, &words);
    err_set(e, ERR_NOT_FOUND, "%s", str_z(&words));
    str_clear(&words);
    return ERR_NOT_FOUND;
}

static enum err_code list_which(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct list *l = list_of(app);
    l->rows.which = (l->rows.which + 1) % WHICH_COUNT;
    if (l->rows.which == WHICH_MINE && !anything_mine(l)) /* it would be as empty as what is to do */
        l->rows.which = WHICH_ALL;
    list_shape(l, app);
    return ERR_OK;
}

static enum err_code list_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct list *l = list_of(app);
    return l->rows.filter.len ? list_set_filter(&l->table.view, app, "", NULL, e) : ERR_OK;
}

/* Without an argument it is the next order. */
static enum err_code list_sort(struct app *app, const struct invocation *inv, struct err *e)
{
    struct list *l = list_of(app);
    enum list_sort sort = (l->rows.sort + 1) % SORT_COUNT;
    if (inv->argc > 0)
        for (sort = 0; sort < SORT_COUNT && strcmp(inv->argv[0], list_sort_name(sort)) != 0; sort++)
            ;
    if (sort == SORT_COUNT)
        return err_set(e, ERR_INPUT, _("documents are sorted by name, date, progress or assignee, not by “%s”"),
                       inv->argv[0]);
    l->rows.sort = sort;
    list_shape(l, app);
    app_say(app, _("sorted: %s"), list_sort_label(sort));
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_CANCEL] = list_cancel,
    [CMD_MOUSE_SENTENCE] = list_double_click,
    [CMD_OPEN] = list_open_chosen,
    [CMD_SORT] = list_sort,
    [CMD_TODO] = list_which,
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
    .work = list_work,
    .document = list_document,
    .filter = list_filter,
    .set_filter = list_set_filter,
    .free = list_free,
};

static struct list *list_new(const struct app *app)
{
    struct list *l = MEM_NEW(struct list);
    l->table.view.ops = &list_ops;
    l->table.source = &l->source;
    l->source = (struct table_source){.columns = l->columns, .cell = list_cell, .ink = list_ink};
    l->tally.all_stale = true;
    l->unread = true;
    l->me = store_reviewer(app->store);
    return l;
}

enum err_code list_open(struct app *app, struct view **out, struct err *e)
{
    struct list *l = list_new(app);
    enum err_code rc = tally_refresh(&l->tally, app->store, e);
    if (rc) {
        list_free(&l->table.view);
        return rc;
    }
    choose_which(l, app->store);
    list_shape(l, app);
    list_resize(&l->table.view, app);
    *out = &l->table.view;
    return ERR_OK;
}

void list_put_below(struct app *app)
{
    struct list *l = list_new(app);
    list_resize(&l->table.view, app);
    app->views[app->view_count++] = &l->table.view;
}
