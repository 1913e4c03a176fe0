#include "tui/ledger_chain.h"

#include "analysis/ledger.h"
#include "base/i18n.h"
#include "db/link.h"

#include <string.h>

#define INDENT 3 /* cells before the words of the first, the letter of its tag among them */
#define STEP 4   /* and of each level below it */

void ledger_chain_clear(struct ledger_chain *c)
{
    chain_clear(&c->chain);
    sheet_clear(&c->sheet);
}

const char *ledger_missing(const struct graph *g, uint32_t node)
{
    static const char *const missing[] = {"", N_("no cause yet"), N_("no remedy yet"), N_("answers nothing yet")};
    return _(missing[g->nodes[node].tag]);
}

/* ---- lines ---- */

static void add_right(const struct ledger_chain *c, const struct graph *g, size_t i, const struct glance *one,
                      struct str *out)
{
    uint32_t node = c->chain.items[i].node, first = c->chain.items[0].node;
    if (!c->chain.items[i].again && ledger_is_unanswered(g, node))
        str_addf(out, "%s  ", ledger_missing(g, node));
    if (g->nodes[node].document != g->nodes[first].document)
        str_addf(out, "%s  ", one->document);
    str_add(out, one->annotation.reviewer_name);
}

/* Why two are linked stands below the one that hangs on the other. */
static void add_note(struct ledger_chain *c, const struct graph *g, size_t i, int indent, struct store *s)
{
    uint32_t link = c->chain.items[i].link;
    struct sheet_line line = {.indent = indent, .style = INK_DIM, .id = (int64_t)i + 1};
    struct link l;
    struct err e;
    if (link == GRAPH_NONE || store_link_get(s, g->links[link].id, &l, &e))
        return;
    if (*l.note)
        sheet_add_cut(&c->sheet, &line, l.note, l.reviewer_name);
    link_clear(&l);
}

static void add_item(struct ledger_chain *c, const struct graph *g, size_t i, uint32_t chosen, struct glances *glances)
{
    const struct chain_item *item = &c->chain.items[i];
    const struct glance *one = glance_of(glances, g->nodes[item->node].id);
    enum tag tag = one->annotation.tag;
    struct sheet_line line = {.indent = INDENT + STEP * item->depth,
                              .mark = {tag_letter(tag)},
                              .mark_style = (style)(style_of_tag(tag) | STYLE_BOLD),
                              .style = item->again ? INK_DIM : INK_TEXT,
                              .id = (int64_t)i + 1};
    struct str words = {0}, right = {0};
    add_right(c, g, i, one, &right);
    if (item->again)
        str_addf(&words, "(%s) ", _("see above"));
    if (*one->code)
        str_addf(&words, "[%s] ", one->code);
    sheet_one_line(&words, one->quote, strlen(one->quote));
    if (item->node == chosen && !item->again) {
        line.style |= STYLE_BOLD;
        sheet_add(&c->sheet, &line, str_z(&words), str_z(&right));
    } else {
        sheet_add_cut(&c->sheet, &line, str_z(&words), str_z(&right));
    }
    add_note(c, g, i, line.indent, glances->store);
    str_clear(&words);
    str_clear(&right);
}

/* ---- branches ---- */

/* Whether nothing else hangs on what item I hangs on, further down. */
static bool is_last(const struct chain *c, size_t i, size_t shown)
{
    for (size_t j = i + 1; j < c->count && j <= shown; j++)
        if (c->items[j].over == c->items[i].over)
            return false;
    return true;
}

static bool has_below(const struct chain *c, size_t i)
{
    return i + 1 < c->count && c->items[i + 1].over == i;
}

/* The lines to the left of one line of item I, which is the first of it or not. */
static void draw_branches(const struct chain *c, size_t i, bool first, size_t shown, struct grid *g, int row)
{
    const char *bar = g->wide ? "|" : "│", *tee = g->wide ? "+-" : "├─", *end = g->wide ? "`-" : "└─";
    int depth = c->items[i].depth;
    if (!first && has_below(c, i))
        grid_label(g, row, 1 + INDENT + STEP * depth - 2, 1, bar, INK_DIM);
    for (size_t at = i; depth > 0; depth--, at = c->items[at].over) {
        bool last = is_last(c, at, shown);
        const char *branch = first && at == i ? (last ? end : tee) : last ? " " : bar;
        grid_label(g, row, 1 + INDENT + STEP * (depth - 1) - 2, 2, branch, INK_DIM);
    }
}

/* ---- all of it ---- */

static void write_title(struct ledger_chain *c, const struct graph *g, struct glances *glances)
{
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE};
    struct str title = {0};
    str_addf(&title, " %s ", glance_of(glances, g->nodes[c->chain.items[0].node].id)->document);
    sheet_add_cut(&c->sheet, &rule, str_z(&title), NULL);
    str_clear(&title);
}

void ledger_chain_draw(struct ledger_chain *c, const struct graph *g, uint32_t node, struct glances *glances,
                       struct grid *grid, int row, int rows)
{
    size_t shown = 0;
    chain_of(g, chain_begin(g, node), &c->chain);
    if (c->chain.count == 0 || rows < 2)
        return;
    sheet_begin(&c->sheet, grid->cols - 2, grid->wide);
    write_title(c, g, glances);
    for (; shown < c->chain.count && c->sheet.count <= (size_t)rows; shown++)
        add_item(c, g, shown, node, glances);
    sheet_cut(&c->sheet, (size_t)rows);
    int drawn = sheet_draw(&c->sheet, 0, grid, row, 1, rows);
    for (int y = 1; y < drawn; y++) {
        size_t i = (size_t)c->sheet.lines[y].id - 1;
        draw_branches(&c->chain, i, c->sheet.lines[y - 1].id != c->sheet.lines[y].id, shown, grid, row + y);
    }
}
