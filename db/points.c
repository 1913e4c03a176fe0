#include "db/internal.h"

/* The length of the sequence at P (N bytes left), 0 where it is ill-formed. */
static size_t sequence(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    size_t len = p[0] >= 0xC2 && p[0] <= 0xDF   ? 2
                 : p[0] >= 0xE0 && p[0] <= 0xEF ? 3
                 : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4
                                                : 0;
    if (len == 0 || len > n)
        return 0;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return len;
}

bool points_count(const char *p, size_t n, int64_t *count)
{
    const unsigned char *u = (const unsigned char *)p;
    int64_t points = 0;
    for (size_t i = 0; i < n; points++) {
        size_t len = sequence(u + i, n - i);
        if (len == 0)
            return false;
        i += len;
    }
    if (count)
        *count = points;
    return true;
}
