/* The rules that find noise, in the order in which they look. */
#include "text/noise_rule.h"

#include "text/flow.h"

struct rule {
    enum noise_kind kind;
    const char *name;
    void (*find)(struct noise_search *s);
};

/* What stands inside words, which no other rule should see. */
static const struct rule in_words[] = {
    {NOISE_READING, "pinyin in brackets behind a character", noise_rule_pinyin},
    {NOISE_READING, "bopomofo in brackets behind a character", noise_rule_bopomofo},
    {NOISE_READING, "kana in brackets behind characters", noise_rule_furigana},
    {NOISE_PAYWALL, "marks of a paywall", noise_rule_paywall_token},
};

static const struct rule in_lines[] = {
    {NOISE_PAGE, "page marks", noise_rule_page},
    {NOISE_RUNNING, "lines that return on the pages", noise_rule_running},
    {NOISE_SITE, "a site's lines before and behind the text", noise_rule_site},
    {NOISE_SITE, "tags of HTML that an import left", noise_rule_tag},
    {NOISE_NUMBER, "numbers that cut sentences", noise_rule_number},
    {NOISE_PAYWALL, "lines of a paywall", noise_rule_paywall_line},
};

#define COUNT(rules) (sizeof(rules) / sizeof *(rules))

const char *noise_rule_name(size_t i, enum noise_kind *kind)
{
    if (i >= COUNT(in_words) + COUNT(in_lines))
        return NULL;
    const struct rule *rule = i < COUNT(in_words) ? &in_words[i] : &in_lines[i - COUNT(in_words)];
    *kind = rule->kind;
    return rule->name;
}

/* Is there nothing but white space in [START, END)? */
static bool is_blank(const struct text *t, size_t start, size_t end)
{
    struct window w;
    window_init(&w, t);
    while (start < end && (window_char(&w, start) == '\n' || noise_skip(&w, start, start + 1) > start))
        start++;
    return start >= end;
}

/* Add SPAN around the noise of F in it, which was the whole list OUT; but a reading in it goes with the rest. */
static void add(const struct flow *f, struct span span, enum noise_kind kind, struct noise_list *out)
{
    size_t at = span.start, last = SIZE_MAX;
    for (size_t i = flow_noise_from(f, span.start); i < flow_noise_count(f); i++) {
        const struct noise *n = flow_noise(f, i);
        if (n->span.start >= span.end)
            break;
        if (n->kind == NOISE_READING)
            continue;
        noise_list_add(out, (struct span){at, n->span.start}, kind);
        at = n->span.end;
        last = i;
    }
    if (last != SIZE_MAX && is_blank(flow_document(f), at, span.end))
        out->all[last].span.end = span.end; /* the line end goes with what stands last in the line */
    else
        noise_list_add(out, (struct span){at, span.end}, kind);
}

/* Let the RULES look at T without the noise in OUT, and add what they find to it. */
static void look(struct noise_search *s, const struct text *t, const struct rule *rules, size_t n,
                 struct noise_list *out)
{
    struct flow *f = flow_new(t, out->all, out->count);
    noise_search_set(s, flow_text(f));
    for (size_t i = 0; i < n; i++)
        rules[i].find(s);
    noise_join(s);
    for (size_t i = 0; i < s->count; i++)
        add(f, flow_out_span(f, s->marks[i].span), s->marks[i].kind, out);
    if (flow_text(f) != t)
        noise_search_clear(s);
    flow_free(f);
    noise_list_settle(out, t);
}

/* Is there no text left outside the noise in L? */
static bool nothing_is_left(const struct text *t, const struct noise_list *l)
{
    size_t at = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (!is_blank(t, at, l->all[i].span.start))
            return false;
        at = l->all[i].span.end;
    }
    return is_blank(t, at, text_length(t));
}

/* A document that is all noise is about it: then nothing was found. */
void noise_find(const struct text *t, struct noise_list *out)
{
    struct noise_list known = {0};
    for (size_t i = 0; i < out->count; i++)
        noise_list_add(&known, out->all[i].span, out->all[i].kind);
    struct noise_search s = {0};
    look(&s, t, in_words, COUNT(in_words), out);
    look(&s, t, in_lines, COUNT(in_lines), out);
    noise_search_clear(&s);
    if (out->count && nothing_is_left(t, out)) {
        noise_list_settle(&known, t);
        noise_list_clear(out);
        *out = known;
    } else {
        noise_list_clear(&known);
    }
}
