#include "tui/linkline.h"

#include "base/i18n.h"
#include "text/glyph.h"

#include <stdio.h>
#include <string.h>

#define INDENT 3 /* cells before the words of a link, where it is shown whole */

const char *linkline_arrow(bool in, bool wide)
{
    if (wide)
        return in ? "<" : ">";
    return in ? "←" : "→";
}

size_t linkline_of(const struct reader *r, int64_t annotation, struct linkline *out, size_t max)
{
    struct linkset_span span = linkset_of(&r->links, annotation);
    size_t all = span.to - span.from, n = all < max ? all : max;
    for (size_t i = 0; i < n; i++)
        out[i] = (struct linkline){.item = &r->links.items[span.from + i]};
    if (all > n && n > 1) /* the last line says how many are left out, itself among them */
        out[n - 1] = (struct linkline){.more = all - n + 1};
    return n;
}

/* What is at the other end: from the notes where it is among them, else as it is remembered. */
struct far {
    enum tag tag;
    int64_t reviewer;
    const char *name, *document; /* borrowed; "": it is in this document */
    struct str words;
};

static struct far look(const struct reader *r, int64_t id, int cells)
{
    struct far far = {.document = ""};
    const struct annotation *a = annset_get(&r->notes, id);
    if (a) {
        far.tag = a->tag;
        far.reviewer = a->reviewer;
        far.name = a->reviewer_name;
        panel_quote(r, a, cells, &far.words);
        return far;
    }
    const struct gist *g = gists_get(r->gists, id);
    far.tag = g->tag;
    far.reviewer = g->reviewer;
    far.name = g->reviewer_name;
    far.document = g->document == r->document.id ? "" : g->document_name;
    str_add(&far.words, g->words);
    return far;
}

/* Words at the right end of a line, behind two blanks; they take a third of it at most. Returns the cells with those
 * blanks. */
static int draw_right(struct grid *g, int row, int end, int most, const char *words, style st)
{
    int cells = (int)glyph_cells(words, strlen(words), g->wide);
    if (cells > most)
        cells = most;
    if (cells <= 0)
        return 0;
    grid_label(g, row, end - cells, cells, words, st);
    return cells + 2;
}

static void draw_more(struct grid *g, int row, int col, int cells, size_t more)
{
    char text[64];
    snprintf(text, sizeof text, i18n_plural("%zu more", "%zu more", (unsigned long)more), more);
    grid_label(g, row, col + 2, cells - 2, text, INK_DIM);
}

void linkline_draw(const struct reader *r, const struct linkline *line, struct grid *g, int row, int col, int cells)
{
    if (!line->item) {
        draw_more(g, row, col, cells, line->more);
        return;
    }
    struct far far = look(r, linkset_other(line->item), cells);
    struct str name = {0};
    char letter[3] = {tag_letter(far.tag), ' ', '\0'};
    int end = col + cells;
    grid_label(g, row, col, 1, linkline_arrow(line->item->in, g->wide), INK_DIM);
    grid_text(g, row, col + 2, 2, letter, 2, (style)(style_of_tag(far.tag) | STYLE_BOLD));
    panel_name(far.name, cells / 4, g->wide, &name);
    end -= draw_right(g, row, end, cells / 4, str_z(&name), style_of_reviewer(far.reviewer));
    end -= draw_right(g, row, end, cells / 3, far.document, INK_DIM);
    grid_label(g, row, col + 4, end - col - 4, str_z(&far.words), INK_TEXT);
    str_clear(&name);
    str_clear(&far.words);
}

void linkline_marks(const struct reader *r, int64_t annotation, bool wide, struct str *out)
{
    struct linkset_span span = linkset_of(&r->links, annotation);
    size_t in = 0;
    while (span.from + in < span.to && r->links.items[span.from + in].in)
        in++;
    size_t away = span.to - span.from - in;
    if (in)
        str_addf(out, "%s%s%zu", out->len ? " " : "", linkline_arrow(true, wide), in);
    if (away)
        str_addf(out, "%s%s%zu", out->len ? " " : "", linkline_arrow(false, wide), away);
}

static void write_link(const struct reader *r, const struct linkset_item *item, struct sheet *s)
{
    const struct link *l = item->link;
    bool in = item->in;
    enum relation relation = relation_of(l->from_tag, l->to_tag);
    struct far far = look(r, linkset_other(item), GIST_WORDS);
    struct str words = {0}, right = {0};
    struct sheet_line line = {.indent = INDENT, .mark_style = INK_DIM, .id = l->id};
    struct sheet_line note = {.indent = INDENT + 2, .style = INK_DIM, .id = l->id};
    snprintf(line.mark, sizeof line.mark, "%s", linkline_arrow(in, s->wide));
    str_addf(&words, _("%s %s “%s”"), in ? relation_label_back(relation) : relation_label(relation), tag_label(far.tag),
             str_z(&far.words));
    str_addf(&right, "%s%s%s", far.document, *far.document ? "  " : "", far.name);
    sheet_add_cut(s, &line, str_z(&words), str_z(&right));
    if (*l->note) {
        str_truncate(&words, 0);
        str_addf(&words, "%s: %s", l->reviewer_name, l->note);
        sheet_add(s, &note, str_z(&words), NULL);
    }
    str_clear(&words);
    str_clear(&right);
    str_clear(&far.words);
}

void linkline_write(const struct reader *r, int64_t annotation, struct sheet *s)
{
    struct linkset_span span = linkset_of(&r->links, annotation);
    for (size_t i = span.from; i < span.to; i++)
        write_link(r, &r->links.items[i], s);
}
