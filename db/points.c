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

/* The rules of sequence for 64 bytes at once, of which the first follows whole characters or the block before: without
 * a branch, one byte like the other, so that compilers do many in one instruction. A byte continues a character where,
 * and only where, a lead up to three bytes before asks for it. Counts the bytes that continue one. */
#define BLOCK 64

static bool block_is_valid(const unsigned char *u, size_t *continued)
{
    unsigned char bad = 0, count = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = u[i], c1 = u[i - 1], c2 = u[i - 2], c3 = u[i - 3];
        unsigned char continues = (c & 0xC0) == 0x80;
        unsigned char asked = (unsigned char)(c1 >= 0xC0) | (unsigned char)(c2 >= 0xE0) | (unsigned char)(c3 >= 0xF0);
        bad |= continues ^ asked;
        bad |= (unsigned char)(c == 0) | (unsigned char)((c & 0xFE) == 0xC0) | (unsigned char)(c > 0xF4);
        bad |= (unsigned char)(c1 == 0xE0) & (unsigned char)(c < 0xA0);
        bad |= (unsigned char)(c1 == 0xED) & (unsigned char)(c > 0x9F);
        bad |= (unsigned char)(c1 == 0xF0) & (unsigned char)(c < 0x90);
        bad |= (unsigned char)(c1 == 0xF4) & (unsigned char)(c > 0x8F);
        count += continues;
    }
    *continued = count;
    return !bad;
}

/* How many of the bytes before U + I begin a character that goes on at I. */
static size_t unfinished(const unsigned char *u, size_t i)
{
    return u[i - 1] >= 0xC0 ? 1 : u[i - 2] >= 0xE0 ? 2 : u[i - 3] >= 0xF0 ? 3 : 0;
}

/* Go over whole blocks from I on, where a character begins and three bytes lie before. Returns where the first
 * character begins that is not in them; the characters before it are added to POINTS. */
static size_t skip_blocks(const unsigned char *u, size_t i, size_t n, int64_t *points)
{
    size_t at = i, continued;
    for (; n - at >= BLOCK && block_is_valid(u + at, &continued); at += BLOCK)
        *points += (int64_t)(BLOCK - continued);
    size_t begun = at > i ? unfinished(u, at) : 0;
    *points -= begun > 0;
    return at - begun;
}

size_t points_valid(const char *p, size_t n, int64_t *points)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t i = 0, len = 1;
    *points = 0;
    while (i < n && len > 0) {
        if (i >= 3)
            i = skip_blocks(u, i, n, points);
        len = i < n ? sequence(u + i, n - i) : 0;
        i += len;
        *points += len > 0;
    }
    return i;
}

bool points_count(const char *p, size_t n, int64_t *count)
{
    int64_t points;
    if (points_valid(p, n, &points) < n)
        return false;
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
