#include "tui/paint_own.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_TO_END 4 /* blanks that are wiped rather than written */
#define LEAST_INSIDE 9 /* the same where the cursor has to go on behind them */

struct paint *paint_new(const struct paint_terminal *t)
{
    struct paint_kind kind;
    if (!paint_learn(&kind, t))
        return NULL;
    struct paint *p = MEM_NEW(struct paint);
    p->kind = kind;
    return p;
}

void paint_free(struct paint *p)
{
    if (!p)
        return;
    free(p->cells);
    free(p->shown);
    free(p->same);
    free(p);
}

void paint_forget(struct paint *p)
{
    p->known = false;
}

/* ---- cells ---- */

static bool is_blank(const struct paint *p, const struct cell *c)
{
    return c->text[0] == ' ' && c->text[1] == '\0' && !pen_shows_blanks(pen_of(&p->kind, c->style));
}

static bool looks_same(const struct paint *p, const struct cell *a, const struct cell *b)
{
    return memcmp(a, b, sizeof *a) == 0 || (is_blank(p, a) && is_blank(p, b));
}

/* Whether C can be drawn with the ink that is on. */
static bool suits(const struct paint *p, const struct cell *c)
{
    return is_blank(p, c) ? !pen_shows_blanks(p->pen) : pen_same(p->pen, pen_of(&p->kind, c->style));
}

/* To COL of the row: by drawing again what stands on the way, where that is shorter. */
static void go(struct paint *p, const struct cell *cells, int row, int col)
{
    if (row == p->row && p->col >= 0 && col > p->col && cells[p->col].width > 0) {
        size_t cost = cursor_cost(p, row, col), n = 0;
        int i = p->col;
        for (; i < col && n <= cost && suits(p, &cells[i]); i++)
            n += strlen(cells[i].text);
        if (i == col && n <= cost) {
            for (i = p->col; i < col; i++)
                str_add(p->out, cells[i].text);
            p->col = col;
            return;
        }
    }
    cursor_move(p, row, col);
}

static void write_cell(struct paint *p, const struct grid *g, const struct cell *cells, int row, int col)
{
    go(p, cells, row, col);
    if (!suits(p, &cells[col]))
        pen_take(p, pen_of(&p->kind, cells[col].style));
    str_add(p->out, cells[col].text);
    p->col = col + cells[col].width;
    if (p->col >= g->cols)
        p->col = -1; /* there it waits, and what follows must not count on it */
}

/* The blanks from COL on, as far as they are to be drawn. */
static int blanks(const struct paint *p, const struct grid *g, const struct cell *new, const struct cell *old, int col)
{
    int end = col;
    while (end < g->cols && is_blank(p, &new[end]))
        end++;
    while (end > col && looks_same(p, &new[end - 1], &old[end - 1]))
        end--;
    return end - col;
}

/* Wipe N cells at once, where that is shorter than to write them. */
static bool wipe(struct paint *p, const struct grid *g, const struct cell *cells, int row, int col, int n)
{
    int end = col + n;
    while (end < g->cols && is_blank(p, &cells[end]))
        end++;
    bool to_end = end == g->cols;
    if (n < (to_end ? LEAST_TO_END : LEAST_INSIDE) || (!to_end && !p->kind.ech))
        return false;
    go(p, cells, row, col);
    if (pen_shows_blanks(p->pen))
        pen_take(p, (struct pen){0});
    if (to_end)
        str_add(p->out, "\033[K");
    else
        str_addf(p->out, "\033[%dX", n);
    return true;
}

static void show_row(struct paint *p, const struct grid *g, int row)
{
    struct cell *new = &g->cells[row * g->cols], *old = p->shown[row];
    size_t bytes = (size_t)g->cols * sizeof *new;
    if (p->same[row] || memcmp(new, old, bytes) == 0)
        return;
    for (int col = 0; col < g->cols;) {
        int n;
        if (looks_same(p, &new[col], &old[col]) || new[col].width == 0) {
            col++;
        } else if ((n = blanks(p, g, new, old, col)) > 0 && wipe(p, g, new, row, col, n)) {
            col += n;
        } else {
            write_cell(p, g, new, row, col);
            col += new[col].width;
        }
    }
    memcpy(old, new, bytes);
}

/* ---- screens ---- */

static void begin_anew(struct paint *p, const struct grid *g)
{
    size_t rows = (size_t)g->rows, cols = (size_t)g->cols;
    str_add(p->out, p->kind.scroll ? "\033[r\033[m" : "\033[m");
    str_add(p->out, p->kind.clear);
    p->cols = g->cols;
    p->rows = g->rows;
    p->cells = mem_resize(p->cells, rows * cols, sizeof *p->cells);
    p->shown = mem_resize(p->shown, rows, sizeof(struct cell *));
    p->same = mem_resize(p->same, rows, sizeof *p->same);
    for (size_t i = 0; i < rows * cols; i++)
        p->cells[i] = (struct cell){.text = " ", .width = 1};
    for (size_t i = 0; i < rows; i++)
        p->shown[i] = p->cells + i * cols;
    p->pen = (struct pen){0};
    p->row = p->col = p->first = 0;
    p->last = p->rows - 1;
    p->known = true;
}

static void hide_cursor(struct paint *p, bool hide)
{
    if (hide != p->hidden)
        str_add(p->out, hide ? p->kind.hide : p->kind.show);
    p->hidden = hide;
}

void paint_show(struct paint *p, const struct grid *g, struct str *out)
{
    p->out = out;
    if (!p->known || p->cols != g->cols || p->rows != g->rows)
        begin_anew(p, g);
    memset(p->same, 0, (size_t)g->rows);
    paint_scroll(p, g);
    /* From where the cursor is: after scrolling, that is where most is to be drawn. */
    int begin = p->row > 0 ? p->row : 0;
    for (int i = 0; i < g->rows; i++)
        show_row(p, g, (begin + i) % g->rows);
    if (g->cursor_row >= 0)
        cursor_move(p, g->cursor_row, g->cursor_col);
    hide_cursor(p, g->cursor_row < 0);
}

void paint_leave(struct paint *p, struct str *out)
{
    p->out = out;
    paint_unscroll(p);
    pen_take(p, (struct pen){0});
    hide_cursor(p, false);
    p->known = false;
}
