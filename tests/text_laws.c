#include "tests/text_laws.h"

#include "base/str.h"
#include "tests/law.h"
#include "text/glyph.h"

#include <string.h>
#include <unictype.h>

/* May C stand in no unit of this kind? */
static bool is_gap(enum unit unit, uint32_t c)
{
    return c == '\n' || (unit != UNIT_GRAPHEME && uc_is_property_white_space(c));
}

static bool same_span(struct span a, struct span b)
{
    return a.start == b.start && a.end == b.end;
}

/* The first unit of T. */
static bool first_unit(const struct text *t, enum unit unit, struct span *out)
{
    *out = unit_at(t, unit, 0);
    return (out->start == 0 && out->end > 0) || unit_next(t, unit, 0, out);
}

static void jump_into(const struct text *t, enum unit unit, struct span u, size_t step)
{
    for (size_t cp = u.start; cp < u.end; cp += step)
        LAW(same_span(unit_at(t, unit, cp), u));
    LAW(same_span(unit_at(t, unit, u.end - 1), u));
}

void text_laws_units(const struct text *t, enum unit unit, size_t step)
{
    size_t length = text_length(t), at = 0;
    struct span u, back, last = {0};
    bool started = false;
    for (bool more = first_unit(t, unit, &u); more; more = unit_next(t, unit, u.start, &u)) {
        LAW(u.start >= at && u.end > u.start && u.end <= length);
        for (; at < u.start; at++)
            LAW(is_gap(unit, text_char(t, at)));
        LAW(text_grapheme_floor(t, u.start) == u.start);
        LAW(text_grapheme_floor(t, u.end) == u.end);
        jump_into(t, unit, u, step);
        if (started) {
            LAW(unit_prev(t, unit, u.start, &back));
            LAW(same_span(back, last));
        }
        started = true;
        last = u;
        at = u.end;
    }
    for (; at < length; at++)
        LAW(is_gap(unit, text_char(t, at)));
}

void text_laws_same_row(struct row a, struct row b)
{
    LAW(a.start == b.start);
    LAW(a.end == b.end);
    LAW(a.paragraph == b.paragraph);
    LAW(a.number == b.number);
    LAW(a.last == b.last);
}

/* Is the row inside the width, or nothing but a mark that is wider? */
static void fits(const struct text *t, const struct row *r, int width, bool wide)
{
    size_t n;
    const char *s = text_slice(t, r->start, r->end, &n);
    if (glyph_cells(s, n, wide) <= (size_t)width)
        return;
    struct glyph g;
    glyph_first(s, n, wide, &g);
    LAW(g.mark && g.bytes == n);
}

/* Clusters are cut only where one is wider than a row. */
static void has_whole_clusters(const struct text *t, const struct row *r, int width, bool wide)
{
    size_t floor = text_grapheme_floor(t, r->start), n, cells = 0;
    if (floor == r->start)
        return;
    const char *s = text_slice(t, floor, text_paragraph(t, r->paragraph).end, &n);
    struct glyph g;
    for (size_t cp = floor, end = text_grapheme_next(t, floor); cp < end; s += g.bytes, n -= g.bytes) {
        glyph_first(s, n, wide, &g);
        cells += (size_t)g.cells;
        for (size_t i = 0; i < g.bytes; i++)
            cp += (s[i] & 0xC0) != 0x80;
    }
    LAW(cells > (size_t)width);
}

/* What starts no row and ends no row, spelled out. */
static bool is_in(uint32_t c, const char *set)
{
    struct str one = {0};
    str_add_utf8(&one, c);
    bool found = c != 0 && strstr(set, one.p);
    str_clear(&one);
    return found;
}

static void follows_chinese_rules(const struct text *t, const struct row *r)
{
    if (r->start > text_paragraph(t, r->paragraph).start)
        LAW(!is_in(text_char(t, r->start), "。，、；：！？”’）】》」』…·"));
    if (!r->last)
        LAW(!is_in(text_char(t, r->end - 1), "“‘（【《「『"));
}

/* Cells and code points of a row agree with each other. */
static void cells_agree(const struct text *t, const struct layout *l, const struct row *r)
{
    int cell = 0;
    for (size_t cp = r->start; cp < r->end; cp++) {
        int at = layout_cell_of(l, r, cp);
        LAW(at >= cell);
        cell = at;
        if (cp == text_grapheme_floor(t, cp))
            LAW(text_grapheme_floor(t, layout_cp_at(l, r, at)) == cp);
    }
    if (r->end > r->start)
        LAW(layout_cp_at(l, r, 100000) == text_grapheme_floor(t, r->end - 1));
    else
        LAW(layout_cp_at(l, r, 3) == r->start);
}

/* From row *R to the next; false at the end. */
static bool walk_on(const struct text *t, struct layout *l, struct row *r)
{
    struct row before = *r;
    if (!layout_next(l, r)) {
        LAW(r->last && r->end == text_length(t));
        return false;
    }
    LAW(r->start == (before.last ? before.end + 1 : before.end));
    LAW(r->paragraph == before.paragraph + before.last);
    LAW(before.last ? r->number == 0 : r->number > before.number);
    struct row back = *r;
    LAW(layout_prev(l, &back));
    text_laws_same_row(back, before);
    return true;
}

size_t text_laws_layout(const struct text *t, int width, bool wide, bool chinese)
{
    struct layout *l = layout_new(t, width, wide);
    struct row r = layout_row_at(l, 0);
    LAW(r.start == 0);
    size_t rows = 0;
    do {
        rows++;
        fits(t, &r, width, wide);
        has_whole_clusters(t, &r, width, wide);
        if (chinese)
            follows_chinese_rules(t, &r);
        if (rows % 5 == 0 || rows < 3)
            cells_agree(t, l, &r);
        LAW(r.end > r.start || r.last);
        text_laws_same_row(layout_row_at(l, r.start), r);
        text_laws_same_row(layout_row_at(l, r.last ? r.end : r.end - 1), r);
        text_laws_same_row(layout_row(l, r.paragraph, r.number), r);
    } while (walk_on(t, l, &r));
    layout_free(l);
    return rows;
}
