/* Page marks. What each form needs to be believed stands in believe(). */
#include "text/noise_rule.h"

#include "base/mem.h"

enum form {
    FORM_TOTAL,   /* 第2页共14页 */
    FORM_TURNED,  /* 共14页 第2页 */
    FORM_PAGE,    /* 第2页 */
    FORM_OF,      /* Page 2 of 14 */
    FORM_ENGLISH, /* Page 2 */
    FORM_DASH,    /* — 2 — */
    FORM_HYPHEN,  /* - 2 - */
    FORM_DOT,     /* ·2· */
    FORM_SLASH,   /* 2/14 */
    FORM_BARE,    /* 2 */
    FORMS
};

/* Code points between two marks of one form, at least: a page. Numbers in a table or a list stand closer. */
static const size_t gaps[FORMS] = {[FORM_PAGE] = 10, [FORM_ENGLISH] = 10, [FORM_DASH] = 10, [FORM_HYPHEN] = 10,
                                   [FORM_DOT] = 10,  [FORM_SLASH] = 30,   [FORM_BARE] = 80};

/* Between two that are all there are, and stand inside lines. */
#define FULL_PAGE 200

enum place { PLACE_INSIDE, PLACE_EDGE, PLACE_LINE };

struct page {
    struct span span;
    int number, total;
    enum form form;
    enum place place;
    bool framed; /* in brackets or between dashes */
    bool cuts;   /* stands on a line of its own in the middle of a sentence */
    bool counted;
};

struct pages {
    struct page *all;
    size_t count, cap;
};

static uint32_t at(struct noise_search *s, size_t cp)
{
    return window_char(&s->w, cp);
}

static bool is_page_word(uint32_t c)
{
    return c == U'页' || c == U'頁';
}

/* One or two digits in Han: 一 to 九十九. */
static int han_number(struct window *w, size_t cp, size_t *n)
{
    static const uint32_t digits[] = {U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
    int value = 0, digit = 0;
    for (*n = 0; *n < 4; (*n)++) {
        uint32_t c = window_char(w, cp + *n);
        int d = 0;
        for (int i = 0; i < 9; i++)
            d = c == digits[i] ? i + 1 : d;
        if (d && !digit)
            digit = d;
        else if (c == U'十' && value == 0) {
            value = 10 * (digit ? digit : 1);
            digit = 0;
        } else
            break;
    }
    return value + digit;
}

/* "WORD N 页" at CP, WORD 第 or 共 or 总. Returns the place behind it and the number, or 0. */
static size_t counted_page(struct noise_search *s, size_t cp, size_t end, bool total, int *number)
{
    uint32_t c = at(s, cp);
    size_t n;
    if (total ? c != U'共' && c != U'总' && c != U'總' : c != U'第')
        return 0;
    size_t p = noise_skip(&s->w, cp + 1, end);
    *number = noise_number(&s->w, p, end, &n);
    if (n == 0)
        *number = han_number(&s->w, p, &n);
    if (*number == 0)
        return 0;
    p = noise_skip(&s->w, p + n, end);
    return p < end && is_page_word(at(s, p)) ? p + 1 : 0;
}

/* What may stand between the two halves of 第2页/共14页. */
static size_t between(struct noise_search *s, size_t cp, size_t end)
{
    size_t p = noise_skip(&s->w, cp, end);
    uint32_t c = p < end ? at(s, p) : 0;
    if (c == '/' || c == U'／' || c == U'，' || c == ',' || c == '|' || c == U'、' || noise_is_open(c))
        p = noise_skip(&s->w, p + 1, end);
    size_t n = noise_word_at(s, p, end, "当前");
    return noise_skip(&s->w, p + n, end);
}

static size_t parse_chinese(struct noise_search *s, size_t cp, size_t end, struct page *out)
{
    bool turned = at(s, cp) != U'第';
    int a = 0, b = 0;
    size_t first = counted_page(s, cp, end, turned, &a);
    if (!first)
        return 0;
    size_t p = between(s, first, end), second = counted_page(s, p, end, !turned, &b);
    if (!second) {
        *out = (struct page){.form = FORM_PAGE, .number = a};
        return turned ? 0 : first;
    }
    if (noise_is_open(at(s, p - 1)) && noise_is_close(at(s, second)))
        second++;
    *out = (struct page){.form = turned ? FORM_TURNED : FORM_TOTAL, .number = turned ? b : a, .total = turned ? a : b};
    return out->number <= out->total ? second : 0;
}

/* Page 2 of 14, page 2, p. 2 of 14 */
static size_t parse_english(struct noise_search *s, size_t cp, size_t end, struct page *out)
{
    size_t n = noise_word_at(s, cp, end, "page"), digits;
    if (!n || (cp > 0 && noise_is_latin(at(s, cp - 1)) && !noise_is_open(at(s, cp - 1)) && at(s, cp - 1) < 0x2000 &&
               at(s, cp - 1) != '-'))
        return 0;
    size_t p = noise_skip(&s->w, cp + n, end);
    if (p < end && at(s, p) == '|') /* Page | 2 */
        p = noise_skip(&s->w, p + 1, end);
    int number = noise_number(&s->w, p, end, &digits);
    if (number == 0)
        return 0;
    size_t first = p + digits;
    *out = (struct page){.form = FORM_ENGLISH, .number = number};
    p = noise_skip(&s->w, first, end);
    size_t of = noise_word_at(s, p, end, "of");
    of = of ? of : noise_word_at(s, p, end, "/");
    if (!of)
        return first;
    p = noise_skip(&s->w, p + of, end);
    int total = noise_number(&s->w, p, end, &digits);
    if (total < number)
        return first;
    out->form = FORM_OF;
    out->total = total;
    return p + digits;
}

static size_t parse_slash(struct noise_search *s, size_t cp, size_t end, struct page *out)
{
    size_t n;
    int number = noise_number(&s->w, cp, end, &n);
    if (!number)
        return 0;
    size_t p = noise_skip(&s->w, cp + n, end);
    *out = (struct page){.form = FORM_BARE, .number = number};
    if (p >= end || (at(s, p) != '/' && at(s, p) != U'／'))
        return cp + n;
    p = noise_skip(&s->w, p + 1, end);
    int total = noise_number(&s->w, p, end, &n);
    if (total < number)
        return 0;
    *out = (struct page){.form = FORM_SLASH, .number = number, .total = total};
    return p + n;
}

static bool is_dash(uint32_t c)
{
    return c == U'—' || c == U'－' || c == U'–' || c == U'―' || c == U'─' || c == U'━' || c == U'﹣';
}

static bool is_dot(uint32_t c)
{
    return c == U'·' || c == U'•' || c == U'・';
}

static bool is_frame(uint32_t c)
{
    return is_dash(c) || is_dot(c) || c == '-' || c == '~' || c == U'～';
}

/* CP behind a run of one or two C. */
static size_t past_frame(struct noise_search *s, size_t cp, size_t end, uint32_t c)
{
    size_t p = cp;
    while (p < end && p - cp < 2 && at(s, p) == c)
        p++;
    return p;
}

/* — 2 —, (第2页), - Page 2 of 14 -: a frame, and in it a number or another mark. */
static size_t parse_framed(struct noise_search *s, size_t cp, size_t end, struct page *out)
{
    uint32_t c = at(s, cp);
    bool bracket = noise_is_open(c);
    if ((!bracket && !is_frame(c)) || (cp > 0 && at(s, cp - 1) == c))
        return 0;
    size_t p = noise_skip(&s->w, bracket ? cp + 1 : past_frame(s, cp, end, c), end);
    size_t inner = parse_chinese(s, p, end, out);
    inner = inner ? inner : parse_english(s, p, end, out);
    if (!inner && !bracket) {
        inner = parse_slash(s, p, end, out);
        if (inner && out->form == FORM_BARE)
            out->form = is_dash(c) ? FORM_DASH : is_dot(c) ? FORM_DOT : FORM_HYPHEN;
    }
    if (!inner)
        return 0;
    p = noise_skip(&s->w, inner, end);
    if (p >= end || (bracket ? !noise_is_close(at(s, p)) : at(s, p) != c))
        return 0;
    out->framed = true;
    return bracket ? p + 1 : past_frame(s, p, end, c);
}

/* The mark that starts at CP; the place behind it, or 0. */
static size_t parse(struct noise_search *s, size_t cp, size_t end, struct page *out)
{
    uint32_t c = at(s, cp);
    if (c == U'第' || c == U'共' || c == U'总' || c == U'總')
        return parse_chinese(s, cp, end, out);
    if (c == 'P' || c == 'p')
        return parse_english(s, cp, end, out);
    if (noise_digit(c) >= 0)
        return cp > 0 && noise_digit(at(s, cp - 1)) >= 0 ? 0 : parse_slash(s, cp, end, out);
    return noise_is_open(c) || is_frame(c) ? parse_framed(s, cp, end, out) : 0;
}

/* 页码：2/14, 页 2/14, 2/14页: words that belong to a mark with a slash, and make it sure. */
static void grow(struct noise_search *s, struct page *p)
{
    static const char *const labels[] = {"页码", "页次", "页"};
    struct span grown = p->span;
    size_t at_end = grown.end, from = noise_skip_back(&s->w, 0, grown.start);
    if (p->form != FORM_SLASH)
        return;
    if (is_page_word(at(s, at_end)))
        grown.end++;
    if (from > 0 && (at(s, from - 1) == U'：' || at(s, from - 1) == ':'))
        from--;
    for (size_t i = 0; i < sizeof labels / sizeof *labels && grown.start == p->span.start; i++) {
        size_t n = i < 2 ? 2 : 1;
        if (from >= n && noise_word_at(s, from - n, from, labels[i]) == n)
            grown.start = from - n;
    }
    if (grown.end > p->span.end || grown.start < p->span.start)
        p->form = FORM_OF;
    p->span = grown;
}

static enum place place_of(struct noise_search *s, struct span m)
{
    size_t length = text_length(s->text), left = m.start, right = m.end;
    while (left > 0 && m.start - left < 100 && at(s, left - 1) != '\n' && noise_skip_back(&s->w, left - 1, left) < left)
        left--;
    while (right < length && right - m.end < 100 && noise_skip(&s->w, right, right + 1) > right)
        right++;
    bool begins = left == 0 || at(s, left - 1) == '\n', ends = right == length || at(s, right) == '\n';
    return begins && ends ? PLACE_LINE : begins || ends ? PLACE_EDGE : PLACE_INSIDE;
}

static bool cuts_sentence(struct noise_search *s, const struct page *p)
{
    struct noise_line a, b;
    if (p->place != PLACE_LINE || !noise_line_before(s, p->span.start, &a) || !noise_line_behind(s, p->span.start, &b))
        return false;
    return noise_goes_on(s, a.words, b.words);
}

/* Could a mark of this form stand where it does at all? */
static bool may_stand(struct noise_search *s, const struct page *p)
{
    bool dashes = p->framed && is_frame(at(s, p->span.start));
    if (p->form == FORM_SLASH || p->form == FORM_BARE || ((p->form == FORM_PAGE || p->form == FORM_ENGLISH) && !dashes))
        return p->place == PLACE_LINE;
    if (p->place == PLACE_LINE || (p->form != FORM_DASH && p->form != FORM_HYPHEN && p->form != FORM_DOT))
        return true;
    uint32_t before = p->span.start > 0 ? at(s, p->span.start - 1) : 0, behind = at(s, p->span.end);
    bool glued = (before > 0x7F || before == '\n' || !before) && (behind > 0x7F || behind == '\n' || !behind);
    return noise_digit(before) < 0 && noise_digit(behind) < 0 && !is_frame(before) && !is_frame(behind) &&
           (p->form != FORM_HYPHEN || glued);
}

/* May a mark begin with C? Asked for every character of a document, of which most are Han. */
static inline bool may_begin(uint32_t c)
{
    if (c >= 0x4E00 && c <= 0x9FFF)
        return c == U'第' || c == U'共' || c == U'总' || c == U'總';
    if (c < 0x80)
        return c == 'P' || c == 'p' || (c >= '0' && c <= '9') || c == '(' || c == '[' || c == '-' || c == '~';
    return noise_digit(c) >= 0 || noise_is_open(c) || is_frame(c);
}

static void collect(struct noise_search *s, struct pages *pages)
{
    size_t length = text_length(s->text), end;
    for (size_t cp = 0; cp < length && pages->count < NOISE_MARKS_MAX; cp = end ? end : cp + 1) {
        struct page p;
        end = may_begin(at(s, cp)) ? parse(s, cp, length, &p) : 0;
        if (!end)
            continue;
        p.span = (struct span){cp, end};
        grow(s, &p);
        p.place = place_of(s, p.span);
        if (!may_stand(s, &p))
            continue;
        p.cuts = cuts_sentence(s, &p);
        pages->all = mem_grow(pages->all, &pages->cap, pages->count + 1, sizeof *pages->all);
        pages->all[pages->count++] = p;
    }
}

/* What is known of all marks of one form. */
struct verdict {
    size_t series, cuts; /* how many count up, and how many of those cut a sentence */
    size_t apart;        /* code points between two of them, at least */
    bool heads;          /* the first one stands over the text: they are headings */
    bool last;           /* one stands at the document's end */
};

static bool stands_last(struct noise_search *s, const struct page *p)
{
    size_t length = text_length(s->text), cp = p->span.end;
    while (cp < length && (at(s, cp) == '\n' || noise_skip(&s->w, cp, cp + 1) > cp))
        cp++;
    return cp == length;
}

#define TITLE_MAX 100 /* code points before a mark that stands over the text */

static struct verdict judge(struct noise_search *s, struct pages *pages, enum form form)
{
    struct noise_member *members = mem_zero(pages->count + 1, sizeof *members);
    size_t n = 0;
    for (size_t i = 0; i < pages->count; i++)
        if (pages->all[i].form == form)
            members[n++] =
                (struct noise_member){pages->all[i].span.start, pages->all[i].number, pages->all[i].total, false};
    struct verdict v = {.series = noise_series(members, n, gaps[form]), .apart = SIZE_MAX};
    struct page *first = NULL, *before = NULL;
    n = 0;
    for (size_t i = 0; i < pages->count; i++) {
        struct page *p = &pages->all[i];
        if (p->form != form)
            continue;
        p->counted = members[n++].counted;
        first = first ? first : p;
        v.cuts += p->counted && p->cuts;
        if (p->counted) {
            size_t apart = before ? p->span.start - before->span.end : SIZE_MAX;
            v.apart = apart < v.apart ? apart : v.apart;
            before = p;
        }
        v.last = v.last || stands_last(s, p);
    }
    bool over_text = first && first->number == 1 && first->span.start < TITLE_MAX && first->place == PLACE_LINE;
    v.heads = over_text && v.cuts * 2 < v.series && !v.last;
    free(members);
    return v;
}

/* Is a single 第2页共14页 in a sentence one that the sentence speaks of? */
static bool is_cited(struct noise_search *s, const struct page *p)
{
    static const uint32_t before[] = {U'看', U'见', U'見', U'在', U'到', U'翻', U'读', U'讀',
                                      U'从', U'從', U'至', U'请', U'是', U'为', U'即', U'如',
                                      U'及', U'和', U'与', U'“',  U'《', U'「', U'写', U'示'};
    static const uint32_t behind[] = {U'的', U'中', U'里', U'上', U'内', U'有', U'是',
                                      U'为', U'，', U'、', U'”',  U'》', U'」'};
    uint32_t a = p->span.start > 0 ? at(s, p->span.start - 1) : 0, b = at(s, p->span.end);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (a == before[i])
            return true;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (b == behind[i])
            return true;
    return false;
}

/* Is it in quotes, as nothing is that a printer adds? */
static bool is_quoted(struct noise_search *s, const struct page *p)
{
    uint32_t a = p->span.start > 0 ? at(s, p->span.start - 1) : 0, b = at(s, p->span.end);
    return (a == b && (a == '"' || a == '\'' || a == '`')) || (a == U'“' && b == U'”') || (a == U'「' && b == U'」') ||
           (a == U'《' && b == U'》');
}

/* At the very end, behind a whole sentence: 谢谢大家！— 5 — */
static bool closes_document(struct noise_search *s, const struct page *p)
{
    size_t end = noise_skip_back(&s->w, 0, p->span.start);
    return stands_last(s, p) && (end == 0 || noise_ends_sentence(s, (struct span){end - (end > 4 ? 4 : end), end}));
}

static bool believe(struct noise_search *s, const struct page *p, const struct verdict *v)
{
    bool line = p->place == PLACE_LINE, twice = p->counted && v->series >= 2;
    if (is_quoted(s, p))
        return false;
    switch (p->form) {
    case FORM_TOTAL:
        return line || twice || !(is_cited(s, p) || p->framed);
    case FORM_TURNED:
    case FORM_OF:
        return line || twice;
    case FORM_PAGE:
    case FORM_ENGLISH:
        if (!line)
            return p->counted && v->series >= 3;
        return !v->heads && ((p->framed && p->form == FORM_PAGE) || (twice && (v->cuts || v->last)));
    case FORM_DASH:
    case FORM_HYPHEN:
    case FORM_DOT:
        if (line)
            return !v->heads && (p->form == FORM_DASH || twice || p->cuts || stands_last(s, p));
        if (p->place == PLACE_EDGE)
            return twice || closes_document(s, p);
        return p->counted && (v->series >= 3 || (twice && p->form == FORM_DASH && v->apart >= FULL_PAGE));
    case FORM_SLASH:
        return p->counted && v->series >= (v->cuts ? 2 : 3);
    default:
        return p->counted && v->series >= 3 && v->cuts * 2 >= v->series;
    }
}

void noise_rule_page(struct noise_search *s)
{
    struct pages pages = {0};
    struct verdict v[FORMS];
    collect(s, &pages);
    for (int form = 0; form < FORMS; form++)
        v[form] = judge(s, &pages, (enum form)form);
    for (size_t i = 0; i < pages.count; i++)
        if (believe(s, &pages.all[i], &v[pages.all[i].form]))
            noise_mark(s, pages.all[i].span, NOISE_PAGE, NOISE_JOIN_ASK);
    free(pages.all);
}
