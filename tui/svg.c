/* The grid as a picture, for the README and for looking at a screen without a terminal. */
#include "tui/grid.h"

#include "base/str.h"

#include <string.h>

#define CELL_W 8
#define CELL_H 18
#define PAD 10

static void add_escaped(struct str *out, const char *z)
{
    for (; *z; z++) {
        if (*z == '<')
            str_add(out, "&lt;");
        else if (*z == '&')
            str_add(out, "&amp;");
        else
            str_addc(out, *z);
    }
}

static bool drawn_alike(const struct cell *a, const struct cell *b)
{
    return a->style == b->style;
}

/* The cells [FROM, TO) of ROW, all of one style: a background where they are reversed, then the words. */
static void add_run(const struct grid *g, int row, int from, int to, struct str *out)
{
    style st = grid_cell(g, row, from)->style, attributes = style_attributes(st);
    const struct look *look = style_look(style_role(st));
    int rgb = look->rgb >= 0 ? look->rgb : 0xE8E4DC, y = PAD + row * CELL_H;
    if (attributes & STYLE_REVERSE) {
        str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", PAD + from * CELL_W, y,
                 (to - from) * CELL_W, CELL_H, rgb);
        rgb = 0x1E1C1A;
    }
    for (int col = from; col < to; col++) {
        const struct cell *c = grid_cell(g, row, col);
        if (!c->width || strcmp(c->text, " ") == 0)
            continue;
        str_addf(out,
                 "<text x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#%06x\"%s%s%s>",
                 PAD + col * CELL_W, y + CELL_H - 5, c->width * CELL_W, rgb,
                 attributes & STYLE_BOLD ? " font-weight=\"bold\"" : "",
                 attributes & STYLE_ITALIC ? " font-style=\"italic\"" : "",
                 attributes & STYLE_UNDERLINE ? " text-decoration=\"underline\"" : "");
        add_escaped(out, c->text);
        str_add(out, "</text>\n");
    }
}

void grid_svg(const struct grid *g, struct str *out)
{
    int width = 2 * PAD + g->cols * CELL_W, height = 2 * PAD + g->rows * CELL_H;
    str_addf(out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
             "font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace\" font-size=\"13\">\n"
             "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#1e1c1a\"/>\n",
             width, height, width, height, width, height);
    for (int row = 0; row < g->rows; row++) {
        for (int from = 0, to; from < g->cols; from = to) {
            for (to = from + 1; to < g->cols && drawn_alike(grid_cell(g, row, from), grid_cell(g, row, to)); to++)
                ;
            add_run(g, row, from, to, out);
        }
    }
    if (g->cursor_row >= 0)
        str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#e8e4dc\"/>\n",
                 PAD + g->cursor_col * CELL_W, PAD + g->cursor_row * CELL_H, CELL_W, CELL_H);
    str_add(out, "</svg>\n");
}
