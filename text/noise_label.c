/* Lines of labels and dates: 来源：某某网 2024-03-05 09:20 点击：123. */
#include "text/noise_sign.h"

#define LABEL_LINE 40
#define STAMP_LINE 60

bool noise_is_colon(uint32_t c)
{
    return c == ':' || c == U'：';
}

static uint32_t at(struct noise_search *s, size_t cp)
{
    return window_char(&s->w, cp);
}

enum label {
    LABEL_WHEN,     /* of a document as of a site */
    LABEL_FROM,     /* where the text comes from */
    LABEL_BY,       /* who wrote it */
    LABEL_EDITOR,   /* who put it on the page */
    LABEL_COUNTER,  /* what a site counts or lets choose; the value is a number, a choice or missing */
    LABEL_SITE,     /* what only a site says */
    LABEL_COMPANION /* says something beside those of a site only */
};

/* Longer ones need not stand before those that they begin with: a colon follows. */
static const struct {
    const char *word;
    enum label label;
} names[] = {
    {"来源", LABEL_FROM},        {"作者", LABEL_BY},           {"记者", LABEL_BY},
    {"通讯员", LABEL_BY},        {"供稿", LABEL_BY},           {"时间", LABEL_WHEN},
    {"日期", LABEL_WHEN},        {"编辑", LABEL_EDITOR},       {"责编", LABEL_EDITOR},
    {"录入", LABEL_SITE},        {"上传", LABEL_SITE},         {"上传人", LABEL_SITE},
    {"上传者", LABEL_SITE},      {"上传人(卖家)", LABEL_SITE}, {"点击", LABEL_COUNTER},
    {"点击数", LABEL_SITE},      {"点击次数", LABEL_SITE},     {"点击量", LABEL_SITE},
    {"点击率", LABEL_SITE},      {"浏览", LABEL_COUNTER},      {"浏览数", LABEL_SITE},
    {"浏览量", LABEL_SITE},      {"浏览次数", LABEL_SITE},     {"访问量", LABEL_SITE},
    {"访问次数", LABEL_SITE},    {"阅读", LABEL_COUNTER},      {"阅读量", LABEL_SITE},
    {"阅读数", LABEL_SITE},      {"阅读次数", LABEL_SITE},     {"人气", LABEL_COUNTER},
    {"评论", LABEL_COUNTER},     {"字体", LABEL_COUNTER},      {"字号", LABEL_COUNTER},
    {"字体大小", LABEL_COUNTER}, {"下载", LABEL_COUNTER},      {"下载次数", LABEL_SITE},
    {"下载积分", LABEL_SITE},    {"发布时间", LABEL_SITE},     {"更新时间", LABEL_SITE},
    {"最后更新", LABEL_SITE},    {"上传时间", LABEL_SITE},     {"发布日期", LABEL_SITE},
    {"更新日期", LABEL_SITE},    {"发表时间", LABEL_SITE},     {"发布", LABEL_SITE},
    {"发布人", LABEL_SITE},      {"文档编号", LABEL_SITE},     {"资源id", LABEL_SITE},
    {"资源大小", LABEL_SITE},    {"文档分类", LABEL_SITE},     {"所属分类", LABEL_SITE},
    {"ip属地", LABEL_SITE},      {"格式", LABEL_COMPANION},    {"资源格式", LABEL_SITE},
    {"页数", LABEL_COMPANION},   {"大小", LABEL_COMPANION},    {"全文页数", LABEL_COMPANION},
    {"类型", LABEL_COMPANION},   {"编号", LABEL_COMPANION},    {"栏目", LABEL_COMPANION},
    {"分类", LABEL_COMPANION},
};

/* 资料来源：, which stands under a table; 最新时间： is none of these. */
static bool is_of_a_figure(struct noise_search *s, size_t lo, size_t cp)
{
    static const char *const figures[] = {"资料", "数据", "图片", "图表", "史料", "文献", "材料", "信息资料"};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (cp >= lo + 2 && noise_word_at(s, cp - 2, cp, figures[i]) == 2)
            return true;
    return false;
}

/* Is the value at CP one of a counter or a choice: 318 次, 大 中 小, nothing? */
static bool is_counted(struct noise_search *s, size_t cp, size_t end)
{
    uint32_t c = at(s, cp = noise_skip(&s->w, cp, end));
    return cp == end || noise_digit(c) >= 0 || c == U'大' || c == U'小' || c == U'中' || c == 'T' || c == '+' ||
           c == '-' || c == '|' || noise_is_open(c) || noise_is_close(c);
}

/* N of 1 or 2 digits at CP, at most MAX; the place behind it, or 0. */
static size_t past_number(struct noise_search *s, size_t cp, size_t end, int max)
{
    int value = 0;
    size_t n = 0;
    for (; n < 2 && cp + n < end && noise_digit(at(s, cp + n)) >= 0; n++)
        value = value * 10 + noise_digit(at(s, cp + n));
    return n && value <= max ? cp + n : 0;
}

/* 09:20, 09:20:15 at CP; the place behind it, or 0. */
static size_t past_time(struct noise_search *s, size_t cp, size_t end)
{
    size_t p = past_number(s, cp, end, 24);
    if (!p || p >= end || !noise_is_colon(at(s, p)))
        return 0;
    p = past_number(s, p + 1, end, 59);
    size_t seconds = p && p < end && noise_is_colon(at(s, p)) ? past_number(s, p + 1, end, 59) : 0;
    return seconds ? seconds : p;
}

/* 2024-03-05, 2024年3月5日, with the time behind it or without; the place behind it, or 0. */
static size_t past_date(struct noise_search *s, size_t cp, size_t end, bool *time)
{
    size_t n;
    int year = noise_number(&s->w, cp, end, &n);
    uint32_t mark = at(s, cp + n);
    if (n != 4 || year < 1980 || year > 2099 || (mark != '-' && mark != '/' && mark != '.' && mark != U'年'))
        return 0;
    size_t p = past_number(s, cp + 5, end, 12);
    if (!p || at(s, p) != (mark == U'年' ? U'月' : mark))
        return 0;
    p = past_number(s, p + 1, end, 31);
    if (!p)
        return 0;
    p += p < end && at(s, p) == U'日';
    size_t q = noise_skip(&s->w, p, end), behind;
    q += q == p && q < end && (at(s, q) == 'T' || at(s, q) == '-');
    behind = past_time(s, q, end);
    *time = behind > 0;
    return behind ? behind : p;
}

struct traits {
    size_t plain, sites, companions; /* labels: of texts and sites, of sites only, of those beside them */
    bool from, by, editor;
    bool date, time, date_first;
    bool digits;   /* the date is written 2024-03-05, as programs do */
    size_t behind; /* the first date */
};

static void add_label(struct traits *t, enum label label, bool counted)
{
    if (label == LABEL_COUNTER && !counted)
        return;
    if (label == LABEL_COMPANION)
        t->companions++;
    else if (label == LABEL_SITE || label == LABEL_COUNTER)
        t->sites++;
    else
        t->plain++;
    t->from = t->from || label == LABEL_FROM;
    t->by = t->by || label == LABEL_BY;
    t->editor = t->editor || label == LABEL_EDITOR;
}

/* The label at CP, as its index in names; the place of its colon, or 0. */
static size_t label_at(struct noise_search *s, size_t cp, size_t end, size_t *label)
{
    for (*label = 0; *label < sizeof names / sizeof *names; ++*label) {
        size_t n = noise_word_at(s, cp, end, names[*label].word), p = noise_skip(&s->w, cp + n, end);
        if (n && p < end && noise_is_colon(at(s, p)))
            return p;
    }
    return 0;
}

/* Is no value behind the colon at COLON, as in a form? */
static bool is_empty(struct noise_search *s, size_t colon, size_t end)
{
    size_t p = noise_skip(&s->w, colon + 1, end), label;
    return p == end || label_at(s, p, end, &label);
}

/* Take note of the label at CP; the place of its colon, or 0. */
static size_t find_label(struct noise_search *s, struct span l, size_t cp, struct traits *out)
{
    size_t i, colon = label_at(s, cp, l.end, &i);
    bool counted = colon && is_counted(s, colon + 1, l.end);
    bool site = colon && (names[i].label == LABEL_SITE || names[i].label == LABEL_COUNTER);
    if (!colon || (!site && is_empty(s, colon, l.end)) ||
        (names[i].label == LABEL_FROM && is_of_a_figure(s, l.start, cp)))
        return colon;
    add_label(out, names[i].label, counted);
    return colon;
}

static struct traits traits_of(struct noise_search *s, struct span l)
{
    struct traits t = {0};
    size_t colons = l.end; /* behind the last one; a label stands before one */
    while (colons > l.start && !noise_is_colon(at(s, colons - 1)))
        colons--;
    for (size_t cp = l.start; cp < l.end; cp++) {
        bool time = false;
        size_t date = noise_digit(at(s, cp)) >= 0 ? past_date(s, cp, l.end, &time) : 0;
        size_t colon = date || cp >= colons ? 0 : find_label(s, l, cp, &t);
        if (date && !t.date) {
            t.date = true;
            t.time = time;
            t.digits = at(s, cp + 4) != U'年';
            t.date_first = cp == l.start;
            t.behind = date;
        }
        if (date || colon)
            cp = date ? date - 1 : colon;
    }
    return t;
}

/* 2024-03-05 09:20 某某新闻网: a time, and behind it who published. */
static bool is_stamp(struct noise_search *s, struct span l, const struct traits *t)
{
    static const char *const ends[] = {"网", "报", "社", "电视台", "客户端", "公众号", "频道", "在线"};
    size_t p = noise_skip(&s->w, t->behind, l.end);
    if (!t->date_first || !t->time || l.end - l.start > STAMP_LINE)
        return false;
    if (p < l.end && at(s, p) == '|')
        p = noise_skip(&s->w, p + 1, l.end);
    size_t end = p;
    while (end < l.end && noise_skip(&s->w, end, end + 1) == end)
        end++;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t n = 1; n <= 3 && n + 1 < end - p; n++)
            if (noise_word_at(s, end - n, end, ends[i]) == n)
                return true;
    return false;
}

static enum noise_sign weak_sign_of(struct noise_search *s, struct span l, const struct traits *t)
{
    size_t n = t->plain + t->sites;
    bool is_short = l.end - l.start <= LABEL_LINE;
    if ((t->time || (t->digits && n > 0)) && l.end - l.start <= STAMP_LINE &&
        (n > 0 ? t->plain == n : t->behind == l.end) && (n > 0 || t->date_first))
        return SIGN_HEAD;
    if (n == 0 || !is_short)
        return t->companions && is_short ? SIGN_HINT : SIGN_NONE;
    if (t->sites)
        return SIGN_WEAK;
    if (t->editor || (t->from && noise_is_open(at(s, l.start))))
        return SIGN_TAIL;
    return t->from || t->by ? SIGN_HEAD : SIGN_HINT;
}

enum noise_sign noise_label_of(struct noise_search *s, struct span l)
{
    struct traits t = traits_of(s, l);
    size_t n = t.plain + t.sites + (t.sites ? t.companions : 0);
    bool stamp = t.date && l.end - l.start <= STAMP_LINE;
    bool told = t.sites || t.from || (t.by && t.editor);
    if ((n >= 2 && (t.sites || t.from)) || (n >= 3 && told) || is_stamp(s, l, &t))
        return SIGN_SURE;
    if (stamp && ((t.editor && (t.digits || t.time)) || (t.from && (t.time || t.date_first)) ||
                  (t.time && t.date_first && t.sites)))
        return SIGN_SURE;
    return weak_sign_of(s, l, &t);
}

/* Labels with which documents begin and end themselves, and how a site would not go on. */
static bool has_label(struct noise_search *s, struct span l, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t found = noise_word_at(s, l.start, l.end, words[i]);
        size_t p = noise_skip(&s->w, l.start + found, l.end);
        if (found && (noise_is_colon(at(s, p)) || noise_digit(at(s, p)) >= 0) && p < l.end)
            return true;
    }
    return false;
}

bool noise_is_end_matter(struct noise_search *s, struct span l)
{
    static const char *const words[] = {"附件", "附", "抄送", "抄报", "主送", "附表", "附录"};
    bool time;
    if (has_label(s, l, words, sizeof words / sizeof *words))
        return true;
    if (noise_is_open(at(s, l.start)) && l.end - l.start > 2)
        l = (struct span){l.start + 1, l.end - noise_is_close(at(s, l.end - 1))};
    size_t date = past_date(s, l.start, l.end, &time);
    size_t printed = noise_word_in(s, l, "印发");
    bool chinese = date && at(s, l.start + 4) == U'年' && !time;
    return chinese && (date == l.end || (printed != SIZE_MAX && printed + 2 == l.end));
}

bool noise_is_own(struct noise_search *s, struct span l)
{
    static const char *const words[] = {
        "签发人",   "主题分类", "发文机构", "发文机关", "发布机构",  "发文日期", "成文日期", "有效性",
        "名称",     "签发",     "发文字号", "文号",     "索引号",    "索 引 号", "地点",     "会议时间",
        "会议地点", "参加",     "出席",     "列席",     "缺席",      "主持",     "主持人",   "记录",
        "记录人",   "参加人员", "参会",     "与会",     "出席人员",  "参会人员", "列席人员", "议题",
        "会议议题", "联系人",   "联系电话", "电话",     "手机",      "地址",     "邮箱",     "姓名",
        "性别",     "职务",     "主题",     "收件人",   "发件人",    "抄送人",   "from",     "to",
        "cc",       "subject",  "date",     "sent",     "attendees", "present",  "location", "name"};
    if (noise_is_end_matter(s, l) || has_label(s, l, words, sizeof words / sizeof *words))
        return true;
    for (size_t cp = l.start; cp < l.end; cp++) {
        size_t n;
        if (at(s, cp) == U'〔' && noise_number(&s->w, cp + 1, l.end, &n) >= 1949 && at(s, cp + 1 + n) == U'〕')
            return true;
        if ((at(s, cp) == ' ' || at(s, cp) == U'　') && cp + 1 < l.end &&
            has_label(s, (struct span){cp + 1, l.end}, words, sizeof words / sizeof *words))
            return true;
    }
    return false;
}
