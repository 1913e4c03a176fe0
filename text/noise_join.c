/* Which white space and line feeds go with noise. */
#include "text/noise_rule.h"

#include "text/cut.h"

#include <stdlib.h>

/* Marks that stand together: nothing but white space between them. */
struct block {
    struct noise_mark *marks;
    size_t count;
    size_t start, end;  /* of the marks */
    size_t left, right; /* with the white space of the line: where text, an LF or the document's edge is */
    bool begins_line, ends_line;
};

static int by_start(const void *a, const void *b)
{
    const struct noise_mark *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return (x->span.end < y->span.end) - (x->span.end > y->span.end); /* the longer one first */
}

static void put_in_order(struct noise_search *s)
{
    size_t kept = 0, reached = 0;
    if (s->count)
        qsort(s->marks, s->count, sizeof *s->marks, by_start);
    for (size_t i = 0; i < s->count; i++) {
        struct noise_mark m = s->marks[i];
        if (m.span.start < reached || m.span.start >= m.span.end)
            continue;
        reached = m.span.end;
        s->marks[kept++] = m;
    }
    s->count = kept;
}

/* The first place at or behind CP that is no white space, and the last one before. */
static size_t past_space(struct noise_search *s, size_t cp)
{
    size_t length = text_length(s->text);
    while (cp < length && cut_is_space(window_char(&s->w, cp)))
        cp++;
    return cp;
}

static size_t before_space(struct noise_search *s, size_t cp, size_t lo)
{
    while (cp > lo && cut_is_space(window_char(&s->w, cp - 1)))
        cp--;
    return cp;
}

/* The words around a block, up to the ends of their lines; of a paragraph without an end, what is near. */
static struct span words_before(struct noise_search *s, const struct block *b, size_t lo)
{
    size_t end = before_space(s, b->left, lo), start = end;
    while (start > lo && end - start < 200 && window_char(&s->w, start - 1) != '\n')
        start--;
    return (struct span){noise_skip(&s->w, start, end), end};
}

static struct span words_behind(struct noise_search *s, const struct block *b)
{
    size_t length = text_length(s->text), start = past_space(s, b->right), end = start;
    while (end < length && end - start < 200 && window_char(&s->w, end) != '\n')
        end++;
    return (struct span){start, end};
}

/* Does the text read on across the block without the LFs at its sides? */
static bool reads_on(struct noise_search *s, const struct block *b, struct span before, struct span behind)
{
    if (before.start >= before.end || behind.start >= behind.end)
        return false;
    for (size_t i = 0; i < b->count; i++)
        if (b->marks[i].join != NOISE_JOIN_ASK)
            return b->marks[i].join == NOISE_JOIN_YES;
    return noise_goes_on(s, before, behind);
}

/* The first and the last place that are hidden where the text reads on: of white space between words of Latin letters
 * one character stays. */
static void close_gap(struct noise_search *s, struct block *b, struct span before, struct span behind)
{
    bool latin = noise_is_latin(window_char(&s->w, before.end - 1)) && noise_is_latin(window_char(&s->w, behind.start));
    b->start = before.end;
    b->end = behind.start;
    if (!latin)
        return;
    if (window_char(&s->w, b->end - 1) != '\n' && b->end > b->right)
        b->end--;
    else
        b->start++;
}

/* A whole line goes with its line end; at the end of the document with the one before it. */
static void take_line(struct noise_search *s, struct block *b)
{
    b->start = b->left;
    b->end = b->right;
    if (b->right < text_length(s->text))
        b->end++;
    else if (b->left > 0)
        b->start--;
}

/* Inside a line the spaces that a page mark brought with it go, where Chinese is written on both sides. */
static void take_spaces(struct noise_search *s, struct block *b)
{
    if (b->marks[0].kind != NOISE_PAGE || noise_is_latin(window_char(&s->w, b->left - 1)) ||
        noise_is_latin(window_char(&s->w, b->right)))
        return;
    b->marks[0].span.start = b->left;
    b->marks[b->count - 1].span.end = b->right;
}

static void settle_block(struct noise_search *s, struct block *b, size_t lo)
{
    size_t length = text_length(s->text);
    b->left = noise_skip_back(&s->w, lo, b->start);
    b->right = noise_skip(&s->w, b->end, length);
    b->begins_line = b->left == 0 || window_char(&s->w, b->left - 1) == '\n';
    b->ends_line = b->right == length || window_char(&s->w, b->right) == '\n';
    if (!b->begins_line && !b->ends_line) {
        take_spaces(s, b);
        return;
    }
    struct span before = words_before(s, b, lo), behind = words_behind(s, b);
    if (reads_on(s, b, before, behind))
        close_gap(s, b, before, behind);
    else if (b->begins_line && b->ends_line)
        take_line(s, b);
    b->marks[0].span.start = b->start;
    for (size_t i = 0; i + 1 < b->count; i++)
        b->marks[i].span.end = b->marks[i + 1].span.start;
    b->marks[b->count - 1].span.end = b->end;
}

void noise_join(struct noise_search *s)
{
    put_in_order(s);
    size_t lo = 0;
    for (size_t i = 0, n; i < s->count; i += n) {
        struct block b = {.marks = s->marks + i, .count = 1, .start = s->marks[i].span.start};
        for (n = 1; i + n < s->count; n++)
            if (past_space(s, s->marks[i + n - 1].span.end) < s->marks[i + n].span.start)
                break;
        b.count = n;
        b.end = s->marks[i + n - 1].span.end;
        settle_block(s, &b, lo);
        lo = b.marks[n - 1].span.end;
    }
}
