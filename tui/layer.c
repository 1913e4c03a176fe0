#include "tui/layer.h"

#include "base/mem.h"
#include "db/filter.h"

#include <string.h>

void layer_clear(struct layer *l)
{
    free(l->reviewers);
    str_clear(&l->sign);
    *l = (struct layer){
        .expression = l->expression, .where = l->where, .unsettled = l->unsettled, .settled_ms = l->settled_ms};
}

void layer_filter(struct layer *l, const char *expression, struct filter *take_where)
{
    free(l->expression);
    filter_free(&l->where);
    l->expression = take_where ? mem_dup(expression) : NULL;
    l->where = take_where;
}

/* Where REVIEWER stands in the list, or its end. */
static size_t place_of(const struct layer *l, int64_t reviewer)
{
    size_t i = 0;
    while (i < l->count && l->reviewers[i] != reviewer)
        i++;
    return i;
}

bool layer_shows(const struct layer *l, int64_t reviewer)
{
    if (!l || l->kind == LAYER_ALL)
        return true;
    return (place_of(l, reviewer) < l->count) == (l->kind == LAYER_ONLY);
}

void layer_only(struct layer *l, int64_t reviewer)
{
    layer_clear(l);
    l->kind = LAYER_ONLY;
    layer_set(l, reviewer, true);
}

void layer_set(struct layer *l, int64_t reviewer, bool shown)
{
    if (layer_shows(l, reviewer) == shown)
        return;
    if (l->kind == LAYER_ALL)
        l->kind = LAYER_WITHOUT;
    size_t at = place_of(l, reviewer);
    if (at < l->count) {
        memmove(l->reviewers + at, l->reviewers + at + 1, (--l->count - at) * sizeof *l->reviewers);
    } else {
        l->reviewers = mem_grow(l->reviewers, &l->capacity, l->count + 1, sizeof *l->reviewers);
        l->reviewers[l->count++] = reviewer;
    }
    if (l->kind == LAYER_WITHOUT && l->count == 0)
        layer_clear(l);
}
