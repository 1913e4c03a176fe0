#include "tests/exchange_csv_read.h"

#include "base/mem.h"
#include "base/str.h"

#include <string.h>

/* escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE; the bytes behind it, or NULL. */
static const char *read_escaped(const char *p, const char *end, struct str *cell)
{
    for (p++; p < end; p++) {
        if (*p != '"')
            str_addc(cell, *p);
        else if (p + 1 < end && p[1] == '"')
            str_addc(cell, *p++);
        else
            return p + 1;
    }
    return NULL;
}

/* non-escaped = *TEXTDATA */
static const char *read_plain(const char *p, const char *end, struct str *cell)
{
    for (; p < end && *p != ',' && *p != '\r'; p++) {
        if (*p == '"' || *p == '\n')
            return NULL;
        str_addc(cell, *p);
    }
    return p;
}

static void append(struct csv_table *t, size_t *count, size_t *cap, struct str *cell)
{
    t->cell = mem_grow(t->cell, cap, *count + 1, sizeof *t->cell);
    t->cell[(*count)++] = str_take(cell);
}

bool csv_read(const char *p, size_t n, struct csv_table *out)
{
    *out = (struct csv_table){0};
    const char *end = p + n;
    size_t count = 0, cap = 0, in_row = 0;
    bool good = true;
    while (good && p < end) {
        struct str cell = {0};
        p = *p == '"' ? read_escaped(p, end, &cell) : read_plain(p, end, &cell);
        append(out, &count, &cap, &cell);
        in_row++;
        if (p && p < end && *p == ',') {
            p++;
            good = p < end;
        } else if (p && end - p >= 2 && p[0] == '\r' && p[1] == '\n') {
            p += 2;
            if (out->rows++ == 0)
                out->columns = in_row;
            good = in_row == out->columns;
            in_row = 0;
        } else {
            good = false;
        }
    }
    if (!good || in_row > 0) {
        out->rows = 1;
        out->columns = count;
        return false;
    }
    return true;
}

void csv_table_clear(struct csv_table *t)
{
    for (size_t i = 0; i < t->rows * t->columns; i++)
        free(t->cell[i]);
    free(t->cell);
    *t = (struct csv_table){0};
}
