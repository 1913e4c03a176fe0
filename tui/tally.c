#include "tui/tally.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"

#include <string.h>

/* ---- reading ---- */

static void clear_documents(struct tally *t)
{
    for (size_t i = 0; i < t->document_count; i++) {
        document_clear(&t->documents[i].document);
        free(t->documents[i].parts);
    }
    t->document_count = 0;
}

static void clear_reviewers(struct tally *t)
{
    for (size_t i = 0; i < t->reviewer_count; i++)
        free(t->reviewers[i].name);
    t->reviewer_count = 0;
}

void tally_clear(struct tally *t)
{
    clear_documents(t);
    clear_reviewers(t);
    free(t->documents);
    free(t->reviewers);
    *t = (struct tally){0};
}

static bool add_reviewer(void *ctx, const struct reviewer *r)
{
    struct tally *t = ctx;
    t->reviewers = mem_grow(t->reviewers, &t->reviewer_capacity, t->reviewer_count + 1, sizeof *t->reviewers);
    t->reviewers[t->reviewer_count++] = (struct tally_reviewer){.id = r->id, .name = mem_dup(r->name), .role = r->role};
    return true;
}

static bool add_document(void *ctx, const struct document *d)
{
    struct tally *t = ctx;
    t->documents = mem_grow(t->documents, &t->document_capacity, t->document_count + 1, sizeof *t->documents);
    struct tally_document *new = &t->documents[t->document_count++];
    *new = (struct tally_document){.document = document_dup(d)};
    return true;
}

/* The rows come in the order of the lists that they are looked up in: the search goes on where the last one ended. */
struct reading {
    struct tally *tally;
    size_t document, reviewer;
};

static size_t find_document(const struct tally *t, int64_t id, size_t from)
{
    for (size_t i = 0; i < t->document_count; i++) {
        size_t at = (from + i) % t->document_count;
        if (t->documents[at].document.id == id)
            return at;
    }
    return SIZE_MAX;
}

static size_t find_reviewer(const struct tally *t, int64_t id, size_t from)
{
    for (size_t i = 0; i < t->reviewer_count; i++) {
        size_t at = (from + i) % t->reviewer_count;
        if (t->reviewers[at].id == id)
            return at;
    }
    return SIZE_MAX;
}

size_t tally_document_at(const struct tally *t, int64_t id)
{
    return find_document(t, id, 0);
}

/* A document or reviewer that came between two of the queries is left out: the feed brings it in a moment. */
static bool add_part(void *ctx, const struct progress *p)
{
    struct reading *r = ctx;
    struct tally *t = r->tally;
    size_t document = find_document(t, p->document, r->document);
    size_t reviewer = find_reviewer(t, p->reviewer, r->reviewer);
    if (document == SIZE_MAX || reviewer == SIZE_MAX)
        return true;
    r->document = document;
    r->reviewer = reviewer;
    struct tally_document *d = &t->documents[document];
    d->parts = mem_grow(d->parts, &d->capacity, d->count + 1, sizeof *d->parts);
    d->parts[d->count++] = (struct tally_part){.reviewer = reviewer,
                                               .annotations = p->annotations,
                                               .questions = p->questions,
                                               .furthest = p->furthest,
                                               .assigned = p->assigned,
                                               .done = p->done};
    t->assigned += p->assigned;
    return true;
}

static enum err_code read_all(struct tally *t, struct store *s, struct err *e)
{
    struct reading r = {.tally = t};
    clear_documents(t);
    clear_reviewers(t);
    t->assigned = 0;
    enum err_code rc = store_reviewers(s, add_reviewer, t, e);
    if (!rc)
        rc = store_documents(s, add_document, t, e);
    return rc ? rc : store_progress(s, 0, 0, add_part, &r, e);
}

/* An empty place for the new document D, in the order of store_documents; its index. */
static size_t make_room(struct tally *t, const struct document *d)
{
    size_t at = t->document_count;
    t->documents = mem_grow(t->documents, &t->document_capacity, t->document_count + 1, sizeof *t->documents);
    while (at > 0 && strcmp(t->documents[at - 1].document.name, d->name) > 0)
        at--;
    memmove(t->documents + at + 1, t->documents + at, (t->document_count++ - at) * sizeof *t->documents);
    t->documents[at] = (struct tally_document){0};
    return at;
}

static enum err_code read_one(struct tally *t, struct store *s, int64_t id, struct err *e)
{
    size_t at = tally_document_at(t, id);
    struct document d;
    enum err_code rc = store_document_get(s, id, &d, e);
    if (rc)
        return rc;
    if (at == SIZE_MAX)
        at = make_room(t, &d);
    struct tally_document *old = &t->documents[at];
    for (size_t i = 0; i < old->count; i++)
        t->assigned -= old->parts[i].assigned;
    document_clear(&old->document);
    old->document = d;
    old->count = 0;
    struct reading r = {.tally = t, .document = at};
    return store_progress(s, id, 0, add_part, &r, e);
}

/* ---- what is stale ---- */

void tally_touch(struct tally *t, int64_t document)
{
    for (size_t i = 0; i < t->stale_count; i++)
        if (t->stale[i] == document)
            return;
    if (t->stale_count == TALLY_STALE)
        t->all_stale = true;
    else
        t->stale[t->stale_count++] = document;
}

void tally_changed(struct tally *t, const struct change *c)
{
    if (c->document == 0)
        t->all_stale = true;
    else
        tally_touch(t, c->document);
}

/* What could not be read is stale no longer, or each key would try again; the message says why. */
enum err_code tally_refresh(struct tally *t, struct store *s, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (t->all_stale)
        rc = read_all(t, s, e);
    else
        for (size_t i = 0; !rc && i < t->stale_count; i++)
            rc = read_one(t, s, t->stale[i], e);
    t->all_stale = false;
    t->stale_count = 0;
    return rc;
}

/* ---- asking ---- */

const struct tally_part *tally_part_of(const struct tally *t, const struct tally_document *d, int64_t id)
{
    for (size_t i = 0; i < d->count; i++)
        if (t->reviewers[d->parts[i].reviewer].id == id)
            return &d->parts[i];
    return NULL;
}

int tally_percent(struct tally_share s)
{
    if (s.total <= 0 || s.done <= 0)
        return 0;
    if (s.done >= s.total)
        return 100;
    int percent = (int)((double)s.done / (double)s.total * 100);
    return percent < 1 ? 1 : percent > 99 ? 99 : percent;
}

struct tally_share tally_done(const struct tally_document *d)
{
    struct tally_share s = {0};
    for (size_t i = 0; i < d->count; i++) {
        s.total += d->parts[i].assigned;
        s.done += d->parts[i].assigned && d->parts[i].done;
    }
    return s;
}

/* An empty document is one character long here: it can be done as well. */
struct tally_share tally_part_read(const struct tally_document *d, const struct tally_part *p)
{
    int64_t length = d->document.length > 0 ? d->document.length : 1;
    int64_t read = p->assigned && p->done ? length : p->furthest;
    return (struct tally_share){read < length ? read : length, length};
}

struct tally_share tally_read(const struct tally_document *d)
{
    bool assigned = tally_done(d).total > 0;
    struct tally_share all = {0};
    for (size_t i = 0; i < d->count; i++) {
        if (assigned && !d->parts[i].assigned)
            continue;
        struct tally_share one = tally_part_read(d, &d->parts[i]);
        all.done += one.done;
        all.total += one.total;
    }
    return all;
}

enum tally_state tally_part_state(const struct tally_document *d, const struct tally_part *p)
{
    if (d->document.done)
        return TALLY_CLOSED;
    if (!p || !p->assigned)
        return TALLY_NOBODY;
    return p->done ? TALLY_DONE : TALLY_TODO;
}

enum tally_state tally_state(const struct tally_document *d)
{
    struct tally_share s = tally_done(d);
    if (d->document.done)
        return TALLY_CLOSED;
    if (s.total == 0)
        return TALLY_NOBODY;
    return s.done == s.total ? TALLY_DONE : TALLY_TODO;
}

const char *tally_state_label(enum tally_state state)
{
    switch (state) {
    case TALLY_TODO:
        return _("to do");
    case TALLY_DONE:
        return _("done");
    case TALLY_CLOSED:
        return _("closed");
    default:
        return "";
    }
}

/* ---- names ---- */

#define MORE_CELLS 5 /* " …12", where the first of them may take two */

/* Cells are kept for how many have no room. */
void tally_add_name(struct str *out, const char *name, int cells, size_t *more)
{
    size_t used = glyph_cells(str_z(out), out->len, false), own = glyph_cells(name, strlen(name), false);
    if (*more > 0 || (used > 0 && used + 2 + own + MORE_CELLS > (size_t)cells))
        ++*more;
    else
        str_addf(out, "%s%s", used ? ", " : "", name);
}

void tally_add_more(struct str *out, size_t more)
{
    if (more)
        str_addf(out, " …%zu", more);
}

static void list_names(const struct tally *t, const struct tally_document *d, bool todo, int cells, struct str *out)
{
    size_t more = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->parts[i].assigned && !(todo && d->parts[i].done))
            tally_add_name(out, t->reviewers[d->parts[i].reviewer].name, cells, &more);
    tally_add_more(out, more);
}

void tally_add_names(const struct tally *t, const struct tally_document *d, bool todo, int cells, struct str *out)
{
    struct str names = {0};
    list_names(t, d, todo, cells + MORE_CELLS, &names);
    if (glyph_cells(str_z(&names), names.len, false) > (size_t)cells) { /* now with room for how many are left out */
        str_truncate(&names, 0);
        list_names(t, d, todo, cells, &names);
    }
    str_add(out, str_z(&names));
    str_clear(&names);
}
