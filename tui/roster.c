#include "tui/roster.h"

#include "base/mem.h"

void roster_clear(struct roster *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->items[i].name);
    free(all->items);
    *all = (struct roster){0};
}

static bool add(void *ctx, const struct reviewer *r)
{
    struct roster *all = ctx;
    all->items = mem_grow(all->items, &all->capacity, all->count + 1, sizeof *all->items);
    all->items[all->count++] = (struct roster_entry){r->id, mem_dup(r->name)};
    return true;
}

enum err_code roster_load(struct roster *all, struct store *store, struct err *e)
{
    roster_clear(all);
    return store_reviewers(store, add, all, e);
}

const char *roster_name(const struct roster *all, int64_t id)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].id == id)
            return all->items[i].name;
    return "";
}
