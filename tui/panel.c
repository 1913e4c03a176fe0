/* The panel under the text, where there is no room for a margin: the annotations around the cursor, a row each. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "text/glyph.h"

#include <stdio.h>
#include <string.h>

/* The N bytes at S with LFs as spaces. */
static void add_in_one_line(struct str *out, const char *s, size_t n)
{
    size_t from = out->len;
    str_addn(out, s, n);
    for (size_t i = from; i < out->len; i++)
        if (out->p[i] == '\n')
            out->p[i] = ' ';
}

void panel_quote(const struct reader *r, const struct annotation *a, int cells, struct str *out)
{
    size_t end = (size_t)a->start + (size_t)(cells > 0 ? cells : 0) + 1, n;
    if (end > (size_t)a->end)
        end = (size_t)a->end;
    const char *s = text_slice(r->text, (size_t)a->start, end, &n);
    add_in_one_line(out, s, n);
}

int panel_name(const struct annotation *a, int cells, bool wide, struct str *out)
{
    int all = (int)glyph_cells(a->reviewer_name, strlen(a->reviewer_name), wide);
    if (all <= cells) {
        str_add(out, a->reviewer_name);
        return all;
    }
    crew_initials(a->reviewer_name, wide, out);
    return (int)glyph_cells(str_z(out), out->len, wide);
}

static void draw_entry(const struct reader *r, struct grid *g, int row, const struct annotation *a)
{
    bool current = a->id == r->current, new = arrival_is(&r->arrivals, a->id);
    style of_tag = (style)(style_of_tag(a->tag) | STYLE_BOLD | (current || new ? STYLE_REVERSE : 0));
    style words = current && r->in_panel ? INK_TITLE : INK_TEXT;
    char letter[4] = {new ? '+' : ' ', tag_letter(a->tag), ' ', '\0'};
    grid_text(g, row, 0, 3, letter, 3, of_tag);
    struct str quote = {0}, note = {0}, name = {0};
    int names = panel_name(a, g->cols / 4, g->wide, &name);
    int room = g->cols - 4 - names - 1;
    int half = *a->note ? room / 2 : room;
    panel_quote(r, a, half, &quote);
    int used = grid_label(g, row, 4, half, str_z(&quote), words);
    if (*a->note && used + 4 < room) {
        str_add(&note, "“");
        add_in_one_line(&note, a->note, strlen(a->note));
        str_add(&note, "”");
        grid_label(g, row, 4 + used + 2, room - used - 3, note.p, INK_DIM);
    }
    grid_label(g, row, g->cols - names, names, str_z(&name), style_of_reviewer(a->reviewer));
    str_clear(&quote);
    str_clear(&note);
    str_clear(&name);
}

size_t panel_first(const struct reader *r)
{
    size_t page = (size_t)r->shape.panel_rows - 1;
    size_t at = r->current ? annset_index(&r->notes, r->current) : annset_from(&r->notes, (int64_t)r->cursor);
    if (at == r->notes.count && at > 0)
        at--;
    if (r->notes.count <= page)
        return 0;
    size_t first = r->panel_top ? annset_index(&r->notes, r->panel_top) : r->notes.count;
    if (first == r->notes.count || at < first || at >= first + page)
        first = at / page * page;
    return first;
}

static void draw_title(const struct reader *r, struct grid *g, int row)
{
    grid_line(g, row, 0, g->cols);
    char title[96];
    if (r->notes.count == 0)
        snprintf(title, sizeof title, " %s ", _("annotations"));
    else if (r->current)
        snprintf(title, sizeof title, _(" annotation %zu of %zu "), annset_index(&r->notes, r->current) + 1,
                 r->notes.count);
    else
        snprintf(title, sizeof title,
                 i18n_plural(" %zu annotation ", " %zu annotations ", (unsigned long)r->notes.count), r->notes.count);
    grid_label(g, row, 2, g->cols - 4, title, r->in_panel ? INK_TITLE : INK_DIM);
}

void panel_draw(const struct reader *r, struct grid *g, int row)
{
    draw_title(r, g, row++);
    int rows = r->shape.panel_rows - 1;
    if (r->notes.count == 0) {
        grid_label(g, row, 1, g->cols - 1, _("Nothing is tagged yet: a key below tags the sentence under the cursor."),
                   INK_DIM);
        return;
    }
    size_t first = panel_first(r);
    for (size_t i = first; i < r->notes.count && i < first + (size_t)rows; i++)
        draw_entry(r, g, row++, r->notes.items[i]);
}
