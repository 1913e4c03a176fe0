#include "tui/history_rows.h"

#include "base/mem.h"

#include <string.h>

static void free_row(struct history_row *r)
{
    free((char *)r->change.reviewer_name);
    free((char *)r->change.session);
    free((char *)r->change.entity);
    free((char *)r->change.action);
    free((char *)r->change.before);
    free((char *)r->change.after);
    free(r->words);
    free(r->was);
    free(r->is);
}

void history_rows_clear(struct history_rows *h)
{
    for (size_t i = 0; i < h->count; i++)
        free_row(&h->items[i]);
    free(h->items);
    *h = (struct history_rows){0};
}

static bool add(void *ctx, const struct change *c)
{
    struct history_rows *h = ctx;
    h->items = mem_grow(h->items, &h->capacity, h->count + 1, sizeof *h->items);
    struct history_row *row = &h->items[h->count++];
    *row = (struct history_row){.change = *c};
    row->change.reviewer_name = mem_dup(c->reviewer_name);
    row->change.session = mem_dup(c->session);
    row->change.entity = mem_dup(c->entity);
    row->change.action = mem_dup(c->action);
    row->change.before = mem_dup(c->before);
    row->change.after = mem_dup(c->after);
    return h->count < HISTORY_STEP;
}

/* The rows of one step in the order of the file. */
static enum err_code read_step(struct history_rows *out, struct store *s, const struct change_filter *f, struct err *e)
{
    *out = (struct history_rows){0};
    enum err_code rc = store_changes(s, f, add, out, e);
    if (rc)
        history_rows_clear(out);
    return rc;
}

static void turn_round(struct history_rows *h)
{
    for (size_t i = 0; i < h->count / 2; i++) {
        struct history_row row = h->items[i];
        h->items[i] = h->items[h->count - 1 - i];
        h->items[h->count - 1 - i] = row;
    }
}

enum err_code history_rows_load(struct history_rows *h, struct store *s, const struct change_filter *filter,
                                bool oldest, struct err *e)
{
    struct change_filter f = *filter;
    f.before = f.after = 0;
    f.newest_first = !oldest;
    history_rows_clear(h);
    enum err_code rc = read_step(h, s, &f, e);
    h->filter = *filter;
    h->newest = !oldest || h->count < HISTORY_STEP;
    h->oldest = oldest || h->count < HISTORY_STEP;
    if (oldest)
        turn_round(h);
    return rc;
}

static void insert(struct history_rows *h, size_t at, struct history_rows *take_more)
{
    if (take_more->count == 0)
        return;
    h->items = mem_grow(h->items, &h->capacity, h->count + take_more->count, sizeof *h->items);
    memmove(h->items + at + take_more->count, h->items + at, (h->count - at) * sizeof *h->items);
    memcpy(h->items + at, take_more->items, take_more->count * sizeof *h->items);
    h->count += take_more->count;
    free(take_more->items);
}

static void drop(struct history_rows *h, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        free_row(&h->items[i]);
    memmove(h->items + from, h->items + from + n, (h->count - from - n) * sizeof *h->items);
    h->count -= n;
}

enum err_code history_rows_more(struct history_rows *h, struct store *s, bool older, size_t *added, size_t *dropped,
                                struct err *e)
{
    struct history_rows more;
    struct change_filter f = h->filter;
    *added = *dropped = 0;
    f.newest_first = older;
    f.before = older && h->count ? h->items[h->count - 1].change.seq : 0;
    f.after = !older && h->count ? h->items[0].change.seq : 0;
    enum err_code rc = read_step(&more, s, &f, e);
    if (rc)
        return rc;
    *added = more.count;
    if (older)
        h->oldest = more.count < HISTORY_STEP;
    else
        h->newest = more.count < HISTORY_STEP;
    if (!older)
        turn_round(&more);
    insert(h, older ? h->count : 0, &more);
    if (h->count <= HISTORY_MAX)
        return ERR_OK;
    *dropped = h->count - HISTORY_MAX;
    drop(h, older ? 0 : HISTORY_MAX, *dropped);
    h->newest = h->newest && !older;
    h->oldest = h->oldest && older;
    return ERR_OK;
}
