#include "tui/found.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/affected.h"
#include "tui/closeup.h"
#include "tui/findings.h"
#include "tui/glance.h"
#include "tui/reader.h"
#include "tui/table.h"
#include "tui/team.h"
#include "tui/when.h"

#include <string.h>

#define STEP 1000        /* annotations that are read at once, */
#define STEP_MS 8        /* for so long before a key is looked for */
#define RENEW_SHARE 20   /* reading all again takes this part of the time at most */
#define SEARCH_MAX 20000 /* rows whose words are looked through between two keys */

struct found {
    struct table table;
    struct store *store;
    struct glances glances;
    struct closeup closeup;
    struct findings list, fresh; /* what is shown; what is read in its place */
    bool renewing;
    int64_t renewed, renew_cost; /* monotonic milliseconds */
    char *title;                 /* what they are, where the ids were given; or NULL */
    char *expression;            /* the filter, "" for none */
    struct filter *where;
    bool by_links; /* whether one passes may depend on another one */
    int64_t chosen;
    struct affected affected;
};

static struct found *self(const struct view *v)
{
    return (struct found *)v;
}

static struct found *found_of(const struct app *app)
{
    return (struct found *)app_top(app, &found_ops);
}

/* ---- what is listed ---- */

/* The same annotation stays chosen, in its row of the screen; where it is gone, its place. */
static void set_count(struct found *f)
{
    struct lines *l = &f->table.lines;
    size_t from_top = l->at - l->top, at = f->chosen ? findings_at(&f->list, f->chosen) : SIZE_MAX;
    l->count = f->list.count;
    if (at != SIZE_MAX && at != l->at) {
        l->at = at;
        l->top = at > from_top ? at - from_top : 0;
    }
    lines_settle(l);
}

static void keep_chosen(struct found *f)
{
    const struct lines *l = &f->table.lines;
    f->chosen = l->at < f->list.count ? f->list.items[l->at].id : 0;
}

static void begin(struct found *f)
{
    findings_begin(&f->list, f->store, f->where);
    findings_clear(&f->fresh);
    f->renewing = false;
    affected_forget(&f->affected);
    f->chosen = 0;
    f->table.lines.at = f->table.lines.top = 0;
    set_count(f);
}

static void take_filter(struct found *f, const char *expression, struct filter *take_where)
{
    filter_free(&f->where);
    free(f->expression);
    f->where = take_where;
    f->expression = mem_dup(expression);
    f->by_links = affected_by_links(take_where);
    begin(f);
}

/* What a saved filter, a code or a name means may have changed. */
static void parse_again(struct found *f)
{
    struct filter *where;
    struct err e;
    size_t at;
    if (!f->where || store_filter_parse(f->store, f->expression, &where, &at, &e))
        return;
    filter_free(&f->where);
    f->list.where = f->where = where;
    f->by_links = affected_by_links(where);
}

/* ---- reading ---- */

static enum err_code step(struct findings *f, struct err *e)
{
    int64_t until = clock_monotonic_ms() + STEP_MS;
    enum err_code rc = ERR_OK;
    do
        rc = findings_step(f, STEP, e);
    while (!rc && !f->done && clock_monotonic_ms() < until);
    return rc;
}

/* What is shown stays until all of it was read again. */
static void renew_all(struct found *f)
{
    findings_clear(&f->fresh);
    affected_forget(&f->affected);
    f->renewing = true;
    f->renewed = clock_monotonic_ms();
    parse_again(f);
    if (f->list.given)
        findings_give(&f->fresh, f->list.ids, f->list.id_count);
    findings_begin(&f->fresh, f->store, f->where);
}

static void swap(struct found *f)
{
    findings_clear(&f->list);
    f->list = f->fresh;
    f->fresh = (struct findings){0};
    f->renewing = false;
    f->renew_cost = clock_monotonic_ms() - f->renewed;
    set_count(f);
}

static void choose(struct found *f)
{
    keep_chosen(f);
    if (f->table.detail_rows && f->chosen)
        closeup_of(&f->closeup, f->chosen);
}

static bool found_work(struct view *v, struct app *app)
{
    struct found *f = self(v);
    struct err e;
    enum err_code rc = ERR_OK;
    if (!f->list.done) {
        rc = step(&f->list, &e);
        set_count(f);
        choose(f);
    } else if (f->renewing) {
        rc = step(&f->fresh, &e);
        if (!rc && f->fresh.done) {
            swap(f);
            choose(f);
        }
        f->renewing = f->renewing && !rc;
    } else {
        return closeup_work(&f->closeup);
    }
    if (rc) {
        f->list.done = true;
        app_fail(app, &e);
    }
    return true;
}

/* ---- the rows ---- */

enum { TAG, CODE, PASSAGE, NOTE, DOCUMENT, WHO, AGE };

static const struct table_column columns[] = {
    [TAG] = {"", 1, 0, false},
    [CODE] = {N_("code"), 10, 76, false},
    [PASSAGE] = {N_("passage"), 0, 0, false},
    [NOTE] = {N_("note"), 24, 110, false},
    [DOCUMENT] = {N_("document"), 14, 60, false},
    [WHO] = {N_("by"), 8, 60, false},
    [AGE] = {"", 6, 90, true},
};

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    struct found *f = self(&t->view);
    const struct glance *g = glance_of(&f->glances, f->list.items[row].id);
    switch (column) {
    case TAG:
        str_addc(out, tag_letter(g->annotation.tag));
        break;
    case CODE:
        str_add(out, g->code);
        break;
    case PASSAGE:
        sheet_one_line(out, g->quote, strlen(g->quote));
        break;
    case NOTE:
        sheet_one_line(out, g->annotation.note, strlen(g->annotation.note));
        break;
    case DOCUMENT:
        str_add(out, g->document);
        break;
    case WHO:
        str_add(out, g->annotation.reviewer_name);
        break;
    case AGE:
        when_age(out, g->annotation.updated);
        break;
    default:
        break;
    }
}

static style ink(const struct table *t, size_t row, size_t column)
{
    struct found *f = self(&t->view);
    if (column == TAG || column == CODE) {
        enum tag tag = glance_of(&f->glances, f->list.items[row].id)->annotation.tag;
        return column == TAG ? (style)(style_of_tag(tag) | STYLE_BOLD) : (style)style_of_tag(tag);
    }
    return column == PASSAGE ? INK_TEXT : INK_DIM;
}

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .search_max = SEARCH_MAX,
    .detail = true,
};

/* An empty list says why, and what to press. */
static void draw_nothing(const struct found *f, const struct app *app, struct grid *g)
{
    struct str key = {0}, words = {0};
    team_add_key(app, CMD_CANCEL, &key);
    if (!f->list.done)
        str_addf(&words, "%s", _("The annotations are being read…"));
    else if (*f->expression)
        str_addf(&words, _("No annotation passes “%s”. %s shows all again."), f->expression, str_z(&key));
    else
        str_addf(&words, "%s", _("There is no annotation yet."));
    grid_label(g, TABLE_FIRST_ROW + 1, 1, g->cols - 2, str_z(&words), INK_TEXT);
    str_clear(&key);
    str_clear(&words);
}

/* ---- the view ---- */

static enum context found_context(const struct view *v)
{
    (void)v;
    return CONTEXT_FOUND;
}

static void found_draw(struct view *v, struct app *app, struct grid *g)
{
    struct found *f = self(v);
    table_draw(v, app, g);
    if (f->list.count == 0)
        draw_nothing(f, app, g);
    else if (f->table.detail_rows)
        closeup_draw(&f->closeup, g, g->rows - 1 - f->table.detail_rows, f->table.detail_rows);
}

static void found_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct found *f = self(v);
    size_t n = f->list.count;
    str_add(left, f->title ? f->title : _("annotations"));
    if (*f->expression)
        str_addf(left, ": %s", f->expression);
    if (!f->list.done)
        str_addf(right, _("reading %d%%  "), findings_percent(&f->list));
    str_addf(right, i18n_plural("%zu annotation", "%zu annotations", (unsigned long)n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints found_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},      {CMD_FILTER, NULL}, {CMD_ASK, NULL},
                                        {CMD_COMMENT, NULL}, {CMD_THREAD, NULL}, {CMD_SETTLE, NULL},
                                        {CMD_SEARCH, NULL},  {CMD_COMMAND, NULL}};
    return HINTS(hints);
}

/* Look again at what changed; what is not known one by one is read as a whole, but not all the time. */
static enum err_code renew(struct found *f, struct err *e)
{
    enum err_code rc = ERR_OK;
    struct affected *a = &f->affected;
    for (size_t i = 0; !rc && i < a->count; i++) {
        rc = findings_renew(&f->list, a->ids[i], e);
        if (!rc && f->renewing)
            rc = findings_renew(&f->fresh, a->ids[i], e);
    }
    if (a->count)
        set_count(f);
    a->count = 0;
    return rc;
}

static bool may_renew_all(const struct found *f, const struct app *app)
{
    return f->affected.all && f->list.done && !f->renewing &&
           (app->frontend->patient || clock_monotonic_ms() >= f->renewed + f->renew_cost * RENEW_SHARE);
}

static void found_settle(struct view *v, struct app *app)
{
    struct found *f = self(v);
    struct err e;
    if (renew(f, &e))
        app_fail(app, &e);
    if (may_renew_all(f, app))
        renew_all(f);
    lines_settle(&f->table.lines);
    choose(f);
}

static bool found_tick(struct view *v, struct app *app, unsigned crew)
{
    struct found *f = self(v);
    (void)crew;
    if (may_renew_all(f, app))
        renew_all(f);
    return f->renewing;
}

static void found_changed(struct view *v, struct app *app, const struct change *c)
{
    struct found *f = self(v);
    glances_changed(&f->glances, c);
    closeup_changed(&f->closeup, c);
    affected_note(&f->affected, app->store, f->where != NULL, f->by_links, c);
    if (strcmp(c->entity, "document") == 0) /* it may be a new one */
        f->affected.all = true;
}

static struct subject found_subject(const struct view *v)
{
    const struct found *f = self(v);
    if (!f->chosen)
        return (struct subject){0};
    struct found *known = self(v);
    closeup_of(&known->closeup, f->chosen);
    const struct glance *g = glance_of(&known->glances, f->chosen);
    const struct comment *thread = closeup_thread(&f->closeup);
    return (struct subject){.document = g->annotation.document,
                            .annotation = f->chosen,
                            .revision = g->annotation.revision,
                            .thread = thread ? thread->thread : 0};
}

static int64_t found_document(const struct view *v)
{
    return found_subject(v).document;
}

static int64_t found_reviewer(const struct view *v)
{
    const struct found *f = self(v);
    return f->chosen ? glance_of(&self(v)->glances, f->chosen)->annotation.reviewer : 0;
}

static const char *found_filter(const struct view *v, const struct app *app)
{
    (void)app;
    return self(v)->expression;
}

static enum err_code found_set_filter(struct view *v, struct app *app, const char *expression,
                                      struct filter *take_where, struct err *e)
{
    (void)app, (void)e;
    take_filter(self(v), expression, take_where);
    return ERR_OK;
}

static void found_free(struct view *v)
{
    struct found *f = self(v);
    closeup_clear(&f->closeup);
    glances_clear(&f->glances);
    findings_clear(&f->list);
    findings_clear(&f->fresh);
    filter_free(&f->where);
    table_clear(&f->table);
    free(f->expression);
    free(f->title);
    free(f);
}

/* ---- commands ---- */

static enum err_code found_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct found *f = found_of(app);
    struct subject s = found_subject(&f->table.view);
    (void)inv;
    if (!s.annotation)
        return err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
    return reader_visit(app, s.document, s.annotation, glance_of(&f->glances, s.annotation)->annotation.start, e);
}

static enum err_code found_click(struct app *app, const struct invocation *inv, struct err *e)
{
    if (!table_click(app, inv))
        return ERR_OK;
    keep_chosen(found_of(app));
    return found_go(app, inv, e);
}

static enum err_code found_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct found *f = found_of(app);
    if (*f->expression)
        take_filter(f, "", NULL);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_ASK] = cmd_talk,
    [CMD_CANCEL] = found_cancel,
    [CMD_COMMENT] = cmd_talk,
    [CMD_GO] = found_go,
    [CMD_MOUSE_SENTENCE] = found_click,
    [CMD_REPLY] = cmd_talk,
    [CMD_RESOLVE] = cmd_resolve,
    [CMD_SETTLE] = cmd_settle,
    [CMD_THREAD] = cmd_thread,
};

const struct view_ops found_ops = {
    .name = "found",
    .handlers = handlers,
    .context = found_context,
    .draw = found_draw,
    .status = found_status,
    .hints = found_hints,
    .settle = found_settle,
    .resize = table_resize,
    .changed = found_changed,
    .tick = found_tick,
    .work = found_work,
    .document = found_document,
    .reviewer = found_reviewer,
    .subject = found_subject,
    .filter = found_filter,
    .set_filter = found_set_filter,
    .free = found_free,
};

static struct found *new_found(struct app *app)
{
    struct found *f = MEM_NEW(struct found);
    f->table.view.ops = &found_ops;
    f->table.source = &source;
    f->store = app->store;
    glances_init(&f->glances, app->store);
    closeup_init(&f->closeup, &f->glances);
    table_resize(&f->table.view, app);
    return f;
}

enum err_code found_open(struct app *app, const char *filter, struct view **out, struct err *e)
{
    struct filter *where;
    size_t at;
    enum err_code rc = store_filter_parse(app->store, filter, &where, &at, e);
    if (rc)
        return rc;
    struct found *f = new_found(app);
    take_filter(f, filter, where);
    *out = &f->table.view;
    return ERR_OK;
}

enum err_code found_open_ids(struct app *app, const char *title, const int64_t *ids, size_t n, struct view **out,
                             struct err *e)
{
    (void)e;
    struct found *f = new_found(app);
    f->title = mem_dup(title);
    findings_give(&f->list, ids, n);
    take_filter(f, "", NULL);
    *out = &f->table.view;
    return ERR_OK;
}

/* Close what lies above the topmost list of all that passes, not of what was given. False: there is none. */
static bool go_back(struct app *app)
{
    size_t i = app->view_count;
    while (i > 0 && (app->views[i - 1]->ops != &found_ops || self(app->views[i - 1])->title))
        i--;
    while (i > 0 && app->view_count > i)
        app_pop(app);
    return i > 0;
}

/* Where it is open already, and lists the same, the place in it stays. */
enum err_code cmd_annotations(struct app *app, const struct invocation *inv, struct err *e)
{
    const char *expression = inv->argc > 0 ? inv->argv[0] : "";
    struct filter *where;
    struct view *v;
    size_t at;
    enum err_code rc = store_filter_parse(app->store, expression, &where, &at, e);
    if (rc)
        return rc;
    if (!go_back(app)) {
        filter_free(&where);
        rc = found_open(app, expression, &v, e);
        if (!rc)
            app_push(app, v);
    } else if (strcmp(expression, found_of(app)->expression) != 0) {
        take_filter(found_of(app), expression, where);
    } else {
        filter_free(&where);
    }
    return rc;
}
