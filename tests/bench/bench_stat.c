#include "tests/bench/bench_stat.h"

#include "base/mem.h"

#include <stdlib.h>

void bench_stat_add(struct bench_stat *s, double value)
{
    s->value = mem_grow(s->value, &s->cap, s->n + 1, sizeof *s->value);
    s->value[s->n++] = value;
}

void bench_stat_clear(struct bench_stat *s)
{
    free(s->value);
    *s = (struct bench_stat){0};
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct bench_figures bench_stat_figures(struct bench_stat *s)
{
    struct bench_figures f = {.n = s->n};
    if (s->n == 0)
        return f;
    qsort(s->value, s->n, sizeof *s->value, by_size);
    for (size_t i = 0; i < s->n; i++)
        f.mean += s->value[i] / (double)s->n;
    f.min = s->value[0];
    f.max = s->value[s->n - 1];
    f.median = (s->value[(s->n - 1) / 2] + s->value[s->n / 2]) / 2;
    f.p99 = s->value[(s->n * 99 + 99) / 100 - 1];
    return f;
}

struct bench_figures bench_stat_one(double value)
{
    return (struct bench_figures){.n = 1, .min = value, .median = value, .mean = value, .p99 = value, .max = value};
}
