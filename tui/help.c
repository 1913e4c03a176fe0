#include "tui/help.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"
#include "tui/lines.h"

#include <string.h>

#define KEYS_CELLS 16
#define NAME_CELLS 22
#define WIDE_COLS 100 /* from here on the names have a column */

struct line {
    char *keys, *name, *words; /* a heading has words only */
};

struct help {
    struct view view;
    struct line *line;
    size_t capacity;
    struct lines lines;
};

static struct help *self(const struct view *v)
{
    return (struct help *)v;
}

static struct help *help_of(const struct app *app)
{
    return (struct help *)app_top(app, &help_ops);
}

/* ---- the lines ---- */

static void add(struct help *h, const char *keys, const char *name, const char *words)
{
    h->line = mem_grow(h->line, &h->capacity, h->lines.count + 1, sizeof *h->line);
    h->line[h->lines.count++] = (struct line){mem_dup(keys), mem_dup(name), mem_dup(words)};
}

/* More keys for a command, beside the shortest ones that stand first. */
struct more_keys {
    enum context context;
    enum command_id command;
    const char *argument, *first;
    struct str *keys;
};

static void add_more_keys(void *ctx, enum context context, const char *keys, const struct command_line *line)
{
    struct more_keys *m = ctx;
    bool here = context == m->context || context == CONTEXT_ANY;
    bool same = line->command->id == m->command &&
                (!m->argument || (line->argc > 0 && strcmp(line->argv[0], m->argument) == 0));
    if (here && same && strcmp(keys, m->first) != 0 &&
        glyph_cells(m->keys->p, m->keys->len, false) + 2 + strlen(keys) < KEYS_CELLS - 2)
        str_addf(m->keys, ", %s", keys);
}

static void add_keys(const struct app *app, enum context context, const struct command *c, const char *argument,
                     struct str *out)
{
    if (!keymap_keys_of(app->keymap, context, c->id, argument, out))
        return;
    char *first = mem_dup(out->p);
    keymap_each(app->keymap, add_more_keys, &(struct more_keys){context, c->id, argument, first, out});
    free(first);
}

/* A line of the command C, as the keymap runs it with ARGUMENT where that is not NULL. */
static void add_command(struct help *h, const struct app *app, enum context context, const struct command *c,
                        const char *argument, const char *label)
{
    struct str keys = {0}, name = {0}, words = {0};
    add_keys(app, context, c, argument, &keys);
    if (!keys.len && context == CONTEXT_TEXT)
        add_keys(app, CONTEXT_TAGGED, c, argument, &keys);
    str_add(&name, c->name);
    if (argument || *c->arguments)
        str_addf(&name, " %s", argument ? argument : c->arguments);
    if (label)
        str_addf(&words, _("%s: "), label);
    str_add(&words, _(c->help));
    add(h, str_z(&keys), str_z(&name), str_z(&words));
    str_clear(&keys);
    str_clear(&name);
    str_clear(&words);
}

/* The command C: a line for each argument that has a key of its own. */
static void add_commands(struct help *h, const struct app *app, enum context context, const struct command *c)
{
    static const struct {
        const char *argument, *label;
    } units[] = {{"grapheme", N_("characters")}, {"clause", N_("clauses")}, {"sentence", N_("sentences")}};
    if (c->id == CMD_TAG)
        for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++)
            add_command(h, app, context, c, tag_name(t), tag_label(t));
    else if (c->id == CMD_SELECT)
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            add_command(h, app, context, c, units[i].argument, _(units[i].label));
    else
        add_command(h, app, context, c, NULL, NULL);
}

/* Where a command stands: the first context in which it works; what works everywhere stands where its key does. */
static bool stands_in(const struct app *app, const struct command *c, enum context context, unsigned before)
{
    if (!(c->contexts & CONTEXT_ANY))
        return (c->contexts & (unsigned)context) && !(c->contexts & before);
    struct str keys = {0};
    bool in_list = !keymap_keys_of(app->keymap, CONTEXT_ANY, c->id, NULL, &keys) &&
                   keymap_keys_of(app->keymap, CONTEXT_LIST, c->id, NULL, &keys);
    str_clear(&keys);
    return context == (in_list ? CONTEXT_LIST : CONTEXT_ANY);
}

static void add_context(struct help *h, const struct app *app, enum context context, unsigned before, const char *title)
{
    size_t n;
    const struct command *table = command_table(&n);
    bool empty = true;
    for (size_t i = 0; i < n; i++) {
        if (!stands_in(app, &table[i], context, before))
            continue;
        if (empty)
            add(h, NULL, NULL, title);
        empty = false;
        add_commands(h, app, context, &table[i]);
    }
    if (!empty)
        add(h, NULL, NULL, "");
}

/* What a newcomer needs, before all of it in the order of the alphabet. */
static void add_first_steps(struct help *h, const struct app *app)
{
    static const enum command_id first[] = {CMD_TAG,  CMD_SENTENCE_NEXT, CMD_SENTENCE_PREVIOUS, CMD_SELECT, CMD_NOTE,
                                            CMD_UNDO, CMD_SEARCH,        CMD_UNTAGGED_NEXT,     CMD_CLOSE};
    add(h, NULL, NULL, _("Most used"));
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        add_commands(h, app, CONTEXT_TEXT, command_get(first[i]));
    add(h, NULL, NULL, "");
}

/* The part for the view that help is asked for in: views of rows share most of their keys, and a document has what is
 * most used, at the start. */
static enum context part_of(enum context here)
{
    switch (here) {
    case CONTEXT_CARRY:
    case CONTEXT_CODE:
    case CONTEXT_CODEBOOK:
    case CONTEXT_FIGURES:
    case CONTEXT_FILTERS:
    case CONTEXT_FOUND:
    case CONTEXT_LEDGER:
    case CONTEXT_LINK:
    case CONTEXT_LINKS:
    case CONTEXT_SPLIT:
    case CONTEXT_LAYERS:
    case CONTEXT_OUTLINE:
    case CONTEXT_PEOPLE:
    case CONTEXT_SELECT:
    case CONTEXT_THREAD:
        return here;
    case CONTEXT_PANEL:
    case CONTEXT_TAGGED:
    case CONTEXT_TEXT:
        return CONTEXT_TEXT;
    default:
        return CONTEXT_LIST;
    }
}

/* Parts that have all that works there, also what stands further up. */
#define SMALL                                                                                                          \
    (CONTEXT_OUTLINE | CONTEXT_CARRY | CONTEXT_LINK | CONTEXT_LINKS | CONTEXT_CODE | CONTEXT_CODEBOOK |                \
     CONTEXT_SPLIT | CONTEXT_LEDGER | CONTEXT_FOUND | CONTEXT_FILTERS | CONTEXT_FIGURES)

/* Begins at the part for the context HERE. */
static void add_everything(struct help *h, const struct app *app, enum context here)
{
    static const struct {
        enum context context;
        const char *title;
    } parts[] = {
        {CONTEXT_TEXT, N_("In the document")},
        {CONTEXT_SELECT, N_("With a selection")},
        {CONTEXT_THREAD, N_("In a thread")},
        {CONTEXT_OUTLINE, N_("In the outline")},
        {CONTEXT_CARRY, N_("Among the annotations of older versions")},
        {CONTEXT_LINK, N_("Choosing what to link with")},
        {CONTEXT_LINKS, N_("Among the links of an annotation")},
        {CONTEXT_CODE, N_("Choosing a code")},
        {CONTEXT_CODEBOOK, N_("In the codebook")},
        {CONTEXT_SPLIT, N_("Splitting a code")},
        {CONTEXT_LEDGER, N_("In the problem ledger")},
        {CONTEXT_FOUND, N_("Among the annotations that were found")},
        {CONTEXT_FILTERS, N_("Among the saved filters")},
        {CONTEXT_FIGURES, N_("In the figures")},
        {CONTEXT_LIST, N_("In the list of documents")},
        {CONTEXT_PEOPLE, N_("Among the people")},
        {CONTEXT_LAYERS, N_("In the layers")},
        {CONTEXT_ANY, N_("Everywhere")},
        {CONTEXT_PROMPT, N_("While typing a line")},
        {CONTEXT_EDIT, N_("While typing several lines")},
    };
    unsigned before = 0;
    add(h, NULL, NULL, _("A number typed before a key repeats it. “:” runs a command by its name."));
    add(h, NULL, NULL, "");
    add_first_steps(h, app);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].context == part_of(here) && parts[i].context != CONTEXT_TEXT)
            h->lines.top = h->lines.at = h->lines.count;
        bool small = parts[i].context & SMALL;
        add_context(h, app, parts[i].context, small ? 0 : before, _(parts[i].title));
        before |= (unsigned)parts[i].context;
    }
}

/* ---- the view ---- */

static enum context help_context(const struct view *v)
{
    (void)v;
    return CONTEXT_HELP;
}

static void help_settle(struct view *v, struct app *app)
{
    (void)app;
    lines_settle(&self(v)->lines);
}

static void help_resize(struct view *v, struct app *app)
{
    struct help *h = self(v);
    h->lines.rows = app->grid->rows > 3 ? app->grid->rows - 2 : 1;
    lines_settle(&h->lines);
}

static void help_changed(struct view *v, struct app *app, const struct change *c)
{
    (void)v, (void)app, (void)c;
}

static void help_free(struct view *v)
{
    struct help *h = self(v);
    for (size_t i = 0; i < h->lines.count; i++) {
        free(h->line[i].keys);
        free(h->line[i].name);
        free(h->line[i].words);
    }
    free(h->line);
    find_free(h->lines.find);
    free(h);
}

static void help_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct help *h = self(v);
    (void)app;
    str_add(left, _("zhupi  keys and commands"));
    str_addf(right, "%zu/%zu", h->lines.at + 1, h->lines.count);
}

static struct hints help_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_SEARCH, NULL}};
    return HINTS(hints);
}

/* The keys, or ":" where only the prompt runs the command: then the name has to be there in a narrow screen too. */
static void draw_line(struct grid *g, int row, const struct line *l)
{
    int col = 2;
    if (*l->keys || g->cols >= WIDE_COLS) {
        grid_label(g, row, col, KEYS_CELLS - 2, *l->keys ? l->keys : ":", INK_KEY);
        col = 1 + KEYS_CELLS;
        if (g->cols >= WIDE_COLS) {
            grid_label(g, row, col, NAME_CELLS, l->name, INK_DIM);
            col += NAME_CELLS + 2;
        }
    } else {
        col += grid_label(g, row, col, g->cols - col - 1, ":", INK_KEY);
        col += grid_label(g, row, col, g->cols - col - 1, l->name, INK_DIM) + 2;
    }
    grid_label(g, row, col, g->cols - col - 1, l->words, INK_TEXT);
}

static void help_draw(struct view *v, struct app *app, struct grid *g)
{
    (void)app;
    const struct help *h = self(v);
    for (int i = 0; i < h->lines.rows && h->lines.top + (size_t)i < h->lines.count; i++) {
        const struct line *l = &h->line[h->lines.top + (size_t)i];
        if (l->name)
            draw_line(g, 1 + i, l);
        else
            grid_label(g, 1 + i, 1, g->cols - 2, l->words, INK_TITLE);
    }
    g->cursor_row = 1 + (int)(h->lines.at - h->lines.top);
    g->cursor_col = 0;
}

/* ---- commands ---- */

static enum err_code help_move(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)e;
    lines_move(&help_of(app)->lines, inv, 1);
    return ERR_OK;
}

static const char *words_of(void *ctx, size_t i)
{
    const struct line *l = &((const struct help *)ctx)->line[i];
    return l->words;
}

static enum err_code help_search(struct app *app, const struct invocation *inv, struct err *e)
{
    struct help *h = help_of(app);
    return lines_search(&h->lines, app, inv, words_of, h, e);
}

static enum err_code help_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app_pop(app);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_CANCEL] = help_cancel,          [CMD_GO] = help_cancel,           [CMD_DOCUMENT_END] = help_move,
    [CMD_DOCUMENT_START] = help_move,    [CMD_HALF_PAGE_DOWN] = help_move, [CMD_HALF_PAGE_UP] = help_move,
    [CMD_MOUSE_CURSOR] = help_move,      [CMD_PAGE_DOWN] = help_move,      [CMD_PAGE_UP] = help_move,
    [CMD_ROW_DOWN] = help_move,          [CMD_ROW_UP] = help_move,         [CMD_SCROLL_DOWN] = help_move,
    [CMD_SCROLL_UP] = help_move,         [CMD_SEARCH] = help_search,       [CMD_SEARCH_NEXT] = help_search,
    [CMD_SEARCH_PREVIOUS] = help_search,
};

const struct view_ops help_ops = {
    .name = "help",
    .handlers = handlers,
    .context = help_context,
    .draw = help_draw,
    .status = help_status,
    .hints = help_hints,
    .settle = help_settle,
    .resize = help_resize,
    .changed = help_changed,
    .free = help_free,
};

struct view *help_open(const struct app *app)
{
    struct help *h = MEM_NEW(struct help);
    h->view.ops = &help_ops;
    add_everything(h, app, app_view(app)->ops->context(app_view(app)));
    h->lines.rows = app->grid->rows > 3 ? app->grid->rows - 2 : 1;
    return &h->view;
}
