#include "exchange/csv.h"

#include <inttypes.h>
#include <string.h>

void csv_begin(struct csv *c, FILE *out, bool bom, bool raw)
{
    *c = (struct csv){.out = out, .raw = raw};
    if (bom)
        fputs("\xEF\xBB\xBF", out);
}

bool csv_is_formula(const char *p, size_t n)
{
    static const char starts[] = {'=', '+', '-', '@', '\t', '\r'};
    /* The third byte of U+FF1D, U+FF0B, U+FF0D and U+FF20, which begin with EF BC. */
    static const char wide[] = {'\x9D', '\x8B', '\x8D', '\xA0'};
    if (n == 0)
        return false;
    if (memchr(starts, p[0], sizeof starts))
        return true;
    return n >= 3 && p[0] == '\xEF' && p[1] == '\xBC' && memchr(wide, p[2], sizeof wide);
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

static bool needs_quotes(const char *p, size_t n)
{
    if (n == 0)
        return false;
    if (is_space(p[0]) || is_space(p[n - 1]))
        return true;
    for (size_t i = 0; i < n; i++)
        if (p[i] == ',' || p[i] == '"' || p[i] == '\r' || p[i] == '\n')
            return true;
    return false;
}

/* The bytes with every quote doubled (RFC 4180 §2.7). */
static void put_doubled(FILE *out, const char *p, size_t n)
{
    while (n > 0) {
        const char *quote = memchr(p, '"', n);
        size_t part = quote ? (size_t)(quote - p) + 1 : n;
        fwrite(p, 1, part, out);
        if (quote)
            fputc('"', out);
        p += part;
        n -= part;
    }
}

static void put_cell(struct csv *c, const char *p, size_t n, bool guard)
{
    if (c->open)
        fputc(',', c->out);
    c->blank = !c->open && n == 0;
    c->open = true;
    bool quotes = needs_quotes(p, n);
    if (quotes)
        fputc('"', c->out);
    if (!c->raw && guard)
        fputc('\'', c->out);
    put_doubled(c->out, p, n);
    if (quotes)
        fputc('"', c->out);
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
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRId64, number);
    csv_cell(c, digits, (size_t)n);
}

void csv_end_row(struct csv *c)
{
    fputs(c->blank ? "\"\"\r\n" : "\r\n", c->out);
    c->open = c->blank = false;
}
