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
};

static const struct rule in_lines[] = {
    {NOISE_PAGE, "page marks", noise_rule_page},
    {NOISE_NUMBER, "numbers that cut sentences", noise_rule_number},
    {NOISE_PAYWALL, "marks of a paywall", noise_rule_paywall_token},
    {NOISE_PAYWALL, "lines of a paywall", noise_rule_paywall_line},
};

/* Let the RULES look at T without the noise in OUT, and add what they find to it. */
static void look(const struct text *t, const struct rule *rules, size_t n, struct noise_list *out)
{
    struct flow *f = flow_new(t, out->all, out->count);
    struct noise_search s;
    noise_search_init(&s, flow_text(f));
    for (size_t i = 0; i < n; i++)
        rules[i].find(&s);
    noise_join(&s);
    for (size_t i = 0; i < s.count; i++)
        noise_list_add(out, flow_out_span(f, s.marks[i].span), s.marks[i].kind);
    noise_search_clear(&s);
    flow_free(f);
    noise_list_settle(out, t);
}

void noise_find(const struct text *t, struct noise_list *out)
{
    look(t, in_words, sizeof in_words / sizeof *in_words, out);
    look(t, in_lines, sizeof in_lines / sizeof *in_lines, out);
}
