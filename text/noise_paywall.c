/* What a site puts where it wants to be paid. */
#include "text/noise_rule.h"

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Is the name [START, END), folded, one of a paywall's mark? It says whom it is for, and that it begins or ends. */
static bool is_mark_name(struct noise_search *s, struct span name)
{
    static const char *const who[] = {"paid",    "pay",    "vip",       "charge", "fee",
                                      "paywall", "member", "subscribe", "preview"};
    static const char *const what[] = {"begin", "end", "start", "stop", "close", "open", "beginning", "wall"};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        size_t n = noise_word_at(s, name.start, name.end, who[i]);
        size_t p = name.start + n;
        if (!n)
            continue;
        if (p < name.end && (window_char(&s->w, p) == '-' || window_char(&s->w, p) == '_'))
            p++;
        for (size_t k = 0; k < sizeof what / sizeof *what; k++) {
            size_t m = noise_word_at(s, p, name.end, what[k]);
            if (m && p + m == name.end)
                return true;
        }
    }
    return false;
}

/* Is C a quote, behind which a mark is spoken of? */
static bool is_quote(uint32_t c)
{
    return c == '`' || c == '"' || c == '\'' || c == U'“' || c == U'‘' || c == U'「' || c == U'『' || c == U'《';
}

/* ##paidbegin##, which may stand anywhere. The place behind it, or 0. */
static size_t token_at(struct noise_search *s, size_t cp, size_t length)
{
    struct window *w = &s->w;
    if (window_char(w, cp + 1) != '#' ||
        (cp > 0 && (window_char(w, cp - 1) == '#' || is_quote(window_char(w, cp - 1)))))
        return 0;
    size_t start = cp + 2, p = start;
    while (p < length && p - start < 32 && (is_letter(window_char(w, p)) || window_char(w, p) == '_'))
        p++;
    if (p == start || window_char(w, p) != '#' || window_char(w, p + 1) != '#' || window_char(w, p + 2) == '#')
        return 0;
    return is_mark_name(s, (struct span){start, p}) ? p + 2 : 0;
}

void noise_rule_paywall_token(struct noise_search *s)
{
    size_t length = text_length(s->text), end;
    if (!noise_holds(s, "##"))
        return;
    for (size_t cp = 0; cp < length; cp = end ? end : cp + 1) {
        end = window_char(&s->w, cp) == '#' ? token_at(s, cp, length) : 0;
        if (end)
            noise_mark(s, (struct span){cp, end}, NOISE_PAYWALL, NOISE_JOIN_ASK);
    }
}

/* Lines that are a mark: all the words of one of these, folded, and no more than MAX code points. */
#define LINE_MAX 48
static const struct {
    const char *words[3];
} lines[] = {
    {{"<!--", "more", "-->"}},
    {{"<!--", "paid", "-->"}},
    {{"<!--", "paywall", "-->"}},
    {{"未完", "付费", "阅读"}},
    {{"剩余", "未读"}},
    {{"剩余", "付费"}},
    {{"还有", "未读", "%"}},
    {{"还剩", "页未读", "继续"}},
    {{"未完", "全文共"}},
    {{"省略", "字", "会员"}},
    {{"本章未完", "下一页"}},
    {{"点击查看更多>>"}},
    {{"登录后", "查看", "全文"}},
    {{"登录后", "阅读", "全文"}},
    {{"登录后", "继续阅读"}},
    {{"登录", "查看完整"}},
    {{"登录", "阅读全文"}},
    {{"登录", "查看更多", "内容"}},
    {{"付费后", "阅读"}},
    {{"付费后", "查看"}},
    {{"付费后", "可见"}},
    {{"付费", "阅读全文"}},
    {{"付费", "查看全文"}},
    {{"付费", "解锁", "全文"}},
    {{"以下", "付费", "内容"}},
    {{"此处", "付费", "内容"}},
    {{"购买后", "阅读"}},
    {{"购买后", "下载", "全文"}},
    {{"开通会员", "阅读"}},
    {{"开通会员", "全文"}},
    {{"开通vip", "全文"}},
    {{"开通vip", "阅读"}},
    {{"成为会员", "全文"}},
    {{"vip", "专享", "全文"}},
    {{"试读", "结束"}},
    {{"试读", "已结束"}},
    {{"预览", "结束", "下载"}},
    {{"点击", "展开", "全文"}},
    {{"subscribe to", "continue reading"}},
    {{"subscribe to", "read the full"}},
    {{"sign in to", "continue reading"}},
    {{"sign in to", "read the full"}},
    {{"log in to", "continue reading"}},
    {{"log in to", "read the full"}},
    {{"for subscribers only"}},
    {{"for paying subscribers"}},
    {{"this article is for", "subscribers"}},
};

#define N_LINES (sizeof lines / sizeof *lines)

/* Does the rest of line L hold all the words but the first, which begins at CP? */
static bool holds(struct noise_search *s, size_t cp, struct span l, const char *const words[3])
{
    size_t p = cp + noise_word_at(s, cp, l.end, words[0]);
    if (p == cp)
        return false;
    for (int i = 1; i < 3 && words[i] && p != SIZE_MAX; i++)
        p = noise_word_in(s, (struct span){p, l.end}, words[i]);
    return p != SIZE_MAX;
}

/* Does L begin as code, a quotation or a table does? */
static bool is_other(struct noise_search *s, struct span l)
{
    uint32_t c = window_char(&s->w, l.start);
    return is_quote(c) || c == '{' || c == '/' || c == '#' || c == '*' || c == '|' || c == '=' || c == ';';
}

static bool is_paywall(struct noise_search *s, const struct noise_starts *starts, struct span l)
{
    if (l.end - l.start > LINE_MAX || is_other(s, l))
        return false;
    for (size_t cp = l.start; cp < l.end; cp++)
        for (size_t i = 0; i < N_LINES && noise_may_start(s, starts, window_char(&s->w, cp)); i++)
            if (holds(s, cp, l, lines[i].words))
                return true;
    return false;
}

void noise_rule_paywall_line(struct noise_search *s)
{
    struct noise_starts starts = {0};
    struct noise_line l;
    for (size_t i = 0; i < N_LINES; i++)
        noise_starts_add(s, &starts, lines[i].words[0]);
    for (size_t cp = 0; noise_line_next(s, cp, &l); cp = l.end + 1)
        if (is_paywall(s, &starts, l.words))
            noise_mark(s, l.words, NOISE_PAYWALL, NOISE_JOIN_ASK);
}
