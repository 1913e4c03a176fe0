/* Tags that an import from HTML left at the ends of lines: 谢谢大家。</p>. Where others are around, the document is
 * about HTML, or is some. */
#include "text/noise_rule.h"

#define TAGS_MAX 8

/* The tag that ends at END: where it starts, or END. */
static size_t tag_before(struct noise_search *s, size_t lo, size_t end)
{
    static const char *const tags[] = {"</p>", "</div>", "</span>", "<br>", "<br/>", "<br />", "</br>", "&nbsp;"};
    uint32_t last = end > lo ? noise_fold(s, window_char(&s->w, end - 1)) : 0;
    if (last != '>' && last != ';')
        return end;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        for (size_t n = 4; n <= 7 && n <= end - lo; n++)
            if (noise_word_at(s, end - n, end, tags[i]) == n)
                return end - n;
    return end;
}

static bool ends_chinese(uint32_t c)
{
    return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'：' || c == U'”' || c == U'）' || c == U'…';
}

/* The tags at the end of line L, behind the end of a sentence; empty where there are none. */
static struct span tags_of(struct noise_search *s, const struct noise_line *l)
{
    size_t start = l->words.end, p = start;
    for (size_t i = 0; i < TAGS_MAX; i++) {
        size_t tag = tag_before(s, l->words.start, noise_skip_back(&s->w, l->words.start, p));
        if (tag == noise_skip_back(&s->w, l->words.start, p))
            break;
        start = p = tag;
    }
    uint32_t c = window_char(&s->w, l->words.start);
    bool behind = start > l->words.start && ends_chinese(window_char(&s->w, start - 1));
    return (struct span){behind && c != '|' && c != '<' ? start : l->words.end, l->words.end};
}

/* Does a tag, a fence or a heading of Markdown start at CP? */
static bool is_markup(struct noise_search *s, size_t cp)
{
    uint32_t c = window_char(&s->w, cp), next = window_char(&s->w, cp + 1);
    bool first = cp == 0 || window_char(&s->w, cp - 1) == '\n';
    if (c == '`')
        return true;
    if (c == '#' && first)
        return next == ' ' || next == '#';
    return c == '<' && ((next | 32) - 'a' < 26 || next == '!' || next == '?' || next == '/');
}

/* Is there markup in [START, END)? */
static bool has_markup(struct noise_search *s, size_t start, size_t end)
{
    for (size_t cp = start; cp < end; cp++)
        if (is_markup(s, cp))
            return true;
    return false;
}

/* Is there a line with tags at its end? In most documents there is none, and no need to look at their words. */
static bool any_tags(struct noise_search *s)
{
    struct noise_line l;
    for (size_t cp = 0; noise_line_next(s, cp, &l); cp = l.end + 1) {
        struct span tags = tags_of(s, &l);
        if (tags.start < tags.end)
            return true;
    }
    return false;
}

void noise_rule_tag(struct noise_search *s)
{
    size_t before = s->count;
    struct noise_line l;
    if (!any_tags(s))
        return;
    for (size_t cp = 0; noise_line_next(s, cp, &l); cp = l.end + 1) {
        struct span tags = tags_of(s, &l);
        if (has_markup(s, l.words.start, tags.start)) {
            s->count = before;
            return;
        }
        if (tags.start < tags.end && s->count - before < NOISE_MARKS_MAX)
            noise_mark(s, tags, NOISE_SITE, NOISE_JOIN_NO);
    }
}
