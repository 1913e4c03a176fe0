#include "base/mem.h"

#include <stdint.h>
#include <string.h>

static void *checked(void *p)
{
    if (!p)
        abort();
    return p;
}

static size_t product(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        abort();
    size_t total = n * size;
    return total ? total : 1;
}

void *mem_alloc(size_t n, size_t size)
{
    return checked(malloc(product(n, size)));
}

void *mem_zero(size_t n, size_t size)
{
    return checked(calloc(1, product(n, size)));
}

void *mem_resize(void *p, size_t n, size_t size)
{
    return checked(realloc(p, product(n, size)));
}

char *mem_ndup(const void *p, size_t n)
{
    if (!p)
        return NULL;
    if (n == SIZE_MAX)
        abort();
    char *copy = mem_alloc(n + 1, 1);
    memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

char *mem_dup(const char *s)
{
    return s ? mem_ndup(s, strlen(s)) : NULL;
}

void *mem_grow(void *p, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap)
        return p;
    size_t next = *cap + *cap / 2 + 8;
    if (next < want)
        next = want;
    p = mem_resize(p, next, size);
    *cap = next;
    return p;
}
