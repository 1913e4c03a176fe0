#include "text/title.h"

#include "text/cut.h"
#include "text/item.h"
#include "text/phrase.h"

#include <string.h>
#include <uchar.h>
#include <unictype.h>

/* Code points. */
#define BRACKETED_MAX 30
#define HAN_MIN 4
#define HAN_MAX 20
#define LATIN_MAX 60
#define PARAGRAPH_MIN 20 /* a sentence; a line of twice as many is a paragraph also where it ends in none */

#define BLANK_LINES 3 /* between a title and its text */
#define WORDS_MAX 8

/* At most so many lines to a short title. */
#define RARE 60

static size_t length_of(struct span s)
{
    return s.end - s.start;
}

static bool is_any(uint32_t c, const char32_t *set)
{
    for (; *set; set++)
        if (c == *set)
            return true;
    return false;
}

/* ---- the neighbours ---- */

/* The next line that is not blank; empty where there is none near. */
static struct span below(struct window *w, const struct heading_line *l)
{
    size_t next = l->after, length = text_length(w->text);
    struct span s = l->next;
    for (int i = 0; i < BLANK_LINES && length_of(s) == 0 && next < length; i++)
        s = phrase_line(w, next, length, &next);
    return s;
}

static bool is_paragraph(struct window *w, struct span s)
{
    uint32_t last = phrase_last(w, s);
    if (is_any(window_char(w, s.start), U"|│┃\t"))
        return false;
    if (length_of(s) >= 2 * PARAGRAPH_MIN)
        return true;
    return length_of(s) >= PARAGRAPH_MIN && (phrase_is_end(last) || last == U'：' || last == ':' || last == U'；');
}

/* Something that a number or a bullet begins. */
static bool is_entry(struct window *w, struct span s)
{
    uint32_t c = window_char(w, s.start);
    return (item_may_start(c) && item_at(w, s.start, s.end).kind != ITEM_NONE) ||
           (is_any(c, U"-*+•·●") && cut_is_space(window_char(w, s.start + 1)));
}

/* 06:30 the pump stops */
static bool is_time(struct window *w, struct span s)
{
    size_t p = s.start;
    while (p < s.end && p - s.start < 2 && window_char(w, p) >= '0' && window_char(w, p) <= '9')
        p++;
    return p > s.start && window_char(w, p) == ':';
}

/* ---- the usual names ---- */

static const char *const usual_names[] = {
    "abstract",
    "acknowledgements",
    "action items",
    "actions taken",
    "appendix",
    "background",
    "conclusion",
    "conclusions",
    "contributing factors",
    "corrective actions",
    "customer impact",
    "detection",
    "discussion",
    "executive summary",
    "findings",
    "follow-up",
    "follow-ups",
    "follow-up actions",
    "impact",
    "incident summary",
    "introduction",
    "lessons learned",
    "lessons learnt",
    "mitigation",
    "next steps",
    "overview",
    "prevention",
    "recommendations",
    "recovery",
    "references",
    "remediation",
    "resolution",
    "response",
    "root cause",
    "root causes",
    "root cause analysis",
    "summary",
    "timeline",
    "trigger",
    "what went well",
    "what went wrong",
    "what happened",
    "where we got lucky",
};

static bool is_named(struct window *w, struct span s)
{
    char name[32];
    size_t n = 0;
    for (; n < sizeof name - 1 && n < length_of(s); n++) {
        uint32_t c = window_char(w, s.start + n);
        name[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c < 0x80 ? c : '?');
    }
    name[n] = '\0';
    for (size_t i = 0; n == length_of(s) && i < sizeof usual_names / sizeof *usual_names; i++)
        if (strcmp(name, usual_names[i]) == 0)
            return uc_is_upper(window_char(w, s.start));
    return false;
}

static bool is_named_han(struct window *w, struct span s)
{
    static const char32_t *const han[] = {
        U"前言", U"引言",   U"序言",     U"摘要",     U"背景",     U"概述",     U"综述",     U"结语",
        U"结论", U"结束语", U"总结",     U"附录",     U"后记",     U"事件经过", U"事故经过", U"原因分析",
        U"影响", U"处置",   U"整改措施", U"改进措施", U"经验教训", U"主要问题", U"下一步",   U"下一步打算",
        U"前记", U"緒論",   U"結語",     U"結論",     U"總結",     U"附錄",     U"導言",     U"导言",
    };
    for (size_t i = 0; i < sizeof han / sizeof *han; i++) {
        size_t n = 0;
        while (han[i][n] && n < length_of(s) && han[i][n] == window_char(w, s.start + n))
            n++;
        if (!han[i][n] && n == length_of(s))
            return true;
    }
    return false;
}

/* ---- Latin ---- */

/* How many words S has, and how many of them begin with a capital; what is not said in titles makes it no title: 0. */
static int words_of(struct window *w, struct span s, int *small)
{
    int words = 0;
    *small = 0;
    for (size_t p = s.start; p < s.end; p++) {
        uint32_t c = window_char(w, p);
        if (cut_is_cjk(c) || is_any(c, U",.;!?|=<>{}[]@_\t0123456789\\$"))
            return 0;
        bool starts = p == s.start || cut_is_space(window_char(w, p - 1));
        size_t end = p;
        while (starts && end < s.end && !cut_is_space(window_char(w, end)))
            end++;
        words += starts && !cut_is_space(c);
        *small += starts && end - p > 3 && uc_is_lower(c);
    }
    return words <= WORDS_MAX ? words : 0;
}

static enum title latin(struct window *w, const struct heading_line *l, struct span s)
{
    bool above = length_of(l->previous) == 0;
    struct span text = below(w, l);
    bool said = is_paragraph(w, text) || is_entry(w, text) || phrase_is_end(phrase_last(w, text)) || is_time(w, text);
    if (!said || !uc_is_upper(window_char(w, s.start)) || length_of(s) > LATIN_MAX)
        return TITLE_NONE;
    if (is_named(w, s) && (above || phrase_is_end(phrase_last(w, l->previous))))
        return TITLE_NAMED;
    int small, words = words_of(w, s, &small);
    bool colon = s.end < l->line.end;
    if (words == 0 || colon || l->first || !above || length_of(l->next) > 0 || !is_paragraph(w, text))
        return TITLE_NONE;
    if (small == 0 && length_of(s) > 3)
        return TITLE_CAPITAL;
    return words > 1 && is_paragraph(w, l->above) && phrase_is_end(phrase_last(w, l->above)) ? TITLE_SHORT : TITLE_NONE;
}

/* ---- Chinese ---- */

/* What a line of a letter, a picture or a table begins or ends with. */
static bool is_other_line(struct window *w, struct span s)
{
    static const char32_t *const starts[] = {U"图",   U"圖",   U"表",       U"附件", U"注",   U"来源", U"作者",
                                             U"记者", U"编辑", U"责任编辑", U"地点", U"时间", U"电话", U"地址",
                                             U"邮编", U"主持", U"出席",     U"署名", U"抄送", U"主送", U"尊敬",
                                             U"各位", U"同志", U"谢谢",     U"此致"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = 0;
        while (starts[i][n] && starts[i][n] == window_char(w, s.start + n))
            n++;
        if (!starts[i][n])
            return true;
    }
    return is_any(window_char(w, s.end - 1), U"号號室路街日月年啊吧吗呢");
}

/* A line that says who wrote the text, below its title. */
static bool may_be_author(struct window *w, struct span s)
{
    return is_any(window_char(w, s.end - 1), U"局部委办處处室科院校所站会會府长長员員记司任家者师師授社");
}

static bool is_plain_han(struct window *w, struct span s)
{
    bool han = false;
    for (size_t p = s.start; p < s.end; p++) {
        uint32_t c = window_char(w, p);
        if (phrase_is_end(c) || (phrase_is_pause(c) && c != U'、') ||
            is_any(c, U"：:…|│→—\t　 0123456789０/@《》（）()"))
            return false;
        han = han || (c >= 0x3400 && c <= 0x9FFF);
    }
    return han && !is_any(window_char(w, s.start), U"-*•·●○■□◆★※>、”");
}

static enum title chinese(struct window *w, const struct heading_line *l, struct span s)
{
    struct span text = below(w, l);
    bool said = is_paragraph(w, text) || item_at(w, text.start, text.end).kind != ITEM_NONE;
    if (!said)
        return TITLE_NONE;
    if (is_named_han(w, s))
        return TITLE_NAMED;
    if (l->first || length_of(s) < HAN_MIN || length_of(s) > HAN_MAX || s.end < l->line.end || !is_plain_han(w, s) ||
        is_other_line(w, s))
        return TITLE_NONE;
    if (l->above_first && length_of(l->above) <= 2 * PARAGRAPH_MIN)
        return may_be_author(w, s) ? TITLE_NONE : TITLE_SHORT;
    uint32_t last = phrase_last(w, l->above);
    return length_of(l->above) >= PARAGRAPH_MIN / 2 && (phrase_is_end(last) || last == U'；') ? TITLE_SHORT
                                                                                              : TITLE_NONE;
}

enum title title_of_line(struct window *w, const struct heading_line *l, struct span *out)
{
    struct span s = l->line;
    if (length_of(s) == 0 || length_of(s) > LATIN_MAX || is_entry(w, s))
        return TITLE_NONE;
    uint32_t last = window_char(w, s.end - 1);
    *out = s;
    if (window_char(w, s.start) == U'【')
        return last == U'】' && length_of(s) > 2 && length_of(s) <= BRACKETED_MAX && length_of(below(w, l)) > 0
                   ? TITLE_BRACKETED
                   : TITLE_NONE;
    if (last == ':' || last == U'：')
        out->end--;
    struct span words = phrase_trim(w, *out);
    if (words.start == words.end || words.end != out->end)
        return TITLE_NONE;
    return phrase_has_cjk(w, s) ? chinese(w, l, *out) : latin(w, l, *out);
}

bool title_is_regular(const size_t *counts, enum title kind, size_t lines, bool numbered)
{
    size_t sure = counts[TITLE_NAMED] + counts[TITLE_CAPITAL];
    switch (kind) {
    case TITLE_NAMED:
        return true;
    case TITLE_BRACKETED:
        return counts[TITLE_BRACKETED] > 1;
    case TITLE_CAPITAL:
        return sure > 1;
    case TITLE_SHORT:
        return counts[TITLE_SHORT] >= (numbered ? 3 : 2) && (counts[TITLE_SHORT] + sure) * RARE >= lines;
    default:
        return false;
    }
}
