/* What is found in a newer version lies inside it on grapheme boundaries, is what its kind says, and a document that
 * did not change keeps everything where it is.
 * Input: a byte with the length of the older text in 256ths of the rest, two that say where noise is, the two texts. */
#include "text/anchor.h"

#include "tests/fuzz/fuzz_text_new.h"

static struct flow *flow_with_noise(const struct text *t, size_t from)
{
    struct noise noise = {{from, from + 3}, NOISE_HAND};
    return flow_new(t, &noise, 1);
}

static void check(const struct flow *new, const struct anchored *f)
{
    const struct text *t = flow_document(new);
    LAW(f->likeness >= 0 && f->likeness <= 100);
    LAW((f->kind == ANCHOR_LOST) == (f->span.start == f->span.end));
    LAW(f->span.start <= f->span.end && f->span.end <= text_length(t));
    struct span snapped = text_snap(t, f->span);
    LAW(snapped.start == f->span.start && snapped.end == f->span.end);
    LAW(f->kind == ANCHOR_LOST || f->likeness >= 60);
    LAW((f->kind == ANCHOR_SAME || f->kind == ANCHOR_MOVED) == (f->likeness == 100));
}

static void find_all(const struct flow *old, const struct flow *new, bool same)
{
    struct anchors *a = anchors_new(old, new);
    struct span s = {0, 0};
    LAW(anchor_find(a, s).kind == ANCHOR_LOST);
    for (bool more = true; more; more = flow_unit_next(old, UNIT_CLAUSE, s.start, &s)) {
        struct anchored f = anchor_find(a, s);
        check(new, &f);
        LAW(!same || s.end - s.start < 12 || (f.kind == ANCHOR_SAME && f.span.start == s.start && f.span.end == s.end));
    }
    struct anchored all = anchor_find(a, (struct span){0, SIZE_MAX});
    check(new, &all);
    anchors_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    size_t rest = size - 3, n = rest * data[0] / 256;
    struct text *old = fuzz_text_new(data + 3, n), *new = fuzz_text_new(data + 3 + n, rest - n);
    struct flow *f = flow_with_noise(old, data[1]), *g = flow_with_noise(new, data[2]);
    find_all(f, g, false);
    find_all(g, f, false);
    find_all(f, f, true);
    int likeness = anchor_likeness(old, new);
    LAW(likeness >= 0 && likeness <= 100);
    flow_free(f);
    flow_free(g);
    text_free(old);
    text_free(new);
    return 0;
}
