#include "text/run_in.h"

#include "text/cut.h"
#include "text/phrase.h"

#include <uchar.h>

/* Code points. A line longer than LINE_MAX is a paragraph; a first sentence longer than LEAD_MAX is no heading of level
 * 1, one longer than SENTENCE_MAX none at all. */
#define LINE_MAX 60
#define LEAD_MAX 30
#define SENTENCE_MAX 40

/* By how much the second half of a heading may be longer than the first. */
#define LONGER_MAX 8

/* A first half of so many code points or fewer is often shorter than the second. */
#define SHORT_HALF 4

/* A heading that begins with one of the usual names has at most so many code points, or text follows. */
#define NAMED_MAX 14

/* By how much its second half may then be longer. */
#define LONGER_HALF 6

/* 问题表现：… is a label before a sentence. */
#define LABEL_MIN 2
#define LABEL_MAX 16
#define SAID_MIN 10

static size_t length_of(struct span s)
{
    return s.end - s.start;
}

/* Words that begin a paragraph and no heading goes on with. */
static bool opens_text(struct window *w, size_t p)
{
    static const char32_t *const words[] = {
        U"今年以来", U"去年以来", U"近年来",   U"近几年", U"一年来", U"年初以来", U"去年，", U"今年，", U"当前，",
        U"目前，",   U"今年以來", U"去年以來", U"近年來", U"一年來", U"去年,",    U"今年,",  U"當前，", U"目前,",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (phrase_starts(w, p, words[i]))
            return true;
    return false;
}

/* Words that often do, where a heading may have ended. */
static bool may_open_text(struct window *w, size_t p)
{
    static const char32_t *const words[] = {
        U"当前",   U"目前", U"近年",   U"近期", U"今年", U"去年", U"各级", U"各县", U"各乡", U"各部门",
        U"各单位", U"各地", U"全县",   U"全市", U"全省", U"全区", U"我们", U"我县", U"我市", U"我局",
        U"我区",   U"我省", U"同志们", U"为了", U"各村", U"全镇", U"全乡", U"全校", U"根据", U"按照",
        U"对于",   U"这次", U"这是",   U"當前", U"各級", U"我們", U"為了", U"根據", U"對於", U"這次",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (phrase_starts(w, p, words[i]))
            return true;
    return false;
}

/* （一）, 第一， or 一是 at P: what counts below a heading begins. */
static bool begins_series(struct window *w, struct span line, size_t p)
{
    struct item it = item_at(w, p, line.end);
    uint32_t before = window_char(w, p - 1);
    if (it.number != 1)
        return false;
    for (size_t q = p; cut_is_space(before) && q > line.start + 1 && p - q < 3; q--)
        before = window_char(w, q - 2);
    if (it.kind != ITEM_WORD)
        return it.kind == ITEM_HAN_PAREN ||
               ((before == U'：' || before == ':') && it.kind >= ITEM_NUMBER && it.kind <= ITEM_NUMBER_PAREN);
    if (it.word == ITEM_ORDINAL)
        return phrase_is_pause(window_char(w, p + it.length - 1));
    return it.word == ITEM_IS && before != U'统' && before != U'統' && before != U'唯' && before != U'之' &&
           before != U'万' && before != U'萬' && before != U'第' && before != U'专' && before != U'單' &&
           before != U'单';
}

/* 工作要求1.提高认识, 压实责任 1. 提高认识: the first of a list right behind a word, or a blank. */
static bool begins_digits(struct window *w, struct span line, size_t p)
{
    struct item it = item_at(w, p, line.end);
    size_t words = phrase_skip_space(w, p + it.length, line.end), before = p;
    while (before > line.start + 1 && p - before < 3 && cut_is_space(window_char(w, before - 1)))
        before--;
    return (it.kind == ITEM_NUMBER || it.kind == ITEM_NUMBER_PAREN) && it.number == 1 &&
           cut_is_cjk(window_char(w, before - 1)) && words < line.end && cut_is_cjk(window_char(w, words));
}

/* The end of a usual name that the words begin with and that text follows in the same sentence; 0: none. */
static size_t named_end(struct window *w, size_t words)
{
    static const char32_t *const names[] = {
        U"指导思想", U"总体要求", U"总体目标", U"工作目标", U"基本原则", U"工作原则", U"主要任务", U"工作任务",
        U"重点任务", U"整治重点", U"整治内容", U"方法步骤", U"实施步骤", U"工作步骤", U"时间安排", U"工作要求",
        U"组织领导", U"保障措施", U"组织保障", U"基本情况", U"主要做法", U"存在问题", U"主要问题", U"原因分析",
        U"整改措施", U"下步打算", U"指導思想", U"總體要求", U"工作目標", U"主要任務", U"工作要求", U"組織領導",
    };
    static const char32_t joins[] = U"、和与與及的之，,。.：:（(；;或情";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!phrase_starts(w, words, names[i]))
            continue;
        uint32_t next = window_char(w, words + 4);
        for (const char32_t *j = joins; *j; j++)
            if (*j == next)
                return 0;
        return cut_is_cjk(next) ? words + 4 : 0;
    }
    return 0;
}

/* Does the heading that began at START end at P, because a number of a lower kind, the opening of a paragraph or the
 * blank behind a heading stands there? */
static bool gives_way(struct window *w, struct span line, size_t start, size_t p)
{
    uint32_t c = window_char(w, p);
    if (p < start + 2)
        return false;
    if (cut_is_space(c))
        return p + 1 < line.end && cut_is_cjk(window_char(w, p - 1)) && cut_is_cjk(window_char(w, p + 1)) &&
               p >= start + 4;
    if (item_may_start(c) && (begins_series(w, line, p) || begins_digits(w, line, p)))
        return true;
    return opens_text(w, p);
}

/* The part of LINE from START on that the words of a heading of level 1 may fill. */
static struct span until_text(struct window *w, struct span line, size_t start)
{
    size_t end = start;
    while (end < line.end && end - start < LINE_MAX && !gives_way(w, line, start, end))
        end++;
    return (struct span){line.start, end < line.end && end - start < LINE_MAX ? end : line.end};
}

/* The two clauses that a heading of level 1 begins with. */
struct halves {
    size_t first, n;       /* where the second begins; code points of the first */
    size_t second, length; /* where the second ends; its code points */
    size_t clause;         /* where the first ends, without its punctuation */
};

static struct halves halves_at(struct window *w, struct span line, size_t words)
{
    struct halves h = {.first = phrase_cut(w, false, line, words)};
    struct span clause = phrase_trim(w, (struct span){words, h.first});
    h.second = phrase_cut(w, false, line, h.first);
    h.n = length_of(clause);
    h.length = length_of(phrase_trim(w, (struct span){h.first, h.second}));
    h.clause = clause.end;
    return h;
}

/* Where text begins in the second half, once it is as long as the first; 0: nothing shows it. */
static size_t text_in(struct window *w, const struct halves *h)
{
    for (size_t p = h->first + h->n; p < h->second && p <= h->first + h->n + LONGER_MAX; p++)
        if (may_open_text(w, p))
            return p;
    return 0;
}

/* Where the word begins that ends at P and that headings often end with; P where there is none. */
static size_t closing_word(struct window *w, size_t p)
{
    static const char32_t *const words[] = {
        U"落实", U"工作", U"意识", U"能力", U"水平", U"实效", U"建设", U"机制",   U"责任",   U"作用", U"保障", U"环境",
        U"氛围", U"合力", U"形象", U"质量", U"成效", U"问题", U"要求", U"任务",   U"目标",   U"本领", U"担当", U"格局",
        U"意义", U"发展", U"提升", U"到位", U"根基", U"防线", U"转变", U"监督",   U"治理",   U"队伍", U"整改", U"常态",
        U"基础", U"服务", U"改革", U"创新", U"效能", U"措施", U"认识", U"紧迫感", U"责任感", U"落實", U"意識", U"實效",
        U"機制", U"責任", U"環境", U"問題", U"擔當", U"發展", U"認識", U"使命感",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = words[i][2] ? 3 : 2;
        if (phrase_starts(w, p - n, words[i]))
            return p - n;
    }
    return p;
}

/* 整改落实, 责任意识: does another closing word go on at P, one that begins no sentence? */
static bool adds_to(struct window *w, size_t p)
{
    static const char32_t *const words[] = {U"落实", U"意识", U"机制", U"能力", U"水平",
                                            U"实效", U"成效", U"落實", U"意識", U"機制"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (phrase_starts(w, p, words[i]))
            return true;
    return false;
}

/* Behind a short first half the second one is often longer: it ends with a word that headings end with. 0: none. */
static size_t longer_half(struct window *w, const struct halves *h)
{
    size_t from = h->first + h->n;
    for (size_t p = from; p <= h->second && p <= from + LONGER_HALF; p++) {
        if (closing_word(w, p) == p)
            continue;
        return p + 2 < h->second && adds_to(w, p) ? p + 2 : p;
    }
    return 0;
}

/* A heading of level 1 that runs into its paragraph: its two halves are equally long, so it ends where the second
 * clause reaches the length of the first, or where the words say so. */
static size_t balanced_end(struct window *w, struct span line, size_t words, const struct halves *h)
{
    if (h->n <= LEAD_MAX && h->length >= h->n && h->second > h->first) {
        size_t longer = h->n <= SHORT_HALF ? longer_half(w, h) : 0;
        return longer ? longer : h->first + h->n;
    }
    return h->n <= SENTENCE_MAX ? h->clause : phrase_lead(w, line, words, LEAD_MAX, false);
}

static size_t first_level_end(struct window *w, struct span line, size_t words, size_t end)
{
    uint32_t last = phrase_last(w, (struct span){words, end});
    bool whole = end == line.end && !phrase_is_end(last);
    if (whole && end - words <= LEAD_MAX)
        return end;
    struct span part = until_text(w, line, words);
    size_t named = named_end(w, words);
    if (named && end - words > NAMED_MAX)
        return named;
    if (part.end < end && !phrase_is_end(window_char(w, part.end - 1)))
        return part.end;
    end = part.end < end ? part.end : end;
    struct halves h = halves_at(w, line, words);
    if (h.first < end && end < h.second) { /* no rule of clauses sees this end */
        h.second = end;
        h.length = length_of(phrase_trim(w, (struct span){h.first, end}));
    }
    size_t text = h.second > h.first && h.second <= end ? text_in(w, &h) : 0;
    if (text)
        return text;
    if (end - words <= (whole ? LINE_MAX : LEAD_MAX) && !phrase_is_semicolon(last))
        return end;
    return balanced_end(w, line, words, &h);
}

/* The end of a label before a colon and a sentence; 0 where there is none. */
static size_t label_end(struct window *w, size_t words, size_t end)
{
    for (size_t p = words; p < end && p - words <= LABEL_MAX; p++) {
        uint32_t c = window_char(w, p);
        if (c == U'：' || c == ':')
            return p - words >= LABEL_MIN && end - p > SAID_MIN ? p : 0;
        if (phrase_is_pause(c) || c == U'“' || c == U'《')
            return 0;
    }
    return 0;
}

/* Is the semicolon that is before P the end of what IT numbers: does the line end there, or count on? One behind a
 * first 一是 is not, nor, at the first level, one between two clauses. */
static bool ends_entry(struct window *w, struct span line, size_t p, const struct item *it)
{
    p = phrase_skip_space(w, p, line.end);
    struct item next = item_at(w, p, line.end);
    if (p == line.end || (next.kind == it->kind && next.number == it->number + 1))
        return true;
    return it->kind != ITEM_HAN && it->kind != ITEM_HAN_COMMA && (next.kind != ITEM_WORD || next.number <= 1);
}

/* Where a list begins inside the words from WORDS to END; END where none does within PHRASE_FAR. */
static size_t inner_series(struct window *w, struct span line, size_t words, size_t end)
{
    for (size_t p = words + 1; p < end && p - words < PHRASE_FAR; p++)
        if (item_may_start(window_char(w, p)) &&
            (begins_series(w, line, p) || (cut_is_space(window_char(w, p - 1)) && begins_digits(w, line, p))))
            return p;
    return end;
}

/* The end of a heading of a level below the first; LAST is the last character of the sentence that ends at END. */
static size_t lower_level_end(struct window *w, struct span line, size_t words, size_t end, uint32_t last)
{
    size_t label = label_end(w, words, end), inner = inner_series(w, line, words, end);
    if (inner < end)
        return label && label < inner ? label : run_in_lead(w, line, words, LEAD_MAX);
    if (phrase_is_pause(last)) /* of a sentence that is cut */
        return 0;
    if (label)
        return label;
    return end - words <= SENTENCE_MAX ? end : phrase_lead(w, line, words, LEAD_MAX, false);
}

struct run_in run_in(struct window *w, struct span line, size_t words, const struct item *it)
{
    size_t end = phrase_cut(w, true, line, words);
    uint32_t last = phrase_last(w, (struct span){words, end});
    bool first_level = it->kind == ITEM_HAN || it->kind == ITEM_HAN_COMMA;
    if (phrase_is_semicolon(last) && ends_entry(w, line, end, it) && inner_series(w, line, words, end) == end)
        return (struct run_in){phrase_lead(w, line, words, LEAD_MAX, true), true};
    if (first_level)
        return (struct run_in){first_level_end(w, line, words, end), false};
    return (struct run_in){lower_level_end(w, line, words, end, last), false};
}

size_t run_in_lead(struct window *w, struct span line, size_t words, size_t max)
{
    return inner_series(w, line, words, phrase_lead(w, line, words, max, true));
}
