/* What the CSV writer wrote, a reader made from the grammar alone reads back, cell for cell.
 * Input: a byte with flags, one with the number of columns, the cells, separated by the byte FF. */
#include "exchange/csv.h"

#include "tests/exchange_csv_read.h"
#include "tests/fuzz/fuzz.h"

#define CELLS_MAX 400

struct cell {
    const char *p;
    size_t n;
};

/* The cells, whole rows of them; how many. A NUL would end a cell for the reader. */
static size_t split(const uint8_t *p, size_t n, size_t columns, struct cell cells[CELLS_MAX])
{
    const uint8_t *end = p + n;
    size_t count = 0;
    while (count < CELLS_MAX - columns) {
        const uint8_t *stop = p < end ? memchr(p, 0xFF, (size_t)(end - p)) : NULL;
        stop = stop ? stop : end;
        const uint8_t *nul = p < stop ? memchr(p, 0, (size_t)(stop - p)) : NULL;
        cells[count++] = (struct cell){(const char *)p, (size_t)((nul ? nul : stop) - p)};
        if (stop == end)
            break;
        p = stop + 1;
    }
    while (count % columns)
        cells[count++] = (struct cell){"", 0};
    return count;
}

static void write_all(FILE *out, const struct cell *cells, size_t count, size_t columns, bool bom, bool raw)
{
    struct csv c;
    csv_begin(&c, out, bom, raw);
    for (size_t i = 0; i < count; i++) {
        csv_cell(&c, cells[i].p, cells[i].n);
        if (i % columns == columns - 1)
            csv_end_row(&c);
    }
    LAW(fclose(out) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    bool bom = data[0] & 1, raw = data[0] & 2;
    size_t columns = 1 + data[1] % 8, bytes = 0;
    struct cell cells[CELLS_MAX];
    char *text = NULL;
    size_t count = split(data + 2, size - 2, columns, cells);
    FILE *out = open_memstream(&text, &bytes);
    LAW(out != NULL);
    write_all(out, cells, count, columns, bom, raw);
    struct csv_table t;
    LAW(!bom || memcmp(text, "\xEF\xBB\xBF", 3) == 0);
    LAW(csv_read(text + 3 * bom, bytes - 3 * bom, &t));
    LAW(t.columns == columns && t.rows * columns == count);
    for (size_t i = 0; i < count; i++) {
        bool guarded = !raw && csv_is_formula(cells[i].p, cells[i].n);
        size_t n = strlen(t.cell[i]);
        LAW(!guarded || t.cell[i][0] == '\'');
        LAW(n == cells[i].n + guarded && memcmp(t.cell[i] + guarded, cells[i].p, cells[i].n) == 0);
    }
    csv_table_clear(&t);
    free(text);
    return 0;
}
