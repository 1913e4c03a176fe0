#include "tui/people.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/reader.h"
#include "tui/reviewers.h"
#include "tui/table.h"
#include "tui/when.h"

#include <string.h>

struct person {
    char session[UUID_SIZE]; /* "": they are not here */
    bool self;
    int64_t reviewer, document, position, active;
};

struct people {
    struct table table;
    struct reviewers all;
    struct person *persons;
    size_t capacity;
    const struct app *app;
    int64_t shown_ms; /* wall clock: when it was drawn, for the times */
    bool stale;       /* reviewers changed */
};

static struct people *self(const struct view *v)
{
    return (struct people *)v;
}

static const struct person *chosen(const struct people *p)
{
    return p->table.lines.count ? &p->persons[p->table.lines.at] : NULL;
}

/* ---- the rows ---- */

static void add(struct people *p, const struct person *one)
{
    p->persons = mem_grow(p->persons, &p->capacity, p->table.lines.count + 1, sizeof *p->persons);
    p->persons[p->table.lines.count++] = *one;
}

static bool is_here(const struct people *p, int64_t reviewer)
{
    for (size_t i = 0; i < p->table.lines.count; i++)
        if (p->persons[i].reviewer == reviewer)
            return true;
    return false;
}

static void add_self(struct people *p)
{
    struct person me = {.self = true, .reviewer = store_reviewer(p->app->store), .active = p->app->crew.active};
    app_place(p->app, &me.document, &me.position);
    memcpy(me.session, store_session(p->app->store), UUID_SIZE);
    add(p, &me);
}

/* This session, the others by name, then who is not here by name; with the same row chosen. */
static void fill(struct people *p)
{
    const struct person *was = chosen(p);
    struct person before = was ? *was : (struct person){.self = true};
    p->table.lines.count = 0;
    add_self(p);
    for (size_t i = 0; i < p->app->crew.count; i++) {
        const struct member *m = &p->app->crew.members[i];
        struct person one = {
            .reviewer = m->reviewer, .document = m->document, .position = m->position, .active = m->active};
        memcpy(one.session, m->session, UUID_SIZE);
        add(p, &one);
    }
    size_t here = p->table.lines.count;
    for (size_t i = 0; i < p->all.count; i++)
        if (!is_here(p, p->all.items[i].id))
            add(p, &(struct person){.reviewer = p->all.items[i].id});
    for (size_t i = 0; i < p->table.lines.count; i++)
        if (i < here ? strcmp(p->persons[i].session, before.session) == 0
                     : p->persons[i].reviewer == before.reviewer && !*before.session)
            p->table.lines.at = i;
    lines_settle(&p->table.lines);
}

static enum err_code reload(struct people *p, struct err *e)
{
    enum err_code rc = reviewers_load(&p->all, p->app->store, e);
    fill(p);
    p->stale = false;
    return rc;
}

/* ---- what they say ---- */

enum { WHO, ROLE, DOCUMENT, WHERE, IDLE, STATE };

/* The headings over it in the document that is open here; elsewhere a percentage, because its text is not at hand. */
static void add_where(const struct people *p, const struct person *one, struct str *out)
{
    const struct reader *r = reader_in(p->app);
    size_t before = out->len;
    char *name;
    int64_t length;
    struct err e;
    if (one->document == 0)
        return;
    if (r && r->document.id == one->document)
        outline_path(r->reading.flow, &r->reading.outline, (size_t)one->position, out);
    if (out->len > before || store_document_title(p->app->store, one->document, &name, &length, &e))
        return;
    str_addf(out, "%d%%", table_percent(one->position, length));
    free(name);
}

static void add_document(const struct people *p, const struct person *one, struct str *out)
{
    char *name;
    int64_t length;
    struct err e;
    if (one->document && !store_document_title(p->app->store, one->document, &name, &length, &e)) {
        str_add(out, name);
        free(name);
    } else if (*one->session) {
        str_add(out, _("the list"));
    }
}

static const char *state_of(const struct people *p, const struct person *one)
{
    const struct reader *r = reader_in(p->app);
    if (one->self)
        return _("you");
    if (!*one->session)
        return "";
    if (strcmp(p->app->follow.session, one->session) == 0)
        return _("followed");
    return r && r->document.id == one->document ? _("this text") : _("here");
}

static void people_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct people *p = (const struct people *)t;
    const struct person *one = &p->persons[row];
    const struct reviewer *r = reviewers_get(&p->all, one->reviewer);
    if (column == WHO)
        str_add(out, r ? r->name : "?");
    else if (column == ROLE)
        str_add(out, r ? role_label(r->role) : "");
    else if (column == DOCUMENT)
        add_document(p, one, out);
    else if (column == WHERE)
        add_where(p, one, out);
    else if (column == IDLE && *one->session)
        when_ago(out, p->shown_ms, one->active);
    else if (column == STATE)
        str_add(out, state_of(p, one));
}

static style people_ink(const struct table *t, size_t row, size_t column)
{
    const struct people *p = (const struct people *)t;
    const struct person *one = &p->persons[row];
    if (!*one->session)
        return INK_DIM;
    return column == WHO ? style_of_reviewer(one->reviewer) : INK_TEXT;
}

static const struct table_column columns[] = {
    [WHO] = {N_("reviewer"), 12, 0, false},     [ROLE] = {N_("role"), 8, 60, false},
    [DOCUMENT] = {N_("document"), 0, 0, false}, [WHERE] = {N_("where"), 14, 70, false},
    [IDLE] = {N_("idle"), 6, 40, true},         [STATE] = {N_("state"), 9, 50, false},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = people_cell,
    .ink = people_ink,
    .nothing = N_("Nobody has reviewed here yet."),
};

/* ---- the view ---- */

static enum context people_context(const struct view *v)
{
    (void)v;
    return CONTEXT_PEOPLE;
}

static void people_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    (void)v;
    size_t here = app->crew.count + 1;
    str_add(left, _("who is here"));
    str_addf(right, i18n_plural("%zu session", "%zu sessions", (unsigned long)here), here);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints people_hints(const struct view *v)
{
    static const struct hint here[] = {
        {CMD_GO, NULL}, {CMD_FOLLOW, NULL}, {CMD_ROLE, NULL}, {CMD_SEARCH, NULL}, {CMD_COMMAND, NULL}};
    const struct person *one = chosen(self(v));
    size_t skip = one && *one->session && !one->self ? 0 : 2; /* nowhere to go to */
    return (struct hints){here + skip, sizeof here / sizeof *here - skip};
}

static void people_draw(struct view *v, struct app *app, struct grid *g)
{
    self(v)->shown_ms = clock_now_ms();
    table_draw(v, app, g);
}

static void people_settle(struct view *v, struct app *app)
{
    struct people *p = self(v);
    struct err e;
    if (p->stale && reload(p, &e))
        app_fail(app, &e);
    lines_settle(&p->table.lines);
}

static void people_changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app;
    struct people *p = self(v);
    p->stale = p->stale || strcmp(c->entity, "reviewer") == 0;
}

static bool people_concerns(const struct view *v, const struct change *c)
{
    (void)v;
    return strcmp(c->entity, "reviewer") == 0;
}

/* The times go on: once a second is enough. */
static bool people_tick(struct view *v, struct app *app, unsigned crew)
{
    struct people *p = self(v);
    if (p->stale)
        people_settle(v, app);
    else if (crew)
        fill(p);
    return crew || clock_now_ms() / 1000 != p->shown_ms / 1000;
}

static int64_t people_reviewer(const struct view *v)
{
    const struct person *one = chosen(self(v));
    return one ? one->reviewer : 0;
}

static void people_free(struct view *v)
{
    struct people *p = self(v);
    table_clear(&p->table);
    reviewers_clear(&p->all);
    free(p->persons);
    free(p);
}

/* ---- commands ---- */

const struct member *people_member(const struct app *app)
{
    const struct person *one = chosen(self(app_view(app)));
    return one && *one->session ? crew_find(&app->crew, one->session) : NULL;
}

static enum err_code people_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct person *one = chosen(self(app_view(app)));
    if (!one || !*one->session)
        return err_set(e, ERR_NOT_FOUND, _("who is not here is in no place to go to"));
    if (one->document == 0)
        return err_set(e, ERR_NOT_FOUND, _("that is in the list of documents, and not in one of them"));
    struct reader *r = reader_in(app);
    if (r && r->document.id == one->document)
        reader_remember_jump(r, r->cursor);
    return follow_go(app, one->document, one->position, e);
}

static enum err_code people_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? people_go(app, inv, e) : ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_GO] = people_go,
    [CMD_MOUSE_SENTENCE] = people_click,
};

const struct view_ops people_ops = {
    .name = "people",
    .handlers = handlers,
    .context = people_context,
    .draw = people_draw,
    .status = people_status,
    .hints = people_hints,
    .settle = people_settle,
    .resize = table_resize,
    .changed = people_changed,
    .concerns = people_concerns,
    .tick = people_tick,
    .reviewer = people_reviewer,
    .free = people_free,
};

/* One looks for others: the first of them who is here. */
static void choose_first(struct people *p)
{
    for (size_t i = 0; i < p->table.lines.count; i++)
        if (*p->persons[i].session && p->persons[i].reviewer != p->persons[0].reviewer) {
            p->table.lines.at = i;
            return;
        }
}

enum err_code people_open(struct app *app, struct view **out, struct err *e)
{
    struct people *p = MEM_NEW(struct people);
    p->table.view.ops = &people_ops;
    p->table.source = &source;
    p->app = app;
    table_resize(&p->table.view, app);
    enum err_code rc = reload(p, e);
    if (rc) {
        people_free(&p->table.view);
        return rc;
    }
    choose_first(p);
    *out = &p->table.view;
    return ERR_OK;
}

enum err_code cmd_people(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return app_show(app, &people_ops, people_open, e);
}
