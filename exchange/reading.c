#include "exchange/reading.h"

#include "base/mem.h"
#include "text/noise.h"

#include <stdlib.h>

/* A text of so many bytes is read at once: that takes no longer than to paint it. */
#define SMALL ((size_t)128 * 1024)

/* What a step does: so many bytes of text, or code points of the flow or the outline. To come back to a place in the
 * text takes the longer the further on it is, so there a part is a share of what was read. */
#define TEXT_STEP ((size_t)4 * 1024 * 1024)
#define TEXT_SHARE 4
#define FLOW_STEP 1000000
#define OUTLINE_STEP 150000

enum stage { STAGE_TEXT, STAGE_FLOW, STAGE_OUTLINE };

struct reading_rest {
    struct store *store;
    enum stage stage;
    struct store_text source; /* its bytes are the text's */
    struct flow *flow;        /* that is being made; NULL: not yet */
    struct outline_search *search;
};

/* ---- noise ---- */

struct collected {
    struct noise_list list;
    size_t end; /* what starts there or behind is not asked for */
};

static bool collect(void *ctx, const struct noise_mark *m)
{
    struct collected *c = ctx;
    if (m->noise.span.start >= c->end)
        return false; /* they come by their starts */
    noise_list_add(&c->list, m->noise.span, m->noise.kind);
    return true;
}

/* The flow of the text as far as it is there, about to be made. */
static enum err_code begin_flow(struct store *s, const struct reading *r, struct flow **out, struct err *e)
{
    struct collected c = {.end = text_length(r->text)};
    enum err_code rc = store_noise(s, r->document, collect, &c, e);
    *out = rc ? NULL : flow_begin(r->text, c.list.all, c.list.count);
    noise_list_clear(&c.list);
    return rc;
}

static void take_flow(struct reading *r, struct flow *f)
{
    flow_free(r->flow);
    r->flow = f;
}

/* ---- the outline ---- */

/* Items are sentences of their own already. */
static void tell_headings(struct reading *r)
{
    struct span *spans = mem_alloc(r->outline.count + 1, sizeof *spans);
    size_t n = 0;
    for (size_t i = 0; i < r->outline.count; i++)
        if (!r->outline.headings[i].item)
            spans[n++] = r->outline.headings[i].span;
    flow_set_headings(r->flow, spans, n);
    free(spans);
}

static enum err_code read_headings(struct store *s, struct reading *r, struct err *e)
{
    if (r->headings)
        return ERR_OK;
    enum err_code rc = store_headings(s, r->document, &r->headings, &r->heading_count, e);
    if (!rc && !r->headings)
        r->headings = mem_alloc(1, sizeof *r->headings);
    return rc;
}

/* ---- what is still to be done ---- */

static void drop_rest(struct reading *r)
{
    struct reading_rest *rest = r->rest;
    if (!rest)
        return;
    outline_abandon(rest->search);
    flow_free(rest->flow);
    free(rest);
    r->rest = NULL;
}

static void enter(struct reading *r, enum stage stage)
{
    struct reading_rest *rest = r->rest;
    outline_abandon(rest->search);
    flow_free(rest->flow);
    rest->search = NULL;
    rest->flow = NULL;
    rest->stage = stage;
}

/* Read N bytes more of the text. */
static enum err_code step_text(struct reading *r, size_t n, struct err *e)
{
    struct reading_rest *rest = r->rest;
    enum err_code rc = store_text_read(rest->store, &rest->source, n, e);
    if (!r->text && rest->source.utf8)
        r->text = text_begin(rest->source.utf8);
    if (rc)
        return rc;
    text_grow(r->text, rest->source.read);
    if (rest->source.read == rest->source.bytes)
        enter(r, STAGE_FLOW);
    return ERR_OK;
}

/* The flow of a text without noise is the text, which has grown under the first one. */
static enum err_code step_flow(struct reading *r, size_t points, struct err *e)
{
    struct reading_rest *rest = r->rest;
    if (!rest->flow)
        return begin_flow(rest->store, r, &rest->flow, e);
    if (flow_go_on(rest->flow, points))
        return ERR_OK;
    if (!r->flow || flow_noise_count(rest->flow) > 0 || flow_noise_count(r->flow) > 0) {
        take_flow(r, rest->flow);
        rest->flow = NULL;
    }
    enter(r, STAGE_OUTLINE);
    return ERR_OK;
}

static enum err_code step_outline(struct reading *r, size_t points, struct err *e)
{
    struct reading_rest *rest = r->rest;
    if (!rest->search) {
        enum err_code rc = read_headings(rest->store, r, e);
        if (!rc)
            rest->search = outline_begin(r->flow, r->headings, r->heading_count);
        return rc;
    }
    if (outline_go_on(rest->search, points))
        return ERR_OK;
    outline_clear(&r->outline);
    outline_end(rest->search, &r->outline);
    rest->search = NULL;
    tell_headings(r);
    drop_rest(r);
    return ERR_OK;
}

enum err_code reading_step(struct reading *r, struct err *e)
{
    const struct reading_rest *rest = r->rest;
    if (!rest)
        return ERR_OK;
    if (rest->stage == STAGE_FLOW)
        return step_flow(r, FLOW_STEP, e);
    if (rest->stage == STAGE_OUTLINE)
        return step_outline(r, OUTLINE_STEP, e);
    size_t share = rest->source.read / TEXT_SHARE;
    return step_text(r, share > TEXT_STEP ? share : TEXT_STEP, e);
}

enum err_code reading_finish_text(struct reading *r, struct err *e)
{
    enum err_code rc = ERR_OK;
    while (!rc && !reading_has_text(r))
        rc = r->rest->stage == STAGE_TEXT ? step_text(r, SIZE_MAX, e) : step_flow(r, SIZE_MAX, e);
    return rc;
}

enum err_code reading_finish(struct reading *r, struct err *e)
{
    enum err_code rc = reading_finish_text(r, e);
    while (!rc && r->rest)
        rc = step_outline(r, SIZE_MAX, e);
    return rc;
}

bool reading_has_text(const struct reading *r)
{
    return !r->rest || r->rest->stage == STAGE_OUTLINE;
}

bool reading_is_whole(const struct reading *r)
{
    return !r->rest;
}

size_t reading_length(const struct reading *r)
{
    return r->rest && r->rest->stage == STAGE_TEXT ? (size_t)r->rest->source.length : text_length(r->text);
}

/* ---- loading ---- */

/* How many bytes more are to be read until READING_AHEAD code points lie behind PLACE, as far as can be told. */
static size_t bytes_to(const struct store_text *t, size_t place)
{
    if (t->length <= 0 || place >= (size_t)t->length)
        return t->bytes - t->read;
    double share = ((double)place + READING_AHEAD) / (double)t->length, to = share * (double)t->bytes;
    size_t want = to < (double)t->bytes ? (size_t)to : t->bytes;
    return want > t->read + SMALL ? want - t->read : SMALL;
}

enum err_code reading_reach(struct reading *r, size_t place, struct err *e)
{
    enum err_code rc = ERR_OK;
    while (!rc && r->rest && r->rest->stage == STAGE_TEXT &&
           (place > SIZE_MAX - READING_AHEAD || text_length(r->text) < place + READING_AHEAD))
        rc = step_text(r, bytes_to(&r->rest->source, place), e);
    return rc;
}

static enum err_code begin(struct store *s, int64_t id, size_t first, struct reading *out, struct err *e)
{
    *out = (struct reading){.document = id, .rest = MEM_NEW(struct reading_rest)};
    out->rest->store = s;
    enum err_code rc = store_text_begin(s, id, &out->rest->source, e);
    return rc ? rc : step_text(out, first, e);
}

/* The first part's own flow, as long as not all of the text is there. */
static enum err_code show_first(struct store *s, struct reading *r, struct err *e)
{
    struct flow *f;
    enum err_code rc = begin_flow(s, r, &f, e);
    if (rc)
        return rc;
    flow_go_on(f, SIZE_MAX);
    take_flow(r, f);
    return ERR_OK;
}

enum err_code reading_open(struct store *s, int64_t id, size_t place, struct reading *out, struct err *e)
{
    enum err_code rc = begin(s, id, SMALL, out, e);
    if (!rc)
        rc = reading_reach(out, place, e);
    if (!rc && out->rest->stage == STAGE_TEXT)
        rc = show_first(s, out, e);
    else if (!rc)
        rc = text_bytes(out->text) <= SMALL ? reading_finish(out, e) : reading_finish_text(out, e);
    if (rc)
        reading_clear(out);
    return rc;
}

enum err_code reading_load(struct store *s, int64_t id, struct reading *out, struct err *e)
{
    enum err_code rc = begin(s, id, SIZE_MAX, out, e);
    if (!rc)
        rc = reading_finish(out, e);
    if (rc)
        reading_clear(out);
    return rc;
}

void reading_clear(struct reading *r)
{
    drop_rest(r);
    outline_clear(&r->outline);
    free(r->headings);
    flow_free(r->flow);
    text_free(r->text);
    *r = (struct reading){0};
}

/* ---- other noise ---- */

enum err_code reading_refresh(struct store *s, struct reading *r, struct err *e)
{
    if (r->rest && r->rest->stage == STAGE_TEXT)
        return show_first(s, r, e);
    enum err_code rc = read_headings(s, r, e);
    if (!rc)
        rc = show_first(s, r, e);
    if (rc)
        return rc;
    if (!r->rest) {
        r->rest = MEM_NEW(struct reading_rest);
        r->rest->store = s;
    }
    enter(r, STAGE_OUTLINE);
    tell_headings(r);
    return text_bytes(r->text) <= SMALL ? reading_finish(r, e) : ERR_OK;
}
