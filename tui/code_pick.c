#include "tui/code_pick.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/find.h"
#include "tui/code_choice.h"
#include "tui/reader.h"

#include <string.h>

#define QUOTE_MAX 400 /* code points of the passage */

static struct code_choice *self(const struct view *v)
{
    return (struct code_choice *)(void *)v;
}

/* ---- rows ---- */

static bool is_blank(const char *s)
{
    return s[strspn(s, " ")] == '\0';
}

const char *code_choice_typed(const struct code_choice *p)
{
    return str_z(&p->line.line);
}

bool code_choice_is_empty(const struct code_choice *p)
{
    return is_blank(code_choice_typed(p));
}

const struct code_row *code_choice_row(const struct code_choice *p)
{
    return p->lines.at < p->rows.count ? &p->rows.items[p->lines.at] : NULL;
}

bool code_choice_has_new(const struct code_choice *p)
{
    return p->rows.count > 0 && p->rows.items[p->rows.count - 1].kind == CODE_ROW_NEW;
}

/* The row for a new code stands in the last line, whatever is above it. */
void code_choice_settle(struct code_choice *p)
{
    bool apart = code_choice_has_new(p) && p->space > 1;
    size_t codes = p->rows.count - apart, rows = (size_t)(p->space - apart);
    p->lines.count = p->rows.count;
    p->lines.rows = (int)rows;
    lines_settle(&p->lines);
    if (p->lines.top + rows > codes)
        p->lines.top = codes > rows ? codes - rows : 0;
    if (p->lines.top > 0 && p->lines.at == p->lines.top && rows > 1 &&
        !code_rows_chooses(&p->rows.items[p->lines.top - 1]))
        p->lines.top--; /* its title is seen, too */
    p->lines.rows = p->space;
}

size_t code_choice_line(const struct code_choice *p, int i)
{
    size_t row = p->lines.top + (size_t)i;
    bool last = code_choice_has_new(p) && i == p->space - 1 && p->space > 1;
    return row >= p->rows.count ? SIZE_MAX : last ? p->rows.count - 1 : row;
}

static void make_rows(struct code_choice *p, const struct codes *c, bool keep)
{
    if (!code_choice_is_empty(p) && keep)
        code_rows_keep(&p->rows, c, p->tag, code_choice_typed(p));
    else if (code_choice_is_empty(p))
        code_rows_all(&p->rows, c, p->tag, p->recent, p->recent_count, p->code != 0 || (p->held && !p->merges));
    else
        code_rows_find(&p->rows, c, p->tag, code_choice_typed(p));
    if (p->held)
        code_rows_without(&p->rows, c, p->held);
    p->reads = c->reads;
    p->asked = false;
    code_choice_settle(p);
}

/* A title is not chosen: the row behind it, or where DOWN is not set and there is one, the row before it. */
static void skip_titles(struct code_choice *p, bool down)
{
    struct lines *l = &p->lines;
    if (l->count == 0 || code_rows_chooses(&p->rows.items[l->at]))
        return;
    l->at = down || l->at == 0 ? l->at + 1 : l->at - 1;
    code_choice_settle(p);
}

/* Choose the row of CODE; where there is none, the first. What stands over it is seen. */
static void choose(struct code_choice *p, int64_t code)
{
    p->lines.at = p->lines.top = 0;
    for (size_t i = p->rows.count; i-- > 0 && code;)
        if (p->rows.items[i].code == code) {
            p->lines.at = i;
            break;
        }
    code_choice_settle(p);
    skip_titles(p, true);
}

/* Something else was typed: what fits best is chosen. */
static void typed_anew(struct code_choice *p, const struct app *app)
{
    make_rows(p, &app->codes, false);
    choose(p, 0);
}

/* ---- giving it ---- */

/* What was given, or could not be: then the choice stays, with what was typed, for another try. */
static enum err_code finish(struct app *app, struct code_choice *p, enum err_code rc)
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

static enum err_code give(struct app *app, struct code_choice *p, int64_t code, struct err *e)
{
    return finish(app, p, code_give(app, p->annotation, p->revision, code, e));
}

static enum err_code take_away(struct app *app, struct code_choice *p, struct err *e)
{
    if (!p->code)
        return err_set(e, ERR_NOT_FOUND, _("it has no code"));
    enum err_code rc = give(app, p, 0, e);
    if (!rc)
        app_say(app, "%s", _("the code was taken away; undo brings it back"));
    return rc;
}

static enum err_code give_new(struct app *app, struct code_choice *p, struct err *e)
{
    char *path = mem_dup(code_choice_typed(p));
    enum err_code rc = code_give_new(app, p->annotation, p->revision, p->tag, path, e);
    rc = finish(app, p, rc);
    if (!rc)
        app_say(app, _("“%s” is new in the codebook"), path);
    free(path);
    return rc;
}

/* Initials that find nothing make no code before it is said what they would make. */
static bool needs_asking(struct app *app, struct code_choice *p)
{
    if (p->asked || !code_rows_is_doubtful(&app->codes, p->tag, code_choice_typed(p)))
        return false;
    p->asked = true;
    app_say(app, _("Enter again makes the new code “%s”; these letters find no code"), code_choice_typed(p));
    return true;
}

static enum err_code take_row(struct app *app, struct code_choice *p, const struct code_row *row, struct err *e)
{
    if (!row || !code_rows_chooses(row))
        return err_set(e, ERR_NOT_FOUND,
                       p->held ? _("no code is found by that") : _("there is no code yet: type the name of a new one"));
    if (p->held)
        return code_choice_place(app, p, row, e);
    if (row->kind == CODE_ROW_NEW)
        return needs_asking(app, p) ? ERR_OK : give_new(app, p, e);
    return row->kind == CODE_ROW_NONE ? take_away(app, p, e) : give(app, p, row->code, e);
}

/* A digit or a key of another tag, typed where it chooses nothing: the one is refused, the other said. False: C is to
 * be typed. */
static bool refuses(struct app *app, const struct code_choice *p, uint32_t typed_char)
{
    struct err e;
    struct str key = {0};
    uint32_t folded = find_fold(typed_char);
    if (app->pasting || p->held || !code_choice_is_empty(p))
        return false;
    if (folded >= '0' && folded <= '9') {
        err_set(&e, ERR_INPUT, _("no code here has the digit %c, and what is typed does not begin with one"),
                (int)folded);
        app_fail(app, &e);
        return true;
    }
    str_add_utf8(&key, typed_char);
    const struct code *code = code_rows_key_elsewhere(&app->codes, p->tag, str_z(&key));
    if (code)
        app_say(app, _("“%s” is the key of “%s” below %s; here it looks for a name"), str_z(&key), code->name,
                tag_label(code->tag));
    str_clear(&key);
    return false;
}

/* The row that the character C chooses at once: a digit, or while nothing is typed the key of a code; NULL: none. */
static const struct code_row *row_of(const struct code_choice *p, const struct codes *c, uint32_t typed_char)
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
    struct code_choice *p = self(v);
    struct err e;
    const struct code_row *row = app->pasting || p->held ? NULL : row_of(p, &app->codes, c);
    if (row) {
        struct code_row copy = *row;
        if (take_row(app, p, &copy, &e))
            app_fail(app, &e);
        return;
    }
    if (refuses(app, p, c))
        return;
    prompt_type(&p->line, c == '\n' ? ' ' : c);
    typed_anew(p, app);
}

/* ---- commands ---- */

static enum err_code pick_accept(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct code_choice *p = self(app_view(app));
    return take_row(app, p, code_choice_row(p), e);
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
    struct code_choice *p = self(app_view(app));
    const struct code_row *row = code_choice_row(p);
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
    struct code_choice *p = self(app_view(app));
    if (inv->command->id == CMD_PROMPT_DELETE_BACK && p->line.line.len == 0 && !p->held)
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
    struct code_choice *p = self(app_view(app));
    struct lines *l = &p->lines;
    size_t step = inv->command->id == CMD_PROMPT_PREVIOUS ? l->count - 1 : 1;
    if (l->count > 0)
        l->at = (l->at + step) % l->count;
    if (l->count > 0 && !code_rows_chooses(code_choice_row(p)))
        l->at = (l->at + step) % l->count;
    p->asked = false;
    code_choice_settle(p);
    return ERR_OK;
}

/* The row under the mouse; SIZE_MAX where there is none. */
static size_t row_under(const struct code_choice *p, const struct invocation *inv)
{
    int line = inv->key.y - p->first_row;
    size_t i = inv->key.x < p->left || line < 0 || line >= p->space ? SIZE_MAX : code_choice_line(p, line);
    return i < p->rows.count && code_rows_chooses(&p->rows.items[i]) ? i : SIZE_MAX;
}

static enum err_code pick_move(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    struct code_choice *p = self(app_view(app));
    size_t clicked = inv->command->id == CMD_MOUSE_CURSOR ? row_under(p, inv) : SIZE_MAX;
    if (clicked != SIZE_MAX)
        p->lines.at = clicked;
    else if (inv->command->id != CMD_MOUSE_CURSOR)
        lines_move(&p->lines, inv, p->first_row);
    p->asked = false;
    code_choice_settle(p);
    skip_titles(p, inv->command->id != CMD_PAGE_UP && inv->command->id != CMD_SCROLL_UP);
    return ERR_OK;
}

static enum err_code pick_double_click(struct app *app, const struct invocation *inv, struct err *e)
{
    struct code_choice *p = self(app_view(app));
    size_t clicked = row_under(p, inv);
    if (clicked == SIZE_MAX)
        return ERR_OK;
    p->lines.at = clicked;
    return take_row(app, p, code_choice_row(p), e);
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

const char *code_pick_accept_label(const struct view *v)
{
    const struct code_choice *p = (const struct code_choice *)(const void *)v;
    const struct code_row *row = code_choice_row(p);
    if (p->held)
        return p->merges ? _("merges into this") : _("moves below this");
    if (row && row->kind == CODE_ROW_NEW)
        return _("makes a new code");
    return row && row->kind == CODE_ROW_NONE ? _("takes the code away") : _("gives it");
}

/* While there is nothing to choose, Enter does nothing; what Backspace takes away is what the annotation has. */
static struct hints hints(const struct view *v)
{
    static const struct hint nothing[] = {{CMD_PROMPT_CANCEL, NULL}};
    static const struct hint typing[] = {
        {CMD_PROMPT_ACCEPT, NULL}, {CMD_PROMPT_COMPLETE, NULL}, {CMD_PROMPT_CANCEL, NULL}};
    static const struct hint coded[] = {{CMD_PROMPT_ACCEPT, NULL},
                                        {CMD_PROMPT_DELETE_BACK, NULL},
                                        {CMD_PROMPT_COMPLETE, NULL},
                                        {CMD_PROMPT_CANCEL, NULL}};
    const struct code_choice *p = (const struct code_choice *)(const void *)v;
    if (p->rows.count == 0)
        return HINTS(nothing);
    return p->code && p->line.line.len == 0 ? HINTS(coded) : HINTS(typing);
}

/* What is known of the held code by now is what is changed; where it is gone there is nothing to choose for. */
static bool follow_held(struct code_choice *p, struct app *app)
{
    const struct code *held = codes_get(&app->codes, p->held);
    if (p->held && (!held || !codes_stands(held))) {
        app_pop(app);
        app_say(app, "%s", _("this code is not there any more"));
        return false;
    }
    if (held)
        p->revision = held->revision;
    return true;
}

/* Somebody changed the codebook: the same row stays chosen. */
static void settle(struct view *v, struct app *app)
{
    struct code_choice *p = self(v);
    const struct code_row *row = code_choice_row(p);
    int64_t code = row ? row->code : 0;
    size_t top = p->lines.top;
    if (!follow_held(p, app))
        return;
    if (p->reads != app->codes.reads) {
        make_rows(p, &app->codes, true);
        if (code)
            choose(p, code);
        p->lines.top = top;
    }
    code_choice_settle(p);
    skip_titles(p, true);
}

static void ignore_change(struct view *v, struct app *app, const struct change *c)
{
    (void)v, (void)app, (void)c; /* the codes are read again by then, and SETTLE sees it */
}

static void free_view(struct view *v)
{
    struct code_choice *p = self(v);
    prompt_clear(&p->line);
    code_rows_clear(&p->rows);
    sheet_clear(&p->sheet);
    free(p->quote);
    free(p);
}

const struct view_ops code_pick_ops = {
    .name = "code",
    .handlers = handlers,
    .context = context,
    .draw = code_choice_draw,
    .status = code_choice_status,
    .hints = hints,
    .settle = settle,
    .resize = code_choice_resize,
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
    struct code_choice *p = MEM_NEW(struct code_choice);
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
    code_choice_resize(&p->view, app);
    make_rows(p, &app->codes, false);
    choose(p, p->code);
    app_push(app, &p->view);
    return ERR_OK;
}

void code_pick_open_place(struct app *app, const struct code *code, bool merges)
{
    struct code_choice *p = MEM_NEW(struct code_choice);
    struct str quote = {0};
    p->view.ops = &code_pick_ops;
    p->held = code->id;
    p->merges = merges;
    p->revision = code->revision;
    p->tag = code->tag;
    codes_path(&app->codes, code, &quote);
    p->quote = str_take(&quote);
    p->line.command = CMD_CODE;
    prompt_open(&p->line, PROMPT_CODE, "");
    code_choice_resize(&p->view, app);
    make_rows(p, &app->codes, false);
    choose(p, code->parent);
    app_push(app, &p->view);
}
