#include "tui/tree.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/reader.h"
#include "tui/table.h"

#include <string.h>

#define INDENT 2      /* cells for each section that lies around */
#define INDENT_MAX 12 /* of which so many are told apart */
#define WHOLE (-1L)   /* the document itself, in place of a heading */
#define HEADING_ROW 2 /* of the text, where the chosen heading is shown */

struct tree {
    struct table table;
    const struct reader *reader; /* below this view in the stack; looked up anew before it is used */
    int64_t document;
    long *rows; /* the headings that are shown; table.lines.count of them */
    size_t row_capacity;
    bool *folded;      /* by heading */
    bool other;        /* noise changed since, so that the headings may be others */
    size_t chosen;     /* where the section in the chosen row begins */
    size_t *tags;      /* 3 for each annotation and 3 behind them: how many of each kind lie before it */
    size_t notes_read; /* by the reader, when they were counted */
    bool stale;        /* annotations changed since */
    size_t from;       /* where the cursor was when the pane was opened, */
    struct row top;
    long shown; /* and the row that the document beside was moved to last */
};

static struct tree *self(const struct view *v)
{
    return (struct tree *)v;
}

static const struct outline *outline_of(const struct tree *t)
{
    return &t->reader->reading.outline;
}

/* ---- rows ---- */

/* The headings that lie under no folded one. Those under a heading follow it, so what is hidden is skipped in one go.
 */
static void set_rows(struct tree *t)
{
    const struct outline *o = outline_of(t);
    t->rows = mem_grow(t->rows, &t->row_capacity, o->count + 1, sizeof *t->rows);
    size_t n = 0;
    t->rows[n++] = WHOLE;
    for (size_t i = 0; i < o->count;) {
        int level = o->headings[i].level;
        bool folded = t->folded[i];
        t->rows[n++] = (long)i++;
        while (folded && i < o->count && o->headings[i].level > level)
            i++;
    }
    t->table.lines.count = n;
}

/* Choose heading I, or what it is folded into. */
static void choose(struct tree *t, long i)
{
    struct lines *l = &t->table.lines;
    for (l->at = l->count - 1; l->at > 0 && t->rows[l->at] > i; l->at--)
        ;
}

static bool has_parts(const struct outline *o, long i)
{
    return i >= 0 && (size_t)i + 1 < o->count && o->headings[i + 1].level > o->headings[i].level;
}

/* ---- figures ---- */

/* One pass over the annotations; a section's figures are then differences. */
static void count_tags(struct tree *t)
{
    const struct annset *s = &t->reader->notes;
    t->tags = mem_resize(t->tags, 3 * (s->count + 1), sizeof *t->tags);
    memset(t->tags, 0, 3 * sizeof *t->tags);
    for (size_t i = 0; i < s->count; i++) {
        memcpy(t->tags + 3 * (i + 1), t->tags + 3 * i, 3 * sizeof *t->tags);
        t->tags[3 * (i + 1) + (size_t)s->items[i]->tag - 1]++;
    }
    t->notes_read = t->reader->notes_read;
    t->stale = false;
}

static size_t tags_in(const struct tree *t, long i, enum tag tag)
{
    const struct annset *s = &t->reader->notes;
    size_t first = 0, behind = s->count;
    if (i != WHOLE) {
        const struct heading *h = &outline_of(t)->headings[i];
        first = annset_from(s, (int64_t)h->span.start);
        behind = h->end > INT64_MAX ? s->count : annset_from(s, (int64_t)h->end);
    }
    return t->tags[3 * behind + (size_t)tag - 1] - t->tags[3 * first + (size_t)tag - 1];
}

/* ---- what the rows say ---- */

enum { SECTION, MANIFESTATION, CAUSE, REMEDY };

static void add_title(const struct tree *t, long i, struct str *out)
{
    const struct outline *o = outline_of(t);
    if (i == WHOLE) {
        str_add(out, t->reader->document.name);
        return;
    }
    int depth = 0;
    for (long over = o->headings[i].parent; over >= 0 && depth < INDENT_MAX; over = o->headings[over].parent)
        depth++;
    for (int n = 0; n < depth * INDENT; n++)
        str_addc(out, ' ');
    str_add(out, !has_parts(o, i) ? "  " : t->folded[i] ? "+ " : "- ");
    size_t n;
    const char *words = flow_quote(t->reader->reading.flow, o->headings[i].span, &n);
    str_addn(out, words, n);
}

static void tree_cell(const struct table *table, size_t row, size_t column, struct str *out)
{
    const struct tree *t = (const struct tree *)table;
    if (column == SECTION) {
        add_title(t, t->rows[row], out);
        return;
    }
    size_t n = tags_in(t, t->rows[row], (enum tag)column);
    if (n)
        str_addf(out, "%zu", n);
}

static style tree_ink(const struct table *table, size_t row, size_t column)
{
    const struct tree *t = (const struct tree *)table;
    if (column != SECTION)
        return style_of_tag((enum tag)column);
    return t->rows[row] == WHOLE ? INK_TITLE : INK_TEXT;
}

static const struct table_column columns[] = {
    [SECTION] = {N_("section"), 0, 0, false},
    [MANIFESTATION] = {"M", 3, 0, true},
    [CAUSE] = {"C", 3, 0, true},
    [REMEDY] = {"R", 3, 0, true},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = tree_cell,
    .ink = tree_ink,
};

/* ---- the document beside ---- */

static struct reader *beside(const struct app *app)
{
    return reader_in(app);
}

static size_t start_of(const struct tree *t, long i)
{
    return i == WHOLE ? 0 : outline_of(t)->headings[i].span.start;
}

/* Show the chosen section in the document, where both are seen. */
static void show(struct tree *t, struct app *app)
{
    long i = t->rows[t->table.lines.at];
    if (t->table.left == 0 || i == t->shown)
        return;
    struct reader *r = beside(app);
    r->looked_at = true;
    reader_go(r, start_of(t, i));
    reader_place_cursor(r, HEADING_ROW);
    t->shown = i;
}

static void go_back(const struct tree *t, struct app *app)
{
    struct reader *r = beside(app);
    reader_go(r, t->from);
    r->top = rows_at(r->rows, t->top.start);
}

/* ---- the view ---- */

static enum context tree_context(const struct view *v)
{
    (void)v;
    return CONTEXT_OUTLINE;
}

static void tree_draw(struct view *v, struct app *app, struct grid *g)
{
    struct tree *t = self(v);
    struct reader *r = beside(app);
    if (t->table.left > 0) {
        reader_draw(&r->view, app, g);
        for (int y = 1; y < g->rows - 1; y++)
            grid_fill(g, y, t->table.left, g->cols - t->table.left, INK_TEXT);
    }
    table_draw(v, app, g);
}

static void tree_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    reader_status(&beside(app)->view, app, left, right);
    (void)v;
}

static struct hints tree_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {
        {CMD_GO, NULL}, {CMD_FOLD, NULL}, {CMD_SEARCH, NULL}, {CMD_CANCEL, NULL}, {CMD_COMMAND, NULL}};
    return HINTS(hints);
}

/* Other headings, because noise was marked or lifted: nothing is folded any more, and what was chosen is. */
static void follow_outline(struct tree *t)
{
    const struct outline *o = outline_of(t);
    bool whole = t->rows[t->table.lines.at] == WHOLE, is_shown = t->rows[t->table.lines.at] == t->shown;
    free(t->folded);
    t->folded = mem_zero(o->count + 1, sizeof *t->folded);
    t->other = false;
    set_rows(t);
    choose(t, whole ? WHOLE : outline_at(o, t->chosen));
    if (is_shown)
        t->shown = t->rows[t->table.lines.at];
}

/* The reader below may have been closed, because there were too many views. */
static bool find_reader(struct tree *t, struct app *app)
{
    struct err none;
    struct reader *r = beside(app);
    if (!r || r->document.id != t->document)
        return false;
    reader_follow_noise(r, app);
    t->other = t->other || r != t->reader;
    if (t->other)
        (void)reading_finish(&r->reading, &none); /* the headings of a big document come by and by */
    t->stale = t->stale || r != t->reader || r->notes_read != t->notes_read;
    t->reader = r;
    return true;
}

static void tree_settle(struct view *v, struct app *app)
{
    struct tree *t = self(v);
    if (!find_reader(t, app)) {
        app_pop(app);
        return;
    }
    if (t->other)
        follow_outline(t);
    if (t->stale)
        count_tags(t);
    lines_settle(&t->table.lines);
    t->chosen = start_of(t, t->rows[t->table.lines.at]);
    show(t, app);
}

static void tree_resize(struct view *v, struct app *app)
{
    struct tree *t = self(v);
    const struct reader *r = beside(app);
    t->table.left = r && r->shape.margin_col ? r->shape.margin_col + 1 : 0;
    t->shown = WHOLE - 1; /* the document is laid out anew */
    table_resize(v, app);
}

static void tree_changed(struct view *v, struct app *app, const struct change *c)
{
    struct tree *t = self(v);
    (void)app;
    if (c->document != t->document)
        return;
    t->stale = true;
    t->other = t->other || strcmp(c->entity, "noise") == 0;
}

static int64_t tree_document(const struct view *v)
{
    return self(v)->document;
}

static void tree_free(struct view *v)
{
    struct tree *t = self(v);
    table_clear(&t->table);
    free(t->rows);
    free(t->folded);
    free(t->tags);
    free(t);
}

/* ---- commands ---- */

static enum err_code tree_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    const struct tree *t = self(app_view(app));
    size_t to = start_of(t, t->rows[t->table.lines.at]), from = t->from;
    struct reader *r = beside(app);
    app_pop(app);
    if (to != from)
        reader_remember_jump(r, from);
    reader_go(r, to);
    reader_place_cursor(r, HEADING_ROW);
    return ERR_OK;
}

static enum err_code tree_leave(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    go_back(self(app_view(app)), app);
    app_pop(app);
    return ERR_OK;
}

static enum err_code tree_fold(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct tree *t = self(app_view(app));
    const struct outline *o = outline_of(t);
    long i = t->rows[t->table.lines.at];
    if (i != WHOLE && !has_parts(o, i)) /* then it is the section that it lies in */
        i = o->headings[i].parent;
    if (i == WHOLE || i < 0)
        return err_set(e, ERR_NOT_FOUND, _("nothing lies below this section"));
    t->folded[i] = !t->folded[i];
    set_rows(t);
    choose(t, i);
    return ERR_OK;
}

static enum err_code tree_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? tree_go(app, inv, e) : ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,     [CMD_CANCEL] = tree_leave,         [CMD_CLOSE] = tree_leave,   [CMD_FOLD] = tree_fold,
    [CMD_GO] = tree_go, [CMD_MOUSE_SENTENCE] = tree_click, [CMD_OUTLINE] = tree_leave,
};

const struct view_ops tree_ops = {
    .name = "outline",
    .handlers = handlers,
    .context = tree_context,
    .draw = tree_draw,
    .status = tree_status,
    .hints = tree_hints,
    .settle = tree_settle,
    .resize = tree_resize,
    .changed = tree_changed,
    .document = tree_document,
    .free = tree_free,
};

enum err_code tree_open(struct app *app, struct view **out, struct err *e)
{
    const struct reader *r = reader_of(app);
    const struct outline *o = &r->reading.outline;
    if (o->count == 0)
        return err_set(e, ERR_NOT_FOUND, _("no headings were found in this document"));
    app_save(app); /* this place, before the reader shows others */
    struct tree *t = MEM_NEW(struct tree);
    t->table.view.ops = &tree_ops;
    t->table.source = &source;
    t->reader = r;
    t->document = r->document.id;
    t->from = r->cursor;
    t->top = r->top;
    t->folded = mem_zero(o->count, sizeof *t->folded);
    t->stale = true;
    set_rows(t);
    choose(t, outline_at(o, r->cursor));
    tree_resize(&t->table.view, app);
    t->shown = t->rows[t->table.lines.at]; /* the document stays where it is until a row is chosen */
    *out = &t->table.view;
    return ERR_OK;
}
