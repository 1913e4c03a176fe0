#include "text/heading.h"

#include "text/cut.h"
#include "text/item.h"
#include "text/phrase.h"
#include "text/run_in.h"

#include <unictype.h>

/* Code points. A line longer than LINE_MAX is a paragraph; one longer than LEAD_MAX is no title. */
#define LINE_MAX 60
#define LATIN_LINE_MAX 80
#define LEAD_MAX 30

static size_t length_of(struct span s)
{
    return s.end - s.start;
}

/* Does the text before the line stop in the middle of a sentence? Then a number that the line begins with was cut from
 * the sentence, was put there by whoever cut it, or counts what the sentence lists. A title, which has no punctuation,
 * is no sentence. */
static bool continues(struct window *w, const struct heading_line *l)
{
    struct span s = l->previous;
    uint32_t c = phrase_last(w, s);
    if (l->previous_is_heading || length_of(s) == 0 || phrase_is_end(c) || c == U'：' || c == ':' || c == U'…')
        return false;
    for (size_t p = s.end; p > s.start && s.end - p < PHRASE_FAR; p--)
        if (phrase_is_end(window_char(w, p - 1)) || phrase_is_pause(window_char(w, p - 1)))
            return true;
    return false;
}

/* 一、二线城市, 三、四年级: numbers that are counted up, not a heading. */
static bool counts_up(struct window *w, size_t start, struct span line, const struct item *it)
{
    size_t next = start + it->length;
    return it->kind == ITEM_HAN && window_char(w, next - 1) == U'、' &&
           item_number(w, next, line.end) == it->number + 1;
}

static bool set(struct window *w, struct heading_mark *out, struct span s, int rank, const struct item *it)
{
    s = text_snap(w->text, phrase_trim(w, s));
    *out = (struct heading_mark){.span = s, .rank = rank, .number = it ? it->number : 0};
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
    return set(w, out, (struct span){phrase_skip_space(w, p, end), end}, RANK_MARKDOWN + (int)level, NULL);
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
    return set(w, out, l->line, RANK_MARKDOWN + (c == '=' ? 1 : 2), NULL);
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

/* 第一章 总则, 第一条　为了…… */
static bool part(struct window *w, struct span line, const struct item *it, struct heading_mark *out)
{
    int rank = RANK_PART + (int)it->kind - ITEM_PART;
    size_t mark = line.start + it->length;
    bool space = mark == line.end || cut_is_space(window_char(w, mark));
    bool short_line = length_of(line) <= LEAD_MAX;
    for (size_t p = mark; short_line && p < line.end; p++)
        short_line = !phrase_is_end(window_char(w, p)) && !phrase_is_pause(window_char(w, p));
    if (!space && !(short_line && (it->kind == ITEM_PART || it->kind == ITEM_CHAPTER)))
        return false;
    if (space && it->kind == ITEM_ARTICLE && !short_line)
        return set(w, out, (struct span){line.start, mark}, rank, it);
    if (length_of(line) > LINE_MAX || phrase_is_end(phrase_last(w, line)) || phrase_is_pause(phrase_last(w, line)))
        return false;
    return set(w, out, line, rank, it);
}

/* 1. Summary, 2.1 Impact: a short line that begins with a capital and is no sentence; not one of a list's items, which
 * are sentences, or run on in the next line. */
static bool latin_number(struct window *w, const struct heading_line *l, size_t words, const struct item *it)
{
    uint32_t first = window_char(w, words), last = phrase_last(w, l->line);
    if (it->kind == ITEM_NUMBER_PAREN || it->kind == ITEM_HAN || it->kind == ITEM_HAN_PAREN)
        return false;
    if (!uc_is_upper(first) || length_of(l->line) > LATIN_LINE_MAX || phrase_is_end(last) || phrase_is_pause(last))
        return false;
    if (phrase_cut(w, true, l->line, words) < l->line.end || words == l->line.start + it->length)
        return false;
    return length_of(l->next) == 0 || (!l->indented_next && !uc_is_lower(window_char(w, l->next.start)));
}

static int rank_of(struct window *w, size_t start, const struct item *it)
{
    uint32_t c = window_char(w, start);
    switch (it->kind) {
    case ITEM_HAN:
        return RANK_HAN;
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
    return rank_of(w, s.start, &it);
}

/* A heading with a number, the words of which may run into the paragraph; at the start of LINE or inside it. */
static bool numbered(struct window *w, struct span line, size_t start, const struct item *it, struct heading_mark *out)
{
    size_t words = phrase_skip_space(w, start + it->length, line.end);
    if (words == line.end || counts_up(w, start, line, it))
        return false;
    size_t end = run_in_end(w, line, words, it->kind);
    if (!end || !set(w, out, (struct span){start, end}, rank_of(w, start, it), it))
        return false;
    out->alone = end == line.end;
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

bool heading_of_line(struct window *w, const struct heading_line *l, struct heading_mark *out)
{
    struct span line = l->line;
    if (length_of(line) == 0 || is_contents(w, line))
        return false;
    if (markdown(w, line, out) || underlined(w, l, out))
        return true;
    struct item it = item_at(w, line.start, line.end);
    if (it.kind == ITEM_NONE || it.kind == ITEM_WORD || (continues(w, l) && !is_title(w, line, &it)))
        return false;
    if (it.kind >= ITEM_PART && it.kind <= ITEM_ARTICLE)
        return part(w, line, &it, out);
    size_t words = phrase_skip_space(w, line.start + it.length, line.end);
    if (phrase_has_cjk(w, (struct span){words, line.end}))
        return (it.kind != ITEM_SECTION || length_of(line) <= LEAD_MAX) && numbered(w, line, line.start, &it, out);
    if (!latin_number(w, l, words, &it) || !set(w, out, line, rank_of(w, line.start, &it), &it))
        return false;
    out->alone = true;
    return true;
}

/* 第二章 检修 第三条 …, in a law of one line. */
static bool part_inside(struct window *w, struct span line, size_t cp, const struct item *it, struct heading_mark *out)
{
    size_t mark = cp + it->length, end = phrase_skip_space(w, mark, line.end);
    if (end == mark || end == line.end)
        return false;
    if (it->kind == ITEM_ARTICLE)
        return set(w, out, (struct span){cp, mark}, RANK_ARTICLE, it);
    size_t words = end;
    for (; end < line.end && end - words < LEAD_MAX; end++) {
        uint32_t c = window_char(w, end);
        enum item_kind kind = c == U'第' ? item_at(w, end, line.end).kind : ITEM_NONE;
        if (phrase_is_pause(c) || phrase_is_end(c))
            return false;
        if (cut_is_space(c) || (kind >= ITEM_PART && kind <= ITEM_ARTICLE))
            return end > words && set(w, out, (struct span){cp, end}, RANK_PART + (int)it->kind - ITEM_PART, it);
    }
    return false;
}

/* Does what stands before CP end, so that a number there may head something? */
static bool may_head(struct window *w, struct span line, size_t cp, const struct item *it)
{
    size_t p = cp;
    while (p > line.start && cp - p < 8 && cut_is_space(window_char(w, p - 1)))
        p--;
    uint32_t last = phrase_last(w, (struct span){line.start, p});
    if (phrase_is_end(last) || item_page_mark(w, line.start, cp) < cp)
        return true;
    bool han = it->kind == ITEM_HAN || it->kind == ITEM_HAN_PAREN;
    return han && ((it->number == 1 && (last == U'：' || last == ':')) || (p < cp && !phrase_is_pause(last)));
}

bool heading_inside(struct window *w, struct span line, size_t cp, bool follows, struct heading_mark *out)
{
    struct item it = item_at(w, cp, line.end);
    if (it.kind == ITEM_NONE || it.kind == ITEM_WORD || it.kind == ITEM_SECTION ||
        !(follows || may_head(w, line, cp, &it)))
        return false;
    if (it.kind >= ITEM_PART)
        return part_inside(w, line, cp, &it, out);
    if (it.kind >= ITEM_NUMBER && !cut_is_cjk(window_char(w, cp + it.length)))
        return false;
    if (!numbered(w, line, cp, &it, out))
        return false;
    out->inside = true;
    return true;
}
