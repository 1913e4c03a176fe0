/* Rows of pages joined to the paragraphs that they were. */
#include "base/i18n.h"
#include "exchange/kind.h"
#include "exchange/pages_row.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/glyph.h"
#include "text/item.h"

#include <string.h>

#define MOST_ROWS 4000000 /* 200 MB of memory */
#define GAP 3             /* blanks between two cells of a table */
#define CELL 10           /* page_row.width of half a Han character */
#define NARROWEST 32      /* cells of a full row: there are no narrower pages */
#define WIDEST 1000       /* cells; what is wider is no row of a page */

/* What all pages have in common. */
struct measure {
    uint32_t width;      /* of a full row */
    unsigned blank_rows; /* between two rows of a paragraph */
    unsigned indent;     /* columns before the first row of a paragraph, at least; 0: paragraphs have none */
};

struct pages {
    struct page_rows rows;
    uint16_t *margin; /* of each page: columns before its leftmost row */
    struct measure measure;
};

uint32_t page_char(const char *p, size_t n, size_t *size)
{
    const unsigned char *u = (const unsigned char *)p;
    *size = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    if (*size > n)
        *size = n;
    uint32_t c = *size == 1 ? u[0] : u[0] & (0xFFU >> (*size + 1));
    for (size_t i = 1; i < *size; i++)
        c = c << 6 | (u[i] & 0x3F);
    return c;
}

uint32_t page_last_char(const char *p, size_t n)
{
    size_t at = n - 1, size;
    while (at > 0 && ((unsigned char)p[at] & 0xC0) == 0x80)
        at--;
    return page_char(p + at, n - at, &size);
}

size_t page_trim(const char *p, size_t n)
{
    while (n > 0 && cut_is_space(page_last_char(p, n)))
        for (n--; n > 0 && ((unsigned char)p[n] & 0xC0) == 0x80;)
            n--;
    return n;
}

/* ---- rows ---- */

/* How wide C is in most fonts: Han are all the same, Latin letters are not. Quotes and dashes of Chinese text are as
 * wide as its characters. */
static unsigned width_of(uint32_t c)
{
    if (c >= 0x80)
        return (unsigned)(glyph_width(c, true) > 0 ? glyph_width(c, true) : 0) * CELL;
    if (c == ' ')
        return 5;
    if (c < ' ' || c == 0x7F)
        return 0;
    if (strchr("ijl.,:;'!|", (int)c))
        return 5;
    if (strchr("ftrI()[]{}-/\\`\"", (int)c))
        return 7;
    if (strchr("mwMW%@", (int)c))
        return 17;
    return c >= 'A' && c <= 'Z' ? 13 : 10;
}

/* Take the measure of the words of R. */
static void measure_row(struct page_row *r)
{
    size_t blanks = 0;
    for (size_t i = 0, size; i < r->bytes; i += size) {
        uint32_t c = page_char(r->p + i, r->bytes - i, &size);
        unsigned width = width_of(c);
        blanks = c == ' ' ? blanks + 1 : 0;
        r->cells |= blanks == GAP;
        r->columns++;
        r->width += width;
        if (width < 2 * CELL && r->latin < UINT16_MAX)
            r->latin++;
    }
}

/* The row of N bytes at P, if it holds anything; else it counts in *BLANK_ROWS. */
static void add_row(struct page_rows *rows, const char *p, size_t n, unsigned *blank_rows)
{
    struct page_row r = {.page = rows->pages, .blank_rows = (uint8_t)(*blank_rows < 200 ? *blank_rows : 200)};
    size_t size;
    while (n > 0 && cut_is_space(page_char(p, n, &size))) {
        p += size;
        n -= size;
        r.indent += r.indent < UINT16_MAX;
    }
    n = page_trim(p, n);
    if (n == 0) {
        ++*blank_rows;
        return;
    }
    r.p = p;
    r.bytes = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
    measure_row(&r);
    rows->all = mem_grow(rows->all, &rows->cap, rows->count + 1, sizeof r);
    rows->all[rows->count++] = r;
    *blank_rows = 0;
}

static void read_page_rows(struct page_rows *rows, const char *s, size_t n)
{
    unsigned blank_rows = 0;
    for (size_t start = 0, end; start < n && rows->count <= MOST_ROWS; start = end + 1) {
        const char *lf = memchr(s + start, '\n', n - start);
        end = lf ? (size_t)(lf - s) : n;
        add_row(rows, s + start, end - start, &blank_rows);
    }
}

/* The text with columns behind each other, into OUT. Whether there are any. */
static bool unfold_columns(const char *s, size_t n, struct str *out)
{
    bool any = false;
    for (size_t start = 0, end; start < n; start = end + 1) {
        const char *ff = memchr(s + start, '\f', n - start);
        end = ff ? (size_t)(ff - s) : n;
        size_t gutter = pages_gutter(s + start, end - start);
        any = any || gutter > 0;
        if (gutter > 0)
            pages_split(s + start, end - start, gutter, out);
        else
            str_addn(out, s + start, end - start);
        str_addc(out, '\f');
    }
    return any;
}

static enum err_code read_rows(struct page_rows *rows, const struct str *s, struct err *e)
{
    for (size_t start = 0, end; start < s->len; start = end + 1) {
        const char *ff = memchr(s->p + start, '\f', s->len - start);
        end = ff ? (size_t)(ff - s->p) : s->len;
        read_page_rows(rows, s->p + start, end - start);
        if (rows->count > MOST_ROWS)
            return err_set(e, ERR_INPUT, _("it has more than %d rows on its pages"), MOST_ROWS);
        rows->pages++;
    }
    return ERR_OK;
}

/* ---- what the pages have in common ---- */

static bool is_body(const struct page_row *r)
{
    return !r->noise && !r->cells && r->width < WIDEST * CELL;
}

static void find_margins(struct pages *p)
{
    p->margin = mem_alloc((size_t)p->rows.pages + 1, sizeof *p->margin);
    for (size_t i = 0; i <= p->rows.pages; i++)
        p->margin[i] = UINT16_MAX;
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct page_row *r = &p->rows.all[i];
        if (!r->noise && r->indent < p->margin[r->page])
            p->margin[r->page] = r->indent;
    }
}

/* Columns before R, from the margin of its page. */
static unsigned indent_of(const struct pages *p, const struct page_row *r)
{
    return r->indent > p->margin[r->page] ? (unsigned)(r->indent - p->margin[r->page]) : 0;
}

static bool is_closing(uint32_t c)
{
    return c == 0x201D || c == 0x2019 || c == 0xFF09 || c == ')' || c == '"' || c == '\'' || c == 0x300D ||
           c == 0x300F || c == 0x300B || c == ']' || c == 0x3011;
}

/* Whether a sentence ends with R. */
static bool ends_sentence(const struct page_row *r)
{
    static const uint32_t ends[] = {0x3002, 0xFF01, 0xFF1F, '.', '!', '?', 0x2026};
    size_t n = r->bytes;
    uint32_t c = page_last_char(r->p, n);
    while (n > 4 && is_closing(c)) {
        for (n--; n > 0 && ((unsigned char)r->p[n] & 0xC0) == 0x80;)
            n--;
        c = page_last_char(r->p, n);
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (c == ends[i])
            return true;
    return false;
}

/* Whether a paragraph can end with R whatever its width: a sentence does, or what follows stands on its own. */
static bool ends_paragraph(const struct page_row *r)
{
    uint32_t c = page_last_char(r->p, r->bytes);
    return c == 0xFF1A || c == ':' || ends_sentence(r);
}

/* Whether R is indented like a first row: two characters, which program and font count as one to eight columns. */
static bool is_indented(const struct pages *p, const struct page_row *r)
{
    unsigned indent = indent_of(p, r), least = p->measure.indent > 0 ? p->measure.indent : 2;
    return indent >= least && indent <= 8;
}

/* The width of R without the punctuation that may hang over the edge of the page. */
static uint32_t width_inside(const struct page_row *r)
{
    uint32_t c = page_last_char(r->p, r->bytes);
    bool hangs = c == 0xFF0C || c == 0x3001 || c == 0xFF1B || c == 0x3002 || c == 0xFF1A || c == 0xFF01 || c == 0xFF1F;
    return r->width - (hangs ? width_of(c) : 0);
}

/* Count the rows that may be full by their width, to half a character: those of the text that end no paragraph, as
 * INDENTED as a first row or not. How many there are. */
static size_t count_widths(const struct pages *p, bool indented, size_t *count)
{
    size_t rows = 0;
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct page_row *r = &p->rows.all[i];
        if (!is_body(r) || ends_paragraph(r) || (indent_of(p, r) < 2) == indented)
            continue;
        count[width_inside(r) / CELL + 1 + (indented ? 4 : 0)]++;
        rows++;
    }
    return rows;
}

/* The greatest width that several rows have: those that go on. Of a few rows the widest one. What ends a sentence may
 * be of any width; where all rows do, none is full. */
static uint32_t full_width(const struct pages *p)
{
    size_t *count = mem_zero(WIDEST + 6, sizeof *count), width = WIDEST + 4, best = 0;
    size_t rows = count_widths(p, false, count);
    if (rows == 0)
        rows = count_widths(p, true, count);
    size_t wanted = rows < 20 ? 1 : rows < 60 ? 3 : rows / 20;
    while (width > 1 && count[width - 1] + count[width] + count[width + 1] < wanted)
        width--;
    for (size_t i = width + 1; i + 1 >= width && i > 0; i--)
        if (count[i] > count[best])
            best = i;
    free(count);
    size_t least = rows == 0 ? WIDEST : p->rows.columns ? NARROWEST / 2 : NARROWEST;
    return (uint32_t)(best > least ? best - 1 : least) * CELL;
}

static unsigned usual_blank_rows(const struct pages *p)
{
    size_t count[4] = {0};
    unsigned best = 0;
    for (size_t i = 1; i < p->rows.count; i++)
        if (p->rows.all[i].page == p->rows.all[i - 1].page && p->rows.all[i].blank_rows < 4)
            count[p->rows.all[i].blank_rows]++;
    for (unsigned i = 1; i < 4; i++)
        if (count[i] > count[best])
            best = i;
    return best;
}

/* ---- the end of a row ---- */

static bool is_opening(uint32_t c)
{
    return c == 0x201C || c == 0x2018 || c == 0xFF08 || c == 0x300C || c == 0x300E || c == 0x300A || c == 0x3010;
}

/* The width that the beginning of R would have taken at the end of the row before: a character with the punctuation
 * beside it that cannot end or begin a row, or a Latin word and its blank. */
static uint32_t needs(const struct page_row *r)
{
    size_t at, next;
    uint32_t c = page_char(r->p, r->bytes, &at), width = 0;
    if (!cut_is_cjk(c)) {
        for (size_t i = 0; i < r->bytes && i < 20 && r->p[i] > ' '; i++)
            width += width_of((unsigned char)r->p[i]);
        return width + width_of(' ');
    }
    bool opening = is_opening(c);
    for (width = width_of(c); at < r->bytes && width < 4 * 2 * CELL; at += next) {
        c = page_char(r->p + at, r->bytes - at, &next);
        if (!opening && !is_closing(c) && c != 0xFF0C && c != 0x3002 && c != 0x3001 && c != 0xFF1B && c != 0xFF1A)
            break;
        opening = is_opening(c);
        width += width_of(c);
    }
    return width;
}

/* Whether what begins NEXT had no room behind R. STRICT: to a character. */
static bool is_full(const struct pages *p, const struct page_row *r, const struct page_row *next, bool strict)
{
    bool han = r->width > r->columns * (CELL + CELL / 2);
    uint32_t indent = is_indented(p, r) ? (han ? 4 * CELL : indent_of(p, r) * CELL) : 0;
    uint32_t guess = strict ? CELL + r->latin * CELL / 5 : 2 * CELL + r->latin * CELL / 4;
    return indent + r->width + needs(next) + guess > p->measure.width;
}

/* ---- what belongs together ---- */

static bool is_bullet(uint32_t c)
{
    return c == 0x2022 || c == 0x25CF || c == 0x25A0 || c == 0x25C6 || c == 0x2605 || c == 0x25CB || c == 0xF06C ||
           c == 0xF0B7 || c == 0x27A2 || c == 0x25B2;
}

bool page_has_mark(const struct page_row *r)
{
    size_t size;
    if (is_bullet(page_char(r->p, r->bytes, &size)))
        return true;
    size_t n = r->bytes < 64 ? r->bytes : 64;
    while (n < r->bytes && ((unsigned char)r->p[n] & 0xC0) == 0x80)
        n++;
    struct text *t = text_new(mem_ndup(r->p, n), n);
    struct window w;
    window_init(&w, t);
    enum item_kind kind = item_at(&w, 0, text_length(t)).kind;
    text_free(t);
    return kind != ITEM_NONE && kind != ITEM_WORD;
}

/* Whether the paragraph of A is over, as B would have begun behind its words else. A sentence that ends where the row
 * does, as by chance, makes that likely; so does ？ or ： where no indent says more. */
static bool is_over(const struct pages *p, const struct page_row *a, const struct page_row *b)
{
    uint32_t last = page_last_char(a->p, a->bytes);
    if (p->measure.indent == 0)
        return last == 0xFF1F || last == '?' || last == 0xFF1A || !is_full(p, a, b, ends_paragraph(a));
    return !is_full(p, a, b, false) && (ends_paragraph(a) || a->width * 5 <= p->measure.width * 4);
}

/* Whether B, the next row of the document, goes on with the paragraph of A. */
static bool goes_on(const struct pages *p, const struct page_row *a, const struct page_row *b)
{
    if (!is_body(a) || !is_body(b) || page_is_turn(b->p, b->bytes))
        return false;
    bool ended = ends_sentence(a), same_page = a->page == b->page;
    if (same_page && b->blank_rows > p->measure.blank_rows && (ended || !is_full(p, a, b, false)))
        return false;
    unsigned before = indent_of(p, a), indent = indent_of(p, b);
    if (p->measure.indent > 0 ? indent >= p->measure.indent : indent >= 2 && indent > before + 1)
        return false;
    if (is_over(p, a, b))
        return false;
    return p->measure.indent > 0 || (before <= indent + 4 && !page_has_mark(b));
}

/* The least indent that most rows have which stand behind one that ends a sentence and is not full; 0 where most have
 * none. */
static unsigned find_indent(const struct pages *p)
{
    size_t starts = 0, indented[2] = {0};
    const struct page_row *before = NULL;
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct page_row *r = &p->rows.all[i];
        if (!is_body(r))
            continue;
        if (before && ends_sentence(before) && !is_full(p, before, r, true)) {
            unsigned indent = indent_of(p, r);
            starts++;
            indented[0] += indent >= 1 && indent <= 8;
            indented[1] += indent >= 2 && indent <= 8;
        }
        before = r;
    }
    return indented[1] * 2 > starts ? 2 : indented[0] * 2 > starts ? 1 : 0;
}

/* ---- writing ---- */

static void write_cells(struct extract *out, const struct page_row *r)
{
    size_t start = 0, blanks = 0;
    for (size_t i = 0; i < r->bytes; i++) {
        if (r->p[i] == ' ') {
            blanks++;
            continue;
        }
        if (blanks >= GAP) {
            extract_words(out, r->p + start, i - start);
            extract_cell(out);
            start = i;
        }
        blanks = 0;
    }
    extract_words(out, r->p + start, r->bytes - start);
}

/* Noise between two rows of one paragraph (INSIDE) stands in blanks of its own, so that the text reads on without them;
 * LAST is behind it. */
static void write_noise(struct extract *out, const struct page_row *r, bool inside, bool last)
{
    extract_noise_begin(out, r->kind);
    if (inside)
        extract_lines(out, " ", 1);
    extract_words(out, r->p, r->bytes);
    if (inside && last)
        extract_lines(out, " ", 1);
    extract_noise_end(out);
    if (!inside)
        extract_paragraph(out);
}

/* Whether a blank stood between rows A and B of one paragraph. None does behind a hyphen. */
static bool needs_blank(const struct page_row *a, const struct page_row *b)
{
    size_t size;
    uint32_t last = page_last_char(a->p, a->bytes), first = page_char(b->p, b->bytes, &size);
    return !cut_is_cjk(last) && !cut_is_cjk(first) && last != '-' && last != 0xAD && last != 0x2010;
}

static void write_row(struct extract *out, const struct page_row *r, bool more)
{
    if (r->cells) {
        write_cells(out, r);
        return;
    }
    bool soft = more && page_last_char(r->p, r->bytes) == 0xAD;
    extract_words(out, r->p, r->bytes - (soft ? 2 : 0));
}

static void write_all(const struct pages *p, struct extract *out)
{
    const struct page_row *all = p->rows.all;
    for (size_t i = 0, next; i < p->rows.count && !out->full; i = next) {
        for (next = i + 1; next < p->rows.count && all[next].noise;)
            next++;
        if (all[i].noise) { /* only before all text */
            write_noise(out, &all[i], false, false);
            next = i + 1;
            continue;
        }
        bool more = next < p->rows.count && goes_on(p, &all[i], &all[next]);
        bool blank = more && needs_blank(&all[i], &all[next]);
        write_row(out, &all[i], more);
        if (!more)
            extract_paragraph(out);
        for (size_t k = i + 1; k < next; k++)
            write_noise(out, &all[k], more, k + 1 == next && !blank);
        if (blank)
            extract_words(out, " ", 1);
    }
    extract_paragraph(out);
}

static void take_measure(struct pages *p)
{
    free(p->margin);
    find_margins(p);
    p->measure.width = full_width(p);
    p->measure.blank_rows = usual_blank_rows(p);
}

enum err_code pages_read(const char *s, size_t n, struct extract *out, struct err *e)
{
    struct pages p = {0};
    struct str unfolded = {0};
    p.rows.columns = unfold_columns(s, n, &unfolded);
    enum err_code rc = read_rows(&p.rows, &unfolded, e);
    if (!rc) {
        pages_find_running(&p.rows);
        take_measure(&p);
        pages_lift_running(&p.rows, p.measure.width, p.measure.blank_rows);
        take_measure(&p); /* with what was lifted */
        p.measure.indent = find_indent(&p);
        write_all(&p, out);
    }
    free(p.margin);
    free(p.rows.all);
    str_clear(&unfolded);
    return rc;
}
