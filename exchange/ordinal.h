/* Numbers as word processors write them before paragraphs. */
#ifndef ZHUPI_EXCHANGE_ORDINAL_H
#define ZHUPI_EXCHANGE_ORDINAL_H

#include "base/str.h"

enum ordinal {
    ORDINAL_DECIMAL,       /* 1 2 3 */
    ORDINAL_ZERO,          /* 01 02 … 10 */
    ORDINAL_FULL,          /* １ ２ ３ */
    ORDINAL_CHINESE,       /* 一 二 … 十一 … 一百零五 */
    ORDINAL_CHINESE_DIGIT, /* 一 二 … 一〇 一一 */
    ORDINAL_CHINESE_LEGAL, /* 壹 贰 … 壹拾 */
    ORDINAL_STEM,          /* 甲 乙 … 癸 */
    ORDINAL_BRANCH,        /* 子 丑 … 亥 */
    ORDINAL_CIRCLE,        /* ① … ㊿ */
    ORDINAL_PAREN,         /* ⑴ … ⒇ */
    ORDINAL_STOP,          /* ⒈ … ⒛ */
    ORDINAL_UPPER_ROMAN,
    ORDINAL_LOWER_ROMAN,
    ORDINAL_UPPER_LETTER, /* A … Z AA BB */
    ORDINAL_LOWER_LETTER,
    ORDINAL_BULLET, /* • whatever the number */
    ORDINAL_NONE    /* nothing */
};

/* Add N (0 and more) to OUT; in digits where the system has no such number. */
void ordinal_add(struct str *out, enum ordinal how, unsigned n);

/* End LABEL with a blank, where words look better behind one: 1. 甲, but 一、甲 */
void ordinal_end_label(struct str *label);

#endif
