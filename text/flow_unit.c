/* The units of the running text. The rules of unit.h know nothing of the outline: a heading that runs into its
 * paragraph ends for them with the paragraph's first sentence, and one like “4. Remedies” has a stop in it. */
#include "text/flow_own.h"

#include "base/mem.h"
#include "text/cut.h"

#include <unictype.h>

#define WORD (UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi)

/* Does a word, a quote or a bracket begin at IN? */
static bool begins_word(const struct text *t, size_t in)
{
    return in < text_length(t) && uc_is_general_category_withtable(text_char(t, in), WORD);
}

/* The start of a heading with the marks of Markdown before it. */
static size_t with_marks(const struct text *t, size_t in)
{
    while (in > 0 &&
           (text_char(t, in - 1) == '#' || (text_char(t, in - 1) == ' ' && in > 1 && text_char(t, in - 2) == '#')))
        in--;
    return in;
}

void flow_set_headings(struct flow *f, const struct span *headings, size_t n)
{
    const struct text *t = flow_text(f);
    f->headings = mem_resize(f->headings, n + 1, sizeof *f->headings);
    f->heading_count = 0;
    size_t reached = 0;
    for (size_t i = 0; i < n; i++) {
        struct span s = {flow_in(f, headings[i].start), flow_in(f, headings[i].end)};
        if (s.start >= s.end || s.start < reached)
            continue;
        size_t start = with_marks(t, s.start);
        f->headings[f->heading_count++] =
            (struct flow_heading){start < reached ? s.start : start, s.end, begins_word(t, s.end)};
        reached = s.end;
    }
}

/* How many headings start at or before IN. */
static size_t headings_before(const struct flow *f, size_t in)
{
    size_t lo = 0, hi = f->heading_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (f->headings[mid].start <= in)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Whether headings cut units of this kind at all. */
static bool has_headings(const struct flow *f, enum unit unit)
{
    return f->heading_count > 0 && (unit == UNIT_SENTENCE || unit == UNIT_CLAUSE);
}

static bool is_white(const struct flow *f, size_t in)
{
    return cut_is_space(text_char(flow_text(f), in));
}

/* S, in which HERE lies, kept between LOW and HIGH. What is white before HIGH is between two units. */
static struct span clip(const struct flow *f, struct span s, size_t low, size_t high)
{
    s.start = s.start < low ? low : s.start;
    if (s.end <= high)
        return s;
    s.end = high;
    while (s.end > s.start && is_white(f, s.end - 1))
        s.end--;
    return s;
}

/* The unit around flow position IN. */
static struct span at(const struct flow *f, enum unit unit, size_t in)
{
    const struct text *t = flow_text(f);
    struct span s = unit_at(t, unit, in);
    if (!has_headings(f, unit) || s.start >= s.end)
        return s;
    size_t here = in < s.start ? s.start : in < s.end ? in : s.end - 1, n = headings_before(f, here);
    size_t low = 0, high = n < f->heading_count ? f->headings[n].start : SIZE_MAX;
    if (n > 0) {
        const struct flow_heading *h = &f->headings[n - 1];
        size_t end = h->run_in || unit == UNIT_CLAUSE ? h->end : unit_at(t, unit, h->end - 1).end;
        if (unit == UNIT_SENTENCE && here < end)
            s = (struct span){h->start, end};
        low = h->run_in && h->end <= here ? h->end : h->start;
        high = h->run_in && here < h->end ? h->end : high;
    }
    s = clip(f, s, low, high);
    return here < s.end ? s : at(f, unit, high);
}

/* The first unit that starts behind flow position IN. */
static bool next(const struct flow *f, enum unit unit, size_t in, struct span *out)
{
    size_t length = text_length(flow_text(f));
    if (!has_headings(f, unit))
        return unit_next(flow_text(f), unit, in, out);
    *out = at(f, unit, in);
    if (out->start > in && out->start < out->end)
        return true;
    size_t behind = out->end > in ? out->end : in + 1;
    while (behind < length && is_white(f, behind))
        behind++;
    if (behind < length)
        *out = at(f, unit, behind);
    return behind < length;
}

/* The last unit that starts before flow position IN. */
static bool prev(const struct flow *f, enum unit unit, size_t in, struct span *out)
{
    if (!has_headings(f, unit))
        return unit_prev(flow_text(f), unit, in, out);
    *out = at(f, unit, in);
    if (out->start < in && out->start < out->end)
        return true;
    while (in > 0 && is_white(f, in - 1))
        in--;
    if (in > 0)
        *out = at(f, unit, in - 1);
    return in > 0;
}

struct span flow_unit_at(const struct flow *f, enum unit unit, size_t cp)
{
    return flow_out_span(f, at(f, unit, flow_in(f, cp)));
}

bool flow_unit_next(const struct flow *f, enum unit unit, size_t cp, struct span *out)
{
    size_t from = flow_in(f, cp);
    struct span in = {0};
    bool found = false;
    if (flow_is_noise(f, cp)) { /* what begins right behind the noise lies behind CP */
        in = at(f, unit, from);
        found = in.start < in.end && in.start >= from;
    }
    found = found || next(f, unit, from, &in);
    if (found)
        *out = flow_out_span(f, in);
    return found;
}

bool flow_unit_prev(const struct flow *f, enum unit unit, size_t cp, struct span *out)
{
    struct span in;
    bool found = prev(f, unit, flow_in(f, cp), &in);
    if (found)
        *out = flow_out_span(f, in);
    return found;
}
