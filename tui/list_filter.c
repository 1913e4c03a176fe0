/* The filter of the list: names are looked through at each key, anything else is found in steps between keys. */
#include "tui/list_own.h"

#include "base/clock.h"
#include "base/mem.h"
#include "db/filter.h"
#include "tui/filters.h"

#include <string.h>

#define FIND_AGAIN_MS 1000 /* while others change what passes */

const char *list_filter(const struct view *v, const struct app *app)
{
    (void)app;
    return str_z(&list_self(v)->rows.filter);
}

/* The documents of a damaged file may have ids that lie far apart: then all are one step. */
static int64_t last_id(const struct list *l)
{
    int64_t last = 0, count = (int64_t)l->tally.document_count;
    for (size_t i = 0; i < l->tally.document_count; i++)
        if (l->tally.documents[i].document.id > last)
            last = l->tally.documents[i].document.id;
    return last > 64 * count ? INT64_MAX : last;
}

static enum err_code find_on(struct list *l, struct app *app, struct err *e)
{
    bool changed;
    enum err_code rc = list_rows_step(&l->rows, app->store, last_id(l), &changed, e);
    if (changed)
        l->found_ms = clock_monotonic_ms();
    if (changed)
        list_shape(l, app);
    return rc;
}

enum err_code list_set_filter(struct view *v, struct app *app, const char *expression, struct filter *take_where,
                              struct err *e)
{
    struct list *l = list_self(v);
    free(l->before);
    l->before = NULL;
    list_rows_filter(&l->rows, expression, take_where);
    list_rows_find(&l->rows);
    l->unsettled = false;
    list_shape(l, app);
    return l->rows.next ? find_on(l, app, e) : ERR_OK;
}

void list_filter_begin(struct app *app)
{
    struct list *l = list_of(app);
    if (l && !l->before) /* still the one of before the first try */
        l->before = mem_dup(str_z(&l->rows.filter));
}

/* Names are looked for at each key; anything else waits until it is typed whole. */
void list_filter_preview(struct app *app, const char *expression)
{
    struct list *l = list_of(app);
    struct filter *where = NULL;
    struct str words = {0};
    struct err e;
    size_t at;
    if (l && !filter_parse(expression, &where, &at, &e) && (!where || filter_is_words(where, &words))) {
        list_rows_filter(&l->rows, expression, where);
        list_shape(l, app);
        where = NULL;
    }
    filter_free(&where);
    str_clear(&words);
}

void list_filter_abandon(struct app *app)
{
    struct list *l = list_of(app);
    struct err e;
    char *before = l ? l->before : NULL;
    if (!before)
        return;
    l->before = NULL;
    if (strcmp(before, str_z(&l->rows.filter)) != 0 && filters_apply(app, before, &e))
        app_fail(app, &e);
    free(before);
}

/* Look for what passes; again, where something changed since, but not at each change of others. */
bool list_work(struct view *v, struct app *app)
{
    struct list *l = list_self(v);
    struct err e;
    if (l->unsettled && !l->rows.next &&
        (app->frontend->patient || clock_monotonic_ms() - l->found_ms >= FIND_AGAIN_MS)) {
        l->unsettled = false;
        list_rows_find(&l->rows);
    }
    if (!l->rows.next)
        return false;
    if (find_on(l, app, &e))
        app_fail(app, &e);
    return true;
}
