#include "text/outline.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/cut.h"
#include "text/heading.h"

#include <string.h>

/* What a document may hold of them; more come from no person's hand. */
#define HEADINGS_MAX 100000

/* A number may be missing where a mark was lost: （二） is followed by （四）. */
#define GAP 2

struct found {
    struct heading_mark mark;
    size_t run;    /* of the numbers that count on from each other */
    bool adjacent; /* no text stands between it and its neighbour in the run */
};

struct run {
    int last; /* number */
    size_t id;
    size_t members, adjacent;
};

struct scan {
    struct window w;
    size_t length;
    struct found *found;
    size_t count, cap;
    int last[RANKS];   /* the number last seen of each rank */
    size_t run[RANKS]; /* and the run that it is in, counted from 1 */
    size_t runs;
    size_t pending; /* 1 + the heading that the line before consists of; 0: none */
    bool fenced;    /* in a block of code */
    bool markdown;  /* the document has headings of Markdown */
};

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
    s->markdown = s->markdown || m->rank < RANK_PART;
    if (before && s->found[before - 1].run == f->run)
        f->adjacent = s->found[before - 1].adjacent = true;
}

static bool is_digits_rank(int rank)
{
    return rank >= RANK_NUMBER;
}

/* Headings inside the paragraph LINE, from FROM on. */
static void scan_inside(struct scan *s, struct span line, size_t from)
{
    for (size_t p = from; p < line.end; p++) {
        uint32_t before = window_char(&s->w, p - 1);
        bool may = before == U'。' || before == U'！' || before == U'？' || before == U'”' || before == U'）' ||
                   before == U'页' || before == U'頁' || before == '.' || before == ')' || before == '!' ||
                   before == '?' || before == '"' || cut_is_space(before);
        struct heading_mark m;
        if (may && heading_inside(&s->w, line, p, &m) && in_order(s, m.rank, m.number)) {
            add(s, &m, 0);
            p = m.span.end > p ? m.span.end - 1 : p;
        }
    }
}

static bool is_fence(struct scan *s, struct span line)
{
    uint32_t c = window_char(&s->w, line.start);
    return line.end - line.start >= 3 && (c == '`' || c == '~') && window_char(&s->w, line.start + 1) == c &&
           window_char(&s->w, line.start + 2) == c;
}

/* Returns whether the line is nothing but a heading. */
static bool scan_line(struct scan *s, const struct heading_line *l)
{
    size_t before = s->pending;
    if (l->line.start < l->line.end)
        s->pending = 0;
    if (is_fence(s, l->line))
        s->fenced = !s->fenced;
    if (s->fenced)
        return false;
    struct heading_mark m;
    size_t inside = l->line.start + 1;
    bool alone = false;
    if (heading_of_line(&s->w, l, &m) && (!is_digits_rank(m.rank) || in_order(s, m.rank, m.number))) {
        add(s, &m, before);
        inside = m.span.end;
        alone = m.alone || m.rank < RANK_HAN;
        s->pending = m.alone ? s->count : 0;
    }
    scan_inside(s, l->line, inside);
    return alone;
}

/* The line that begins at START, without its LF; where it begins within white space, that is left out. */
static struct span line_at(struct scan *s, size_t start, size_t *next)
{
    struct span line = {start, start};
    while (line.end < s->length && window_char(&s->w, line.end) != '\n')
        line.end++;
    *next = line.end + 1;
    while (line.start < line.end && cut_is_space(window_char(&s->w, line.start)))
        line.start++;
    while (line.end > line.start && cut_is_space(window_char(&s->w, line.end - 1)))
        line.end--;
    return line;
}

static void scan_document(struct scan *s)
{
    size_t next, start = 0;
    struct heading_line l = {0};
    l.next = line_at(s, 0, &next);
    while (start < s->length) {
        start = next;
        l.line = l.next;
        if (start < s->length)
            l.next = line_at(s, start, &next);
        else
            l.next = (struct span){s->length, s->length};
        l.indented_next = l.next.start > start;
        l.previous_is_heading = scan_line(s, &l);
        l.previous = l.line;
    }
}

/* Numbers in digits number a list, not sections, where most of them follow each other without any text between, and
 * where the document marks its headings in another way. */
static void drop_lists(struct scan *s)
{
    struct run *runs = mem_zero(s->runs + 1, sizeof *runs);
    for (size_t i = 0; i < s->count; i++) {
        runs[s->found[i].run].members++;
        runs[s->found[i].run].adjacent += s->found[i].adjacent;
    }
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct run *r = &runs[s->found[i].run];
        bool list = s->markdown || r->adjacent * 2 > r->members;
        if (!is_digits_rank(s->found[i].mark.rank) || !list)
            s->found[kept++] = s->found[i];
    }
    s->count = kept;
    free(runs);
}

/* Ranks become levels without gaps. */
static void hand_out(const struct scan *s, const struct flow *f, struct outline *out)
{
    int level[RANKS] = {0}, levels = 0;
    for (size_t i = 0; i < s->count; i++)
        level[s->found[i].mark.rank] = 1;
    for (int i = 0; i < RANKS; i++)
        if (level[i])
            level[i] = ++levels;
    out->headings = s->count ? mem_alloc(s->count, sizeof *out->headings) : NULL;
    out->count = s->count;
    long last[RANKS + 1]; /* the last heading of each level so far, or of one above it */
    for (int i = 0; i <= levels; i++)
        last[i] = -1;
    for (size_t i = 0; i < s->count; i++) {
        const struct heading_mark *m = &s->found[i].mark;
        int n = level[m->rank];
        out->headings[i] =
            (struct heading){.span = flow_out_span(f, m->span), .end = SIZE_MAX, .level = n, .parent = last[n - 1]};
        for (int k = n; k <= levels; k++)
            last[k] = (long)i;
    }
}

/* Each section ends where one of its level or a higher one begins. */
static void set_ends(struct outline *o)
{
    long open[RANKS + 1];
    int depth = 0;
    for (size_t i = 0; i < o->count; i++) {
        while (depth > 0 && o->headings[open[depth - 1]].level >= o->headings[i].level)
            o->headings[open[--depth]].end = o->headings[i].span.start;
        open[depth++] = (long)i;
    }
}

void outline_find(const struct flow *f, const struct outline_given *given, size_t n_given, struct outline *out)
{
    (void)given, (void)n_given;
    struct scan s = {.length = text_length(flow_text(f))};
    window_init(&s.w, flow_text(f));
    scan_document(&s);
    drop_lists(&s);
    hand_out(&s, f, out);
    set_ends(out);
    free(s.found);
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
    long path[RANKS] = {0};
    int n = 0;
    for (long i = outline_at(o, cp); i >= 0 && n < RANKS; i = o->headings[i].parent)
        path[n++] = i;
    for (int k = n - 1; k >= 0; k--) {
        size_t bytes;
        const char *p = flow_quote(f, o->headings[path[k]].span, &bytes);
        str_addn(out, p, bytes);
        if (k)
            str_add(out, " / ");
    }
}
