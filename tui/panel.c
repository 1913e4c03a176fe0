/* The panel under the text, where there is no room for a margin: the annotations around the cursor, a row each. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "text/glyph.h"
#include "tui/linkline.h"
#include "tui/talk.h"

#include <stdio.h>
#include <string.h>

#define BELOW_LINES 2 /* of what was said about the current annotation, and of its links */

void panel_quote(const struct reader *r, const struct annotation *a, int cells, struct str *out)
{
    const struct flow *f = r->reading.flow;
    size_t start = flow_in(f, (size_t)a->start), last = flow_in(f, (size_t)a->end), n;
    const struct text *t = start < last ? flow_text(f) : r->reading.text;
    if (start == last) { /* all of it is noise by now */
        start = (size_t)a->start;
        last = (size_t)a->end;
    }
    size_t end = start + (size_t)(cells > 0 ? cells : 0) + 1;
    const char *s = text_slice(t, start, end < last ? end : last, &n);
    sheet_one_line(out, s, n);
}

int panel_name(const char *name, int cells, bool wide, struct str *out)
{
    int all = (int)glyph_cells(name, strlen(name), wide);
    if (all <= cells) {
        str_add(out, name);
        return all;
    }
    crew_initials(name, wide, out);
    return (int)glyph_cells(str_z(out), out->len, wide);
}

int panel_code(const struct reader *r, struct grid *g, int row, int col, int cells, const struct annotation *a)
{
    const struct code *code = codes_of(r->codes, a);
    if (!code || cells < 4)
        return 0;
    style st = (style)(a->settled == SETTLED_REJECTED ? INK_DIM : style_of_tag(a->tag) | STYLE_BOLD);
    int used = grid_label(g, row, col, cells - 2, code->name, st);
    return used + grid_text(g, row, col + used, 2, ": ", 2, st);
}

style panel_ink(const struct reader *r, const struct annotation *a)
{
    if (a->settled == SETTLED_REJECTED)
        return INK_DIM;
    return r->in_panel && a->id == r->current ? INK_TITLE : INK_TEXT;
}

int panel_marks(const struct reader *r, struct grid *g, int row, int end, int room, const struct annotation *a,
                bool links)
{
    struct str marks = {0};
    struct thread_counts counts = threads_count(&r->threads, a->id);
    if (r->shape.margin_col) /* there the words themselves stand below */
        counts.comments = 0;
    talk_marks(a, &counts, reviewers_name(&r->names, a->settled_by), g->wide, &marks);
    if (links)
        linkline_marks(r, a->id, g->wide, &marks);
    int cells = (int)glyph_cells(str_z(&marks), marks.len, g->wide);
    if (cells > room)
        cells = room;
    if (cells > 0)
        grid_label(g, row, end - cells, cells, str_z(&marks), counts.questions ? INK_KEY : INK_DIM);
    str_clear(&marks);
    return cells > 0 ? cells + 1 : 0;
}

static void draw_entry(const struct reader *r, struct grid *g, int row, const struct annotation *a)
{
    bool current = a->id == r->current, new = arrival_is(&r->arrivals, a->id);
    style of_tag = (style)(style_of_tag(a->tag) | STYLE_BOLD | (current || new ? STYLE_REVERSE : 0));
    char letter[4] = {new ? '+' : ' ', tag_letter(a->tag), ' ', '\0'};
    grid_text(g, row, 0, 3, letter, 3, of_tag);
    struct str quote = {0}, note = {0}, name = {0};
    int names = panel_name(a->reviewer_name, g->cols / 4, g->wide, &name);
    int marks = panel_marks(r, g, row, g->cols - names - 1, g->cols / 4, a, true);
    int room = g->cols - 4 - marks - names - 1;
    int half = *a->note ? room / 2 : room;
    int used = panel_code(r, g, row, 4, half / 2, a);
    panel_quote(r, a, half - used, &quote);
    used += grid_label(g, row, 4 + used, half - used, str_z(&quote), panel_ink(r, a));
    if (*a->note && used + 4 < room) {
        str_add(&note, "“");
        sheet_one_line(&note, a->note, strlen(a->note));
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

/* Which rows of the panel belong to which annotation: below the current one stands what was said about it, and its
 * links. */
struct plan {
    size_t first, at; /* the first annotation, and the current one (SIZE_MAX: none) */
    struct talk_line lines[BELOW_LINES];
    struct linkline links[BELOW_LINES];
    size_t talk, link; /* lines of them, */
    size_t below;      /* and of both */
};

static struct plan plan(const struct reader *r)
{
    size_t rows = (size_t)r->shape.panel_rows - 1, room = rows / 2 < BELOW_LINES ? rows / 2 : BELOW_LINES;
    struct plan p = {.first = panel_first(r), .at = SIZE_MAX};
    if (!r->current || !reader_current(r))
        return p;
    p.at = annset_index(&r->notes, r->current);
    p.link = room ? linkline_of(r, r->current, p.links, room) : 0;
    if (p.link == room && room > 1) /* so that an annotation beside the current one is seen */
        room--;
    p.talk = room ? talk_lines(&r->threads, r->current, r->unfolded == r->current, p.lines, room) : 0;
    p.below = p.talk + p.link;
    if (p.at - p.first + p.below >= rows)
        p.first = p.at + p.below + 1 - rows;
    return p;
}

static size_t index_at(const struct plan *p, int row)
{
    size_t i = p->first + (size_t)row;
    if (p->at == SIZE_MAX || i <= p->at)
        return i;
    return i <= p->at + p->below ? p->at : i - p->below;
}

size_t panel_index_at(const struct reader *r, int row)
{
    struct plan p = plan(r);
    return index_at(&p, row);
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
    grid_label(g, row, 2, r->shape.strip_cols ? r->shape.strip_col - 3 : g->cols - 4, title,
               r->in_panel ? INK_TITLE : INK_DIM);
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
    struct plan p = plan(r);
    for (int y = 0; y < rows; y++) {
        size_t i = index_at(&p, y), line = p.first + (size_t)y - p.at; /* of the current one: 0 is its own */
        if (i == p.at && line > p.talk)
            linkline_draw(r, &p.links[line - 1 - p.talk], g, row + y, 4, g->cols - 4);
        else if (i == p.at && line > 0)
            talk_draw_line(&p.lines[line - 1], g, row + y, 4, g->cols - 5);
        else if (i < r->notes.count)
            draw_entry(r, g, row + y, r->notes.items[i]);
    }
}
