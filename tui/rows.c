#include "tui/rows.h"

#include "base/mem.h"

#include <stdlib.h>

struct rows {
    const struct flow *flow;
    struct layout *layout;
    bool folded;
};

/* ---- what is shown: the flow, or the document ---- */

bool rows_hide(const struct rows *r)
{
    return r->folded && flow_noise_count(r->flow) > 0 && text_length(flow_text(r->flow)) > 0;
}

static const struct text *shown(const struct rows *r)
{
    return rows_hide(r) ? flow_text(r->flow) : flow_document(r->flow);
}

/* Between positions of the document and of what is shown. */
static size_t in(const struct rows *r, size_t cp)
{
    size_t length = text_length(flow_document(r->flow));
    cp = cp < length ? cp : length;
    return rows_hide(r) ? flow_in(r->flow, cp) : cp;
}

static size_t out(const struct rows *r, size_t at)
{
    return rows_hide(r) ? flow_out(r->flow, at) : at;
}

/* Behind the last one of the AT characters that are shown first. */
static size_t out_behind(const struct rows *r, size_t at)
{
    return at > 0 ? out(r, at - 1) + 1 : 0;
}

/* The place for a cursor at the character that is shown at AT. */
static size_t boundary(const struct rows *r, size_t at)
{
    return text_grapheme_floor(flow_document(r->flow), out(r, at));
}

/* An LF behind text, on which nobody stands. */
static bool is_line_end(const struct rows *r, size_t at)
{
    const struct text *t = shown(r);
    return text_char(t, at) == '\n' && at > 0 && text_char(t, at - 1) != '\n';
}

/* ---- making them ---- */

struct rows *rows_new(const struct flow *f, bool folded, int width, bool wide)
{
    struct rows *r = MEM_NEW(struct rows);
    r->flow = f;
    r->folded = folded;
    r->layout = layout_new(shown(r), width, wide);
    return r;
}

void rows_free(struct rows *r)
{
    if (r)
        layout_free(r->layout);
    free(r);
}

int rows_width(const struct rows *r)
{
    return layout_width(r->layout);
}

bool rows_folded(const struct rows *r)
{
    return r->folded;
}

void rows_set_flow(struct rows *r, const struct flow *f)
{
    r->flow = f;
}

void rows_grow(struct rows *r)
{
    layout_grow(r->layout);
}

/* ---- rows ---- */

/* ROW of the layout in positions of the document. */
static struct row row_out(const struct rows *r, struct row row)
{
    if (!rows_hide(r))
        return row;
    size_t end = row.last || row.end == row.start ? out(r, row.end) : out_behind(r, row.end);
    row.start = out(r, row.start);
    row.end = end;
    return row;
}

static struct row row_in(const struct rows *r, struct row row)
{
    row.start = in(r, row.start);
    row.end = in(r, row.end);
    return row;
}

struct row rows_at(const struct rows *r, size_t cp)
{
    return row_out(r, layout_row_at(r->layout, in(r, cp)));
}

bool rows_next(const struct rows *r, struct row *row)
{
    if (!rows_hide(r))
        return layout_next(r->layout, row);
    struct row next = row_in(r, *row);
    if (!layout_next(r->layout, &next))
        return false;
    *row = row_out(r, next);
    return true;
}

bool rows_prev(const struct rows *r, struct row *row)
{
    if (!rows_hide(r))
        return layout_prev(r->layout, row);
    struct row previous = row_in(r, *row);
    if (!layout_prev(r->layout, &previous))
        return false;
    *row = row_out(r, previous);
    return true;
}

size_t rows_first(const struct rows *r, const struct row *row)
{
    return rows_hide(r) ? out_behind(r, in(r, row->start)) : row->start;
}

size_t rows_behind(const struct rows *r, const struct row *row)
{
    (void)r;
    return row->last ? row->end + 1 : row->end;
}

int rows_cell_of(const struct rows *r, const struct row *row, size_t cp)
{
    struct row laid = row_in(r, *row);
    return layout_cell_of(r->layout, &laid, in(r, cp));
}

size_t rows_cp_at(const struct rows *r, const struct row *row, int cell)
{
    struct row laid = row_in(r, *row);
    return out(r, layout_cp_at(r->layout, &laid, cell));
}

const char *rows_words(const struct rows *r, const struct row *row, size_t *n)
{
    return text_slice(shown(r), in(r, row->start), in(r, row->end), n);
}

size_t rows_position(const struct rows *r, const struct row *row, size_t i)
{
    return rows_hide(r) ? out(r, in(r, row->start) + i) : row->start + i;
}

/* ---- places for a cursor ---- */

size_t rows_last(const struct rows *r)
{
    const struct text *t = shown(r);
    size_t n = text_length(t);
    if (n > 1 && text_char(t, n - 1) == '\n')
        n--; /* the LF that ends the file is nothing to stand on */
    return n > 0 ? boundary(r, n - 1) : 0;
}

size_t rows_stand(const struct rows *r, size_t cp)
{
    size_t last = rows_last(r);
    cp = boundary(r, in(r, cp < last ? cp : last));
    size_t at = in(r, cp);
    return is_line_end(r, at) ? boundary(r, at - 1) : cp;
}

size_t rows_left(const struct rows *r, size_t cp)
{
    size_t at = in(r, cp);
    if (at == 0)
        return cp;
    cp = boundary(r, at - 1);
    at = in(r, cp);
    return is_line_end(r, at) ? boundary(r, at - 1) : cp;
}

size_t rows_right(const struct rows *r, size_t cp)
{
    const struct text *t = flow_document(r->flow);
    size_t last = rows_last(r);
    if (cp >= last)
        return last;
    size_t at = in(r, text_grapheme_next(t, cp));
    if (is_line_end(r, at))
        at = in(r, text_grapheme_next(t, out(r, at)));
    cp = out(r, at);
    return cp < last ? cp : last;
}

size_t rows_end(const struct rows *r, const struct row *row)
{
    size_t end = in(r, row->end);
    return end > in(r, row->start) ? boundary(r, end - 1) : row->start;
}
