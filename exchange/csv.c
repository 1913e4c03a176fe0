#include "exchange/csv.h"

#include <string.h>

void csv_begin(struct csv *c, FILE *out, bool bom, bool raw)
{
    *c = (struct csv){.out = out, .raw = raw};
    if (bom)
        fputs("\xEF\xBB\xBF", out);
}

void csv_begin_in(struct csv *c, struct str *rows, bool raw)
{
    *c = (struct csv){.rows = rows, .raw = raw};
}

static void put(struct csv *c, const char *p, size_t n)
{
    if (c->rows)
        str_addn(c->rows, p, n);
    else
        fwrite(p, 1, n, c->out);
}

bool csv_is_formula(const char *p, size_t n)
{
    if (n == 0)
        return false;
    switch (p[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return true;
    case '\xEF': /* U+FF1D, U+FF0B, U+FF0D and U+FF20 */
        return n >= 3 && p[1] == '\xBC' && (p[2] == '\x9D' || p[2] == '\x8B' || p[2] == '\x8D' || p[2] == '\xA0');
    default:
        return false;
    }
}

/* Whether it begins with apostrophes and, behind them, as a formula does. */
static bool looks_guarded(const char *p, size_t n)
{
    size_t quotes = 0;
    while (quotes < n && p[quotes] == '\'')
        quotes++;
    return quotes > 0 && csv_is_formula(p + quotes, n - quotes);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Where a cell is longer, four searches by the C library cost less than one by hand. */
#define SHORT_CELL 16

static bool needs_quotes(const char *p, size_t n)
{
    if (n == 0)
        return false;
    if (is_space(p[0]) || is_space(p[n - 1]) || (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0))
        return true;
    if (n > SHORT_CELL)
        return memchr(p, ',', n) || memchr(p, '"', n) || memchr(p, '\r', n) || memchr(p, '\n', n);
    for (size_t i = 0; i < n; i++)
        if (p[i] == ',' || p[i] == '"' || p[i] == '\r' || p[i] == '\n')
            return true;
    return false;
}

/* The bytes with every quote doubled (RFC 4180 §2.7). */
static void put_doubled(struct csv *c, const char *p, size_t n)
{
    while (n > 0) {
        const char *quote = memchr(p, '"', n);
        size_t part = quote ? (size_t)(quote - p) + 1 : n;
        put(c, p, part);
        if (quote)
            put(c, "\"", 1);
        p += part;
        n -= part;
    }
}

/* A cell that stands as it is, in rows that are put together in memory. */
static void add_plain(struct csv *c, const char *p, size_t n)
{
    char *to = str_room(c->rows, n + 1);
    *to = ',';
    if (n)
        memcpy(to + c->open, p, n);
    c->rows->len += n + c->open;
    to[n + c->open] = '\0';
    c->open = true;
}

static void put_cell(struct csv *c, const char *p, size_t n, bool guard)
{
    bool quotes = needs_quotes(p, n);
    guard = guard && !c->raw;
    c->blank = !c->open && n == 0;
    if (c->rows && !quotes && !guard) {
        add_plain(c, p, n);
        return;
    }
    if (c->open)
        put(c, ",", 1);
    c->open = true;
    if (quotes)
        put(c, "\"", 1);
    if (guard)
        put(c, "'", 1);
    put_doubled(c, p, n);
    if (quotes)
        put(c, "\"", 1);
}

void csv_cell(struct csv *c, const char *p, size_t n)
{
    put_cell(c, p, n, csv_is_formula(p, n));
}

void csv_cell_guarded(struct csv *c, const char *z)
{
    size_t n = strlen(z);
    put_cell(c, z, n, csv_is_formula(z, n) || looks_guarded(z, n));
}

void csv_cell_z(struct csv *c, const char *z)
{
    csv_cell(c, z, strlen(z));
}

void csv_cell_number(struct csv *c, int64_t number)
{
    char digits[24], *p = digits + sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        *--p = '-';
    size_t n = (size_t)(digits + sizeof digits - p);
    if (c->rows && number >= 0)
        add_plain(c, p, n);
    else
        csv_cell(c, p, n);
}

void csv_end_row(struct csv *c)
{
    put(c, c->blank ? "\"\"\r\n" : "\r\n", c->blank ? 4 : 2);
    c->open = c->blank = false;
}
