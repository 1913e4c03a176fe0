#include "tui/codebook.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/code_split.h"
#include "tui/code_words.h"

#include <string.h>

#define INDENT 2
#define WIDE_COLS 140 /* from here on the names have more room */

static struct codebook *self(const struct view *v)
{
    return (struct codebook *)(void *)v;
}

struct codebook *codebook_of(const struct app *app)
{
    return (struct codebook *)app_top(app, &codebook_ops);
}

const struct codebook_row *codebook_row(const struct codebook *b)
{
    return &b->rows[b->table.lines.at];
}

const struct code *codebook_code(const struct codebook *b)
{
    return codes_get(b->codes, codebook_row(b)->code);
}

/* ---- rows ---- */

static size_t folded_at(const struct codebook *b, int64_t what)
{
    size_t i = 0;
    while (i < b->folded_count && b->folded[i] != what)
        i++;
    return i;
}

static bool is_folded(const struct codebook *b, int64_t what)
{
    return folded_at(b, what) < b->folded_count;
}

static void set_folded(struct codebook *b, int64_t what, bool folded)
{
    size_t i = folded_at(b, what);
    if (folded && i == b->folded_count) {
        b->folded = mem_grow(b->folded, &b->folded_capacity, i + 1, sizeof *b->folded);
        b->folded[b->folded_count++] = what;
    } else if (!folded && i < b->folded_count) {
        b->folded[i] = b->folded[--b->folded_count];
    }
}

static void add_row(struct codebook *b, enum tag tag, int64_t code)
{
    size_t n = b->table.lines.count++;
    b->rows = mem_grow(b->rows, &b->row_capacity, n + 1, sizeof *b->rows);
    b->rows[n] = (struct codebook_row){tag, code};
}

/* The codes of TAG under no folded one; those under a code follow it. */
static void add_codes(struct codebook *b, enum tag tag)
{
    int hidden = STORE_CODE_DEPTH_MAX; /* what is deeper is under a folded one */
    for (size_t i = 0; i < b->codes->count; i++) {
        const struct code *code = &b->codes->items[i];
        if (code->tag != tag || !codes_stands(code))
            continue;
        int depth = codes_depth(b->codes, code);
        if (depth > hidden)
            continue;
        add_row(b, tag, code->id);
        hidden = is_folded(b, code->id) ? depth : STORE_CODE_DEPTH_MAX;
    }
}

void codebook_set_rows(struct codebook *b)
{
    b->table.lines.count = 0;
    for (enum tag tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++) {
        add_row(b, tag, 0);
        if (!is_folded(b, -(int64_t)tag))
            add_codes(b, tag);
    }
    b->reads = b->codes->reads;
    lines_settle(&b->table.lines);
}

static bool choose_row(struct codebook *b, enum tag tag, int64_t code)
{
    for (size_t i = 0; i < b->table.lines.count; i++)
        if (b->rows[i].tag == tag && b->rows[i].code == code) {
            b->table.lines.at = i;
            lines_settle(&b->table.lines);
            return true;
        }
    return false;
}

void codebook_choose(struct codebook *b, enum tag tag, int64_t id)
{
    const struct code *code = codes_get(b->codes, id);
    if (code && code->merged_into)
        code = codes_get(b->codes, code->merged_into);
    set_folded(b, -(int64_t)tag, code ? false : is_folded(b, -(int64_t)tag));
    const struct code *over = code;
    for (int i = 0; over && over->parent && i < STORE_CODE_DEPTH_MAX; i++) {
        set_folded(b, over->parent, false);
        over = codes_get(b->codes, over->parent);
    }
    codebook_set_rows(b);
    while (!choose_row(b, tag, code ? code->id : 0) && code)
        code = codes_get(b->codes, code->parent);
}

/* The chosen row stays chosen where codes were changed; where its code is gone, its place. */
static void follow_codes(struct codebook *b)
{
    struct codebook_row row = *codebook_row(b);
    const struct code *code = codes_get(b->codes, row.code);
    if (code && code->merged_into)
        row.code = code->merged_into;
    codebook_set_rows(b);
    choose_row(b, row.tag, row.code);
}

/* ---- what the rows say ---- */

enum { CODE, KEY, DEFINITION, ANNOTATIONS };

static bool has_parts(const struct codebook *b, const struct codebook_row *row)
{
    for (size_t i = 0; i < b->codes->count; i++) {
        const struct code *code = &b->codes->items[i];
        if (code->tag == row->tag && code->parent == row->code && codes_stands(code))
            return true;
    }
    return false;
}

static void add_name(const struct codebook *b, const struct codebook_row *row, struct str *out)
{
    const struct code *code = codes_get(b->codes, row->code);
    int64_t what = row->code ? row->code : -(int64_t)row->tag;
    int depth = code ? codes_depth(b->codes, code) + 1 : 0;
    str_addf(out, "%*s%s", depth * INDENT, "", !has_parts(b, row) ? "  " : is_folded(b, what) ? "+ " : "- ");
    if (code)
        sheet_one_line(out, code->name, strlen(code->name));
    else
        str_addf(out, "%c %s", tag_letter(row->tag), tag_label(row->tag));
}

/* Of a tag, all that have a code. */
static int64_t annotations_of(const struct codebook *b, const struct codebook_row *row)
{
    int64_t n = 0;
    if (row->code)
        return code_counts_of(&b->counts, row->code);
    for (size_t i = 0; i < b->codes->count; i++)
        if (b->codes->items[i].tag == row->tag && codes_stands(&b->codes->items[i]))
            n += code_counts_of(&b->counts, b->codes->items[i].id);
    return n;
}

static void cell(const struct table *t, size_t i, size_t column, struct str *out)
{
    const struct codebook *b = self(&t->view);
    const struct codebook_row *row = &b->rows[i];
    const struct code *code = codes_get(b->codes, row->code);
    if (column == CODE)
        add_name(b, row, out);
    else if (column == KEY && code)
        str_add(out, code->key);
    else if (column == DEFINITION && code)
        sheet_one_line(out, code->definition, strlen(code->definition));
    else if (column == ANNOTATIONS && b->counts.counted)
        str_addf(out, "%lld", (long long)annotations_of(b, row));
}

static style ink(const struct table *t, size_t i, size_t column)
{
    const struct codebook *b = self(&t->view);
    const struct codebook_row *row = &b->rows[i];
    if (!row->code)
        return (style)(style_of_tag(row->tag) | STYLE_BOLD);
    return column == CODE ? INK_TEXT : column == KEY ? INK_KEY : INK_DIM;
}

static const struct table_column columns[] = {
    [CODE] = {N_("code"), 30, 0, false},
    [KEY] = {N_("key"), 6, 50, false},
    [DEFINITION] = {N_("definition"), 0, 64, false},
    [ANNOTATIONS] = {N_("tags"), 6, 42, true},
};

static const struct table_column wide_columns[] = {
    [CODE] = {N_("code"), 56, 0, false},
    [KEY] = {N_("key"), 6, 0, false},
    [DEFINITION] = {N_("definition"), 0, 0, false},
    [ANNOTATIONS] = {N_("tags"), 8, 0, true},
};

static const struct table_source source = {
    .columns = columns,
    .column_count = sizeof columns / sizeof *columns,
    .cell = cell,
    .ink = ink,
    .detail = true,
};

static const struct table_source wide_source = {
    .columns = wide_columns,
    .column_count = sizeof wide_columns / sizeof *wide_columns,
    .cell = cell,
    .ink = ink,
    .detail = true,
};

/* ---- the whole of the chosen code, below ---- */

static void draw_detail(struct codebook *b, struct grid *g)
{
    const struct code *code = codebook_code(b);
    if (!b->table.detail_rows || !code)
        return;
    sheet_begin(&b->sheet, g->cols - 2, g->wide);
    code_words_write(b->codes, code, &b->sheet);
    sheet_cut(&b->sheet, (size_t)b->table.detail_rows);
    sheet_draw(&b->sheet, 0, g, g->rows - 1 - b->table.detail_rows, 1, b->table.detail_rows);
}

/* ---- the view ---- */

static enum context context(const struct view *v)
{
    (void)v;
    return CONTEXT_CODEBOOK;
}

static void draw(struct view *v, struct app *app, struct grid *g)
{
    table_draw(v, app, g);
    draw_detail(self(v), g);
}

static void status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct codebook *b = self(v);
    size_t n = 0;
    for (size_t i = 0; i < b->codes->count; i++)
        n += codes_stands(&b->codes->items[i]);
    str_add(left, _("codebook"));
    str_addf(right, i18n_plural("%zu code", "%zu codes", (unsigned long)n), n);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints hints(const struct view *v)
{
    static const struct hint look[] = {{CMD_CODE_NEW, NULL},  {CMD_CODE_RENAME, NULL}, {CMD_CODE_DEFINE, NULL},
                                       {CMD_CODE_MOVE, NULL}, {CMD_CODE_MERGE, NULL},  {CMD_CODE_SPLIT, NULL},
                                       {CMD_DELETE, NULL},    {CMD_UNDO, NULL},        {CMD_FOLD, NULL},
                                       {CMD_SEARCH, NULL},    {CMD_COMMAND, NULL}};
    (void)v;
    return HINTS(look);
}

static void settle(struct view *v, struct app *app)
{
    (void)app;
    struct codebook *b = self(v);
    if (b->reads != b->codes->reads)
        follow_codes(b);
    lines_settle(&b->table.lines);
}

static void resize(struct view *v, struct app *app)
{
    self(v)->table.source = app->grid->cols >= WIDE_COLS ? &wide_source : &source;
    table_resize(v, app);
}

/* Which codes there are is looked at in SETTLE. */
static void changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app;
    if (strcmp(c->entity, "annotation") == 0 || strcmp(c->entity, "code") == 0)
        code_counts_forget(&self(v)->counts);
}

static bool work(struct view *v, struct app *app)
{
    return code_counts_work(&self(v)->counts, app->store);
}

static void free_view(struct view *v)
{
    struct codebook *b = self(v);
    table_clear(&b->table);
    sheet_clear(&b->sheet);
    code_counts_clear(&b->counts);
    free(b->rows);
    free(b->folded);
    free(b);
}

/* What has nothing below it is folded into what it stands below. */
static enum err_code fold(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct codebook *b = codebook_of(app);
    struct codebook_row row = *codebook_row(b);
    const struct code *code = codebook_code(b);
    if (code && !has_parts(b, &row))
        row.code = code->parent;
    int64_t what = row.code ? row.code : -(int64_t)row.tag;
    set_folded(b, what, !is_folded(b, what));
    codebook_set_rows(b);
    choose_row(b, row.tag, row.code);
    return ERR_OK;
}

static enum err_code click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? codebook_go(app, inv, e) : ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_CODE_DEFINE] = codebook_define,
    [CMD_CODE_DOWN] = codebook_shift,
    [CMD_CODE_EXAMPLE] = codebook_example,
    [CMD_CODE_KEY] = codebook_key,
    [CMD_CODE_MERGE] = codebook_merge,
    [CMD_CODE_MOVE] = codebook_move,
    [CMD_CODE_NEW] = codebook_new,
    [CMD_CODE_RENAME] = codebook_rename,
    [CMD_CODE_SPLIT] = code_split_begin,
    [CMD_CODE_UP] = codebook_shift,
    [CMD_DELETE] = codebook_delete,
    [CMD_FOLD] = fold,
    [CMD_GO] = codebook_go,
    [CMD_MOUSE_SENTENCE] = click,
};

const struct view_ops codebook_ops = {
    .name = "codebook",
    .handlers = handlers,
    .context = context,
    .draw = draw,
    .status = status,
    .hints = hints,
    .settle = settle,
    .resize = resize,
    .changed = changed,
    .work = work,
    .free = free_view,
};

enum err_code codebook_open(struct app *app, struct view **out, struct err *e)
{
    enum err_code rc = codes_refresh(&app->codes, app->store, e);
    if (rc)
        return rc;
    struct codebook *b = MEM_NEW(struct codebook);
    b->table.view.ops = &codebook_ops;
    b->codes = &app->codes;
    resize(&b->table.view, app);
    codebook_set_rows(b);
    *out = &b->table.view;
    return ERR_OK;
}
