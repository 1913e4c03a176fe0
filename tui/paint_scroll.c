/* Rows that the terminal moves by itself. */
#include "tui/paint_own.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_ROWS 3 /* that have to be spared */
#define PROBES 4

static bool same_rows(const struct grid *a, int row, const struct grid *b, int other)
{
    return memcmp(&a->cells[row * a->cols], &b->cells[other * b->cols], (size_t)a->cols * sizeof *a->cells) == 0;
}

/* Rows of G in [lo, hi] that stand BY rows further down on the screen, and that drawing would be spared. */
struct shift {
    int by, gain, first, last;
};

static struct shift count(const struct paint *p, const struct grid *g, int lo, int hi, int by)
{
    struct shift s = {.by = by, .first = hi + 1, .last = lo - 1};
    for (int row = by < 0 ? lo - by : lo; row <= (by > 0 ? hi - by : hi); row++) {
        if (!same_rows(g, row, p->shown, row + by))
            continue;
        s.first = row < s.first ? row : s.first;
        s.last = row;
        s.gain += !same_rows(g, row, p->shown, row);
    }
    return s;
}

/* Where a few of the rows stood before tells by how much all of them moved. */
static struct shift find(const struct paint *p, const struct grid *g, int lo, int hi)
{
    struct shift best = {0};
    for (int i = 1; i < PROBES; i++) {
        int probe = lo + (hi - lo) * i / PROBES;
        for (int row = lo; row <= hi; row++) {
            if (row == probe || row - probe == best.by || !same_rows(g, probe, p->shown, row))
                continue;
            struct shift s = count(p, g, lo, hi, row - probe);
            if (s.gain > best.gain)
                best = s;
        }
    }
    return best;
}

static void set_region(struct paint *p, int first, int last)
{
    str_addf(p->out, "\033[%d;%dr", first + 1, last + 1);
    p->row = p->col = 0; /* where it sends the cursor */
}

/* The same on what is remembered: rows [FIRST, LAST] move up by BY (down where it is negative). */
static void move_rows(struct grid *g, int first, int last, int by)
{
    size_t row = (size_t)g->cols;
    struct cell *cells = g->cells + (size_t)first * row;
    size_t kept = (size_t)(last - first + 1 - abs(by)) * row;
    if (by > 0)
        memmove(cells, cells + (size_t)by * row, kept * sizeof *cells);
    else
        memmove(cells + (size_t)-by * row, cells, kept * sizeof *cells);
    int blank = by > 0 ? last + 1 - by : first;
    for (int i = 0; i < abs(by); i++)
        grid_fill(g, blank + i, 0, g->cols, INK_TEXT);
}

void paint_scroll(struct paint *p, const struct grid *g, int *from, int *to)
{
    int lo = 0, hi = g->rows - 1;
    *from = *to = 0;
    while (lo <= hi && same_rows(g, lo, p->shown, lo))
        lo++;
    while (hi > lo && same_rows(g, hi, p->shown, hi))
        hi--;
    if (!p->kind.scroll || hi - lo < LEAST_ROWS)
        return;
    struct shift s = find(p, g, lo, hi);
    if (s.gain < LEAST_ROWS)
        return;
    int first = s.by > 0 ? s.first : s.first + s.by, last = s.by > 0 ? s.last + s.by : s.last, n = abs(s.by);
    pen_take(p, (struct pen){0}); /* what comes in is blank in the ground that is on */
    set_region(p, first, last);
    cursor_move(p, s.by > 0 ? last : first, 0);
    for (int i = 0; i < n; i++)
        str_add(p->out, s.by > 0 ? "\n" : "\033M");
    move_rows(p->shown, first, last, s.by);
    *from = s.by > 0 ? last + 1 - n : first;
    *to = *from + n;
}

void paint_scrolled(struct paint *p)
{
    str_add(p->out, "\033[r");
    p->row = p->col = 0;
}
