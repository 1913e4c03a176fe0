#include "text/marks.h"

#include "base/mem.h"
#include "text/phrase.h"

/* A number may be missing where a mark was lost: （二） is followed by （四）. */
#define GAP 2

bool marks_is_digits(int rank)
{
    return rank >= RANK_NUMBER && rank < RANK_TITLE;
}

static bool follows(int last, int number)
{
    return last && number > last && number <= last + GAP;
}

/* 1 where M counts in a list of its rank, which may stand inside a section that is numbered alike, and 0 where it
 * counts outside: the others of its list may end in a full stop. */
static int track_of(const struct marks *s, const struct heading_mark *m)
{
    return m->listed && (m->number == 1 || follows(s->last[m->rank][1], m->number));
}

/* Is M the first of its rank, or one that follows the last? */
static bool in_order(const struct marks *s, const struct heading_mark *m)
{
    return m->number == 1 || follows(s->last[m->rank][track_of(s, m)], m->number);
}

static void add(struct marks *s, const struct heading_mark *m, struct span line, size_t before)
{
    if (s->count == MARKS_MAX)
        return;
    int track = track_of(s, m), *last = &s->last[m->rank][track];
    size_t *run = &s->run[m->rank][track];
    s->found = mem_grow(s->found, &s->cap, s->count + 1, sizeof *s->found);
    struct mark *f = &s->found[s->count++];
    *f = (struct mark){.mark = *m, .line = line, .line_number = s->line_number};
    if (m->number <= 1 || !*run || m->number <= *last)
        *run = ++s->runs;
    f->run = *run;
    *last = m->number;
    s->markdown = s->markdown || (m->rank > RANK_MARKDOWN && m->rank < RANK_PART);
    s->numbered = s->numbered || (m->rank >= RANK_PART && m->rank <= RANK_HAN_PAREN && !m->listed);
    if (before && s->found[before - 1].run == f->run)
        f->adjacent = s->found[before - 1].adjacent = true;
}

/* 附件：1.…, 附：1.… or 注：1.… */
static bool begins_annexes(struct marks *s, struct span line)
{
    size_t p = line.start;
    uint32_t first = window_char(&s->w, p++);
    if (line.end - line.start < 2 || (first != U'附' && first != U'注'))
        return false;
    p += first == U'附' && window_char(&s->w, p) == U'件';
    uint32_t c = window_char(&s->w, p);
    return c == U'：' || c == ':' || p == line.end;
}

/* Does M, which no semicolon follows, end a list that counts so far? */
static bool ends_list(struct marks *s, const struct heading_line *l, const struct heading_mark *m)
{
    return m->rank < RANKS && m->rank >= RANK_HAN && m->rank < RANK_TITLE && follows(s->last[m->rank][1], m->number) &&
           phrase_is_semicolon(phrase_last(&s->w, l->above));
}

/* Is M nothing where it is out of order? */
static bool must_count(const struct heading_mark *m)
{
    return marks_is_digits(m->rank) || m->listed || m->least > 1;
}

/* Might IT count on, were it a heading or one of a list? Cheaper than to ask what it is. */
static bool might_count(struct marks *s, size_t cp, const struct item *it)
{
    int rank = heading_rank(&s->w, cp, it);
    return rank < RANKS &&
           (it->number == 1 || follows(s->last[rank][0], it->number) || follows(s->last[rank][1], it->number));
}

/* What may be one at P; *BEHIND is the place behind a heading. Returns the last place that it takes. */
static size_t look_at(struct marks *s, struct span line, size_t p, size_t *behind)
{
    struct heading_mark m;
    struct item it = item_weak_at(&s->w, p, line.end);
    if (it.kind == ITEM_NONE)
        return p;
    if (p > line.start && might_count(s, p, &it) && heading_inside(&s->w, line, p, &it, p == *behind, &m) &&
        in_order(s, &m)) {
        add(s, &m, line, 0);
        s->found[s->count - 1].annexed = begins_annexes(s, line);
        *behind = phrase_skip_space(&s->w, m.span.end, line.end);
        return m.span.end > p ? m.span.end - 1 : p;
    }
    series_see(&s->series, &s->w, &(struct series_place){line, s->line_number, p, it, p == *behind});
    return p;
}

/* Headings and items inside the paragraph LINE, from FROM on; HEADED: a heading ends there. This goes over every
 * character of a document, so it goes over bytes. */
static void scan_inside(struct marks *s, struct span line, size_t from, bool headed)
{
    size_t behind = headed ? phrase_skip_space(&s->w, from, line.end) : SIZE_MAX, n, points;
    const char *bytes = text_slice(s->w.text, from, line.end, &n);
    for (size_t p = from, i = 0; s->count < MARKS_MAX;) {
        i += item_seek(bytes + i, n - i, &points);
        p += points;
        if (i >= n)
            break;
        size_t last = item_may_start(window_char(&s->w, p)) ? look_at(s, line, p, &behind) : p;
        for (; p <= last && i < n; p++)
            i += text_step(bytes[i]);
    }
}

static bool is_fence(struct marks *s, struct span line)
{
    uint32_t c = window_char(&s->w, line.start);
    return line.end - line.start >= 3 && (c == '`' || c == '~') && window_char(&s->w, line.start + 1) == c &&
           window_char(&s->w, line.start + 2) == c;
}

/* Add the headings that the file names in LINE, and return where the last of them ends; LINE.start where there are
 * none. A number that one begins with is kept for join_given. */
static size_t take_given(struct marks *s, struct span line, bool *alone)
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
        add(s, &m, line, 0);
        s->found[s->count - 1].given = true;
        end = m.span.end;
    }
    return end;
}

/* Add the line where it may be a title without a number. */
static bool add_title(struct marks *s, const struct heading_line *l)
{
    struct heading_mark m = {.rank = RANK_TITLE, .alone = true};
    enum title title = s->n_given || s->count == MARKS_MAX ? TITLE_NONE : title_of_line(&s->w, l, &m.span);
    if (title == TITLE_NONE)
        return false;
    m.span = text_snap(s->w.text, m.span);
    add(s, &m, l->line, 0);
    s->found[s->count - 1].title = title;
    s->titles[title]++;
    return true;
}

/* Returns whether the line is nothing but a heading. */
static bool scan_line(struct marks *s, const struct heading_line *l)
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
    bool headed = heading_of_line(&s->w, l, &m);
    if (headed)
        m.listed = m.listed || ends_list(s, l, &m);
    headed = headed && (!must_count(&m) || in_order(s, &m));
    if (headed) {
        add(s, &m, l->line, before);
        s->found[s->count - 1].annexed = begins_annexes(s, l->above);
        inside = m.span.end;
        alone = m.alone || m.rank < RANK_HAN;
        s->pending = m.alone ? s->count : 0;
    } else if (add_title(s, l)) {
        return true;
    }
    scan_inside(s, l->line, inside, headed);
    return alone;
}

void marks_begin(struct marks *s)
{
    s->here = (struct heading_line){.next = phrase_line(&s->w, 0, s->length, &s->behind)};
}

bool marks_read(struct marks *s, size_t points)
{
    struct heading_line *l = &s->here;
    size_t from = s->at;
    while (s->at < s->length && s->count < MARKS_MAX && s->at - from < points) {
        s->at = s->behind;
        l->line = l->next;
        if (s->at < s->length)
            l->next = phrase_line(&s->w, s->at, s->length, &s->behind);
        else
            l->next = (struct span){s->length, s->length};
        l->indented_next = l->next.start > s->at;
        l->after = s->behind;
        l->first = s->lines == 0;
        l->previous_is_heading = scan_line(s, l);
        l->previous = l->line;
        if (l->line.start < l->line.end) {
            l->above = l->line;
            l->above_first = s->lines++ == 0;
        }
        s->line_number++;
    }
    return s->at < s->length && s->count < MARKS_MAX;
}
