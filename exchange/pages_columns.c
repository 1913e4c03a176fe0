/* Pages that are set in two columns, which a program printed beside each other. */
#include "exchange/pages_row.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/glyph.h"

#include <stdlib.h>
#include <string.h>

#define WIDEST 400   /* columns of a page that are looked at */
#define LEAST_ROWS 8 /* with words in both columns */
#define LEAST_GAP 3  /* blank columns between the two */
#define LEAST_WIDE 10
#define MOST_TRIES 4 /* gaps of a page that are looked at closely */

static const char *row_end(const char *p, const char *end)
{
    const char *lf = memchr(p, '\n', (size_t)(end - p));
    return lf ? lf : end;
}

/* The words of the row [P, END) left of column AT and from there on; false where they run across [AT - LEAST_GAP, AT).
 */
static bool sides(const char *p, const char *end, size_t at, size_t *left, size_t *right)
{
    *left = *right = 0;
    size_t column = 0, size;
    for (; p < end; p += size, column++) {
        uint32_t c = page_char(p, (size_t)(end - p), &size);
        if (cut_is_space(c))
            continue;
        if (column < at && column + LEAST_GAP >= at)
            return false;
        int cells = glyph_width(c, true);
        *(column < at ? left : right) += cells > 0 ? (size_t)cells : 0;
    }
    return true;
}

/* How many rows have words in each column, and how many of these reach nearly as far as the widest does. */
struct filled {
    size_t rows, both, widest[2], full[2];
};

static void measure_sides(const char *page, size_t n, size_t at, struct filled *f, bool widest_is_known)
{
    const char *end = page + n;
    for (const char *p = page, *stop; p < end; p = stop + 1) {
        stop = row_end(p, end);
        size_t cells[2];
        bool apart = sides(p, stop, at, &cells[0], &cells[1]);
        if (!widest_is_known)
            f->rows += !apart || cells[0] > 0 || cells[1] > 0;
        if (!apart || cells[0] == 0 || cells[1] == 0)
            continue;
        if (!widest_is_known)
            f->both++;
        for (int i = 0; i < 2; i++) {
            if (!widest_is_known)
                f->widest[i] = cells[i] > f->widest[i] ? cells[i] : f->widest[i];
            else
                f->full[i] += cells[i] * 100 >= f->widest[i] * 85;
        }
    }
}

/* Whether running text stands on both sides of column AT: most rows are full there, which those of a table are not. */
static bool is_gutter(const char *page, size_t n, size_t at)
{
    struct filled f = {0};
    measure_sides(page, n, at, &f, false);
    if (f.both < LEAST_ROWS || f.both * 2 < f.rows || f.widest[0] < LEAST_WIDE || f.widest[1] < LEAST_WIDE)
        return false;
    measure_sides(page, n, at, &f, true);
    return f.full[0] * 10 >= f.both * 6 && f.full[1] * 10 >= f.both * 6;
}

size_t pages_gutter(const char *page, size_t n)
{
    size_t used[WIDEST + 1] = {0}, rows = 0, gutter = 0, run = 0, tries = 0;
    const char *end = page + n;
    for (const char *p = page, *stop; p < end; p = stop + 1) {
        stop = row_end(p, end);
        size_t column = 0, size, before = 0;
        for (const char *c = p; c < stop && column < WIDEST; c += size, column++)
            if (!cut_is_space(page_char(c, (size_t)(stop - c), &size))) {
                used[column]++;
                before++;
            }
        rows += before > 0;
    }
    for (size_t column = LEAST_WIDE; column < WIDEST && rows >= LEAST_ROWS && gutter == 0; column++) {
        bool blank = used[column] * 10 <= rows;
        if (!blank && run >= LEAST_GAP && tries++ < MOST_TRIES && is_gutter(page, n, column))
            gutter = column;
        run = blank ? run + 1 : 0;
    }
    return gutter;
}

/* The byte of the row [P, END) where column AT begins. */
static const char *at_column(const char *p, const char *end, size_t at)
{
    for (size_t size; p < end && at > 0; p += size, at--)
        page_char(p, (size_t)(end - p), &size);
    return p;
}

void pages_split(const char *page, size_t n, size_t gutter, struct str *out)
{
    struct str right = {0};
    const char *end = page + n;
    for (const char *p = page, *stop; p < end; p = stop + 1) {
        stop = row_end(p, end);
        size_t left, beside;
        if (!sides(p, stop, gutter, &left, &beside)) { /* across both: a title, a table */
            str_addn(out, str_z(&right), right.len);
            str_truncate(&right, 0);
            str_addn(out, p, (size_t)(stop - p));
        } else {
            const char *middle = at_column(p, stop, gutter);
            str_addn(out, p, (size_t)(middle - p));
            str_addn(&right, middle, (size_t)(stop - middle));
            str_addc(&right, '\n');
        }
        str_addc(out, '\n');
    }
    str_addn(out, str_z(&right), right.len);
    str_clear(&right);
}
