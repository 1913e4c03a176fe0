/* What is seen of the choice of a code: the line that is typed, the rows, what the chosen one means. */
#include "tui/code_choice.h"

#include "base/i18n.h"
#include "text/glyph.h"
#include "tui/code_words.h"
#include "tui/reader.h"

#include <string.h>

#define QUOTE_FROM_ROWS 14  /* rows of the screen; below, there is no room for the passage */
#define QUOTE_ROWS 2        /* of the screen, for the passage */
#define DETAIL_FROM_ROWS 18 /* rows of the screen; below, there is no room for what the chosen code means */
#define MARK_CELLS 3        /* for the digit or the key before a row */
#define INDENT 2            /* cells for each code that lies over one */
#define GAP 2               /* cells before a definition */
#define MEANING_CELLS 12    /* a definition takes at least */

static const struct code_choice *self(const struct view *v)
{
    return (const struct code_choice *)(const void *)v;
}

/* ---- what a row says ---- */

/* What stands before it: the digit or the key that chooses it. */
static void add_mark(const struct code_choice *p, const struct codes *c, const struct code_row *row, struct str *out)
{
    const struct code *code = codes_get(c, row->code);
    if (row->digit)
        str_addf(out, "%d", row->digit);
    else if (row->kind == CODE_ROW_NEW)
        str_addc(out, '+');
    else if (row->kind == CODE_ROW_CODE && code && !p->held && code_choice_is_empty(p))
        str_add(out, code->key);
}

static void add_words(const struct code_choice *p, const struct codes *c, const struct code_row *row, struct str *out)
{
    const struct code *code = codes_get(c, row->code);
    bool tree = row->kind == CODE_ROW_CODE && code_choice_is_empty(p);
    if (row->kind == CODE_ROW_NEW)
        str_addf(out, _("new code “%s”"), code_choice_typed(p));
    else if (row->kind == CODE_ROW_NONE)
        str_add(out, p->held ? tag_label(p->tag) : _("no code"));
    else if (row->kind == CODE_ROW_RECENTS)
        str_add(out, _("recent"));
    else if (row->kind == CODE_ROW_TREE)
        str_add(out, _("codebook"));
    else if (code && tree)
        str_addf(out, "%*s%s", INDENT * codes_depth(c, code), "", code->name);
    else
        codes_path(c, code, out);
}

/* ---- the rows ---- */

/* The cells of the names, so that what they mean begins in one column behind them. */
static int name_cells(const struct code_choice *p, const struct codes *c, const struct grid *g, int cells)
{
    int most = 0, room = cells - GAP - MEANING_CELLS > cells / 2 ? cells - GAP - MEANING_CELLS : cells / 2;
    struct str words = {0};
    for (int i = 0; i < p->space && code_choice_line(p, i) != SIZE_MAX; i++) {
        const struct code_row *row = &p->rows.items[code_choice_line(p, i)];
        str_truncate(&words, 0);
        if (row->code)
            add_words(p, c, row, &words);
        int used = (int)glyph_cells(str_z(&words), words.len, g->wide);
        most = used > most ? used : most;
    }
    str_clear(&words);
    return most < room ? most : room;
}

/* What the code means, in CELLS from column COL on; "…" stands for what there is no room for. */
static void draw_meaning(const struct code *code, struct grid *g, int y, int col, int cells, style st)
{
    struct str words = {0};
    if (cells < MEANING_CELLS)
        return;
    sheet_one_line(&words, code->definition, strlen(code->definition));
    grid_label(g, y, col, cells, str_z(&words), st);
    str_clear(&words);
}

/* One row, whose names have NAMES cells. */
static void draw_row(const struct code_choice *p, const struct codes *c, struct grid *g, int y, size_t i, int names)
{
    const struct code_row *row = &p->rows.items[i];
    const struct code *code = codes_get(c, row->code);
    bool at = i == p->lines.at, title = !code_rows_chooses(row), had = row->code && row->code == p->code;
    int col = p->left + 1 + MARK_CELLS, cells = g->cols - col - 1;
    struct str mark = {0}, words = {0};
    add_mark(p, c, row, &mark);
    add_words(p, c, row, &words);
    grid_fill(g, y, p->left, g->cols - p->left, at ? INK_SELECTION : INK_TEXT);
    grid_label(g, y, p->left + 1, MARK_CELLS - 1, str_z(&mark), at ? INK_SELECTION : INK_KEY);
    style st = at ? INK_SELECTION : title ? INK_DIM : had ? (style)(style_of_tag(p->tag) | STYLE_BOLD) : INK_TEXT;
    grid_label(g, y, title ? p->left + 1 : col, code ? names : title ? cells + MARK_CELLS : cells, str_z(&words), st);
    if (code)
        draw_meaning(code, g, y, col + names + GAP, cells - names - GAP, at ? INK_SELECTION : INK_DIM);
    str_clear(&mark);
    str_clear(&words);
}

static void draw_rows(const struct code_choice *p, const struct codes *c, struct grid *g)
{
    int names = name_cells(p, c, g, g->cols - p->left - 2 - MARK_CELLS);
    if (p->rows.count == 0)
        grid_label(g, p->first_row, p->left + 1, g->cols - p->left - 2,
                   p->held ? _("No code is found by that.")
                           : _("There is no code yet: type the name of the first one."),
                   INK_DIM);
    for (int i = 0; i < p->space && code_choice_line(p, i) != SIZE_MAX; i++)
        draw_row(p, c, g, p->first_row + i, code_choice_line(p, i), names);
}

/* ---- around them ---- */

/* The passage where it is not seen in the document beside. Returns the row below it. */
static int draw_passage(const struct code_choice *p, struct grid *g)
{
    if (p->left > 0 || g->rows < QUOTE_FROM_ROWS)
        return 1;
    struct sheet s = {0};
    struct sheet_line quote = {.indent = MARK_CELLS, .style = INK_TEXT};
    quote.mark[0] = tag_letter(p->tag);
    quote.mark_style = (style)(style_of_tag(p->tag) | STYLE_BOLD);
    sheet_begin(&s, g->cols - 2, g->wide);
    sheet_add(&s, &quote, p->quote, NULL);
    sheet_cut(&s, QUOTE_ROWS);
    sheet_draw(&s, 0, g, 1, 1, QUOTE_ROWS);
    sheet_clear(&s);
    return 1 + QUOTE_ROWS;
}

/* The border below the line that is typed, with what else may be typed there. */
static void draw_border(const struct code_choice *p, struct grid *g, int y)
{
    const char *advice = p->held                    ? _(" type to find ")
                         : !code_choice_is_empty(p) ? _(" / for a code below; 1-9 choose ")
                         : p->recent_count > 0      ? _(" type to find; 1-9 and keys choose ")
                                                    : _(" type to find; keys choose ");
    int cells = (int)glyph_cells(advice, strlen(advice), g->wide), room = g->cols - p->left - 2;
    grid_line(g, y, p->left, g->cols - p->left);
    if (p->rows.count > 0 && cells <= room)
        grid_label(g, y, g->cols - 1 - cells, cells, advice, INK_DIM);
}

/* The whole of what the chosen code means, below the rows. */
static void draw_detail(struct code_choice *p, const struct codes *c, struct grid *g)
{
    const struct code_row *row = code_choice_row(p);
    const struct code *code = row ? codes_get(c, row->code) : NULL;
    if (!p->detail_rows || !code)
        return;
    sheet_begin(&p->sheet, g->cols - p->left - 2, g->wide);
    code_words_write(c, code, &p->sheet);
    sheet_cut(&p->sheet, (size_t)p->detail_rows);
    sheet_draw(&p->sheet, 0, g, g->rows - 1 - p->detail_rows, p->left + 1, p->detail_rows);
}

void code_choice_draw(struct view *v, struct app *app, struct grid *g)
{
    struct code_choice *p = (struct code_choice *)(void *)v;
    struct reader *r = reader_in(app);
    if (p->left > 0 && r) {
        reader_draw(&r->view, app, g);
        for (int y = 1; y < g->rows - 1; y++)
            grid_fill(g, y, p->left, g->cols - p->left, INK_TEXT);
    }
    int y = draw_passage(p, g);
    prompt_draw_line(&p->line, g, y, p->left + 1);
    draw_border(p, g, y + 1);
    draw_rows(p, &app->codes, g);
    draw_detail(p, &app->codes, g);
}

void code_choice_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct code_choice *p = self(v);
    if (p->held && p->merges)
        str_addf(left, _("“%s” is to count as: choose, then Enter"), p->quote);
    else if (p->held)
        str_addf(left, _("“%s” is to stand below: choose, then Enter"), p->quote);
    else
        str_addf(left, _("choose a code: %s"), tag_label(p->tag));
    if (p->code) {
        str_add(left, "  ");
        codes_path(&app->codes, codes_get(&app->codes, p->code), left);
    }
    str_add(right, store_reviewer_name(app->store));
}

void code_choice_resize(struct view *v, struct app *app)
{
    struct code_choice *p = (struct code_choice *)(void *)v;
    const struct reader *r = reader_in(app);
    int rows = app->grid->rows;
    p->left = !p->held && r && r->shape.margin_col ? r->shape.margin_col + 1 : 0;
    p->first_row = 3 + (p->left == 0 && rows >= QUOTE_FROM_ROWS ? QUOTE_ROWS : 0);
    p->detail_rows = rows >= DETAIL_FROM_ROWS ? rows / 4 : 0;
    p->space = rows - 1 - p->detail_rows - p->first_row;
    if (p->space < 1)
        p->space = 1;
    p->lines.top = 0; /* as much of what stands above the chosen row as there is room for */
    code_choice_settle(p);
}
