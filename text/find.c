#include "text/find.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/fold_table.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* Going back, the document is searched in chunks: small ones first, for the match is often near. */
#define CHUNK_MIN 1024
#define CHUNK_MAX 65536

/* A match is looked for by its anchor: one code point of the pattern, or several in a row, that the text is scanned
 * for; the rest is compared where the anchor is found. */
struct find {
    uint32_t *pattern; /* folded */
    size_t n;
    bool exact_case;
    size_t at;            /* where the anchor is in the pattern */
    char *literal;        /* the anchor's bytes, where they are the only ones that fold to it; or NULL: */
    size_t literal_bytes; /* of LITERAL */
    size_t literal_n;     /* its code points */
    uint32_t *variants;   /* all code points that fold to pattern[at] */
    size_t count;
    bool lead[256]; /* the first bytes of VARIANTS */
};

static uint32_t look_up(const struct fold_pair *table, size_t n, uint32_t c)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (table[mid].from < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && table[lo].from == c ? table[lo].to : c;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t fold_with_case(uint32_t c)
{
    return c < 0xA0 ? c : look_up(fold_form, COUNT(fold_form), c);
}

uint32_t find_fold(uint32_t c)
{
    if (c < 0xA0)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return look_up(fold_case, COUNT(fold_case), fold_with_case(c));
}

void find_fold_words(const char *s, size_t n, struct str *out)
{
    for (size_t i = 0; i < n;) {
        ucs4_t c;
        i += (size_t)u8_mbtouc(&c, (const uint8_t *)s + i, n - i);
        str_add_utf8(out, find_fold(c));
    }
}

static uint32_t fold(const struct find *f, uint32_t c)
{
    return f->exact_case ? fold_with_case(c) : find_fold(c);
}

struct list {
    uint32_t *c;
    size_t n, cap;
};

static void list_add(struct list *l, uint32_t c)
{
    l->c = mem_grow(l->c, &l->cap, l->n + 1, sizeof *l->c);
    l->c[l->n++] = c;
}

/* Add all that fold_form turns into C, and C itself. */
static void add_forms(struct list *l, uint32_t c)
{
    if (fold_with_case(c) == c)
        list_add(l, c);
    for (size_t i = 0; i < COUNT(fold_form); i++)
        if (fold_form[i].to == c)
            list_add(l, fold_form[i].from);
}

/* All code points that fold to C: the inverse of fold(). */
static struct list variants_of(const struct find *f, uint32_t c)
{
    struct list l = {0};
    add_forms(&l, c);
    for (size_t i = 0; !f->exact_case && i < COUNT(fold_case); i++)
        if (fold_case[i].to == c)
            add_forms(&l, fold_case[i].from);
    return l;
}

static void take_literal(struct find *f, size_t at, size_t n)
{
    f->at = at;
    f->literal_n = n;
    f->literal = mem_alloc(n, 6);
    for (size_t i = 0; i < n; i++) {
        int bytes = u8_uctomb((uint8_t *)f->literal + f->literal_bytes, f->pattern[at + i], 6);
        f->literal_bytes += bytes > 0 ? (size_t)bytes : 0;
    }
}

static void take_variants(struct find *f, size_t at, struct list l)
{
    f->at = at;
    free(f->variants);
    f->variants = l.c;
    f->count = l.n;
}

/* Choose the anchor: the longest row of code points that only they themselves fold to, or else the code point to which
 * the fewest fold. */
static void choose_anchor(struct find *f)
{
    size_t row = 0, best = 0, best_at = 0;
    for (size_t i = 0; i < f->n; i++) {
        struct list l = variants_of(f, f->pattern[i]);
        row = l.n == 1 && l.c[0] == f->pattern[i] ? row + 1 : 0;
        if (row > best) {
            best = row;
            best_at = i + 1 - row;
        }
        if (!f->variants || l.n < f->count)
            take_variants(f, i, l);
        else
            free(l.c);
    }
    if (best)
        take_literal(f, best_at, best);
    for (size_t i = 0; i < f->count; i++) {
        uint8_t byte[6];
        if (u8_uctomb(byte, f->variants[i], sizeof byte) > 0)
            f->lead[byte[0]] = true;
    }
}

struct find *find_new(const char *s, size_t n)
{
    if (!s || n == 0)
        return NULL;
    struct find *f = MEM_NEW(struct find);
    f->pattern = mem_alloc(n, sizeof *f->pattern);
    for (size_t i = 0; i < n;) {
        ucs4_t c;
        i += (size_t)u8_mbtouc(&c, (const uint8_t *)s + i, n - i);
        f->exact_case = f->exact_case || uc_is_upper(c);
        f->pattern[f->n++] = c;
    }
    for (size_t i = 0; i < f->n; i++)
        f->pattern[i] = fold(f, f->pattern[i]);
    choose_anchor(f);
    return f;
}

void find_free(struct find *f)
{
    if (!f)
        return;
    free(f->pattern);
    free(f->literal);
    free(f->variants);
    free(f);
}

size_t find_length(const struct find *f)
{
    return f->n;
}

static bool is_lead(uint8_t c)
{
    return (c & 0xC0) != 0x80;
}

static bool is_variant(const struct find *f, const uint8_t *p, const uint8_t *end)
{
    ucs4_t c;
    u8_mbtouc(&c, p, (size_t)(end - p));
    for (size_t i = 0; i < f->count; i++)
        if (f->variants[i] == c)
            return true;
    return false;
}

/* The next place in [P, END) where the anchor stands; NULL where there is none. */
static const uint8_t *next_anchor(const struct find *f, const uint8_t *p, const uint8_t *end)
{
    if (f->literal)
        return memmem(p, (size_t)(end - p), f->literal, f->literal_bytes);
    for (; p < end; p++)
        if (f->lead[*p] && is_variant(f, p, end))
            return p;
    return NULL;
}

/* Does the pattern stand around the anchor found at P, in the text [START, END)? */
static bool matches(const struct find *f, const uint8_t *start, const uint8_t *end, const uint8_t *p)
{
    for (size_t i = f->at; i; i--) {
        if (p == start)
            return false;
        for (p--; p > start && !is_lead(*p); p--)
            ;
    }
    for (size_t i = 0; i < f->n; i++) {
        if (p >= end)
            return false;
        ucs4_t c;
        u8_mbtouc(&c, p, (size_t)(end - p));
        if (fold(f, c) != f->pattern[i])
            return false;
        for (p++; p < end && !is_lead(*p); p++)
            ;
    }
    return true;
}

bool find_next(const struct find *f, const struct text *t, size_t from, size_t limit, struct span *out)
{
    size_t length = text_length(t), bytes;
    if (f->n > length)
        return false;
    size_t last = length - f->n; /* no match starts behind it */
    if (limit > last)
        limit = last + 1;
    if (from >= limit)
        return false;
    const uint8_t *s = (const uint8_t *)text_slice(t, 0, length, &bytes);
    size_t anchor_n = f->literal ? f->literal_n : 1;
    const uint8_t *p = s + text_byte_at(t, from + f->at);
    const uint8_t *end = s + text_byte_at(t, limit - 1 + f->at + anchor_n);
    for (; (p = next_anchor(f, p, end)); p++) {
        if (!matches(f, s, s + bytes, p))
            continue;
        out->start = text_cp_at(t, (size_t)(p - s)) - f->at;
        out->end = out->start + f->n;
        return true;
    }
    return false;
}

bool find_in(const struct find *f, const char *s, size_t n)
{
    const uint8_t *start = (const uint8_t *)s, *end = start + n;
    for (const uint8_t *p = start; (p = next_anchor(f, p, end)); p++)
        if (matches(f, start, end, p))
            return true;
    return false;
}

/* The last match that starts in [LO, HI). */
static bool last_in(const struct find *f, const struct text *t, size_t lo, size_t hi, struct span *out)
{
    struct span m;
    bool found = false;
    while (find_next(f, t, lo, hi, &m)) {
        *out = m;
        found = true;
        lo = m.start + 1;
    }
    return found;
}

bool find_prev(const struct find *f, const struct text *t, size_t from, struct span *out)
{
    size_t length = text_length(t), size = CHUNK_MIN;
    if (from > length)
        from = length;
    while (from) {
        size_t lo = from > size ? from - size : 0;
        if (last_in(f, t, lo, from, out))
            return true;
        from = lo;
        size = size < CHUNK_MAX ? size * 2 : size;
    }
    return false;
}
