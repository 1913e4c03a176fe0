#include "text/layout.h"

#include "base/mem.h"
#include "text/glyph.h"
#include "text/linebreak.h"

#include <string.h>
#include <unictype.h>

/* A paragraph is laid out in pieces, each by itself, from its start to its end: then the rows are the same whatever way
 * they are reached, and the cost of any row is bounded by that of a piece. A paragraph below twice this many code
 * points is one piece; in a longer one a row is cut short at each end of a piece. */
#define PIECE 16384

/* Within how many code points behind a multiple of PIECE the end of a piece is sought, and how many before it are read
 * along, as the context of the first. */
#define SEEK 512
#define CONTEXT 64

/* Rows are numbered from a multiple of this in every piece; no piece has as many. */
#define PIECE_ROWS 65536

/* Pieces that stay laid out; paragraphs that follow each other do not push each other out. */
#define SLOTS 128

struct piece {
    bool used;
    bool last;                /* of the last paragraph that there was */
    size_t paragraph, number; /* of the piece in its paragraph, */
    size_t pieces;            /* which has so many */
    struct span span;
    uint32_t *starts; /* of its rows, from the start of the piece; at least one */
    size_t count, cap;
};

struct layout {
    const struct text *text;
    int width;
    bool wide;
    char *breaks; /* scratch, by byte */
    size_t breaks_cap;
    struct piece slots[SLOTS];
};

struct layout *layout_new(const struct text *t, int width, bool wide)
{
    struct layout *l = MEM_NEW(struct layout);
    l->text = t;
    l->width = width < 2 ? 2 : width;
    l->wide = wide;
    return l;
}

void layout_free(struct layout *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        free(l->slots[i].starts);
    free(l->breaks);
    free(l);
}

int layout_width(const struct layout *l)
{
    return l->width;
}

void layout_grow(struct layout *l)
{
    for (size_t i = 0; i < SLOTS; i++)
        l->slots[i].used = l->slots[i].used && !l->slots[i].last;
}

/* Break opportunities of the N bytes at S into the scratch. */
static const char *find_breaks(struct layout *l, const char *s, size_t n)
{
    l->breaks = mem_grow(l->breaks, &l->breaks_cap, n + 1, 1);
    linebreaks(s, n, l->breaks);
    return l->breaks;
}

static bool is_boundary(const struct text *t, size_t cp)
{
    return text_grapheme_floor(t, cp) == cp;
}

static size_t piece_count(struct span paragraph)
{
    size_t n = (paragraph.end - paragraph.start) / PIECE;
    return n ? n : 1;
}

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B;
}

/* Where piece K (not the first) of PARAGRAPH starts: behind a sentence, or where a row may begin, close to K * PIECE.
 * Decided from the text near it alone. */
static size_t piece_start(struct layout *l, struct span paragraph, size_t k)
{
    size_t from = paragraph.start + k * PIECE, first = text_grapheme_floor(l->text, from - CONTEXT), n;
    const char *s = text_slice(l->text, first, from + SEEK, &n), *breaks = find_breaks(l, s, n);
    size_t found = 0;
    for (size_t i = 0, cp = first; i < n; i++) {
        if ((s[i] & 0xC0) == 0x80)
            continue;
        if (cp >= from && breaks[i] && is_boundary(l->text, cp)) {
            bool sentence = ends_sentence(text_char(l->text, cp - 1));
            if (sentence || !found)
                found = cp;
            if (sentence)
                break;
        }
        cp++;
    }
    if (found)
        return found;
    return is_boundary(l->text, from) ? from : text_grapheme_next(l->text, from);
}

static struct span piece_span(struct layout *l, struct span paragraph, size_t k)
{
    return (struct span){k == 0 ? paragraph.start : piece_start(l, paragraph, k),
                         k + 1 == piece_count(paragraph) ? paragraph.end : piece_start(l, paragraph, k + 1)};
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x80 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs));
}

/* May a row begin at CP where nothing better fits? Not with white space that trails a word, and with respect for
 * punctuation. */
static bool is_tolerable(const struct text *t, size_t cp)
{
    uint32_t before = text_char(t, cp - 1), c = text_char(t, cp);
    return !linebreak_is_closing(c) && !linebreak_is_opening(before) && (!is_space(c) || is_space(before));
}

/* The end of a row from START that has no break opportunity and is full at FULL: the last tolerable grapheme boundary,
 * or the last one, or, in a cluster that is wider than a row, FULL itself. */
static size_t forced_end(const struct text *t, size_t start, size_t full)
{
    size_t boundary = text_grapheme_floor(t, full);
    if (boundary <= start)
        return full;
    for (size_t cp = boundary; cp > start; cp = text_grapheme_prev(t, cp))
        if (is_tolerable(t, cp))
            return cp;
    return boundary;
}

/* Code points in the N bytes at S. */
static size_t count_points(const char *s, size_t n)
{
    size_t points = 0;
    for (size_t i = 0; i < n; i++)
        points += (s[i] & 0xC0) != 0x80;
    return points;
}

/* The end of the row from code point START, byte AT of the piece's N bytes at S. */
static size_t row_end(const struct layout *l, const char *s, size_t n, const char *breaks, size_t start, size_t at)
{
    struct glyph g;
    int cells = 0;
    size_t cp = start, opportunity = start;
    for (size_t i = at; i < n; i += g.bytes) {
        glyph_first(s + i, n - i, l->wide, &g);
        if (breaks[i] && cp > start)
            opportunity = cp;
        if (cells + g.cells > l->width && cp > start)
            return opportunity > start && is_boundary(l->text, opportunity) ? opportunity
                                                                            : forced_end(l->text, start, cp);
        cells += g.cells;
        cp += count_points(s + i, g.bytes);
    }
    return cp;
}

static void lay_out(struct layout *l, struct piece *p)
{
    size_t n, at = 0;
    const char *s = text_slice(l->text, p->span.start, p->span.end, &n), *breaks = find_breaks(l, s, n);
    size_t start = p->span.start;
    p->count = 0;
    do {
        p->starts = mem_grow(p->starts, &p->cap, p->count + 1, sizeof *p->starts);
        p->starts[p->count++] = (uint32_t)(start - p->span.start);
        size_t end = row_end(l, s, n, breaks, start, at);
        for (; start < end; start++)
            do
                at++;
            while (at < n && (s[at] & 0xC0) == 0x80);
    } while (start < p->span.end);
}

/* Piece K of paragraph NUMBER, laid out. Valid until the next call. */
static const struct piece *get_piece(struct layout *l, size_t number, size_t k)
{
    struct piece *p = &l->slots[(number + k) % SLOTS];
    if (p->used && p->paragraph == number && p->number == k)
        return p;
    p->used = true;
    p->paragraph = number;
    p->last = number + 1 == text_paragraphs(l->text);
    p->number = k;
    struct span paragraph = text_paragraph(l->text, number);
    p->pieces = piece_count(paragraph);
    p->span = piece_span(l, paragraph, k);
    lay_out(l, p);
    return p;
}

static size_t pieces_of(const struct layout *l, size_t paragraph)
{
    return piece_count(text_paragraph(l->text, paragraph));
}

static struct row make_row(const struct piece *p, size_t index)
{
    bool last = index + 1 == p->count;
    return (struct row){
        .start = p->span.start + p->starts[index],
        .end = last ? p->span.end : p->span.start + p->starts[index + 1],
        .paragraph = p->paragraph,
        .number = p->number * PIECE_ROWS + index,
        .last = last && p->number + 1 == p->pieces,
    };
}

struct row layout_row_at(struct layout *l, size_t cp)
{
    size_t number = text_paragraph_at(l->text, cp);
    struct span paragraph = text_paragraph(l->text, number);
    size_t count = piece_count(paragraph), k = count - 1;
    if (cp < paragraph.end && (cp - paragraph.start) / PIECE < k)
        k = (cp - paragraph.start) / PIECE;
    const struct piece *p = get_piece(l, number, k);
    if (cp < p->span.start)
        p = get_piece(l, number, k - 1);
    size_t lo = 0, hi = p->count;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (p->span.start + p->starts[mid] <= cp)
            lo = mid;
        else
            hi = mid;
    }
    return make_row(p, lo);
}

bool layout_next(struct layout *l, struct row *r)
{
    size_t k = r->number / PIECE_ROWS, index = r->number % PIECE_ROWS + 1;
    const struct piece *p = get_piece(l, r->paragraph, k);
    if (index >= p->count) {
        index = 0;
        if (k + 1 < p->pieces)
            p = get_piece(l, r->paragraph, k + 1);
        else if (r->paragraph + 1 < text_paragraphs(l->text))
            p = get_piece(l, r->paragraph + 1, 0);
        else
            return false;
    }
    *r = make_row(p, index);
    return true;
}

bool layout_prev(struct layout *l, struct row *r)
{
    size_t k = r->number / PIECE_ROWS, index = r->number % PIECE_ROWS;
    if (index > 0) {
        *r = make_row(get_piece(l, r->paragraph, k), index - 1);
        return true;
    }
    if (k == 0 && r->paragraph == 0)
        return false;
    const struct piece *p =
        k > 0 ? get_piece(l, r->paragraph, k - 1) : get_piece(l, r->paragraph - 1, pieces_of(l, r->paragraph - 1) - 1);
    *r = make_row(p, p->count - 1);
    return true;
}

struct row layout_row(struct layout *l, size_t paragraph, size_t number)
{
    size_t paragraphs = text_paragraphs(l->text);
    if (paragraph >= paragraphs)
        paragraph = paragraphs - 1;
    size_t k = number / PIECE_ROWS, index = number % PIECE_ROWS, pieces = pieces_of(l, paragraph);
    if (k >= pieces) {
        k = pieces - 1;
        index = SIZE_MAX;
    }
    const struct piece *p = get_piece(l, paragraph, k);
    return make_row(p, index < p->count ? index : p->count - 1);
}

int layout_cell_of(const struct layout *l, const struct row *r, size_t cp)
{
    size_t n, at = r->start;
    const char *s = text_slice(l->text, r->start, r->end, &n);
    struct glyph g;
    int cells = 0;
    for (size_t i = 0; i < n; i += g.bytes) {
        glyph_first(s + i, n - i, l->wide, &g);
        at += count_points(s + i, g.bytes);
        if (cp < at)
            break;
        cells += g.cells;
    }
    return cells;
}

size_t layout_cp_at(const struct layout *l, const struct row *r, int cell)
{
    size_t n, at = r->start, next = r->start;
    const char *s = text_slice(l->text, r->start, r->end, &n);
    struct glyph g;
    int cells = 0;
    for (size_t i = 0; i < n && cells <= cell; i += g.bytes) {
        glyph_first(s + i, n - i, l->wide, &g);
        at = next;
        next += count_points(s + i, g.bytes);
        cells += g.cells;
    }
    return n ? text_grapheme_floor(l->text, at) : r->start;
}
