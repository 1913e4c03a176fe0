#include "exchange/ordinal.h"

#include <stdio.h>
#include <string.h>

#define LETTERS_MAX 20 /* ZZZ… gets no longer */

static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const legal_digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const units[] = {"", "十", "百", "千"};
static const char *const legal_units[] = {"", "拾", "佰", "仟"};

/* 1 to 9,999: a unit behind each digit, one 零 for zeros between, 十 alone for 一十 at the beginning. */
static void add_chinese(struct str *out, unsigned n, bool legal)
{
    bool zero = false, begun = false;
    unsigned power = 1000;
    for (int place = 3; place >= 0; place--, power /= 10) {
        unsigned digit = n / power % 10;
        if (digit == 0) {
            zero = begun;
            continue;
        }
        if (zero)
            str_add(out, "零");
        zero = false;
        if (legal || digit != 1 || place != 1 || begun)
            str_add(out, legal ? legal_digits[digit] : digits[digit]);
        str_add(out, legal ? legal_units[place] : units[place]);
        begun = true;
    }
}

static void add_decimal(struct str *out, unsigned n, enum ordinal how)
{
    char buffer[16];
    int length = snprintf(buffer, sizeof buffer, how == ORDINAL_ZERO ? "%02u" : "%u", n);
    for (int i = 0; i < length; i++) {
        if (how == ORDINAL_FULL)
            str_add_utf8(out, 0xFF10U + (uint32_t)(buffer[i] - '0'));
        else if (how == ORDINAL_CHINESE_DIGIT)
            str_add(out, digits[buffer[i] - '0']);
        else
            str_addc(out, buffer[i]);
    }
}

static void add_roman(struct str *out, unsigned n, bool upper)
{
    static const struct {
        unsigned value;
        const char *upper, *lower;
    } parts[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
                 {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
                 {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; n >= parts[i].value; n -= parts[i].value)
            str_add(out, upper ? parts[i].upper : parts[i].lower);
}

static void add_letters(struct str *out, unsigned n, char first)
{
    for (unsigned i = 0; i <= (n - 1) / 26; i++)
        str_addc(out, (char)(first + (char)((n - 1) % 26)));
}

static void add_series(struct str *out, unsigned n, enum ordinal how)
{
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    static const char *const branches[] = {"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};
    if (how == ORDINAL_STEM)
        str_add(out, stems[n - 1]);
    else if (how == ORDINAL_BRANCH)
        str_add(out, branches[n - 1]);
    else if (how == ORDINAL_PAREN)
        str_add_utf8(out, 0x2474U + n - 1);
    else if (how == ORDINAL_STOP)
        str_add_utf8(out, 0x2488U + n - 1);
    else
        str_add_utf8(out, n <= 20 ? 0x2460U + n - 1 : n <= 35 ? 0x3251U + n - 21 : 0x32B1U + n - 36);
}

/* The last number that HOW has; the first is 1. */
static unsigned last_of(enum ordinal how)
{
    switch (how) {
    case ORDINAL_CHINESE:
    case ORDINAL_CHINESE_LEGAL:
        return 9999;
    case ORDINAL_STEM:
        return 10;
    case ORDINAL_BRANCH:
        return 12;
    case ORDINAL_CIRCLE:
        return 50;
    case ORDINAL_PAREN:
    case ORDINAL_STOP:
        return 20;
    case ORDINAL_UPPER_ROMAN:
    case ORDINAL_LOWER_ROMAN:
        return 3999;
    case ORDINAL_UPPER_LETTER:
    case ORDINAL_LOWER_LETTER:
        return 26 * LETTERS_MAX;
    default:
        return 0;
    }
}

void ordinal_add(struct str *out, enum ordinal how, unsigned n)
{
    if (how == ORDINAL_BULLET)
        str_add(out, "•");
    else if (how == ORDINAL_ZERO || how == ORDINAL_FULL || how == ORDINAL_CHINESE_DIGIT)
        add_decimal(out, n, how);
    else if (how == ORDINAL_NONE)
        return;
    else if (n < 1 || n > last_of(how))
        add_decimal(out, n, ORDINAL_DECIMAL);
    else if (how == ORDINAL_CHINESE || how == ORDINAL_CHINESE_LEGAL)
        add_chinese(out, n, how == ORDINAL_CHINESE_LEGAL);
    else if (how == ORDINAL_UPPER_ROMAN || how == ORDINAL_LOWER_ROMAN)
        add_roman(out, n, how == ORDINAL_UPPER_ROMAN);
    else if (how == ORDINAL_UPPER_LETTER || how == ORDINAL_LOWER_LETTER)
        add_letters(out, n, how == ORDINAL_UPPER_LETTER ? 'A' : 'a');
    else
        add_series(out, n, how);
}

void ordinal_end_label(struct str *label)
{
    static const char *const wide[] = {"、", "，", "。", "．", "）", "〕", "】", "：", "》", "」"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (label->len >= 3 && memcmp(label->p + label->len - 3, wide[i], 3) == 0)
            return;
    if (label->len > 0)
        str_addc(label, ' ');
}
