#include "tests/flow_laws.h"

#include "tests/law.h"
#include "text/cut.h"

static bool same(struct span a, struct span b)
{
    return a.start == b.start && a.end == b.end;
}

void flow_laws_settled(const struct text *t, const struct noise_list *l)
{
    size_t at = 0;
    for (size_t i = 0; i < l->count; i++) {
        struct span s = l->all[i].span, snapped = text_snap(t, s);
        LAW(s.start >= at && s.end > s.start && s.end <= text_length(t));
        LAW(snapped.end == s.end && (snapped.start == s.start || s.start == at));
        LAW(l->all[i].kind < NOISE_KINDS);
        at = s.end;
    }
}

static void maps_are_inverse(const struct flow *f)
{
    const struct text *t = flow_document(f), *own = flow_text(f);
    size_t length = text_length(t), in = 0;
    for (size_t cp = 0; cp < length; cp++) {
        size_t i = flow_noise_from(f, cp);
        bool noise = i < flow_noise_count(f) && flow_noise(f, i)->span.start <= cp;
        LAW(flow_is_noise(f, cp) == noise);
        LAW(flow_in(f, cp) == in);
        if (noise)
            continue;
        LAW(flow_out(f, in) == cp);
        LAW(text_char(own, in) == text_char(t, cp));
        in++;
    }
    LAW(in == text_length(own));
    LAW(flow_in(f, length) == in && flow_in(f, SIZE_MAX) == in);
    LAW(flow_out(f, in) == length && flow_out(f, SIZE_MAX) == length);
}

/* The units of the flow, one after the other, are those of its text. */
static void walk(const struct flow *f, enum unit unit)
{
    const struct text *own = flow_text(f);
    struct span in = unit_at(own, unit, 0), u = flow_unit_at(f, unit, 0), back;
    if (in.start >= in.end)
        return;
    for (bool more = true; more;) {
        LAW(same(u, flow_out_span(f, in)));
        LAW(!flow_is_noise(f, u.start) && !flow_is_noise(f, u.end - 1));
        LAW(same(flow_trim(f, u), u));
        LAW(same(flow_unit_at(f, unit, u.start), u) && same(flow_unit_at(f, unit, u.end - 1), u));
        size_t n, m;
        const char *quote = flow_quote(f, u, &n);
        LAW(quote == text_slice(own, in.start, in.end, &m) && n == m);
        struct span last = u;
        more = unit_next(own, unit, in.start, &in);
        LAW(flow_unit_next(f, unit, u.start, &u) == more);
        if (more)
            LAW(flow_unit_prev(f, unit, u.start, &back) && same(back, last));
    }
}

/* From any place, in noise too, NEXT is the first unit that starts behind it, PREV the last one that starts before. */
static void jump(const struct flow *f, enum unit unit)
{
    size_t length = text_length(flow_document(f));
    struct span next, prev, between;
    for (size_t cp = 0; cp < length; cp++) {
        bool has_next = flow_unit_next(f, unit, cp, &next), has_prev = flow_unit_prev(f, unit, cp, &prev);
        LAW(!has_next || next.start > cp);
        LAW(!has_prev || prev.start < cp);
        if (has_next && flow_unit_prev(f, unit, next.start, &between))
            LAW(between.start <= cp);
    }
}

void flow_laws_units(const struct flow *f, enum unit unit)
{
    const struct text *t = flow_document(f);
    struct span u = flow_unit_at(f, unit, 0), other;
    size_t length = text_length(t), behind = 0;
    for (bool more = u.start < u.end; more;) {
        LAW(u.start >= behind && u.end > u.start && u.end <= length);
        for (size_t cp = behind; cp < u.start; cp++)
            LAW(flow_is_noise(f, cp) || cut_is_space(text_char(t, cp)));
        for (size_t cp = u.start; cp < u.end; cp++)
            LAW(same(flow_unit_at(f, unit, cp), u));
        behind = u.end;
        struct span last = u;
        more = flow_unit_next(f, unit, u.start, &u);
        if (more)
            LAW(flow_unit_prev(f, unit, u.start, &other) && same(other, last));
    }
    for (size_t cp = behind; cp < length; cp++)
        LAW(flow_is_noise(f, cp) || cut_is_space(text_char(t, cp)));
    jump(f, unit);
}

void flow_laws(const struct flow *f)
{
    struct noise_list l = {0};
    for (size_t i = 0; i < flow_noise_count(f); i++)
        noise_list_add(&l, flow_noise(f, i)->span, flow_noise(f, i)->kind);
    flow_laws_settled(flow_document(f), &l);
    noise_list_clear(&l);
    maps_are_inverse(f);
    for (int unit = UNIT_GRAPHEME; unit <= UNIT_PARAGRAPH; unit++) {
        walk(f, (enum unit)unit);
        jump(f, (enum unit)unit);
    }
}
