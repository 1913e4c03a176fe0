/* Any bytes as a codebook's CSV: what is read is written and read again as the same, and what is refused is said of a
 * line and a column. */
#include "db/code.h"
#include "exchange/codebook_read.h"
#include "exchange/csv.h"
#include "exchange/csv_read.h"

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* Every row of R as CSV again; false where one was refused. */
static bool write_rows(struct csv_reader *r, struct csv *out, struct err *e)
{
    bool more = true;
    size_t line = 0;
    enum err_code code;
    while (!(code = csv_reader_next(r, &more, e)) && more) {
        LAW(r->count >= 1 && r->count <= CSV_COLUMNS_MAX);
        LAW(r->row_line > line && r->line >= r->row_line);
        line = r->row_line;
        for (size_t i = 0; i < r->count; i++) {
            LAW(r->cells[i].len <= CSV_CELL_MAX);
            csv_cell(out, str_z(&r->cells[i]), r->cells[i].len);
        }
        csv_end_row(out);
    }
    if (code)
        fuzz_law_error(code, e);
    return !code;
}

/* The rows of the N bytes at P as CSV in *OUT; false where there is none. */
static bool again(const char *p, size_t n, char **out, size_t *out_n)
{
    struct csv_reader r;
    struct csv csv;
    struct err e = {0};
    *out = NULL;
    FILE *f = open_memstream(out, out_n);
    csv_begin(&csv, f, false, true);
    enum err_code code = csv_reader_begin(&r, "name", p, n, &e);
    if (code)
        fuzz_law_error(code, &e);
    bool good = !code && write_rows(&r, &csv, &e);
    csv_reader_clear(&r);
    fclose(f);
    return good;
}

static void check_file(const char *p, size_t n, bool raw)
{
    struct codebook_file f;
    struct err e = {0};
    enum err_code code = codebook_file_read(&f, "name", p, n, raw, &e);
    if (code)
        fuzz_law_error(code, &e);
    for (size_t i = 0; !code && i < f.count; i++) {
        const struct codebook_entry *entry = &f.entries[i];
        LAW(entry->tag >= TAG_MANIFESTATION && entry->tag <= TAG_REMEDY);
        LAW(entry->depth >= 1 && entry->depth <= STORE_CODE_DEPTH_MAX);
        const char *at = entry->cell[COLUMN_PATH];
        struct str name = {0};
        size_t names = 0;
        for (; codebook_next_name(&at, &name); names++)
            LAW(name.len > 0);
        LAW(names == entry->depth);
        str_clear(&name);
    }
    codebook_file_clear(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *p = (const char *)data;
    char *once, *twice;
    size_t n, m;
    if (again(p, size, &once, &n)) {
        LAW(again(once, n, &twice, &m));
        LAW(m == n && memcmp(once, twice, n) == 0);
        free(twice);
    }
    free(once);
    check_file(p, size, false);
    check_file(p, size, true);
    return 0;
}
