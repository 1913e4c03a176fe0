#include "text/noise_rule.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/find.h"
#include "text/item.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Lines, blank ones too, that are looked at in search of a neighbour. */
#define NEIGHBOURS 16
#define CLOSERS_MAX 8

/* Code points: a line this long is prose; how far back a pause is looked for. */
#define PROSE 40
#define PAUSE_MAX 60

static bool is_space(uint32_t c)
{
    return cut_is_space(c) || c == 0xFEFF;
}

size_t noise_skip(struct window *w, size_t cp, size_t end)
{
    while (cp < end && window_char(w, cp) != '\n' && is_space(window_char(w, cp)))
        cp++;
    return cp;
}

size_t noise_skip_back(struct window *w, size_t lo, size_t cp)
{
    while (cp > lo && window_char(w, cp - 1) != '\n' && is_space(window_char(w, cp - 1)))
        cp--;
    return cp;
}

static void line_make(struct noise_search *s, struct span p, struct noise_line *out)
{
    out->start = p.start;
    out->end = p.end;
    out->words.start = noise_skip(&s->w, p.start, p.end);
    out->words.end = noise_skip_back(&s->w, out->words.start, p.end);
}

bool noise_line_next(struct noise_search *s, size_t cp, struct noise_line *out)
{
    size_t length = text_length(s->text);
    while (cp < length) {
        size_t end = window_line_end(&s->w, cp, length);
        line_make(s, (struct span){cp, end}, out);
        if (out->words.start < out->words.end)
            return true;
        cp = end + 1;
    }
    return false;
}

void noise_line_at(struct noise_search *s, size_t cp, struct noise_line *out)
{
    line_make(s, text_paragraph(s->text, text_paragraph_at(s->text, cp)), out);
}

bool noise_line_before(struct noise_search *s, size_t cp, struct noise_line *out)
{
    size_t number = text_paragraph_at(s->text, cp);
    for (size_t i = 0; i < NEIGHBOURS && number > 0; i++) {
        line_make(s, text_paragraph(s->text, --number), out);
        if (out->words.start < out->words.end)
            return true;
    }
    return false;
}

bool noise_line_behind(struct noise_search *s, size_t cp, struct noise_line *out)
{
    size_t number = text_paragraph_at(s->text, cp), count = text_paragraphs(s->text);
    for (size_t i = 0; i < NEIGHBOURS && ++number < count; i++) {
        line_make(s, text_paragraph(s->text, number), out);
        if (out->words.start < out->words.end)
            return true;
    }
    return false;
}

bool noise_is_open(uint32_t c)
{
    return c == '(' || c == U'（' || c == '[' || c == U'【' || c == U'［' || c == U'〔';
}

bool noise_is_close(uint32_t c)
{
    return c == ')' || c == U'）' || c == ']' || c == U'】' || c == U'］' || c == U'〕';
}

bool noise_is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
           c == U'々' || c == U'〇';
}

bool noise_is_latin(uint32_t c)
{
    return c && !cut_is_cjk(c) && !is_space(c);
}

int noise_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

int noise_number(struct window *w, size_t cp, size_t end, size_t *n)
{
    int value = 0;
    for (*n = 0; cp + *n < end; (*n)++) {
        int d = noise_digit(window_char(w, cp + *n));
        if (d < 0)
            break;
        if (*n == 4 || (d == 0 && value == 0))
            return 0;
        value = value * 10 + d;
    }
    return value;
}

uint32_t noise_fold(struct noise_search *s, uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26 ? c | 32 : c;
    size_t i = c % NOISE_FOLDS;
    if (s->folds[i].c != c) {
        s->folds[i].c = c;
        s->folds[i].folded = find_fold(c);
    }
    return s->folds[i].folded;
}

/* The code point at *WORD, which is one of our own and valid, and moved behind it; 0 at the end. */
static uint32_t next_of(const unsigned char **word)
{
    const unsigned char *p = *word;
    if (*p < 0x80) {
        *word += *p != 0;
        return *p;
    }
    if (*p < 0xE0) {
        *word += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    *word += 3;
    return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
}

size_t noise_word_at(struct noise_search *s, size_t cp, size_t end, const char *word)
{
    const unsigned char *p = (const unsigned char *)word;
    size_t n = 0;
    for (uint32_t c; (c = next_of(&p)); n++) {
        if (cp + n >= end)
            return 0;
        uint32_t here = window_char(&s->w, cp + n);
        if (here != c && noise_fold(s, here) != noise_fold(s, c))
            return 0;
    }
    return n;
}

size_t noise_word_in(struct noise_search *s, struct span l, const char *word)
{
    for (size_t cp = l.start; cp < l.end; cp++)
        if (noise_word_at(s, cp, l.end, word))
            return cp;
    return SIZE_MAX;
}

void noise_starts_add(struct noise_search *s, struct noise_starts *starts, const char *word)
{
    const unsigned char *p = (const unsigned char *)word;
    uint32_t c = noise_fold(s, next_of(&p));
    starts->bits[c / 64 % 4] |= UINT64_C(1) << c % 64;
}

struct noise_starts noise_starts_of(struct noise_search *s, struct span l)
{
    struct noise_starts starts = {0};
    for (size_t cp = l.start; cp < l.end; cp++) {
        uint32_t c = noise_fold(s, window_char(&s->w, cp));
        starts.bits[c / 64 % 4] |= UINT64_C(1) << c % 64;
    }
    return starts;
}

bool noise_may_start(struct noise_search *s, const struct noise_starts *starts, uint32_t c)
{
    c = noise_fold(s, c);
    return starts->bits[c / 64 % 4] >> c % 64 & 1;
}

static bool is_quote_end(uint32_t c)
{
    return c == U'”' || c == U'’' || c == U'」' || c == U'』' || c == U'》' || c == '"' || noise_is_close(c);
}

/* The last character of A that is no closing quote or bracket. */
static uint32_t last_of(struct noise_search *s, struct span a)
{
    size_t p = a.end;
    while (p > a.start && a.end - p < CLOSERS_MAX && is_quote_end(window_char(&s->w, p - 1)))
        p--;
    return p > a.start ? window_char(&s->w, p - 1) : 0;
}

static bool is_stop(uint32_t c)
{
    return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'：' || c == U'…' || c == '.' || c == '!' ||
           c == '?' || c == ';' || c == ':' || c == U'．' || c == U'｡';
}

static bool is_pause(uint32_t c)
{
    return c == U'，' || c == U'、' || c == ',';
}

bool noise_ends_sentence(struct noise_search *s, struct span a)
{
    return is_stop(last_of(s, a));
}

/* Do the words B begin something: an item, a heading, a list, a row of a table? */
static bool begins_anew(struct noise_search *s, struct span b)
{
    uint32_t c = window_char(&s->w, b.start);
    if (c == '#' || c == '*' || c == '|' || c == '>' || c == U'•' || c == U'●' || c == U'■' || c == U'※')
        return true;
    if ((c == '-' || c == '+') && is_space(window_char(&s->w, b.start + 1)))
        return true;
    struct item it = item_at(&s->w, b.start, b.end);
    return it.kind != ITEM_NONE && it.kind != ITEM_WORD;
}

/* Does A read as running text: long, or with a pause in it? */
static bool is_prose(struct noise_search *s, struct span a)
{
    if (a.end - a.start >= PROSE)
        return true;
    for (size_t p = a.end; p > a.start && a.end - p < PAUSE_MAX; p--) {
        uint32_t c = window_char(&s->w, p - 1);
        if (is_pause(c) || (is_stop(c) && c >= 0x80))
            return true;
    }
    return false;
}

bool noise_goes_on(struct noise_search *s, struct span a, struct span b)
{
    if (a.start >= a.end || b.start >= b.end || noise_ends_sentence(s, a) || begins_anew(s, b))
        return false;
    uint32_t last = window_char(&s->w, a.end - 1), first = window_char(&s->w, b.start);
    if (b.start > 0 && window_char(&s->w, b.start - 1) != '\n' && is_space(window_char(&s->w, b.start - 1)))
        return false; /* indented: a paragraph begins */
    if (last == '|' || window_char(&s->w, a.start) == '|' || window_char(&s->w, a.start) == '#')
        return false;
    if (is_pause(last) || is_pause(first) || first == U'。')
        return true;
    struct item it = item_at(&s->w, a.start, a.end);
    if (it.kind != ITEM_NONE && it.kind != ITEM_WORD && a.end - a.start < PROSE)
        return false;
    return is_prose(s, a);
}

/* Fenced code of Markdown. A fence that nothing closes is none. */
static void find_code(struct noise_search *s)
{
    struct noise_line l;
    size_t open = SIZE_MAX;
    for (size_t cp = 0; noise_line_next(s, cp, &l); cp = l.end + 1) {
        uint32_t c = window_char(&s->w, l.words.start);
        if ((c != '`' && c != '~') || l.words.end - l.words.start < 3 || window_char(&s->w, l.words.start + 1) != c ||
            window_char(&s->w, l.words.start + 2) != c)
            continue;
        if (open == SIZE_MAX) {
            open = l.start;
            continue;
        }
        s->code = mem_grow(s->code, &s->code_cap, s->n_code + 1, sizeof *s->code);
        s->code[s->n_code++] = (struct span){open, l.end};
        open = SIZE_MAX;
    }
}

bool noise_holds(const struct noise_search *s, const char *word)
{
    const char *first = s->n_bytes ? memchr(s->bytes, word[0], s->n_bytes) : NULL; /* far cheaper, and mostly the end */
    return first && memmem(first, s->n_bytes - (size_t)(first - s->bytes), word, strlen(word));
}

void noise_search_clear(struct noise_search *s)
{
    window_close(&s->w);
    free(s->readings);
    free(s->marks);
    free(s->code);
    memset(s, 0, offsetof(struct noise_search, folds));
}

void noise_search_set(struct noise_search *s, const struct text *t)
{
    if (s->text == t) {
        s->count = 0;
        return;
    }
    noise_search_clear(s);
    s->text = t;
    s->bytes = text_slice(t, 0, SIZE_MAX, &s->n_bytes);
    window_open(&s->w, t);
    if (noise_holds(s, "```") || noise_holds(s, "~~~"))
        find_code(s);
}

static bool is_code(const struct noise_search *s, size_t cp)
{
    size_t lo = 0, hi = s->n_code;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->code[mid].end <= cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < s->n_code && s->code[lo].start <= cp;
}

void noise_mark(struct noise_search *s, struct span span, enum noise_kind kind, enum noise_join join)
{
    if (is_code(s, span.start))
        return;
    s->marks = mem_grow(s->marks, &s->cap, s->count + 1, sizeof *s->marks);
    s->marks[s->count++] = (struct noise_mark){span, kind, join};
}
