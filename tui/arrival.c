#include "tui/arrival.h"

#include <string.h>

static void forget(struct arrivals *a, size_t i)
{
    memmove(a->items + i, a->items + i + 1, (--a->count - i) * sizeof *a->items);
}

void arrival_add(struct arrivals *a, int64_t id, int64_t now)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].id == id) {
            forget(a, i);
            break;
        }
    if (a->count == ARRIVAL_MAX)
        forget(a, 0);
    a->items[a->count++] = (struct arrival){id, now + ARRIVAL_MS};
}

bool arrival_is(const struct arrivals *a, int64_t id)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].id == id)
            return true;
    return false;
}

bool arrival_fade(struct arrivals *a, int64_t now)
{
    size_t before = a->count;
    while (a->count && a->items[0].until <= now)
        forget(a, 0);
    return a->count < before;
}
