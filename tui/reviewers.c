#include "tui/reviewers.h"

#include "base/mem.h"

#include <string.h>

static bool add(void *ctx, const struct reviewer *r)
{
    struct reviewers *all = ctx;
    all->items = mem_grow(all->items, &all->capacity, all->count + 1, sizeof *all->items);
    struct reviewer *copy = &all->items[all->count++];
    *copy = *r;
    copy->name = mem_dup(r->name);
    copy->account = mem_dup(r->account);
    return true;
}

enum err_code reviewers_load(struct reviewers *r, struct store *s, struct err *e)
{
    reviewers_clear(r);
    return store_reviewers(s, add, r, e);
}

void reviewers_clear(struct reviewers *r)
{
    for (size_t i = 0; i < r->count; i++)
        reviewer_clear(&r->items[i]);
    free(r->items);
    *r = (struct reviewers){0};
}

const struct reviewer *reviewers_get(const struct reviewers *r, int64_t id)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].id == id)
            return &r->items[i];
    return NULL;
}

const char *reviewers_name(const struct reviewers *r, int64_t id)
{
    const struct reviewer *one = reviewers_get(r, id);
    return one ? one->name : "";
}

const struct reviewer *reviewers_at(const struct reviewers *r, const char *words, size_t *bytes)
{
    const struct reviewer *best = NULL;
    size_t length = 0;
    for (size_t i = 0; i < r->count; i++) {
        size_t n = strlen(r->items[i].name);
        if (n > length && strncmp(words, r->items[i].name, n) == 0 && strchr(" ,", words[n])) {
            best = &r->items[i];
            length = n;
        }
    }
    *bytes = length + strspn(words + length, " ,");
    return best;
}
