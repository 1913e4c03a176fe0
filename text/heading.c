#include "text/heading.h"

#include "text/cut.h"
#include "text/part.h"
#include "text/phrase.h"
#include "text/run_in.h"

#include <unictype.h>

/* Code points. A line longer than LINE_MAX is a paragraph; one longer than LEAD_MAX is no title. */
#define LINE_MAX 60
#define LATIN_LINE_MAX 80
#define LEAD_MAX 30
#define TOPIC_MAX 40

/* So many 一， 二， must follow each other. */
#define COMMAS_MIN 3

/* 1 故障描述 has at most so many code points, and so many follow each other. */
#define BARE_MAX 18
#define BARE_MIN 3

/* So many 第一个问题, 第二个问题, each a line. */
#define TOPICS_MIN 2

static size_t length_of(struct span s)
{
    return s.end - s.start;
}

/* 第一个问题，关于作风: a line that names one of the topics of a speech. */
static bool begins_topic(struct window *w, struct span s)
{
    struct item it = item_at(w, s.start, s.end);
    size_t words = s.start + it.length;
    uint32_t last = phrase_last(w, s);
    if (it.kind != ITEM_WORD || it.word != ITEM_SORT || length_of(s) > TOPIC_MAX || phrase_is_end(last) ||
        phrase_is_pause(last))
        return false;
    return phrase_starts(w, words, U"问题") || phrase_starts(w, words, U"問題") || phrase_starts(w, words, U"方面");
}

/* A. 用公款拜年: an answer to choose. */
static bool is_option(struct window *w, struct span s)
{
    uint32_t c = window_char(w, s.start), dot = window_char(w, s.start + 1);
    return c >= 'A' && c <= 'H' && (dot == '.' || dot == U'．' || dot == U'、');
}

/* Does the text before the line stop in the middle of a sentence? Then a number that the line begins with was cut from
 * the sentence, was put there by whoever cut it, or counts what the sentence lists. A title, which has no punctuation,
 * is no sentence. */
static bool continues(struct window *w, const struct heading_line *l)
{
    struct span s = l->previous;
    uint32_t c = phrase_last(w, s);
    if (l->previous_is_heading || length_of(s) == 0 || phrase_is_end(c) || c == U'：' || c == ':' || c == U'…' ||
        phrase_is_semicolon(c) || cut_is_space(c) || is_option(w, s)) /* the blank of （ ） is to be filled in */
        return false;
    if (begins_topic(w, s))
        return false;
    for (size_t p = s.end; p > s.start && s.end - p < PHRASE_FAR; p--)
        if (phrase_is_end(window_char(w, p - 1)) || phrase_is_pause(window_char(w, p - 1)))
            return true;
    return false;
}

/* 一、二线城市, 三、四年级, 一, 二, 三: numbers that are counted up, not a heading. */
static bool counts_up(struct window *w, size_t start, struct span line, size_t words, const struct item *it)
{
    size_t next = start + it->length;
    if (it->kind == ITEM_HAN_COMMA)
        return item_number(w, words, line.end) != 0;
    return it->kind == ITEM_HAN && window_char(w, next - 1) == U'、' &&
           item_number(w, next, line.end) == it->number + 1;
}

bool heading_set(struct window *w, struct heading_mark *out, struct span s, int rank, const struct item *it)
{
    s = text_snap(w->text, phrase_trim(w, s));
    *out = (struct heading_mark){.span = s, .rank = rank, .number = it ? it->number : 0};
    out->words = s.start + (it ? it->length : 0);
    out->depth = it && it->kind == ITEM_SECTION ? (size_t)it->depth : 1;
    return s.start < s.end;
}

/* # Words, ## Words ## (CommonMark §4.2) */
static bool markdown(struct window *w, struct span line, struct heading_mark *out)
{
    size_t p = line.start;
    while (p < line.end && window_char(w, p) == '#')
        p++;
    size_t level = p - line.start;
    if (level == 0 || level > 6 || p == line.end || !cut_is_space(window_char(w, p)) || length_of(line) > PHRASE_FAR)
        return false;
    size_t end = line.end;
    while (end > p && window_char(w, end - 1) == '#')
        end--;
    return heading_set(w, out, (struct span){phrase_skip_space(w, p, end), end}, RANK_MARKDOWN + (int)level, NULL);
}

/* Words over a line of = or - (CommonMark §4.3). */
static bool underlined(struct window *w, const struct heading_line *l, struct heading_mark *out)
{
    uint32_t c = window_char(w, l->next.start);
    if (length_of(l->next) < 3 || (c != '=' && c != '-') || l->indented_next || length_of(l->previous) > 0 ||
        length_of(l->line) > LATIN_LINE_MAX || phrase_is_end(phrase_last(w, l->line)))
        return false;
    for (size_t p = l->next.start; p < l->next.end; p++)
        if (window_char(w, p) != c)
            return false;
    uint32_t first = window_char(w, l->line.start);
    if (first == '-' || first == '=' || first == '|' || first == '>' || first == '*')
        return false;
    return heading_set(w, out, l->line, RANK_MARKDOWN + (c == '=' ? 1 : 2), NULL);
}

/* 总则 …… 3: a line of a table of contents. */
static bool is_contents(struct window *w, struct span line)
{
    size_t p = line.end, dots = 0;
    while (p > line.start && window_char(w, p - 1) >= '0' && window_char(w, p - 1) <= '9')
        p--;
    if (p == line.end)
        return false;
    for (; p > line.start; p--) {
        uint32_t c = window_char(w, p - 1);
        if (c == '.' || c == U'…' || c == U'．' || c == U'·')
            dots++;
        else if (!cut_is_space(c))
            break;
    }
    return dots >= 2;
}

/* 1. Source Code.: a title in capitals with a full stop, alone between blank lines. */
static bool is_stopped_title(struct window *w, const struct heading_line *l, size_t words)
{
    if (length_of(l->previous) > 0 || length_of(l->next) > 0 || window_char(w, l->line.end - 1) != '.')
        return false;
    for (size_t p = words; p < l->line.end; p++) {
        bool starts = p == words || cut_is_space(window_char(w, p - 1));
        size_t end = p;
        while (starts && end < l->line.end && !cut_is_space(window_char(w, end)))
            end++;
        if (starts && end - p > 3 && uc_is_lower(window_char(w, p)))
            return false;
    }
    return true;
}

/* 1. Summary, 2.1 Impact: a short line that begins with a capital and is no sentence; not one of a list's items, which
 * are sentences, or run on in the next line. */
static bool latin_number(struct window *w, const struct heading_line *l, size_t words, const struct item *it)
{
    uint32_t first = window_char(w, words), last = phrase_last(w, l->line);
    if (it->kind == ITEM_NUMBER_PAREN || it->kind == ITEM_HAN || it->kind == ITEM_HAN_PAREN)
        return false;
    if (!uc_is_upper(first) || length_of(l->line) > LATIN_LINE_MAX || phrase_is_pause(last) ||
        (phrase_is_end(last) && !is_stopped_title(w, l, words)))
        return false;
    if (phrase_cut(w, true, l->line, words) < l->line.end || words == l->line.start + it->length)
        return false;
    uint32_t behind = window_char(w, l->next.start + 1); /* a) begins no words that go on */
    bool goes_on = uc_is_lower(window_char(w, l->next.start)) && behind != ')' && behind != '.';
    return length_of(l->next) == 0 || (!l->indented_next && !goes_on);
}

int heading_rank(struct window *w, size_t start, const struct item *it)
{
    uint32_t c = window_char(w, start);
    switch (it->kind) {
    case ITEM_HAN:
        return RANK_HAN;
    case ITEM_HAN_COMMA:
        return RANK_HAN_COMMA;
    case ITEM_HAN_PAREN:
        return RANK_HAN_PAREN;
    case ITEM_NUMBER:
        return RANK_NUMBER;
    case ITEM_SECTION:
        return RANK_NUMBER + it->depth - 1;
    case ITEM_NUMBER_PAREN:
        if (c >= 0x2460 && c <= 0x2473)
            return RANK_CIRCLED;
        return c == '(' || c == U'（' || c >= 0x2474 ? RANK_NUMBER_PAREN : RANK_NUMBER_CLOSED;
    case ITEM_PART:
    case ITEM_CHAPTER:
    case ITEM_SUBCHAPTER:
    case ITEM_ARTICLE:
        return RANK_PART + (int)it->kind - ITEM_PART;
    default:
        return RANKS;
    }
}

int heading_rank_at(struct window *w, struct span s)
{
    struct item it = item_at(w, s.start, s.end);
    return heading_rank(w, s.start, &it);
}

/* A heading with a number, the words of which may run into the paragraph; at the start of LINE or inside it. */
static bool numbered(struct window *w, struct span line, size_t start, const struct item *it, struct heading_mark *out)
{
    size_t words = phrase_skip_space(w, start + it->length, line.end);
    if (words == line.end || phrase_is_closer(window_char(w, words)) || counts_up(w, start, line, words, it))
        return false;
    struct run_in in = run_in(w, line, words, it);
    if (!in.end || !heading_set(w, out, (struct span){start, in.end}, heading_rank(w, start, it), it))
        return false;
    out->words = words;
    out->listed = in.listed;
    out->alone = in.end == line.end;
    out->least = it->kind == ITEM_HAN_COMMA ? COMMAS_MIN : 1;
    return out->span.end > words;
}

/* Is LINE, which begins with IT, a title, so that it does not matter what stands before it? */
static bool is_title(struct window *w, struct span line, const struct item *it)
{
    if ((it->kind != ITEM_HAN && it->kind != ITEM_HAN_PAREN) || length_of(line) > LEAD_MAX)
        return false;
    for (size_t p = line.start + it->length; p < line.end; p++) {
        uint32_t c = window_char(w, p);
        if (phrase_is_end(c) || c == U'；' || c == ';' || c == U'：' || c == ':')
            return false;
    }
    return true;
}

/* 1 故障描述: a number without a point and a few words, a title where there are more of them. */
static bool bare_number(struct window *w, struct span line, struct heading_mark *out)
{
    size_t p = line.start;
    uint32_t c = window_char(w, p);
    if (c < '1' || c > '9' || length_of(line) > BARE_MAX)
        return false;
    struct item it = {.kind = ITEM_NUMBER, .number = item_number(w, p, line.end)};
    while (window_char(w, p) >= '0' && window_char(w, p) <= '9')
        p++;
    it.length = p - line.start;
    size_t words = phrase_skip_space(w, p, line.end);
    if (words == p || it.number == 0 || line.end - words < 2)
        return false;
    for (p = words; p < line.end; p++) {
        c = window_char(w, p);
        if (!cut_is_cjk(c) || phrase_is_end(c) || (phrase_is_pause(c) && c != U'、') || c == U'：' || cut_is_space(c))
            return false;
    }
    if (!heading_set(w, out, line, RANK_NUMBER, &it))
        return false;
    out->alone = true;
    out->least = BARE_MIN;
    return true;
}

bool heading_of_line(struct window *w, const struct heading_line *l, struct heading_mark *out)
{
    struct span line = l->line;
    if (length_of(line) == 0 || is_contents(w, line))
        return false;
    if (markdown(w, line, out) || underlined(w, l, out))
        return true;
    struct item it = item_weak_at(w, line.start, line.end);
    if (begins_topic(w, line)) {
        bool set = heading_set(w, out, line, RANK_PART, &it);
        out->least = TOPICS_MIN;
        return set;
    }
    if (it.kind == ITEM_NONE)
        return !continues(w, l) && bare_number(w, line, out);
    if (it.kind == ITEM_WORD || (continues(w, l) && !is_title(w, line, &it)))
        return false;
    if (it.kind >= ITEM_PART && it.kind <= ITEM_ARTICLE)
        return part_of_line(w, line, &it, out);
    size_t words = phrase_skip_space(w, line.start + it.length, line.end);
    if (phrase_has_cjk(w, (struct span){words, line.end}))
        return (it.kind != ITEM_SECTION || length_of(line) <= LEAD_MAX) && numbered(w, line, line.start, &it, out);
    if (!latin_number(w, l, words, &it) || !heading_set(w, out, line, heading_rank(w, line.start, &it), &it))
        return false;
    out->alone = true;
    return true;
}

/* What stands before CP, without white space: its last character is returned, and that it is the opening of a quote in
 * *QUOTED. */
static uint32_t before(struct window *w, struct span line, size_t cp, size_t *end, bool *quoted)
{
    size_t p = cp;
    while (p > line.start && cp - p < 8 && cut_is_space(window_char(w, p - 1)))
        p--;
    uint32_t last = phrase_last(w, (struct span){line.start, p});
    bool straight = p > line.start && window_char(w, p - 1) == '"';
    *quoted = straight && !phrase_is_end(last);
    *end = p;
    return last;
}

/* Does what stands before CP end, so that a number there may head something? */
static bool may_head(struct window *w, struct span line, size_t cp, const struct item *it)
{
    size_t p;
    bool quoted;
    uint32_t last = before(w, line, cp, &p, &quoted);
    if (quoted)
        return false;
    if (phrase_is_end(last) || item_page_mark(w, line.start, cp) < cp)
        return true;
    if ((last == U'：' || last == ':') && it->number == 1 && it->kind < ITEM_SECTION)
        return p < 2 || window_char(w, p - 2) < '0' || window_char(w, p - 2) > '9'; /* 3:1) is a score */
    if (phrase_is_semicolon(last) && it->kind < ITEM_SECTION)
        return it->number > 1;
    bool part = it->kind >= ITEM_PART && it->kind <= ITEM_ARTICLE && cut_is_space(window_char(w, cp + it->length));
    bool han = it->kind == ITEM_HAN || it->kind == ITEM_HAN_PAREN || part;
    return han && p < cp && !phrase_is_pause(last);
}

/* 1.检查 and 1. 检查, but not 1.5 or 1. See */
static bool heads_han(struct window *w, size_t cp, const struct item *it)
{
    uint32_t c = window_char(w, cp + it->length);
    return cut_is_cjk(cut_is_space(c) ? window_char(w, cp + it->length + 1) : c);
}

bool heading_inside(struct window *w, struct span line, size_t cp, const struct item *it, bool follows,
                    struct heading_mark *out)
{
    if (it->kind == ITEM_NONE || it->kind == ITEM_WORD || it->kind == ITEM_SECTION ||
        !(follows || may_head(w, line, cp, it)))
        return false;
    if (it->kind >= ITEM_PART && it->kind <= ITEM_ARTICLE) {
        bool is = part_inside(w, line, cp, it, out);
        out->inside = !follows;
        return is;
    }
    if (it->kind >= ITEM_NUMBER && it->kind < ITEM_SECTION && !heads_han(w, cp, it))
        return false;
    if (!numbered(w, line, cp, it, out))
        return false;
    size_t p;
    bool quoted;
    out->listed = out->listed || (!follows && phrase_is_semicolon(before(w, line, cp, &p, &quoted)));
    out->inside = true;
    return true;
}
