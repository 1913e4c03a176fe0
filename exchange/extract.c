#include "exchange/extract.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/store.h"
#include "text/cut.h"

#define MB ((size_t)1 << 20)
#define TO_COME SIZE_MAX

struct limits limits_default(void)
{
    return (struct limits){.file = STORE_SOURCE_MAX, .text = STORE_TEXT_MAX, .memory = 1024 * MB, .seconds = 60};
}

static const char *split_it(void)
{
    return _("no document has more, split it");
}

const char *limits_file_advice(size_t limit)
{
    return limit < STORE_SOURCE_MAX ? _("--max-size allows more") : split_it();
}

const char *limits_text_advice(size_t limit)
{
    return limit < STORE_TEXT_MAX ? _("--max-text allows more") : split_it();
}

void extract_begin(struct extract *x, size_t limit)
{
    *x = (struct extract){.limit = limit, .heading_start = TO_COME, .noise_start = TO_COME};
}

/* One character of N bytes. */
static void put_raw(struct extract *x, const char *s, size_t n)
{
    if (x->full || n > x->limit - x->text.len) {
        x->full = true;
        return;
    }
    str_addn(&x->text, s, n);
    x->length++;
}

static void open_paragraph(struct extract *x)
{
    x->paragraph_byte = x->text.len;
    x->paragraph_start = x->length;
    x->paragraph_open = true;
    x->solid = false;
    x->blank = false;
    x->tabs = 0;
    if (x->text.len > 0)
        put_raw(x, "\n", 1);
}

/* What is due before the next character. */
static void put_due(struct extract *x)
{
    if (!x->paragraph_open)
        open_paragraph(x);
    for (; x->tabs > 0 && !x->full; x->tabs--)
        put_raw(x, "\t", 1);
    if (x->blank)
        put_raw(x, " ", 1);
    x->blank = false;
}

static void put(struct extract *x, const char *s, size_t n, bool space)
{
    put_due(x);
    if (x->noise_depth > 0 && x->noise_start == TO_COME)
        x->noise_start = x->length;
    if (x->heading_level > 0 && x->heading_start == TO_COME && !space)
        x->heading_start = x->length;
    x->solid = x->solid || !space;
    put_raw(x, s, n);
}

/* NEL and the separators of lines and paragraphs. */
static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || is_line_end(c);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* How many bytes the character takes that begins with byte C, and the least that it may be (RFC 3629); 0 for none. */
static size_t size_of(unsigned char c, uint32_t *least)
{
    *least = c < 0x80 ? 0 : c < 0xE0 ? 0x80 : c < 0xF0 ? 0x800 : 0x10000;
    return c < 0x80 ? 1 : c < 0xC2 || c > 0xF4 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* One character: its code point, its bytes, and how many bytes of the source it stands for. */
struct piece {
    uint32_t c;
    const char *bytes;
    size_t size, taken;
};

static struct piece decode_one(const char *s, size_t n)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    const unsigned char *u = (const unsigned char *)s;
    uint32_t least, c;
    size_t size = size_of(u[0], &least), i = 1;
    c = size == 1 ? u[0] : u[0] & (0xFFU >> (size + 1));
    for (; i < size && i < n && (u[i] & 0xC0) == 0x80; i++)
        c = c << 6 | (u[i] & 0x3F);
    if (size > 0 && i == size && c >= least && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF))
        return (struct piece){c, s, size, size};
    return (struct piece){0xFFFD, replacement, 3, size > 0 && i < size ? i : 1};
}

void extract_words(struct extract *x, const char *s, size_t n)
{
    for (struct piece p; n > 0 && !x->full; s += p.taken, n -= p.taken) {
        p = decode_one(s, n);
        bool solid = x->paragraph_open && x->solid;
        if (is_blank(p.c)) {
            x->blank = solid && x->tabs == 0;
            continue;
        }
        if (is_control(p.c))
            continue;
        bool space = p.c >= 0xA0 && p.c <= 0x3000 && cut_is_space(p.c);
        if (!space || solid)
            put(x, p.bytes, p.size, space);
    }
}

void extract_lines(struct extract *x, const char *s, size_t n)
{
    for (struct piece p; n > 0 && !x->full; s += p.taken, n -= p.taken) {
        p = decode_one(s, n);
        if (is_line_end(p.c))
            extract_paragraph(x);
        else if (p.c == '\t' || !is_control(p.c))
            put(x, p.bytes, p.size, p.c == '\t' || cut_is_space(p.c));
    }
}

void extract_cell(struct extract *x)
{
    if (!x->paragraph_open || !x->solid)
        return;
    x->blank = false;
    x->tabs++;
}

/* Keep the first BYTES bytes, LENGTH characters: what was known of white space behind them is forgotten. */
static void cut_back(struct extract *x, size_t bytes, size_t length)
{
    str_truncate(&x->text, bytes);
    x->length = length;
    if (x->noise_start != TO_COME && x->noise_start >= length)
        x->noise_start = TO_COME;
    while (x->noise.count > 0) {
        struct span *last = &x->noise.all[x->noise.count - 1].span;
        last->end = last->end < length ? last->end : length;
        if (last->start < last->end)
            return;
        x->noise.count--;
    }
}

static void trim(struct extract *x)
{
    size_t bytes = x->text.len, length = x->length;
    while (bytes > x->paragraph_byte) {
        size_t at = bytes - 1;
        while (at > x->paragraph_byte && ((unsigned char)x->text.p[at] & 0xC0) == 0x80)
            at--;
        if (!cut_is_space(decode_one(x->text.p + at, bytes - at).c))
            break;
        bytes = at;
        length--;
    }
    if (length < x->length)
        cut_back(x, bytes, length);
}

static void add_heading(struct extract *x, struct span span, int level)
{
    x->headings = mem_grow(x->headings, &x->heading_cap, x->heading_count + 1, sizeof *x->headings);
    x->headings[x->heading_count++] = (struct outline_given){span, level};
}

static void end_heading(struct extract *x)
{
    if (x->heading_level > 0 && x->heading_start < x->length)
        add_heading(x, (struct span){x->heading_start, x->length}, x->heading_level);
    x->heading_level = 0;
    x->heading_start = TO_COME;
}

void extract_paragraph(struct extract *x)
{
    if (x->paragraph_open && x->solid)
        trim(x);
    else if (x->paragraph_open)
        cut_back(x, x->paragraph_byte, x->paragraph_start);
    end_heading(x);
    x->paragraph_open = false;
    x->blank = false;
    x->tabs = 0;
}

void extract_heading(struct extract *x, int level)
{
    if (x->heading_level > 0 && x->heading_start != TO_COME)
        return; /* a heading in a heading is part of it */
    x->heading_level = level < 1 ? 1 : level > 9 ? 9 : level;
}

void extract_noise_begin(struct extract *x, enum noise_kind kind)
{
    if (x->noise_depth++ > 0)
        return;
    x->noise_kind = kind;
    x->noise_start = TO_COME;
}

void extract_noise_end(struct extract *x)
{
    if (x->noise_depth == 0 || --x->noise_depth > 0)
        return;
    if (x->noise_start < x->length)
        noise_list_add(&x->noise, (struct span){x->noise_start, x->length}, x->noise_kind);
    x->noise_start = TO_COME;
}

void extract_noise_forget(struct extract *x)
{
    if (x->noise_depth > 0 && --x->noise_depth == 0)
        x->noise_start = TO_COME;
}

void extract_add(struct extract *x, const struct extract *part)
{
    x->full = x->full || part->full;
    if (part->text.len == 0)
        return;
    put_due(x);
    size_t base = x->length;
    if (x->full || part->text.len > x->limit - x->text.len) {
        x->full = true;
        return;
    }
    str_addn(&x->text, part->text.p, part->text.len);
    x->length += part->length;
    x->solid = true;
    if (x->noise_depth > 0 && x->noise_start == TO_COME)
        x->noise_start = base;
    for (size_t i = 0; i < part->heading_count; i++) {
        struct span span = part->headings[i].span;
        add_heading(x, (struct span){base + span.start, base + span.end}, part->headings[i].level);
    }
    for (size_t i = 0; x->noise_depth == 0 && i < part->noise.count; i++) {
        struct span span = part->noise.all[i].span;
        noise_list_add(&x->noise, (struct span){base + span.start, base + span.end}, part->noise.all[i].kind);
    }
}

struct cursor {
    size_t byte, cp;
};

static void advance(const struct str *s, struct cursor *c, size_t cp)
{
    while (c->cp < cp && c->byte < s->len) {
        c->byte++;
        while (c->byte < s->len && ((unsigned char)s->p[c->byte] & 0xC0) == 0x80)
            c->byte++;
        c->cp++;
    }
}

/* Where all of a paragraph is noise, its LF is; and of two blanks around noise, one. */
static void grow_noise(struct extract *x)
{
    const struct str *s = &x->text;
    struct cursor c = {0};
    size_t taken = 0;
    for (size_t i = 0; i < x->noise.count; i++) {
        struct span *span = &x->noise.all[i].span;
        advance(s, &c, span->start);
        bool opens = c.byte == 0 || s->p[c.byte - 1] == '\n';
        bool blank = c.byte > 0 && s->p[c.byte - 1] == ' ';
        advance(s, &c, span->end);
        bool last = c.byte == s->len, closes = last || s->p[c.byte] == '\n';
        if (opens && last && span->start > taken)
            span->start--;
        else if (!last && ((opens && closes) || ((opens || blank) && s->p[c.byte] == ' ')))
            span->end++;
        taken = span->end;
    }
}

enum err_code extract_finish(struct extract *x, const char *what, struct err *e)
{
    extract_paragraph(x);
    if (x->noise_depth > 0) {
        x->noise_depth = 1;
        extract_noise_end(x);
    }
    grow_noise(x);
    if (x->full)
        return err_set(e, ERR_INPUT, _("it holds more than %zu MB of text: %s"), (x->limit + MB - 1) / MB,
                       limits_text_advice(x->limit));
    if (x->text.len == 0)
        return err_set(e, ERR_INPUT,
                       _("this %s holds no text; where its pages are pictures, let a program for optical character "
                         "recognition (OCR) read them first"),
                       what);
    return ERR_OK;
}

void extract_clear(struct extract *x)
{
    str_clear(&x->text);
    free(x->headings);
    noise_list_clear(&x->noise);
    *x = (struct extract){0};
}
