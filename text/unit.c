#include "text/unit.h"

#include "text/cut.h"

/* A place of every LIMIT code points is a cut where no rule cuts for as long before it (at the next grapheme
 * boundary). Whether it is one is seen from 2 * LIMIT code points around it, so units stay local in any text. */
#define LIMIT 4096

/* The text being walked: one paragraph of it at a time. */
struct walk {
    struct window w;
    const struct text *text;
    enum unit unit;
    size_t length;
    struct span paragraph;
};

static void walk_init(struct walk *k, const struct text *t, enum unit unit)
{
    window_init(&k->w, t);
    k->text = t;
    k->unit = unit;
    k->length = text_length(t);
}

static bool cuts(struct walk *k, size_t p)
{
    return cut_at(&k->w, k->unit == UNIT_SENTENCE, k->paragraph.start, k->paragraph.end, p);
}

/* The last cut by rules in (LOW, P], or LOW. */
static size_t rule_before(struct walk *k, size_t low, size_t p)
{
    while (p > low && !cuts(k, p))
        p--;
    return p;
}

/* Where multiple number N of LIMIT lets a forced cut be. */
static size_t forced(const struct walk *k, size_t n)
{
    return n ? text_grapheme_next(k->text, n * LIMIT - 1) : 0;
}

/* The start of the piece that holds P, LO <= P < HI of the paragraph. */
static size_t piece_start(struct walk *k, size_t p)
{
    size_t lo = k->paragraph.start;
    size_t low = p - lo > 3 * LIMIT ? p - 3 * LIMIT : lo;
    size_t cut = rule_before(k, low, p);
    size_t n = p / LIMIT;
    if (forced(k, n) > p)
        n--;
    if (n && (n - 1) * LIMIT >= cut && forced(k, n) > cut)
        return forced(k, n);
    return cut;
}

/* Is no cut by rules in ((N - 1) * LIMIT, P]? */
static bool is_long(struct walk *k, size_t n, size_t p)
{
    size_t low = (n - 1) * LIMIT;
    return low >= k->paragraph.start && rule_before(k, low, p) <= low;
}

/* The end of the piece that holds P. */
static size_t piece_end(struct walk *k, size_t p)
{
    size_t hi = k->paragraph.end, q = p + 1;
    size_t n = p / LIMIT + (forced(k, p / LIMIT) <= p);
    for (;; n++) {
        size_t stop = forced(k, n);
        for (; q < hi && q <= stop; q++)
            if (cuts(k, q))
                return q;
        if (q >= hi)
            return hi;
        if (is_long(k, n, p))
            return stop;
    }
}

/* Has the code point between BEFORE and AFTER its own grapheme cluster for sure, being white space? */
static bool plainly_alone(uint32_t before, uint32_t after)
{
    return (before < 0x300 || before == 0x3000) && (after < 0x300 || after == 0x3000);
}

/* White space that is a grapheme cluster, and so no part of a unit's edge. */
static bool is_white(struct walk *k, size_t cp)
{
    uint32_t c = window_char(&k->w, cp);
    if (k->unit == UNIT_GRAPHEME)
        return c == '\n';
    if (!cut_is_space(c))
        return false;
    if (plainly_alone(cp ? window_char(&k->w, cp - 1) : 0, window_char(&k->w, cp + 1)))
        return true;
    return text_grapheme_floor(k->text, cp) == cp && text_grapheme_next(k->text, cp) == cp + 1;
}

/* The piece around CP < LENGTH, with the white space at its ends. */
static struct span raw_piece(struct walk *k, size_t cp)
{
    if (k->unit == UNIT_GRAPHEME)
        return (struct span){text_grapheme_floor(k->text, cp), text_grapheme_next(k->text, cp)};
    struct span p = text_paragraph(k->text, text_paragraph_at(k->text, cp));
    if (cp == p.end)
        return (struct span){cp, cp};
    if (k->unit == UNIT_PARAGRAPH)
        return p;
    k->paragraph = p;
    return (struct span){piece_start(k, cp), piece_end(k, cp)};
}

/* The unit in the piece RAW: empty where that is all white space. */
static struct span trimmed(struct walk *k, struct span raw)
{
    while (raw.start < raw.end && is_white(k, raw.start))
        raw.start++;
    while (raw.end > raw.start && is_white(k, raw.end - 1))
        raw.end--;
    return raw;
}

/* The first unit that starts at or behind CP and is not around it. */
static bool forward(struct walk *k, size_t cp, struct span *out)
{
    while (cp < k->length && is_white(k, cp))
        cp++;
    if (cp >= k->length)
        return false;
    *out = trimmed(k, raw_piece(k, cp));
    return true;
}

/* The last unit that starts before CP and is not around it. */
static bool backward(struct walk *k, size_t cp, struct span *out)
{
    while (cp > 0 && is_white(k, cp - 1))
        cp--;
    if (cp == 0)
        return false;
    *out = trimmed(k, raw_piece(k, cp - 1));
    return true;
}

struct span unit_at(const struct text *t, enum unit unit, size_t cp)
{
    struct walk k;
    walk_init(&k, t, unit);
    if (cp > k.length)
        cp = k.length;
    struct span s = {cp, cp};
    if (cp < k.length) {
        s = trimmed(&k, raw_piece(&k, cp));
        if (s.start < s.end && cp < s.end)
            return s;
        if (forward(&k, cp, &s))
            return s;
    }
    return backward(&k, cp, &s) ? s : (struct span){cp, cp};
}

bool unit_next(const struct text *t, enum unit unit, size_t cp, struct span *out)
{
    struct walk k;
    walk_init(&k, t, unit);
    if (cp >= k.length)
        return false;
    struct span raw = raw_piece(&k, cp), s = trimmed(&k, raw);
    if (s.start < s.end && s.start > cp) {
        *out = s;
        return true;
    }
    return forward(&k, raw.end > cp ? raw.end : cp + 1, out);
}

bool unit_prev(const struct text *t, enum unit unit, size_t cp, struct span *out)
{
    struct walk k;
    walk_init(&k, t, unit);
    if (cp > k.length)
        cp = k.length;
    if (cp == 0)
        return false;
    struct span raw = raw_piece(&k, cp - 1), s = trimmed(&k, raw);
    if (s.start < s.end && s.start < cp) {
        *out = s;
        return true;
    }
    return backward(&k, raw.start < cp ? raw.start : cp - 1, out);
}
