/* The first row and the last: where one is, and what the keys do now. */
#include "tui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"
#include "text/layout.h"
#include "tui/code_pick.h"
#include "tui/list.h"
#include "tui/reader.h"

#include <stdio.h>
#include <string.h>

#define LABEL_SIZE 128 /* bytes */
#define NARROW_COLS 80 /* below this, the names of tags take at most */
#define NARROW_CELLS 6
#define LEAVE_COLS 60 /* below this, there is no room to say how to leave */
#define MAX_MESSAGE_ROWS 8
#define HINT_GAP 2    /* cells between two of them */
#define NEEDED_WAYS 5 /* of those to the other end of a link, which are said rather than */
#define LEAST_SIGN 24 /* cells of what is linked, */

/* What has to be known before anything else is read: that nothing is saved, or that the screen moves by itself. */
static void add_warning(const struct app *app, struct str *out)
{
    if (*app->gone)
        str_add(out, _("NOT SAVED: the file is gone"));
    else
        follow_sign(app, out);
}

/* Who else is here goes before the words of the view, which end in the name of this reviewer, where ROOM is left. */
static void add_people(struct app *app, const struct grid *g, int room, struct str *right)
{
    struct str sign = {0};
    int64_t document, position;
    int left = room - (int)glyph_cells(str_z(right), right->len, g->wide) - 2;
    app_place(app, &document, &position);
    crew_sign(&app->crew, store_reviewer(app->store), document, left < g->cols / 4 ? left : g->cols / 4, g->wide,
              &sign);
    if (sign.len && (int)glyph_cells(sign.p, sign.len, g->wide) <= left) {
        str_add(&sign, "  ");
        str_insert(right, 0, sign.p, sign.len);
    }
    str_clear(&sign);
}

/* WORDS at the end of the first row, in at most MOST cells: their end is what must be seen. Returns the cells taken. */
static int draw_right(struct grid *g, int most, const char *words)
{
    int cells = (int)glyph_cells(words, strlen(words), g->wide), cut = cells > most;
    for (struct glyph gl; cells > most - cut; words += gl.bytes, cells -= gl.cells)
        glyph_first(words, strlen(words), g->wide, &gl);
    if (cut)
        grid_label(g, 0, g->cols - cells - 2, 1, g->wide ? "~" : "…", INK_STATUS);
    grid_label(g, 0, g->cols - cells - 1, cells, words, INK_STATUS);
    return cells + cut;
}

void app_draw_status(struct app *app, struct grid *g)
{
    struct view *v = app_view(app);
    struct str left = {0}, right = {0}, warning = {0};
    int most = g->cols * 3 / 5, from = 1;
    v->ops->status(v, app, &left, &right);
    if (store_role(app->store) == ROLE_READER)
        str_addf(&right, " (%s)", role_label(ROLE_READER));
    add_people(app, g, most, &right);
    add_warning(app, &warning);
    grid_fill(g, 0, 0, g->cols, INK_STATUS);
    int taken = draw_right(g, most, str_z(&right));
    if (warning.len)
        from += 2 + grid_label(g, 0, from, g->cols - taken - 4, str_z(&warning),
                               *app->gone ? INK_ERROR : (style)(INK_STATUS | STYLE_BOLD));
    grid_label(g, 0, from, g->cols - taken - 3 - from, str_z(&left), INK_STATUS);
    str_clear(&left);
    str_clear(&right);
    str_clear(&warning);
}

/* The bytes of Z that fit in CELLS. */
static size_t bytes_of_cells(const char *z, size_t cells, bool wide)
{
    size_t n = strlen(z), used = 0;
    while (used < n) {
        struct glyph gl;
        glyph_first(z + used, n - used, wide, &gl);
        if ((size_t)gl.cells > cells)
            break;
        cells -= (size_t)gl.cells;
        used += gl.bytes;
    }
    return used;
}

/* Whether "noise" would lift some. */
static bool is_on_noise(const struct app *app)
{
    const struct reader *r = reader_of(app);
    return r && !r->selection.active && reader_on_noise(r, NULL);
}

/* What H does now: the last view is not left but the program; what a lead has not to read themselves they close. */
static const char *words_of(const struct app *app, const struct hint *h)
{
    const struct view *v = app_view(app);
    const char *label = v->ops->label ? v->ops->label(v, h->command) : NULL;
    if (label)
        return label;
    if (h->command == CMD_CLOSE && app->view_count == 1)
        return _(command_get(CMD_QUIT)->label);
    if (h->command == CMD_ACCEPT && app_view(app)->ops->context(app_view(app)) == CONTEXT_PANEL)
        return _(command_get(CMD_GO)->label);
    if (h->command == CMD_CARRY_ACCEPT && h->argument)
        return _("all unchanged");
    if (h->command == CMD_PROMPT_ACCEPT && app_top(app, &code_pick_ops))
        return code_pick_accept_label(app_view(app));
    if (h->command == CMD_PROMPT_DELETE_BACK && app_top(app, &code_pick_ops))
        return _("no code");
    if (h->command == CMD_NOISE && is_on_noise(app))
        return _("lift noise");
    if (h->command == CMD_DONE && store_role(app->store) == ROLE_LEAD && !list_is_mine(app, app_document(app)))
        return _("close/reopen");
    return _(command_get(h->command)->label);
}

/* The label of H into OUT; on a narrow screen the name of a tag is cut, so that all three have room. */
static void hint_label(const struct app *app, const struct grid *g, const struct hint *h, char out[LABEL_SIZE])
{
    enum tag tag;
    bool is_tag = h->argument && tag_parse(h->argument, &tag);
    snprintf(out, LABEL_SIZE, "%s", is_tag ? tag_label(tag) : words_of(app, h));
    if (is_tag && g->cols < NARROW_COLS && glyph_cells(out, strlen(out), g->wide) > NARROW_CELLS)
        memcpy(out + bytes_of_cells(out, NARROW_CELLS - 1, g->wide), ".", sizeof ".");
}

/* "key label"; it takes no cells where no key is bound. */
struct hint_words {
    const char *keys;
    char label[LABEL_SIZE];
    int cells;
};

static void spell_hint(struct app *app, const struct grid *g, const struct hint *h, struct hint_words *out)
{
    struct view *v = app_view(app);
    out->cells = 0;
    out->keys = hint_keys_get(&app->hint_keys, app->keymap, v->ops->context(v), h->command, h->argument);
    if (!out->keys)
        return;
    hint_label(app, g, h, out->label);
    out->cells = (int)(glyph_cells(out->keys, strlen(out->keys), g->wide) + 1 +
                       glyph_cells(out->label, strlen(out->label), g->wide));
}

/* The blanks before a key and before its label are drawn as what follows them: two changes of style less to send. */
static void draw_hint(struct grid *g, int row, int col, const struct hint_words *h)
{
    grid_fill(g, row, col - HINT_GAP, HINT_GAP, INK_KEY);
    int at = col + grid_label(g, row, col, g->cols, h->keys, INK_KEY);
    grid_fill(g, row, at, 1, INK_DIM);
    grid_label(g, row, at + 1, g->cols, h->label, INK_DIM);
}

/* How to get help and how to leave always stand at the right. Returns the column where they begin. */
static int draw_ways_out(struct app *app, struct grid *g, int row)
{
    static const struct hint always[] = {{CMD_HELP, NULL}, {CMD_CLOSE, NULL}};
    int end = g->cols - 1;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        struct hint_words words;
        spell_hint(app, g, &always[i], &words);
        int gap = i ? HINT_GAP : 0;
        if (!words.cells || words.cells + gap >= end || (i > 0 && g->cols < LEAVE_COLS))
            continue;
        end -= words.cells + gap;
        draw_hint(g, row, end, &words);
    }
    return end;
}

/* Those of OFFERED that are possible now, from column COL up to END as far as there is room. */
static void draw_offered(struct app *app, struct grid *g, int row, int col, int end, struct hints offered)
{
    for (size_t i = 0; i < offered.count && col + HINT_GAP < end; i++) {
        struct hint_words words;
        if (!app_offers(app, command_get(offered.items[i].command)))
            continue;
        spell_hint(app, g, &offered.items[i], &words);
        if (!words.cells || col + words.cells + HINT_GAP > end)
            continue;
        draw_hint(g, row, col, &words);
        col += words.cells + HINT_GAP;
    }
}

/* What the keys do now. */
static void draw_hints(struct app *app, struct grid *g, int row)
{
    const struct view *v = app_view(app);
    int end = draw_ways_out(app, g, row);
    draw_offered(app, g, row, 1, end, v->ops->hints(v));
}

/* A sequence that has begun, or a count: what was typed so far. */
static void draw_pending(const struct app *app, struct grid *g, int row)
{
    const struct pending *p = &app->pending;
    struct str s = {0};
    if (p->count)
        str_addf(&s, "%d ", p->count);
    for (size_t i = 0; i < p->n; i++) {
        key_add_name(p->keys[i], &s);
        str_addc(&s, ' ');
    }
    if (p->asking.command)
        str_addf(&s, "%s: ", _(p->asking.command->help));
    grid_label(g, row, 1, g->cols - 2, str_z(&s), INK_TITLE);
    str_clear(&s);
}

/* A link that is being made: what it is made of, and the ways to its other end, which have their room first. */
static void draw_linking(struct app *app, struct grid *g, int row)
{
    static const struct hint ways[] = {{CMD_GO, NULL},        {CMD_OPEN, NULL},   {CMD_ANNOTATION_NEXT, NULL},
                                       {CMD_DOCUMENTS, NULL}, {CMD_CANCEL, NULL}, {CMD_SEARCH, NULL}};
    struct str sign = {0};
    int end = draw_ways_out(app, g, row), room = end - 1 - HINT_GAP;
    linking_sign(app, &sign);
    for (size_t i = 0; i < NEEDED_WAYS; i++) {
        struct hint_words words = {0};
        if (app_offers(app, command_get(ways[i].command)))
            spell_hint(app, g, &ways[i], &words);
        room -= words.cells ? words.cells + HINT_GAP : 0;
    }
    int col = 1 + grid_label(g, row, 1, room > LEAST_SIGN ? room : LEAST_SIGN, str_z(&sign), INK_TITLE) + HINT_GAP;
    draw_offered(app, g, row, col, end, HINTS(ways));
    str_clear(&sign);
}

/* A message takes the rows that it needs, upwards from the last, because the advice stands at its end. */
static void draw_message(const struct app *app, struct grid *g, int last)
{
    style st = app->message_is_error ? INK_ERROR : INK_TITLE;
    struct text *t = text_new(mem_dup(app->message), strlen(app->message));
    struct layout *l = layout_new(t, g->cols - 2, g->wide);
    struct row row = layout_row_at(l, text_length(t));
    int rows = 1;
    for (struct row above = row; rows < MAX_MESSAGE_ROWS && rows < last && layout_prev(l, &above); rows++)
        row = above;
    for (int y = last - rows + 1; y <= last; y++) {
        size_t n;
        const char *s = text_slice(t, row.start, row.end, &n);
        if (rows > 1)
            grid_fill(g, y, 0, g->cols, st);
        grid_text(g, y, 1, g->cols - 2, s, n, st);
        layout_next(l, &row);
    }
    layout_free(l);
    text_free(t);
}

void app_draw_bottom(struct app *app, struct grid *g)
{
    int row = g->rows - 1;
    const struct pending *p = &app->pending;
    if (app->prompt.active)
        prompt_draw(&app->prompt, g, row);
    else if (p->n || p->count || p->asking.command)
        draw_pending(app, g, row);
    else if (*app->message)
        draw_message(app, g, row);
    else if (linking_is_shown(app))
        draw_linking(app, g, row);
    else
        draw_hints(app, g, row);
}
