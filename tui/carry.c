#include "tui/carry.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/carry.h"
#include "tui/passage.h"
#include "tui/reader.h"
#include "tui/sheet.h"
#include "tui/table.h"
#include "tui/team.h"

#include <stdio.h>
#include <string.h>

#define VERSIONS_MAX 100 /* that are gone through to the newest one */

enum { STATE, TAG, OLD, NEW, LIKENESS, WHO, COLUMNS };

#define GAPS (2 * COLUMNS) /* cells between the columns, and at the edges */

struct carry_view {
    struct table table;
    struct table_source source;
    struct table_column columns[COLUMNS];
    struct carry carry;
    struct store *store;
    char *name;     /* of the newest version */
    int64_t chosen; /* annotation of the older version */
    bool stale;     /* annotations changed */
    bool reread;    /* noise did, so that the texts read on in another way */
};

static struct carry_view *self(const struct view *v)
{
    return (struct carry_view *)v;
}

static struct carry_row *row_at(const struct carry_view *v, size_t row)
{
    return &v->carry.rows[row];
}

static struct carry_row *chosen_row(const struct carry_view *v)
{
    return v->table.lines.count ? row_at(v, v->table.lines.at) : NULL;
}

/* ---- reading ---- */

/* The same annotation stays chosen; where it is gone, its place. */
static void take_rows(struct carry_view *v)
{
    struct lines *l = &v->table.lines;
    l->count = v->carry.count;
    for (size_t i = 0; i < l->count; i++)
        if (row_at(v, i)->note.id == v->chosen)
            l->at = i;
    v->source.nothing = v->carry.version_count ? N_("Nothing was tagged in an older version.")
                                               : N_("This document has no older version.");
    lines_settle(l);
}

static enum err_code load(struct carry_view *v, struct err *e)
{
    int64_t document = v->carry.document;
    carry_clear(&v->carry);
    enum err_code rc = carry_list(v->store, document, &v->carry, e);
    if (!rc)
        rc = carry_find(v->store, &v->carry, e);
    v->carry.document = document;
    take_rows(v);
    return rc;
}

static enum err_code refresh(struct carry_view *v, struct err *e)
{
    const struct carry_row *row = chosen_row(v);
    v->chosen = row ? row->note.id : v->chosen;
    if (v->reread)
        return load(v, e);
    enum err_code rc = carry_refresh(v->store, &v->carry, e);
    if (!rc)
        rc = carry_find(v->store, &v->carry, e);
    take_rows(v);
    return rc;
}

/* ---- the rows ---- */

static const struct table_column all_columns[COLUMNS] = {
    [STATE] = {N_("state"), 8, 0, false},     [TAG] = {"", 1, 0, false},
    [OLD] = {N_("older words"), 0, 0, false}, [NEW] = {N_("newer words"), 0, 0, false},
    [LIKENESS] = {N_("alike"), 5, 60, true},  [WHO] = {N_("reviewer"), 10, 70, false},
};

/* The first words of a passage; enough for any screen. */
static void add_words(struct str *out, const char *s, size_t n)
{
    size_t most = n < 1200 ? n : 1200;
    while (most < n && ((unsigned char)s[most] & 0xC0) == 0x80)
        most--;
    sheet_one_line(out, s, most);
}

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct carry_view *v = self(&t->view);
    const struct carry_row *r = row_at(v, row);
    const char *words;
    size_t n;
    switch (column) {
    case STATE:
        str_add(out, carry_state_label(r->state));
        break;
    case TAG:
        str_addc(out, tag_letter(r->note.tag));
        break;
    case OLD:
        words = carry_old_words(&v->carry, r, &n);
        add_words(out, words, n);
        break;
    case NEW:
        words = carry_new_words(&v->carry, r, &n);
        add_words(out, words, n);
        break;
    case LIKENESS:
        if (r->likeness)
            str_addf(out, "%d%%", r->likeness);
        break;
    case WHO:
        str_add(out, r->note.reviewer_name);
        break;
    default:
        break;
    }
}

static style ink(const struct table *t, size_t row, size_t column)
{
    const struct carry_row *r = row_at(self(&t->view), row);
    if (r->state == CARRY_CARRIED)
        return INK_DIM;
    if (column == TAG)
        return (style)(style_of_tag(r->note.tag) | STYLE_BOLD);
    if (column == STATE)
        return r->state == CARRY_LOST ? INK_ERROR : r->state == CARRY_CHANGED ? (INK_TEXT | STYLE_BOLD) : INK_TEXT;
    return column == OLD || column == NEW ? INK_TEXT : INK_DIM;
}

/* The two columns of words share what the others leave. */
static void carry_resize(struct view *view, struct app *app)
{
    struct carry_view *v = self(view);
    int cells = app->grid->cols - v->table.left - GAPS;
    for (size_t i = 0; i < COLUMNS; i++)
        cells -= app->grid->cols >= all_columns[i].from ? all_columns[i].cells : -2;
    v->columns[OLD].cells = cells / 2 > 4 ? cells / 2 : 4;
    table_resize(view, app);
}

/* ---- the chosen row, below ---- */

static void draw_rule(struct grid *g, int y, const char *what, const struct reading *r, size_t at)
{
    struct str title = {0}, path = {0};
    if (r->flow)
        outline_path(r->flow, &r->outline, at, &path);
    str_addf(&title, " %s%s%s ", what, path.len ? "  " : "", str_z(&path));
    grid_line(g, y, 1, g->cols - 2);
    grid_label(g, y, 3, g->cols - 6, str_z(&title), INK_TITLE);
    str_clear(&title);
    str_clear(&path);
}

static void draw_new(const struct carry_view *v, const struct carry_row *row, const struct passage *new, struct grid *g,
                     int y, int rows)
{
    draw_rule(g, y, _("newer version"), &v->carry.reading, new->span.start);
    if (new->span.start < new->span.end)
        passage_draw(new, g, y + 1, 3, g->cols - 5, rows - 1);
    else if (row->state == CARRY_LOST)
        grid_label(g, y + 1, 3, g->cols - 5, _("It is not found there. Go to the older passage, and tag by hand."),
                   INK_TEXT);
}

/* Both passages in their surroundings: what was left out is underlined above, what is new is bold below. */
static void draw_detail(const struct carry_view *v, struct grid *g)
{
    const struct carry_row *row = chosen_row(v);
    if (!row || v->table.detail_rows < 4)
        return;
    const struct carry_version *version = &v->carry.versions[row->version];
    struct span span = {(size_t)row->note.start, (size_t)row->note.end};
    struct passage old = {.flow = version->reading.flow, .span = span, .differs = INK_DIM | STYLE_UNDERLINE};
    struct passage new = {.flow = v->carry.reading.flow, .span = row->span, .differs = INK_TEXT | STYLE_BOLD};
    int y = g->rows - 1 - v->table.detail_rows, half = v->table.detail_rows / 2;
    if (!old.flow || !new.flow)
        return;
    if (row->span.start < row->span.end)
        passage_compare(&old, &new);
    draw_rule(g, y, _("older version"), &version->reading, span.start);
    passage_draw(&old, g, y + 1, 3, g->cols - 5, half - 1);
    draw_new(v, row, &new, g, y + half, v->table.detail_rows - half);
    passage_clear(&old);
    passage_clear(&new);
}

/* ---- the view ---- */

static enum context carry_context(const struct view *v)
{
    (void)v;
    return CONTEXT_CARRY;
}

static void carry_draw(struct view *v, struct app *app, struct grid *g)
{
    table_draw(v, app, g);
    draw_detail(self(v), g);
}

static void carry_status(struct view *view, struct app *app, struct str *left, struct str *right)
{
    const struct carry_view *v = self(view);
    size_t n[CARRY_STATES];
    bool any = false;
    carry_count(&v->carry, n);
    str_addf(left, _("to carry over: %s"), v->name);
    for (enum carry_state i = CARRY_SAME; i < CARRY_STATES; i++)
        if (n[i]) {
            str_addf(right, "%s%s %zu", any ? "  " : "", carry_state_label(i), n[i]);
            any = true;
        }
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints carry_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {
        {CMD_CARRY_ACCEPT, NULL}, {CMD_CARRY_ACCEPT, "all"}, {CMD_GO, NULL}, {CMD_UNDO, NULL}, {CMD_SEARCH, NULL}};
    return HINTS(hints);
}

static void carry_settle(struct view *view, struct app *app)
{
    struct carry_view *v = self(view);
    struct err e;
    if (!v->stale && !v->reread)
        return;
    if (refresh(v, &e))
        app_fail(app, &e);
    v->stale = v->reread = false;
}

static bool is_about(const struct carry_view *v, int64_t document)
{
    bool about = document == v->carry.document;
    for (size_t i = 0; !about && i < v->carry.version_count; i++)
        about = v->carry.versions[i].document == document;
    return about;
}

static void carry_changed(struct view *view, struct app *app, const struct change *c)
{
    struct carry_view *v = self(view);
    (void)app;
    if (!is_about(v, c->document))
        return;
    v->stale = v->stale || strcmp(c->entity, "annotation") == 0;
    v->reread = v->reread || strcmp(c->entity, "noise") == 0;
}

static int64_t carry_document(const struct view *v)
{
    return self(v)->carry.document;
}

static void carry_free(struct view *view)
{
    struct carry_view *v = self(view);
    carry_clear(&v->carry);
    table_clear(&v->table);
    free(v->name);
    free(v);
}

/* ---- commands ---- */

static enum err_code carry_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct carry_view *v = self(app_view(app));
    const struct carry_row *row = chosen_row(v);
    (void)inv;
    if (!row)
        return err_set(e, ERR_NOT_FOUND, "%s", _(v->source.nothing));
    if (row->span.start < row->span.end)
        return reader_visit(app, v->carry.document, row->carried, (int64_t)row->span.start, e);
    return reader_visit(app, row->note.document, row->note.id, row->note.start, e);
}

static enum err_code carry_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? carry_go(app, inv, e) : ERR_OK;
}

/* How to take back all of DONE; a number starts a count in every keymap. */
static void add_way_back(const struct app *app, size_t done, struct str *out)
{
    struct str key = {0};
    team_add_key(app, CMD_UNDO, &key);
    str_addf(out, _("; %zu%s%s takes all of them back"), done, key.len == 1 ? "" : " ", str_z(&key));
    str_clear(&key);
}

/* What is left, behind what was done. */
static void say_done(struct app *app, const struct carry_view *v, size_t done, size_t others)
{
    size_t n[CARRY_STATES];
    struct str s = {0};
    carry_count(&v->carry, n);
    str_addf(&s, i18n_plural("%zu annotation carried over", "%zu annotations carried over", (unsigned long)done), done);
    if (done > 1)
        add_way_back(app, done, &s);
    if (n[CARRY_SAME] + n[CARRY_MOVED] > others)
        str_addf(&s, _("; %zu the same or moved"), n[CARRY_SAME] + n[CARRY_MOVED] - others);
    if (others)
        str_addf(&s, _("; %zu of others, for a lead"), others);
    if (n[CARRY_CHANGED])
        str_addf(&s, _("; %zu changed, to be looked at one by one"), n[CARRY_CHANGED]);
    if (n[CARRY_LOST])
        str_addf(&s, _("; %zu lost"), n[CARRY_LOST]);
    app_say(app, "%s", str_z(&s));
    str_clear(&s);
}

/* All that have the same words. An error is the end; what was carried over until then is. */
static enum err_code accept_all(struct app *app, struct carry_view *v, struct err *e)
{
    size_t done = 0, others = 0;
    for (size_t i = 0; i < v->carry.count; i++) {
        const struct carry_row *row = row_at(v, i);
        if (row->state != CARRY_SAME && row->state != CARRY_MOVED)
            continue;
        if (!carry_is_ours(v->store, row)) {
            others++;
            continue;
        }
        enum err_code rc = carry_accept(v->store, &v->carry, i, e);
        if (rc == ERR_EXISTS || rc == ERR_NOT_FOUND || rc == ERR_STALE) /* somebody else was faster */
            v->stale = true;
        else if (rc)
            return rc;
        done += rc == ERR_OK;
    }
    say_done(app, v, done, others);
    return ERR_OK;
}

/* The next row that is to be decided, or where it is. */
static void go_on(struct carry_view *v)
{
    struct lines *l = &v->table.lines;
    for (size_t i = l->at + 1; i < l->count; i++)
        if (row_at(v, i)->state != CARRY_CARRIED) {
            l->at = i;
            lines_settle(l);
            return;
        }
}

static enum err_code carry_accept_row(struct app *app, const struct invocation *inv, struct err *e)
{
    struct carry_view *v = self(app_view(app));
    const struct carry_row *row = chosen_row(v);
    if (inv->argc > 0 && strcmp(inv->argv[0], "all") != 0)
        return err_set(e, ERR_INPUT, _("“%s” cannot be carried over: carry-accept, or carry-accept all"), inv->argv[0]);
    if (!row)
        return err_set(e, ERR_NOT_FOUND, "%s", _(v->source.nothing));
    if (inv->argc > 0)
        return accept_all(app, v, e);
    enum err_code rc = carry_accept(v->store, &v->carry, v->table.lines.at, e);
    if (!rc)
        go_on(v);
    return rc;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_CARRY_ACCEPT] = carry_accept_row,
    [CMD_GO] = carry_go,
    [CMD_MOUSE_SENTENCE] = carry_click,
};

const struct view_ops carry_ops = {
    .name = "carry",
    .handlers = handlers,
    .context = carry_context,
    .draw = carry_draw,
    .status = carry_status,
    .hints = carry_hints,
    .settle = carry_settle,
    .resize = carry_resize,
    .changed = carry_changed,
    .document = carry_document,
    .free = carry_free,
};

/* ---- opening ---- */

/* The newest version of document ID. A damaged file may lead in a circle. */
static enum err_code find_newest(struct store *s, int64_t id, struct document *out, struct err *e)
{
    enum err_code rc = store_document_get(s, id, out, e);
    for (int i = 0; !rc && out->next && i < VERSIONS_MAX; i++) {
        int64_t next = out->next;
        document_clear(out);
        rc = store_document_get(s, next, out, e);
    }
    return rc;
}

static enum err_code open_view(struct app *app, int64_t document, struct view **out, struct err *e)
{
    struct document d;
    enum err_code rc = find_newest(app->store, document, &d, e);
    if (rc)
        return rc;
    struct carry_view *v = MEM_NEW(struct carry_view);
    memcpy(v->columns, all_columns, sizeof v->columns);
    v->source =
        (struct table_source){.columns = v->columns, .column_count = COLUMNS, .cell = cell, .ink = ink, .detail = true};
    v->table.view.ops = &carry_ops;
    v->table.source = &v->source;
    v->store = app->store;
    v->carry.document = d.id;
    v->name = mem_dup(d.name);
    document_clear(&d);
    carry_resize(&v->table.view, app);
    rc = load(v, e);
    if (rc) {
        carry_free(&v->table.view);
        return rc;
    }
    *out = &v->table.view;
    return ERR_OK;
}

enum err_code cmd_carry(struct app *app, const struct invocation *inv, struct err *e)
{
    struct view *v;
    int64_t document = app_document(app);
    (void)inv;
    if (app_top(app, &carry_ops))
        return ERR_OK;
    if (!document)
        return err_set(e, ERR_INPUT, _("choose a document first"));
    enum err_code rc = open_view(app, document, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}

/* How many annotations of older versions this reviewer can carry over and did not. */
static size_t waiting(struct app *app, int64_t document)
{
    struct carry c;
    struct err e;
    size_t n = 0;
    if (carry_list(app->store, document, &c, &e))
        return 0;
    for (size_t i = 0; i < c.count; i++)
        n += !c.rows[i].carried && carry_is_ours(app->store, &c.rows[i]);
    carry_clear(&c);
    return n;
}

void carry_tell(struct app *app, const struct document *d)
{
    struct str key = {0};
    size_t n = d->next || !d->previous ? 0 : waiting(app, d->id);
    team_add_key(app, CMD_CARRY, &key);
    if (d->next)
        app_say(app, _("There is a newer version of this document; %s shows what becomes of the annotations"),
                str_z(&key));
    else if (n)
        app_say(app,
                i18n_plural("%zu annotation of an older version is not carried over; %s shows it",
                            "%zu annotations of older versions are not carried over; %s shows them", (unsigned long)n),
                n, str_z(&key));
    str_clear(&key);
}
