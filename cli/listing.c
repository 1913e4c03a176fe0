#include "cli/listing.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "exchange/csv.h"
#include "text/glyph.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define NARROW 12 /* cells of a column that is not cut further */

struct str *listing_add(struct listing *t)
{
    t->cells = mem_grow(t->cells, &t->cap, (t->rows + 1) * t->n_columns, sizeof *t->cells);
    struct str *row = &t->cells[t->rows++ * t->n_columns];
    memset(row, 0, t->n_columns * sizeof *row);
    return row;
}

void listing_clear(struct listing *t)
{
    for (size_t i = 0; i < t->rows * t->n_columns; i++)
        str_clear(&t->cells[i]);
    free(t->cells);
    *t = (struct listing){0};
}

/* ---- for programs ---- */

static void print_fields(struct listing *t)
{
    for (size_t j = 0; j < t->n_columns && !t->begun; j++)
        printf("%s%s", t->columns[j].name, j + 1 < t->n_columns ? "\t" : "\n");
    t->begun = true;
    struct str line = {0};
    for (size_t i = 0; i < t->rows; i++) {
        str_truncate(&line, 0);
        for (size_t j = 0; j < t->n_columns; j++) {
            const struct str *cell = &t->cells[i * t->n_columns + j];
            if (j)
                str_addc(&line, '\t');
            cli_add_field(&line, str_z(cell), cell->len);
        }
        printf("%s\n", str_z(&line));
    }
    str_clear(&line);
}

void listing_print_json(const struct listing *t)
{
    struct str line = {0};
    for (size_t i = 0; i < t->rows; i++) {
        str_truncate(&line, 0);
        for (size_t j = 0; j < t->n_columns; j++) {
            const struct str *cell = &t->cells[i * t->n_columns + j];
            str_addf(&line, "%s\"%s\":", j ? "," : "{", t->columns[j].name);
            if (cell->len == 0)
                str_add(&line, "null");
            else if (t->columns[j].kind == LISTING_NUMBER || t->columns[j].kind == LISTING_JSON)
                str_add(&line, str_z(cell));
            else
                str_add_json(&line, str_z(cell), cell->len);
        }
        str_addc(&line, '}');
        cli_put(line.p, line.len);
        putchar('\n');
    }
    str_clear(&line);
}

void listing_flow(struct listing *t, bool json)
{
    if (json)
        listing_print_json(t);
    else
        print_fields(t);
    for (size_t i = 0; i < t->rows * t->n_columns; i++)
        str_clear(&t->cells[i]);
    t->rows = 0;
}

static void write_csv(const struct listing *t, FILE *out)
{
    struct csv csv;
    csv_begin(&csv, out, false, false);
    for (size_t j = 0; j < t->n_columns; j++)
        csv_cell_z(&csv, t->columns[j].name);
    csv_end_row(&csv);
    for (size_t i = 0; i < t->rows * t->n_columns; i++) {
        csv_cell(&csv, str_z(&t->cells[i]), t->cells[i].len);
        if (i % t->n_columns == t->n_columns - 1)
            csv_end_row(&csv);
    }
}

void listing_print_csv(const struct listing *t)
{
    if (!isatty(STDOUT_FILENO)) {
        write_csv(t, stdout);
        return;
    }
    char *text = NULL;
    size_t n = 0;
    FILE *lines = open_memstream(&text, &n);
    if (lines)
        write_csv(t, lines);
    if (!lines || fclose(lines) != 0)
        abort(); /* no memory */
    cli_put_lines(text, n);
    free(text);
}

/* ---- for people ---- */

/* "2026-01-31 08:05" for a time that clock_format wrote; what is none stays as it is. */
static void add_local_time(struct str *out, const char *time)
{
    struct tm utc = {0}, local;
    char text[32];
    const char *end = strptime(time, "%Y-%m-%dT%H:%M:%S", &utc);
    time_t at = end ? timegm(&utc) : 0;
    if (end && localtime_r(&at, &local) && strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local))
        str_add(out, text);
    else
        glyph_add_safe(out, time, strlen(time));
}

/* Without the white space at its ends, and with a space for each inside that is none, in one line. */
static void make_line(struct str *cell)
{
    size_t from = 0, to = cell->len;
    while (to > 0 && strchr(" \n\t", cell->p[to - 1]))
        to--;
    while (from < to && strchr(" \n\t", cell->p[from]))
        from++;
    struct str line = {0};
    for (; from < to; from++)
        str_addc(&line, strchr("\n\t", cell->p[from]) ? ' ' : cell->p[from]);
    str_clear(cell);
    *cell = line;
}

/* Every cell as a person reads it and a terminal may be sent it, so that it is measured as it is printed. */
static void make_safe(struct listing *t)
{
    for (size_t i = 0; i < t->rows * t->n_columns; i++) {
        struct str safe = {0};
        enum listing_kind kind = t->columns[i % t->n_columns].kind;
        if (kind == LISTING_PASSAGE)
            make_line(&t->cells[i]);
        if (kind == LISTING_TIME)
            add_local_time(&safe, str_z(&t->cells[i]));
        else if (kind == LISTING_WORD && t->cells[i].len)
            str_add(&safe, _(str_z(&t->cells[i])));
        else
            glyph_add_safe(&safe, str_z(&t->cells[i]), t->cells[i].len);
        str_clear(&t->cells[i]);
        t->cells[i] = safe;
    }
}

static size_t terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

static size_t width_of(const struct listing *t, size_t column)
{
    const char *title = _(t->columns[column].title);
    size_t width = glyph_cells(title, strlen(title), false);
    for (size_t i = 0; i < t->rows; i++) {
        const struct str *cell = &t->cells[i * t->n_columns + column];
        size_t cells = glyph_cells(str_z(cell), cell->len, false);
        width = cells > width ? cells : width;
    }
    return width;
}

/* No more than WIDTH cells of what is safe, the last of them "…" where it was cut. */
static void cut_cell(struct str *safe, size_t width)
{
    size_t at = 0, cells = 0;
    if (glyph_cells(str_z(safe), safe->len, false) <= width)
        return;
    while (at < safe->len) {
        struct glyph g;
        glyph_first(safe->p + at, safe->len - at, false, &g);
        if (cells + (size_t)g.cells + 1 > width)
            break;
        cells += (size_t)g.cells;
        at += g.bytes;
    }
    str_truncate(safe, at);
    str_add(safe, "…");
}

/* Take what the lines are too long by from the widest columns of passages; none becomes narrower than NARROW. */
static void fit(struct listing *t, size_t *width, size_t room)
{
    for (size_t all = 0;; all = 0) {
        size_t widest = t->n_columns;
        for (size_t j = 0; j < t->n_columns; j++) {
            all += t->columns[j].title ? width[j] + 2 : 0;
            if (t->columns[j].kind == LISTING_PASSAGE && width[j] > NARROW &&
                (widest == t->n_columns || width[j] > width[widest]))
                widest = j;
        }
        if (all <= room + 2 || widest == t->n_columns)
            break;
        width[widest]--;
    }
    for (size_t i = 0; i < t->rows * t->n_columns; i++)
        if (t->columns[i % t->n_columns].kind == LISTING_PASSAGE && t->columns[i % t->n_columns].title)
            cut_cell(&t->cells[i], width[i % t->n_columns]);
}

/* One cell, filled up to WIDTH terminal cells; nothing is filled up behind the last one. */
static void print_cell(const char *safe, size_t width, bool number, bool last)
{
    size_t cells = glyph_cells(safe, strlen(safe), false);
    int fill = width > cells ? (int)(width - cells) : 0;
    printf("%*s%s%*s%s", number ? fill : 0, "", safe, number || last ? 0 : fill, "", last ? "\n" : "  ");
}

/* ROW of the cells, or the titles. */
static void print_row(const struct listing *t, const size_t *width, size_t last, const struct str *row)
{
    for (size_t j = 0; j <= last; j++)
        if (t->columns[j].title)
            print_cell(row ? str_z(&row[j]) : _(t->columns[j].title), width[j], t->columns[j].kind == LISTING_NUMBER,
                       j == last);
}

static void print_aligned(struct listing *t)
{
    size_t *width = mem_zero(t->n_columns, sizeof *width), last = 0;
    make_safe(t);
    for (size_t j = 0; j < t->n_columns; j++) {
        if (!t->columns[j].title)
            continue;
        width[j] = width_of(t, j);
        last = j;
    }
    fit(t, width, terminal_columns());
    print_row(t, width, last, NULL);
    for (size_t i = 0; i < t->rows; i++)
        print_row(t, width, last, &t->cells[i * t->n_columns]);
    free(width);
}

void listing_print(struct listing *t)
{
    if (isatty(STDOUT_FILENO))
        print_aligned(t);
    else
        print_fields(t);
}
