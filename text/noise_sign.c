#include "text/noise_sign.h"

#define LINE_MAX 200
#define MENU_MAX 120

/* Where the words of a sign stand in the line. */
enum where {
    IS,     /* they are the line, but for punctuation at its end */
    LABELS, /* at its start, and a colon behind */
    STARTS,
    HOLDS
};

/* The signs: words, folded, all of which the line holds in this order; how long the line may be. */
static const struct {
    enum noise_sign sign;
    enum where where;
    size_t max;
    const char *words[3];
} signs[] = {
    {SIGN_SURE, STARTS, 120, {"当前位置"}},
    {SIGN_SURE, STARTS, 120, {"当前的位置"}},
    {SIGN_SURE, LABELS, 120, {"现在位置"}},
    {SIGN_SURE, LABELS, 120, {"你的位置"}},
    {SIGN_SURE, LABELS, 120, {"您的位置"}},
    {SIGN_SURE, LABELS, 120, {"您现在的位置"}},
    {SIGN_SURE, LABELS, 120, {"您所在的位置"}},
    {SIGN_SURE, LABELS, 120, {"所在位置"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"会员分享", "在线阅读"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"更多相关", "请在", "搜索"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"本文标题"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"本文链接"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"本文地址"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"本文网址"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"链接地址"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"原文链接"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"原文地址"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"文章链接"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"下载地址"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"分享到"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"上一篇"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"下一篇"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"上一条"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"下一条"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"转载请注明"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"转载", "注明出处"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"未经", "不得转载"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"本站", "侵权", "删除"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"本站", "不承担", "责任"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"如有侵权", "删除"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"如有侵权", "联系"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"用户", "上传", "本站"}},
    {SIGN_FOOT, HOLDS, 80, {"版权所有"}},
    {SIGN_SURE, HOLDS, 80, {"icp备"}},
    {SIGN_SURE, HOLDS, 80, {"公网安备"}},
    {SIGN_SURE, HOLDS, 60, {"公文", "网站", "认准"}},
    {SIGN_SURE, HOLDS, 60, {"范文", "网站", "认准"}},
    {SIGN_SURE, HOLDS, 60, {"公文写作", "门户网站"}},
    {SIGN_SURE, HOLDS, 80, {"扫描", "二维码", "关注"}},
    {SIGN_SURE, HOLDS, 80, {"扫一扫", "关注"}},
    {SIGN_SURE, HOLDS, 80, {"关注", "公众号", "更多"}},
    {SIGN_SURE, HOLDS, 60, {"点击", "下载", "文档"}},
    {SIGN_SURE, HOLDS, 60, {"下载本文", "word"}},
    {SIGN_SURE, HOLDS, 60, {"本文由", "收集整理"}},
    {SIGN_SURE, HOLDS, 60, {"本文来自", "网"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"文档", "在线阅读", "搜索"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"上传分享", "文档"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"本站所有", "资源"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"用户", "上传分享"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"网友", "上传", "本站"}},
    {SIGN_SURE, HOLDS, 120, {"转载", "标明出处"}},
    {SIGN_SURE, HOLDS, 120, {"内容来自", "www."}},
    {SIGN_SURE, HOLDS, 120, {"本文来自", "www."}},
    {SIGN_SURE, HOLDS, 120, {"更多", "请访问", "www."}},
    {SIGN_SURE, HOLDS, 120, {"更多", "请登录", "网"}},
    {SIGN_SURE, STARTS, 60, {"原创", "公众号"}},
    {SIGN_SURE, LABELS, 120, {"相关推荐"}},
    {SIGN_SURE, LABELS, 120, {"相关文章"}},
    {SIGN_SURE, LABELS, 120, {"相关热词"}},
    {SIGN_SURE, LABELS, 120, {"热门推荐"}},
    {SIGN_WEAK, LABELS, 120, {"相关阅读"}},
    {SIGN_WEAK, LABELS, 120, {"推荐阅读"}},
    {SIGN_WEAK, LABELS, 120, {"延伸阅读"}},
    {SIGN_WEAK, LABELS, 120, {"文章来源"}},
    {SIGN_WEAK, LABELS, 120, {"资源描述"}},
    {SIGN_WEAK, LABELS, 120, {"关 键 词"}},
    {SIGN_SURE, HOLDS, 80, {"本文格式为", "word"}},
    {SIGN_SURE, HOLDS, 80, {"本文档下载自"}},
    {SIGN_SURE, HOLDS, 80, {"部分来自网络"}},
    {SIGN_SURE, HOLDS, 80, {"期待", "好评"}},
    {SIGN_SURE, HOLDS, 60, {"精品文档", "下载"}},
    {SIGN_SURE, HOLDS, 60, {"精品文档", "网"}},
    {SIGN_SURE, HOLDS, 60, {"下载可", "编辑"}},
    {SIGN_SURE, IS, 60, {"展开阅读全文"}},
    {SIGN_SURE, IS, 60, {"点击加载更多"}},
    {SIGN_LIST, IS, 16, {"相关推荐"}},
    {SIGN_LIST, IS, 16, {"相关文章"}},
    {SIGN_LIST, IS, 16, {"热门文章"}},
    {SIGN_LIST, IS, 16, {"热门文档"}},
    {SIGN_LIST, IS, 16, {"热门推荐"}},
    {SIGN_LIST, IS, 16, {"热门标签"}},
    {SIGN_LIST, IS, 16, {"最新文章"}},
    {SIGN_LIST, IS, 16, {"最新文档"}},
    {SIGN_LIST, IS, 16, {"最新推荐"}},
    {SIGN_LIST, IS, 16, {"猜你喜欢"}},
    {SIGN_LIST, IS, 16, {"猜您喜欢"}},
    {SIGN_LIST, IS, 16, {"您可能感兴趣的文章"}},
    {SIGN_LIST, IS, 16, {"你可能喜欢"}},
    {SIGN_LIST, IS, 16, {"大家还看了"}},
    {SIGN_LIST, IS, 16, {"大家都在看"}},
    {SIGN_LIST, IS, 16, {"点击排行"}},
    {SIGN_LIST, IS, 16, {"阅读排行"}},
    {SIGN_LIST, IS, 16, {"热点排行"}},
    {SIGN_LIST, IS, 16, {"友情链接"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关阅读"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关文档"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关新闻"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关链接"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关内容"}},
    {SIGN_WEAK_LIST, IS, 16, {"推荐阅读"}},
    {SIGN_WEAK_LIST, IS, 16, {"延伸阅读"}},
    {SIGN_WEAK_LIST, IS, 16, {"精彩推荐"}},
    {SIGN_WEAK_LIST, IS, 16, {"编辑推荐"}},
    {SIGN_WEAK_LIST, IS, 16, {"最新发布"}},
    {SIGN_LIST, IS, 16, {"往期推荐"}},
    {SIGN_LIST, IS, 16, {"往期回顾"}},
    {SIGN_LIST, IS, 16, {"往期精彩"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关稿件"}},
    {SIGN_WEAK_LIST, IS, 16, {"相关资料"}},
    {SIGN_WEAK_LIST, IS, 16, {"更多文章"}},
    {SIGN_WEAK, LABELS, 80, {"推荐访问"}},
    {SIGN_WEAK, LABELS, 80, {"友情提示"}},
    {SIGN_WEAK, LABELS, 80, {"温馨提示"}},
    {SIGN_WEAK, LABELS, LINE_MAX, {"网站声明"}},
    {SIGN_WEAK, LABELS, LINE_MAX, {"免责声明"}},
    {SIGN_WEAK, LABELS, LINE_MAX, {"版权声明"}},
    {SIGN_WEAK, IS, 40, {"精品文档"}},
    {SIGN_WEAK, HOLDS, 40, {"欢迎下载"}},
    {SIGN_WEAK, LABELS, 80, {"标签"}},
    {SIGN_WEAK, LABELS, 80, {"关键词"}},
    {SIGN_WEAK, LABELS, 80, {"tags"}},
    {SIGN_WEAK, HOLDS, 40, {"责任编辑"}},
    {SIGN_WEAK, HOLDS, 40, {"仅供参考"}},
    {SIGN_SURE, STARTS, 60, {"skip to", "content"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"we use cookies"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"this site uses", "cookies"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"this website uses", "cookies"}},
    {SIGN_SURE, HOLDS, LINE_MAX, {"accept", "cookies"}},
    {SIGN_FOOT, HOLDS, 120, {"all rights reserved"}},
    {SIGN_SURE, HOLDS, 100, {"min read"}},
    {SIGN_SURE, STARTS, 80, {"posted by", "on"}},
    {SIGN_SURE, HOLDS, 80, {"powered by", "wordpress"}},
    {SIGN_SURE, IS, 40, {"share this"}},
    {SIGN_SURE, LABELS, 80, {"share this"}},
    {SIGN_SURE, IS, 40, {"share this article"}},
    {SIGN_SURE, IS, 40, {"share this post"}},
    {SIGN_SURE, IS, 40, {"share this page"}},
    {SIGN_SURE, STARTS, 80, {"share on", "facebook"}},
    {SIGN_SURE, STARTS, 80, {"share on", "twitter"}},
    {SIGN_SURE, STARTS, 80, {"subscribe to our", "newsletter"}},
    {SIGN_SURE, STARTS, 80, {"sign up for our", "newsletter"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"previous article"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"next article"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"previous post"}},
    {SIGN_SURE, LABELS, LINE_MAX, {"next post"}},
    {SIGN_LIST, IS, 40, {"related articles"}},
    {SIGN_LIST, IS, 40, {"related posts"}},
    {SIGN_LIST, IS, 40, {"related stories"}},
    {SIGN_LIST, IS, 40, {"you may also like"}},
    {SIGN_LIST, IS, 40, {"you might also like"}},
    {SIGN_LIST, IS, 40, {"recommended for you"}},
    {SIGN_LIST, IS, 40, {"most popular"}},
    {SIGN_LIST, IS, 40, {"most read"}},
    {SIGN_WEAK, LABELS, 120, {"previous"}},
    {SIGN_WEAK, LABELS, 120, {"next"}},
    {SIGN_WEAK, STARTS, 80, {"last updated"}},
    {SIGN_WEAK, IS, 40, {"subscribe"}},
    {SIGN_WEAK, IS, 40, {"sign in"}},
    {SIGN_WEAK, IS, 40, {"log in"}},
    {SIGN_WEAK, IS, 40, {"sign up"}},
    {SIGN_WEAK, IS, 40, {"menu"}},
    {SIGN_WEAK, IS, 40, {"search"}},
    {SIGN_WEAK, IS, 40, {"advertisement"}},
    {SIGN_WEAK, IS, 40, {"back to top"}},
    {SIGN_WEAK, IS, 40, {"print this page"}},
    {SIGN_WEAK, IS, 40, {"follow us"}},
    {SIGN_WEAK, IS, 40, {"leave a comment"}},
    {SIGN_WEAK, IS, 40, {"leave a reply"}},
    {SIGN_WEAK, IS, 40, {"privacy policy"}},
    {SIGN_WEAK, IS, 40, {"terms of service"}},
    {SIGN_WEAK, IS, 40, {"terms of use"}},
    {SIGN_WEAK, IS, 40, {"cookie policy"}},
    {SIGN_WEAK, IS, 40, {"contact us"}},
    {SIGN_WEAK, IS, 40, {"about us"}},
    {SIGN_WEAK, STARTS, 80, {"filed under"}},
    {SIGN_WEAK, STARTS, 80, {"posted in"}},
};

static uint32_t at(struct noise_search *s, size_t cp)
{
    return window_char(&s->w, cp);
}

static bool is_colon(uint32_t c)
{
    return c == ':' || c == U'：';
}

static size_t past(struct noise_search *s, struct span l, const char *word)
{
    size_t cp = noise_word_in(s, l, word);
    return cp == SIZE_MAX ? SIZE_MAX : cp + noise_word_at(s, cp, l.end, word);
}

static bool holds(struct noise_search *s, struct span l, enum where where, const char *const words[3])
{
    while (l.start < l.end && (noise_is_open(at(s, l.start)) || at(s, l.start) == U'■' || at(s, l.start) == U'◆'))
        l.start++;
    size_t p = l.start + noise_word_at(s, l.start, l.end, words[0]);
    if (where == HOLDS)
        p = past(s, l, words[0]);
    if (p == l.start || p == SIZE_MAX)
        return false;
    for (int i = 1; i < 3 && words[i]; i++) {
        p = past(s, (struct span){p, l.end}, words[i]);
        if (p == SIZE_MAX)
            return false;
    }
    p = noise_skip(&s->w, p, l.end);
    if (where == LABELS)
        return p < l.end && is_colon(at(s, p));
    while (where == IS && p < l.end && (is_colon(at(s, p)) || at(s, p) == U'】' || at(s, p) == ']' || at(s, p) == '>'))
        p++;
    return where != IS || p == l.end;
}

static bool is_menu_bar(uint32_t c)
{
    return c == '>' || c == U'＞' || c == U'›' || c == U'»' || c == '|' || c == U'｜' || c == U'→';
}

/* 首页 > 新闻 > 政策, Home / Blog, 首页 新闻 政策: paths and menus that begin at the home page. */
static bool is_path(struct noise_search *s, struct span l)
{
    static const char *const home[] = {"网站首页", "返回首页", "首页", "主页", "home"};
    size_t n = 0, parts = 0, part = 0;
    for (size_t i = 0; i < sizeof home / sizeof *home && !n; i++)
        n = noise_word_at(s, l.start, l.end, home[i]);
    bool han = n && noise_is_han(at(s, l.start)), bars = false, long_part = false;
    uint32_t next = at(s, l.start + n);
    if (!n || l.end - l.start > MENU_MAX ||
        (!is_menu_bar(next) && noise_skip(&s->w, l.start + n, l.end) == l.start + n))
        return false;
    for (size_t cp = l.start + n; cp < l.end; cp++) {
        uint32_t c = at(s, cp);
        bool space = noise_skip(&s->w, cp, cp + 1) > cp;
        bool slash = c == '/' && (han || noise_skip(&s->w, cp + 1, cp + 2) > cp + 1);
        if (c == U'。' || c == U'，' || c == U'！' || c == U'：')
            return false;
        bars = bars || is_menu_bar(c) || slash;
        part = is_menu_bar(c) || slash || (space && han) ? 0 : part + !space;
        parts += part == 1 && !space;
        long_part = long_part || part > 6;
    }
    return bars ? parts >= 1 : han && parts >= 3 && !long_part;
}

/* 某某网首页 | 新闻 | 政务 | 民生: short words between bars, a home page among them. */
static bool is_menu(struct noise_search *s, struct span l)
{
    size_t bars = 0, part = 0;
    if (l.end - l.start > MENU_MAX || is_menu_bar(at(s, l.start)))
        return false;
    for (size_t cp = l.start; cp < l.end; cp++) {
        bool bar = at(s, cp) == '|' || at(s, cp) == U'｜';
        part = bar ? 0 : part + 1;
        bars += bar;
        if (part > 20)
            return false;
    }
    return bars >= 3 && (noise_word_in(s, l, "首页") != SIZE_MAX || noise_word_in(s, l, "home") != SIZE_MAX);
}

/* Longer ones before those that they begin with. */
static const char *const button_words[] = {"打印本页",
                                           "打印",
                                           "关闭窗口",
                                           "关闭",
                                           "收藏本文",
                                           "收藏",
                                           "返回顶部",
                                           "返回首页",
                                           "返回列表",
                                           "首页",
                                           "登录",
                                           "注册",
                                           "举报",
                                           "点赞",
                                           "分享",
                                           "评论",
                                           "复制",
                                           "下载",
                                           "投诉",
                                           "纠错",
                                           "字体",
                                           "大",
                                           "中",
                                           "小",
                                           "推荐",
                                           "上一篇",
                                           "下一篇",
                                           "上一页",
                                           "下一页",
                                           "微信",
                                           "在看",
                                           "转发",
                                           "打赏",
                                           "微博",
                                           "qq空间",
                                           "print",
                                           "email",
                                           "facebook",
                                           "twitter",
                                           "linkedin",
                                           "share",
                                           "tweet",
                                           "privacy policy",
                                           "terms of service",
                                           "terms of use",
                                           "cookie policy",
                                           "contact us",
                                           "about us",
                                           "contact",
                                           "about"};

/* Words that a site puts on its buttons, nothing else in the line: how many. */
static size_t buttons(struct noise_search *s, struct span l)
{
    size_t count = 0;
    for (size_t cp = l.start, n; cp < l.end; cp += n) {
        uint32_t c = at(s, cp);
        n = noise_skip(&s->w, cp, cp + 1) > cp || noise_is_open(c) || noise_is_close(c) || c == '|' || is_colon(c) ||
            c == U'｜' || c == U'·' || c == '/' || c == '-' || c == '>' || c == '<' || noise_digit(c) >= 0;
        for (size_t i = 0; n == 0 && i < sizeof button_words / sizeof *button_words; i++)
            if ((n = noise_word_at(s, cp, l.end, button_words[i])))
                count++;
        if (n == 0)
            return 0;
    }
    return count;
}

/* 来源：某某网 作者：某某 点击：123: how many such labels, and in *COUNTERS how many that only a site counts. */
static size_t labels(struct noise_search *s, struct span l, size_t *counters)
{
    static const struct {
        const char *word;
        bool counter;
    } names[] = {{"来源", false},    {"作者", false},    {"时间", false},    {"日期", false},    {"编辑", false},
                 {"录入", true},     {"上传", true},     {"点击", true},     {"点击数", true},   {"点击次数", true},
                 {"点击量", true},   {"浏览", true},     {"浏览量", true},   {"浏览次数", true}, {"阅读", true},
                 {"阅读量", true},   {"阅读数", true},   {"阅读次数", true}, {"人气", true},     {"评论", true},
                 {"字体", true},     {"字号", true},     {"下载", true},     {"下载次数", true}, {"发布时间", true},
                 {"更新时间", true}, {"上传时间", true}, {"发布日期", true}, {"发表时间", true}, {"发布", true}};
    size_t count = 0;
    *counters = 0;
    for (size_t cp = l.start; cp < l.end; cp++) {
        bool found = false;
        for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++) {
            size_t n = noise_word_at(s, cp, l.end, names[i].word);
            size_t p = noise_skip(&s->w, cp + n, l.end);
            found = n && p < l.end && is_colon(at(s, p));
            if (!found)
                continue;
            count++;
            *counters += names[i].counter;
            cp = p;
        }
    }
    return count;
}

static bool is_url_at(struct noise_search *s, size_t cp, size_t end)
{
    return noise_word_at(s, cp, end, "http://") || noise_word_at(s, cp, end, "https://") ||
           noise_word_at(s, cp, end, "www.");
}

/* © 2020, Copyright 2020 */
static bool is_copyright(struct noise_search *s, struct span l)
{
    size_t n = noise_word_at(s, l.start, l.end, "copyright"), digits;
    size_t p = noise_skip(&s->w, l.start + n, l.end);
    if (p < l.end && at(s, p) == U'©')
        n = p + 1 - l.start;
    else if (noise_word_at(s, p, l.end, "(c)"))
        n = p + 3 - l.start;
    p = noise_skip(&s->w, l.start + n, l.end);
    return n && l.end - l.start <= MENU_MAX && noise_number(&s->w, p, l.end, &digits) > 1900;
}

/* 您好，欢迎访问某某网: a welcome to a site, not to a guest. */
static bool is_welcome(struct noise_search *s, struct span l)
{
    static const char *const welcome[] = {"您好", "你好", "，",   "欢迎您", "欢迎",
                                          "来到", "访问", "光临", "登录",   "进入"};
    static const char *const sites[] = {"网", "网站", "站", "文库", "文档", "论坛", "平台", "频道", "官网", "门户"};
    size_t p = l.start, parts = 0;
    if (l.end - l.start > 40)
        return false;
    for (size_t i = 0; i < sizeof welcome / sizeof *welcome; i++) {
        size_t n = noise_word_at(s, p, l.end, welcome[i]);
        parts += n > 0 && i > 2;
        p = noise_skip(&s->w, p + n, l.end);
    }
    while (l.end > p && (at(s, l.end - 1) == U'！' || at(s, l.end - 1) == '!' || at(s, l.end - 1) == U'。'))
        l.end--;
    for (size_t i = 0; parts >= 2 && i < sizeof sites / sizeof *sites; i++)
        for (size_t n = 1; n <= 2 && l.end - n > p; n++)
            if (noise_word_at(s, l.end - n, l.end, sites[i]) == n)
                return true;
    return false;
}

/* 最新演讲稿, 热门公文: the heading of a list that a site keeps up to date. */
static bool is_latest(struct noise_search *s, struct span l)
{
    static const char *const words[] = {"最新", "热门", "热点", "精选", "往期"};
    bool starts = false;
    if (l.end - l.start < 4 || l.end - l.start > 7)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        starts = starts || noise_word_at(s, l.start, l.end, words[i]);
    for (size_t cp = l.start; cp < l.end; cp++)
        starts = starts && noise_is_han(at(s, cp));
    return starts;
}

static enum noise_sign by_form(struct noise_search *s, struct span l)
{
    size_t counters, pressed = buttons(s, l), n = labels(s, l, &counters);
    if (is_path(s, l) || is_menu(s, l) || is_welcome(s, l) || pressed >= 2)
        return SIGN_SURE;
    if (is_copyright(s, l))
        return SIGN_FOOT;
    if (is_latest(s, l))
        return SIGN_WEAK_LIST;
    if (n >= 3 || (n == 2 && counters) || (n == 2 && noise_word_in(s, l, "来源") != SIZE_MAX))
        return SIGN_SURE;
    if (pressed == 1 || (n == 1 && l.end - l.start <= 40) || is_url_at(s, l.start, l.end))
        return SIGN_WEAK;
    return SIGN_NONE;
}

enum noise_sign noise_sign_of(struct noise_search *s, struct span l)
{
    enum noise_sign best = SIGN_NONE;
    if (l.end - l.start > LINE_MAX)
        return SIGN_NONE;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].sign > best && l.end - l.start <= signs[i].max && holds(s, l, signs[i].where, signs[i].words))
            best = signs[i].sign;
    if (best == SIGN_SURE)
        return best;
    enum noise_sign form = by_form(s, l);
    return form > best ? form : best;
}
