/* The forms of lines that tell that they are a site's. */
#include "text/noise_sign.h"

/* Code points. */
#define MENU_MAX 120
#define PATH_PART 40
#define FILE_LINE 80
#define LINK_LINE 40

static uint32_t at(struct noise_search *s, size_t cp)
{
    return window_char(&s->w, cp);
}

bool noise_is_path_bar(uint32_t c)
{
    return c == '>' || c == U'＞' || c == U'›' || c == U'»' || c == U'→';
}

static bool is_menu_bar(uint32_t c)
{
    return noise_is_path_bar(c) || c == '|' || c == U'｜';
}

static bool has_han(struct noise_search *s, struct span l)
{
    for (size_t cp = l.start; cp < l.end; cp++)
        if (noise_is_han(at(s, cp)))
            return true;
    return false;
}

static bool has_path_bar(struct noise_search *s, struct span l)
{
    for (size_t cp = l.start; cp < l.end; cp++)
        if (noise_is_path_bar(at(s, cp)))
            return true;
    return false;
}

/* Is there no sign of a sentence or of code in L? */
static bool is_path_part(struct noise_search *s, struct span l)
{
    for (size_t cp = l.start; cp < l.end; cp++) {
        uint32_t c = at(s, cp);
        if (c == U'。' || c == U'，' || c == U'！' || c == U'；' || c == U'？' || c == '=' || c == '<' || c == '$' ||
            c == '`' || c == '"' || (c == '-' && is_menu_bar(at(s, cp + 1))))
            return false;
    }
    return true;
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

/* Do the words [START, END) name a site or a part of one? */
static bool is_site_name(struct noise_search *s, size_t start, size_t end)
{
    static const char *const names[] = {"首页", "网", "网站", "文库", "频道", "门户", "新闻中心", "文档", "范文"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t n = 1; n <= 4 && n <= end - start; n++)
            if (noise_word_at(s, end - n, end, names[i]) == n)
                return true;
    return false;
}

/* The words of the part of a path at *CP, which is moved behind the bar at its end. */
static struct span path_part(struct noise_search *s, size_t *cp, size_t end)
{
    struct span part = {noise_skip(&s->w, *cp, end), end};
    size_t p = part.start;
    while (p < end && !noise_is_path_bar(at(s, p)))
        p++;
    part.end = noise_skip_back(&s->w, part.start, p);
    *cp = p + (p < end);
    return part;
}

/* 新闻中心 > 天下, 某某网 > 教育 > 正文 and 政策文件 >>: paths that do not begin at the home page. */
static enum noise_sign path_of(struct noise_search *s, struct span l)
{
    size_t parts = 0, bars = 0;
    bool site = false, ends = false;
    if (l.end - l.start > MENU_MAX || !has_han(s, l))
        return SIGN_NONE;
    for (size_t cp = l.start; cp < l.end; bars += cp < l.end || is_menu_bar(at(s, cp - 1))) {
        struct span part = path_part(s, &cp, l.end);
        if (part.end - part.start > PATH_PART || !is_path_part(s, part))
            return SIGN_NONE;
        if (part.start == part.end)
            continue;
        site = site || (parts == 0 && is_site_name(s, part.start, part.end));
        ends = noise_word_at(s, part.start, part.end, "正文") == part.end - part.start;
        parts++;
    }
    if (bars == 0)
        return SIGN_NONE;
    return parts >= 2 && ((site && parts >= 3) || ends) ? SIGN_PATH : SIGN_TOP;
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

/* What stands on the buttons of sites; a common word is one that may be a cell of a form as well. Longer ones before
 * those that they begin with. */
static const struct {
    const char *word;
    bool common;
} button_words[] = {
    {"terms of service", false},
    {"privacy policy", false},
    {"cookie policy", false},
    {"terms of use", false},
    {"contact us", false},
    {"facebook", false},
    {"linkedin", false},
    {"about us", false},
    {"twitter", false},
    {"contact", false},
    {"english", true},
    {"无障碍阅读", false},
    {"返回上一页", false},
    {"print", false},
    {"email", false},
    {"share", false},
    {"tweet", false},
    {"about", false},
    {"下载app", true},
    {"打印本页", false},
    {"关闭窗口", false},
    {"收藏本文", false},
    {"返回顶部", false},
    {"返回首页", false},
    {"返回列表", false},
    {"复制链接", false},
    {"字号变大", false},
    {"字号变小", false},
    {"qq空间", false},
    {"版权申诉", false},
    {"展开频道", false},
    {"收起频道", false},
    {"我要评论", false},
    {"发表评论", false},
    {"参与评论", false},
    {"加入收藏", false},
    {"设为首页", false},
    {"网站地图", false},
    {"返回上级", false},
    {"扫码分享", false},
    {"新浪微博", false},
    {"微信好友", false},
    {"上一篇", false},
    {"上一章", false},
    {"下一章", false},
    {"加入书架", false},
    {"下一篇", false},
    {"上一页", true},
    {"下一页", true},
    {"朋友圈", false},
    {"写评论", false},
    {"繁体版", false},
    {"简体版", false},
    {"无障碍", false},
    {"适老版", false},
    {"手机版", false},
    {"客户端", true},
    {"打印", false},
    {"关闭", false},
    {"收藏", false},
    {"举报", false},
    {"点赞", false},
    {"分享", false},
    {"复制", false},
    {"投诉", false},
    {"纠错", false},
    {"字体", false},
    {"字号", false},
    {"在看", false},
    {"转发", false},
    {"打赏", false},
    {"书签", false},
    {"关灯", false},
    {"护眼", false},
    {"首页", true},
    {"登录", true},
    {"注册", true},
    {"评论", true},
    {"下载", true},
    {"推荐", true},
    {"微信", true},
    {"微博", true},
    {"qq", true},
    {"相关", true},
    {"返回", true},
    {"更多", true},
    {"最新", true},
    {"热门", true},
    {"排行", true},
    {"导航", true},
    {"繁体", true},
    {"简体", true},
    {"展开", true},
    {"收起", true},
    {"放大", true},
    {"缩小", true},
    {"搜索", true},
    {"退出", true},
    {"置顶", true},
    {"大", false},
    {"中", false},
    {"小", false},
};

static bool is_between_buttons(struct noise_search *s, size_t cp)
{
    uint32_t c = at(s, cp);
    return noise_skip(&s->w, cp, cp + 1) > cp || noise_is_open(c) || noise_is_close(c) || noise_is_colon(c) ||
           c == '|' || c == U'｜' || c == U'·' || c == '/' || c == '-' || c == '>' || c == '<' || c == U'›' ||
           c == U'»' || c == U'•' || c == '+' || noise_digit(c) >= 0;
}

/* The word of a button at CP: its length, or 0. */
static size_t button_at(struct noise_search *s, size_t cp, size_t end, bool *common)
{
    for (size_t i = 0; i < sizeof button_words / sizeof *button_words; i++) {
        size_t n = noise_word_at(s, cp, end, button_words[i].word);
        *common = button_words[i].common;
        if (n)
            return n;
    }
    return 0;
}

/* The words of buttons where nothing else is in the line: how many, and how many of them are *COMMON. In two languages
 * they are a glossary. */
static size_t buttons(struct noise_search *s, struct span l, size_t *common)
{
    size_t count = 0, latin = 0;
    *common = 0;
    for (size_t cp = l.start, n; cp < l.end; cp += n) {
        bool is_common = false;
        n = is_between_buttons(s, cp);
        if (n)
            continue;
        n = button_at(s, cp, l.end, &is_common);
        if (n == 0)
            return 0;
        count++;
        latin += !noise_is_han(at(s, cp));
        *common += is_common;
    }
    return latin == 0 || latin == count ? count : 0;
}

/* 行政 导航: short words, and one of them stands on a button. */
static bool is_short_menu(struct noise_search *s, struct span l)
{
    size_t words = 0, known = 0, n = 0;
    if (l.end - l.start > LINK_LINE)
        return false;
    for (size_t cp = l.start; cp < l.end; cp += n) {
        bool common;
        for (n = 0; cp + n < l.end && !is_between_buttons(s, cp + n); n++)
            if (!noise_is_han(at(s, cp + n)))
                return false;
        words += n > 0;
        known += n > 0 && button_at(s, cp, cp + n, &common) == n;
        if (n > 6)
            return false;
        n += n == 0;
    }
    return words >= 2 && known > 0;
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

/* 某某规范.docx, and 某某规范.docx_第3页: what a library calls the file, and the pictures of its pages. */
static enum noise_sign file_name_of(struct noise_search *s, struct span l)
{
    static const char *const ends[] = {".doc", ".docx", ".pdf", ".ppt", ".pptx", ".xls", ".xlsx", ".wps", ".txt"};
    size_t p = l.end;
    if (l.end - l.start > FILE_LINE || !has_han(s, l) || !is_path_part(s, l))
        return SIGN_NONE;
    if (noise_word_at(s, l.end - 1, l.end, "页")) {
        for (p--; p > l.start && noise_digit(at(s, p - 1)) >= 0;)
            p--;
        bool picture = p + 1 < l.end && p > l.start + 2 && at(s, p - 1) == U'第' && at(s, p - 2) == '_';
        return picture ? SIGN_SURE : SIGN_NONE;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t n = 4; n <= 5 && n < l.end - l.start; n++)
            if (noise_word_at(s, l.end - n, l.end, ends[i]) == n)
                return SIGN_TOP;
    return SIGN_NONE;
}

/* 157.96W, 3.2万, 318次: a number that nothing explains. */
static bool is_count(struct noise_search *s, struct span l)
{
    size_t p = l.start;
    while (p < l.end && (noise_digit(at(s, p)) >= 0 || at(s, p) == '.' || at(s, p) == ','))
        p++;
    uint32_t c = at(s, p);
    return p > l.start && p + 1 == l.end &&
           (c == 'W' || c == 'w' || c == U'万' || c == 'k' || c == 'K' || c == U'次' || c == '+');
}

/* What may be a sign by its form alone. */
static enum noise_sign weak_form_of(struct noise_search *s, struct span l, size_t pressed)
{
    enum noise_sign path = path_of(s, l);
    if (path != SIGN_NONE)
        return path;
    if (is_latest(s, l))
        return SIGN_WEAK_LIST;
    if (pressed > 0)
        return SIGN_WEAK;
    if (is_count(s, l) || is_short_menu(s, l))
        return SIGN_WEAK;
    enum noise_sign file = file_name_of(s, l);
    return file == SIGN_NONE && is_url_at(s, l.start, l.end) ? SIGN_HINT : file;
}

static enum noise_sign form_of(struct noise_search *s, struct span l)
{
    size_t common, pressed = buttons(s, l, &common);
    if (is_path(s, l))
        return has_path_bar(s, l) ? SIGN_PATH : SIGN_SURE;
    if (is_menu(s, l) || is_welcome(s, l) || pressed >= 3 || (pressed == 2 && common < 2))
        return SIGN_SURE;
    return is_copyright(s, l) ? SIGN_FOOT : weak_form_of(s, l, pressed);
}

/* L without the mark of a list before it. */
static struct span past_bullet(struct noise_search *s, struct span l)
{
    uint32_t c = at(s, l.start);
    size_t p = noise_skip(&s->w, l.start + 1, l.end);
    bool bullet = c == U'•' || c == U'●' || c == U'▪' || c == U'·' || (c == '-' && p > l.start + 1);
    return bullet && p < l.end ? (struct span){p, l.end} : l;
}

/* Does L end as what somebody says: 编辑：什么时候交稿？ */
static bool is_spoken(struct noise_search *s, struct span l)
{
    uint32_t c = at(s, l.end - 1);
    return c == U'。' || c == U'！' || c == U'？' || c == '!' || c == '?' || c == U'…' || c == U'”';
}

enum noise_sign noise_sign_of(struct noise_search *s, struct span line)
{
    struct span l = past_bullet(s, line);
    if (l.end - l.start > NOISE_SIGN_LINE_MAX)
        return SIGN_NONE;
    enum noise_sign best = noise_phrase_of(s, l), other;
    if (best == SIGN_SURE)
        return best;
    if (noise_is_own(s, l))
        return SIGN_NONE;
    other = form_of(s, l);
    best = other > best ? other : best;
    other = noise_label_of(s, l);
    best = other > best ? other : best;
    return best <= SIGN_HEAD && is_spoken(s, l) ? SIGN_NONE : best;
}
