#include "exchange/pages_row.h"

#include "base/mem.h"
#include "text/cut.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define EDGE 3      /* rows at the top and at the bottom that are looked at */
#define SLOTS 2     /* of these, rows of words, besides page marks */
#define LONGEST 400 /* bytes of a header */

/* A row near the edge of its page. */
struct edge {
    size_t row;
    uint64_t key;  /* of its words without a page number beside them; 0: a number alone */
    int64_t shift; /* its page number less the place of the page in the file */
    int slot;      /* of words: how many rows of words lie between it and the edge */
    bool top, counts, says_page, has_number;
};

struct edges {
    struct edge *all;
    size_t count, cap;
};

/* ---- what a row says ---- */

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static bool is_ornament(uint32_t c)
{
    return cut_is_space(c) || c == '-' || c == '~' || c == '|' || c == '/' || c == 0xB7 || c == 0x2022 ||
           (c >= 0x2010 && c <= 0x2015) || c == 0x2500 || c == 0xFF0D || c == 0xFF0F || c == 0x30FC || c == 0x4E00;
}

/* 第 页 共 頁 總 总. */
static bool is_page_word(uint32_t c)
{
    static const uint32_t words[] = {0x7B2C, 0x9875, 0x5171, 0x9801, 0x7E3D, 0x603B};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c == words[i])
            return true;
    return false;
}

/* The length of the word of "Page 3 of 9" that the N bytes at P begin with, or 0. */
static size_t latin_page_word(const char *p, size_t n)
{
    static const char *const words[] = {"page", "of", "p."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i]);
        if (size <= n && strncasecmp(p, words[i], size) == 0)
            return size;
    }
    return 0;
}

/* A page mark that is all of the N bytes at P, or none: numbers, ornaments and the words for pages. Its first number
 * goes to *NUMBER; whether it has such a word to *SAYS_PAGE. */
static bool is_page_mark(const char *p, size_t n, int64_t *number, bool *says_page)
{
    bool any = false, in_first = false;
    *number = 0;
    *says_page = false;
    for (size_t i = 0, size; i < n; i += size) {
        uint32_t c = page_char(p + i, n - i, &size);
        if (is_digit(c)) {
            in_first = in_first || !any;
            if (in_first && *number < 1000000)
                *number = *number * 10 + (c >= 0xFF10 ? c - 0xFF10 : c - '0');
            any = true;
            continue;
        }
        in_first = false;
        size_t word = latin_page_word(p + i, n - i);
        if (word > 0)
            size = word;
        if (word > 0 || is_page_word(c))
            *says_page = true;
        else if (!is_ornament(c))
            return false;
    }
    return any;
}

/* The length of the words of the N bytes at *P without a page number that stands apart at either end (behind two blanks
 * or more). */
static size_t without_number(const char **p, size_t n)
{
    const char *s = *p;
    int64_t number;
    bool says;
    for (size_t i = 0; i + 1 < n; i++) {
        if (s[i] != ' ' || s[i + 1] != ' ')
            continue;
        size_t behind = i;
        while (behind < n && s[behind] == ' ')
            behind++;
        if (is_page_mark(s, i, &number, &says)) {
            *p = s + behind;
            return n - behind;
        }
        if (is_page_mark(s + behind, n - behind, &number, &says))
            return i;
        i = behind;
    }
    return n;
}

/* FNV-1a over the words without blanks; never 0. */
static uint64_t key_of(const char *p, size_t n)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ' && p[i] != '\t')
            hash = (hash ^ (unsigned char)p[i]) * UINT64_C(0x100000001B3);
    return hash | 1;
}

bool page_is_turn(const char *p, size_t n)
{
    size_t size, next;
    uint32_t c = page_char(p, n, &size);
    if ((c != 0x95EE && c != 0x7B54 && c != 0x554F) || size == n)
        return false;
    c = page_char(p + size, n - size, &next);
    return c == 0xFF1A || c == ':' || c == 0x3001 || cut_is_space(c) || is_digit(c);
}

/* Words that somebody may have written into the text: whole sentences, parts of such, items. */
static bool is_prose(const struct page_row *r, const char *p, size_t n)
{
    static const uint32_t ends[] = {0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0xFF0C, 0x3001,
                                    '?',    '!',    ';',    ':',    ',',    0x2026};
    uint32_t last = page_last_char(p, n);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (last == ends[i])
            return true;
    return page_is_turn(p, n) || page_has_mark(r);
}

/* ---- the edges of pages ---- */

/* The row as an edge; of words those that no text is. SLOT as in struct edge. */
static void add_edge(struct edges *edges, const struct page_rows *rows, size_t row, bool top, int *slot)
{
    const struct page_row *r = &rows->all[row];
    struct edge edge = {.row = row, .top = top};
    int64_t number;
    if (is_page_mark(r->p, r->bytes < LONGEST ? r->bytes : LONGEST, &number, &edge.says_page)) {
        edge.shift = number - (int64_t)r->page;
    } else {
        const char *p = r->p;
        edge.slot = ++*slot;
        if (edge.slot > SLOTS || r->bytes > LONGEST)
            return;
        size_t n = without_number(&p, r->bytes);
        if (is_prose(r, p, page_trim(p, n)))
            return;
        edge.key = key_of(p, n);
        edge.has_number = n < r->bytes;
    }
    edges->all = mem_grow(edges->all, &edges->cap, edges->count + 1, sizeof edge);
    edges->all[edges->count++] = edge;
}

static void add_page(struct edges *edges, const struct page_rows *rows, size_t first, size_t end)
{
    size_t n = end - first, top = n / 2 < EDGE ? (n + 1) / 2 : EDGE, bottom = n / 2 < EDGE ? n / 2 : EDGE;
    int slot = 0;
    for (size_t i = 0; i < top; i++)
        add_edge(edges, rows, first + i, true, &slot);
    slot = 0;
    for (size_t i = 0; i < bottom; i++)
        add_edge(edges, rows, end - 1 - i, false, &slot);
}

static size_t page_end(const struct page_rows *rows, size_t first)
{
    size_t end = first;
    while (end < rows->count && rows->all[end].page == rows->all[first].page)
        end++;
    return end;
}

/* Numbers by what they count from, words by what they say; then by the page. */
static int compare(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->top != y->top)
        return x->top ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    if (x->shift != y->shift)
        return x->shift < y->shift ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool is_same(const struct edge *a, const struct edge *b)
{
    return a->top == b->top && a->key == b->key && a->slot == b->slot && (a->key || a->shift == b->shift);
}

/* The first page may begin with a title whose words return as the header of the others: a header stands where it stands
 * on another page. */
static bool is_title(const struct page_rows *rows, const struct edge *all, size_t n, size_t i)
{
    const struct page_row *r = &rows->all[all[i].row];
    if (r->page != rows->all[0].page || !all[i].top)
        return false;
    for (size_t k = 0; k < n; k++) {
        const struct page_row *other = &rows->all[all[k].row];
        int apart = (int)r->indent - (int)other->indent;
        if (other->page != r->page && apart >= -1 && apart <= 1)
            return false;
    }
    return true;
}

/* Whether the N edges at ALL stand on as many pages as a header does: half of all, or of the odd or even ones. */
static bool is_on_most(const struct page_rows *rows, const struct edge *all, size_t n)
{
    size_t pages[2] = {0}, of[2] = {(rows->pages + 1) / 2, rows->pages / 2};
    for (size_t i = 0; i < n; i++)
        if (i == 0 || rows->all[all[i].row].page != rows->all[all[i - 1].row].page)
            pages[rows->all[all[i].row].page % 2]++;
    size_t both = pages[0] + pages[1];
    if (both == 2 && rows->pages <= 4)
        return all[0].has_number;
    return both >= 3 && (both * 2 >= rows->pages || pages[0] * 2 >= of[0] || pages[1] * 2 >= of[1]);
}

static size_t pages_of(const struct page_rows *rows, const struct edge *all, size_t n)
{
    size_t pages = 1;
    for (size_t i = 1; i < n; i++)
        pages += rows->all[all[i].row].page != rows->all[all[i - 1].row].page;
    return pages;
}

/* The N edges at ALL say the same. */
static void weigh(const struct page_rows *rows, struct edge *all, size_t n)
{
    size_t pages = pages_of(rows, all, n);
    bool counts = pages >= 3 || (pages == 2 && rows->pages <= 4), most = is_on_most(rows, all, n);
    for (size_t i = 0; i < n; i++)
        all[i].counts = all[i].key ? most && !is_title(rows, all, n, i) : counts || all[i].says_page;
}

/* What is noise from the edge inwards remains so, as long as everything is. */
static void keep_outermost(struct page_rows *rows)
{
    for (size_t first = 0, end; first < rows->count; first = end) {
        end = page_end(rows, first);
        size_t top = first, bottom = end;
        while (top < end && rows->all[top].noise)
            top++;
        while (bottom > top && rows->all[bottom - 1].noise)
            bottom--;
        for (size_t i = top; i < bottom; i++)
            rows->all[i].noise = false;
    }
}

static void mark(struct page_rows *rows, const struct edges *edges)
{
    for (size_t i = 0; i < edges->count; i++)
        if (edges->all[i].counts) {
            struct page_row *r = &rows->all[edges->all[i].row];
            r->noise = true;
            r->kind = edges->all[i].key ? NOISE_RUNNING : NOISE_PAGE;
        }
    keep_outermost(rows);
}

void pages_find_running(struct page_rows *rows)
{
    struct edges edges = {0};
    for (size_t first = 0, end; first < rows->count; first = end) {
        end = page_end(rows, first);
        add_page(&edges, rows, first, end);
    }
    if (edges.count > 0)
        qsort(edges.all, edges.count, sizeof *edges.all, compare);
    for (size_t first = 0, end; first < edges.count; first = end) {
        end = first + 1;
        while (end < edges.count && is_same(&edges.all[first], &edges.all[end]))
            end++;
        weigh(rows, edges.all + first, end - first);
    }
    mark(rows, &edges);
    free(edges.all);
}

/* Whether R is as wide as the rows of the text are: its sentence runs on into the next row. What is wider is in smaller
 * letters. */
static bool is_row_of_text(const struct page_row *r, uint32_t width)
{
    return !r->cells && r->width * 10 >= width * 9 && r->width * 20 <= width * 23;
}

/* Whether the header or footer at ROW stands nearer to the text than the rows of the text do to each other, and begins
 * where they do. */
static bool is_near(const struct page_rows *rows, size_t row, unsigned blank_rows)
{
    const struct page_row *r = &rows->all[row], *next = row + 1 < rows->count ? r + 1 : NULL;
    if (!next || next->page != r->page || next->noise)
        return false;
    int apart = (int)r->indent - (int)next->indent;
    return next->blank_rows < blank_rows && apart > -2 && apart < 2;
}

void pages_lift_running(struct page_rows *rows, uint32_t width, unsigned blank_rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct page_row *r = &rows->all[i];
        if (r->noise && r->kind == NOISE_RUNNING && (is_row_of_text(r, width) || is_near(rows, i, blank_rows)))
            r->noise = false;
    }
    keep_outermost(rows);
}
