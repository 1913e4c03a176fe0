#include "tui/code_pick.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/find.h"
#include "text/glyph.h"
#include "tui/code_rows.h"
#include "tui/lines.h"
#include "tui/reader.h"
#include "tui/sheet.h"

#include <string.h>

#define QUOTE_MAX 400       /* code points of the passage */
#define QUOTE_FROM_ROWS 14  /* rows of the screen; below, there is no room for the passage */
#define QUOTE_ROWS 2        /* of the screen, for the passage */
#define MARK_CELLS 3        /* for the digit or the key before a row */
#define INDENT 2            /* cells for each code that lies over one */
#define WORDS_FROM_CELLS 48 /* of a row; below, there is no room for definitions */

struct pick {
    struct view view;
    struct lines lines;
    struct code_rows rows;
    struct prompt line;           /* what is typed */
    int64_t annotation, revision; /* as it was when this view was opened, or by the last try */
    enum tag tag;
    int64_t code; /* that it has, or 0 */
    char *quote;  /* its words, in one line */
    int64_t recent[CODE_ROWS_DIGITS];
    size_t recent_count;
    unsigned reads; /* of the codes, when the rows were made */
    int left;       /* the column where it begins */
    int first_row;  /* of the rows on the screen */
};

static struct pick *self(const struct view *v)
{
    return (struct pick *)(void *)v;
}

/* ---- rows ---- */

static bool is_blank(const char *s)
{
    return s[strspn(s, " ")] == '\0';
}

static const char *typed(const struct pick *p)
{
    return str_z(&p->line.line);
}

static void make_rows(struct pick *p, const struct codes *c)
{
    if (is_blank(typed(p)))
        code_rows_all(&p->rows, c, p->tag, p->recent, p->recent_count, p->code != 0);
    else
        code_rows_find(&p->rows, c, p->tag, typed(p));
    p->reads = c->reads;
    p->lines.count = p->rows.count;
    lines_settle(&p->lines);
}

/* Choose the row of CODE; where there is none, the first. */
static void choose(struct pick *p, int64_t code)
{
    p->lines.at = p->lines.top = 0;
    for (size_t i = p->rows.count; i-- > 0 && code;)
        if (p->rows.items[i].code == code) {
            p->lines.at = i;
            break;
        }
    lines_settle(&p->lines);
}

/* Something else was typed: what fits best is chosen. */
static void typed_anew(struct pick *p, const struct app *app)
{
    make_rows(p, &app->codes);
    choose(p, 0);
}

static const struct code_row *chosen(const struct pick *p)
{
    return p->lines.at < p->rows.count ? &p->rows.items[p->lines.at] : NULL;
}

/* ---- what a row says ---- */

/* What stands before it: the digit or the key that chooses it. */
static void add_mark(const struct pick *p, const struct codes *c, const struct code_row *row, struct str *out)
{
    const struct code *code = codes_get(c, row->code);
    if (row->digit)
        str_addf(out, "%d", row->digit);
    else if (row->kind == CODE_ROW_CODE && code && is_blank(typed(p)))
        str_add(out, code->key);
}

static void add_words(const struct pick *p, const struct codes *c, const struct code_row *row, struct str *out)
{
    const struct code *code = codes_get(c, row->code);
    bool tree = row->kind == CODE_ROW_CODE && is_blank(typed(p));
    if (row->kind == CODE_ROW_NEW)
        str_addf(out, _("new code “%s”"), typed(p));
    else if (row->kind == CODE_ROW_NONE)
        str_add(out, _("no code"));
    else if (code && tree)
        str_addf(out, "%*s%s", INDENT * codes_depth(c, code), "", code->name);
    else
        codes_path(c, code, out);
}

/* What stands at its end: where a part of the list begins, else what the code means. */
static void add_end(const struct pick *p, const struct codes *c, size_t i, struct str *out)
{
    const struct code_row *row = &p->rows.items[i];
    const struct code *code = codes_get(c, row->code);
    bool first = i == 0 || row[-1].kind != row->kind;
    if (row->kind == CODE_ROW_RECENT && first)
        str_add(out, _("recent"));
    else if (row->kind == CODE_ROW_CODE && first && is_blank(typed(p)))
        str_add(out, _("codebook"));
    else if (code)
        sheet_one_line(out, code->definition, strlen(code->definition));
}

static void draw_row(const struct pick *p, const struct codes *c, struct grid *g, int y, size_t i)
{
    const struct code_row *row = &p->rows.items[i];
    bool at = i == p->lines.at;
    int col = p->left + 1, cells = g->cols - col - 1;
    struct str mark = {0}, words = {0}, end = {0};
    add_mark(p, c, row, &mark);
    add_words(p, c, row, &words);
    add_end(p, c, i, &end);
    grid_fill(g, y, p->left, g->cols - p->left, at ? INK_SELECTION : INK_TEXT);
    grid_label(g, y, col, MARK_CELLS - 1, str_z(&mark), at ? INK_SELECTION : INK_KEY);
    bool had = row->code && row->code == p->code;
    int used = grid_label(g, y, col + MARK_CELLS, cells - MARK_CELLS, str_z(&words),
                          at    ? INK_SELECTION
                          : had ? (style)(style_of_tag(p->tag) | STYLE_BOLD)
                                : INK_TEXT);
    int room = cells - MARK_CELLS - used - 2, needed = (int)glyph_cells(str_z(&end), end.len, g->wide);
    if (room > needed || (room > 0 && cells >= WORDS_FROM_CELLS))
        grid_label(g, y, needed < room ? g->cols - 1 - needed : g->cols - 1 - room, room, str_z(&end),
                   at ? INK_SELECTION : INK_DIM);
    str_clear(&mark);
    str_clear(&words);
    str_clear(&end);
}

/* ---- giving it ---- */

/* What was given, or could not be: then the choice stays, with what was typed, for another try. */
static enum err_code finish(struct app *app, struct pick *p, enum err_code rc)
{
    struct annotation now;
    struct err again;
    if (!rc) {
        app_pop(app);
        return ERR_OK;
    }
    if (rc == ERR_STALE && !store_annotation_get(app->store, p->annotation, &now, &again)) {
        p->revision = now.revision;
        annotation_clear(&now);
    }
    return rc;
}

static enum err_code give(struct app *app, struct pick *p, int64_t code, struct err *e)
{
    return finish(app, p, code_give(app, p->annotation, p->revision, code, e));
}

static enum err_code take_away(struct app *app, struct pick *p, struct err *e)
{
    if (!p->code)
        return err_set(e, ERR_NOT_FOUND, _("it has no code"));
    enum err_code rc = give(app, p, 0, e);
    if (!rc)
        app_say(app, "%s", _("the code was taken away; undo brings it back"));
    return rc;
}

static enum err_code give_new(struct app *app, struct pick *p, struct err *e)
{
    char *path = mem_dup(typed(p));
    enum err_code rc = code_give_new(app, p->annotation, p->revision, p->tag, path, e);
    rc = finish(app, p, rc);
    if (!rc)
        app_say(app, _("“%s” is new in the codebook"), path);
    free(path);
    return rc;
}

static enum err_code take_row(struct app *app, struct pick *p, const struct code_row *row, struct err *e)
{
    if (!row)
        return err_set(e, ERR_NOT_FOUND, _("there is no code yet: type the name of a new one"));
    if (row->kind == CODE_ROW_NEW)
        return give_new(app, p, e);
    return row->kind == CODE_ROW_NONE ? take_away(app, p, e) : give(app, p, row->code, e);
}

/* The row that the character C chooses at once: a digit, or while nothing is typed the key of a code; NULL: none. */
static const struct code_row *row_of(const struct pick *p, const struct codes *c, uint32_t typed_char)
{
    struct str key = {0};
    const struct code_row *found = NULL;
    uint32_t folded = find_fold(typed_char);
    int digit = folded >= '1' && folded <= '9' ? (int)(folded - '0') : 0;
    for (size_t i = 0; i < p->rows.count && digit && !found; i++)
        if (p->rows.items[i].digit == digit)
            found = &p->rows.items[i];
    str_add_utf8(&key, typed_char);
    for (size_t i = 0; i < p->rows.count && p->line.line.len == 0 && !found; i++) {
        const struct code *code = codes_get(c, p->rows.items[i].code);
        if (code && *code->key && strcmp(code->key, str_z(&key)) == 0)
            found = &p->rows.items[i];
    }
    str_clear(&key);
    return found;
}

static void take_character(struct view *v, struct app *app, uint32_t c)
{
    struct pick *p = self(v);
    struct err e;
    const struct code_row *row = app->pasting ? NULL : row_of(p, &app->codes, c);
    if (row) {
        struct code_row copy = *row;
        if (take_row(app, p, &copy, &e))
            app_fail(app, &e);
        return;
    }
    prompt_type(&p->line, c == '\n' ? ' ' : c);
    typed_anew(p, app);
}

/* ---- commands ---- */

static enum err_code pick_accept(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct pick *p = self(app_view(app));
    return take_row(app, p, chosen(p), e);
}

static enum err_code pick_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app_pop(app);
    return ERR_OK;
}

/* The whole path of the row, to go on typing behind it. */
static enum err_code pick_complete(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct pick *p = self(app_view(app));
    const struct code_row *row = chosen(p);
    struct str path = {0};
    if (row && row->code) {
        codes_path(&app->codes, codes_get(&app->codes, row->code), &path);
        prompt_open(&p->line, PROMPT_CODE, str_z(&path));
        typed_anew(p, app);
    }
    str_clear(&path);
    return ERR_OK;
}

static enum err_code pick_edit(struct app *app, const struct invocation *inv, struct err *e)
{
    struct pick *p = self(app_view(app));
    if (inv->command->id == CMD_PROMPT_DELETE_BACK && p->line.line.len == 0)
        return take_away(app, p, e);
    prompt_edit(&p->line, inv->command->id);
    bool moves = inv->command->id == CMD_PROMPT_LEFT || inv->command->id == CMD_PROMPT_RIGHT ||
                 inv->command->id == CMD_PROMPT_START || inv->command->id == CMD_PROMPT_END;
    if (!moves)
        typed_anew(p, app);
    return ERR_OK;
}

/* One row up or down, round the ends: the row for a new code is the last one. */
static enum err_code pick_row(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct lines *l = &self(app_view(app))->lines;
    bool up = inv->command->id == CMD_PROMPT_PREVIOUS;
    if (l->count > 0)
        l->at = (l->at + (up ? l->count - 1 : 1)) % l->count;
    lines_settle(l);
    return ERR_OK;
}

static enum err_code pick_move(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct pick *p = self(app_view(app));
    if (inv->command->id != CMD_MOUSE_CURSOR || inv->key.x >= p->left)
        lines_move(&p->lines, inv, p->first_row);
    return ERR_OK;
}

static enum err_code pick_double_click(struct app *app, const struct invocation *inv, struct err *e)
{
    struct pick *p = self(app_view(app));
    int row = inv->key.y - p->first_row;
    size_t i = p->lines.top + (size_t)row;
    if (inv->key.x < p->left || row < 0 || row >= p->lines.rows || i >= p->rows.count)
        return ERR_OK;
    p->lines.at = i;
    return take_row(app, p, chosen(p), e);
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_MOUSE_CURSOR] = pick_move,        [CMD_MOUSE_SENTENCE] = pick_double_click,
    [CMD_PAGE_DOWN] = pick_move,           [CMD_PAGE_UP] = pick_move,
    [CMD_PROMPT_ACCEPT] = pick_accept,     [CMD_PROMPT_CANCEL] = pick_cancel,
    [CMD_PROMPT_COMPLETE] = pick_complete, [CMD_PROMPT_DELETE] = pick_edit,
    [CMD_PROMPT_DELETE_BACK] = pick_edit,  [CMD_PROMPT_DELETE_LINE] = pick_edit,
    [CMD_PROMPT_DELETE_WORD] = pick_edit,  [CMD_PROMPT_END] = pick_edit,
    [CMD_PROMPT_LEFT] = pick_edit,         [CMD_PROMPT_NEXT] = pick_row,
    [CMD_PROMPT_PREVIOUS] = pick_row,      [CMD_PROMPT_RIGHT] = pick_edit,
    [CMD_PROMPT_START] = pick_edit,        [CMD_SCROLL_DOWN] = pick_move,
    [CMD_SCROLL_UP] = pick_move,
};

/* ---- the view ---- */

static enum context context(const struct view *v)
{
    (void)v;
    return CONTEXT_CODE;
}

/* The passage where it is not seen in the document beside. Returns the row below it. */
static int draw_passage(const struct pick *p, struct grid *g)
{
    if (p->left > 0 || g->rows < QUOTE_FROM_ROWS)
        return 1;
    struct sheet s = {0};
    struct sheet_line quote = {.indent = MARK_CELLS, .style = INK_TEXT};
    quote.mark[0] = tag_letter(p->tag);
    quote.mark_style = (style)(style_of_tag(p->tag) | STYLE_BOLD);
    sheet_begin(&s, g->cols - 2, g->wide);
    sheet_add(&s, &quote, p->quote, NULL);
    sheet_cut(&s, QUOTE_ROWS);
    sheet_draw(&s, 0, g, 1, 1, QUOTE_ROWS);
    sheet_clear(&s);
    return 1 + QUOTE_ROWS;
}

static void draw(struct view *v, struct app *app, struct grid *g)
{
    struct pick *p = self(v);
    struct reader *r = reader_in(app);
    if (p->left > 0 && r) {
        reader_draw(&r->view, app, g);
        for (int y = 1; y < g->rows - 1; y++)
            grid_fill(g, y, p->left, g->cols - p->left, INK_TEXT);
    }
    int y = draw_passage(p, g);
    prompt_draw_line(&p->line, g, y, p->left + 1);
    grid_line(g, y + 1, p->left, g->cols - p->left);
    if (p->rows.count == 0)
        grid_label(g, p->first_row, p->left + 1, g->cols - p->left - 2,
                   _("There is no code yet: type the name of the first one."), INK_DIM);
    for (int i = 0; i < p->lines.rows && p->lines.top + (size_t)i < p->rows.count; i++)
        draw_row(p, &app->codes, g, p->first_row + i, p->lines.top + (size_t)i);
}

static void status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct pick *p = self(v);
    str_addf(left, _("choose a code: %s"), tag_label(p->tag));
    if (p->code) {
        str_add(left, "  ");
        codes_path(&app->codes, codes_get(&app->codes, p->code), left);
    }
    str_add(right, store_reviewer_name(app->store));
}

static struct hints hints(const struct view *v)
{
    (void)v;
    static const struct hint all[] = {
        {CMD_PROMPT_ACCEPT, NULL}, {CMD_PROMPT_COMPLETE, NULL}, {CMD_PROMPT_CANCEL, NULL}};
    return HINTS(all);
}

/* Somebody changed the codebook: the same row stays chosen. */
static void settle(struct view *v, struct app *app)
{
    struct pick *p = self(v);
    const struct code_row *row = chosen(p);
    int64_t code = row ? row->code : 0;
    size_t top = p->lines.top;
    if (p->reads != app->codes.reads) {
        make_rows(p, &app->codes);
        if (code)
            choose(p, code);
        p->lines.top = top;
    }
    lines_settle(&p->lines);
}

static void resize(struct view *v, struct app *app)
{
    struct pick *p = self(v);
    const struct reader *r = reader_in(app);
    p->left = r && r->shape.margin_col ? r->shape.margin_col + 1 : 0;
    p->first_row = 3 + (p->left == 0 && app->grid->rows >= QUOTE_FROM_ROWS ? QUOTE_ROWS : 0);
    p->lines.rows = app->grid->rows - 1 - p->first_row;
    if (p->lines.rows < 1)
        p->lines.rows = 1;
    p->lines.top = 0; /* as much of what stands above the chosen row as there is room for */
    lines_settle(&p->lines);
}

static void ignore_change(struct view *v, struct app *app, const struct change *c)
{
    (void)v, (void)app, (void)c; /* the codes are read again by then, and SETTLE sees it */
}

static void free_view(struct view *v)
{
    struct pick *p = self(v);
    prompt_clear(&p->line);
    code_rows_clear(&p->rows);
    free(p->quote);
    free(p);
}

const struct view_ops code_pick_ops = {
    .name = "code",
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

enum err_code code_pick_open(struct app *app, const struct annotation *a, struct err *e)
{
    struct str quote = {0};
    enum err_code rc = codes_refresh(&app->codes, app->store, e);
    if (rc)
        return rc;
    struct pick *p = MEM_NEW(struct pick);
    p->view.ops = &code_pick_ops;
    p->annotation = a->id;
    p->revision = a->revision;
    p->tag = a->tag;
    const struct code *code = codes_of(&app->codes, a);
    p->code = code ? code->id : 0;
    panel_quote(reader_of(app), a, QUOTE_MAX, &quote);
    p->quote = str_take(&quote);
    rc = store_codes_recent(app->store, a->tag, p->recent, CODE_ROWS_DIGITS, &p->recent_count, e);
    if (rc) {
        free_view(&p->view);
        return rc;
    }
    p->line.command = CMD_CODE;
    prompt_open(&p->line, PROMPT_CODE, "");
    make_rows(p, &app->codes);
    choose(p, p->code);
    app_push(app, &p->view);
    return ERR_OK;
}
