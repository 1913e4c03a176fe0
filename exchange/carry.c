#include "exchange/carry.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <string.h>

#define VERSIONS_MAX 100 /* of one document that are looked through */

static const struct {
    const char *name, *label;
} states[CARRY_STATES] = {
    [CARRY_SAME] = {"same", N_("same")},          [CARRY_MOVED] = {"moved", N_("moved")},
    [CARRY_CHANGED] = {"changed", N_("changed")}, [CARRY_LOST] = {"lost", N_("lost")},
    [CARRY_CARRIED] = {"carried", N_("carried")},
};

const char *carry_state_name(enum carry_state state)
{
    return (unsigned)state < CARRY_STATES ? states[state].name : "";
}

bool carry_state_parse(const char *name, enum carry_state *out)
{
    for (unsigned i = 0; i < CARRY_STATES; i++)
        if (strcmp(name, states[i].name) == 0) {
            *out = (enum carry_state)i;
            return true;
        }
    return false;
}

const char *carry_state_label(enum carry_state state)
{
    return (unsigned)state < CARRY_STATES ? _(states[state].label) : "";
}

/* ---- listing ---- */

/* An annotation that was carried over: from which, and what it became. */
struct copy {
    int64_t from, id;
    struct span span;
    size_t version; /* 0: the newest, 1: the one before … */
};

struct listing {
    struct carry *carry;
    struct copy *copies; /* by FROM */
    size_t copy_count, copy_cap;
    size_t version; /* that is being read */
};

static bool add_copy(void *ctx, const struct annotation *a)
{
    struct listing *l = ctx;
    if (!a->carried_from)
        return true;
    l->copies = mem_grow(l->copies, &l->copy_cap, l->copy_count + 1, sizeof *l->copies);
    struct span span = {(size_t)a->start, (size_t)a->end};
    l->copies[l->copy_count++] = (struct copy){a->carried_from, a->id, span, l->version};
    return true;
}

static int by_from(const void *a, const void *b)
{
    int64_t x = ((const struct copy *)a)->from, y = ((const struct copy *)b)->from;
    return (x > y) - (x < y);
}

/* The first copy that was carried from annotation ID; COPY_COUNT where there is none. */
static size_t copy_of(const struct listing *l, int64_t id)
{
    size_t lo = 0, hi = l->copy_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l->copies[mid].from < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < l->copy_count && l->copies[lo].from == id ? lo : l->copy_count;
}

static bool add_row(void *ctx, const struct annotation *a)
{
    struct listing *l = ctx;
    struct carry *c = l->carry;
    struct carry_row row = {.version = l->version, .state = CARRY_LOST};
    for (size_t i = copy_of(l, a->id); i < l->copy_count && l->copies[i].from == a->id; i++) {
        if (l->copies[i].version)
            return true; /* that one is the row */
        row.state = CARRY_CARRIED;
        row.carried = l->copies[i].id;
        row.span = l->copies[i].span;
    }
    row.note = annotation_dup(a);
    c->rows = mem_grow(c->rows, &c->cap, c->count + 1, sizeof *c->rows);
    c->rows[c->count++] = row;
    return true;
}

/* The versions before C's document, the latest first. A damaged file may lead in a circle. */
static enum err_code list_versions(struct store *s, struct carry *c, struct err *e)
{
    struct document d;
    size_t cap = 0;
    int64_t id = c->document;
    for (size_t n = 0; n < VERSIONS_MAX; n++) {
        enum err_code rc = store_document_get(s, id, &d, e);
        if (rc)
            return n && rc == ERR_NOT_FOUND ? ERR_OK : rc;
        id = d.previous;
        document_clear(&d);
        if (!id || id == c->document)
            return ERR_OK;
        for (size_t i = 0; i < c->version_count; i++)
            if (c->versions[i].document == id)
                return ERR_OK;
        c->versions = mem_grow(c->versions, &cap, c->version_count + 1, sizeof *c->versions);
        c->versions[c->version_count++] = (struct carry_version){.document = id};
    }
    return ERR_OK;
}

static enum err_code list_rows(struct store *s, struct carry *c, struct err *e)
{
    struct listing l = {.carry = c};
    struct store_filter f = {.document = c->document};
    enum err_code rc = store_annotations(s, &f, add_copy, &l, e);
    for (size_t i = 0; !rc && i < c->version_count; i++) {
        f.document = c->versions[i].document;
        l.version = i + 1;
        rc = store_annotations(s, &f, add_copy, &l, e);
    }
    if (l.copy_count)
        qsort(l.copies, l.copy_count, sizeof *l.copies, by_from);
    for (size_t i = 0; !rc && i < c->version_count; i++) {
        f.document = c->versions[i].document;
        l.version = i;
        rc = store_annotations(s, &f, add_row, &l, e);
    }
    free(l.copies);
    return rc;
}

static void clear_rows(struct carry *c)
{
    for (size_t i = 0; i < c->count; i++)
        annotation_clear(&c->rows[i].note);
    free(c->rows);
    c->rows = NULL;
    c->count = c->cap = 0;
}

void carry_clear(struct carry *c)
{
    clear_rows(c);
    for (size_t i = 0; i < c->version_count; i++) {
        anchors_free(c->versions[i].anchors);
        reading_clear(&c->versions[i].reading);
    }
    free(c->versions);
    reading_clear(&c->reading);
    *c = (struct carry){0};
}

enum err_code carry_list(struct store *s, int64_t document, struct carry *out, struct err *e)
{
    *out = (struct carry){.document = document};
    enum err_code rc = list_versions(s, out, e);
    if (!rc)
        rc = list_rows(s, out, e);
    if (rc)
        carry_clear(out);
    return rc;
}

/* ---- finding ---- */

static enum err_code need_version(struct store *s, struct carry *c, struct carry_version *v, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (!c->reading.text)
        rc = reading_load(s, c->document, &c->reading, e);
    if (!rc && !v->reading.text)
        rc = reading_load(s, v->document, &v->reading, e);
    return rc;
}

enum err_code carry_find(struct store *s, struct carry *c, struct err *e)
{
    for (size_t i = 0; i < c->count; i++) {
        struct carry_row *row = &c->rows[i];
        struct carry_version *v = &c->versions[row->version];
        if (row->known)
            continue;
        enum err_code rc = need_version(s, c, v, e);
        if (rc)
            return rc;
        row->known = true;
        if (row->carried)
            continue;
        if (!v->anchors)
            v->anchors = anchors_new(v->reading.flow, c->reading.flow);
        struct span span = {(size_t)row->note.start, (size_t)row->note.end};
        struct anchored found = anchor_find(v->anchors, span);
        row->state = (enum carry_state)found.kind;
        row->span = found.span;
        row->likeness = found.likeness;
    }
    return ERR_OK;
}

/* What was found before, by the annotation. */
struct before {
    int64_t id;
    const struct carry_row *row;
};

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct before *)a)->id, y = ((const struct before *)b)->id;
    return (x > y) - (x < y);
}

/* What was found for an annotation that is where it was. */
static void keep_found(struct carry_row *row, const struct before *all, size_t n)
{
    struct before key = {.id = row->note.id};
    const struct before *found = n ? bsearch(&key, all, n, sizeof *all, by_id) : NULL;
    const struct carry_row *old = found ? found->row : NULL;
    if (!old || old->note.start != row->note.start || old->note.end != row->note.end || !old->known)
        return;
    row->known = row->carried || !old->carried;
    if (row->carried || old->carried)
        return;
    row->state = old->state;
    row->span = old->span;
    row->likeness = old->likeness;
}

enum err_code carry_refresh(struct store *s, struct carry *c, struct err *e)
{
    struct carry fresh = *c, old = *c;
    fresh.rows = NULL;
    fresh.count = fresh.cap = 0;
    enum err_code rc = list_rows(s, &fresh, e);
    if (rc) {
        clear_rows(&fresh);
        return rc;
    }
    struct before *all = mem_alloc(old.count + 1, sizeof *all);
    for (size_t i = 0; i < old.count; i++)
        all[i] = (struct before){old.rows[i].note.id, &old.rows[i]};
    if (old.count)
        qsort(all, old.count, sizeof *all, by_id);
    for (size_t i = 0; i < fresh.count; i++)
        keep_found(&fresh.rows[i], all, old.count);
    free(all);
    clear_rows(&old);
    *c = fresh;
    return ERR_OK;
}

/* ---- what is asked about it ---- */

bool carry_is_ours(const struct store *s, const struct carry_row *row)
{
    return row->note.reviewer == store_reviewer(s) || store_role(s) == ROLE_LEAD;
}

void carry_count(const struct carry *c, size_t out[CARRY_STATES])
{
    memset(out, 0, CARRY_STATES * sizeof *out);
    for (size_t i = 0; i < c->count; i++)
        out[c->rows[i].state]++;
}

static const char *words(const struct reading *r, struct span span, size_t *n)
{
    *n = 0;
    return r->flow ? flow_quote(r->flow, span, n) : "";
}

const char *carry_old_words(const struct carry *c, const struct carry_row *row, size_t *n)
{
    struct span span = {(size_t)row->note.start, (size_t)row->note.end};
    return words(&c->versions[row->version].reading, span, n);
}

const char *carry_new_words(const struct carry *c, const struct carry_row *row, size_t *n)
{
    return words(&c->reading, row->span, n);
}

enum err_code carry_accept(struct store *s, struct carry *c, size_t i, struct err *e)
{
    struct carry_row *row = &c->rows[i];
    struct annotation made;
    if (row->state == CARRY_CARRIED)
        return err_set(e, ERR_EXISTS, _("this annotation was carried over already"));
    if (row->state == CARRY_LOST)
        return err_set(e, ERR_NOT_FOUND, _("this passage is not in the newer version: tag by hand what stands for it"));
    enum err_code rc = store_carry(s, row->note.id, row->note.revision, c->document, (int64_t)row->span.start,
                                   (int64_t)row->span.end, row->state != CARRY_CHANGED, &made, e);
    if (rc)
        return rc;
    row->state = CARRY_CARRIED;
    row->carried = made.id;
    annotation_clear(&made);
    return ERR_OK;
}
