#include "db/internal.h"

#include <string.h>

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

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t c, const struct range *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c >= table[i].first && c <= table[i].last)
            return true;
    return false;
}

/* The code point of the LEN bytes at U. */
static uint32_t decode(const unsigned char *u, size_t len)
{
    uint32_t c = len == 1 ? u[0] : u[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++)
        c = c << 6 | (u[i] & 0x3F);
    return c;
}

static bool is_white(uint32_t c)
{
    static const struct range white[] = {{0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                         {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
    return is_in(c, white, sizeof white / sizeof *white);
}

static bool is_unseen(uint32_t c)
{
    static const struct range unseen[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    return is_in(c, unseen, sizeof unseen / sizeof *unseen);
}

/* The code point at *I of the N bytes at P, and *I behind it. False at the end, and where it is ill-formed. */
static bool next(const char *p, size_t n, size_t *i, uint32_t *c)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t len = *i < n ? sequence(u + *i, n - *i) : 0;
    if (len == 0)
        return false;
    *c = decode(u + *i, len);
    *i += len;
    return true;
}

size_t points_next(const char *s, uint32_t *c)
{
    size_t i = 0;
    return next(s, strnlen(s, 4), &i, c) ? i : 0;
}

bool points_is_blank(uint32_t c)
{
    return is_white(c) || (c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029;
}

bool points_are_seen(const char *p, size_t n)
{
    uint32_t c;
    size_t i = 0;
    for (bool first = true; next(p, n, &i, &c); first = false)
        if (is_unseen(c) || ((first || i == n) && is_white(c)))
            return false;
    return i == n;
}

bool points_are_white(const char *p, size_t n)
{
    uint32_t c;
    size_t i = 0;
    while (next(p, n, &i, &c))
        if (!is_white(c) && !is_unseen(c))
            return false;
    return i == n;
}
