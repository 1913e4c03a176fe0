/* Numbers by name: a hash table in memory. */
#ifndef ZHUPI_BASE_LOOKUP_H
#define ZHUPI_BASE_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

struct lookup_entry {
    char *name;
    uint64_t hash;
    int64_t place; /* what the name belongs to: equal names in different places are not the same */
    int64_t value; /* 0: it was taken out */
    size_t next;   /* of the same bucket: the index + 1, or 0 */
};

/* Zeroed it is empty. Free with lookup_clear. */
struct lookup {
    struct lookup_entry *all; /* in the order in which they were put in */
    size_t count, cap;
    size_t *buckets; /* the index + 1 of the first entry, or 0 */
    size_t bucket_count;
};

void lookup_clear(struct lookup *l);

/* Put VALUE, which is not 0, under NAME in PLACE, where other values may be already. NAME is copied. */
void lookup_add(struct lookup *l, int64_t place, const char *name, int64_t value);

/* Take VALUE out there. */
void lookup_remove(struct lookup *l, int64_t place, const char *name, int64_t value);

/* The value other than BUT that was put there first; 0: none. */
int64_t lookup_find(const struct lookup *l, int64_t place, const char *name, int64_t but);

#endif
