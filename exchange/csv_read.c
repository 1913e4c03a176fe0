#include "exchange/csv_read.h"

#include "base/i18n.h"
#include "exchange/csv.h"
#include "text/decode.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum err_code csv_error(const char *name, size_t line, size_t column, struct err *e, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(e, ERR_INPUT, fmt, ap);
    va_end(ap);
    err_prefix(e, _("%s: line %zu, column %zu"), name, line, column + 1);
    return ERR_INPUT;
}

/* The N bytes at P are no text: in which line, and in which cell as far as commas tell. */
static enum err_code not_text(const char *name, const char *p, size_t n, struct err *e)
{
    const char *end = p + n;
    size_t line = 1, column = 0;
    for (;; p++, column++) {
        size_t cell = 0;
        while (cell < (size_t)(end - p) && p[cell] != ',' && p[cell] != '\n')
            cell++;
        if (memchr(p, '\0', cell))
            return csv_error(name, line, column, e, _("a NUL byte: this is no CSV"));
        if (!decode_is_utf8(p, cell) || p + cell == end)
            return csv_error(name, line, column, e, _("not UTF-8: save it as “CSV UTF-8”"));
        p += cell;
        column = *p == '\n' ? SIZE_MAX : column;
        line += *p == '\n';
    }
}

enum err_code csv_reader_begin(struct csv_reader *r, const char *name, const char *p, size_t n, struct err *e)
{
    *r = (struct csv_reader){.name = name, .at = p, .end = p + n, .line = 1};
    if (!decode_is_utf8(p, n))
        return not_text(name, p, n, e);
    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        r->at += 3;
    return ERR_OK;
}

static enum err_code too_long(const struct csv_reader *r, struct err *e)
{
    return csv_error(r->name, r->line, r->count, e, _("longer than %d KB"), CSV_CELL_MAX / 1024);
}

/* Behind the opening quote, up to behind the closing one. */
static enum err_code read_quoted(struct csv_reader *r, struct str *cell, struct err *e)
{
    for (const char *p = ++r->at; p < r->end;) {
        const char *quote = memchr(p, '"', (size_t)(r->end - p));
        if (!quote)
            break;
        bool doubled = quote + 1 < r->end && quote[1] == '"';
        str_addn(cell, p, (size_t)(quote - p) + doubled);
        if (cell->len > CSV_CELL_MAX)
            return too_long(r, e);
        p = quote + 1 + doubled;
        if (doubled)
            continue;
        for (const char *q = r->at; q < p; q++)
            r->line += *q == '\n';
        r->at = p;
        return ERR_OK;
    }
    return csv_error(r->name, r->line, r->count, e, _("a quote is opened and not closed"));
}

static enum err_code read_plain(struct csv_reader *r, struct str *cell, struct err *e)
{
    const char *p = r->at;
    while (p < r->end && *p != ',' && *p != '\n' && *p != '\r' && *p != '"')
        p++;
    if (p < r->end && *p == '"')
        return csv_error(r->name, r->line, r->count, e, _("a quote in a cell that does not begin with one"));
    if ((size_t)(p - r->at) > CSV_CELL_MAX)
        return too_long(r, e);
    str_addn(cell, r->at, (size_t)(p - r->at));
    r->at = p;
    return ERR_OK;
}

/* Over the end of a line, if there is one. */
static bool end_line(struct csv_reader *r)
{
    size_t n = r->end - r->at >= 2 && r->at[0] == '\r' && r->at[1] == '\n' ? 2 : *r->at == '\n';
    r->at += n;
    r->line += n > 0;
    return n > 0;
}

static enum err_code read_row(struct csv_reader *r, struct err *e)
{
    r->count = 0;
    r->row_line = r->line;
    for (;;) {
        if (r->count == CSV_COLUMNS_MAX)
            return csv_error(r->name, r->line, r->count, e, _("more than %d columns"), CSV_COLUMNS_MAX);
        struct str *cell = &r->cells[r->count];
        str_truncate(cell, 0);
        bool quoted = r->at < r->end && *r->at == '"';
        enum err_code rc = quoted ? read_quoted(r, cell, e) : read_plain(r, cell, e);
        if (rc)
            return rc;
        r->count++;
        if (r->at == r->end || end_line(r))
            return ERR_OK;
        if (*r->at != ',')
            return csv_error(r->name, r->line, r->count - 1, e,
                             quoted ? _("something stands behind the closing quote")
                                    : _("a carriage return without a line feed"));
        r->at++;
    }
}

enum err_code csv_reader_next(struct csv_reader *r, bool *more, struct err *e)
{
    while (r->at < r->end && end_line(r))
        ;
    r->count = 0;
    *more = r->at < r->end;
    return *more ? read_row(r, e) : ERR_OK;
}

void csv_reader_clear(struct csv_reader *r)
{
    for (size_t i = 0; i < CSV_COLUMNS_MAX; i++)
        str_clear(&r->cells[i]);
    r->count = 0;
}

size_t csv_guard(const char *p, size_t n)
{
    size_t quotes = 0;
    while (quotes < n && p[quotes] == '\'')
        quotes++;
    return quotes > 0 && csv_is_formula(p + quotes, n - quotes) ? 1 : 0;
}
