/* The grid as a picture, for the README and for looking at a screen without a terminal.
 *
 * Narrow and wide glyphs come from two fonts, each at the size at which its advance is its cells; textLength holds a
 * reader's other fonts to the same places. Lines are drawn as lines, because glyphs would leave gaps between rows. */
#include "tui/grid.h"

#include "base/str.h"

#include <string.h>

#define CELL_W 8
#define CELL_H 20
#define BASELINE 15
#define PAD 10
#define PAPER 0x1E1C1A
#define INK 0xE8E4DC
#define FAINT_INK 0x8A8A8A
#define NARROW_FONT "'DejaVu Sans Mono',Menlo,Consolas,monospace"
#define WIDE_FONT "'Noto Sans Mono CJK SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',monospace"

/* Colour N of xterm's 256: a cube of 6 x 6 x 6, and greys. The first 16 are everybody's own, and no ink has them. */
static int xterm_rgb(int n)
{
    static const int levels[] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};
    if (n < 16)
        return INK;
    if (n >= 232)
        return (8 + 10 * (n - 232)) * 0x010101;
    n -= 16;
    return levels[n / 36] << 16 | levels[n / 6 % 6] << 8 | levels[n % 6];
}

static int ink(style st)
{
    style attributes = style_attributes(st);
    if (attributes & STYLE_REVERSE)
        return PAPER;
    return attributes & STYLE_DIM ? FAINT_INK : xterm_rgb(style_look(style_ink(st))->c256);
}

static void add_rect(struct str *out, int x, int y, int width, int height, int rgb)
{
    str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", PAD + x, PAD + y, width,
             height, (unsigned)rgb);
}

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

/* What lies under the words of the cells [FROM, TO) of ROW, all of one style. */
static void add_ground(int row, int from, int to, style st, struct str *out)
{
    style attributes = style_attributes(st);
    int x = from * CELL_W, y = row * CELL_H, width = (to - from) * CELL_W;
    if (attributes & STYLE_REVERSE)
        add_rect(out, x, y, width, CELL_H, xterm_rgb(style_look(style_ink(st))->c256));
    if (attributes & STYLE_UNDERLINE)
        add_rect(out, x, y + BASELINE + 2, width, 1, ink(st));
}

static bool is_blank(const struct cell *c)
{
    return strcmp(c->text, " ") == 0;
}

/* Draws a cell that holds a border. */
static bool add_border(const struct cell *c, int row, int col, struct str *out)
{
    if (strcmp(c->text, "│") == 0)
        add_rect(out, col * CELL_W + CELL_W / 2, row * CELL_H, 1, CELL_H, ink(c->style));
    else if (strcmp(c->text, "─") == 0)
        add_rect(out, col * CELL_W, row * CELL_H + CELL_H / 2, CELL_W, 1, ink(c->style));
    else
        return false;
    return true;
}

/* The words of the cells [FROM, TO) of ROW, all of one style and one width. */
static void add_words(const struct grid *g, int row, int from, int to, struct str *out)
{
    const struct cell *first = grid_cell(g, row, from);
    style attributes = style_attributes(first->style);
    str_addf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"%s%s%s>", PAD + from * CELL_W,
             PAD + row * CELL_H + BASELINE, (to - from) * CELL_W, (unsigned)ink(first->style),
             first->width > 1 ? " class=\"wide\"" : "", attributes & STYLE_BOLD ? " font-weight=\"bold\"" : "",
             attributes & STYLE_ITALIC ? " font-style=\"italic\"" : "");
    for (int col = from; col < to; col++)
        add_escaped(out, grid_cell(g, row, col)->text);
    str_add(out, "</text>\n");
}

/* The cell behind the words that begin in the cell FROM. */
static int words_end(const struct grid *g, int row, int from)
{
    const struct cell *first = grid_cell(g, row, from), *c = first;
    int to = from;
    do {
        to += c->width;
        c = to < g->cols ? grid_cell(g, row, to) : NULL;
    } while (c && c->width == first->width && c->style == first->style && !is_blank(c) && strcmp(c->text, "│") != 0 &&
             strcmp(c->text, "─") != 0);
    return to;
}

static void add_row(const struct grid *g, int row, struct str *out)
{
    for (int from = 0, to; from < g->cols; from = to) {
        style st = grid_cell(g, row, from)->style;
        for (to = from + 1; to < g->cols && grid_cell(g, row, to)->style == st; to++)
            ;
        add_ground(row, from, to, st, out);
    }
    for (int col = 0; col < g->cols;) {
        const struct cell *c = grid_cell(g, row, col);
        if (!c->width || is_blank(c) || add_border(c, row, col, out)) {
            col++;
            continue;
        }
        int to = words_end(g, row, col);
        add_words(g, row, col, to, out);
        col = to;
    }
}

void grid_svg(const struct grid *g, struct str *out)
{
    int width = 2 * PAD + g->cols * CELL_W, height = 2 * PAD + g->rows * CELL_H;
    str_addf(out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
             "<style>text{font-family:" NARROW_FONT ";font-size:13.3px}.wide{font-family:" WIDE_FONT
             ";font-size:16px}</style>\n"
             "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n",
             width, height, width, height, width, height, PAPER);
    for (int row = 0; row < g->rows; row++)
        add_row(g, row, out);
    if (g->cursor_row >= 0) {
        const struct cell *c = grid_cell(g, g->cursor_row, g->cursor_col);
        str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#%06x\"/>\n",
                 PAD + g->cursor_col * CELL_W, PAD + g->cursor_row * CELL_H, (c->width > 1 ? 2 : 1) * CELL_W, CELL_H,
                 INK);
    }
    str_add(out, "</svg>\n");
}
