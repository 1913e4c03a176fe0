/* Which rows of the document are on the screen. */
#include "tui/reader.h"

bool reader_next_row(const struct reader *r, struct row *row)
{
    struct row next = *row;
    size_t end = text_length(r->reading.text);
    if (!rows_next(r->rows, &next) || (next.start == end && next.end == end))
        return false;
    *row = next;
    return true;
}

size_t reader_rows(const struct reader *r, struct row *rows)
{
    size_t count = 1, all = (size_t)r->shape.rows;
    rows[0] = r->top;
    for (; count < all; count++) {
        rows[count] = rows[count - 1];
        if (!reader_next_row(r, &rows[count]))
            break;
    }
    return count;
}

int reader_scroll(struct reader *r, int rows)
{
    int done = 0;
    while (done < rows && reader_next_row(r, &r->top))
        done++;
    while (done > rows && rows_prev(r->rows, &r->top))
        done--;
    return done;
}

void reader_place_cursor(struct reader *r, int where)
{
    r->top = rows_at(r->rows, r->cursor);
    while (where-- > 0 && rows_prev(r->rows, &r->top))
        ;
}

static bool same_row(const struct row *a, const struct row *b)
{
    return a->paragraph == b->paragraph && a->number == b->number;
}

/* The screen row in which CURSOR's row stands when the top is TOP; -1 where it is not among the first N. */
static int rows_down(struct reader *r, struct row top, const struct row *cursor, int n)
{
    for (int i = 0; i < n; i++) {
        if (same_row(&top, cursor))
            return i;
        if (top.start > cursor->start || !rows_next(r->rows, &top))
            return -1;
    }
    return -1;
}

void reader_show_cursor(struct reader *r)
{
    struct row cursor = rows_at(r->rows, r->cursor);
    int rows = r->shape.rows;
    if (rows_down(r, r->top, &cursor, rows) >= 0)
        return;
    bool up = cursor.start < r->top.start;
    int distance = up ? rows_down(r, cursor, &r->top, rows) : rows_down(r, r->top, &cursor, 2 * rows);
    if (distance < 0) {
        reader_place_cursor(r, rows / 3);
        return;
    }
    int least = up ? distance : distance - rows + 1;
    if (least > 1) /* no step by a row: leave some of what comes in sight, and room for its notes */
        least += rows / 4;
    reader_scroll(r, up ? -least : least);
}

struct reader_place reader_place(struct reader *r)
{
    struct row cursor = rows_at(r->rows, r->cursor);
    return (struct reader_place){r->top.start, rows_down(r, r->top, &cursor, r->shape.rows)};
}

void reader_stand_on(struct reader *r, struct app *app, const struct reader_place *was)
{
    if (!rows_folded(r->rows) && !app->noise_folded) {
        rows_set_flow(r->rows, r->reading.flow);
        return;
    }
    rows_free(r->rows);
    r->rows = rows_new(r->reading.flow, app->noise_folded, r->shape.text_cols, app->grid->wide);
    reader_go(r, r->cursor);
    r->top = rows_at(r->rows, was->top);
    if (was->where >= 0)
        reader_place_cursor(r, was->where);
}

/* The layout stands on the reading, so the place on the screen is known before that is another one. */
void reader_follow_noise(struct reader *r, struct app *app)
{
    struct err e;
    if (!r->noise_changed && rows_folded(r->rows) == app->noise_folded)
        return;
    struct reader_place was = reader_place(r);
    if (r->noise_changed && reading_refresh(app->store, &r->reading, &e))
        app_fail(app, &e);
    r->noise_changed = false;
    reader_stand_on(r, app, &was);
}

bool reader_at_mouse(const struct reader *r, int x, int y, size_t *cp)
{
    struct row row = r->top;
    int text_x = x - READER_GUTTER;
    if (y < 1 || y > r->shape.rows || text_x >= r->shape.text_cols)
        return false;
    for (int i = 1; i < y; i++)
        if (!rows_next(r->rows, &row))
            break;
    *cp = rows_cp_at(r->rows, &row, text_x > 0 ? text_x : 0);
    return true;
}

bool reader_at_strip(const struct reader *r, int x, int y, size_t *cp)
{
    int cell = x - r->shape.strip_col, n = r->shape.strip_cols;
    if (y != 1 + r->shape.rows || cell < 0 || cell >= n)
        return false;
    *cp = strip_position(cell, n, reading_length(&r->reading));
    return true;
}
