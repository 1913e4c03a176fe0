#include "tui/bar.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/code.h"
#include "db/filter.h"
#include "tui/sheet.h"

#include <stdlib.h>
#include <string.h>

#define HEADING_MAX 80 /* code points of a heading that are shown */

/* ---- names ---- */

const char *bar_figure_title(enum figure figure)
{
    static const char *const labels[FIGURES] = {
        [FIGURE_TAG] = N_("kind"),          [FIGURE_CODE] = N_("code"),         [FIGURE_DOCUMENT] = N_("document"),
        [FIGURE_SECTION] = N_("section"),   [FIGURE_REVIEWER] = N_("reviewer"), [FIGURE_COVERAGE] = N_("coverage"),
        [FIGURE_TOGETHER] = N_("together"), [FIGURE_PLACE] = N_("place")};
    return labels[figure];
}

const char *bar_figure_label(enum figure figure)
{
    return _(bar_figure_title(figure));
}

const char *bar_figure_heading(enum figure figure)
{
    static const char *const headings[FIGURES] = {
        [FIGURE_TAG] = N_("figures by kind"),           [FIGURE_CODE] = N_("figures by code"),
        [FIGURE_DOCUMENT] = N_("figures by document"),  [FIGURE_SECTION] = N_("figures by section"),
        [FIGURE_REVIEWER] = N_("figures by reviewer"),  [FIGURE_COVERAGE] = N_("coverage of the documents"),
        [FIGURE_TOGETHER] = N_("what occurs together"), [FIGURE_PLACE] = N_("where in the documents")};
    return _(headings[figure]);
}

static void add_code(const struct graph *g, uint32_t code, struct str *out)
{
    if (code == GRAPH_NONE) {
        str_add(out, _("(no code)"));
        return;
    }
    str_addf(out, "%c ", tag_letter(g->codes[code].tag));
    for (int i = 0; i < g->codes[code].depth; i++)
        str_add(out, "  ");
    str_add(out, g->codes[code].name);
}

/* With the document first: sections of many have one name. */
static void add_section(struct store *store, const struct graph *g, uint32_t key, const struct section_set *s,
                        struct str *out)
{
    char *words = NULL;
    struct err e;
    if (key >= s->count) {
        str_add(out, _("(in no section)"));
        return;
    }
    const struct graph_document *d = &g->documents[s->items[key].document];
    if (store_quote(store, d->id, (int64_t)s->headings[key].start, (int64_t)s->headings[key].end, HEADING_MAX, &words,
                    &e))
        words = NULL;
    if (words)
        sheet_one_line(out, words, strlen(words));
    if (!s->document)
        str_addf(out, "  %s", d->name);
    free(words);
}

static void add_together(const struct graph *g, uint32_t key, struct str *out)
{
    uint32_t code;
    enum tag tag = figure_together_tag(g, key, &code);
    if (code == GRAPH_NONE)
        str_add(out, tag_label(tag));
    else
        str_addf(out, "%c %s", tag_letter(tag), g->codes[code].name);
}

void bar_add_name(struct store *store, const struct graph *g, enum figure figure, const struct figure_bar *bar,
                  const struct section_set *sections, struct str *out)
{
    switch (figure) {
    case FIGURE_TAG:
        str_add(out, tag_label((enum tag)bar->key));
        break;
    case FIGURE_CODE:
        add_code(g, bar->key, out);
        break;
    case FIGURE_DOCUMENT:
    case FIGURE_COVERAGE:
        str_add(out, g->documents[bar->key].name);
        break;
    case FIGURE_SECTION:
        add_section(store, g, bar->key, sections, out);
        break;
    case FIGURE_REVIEWER:
        str_add(out, g->reviewers[bar->key].name);
        break;
    case FIGURE_TOGETHER:
        add_together(g, bar->key, out);
        str_add(out, " + ");
        add_together(g, bar->other, out);
        break;
    case FIGURE_PLACE:
        str_addf(out, "%u%%-%u%%", bar->key * 10, (bar->key + 1) * 10);
        break;
    default:
        break;
    }
}

/* ---- drawing ---- */

/* The cells that are full at N of TOTAL; something begun shows one, and only what is complete is full. */
static int full_cells(int64_t n, int64_t total, int cells)
{
    int full = total > 0 && n > 0 ? (int)((double)n / (double)total * cells) : 0;
    if (n > 0 && full == 0)
        full = 1;
    return full >= cells ? (n >= total ? cells : cells - 1) : full;
}

static int draw_stretch(struct grid *g, int row, int col, int cells, enum tag tag, bool chosen)
{
    static const char fillings[] = {'#', '#', '=', '-'};
    style st = chosen ? INK_SELECTION : (style)style_of_tag(tag);
    struct str s = {0};
    for (int i = 0; i < cells; i++)
        str_addc(&s, i == 0 && tag ? tag_letter(tag) : fillings[tag]);
    grid_label(g, row, col, cells, str_z(&s), st);
    str_clear(&s);
    return cells;
}

/* Tags may lie on the same words, and pairs have none. */
static bool is_stacked(enum figure figure)
{
    return figure != FIGURE_COVERAGE && figure != FIGURE_TOGETHER;
}

void bar_draw(const struct figure_bar *bar, enum figure figure, struct grid *g, int row, int col, int cells,
              bool chosen)
{
    int full = full_cells(bar->counts[0], bar->total, cells), used = 0;
    int64_t before = 0;
    if (!is_stacked(figure)) {
        struct str s = {0};
        for (int i = 0; i < (figure == FIGURE_COVERAGE ? cells : full); i++)
            str_addc(&s, i < full ? '#' : '.');
        grid_label(g, row, col, cells, str_z(&s), chosen ? INK_SELECTION : INK_TEXT);
        str_clear(&s);
        return;
    }
    for (enum tag tag = TAG_MANIFESTATION; tag <= TAG_REMEDY && bar->counts[0] > 0; tag++) {
        before += bar->counts[tag];
        int to = (int)((double)before / (double)bar->counts[0] * full + 0.5);
        if (bar->counts[tag] > 0 && to > used)
            used += draw_stretch(g, row, col + used, to - used, tag, chosen);
    }
}

/* ---- what it counts ---- */

static void add_code_filter(struct store *store, const struct graph *g, uint32_t code, struct str *out)
{
    struct str path = {0};
    struct err e;
    if (code == GRAPH_NONE) {
        str_add(out, "!coded");
        return;
    }
    str_addf(out, "%s & code:", tag_name(g->codes[code].tag));
    if (store_code_path(store, g->codes[code].id, &path, &e))
        str_add(&path, g->codes[code].name);
    filter_quote(out, str_z(&path));
    str_clear(&path);
}

bool bar_filter(struct store *store, const struct graph *g, enum figure figure, const struct figure_bar *bar,
                struct str *out)
{
    switch (figure) {
    case FIGURE_TAG:
        str_add(out, tag_name((enum tag)bar->key));
        return true;
    case FIGURE_CODE:
        add_code_filter(store, g, bar->key, out);
        return true;
    case FIGURE_DOCUMENT:
    case FIGURE_COVERAGE:
        str_addf(out, "in:%lld", (long long)g->documents[bar->key].id);
        return true;
    case FIGURE_REVIEWER:
        str_add(out, "by:");
        filter_quote(out, g->reviewers[bar->key].name);
        return true;
    default:
        return false;
    }
}

/* Mark those of KEY that overlap one of OTHER, and these. One that begins before is met where its end was the furthest
 * so far, one that begins behind by where the next one begins. */
static void mark_overlaps(const struct graph *g, uint32_t key, uint32_t other, bool *marked)
{
    int64_t reach[2] = {0}, next[2] = {INT64_MAX, INT64_MAX};
    for (size_t i = 0; i < g->node_count; i++) {
        const struct graph_node *n = &g->nodes[i];
        uint32_t own = figure_together_key((enum tag)n->tag, n->code);
        if (i == 0 || n->document != n[-1].document)
            reach[0] = reach[1] = 0;
        if (!n->passes || (own != key && own != other))
            continue;
        marked[i] = reach[own == key] > n->start;
        if (reach[own != key] < n->end)
            reach[own != key] = n->end;
    }
    for (size_t i = g->node_count; i-- > 0;) {
        const struct graph_node *n = &g->nodes[i];
        uint32_t own = figure_together_key((enum tag)n->tag, n->code);
        if (i + 1 == g->node_count || n->document != n[1].document)
            next[0] = next[1] = INT64_MAX;
        if (!n->passes || (own != key && own != other))
            continue;
        marked[i] = marked[i] || next[own == key] < n->end;
        next[own != key] = n->start;
    }
}

static bool is_in_tenth(const struct graph *g, const struct graph_node *n, uint32_t tenth)
{
    struct figure_part parts[10] = {0};
    figures_place(parts, 10, g->documents[n->document].length, (enum tag)n->tag, n->start, n->start + 1);
    return tenth < 10 && parts[tenth].counts[0] > 0;
}

int64_t *bar_ids(const struct graph *g, enum figure figure, const struct figure_bar *bar,
                 const struct section_set *sections, size_t *n)
{
    bool *marked = mem_zero(g->node_count + 1, sizeof *marked);
    int64_t *ids = mem_alloc(g->node_count + 1, sizeof *ids);
    if (figure == FIGURE_TOGETHER)
        mark_overlaps(g, bar->key, bar->other, marked);
    *n = 0;
    for (size_t i = 0; i < g->node_count; i++) {
        const struct graph_node *node = &g->nodes[i];
        if (figure == FIGURE_SECTION)
            marked[i] = section_set_at(sections, node) == bar->key;
        else if (figure == FIGURE_PLACE)
            marked[i] = is_in_tenth(g, node, bar->key);
        if (node->passes && marked[i])
            ids[(*n)++] = node->id;
    }
    free(marked);
    return ids;
}
