#include "tui/progress.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/reader.h"
#include "tui/sums.h"
#include "tui/table.h"

#include <string.h>

#define WIDE_COLS 120 /* from here on more is shown */
#define HUGE_COLS 160
#define REST_CELLS 48

/* What is read is no change that the feed brings. While somebody moves, and for as long as it takes until their places
 * are saved, the figures are read again now and then; on that goes a fiftieth of the time at most. */
#define WATCH_MS 10000
#define READ_EVERY_MS 3000
#define READ_SHARE 50

enum what { WHAT_NAME, WHAT_ROLE, WHAT_DONE, WHAT_TAGS, WHAT_QUESTIONS, WHAT_BAR, WHAT_PERCENT, WHAT_READ, WHAT_REST };
#define WHAT_COUNT (WHAT_REST + 1)

enum order { BY_PERSON, BY_DOCUMENT, ORDER_COUNT };

/* A person, a document, or what one of them did in the other. */
struct entry {
    size_t document, reviewer;     /* of the tally; SIZE_MAX in the row of the other alone */
    const struct tally_part *part; /* NULL: it is a group */
};

struct ids {
    int64_t *items;
    size_t count, capacity;
};

struct progress_view {
    struct table table;
    struct table_source source;
    struct table_column columns[WHAT_COUNT];
    struct tally tally;
    struct sums sums;
    struct entry *rows;
    size_t row_capacity;
    struct ids open[ORDER_COUNT]; /* groups whose rows are shown */
    enum order order;
    int64_t document, reviewer;     /* of the chosen row, or 0 */
    int64_t watch_until, read_next; /* monotonic milliseconds */
};

static struct progress_view *self(const struct view *v)
{
    return (struct progress_view *)v;
}

static struct progress_view *progress_of(const struct app *app)
{
    return (struct progress_view *)app_top(app, &progress_ops);
}

/* ---- groups that are open ---- */

static size_t index_of(const struct ids *s, int64_t id)
{
    size_t i = 0;
    while (i < s->count && s->items[i] != id)
        i++;
    return i;
}

static bool is_open(const struct progress_view *p, int64_t id)
{
    const struct ids *s = &p->open[p->order];
    return index_of(s, id) < s->count;
}

static void toggle(struct ids *s, int64_t id)
{
    size_t at = index_of(s, id);
    if (at < s->count) {
        s->items[at] = s->items[--s->count];
        return;
    }
    s->items = mem_grow(s->items, &s->capacity, s->count + 1, sizeof *s->items);
    s->items[s->count++] = id;
}

/* ---- rows ---- */

static int64_t document_id(const struct progress_view *p, const struct entry *r)
{
    return r->document == SIZE_MAX ? 0 : p->tally.documents[r->document].document.id;
}

static int64_t reviewer_id(const struct progress_view *p, const struct entry *r)
{
    return r->reviewer == SIZE_MAX ? 0 : p->tally.reviewers[r->reviewer].id;
}

static void add_row(struct progress_view *p, struct entry r)
{
    struct lines *l = &p->table.lines;
    p->rows = mem_grow(p->rows, &p->row_capacity, l->count + 1, sizeof *p->rows);
    p->rows[l->count++] = r;
}

static void add_person(struct progress_view *p, size_t reviewer)
{
    add_row(p, (struct entry){.document = SIZE_MAX, .reviewer = reviewer});
    int64_t id = p->tally.reviewers[reviewer].id;
    if (!is_open(p, id))
        return;
    for (size_t i = 0; i < p->tally.document_count; i++) {
        const struct tally_part *part = tally_part_of(&p->tally, &p->tally.documents[i], id);
        if (part)
            add_row(p, (struct entry){i, reviewer, part});
    }
}

static void add_document(struct progress_view *p, size_t document)
{
    const struct tally_document *d = &p->tally.documents[document];
    add_row(p, (struct entry){.document = document, .reviewer = SIZE_MAX});
    if (is_open(p, d->document.id))
        for (size_t i = 0; i < d->count; i++)
            add_row(p, (struct entry){document, d->parts[i].reviewer, &d->parts[i]});
}

/* With the same row chosen; where it is gone, what came into its place. */
static void set_rows(struct progress_view *p)
{
    struct lines *l = &p->table.lines;
    l->count = 0;
    size_t n = p->order == BY_PERSON ? p->tally.reviewer_count : p->tally.document_count;
    for (size_t i = 0; i < n; i++)
        p->order == BY_PERSON ? add_person(p, i) : add_document(p, i);
    for (size_t i = 0; i < l->count; i++)
        if (document_id(p, &p->rows[i]) == p->document && reviewer_id(p, &p->rows[i]) == p->reviewer)
            l->at = i;
    lines_settle(l);
}

static void keep_chosen(struct progress_view *p)
{
    const struct lines *l = &p->table.lines;
    p->document = l->count ? document_id(p, &p->rows[l->at]) : 0;
    p->reviewer = l->count ? reviewer_id(p, &p->rows[l->at]) : 0;
}

/* ---- cells ---- */

static bool has_rows(const struct progress_view *p, const struct entry *r)
{
    if (r->reviewer == SIZE_MAX)
        return p->tally.documents[r->document].count > 0;
    return p->sums.people[r->reviewer].documents > 0;
}

static void add_name(const struct progress_view *p, const struct entry *r, struct str *out)
{
    bool person = p->order == BY_PERSON ? r->part == NULL : r->part != NULL;
    const char *name = person ? p->tally.reviewers[r->reviewer].name : p->tally.documents[r->document].document.name;
    int64_t id = person ? reviewer_id(p, r) : document_id(p, r);
    if (r->part)
        str_addf(out, "    %s", name);
    else
        str_addf(out, "%s %s", !has_rows(p, r) ? " " : is_open(p, id) ? "v" : ">", name);
}

static struct tally_share read_of(const struct progress_view *p, const struct entry *r)
{
    if (r->part)
        return tally_part_read(&p->tally.documents[r->document], r->part);
    return r->reviewer == SIZE_MAX ? tally_read(&p->tally.documents[r->document]) : p->sums.people[r->reviewer].read;
}

static void add_done(const struct progress_view *p, const struct entry *r, struct str *out)
{
    const struct tally_document *d = r->document == SIZE_MAX ? NULL : &p->tally.documents[r->document];
    if (r->part || (d && d->document.done)) {
        str_add(out, tally_state_label(r->part ? tally_part_state(d, r->part) : TALLY_CLOSED));
        return;
    }
    struct tally_share s = d ? tally_done(d) : p->sums.people[r->reviewer].done;
    if (s.total)
        str_addf(out, "%lld/%lld", (long long)s.done, (long long)s.total);
}

static int64_t tags_of(const struct progress_view *p, const struct entry *r)
{
    if (r->part)
        return r->part->annotations;
    return r->reviewer == SIZE_MAX ? p->tally.documents[r->document].document.annotations
                                   : p->sums.people[r->reviewer].tags;
}

static int64_t questions_of(const struct progress_view *p, const struct entry *r)
{
    if (r->part)
        return r->part->questions;
    return r->reviewer == SIZE_MAX ? p->tally.documents[r->document].document.questions
                                   : p->sums.people[r->reviewer].questions;
}

static void add_rest(const struct progress_view *p, const struct entry *r, struct str *out)
{
    if (r->part)
        return;
    if (r->reviewer == SIZE_MAX)
        tally_add_names(&p->tally, &p->tally.documents[r->document], true, REST_CELLS, out);
    else
        str_add(out, str_z(&p->sums.people[r->reviewer].rest));
}

static void progress_cell(const struct table *t, size_t row, size_t column, struct str *out)
{
    const struct progress_view *p = (const struct progress_view *)t;
    const struct entry *r = &p->rows[row];
    struct tally_share s = read_of(p, r);
    switch ((enum what)column) {
    case WHAT_NAME:
        add_name(p, r, out);
        break;
    case WHAT_ROLE:
        if (!r->part && r->reviewer != SIZE_MAX)
            str_add(out, role_label(p->tally.reviewers[r->reviewer].role));
        break;
    case WHAT_DONE:
        add_done(p, r, out);
        break;
    case WHAT_TAGS:
        if (tags_of(p, r))
            str_addf(out, "%lld", (long long)tags_of(p, r));
        break;
    case WHAT_QUESTIONS:
        if (questions_of(p, r))
            str_addf(out, "%lld", (long long)questions_of(p, r));
        break;
    case WHAT_BAR:
        if (s.total)
            table_bar(out, s.done, s.total, p->columns[WHAT_BAR].cells);
        break;
    case WHAT_PERCENT:
        if (s.total)
            str_addf(out, "%d%%", tally_percent(s));
        break;
    case WHAT_READ:
        if (s.total)
            str_addf(out, "%lld/%lld", (long long)s.done, (long long)s.total);
        break;
    case WHAT_REST:
        add_rest(p, r, out);
        break;
    }
}

/* What is done steps back; the groups stand out. */
static style progress_ink(const struct table *t, size_t row, size_t column)
{
    (void)column;
    const struct progress_view *p = (const struct progress_view *)t;
    const struct entry *r = &p->rows[row];
    if (!r->part)
        return r->document != SIZE_MAX && p->tally.documents[r->document].document.done ? INK_DIM : INK_TEXT;
    enum tally_state state = tally_part_state(&p->tally.documents[r->document], r->part);
    return state == TALLY_TODO ? INK_TEXT : INK_DIM;
}

static void set_columns(struct progress_view *p, int cols)
{
    const struct table_column columns[WHAT_COUNT] = {
        [WHAT_NAME] = {.title = p->order == BY_PERSON ? N_("  person") : N_("  document")},
        [WHAT_ROLE] = {.title = N_("role"), .cells = 8, .from = p->order == BY_PERSON ? 100 : INT16_MAX},
        [WHAT_DONE] = {.title = N_("done"), .cells = 7, .right = true},
        [WHAT_TAGS] = {.title = N_("tags"), .cells = 6, .from = 50, .right = true},
        [WHAT_QUESTIONS] = {.title = N_("?"), .cells = 4, .from = 60, .right = true},
        [WHAT_BAR] = {.title = N_("read"), .cells = cols >= WIDE_COLS ? 24 : 12, .from = 60},
        [WHAT_PERCENT] = {.title = "", .cells = 4, .right = true},
        [WHAT_READ] = {.title = N_("characters"), .cells = 15, .from = WIDE_COLS, .right = true},
        [WHAT_REST] = {.title = N_("still to do"), .cells = REST_CELLS, .from = HUGE_COLS},
    };
    memcpy(p->columns, columns, sizeof columns);
}

/* ---- the view ---- */

static enum context progress_context(const struct view *v)
{
    (void)v;
    return CONTEXT_PROGRESS;
}

static void progress_resize(struct view *v, struct app *app)
{
    set_columns(self(v), app->grid->cols);
    table_resize(v, app);
}

static void refresh(struct progress_view *p, struct app *app)
{
    struct err e;
    if (tally_refresh(&p->tally, app->store, &e))
        app_fail(app, &e);
    sums_set(&p->sums, &p->tally, REST_CELLS);
    set_rows(p);
}

static bool progress_tick(struct view *v, struct app *app, unsigned crew)
{
    struct progress_view *p = self(v);
    int64_t now = clock_monotonic_ms();
    if (crew & CREW_WHERE)
        p->watch_until = now + WATCH_MS;
    if (now > p->watch_until || now < p->read_next)
        return false;
    p->tally.all_stale = true;
    refresh(p, app);
    int64_t rest = (clock_monotonic_ms() - now) * READ_SHARE;
    p->read_next = now + (rest > READ_EVERY_MS ? rest : READ_EVERY_MS);
    return true;
}

static void progress_settle(struct view *v, struct app *app)
{
    struct progress_view *p = self(v);
    if (tally_is_stale(&p->tally))
        refresh(p, app);
    lines_settle(&p->table.lines);
    keep_chosen(p);
}

static void progress_changed(struct view *v, struct app *app, const struct change *c)
{
    (void)app;
    tally_changed(&self(v)->tally, c);
}

static int64_t progress_document(const struct view *v)
{
    return self(v)->document;
}

static int64_t progress_reviewer(const struct view *v)
{
    return self(v)->reviewer;
}

static void progress_free(struct view *v)
{
    struct progress_view *p = self(v);
    sums_clear(&p->sums);
    tally_clear(&p->tally);
    table_clear(&p->table);
    for (int i = 0; i < ORDER_COUNT; i++)
        free(p->open[i].items);
    free(p->rows);
    free(p);
}

static void progress_status(struct view *v, struct app *app, struct str *left, struct str *right)
{
    const struct progress_view *p = self(v);
    str_add(left, p->order == BY_PERSON ? _("progress by person") : _("progress by document"));
    if (p->sums.done.total)
        str_addf(right, _("%lld of %lld done"), (long long)p->sums.done.done, (long long)p->sums.done.total);
    str_addf(right, "  %s", store_reviewer_name(app->store));
}

static struct hints progress_hints(const struct view *v)
{
    (void)v;
    static const struct hint hints[] = {{CMD_GO, NULL},   {CMD_TODO, NULL}, {CMD_ASSIGN, NULL}, {CMD_DONE, NULL},
                                        {CMD_ROLE, NULL}, {CMD_UNDO, NULL}, {CMD_SEARCH, NULL}};
    return HINTS(hints);
}

/* ---- commands ---- */

/* Open the document where that reviewer has read to. The view is gone then. */
static enum err_code go_to(struct app *app, const struct progress_view *p, const struct entry *r, struct err *e)
{
    size_t furthest = (size_t)r->part->furthest;
    enum err_code rc = app_open(app, document_id(p, r), e);
    struct reader *reader = rc ? NULL : reader_of(app);
    if (reader)
        reader_jump(reader, furthest);
    return rc;
}

static enum err_code progress_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct progress_view *p = progress_of(app);
    if (p->table.lines.count == 0)
        return ERR_OK;
    const struct entry *r = &p->rows[p->table.lines.at];
    if (r->part)
        return go_to(app, p, r, e);
    keep_chosen(p);
    if (has_rows(p, r))
        toggle(&p->open[p->order], p->order == BY_PERSON ? p->reviewer : p->document);
    set_rows(p);
    return ERR_OK;
}

static enum err_code progress_double_click(struct app *app, const struct invocation *inv, struct err *e)
{
    return table_click(app, inv) ? progress_go(app, inv, e) : ERR_OK;
}

/* The other order; what was chosen stays so, as far as it has a row there. */
static enum err_code progress_order(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct progress_view *p = progress_of(app);
    p->order = (p->order + 1) % ORDER_COUNT;
    p->table.lines.at = p->table.lines.top = 0;
    if (p->document && p->reviewer && !is_open(p, p->order == BY_PERSON ? p->reviewer : p->document))
        toggle(&p->open[p->order], p->order == BY_PERSON ? p->reviewer : p->document);
    set_columns(p, app->grid->cols);
    set_rows(p);
    return ERR_OK;
}

static handler_fn *const handlers[CMD_COUNT] = {
    TABLE_HANDLERS,
    [CMD_GO] = progress_go,
    [CMD_MOUSE_SENTENCE] = progress_double_click,
    [CMD_TODO] = progress_order,
};

const struct view_ops progress_ops = {
    .name = "progress",
    .handlers = handlers,
    .context = progress_context,
    .draw = table_draw,
    .status = progress_status,
    .hints = progress_hints,
    .settle = progress_settle,
    .resize = progress_resize,
    .changed = progress_changed,
    .tick = progress_tick,
    .document = progress_document,
    .reviewer = progress_reviewer,
    .free = progress_free,
};

enum err_code progress_open(struct app *app, struct view **out, struct err *e)
{
    struct progress_view *p = MEM_NEW(struct progress_view);
    p->table.view.ops = &progress_ops;
    p->table.source = &p->source;
    p->source = (struct table_source){.columns = p->columns,
                                      .column_count = WHAT_COUNT,
                                      .cell = progress_cell,
                                      .ink = progress_ink,
                                      .nothing = N_("There is nobody and no document yet.")};
    p->tally.all_stale = true;
    p->reviewer = store_reviewer(app->store);
    if (store_role(app->store) != ROLE_LEAD)
        toggle(&p->open[BY_PERSON], p->reviewer);
    progress_resize(&p->table.view, app);
    *out = &p->table.view;
    enum err_code rc = tally_refresh(&p->tally, app->store, e);
    if (rc) {
        progress_free(&p->table.view);
        return rc;
    }
    sums_set(&p->sums, &p->tally, REST_CELLS);
    set_rows(p);
    return ERR_OK;
}
