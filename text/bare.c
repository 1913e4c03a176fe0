#include "text/bare.h"

#include "text/window.h"

#include <unictype.h>

#define INSIDE_MAX 32 /* code points between the brackets */

static bool is_han(uint32_t c)
{
    return uc_is_property_ideographic(c) && uc_is_general_category(c, UC_LETTER);
}

/* A letter with which readings are written: Latin, bopomofo, kana or a tone; MARKED, if words hardly have it. */
static bool is_reading_letter(uint32_t c, bool *marked)
{
    bool latin = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    bool toned = (c >= 0xE0 && c <= 0x1DC) || (c >= 0x2C7 && c <= 0x2D9) || (c >= 0x300 && c <= 0x30C);
    bool other = (c >= 0x3041 && c <= 0x30FC) || (c >= 0x3105 && c <= 0x312F);
    *marked = *marked || toned || other;
    return latin || toned || other || c == ' ' || c == '\'' || c == U'’';
}

/* The end of the reading whose bracket opens at CP; 0 where there is none. */
static size_t reading_end(struct window *w, size_t cp, size_t n)
{
    bool marked = false;
    size_t at = cp + 1;
    while (at < n && at - cp <= INSIDE_MAX && is_reading_letter(window_char(w, at), &marked))
        at++;
    uint32_t close = at < n ? window_char(w, at) : 0;
    return marked && (close == ')' || close == U'）') ? at + 1 : 0;
}

void bare_readings(const struct flow *f, struct noise_list *out)
{
    const struct text *t = flow_text(f);
    struct window w;
    size_t n = text_length(t);
    window_init(&w, t);
    for (size_t cp = 1; cp < n; cp++) {
        uint32_t c = window_char(&w, cp);
        size_t end = (c == '(' || c == U'（') && is_han(window_char(&w, cp - 1)) ? reading_end(&w, cp, n) : 0;
        if (end)
            noise_list_add(out, flow_out_span(f, (struct span){cp, end}), NOISE_READING);
    }
}

struct flow *bare_flow(const struct flow *f, const struct noise_list *readings)
{
    struct noise_list all = {0};
    for (size_t i = 0; i < flow_noise_count(f); i++)
        noise_list_add(&all, flow_noise(f, i)->span, flow_noise(f, i)->kind);
    for (size_t i = 0; i < readings->count; i++)
        noise_list_add(&all, readings->all[i].span, readings->all[i].kind);
    struct flow *bare = flow_new(flow_document(f), all.all, all.count);
    noise_list_clear(&all);
    return bare;
}
