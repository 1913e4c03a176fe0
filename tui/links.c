#include "tui/links.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "tui/gist.h"
#include "tui/linking.h"
#include "tui/note_edit.h"
#include "tui/reader.h"
#include "tui/table.h"
#include "tui/team.h"
#include "tui/when.h"

#include <string.h>

struct links {
    struct table table;
    struct store *store;
    struct gists *gists;
    int64_t annotation, document;
    struct link *items; /* table.lines.count of them: what reaches it first, then what leaves it */
    size_t capacity;
    int64_t note_revision; /* of the link whose note is being typed */
    struct sheet sheet;
    bool stale;
};

static struct links *self(const struct view *v)
{
    return (struct links *)v;
}

/* ---- reading ---- */

static bool is_in(const struct links *v, const struct link *l)
{
    return l->to == v->annotation;
}

static int64_t other(const struct links *v, const struct link *l)
{
    return is_in(v, l) ? l->from : l->to;
}

static void clear_items(struct links *v)
{
    for (size_t i = 0; i < v->table.lines.count; i++)
        link_clear(&v->items[i]);
    v->table.lines.count = 0;
}

static bool add_item(void *ctx, const struct link *l)
{
    struct links *v = ctx;
    v->items = mem_grow(v->items, &v->capacity, v->table.lines.count + 1, sizeof *v->items);
    v->items[v->table.lines.count++] = link_dup(l);
    return true;
}

/* Of links of one annotation: causes before remedies, and those that leave it behind those that reach it. A link that
 * reaches an annotation comes from a later tag, one that leaves it goes to an earlier one. */
static int compare(const void *pa, const void *pb, void *ctx)
{
    const struct links *v = ctx;
    const struct link *a = pa, *b = pb;
    bool in_a = is_in(v, a), in_b = is_in(v, b);
    enum tag tag_a = in_a ? a->from_tag : a->to_tag, tag_b = in_b ? b->from_tag : b->to_tag;
    if (in_a != in_b)
        return in_a ? -1 : 1;
    if (tag_a != tag_b)
        return tag_a < tag_b ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The same link stays chosen; where it is gone, its place. */
static enum err_code load(struct links *v, struct err *e)
{
    struct lines *l = &v->table.lines;
    int64_t chosen = l->at < l->count ? v->items[l->at].id : 0;
    struct link_filter f = {.annotation = v->annotation};
    clear_items(v);
    enum err_code rc = store_links(v->store, &f, add_item, v, e);
    if (l->count)
        qsort_r(v->items, l->count, sizeof *v->items, compare, v);
    for (size_t i = 0; i < l->count; i++)
        if (v->items[i].id == chosen)
            l->at = i;
    lines_settle(l);
    return rc;
}

/* ---- the rows ---- */

enum { RELATION, TAG, PASSAGE, NOTE, DOCUMENT, WHO, BY, AGE };

static const struct table_column columns[] = {
    [RELATION] = {N_("relation"), 12, 0, false},  [TAG] = {"", 1, 0, false},
    [PASSAGE] = {N_("passage"), 0, 0, false},     [NOTE] = {N_("note"), 24, 110, false},
    [DOCUMENT] = {N_("document"), 14, 70, false}, [WHO] = {N_("by"), 8, 60, false},
    [BY] = {N_("linked by"), 9, 90, false},       [AGE] = {"", 6, 90, true},
};

static void cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct links *v = self(&t->view);
    const struct link *l = &v->items[row];
    const struct gist *g = gists_get(v->gists, other(v, l));
    enum relation relation = relation_of(l->from_tag, l->to_tag);
    if (column == RELATION)
        str_add(out, is_in(v, l) ? relation_label_back(relation) : relation_label(relation));
    else if (column == TAG)
        str_addc(out, tag_letter(g->tag));
    else if (column == PASSAGE)
        str_add(out, g->words);
    else if (column == NOTE)
        sheet_one_line(out, l->note, strlen(l->note));
    else if (column == DOCUMENT && g->document != v->document)
        str_add(out, g->document_name);
    else if (column == WHO)
        str_add(out, g->reviewer_name);
    else if (column == BY)
        str_add(out, l->reviewer_name);
    else if (column == AGE)
        when_age(out, l->created);
}

static style ink(const struct table *t, size_t row, size_t column)
{
    const struct links *v = self(&t->view);
    const struct gist *g = gists_get(v->gists, other(v, &v->items[row]));
    if (column == TAG)
        return (style)(style_of_tag(g->tag) | STYLE_BOLD);
    if (column == WHO)
        return style_of_reviewer(g->reviewer);
    return column == PASSAGE ? INK_TEXT : INK_DIM;
}

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .nothing = N_("Nothing is linked with this annotation any more."),
    .detail = true,
};

/* ---- the view ---- */

static const struct link *chosen(const struct links *v)
{
    return v->table.lines.count ? &v->items[v->table.lines.at] : NULL;
}

static enum context links_context(const struct view *v)
{
    (void)v;
    return CONTEXT_LINKS;
}

static void write_link(struct links *v, const struct link *l)
{
    struct str words = {0}, when = {0};
    struct sheet_line by = {.indent = 3, .style = INK_DIM}, note = {.indent = 3};
    gist_write(v->store, other(v, l), &v->sheet);
    when_phrase(&when, l->created);
    str_addf(&words, _("linked by %s"), l->reviewer_name);
    sheet_add_cut(&v->sheet, &by, str_z(&words), str_z(&when));
    if (*l->note)
        sheet_add(&v->sheet, &note, l->note, NULL);
    str_clear(&words);
    str_clear(&when);
}

static void links_draw(struct view *view, struct app *app, struct grid *g)
{
    struct links *v = self(view);
    table_draw(view, app, g);
    if (!chosen(v) || !v->table.detail_rows)
        return;
    sheet_begin(&v->sheet, g->cols - 2, g->wide);
    write_link(v, chosen(v));
    sheet_cut(&v->sheet, (size_t)v->table.detail_rows);
    sheet_draw(&v->sheet, 0, g, g->rows - 1 - v->table.detail_rows, 1, v->table.detail_rows);
}

static void links_status(struct view *view, struct app *app, struct str *left, struct str *right)
{
    const struct links *v = self(view);
    const struct gist *g = gists_get(v->gists, v->annotation);
    size_t n = v->table.lines.count;
    struct str words = {0};
    gist_cut(g->words, app->grid->wide, &words);
    str_addf(left, _("links of %s “%s”"), tag_label(g->tag), str_z(&words));
    str_clear(&words);
    str_addf(right, i18n_plural("%zu link", "%zu links", (unsigned long)n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints links_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},   {CMD_NOTE, NULL},    {CMD_DELETE, NULL}, {CMD_LINK, NULL},
                                        {CMD_UNDO, NULL}, {CMD_HISTORY, NULL}, {CMD_SEARCH, NULL}};
    return HINTS(hints);
}

static void links_settle(struct view *view, struct app *app)
{
    struct links *v = self(view);
    struct err e;
    if (!v->stale)
        return;
    v->stale = false;
    if (load(v, &e))
        app_fail(app, &e);
}

/* An annotation that is deleted or comes back takes its links along, and brings them. */
static void links_changed(struct view *view, struct app *app, const struct change *c)
{
    struct links *v = self(view);
    (void)app;
    gists_changed(v->gists, c);
    v->stale = v->stale || strcmp(c->entity, "link") == 0 || strcmp(c->entity, "annotation") == 0;
}

static int64_t links_document(const struct view *v)
{
    return self(v)->document;
}

static int64_t links_reviewer(const struct view *view)
{
    const struct links *v = self(view);
    return chosen(v) ? chosen(v)->reviewer : 0;
}

static struct subject links_subject(const struct view *view)
{
    const struct links *v = self(view);
    const struct link *l = chosen(v);
    return (struct subject){
        .document = v->document, .annotation = v->annotation, .link = l ? l->id : 0, .author = l ? l->reviewer : 0};
}

static void links_free(struct view *view)
{
    struct links *v = self(view);
    clear_items(v);
    free(v->items);
    gists_free(v->gists);
    sheet_clear(&v->sheet);
    table_clear(&v->table);
    free(v);
}

/* ---- commands ---- */

static enum err_code need_link(const struct app *app, const struct link **out, struct err *e)
{
    *out = chosen(self(app_view(app)));
    return *out ? ERR_OK : err_set(e, ERR_NOT_FOUND, "%s", _(source.nothing));
}

static enum err_code links_go(struct app *app, const struct invocation *inv, struct err *e)
{
    struct links *v = self(app_view(app));
    const struct link *l;
    (void)inv;
    enum err_code rc = need_link(app, &l, e);
    if (rc)
        return rc;
    const struct gist *g = gists_get(v->gists, other(v, l));
    return reader_visit(app, g->document, g->annotation, g->start, e);
}

static enum err_code links_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? links_go(app, inv, e) : ERR_OK;
}

/* Whose link it is may change it, and a lead; said before anything is typed. The store asks again. */
static enum err_code need_own(const struct app *app, const struct link **out, struct err *e)
{
    enum err_code rc = need_link(app, out, e);
    if (rc || (*out)->reviewer == store_reviewer(app->store) || store_role(app->store) == ROLE_LEAD)
        return rc;
    return err_set(e, ERR_DENIED, _("%s made this link: only they and leads change it"), (*out)->reviewer_name);
}

static enum err_code store_written(struct app *app, struct note_edit_ids *ids, const char *text, struct err *e)
{
    return store_link_note(app->store, ids->subject, ids->revision, text, e);
}

/* Have the note of L typed: in a line, or where it has several, in the editor. */
static enum err_code ask_note(struct app *app, struct links *v, const struct link *l, struct err *e)
{
    v->note_revision = l->revision;
    if (!strchr(l->note, '\n')) {
        prompt_ask(&app->prompt, PROMPT_COMMENT, CMD_NOTE, l->id, l->note);
        return ERR_OK;
    }
    struct note_edit_ids ids = {.subject = l->id, .revision = l->revision, .keep = true};
    struct str title = {0};
    str_addf(&title, "%s: %s", _(command_get(CMD_NOTE)->label), gists_get(v->gists, other(v, l))->words);
    enum err_code rc = note_edit_open(app, str_z(&title), l->note, store_written, &ids, e);
    str_clear(&title);
    return rc;
}

static enum err_code links_note(struct app *app, const struct invocation *inv, struct err *e)
{
    struct links *v = self(app_view(app));
    const struct prompt *p = &app->prompt;
    const struct link *l;
    if (inv->argc > 0 && p->command == CMD_NOTE && p->subject) { /* the prompt that was opened below comes back */
        enum err_code rc = store_link_note(app->store, p->subject, v->note_revision, inv->argv[0], e);
        return rc ? app_keep_typed(app, PROMPT_COMMENT, inv->argv[0], rc, e) : ERR_OK;
    }
    enum err_code rc = need_own(app, &l, e);
    if (rc || inv->argc > 0)
        return rc ? rc : store_link_note(app->store, l->id, l->revision, inv->argv[0], e);
    return ask_note(app, v, l, e);
}

static enum err_code links_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct link *l;
    (void)inv;
    enum err_code rc = need_own(app, &l, e);
    if (!rc)
        rc = store_unlink(app->store, l->id, l->revision, e);
    if (!rc)
        app_say(app, "%s", _("deleted; undo brings it back"));
    return rc;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,        [CMD_DELETE] = links_delete,        [CMD_GO] = links_go,
    [CMD_LINK] = cmd_link, [CMD_MOUSE_SENTENCE] = links_click, [CMD_NOTE] = links_note,
};

const struct view_ops links_ops = {
    .name = "links",
    .handlers = handlers,
    .context = links_context,
    .draw = links_draw,
    .status = links_status,
    .hints = links_hints,
    .settle = links_settle,
    .resize = table_resize,
    .changed = links_changed,
    .document = links_document,
    .reviewer = links_reviewer,
    .subject = links_subject,
    .free = links_free,
};

enum err_code links_none(const struct app *app, struct err *e)
{
    struct str link = {0};
    team_add_key(app, CMD_LINK, &link);
    enum err_code rc =
        err_set(e, ERR_NOT_FOUND, _("nothing is linked with this annotation yet: %s links it"), str_z(&link));
    str_clear(&link);
    return rc;
}

enum err_code links_open(struct app *app, int64_t annotation, struct view **out, struct err *e)
{
    struct links *v = MEM_NEW(struct links);
    v->table.view.ops = &links_ops;
    v->table.source = &source;
    v->store = app->store;
    v->gists = gists_new(app->store);
    v->annotation = annotation;
    v->document = gists_get(v->gists, annotation)->document;
    table_resize(&v->table.view, app);
    enum err_code rc = load(v, e);
    if (!rc && v->table.lines.count == 0)
        rc = links_none(app, e);
    if (rc) {
        links_free(&v->table.view);
        return rc;
    }
    *out = &v->table.view;
    return ERR_OK;
}
