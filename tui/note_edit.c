#include "tui/note_edit.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/layout.h"

#include <string.h>

#define INDENT 1     /* cells at both sides; the cursor stands in the right one behind a full row */
#define TITLE_ROWS 2 /* the title and a line, where there is room */
#define FEW_ROWS 8

struct note_edit {
    struct view view;
    char *title;
    char *opened_with;
    note_edit_done_fn *done;
    struct note_edit_ids ids;
    struct str bytes; /* what is typed */
    size_t cursor;    /* byte, on a grapheme boundary */
    struct text *text;
    struct layout *layout; /* both of BYTES as it was when FRESH was set */
    bool fresh, wide;
    int cols, rows, first_row;
    struct row top; /* the first one on the screen */
    int goal;       /* the cell that up and down keep to; -1: the cursor's */
    bool asked;     /* whether to leave what is not saved */
};

static struct note_edit *self(const struct view *v)
{
    return (struct note_edit *)(void *)v;
}

/* ---- the text ---- */

/* A note is small (STORE_NOTE_MAX), so it is indexed anew after a change, but once for all keys of a paste. */
static void refresh(struct note_edit *n)
{
    if (n->fresh)
        return;
    layout_free(n->layout);
    text_free(n->text);
    n->text = text_new(mem_ndup(str_z(&n->bytes), n->bytes.len), n->bytes.len);
    n->layout = layout_new(n->text, n->cols > 2 ? n->cols : 2, n->wide);
    n->top = layout_row(n->layout, n->top.paragraph, n->top.number);
    n->fresh = true;
}

static size_t cursor_cp(struct note_edit *n)
{
    refresh(n);
    return text_cp_at(n->text, n->cursor);
}

static void go(struct note_edit *n, size_t cp)
{
    n->cursor = text_byte_at(n->text, cp);
    n->asked = false;
}

static void insert(struct note_edit *n, struct app *app, const char *p, size_t bytes)
{
    n->asked = false;
    n->goal = -1;
    if (n->bytes.len + bytes > STORE_NOTE_MAX) {
        app_say(app, _("there is room for %d bytes, and no more"), STORE_NOTE_MAX);
        return;
    }
    str_insert(&n->bytes, n->cursor, p, bytes);
    n->cursor += bytes;
    n->fresh = false;
}

static void take_character(struct view *v, struct app *app, uint32_t c)
{
    struct str one = {0};
    str_add_utf8(&one, c);
    insert(self(v), app, one.p, one.len);
    str_clear(&one);
}

static void delete_between(struct note_edit *n, size_t from, size_t to)
{
    str_remove(&n->bytes, from, to - from);
    n->cursor = from;
    n->fresh = false;
    n->asked = false;
}

/* The bytes without the line ends behind the last line. */
static size_t without_end(const char *p, size_t n)
{
    while (n > 0 && p[n - 1] == '\n')
        n--;
    return n;
}

static bool is_changed(const struct note_edit *n)
{
    size_t now = without_end(str_z(&n->bytes), n->bytes.len),
           then = without_end(n->opened_with, strlen(n->opened_with));
    return now != then || memcmp(str_z(&n->bytes), n->opened_with, now) != 0;
}

/* ---- moving ---- */

static enum err_code edit_left(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct note_edit *n = self(app_view(app));
    size_t cp = cursor_cp(n);
    n->goal = -1;
    go(n, text_grapheme_prev(n->text, cp));
    return ERR_OK;
}

static enum err_code edit_right(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct note_edit *n = self(app_view(app));
    size_t cp = cursor_cp(n);
    n->goal = -1;
    go(n, text_grapheme_next(n->text, cp));
    return ERR_OK;
}

/* The last place in a row where the cursor may stand: behind its last character where the paragraph ends there. */
static size_t row_end(const struct note_edit *n, const struct row *row)
{
    return row->last || row->end == row->start ? row->end : text_grapheme_prev(n->text, row->end);
}

static enum err_code edit_row_edge(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct note_edit *n = self(app_view(app));
    size_t cp = cursor_cp(n);
    struct row row = layout_row_at(n->layout, cp);
    n->goal = -1;
    go(n, inv->command->id == CMD_PROMPT_START ? row.start : row_end(n, &row));
    return ERR_OK;
}

static enum err_code edit_row(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct note_edit *n = self(app_view(app));
    size_t cp = cursor_cp(n);
    struct row row = layout_row_at(n->layout, cp);
    bool up = inv->command->id == CMD_EDIT_UP || inv->command->id == CMD_PROMPT_PREVIOUS;
    if (n->goal < 0)
        n->goal = layout_cell_of(n->layout, &row, cp);
    if (!(up ? layout_prev(n->layout, &row) : layout_next(n->layout, &row)))
        go(n, up ? 0 : text_length(n->text));
    else if (n->goal >= layout_cell_of(n->layout, &row, row.end))
        go(n, row_end(n, &row));
    else
        go(n, layout_cp_at(n->layout, &row, n->goal));
    return ERR_OK;
}

/* ---- changing ---- */

static enum err_code edit_newline(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    insert(self(app_view(app)), app, "\n", 1);
    return ERR_OK;
}

static size_t line_start(const struct note_edit *n)
{
    size_t at = n->cursor;
    while (at > 0 && n->bytes.p[at - 1] != '\n')
        at--;
    return at;
}

/* As in the prompt: blanks, and what stands before them up to a blank; not beyond the start of the line. */
static size_t word_start(const struct note_edit *n)
{
    size_t at = n->cursor, start = line_start(n);
    while (at > start && n->bytes.p[at - 1] == ' ')
        at--;
    while (at > start && n->bytes.p[at - 1] != ' ')
        at--;
    return at;
}

static enum err_code edit_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct note_edit *n = self(app_view(app));
    size_t cp = cursor_cp(n), from = n->cursor, to = from;
    n->goal = -1;
    if (inv->command->id == CMD_PROMPT_DELETE)
        to = text_byte_at(n->text, text_grapheme_next(n->text, cp));
    else if (inv->command->id == CMD_PROMPT_DELETE_LINE && line_start(n) < from)
        from = line_start(n);
    else if (inv->command->id == CMD_PROMPT_DELETE_WORD && word_start(n) < from)
        from = word_start(n);
    else /* one character; at the start of a line that is the line end before it */
        from = text_byte_at(n->text, text_grapheme_prev(n->text, cp));
    delete_between(n, from, to);
    return ERR_OK;
}

/* ---- leaving ---- */

static enum err_code hand_over(struct note_edit *n, struct app *app, struct err *e)
{
    char *text = mem_ndup(str_z(&n->bytes), without_end(str_z(&n->bytes), n->bytes.len));
    enum err_code rc = n->done(app, &n->ids, text, e);
    free(text);
    return rc;
}

static enum err_code edit_save(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct note_edit *n = self(app_view(app));
    n->asked = false;
    enum err_code rc = is_changed(n) ? hand_over(n, app, e) : ERR_OK;
    if (!rc)
        app_pop(app);
    return rc;
}

static enum err_code edit_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct note_edit *n = self(app_view(app));
    if (n->asked || !is_changed(n)) {
        app_pop(app);
        return ERR_OK;
    }
    n->asked = true;
    app_say(app, "%s", _("what you wrote is not saved: the same key again drops it, any other goes on"));
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_EDIT_CANCEL] = edit_cancel,
    [CMD_EDIT_DOWN] = edit_row,
    [CMD_EDIT_NEWLINE] = edit_newline,
    [CMD_EDIT_SAVE] = edit_save,
    [CMD_EDIT_UP] = edit_row,
    [CMD_PROMPT_ACCEPT] = edit_newline,
    [CMD_PROMPT_CANCEL] = edit_cancel,
    [CMD_PROMPT_DELETE] = edit_delete,
    [CMD_PROMPT_DELETE_BACK] = edit_delete,
    [CMD_PROMPT_DELETE_LINE] = edit_delete,
    [CMD_PROMPT_DELETE_WORD] = edit_delete,
    [CMD_PROMPT_END] = edit_row_edge,
    [CMD_PROMPT_LEFT] = edit_left,
    [CMD_PROMPT_NEXT] = edit_row,
    [CMD_PROMPT_PREVIOUS] = edit_row,
    [CMD_PROMPT_RIGHT] = edit_right,
    [CMD_PROMPT_START] = edit_row_edge,
};

/* ---- the view ---- */

static enum context context(const struct view *v)
{
    (void)v;
    return CONTEXT_EDIT;
}

/* Scroll so that the row of the cursor is on the screen. */
static void settle(struct view *v, struct app *app)
{
    (void)app;
    struct note_edit *n = self(v);
    struct row at = layout_row_at(n->layout, cursor_cp(n)), row = n->top;
    if (at.start < row.start) {
        n->top = at;
        return;
    }
    for (int i = 0; i < n->rows; i++) {
        if (row.start == at.start && row.paragraph == at.paragraph)
            return;
        if (!layout_next(n->layout, &row))
            break;
    }
    n->top = at;
    for (int i = 1; i < n->rows && layout_prev(n->layout, &n->top);)
        i++;
}

static void resize(struct view *v, struct app *app)
{
    struct note_edit *n = self(v);
    size_t top = n->top.start;
    n->cols = app->grid->cols - 2 * INDENT;
    n->first_row = app->grid->rows < FEW_ROWS ? 1 : 1 + TITLE_ROWS;
    n->rows = app->grid->rows - 1 - n->first_row;
    n->wide = app->grid->wide;
    n->fresh = false;
    refresh(n);
    n->top = layout_row_at(n->layout, top);
}

static void draw_cursor(struct note_edit *n, struct grid *g, const struct row *row, int y)
{
    size_t cp = cursor_cp(n);
    struct row at = layout_row_at(n->layout, cp);
    if (at.start != row->start || at.paragraph != row->paragraph)
        return;
    g->cursor_row = y;
    g->cursor_col = INDENT + layout_cell_of(n->layout, row, cp);
}

static void draw(struct view *v, struct app *app, struct grid *g)
{
    (void)app;
    struct note_edit *n = self(v);
    refresh(n);
    struct row row = n->top;
    if (n->first_row > 1) {
        grid_label(g, 1, INDENT, n->cols, n->title, INK_TITLE);
        grid_line(g, 2, 0, g->cols);
    }
    if (n->bytes.len == 0)
        grid_label(g, n->first_row, INDENT, n->cols, _("Write here. Enter begins a new line."), INK_DIM);
    for (int i = 0; i < n->rows; i++) {
        size_t bytes;
        const char *s = text_slice(n->text, row.start, row.end, &bytes);
        grid_text(g, n->first_row + i, INDENT, g->cols - INDENT, s, bytes, INK_TEXT);
        draw_cursor(n, g, &row, n->first_row + i);
        if (!layout_next(n->layout, &row))
            break;
    }
}

static void status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    (void)app;
    const struct note_edit *n = self(v);
    if (n->first_row > 1)
        str_add(left, _("writing"));
    else
        str_add(left, n->title);
    str_add(right, is_changed(n) ? _("not saved") : "");
}

static struct hints hints(const struct view *v)
{
    (void)v;
    static const struct hint all[] = {{CMD_EDIT_SAVE, NULL}, {CMD_EDIT_CANCEL, NULL}};
    return HINTS(all);
}

static void ignore_change(struct view *v, struct app *app, const struct change *c)
{
    (void)v, (void)app, (void)c; /* what came meanwhile is told when it is saved */
}

static void free_view(struct view *v)
{
    struct note_edit *n = self(v);
    layout_free(n->layout);
    text_free(n->text);
    str_clear(&n->bytes);
    free(n->opened_with);
    free(n->title);
    free(n);
}

static const struct view_ops note_edit_ops = {
    .name = "note-edit",
    .handlers = handlers,
    .context = context,
    .draw = draw,
    .status = status,
    .hints = hints,
    .settle = settle,
    .resize = resize,
    .changed = ignore_change,
    .free = free_view,
    .type = take_character,
};

bool note_edit_is_open(const struct app *app)
{
    return app_top(app, &note_edit_ops) != NULL;
}

void note_edit_hang_up(struct app *app)
{
    struct view *v = app_top(app, &note_edit_ops);
    struct err e; /* nobody is there to read it */
    if (v && self(v)->ids.keep && is_changed(self(v)))
        hand_over(self(v), app, &e);
}

enum err_code note_edit_open(struct app *app, const char *title, const char *text, note_edit_done_fn *done,
                             const struct note_edit_ids *ids, struct err *e)
{
    if (note_edit_is_open(app))
        return err_set(e, ERR_INPUT, _("something is being written: save it or leave it first"));
    struct note_edit *n = MEM_NEW(struct note_edit);
    n->view.ops = &note_edit_ops;
    n->title = mem_dup(title);
    n->opened_with = mem_dup(text);
    n->done = done;
    n->ids = *ids;
    n->goal = -1;
    str_add(&n->bytes, text);
    n->cursor = n->bytes.len;
    app_push(app, &n->view);
    return ERR_OK;
}
