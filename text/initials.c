#include "text/initials.h"

#include "text/find.h"
#include "text/initials_table.h"

#include <stdio.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#define ZERO 0x3007 /* 〇, líng: it stands outside of the block */

static const char *others_of(uint32_t c)
{
    size_t lo = 0, hi = sizeof initials_others / sizeof *initials_others;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (initials_others[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    bool found = lo < sizeof initials_others / sizeof *initials_others && initials_others[lo].c == c;
    return found ? initials_others[lo].letters : "";
}

/* The letter of C's first reading; 0 where none is known. */
static char first_of(uint32_t c)
{
    if (c == ZERO)
        return 'l';
    if (c < INITIALS_FIRST || c > INITIALS_LAST)
        return 0;
    c -= INITIALS_FIRST;
    char letter = initials_first[c / INITIALS_ROW][c % INITIALS_ROW];
    return letter == '.' ? 0 : letter;
}

size_t initials_of(uint32_t c, char out[INITIALS_MAX])
{
    size_t n = 0;
    out[0] = first_of(c);
    if (out[0])
        n = 1 + (size_t)snprintf(out + 1, INITIALS_MAX - 1, "%s", others_of(c));
    return n;
}

/* The code point at *P, which goes behind it. */
static uint32_t next(const char **p)
{
    ucs4_t c;
    *p += u8_mbtouc(&c, (const uint8_t *)*p, strlen(*p));
    return c;
}

bool initials_any(const char *name)
{
    bool any = false;
    char letters[INITIALS_MAX];
    while (*name && !any)
        any = initials_of(next(&name), letters) > 0;
    return any;
}

/* Whether the character C of a name is meant by the typed one, folded, W. */
static bool is_meant(uint32_t c, uint32_t w)
{
    char letters[INITIALS_MAX];
    if (find_fold(c) == w)
        return true;
    return w >= 'a' && w <= 'z' && initials_of(c, letters) > 0 && strchr(letters, (int)w);
}

/* The first character of TYPED that is no blank, folded, and *P behind it; 0 at the end. */
static uint32_t next_typed(const char **p)
{
    while (**p) {
        uint32_t c = next(p);
        if (!uc_is_property_white_space(c))
            return find_fold(c);
    }
    return 0;
}

static bool stands_at(const char *name, const char *typed)
{
    uint32_t w = next_typed(&typed);
    for (bool begun = false; w; begun = true) {
        if (!*name)
            return false;
        uint32_t c = next(&name);
        if (is_meant(c, w))
            w = next_typed(&typed);
        else if (!begun || uc_is_property_alphabetic(c) || uc_is_property_numeric(c))
            return false;
    }
    return true;
}

bool initials_find(const char *name, const char *typed, size_t *at)
{
    const char *rest = typed;
    if (!next_typed(&rest))
        return false;
    for (size_t i = 0; *name; i++, next(&name)) {
        if (!stands_at(name, typed))
            continue;
        if (at)
            *at = i;
        return true;
    }
    return false;
}
