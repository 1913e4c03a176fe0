/* The margin: each annotation stands beside its passage and is pushed down where they crowd.
 *
 * What stands beside a row must not depend on where the screen is, or a scroll would move it. So the notes of a
 * stretch of rows are laid out from the stretch's first row on, and none is pushed out of its stretch: a stretch begins
 * at every 8th paragraph, and at every 32nd row of a long one. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"
#include "tui/linkline.h"
#include "tui/talk.h"

#include <stdio.h>
#include <string.h>

#define STRETCH_PARAGRAPHS 8
#define STRETCH_ROWS 32
#define NOTE_LINES 3
#define TALK_LINES 5    /* of what was said, below the note */
#define LINK_LINES 4    /* of its links, below that */
#define NOTE_BYTES 4096 /* that may stand in them */

static bool begins_stretch(const struct row *row)
{
    return row->number % STRETCH_ROWS == 0 && (row->number > 0 || row->paragraph % STRETCH_PARAGRAPHS == 0);
}

/* The notes that wait for a row: a range of the set, because it is sorted by start. */
struct queue {
    size_t head, tail;
    size_t end;   /* behind those of the stretch, */
    int room;     /* and the rows that are left in it */
    size_t block; /* the annotation whose lines are being laid, SIZE_MAX: none */
    int line, lines, note, talk;
};

static int note_width(const struct reader *r)
{
    return r->shape.margin_cols - 3;
}

/* A note wrapped for the margin. */
struct note_rows {
    struct text *text;
    struct layout *layout;
};

static struct note_rows note_open(const struct reader *r, const struct annotation *a)
{
    struct note_rows n;
    size_t bytes = strnlen(a->note, NOTE_BYTES);
    while (bytes > 0 && ((unsigned char)a->note[bytes] & 0xC0) == 0x80)
        bytes--;
    n.text = text_new(mem_ndup(a->note, bytes), bytes);
    n.layout = layout_new(n.text, note_width(r), r->shape.wide);
    return n;
}

static void note_close(struct note_rows *n)
{
    layout_free(n->layout);
    text_free(n->text);
}

static int note_lines(const struct reader *r, const struct annotation *a)
{
    if (!*a->note)
        return 0;
    struct note_rows note = note_open(r, a);
    struct row row = layout_row(note.layout, 0, 0);
    int n = 1;
    while (n < NOTE_LINES && layout_next(note.layout, &row))
        n++;
    note_close(&note);
    return n;
}

/* ---- room ---- */

/* Rows below a document that has no more than a screen, or those that scrolling leaves free below its end. */
static int rows_behind_end(const struct reader *r)
{
    struct row row = rows_at(r->rows, 0);
    int rows = 1;
    while (rows < r->shape.rows && reader_next_row(r, &row))
        rows++;
    return rows < r->shape.rows ? r->shape.rows - rows : r->shape.rows / 4;
}

/* Row FIRST begins a stretch: what stands in it, and how much room there is, which depends on the document alone. */
static void begin_stretch(const struct reader *r, struct queue *q, const struct row *first)
{
    struct row last = *first, next = *first;
    if (q->head == r->notes.count)
        return;
    bool more;
    for (q->room = 1; (more = reader_next_row(r, &next)) && !begins_stretch(&next); q->room++)
        last = next;
    if (!more)
        q->room += rows_behind_end(r);
    q->end = annset_from(&r->notes, (int64_t)rows_behind(r->rows, &last));
}

/* The fewest lines that the annotations of the stretch take which are still to come, as far as they find room. */
static int rows_needed(const struct reader *r, const struct queue *q)
{
    int rows = 0;
    for (size_t i = q->head; i < q->end && rows < q->room; i++) {
        const struct annotation *a = r->notes.items[i];
        struct thread_counts said = threads_count(&r->threads, a->id);
        struct linkset_span links = linkset_of(&r->links, a->id);
        rows += 1 + (*a->note != '\0') + (said.comments > 0) + (links.from < links.to);
    }
    return rows;
}

/* The lines below the head of an annotation: of its note, of what was said, of its links. */
struct below {
    int note, talk, link;
};

/* Where others wait for room, one of each; of links as many as leave room for all of them. */
static struct below lines_below(const struct reader *r, const struct queue *q, const struct annotation *a)
{
    struct talk_line lines[TALK_LINES];
    struct linkline links[LINK_LINES];
    bool others = q->head < q->tail;
    struct below b = {.note = note_lines(r, a)};
    b.talk = (int)talk_lines(&r->threads, a->id, r->unfolded == a->id, lines, others ? 1 : TALK_LINES);
    b.link = (int)linkline_of(r, a->id, links, LINK_LINES);
    if (!others)
        return b;
    b.note = b.note > 1 ? 1 : b.note;
    int room = b.link > 1 ? q->room - 1 - b.note - b.talk - rows_needed(r, q) : 1;
    if (b.link > room)
        b.link = room > 1 ? room : 1;
    return b;
}

/* ---- laying ---- */

static void lay_next(const struct reader *r, struct queue *q)
{
    q->block = q->head++;
    q->line = 0;
    struct below below = lines_below(r, q, r->notes.items[q->block]);
    q->lines = 1 + below.note + below.talk + below.link;
    q->note = below.note;
    q->talk = below.talk;
}

/* What stands beside the next row, which holds the starts below END; LAST: the stretch ends with it. */
static struct margin_line step(const struct reader *r, struct queue *q, size_t end, bool last)
{
    struct margin_line out = {.index = SIZE_MAX};
    size_t tail = annset_from(&r->notes, (int64_t)end);
    q->tail = tail > q->tail ? tail : q->tail;
    if (q->block != SIZE_MAX && ++q->line >= q->lines)
        q->block = SIZE_MAX;
    if (q->block == SIZE_MAX && q->head < q->tail)
        lay_next(r, q);
    if (q->block != SIZE_MAX) {
        out.index = q->block;
        out.line = q->line;
        out.link = q->line > q->note + q->talk ? q->line - q->note - q->talk : 0;
        out.links = q->lines - 1 - q->note - q->talk;
        out.talk = q->line > q->note && !out.link ? q->line - q->note : 0;
        out.lines = q->talk;
    }
    q->room -= q->room > 0;
    if (last) {
        out.more = q->tail - q->head;
        if (out.more && out.index != SIZE_MAX && out.line == 0)
            out.more++; /* its head gives its place to the words */
        q->head = q->tail;
        q->block = SIZE_MAX;
    }
    return out;
}

/* What stands beside ROW of the document; *NEXT is the row behind it. */
static struct margin_line step_row(const struct reader *r, struct queue *q, const struct row *row, struct row *next)
{
    if (begins_stretch(row))
        begin_stretch(r, q, row);
    *next = *row;
    bool more = reader_next_row(r, next);
    return step(r, q, rows_behind(r->rows, row), more && begins_stretch(next));
}

void margin_lay(struct reader *r, const struct row *rows, size_t count, struct margin_line *out, size_t n)
{
    struct row row = rows[0];
    size_t above = 0;
    while (!begins_stretch(&row) && rows_prev(r->rows, &row))
        above++;
    struct queue q = {.block = SIZE_MAX};
    q.head = q.tail = annset_from(&r->notes, (int64_t)rows_first(r->rows, &row));
    for (; above > 0; above--) {
        struct row next;
        step_row(r, &q, &row, &next);
        row = next;
    }
    for (size_t i = 0; i < n; i++) {
        if (i >= count) {
            out[i] = step(r, &q, text_length(r->reading.text) + 1, false);
            continue;
        }
        out[i] = step_row(r, &q, &rows[i], &row);
    }
}

/* ---- drawing ---- */

static bool hides_links(const struct reader *r, const struct annotation *a, const struct margin_line *line)
{
    struct linkset_span links = linkset_of(&r->links, a->id);
    return links.to - links.from > (size_t)line->links;
}

static void draw_head(const struct reader *r, struct grid *g, int row, int col, const struct annotation *a,
                      const struct margin_line *line)
{
    int room = r->shape.margin_cols - 1;
    bool current = a->id == r->current, new = arrival_is(&r->arrivals, a->id);
    style of_tag = (style)(style_of_tag(a->tag) | STYLE_BOLD | (current || new ? STYLE_REVERSE : 0));
    char letter[4] = {new ? '+' : ' ', tag_letter(a->tag), ' ', '\0'};
    grid_text(g, row, col, room, letter, 3, of_tag);
    struct str quote = {0}, name = {0};
    int name_cells = panel_name(a->reviewer_name, room / 3, g->wide, &name);
    int marks = panel_marks(r, g, row, col + room - name_cells - 1, room / 3, a, hides_links(r, a, line));
    int space = room - 4 - marks - name_cells - 1;
    int code = panel_code(r, g, row, col + 4, space / 2, a);
    panel_quote(r, a, space - code, &quote);
    grid_label(g, row, col + 4 + code, space - code, str_z(&quote), panel_ink(r, a));
    grid_label(g, row, col + room - name_cells, name_cells, str_z(&name), style_of_reviewer(a->reviewer));
    str_clear(&quote);
    str_clear(&name);
}

static void draw_note(const struct reader *r, struct grid *g, int row, int col, const struct annotation *a, int line)
{
    struct note_rows note = note_open(r, a);
    struct row of = layout_row(note.layout, 0, 0);
    for (int i = 0; i < line; i++)
        layout_next(note.layout, &of);
    size_t n;
    const char *s = text_slice(note.text, of.start, of.end, &n);
    grid_text(g, row, col + 2, note_width(r), s, n, INK_DIM);
    if (line == NOTE_LINES - 1 && layout_next(note.layout, &of))
        grid_label(g, row, col + note_width(r) + 1, 1, g->wide ? "~" : "…", INK_DIM);
    note_close(&note);
}

static void draw_talk(const struct reader *r, struct grid *g, int row, int col, const struct annotation *a,
                      const struct margin_line *line)
{
    struct talk_line lines[TALK_LINES];
    size_t n = talk_lines(&r->threads, a->id, r->unfolded == a->id, lines, (size_t)line->lines);
    if ((size_t)line->talk <= n)
        talk_draw_line(&lines[line->talk - 1], g, row, col + 2, r->shape.margin_cols - 3);
}

static void draw_link(const struct reader *r, struct grid *g, int row, int col, const struct annotation *a,
                      const struct margin_line *line)
{
    struct linkline lines[LINK_LINES];
    size_t n = linkline_of(r, a->id, lines, (size_t)line->links);
    if ((size_t)line->link <= n)
        linkline_draw(r, &lines[line->link - 1], g, row, col + 2, r->shape.margin_cols - 3);
}

void margin_draw(const struct reader *r, struct grid *g, int row, const struct margin_line *line)
{
    int col = r->shape.margin_col;
    grid_bar(g, row, col, INK_DIM);
    if (line->more) {
        char text[64];
        snprintf(text, sizeof text, i18n_plural("%zu more", "%zu more", (unsigned long)line->more), line->more);
        grid_label(g, row, col + 2, r->shape.margin_cols - 1, text, INK_DIM);
        return;
    }
    if (line->index == SIZE_MAX)
        return;
    const struct annotation *a = r->notes.items[line->index];
    if (line->line == 0)
        draw_head(r, g, row, col + 1, a, line);
    else if (line->talk)
        draw_talk(r, g, row, col + 1, a, line);
    else if (line->link)
        draw_link(r, g, row, col + 1, a, line);
    else
        draw_note(r, g, row, col + 1, a, line->line - 1);
}
