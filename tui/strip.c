#include "tui/strip.h"

#include "base/mem.h"

#include <string.h>

void strip_clear(struct strip *s)
{
    free(s->parts);
    *s = (struct strip){0};
}

/* Counted again when the set or the width is another one. */
static void count(struct strip *s, size_t n, const struct annset *notes, size_t length)
{
    if (s->parts && s->count == n && s->changes == notes->changes)
        return;
    free(s->parts);
    s->parts = mem_zero(n, sizeof *s->parts);
    s->count = n;
    s->changes = notes->changes;
    for (size_t i = 0; i < notes->count; i++) {
        const struct annotation *a = notes->items[i];
        figures_place(s->parts, n, (int64_t)length, a->tag, a->start, a->end);
    }
}

static void add(struct strip *s, size_t length, const struct annotation *a, bool more)
{
    struct figure_part *parts = mem_zero(s->count, sizeof *parts);
    figures_place(parts, s->count, (int64_t)length, a->tag, a->start, a->end);
    for (size_t i = 0; i < s->count; i++)
        for (enum tag t = TAG_NONE; t <= TAG_REMEDY; t++)
            s->parts[i].counts[t] += more ? parts[i].counts[t] : 0 - parts[i].counts[t];
    free(parts);
}

void strip_follow(struct strip *s, size_t before, const struct annset *notes, size_t length,
                  const struct annotation *was, const struct annotation *now)
{
    if (!s->parts || s->changes != before)
        return;
    if (was)
        add(s, length, was, false);
    if (now)
        add(s, length, now, true);
    s->changes = notes->changes;
}

/* The only tag in the part; TAG_NONE: there is none, or there are several. */
static enum tag only_tag(const struct figure_part *p)
{
    for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++)
        if (p->counts[t] > 0 && p->counts[t] == p->counts[0])
            return t;
    return TAG_NONE;
}

size_t strip_position(int x, int n, size_t length)
{
    return x <= 0 || n <= 0 ? 0
           : x >= n         ? length
                            : length / (size_t)n * (size_t)x + length % (size_t)n * (size_t)x / (size_t)n;
}

void strip_draw(struct strip *s, struct grid *g, int row, int col, int n, const struct annset *notes, size_t length,
                size_t first, size_t last)
{
    if (n <= 0)
        return;
    count(s, (size_t)n, notes, length);
    bool whole = first == 0 && last >= length; /* then there is nothing to tell apart */
    grid_line(g, row, col, n);
    for (int x = 0; x < n; x++) {
        size_t from = strip_position(x, n, length), to = strip_position(x + 1, n, length);
        const struct figure_part *p = &s->parts[x];
        enum tag tag = only_tag(p);
        bool here = !whole && from < last && to > first;
        style look = here ? STYLE_REVERSE : 0;
        if (p->counts[0])
            grid_text(g, row, col + x, 1, tag ? (char[]){tag_letter(tag), '\0'} : "+", 1,
                      (style)((tag ? (style)(style_of_tag(tag) | STYLE_BOLD) : (style)(INK_TITLE)) | look));
        else if (here)
            grid_text(g, row, col + x, 1, " ", 1, (style)(INK_DIM | look));
    }
}
