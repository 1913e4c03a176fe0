#include "text/linebreak.h"

#include <string.h>
#include <unictype.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

static bool is_wide(uint32_t c)
{
    return c >= 0x1100 && uc_width(c, "UTF-8") == 2;
}

static bool is_opening_quote(uint32_t c)
{
    return c >= 0x80 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pi);
}

static bool is_closing_quote(uint32_t c)
{
    return c >= 0x80 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pf);
}

bool linebreak_is_closing(uint32_t c)
{
    static const uint32_t others[] = {
        '!',    ',',    '.',    ':',    ';',    '?',    0xB7,   0x2026, 0x2027, 0x3001, 0x3002, 0x3005, 0x301C, 0x303B,
        0x309D, 0x309E, 0x30FB, 0x30FC, 0x30FD, 0x30FE, 0xFF01, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E,
    };
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf))
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (c == others[i])
            return true;
    return false;
}

bool linebreak_is_opening(uint32_t c)
{
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi);
}

/* What stands around a place: BEFORE, then the place, then C and NEXT; 0 beyond the text. */
struct place {
    uint32_t before, c, next;
    bool quoted; /* spaces stand before the place, and an opening quote before them */
};

/* LB15b of Unicode 15.1: a closing quote behind spaces, and not the first letter of something (’tis, »ord»). */
static bool closes_behind_space(const struct place *p)
{
    return is_closing_quote(p->c) &&
           (is_wide(p->next) || p->next == 0 || p->next == ' ' || p->next == 0xA0 || linebreak_is_closing(p->next));
}

/* LB29, which libunistring lacks: www.example.com and e.g. stay whole. */
static bool is_abbreviation(const struct place *p)
{
    return (p->before == '.' || p->before == ',' || p->before == ':' || p->before == ';') &&
           uc_width(p->c, "UTF-8") == 1 && uc_is_general_category_withtable(p->c, UC_CATEGORY_MASK_L);
}

static bool forbids(const struct place *p)
{
    if ((p->quoted && p->c != ' ') || is_abbreviation(p))
        return true;
    if (p->c < 0x80)
        return false;
    return is_closing_quote(p->c) ? closes_behind_space(p) : linebreak_is_closing(p->c);
}

static bool allows(const struct place *p)
{
    if (is_closing_quote(p->before))
        return is_opening_quote(p->c) || (is_wide(p->c) && !linebreak_is_closing(p->c));
    if (!is_opening_quote(p->c) || linebreak_is_opening(p->before))
        return false;
    return is_wide(p->before) || ((p->before == 0x2014 || p->before == 0x2026) && is_wide(p->next));
}

/* Does an opening quote behind BEFORE open something, for sure (LB15a of Unicode 15.1)? „Wort“ ends with one. */
static bool opens(uint32_t before)
{
    return before == 0 || before == ' ' || before == 0xA0 || is_wide(before) || linebreak_is_opening(before);
}

void linebreaks(const char *s, size_t n, char *breaks)
{
    if (n == 0)
        return;
    const uint8_t *u = (const uint8_t *)s;
    u8_possible_linebreaks(u, n, "UTF-8", breaks);
    struct place p = {0};
    bool mandatory = false, open = false; /* of the code point before the place */
    size_t len = (size_t)u8_mbtouc(&p.c, u, (ptrdiff_t)n), next_len;
    for (size_t i = 0; i < n; i += len, len = next_len, p.before = p.c, p.c = p.next) {
        p.next = 0;
        next_len = i + len < n ? (size_t)u8_mbtouc(&p.next, u + i + len, (ptrdiff_t)(n - i - len)) : 0;
        char found = breaks[i];
        bool possible = found == UC_BREAK_POSSIBLE;
        p.quoted = open && p.before == ' ';
        if (mandatory)
            possible = true; /* LB4, LB5 */
        else if (found == UC_BREAK_MANDATORY || found == UC_BREAK_CR_BEFORE_LF)
            possible = false; /* LB6: C is the line break character */
        else if (i > 0)
            possible = possible ? !forbids(&p) : allows(&p);
        open = is_opening_quote(p.c) ? opens(p.before) : open && p.c == ' ';
        mandatory = found == UC_BREAK_MANDATORY;
        memset(breaks + i, 0, len);
        breaks[i] = i > 0 && possible;
    }
}
