#include "base/lookup.h"

#include "base/mem.h"

#include <string.h>

void lookup_clear(struct lookup *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->all[i].name);
    free(l->all);
    free(l->buckets);
    *l = (struct lookup){0};
}

/* FNV-1a. */
static uint64_t hash_of(int64_t place, const char *name)
{
    const uint64_t prime = 0x100000001b3;
    uint64_t h = 0xcbf29ce484222325;
    for (int i = 0; i < 64; i += 8)
        h = (h ^ (((uint64_t)place >> i) & 0xff)) * prime;
    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * prime;
    return h;
}

/* The first of a bucket is the one that was put in last. */
static void chain(struct lookup *l, size_t i)
{
    size_t *bucket = &l->buckets[l->all[i].hash % l->bucket_count];
    l->all[i].next = *bucket;
    *bucket = i + 1;
}

static void make_room(struct lookup *l)
{
    l->all = mem_grow(l->all, &l->cap, l->count + 1, sizeof *l->all);
    if (l->count < l->bucket_count)
        return;
    free(l->buckets);
    l->bucket_count = 2 * l->bucket_count + 61;
    l->buckets = mem_zero(l->bucket_count, sizeof *l->buckets);
    for (size_t i = 0; i < l->count; i++)
        chain(l, i);
}

void lookup_add(struct lookup *l, int64_t place, const char *name, int64_t value)
{
    make_room(l);
    l->all[l->count] = (struct lookup_entry){mem_dup(name), hash_of(place, name), place, value, 0};
    chain(l, l->count++);
}

/* The index + 1 of the first entry at or behind I, also such an index, that is NAME in PLACE; 0: none. */
static size_t same(const struct lookup *l, size_t i, uint64_t hash, int64_t place, const char *name)
{
    while (i) {
        const struct lookup_entry *x = &l->all[i - 1];
        if (x->value && x->hash == hash && x->place == place && strcmp(x->name, name) == 0)
            return i;
        i = x->next;
    }
    return 0;
}

static size_t first(const struct lookup *l, uint64_t hash, int64_t place, const char *name)
{
    return l->bucket_count ? same(l, l->buckets[hash % l->bucket_count], hash, place, name) : 0;
}

void lookup_remove(struct lookup *l, int64_t place, const char *name, int64_t value)
{
    uint64_t hash = hash_of(place, name);
    for (size_t i = first(l, hash, place, name); i; i = same(l, l->all[i - 1].next, hash, place, name))
        if (l->all[i - 1].value == value)
            l->all[i - 1].value = 0;
}

int64_t lookup_find(const struct lookup *l, int64_t place, const char *name, int64_t but)
{
    uint64_t hash = hash_of(place, name);
    int64_t found = 0;
    for (size_t i = first(l, hash, place, name); i; i = same(l, l->all[i - 1].next, hash, place, name))
        if (l->all[i - 1].value != but)
            found = l->all[i - 1].value;
    return found;
}
