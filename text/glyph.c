#include "text/glyph.h"

#include "base/str.h"
#include "text/ambiguous_table.h"

#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <uniwidth.h>

#define DOTTED_CIRCLE 0x25CC
#define ZWJ 0x200D
#define TAB_CELLS 4

static bool is_ambiguous(uint32_t c)
{
    size_t lo = 0, hi = sizeof ambiguous_table / sizeof *ambiguous_table;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c > ambiguous_table[mid].last)
            lo = mid + 1;
        else if (c < ambiguous_table[mid].first)
            hi = mid;
        else
            return true;
    }
    return false;
}

int glyph_width(uint32_t c, bool wide)
{
    int w = uc_width(c, "UTF-8");
    return wide && w == 1 && c >= 0xA1 && is_ambiguous(c) ? 2 : w;
}

/* May a terminal be sent C as it is? Not what it would obey (Cc), what it would draw as nothing or reorder by (Cf,
 * Zl, Zp, Default_Ignorable_Code_Point of UAX #44), nor what no two fonts draw alike (Co, Cn). */
static bool is_drawable(uint32_t c)
{
    if (c < 0x7F)
        return c >= 0x20;
    if ((c >= 0x3001 && c <= 0x303F) || (c >= 0x4E00 && c <= 0x9FA5))
        return true; /* what most texts here are made of: spare them the tables */
    return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) &&
           !uc_is_property_default_ignorable_code_point(c) && uc_width(c, "UTF-8") >= 0;
}

static bool is_pictograph(const uint8_t *p, const uint8_t *end)
{
    uint32_t c;
    u8_mbtouc(&c, p, end - p);
    return uc_is_property_extended_pictographic(c);
}

static bool is_emoji_part(uint32_t c)
{
    return uc_is_property_extended_pictographic(c) || uc_is_property_emoji_modifier(c);
}

static void put(struct glyph *g, uint32_t c)
{
    size_t at = strlen(g->text);
    int n = u8_uctomb((uint8_t *)g->text + at, c, (ptrdiff_t)(GLYPH_TEXT_SIZE - 1 - at));
    if (n > 0)
        g->text[at + (size_t)n] = '\0';
}

static void put_mark(struct glyph *g, uint32_t c)
{
    g->mark = true;
    if (c == '\t')
        snprintf(g->text, sizeof g->text, "%*s", TAB_CELLS, "");
    else if (c < 0x20 || c == 0x7F)
        snprintf(g->text, sizeof g->text, "^%c", (char)(c ^ 0x40));
    else
        snprintf(g->text, sizeof g->text, "<U+%04X>", (unsigned)c);
    g->cells = (int)strlen(g->text);
}

/* Take what stands in the cell of base BASE, the last of the POINTS code points in *G already. Nothing is taken over a
 * boundary of grapheme clusters. */
static void take_followers(const uint8_t *p, const uint8_t *end, uint32_t base, int points, struct glyph *g)
{
    uint32_t prev = base, c;
    bool bare = true; /* only the base so far */
    while (p < end) {
        int n = u8_mbtouc(&c, p, end - p);
        if (c == ZWJ) {
            if (is_emoji_part(base) && (p + n == end || is_pictograph(p + n, end)))
                g->bytes += (size_t)n;
            return;
        }
        if (bare && uc_is_property_variation_selector(c)) {
            g->bytes += (size_t)n; /* one only: more of them would be a place to hide text in */
        } else {
            if (points == GLYPH_MAX_POINTS || !is_drawable(c) || uc_width(c, "UTF-8") != 0 ||
                uc_is_grapheme_break(prev, c))
                return;
            put(g, c);
            g->bytes += (size_t)n;
            points++;
        }
        bare = false;
        prev = c;
        p += n;
    }
}

void glyph_first(const char *s, size_t n, bool wide, struct glyph *g)
{
    const uint8_t *p = (const uint8_t *)s, *end = p + n;
    size_t bytes = glyph_common(s, n);
    if (bytes) {
        g->bytes = bytes;
        g->cells = bytes == 1 ? 1 : 2;
        g->mark = false;
        g->text[0] = s[0];
        for (size_t i = 1; i < bytes; i++)
            g->text[i] = s[i];
        g->text[bytes] = '\0';
        return;
    }
    uint32_t c;
    *g = (struct glyph){.bytes = (size_t)u8_mbtouc(&c, p, (ptrdiff_t)n)};
    if (!is_drawable(c)) {
        put_mark(g, c);
        return;
    }
    int points = 1;
    g->cells = glyph_width(c, wide);
    if (g->cells == 0) {
        put(g, DOTTED_CIRCLE);
        g->cells = glyph_width(DOTTED_CIRCLE, wide);
        points++;
    }
    put(g, c);
    take_followers(p + g->bytes, end, c, points, g);
}

size_t glyph_cells(const char *s, size_t n, bool wide)
{
    size_t cells = 0;
    struct glyph g;
    for (size_t at = 0; at < n; at += g.bytes) {
        g.bytes = glyph_common(s + at, n - at);
        g.cells = g.bytes == 1 ? 1 : 2;
        if (!g.bytes)
            glyph_first(s + at, n - at, wide, &g);
        cells += (size_t)g.cells;
    }
    return cells;
}

static void add_valid(struct str *out, const char *s, size_t n)
{
    struct glyph g;
    for (size_t at = 0; at < n; at += g.bytes) {
        glyph_first(s + at, n - at, false, &g);
        str_add(out, g.text);
    }
}

void glyph_add_safe(struct str *out, const char *s, size_t n)
{
    const uint8_t *p = (const uint8_t *)s, *end = p + n;
    while (p < end) {
        const uint8_t *bad = u8_check(p, (size_t)(end - p));
        const uint8_t *stop = bad ? bad : end;
        add_valid(out, (const char *)p, (size_t)(stop - p));
        if (bad)
            str_addf(out, "<%02X>", *bad++);
        p = bad ? bad : end;
    }
}
