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

/* Believe the lines that are sure, those below a heading of links, and weak ones beside them. */
static void believe(struct edge_line *l, size_t n)
{
    bool links = false;
    for (size_t i = 0; i < n; i++) {
        if (l[i].sign >= SIGN_LIST)
            l[i].site = true;
        links = (links && l[i].words.end - l[i].words.start <= LINK_MAX) || l[i].sign == SIGN_LIST;
        l[i].site = l[i].site || links;
    }
    for (size_t i = 1; i < n; i++)
        if (l[i - 1].site && l[i].sign != SIGN_NONE)
            l[i].site = true;
    for (size_t i = n; i-- > 1;)
        if (l[i].site && l[i - 1].sign != SIGN_NONE)
            l[i - 1].site = true;
    links = false;
    for (size_t i = 0; i < n; i++) {
        links = (links && l[i].words.end - l[i].words.start <= LINK_MAX) || (l[i].site && l[i].sign == SIGN_WEAK_LIST);
        l[i].site = l[i].site || links;
    }
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
        if (lines[i].sign == SIGN_LIST || lines[i].sign == SIGN_WEAK_LIST)
            lines[i].sign = SIGN_WEAK;
    believe(lines, n);
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
    believe(lines + TAIL_LINES - n, n);
    mark(s, lines + TAIL_LINES - n, n);
}
