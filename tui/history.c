#include "tui/history.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/history_words.h"
#include "tui/reader.h"
#include "tui/reviewers.h"
#include "tui/sheet.h"
#include "tui/table.h"
#include "tui/when.h"

#include <string.h>

#define MAX_NEW_STEPS 5 /* of changes that are read at once when many arrive */

/* In the order in which the key changes them. */
enum scope { SCOPE_ANNOTATION, SCOPE_DOCUMENT, SCOPE_PERSON, SCOPE_ALL, SCOPES };

struct history {
    struct table table;
    struct store *store;
    struct history_rows rows;
    struct reviewers names;
    struct tell *tell;
    enum scope scope;
    int64_t annotation, document, person; /* of those scopes; 0: there is none */
    char *document_name;
    struct sheet sheet;
    bool stale;
};

static struct history *self(const struct view *v)
{
    return (struct history *)v;
}

/* ---- reading ---- */

static struct change_filter filter_of(const struct history *h)
{
    struct change_filter f = {0};
    if (h->scope == SCOPE_ANNOTATION)
        f.annotation = h->annotation;
    else if (h->scope == SCOPE_DOCUMENT)
        f.document = h->document;
    else if (h->scope == SCOPE_PERSON)
        f.reviewer = h->person;
    return f;
}

static enum err_code load(struct history *h, bool oldest, struct err *e)
{
    struct change_filter f = filter_of(h);
    enum err_code rc = history_rows_load(&h->rows, h->store, &f, oldest, e);
    if (!rc)
        rc = reviewers_load(&h->names, h->store, e);
    h->table.lines.count = h->rows.count;
    h->table.lines.at = oldest && h->rows.count ? h->rows.count - 1 : 0;
    h->table.lines.top = 0;
    lines_settle(&h->table.lines);
    return rc;
}

/* Read what lies before the first row. The chosen row stays chosen, and where it is once the screen has been scrolled.
 */
static enum err_code read_newer(struct history *h, struct err *e)
{
    struct lines *l = &h->table.lines;
    size_t added, dropped;
    enum err_code rc = history_rows_more(&h->rows, h->store, false, &added, &dropped, e);
    if (rc)
        return rc;
    l->at += l->count ? added : 0;
    l->top += l->top ? added : 0;
    l->count = h->rows.count;
    lines_settle(l);
    return ERR_OK;
}

static enum err_code read_older(struct history *h, struct err *e)
{
    struct lines *l = &h->table.lines;
    size_t added, dropped;
    enum err_code rc = history_rows_more(&h->rows, h->store, true, &added, &dropped, e);
    if (rc)
        return rc;
    l->at -= dropped < l->at ? dropped : l->at;
    l->top -= dropped < l->top ? dropped : l->top;
    l->count = h->rows.count;
    lines_settle(l);
    return ERR_OK;
}

/* Read on where the cursor comes near an end of what is known. */
static enum err_code read_on(struct history *h, struct err *e)
{
    const struct lines *l = &h->table.lines;
    size_t near = HISTORY_STEP; /* and more than a screen, also with a count */
    enum err_code rc = ERR_OK;
    if (!h->rows.oldest && l->at + near >= l->count)
        rc = read_older(h, e);
    if (!rc && !h->rows.newest && l->at < near)
        rc = read_newer(h, e);
    return rc;
}

/* New changes arrived. A flood of them is read when the cursor comes there. */
static enum err_code read_new(struct history *h, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (!h->rows.newest)
        return ERR_OK;
    h->rows.newest = false;
    for (int i = 0; i < MAX_NEW_STEPS && !rc && !h->rows.newest; i++)
        rc = read_newer(h, e);
    return rc;
}

static struct history_row *row_at(const struct history *h, size_t row)
{
    struct history_row *r = &h->rows.items[row];
    history_know(r, h->store, h->tell);
    return r;
}

/* ---- the rows ---- */

enum { AGE, WHO, WHAT };

static const struct table_column columns[] = {
    [AGE] = {"", 10, 40, true},
    [WHO] = {N_("who"), 10, 0, false},
    [WHAT] = {N_("what"), 0, 0, false},
};

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct history *h = self(&t->view);
    const struct history_row *r = row_at(h, row);
    if (column == AGE)
        when_phrase(out, r->change.time);
    else if (column == WHO)
        str_add(out, r->change.reviewer_name);
    else
        str_add(out, r->words);
}

static style ink(const struct table *t, size_t row, size_t column)
{
    (void)t, (void)row;
    return column == AGE ? INK_DIM : INK_TEXT;
}

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .nothing = N_("Nothing happened yet."),
    .detail = true,
};

/* ---- both sides of the chosen change, below ---- */

static void write_side(struct history *h, const char *words, char mark, style st, int most)
{
    struct sheet_line l = {.indent = 3, .style = st, .mark = {mark}, .mark_style = INK_DIM};
    size_t from = h->sheet.count;
    if (!*words)
        return;
    sheet_add(&h->sheet, &l, words, NULL);
    sheet_cut(&h->sheet, from + (size_t)(most > 1 ? most : 1));
}

static void add_document(const struct history *h, const struct history_row *r, struct str *out)
{
    char *name;
    int64_t length;
    struct err e;
    if (!r->change.document || store_document_title(h->store, r->change.document, &name, &length, &e))
        return;
    str_addf(out, "  %s", name);
    if (r->end > r->start)
        str_addf(out, "  %d%%", table_percent(r->start, length));
    free(name);
}

static void write_detail(struct history *h, const struct grid *g)
{
    struct history_row *r = row_at(h, h->table.lines.at);
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE}, words = {.indent = 1, .style = INK_DIM};
    struct str title = {0};
    history_know_sides(r, h->store);
    str_addf(&title, " %s", r->change.reviewer_name);
    add_document(h, r, &title);
    str_add(&title, "  ");
    when_date(&title, r->change.time);
    str_addc(&title, ' ');
    sheet_begin(&h->sheet, g->cols - 2, g->wide);
    sheet_add_cut(&h->sheet, &rule, str_z(&title), NULL);
    sheet_add_cut(&h->sheet, &words, r->words, NULL);
    bool both = *r->was && *r->is && strcmp(r->was, r->is) != 0;
    int room = h->table.detail_rows - 2;
    if (both)
        write_side(h, r->was, '-', INK_DIM, room / 2);
    write_side(h, *r->is ? r->is : r->was, *r->is ? '+' : '-', INK_TEXT, room - (int)h->sheet.count + 2);
    str_clear(&title);
}

/* ---- the view ---- */

static enum context history_context(const struct view *v)
{
    (void)v;
    return CONTEXT_HISTORY;
}

static void history_draw(struct view *v, struct app *app, struct grid *g)
{
    struct history *h = self(v);
    table_draw(v, app, g);
    if (!h->table.detail_rows || h->rows.count == 0)
        return;
    write_detail(h, g);
    sheet_draw(&h->sheet, 0, g, g->rows - 1 - h->table.detail_rows, 1, h->table.detail_rows);
}

static void history_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct history *h = self(v);
    switch (h->scope) {
    case SCOPE_ANNOTATION:
        str_addf(left, _("history of an annotation in “%s”"), h->document_name);
        break;
    case SCOPE_DOCUMENT:
        str_addf(left, _("history of “%s”"), h->document_name);
        break;
    case SCOPE_PERSON:
        str_addf(left, _("what %s did"), reviewers_name(&h->names, h->person));
        break;
    default:
        str_add(left, _("history of everything"));
        break;
    }
    str_add(right, store_reviewer_name(app->store));
}

static bool has_scope(const struct history *h, enum scope scope)
{
    return scope == SCOPE_ALL || (scope == SCOPE_PERSON && h->person) || (scope == SCOPE_DOCUMENT && h->document) ||
           (scope == SCOPE_ANNOTATION && h->annotation);
}

static enum scope next_scope(const struct history *h)
{
    enum scope next = h->scope;
    do
        next = (enum scope)((next + 1) % SCOPES);
    while (!has_scope(h, next));
    return next;
}

static struct hints history_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {
        {CMD_GO, NULL}, {CMD_SCOPE, NULL}, {CMD_SEARCH, NULL}, {CMD_HISTORY, "all"}, {CMD_UNDO, NULL}};
    return HINTS(hints);
}

static const char *history_label(const struct view *v, enum command_id command)
{
    static const char *const labels[SCOPES] = {N_("of this annotation"), N_("of this document"), N_("of one reviewer"),
                                               N_("of everything")};
    return command == CMD_SCOPE ? _(labels[next_scope(self(v))]) : NULL;
}

static void history_settle(struct view *v, struct app *app)
{
    struct history *h = self(v);
    struct err e;
    enum err_code rc = h->stale ? read_new(h, &e) : ERR_OK;
    h->stale = false;
    if (!rc)
        rc = read_on(h, &e);
    if (rc)
        app_fail(app, &e);
}

static void history_changed(struct view *v, struct app *app, const struct change *c)
{
    struct err e;
    self(v)->stale = true;
    if (strcmp(c->entity, "reviewer") == 0 && reviewers_load(&self(v)->names, app->store, &e))
        app_fail(app, &e);
}

static int64_t history_document(const struct view *v)
{
    const struct history *h = self(v);
    return h->rows.count ? row_at(h, h->table.lines.at)->change.document : 0;
}

static int64_t history_reviewer(const struct view *v)
{
    const struct history *h = self(v);
    return h->rows.count ? row_at(h, h->table.lines.at)->change.reviewer : 0;
}

static void history_free(struct view *v)
{
    struct history *h = self(v);
    history_rows_clear(&h->rows);
    reviewers_clear(&h->names);
    tell_free(&h->tell);
    sheet_clear(&h->sheet);
    table_clear(&h->table);
    free(h->document_name);
    free(h);
}

/* ---- commands ---- */

static struct history *top(const struct app *app)
{
    return self(app_view(app));
}

/* The ends are those of the feed, not of what is known of it. */
static enum err_code history_move(struct app *app, const struct invocation *inv, struct err *e)
{
    struct history *h = top(app);
    if (inv->count == 0 && inv->command->id == CMD_DOCUMENT_START && !h->rows.newest)
        return load(h, false, e);
    if (inv->count == 0 && inv->command->id == CMD_DOCUMENT_END && !h->rows.oldest)
        return load(h, true, e);
    return table_move(app, inv, e);
}

static enum err_code history_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct history *h = top(app);
    (void)inv;
    if (h->rows.count == 0)
        return err_set(e, ERR_NOT_FOUND, "%s", _(source.nothing));
    const struct history_row *r = row_at(h, h->table.lines.at);
    if (!r->change.document)
        return err_set(e, ERR_NOT_FOUND, _("this change belongs to no document"));
    return reader_visit(app, r->change.document, r->annotation, r->end > r->start ? r->start : -1, e);
}

static enum err_code history_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? history_go(app, inv, e) : ERR_OK;
}

static enum err_code history_scope(struct app *app, const struct invocation *inv, struct err *e)
{
    struct history *h = top(app);
    (void)inv;
    h->scope = next_scope(h);
    return load(h, false, e);
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_DOCUMENT_END] = history_move,    [CMD_DOCUMENT_START] = history_move, [CMD_GO] = history_go,
    [CMD_HALF_PAGE_DOWN] = table_move,    [CMD_HALF_PAGE_UP] = table_move,     [CMD_MOUSE_CURSOR] = table_move,
    [CMD_MOUSE_SENTENCE] = history_click, [CMD_PAGE_DOWN] = table_move,        [CMD_PAGE_UP] = table_move,
    [CMD_ROW_DOWN] = table_move,          [CMD_ROW_UP] = table_move,           [CMD_SCROLL_DOWN] = table_move,
    [CMD_SCROLL_UP] = table_move,         [CMD_SEARCH] = table_search,         [CMD_SEARCH_NEXT] = table_search,
    [CMD_SEARCH_PREVIOUS] = table_search, [CMD_SCOPE] = history_scope,
};

const struct view_ops history_ops = {
    .name = "history",
    .handlers = handlers,
    .context = history_context,
    .draw = history_draw,
    .status = history_status,
    .hints = history_hints,
    .label = history_label,
    .settle = history_settle,
    .resize = table_resize,
    .changed = history_changed,
    .document = history_document,
    .reviewer = history_reviewer,
    .free = history_free,
};

/* ---- opening ---- */

/* What the view on top is about goes into H. */
static void look_round(const struct app *app, struct history *h)
{
    struct subject s = app_subject(app);
    int64_t length;
    struct err e;
    h->annotation = s.annotation;
    h->document = app_document(app);
    h->person = app_reviewer(app);
    if (h->document && store_document_title(app->store, h->document, &h->document_name, &length, &e))
        h->document = 0;
}

static enum err_code set_scope(struct history *h, const char *what, struct err *e)
{
    static const char *const words[SCOPES] = {"annotation", "document", "mine", "all"};
    enum scope scope = SCOPE_ANNOTATION;
    int64_t person;
    while (scope < SCOPES && strcmp(what, words[scope]) != 0)
        scope++;
    if (scope < SCOPES) {
        h->scope = scope;
        h->person = store_reviewer(h->store);
        if (has_scope(h, scope))
            return ERR_OK;
        return err_set(e, ERR_NOT_FOUND, "%s",
                       scope == SCOPE_ANNOTATION ? _("there is no annotation under the cursor")
                                                 : _("there is no document under the cursor"));
    }
    enum err_code rc = store_reviewer_find(h->store, what, &person, e);
    if (rc)
        return err_set(e, rc, _("say history all, mine, document, annotation, or a name: nobody here is called “%s”"),
                       what);
    h->person = person;
    h->scope = SCOPE_PERSON;
    return ERR_OK;
}

static enum err_code change_scope(struct history *h, const char *what, struct err *e)
{
    enum scope was = h->scope;
    int64_t person = h->person;
    enum err_code rc = set_scope(h, what, e);
    if (!rc)
        return load(h, false, e);
    h->scope = was;
    h->person = person;
    return rc;
}

/* The narrowest one that there is. */
static enum scope first_scope(const struct history *h)
{
    enum scope scope = SCOPE_ANNOTATION;
    while (!has_scope(h, scope))
        scope++;
    return scope;
}

enum err_code cmd_history(struct app *app, const struct invocation *inv, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (app_top(app, &history_ops))
        return inv->argc > 0 ? change_scope(top(app), inv->argv[0], e) : history_scope(app, inv, e);
    struct history *h = MEM_NEW(struct history);
    h->table.view.ops = &history_ops;
    h->table.source = &source;
    h->store = app->store;
    h->tell = tell_new(app->store);
    look_round(app, h);
    if (inv->argc > 0)
        rc = set_scope(h, inv->argv[0], e);
    else
        h->scope = first_scope(h);
    if (!h->person)
        h->person = store_reviewer(app->store);
    table_resize(&h->table.view, app);
    if (!rc)
        rc = load(h, false, e);
    if (rc) {
        history_free(&h->table.view);
        return rc;
    }
    app_push(app, &h->table.view);
    return ERR_OK;
}
