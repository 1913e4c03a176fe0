/* Code points, clusters, units and headings of any document keep what their headers promise.
 * Input: a byte that says how often the rest is repeated, the document. */
#include "text/text.h"

#include "base/str.h"
#include "tests/fuzz/fuzz_text_new.h"
#include "tests/text_laws.h"
#include "text/outline.h"

#include <limits.h>
#include <unistr.h>

#define REPEATED_MAX 15000 /* bytes: longer than a unit that no rule ends, which is cut at 4,096 code points */
#define CLUSTERS_MAX 4000  /* code points of a document of which every cluster is looked at */

static void has_one_byte_offset_for_each_point(const struct text *t)
{
    size_t n, byte = 0, length = text_length(t);
    const uint8_t *s = (const uint8_t *)text_slice(t, 0, length, &n);
    LAW(n == text_bytes(t));
    for (size_t cp = 0; cp < length; cp++) {
        ucs4_t c;
        int bytes = u8_mbtouc(&c, s + byte, n - byte);
        LAW(text_char(t, cp) == c);
        LAW(text_byte_at(t, cp) == byte);
        LAW(text_cp_at(t, byte) == cp && text_cp_at(t, byte + (size_t)bytes - 1) == cp);
        byte += (size_t)bytes;
    }
    LAW(byte == n && text_byte_at(t, length) == n && text_char(t, length) == 0);
}

static void has_paragraphs_between_lfs(const struct text *t)
{
    size_t at = 0, count = text_paragraphs(t);
    LAW(count > 0);
    for (size_t i = 0; i < count; i++) {
        struct span p = text_paragraph(t, i);
        LAW(p.start == at && p.end >= p.start);
        for (size_t cp = p.start; cp < p.end; cp++)
            LAW(text_char(t, cp) != '\n' && text_paragraph_at(t, cp) == i);
        LAW(i + 1 == count ? p.end == text_length(t) : text_char(t, p.end) == '\n');
        LAW(text_paragraph_at(t, p.end) == i);
        at = p.end + 1;
    }
}

static void has_clusters(const struct text *t)
{
    size_t length = text_length(t);
    for (size_t at = 0, next; at < length; at = next) {
        next = text_grapheme_next(t, at);
        LAW(next > at && next <= length && text_grapheme_prev(t, next) == at);
        for (size_t cp = at; cp < next; cp++) {
            LAW(text_grapheme_floor(t, cp) == at && text_grapheme_next(t, cp) == next);
            LAW(next == at + 1 || text_char(t, cp) != '\n');
            struct span s = text_snap(t, (struct span){cp, cp + 1});
            LAW(s.start == at && s.end == next);
        }
    }
}

/* The innermost heading whose section holds CP, by looking at all of them. */
static long heading_over(const struct outline *o, size_t cp)
{
    long at = -1;
    for (size_t i = 0; i < o->count && o->headings[i].span.start <= cp; i++)
        if (o->headings[i].end > cp)
            at = (long)i;
    return at;
}

/* Sections nest; no level of the document is left out, and items stand below all headings. */
static void has_tree(const struct outline *o, size_t length)
{
    int levels = 0, lowest = 0, highest_item = INT_MAX;
    bool seen[256] = {false};
    for (size_t i = 0; i < o->count; i++) {
        const struct heading *h = &o->headings[i], *over = h->parent < 0 ? NULL : &o->headings[h->parent];
        LAW(h->end > h->span.start && (h->end == SIZE_MAX || h->end <= length));
        LAW(h->level >= 1 && h->level < 256 && h->parent < (long)i && h->parent >= -1);
        LAW(!over || (over->level < h->level && over->end > h->span.start && over->end >= h->end));
        LAW(!over || !over->item || h->item);
        seen[h->level] = true;
        levels = h->level > levels ? h->level : levels;
        if (h->item)
            highest_item = h->level < highest_item ? h->level : highest_item;
        else
            lowest = h->level > lowest ? h->level : lowest;
    }
    LAW(lowest < highest_item);
    for (int i = 1; i <= levels; i++)
        LAW(seen[i]);
    for (size_t i = 0, step = length / 50 + 1; i <= length; i += step)
        LAW(outline_at(o, i) == heading_over(o, i));
}

/* What a file may name headings: a few places, as the document's own characters choose them. */
static size_t given_by(const struct text *t, struct outline_given *out)
{
    size_t n = 0;
    for (size_t cp = 0; cp < 64 && n < 8; cp += 5) {
        uint32_t c = text_char(t, cp);
        if (c % 3 == 0)
            out[n++] = (struct outline_given){{c % 97, c % 97 + c % 13}, (int)(c % 11)};
    }
    return n;
}

static void has_outline(const struct text *t)
{
    struct outline o;
    struct outline_given given[8];
    struct flow *f = flow_new(t, NULL, 0);
    size_t at = 0, n_given = given_by(t, given);
    outline_find(f, given, n_given, &o);
    has_tree(&o, text_length(t));
    for (size_t i = 0; i < o.count; i++) {
        const struct heading *h = &o.headings[i];
        struct str path = {0}, words = {0};
        size_t n;
        const char *s = text_slice(t, h->span.start, h->span.end, &n);
        LAW(h->span.start >= at && h->span.end > h->span.start && h->span.end <= text_length(t));
        LAW(text_paragraph_at(t, h->span.start) == text_paragraph_at(t, h->span.end - 1));
        LAW(text_grapheme_floor(t, h->span.start) == h->span.start);
        LAW(text_grapheme_floor(t, h->span.end) == h->span.end);
        LAW(outline_at(&o, h->span.start) == (long)i);
        outline_path(f, &o, h->span.start, &path);
        str_addn(&words, s, n);
        LAW(fuzz_is_utf8(str_z(&path), path.len) && strstr(str_z(&path), str_z(&words)));
        str_clear(&path);
        str_clear(&words);
        at = h->span.end;
    }
    outline_clear(&o);
    flow_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct str s = {0};
    for (int n = data[0] < 240 ? 1 : 1 << (data[0] & 15); n > 0 && (n == 1 || s.len < REPEATED_MAX); n--)
        str_addn(&s, (const char *)data + 1, size - 1);
    struct text *t = fuzz_text_new((const uint8_t *)str_z(&s), s.len);
    str_clear(&s);
    size_t step = text_length(t) < 1000 ? 1 : 1009;
    has_one_byte_offset_for_each_point(t);
    has_paragraphs_between_lfs(t);
    if (text_length(t) < CLUSTERS_MAX)
        has_clusters(t);
    for (int unit = text_length(t) < CLUSTERS_MAX ? UNIT_GRAPHEME : UNIT_CLAUSE; unit <= UNIT_PARAGRAPH; unit++)
        text_laws_units(t, (enum unit)unit, step);
    has_outline(t);
    text_free(t);
    return 0;
}
