#include "tui/filters.h"
#include "tui/reader.h"

#include "base/i18n.h"
#include "text/glyph.h"

#include <string.h>

#define MAX_OVER 32    /* annotations over one row that are told apart */
#define MAX_MATCHES 64 /* matches in one row */

/* All that colours the characters of one row. */
struct paint {
    const struct annotation *over[MAX_OVER];
    size_t over_count;
    struct span matches[MAX_MATCHES];
    size_t match_count;
    struct span selected;
    const struct flow *flow;
    size_t noise;                     /* the first of it that ends behind what was painted already */
    const struct annotation *current; /* whose passage stands out, or NULL */
    bool arrived[MAX_OVER];           /* of OVER: those that stand out because they are new */
    bool plain;                       /* nothing colours any of them */
};

static struct reader *self(struct view *v)
{
    return (struct reader *)v;
}

static bool inside(struct span s, size_t cp)
{
    return s.start <= cp && cp < s.end;
}

static bool covers(const struct annotation *a, size_t cp)
{
    return (size_t)a->start <= cp && cp < (size_t)a->end;
}

/* Whether CP, which grows from call to call, is in noise. */
static bool is_noise(struct paint *p, size_t cp)
{
    while (p->noise < flow_noise_count(p->flow) && flow_noise(p->flow, p->noise)->span.end <= cp)
        p->noise++;
    return p->noise < flow_noise_count(p->flow) && flow_noise(p->flow, p->noise)->span.start <= cp;
}

/* The shortest annotation here gives the colour; each one gives its attribute. Noise is no part of any. */
static style style_at(struct paint *p, size_t cp)
{
    if (is_noise(p, cp))
        return inside(p->selected, cp) ? (style)(INK_SELECTION | STYLE_DIM) : INK_DIM;
    const struct annotation *inner = NULL;
    style attributes = 0;
    bool rejected = false; /* what a lead rejected is dim where nothing else lies over it */
    for (size_t i = 0; i < p->over_count; i++) {
        const struct annotation *a = p->over[i];
        if (!covers(a, cp))
            continue;
        if (a->settled == SETTLED_REJECTED) {
            rejected = true;
            continue;
        }
        attributes |= style_look(style_of_tag(a->tag))->attributes;
        if (p->arrived[i])
            attributes |= STYLE_REVERSE | STYLE_BOLD;
        if (!inner || a->end - a->start < inner->end - inner->start)
            inner = a;
    }
    if (inside(p->selected, cp))
        return (style)(INK_SELECTION | attributes);
    for (size_t i = 0; i < p->match_count; i++)
        if (inside(p->matches[i], cp))
            return (style)(INK_MATCH | attributes);
    style st = (style)((inner ? style_of_tag(inner->tag) : rejected ? INK_DIM : INK_TEXT) | attributes);
    return p->current && covers(p->current, cp) ? (style)(st | STYLE_REVERSE) : st;
}

static void find_matches(const struct reader *r, const struct row *row, struct paint *p)
{
    if (!r->find || !r->show_matches)
        return;
    const struct flow *f = r->reading.flow;
    size_t before = find_length(r->find) - 1, in = flow_in(f, row->start); /* a match may begin in the row above */
    size_t from = flow_out(f, in > before ? in - before : 0);
    struct span m;
    while (p->match_count < MAX_MATCHES && flow_find_next(f, r->find, from, row->end, &m)) {
        if (m.end > row->start)
            p->matches[p->match_count++] = m;
        from = m.end > m.start ? m.end : m.start + 1;
    }
}

static void collect(const struct reader *r, const struct row *row, struct paint *p)
{
    *p = (struct paint){.flow = r->reading.flow, .noise = flow_noise_from(r->reading.flow, row->start)};
    int64_t start = (int64_t)rows_first(r->rows, row), end = (int64_t)rows_behind(r->rows, row);
    const struct annset *s = &r->notes;
    for (size_t i = annset_over(s, 0, start, end); i < s->count && p->over_count < MAX_OVER;
         i = annset_over(s, i + 1, start, end)) {
        p->arrived[p->over_count] = arrival_is(&r->arrivals, s->items[i]->id);
        p->over[p->over_count++] = s->items[i];
    }
    if (r->selection.active)
        p->selected = reader_selection(r);
    if (r->in_panel)
        p->current = reader_current(r);
    find_matches(r, row, p);
    bool noise = p->noise < flow_noise_count(p->flow) && (int64_t)flow_noise(p->flow, p->noise)->span.start < end;
    p->plain = !p->over_count && !p->match_count && p->selected.start == p->selected.end && !noise;
}

static size_t code_points(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

static void draw_text(const struct reader *r, struct grid *g, int y, const struct row *row, struct paint *p)
{
    size_t n, i = 0;
    const char *s = rows_words(r->rows, row, &n);
    int col = READER_GUTTER, room = r->shape.text_cols;
    if (p->plain) {
        grid_text(g, y, col, room, s, n, INK_TEXT);
        return;
    }
    while (n > 0) {
        struct glyph gl;
        glyph_first(s, n, g->wide, &gl);
        int used = grid_glyph(g, y, col, room, &gl, style_at(p, rows_position(r->rows, row, i)));
        col += used;
        room -= used;
        i += code_points(s, gl.bytes);
        s += gl.bytes;
        n -= gl.bytes;
    }
}

/* A letter for each tag that lies over the row, or how many of it overlap there. */
static void draw_gutter(const struct reader *r, struct grid *g, int y, const struct row *row, const struct paint *p,
                        struct span sentence)
{
    int count[TAG_REMEDY + 1] = {0};
    for (size_t i = 0; i < p->over_count; i++)
        count[p->over[i]->tag]++;
    for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++) {
        if (!count[t])
            continue;
        char mark[2] = {count[t] == 1 ? tag_letter(t) : count[t] < 10 ? (char)('0' + count[t]) : '+', '\0'};
        grid_text(g, y, (int)t - 1, 1, mark, 1, (style)(style_of_tag(t) | STYLE_BOLD));
    }
    if (!r->in_panel && sentence.start < sentence.end && sentence.start < rows_behind(r->rows, row) &&
        row->start < sentence.end)
        grid_bar(g, y, READER_GUTTER - 1, INK_KEY);
}

static void place_cursor(struct reader *r, struct grid *g, const struct row *rows, size_t count)
{
    struct row at = rows_at(r->rows, r->cursor);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].paragraph != at.paragraph || rows[i].number != at.number)
            continue;
        int cell = rows_cell_of(r->rows, &at, r->cursor);
        g->cursor_row = 1 + (int)i;
        g->cursor_col = READER_GUTTER + (cell < r->shape.text_cols ? cell : r->shape.text_cols - 1);
    }
}

void reader_draw_strip(struct reader *r, struct grid *g, const struct row *rows, size_t count)
{
    size_t length = reading_length(&r->reading);
    size_t first = count ? rows_first(r->rows, &rows[0]) : 0, last = count ? rows_behind(r->rows, &rows[count - 1]) : 0;
    strip_draw(&r->strip, g, 1 + r->shape.rows, r->shape.strip_col, r->shape.strip_cols, &r->notes, length, first,
               last);
}

void reader_draw(struct view *v, struct app *app, struct grid *g)
{
    struct reader *r = self(v);
    struct row rows[READER_MAX_ROWS];
    struct margin_line margin[READER_MAX_ROWS];
    size_t count = reader_rows(r, rows), all = (size_t)r->shape.rows;
    if (r->shape.margin_col)
        margin_lay(r, rows, count, margin, all);
    struct span sentence = reader_target(r);
    for (size_t i = 0; i < all; i++) {
        int y = 1 + (int)i;
        if (i < count) {
            struct paint p;
            collect(r, &rows[i], &p);
            draw_text(r, g, y, &rows[i], &p);
            draw_gutter(r, g, y, &rows[i], &p, sentence);
        } else {
            grid_label(g, y, READER_GUTTER - 1, 1, "~", INK_DIM);
        }
        if (r->shape.margin_col)
            margin_draw(r, g, y, &margin[i]);
        if (i < count)
            places_draw(r, app, g, y, &rows[i]);
    }
    r->places = places_seen(r, app);
    if (r->shape.panel_rows)
        panel_draw(r, g, 1 + r->shape.rows);
    reader_draw_strip(r, g, rows, count);
    place_cursor(r, g, rows, count);
    detail_draw(r, g);
}

/* ---- the words around it ---- */

/* The whole path of the code of what the cursor is on. */
static void add_code(const struct reader *r, struct str *out)
{
    const struct annotation *a = reader_current(r);
    const struct code *code = a ? codes_of(r->codes, a) : NULL;
    if (!code)
        return;
    str_addf(out, "  %c ", tag_letter(a->tag));
    codes_path(r->codes, code, out);
}

void reader_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    struct reader *r = self(v);
    str_add(left, r->document.name);
    if (r->document.done)
        str_addf(left, " (%s)", _("closed"));
    if (r->document.next)
        str_addf(left, " (%s)", _("older version"));
    struct noise noise;
    if (reader_on_noise(r, &noise))
        str_addf(left, _("  noise: %s"), noise_kind_label(noise.kind, 1));
    add_code(r, left);
    struct str path = {0};
    outline_path(r->reading.flow, &r->reading.outline, r->cursor, &path);
    if (path.len)
        str_addf(left, "  %s", path.p);
    str_clear(&path);
    bool read = reading_has_text(&r->reading);
    size_t last = read ? reader_last(r) : reading_length(&r->reading) - 1; /* there is more than what is read */
    size_t percent = last ? r->cursor * 100 / last : 100;
    if (rows_hide(r->rows) && read)
        str_addf(right, _("[%zu folded] "), flow_noise_count(r->reading.flow));
    if (app->layer.sign.len)
        str_addf(right, "[%s] ", app->layer.sign.p);
    if (app->layer.where)
        filters_add_sign(app->layer.expression, app->grid->wide, right);
    for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++)
        str_addf(right, "%c%zu ", tag_letter(t), r->notes.tags[t]);
    str_addf(right, " %zu%%  %s", percent, store_reviewer_name(app->store));
}

struct hints reader_hints(const struct view *v)
{
    /* What both have stands at the same place in both, so that little changes on the way from a tag to the next. */
    static const struct hint text[] = {
        {CMD_TAG, "manifestation"}, {CMD_TAG, "cause"}, {CMD_TAG, "remedy"}, {CMD_UNDO, NULL},
        {CMD_SENTENCE_NEXT, NULL},  {CMD_SELECT, NULL}, {CMD_OUTLINE, NULL}, {CMD_HISTORY, NULL},
        {CMD_LAYERS, NULL},         {CMD_SEARCH, NULL}, {CMD_DONE, NULL},    {CMD_TODO_NEXT, NULL},
        {CMD_UNTAGGED_NEXT, NULL},  {CMD_FOCUS, NULL},  {CMD_PEOPLE, NULL},  {CMD_ANNOTATION_NEXT, NULL},
        {CMD_NOISE_FOLD, NULL},     {CMD_LEDGER, NULL}, {CMD_FIGURES, NULL}, {CMD_DOCUMENTS, NULL},
        {CMD_COMMAND, NULL}};
    static const struct hint noise[] = {{CMD_NOISE, NULL},          {CMD_NOISE_FOLD, NULL},    {CMD_NOISE_NEXT, NULL},
                                        {CMD_UNDO, NULL},           {CMD_SENTENCE_NEXT, NULL}, {CMD_SELECT, NULL},
                                        {CMD_TAG, "manifestation"}, {CMD_TAG, "cause"},        {CMD_TAG, "remedy"},
                                        {CMD_OUTLINE, NULL},        {CMD_SEARCH, NULL},        {CMD_COMMAND, NULL}};
    /* What is not allowed on somebody else's is left out, so that what is has its place. */
    static const struct hint tagged[] = {{CMD_TAG, "manifestation"}, {CMD_TAG, "cause"},         {CMD_TAG, "remedy"},
                                         {CMD_UNDO, NULL},           {CMD_LINK, NULL},           {CMD_CODE, NULL},
                                         {CMD_CHAIN_NEXT, NULL},     {CMD_NOTE, NULL},           {CMD_ASK, NULL},
                                         {CMD_SETTLE, NULL},         {CMD_LINKS, NULL},          {CMD_REPLY, NULL},
                                         {CMD_RETAG, NULL},          {CMD_DELETE, NULL},         {CMD_COMMENT, NULL},
                                         {CMD_THREAD, NULL},         {CMD_ENDS, NULL},           {CMD_HISTORY, NULL},
                                         {CMD_LAYERS, NULL},         {CMD_SENTENCE_NEXT, NULL},  {CMD_SELECT, NULL},
                                         {CMD_SEARCH, NULL},         {CMD_ANNOTATION_NEXT, NULL}};
    static const struct hint select[] = {{CMD_TAG, "manifestation"}, {CMD_TAG, "cause"}, {CMD_TAG, "remedy"},
                                         {CMD_SWAP, NULL},           {CMD_CANCEL, NULL}, {CMD_NOISE, NULL},
                                         {CMD_SENTENCE_NEXT, NULL},  {CMD_SEARCH, NULL}};
    static const struct hint ends[] = {{CMD_ACCEPT, NULL}, {CMD_SWAP, NULL}, {CMD_CANCEL, NULL}};
    static const struct hint panel[] = {
        {CMD_ACCEPT, NULL},  {CMD_LINK, NULL},    {CMD_CODE, NULL},   {CMD_CHAIN_NEXT, NULL},
        {CMD_NOTE, NULL},    {CMD_ASK, NULL},     {CMD_SETTLE, NULL}, {CMD_LINKS, NULL},
        {CMD_REPLY, NULL},   {CMD_RESOLVE, NULL}, {CMD_RETAG, NULL},  {CMD_DELETE, NULL},
        {CMD_COMMENT, NULL}, {CMD_THREAD, NULL},  {CMD_ENDS, NULL},   {CMD_UNDO, NULL}};
    static const struct hint closed[] = {{CMD_SENTENCE_NEXT, NULL}, {CMD_SEARCH, NULL}, {CMD_ANNOTATION_NEXT, NULL},
                                         {CMD_DONE, NULL},          {CMD_FOCUS, NULL},  {CMD_TODO_NEXT, NULL},
                                         {CMD_HISTORY, NULL},       {CMD_LAYERS, NULL}, {CMD_DOCUMENTS, NULL},
                                         {CMD_COMMAND, NULL}};
    const struct reader *r = (const struct reader *)v;
    if (r->selection.editing)
        return HINTS(ends);
    if (r->selection.active)
        return HINTS(select);
    if (r->in_panel)
        return HINTS(panel);
    if (r->document.done)
        return HINTS(closed);
    if (reader_on_noise(r, NULL))
        return HINTS(noise);
    if (r->current)
        return HINTS(tagged);
    return HINTS(text);
}
