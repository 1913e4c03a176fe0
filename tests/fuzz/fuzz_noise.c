/* Noise that is found in any document is settled, kept when it was known, and found again without changes; and the
 * document reads on without it.
 * Input: a byte with how many spans are known, two bytes for each (start, length), a byte that says how often the rest
 * is repeated, the document. */
#include "text/flow.h"

#include "base/str.h"
#include "tests/flow_laws.h"
#include "tests/fuzz/fuzz_text_new.h"

#define REPEATED_MAX 6000
#define LAWS_MAX 1500 /* code points of a document of which every place is looked at */

/* What was known is in the list still. */
static void keeps(const struct noise_list *known, const struct noise_list *all)
{
    for (size_t i = 0, k = 0; i < known->count; i++) {
        while (k < all->count && all->all[k].span.start < known->all[i].span.start)
            k++;
        LAW(k < all->count && all->all[k].span.start == known->all[i].span.start);
        LAW(all->all[k].span.end >= known->all[i].span.end && all->all[k].kind == known->all[i].kind);
    }
}

static void is_found(const struct text *t, struct noise_list *known)
{
    struct noise_list found = {0}, again = {0};
    for (size_t i = 0; i < known->count; i++) {
        noise_list_add(&found, known->all[i].span, known->all[i].kind);
        noise_list_add(&again, known->all[i].span, known->all[i].kind);
    }
    noise_find(t, &found);
    noise_find(t, &again);
    flow_laws_settled(t, &found);
    keeps(known, &found);
    LAW(found.count == again.count);
    for (size_t i = 0; i < found.count; i++)
        LAW(memcmp(&found.all[i].span, &again.all[i].span, sizeof(struct span)) == 0);
    if (text_length(t) <= LAWS_MAX) {
        struct flow *f = flow_new(t, found.all, found.count);
        flow_laws(f);
        flow_free(f);
    }
    noise_list_clear(&found);
    noise_list_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t spans = size > 0 ? data[0] % 8 : 0, head = 2 + 2 * spans;
    if (size < head)
        return 0;
    struct str s = {0};
    for (int n = data[head - 1] < 240 ? 1 : 1 << (data[head - 1] & 15); n > 0 && (n == 1 || s.len < REPEATED_MAX); n--)
        str_addn(&s, (const char *)data + head, size - head);
    struct text *t = fuzz_text_new((const uint8_t *)str_z(&s), s.len);
    struct noise_list known = {0};
    for (size_t i = 0; i < spans; i++)
        noise_list_add(&known, (struct span){data[1 + 2 * i], (size_t)data[1 + 2 * i] + data[2 + 2 * i] % 16},
                       NOISE_REFERENCE);
    noise_list_settle(&known, t);
    is_found(t, &known);
    noise_list_clear(&known);
    text_free(t);
    str_clear(&s);
    return 0;
}
