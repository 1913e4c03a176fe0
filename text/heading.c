#include "text/heading.h"

#include "text/cut.h"
#include "text/item.h"

#include <unictype.h>

/* Code points. A line longer than LINE_MAX is a paragraph; a first sentence longer than LEAD_MAX is no heading. */
#define LINE_MAX 60
#define LATIN_LINE_MAX 80
#define LEAD_MAX 30
#define SENTENCE_MAX 40
#define FAR 200

static bool is_terminator(uint32_t c)
{
    return c == U'。' || c == U'！' || c == U'？' || c == '.' || c == '!' || c == '?';
}

static bool is_pause(uint32_t c)
{
    return c == U'，' || c == ',' || c == U'、' || c == U'；' || c == ';';
}

static bool is_closer(uint32_t c)
{
    return c == U'”' || c == U'’' || c == U'）' || c == ')' || c == U'」' || c == U'』' || c == U'》' || c == '"';
}

static bool is_tail(uint32_t c)
{
    return is_terminator(c) || is_pause(c) || c == U'：' || c == ':' || c == U'…' || cut_is_space(c);
}

static size_t length_of(struct span s)
{
    return s.end - s.start;
}

static size_t skip_space(struct window *w, size_t p, size_t end)
{
    while (p < end && cut_is_space(window_char(w, p)))
        p++;
    return p;
}

static struct span trimmed(struct window *w, struct span s)
{
    while (s.end > s.start && is_tail(window_char(w, s.end - 1)))
        s.end--;
    return s;
}

/* The last character of S that is no closing quote or bracket. */
static uint32_t last_word(struct window *w, struct span s)
{
    size_t p = s.end;
    while (p > s.start && s.end - p < 8 && is_closer(window_char(w, p - 1)))
        p--;
    return p > s.start ? window_char(w, p - 1) : 0;
}

static bool has_cjk(struct window *w, struct span s)
{
    for (size_t p = s.start; p < s.end && p - s.start < FAR; p++)
        if (cut_is_cjk(window_char(w, p)))
            return true;
    return false;
}

/* Does the text before the line stop in the middle of a sentence? Then a number that the line begins with was cut from
 * the sentence, was put there by whoever cut it, or counts what the sentence lists. A title, which has no punctuation,
 * is no sentence. */
static bool continues(struct window *w, const struct heading_line *l)
{
    struct span s = l->previous;
    uint32_t c = last_word(w, s);
    if (l->previous_is_heading || length_of(s) == 0 || is_terminator(c) || c == U'：' || c == ':' || c == U'…')
        return false;
    for (size_t p = s.end; p > s.start && s.end - p < FAR; p--)
        if (is_terminator(window_char(w, p - 1)) || is_pause(window_char(w, p - 1)))
            return true;
    return false;
}

/* Where the first sentence (or clause) of [START, END) ends; END where none ends within FAR. */
static size_t first_cut(struct window *w, bool sentence, struct span line, size_t start)
{
    for (size_t p = start + 1; p < line.end && p - start < FAR; p++)
        if (cut_at(w, sentence, line.start, line.end, p))
            return p;
    return line.end;
}

/* 一、二线城市, 三、四年级: numbers that are counted up, not a heading. */
static bool counts_up(struct window *w, size_t start, struct span line, const struct item *it)
{
    if (it->kind != ITEM_HAN || window_char(w, start + it->length - 1) != U'、')
        return false;
    static const uint32_t digits[] = {U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九', U'十'};
    size_t next = start + it->length;
    return it->number < 10 && next < line.end && window_char(w, next) == digits[it->number];
}

/* A heading of level 1 that runs into its paragraph: its two halves are equally long, so it ends where the second
 * clause reaches the length of the first. */
static size_t run_in_end(struct window *w, struct span line, size_t words)
{
    size_t first = first_cut(w, false, line, words);
    struct span clause = trimmed(w, (struct span){words, first});
    size_t n = length_of(clause);
    size_t second = first_cut(w, false, line, first);
    struct span rest = trimmed(w, (struct span){first, second});
    if (n <= LEAD_MAX && length_of(rest) >= n && second > first)
        return first + n;
    return n <= SENTENCE_MAX ? clause.end : 0;
}

/* Where the heading ends whose words begin at WORDS; 0 where they are none. */
static size_t words_end(struct window *w, struct span line, size_t words, enum item_kind kind)
{
    size_t end = first_cut(w, true, line, words);
    uint32_t last = last_word(w, (struct span){words, end});
    bool whole = end == line.end && !is_terminator(last);
    if (kind == ITEM_HAN) {
        if (end - words <= (whole ? LINE_MAX : LEAD_MAX) && last != U'；')
            return end;
        return run_in_end(w, line, words);
    }
    if (is_pause(last))
        return 0;
    return end - words <= SENTENCE_MAX ? end : 0;
}

static bool set(struct window *w, struct heading_mark *out, struct span s, int rank, const struct item *it)
{
    s = text_snap(w->text, trimmed(w, s));
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
    if (level == 0 || level > 6 || p == line.end || !cut_is_space(window_char(w, p)) || length_of(line) > FAR)
        return false;
    size_t end = line.end;
    while (end > p && window_char(w, end - 1) == '#')
        end--;
    return set(w, out, (struct span){skip_space(w, p, end), end}, RANK_MARKDOWN + (int)level, NULL);
}

/* Words over a line of = or - (CommonMark §4.3). */
static bool underlined(struct window *w, const struct heading_line *l, struct heading_mark *out)
{
    uint32_t c = window_char(w, l->next.start);
    if (length_of(l->next) < 3 || (c != '=' && c != '-') || l->indented_next || length_of(l->previous) > 0 ||
        length_of(l->line) > LATIN_LINE_MAX || is_terminator(last_word(w, l->line)))
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
        short_line = !is_terminator(window_char(w, p)) && !is_pause(window_char(w, p));
    if (!space && !(short_line && (it->kind == ITEM_PART || it->kind == ITEM_CHAPTER)))
        return false;
    if (space && it->kind == ITEM_ARTICLE && !short_line)
        return set(w, out, (struct span){line.start, mark}, rank, it);
    if (length_of(line) > LINE_MAX || is_terminator(last_word(w, line)) || is_pause(last_word(w, line)))
        return false;
    return set(w, out, line, rank, it);
}

/* 1. Summary, 2.1 Impact: a short line that begins with a capital and is no sentence; not one of a list's items, which
 * are sentences, or run on in the next line. */
static bool latin_number(struct window *w, const struct heading_line *l, size_t words, const struct item *it)
{
    uint32_t first = window_char(w, words), last = last_word(w, l->line);
    if (it->kind == ITEM_NUMBER_PAREN || it->kind == ITEM_HAN || it->kind == ITEM_HAN_PAREN)
        return false;
    if (!uc_is_upper(first) || length_of(l->line) > LATIN_LINE_MAX || is_terminator(last) || is_pause(last))
        return false;
    if (first_cut(w, true, l->line, words) < l->line.end || words == l->line.start + it->length)
        return false;
    return length_of(l->next) == 0 || (!l->indented_next && !uc_is_lower(window_char(w, l->next.start)));
}

static int rank_of(const struct item *it)
{
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
        return RANK_NUMBER_PAREN;
    default:
        return RANKS;
    }
}

/* A heading with a number, the words of which may run into the paragraph; at the start of LINE or inside it. */
static bool numbered(struct window *w, struct span line, size_t start, const struct item *it, struct heading_mark *out)
{
    size_t words = skip_space(w, start + it->length, line.end);
    if (words == line.end || counts_up(w, start, line, it))
        return false;
    size_t end = words_end(w, line, words, it->kind);
    if (!end || !set(w, out, (struct span){start, end}, rank_of(it), it))
        return false;
    out->alone = end == line.end;
    return out->span.end > words;
}

bool heading_of_line(struct window *w, const struct heading_line *l, struct heading_mark *out)
{
    struct span line = l->line;
    if (length_of(line) == 0 || is_contents(w, line))
        return false;
    if (markdown(w, line, out) || underlined(w, l, out))
        return true;
    struct item it = item_at(w, line.start, line.end);
    if (it.kind == ITEM_NONE || it.kind == ITEM_WORD || continues(w, l))
        return false;
    if (it.kind >= ITEM_PART && it.kind <= ITEM_ARTICLE)
        return part(w, line, &it, out);
    size_t words = skip_space(w, line.start + it.length, line.end);
    if (has_cjk(w, (struct span){words, line.end}))
        return (it.kind != ITEM_SECTION || length_of(line) <= LEAD_MAX) && numbered(w, line, line.start, &it, out);
    if (!latin_number(w, l, words, &it) || !set(w, out, line, rank_of(&it), &it))
        return false;
    out->alone = true;
    return true;
}

bool heading_inside(struct window *w, struct span line, size_t cp, struct heading_mark *out)
{
    struct item it = item_at(w, cp, line.end);
    if (it.kind != ITEM_HAN && it.kind != ITEM_HAN_PAREN)
        return false;
    if (item_page_mark(w, line.start, cp) == cp) {
        size_t p = cp;
        while (p > line.start && cp - p < 8 && cut_is_space(window_char(w, p - 1)))
            p--;
        if (!is_terminator(last_word(w, (struct span){line.start, p})))
            return false;
    }
    return numbered(w, line, cp, &it, out);
}
