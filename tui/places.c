/* Where the others are in this document: the first character of a name in the row that a colleague reads. It takes
 * cells that hold no text: the border of the margin and the blank before it; without a margin, what the tags leave free
 * of the gutter. So nothing moves when somebody comes or goes. */
#include "tui/reader.h"

#include "text/glyph.h"

#include <string.h>

#define PLACE_CELLS 2

static bool is_in(const struct rows *rows, const struct row *row, int64_t position)
{
    size_t cp = (size_t)position;
    return rows_first(rows, row) <= cp && cp < rows_behind(rows, row);
}

/* Somebody else in this document: one's own other sessions are nobody to look out for. */
static bool is_seen(const struct reader *r, const struct app *app, const struct member *m)
{
    return m->document == r->document.id && m->reviewer != store_reviewer(app->store);
}

/* The first member in ROW, and whether other people are there too. */
static const struct member *first_in(const struct reader *r, const struct app *app, const struct row *row, bool *more)
{
    const struct crew *c = &app->crew;
    const struct member *first = NULL;
    *more = false;
    for (size_t i = 0; i < c->count; i++) {
        const struct member *m = &c->members[i];
        if (!is_seen(r, app, m) || !is_in(r->rows, row, m->position))
            continue;
        first = first ? first : m;
        *more = *more || m->reviewer != first->reviewer;
    }
    return first;
}

static bool is_free(const struct grid *g, int y, int x)
{
    const struct cell *c = grid_cell(g, y, x);
    return strcmp(c->text, " ") == 0 && c->style == INK_TEXT;
}

/* Whether no letter of a tag stands in gutter cell X. */
static bool is_clear(const struct grid *g, int y, int x)
{
    return x < 0 || x >= READER_GUTTER - 1 || is_free(g, y, x);
}

/* Free cells of the gutter that touch no letter of a tag, as far to the right as there are some: two, else one; else
 * the bar of the own sentence, which the cursor shows too. Returns how many. */
static int find_room(const struct grid *g, int y, int *x)
{
    for (int cells = PLACE_CELLS; cells > 0; cells--)
        for (int at = READER_GUTTER - cells; at >= 0; at--)
            if (is_free(g, y, at) && is_free(g, y, at + cells - 1) && is_clear(g, y, at - 1) &&
                is_clear(g, y, at + cells)) {
                *x = at;
                return cells;
            }
    *x = READER_GUTTER - 1;
    return 1;
}

/* The character, and a sign for more people behind it where there is room for one; where there is none for the
 * character, a sign alone. */
static void draw_place(struct grid *g, int y, int x, int cells, const struct member *m, bool more)
{
    struct glyph gl;
    const char *others = g->wide ? "~" : "…";
    style st = (style)(style_of_reviewer(m->reviewer) | STYLE_REVERSE | STYLE_BOLD);
    glyph_first(m->name, strlen(m->name), g->wide, &gl);
    grid_fill(g, y, x, cells, st);
    if (gl.mark || gl.cells > cells)
        grid_label(g, y, x, cells, more ? others : "@", st);
    else if (grid_glyph(g, y, x, cells, &gl, st) < cells && more)
        grid_label(g, y, x + gl.cells, 1, others, st);
}

void places_draw(const struct reader *r, const struct app *app, struct grid *g, int y, const struct row *row)
{
    bool more, margin = r->shape.margin_col > 0;
    const struct member *m = first_in(r, app, row, &more);
    int x = r->shape.margin_col - 1, cells = PLACE_CELLS;
    if (!m)
        return;
    if (!margin)
        cells = find_room(g, y, &x);
    else if (more && is_free(g, y, x + PLACE_CELLS))
        cells++;
    draw_place(g, y, x, cells, m, more);
}

/* ---- what changed ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    return (h ^ v) * UINT64_C(1099511628211); /* FNV-1a, by words */
}

uint64_t places_seen(const struct reader *r, const struct app *app)
{
    struct row rows[READER_MAX_ROWS];
    const struct crew *c = &app->crew;
    uint64_t h = UINT64_C(14695981039346656037);
    size_t count = reader_rows(r, rows);
    for (size_t i = 0; i < c->count; i++) {
        const struct member *m = &c->members[i];
        if (!is_seen(r, app, m) || m->position < (int64_t)rows_first(r->rows, &rows[0]) ||
            m->position > (int64_t)rows[count - 1].end)
            continue;
        struct row row = rows_at(r->rows, (size_t)m->position);
        h = mix(mix(h, (uint64_t)m->reviewer), row.start + 1);
    }
    return h;
}
