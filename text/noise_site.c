/* What a web site puts before a text and behind it. */
#include "text/noise_sign.h"

/* Lines that are looked at from either edge, and how long one is that is surely of the text. */
#define HEAD_LINES 40
#define TAIL_LINES 80
#define BODY_LINE 60
#define LINK_MAX 60

struct edge_line {
    struct span words;
    enum noise_sign sign;
    bool site;
};

/* Does a line without a sign tell that the text has begun, or not ended yet? */
static bool is_body(struct noise_search *s, struct span l)
{
    uint32_t last = window_char(&s->w, l.end - 1);
    return l.end - l.start >= BODY_LINE || last == U'。' || last == U'！' || last == U'：' || last == U'；' ||
           (last == '.' && l.end - l.start > 20);
}

static bool is_link(struct noise_search *s, struct span l)
{
    uint32_t c = window_char(&s->w, l.start);
    return l.end - l.start <= LINK_MAX && c != '-' && c != '*' && c != U'《' && noise_digit(c) < 0;
}

/* Believe what stands below the headings of links that have the sign WANT, which are sure or lead to a line that is. */
static void believe_links(struct noise_search *s, struct edge_line *l, size_t n, enum noise_sign want)
{
    for (size_t i = 0; i < n; i++) {
        size_t end = i + 1;
        if (l[i].sign != want)
            continue;
        while (end < n && !l[end].site && is_link(s, l[end].words))
            end++;
        if (want != SIGN_LIST && !l[i].site && (end == n || !l[end].site))
            continue;
        for (size_t k = i; k < end; k++)
            l[k].site = true;
    }
}

/* Believe weak signs beside a line that is believed. */
static void believe_neighbours(struct edge_line *l, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (l[i - 1].site && l[i].sign != SIGN_NONE)
            l[i].site = true;
    for (size_t i = n; i-- > 1;)
        if (l[i].site && l[i - 1].sign != SIGN_NONE)
            l[i - 1].site = true;
}

static void believe(struct noise_search *s, struct edge_line *l, size_t n)
{
    for (size_t i = 0; i < n; i++)
        l[i].site = l[i].sign >= SIGN_LIST;
    believe_neighbours(l, n);
    believe_links(s, l, n, SIGN_LIST);
    believe_links(s, l, n, SIGN_WEAK_LIST);
    believe_neighbours(l, n);
}

static void mark(struct noise_search *s, const struct edge_line *l, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (l[i].site)
            noise_mark(s, l[i].words, NOISE_SITE, NOISE_JOIN_NO);
}

static struct edge_line look(struct noise_search *s, struct span words)
{
    return (struct edge_line){words, noise_sign_of(s, words), false};
}

void noise_rule_site_head(struct noise_search *s)
{
    struct edge_line lines[HEAD_LINES];
    struct noise_line l;
    size_t n = 0;
    for (size_t cp = 0; n < HEAD_LINES && noise_line_next(s, cp, &l); cp = l.end + 1) {
        lines[n] = look(s, l.words);
        if (lines[n].sign == SIGN_NONE && is_body(s, l.words))
            break;
        n++;
    }
    for (size_t i = 0; i < n; i++) /* a heading of links before the text has no end that is known */
        if (lines[i].sign == SIGN_LIST || lines[i].sign == SIGN_WEAK_LIST || lines[i].sign == SIGN_FOOT)
            lines[i].sign = SIGN_WEAK;
    believe(s, lines, n);
    mark(s, lines, n);
}

void noise_rule_site_tail(struct noise_search *s)
{
    struct edge_line lines[TAIL_LINES];
    struct noise_line l;
    size_t n = 0, length = text_length(s->text);
    noise_line_at(s, length, &l);
    bool more = l.words.start < l.words.end || noise_line_before(s, length, &l);
    for (; more && n < TAIL_LINES; more = noise_line_before(s, l.start, &l)) {
        struct edge_line line = look(s, l.words);
        if (line.sign == SIGN_NONE && is_body(s, l.words))
            break;
        lines[TAIL_LINES - 1 - n++] = line;
    }
    believe(s, lines + TAIL_LINES - n, n);
    mark(s, lines + TAIL_LINES - n, n);
}
