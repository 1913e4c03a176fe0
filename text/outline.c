#include "text/outline.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/marks.h"
#include "text/phrase.h"
#include "text/weigh.h"

#include <string.h>

/* How many levels a document can have: those of its headings and of the items below them. */
#define LEVELS (2 * RANKS + 2 * ITEM_CLASSES + 1)

/* The words that stand for an item have at most so many code points, and then some. */
#define ITEM_WORDS_MAX 24
#define LATIN_WORDS_MAX 72

/* Items that lie in no heading and make a series. */
static void settle_items(struct marks *s)
{
    struct span *spans = mem_alloc(s->count + 1, sizeof *spans);
    for (size_t i = 0; i < s->count; i++)
        spans[i] = s->found[i].mark.span;
    series_settle(&s->series, spans, s->count);
    free(spans);
}

/* ---- the tree ---- */

static int level_key(const struct mark *f)
{
    return 2 * f->mark.rank + f->under;
}

/* What each rank of heading, and each depth of item (behind them), is as a level: no level is left out. */
static void number_levels(const struct marks *s, int *level)
{
    int levels = 0;
    memset(level, 0, LEVELS * sizeof *level);
    for (size_t i = 0; i < s->count; i++)
        level[level_key(&s->found[i])] = 1;
    for (size_t i = 0; i < s->series.count; i++)
        level[2 * RANKS + s->series.all[i].depth] = 1;
    for (int i = 0; i < LEVELS; i++)
        if (level[i])
            level[i] = ++levels;
}

/* The words of item I: those of its first sentence, as far as they are its own. */
static struct span item_span(struct marks *s, size_t i, size_t limit)
{
    const struct series_item *it = &s->series.all[i];
    struct span line = it->line;
    if (i + 1 < s->series.count && s->series.all[i + 1].start < line.end)
        line.end = s->series.all[i + 1].start;
    line.end = limit < line.end ? limit : line.end;
    size_t words = phrase_skip_space(&s->w, it->words, line.end);
    size_t max = it->word == ITEM_LATIN ? LATIN_WORDS_MAX : ITEM_WORDS_MAX;
    size_t end = words < line.end ? phrase_lead(&s->w, line, words, max, true) : line.end;
    struct span span = phrase_trim(&s->w, (struct span){it->start, end < line.end ? end : line.end});
    return text_snap(s->w.text, span);
}

/* Headings and items in one order, with levels; the ends of sections in the flow. */
static void merge(struct marks *s, const int *level, struct outline *out)
{
    size_t n = s->count + s->series.count, h = 0, k = 0;
    out->headings = mem_zero(n + 1, sizeof *out->headings);
    while (out->count < n && out->count < MARKS_MAX) {
        struct heading *o = &out->headings[out->count++];
        const struct series_item *it = k < s->series.count ? &s->series.all[k] : NULL;
        size_t start = h < s->count ? s->found[h].mark.span.start : SIZE_MAX;
        if (it && it->start < start)
            *o = (struct heading){.span = item_span(s, k++, start),
                                  .end = it->last ? it->end : SIZE_MAX,
                                  .level = level[2 * RANKS + it->depth],
                                  .item = true};
        else
            *o = (struct heading){.span = s->found[h].mark.span,
                                  .end = SIZE_MAX,
                                  .level = level[level_key(&s->found[h])]},
            h++;
    }
}

/* The last item of a series holds the series that begin in it, also where they end later. */
static void hold_series(struct outline *o)
{
    for (size_t i = o->count; i-- > 0;) {
        struct heading *h = &o->headings[i];
        if (!h->item || h->end == SIZE_MAX)
            continue;
        for (size_t k = i + 1; k < o->count && o->headings[k].span.start < h->end; k++) {
            if (!o->headings[k].item || o->headings[k].level <= h->level)
                break;
            if (o->headings[k].end != SIZE_MAX && o->headings[k].end > h->end)
                h->end = o->headings[k].end;
        }
    }
}

/* Each section ends where one of its level or a higher one begins, and with the one that it is in. */
static void nest(struct outline *o)
{
    long open[LEVELS];
    int depth = 0;
    for (size_t i = 0; i < o->count; i++) {
        struct heading *h = &o->headings[i];
        while (depth > 0) {
            struct heading *top = &o->headings[open[depth - 1]];
            if (top->level < h->level && top->end > h->span.start)
                break;
            top->end = top->end < h->span.start ? top->end : h->span.start;
            depth--;
        }
        h->parent = depth ? open[depth - 1] : -1;
        if (depth && h->end > o->headings[h->parent].end)
            h->end = o->headings[h->parent].end;
        open[depth++] = (long)i;
    }
}

static void into_document(const struct flow *f, struct outline *o)
{
    for (size_t i = 0; i < o->count; i++) {
        struct heading *h = &o->headings[i];
        h->span = flow_out_span(f, h->span);
        h->end = h->end == SIZE_MAX ? SIZE_MAX : flow_out(f, h->end);
    }
}

/* ---- what the file says ---- */

static int by_start(const void *a, const void *b)
{
    const struct outline_given *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return (x->span.end > y->span.end) - (x->span.end < y->span.end);
}

/* The given headings in the flow, by start, none over another. */
static struct outline_given *given_in_flow(const struct flow *f, const struct outline_given *given, size_t *n)
{
    struct outline_given *all = mem_alloc(*n + 1, sizeof *all);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < *n; i++) {
        struct outline_given g = {{flow_in(f, given[i].span.start), flow_in(f, given[i].span.end)}, given[i].level};
        g.level = g.level < 1 ? 1 : g.level > MARKS_GIVEN_LEVELS ? MARKS_GIVEN_LEVELS : g.level;
        if (g.span.start < g.span.end)
            all[count++] = g;
    }
    qsort(all, count, sizeof *all, by_start);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || all[i].span.start >= all[kept - 1].span.end)
            all[kept++] = all[i];
    *n = kept;
    return all;
}

struct outline_search {
    const struct flow *flow;
    struct marks marks;
    struct outline_given *given; /* in the flow */
};

struct outline_search *outline_begin(const struct flow *f, const struct outline_given *given, size_t n_given)
{
    struct outline_search *o = MEM_NEW(struct outline_search);
    o->flow = f;
    o->given = given_in_flow(f, given, &n_given);
    o->marks.length = text_length(flow_text(f));
    o->marks.given = o->given;
    o->marks.n_given = n_given;
    window_init(&o->marks.w, flow_text(f));
    marks_begin(&o->marks);
    return o;
}

bool outline_go_on(struct outline_search *o, size_t points)
{
    return marks_read(&o->marks, points);
}

void outline_end(struct outline_search *o, struct outline *out)
{
    struct marks *s = &o->marks;
    int level[LEVELS];
    weigh_marks(s);
    settle_items(s);
    number_levels(s, level);
    *out = (struct outline){0};
    merge(s, level, out);
    hold_series(out);
    nest(out);
    into_document(o->flow, out);
    outline_abandon(o);
}

void outline_abandon(struct outline_search *o)
{
    if (!o)
        return;
    series_clear(&o->marks.series);
    free(o->marks.found);
    free(o->given);
    free(o);
}

void outline_find(const struct flow *f, const struct outline_given *given, size_t n_given, struct outline *out)
{
    struct outline_search *o = outline_begin(f, given, n_given);
    outline_go_on(o, SIZE_MAX);
    outline_end(o, out);
}

void outline_clear(struct outline *o)
{
    free(o->headings);
    *o = (struct outline){0};
}

long outline_before(const struct outline *o, size_t cp)
{
    size_t lo = 0, hi = o->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (o->headings[mid].span.start <= cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (long)lo - 1;
}

long outline_at(const struct outline *o, size_t cp)
{
    long i = outline_before(o, cp);
    while (i >= 0 && o->headings[i].end <= cp)
        i = o->headings[i].parent;
    return i;
}

void outline_path(const struct flow *f, const struct outline *o, size_t cp, struct str *out)
{
    long path[LEVELS] = {0};
    int n = 0;
    for (long i = outline_at(o, cp); i >= 0 && n < LEVELS; i = o->headings[i].parent)
        path[n++] = i;
    for (int k = n - 1; k >= 0; k--) {
        size_t bytes;
        const char *p = flow_quote(f, o->headings[path[k]].span, &bytes);
        str_addn(out, p, bytes);
        if (k)
            str_add(out, " / ");
    }
}
