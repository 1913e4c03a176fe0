/* zhupi list: the documents, as a table for people, as tab-separated values or as JSON for programs. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"
#include "text/glyph.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JSON, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
    CLI_FORCE_OPTION,
    {0},
};

enum { COLUMNS = 8 };

/* The cells of one row, as text. */
struct row {
    struct str cell[COLUMNS];
};

struct rows {
    struct row *row;
    size_t count, cap;
};

static const char *const names[COLUMNS] = {"id",       "name",   "length", "annotations",
                                           "encoding", "sha256", "uuid",   "imported"};

/* What people are shown of them, and in which words. */
static const struct {
    int column;
    bool number;
    const char *title;
} shown[] = {
    {0, true, N_("ID")},          {1, false, N_("DOCUMENT")}, {2, true, N_("CHARACTERS")},
    {3, true, N_("ANNOTATIONS")}, {4, false, N_("ENCODING")}, {7, false, N_("IMPORTED")},
};

#define N_SHOWN (sizeof shown / sizeof *shown)

static bool collect(void *ctx, const struct document *d)
{
    struct rows *rows = ctx;
    rows->row = mem_grow(rows->row, &rows->cap, rows->count + 1, sizeof *rows->row);
    struct row *r = &rows->row[rows->count++];
    *r = (struct row){0};
    char time[CLOCK_TEXT_SIZE];
    str_addf(&r->cell[0], "%lld", (long long)d->id);
    str_add(&r->cell[1], d->name);
    str_addf(&r->cell[2], "%lld", (long long)d->length);
    str_addf(&r->cell[3], "%lld", (long long)d->annotations);
    str_add(&r->cell[4], d->encoding);
    str_add(&r->cell[5], d->sha256);
    str_add(&r->cell[6], d->uuid);
    str_add(&r->cell[7], clock_format(d->created, time));
    return true;
}

static void rows_clear(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            str_clear(&rows->row[i].cell[j]);
    free(rows->row);
}

static void print_json(const struct row *r)
{
    static const bool is_number[COLUMNS] = {[0] = true, [2] = true, [3] = true};
    struct str line = {0};
    for (size_t j = 0; j < COLUMNS; j++) {
        str_addf(&line, "%s\"%s\":", j ? "," : "{", names[j]);
        if (is_number[j])
            str_add(&line, str_z(&r->cell[j]));
        else
            str_add_json(&line, str_z(&r->cell[j]), r->cell[j].len);
    }
    str_addc(&line, '}');
    cli_put(line.p, line.len);
    putchar('\n');
    str_clear(&line);
}

static void print_fields(const struct row *r)
{
    struct str line = {0};
    for (size_t j = 0; j < COLUMNS; j++) {
        if (j)
            str_addc(&line, '\t');
        cli_add_field(&line, str_z(&r->cell[j]), r->cell[j].len);
    }
    printf("%s\n", str_z(&line));
    str_clear(&line);
}

/* One cell, filled up to WIDTH terminal cells; nothing is filled up behind the last one. */
static void print_cell(const char *safe, size_t width, bool number, bool last)
{
    size_t cells = glyph_cells(safe, strlen(safe), false);
    int fill = width > cells ? (int)(width - cells) : 0;
    printf("%*s%s%*s%s", number ? fill : 0, "", safe, number || last ? 0 : fill, "", last ? "\n" : "  ");
}

/* Every cell as a terminal may be sent it, so that it is measured as it is printed. */
static void make_safe(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        for (size_t j = 0; j < COLUMNS; j++) {
            struct str safe = {0}, *cell = &rows->row[i].cell[j];
            glyph_add_safe(&safe, str_z(cell), cell->len);
            str_clear(cell);
            *cell = safe;
        }
    }
}

static void print_table(struct rows *rows)
{
    make_safe(rows);
    size_t width[N_SHOWN];
    for (size_t j = 0; j < N_SHOWN; j++) {
        width[j] = glyph_cells(_(shown[j].title), strlen(_(shown[j].title)), false);
        for (size_t i = 0; i < rows->count; i++) {
            const struct str *cell = &rows->row[i].cell[shown[j].column];
            size_t cells = glyph_cells(str_z(cell), cell->len, false);
            width[j] = cells > width[j] ? cells : width[j];
        }
    }
    for (size_t j = 0; j < N_SHOWN; j++)
        print_cell(_(shown[j].title), width[j], shown[j].number, j + 1 == N_SHOWN);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < N_SHOWN; j++)
            print_cell(str_z(&rows->row[i].cell[shown[j].column]), width[j], shown[j].number, j + 1 == N_SHOWN);
}

static void print_header_fields(void)
{
    for (size_t j = 0; j < COLUMNS; j++)
        printf("%s%s", j ? "\t" : "", names[j]);
    putchar('\n');
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    struct rows rows = {0};
    enum err_code rc = store_documents(s, collect, &rows, &e);
    store_close(&s);
    if (!rc && a->value[JSON]) {
        for (size_t i = 0; i < rows.count; i++)
            print_json(&rows.row[i]);
    } else if (!rc && isatty(STDOUT_FILENO)) {
        print_table(&rows);
    } else if (!rc) {
        print_header_fields();
        for (size_t i = 0; i < rows.count; i++)
            print_fields(&rows.row[i]);
    }
    rows_clear(&rows);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_list = {
    .name = "list",
    .arguments = "FILE.db",
    .summary = N_("List the documents."),
    .details = N_("On a terminal a table; elsewhere tab-separated values under a header row, in\n"
                  "which a tab, an LF and a backslash in a name are spelled \\t, \\n and \\\\."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
