#include "tui/table.h"

#include "base/i18n.h"
#include "text/glyph.h"
#include "tui/team.h"

#include <string.h>

#define GAP 2               /* cells between two columns */
#define DETAIL_FROM_ROWS 14 /* rows of the screen; below, there is no room for more than the rows */

static struct table *self(const struct view *v)
{
    return (struct table *)v;
}

static struct table *table_of(const struct app *app)
{
    return self(app_view(app));
}

void table_clear(struct table *t)
{
    find_free(t->lines.find);
    t->lines.find = NULL;
}

void table_resize(struct view *v, struct app *app)
{
    struct table *t = self(v);
    int rows = app->grid->rows;
    t->detail_rows = t->source->detail && rows >= DETAIL_FROM_ROWS ? rows / 3 : 0;
    t->lines.rows = rows - TABLE_FIRST_ROW - 1 - t->detail_rows;
    if (t->lines.rows < 1)
        t->lines.rows = 1;
    lines_settle(&t->lines);
}

/* ---- drawing ---- */

static bool shown(const struct table *t, const struct table_column *c, const struct grid *g)
{
    return g->cols - t->left >= c->from;
}

/* The cells that the column without a width gets. */
static int rest(const struct table *t, const struct grid *g)
{
    const struct table_source *s = t->source;
    int cells = g->cols - t->left - 2;
    for (size_t i = 0; i < s->column_count; i++)
        if (shown(t, &s->columns[i], g))
            cells -= s->columns[i].cells + GAP;
    return cells + GAP > 0 ? cells + GAP : 0;
}

static void draw_cell(struct grid *g, int row, int col, int cells, const char *words, bool right, style st)
{
    int used = (int)glyph_cells(words, strlen(words), g->wide);
    int at = right && used < cells ? col + cells - used : col;
    grid_label(g, row, at, cells - (at - col), words, st);
}

static style ink_of(const struct table *t, size_t row, size_t column)
{
    if (row == t->lines.at)
        return INK_SELECTION;
    return t->source->ink ? t->source->ink(t, row, column) : INK_TEXT;
}

/* The letter of a tag is the same in every language. */
static const char *title_of(const struct table_column *c)
{
    bool letter = *c->title >= 'A' && *c->title <= 'Z' && !c->title[1];
    return *c->title && !letter ? _(c->title) : c->title;
}

/* One row of the screen: the titles where ROW is SIZE_MAX. */
static void draw_row(const struct table *t, struct grid *g, int y, size_t row)
{
    const struct table_source *s = t->source;
    struct str words = {0};
    bool titles = row == SIZE_MAX;
    if (!titles)
        grid_fill(g, y, t->left, g->cols - t->left, row == t->lines.at ? INK_SELECTION : INK_TEXT);
    for (size_t i = 0, col = (size_t)t->left + 1; i < s->column_count; i++) {
        const struct table_column *c = &s->columns[i];
        if (!shown(t, c, g))
            continue;
        int cells = c->cells ? c->cells : rest(t, g);
        str_truncate(&words, 0);
        if (titles)
            str_add(&words, title_of(c));
        else
            s->cell(t, row, i, &words);
        draw_cell(g, y, (int)col, cells, str_z(&words), c->right, titles ? INK_DIM : ink_of(t, row, i));
        col += (size_t)cells + GAP;
    }
    str_clear(&words);
}

void table_draw(struct view *v, struct app *app, struct grid *g)
{
    (void)app;
    const struct table *t = self(v);
    draw_row(t, g, 1, SIZE_MAX);
    if (t->lines.count == 0 && t->source->nothing)
        grid_label(g, TABLE_FIRST_ROW + 1, t->left + 1, g->cols - t->left - 2, _(t->source->nothing), INK_TEXT);
    for (int i = 0; i < t->lines.rows && t->lines.top + (size_t)i < t->lines.count; i++)
        draw_row(t, g, TABLE_FIRST_ROW + i, t->lines.top + (size_t)i);
    g->cursor_row = TABLE_FIRST_ROW + (int)(t->lines.at - t->lines.top);
    g->cursor_col = t->left;
}

int table_column_cells(const struct table *t, const struct grid *g, size_t column, int *col)
{
    const struct table_column *c = t->source->columns;
    *col = t->left + 1;
    for (size_t i = 0; i < column; i++)
        if (shown(t, &c[i], g))
            *col += (c[i].cells ? c[i].cells : rest(t, g)) + GAP;
    if (!shown(t, &c[column], g))
        return 0;
    return c[column].cells ? c[column].cells : rest(t, g);
}

void table_bar(struct str *out, int64_t done, int64_t total, int cells)
{
    int64_t full = total > 0 && done > 0 ? (int64_t)((double)done / (double)total * cells) : 0;
    if (done > 0 && full == 0)
        full = 1;
    if (full >= cells)
        full = done >= total ? cells : cells - 1;
    for (int i = 0; i < cells; i++)
        str_addc(out, i < full ? '#' : '.');
}

int table_share(int64_t n, int64_t total)
{
    if (n <= 0 || total <= 0)
        return 0;
    return n >= total ? 100 : (int)((double)n / (double)total * 100 + 0.5);
}

int table_percent(int64_t at, int64_t length)
{
    if (at <= 0 || length <= 0)
        return 0;
    if (at >= length)
        return 100;
    return (int)(length > INT64_MAX / 100 ? at / (length / 100) : at * 100 / length);
}

/* ---- commands ---- */

/* Whether the mouse is over what lies beside the table. */
static bool is_beside(const struct table *t, const struct invocation *inv)
{
    return inv->key.x < t->left;
}

bool table_click(struct app *app, const struct invocation *inv)
{
    struct table *t = table_of(app);
    struct lines *l = &t->lines;
    int row = inv->key.y - TABLE_FIRST_ROW;
    if (is_beside(t, inv) || row < 0 || row >= l->rows || l->top + (size_t)row >= l->count)
        return false;
    l->at = l->top + (size_t)row;
    return true;
}

enum err_code table_move(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct table *t = table_of(app);
    if (inv->command->id != CMD_MOUSE_CURSOR || !is_beside(t, inv))
        lines_move(&t->lines, inv, TABLE_FIRST_ROW);
    return ERR_OK;
}

/* All words of a row, for the search; they live in the string that CTX points to. */
struct words {
    const struct table *table;
    struct str text;
};

static const char *words_of(void *ctx, size_t row)
{
    struct words *w = ctx;
    str_truncate(&w->text, 0);
    for (size_t i = 0; i < w->table->source->column_count; i++) {
        str_addc(&w->text, ' ');
        w->table->source->cell(w->table, row, i, &w->text);
    }
    return str_z(&w->text);
}

enum err_code table_search(struct app *app, const struct invocation *inv, struct err *e)
{
    struct table *t = table_of(app);
    struct words words = {.table = t};
    struct str key = {0};
    if (t->source->waits && t->source->waits(t))
        return err_set(e, ERR_INPUT, _("the rows are still being read: search in a moment"));
    if (t->source->search_max && t->lines.count > t->source->search_max) {
        team_add_key(app, CMD_FILTER, &key);
        err_set(e, ERR_INPUT, _("these rows are too many to be searched one by one: filter them (%s)"), str_z(&key));
        str_clear(&key);
        return ERR_INPUT;
    }
    enum err_code code = lines_search(&t->lines, app, inv, words_of, &words, e);
    str_clear(&words.text);
    return code;
}
