#include "text/flow_own.h"

#include "base/mem.h"

#include <string.h>

/* The bytes of the document that are not noise. */
static size_t bytes_left(const struct flow *f)
{
    size_t bytes = text_bytes(f->document);
    for (size_t i = 0; i < f->noise.count; i++) {
        struct span s = f->noise.all[i].span;
        bytes -= text_byte_at(f->document, s.end) - text_byte_at(f->document, s.start);
    }
    return bytes;
}

struct flow *flow_begin(const struct text *t, const struct noise *noise, size_t n)
{
    struct flow *f = MEM_NEW(struct flow);
    f->document = t;
    f->length = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        noise_list_add(&f->noise, noise[i].span, noise[i].kind);
    noise_list_settle(&f->noise, t);
    if (f->noise.count == 0)
        return f;
    f->length = text_length(t);
    f->removed = mem_alloc(f->noise.count, sizeof *f->removed);
    size_t removed = 0;
    for (size_t i = 0; i < f->noise.count; i++) {
        f->removed[i] = removed;
        removed += f->noise.all[i].span.end - f->noise.all[i].span.start;
    }
    f->room = mem_alloc(bytes_left(f) + 1, 1);
    f->own = text_begin(f->room);
    return f;
}

bool flow_go_on(struct flow *f, size_t points)
{
    size_t used = f->own ? text_bytes(f->own) : 0, n;
    while (f->own && f->made < f->length && points > 0) {
        size_t end = f->next < f->noise.count ? f->noise.all[f->next].span.start : f->length;
        size_t to = end - f->made < points ? end : f->made + points;
        const char *s = text_slice(f->document, f->made, to, &n);
        memcpy(f->room + used, s, n);
        used += n;
        points -= to - f->made;
        f->made = to;
        if (to == end && f->next < f->noise.count)
            f->made = f->noise.all[f->next++].span.end;
    }
    if (f->own)
        text_grow(f->own, used);
    return f->own && f->made < f->length;
}

struct flow *flow_new(const struct text *t, const struct noise *noise, size_t n)
{
    struct flow *f = flow_begin(t, noise, n);
    flow_go_on(f, SIZE_MAX);
    return f;
}

/* The end of the document, or of what the flow knows of one that goes on growing. */
static size_t end_of(const struct flow *f)
{
    return f->own ? f->length : text_length(f->document);
}

void flow_free(struct flow *f)
{
    if (!f)
        return;
    text_free(f->own);
    noise_list_clear(&f->noise);
    free(f->removed);
    free(f->headings);
    free(f);
}

const struct text *flow_document(const struct flow *f)
{
    return f->document;
}

const struct text *flow_text(const struct flow *f)
{
    return f->own ? f->own : f->document;
}

size_t flow_noise_count(const struct flow *f)
{
    return f->noise.count;
}

const struct noise *flow_noise(const struct flow *f, size_t i)
{
    return &f->noise.all[i];
}

size_t flow_noise_from(const struct flow *f, size_t cp)
{
    size_t lo = 0, hi = f->noise.count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (f->noise.all[mid].span.end <= cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool flow_is_noise(const struct flow *f, size_t cp)
{
    size_t i = flow_noise_from(f, cp);
    return i < f->noise.count && f->noise.all[i].span.start <= cp;
}

/* Code points of noise before noise I, or in all. */
static size_t removed_before(const struct flow *f, size_t i)
{
    if (i < f->noise.count)
        return f->removed[i];
    const struct noise *last = &f->noise.all[i - 1];
    return f->removed[i - 1] + (last->span.end - last->span.start);
}

size_t flow_in(const struct flow *f, size_t cp)
{
    size_t length = end_of(f);
    cp = cp < length ? cp : length;
    if (f->noise.count == 0)
        return cp;
    size_t i = flow_noise_from(f, cp);
    if (i < f->noise.count && f->noise.all[i].span.start < cp)
        cp = f->noise.all[i].span.start;
    return cp - removed_before(f, i);
}

size_t flow_out(const struct flow *f, size_t in)
{
    size_t length = text_length(flow_text(f));
    if (in >= length)
        return end_of(f);
    if (f->noise.count == 0)
        return in;
    size_t lo = 0, hi = f->noise.count; /* the first noise whose place in the flow lies behind IN */
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (f->noise.all[mid].span.start - f->removed[mid] <= in)
            lo = mid + 1;
        else
            hi = mid;
    }
    return in + removed_before(f, lo);
}

struct span flow_out_span(const struct flow *f, struct span in)
{
    size_t start = flow_out(f, in.start);
    return (struct span){start, in.start < in.end ? flow_out(f, in.end - 1) + 1 : start};
}

struct span flow_trim(const struct flow *f, struct span s)
{
    return flow_out_span(f, (struct span){flow_in(f, s.start), flow_in(f, s.end)});
}

const char *flow_quote(const struct flow *f, struct span s, size_t *n_bytes)
{
    size_t start = flow_in(f, s.start), end = flow_in(f, s.end);
    if (start >= end && s.start < s.end)
        return text_slice(f->document, s.start, s.end, n_bytes);
    return text_slice(flow_text(f), start, end, n_bytes);
}

bool flow_find_next(const struct flow *f, const struct find *find, size_t from, size_t limit, struct span *out)
{
    struct span in;
    bool found = find_next(find, flow_text(f), flow_in(f, from), limit == SIZE_MAX ? SIZE_MAX : flow_in(f, limit), &in);
    if (found)
        *out = flow_out_span(f, in);
    return found;
}

bool flow_find_prev(const struct flow *f, const struct find *find, size_t from, struct span *out)
{
    struct span in;
    bool found = find_prev(find, flow_text(f), flow_in(f, from), &in);
    if (found)
        *out = flow_out_span(f, in);
    return found;
}
