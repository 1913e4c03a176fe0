/* Rows that the terminal moves by itself. */
#include "tui/paint_own.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_ROWS 3 /* that have to be spared */
#define PROBES 4

static bool is_there(const struct paint *p, const struct grid *g, int row, int at)
{
    return memcmp(&g->cells[row * g->cols], p->shown[at], (size_t)g->cols * sizeof *g->cells) == 0;
}

/* Rows of G in [lo, hi] that stand BY rows further down on the screen, and how many of them drawing would be spared. */
struct shift {
    int by, gain, first, last;
};

static struct shift count(const struct paint *p, const struct grid *g, int lo, int hi, int by)
{
    struct shift s = {.by = by, .first = hi + 1, .last = lo - 1};
    for (int row = by < 0 ? lo - by : lo; row <= (by > 0 ? hi - by : hi); row++) {
        if (!is_there(p, g, row, row + by))
            continue;
        s.first = row < s.first ? row : s.first;
        s.last = row;
        s.gain += !is_there(p, g, row, row);
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
            if (row == probe || row - probe == best.by || !is_there(p, g, probe, row))
                continue;
            struct shift s = count(p, g, lo, hi, row - probe);
            if (s.gain > best.gain)
                best = s;
        }
    }
    return best;
}

/* Cells in which row ROW of G differs from what stands in row AT of the screen. */
static int differences(const struct paint *p, const struct grid *g, int row, int at)
{
    int n = 0;
    for (int col = 0; col < g->cols; col++)
        n += memcmp(&g->cells[row * g->cols + col], &p->shown[at][col], sizeof *g->cells) != 0;
    return n;
}

/* Rows beside them that moved, too, but for some of their cells. */
static void take_along(const struct paint *p, const struct grid *g, int lo, int hi, struct shift *s)
{
    int least = s->by < 0 ? lo - s->by : lo, most = s->by > 0 ? hi - s->by : hi;
    while (s->last < most &&
           differences(p, g, s->last + 1, s->last + 1 + s->by) < differences(p, g, s->last + 1, s->last + 1))
        s->last++;
    while (s->first > least &&
           differences(p, g, s->first - 1, s->first - 1 + s->by) < differences(p, g, s->first - 1, s->first - 1))
        s->first--;
}

static void set_region(struct paint *p, int first, int last)
{
    if (first == p->first && last == p->last)
        return;
    str_addf(p->out, "\033[%d;%dr", first + 1, last + 1);
    p->first = first;
    p->last = last;
    p->row = p->col = 0; /* where it sends the cursor */
}

void paint_unscroll(struct paint *p)
{
    if (p->first == 0 && p->last >= p->rows - 1)
        return;
    str_add(p->out, "\033[r");
    p->first = 0;
    p->last = p->rows - 1;
    p->row = p->col = 0;
}

/* The same on what is remembered: rows [FIRST, LAST] move up by N (down where it is negative). */
static void move_rows(struct paint *p, int first, int last, int n)
{
    int rows = last - first + 1, gone = abs(n);
    struct cell **kept = mem_alloc((size_t)rows, sizeof(struct cell *));
    for (int i = 0; i < rows; i++)
        kept[i] = p->shown[first + (i + n + rows) % rows];
    memcpy(p->shown + first, kept, (size_t)rows * sizeof(struct cell *));
    free(kept);
    for (int i = 0; i < gone; i++) {
        struct cell *row = p->shown[n > 0 ? last - i : first + i];
        for (int col = 0; col < p->cols; col++)
            row[col] = (struct cell){.text = " ", .width = 1};
    }
}

void paint_scroll(struct paint *p, const struct grid *g)
{
    int lo = 0, hi = g->rows - 1;
    while (lo <= hi && (p->same[lo] = is_there(p, g, lo, lo)))
        lo++;
    while (hi > lo && (p->same[hi] = is_there(p, g, hi, hi)))
        hi--;
    if (!p->kind.scroll || hi - lo < LEAST_ROWS)
        return;
    struct shift s = find(p, g, lo, hi);
    if (s.gain < LEAST_ROWS)
        return;
    take_along(p, g, lo, hi, &s);
    int first = s.by > 0 ? s.first : s.first + s.by, last = s.by > 0 ? s.last + s.by : s.last;
    pen_take(p, (struct pen){0}); /* what comes in is blank in the ground that is on */
    set_region(p, first, last);
    cursor_move(p, s.by > 0 ? last : first, 0);
    for (int i = abs(s.by); i > 0; i--)
        str_add(p->out, s.by > 0 ? "\n" : "\033M");
    move_rows(p, first, last, s.by);
}
