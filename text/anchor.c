#include "text/anchor.h"

#include "base/mem.h"
#include "text/again.h"
#include "text/align.h"
#include "text/around.h"
#include "text/bare.h"
#include "text/fit.h"
#include "text/seed.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#define NEAR 60         /* likeness that is enough, percent */
#define SURE 90         /* of the surroundings of the same words: there is no need to look elsewhere */
#define ENOUGH 80       /* likeness with an eighth of that of the two sides */
#define CLEAR 6         /* what the best place is to be better by, in points of place.score */
#define AROUND 32       /* characters on each side of a passage that are compared */
#define WEIGHT_MIN 12   /* characters that agree in a passage with its surroundings: fewer may be chance */
#define PLACES_MAX 24   /* places that are compared */
#define SURE_PAIR 8     /* characters of a pair that bounds what is between two of them */
#define FAR 64          /* pairs that are looked through for one that is sure */
#define PASSAGE_MAX 512 /* characters of a passage that is compared as a whole, */
#define PIECE 256       /* and of the pieces at the ends of a longer one */

/* A side is 0, the older document, or 1, the newer one. Positions are those of its flow. */
struct anchors {
    const struct flow *given[2];
    struct flow *bare[2]; /* without readings that only one of them has; NULL where both are alike */
    const struct flow *flow[2];
    uint32_t *c[2]; /* folded */
    size_t n[2];
    struct align align;
    struct seeds *seeds[2]; /* made when they are needed */
    struct again *again;
};

/* Where a passage may be. */
struct place {
    struct span s;
    int likeness;  /* of the words */
    int around[2]; /* of what stands before and behind */
    bool between;  /* what stood around the passage stands around the stretch that it was found in */
    bool kept;     /* it is where the two texts have the same order */
    int score;
};

struct places {
    struct place all[PLACES_MAX];
    size_t count;
};

/* ---- preparing ---- */

/* The characters of T, folded; MEMO remembers how, for the first 65,536 code points (0: not known). */
static uint32_t *folded(const struct text *t, uint32_t *memo)
{
    size_t bytes, n = text_length(t), at = 0;
    const uint8_t *s = (const uint8_t *)text_slice(t, 0, n, &bytes);
    uint32_t *out = mem_alloc(n + 1, sizeof *out);
    for (size_t i = 0; i < n; i++) {
        ucs4_t c;
        at += (size_t)u8_mbtouc(&c, s + at, bytes - at);
        if (c > 0xFFFF)
            out[i] = find_fold(c);
        else
            out[i] = memo[c] ? memo[c] : (memo[c] = find_fold(c));
    }
    return out;
}

/* Where the versions have not as many readings in their flows, compare them without any. */
static void leave_out_readings(struct anchors *a)
{
    struct noise_list readings[2] = {0};
    for (int side = 0; side < 2; side++)
        bare_readings(a->given[side], &readings[side]);
    bool differ = readings[0].count != readings[1].count;
    for (int side = 0; side < 2; side++) {
        if (differ)
            a->flow[side] = a->bare[side] = bare_flow(a->given[side], &readings[side]);
        noise_list_clear(&readings[side]);
    }
}

struct anchors *anchors_new(const struct flow *old, const struct flow *new)
{
    struct anchors *a = MEM_NEW(struct anchors);
    uint32_t *memo = mem_zero(0x10000, sizeof *memo);
    a->flow[0] = a->given[0] = old;
    a->flow[1] = a->given[1] = new;
    leave_out_readings(a);
    for (int side = 0; side < 2; side++) {
        a->n[side] = text_length(flow_text(a->flow[side]));
        a->c[side] = folded(flow_text(a->flow[side]), memo);
    }
    free(memo);
    align_find(&a->align, a->c[0], a->n[0], a->c[1], a->n[1]);
    a->again = again_new(&a->align, flow_text(old), flow_text(new));
    return a;
}

void anchors_free(struct anchors *a)
{
    if (!a)
        return;
    again_free(a->again);
    align_clear(&a->align);
    for (int side = 0; side < 2; side++) {
        seeds_free(a->seeds[side]);
        free(a->c[side]);
        flow_free(a->bare[side]);
    }
    free(a);
}

/* ---- one place ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t length(struct span s)
{
    return s.end - s.start;
}

/* Do most of the characters of the shorter one lie in the other? */
static bool overlap(struct span a, struct span b)
{
    size_t from = a.start > b.start ? a.start : b.start, to = least(a.end, b.end);
    return from < to && 2 * (to - from) > least(length(a), length(b));
}

static bool is_white(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static struct span trimmed(const uint32_t *c, struct span s)
{
    while (s.start < s.end && is_white(c[s.start]))
        s.start++;
    while (s.end > s.start && is_white(c[s.end - 1]))
        s.end--;
    return s;
}

static int words_likeness(const struct anchors *a, int side, struct span s, struct span t)
{
    size_t d = fit_distance(a->c[side] + s.start, length(s), a->c[!side] + t.start, length(t));
    return fit_likeness(d, length(s), length(t));
}

static void judge(const struct anchors *a, int side, struct span s, struct place *p)
{
    p->around[0] = around_before(&a->align, side, s, p->s, AROUND);
    p->around[1] = around_behind(&a->align, side, s, p->s, AROUND);
    p->score = p->likeness + (p->around[0] + p->around[1]) / 10 + (p->between ? 10 : 0);
}

/* Whether what agrees is too much to be chance: of other words the more, the less of the surroundings do. */
static bool weighs(struct span s, const struct place *p)
{
    int sides = p->around[0] + p->around[1];
    size_t weight = length(s) * (size_t)p->likeness + AROUND * (size_t)sides;
    return weight >= WEIGHT_MIN * 100 && p->likeness + sides / 8 >= ENOUGH;
}

/* ---- borders ---- */

static size_t distance(size_t a, size_t b)
{
    return a < b ? b - a : a - b;
}

/* The start of a UNIT that is nearest to AT, and the end of one. */
static size_t nearest_start(const struct text *t, enum unit unit, size_t at)
{
    struct span here = unit_at(t, unit, at), next;
    if (unit_next(t, unit, at, &next) && distance(next.start, at) < distance(here.start, at))
        return next.start;
    return here.start;
}

static size_t nearest_end(const struct text *t, enum unit unit, size_t at)
{
    struct span here = unit_at(t, unit, at ? at - 1 : 0), prev;
    if (unit_prev(t, unit, here.start, &prev) && distance(prev.end, at) < distance(here.end, at))
        return prev.end;
    return here.end;
}

static bool is_pause(const struct anchors *a, int side, size_t at)
{
    return at >= a->n[side] || is_white(a->c[side][at]) || uc_is_punct(a->c[side][at]);
}

/* Words end where a pause follows, and begin behind one. */
static bool ends_words(const struct anchors *a, int side, size_t at)
{
    return at > 0 && is_pause(a, side, at) && !is_pause(a, side, at - 1);
}

static bool begins_words(const struct anchors *a, int side, size_t at)
{
    return !is_pause(a, side, at) && (at == 0 || is_pause(a, side, at - 1));
}

/* The place of SIDE at most ROOM from AT for which IS holds, the nearest one; AT itself where there is none. */
static size_t nearest(const struct anchors *a, int side, size_t at, size_t room,
                      bool (*is)(const struct anchors *a, int side, size_t at))
{
    for (size_t d = 0; d <= room; d++) {
        if (at + d <= a->n[side] && is(a, side, at + d))
            return at + d;
        if (d <= at && is(a, side, at - d))
            return at - d;
    }
    return at;
}

static const enum unit units[] = {UNIT_SENTENCE, UNIT_CLAUSE};

/* Where passage S starts that was found to start about AT: where a sentence or a clause does, or words, as in S. */
static size_t start_of(const struct anchors *a, int side, struct span s, size_t at, size_t room)
{
    const struct text *old = flow_text(a->flow[side]), *new = flow_text(a->flow[!side]);
    for (size_t i = 0; i < 2; i++)
        if (unit_at(old, units[i], s.start).start == s.start) {
            size_t near = nearest_start(new, units[i], at);
            if (distance(near, at) <= room)
                return near;
        }
    return begins_words(a, side, s.start) ? nearest(a, !side, at, room, begins_words) : at;
}

static size_t end_of(const struct anchors *a, int side, struct span s, size_t at, size_t room)
{
    const struct text *old = flow_text(a->flow[side]), *new = flow_text(a->flow[!side]);
    for (size_t i = 0; i < 2; i++)
        if (unit_at(old, units[i], s.end - 1).end == s.end) {
            size_t near = nearest_end(new, units[i], at);
            if (distance(near, at) <= room)
                return near;
        }
    return ends_words(a, side, s.end) ? nearest(a, !side, at, room, ends_words) : at;
}

/* T with its ends where those of S are: at a sentence's, a clause's, or beside a pause, if there is one near. */
static struct span bordered(const struct anchors *a, int side, struct span s, struct span t)
{
    size_t room = length(s) / 4 + 2;
    struct span out = {start_of(a, side, s, t.start, room), end_of(a, side, s, t.end, room)};
    out = text_snap(flow_text(a->flow[!side]), out);
    return out.start < out.end && overlap(out, t) ? out : t;
}

/* ---- all places ---- */

static void keep(struct places *l, const struct place *p)
{
    for (size_t i = 0; i < l->count; i++)
        if (overlap(l->all[i].s, p->s)) {
            if (p->score > l->all[i].score)
                l->all[i] = *p;
            return;
        }
    if (l->count < PLACES_MAX)
        l->all[l->count++] = *p;
}

/* Look for passage S of SIDE in [FROM, TO) of the other one; where it was found, if it was near enough. */
static struct span look_in(const struct anchors *a, int side, struct span s, struct span w, bool between,
                           struct places *l)
{
    struct fit f = fit_in(a->c[side] + s.start, length(s), a->c[!side] + w.start, length(w));
    struct place p = {.s = {w.start + f.start, w.start + f.end}, .between = between, .kept = between};
    p.s = trimmed(a->c[!side], p.s);
    if (p.s.start == p.s.end)
        return (struct span){0};
    if (f.distance)
        p.s = bordered(a, side, s, p.s);
    p.likeness = words_likeness(a, side, s, p.s);
    if (p.likeness < NEAR)
        return (struct span){0};
    judge(a, side, s, &p);
    keep(l, &p);
    return p.s;
}

/* Look where the passage would begin at START. */
static void look_at(const struct anchors *a, int side, struct span s, int64_t start, struct places *l)
{
    int64_t room = (int64_t)length(s) / 2 + 8, from = start - room, to = start + (int64_t)length(s) + room;
    int64_t end = (int64_t)a->n[!side];
    from = from < 0 ? 0 : from < end ? from : end;
    to = to < from ? from : to < end ? to : end;
    if (from < to)
        look_in(a, side, s, (struct span){(size_t)from, (size_t)to}, false, l);
}

static bool is_sure(const struct pair *p)
{
    return !p->moved && p->n >= SURE_PAIR;
}

/* The stretch of the other side between the places of what stands before S and behind it; empty where that is not
 * known, or a pair covers all of S: then it says no more than the pair. */
static struct span between(const struct anchors *a, int side, struct span s)
{
    const struct pair *by = a->align.by[side];
    size_t count = a->align.count, i = align_from(&a->align, side, s.start);
    struct span out = {0, a->n[!side]};
    if (i < count && by[i].at[side] <= s.start && by[i].at[side] + by[i].n >= s.end)
        return (struct span){0};
    if (i == count || by[i].at[side] >= s.start)
        i--; /* before the first one: SIZE_MAX */
    for (size_t far = 0; i < count && !is_sure(&by[i]); i--)
        if (++far == FAR)
            return (struct span){0};
    if (i < count)
        out.start = by[i].at[!side] + least(by[i].n, s.start - by[i].at[side]);
    i = align_from(&a->align, side, s.end - 1);
    for (size_t far = 0; i < count && !is_sure(&by[i]); i++)
        if (++far == FAR)
            return (struct span){0};
    if (i < count)
        out.end = by[i].at[!side] + (by[i].at[side] < s.end ? s.end - by[i].at[side] : 0);
    return out.start < out.end ? out : (struct span){0};
}

/* Look where the surroundings say, and to the left and right of what was found there, for it may return. */
static void look_between(const struct anchors *a, int side, struct span s, struct places *l)
{
    struct span w = between(a, side, s);
    if (w.start == w.end || length(w) > 6 * length(s) + 600)
        return;
    struct span found = look_in(a, side, s, w, true, l);
    if (found.start == found.end)
        return;
    if (found.start > w.start && 2 * (found.start - w.start) > length(s))
        look_in(a, side, s, (struct span){w.start, found.start}, true, l);
    if (found.end < w.end && 2 * (w.end - found.end) > length(s))
        look_in(a, side, s, (struct span){found.end, w.end}, true, l);
}

/* Look where the greatest stretches of the passage went that the two texts share. */
static void look_along(const struct anchors *a, int side, struct span s, struct places *l)
{
    const struct pair *by = a->align.by[side];
    size_t most = SIZE_MAX;
    for (int turn = 0; turn < 3; turn++) {
        const struct pair *best = NULL;
        for (size_t i = align_from(&a->align, side, s.start); i < a->align.count && by[i].at[side] < s.end; i++)
            if (by[i].n < most && (!best || by[i].n > best->n))
                best = &by[i];
        if (!best)
            return;
        most = best->n;
        look_at(a, side, s, (int64_t)best->at[!side] - ((int64_t)best->at[side] - (int64_t)s.start), l);
    }
}

static void look_everywhere(struct anchors *a, int side, struct span s, struct places *l)
{
    int64_t starts[4];
    if (!a->seeds[!side])
        a->seeds[!side] = seeds_new(&a->align, !side);
    size_t n = seeds_find(a->seeds[!side], a->c[side] + s.start, length(s), starts, 4);
    for (size_t i = 0; i < n; i++)
        look_at(a, side, s, starts[i], l);
}

static void look(struct anchors *a, int side, struct span s, struct places *l)
{
    look_between(a, side, s, l);
    look_along(a, side, s, l);
    look_everywhere(a, side, s, l);
}

/* ---- the choice ---- */

/* The best of L, or NULL where another one is as good. */
static const struct place *best_of(const struct places *l)
{
    const struct place *best = NULL, *rival = NULL;
    for (size_t i = 0; i < l->count; i++)
        if (!best || l->all[i].score > best->score)
            best = &l->all[i];
    for (size_t i = 0; i < l->count; i++)
        if (&l->all[i] != best && (!rival || l->all[i].score > rival->score))
            rival = &l->all[i];
    return !rival || best->score - rival->score >= CLEAR ? best : NULL;
}

/* Whether the new words at P have an older passage that they are nearer to than to S. */
static bool is_anothers(struct anchors *a, struct span s, const struct place *p)
{
    struct places *l = MEM_NEW(struct places);
    int own = p->score - 10, other = 0;
    look(a, 1, p->s, l);
    for (size_t i = 0; i < l->count; i++) {
        if (overlap(l->all[i].s, s))
            own = l->all[i].score > own ? l->all[i].score : own;
        else if (l->all[i].score > other)
            other = l->all[i].score;
    }
    free(l);
    return other >= own + CLEAR;
}

static const struct anchored lost = {.kind = ANCHOR_LOST};

static bool stands_as_it_stood(const struct place *p, int likeness)
{
    return p->likeness == 100 && p->around[0] >= likeness && p->around[1] >= likeness;
}

static struct anchored found(const struct place *p)
{
    struct anchored out = {.kind = ANCHOR_CHANGED, .span = p->s, .likeness = p->likeness};
    bool one_side = p->kept && (p->around[0] >= NEAR || p->around[1] >= NEAR);
    if (p->likeness == 100)
        out.kind = stands_as_it_stood(p, NEAR) || one_side ? ANCHOR_SAME : ANCHOR_MOVED;
    return out;
}

/* The place of a passage that lies in what both texts share. */
static bool find_shared(const struct anchors *a, struct span s, struct place *out)
{
    size_t i = align_from(&a->align, 0, s.start);
    const struct pair *p = a->align.by[0] + i;
    if (i == a->align.count || p->at[0] > s.start || p->at[0] + p->n < s.end)
        return false;
    size_t start = p->at[1] + (s.start - p->at[0]);
    *out = (struct place){.s = {start, start + length(s)}, .likeness = 100, .kept = !p->moved};
    judge(a, 0, s, out);
    return true;
}

/* The place of other words that are near enough; one with the very words would have been found, were it the one. */
static struct anchored find_changed(struct anchors *a, struct span s)
{
    struct anchored out = lost;
    struct places *l = MEM_NEW(struct places);
    look(a, 0, s, l);
    const struct place *p = best_of(l);
    if (p && p->likeness < 100 && weighs(s, p) && !is_anothers(a, s, p) &&
        (!again_returns(a->again, s) || again_agrees(a->again, s, p->s)))
        out = found(p);
    free(l);
    return out;
}

/* A passage of at most PASSAGE_MAX characters, in the flow. */
static struct anchored find_short(struct anchors *a, struct span s)
{
    struct place at;
    bool shared = find_shared(a, s, &at);
    if (shared && stands_as_it_stood(&at, SURE) && weighs(s, &at))
        return found(&at);
    struct place there = {.likeness = 100};
    if (again_find(a->again, s, &there.s) != AGAIN_THERE)
        return find_changed(a, s);
    there.kept = shared && at.kept && at.s.start == there.s.start;
    judge(a, 0, s, &there);
    return found(&there);
}

/* Where S begins (or ends) in the new text, by a piece of it: the first that is found of some from that end on. */
static bool find_end(struct anchors *a, struct span s, bool start, size_t *at)
{
    for (size_t off = 0; off + PIECE <= length(s) && off < 4 * PIECE; off += PIECE) {
        struct span piece = start ? (struct span){s.start + off, s.start + off + PIECE}
                                  : (struct span){s.end - off - PIECE, s.end - off};
        struct anchored f = find_short(a, piece);
        if (f.kind == ANCHOR_LOST)
            continue;
        *at = start ? f.span.start - least(f.span.start, off) : least(f.span.end + off, a->n[1]);
        return true;
    }
    return false;
}

/* Characters of S that the two texts share and that are in T. */
static size_t shared(const struct anchors *a, struct span s, struct span t)
{
    size_t sum = 0;
    const struct pair *by = a->align.by[0];
    for (size_t i = align_from(&a->align, 0, s.start); i < a->align.count && by[i].at[0] < s.end; i++) {
        size_t from = by[i].at[0] > s.start ? by[i].at[0] : s.start, to = least(by[i].at[0] + by[i].n, s.end);
        size_t there = by[i].at[1] + (from - by[i].at[0]);
        if (there >= t.start && there + (to - from) <= t.end)
            sum += to - from;
    }
    return sum;
}

static struct anchored find_long(struct anchors *a, struct span s)
{
    struct place at;
    struct span t;
    if (find_shared(a, s, &at))
        return found(&at);
    if (!find_end(a, s, true, &t.start) || !find_end(a, s, false, &t.end) || t.start >= t.end)
        return lost;
    t = bordered(a, 0, s, trimmed(a->c[1], t));
    size_t longer = length(s) > length(t) ? length(s) : length(t), same = shared(a, s, t);
    int likeness = (int)(same * 100 / longer);
    if (t.start >= t.end || likeness < NEAR)
        return lost;
    return (struct anchored){.kind = ANCHOR_CHANGED, .span = t, .likeness = likeness};
}

/* Whether words are left out of the comparison of S that those who read it see. */
static bool has_reading(const struct anchors *a, int side, struct span s)
{
    return flow_in(a->given[side], s.end) - flow_in(a->given[side], s.start) !=
           flow_in(a->bare[side], s.end) - flow_in(a->bare[side], s.start);
}

struct anchored anchor_find(struct anchors *a, struct span s)
{
    struct span in = {flow_in(a->flow[0], s.start), flow_in(a->flow[0], s.end)};
    if (in.start >= in.end)
        return lost;
    struct anchored out = length(in) > PASSAGE_MAX ? find_long(a, in) : find_short(a, in);
    if (out.kind == ANCHOR_LOST)
        return lost;
    out.span = flow_out_span(a->flow[1], text_snap(flow_text(a->flow[1]), out.span));
    out.span = text_snap(flow_document(a->flow[1]), out.span);
    if (a->bare[0] && out.likeness == 100 && has_reading(a, 0, s) != has_reading(a, 1, out.span)) {
        out.kind = ANCHOR_CHANGED;
        out.likeness = 99;
    }
    return out;
}
