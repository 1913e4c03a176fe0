#include "tui/passage.h"

#include "base/mem.h"
#include "text/fit.h"
#include "text/layout.h"

#include <string.h>

#define COMPARED_MAX 2000 /* characters of a passage that is compared */
#define BEFORE 24         /* characters that are shown before it, */
#define WORDS_MAX 4000    /* of it, */
#define BEHIND 400        /* and behind it */

static struct span in_flow(const struct passage *p)
{
    return (struct span){flow_in(p->flow, p->span.start), flow_in(p->flow, p->span.end)};
}

static uint32_t *folded(const struct passage *p, struct span in)
{
    uint32_t *c = mem_alloc(in.end - in.start + 1, sizeof *c);
    for (size_t i = in.start; i < in.end; i++)
        c[i - in.start] = find_fold(text_char(flow_text(p->flow), i));
    return c;
}

void passage_compare(struct passage *a, struct passage *b)
{
    struct span x = in_flow(a), y = in_flow(b);
    size_t n = x.end - x.start, m = y.end - y.start;
    if (n > COMPARED_MAX || m > COMPARED_MAX)
        return;
    uint32_t *p = folded(a, x), *w = folded(b, y);
    passage_clear(a);
    passage_clear(b);
    a->same = mem_alloc(n + 1, sizeof *a->same);
    b->same = mem_alloc(m + 1, sizeof *b->same);
    fit_same(p, n, w, m, a->same, b->same);
    free(p);
    free(w);
}

void passage_clear(struct passage *p)
{
    free(p->same);
    p->same = NULL;
}

static style style_at(const struct passage *p, struct span words, size_t at)
{
    if (at < words.start || at >= words.end)
        return INK_DIM;
    return !p->same || p->same[at - words.start] ? INK_TEXT : p->differs;
}

/* One row of T, whose first character is FROM in the flow: a stretch of one style after the other. */
static void draw_row(const struct passage *p, struct span words, size_t from, const struct text *t, const struct row *r,
                     struct grid *g, int y, int col, int cols)
{
    int used = 0;
    for (size_t at = r->start, end; at < r->end; at = end) {
        size_t n;
        style st = style_at(p, words, from + at);
        for (end = text_grapheme_next(t, at); end < r->end && style_at(p, words, from + end) == st;)
            end = text_grapheme_next(t, end);
        const char *s = text_slice(t, at, end, &n);
        used += grid_text(g, y, col + used, cols - used, s, n, st);
    }
}

/* The line TAKE_LINE of N bytes, whose first character is FROM in the flow. */
static int draw_line(const struct passage *p, struct span words, size_t from, char *take_line, size_t n, struct grid *g,
                     int row, int col, int cols, int rows)
{
    struct text *t = text_new(take_line, n);
    struct layout *l = layout_new(t, cols, g->wide);
    struct row r = layout_row(l, 0, 0);
    int y = 0;
    do
        draw_row(p, words, from, t, &r, g, row + y, col, cols);
    while (++y < rows && layout_next(l, &r));
    layout_free(l);
    text_free(t);
    return y;
}

void passage_draw(const struct passage *p, struct grid *g, int row, int col, int cols, int rows)
{
    const struct text *flow = flow_text(p->flow);
    struct span words = in_flow(p);
    size_t from = text_grapheme_floor(flow, words.start > BEFORE ? words.start - BEFORE : 0), n;
    size_t to = words.end - words.start > WORDS_MAX ? words.start + WORDS_MAX : words.end + BEHIND;
    const char *s = text_slice(flow, from, to, &n);
    char *line = mem_ndup(s, n);
    for (size_t i = 0; i < n; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    draw_line(p, words, from, line, n, g, row, col, cols, rows);
}

int passage_draw_words(const char *words, struct span span, struct grid *g, int row, int col, int cols, int rows)
{
    const struct passage whole = {.differs = INK_TEXT};
    return draw_line(&whole, span, 0, mem_dup(words), strlen(words), g, row, col, cols, rows);
}
