#include "exchange/link_ends.h"

#include "base/mem.h"

#include <stdlib.h>

struct loading {
    struct link_ends *ends;
    int64_t document;
};

static bool stop_at_first(void *ctx, const struct link *l)
{
    (void)l;
    *(bool *)ctx = true;
    return false;
}

enum err_code link_ends_any(struct store *s, bool *any, struct err *e)
{
    *any = false;
    return store_links(s, NULL, stop_at_first, any, e);
}

static void add(struct link_ends *l, struct link_end end)
{
    l->all = mem_grow(l->all, &l->cap, l->count + 1, sizeof *l->all);
    l->all[l->count++] = end;
}

static bool collect(void *ctx, const struct link *l)
{
    struct loading *loading = ctx;
    enum relation relation = relation_of(l->from_tag, l->to_tag);
    if (l->from_document == loading->document)
        add(loading->ends, (struct link_end){l->from, l->to, l->id, relation, true});
    if (l->to_document == loading->document)
        add(loading->ends, (struct link_end){l->to, l->from, l->id, relation, false});
    return true;
}

static int by_annotation(const void *a, const void *b)
{
    const struct link_end *x = a, *y = b;
    if (x->annotation != y->annotation)
        return x->annotation < y->annotation ? -1 : 1;
    return x->link < y->link ? -1 : x->link > y->link;
}

enum err_code link_ends_load(struct store *s, int64_t document, struct link_ends *out, struct err *e)
{
    struct loading loading = {out, document};
    *out = (struct link_ends){0};
    enum err_code rc = store_links(s, &(struct link_filter){.document = document}, collect, &loading, e);
    if (rc)
        link_ends_clear(out);
    else if (out->count > 1)
        qsort(out->all, out->count, sizeof *out->all, by_annotation);
    return rc;
}

void link_ends_clear(struct link_ends *l)
{
    free(l->all);
    *l = (struct link_ends){0};
}

enum err_code link_ends_add(struct store *s, const struct link_ends *l, int64_t annotation, enum relation relation,
                            bool out, struct str *uuids, struct err *e)
{
    size_t low = 0, high = l->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (l->all[mid].annotation < annotation)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < l->count && l->all[low].annotation == annotation; low++) {
        if (l->all[low].relation != relation || l->all[low].out != out)
            continue;
        struct annotation other;
        enum err_code rc = store_annotation_get(s, l->all[low].other, &other, e);
        if (rc)
            return rc;
        str_addf(uuids, "%s%s", uuids->len > 0 ? " " : "", other.uuid);
        annotation_clear(&other);
    }
    return ERR_OK;
}
