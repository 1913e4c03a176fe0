#include "tests/tui_live.h"

#include "tests/unit.h"

#include "base/clock.h"

#include <string.h>

const char live_sentences[] = "甲第一句。甲第二句。甲第三句。\n乙第一句。乙第二句。\n丙第一句。\n丁第一句。丁第二句。";

struct reader *live_reader(struct tui *t)
{
    struct reader *r = reader_of(&t->app);
    assert_non_null(r);
    return r;
}

struct tui *live_open(void **state, const char *text)
{
    struct tui *t = *state;
    tui_document(t, "text", text);
    tui_type(t, "Enter");
    live_reader(t);
    return t;
}

/* What the loop does: draw where something is to be drawn. Whether it was. */
static bool drawn(struct tui *t)
{
    bool dirty = t->app.dirty;
    if (dirty)
        app_draw(&t->app);
    t->app.dirty = false;
    return dirty;
}

bool live_look(struct tui *t)
{
    t->app.dirty = false;
    app_look(&t->app);
    return drawn(t);
}

/* A tick whenever it comes: as if none of the last moments had been one. */
bool live_tick(struct tui *t)
{
    t->app.dirty = false;
    t->app.crew.looked_ms = t->app.crew.told_ms = 0;
    app_tick(&t->app);
    return drawn(t);
}

void live_pass(struct tui *t)
{
    struct arrivals *a = &live_reader(t)->arrivals;
    for (size_t i = 0; i < a->count; i++)
        a->items[i].until -= ARRIVAL_MS;
}

struct grid *live_screen(struct tui *t)
{
    const struct grid *g = t->app.grid;
    app_draw(&t->app);
    struct grid *copy = grid_new(g->cols, g->rows, g->wide);
    memcpy(copy->cells, g->cells, (size_t)g->cols * (size_t)g->rows * sizeof *g->cells);
    copy->cursor_row = g->cursor_row;
    copy->cursor_col = g->cursor_col;
    return copy;
}

/* Whether rows [FROM, TO) say the same in the columns from COL on, whatever they look like. */
void live_assert_same(const struct grid *a, const struct grid *b, int from, int to, int col, int end)
{
    for (int row = from; row < to; row++)
        for (int x = col; x < end; x++)
            if (strcmp(grid_cell(a, row, x)->text, grid_cell(b, row, x)->text) != 0)
                fail_msg("row %d, column %d: “%s” is “%s” now", row, x, grid_cell(a, row, x)->text,
                         grid_cell(b, row, x)->text);
    assert_int_equal(a->cursor_row, b->cursor_row);
    assert_int_equal(a->cursor_col, b->cursor_col);
}

void live_here(struct tui *t, int64_t document, int64_t position)
{
    struct err e;
    assert_int_equal(store_here(t->other, document, position, clock_now_ms(), &e), ERR_OK);
}
