#include "tui/pick.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/gist.h"
#include "tui/linking.h"
#include "tui/pick_rows.h"
#include "tui/reader.h"
#include "tui/table.h"
#include "tui/team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pick {
    struct table table;
    struct store *store;
    struct gists *gists;
    struct annotation from;
    char *words; /* of that one */
    struct pick_rows rows;
    struct sheet sheet;
};

static struct pick *self(const struct view *v)
{
    return (struct pick *)v;
}

/* ---- the rows ---- */

enum { NUMBER, RELATION, TAG, PASSAGE, DOCUMENT, WHO, WHERE };

static const struct table_column columns[] = {
    [NUMBER] = {"", 1, 0, false},
    [RELATION] = {N_("relation"), 12, 50, false},
    [TAG] = {"", 1, 0, false},
    [PASSAGE] = {N_("passage"), 0, 0, false},
    [DOCUMENT] = {N_("document"), 14, 70, false},
    [WHO] = {N_("by"), 8, 60, false},
    [WHERE] = {"", 12, 100, false},
};

static const char *group_label(enum pick_group group)
{
    static const char *const labels[] = {N_("on screen"), N_("recent"), N_("further away")};
    return _(labels[group]);
}

/* What the one that is to be linked is to the row: it explains it, or is explained by it. */
static const char *relation_words(const struct pick *p, const struct pick_row *row, const struct gist *g)
{
    enum relation away = relation_of(p->from.tag, g->tag);
    if (g->deleted)
        return _("deleted");
    if (!row->number)
        return _("linked");
    return away != RELATION_NONE ? relation_label(away) : relation_label_back(relation_of(g->tag, p->from.tag));
}

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct pick *p = self(&t->view);
    const struct pick_row *r = &p->rows.items[row];
    const struct gist *g = gists_get(p->gists, r->annotation);
    if (column == NUMBER && r->number > 0 && r->number <= 9)
        str_addf(out, "%zu", r->number);
    else if (column == RELATION)
        str_add(out, relation_words(p, r, g));
    else if (column == TAG)
        str_addc(out, tag_letter(g->tag));
    else if (column == PASSAGE)
        str_add(out, g->words);
    else if (column == DOCUMENT && g->document != p->from.document)
        str_add(out, g->document_name);
    else if (column == WHO)
        str_add(out, g->reviewer_name);
    else if (column == WHERE)
        str_add(out, group_label(r->group));
}

static style ink(const struct table *t, size_t row, size_t column)
{
    const struct pick *p = self(&t->view);
    const struct pick_row *r = &p->rows.items[row];
    const struct gist *g = gists_get(p->gists, r->annotation);
    if (!r->number || g->deleted)
        return INK_DIM;
    if (column == TAG)
        return (style)(style_of_tag(g->tag) | STYLE_BOLD);
    if (column == WHO)
        return style_of_reviewer(g->reviewer);
    return column == NUMBER ? INK_KEY : column == PASSAGE ? INK_TEXT : INK_DIM;
}

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .detail = true,
};

/* ---- the view ---- */

static enum context pick_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LINK;
}

static void draw_nothing(const struct app *app, struct grid *g)
{
    struct str words = {0}, find = {0};
    struct sheet s = {0};
    struct sheet_line line = {.indent = 1};
    team_add_key(app, CMD_LINK, &find);
    str_addf(&words, _("There is nothing of another tag near here yet. Tag it first, or look for it in the text (%s)."),
             str_z(&find));
    sheet_begin(&s, g->cols - 2, g->wide);
    sheet_add(&s, &line, str_z(&words), NULL);
    sheet_draw(&s, 0, g, TABLE_FIRST_ROW + 1, 0, g->rows - TABLE_FIRST_ROW - 2);
    sheet_clear(&s);
    str_clear(&words);
    str_clear(&find);
}

static void pick_draw(struct view *v, struct app *app, struct grid *g)
{
    struct pick *p = self(v);
    table_draw(v, app, g);
    if (p->rows.count == 0)
        draw_nothing(app, g);
    if (p->rows.count == 0 || !p->table.detail_rows)
        return;
    sheet_begin(&p->sheet, g->cols - 2, g->wide);
    gist_write(p->store, p->rows.items[p->table.lines.at].annotation, &p->sheet);
    sheet_cut(&p->sheet, (size_t)p->table.detail_rows);
    sheet_draw(&p->sheet, 0, g, g->rows - 1 - p->table.detail_rows, 1, p->table.detail_rows);
}

static void pick_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct pick *p = self(v);
    struct str words = {0};
    gist_cut(p->words, app->grid->wide, &words);
    str_addf(left, _("link %s “%s” with"), tag_label(p->from.tag), str_z(&words));
    str_clear(&words);
    str_add(right, store_reviewer_name(app->store));
}

static struct hints pick_hints(const struct view *v)
{
    static const struct hint hints[] = {{CMD_GO, NULL}, {CMD_LINK, NULL}, {CMD_SEARCH, NULL}, {CMD_CANCEL, NULL}};
    static const struct hint nothing[] = {{CMD_LINK, NULL}, {CMD_CANCEL, NULL}};
    return self(v)->rows.count ? HINTS(hints) : HINTS(nothing);
}

static const char *pick_label(const struct view *v, enum command_id command)
{
    (void)v;
    if (command == CMD_GO)
        return _(command_get(CMD_LINK)->label);
    return command == CMD_LINK ? _("find it in the text") : NULL;
}

static void pick_settle(struct view *v, struct app *app)
{
    (void)v, (void)app;
}

/* A link of this one came or went. The rows stay where they are, and so do their numbers: a finger may be on its way.
 */
static void mark_linked(struct pick *p, const struct change *c)
{
    struct link l;
    struct err e;
    if (strcmp(c->entity, "link") != 0 || store_link_get(p->store, c->entity_id, &l, &e))
        return;
    int64_t other = l.from == p->from.id ? l.to : l.to == p->from.id ? l.from : 0;
    for (size_t i = 0; other && !l.deleted && i < p->rows.count; i++)
        if (p->rows.items[i].annotation == other)
            p->rows.items[i].number = 0;
    link_clear(&l);
}

static void pick_changed(struct view *v, struct app *app, const struct change *c)
{
    struct pick *p = self(v);
    (void)app;
    gists_changed(p->gists, c);
    mark_linked(p, c);
}

static int64_t pick_document(const struct view *v)
{
    return self(v)->from.document;
}

static struct subject pick_subject(const struct view *v)
{
    const struct pick *p = self(v);
    return (struct subject){.document = p->from.document, .annotation = p->from.id, .revision = p->from.revision};
}

static void pick_free(struct view *v)
{
    struct pick *p = self(v);
    gists_free(p->gists);
    pick_rows_clear(&p->rows);
    annotation_clear(&p->from);
    sheet_clear(&p->sheet);
    table_clear(&p->table);
    free(p->words);
    free(p);
}

/* ---- commands ---- */

static enum err_code choose(struct app *app, const struct pick_row *row, struct err *e)
{
    struct pick *p = self(app_view(app));
    enum err_code rc = linking_make(app, p->from.id, row->annotation, e);
    if (!rc)
        app_pop(app);
    return rc;
}

/* With a number, link with that row; without, look for it in the text. */
static enum err_code pick_link(struct app *app, const struct invocation *inv, struct err *e)
{
    struct pick *p = self(app_view(app));
    if (inv->argc > 0) {
        char *end;
        unsigned long n = strtoul(inv->argv[0], &end, 10);
        for (size_t i = 0; !*end && n > 0 && i < p->rows.count; i++)
            if (p->rows.items[i].number == n)
                return choose(app, &p->rows.items[i], e);
        return err_set(e, ERR_NOT_FOUND, _("there is no row %s to link with"), inv->argv[0]);
    }
    enum err_code rc = linking_begin(app, p->from.id, e);
    if (!rc)
        app_pop(app);
    return rc;
}

/* As the row's number would: it is a change, with all that belongs to one. */
static enum err_code pick_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct pick *p = self(app_view(app));
    struct command_line line = {.command = command_get(CMD_LINK), .argc = 1};
    char number[32];
    if (p->rows.count == 0)
        return ERR_OK;
    if (!p->rows.items[p->table.lines.at].number)
        return err_set(e, ERR_EXISTS, _("these two are linked already"));
    snprintf(number, sizeof number, "%zu", p->rows.items[p->table.lines.at].number);
    line.argv[0] = number;
    app_run(app, &line, 0, inv->key);
    return ERR_OK;
}

static enum err_code pick_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? pick_go(app, inv, e) : ERR_OK;
}

static enum err_code pick_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app_pop(app);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,         [CMD_CANCEL] = pick_cancel,        [CMD_GO] = pick_go,
    [CMD_LINK] = pick_link, [CMD_MOUSE_SENTENCE] = pick_click,
};

const struct view_ops pick_ops = {
    .name = "link",
    .handlers = handlers,
    .context = pick_context,
    .draw = pick_draw,
    .status = pick_status,
    .hints = pick_hints,
    .label = pick_label,
    .settle = pick_settle,
    .resize = table_resize,
    .changed = pick_changed,
    .document = pick_document,
    .subject = pick_subject,
    .free = pick_free,
};

/* The reader in the stack where it shows DOCUMENT, else NULL. */
static const struct reader *reader_with(const struct app *app, int64_t document)
{
    const struct reader *r = reader_in(app);
    return r && r->document.id == document ? r : NULL;
}

static enum err_code load(struct pick *p, const struct app *app, int64_t annotation, struct err *e)
{
    enum err_code rc = store_annotation_get(app->store, annotation, &p->from, e);
    if (rc)
        return rc;
    if (p->from.deleted)
        return err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
    p->words = mem_dup(gists_get(p->gists, annotation)->words);
    rc = pick_rows_load(&p->rows, app->store, reader_with(app, p->from.document), &p->from, e);
    p->table.lines.count = p->rows.count;
    while (p->table.lines.at + 1 < p->rows.count && !p->rows.items[p->table.lines.at].number)
        p->table.lines.at++; /* the first one that can be linked is chosen */
    return rc;
}

enum err_code pick_open(struct app *app, int64_t annotation, struct view **out, struct err *e)
{
    struct pick *p = MEM_NEW(struct pick);
    p->table.view.ops = &pick_ops;
    p->table.source = &source;
    p->store = app->store;
    p->gists = gists_new(app->store);
    enum err_code rc = load(p, app, annotation, e);
    if (rc) {
        pick_free(&p->table.view);
        return rc;
    }
    table_resize(&p->table.view, app);
    *out = &p->table.view;
    return ERR_OK;
}
