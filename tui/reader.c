#include "tui/reader.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tui/layers.h"
#include "tui/list.h"

#include <string.h>

static struct reader *self(const struct view *v)
{
    return (struct reader *)v;
}

struct reader *reader_of(const struct app *app)
{
    return (struct reader *)app_top(app, &reader_ops);
}

struct reader *reader_in(const struct app *app)
{
    for (size_t i = app->view_count; i-- > 0;)
        if (app->views[i]->ops == &reader_ops)
            return self(app->views[i]);
    return NULL;
}

/* ---- places ---- */

size_t reader_last(const struct reader *r)
{
    return rows_last(r->rows);
}

size_t reader_stand(const struct reader *r, size_t cp)
{
    return rows_stand(r->rows, cp);
}

bool reader_on_noise(const struct reader *r, struct noise *out)
{
    const struct flow *f = r->reading.flow;
    if (!flow_is_noise(f, r->cursor))
        return false;
    if (out)
        *out = *flow_noise(f, flow_noise_from(f, r->cursor));
    return true;
}

void reader_go(struct reader *r, size_t cp)
{
    reader_reach(r, cp);
    r->cursor = reader_stand(r, cp);
    r->goal = -1;
}

void reader_remember_jump(struct reader *r, size_t from)
{
    if (r->jump_at > 0 && r->jumps[r->jump_at - 1] == from)
        return;
    if (r->jump_at == READER_JUMPS) {
        memmove(r->jumps, r->jumps + 1, (READER_JUMPS - 1) * sizeof *r->jumps);
        r->jump_at--;
    }
    r->jumps[r->jump_at++] = from;
    r->jump_count = r->jump_at;
}

void reader_jump(struct reader *r, size_t cp)
{
    reader_remember_jump(r, r->cursor);
    reader_go(r, cp);
}

struct span reader_selection(const struct reader *r)
{
    size_t a = r->selection.anchor, b = r->cursor;
    size_t from = a < b ? a : b, to = a < b ? b : a;
    if (r->selection.unit == UNIT_GRAPHEME)
        return (struct span){from, text_grapheme_next(r->reading.text, to)};
    struct span first = flow_unit_at(r->reading.flow, r->selection.unit, from),
                last = flow_unit_at(r->reading.flow, r->selection.unit, to);
    return (struct span){first.start < from ? first.start : from, last.end > to ? last.end : to};
}

struct span reader_target(const struct reader *r)
{
    if (r->selection.active)
        return reader_selection(r);
    struct span s = flow_unit_at(r->reading.flow, UNIT_SENTENCE, r->cursor);
    bool beside = (r->cursor < s.start || r->cursor >= s.end) && flow_is_noise(r->reading.flow, r->cursor);
    return beside ? (struct span){r->cursor, r->cursor} : s;
}

const struct annotation *reader_current(const struct reader *r)
{
    return annset_get(&r->notes, r->current);
}

void reader_tie(struct reader *r, size_t index)
{
    if (index >= r->notes.count)
        return;
    r->current = r->notes.items[index]->id;
    reader_go(r, (size_t)r->notes.items[index]->start);
}

/* ---- the view ---- */

static enum context reader_context(const struct view *v)
{
    const struct reader *r = self(v);
    if (r->selection.active)
        return CONTEXT_SELECT;
    if (r->in_panel)
        return CONTEXT_PANEL;
    return r->current ? CONTEXT_TAGGED : CONTEXT_TEXT;
}

/* The panel stays tied to the annotation it shows while the cursor is on it, else goes to the innermost one here. */
static void tie_panel(struct reader *r)
{
    const struct annotation *a = reader_current(r);
    int64_t at = (int64_t)r->cursor;
    if (a && ((a->start <= at && at < a->end) || r->cursor == reader_stand(r, (size_t)a->start)))
        return; /* one that starts with an LF has no place of its own for the cursor there */
    a = annset_innermost(&r->notes, at);
    r->current = a ? a->id : 0;
    if (!a && r->notes.count == 0)
        r->in_panel = false;
}

/* What was changed by others is not there any more where it was: what belongs to an annotation goes with it. */
static void let_go(struct reader *r)
{
    if (r->selection.editing && !annset_get(&r->notes, r->selection.editing))
        r->selection = (struct selection){0};
    if (r->current && !reader_current(r))
        tie_panel(r);
}

enum err_code reader_load_notes(struct reader *r, const struct app *app, struct err *e)
{
    annset_clear(&r->notes);
    enum err_code rc = annset_load(&r->notes, app->store, r->document.id, &app->layer, e);
    r->notes_read++;
    let_go(r);
    if (r->notes.count == 0)
        r->in_panel = false;
    return rc;
}

static void keep_panel(struct reader *r)
{
    size_t first = r->shape.panel_rows ? panel_first(r) : r->notes.count;
    r->panel_top = first < r->notes.count ? r->notes.items[first]->id : 0;
}

void reader_meet(struct reader *r)
{
    tie_panel(r);
    keep_panel(r);
}

static void reader_settle(struct view *v, struct app *app)
{
    struct reader *r = self(v);
    r->looked_at = false;
    reader_follow_noise(r, app);
    let_go(r);
    tie_panel(r);
    reader_show_cursor(r);
    keep_panel(r);
}

static void set_shape(struct reader *r, const struct app *app)
{
    const struct grid *g = app->grid;
    struct reader_shape s = {.rows = g->rows - 2, .text_cols = g->cols - READER_GUTTER, .wide = g->wide};
    if (r->panel_hidden) {
        /* all of it is text */
    } else if (g->cols >= READER_MARGIN_FROM) {
        s.margin_cols = g->cols * 36 / 100;
        if (s.margin_cols > 70)
            s.margin_cols = 70;
        s.text_cols -= s.margin_cols + 2; /* the border, and a blank before it */
        s.margin_col = READER_GUTTER + s.text_cols + 1;
        if (g->rows >= READER_STRIP_FROM && !app->strip_hidden) {
            s.rows--;
            s.strip_cols = g->cols;
        }
    } else if (s.rows >= 6) {
        s.panel_rows = s.rows >= 20 ? 6 : s.rows / 3;
        s.rows -= s.panel_rows;
        s.strip_col = app->strip_hidden || g->cols < READER_STRIP_COLS ? g->cols : g->cols / 2; /* behind the title */
        s.strip_cols = g->cols - s.strip_col;
    }
    if (s.rows < 1)
        s.rows = 1;
    if (s.rows > READER_MAX_ROWS)
        s.rows = READER_MAX_ROWS;
    if (s.text_cols < 2)
        s.text_cols = 2;
    r->shape = s;
}

void reader_resize(struct view *v, struct app *app)
{
    struct reader *r = self(v);
    set_shape(r, app);
    size_t top = r->rows ? r->top.start : 0;
    if (!r->rows || rows_width(r->rows) != r->shape.text_cols) {
        rows_free(r->rows);
        r->rows = rows_new(r->reading.flow, app->noise_folded, r->shape.text_cols, app->grid->wide);
        r->goal = -1;
    }
    r->top = rows_at(r->rows, top);
}

/* A lead may have closed it, or opened it again, or it has become an older version. */
static void read_document(struct reader *r, struct app *app)
{
    struct document d;
    struct err e;
    if (store_document_head(app->store, r->document.id, &d, &e)) {
        app_fail(app, &e);
        return;
    }
    document_clear(&r->document);
    r->document = d;
    app->dirty = true;
}

/* Whether C is about the document itself, or brought a newer version of it. */
static bool is_about(const struct reader *r, struct store *store, const struct change *c)
{
    if (strcmp(c->entity, "document") != 0)
        return false;
    return c->document == r->document.id ||
           (strcmp(c->action, "import") == 0 && store_json_int(store, c->after, "previous") == r->document.id);
}

/* What this session did to an annotation of its reviewer is seen, whatever the layer. */
static void show_own(struct app *app, const struct change *c)
{
    struct err e;
    if (c->reviewer == store_reviewer(app->store) && layers_show_own(app, &e))
        app_fail(app, &e);
}

/* What is said about the annotations, and the names of who says it. */
static enum err_code take_in_words(struct reader *r, struct store *store, const struct change *c, struct err *e)
{
    if (strcmp(c->entity, "reviewer") == 0)
        return reviewers_load(&r->names, store, e);
    if (c->document != r->document.id || strcmp(c->entity, "comment") != 0)
        return ERR_OK;
    return threads_refresh(&r->threads, store, c->entity_id, e);
}

/* What the annotations are linked with, which may be in another document. */
static void take_in_links(struct reader *r, struct app *app, const struct change *c)
{
    struct err e;
    bool touched;
    gists_changed(r->gists, c);
    if (linkset_changed(&r->links, app->store, c, &touched, &e))
        app_fail(app, &e);
    if (touched)
        r->links_seq = c->seq;
}

static void reader_changed(struct view *v, struct app *app, const struct change *c)
{
    struct reader *r = self(v);
    struct err e;
    if (take_in_words(r, app->store, c, &e))
        app_fail(app, &e);
    if (is_about(r, app->store, c))
        read_document(r, app);
    take_in_links(r, app, c);
    if (c->document == r->document.id && strcmp(c->entity, "noise") == 0)
        r->noise_changed = true;
    if (c->document != r->document.id || strcmp(c->entity, "annotation") != 0)
        return;
    const struct annotation *old = annset_get(&r->notes, c->entity_id);
    struct annotation was = old ? *old : (struct annotation){0};
    bool was_there = old != NULL, own = strcmp(c->session, store_session(app->store)) == 0;
    size_t before = r->notes.changes;
    enum err_code rc = annset_refresh(&r->notes, app->store, c->entity_id, own, &e);
    strip_follow(&r->strip, before, &r->notes, reading_length(&r->reading), was_there ? &was : NULL,
                 annset_get(&r->notes, c->entity_id));
    if (!rc && !was_there) /* it brings back what was said about it */
        rc = threads_refresh_annotation(&r->threads, app->store, c->entity_id, &e);
    if (rc)
        app_fail(app, &e);
    if (own) {
        show_own(app, c);
        return;
    }
    arrival_add(&r->arrivals, c->entity_id, clock_monotonic_ms());
    let_go(r);
}

/* Annotations and comments of this document, what they are linked with; and the names of people and codes, which
 * stand beside them. */
static bool reader_concerns(const struct view *v, const struct change *c)
{
    return c->document == self(v)->document.id || c->seq == self(v)->links_seq || strcmp(c->entity, "reviewer") == 0 ||
           strcmp(c->entity, "code") == 0;
}

static bool reader_tick(struct view *v, struct app *app, unsigned crew)
{
    struct reader *r = self(v);
    bool faded = arrival_fade(&r->arrivals, clock_monotonic_ms());
    return ((crew & CREW_WHERE) && places_seen(r, app) != r->places) || faded;
}

/* Whether there is more to read than noise. */
static bool has_text_behind(const struct reader *r, size_t cp)
{
    return flow_unit_at(r->reading.flow, UNIT_SENTENCE, cp).end > cp;
}

/* The end of the last row on the screen: what stands above it was seen. */
static void save_read(struct reader *r, struct app *app)
{
    struct row last = r->top;
    struct err e;
    int64_t end;
    for (int i = 1; i < r->shape.rows; i++)
        if (!reader_next_row(r, &last))
            break;
    struct row behind = last;
    end = (int64_t)(reader_next_row(r, &behind) && has_text_behind(r, last.end) ? last.end
                                                                                : text_length(r->reading.text));
    if (end <= r->read_to)
        return;
    if (store_read_to(app->store, r->document.id, end, &e)) {
        app_fail(app, &e);
        return;
    }
    r->read_to = end;
    list_touch(app, r->document.id);
}

static void reader_save(struct view *v, struct app *app)
{
    struct reader *r = self(v);
    struct err e;
    if (r->looked_at || reader_read_text(r, app, &e))
        return;
    save_read(r, app);
    if (r->cursor == r->saved_cursor)
        return;
    if (store_place_set(app->store, r->document.id, "", (int64_t)r->cursor, &e))
        app_fail(app, &e);
    else
        r->saved_cursor = r->cursor;
}

static int64_t reader_document(const struct view *v)
{
    return self(v)->document.id;
}

static struct subject reader_subject(const struct view *v)
{
    const struct reader *r = (const struct reader *)v;
    const struct annotation *a = reader_current(r);
    const struct comment *c = a ? threads_pick(&r->threads, a->id) : NULL;
    return (struct subject){.document = r->document.id,
                            .annotation = a ? a->id : 0,
                            .revision = a ? a->revision : 0,
                            .thread = c ? c->thread : 0};
}

void reader_free(struct view *v)
{
    struct reader *r = self(v);
    document_clear(&r->document);
    annset_clear(&r->notes);
    threads_clear(&r->threads);
    linkset_clear(&r->links);
    gists_free(r->gists);
    strip_clear(&r->strip);
    reviewers_clear(&r->names);
    rows_free(r->rows);
    reading_clear(&r->reading);
    find_free(r->find);
    str_clear(&r->search_missed);
    free(r);
}

static handler_fn *const handlers[CMD_COUNT] = {
    [CMD_ACCEPT] = cmd_accept,
    [CMD_ANNOTATION_NEXT] = cmd_annotation_next,
    [CMD_ANNOTATION_PREVIOUS] = cmd_annotation_previous,
    [CMD_ASK] = cmd_talk,
    [CMD_CANCEL] = cmd_reader_cancel,
    [CMD_CENTER] = cmd_center,
    [CMD_CHAIN_NEXT] = cmd_chain,
    [CMD_CHAIN_PREVIOUS] = cmd_chain,
    [CMD_CLAUSE_NEXT] = cmd_unit,
    [CMD_CLAUSE_PREVIOUS] = cmd_unit,
    [CMD_CODE] = cmd_code,
    [CMD_COMMENT] = cmd_talk,
    [CMD_DELETE] = cmd_delete,
    [CMD_DOCUMENT_END] = cmd_document_end,
    [CMD_DOCUMENT_START] = cmd_document_start,
    [CMD_ENDS] = cmd_ends,
    [CMD_FOCUS] = cmd_focus,
    [CMD_FOLD] = cmd_fold,
    [CMD_HALF_PAGE_DOWN] = cmd_pages,
    [CMD_HALF_PAGE_UP] = cmd_pages,
    [CMD_JUMP_BACK] = cmd_jump_back,
    [CMD_JUMP_FORWARD] = cmd_jump_forward,
    [CMD_LEFT] = cmd_left,
    [CMD_LINK] = cmd_link,
    [CMD_LINKS] = cmd_links,
    [CMD_MARK_GO] = cmd_mark_go,
    [CMD_MARK_SET] = cmd_mark_set,
    [CMD_MOUSE_CURSOR] = cmd_mouse_cursor,
    [CMD_MOUSE_SELECT] = cmd_mouse_select,
    [CMD_MOUSE_SENTENCE] = cmd_mouse_sentence,
    [CMD_NOISE] = cmd_noise,
    [CMD_NOISE_FOLD] = cmd_noise_fold,
    [CMD_NOISE_NEXT] = cmd_noise_next,
    [CMD_NOTE] = cmd_note,
    [CMD_NOTE_EDITOR] = cmd_note_editor,
    [CMD_OUTLINE] = cmd_outline,
    [CMD_PAGE_DOWN] = cmd_pages,
    [CMD_PAGE_UP] = cmd_pages,
    [CMD_PANEL] = cmd_panel,
    [CMD_PARAGRAPH_NEXT] = cmd_unit,
    [CMD_PARAGRAPH_PREVIOUS] = cmd_unit,
    [CMD_REPEAT] = cmd_repeat,
    [CMD_REPLY] = cmd_talk,
    [CMD_RESOLVE] = cmd_resolve,
    [CMD_RETAG] = cmd_retag,
    [CMD_RIGHT] = cmd_right,
    [CMD_ROW_DOWN] = cmd_rows,
    [CMD_ROW_END] = cmd_row_end,
    [CMD_ROW_START] = cmd_row_start,
    [CMD_ROW_UP] = cmd_rows,
    [CMD_SCREEN_BOTTOM] = cmd_screen,
    [CMD_SCREEN_MIDDLE] = cmd_screen,
    [CMD_SCREEN_TOP] = cmd_screen,
    [CMD_SCROLL_DOWN] = cmd_scroll,
    [CMD_SCROLL_UP] = cmd_scroll,
    [CMD_SEARCH] = cmd_search,
    [CMD_SEARCH_NEXT] = cmd_search_next,
    [CMD_SEARCH_PREVIOUS] = cmd_search_previous,
    [CMD_SECTION_NEXT] = cmd_section_next,
    [CMD_SECTION_PREVIOUS] = cmd_section_previous,
    [CMD_SELECT] = cmd_select,
    [CMD_SENTENCE_NEXT] = cmd_unit,
    [CMD_SENTENCE_PREVIOUS] = cmd_unit,
    [CMD_SETTLE] = cmd_settle,
    [CMD_STRIP] = cmd_strip,
    [CMD_SWAP] = cmd_swap,
    [CMD_TAG] = cmd_tag,
    [CMD_THREAD] = cmd_thread,
    [CMD_UNTAGGED_NEXT] = cmd_untagged_next,
};

const struct view_ops reader_ops = {
    .name = "reader",
    .handlers = handlers,
    .context = reader_context,
    .draw = reader_draw,
    .status = reader_status,
    .hints = reader_hints,
    .settle = reader_settle,
    .resize = reader_resize,
    .changed = reader_changed,
    .concerns = reader_concerns,
    .tick = reader_tick,
    .work = reader_work,
    .document = reader_document,
    .subject = reader_subject,
    .filter = layers_filter,
    .set_filter = layers_set_filter,
    .save = reader_save,
    .free = reader_free,
};
