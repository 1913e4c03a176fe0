#include "text/outline.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/cut.h"
#include "text/heading.h"
#include "text/phrase.h"
#include "text/series.h"
#include "text/title.h"

#include <string.h>

/* What a document may hold of them; more come from no person's hand. */
#define HEADINGS_MAX 100000

/* A number may be missing where a mark was lost: （二） is followed by （四）. */
#define GAP 2

#define GIVEN_LEVELS 9

/* How many levels a document can have: those of its headings and of the items below them. */
#define LEVELS (2 * RANKS + 2 * ITEM_WORDS + 1)

/* The words that stand for an item have at most so many code points, and then some. */
#define ITEM_WORDS_MAX 24

struct found {
    struct heading_mark mark;
    size_t run;    /* of the numbers that count on from each other */
    bool adjacent; /* no text stands between it and its neighbour in the run */
    bool given;
    bool under; /* stands below its rank, above the next */
    enum title title;
};

struct run {
    size_t members, adjacent;
};

struct scan {
    struct window w;
    size_t length;
    const struct outline_given *given; /* by start, in the flow, not empty, none over another */
    size_t n_given, next_given;
    struct found *found;
    size_t count, cap;
    struct series series;
    size_t line_number, lines; /* those before, those that are not blank */
    size_t titles[TITLE_KINDS];
    int last[RANKS];   /* the number last seen of each rank */
    size_t run[RANKS]; /* and the run that it is in, counted from 1 */
    size_t runs;
    size_t pending; /* 1 + the heading that the line before consists of; 0: none */
    bool fenced;    /* in a block of code */
    bool markdown;  /* the document has headings of Markdown */
    bool numbered;  /* and of Chinese numbers, 第一章 to （一）, under which 1. stands */
};

/* ---- reading ---- */

/* Is NUMBER the first of its rank, or one that follows the last? */
static bool in_order(const struct scan *s, int rank, int number)
{
    return number == 1 || (s->last[rank] && number > s->last[rank] && number <= s->last[rank] + GAP);
}

static void add(struct scan *s, const struct heading_mark *m, size_t before)
{
    if (s->count == HEADINGS_MAX)
        return;
    s->found = mem_grow(s->found, &s->cap, s->count + 1, sizeof *s->found);
    struct found *f = &s->found[s->count++];
    *f = (struct found){.mark = *m};
    if (m->number <= 1 || !s->run[m->rank] || m->number <= s->last[m->rank])
        s->run[m->rank] = ++s->runs;
    f->run = s->run[m->rank];
    s->last[m->rank] = m->number;
    s->markdown = s->markdown || (m->rank > RANK_MARKDOWN && m->rank < RANK_PART);
    s->numbered = s->numbered || (m->rank >= RANK_PART && m->rank <= RANK_HAN_PAREN);
    if (before && s->found[before - 1].run == f->run)
        f->adjacent = s->found[before - 1].adjacent = true;
}

static bool is_digits_rank(int rank)
{
    return rank >= RANK_NUMBER && rank < RANK_TITLE;
}

/* Headings and items inside the paragraph LINE, from FROM on; HEADED: a heading ends there. */
static void scan_inside(struct scan *s, struct span line, size_t from, bool headed)
{
    size_t behind = headed ? from : SIZE_MAX;
    for (size_t p = from; p < line.end && s->count < HEADINGS_MAX; p++) {
        if (!item_may_start(window_char(&s->w, p)))
            continue;
        struct heading_mark m;
        if (p > line.start && heading_inside(&s->w, line, p, p == behind, &m) && in_order(s, m.rank, m.number)) {
            add(s, &m, 0);
            behind = m.span.end;
            p = m.span.end > p ? m.span.end - 1 : p;
        } else {
            series_see(&s->series, &s->w, line, s->line_number, p, p == behind);
        }
    }
}

static bool is_fence(struct scan *s, struct span line)
{
    uint32_t c = window_char(&s->w, line.start);
    return line.end - line.start >= 3 && (c == '`' || c == '~') && window_char(&s->w, line.start + 1) == c &&
           window_char(&s->w, line.start + 2) == c;
}

/* Add the headings that the file names in LINE, and return where the last of them ends; LINE.start where there are
 * none. A number that one begins with is kept for join_given. */
static size_t take_given(struct scan *s, struct span line, bool *alone)
{
    size_t end = line.start;
    while (s->next_given < s->n_given && s->given[s->next_given].span.start < line.end) {
        const struct outline_given *g = &s->given[s->next_given++];
        struct heading_mark m = {.rank = RANK_GIVEN + g->level};
        m.span.start = g->span.start > line.start ? g->span.start : line.start;
        m.span.end = g->span.end < line.end ? g->span.end : line.end;
        m.span.start = phrase_skip_space(&s->w, m.span.start, m.span.end);
        *alone = *alone || (m.span.start == line.start && m.span.end == line.end);
        m.span = text_snap(s->w.text, phrase_trim(&s->w, m.span));
        if (m.span.start < end || m.span.start >= m.span.end)
            continue;
        add(s, &m, 0);
        s->found[s->count - 1].given = true;
        end = m.span.end;
    }
    return end;
}

/* Add the line where it may be a title without a number. */
static bool add_title(struct scan *s, const struct heading_line *l)
{
    struct heading_mark m = {.rank = RANK_TITLE, .alone = true};
    enum title title = s->n_given || s->count == HEADINGS_MAX ? TITLE_NONE : title_of_line(&s->w, l, &m.span);
    if (title == TITLE_NONE)
        return false;
    m.span = text_snap(s->w.text, m.span);
    add(s, &m, 0);
    s->found[s->count - 1].title = title;
    s->titles[title]++;
    return true;
}

/* Returns whether the line is nothing but a heading. */
static bool scan_line(struct scan *s, const struct heading_line *l)
{
    size_t before = s->pending;
    bool alone = false;
    if (l->line.start < l->line.end)
        s->pending = 0;
    size_t given = take_given(s, l->line, &alone);
    if (given > l->line.start) {
        scan_inside(s, l->line, given, true);
        return alone;
    }
    if (is_fence(s, l->line))
        s->fenced = !s->fenced;
    if (s->fenced)
        return false;
    struct heading_mark m;
    size_t inside = l->line.start;
    bool headed = heading_of_line(&s->w, l, &m) && (!is_digits_rank(m.rank) || in_order(s, m.rank, m.number));
    if (headed) {
        add(s, &m, before);
        inside = m.span.end;
        alone = m.alone || m.rank < RANK_HAN;
        s->pending = m.alone ? s->count : 0;
    } else if (add_title(s, l)) {
        return true;
    }
    scan_inside(s, l->line, inside, headed);
    return alone;
}

static void scan_document(struct scan *s)
{
    size_t next, start = 0;
    struct heading_line l = {0};
    l.next = phrase_line(&s->w, 0, s->length, &next);
    while (start < s->length && s->count < HEADINGS_MAX) {
        start = next;
        l.line = l.next;
        if (start < s->length)
            l.next = phrase_line(&s->w, start, s->length, &next);
        else
            l.next = (struct span){s->length, s->length};
        l.indented_next = l.next.start > start;
        l.after = next;
        l.first = s->lines == 0;
        l.previous_is_heading = scan_line(s, &l);
        l.previous = l.line;
        if (l.line.start < l.line.end) {
            l.above = l.line;
            l.above_first = s->lines++ == 0;
        }
        s->line_number++;
    }
}

/* ---- weighing ---- */

/* Numbers in digits number a list, not sections, where most of them follow each other without any text between, where
 * one stands alone, and where the document marks its headings in another way. */
static bool is_kept(struct scan *s, const struct found *f, const struct run *r, bool titled)
{
    if (f->given)
        return true;
    if (f->title)
        return !s->markdown && title_is_regular(s->titles, f->title, s->lines, s->numbered);
    if (f->mark.inside && r->members < 2)
        return false;
    if (!is_digits_rank(f->mark.rank))
        return true;
    if (!s->numbered && (s->n_given > 0 || (titled && !phrase_has_cjk(&s->w, f->mark.span))))
        return false;
    return !s->markdown && r->adjacent * 2 <= r->members && (r->members > 1 || f->mark.depth > 1);
}

static void drop_lists(struct scan *s)
{
    struct run *runs = mem_zero(s->runs + 1, sizeof *runs);
    for (size_t i = 0; i < s->count; i++) {
        runs[s->found[i].run].members++;
        runs[s->found[i].run].adjacent += s->found[i].adjacent;
    }
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++)
        if (is_kept(s, &s->found[i], &runs[s->found[i].run], kept > 0 && s->found[0].title))
            s->found[kept++] = s->found[i];
    s->count = kept;
    free(runs);
}

/* Titles without a number stand above the numbers where these begin again under one title after the other, beside the
 * highest where the first title comes before them, and else below it. */
static void place_titles(struct scan *s)
{
    int top = RANK_TITLE;
    for (size_t i = 0; i < s->count; i++)
        top = s->found[i].mark.rank < top ? s->found[i].mark.rank : top;
    size_t opened = 0;
    bool fresh = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct heading_mark *m = &s->found[i].mark;
        opened += fresh && m->rank == top && m->number == 1;
        fresh = s->found[i].title || (fresh && m->rank != top);
    }
    bool above = top < RANK_TITLE && opened > 1, under = s->count > 0 && !s->found[0].title;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->found[i].title)
            continue;
        s->found[i].mark.rank = above ? RANK_ABOVE : top;
        s->found[i].under = under && !above;
    }
}

/* A number that the file does not name a heading stands with those of its kind that it does. */
static void join_given(struct scan *s)
{
    size_t votes[RANKS][GIVEN_LEVELS + 1] = {0};
    for (size_t i = 0; i < s->count; i++) {
        const struct heading_mark *m = &s->found[i].mark;
        int rank = s->found[i].given ? heading_rank_at(&s->w, m->span) : RANKS;
        if (rank < RANKS)
            votes[rank][m->rank - RANK_GIVEN]++;
    }
    int with[RANKS];
    for (int rank = 0; rank < RANKS; rank++) {
        int best = 0;
        for (int level = 1; level <= GIVEN_LEVELS; level++)
            if (votes[rank][level] > votes[rank][best])
                best = level;
        with[rank] = best ? RANK_GIVEN + best : rank;
    }
    for (size_t i = 0; i < s->count; i++)
        if (!s->found[i].given)
            s->found[i].mark.rank = with[s->found[i].mark.rank];
}

/* Items that lie in no heading and make a series. */
static void settle_items(struct scan *s)
{
    struct span *spans = mem_alloc(s->count + 1, sizeof *spans);
    for (size_t i = 0; i < s->count; i++)
        spans[i] = s->found[i].mark.span;
    series_settle(&s->series, spans, s->count);
    free(spans);
}

/* ---- the tree ---- */

static int level_key(const struct found *f)
{
    return 2 * f->mark.rank + f->under;
}

/* What each rank of heading, and each depth of item (behind them), is as a level: no level is left out. */
static void number_levels(const struct scan *s, int *level)
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
static struct span item_span(struct scan *s, size_t i, size_t limit)
{
    const struct series_item *it = &s->series.all[i];
    struct span line = it->line;
    if (i + 1 < s->series.count && s->series.all[i + 1].start < line.end)
        line.end = s->series.all[i + 1].start;
    line.end = limit < line.end ? limit : line.end;
    size_t words = phrase_skip_space(&s->w, it->words, line.end);
    size_t end = words < line.end ? phrase_lead(&s->w, line, words, ITEM_WORDS_MAX, true) : line.end;
    struct span span = phrase_trim(&s->w, (struct span){it->start, end < line.end ? end : line.end});
    return text_snap(s->w.text, span);
}

/* Headings and items in one order, with levels; the ends of sections in the flow. */
static void merge(struct scan *s, const int *level, struct outline *out)
{
    size_t n = s->count + s->series.count, h = 0, k = 0;
    out->headings = mem_zero(n + 1, sizeof *out->headings);
    while (out->count < n && out->count < HEADINGS_MAX) {
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
        g.level = g.level < 1 ? 1 : g.level > GIVEN_LEVELS ? GIVEN_LEVELS : g.level;
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

void outline_find(const struct flow *f, const struct outline_given *given, size_t n_given, struct outline *out)
{
    struct outline_given *in = given_in_flow(f, given, &n_given);
    struct scan s = {.length = text_length(flow_text(f)), .given = in, .n_given = n_given};
    window_init(&s.w, flow_text(f));
    scan_document(&s);
    drop_lists(&s);
    join_given(&s);
    place_titles(&s);
    settle_items(&s);
    int level[LEVELS];
    number_levels(&s, level);
    *out = (struct outline){0};
    merge(&s, level, out);
    hold_series(out);
    nest(out);
    into_document(f, out);
    series_clear(&s.series);
    free(s.found);
    free(in);
}

void outline_clear(struct outline *o)
{
    free(o->headings);
    *o = (struct outline){0};
}

long outline_at(const struct outline *o, size_t cp)
{
    size_t lo = 0, hi = o->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (o->headings[mid].span.start <= cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    long i = (long)lo - 1;
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
