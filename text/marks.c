#include "text/marks.h"

#include "base/mem.h"
#include "text/phrase.h"

/* A number may be missing where a mark was lost: （二） is followed by （四）. */
#define GAP 2

bool marks_is_digits(int rank)
{
    return rank >= RANK_NUMBER && rank < RANK_TITLE;
}

/* Is NUMBER the first of its rank, or one that follows the last? */
static bool in_order(const struct marks *s, int rank, int number)
{
    return number == 1 || (s->last[rank] && number > s->last[rank] && number <= s->last[rank] + GAP);
}

static void add(struct marks *s, const struct heading_mark *m, size_t before)
{
    if (s->count == MARKS_MAX)
        return;
    s->found = mem_grow(s->found, &s->cap, s->count + 1, sizeof *s->found);
    struct mark *f = &s->found[s->count++];
    *f = (struct mark){.mark = *m};
    if (m->number <= 1 || !s->run[m->rank] || m->number <= s->last[m->rank])
        s->run[m->rank] = ++s->runs;
    f->run = s->run[m->rank];
    s->last[m->rank] = m->number;
    s->markdown = s->markdown || (m->rank > RANK_MARKDOWN && m->rank < RANK_PART);
    s->numbered = s->numbered || (m->rank >= RANK_PART && m->rank <= RANK_HAN_PAREN);
    if (before && s->found[before - 1].run == f->run)
        f->adjacent = s->found[before - 1].adjacent = true;
}

/* Headings and items inside the paragraph LINE, from FROM on; HEADED: a heading ends there. */
static void scan_inside(struct marks *s, struct span line, size_t from, bool headed)
{
    size_t behind = headed ? from : SIZE_MAX;
    for (size_t p = from; p < line.end && s->count < MARKS_MAX; p++) {
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
        add(s, &m, 0);
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
    add(s, &m, 0);
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
    bool headed = heading_of_line(&s->w, l, &m) && (!marks_is_digits(m.rank) || in_order(s, m.rank, m.number));
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

void marks_read(struct marks *s)
{
    size_t next, start = 0;
    struct heading_line l = {0};
    l.next = phrase_line(&s->w, 0, s->length, &next);
    while (start < s->length && s->count < MARKS_MAX) {
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
