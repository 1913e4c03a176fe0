#include "tests/hostile_text.h"

#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

/* Some of each kind first. */
static const uint32_t first[] = {
    0x1B,   0x08,   0x0D,    0x9B,   /* ESC, BS, CR, CSI */
    0x202E, 0x2066, 0x200B,  0xFEFF, /* right to left, isolated; no width */
    0x9D,   0x07,   0xE0041, 0xE000, /* OSC, BEL, a tag, private use */
    0x200D, 0x7F,   0xFFFF,  0x378,  /* joiner, DEL, no character, unassigned */
};

/* All of it, from and up to. Variation selectors are left out: behind a character they are taken in without a trace. */
static const struct {
    uint32_t from, to;
} forbidden[] = {
    {0x01, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},      {0x378, 0x379},
    {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180E, 0x180E},    {0x200B, 0x200F},
    {0x2028, 0x202E},   {0x2060, 0x206F},   {0x2FE0, 0x2FE1},   {0x3164, 0x3164},    {0xE000, 0xE003},
    {0xF8FD, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},    {0xFFF0, 0xFFFB},
    {0xFFFE, 0xFFFF},   {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF},  {0x3FFFE, 0x3FFFF},
    {0xDFFFE, 0xE0080}, {0xE0FFE, 0xE0FFF}, {0xEFFFE, 0xF0001}, {0xFFFFD, 0x100001}, {0x10FFFD, 0x10FFFF},
};

#define FIRST (sizeof first / sizeof *first)
#define RANGES (sizeof forbidden / sizeof *forbidden)

static size_t count(void)
{
    size_t n = FIRST;
    for (size_t i = 0; i < RANGES; i++)
        n += forbidden[i].to - forbidden[i].from + 1;
    return n;
}

static uint32_t nth(size_t n)
{
    if (n < FIRST)
        return first[n];
    n -= FIRST;
    for (size_t i = 0; i < RANGES; i++) {
        size_t size = forbidden[i].to - forbidden[i].from + 1;
        if (n < size)
            return forbidden[i].from + (uint32_t)n;
        n -= size;
    }
    return first[0]; /* fills the last handful up */
}

size_t hostile_handfuls(void)
{
    return (count() + HOSTILE_HANDFUL - 1) / HOSTILE_HANDFUL;
}

void hostile_handful(size_t n, char out[HOSTILE_BYTES])
{
    char *p = out + sprintf(out, "\xCC\x81%s", HOSTILE_BAR);
    n %= hostile_handfuls();
    for (size_t i = 0; i < HOSTILE_HANDFUL; i++) {
        p += u8_uctomb((uint8_t *)p, nth(n * HOSTILE_HANDFUL + i), 4);
        p += sprintf(p, "%s", HOSTILE_BAR);
    }
}

/* Beyond the list: whatever is control, format, surrogate, private use or unassigned (General_Category C), or a line or
 * paragraph separator, or not to be seen by default. A joiner in a family of emoji is no exception: it is not drawn. */
bool hostile_point(uint32_t c)
{
    for (size_t i = 0; i < RANGES; i++)
        if (c >= forbidden[i].from && c <= forbidden[i].to)
            return true;
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) ||
           uc_is_property_default_ignorable_code_point(c);
}

bool hostile_seen(const char *s, size_t n, char *why, size_t size)
{
    const uint8_t *p = (const uint8_t *)s, *end = p + n;
    ucs4_t c, before = 0;
    for (; p < end; before = c) {
        int bytes = u8_mbtoucr(&c, p, (size_t)(end - p));
        if (bytes <= 0)
            return snprintf(why, size, "byte %02X is no UTF-8", *p) < 0;
        if (hostile_point(c))
            return snprintf(why, size, "U+%04X", (unsigned)c) < 0;
        if (before == 0 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
            return snprintf(why, size, "U+%04X stands on nothing", (unsigned)c) < 0;
        if (before == HOSTILE_BAR_POINT && c == HOSTILE_BAR_POINT)
            return snprintf(why, size, "what stood between two bars is not seen") < 0;
        p += bytes;
    }
    return true;
}

/* ^[ or <U+202E>, behind a bar. */
bool hostile_marked(const char *s, size_t n)
{
    static const char *const marks[] = {HOSTILE_BAR "^", HOSTILE_BAR "<"};
    for (size_t i = 0; i < 2; i++)
        if (memmem(s, n, marks[i], strlen(marks[i])))
            return true;
    return false;
}
