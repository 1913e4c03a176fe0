/* What a web site puts before a text and behind it.
 *
 * Lines near the two edges of a document are told apart by their signs, and belief grows from those that are sure: to
 * those beside them that have a sign, and, on a page where a line is sure, to those that stand near it, or near the
 * edge of the page or of the text, with a title between at most. A line without a sign is the
 * text's, but for the name of the site above its path, and links between other lines of it behind the text. */
#include "text/noise_sign.h"

/* Lines that are looked at from either edge, and how long one is that is surely of the text. */
#define HEAD_LINES 60
#define TAIL_LINES 80
#define BODY_LINE 60
#define LINK_MAX 60
#define NAME_MAX 14

/* Lines from one that is believed, or an edge, to a weak one that is; and those between two links. */
#define REACH 3
#define GAP 2

struct edge_line {
    struct span words;
    enum noise_sign sign;
    bool site;
    bool own; /* of the document without doubt */
};

struct edge {
    struct edge_line lines[TAIL_LINES];
    size_t count;
    bool text; /* the text begins or ends here, and not the search */
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

static struct edge_line look(struct noise_search *s, struct span words)
{
    return (struct edge_line){words, noise_sign_of(s, words), false, noise_is_own(s, words)};
}

/* A heading of links before the text has no end that is known. */
static enum noise_sign sign_in_head(enum noise_sign sign)
{
    if (sign == SIGN_LIST || sign == SIGN_FOOT || sign == SIGN_TAIL)
        return SIGN_HINT;
    return sign == SIGN_TOP || sign == SIGN_WEAK_LIST ? SIGN_WEAK : sign;
}

static enum noise_sign sign_in_tail(enum noise_sign sign)
{
    if (sign == SIGN_TOP)
        return SIGN_NONE;
    if (sign == SIGN_HEAD || sign == SIGN_PATH)
        return SIGN_HINT;
    return sign == SIGN_TAIL ? SIGN_WEAK : sign;
}

static void look_at_head(struct noise_search *s, struct edge *e)
{
    struct noise_line l;
    e->count = 0;
    e->text = false;
    for (size_t cp = 0; e->count < HEAD_LINES && noise_line_next(s, cp, &l); cp = l.end + 1) {
        struct edge_line line = look(s, l.words);
        e->text = line.sign == SIGN_NONE && is_body(s, l.words);
        if (e->text)
            break;
        line.sign = sign_in_head(line.sign);
        e->lines[e->count++] = line;
    }
}

static void reverse(struct edge *e)
{
    for (size_t i = 0, k = e->count; i + 1 < k; i++) {
        struct edge_line line = e->lines[i];
        e->lines[i] = e->lines[--k];
        e->lines[k] = line;
    }
}

static void look_at_tail(struct noise_search *s, struct edge *e)
{
    struct noise_line l;
    size_t length = text_length(s->text);
    noise_line_at(s, length, &l);
    bool more = l.words.start < l.words.end || noise_line_before(s, length, &l);
    e->count = 0;
    e->text = false;
    for (; more && e->count < TAIL_LINES; more = noise_line_before(s, l.start, &l)) {
        struct edge_line line = look(s, l.words);
        e->text = line.sign == SIGN_NONE && (is_body(s, l.words) || noise_is_end_matter(s, l.words));
        if (e->text)
            break;
        line.sign = sign_in_tail(line.sign);
        e->lines[e->count++] = line;
    }
    reverse(e);
}

/* Where there is no text between the edges, a list of links may be the document. */
static void doubt_lists(struct edge *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->lines[i].sign == SIGN_LIST || e->lines[i].sign == SIGN_WEAK_LIST)
            e->lines[i].sign = SIGN_HINT;
}

/* Believe what is sure, as a heading of links is with another in the next line; is there any? */
static bool believe_sure(struct edge *e)
{
    bool any = false;
    for (size_t i = 0; i < e->count; i++) {
        bool empty = e->lines[i].sign == SIGN_WEAK_LIST && i + 1 < e->count && e->lines[i + 1].sign == SIGN_WEAK_LIST;
        e->lines[i].site = e->lines[i].sign >= SIGN_LIST || empty;
        any = any || e->lines[i].site;
    }
    return any;
}

/* May the sign of line I be believed where others are? A label beside one that only documents have goes with that. */
static bool may_be(const struct edge *e, size_t i)
{
    const struct edge_line *l = e->lines;
    bool own = (i > 0 && l[i - 1].own) || (i + 1 < e->count && l[i + 1].own);
    return l[i].sign > SIGN_HEAD || (l[i].sign != SIGN_NONE && !own);
}

/* Believe signs beside a line that is believed. */
static void believe_neighbours(struct edge *e)
{
    struct edge_line *l = e->lines;
    for (size_t i = 1; i < e->count; i++)
        if (l[i - 1].site && may_be(e, i))
            l[i].site = true;
    for (size_t i = e->count; i-- > 1;)
        if (l[i].site && may_be(e, i - 1))
            l[i - 1].site = true;
}

/* Believe weak signs within reach of a line that is believed, or of an end of the edge. */
static void believe_near(struct edge *e)
{
    struct edge_line *l = e->lines;
    size_t far = 0;
    for (size_t i = 0; i < e->count; i++) {
        bool reached = far <= REACH && l[i].sign >= SIGN_HEAD && may_be(e, i);
        l[i].site = l[i].site || reached;
        far = l[i].site ? 0 : far + 1;
    }
    far = 0;
    for (size_t i = e->count; i-- > 0;) {
        bool reached = far <= REACH && l[i].sign >= SIGN_HEAD && may_be(e, i);
        l[i].site = l[i].site || reached;
        far = l[i].site ? 0 : far + 1;
    }
}

/* Believe what stands below the headings of links that have the sign WANT, which are sure or lead to a line that is. */
static void believe_links(struct noise_search *s, struct edge *e, enum noise_sign want)
{
    struct edge_line *l = e->lines;
    for (size_t i = 0; i < e->count; i++) {
        size_t end = i + 1;
        if (l[i].sign != want)
            continue;
        while (end < e->count && !l[end].site && !l[end].own && is_link(s, l[end].words))
            end++;
        if (want != SIGN_LIST && !l[i].site && (end == e->count || !l[end].site))
            continue;
        for (size_t k = i; k < end; k++)
            l[k].site = true;
    }
}

/* Believe the one or two short lines without a sign that stand between two that are believed, behind the text. */
static void believe_between(struct noise_search *s, struct edge *e)
{
    struct edge_line *l = e->lines;
    size_t far = GAP + 1;
    for (size_t i = 0; i < e->count; i++) {
        if (l[i].site) {
            for (size_t k = i - (far <= GAP ? far : 0); k < i; k++)
                l[k].site = true;
            far = 0;
        } else {
            far = l[i].own || !is_link(s, l[i].words) ? GAP + 1 : far + 1;
        }
    }
}

/* Does the line with the words L go on with a bar of a path where it says NAME? */
static bool leads_from(struct noise_search *s, struct span l, struct span name)
{
    size_t n = name.end - name.start, same;
    for (size_t cp = l.start; cp + n < l.end; cp++) {
        for (same = 0; same < n && window_char(&s->w, cp + same) == window_char(&s->w, name.start + same);)
            same++;
        if (same == n && noise_is_path_bar(window_char(&s->w, noise_skip(&s->w, cp + n, l.end))))
            return true;
    }
    return false;
}

/* Believe the name of a site, which stands alone in a line, where a path near it begins with the name. */
static void believe_names(struct noise_search *s, struct edge *e)
{
    struct edge_line *l = e->lines;
    for (size_t i = 0; i < e->count; i++)
        for (size_t k = i > REACH ? i - REACH : 0; k < e->count && k <= i + REACH; k++)
            if (l[k].site && k != i && !l[i].own && l[i].words.end - l[i].words.start <= NAME_MAX)
                l[i].site = l[i].site || leads_from(s, l[k].words, l[i].words);
}

static void mark(struct noise_search *s, const struct edge *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->lines[i].site)
            noise_mark(s, e->lines[i].words, NOISE_SITE, NOISE_JOIN_NO);
}

void noise_rule_site(struct noise_search *s)
{
    struct edge head, tail;
    look_at_head(s, &head);
    look_at_tail(s, &tail);
    bool text = head.text && tail.text;
    if (!text)
        doubt_lists(&tail);
    bool in_head = believe_sure(&head), page = (believe_sure(&tail) || in_head) && text;
    believe_neighbours(&head);
    believe_neighbours(&tail);
    if (page) {
        believe_near(&head);
        believe_near(&tail);
    }
    believe_names(s, &head);
    believe_links(s, &tail, SIGN_LIST);
    believe_links(s, &tail, SIGN_WEAK_LIST);
    believe_neighbours(&head);
    believe_neighbours(&tail);
    if (page)
        believe_between(s, &tail);
    mark(s, &head);
    mark(s, &tail);
}
