#include "exchange/chain_svg.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "exchange/html_write.h"
#include "exchange/visible.h"
#include "text/linebreak.h"

#include <stdlib.h>
#include <string.h>

#define BOX_W 204
#define GAP_X 92
#define GAP_Y 16
#define PAD 10
#define HEAD_H 24 /* of the row with the letter */
#define LINE_H 19
#define CELL_W 6.5 /* half of the 13 px of a Chinese character */
#define LINE_CELLS 28
#define DOTS_CELLS 2 /* of "…", which is as wide as a Chinese character */
#define LINES_MAX 4
#define COLUMNS 3

struct line {
    size_t start, end; /* bytes of the words */
};

struct box {
    uint32_t item;
    uint32_t over; /* box whose rows it stands among; GRAPH_NONE: it begins, or stands right by the first */
    int column, x, y, height;
    int lane; /* y at which its arrow may pass the column beside it */
    struct str words;
    struct line lines[LINES_MAX];
    int line_count;
    bool more; /* words that are not drawn */
};

struct drawing {
    const struct entry *entry;
    struct box boxes[CHAIN_SVG_BOXES];
    size_t count, left_out;
    int columns, width, height;
};

/* ---- words in lines ---- */

/* The words of ITEM, not many more than a box takes. */
static void take_words(const struct entry_item *item, struct box *b)
{
    const char *z = item->passage.quote;
    size_t n = strlen(z), at = 0, cells = 0;
    struct visible v;
    while (at < n && cells <= (size_t)(LINES_MAX + 1) * LINE_CELLS) {
        visible_first(z + at, n - at, &v);
        at += v.bytes;
        bool blank = *v.p == '\n' || *v.p == '\t' || *v.p == ' ';
        if (!blank)
            str_addn(&b->words, v.p, v.n);
        else if (b->words.len > 0 && b->words.p[b->words.len - 1] != ' ')
            str_addc(&b->words, ' ');
        cells += (size_t)(v.cells > 1 ? v.cells : 1);
    }
    b->more = at < n;
}

/* The end of the line of at most ROOM cells that begins at START: where a break is allowed, or behind the last
 * character that fits. */
static size_t line_end(const struct str *words, const char *breaks, size_t start, size_t room)
{
    size_t at = start, fits = start, cells = 0;
    struct visible v;
    while (at < words->len) {
        visible_first(words->p + at, words->len - at, &v);
        cells += (size_t)v.cells;
        if (cells > room && *v.p != ' ')
            return fits > start ? fits : (at > start ? at : at + v.bytes);
        at += v.bytes;
        if (at < words->len && breaks[at])
            fits = at;
    }
    return at;
}

static void break_lines(struct box *b)
{
    char *breaks = mem_zero(b->words.len + 1, 1);
    linebreaks(str_z(&b->words), b->words.len, breaks);
    size_t at = 0;
    while (at < b->words.len && b->line_count < LINES_MAX) {
        size_t end = line_end(&b->words, breaks, at, LINE_CELLS);
        b->lines[b->line_count++] = (struct line){at, end};
        at = end;
    }
    b->more |= at < b->words.len;
    if (b->more && b->line_count > 0) {
        struct line *last = &b->lines[b->line_count - 1];
        last->end = line_end(&b->words, breaks, last->start, LINE_CELLS - DOTS_CELLS);
        last->end -= last->end > last->start && b->words.p[last->end - 1] == ' ';
    }
    b->height = HEAD_H + (b->line_count > 0 ? b->line_count : 1) * LINE_H + PAD;
    free(breaks);
}

/* ---- where the boxes stand ---- */

static int column_of(const struct drawing *d, enum tag tag)
{
    enum tag first = d->entry->items[0].tag;
    int column = tag > first ? (int)tag - (int)first : 0;
    return column < d->columns ? column : d->columns - 1;
}

static uint32_t box_of(const struct drawing *d, uint32_t item)
{
    for (uint32_t i = 0; i < d->count; i++)
        if (d->boxes[i].item == item)
            return i;
    return GRAPH_NONE;
}

static void take_boxes(struct drawing *d)
{
    bool has[COLUMNS + 1] = {false};
    for (uint32_t i = 0; i < d->entry->count; i++) {
        const struct entry_item *item = &d->entry->items[i];
        if (item->same != i)
            continue;
        if (d->count == CHAIN_SVG_BOXES) {
            d->left_out++;
            continue;
        }
        struct box *b = &d->boxes[d->count++];
        *b = (struct box){.item = i, .over = item->depth > 1 ? box_of(d, item->over) : GRAPH_NONE};
        take_words(item, b);
        break_lines(b);
        if (item->tag <= TAG_REMEDY)
            has[item->tag] = true;
    }
    d->columns = has[TAG_MANIFESTATION] + has[TAG_CAUSE] + has[TAG_REMEDY];
    for (size_t i = 0; i < d->count; i++) {
        d->boxes[i].column = column_of(d, d->entry->items[d->boxes[i].item].tag);
        d->boxes[i].x = PAD + d->boxes[i].column * (BOX_W + GAP_X);
    }
}

/* Put box I at Y, and below each other to its right those that stand among its rows. Returns the Y behind them. */
static int place_with_rows(struct drawing *d, uint32_t i, int y)
{
    int right = y;
    for (uint32_t k = i + 1; k < d->count; k++) {
        if (d->boxes[k].over == i) {
            d->boxes[k].y = right;
            right += d->boxes[k].height + GAP_Y;
        }
    }
    int rows = right > y ? right - GAP_Y - y : 0, own = d->boxes[i].height, all = rows > own ? rows : own;
    d->boxes[i].y = y + (all - own) / 2;
    d->boxes[i].lane = d->boxes[i].y + own / 2;
    for (uint32_t k = i + 1; k < d->count; k++)
        if (d->boxes[k].over == i)
            d->boxes[k].lane = y + all + GAP_Y / 2;
    return y + all + GAP_Y;
}

/* Those that have rows of their own first: what hangs on the first box alone stands below them, where its arrow has a
 * free way. */
static void place(struct drawing *d)
{
    int y = PAD;
    for (int direct = 0; direct < 2; direct++) {
        for (uint32_t i = 1; i < d->count; i++) {
            bool last = d->boxes[i].column == d->columns - 1 && d->columns > 2;
            if (d->boxes[i].over == GRAPH_NONE && last == (direct == 1))
                y = place_with_rows(d, i, y);
        }
    }
    int rows = y > PAD ? y - GAP_Y - PAD : 0, first = d->boxes[0].height;
    d->boxes[0].y = PAD + (rows > first ? (rows - first) / 2 : 0);
    d->height = (rows > first ? rows : first) + 2 * PAD + GAP_Y;
    d->width = d->columns * BOX_W + (d->columns - 1) * GAP_X + 2 * PAD;
}

/* ---- drawing ---- */

static char class_of(enum tag tag)
{
    return tag == TAG_MANIFESTATION ? 'm' : tag == TAG_CAUSE ? 'c' : 'r';
}

/* A curve to X, Y, level at both ends. */
static void put_curve(FILE *out, int from_x, int from_y, int x, int y)
{
    fprintf(out, "C%d %d %d %d %d %d", (from_x + x) / 2, from_y, (from_x + x) / 2, y, x, y);
}

/* An arrow from box B to box OVER, which stands left of it; by its lane, if another column is between. */
static void put_edge(FILE *out, const struct box *b, const struct box *over)
{
    int x = b->x, y = b->y + b->height / 2, to_x = over->x + BOX_W + 2, to_y = over->y + over->height / 2;
    fprintf(out, "<path class=\"edge\" d=\"M%d %d", x, y);
    if (b->column > over->column + 1) {
        int left = over->x + BOX_W + GAP_X;
        put_curve(out, x, y, left + BOX_W + GAP_X / 2, b->lane);
        fprintf(out, "H%d", left);
        x = left;
        y = b->lane;
    }
    put_curve(out, x, y, to_x + 8, to_y);
    fprintf(out, "\"/><path class=\"head\" d=\"M%d %dl9 -4.5v9z\"/>\n", to_x, to_y);
}

/* What box B is to what it points to: the same to all of them, from the tags. */
static void put_relation(FILE *out, enum relation relation, const struct box *b)
{
    fprintf(out, "<text class=\"rel\" x=\"%d\" y=\"%d\">", b->x - 6, b->y + b->height / 2 - 5);
    html_plain_z(out, relation_label(relation));
    fputs("</text>\n", out);
}

static void put_edges(FILE *out, const struct drawing *d)
{
    for (uint32_t i = 1; i < d->entry->count; i++) {
        const struct entry_item *item = &d->entry->items[i];
        if (item->over == GRAPH_NONE)
            continue;
        uint32_t from = box_of(d, item->same), to = box_of(d, d->entry->items[item->over].same);
        if (from == GRAPH_NONE || to == GRAPH_NONE || d->boxes[from].column <= d->boxes[to].column)
            continue;
        put_edge(out, &d->boxes[from], &d->boxes[to]);
        if (item->same == i)
            put_relation(out, relation_of(item->tag, d->entry->items[item->over].tag), &d->boxes[from]);
    }
}

/* Whether many letters of the line are wide ones: it is held to its cells then. */
static bool is_broad(const char *p, size_t n)
{
    size_t broad = 0;
    for (size_t i = 0; i < n; i++)
        broad += (p[i] >= 'A' && p[i] <= 'Z') || p[i] == '@' || p[i] == '%' || p[i] == 'm' || p[i] == 'w';
    return broad * 3 > n;
}

static void put_line(FILE *out, const struct box *b, int number)
{
    const struct line *line = &b->lines[number];
    const char *p = str_z(&b->words) + line->start;
    size_t n = line->end - line->start, cells = glyph_cells(p, n, false);
    bool dots = b->more && number + 1 == b->line_count;
    cells += dots ? DOTS_CELLS : 0;
    fprintf(out, "<text x=\"%d\" y=\"%d\"", b->x + PAD, b->y + HEAD_H + LINE_H * number + 14);
    if (is_broad(p, n) && cells * 2 > LINE_CELLS)
        fprintf(out, " textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"", (int)((double)cells * CELL_W));
    fputc('>', out);
    html_plain(out, p, n);
    fputs(dots ? "…</text>\n" : "</text>\n", out);
}

static void put_box(FILE *out, const struct drawing *d, const struct box *b)
{
    const struct entry_item *item = &d->entry->items[b->item];
    fprintf(out, "<a href=\"#i-%zu-%u\"><g class=\"box %c%s\">", d->entry->number, b->item, class_of(item->tag),
            item->unanswered ? " open" : "");
    fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>", b->x, b->y, BOX_W, b->height);
    fprintf(out, "<rect class=\"badge\" x=\"%d\" y=\"%d\" width=\"16\" height=\"16\" rx=\"3\"/>", b->x + PAD, b->y + 6);
    fprintf(out, "<text class=\"letter\" x=\"%d\" y=\"%d\">%c</text>", b->x + PAD + 8, b->y + 18,
            tag_letter(item->tag));
    fprintf(out, "<text class=\"tag\" x=\"%d\" y=\"%d\">", b->x + PAD + 22, b->y + 18);
    html_plain_z(out, tag_label(item->tag));
    fputs("</text>\n", out);
    for (int i = 0; i < b->line_count; i++)
        put_line(out, b, i);
    fputs("</g></a>\n", out);
}

static void put_description(FILE *out, const struct drawing *d)
{
    fprintf(out, "<title id=\"t-%zu\">", d->entry->number);
    fprintf(out, _("Chain of problem %zu"), d->entry->number);
    fprintf(out, "</title>\n<desc id=\"e-%zu\">", d->entry->number);
    for (uint32_t i = 0; i < d->count; i++) {
        const struct entry_item *item = &d->entry->items[d->boxes[i].item];
        if (i > 0)
            fputs("; ", out);
        html_plain_z(out, tag_label(item->tag));
        fputs(": ", out);
        html_plain(out, str_z(&d->boxes[i].words), d->boxes[i].words.len);
    }
    fputs("</desc>\n", out);
}

void chain_svg(FILE *out, const struct entry *entry)
{
    struct drawing d = {.entry = entry};
    take_boxes(&d);
    place(&d);
    int height = d.height + (d.left_out ? LINE_H : 0);
    fprintf(out,
            "<svg role=\"img\" aria-labelledby=\"t-%zu\" aria-describedby=\"e-%zu\" viewBox=\"0 0 %d %d\" "
            "width=\"%d\" height=\"%d\">\n",
            entry->number, entry->number, d.width, height, d.width, height);
    put_description(out, &d);
    put_edges(out, &d);
    for (size_t i = 0; i < d.count; i++) {
        put_box(out, &d, &d.boxes[i]);
        str_clear(&d.boxes[i].words);
    }
    if (d.left_out) {
        fprintf(out, "<text class=\"rel\" x=\"%d\" y=\"%d\">", d.width - PAD, height - 6);
        fprintf(out, _("and %zu more in the text below"), d.left_out);
        fputs("</text>\n", out);
    }
    fputs("</svg>\n", out);
}
