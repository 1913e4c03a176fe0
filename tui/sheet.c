#include "tui/sheet.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/glyph.h"
#include "text/layout.h"

#include <string.h>

#define MAX_LINES 100000 /* of one sheet; nobody reads on behind them */

void sheet_begin(struct sheet *s, int cells, bool wide)
{
    sheet_clear(s);
    s->cells = cells > 8 ? cells : 8;
    s->wide = wide;
}

void sheet_clear(struct sheet *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->lines[i].text);
        free(s->lines[i].right);
    }
    free(s->lines);
    *s = (struct sheet){0};
}

static void add_line(struct sheet *s, const struct sheet_line *like, char *take_text, const char *right)
{
    if (s->count >= MAX_LINES) {
        free(take_text);
        return;
    }
    s->lines = mem_grow(s->lines, &s->capacity, s->count + 1, sizeof *s->lines);
    struct sheet_line *l = &s->lines[s->count++];
    *l = *like;
    l->text = take_text;
    l->right = mem_dup(right);
}

void sheet_cut(struct sheet *s, size_t n)
{
    if (s->count <= n || n == 0)
        return;
    for (; s->count > n; s->count--) {
        free(s->lines[s->count - 1].text);
        free(s->lines[s->count - 1].right);
    }
    free(s->lines[n - 1].right);
    s->lines[n - 1].right = mem_dup(s->wide ? "~" : "…");
}

/* Of what stands at the end of a line: a name may be longer than the line, and then two thirds are its. */
static int cells_of(const struct sheet *s, const char *z)
{
    int cells = z ? (int)glyph_cells(z, strlen(z), s->wide) : 0;
    return cells > s->cells * 2 / 3 ? s->cells * 2 / 3 : cells;
}

void sheet_add(struct sheet *s, const struct sheet_line *like, const char *text, const char *right)
{
    int cells = s->cells - like->indent, taken = cells_of(s, right);
    struct text *t = text_new(mem_dup(text), strlen(text));
    /* No line may reach into what stands at the end of the first one. */
    struct layout *l = layout_new(t, cells - taken - 1 > 8 ? cells - (taken ? taken + 1 : 0) : 8, s->wide);
    struct row row = layout_row(l, 0, 0);
    struct sheet_line first = *like;
    do {
        size_t n;
        const char *slice = text_slice(t, row.start, row.end, &n);
        add_line(s, &first, mem_ndup(slice, n), right);
        *first.mark = '\0';
        right = NULL;
    } while (layout_next(l, &row));
    layout_free(l);
    text_free(t);
}

void sheet_add_cut(struct sheet *s, const struct sheet_line *like, const char *text, const char *right)
{
    struct str line = {0};
    sheet_one_line(&line, text, strlen(text));
    add_line(s, like, str_take(&line), right);
}

static void draw_line(const struct sheet *s, const struct sheet_line *l, struct grid *g, int row, int col)
{
    int room = s->cells - l->indent, right = cells_of(s, l->right);
    if (l->rule)
        grid_line(g, row, col, s->cells);
    if (right) {
        room -= right + 1;
        grid_label(g, row, col + s->cells - right, right, l->right, INK_DIM);
    }
    if (*l->mark && l->indent >= 2)
        grid_label(g, row, col + l->indent - 2, 2, l->mark, l->mark_style);
    grid_label(g, row, col + l->indent, room, l->text, l->style);
}

int sheet_draw(const struct sheet *s, size_t from, struct grid *g, int row, int col, int n)
{
    int i = 0;
    for (; i < n && from + (size_t)i < s->count; i++)
        draw_line(s, &s->lines[from + (size_t)i], g, row + i, col);
    return i;
}

void sheet_one_line(struct str *out, const char *s, size_t n)
{
    size_t from = out->len;
    str_addn(out, s, n);
    for (size_t i = from; i < out->len; i++)
        if (out->p[i] == '\n')
            out->p[i] = ' ';
}
