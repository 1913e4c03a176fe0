#include "text/noise.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <string.h>

static const struct {
    const char *name, *one, *many;
} kinds[NOISE_KINDS] = {
    [NOISE_HAND] = {"hand", N_("passage marked by hand"), N_("passages marked by hand")},
    [NOISE_PAGE] = {"page", N_("page mark"), N_("page marks")},
    [NOISE_NUMBER] = {"number", N_("stray number"), N_("stray numbers")},
    [NOISE_RUNNING] = {"running", N_("header or footer"), N_("headers and footers")},
    [NOISE_SITE] = {"site", N_("piece of a web site"), N_("pieces of a web site")},
    [NOISE_PAYWALL] = {"paywall", N_("paywall mark"), N_("paywall marks")},
    [NOISE_READING] = {"reading", N_("reading in brackets"), N_("readings in brackets")},
    [NOISE_REFERENCE] = {"reference", N_("footnote mark"), N_("footnote marks")},
};

const char *noise_kind_name(enum noise_kind kind)
{
    return kinds[kind].name;
}

bool noise_kind_parse(const char *name, enum noise_kind *out)
{
    for (int i = 0; i < NOISE_KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *out = (enum noise_kind)i;
            return true;
        }
    return false;
}

const char *noise_kind_label(enum noise_kind kind, unsigned long n)
{
    return i18n_plural(kinds[kind].one, kinds[kind].many, n);
}

void noise_list_add(struct noise_list *l, struct span span, enum noise_kind kind)
{
    l->all = mem_grow(l->all, &l->cap, l->count + 1, sizeof *l->all);
    l->all[l->count++] = (struct noise){span, kind};
}

void noise_list_clear(struct noise_list *l)
{
    free(l->all);
    *l = (struct noise_list){0};
}

static int by_start(const void *a, const void *b)
{
    const struct noise *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return (x->span.end < y->span.end) - (x->span.end > y->span.end); /* the longer one first */
}

void noise_list_settle(struct noise_list *l, const struct text *t)
{
    size_t kept = 0, reached = 0;
    if (l->count)
        qsort(l->all, l->count, sizeof *l->all, by_start);
    for (size_t i = 0; i < l->count; i++) {
        struct noise n = l->all[i];
        n.span = text_snap(t, n.span);
        if (n.span.start < reached)
            n.span.start = reached;
        if (n.span.start >= n.span.end)
            continue;
        reached = n.span.end;
        l->all[kept++] = n;
    }
    l->count = kept;
}
