#include "text/phrase.h"

#include "text/cut.h"

/* A first clause of fewer code points says too little to stand alone; one that is longer than asked for by this much
 * is still taken whole. */
#define CLAUSE_MIN 2
#define CLAUSE_OVER 10

bool phrase_is_end(uint32_t c)
{
    return c == U'。' || c == U'！' || c == U'？' || c == '.' || c == '!' || c == '?';
}

bool phrase_is_pause(uint32_t c)
{
    return c == U'，' || c == ',' || c == U'、' || c == U'；' || c == ';';
}

/* The bracket or quote that C closes; 0: it closes none. */
static uint32_t opener_of(uint32_t c)
{
    switch (c) {
    case U'”':
    case U'〞':
        return U'“';
    case U'’':
        return U'‘';
    case U'）':
        return U'（';
    case ')':
        return '(';
    case U'」':
        return U'「';
    case U'』':
        return U'『';
    case U'》':
        return U'《';
    case U'】':
        return U'【';
    default:
        return 0;
    }
}

bool phrase_is_closer(uint32_t c)
{
    return c == '"' || opener_of(c);
}

static bool is_tail(uint32_t c)
{
    return phrase_is_end(c) || phrase_is_pause(c) || c == U'：' || c == ':' || c == U'…' || cut_is_space(c);
}

struct span phrase_line(struct window *w, size_t start, size_t length, size_t *next)
{
    struct span line = {start, text_line_end(w->text, start)};
    if (line.end > length)
        line.end = length;
    *next = line.end + 1;
    while (line.start < line.end && cut_is_space(window_char(w, line.start)))
        line.start++;
    while (line.end > line.start && cut_is_space(window_char(w, line.end - 1)))
        line.end--;
    return line;
}

size_t phrase_skip_space(struct window *w, size_t p, size_t end)
{
    while (p < end && cut_is_space(window_char(w, p)))
        p++;
    return p;
}

/* Is what the last character of S closes opened outside S? */
static bool is_stray(struct window *w, struct span s)
{
    uint32_t closer = window_char(w, s.end - 1), opener = opener_of(closer);
    if (!opener)
        return false;
    int depth = 0;
    for (size_t p = s.end; p > s.start && s.end - p < PHRASE_FAR; p--) {
        uint32_t c = window_char(w, p - 1);
        depth += (c == closer) - (c == opener);
        if (depth == 0)
            return false;
    }
    return true;
}

struct span phrase_trim(struct window *w, struct span s)
{
    while (s.end > s.start && (is_tail(window_char(w, s.end - 1)) || is_stray(w, s)))
        s.end--;
    return s;
}

uint32_t phrase_last(struct window *w, struct span s)
{
    size_t p = s.end;
    while (p > s.start && s.end - p < 8 && phrase_is_closer(window_char(w, p - 1)))
        p--;
    return p > s.start ? window_char(w, p - 1) : 0;
}

bool phrase_starts(struct window *w, size_t p, const char32_t *word)
{
    for (; *word; word++, p++)
        if (*word != window_char(w, p))
            return false;
    return true;
}

bool phrase_has_cjk(struct window *w, struct span s)
{
    for (size_t p = s.start; p < s.end && p - s.start < PHRASE_FAR; p++)
        if (cut_is_cjk(window_char(w, p)))
            return true;
    return false;
}

/* Most characters end nothing. */
static bool may_end(uint32_t c)
{
    return c < 0x80 ? !((c | 32) >= 'a' && (c | 32) <= 'z') && !cut_is_space(c) : c < 0x3400 || c > 0x9FFF;
}

size_t phrase_cut(struct window *w, bool sentence, struct span line, size_t start)
{
    for (size_t p = start + 1; p < line.end && p - start < PHRASE_FAR; p++)
        if ((!sentence || may_end(window_char(w, p - 1))) && cut_at(w, sentence, line.start, line.end, p))
            return p;
    return line.end;
}

static bool is_clause_end(struct window *w, size_t p)
{
    uint32_t c = window_char(w, p);
    if (c == ',' || c == ':') {
        uint32_t next = window_char(w, p + 1);
        return next < '0' || next > '9';
    }
    if (c == '.')
        return cut_is_cjk(window_char(w, p - 1)); /* 有八台.3.5吨的两台: the number hides the end of the sentence */
    return c == U'，' || c == U'；' || c == ';' || c == U'：';
}

/* How much deeper in quotes or brackets the text is behind C; quotes that only some programs write close them too. */
static int opens(uint32_t c)
{
    bool opener = c == U'“' || c == U'（' || c == U'《' || c == '(' || c == U'「' || c == U'『';
    bool closer = c == U'”' || c == U'〞' || c == U'）' || c == U'》' || c == ')' || c == U'」' || c == U'』';
    return opener - closer;
}

/* The last clause of [START, END) that ends within MAX, or the first one where none does or FIRST is asked for; 0 where
 * there is none near. */
static size_t clauses(struct window *w, size_t start, size_t end, size_t max, bool first)
{
    size_t best = 0;
    int depth = 0;
    for (size_t p = start; p < end && p - start < max + 2 * CLAUSE_OVER; p++) {
        uint32_t c = window_char(w, p);
        depth += opens(c);
        depth = depth < 0 ? 0 : depth;
        if (depth == 0 && p - start >= CLAUSE_MIN && is_clause_end(w, p) && (!best || (!first && p - start <= max)))
            best = p;
    }
    return best;
}

size_t phrase_lead(struct window *w, struct span line, size_t start, size_t max, bool item)
{
    size_t end = phrase_cut(w, true, line, start), best = 0;
    bool all = item && phrase_skip_space(w, end, line.end) == line.end;
    if (end - start <= max + 1 && !all)
        return end;
    best = clauses(w, start, end, max, all);
    if (best || end - start <= max + CLAUSE_OVER)
        return best ? best : end;
    size_t last = 0;
    int depth = 0;
    for (size_t p = start; p <= start + max; p++) {
        uint32_t c = window_char(w, p);
        depth += opens(c);
        depth = depth < 0 ? 0 : depth;
        if (c == U'、' && depth == 0)
            last = p;
    }
    return last > start + max / 2 ? last : start + max;
}
