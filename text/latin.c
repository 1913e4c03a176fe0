/* The full stop of Latin text. It ends a sentence, or belongs to an abbreviation, a number, a list item or a file
 * name; the words on both sides tell. */
#include "text/cut.h"

#include <string.h>
#include <unictype.h>

#define WORD_MAX 24

/* Never the end of a sentence: something always follows. Sorted. */
static const char *const never[] = {"approx", "capt", "cf",   "col", "dr",  "e.g", "eg",     "fig", "figs",
                                    "gen",    "gov",  "hon",  "i.e", "ie",  "lt",  "messrs", "mr",  "mrs",
                                    "ms",     "mt",   "prof", "rep", "rev", "sen", "sgt",    "viz", "vs"};

/* Not the end of a sentence where a number follows. Sorted. */
static const char *const numbered[] = {"apr",  "art", "aug", "ch",   "dec", "eq",   "feb", "jan",
                                       "jul",  "jun", "mar", "no",   "nos", "nov",  "oct", "p",
                                       "para", "pp",  "sec", "sect", "sep", "sept", "tab", "vol"};

static bool listed(const char *const *list, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], word) == 0)
            return true;
    return false;
}

#define LISTED(list, word) listed(list, sizeof(list) / sizeof *(list), word)

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word before a full stop: letters, digits and the dots inside it. */
struct word {
    char low[WORD_MAX + 1]; /* in small letters; '?' stands for a character that is not ASCII */
    size_t n;
    size_t start; /* code point */
    uint32_t first;
};

static bool word_before(struct window *w, size_t lo, size_t stop, struct word *out)
{
    size_t p = stop;
    while (p > lo && stop - p <= WORD_MAX) {
        uint32_t c = window_char(w, p - 1);
        if (c != '.' &&
            (cut_is_cjk(c) || !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)))
            break;
        p--;
    }
    if (p == stop || stop - p > WORD_MAX)
        return false;
    for (size_t i = 0; i < stop - p; i++) {
        uint32_t c = window_char(w, p + i);
        out->low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c < 0x80 ? c : '?');
    }
    out->n = stop - p;
    out->low[out->n] = '\0';
    out->start = p;
    out->first = window_char(w, p);
    return true;
}

/* Does the word begin a line, or follow the end of a sentence or an opening bracket? Then "2." and "a." number a list.
 */
static bool begins_item(struct window *w, size_t lo, size_t start)
{
    size_t p = start;
    while (p > lo && start - p < 8 && cut_is_space(window_char(w, p - 1)))
        p--;
    if (p == lo)
        return true;
    uint32_t c = window_char(w, p - 1);
    struct word d;
    if (p < start && c == '.')
        return !word_before(w, lo, p - 1, &d) || (!LISTED(never, d.low) && !LISTED(numbered, d.low));
    return (p < start && (c == '!' || c == '?' || c == ':' || c == ';')) || c == U'。' || c == U'；' || c == U'：' ||
           c == U'！' || c == U'？' || c == '(' || c == U'（';
}

/* U.S, a.m: single letters with dots between. */
static bool is_dotted(const struct word *d)
{
    if (d->n < 3 || d->n % 2 == 0)
        return false;
    for (size_t i = 0; i < d->n; i++)
        if (i % 2 ? d->low[i] != '.' : !is_ascii_letter((unsigned char)d->low[i]))
            return false;
    return true;
}

/* 2, 2.1 */
static bool is_number(const struct word *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (!is_digit((unsigned char)d->low[i]) && d->low[i] != '.')
            return false;
    return true;
}

/* Does the word before the stop forbid the end? NEXT is the letter or digit that follows. */
static bool word_forbids(struct window *w, size_t lo, const struct word *d, uint32_t next)
{
    if (is_number(d))
        return d->n <= 8 && begins_item(w, lo, d->start);
    if (LISTED(never, d->low) || (is_digit(next) && LISTED(numbered, d->low)))
        return true;
    if (d->n == 1 && is_ascii_letter(d->first))
        return d->first != 'I' && (d->first <= 'Z' || begins_item(w, lo, d->start));
    return is_dotted(d) && strcmp(d->low, "a.m") != 0 && strcmp(d->low, "p.m") != 0;
}

bool cut_latin_stop(struct window *w, size_t lo, size_t hi, size_t stop, size_t cp)
{
    size_t p = cp;
    while (p < hi && p - cp < 32 && cut_is_space(window_char(w, p)))
        p++;
    bool space = p > cp || p == hi;
    uint32_t before = stop > lo ? window_char(w, stop - 1) : 0, next = window_char(w, cp);
    if (!space && !(cut_is_cjk(next) && !is_digit(before)))
        return false;
    while (p < hi && p - cp < 40 &&
           uc_is_general_category_withtable(window_char(w, p), UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S))
        p++;
    next = p < hi ? window_char(w, p) : 0;
    if (uc_is_lower(next))
        return false;
    struct word d;
    return !word_before(w, lo, stop, &d) || !word_forbids(w, lo, &d, next);
}
