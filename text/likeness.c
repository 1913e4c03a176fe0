#include "text/anchor.h"

#include "base/mem.h"

#include <string.h>

/* What ends a piece: of one byte, and of three. Finer rules (unit.h) would not change the figure. */
static const char *const ends[] = {"\n", "!", "?", ";", "。", "！", "？", "；"};

struct piece {
    uint64_t hash;
    size_t bytes; /* without white space */
};

struct pieces {
    struct piece *all;
    size_t count, cap;
};

static bool ends_at(const char *s, const char *end)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if ((size_t)(end - s) >= n && memcmp(s, ends[i], n) == 0)
            return true;
    }
    return false;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const struct piece *)a)->hash, y = ((const struct piece *)b)->hash;
    return (x > y) - (x < y);
}

static void end_piece(struct pieces *out, struct piece *p)
{
    if (p->bytes) {
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = *p;
    }
    *p = (struct piece){.hash = UINT64_C(0xCBF29CE484222325)};
}

/* The pieces of T by their hash (FNV-1a), white space left out. */
static struct pieces pieces_of(const struct text *t)
{
    struct pieces out = {0};
    struct piece p = {0};
    size_t n;
    const char *s = text_slice(t, 0, text_length(t), &n), *end = s + n;
    end_piece(&out, &p);
    for (; s < end; s++) {
        if (ends_at(s, end)) {
            end_piece(&out, &p);
        } else if (*s != ' ' && *s != '\t') {
            p.hash = (p.hash ^ (unsigned char)*s) * UINT64_C(0x100000001B3);
            p.bytes++;
        }
    }
    end_piece(&out, &p);
    if (out.count)
        qsort(out.all, out.count, sizeof *out.all, by_hash);
    return out;
}

static int share(const struct pieces *small, const struct pieces *great)
{
    size_t all = 0, same = 0;
    for (size_t i = 0, j = 0; i < small->count; i++) {
        while (j < great->count && great->all[j].hash < small->all[i].hash)
            j++;
        all += small->all[i].bytes;
        if (j < great->count && great->all[j].hash == small->all[i].hash)
            same += small->all[i].bytes;
    }
    return all ? (int)(same * 100 / all) : 0;
}

int anchor_likeness(const struct text *a, const struct text *b)
{
    struct pieces x = pieces_of(a), y = pieces_of(b);
    int percent = text_length(a) <= text_length(b) ? share(&x, &y) : share(&y, &x);
    free(x.all);
    free(y.all);
    return percent;
}
