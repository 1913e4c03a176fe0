#include "text/text.h"

#include "base/mem.h"

#include <string.h>
#include <unistr.h>

/* One mark every BLOCK code points: what lies before it. 16 bytes for 64 code points, whatever the text is made of;
 * an array of line starts would cost 8 bytes a line in a document that is all line feeds. */
#define BLOCK 64

/* Bytes that are counted faster than a place is looked up. */
#define LINE_NEAR 256

struct mark {
    size_t byte;
    size_t lines; /* line feeds before it */
};

struct text {
    char *s;
    size_t bytes, length, lines; /* of what is there by now; lines: line feeds */
    struct mark *marks;          /* one for each block begun, and at least one */
    size_t count, cap;
};

/* A code point begins at every byte that is not 10xxxxxx. */
static bool is_lead(char c)
{
    return (signed char)c >= -64;
}

/* Code points that begin among the BLOCK bytes at S, and line feeds: without a branch, so that compilers count many
 * bytes in one instruction. */
static size_t count_block(const char *s, size_t *lines)
{
    unsigned char leads = 0, feeds = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        leads += (unsigned char)is_lead(s[i]);
        feeds += s[i] == '\n';
    }
    *lines = feeds;
    return leads;
}

/* Mark the code point whose first byte is I. */
static void add_mark(struct text *t, size_t i, size_t lines)
{
    t->marks = mem_grow(t->marks, &t->cap, t->count + 1, sizeof *t->marks);
    t->marks[t->count++] = (struct mark){i, lines};
}

/* Mark the code point that begins as number N (from 0) behind byte I. */
static void mark_behind(struct text *t, size_t i, size_t n)
{
    size_t lines = t->lines;
    for (;; i++) {
        if (is_lead(t->s[i]) && n-- == 0)
            break;
        lines += t->s[i] == '\n';
    }
    add_mark(t, i, lines);
}

/* Index the bytes from t->bytes up to END, which are whole code points. At most one in BLOCK bytes has a mark. */
static void index_to(struct text *t, size_t end)
{
    size_t i = t->bytes;
    for (; end - i >= BLOCK; i += BLOCK) {
        size_t lines, leads = count_block(t->s + i, &lines), next = t->count * BLOCK - t->length;
        if (leads > next)
            mark_behind(t, i, next);
        t->length += leads;
        t->lines += lines;
    }
    for (; i < end; i++) {
        if (!is_lead(t->s[i]))
            continue;
        if (t->length == t->count * BLOCK)
            add_mark(t, i, t->lines);
        t->length++;
        t->lines += t->s[i] == '\n';
    }
    t->bytes = end;
}

struct text *text_new(char *take_utf8, size_t n_bytes)
{
    struct text *t = text_begin(take_utf8);
    text_grow(t, take_utf8 ? n_bytes : 0);
    t->marks = mem_resize(t->marks, t->count, sizeof *t->marks);
    t->cap = t->count;
    return t;
}

struct text *text_begin(char *take_utf8)
{
    struct text *t = MEM_NEW(struct text);
    t->s = take_utf8;
    add_mark(t, 0, 0);
    return t;
}

void text_grow(struct text *t, size_t n_bytes)
{
    size_t last = n_bytes;
    while (last > t->bytes && !is_lead(t->s[last - 1]))
        last--;
    if (last > t->bytes && last - 1 + text_step(t->s[last - 1]) > n_bytes)
        n_bytes = last - 1;
    if (n_bytes > t->bytes)
        index_to(t, n_bytes);
}

void text_free(struct text *t)
{
    if (!t)
        return;
    free(t->marks);
    free(t->s);
    free(t);
}

size_t text_length(const struct text *t)
{
    return t->length;
}

size_t text_bytes(const struct text *t)
{
    return t->bytes;
}

/* The byte behind the code point that begins at byte I. */
static size_t step(const struct text *t, size_t i)
{
    for (i++; i < t->bytes && !is_lead(t->s[i]); i++)
        ;
    return i;
}

size_t text_byte_at(const struct text *t, size_t cp)
{
    if (cp >= t->length)
        return t->bytes;
    size_t i = t->marks[cp / BLOCK].byte;
    for (size_t n = cp % BLOCK; n; n--)
        i = step(t, i);
    return i;
}

size_t text_cp_at(const struct text *t, size_t byte)
{
    if (byte >= t->bytes)
        return t->length;
    size_t lo = 0, hi = t->count;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->marks[mid].byte <= byte)
            lo = mid;
        else
            hi = mid;
    }
    size_t cp = lo * BLOCK;
    for (size_t i = t->marks[lo].byte + 1; i <= byte; i++)
        cp += is_lead(t->s[i]);
    return cp;
}

uint32_t text_char(const struct text *t, size_t cp)
{
    if (cp >= t->length)
        return 0;
    size_t i = text_byte_at(t, cp);
    ucs4_t c;
    u8_mbtouc(&c, (const uint8_t *)t->s + i, t->bytes - i);
    return c;
}

const char *text_slice(const struct text *t, size_t start, size_t end, size_t *n_bytes)
{
    if (end > t->length)
        end = t->length;
    if (start > end)
        start = end;
    size_t a = text_byte_at(t, start);
    *n_bytes = text_byte_at(t, end) - a;
    return t->s ? t->s + a : "";
}

size_t text_paragraphs(const struct text *t)
{
    return t->lines + 1;
}

size_t text_paragraph_at(const struct text *t, size_t cp)
{
    if (cp >= t->length)
        return t->lines;
    const struct mark *m = &t->marks[cp / BLOCK];
    size_t end = text_byte_at(t, cp), n = m->lines;
    for (size_t i = m->byte; i < end; i++)
        n += t->s[i] == '\n';
    return n;
}

/* The code point behind line feed number NUMBER (from 1); 0 for number 0. */
static size_t line_start(const struct text *t, size_t number)
{
    if (number == 0)
        return 0;
    size_t lo = 0, hi = t->count;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->marks[mid].lines < number)
            lo = mid;
        else
            hi = mid;
    }
    size_t cp = lo * BLOCK, n = t->marks[lo].lines;
    for (size_t i = t->marks[lo].byte; n < number; i = step(t, i), cp++)
        n += t->s[i] == '\n';
    return cp;
}

struct span text_paragraph(const struct text *t, size_t number)
{
    if (number >= t->lines)
        return (struct span){line_start(t, t->lines), t->length};
    return (struct span){line_start(t, number), line_start(t, number + 1) - 1};
}

size_t text_line_end(const struct text *t, size_t cp)
{
    size_t from = text_byte_at(t, cp);
    const char *lf = from < t->bytes ? memchr(t->s + from, '\n', t->bytes - from) : NULL;
    if (!lf)
        return t->length;
    size_t end = (size_t)(lf - t->s);
    if (end - from > LINE_NEAR)
        return text_cp_at(t, end);
    for (; from < end; from++)
        cp += is_lead(t->s[from]);
    return cp;
}
