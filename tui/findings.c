#include "tui/findings.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct findings *f)
{
    f->count = f->document_count = f->documents_read = 0;
    f->listed = f->done = false;
}

void findings_begin(struct findings *f, struct store *store, const struct filter *where)
{
    forget(f);
    f->store = store;
    f->where = where;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void findings_give(struct findings *f, const int64_t *ids, size_t n)
{
    f->given = true;
    f->ids = mem_alloc(n + 1, sizeof *f->ids);
    if (n)
        memcpy(f->ids, ids, n * sizeof *f->ids);
    qsort(f->ids, n, sizeof *f->ids, by_size);
    f->id_count = n;
}

void findings_clear(struct findings *f)
{
    free(f->items);
    free(f->documents);
    free(f->ids);
    *f = (struct findings){0};
}

static bool is_given(const struct findings *f, int64_t id)
{
    return !f->given || bsearch(&id, f->ids, f->id_count, sizeof *f->ids, by_size);
}

/* ---- reading ---- */

static bool add_document(void *ctx, const struct title *d)
{
    struct findings *f = ctx;
    f->documents = mem_grow(f->documents, &f->document_capacity, f->document_count + 1, sizeof *f->documents);
    f->documents[f->document_count++] = d->id;
    return true;
}

static bool add_item(void *ctx, const struct brief *b)
{
    struct findings *f = ctx;
    if (!is_given(f, b->id))
        return true;
    f->items = mem_grow(f->items, &f->capacity, f->count + 1, sizeof *f->items);
    f->items[f->count++] = (struct finding){b->id, (uint32_t)f->documents_read, (uint32_t)b->start, (uint32_t)b->end};
    return true;
}

enum err_code findings_step(struct findings *f, size_t budget, struct err *e)
{
    size_t until = f->count + budget, documents = budget / 16 + 1; /* one without annotations is not for nothing */
    enum err_code rc = ERR_OK;
    if (!f->listed) {
        f->listed = true;
        return store_titles(f->store, add_document, f, e);
    }
    for (; !rc && f->documents_read < f->document_count && f->count < until && documents; documents--) {
        int64_t id = f->documents[f->documents_read];
        rc = store_briefs(f->store, id, id, f->where, add_item, f, e);
        f->documents_read++;
    }
    f->done = rc || f->documents_read == f->document_count;
    return rc;
}

int findings_percent(const struct findings *f)
{
    return f->document_count ? (int)(f->documents_read * 100 / f->document_count) : 0;
}

/* ---- changes ---- */

size_t findings_at(const struct findings *f, int64_t id)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].id == id)
            return i;
    return SIZE_MAX;
}

static void take_out(struct findings *f, int64_t id)
{
    size_t at = findings_at(f, id);
    if (at == SIZE_MAX)
        return;
    memmove(&f->items[at], &f->items[at + 1], (f->count - at - 1) * sizeof *f->items);
    f->count--;
}

static int by_place(const struct finding *x, const struct finding *y)
{
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static void put_in(struct findings *f, const struct finding *one)
{
    size_t from = 0, to = f->count;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (by_place(&f->items[mid], one) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    f->items = mem_grow(f->items, &f->capacity, f->count + 1, sizeof *f->items);
    memmove(&f->items[from + 1], &f->items[from], (f->count - from) * sizeof *f->items);
    f->items[from] = *one;
    f->count++;
}

/* The index of document ID among those that were read; SIZE_MAX where it is not. */
static size_t read_document(const struct findings *f, int64_t id)
{
    for (size_t i = 0; i < f->documents_read; i++)
        if (f->documents[i] == id)
            return i;
    return SIZE_MAX;
}

enum err_code findings_renew(struct findings *f, int64_t id, struct err *e)
{
    struct annotation a;
    bool passes = false;
    take_out(f, id);
    if (!is_given(f, id))
        return ERR_OK;
    enum err_code rc = store_annotation_get(f->store, id, &a, e);
    if (rc)
        return rc == ERR_NOT_FOUND ? ERR_OK : rc;
    size_t document = read_document(f, a.document);
    if (document != SIZE_MAX)
        rc = store_filter_matches(f->store, f->where, id, &passes, e);
    if (!rc && passes)
        put_in(f, &(struct finding){id, (uint32_t)document, (uint32_t)a.start, (uint32_t)a.end});
    annotation_clear(&a);
    return rc;
}
