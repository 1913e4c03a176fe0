#include "text/item.h"

/* The longest Han number that is read is 九百九十九. */
#define MAX_HAN 5
#define MAX_DIGITS 3

/* A place that is read from, and its end. */
struct reader {
    struct window *w;
    size_t at, end;
};

static uint32_t peek(struct reader *r, size_t ahead)
{
    return r->at + ahead < r->end ? window_char(r->w, r->at + ahead) : 0;
}

static int han_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 9; i++)
        if (c == digits[i])
            return i + 1;
    return 0;
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

/* 一 to 九百九十九 as it is properly written; 二三 is two numbers in a row, and none. Its value, and in *N how many
 * code points it has; 0 where there is none. */
static int han_number(struct reader *r, size_t *n)
{
    int value = 0, digit = 0;
    bool ten = false, hundred = false;
    size_t i = 0;
    for (; i < MAX_HAN + 1; i++) {
        uint32_t c = peek(r, i);
        int d = han_digit(c);
        if (d && digit)
            return 0;
        if (d) {
            digit = d;
        } else if (c == U'十' && !ten) {
            value += 10 * (digit ? digit : 1);
            ten = true;
            digit = 0;
        } else if (c == U'百' && !ten && !hundred && digit) {
            value = 100 * digit;
            hundred = true;
            digit = 0;
        } else if ((c == U'零' || c == U'〇') && hundred && !ten) {
            ten = true;
        } else {
            break;
        }
    }
    *n = i;
    return i <= MAX_HAN ? value + digit : 0;
}

/* 1 to 999 in ASCII or full-width digits; as above. */
static int digit_number(struct reader *r, size_t *n)
{
    int value = 0;
    size_t i = 0;
    for (; is_digit(peek(r, i)); i++) {
        if (i == MAX_DIGITS)
            return 0;
        uint32_t c = peek(r, i);
        value = value * 10 + (int)(c >= 0xFF10 ? c - 0xFF10 : c - '0');
    }
    *n = i;
    return value;
}

static bool is_dot(uint32_t c)
{
    return c == '.' || c == U'．';
}

static bool is_open(uint32_t c)
{
    return c == '(' || c == U'（';
}

static bool is_close(uint32_t c)
{
    return c == ')' || c == U'）';
}

static bool is_pause(uint32_t c)
{
    return c == U'，' || c == ',' || c == U'、' || c == U'：' || c == ':';
}

/* ① ⑴ ⒈ ㈠: a number in one code point. */
static struct item single(uint32_t c)
{
    if (c >= 0x2460 && c <= 0x2473)
        return (struct item){.kind = ITEM_NUMBER_PAREN, .length = 1, .number = (int)(c - 0x2460) + 1};
    if (c >= 0x2474 && c <= 0x2487)
        return (struct item){.kind = ITEM_NUMBER_PAREN, .length = 1, .number = (int)(c - 0x2474) + 1};
    if (c >= 0x2488 && c <= 0x249B)
        return (struct item){.kind = ITEM_NUMBER, .length = 1, .number = (int)(c - 0x2488) + 1};
    if (c >= 0x3220 && c <= 0x3229)
        return (struct item){.kind = ITEM_HAN_PAREN, .length = 1, .number = (int)(c - 0x3220) + 1};
    return (struct item){0};
}

/* （一） or （1） */
static struct item in_brackets(struct reader *r)
{
    struct reader in = {r->w, r->at + 1, r->end};
    size_t n = 0;
    enum item_kind kind = ITEM_HAN_PAREN;
    int value = han_number(&in, &n);
    if (!value) {
        kind = ITEM_NUMBER_PAREN;
        value = digit_number(&in, &n);
    }
    if (!value || !is_close(peek(&in, n)))
        return (struct item){0};
    return (struct item){.kind = kind, .length = n + 2 + (peek(&in, n + 1) == U'、'), .number = value};
}

/* 一、 一. 一是 二要 */
static struct item han(struct reader *r)
{
    size_t n = 0;
    int value = han_number(r, &n);
    uint32_t c = peek(r, n);
    if (!value)
        return (struct item){0};
    if (c == U'、' || (is_dot(c) && !is_digit(peek(r, n + 1))))
        return (struct item){.kind = ITEM_HAN, .length = n + 1, .number = value};
    if (c == U'是' || c == U'要')
        return (struct item){.kind = ITEM_WORD,
                             .length = n + 1 + is_pause(peek(r, n + 1)),
                             .number = value,
                             .word = c == U'是' ? ITEM_IS : ITEM_MUST};
    return (struct item){0};
}

/* 2.1 and deeper, R standing at the first dot; FIRST is the number before it. */
static struct item section(struct reader *r, size_t first_length)
{
    struct item it = {.kind = ITEM_SECTION, .length = first_length, .depth = 1};
    while (is_dot(peek(r, 0)) && is_digit(peek(r, 1)) && it.depth < 6) {
        size_t n = 0;
        r->at++;
        it.number = digit_number(r, &n);
        if (!it.number)
            return (struct item){0};
        r->at += n;
        it.length += n + 1;
        it.depth++;
    }
    if (is_dot(peek(r, 0)) && !is_digit(peek(r, 1)))
        it.length++;
    return it;
}

/* 1. 1、 1） 2.1 */
static struct item digits(struct reader *r)
{
    size_t n = 0;
    int value = digit_number(r, &n);
    uint32_t c = peek(r, n);
    if (!value)
        return (struct item){0};
    if (c == U'、' || (is_dot(c) && !is_digit(peek(r, n + 1))))
        return (struct item){.kind = ITEM_NUMBER, .length = n + 1, .number = value};
    if (is_close(c))
        return (struct item){.kind = ITEM_NUMBER_PAREN, .length = n + 1, .number = value};
    if (!is_dot(c))
        return (struct item){0};
    struct reader rest = {r->w, r->at + n, r->end};
    return section(&rest, n);
}

/* What the unit behind 第一 makes of it. */
static enum item_kind part_kind(uint32_t c, uint32_t next)
{
    switch (c) {
    case U'编':
    case U'編':
    case U'篇':
    case U'卷':
        return ITEM_PART;
    case U'讲':
    case U'講':
        return next == U'话' || next == U'話' ? ITEM_NONE : ITEM_PART;
    case U'部':
        return next == U'分' ? ITEM_PART : ITEM_NONE;
    case U'章':
        return ITEM_CHAPTER;
    case U'节':
    case U'節':
        return ITEM_SUBCHAPTER;
    case U'条':
    case U'條':
        return ITEM_ARTICLE;
    case U'种':
    case U'種':
    case U'类':
    case U'類':
    case U'点':
    case U'點':
    case U'个':
    case U'個':
    case U'步':
        return ITEM_WORD;
    case U'方':
        return next == U'面' ? ITEM_WORD : ITEM_NONE;
    default:
        return is_pause(c) || c == U'是' ? ITEM_WORD : ITEM_NONE;
    }
}

/* What an item of words is that starts with 第一, which has LENGTH code points: 第一， 第一是 第一种 第一方面. */
static struct item ordinal_word(struct reader *r, size_t length, int value)
{
    uint32_t c = peek(r, length);
    struct item it = {.kind = ITEM_WORD, .length = length + 1, .number = value, .word = ITEM_SORT};
    if (is_pause(c) || c == U'是')
        it.word = ITEM_ORDINAL;
    else if (c == U'方' && peek(r, length + 1) == U'面')
        it.length++;
    return it;
}

/* 第一章 第1节 第一， 第一种 */
static struct item ordinal(struct reader *r)
{
    struct reader in = {r->w, r->at + 1, r->end};
    size_t n = 0;
    int value = han_number(&in, &n);
    if (!value)
        value = digit_number(&in, &n);
    enum item_kind kind = value ? part_kind(peek(&in, n), peek(&in, n + 1)) : ITEM_NONE;
    if (kind == ITEM_NONE)
        return (struct item){0};
    if (kind == ITEM_WORD)
        return ordinal_word(r, n + 1, value);
    return (struct item){.kind = kind, .length = n + 2 + (peek(&in, n) == U'部'), .number = value};
}

/* 首先 其次 再次 最后 其一 */
static struct item word(struct reader *r)
{
    uint32_t a = peek(r, 0), b = peek(r, 1);
    struct item it = {.kind = ITEM_WORD, .length = (size_t)2 + is_pause(peek(r, 2)), .word = ITEM_FIRST};
    if (a == U'首' && b == U'先')
        it.number = 1;
    else if (a == U'其' && b == U'次')
        it.number = 2;
    else if (a == U'再' && b == U'次')
        it.number = 3;
    else if (a == U'最' && (b == U'后' || b == U'後'))
        it.number = ITEM_LAST;
    else if (a == U'其' && (it.number = han_digit(b)) != 0)
        it.word = ITEM_EACH;
    return it.number ? it : (struct item){0};
}

/* First, Secondly, Finally: */
static struct item latin_word(struct reader *r)
{
    static const struct {
        const char *word;
        int number;
    } words[] = {{"First", 1}, {"Second", 2}, {"Third", 3},        {"Fourth", 4},
                 {"Fifth", 5}, {"Sixth", 6},  {"Final", ITEM_LAST}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = 0;
        while (words[i].word[n] && peek(r, n) == (uint32_t)words[i].word[n])
            n++;
        if (words[i].word[n])
            continue;
        if (peek(r, n) == 'l' && peek(r, n + 1) == 'y')
            n += 2;
        if (peek(r, n) != ',' && peek(r, n) != ':')
            break;
        return (struct item){.kind = ITEM_WORD, .length = n + 1, .number = words[i].number, .word = ITEM_LATIN};
    }
    return (struct item){0};
}

/* 一， and 二, */
static struct item han_comma(struct reader *r)
{
    size_t n = 0;
    int value = han_number(r, &n);
    if (!value || (peek(r, n) != U'，' && peek(r, n) != ','))
        return (struct item){0};
    return (struct item){.kind = ITEM_HAN_COMMA, .length = n + 1, .number = value};
}

/* The second bytes, less 0x80, that follow a first one of 0xE0 to 0xEF where item_may_start may say yes. */
#define SECOND(byte) ((uint64_t)1 << ((byte)&0x3F))
static const uint64_t seconds[16] = {
    [0x2] = SECOND(0x91) | SECOND(0x92),                               /* ① to ⒛ */
    [0x3] = SECOND(0x88),                                              /* ㈠ to ㈩ */
    [0x4] = SECOND(0xB8) | SECOND(0xB9) | SECOND(0xBA),                /* 一七三 九 二五 */
    [0x5] = SECOND(0x85) | SECOND(0x86) | SECOND(0x8D) | SECOND(0x9B), /* 六八其 再 十 四 */
    [0x6] = SECOND(0x9C),                                              /* 最 */
    [0x7] = SECOND(0xAC),                                              /* 第 */
    [0x9] = SECOND(0xA6),                                              /* 首 */
    [0xF] = SECOND(0xBC),                                              /* （ and １ to ９ */
};

size_t item_seek(const char *s, size_t n, size_t *points)
{
    size_t i = 0, before = 0;
    for (; i < n; before++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            if (item_may_start(c))
                break;
            i++;
        } else if (c < 0xE0) {
            i += 2;
        } else if (c < 0xF0) {
            if (seconds[c & 0x0F] >> (s[i + 1] & 0x3F) & 1)
                break;
            i += 3;
        } else {
            i += 4;
        }
    }
    *points = before;
    return i;
}

struct item item_at(struct window *w, size_t cp, size_t end)
{
    struct reader r = {w, cp, end};
    uint32_t c = peek(&r, 0);
    if (is_digit(c))
        return digits(&r);
    if (c < 0x80 && c != '(')
        return (struct item){0};
    if (is_open(c))
        return in_brackets(&r);
    if (han_digit(c) || c == U'十')
        return han(&r);
    if (c == U'第')
        return ordinal(&r);
    if (c == U'首' || c == U'其' || c == U'再' || c == U'最')
        return word(&r);
    return single(c);
}

struct item item_weak_at(struct window *w, size_t cp, size_t end)
{
    struct reader r = {w, cp, end};
    uint32_t c = peek(&r, 0);
    if (c == 'F' || c == 'S' || c == 'T')
        return latin_word(&r);
    if (han_digit(c) || c == U'十') {
        struct item it = han_comma(&r);
        if (it.kind != ITEM_NONE)
            return it;
    }
    return item_at(w, cp, end);
}

int item_number(struct window *w, size_t cp, size_t end)
{
    struct reader r = {w, cp, end};
    size_t n = 0;
    int value = han_number(&r, &n);
    return value ? value : digit_number(&r, &n);
}

/* Step back from *P over the digits and blanks of a page mark; false where there is no digit. */
static bool back_over_number(struct window *w, size_t lo, size_t *p)
{
    bool found = false;
    for (int i = 0; i < 8 && *p > lo; i++, --*p) {
        uint32_t c = window_char(w, *p - 1);
        found = found || is_digit(c);
        if (!is_digit(c) && c != ' ')
            break;
    }
    return found;
}

static bool back_over(struct window *w, size_t lo, size_t *p, uint32_t a, uint32_t b)
{
    if (*p == lo || (window_char(w, *p - 1) != a && window_char(w, *p - 1) != b))
        return false;
    --*p;
    return true;
}

size_t item_page_mark(struct window *w, size_t lo, size_t cp)
{
    size_t p = cp;
    if (!back_over(w, lo, &p, U'页', U'頁') || !back_over_number(w, lo, &p) || !back_over(w, lo, &p, U'共', U'共'))
        return cp;
    while (p > lo && cp - p < 16 && (window_char(w, p - 1) == ' ' || window_char(w, p - 1) == U'，'))
        p--;
    if (!back_over(w, lo, &p, U'页', U'頁') || !back_over_number(w, lo, &p) || !back_over(w, lo, &p, U'第', U'第'))
        return cp;
    return p;
}
