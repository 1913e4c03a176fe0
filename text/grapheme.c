/* Extended grapheme clusters (UAX #29, version 14 as libunistring 1.0 knows it), from any place in a document.
 *
 * Where a cluster starts depends, in runs of flags and emoji, on everything before it. So segmentation starts at an
 * anchor: a place where every rule breaks whatever came before. Text without anchors (a million combining marks) gets
 * forced ones, at the multiples of LIMIT behind which no anchor lies within LIMIT; that is decided from the text near
 * the place alone, so all functions agree. */
#include "text/text.h"
#include "text/window.h"

#include <unictype.h>
#include <unigbrk.h>

#define LIMIT 1024

static bool is_control(int p)
{
    return p == GBP_CR || p == GBP_LF || p == GBP_CONTROL;
}

static bool hangul_joins(int a, int b)
{
    if (a == GBP_L)
        return b == GBP_L || b == GBP_V || b == GBP_LV || b == GBP_LVT;
    if (a == GBP_LV || a == GBP_V)
        return b == GBP_V || b == GBP_T;
    return (a == GBP_LVT || a == GBP_T) && b == GBP_T;
}

enum pair { PAIR_BREAKS, PAIR_JOINS, PAIR_DEPENDS };

/* The rules that look at two code points alone. GB3 is left out: in this program a line ends at LF, so that an LF is a
 * cluster of its own, also behind a CR that a foreign hand put into the database. */
static enum pair pair(uint32_t a, uint32_t b)
{
    int pa = uc_graphemeclusterbreak_property(a), pb = uc_graphemeclusterbreak_property(b);
    if (pa == GBP_OTHER && pb == GBP_OTHER)
        return PAIR_BREAKS;
    if (is_control(pa) || is_control(pb)) /* GB4, GB5 */
        return PAIR_BREAKS;
    if (hangul_joins(pa, pb)) /* GB6 to GB8 */
        return PAIR_JOINS;
    if (pb == GBP_EXTEND || pb == GBP_ZWJ || pb == GBP_SPACINGMARK || pa == GBP_PREPEND) /* GB9, GB9a, GB9b */
        return PAIR_JOINS;
    if (pa == GBP_RI && pb == GBP_RI) /* GB12, GB13 */
        return PAIR_DEPENDS;
    if (pa == GBP_ZWJ && uc_is_property_extended_pictographic(b)) /* GB11 */
        return PAIR_DEPENDS;
    return PAIR_BREAKS;
}

/* Does every rule break before CP, whatever stands further left? */
static bool is_anchor(struct window *w, size_t cp)
{
    return cp == 0 || cp >= text_length(w->text) || pair(window_char(w, cp - 1), window_char(w, cp)) == PAIR_BREAKS;
}

/* The last anchor, real or forced, at or before CP. */
static size_t anchor_before(struct window *w, size_t cp)
{
    size_t forced = SIZE_MAX;
    for (size_t p = cp;; p--) {
        if (forced != SIZE_MAX && p == forced - LIMIT)
            return forced;
        if (is_anchor(w, p))
            return p;
        if (forced == SIZE_MAX && p % LIMIT == 0)
            forced = p;
    }
}

/* What a walk knows of the cluster that it is in. */
struct walk {
    size_t anchor;   /* the last real anchor passed */
    size_t flags;    /* regional indicators directly before the place */
    bool emoji, zwj; /* ExtPict Extend* , and a ZWJ behind it (GB11) */
};

static void walk_over(struct walk *k, uint32_t c)
{
    int p = uc_graphemeclusterbreak_property(c);
    k->flags = p == GBP_RI ? k->flags + 1 : 0;
    k->zwj = k->emoji && p == GBP_ZWJ;
    if (uc_is_property_extended_pictographic(c))
        k->emoji = true;
    else if (p != GBP_EXTEND && p != GBP_ZWJ)
        k->emoji = false;
}

static bool breaks(struct window *w, struct walk *k, size_t cp)
{
    uint32_t c = window_char(w, cp);
    enum pair rule = pair(window_char(w, cp - 1), c);
    if (rule == PAIR_BREAKS)
        k->anchor = cp;
    else if (cp % LIMIT == 0 && k->anchor + LIMIT <= cp)
        return true;
    if (rule == PAIR_DEPENDS)
        return k->flags ? k->flags % 2 == 0 : !k->zwj;
    return rule == PAIR_BREAKS;
}

/* The cluster boundaries around CP: the last at or before it, and the first behind it. */
static struct span around(const struct text *t, size_t cp)
{
    struct window w;
    window_init(&w, t);
    size_t start = anchor_before(&w, cp), length = text_length(t);
    struct walk k = {.anchor = is_anchor(&w, start) ? start : 0};
    size_t p = start;
    for (;;) {
        walk_over(&k, window_char(&w, p));
        p++;
        if (p >= length)
            return (struct span){start, length};
        if (!breaks(&w, &k, p))
            continue;
        if (p > cp)
            return (struct span){start, p};
        start = p;
        k = (struct walk){.anchor = k.anchor};
    }
}

size_t text_grapheme_next(const struct text *t, size_t cp)
{
    size_t length = text_length(t);
    return cp >= length ? length : around(t, cp).end;
}

size_t text_grapheme_floor(const struct text *t, size_t cp)
{
    size_t length = text_length(t);
    return cp >= length ? length : around(t, cp).start;
}

size_t text_grapheme_prev(const struct text *t, size_t cp)
{
    size_t length = text_length(t);
    if (cp > length)
        cp = length;
    return cp ? around(t, cp - 1).start : 0;
}

struct span text_snap(const struct text *t, struct span s)
{
    size_t length = text_length(t);
    if (s.end > length)
        s.end = length;
    if (s.start > s.end)
        s.start = s.end;
    bool empty = s.start == s.end;
    s.start = text_grapheme_floor(t, s.start);
    if (empty)
        return (struct span){s.start, s.start};
    size_t floor = text_grapheme_floor(t, s.end);
    if (floor < s.end)
        s.end = text_grapheme_next(t, s.end);
    return s;
}
