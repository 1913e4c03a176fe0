/* Moving by characters, rows, units, screens and to the ends. */
#include "tui/reader.h"

#include "base/i18n.h"

enum err_code cmd_left(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    size_t cp = r->cursor;
    for (int i = invocation_times(inv); i > 0 && cp > 0; i--)
        cp = rows_left(r->rows, cp);
    reader_go(r, cp);
    return ERR_OK;
}

enum err_code cmd_right(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    size_t cp = r->cursor, last = reader_last(r);
    for (int i = invocation_times(inv); i > 0 && cp < last; i--)
        cp = rows_right(r->rows, cp);
    reader_go(r, cp);
    return ERR_OK;
}

static int goal_cell(struct reader *r, const struct row *row)
{
    if (r->goal < 0)
        r->goal = rows_cell_of(r->rows, row, r->cursor);
    return r->goal;
}

/* Move the cursor by ROWS rows, keeping to its column. Returns the rows done. */
static int move_rows(struct reader *r, int rows)
{
    struct row row = rows_at(r->rows, r->cursor);
    int goal = goal_cell(r, &row), done = 0;
    while (done < rows && rows_next(r->rows, &row))
        done++;
    while (done > rows && rows_prev(r->rows, &row))
        done--;
    size_t cp = rows_cp_at(r->rows, &row, goal);
    while (rows > 0 && cp <= r->cursor && rows_next(r->rows, &row)) { /* a cluster of several rows has one place */
        cp = rows_cp_at(r->rows, &row, goal);
        done++;
    }
    reader_go(r, cp);
    r->goal = goal;
    return done;
}

enum err_code cmd_rows(struct app *app, const struct invocation *inv, struct err *e)
{
    int n = invocation_times(inv);
    if (reader_of(app)->in_panel)
        return inv->command->id == CMD_ROW_DOWN ? cmd_annotation_next(app, inv, e)
                                                : cmd_annotation_previous(app, inv, e);
    move_rows(reader_of(app), inv->command->id == CMD_ROW_DOWN ? n : -n);
    return ERR_OK;
}

enum err_code cmd_row_start(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    reader_go(r, rows_at(r->rows, r->cursor).start);
    return ERR_OK;
}

enum err_code cmd_row_end(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    struct row row = rows_at(r->rows, r->cursor);
    reader_go(r, rows_end(r->rows, &row));
    return ERR_OK;
}

static enum unit unit_of(enum command_id id)
{
    switch (id) {
    case CMD_CLAUSE_NEXT:
    case CMD_CLAUSE_PREVIOUS:
        return UNIT_CLAUSE;
    case CMD_PARAGRAPH_NEXT:
    case CMD_PARAGRAPH_PREVIOUS:
        return UNIT_PARAGRAPH;
    default:
        return UNIT_SENTENCE;
    }
}

static const char *edge_of(enum command_id id)
{
    switch (id) {
    case CMD_CLAUSE_NEXT:
        return _("this is the last clause");
    case CMD_CLAUSE_PREVIOUS:
        return _("this is the first clause");
    case CMD_PARAGRAPH_NEXT:
        return _("this is the last paragraph");
    case CMD_PARAGRAPH_PREVIOUS:
        return _("this is the first paragraph");
    case CMD_SENTENCE_PREVIOUS:
        return _("this is the first sentence");
    default:
        return _("this is the last sentence");
    }
}

/* While characters are selected forwards, going to the next unit means taking in the rest of this one, and then the
 * next: what is selected ends with a unit, not with the first character behind it. */
static bool select_units(struct reader *r, enum unit unit, int times)
{
    size_t before = r->cursor;
    for (; times > 0; times--) {
        struct span s = flow_unit_at(r->reading.flow, unit, r->cursor);
        if (text_grapheme_next(r->reading.text, r->cursor) >= s.end &&
            !flow_unit_next(r->reading.flow, unit, r->cursor, &s))
            break;
        reader_go(r, text_grapheme_prev(r->reading.text, s.end));
    }
    return r->cursor != before;
}

enum err_code cmd_unit(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    enum command_id id = inv->command->id;
    bool back = id == CMD_CLAUSE_PREVIOUS || id == CMD_PARAGRAPH_PREVIOUS || id == CMD_SENTENCE_PREVIOUS;
    const struct selection *sel = &r->selection;
    if (sel->active && sel->unit == UNIT_GRAPHEME && !back && r->cursor >= sel->anchor)
        return select_units(r, unit_of(id), invocation_times(inv)) ? ERR_OK
                                                                   : err_set(e, ERR_NOT_FOUND, "%s", edge_of(id));
    struct span s = {r->cursor, r->cursor};
    for (int i = invocation_times(inv); i > 0; i--)
        if (!(back ? flow_unit_prev(r->reading.flow, unit_of(id), s.start, &s)
                   : flow_unit_next(r->reading.flow, unit_of(id), s.start, &s)))
            break;
    if (s.start == r->cursor)
        return err_set(e, ERR_NOT_FOUND, "%s", edge_of(id));
    reader_go(r, s.start);
    return ERR_OK;
}

enum err_code cmd_pages(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    enum command_id id = inv->command->id;
    bool half = id == CMD_HALF_PAGE_DOWN || id == CMD_HALF_PAGE_UP;
    bool down = id == CMD_HALF_PAGE_DOWN || id == CMD_PAGE_DOWN;
    int rows = half ? (r->shape.rows + 1) / 2 : r->shape.rows > 2 ? r->shape.rows - 1 : 1;
    rows *= invocation_times(inv) < 10000 ? invocation_times(inv) : 10000;
    int done = move_rows(r, down ? rows : -rows);
    reader_scroll(r, done);
    return ERR_OK;
}

/* A wheel turns by three rows at a time. */
static int scroll_rows(const struct invocation *inv)
{
    bool wheel = inv->key.code == KEYSYM_WHEELUP || inv->key.code == KEYSYM_WHEELDOWN;
    return wheel ? 3 : invocation_times(inv);
}

enum err_code cmd_scroll(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    int rows = scroll_rows(inv);
    reader_scroll(r, inv->command->id == CMD_SCROLL_DOWN ? rows : -rows);
    struct row cursor = rows_at(r->rows, r->cursor), row = r->top;
    int goal = goal_cell(r, &cursor);
    if (cursor.start >= r->top.start) {
        for (int i = 1; i < r->shape.rows && row.start < cursor.start; i++)
            if (!rows_next(r->rows, &row))
                break;
    }
    if (row.start == cursor.start)
        return ERR_OK; /* still on the screen */
    size_t cp = rows_cp_at(r->rows, &row, goal);
    while (cp < r->top.start && rows_next(r->rows, &row))
        cp = rows_cp_at(r->rows, &row, goal);
    reader_go(r, cp);
    r->goal = goal;
    return ERR_OK;
}

enum err_code cmd_screen(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    enum command_id id = inv->command->id;
    int down = id == CMD_SCREEN_TOP ? 0 : id == CMD_SCREEN_MIDDLE ? (r->shape.rows - 1) / 2 : r->shape.rows - 1;
    struct row row = r->top;
    while (down-- > 0 && rows_next(r->rows, &row))
        ;
    reader_go(r, row.start);
    return ERR_OK;
}

static void go_to_paragraph(struct reader *r, int count)
{
    size_t n = text_paragraphs(r->reading.text), number = (size_t)count - 1;
    reader_go(r, text_paragraph(r->reading.text, number < n ? number : n - 1).start);
}

enum err_code cmd_document_start(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    if (inv->count > 0)
        go_to_paragraph(r, inv->count);
    else
        reader_go(r, 0);
    return ERR_OK;
}

enum err_code cmd_document_end(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct reader *r = reader_of(app);
    if (inv->count > 0) {
        go_to_paragraph(r, inv->count);
    } else {
        reader_go(r, reader_last(r));
        if (rows_at(r->rows, r->cursor).start > r->top.start)
            reader_place_cursor(r, r->shape.rows - 1);
    }
    return ERR_OK;
}

enum err_code cmd_center(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    reader_place_cursor(r, r->shape.rows / 2);
    return ERR_OK;
}
