#include "text/again.h"

#include "base/mem.h"
#include "text/around.h"
#include "text/occur.h"
#include "text/unit.h"

#include <unictype.h>

#define ONCE_MIN 4       /* letters of words that are found wherever they stand once */
#define AGREES 80        /* likeness of a side that agrees, percent */
#define CLEAR 6          /* points by which a claim is to be better where the alignment does not say */
#define SIDE_MIN 8       /* characters of a side that are compared, whole sentences of it, */
#define SIDE_MAX 32      /* and how many at most */
#define OCCURRENCES 4096 /* of the same words that are looked through */
#define PLACES_MAX 48    /* of them that are compared closely */

struct again {
    const struct align *align;
    const struct text *text[2];
    struct occur *index[2];
};

/* What a passage depends on: an answer on the question before it, a label on what follows it. */
enum bond { BOND_NONE, BOND_BEFORE, BOND_BEHIND };

/* A passage of the old text, and what of it is asked again and again. */
struct passage {
    struct span s;
    enum bond bond; /* it has no meaning without */
    enum bond line; /* the side that is on the same line, if only one is */
    size_t before, behind;
};

/* How well a passage fits a place. */
struct claim {
    bool agrees;
    int points;
};

struct again *again_new(const struct align *a, const struct text *old, const struct text *new)
{
    struct again *g = MEM_NEW(struct again);
    g->align = a;
    g->text[0] = old;
    g->text[1] = new;
    return g;
}

void again_free(struct again *g)
{
    if (!g)
        return;
    occur_free(g->index[0]);
    occur_free(g->index[1]);
    free(g);
}

/* ---- a passage ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t length(struct span s)
{
    return s.end - s.start;
}

static bool is_white(uint32_t c)
{
    return c == ' ' || c == '\t' || c == U'　';
}

static bool asks(uint32_t c)
{
    return c == '?' || c == U'？' || c == ':' || c == U'：';
}

/* The last character of the N at C that is no white space, or 0; LINE is whether an LF is behind it, or nothing. */
static uint32_t last_of(const uint32_t *c, size_t n, bool *line)
{
    *line = false;
    for (; n && (is_white(c[n - 1]) || c[n - 1] == '\n'); n--)
        *line = *line || c[n - 1] == '\n';
    *line = *line || n == 0;
    return n ? c[n - 1] : 0;
}

static bool ends_line(const uint32_t *c, size_t n, size_t at)
{
    while (at < n && is_white(c[at]))
        at++;
    return at >= n || c[at] == '\n' || (at > 0 && c[at - 1] == '\n');
}

/* Characters before S that are whole sentences, or the rest of its own. */
static size_t sentences_before(const struct text *t, struct span s)
{
    size_t from = s.start;
    while (from > 0 && s.start - from < SIDE_MIN) {
        size_t start = unit_at(t, UNIT_SENTENCE, from - 1).start; /* of the one behind, where white space is before */
        from = start < from ? start : from - 1;
    }
    return least(s.start - from, SIDE_MAX);
}

static size_t sentences_behind(const struct text *t, struct span s)
{
    size_t to = s.end, n = text_length(t);
    while (to < n && to - s.end < SIDE_MIN) {
        size_t end = unit_at(t, UNIT_SENTENCE, to).end;
        to = end > to ? end : n;
    }
    return least(to - s.end, SIDE_MAX);
}

static struct passage passage_of(const struct again *g, struct span s)
{
    const uint32_t *c = g->align->c[0];
    struct passage p = {.s = s};
    bool begins, inside;
    uint32_t before = last_of(c, s.start, &begins), last = last_of(c + s.start, length(s), &inside);
    bool ends = ends_line(c, g->align->n[0], s.end);
    p.bond = asks(before) ? BOND_BEFORE : asks(last) ? BOND_BEHIND : BOND_NONE;
    p.line = begins == ends ? BOND_NONE : ends ? BOND_BEFORE : BOND_BEHIND;
    p.before = sentences_before(g->text[0], s);
    p.behind = sentences_behind(g->text[0], s);
    return p;
}

/* ---- claims ---- */

static struct claim claim_of(const struct again *g, const struct passage *p, struct span t)
{
    const struct align *a = g->align;
    int before = around_before(a, 0, p->s, t, p->before), behind = around_behind(a, 0, p->s, t, p->behind);
    enum bond more = p->bond ? p->bond : p->line;
    struct claim c = {.agrees = p->bond == BOND_BEFORE   ? before >= AGREES
                                : p->bond == BOND_BEHIND ? behind >= AGREES
                                                         : before >= AGREES || behind >= AGREES};
    before += around_before(a, 0, p->s, t, SIDE_MAX) * (more == BOND_BEFORE ? 2 : 1);
    behind += around_behind(a, 0, p->s, t, SIDE_MAX) * (more == BOND_BEHIND ? 2 : 1);
    c.points = before + behind;
    return c;
}

/* The place on the other side that the alignment gives to S of SIDE, which it has whole; false where there is none. */
static bool aligned(const struct again *g, int side, struct span s, struct span *out)
{
    const struct align *a = g->align;
    size_t i = align_from(a, side, s.start);
    const struct pair *p = a->by[side] + i;
    if (i == a->count || p->moved || p->at[side] > s.start || p->at[side] + p->n < s.end)
        return false;
    size_t start = p->at[!side] + (s.start - p->at[side]);
    *out = (struct span){start, start + length(s)};
    return true;
}

/* Whether the alignment gives place T of the new text to a passage that it fits, and that is not the one at START. */
static bool is_given(const struct again *g, struct span t, size_t start)
{
    struct span owner;
    if (!aligned(g, 1, t, &owner) || owner.start == start)
        return false;
    struct passage p = passage_of(g, owner);
    return claim_of(g, &p, t).agrees;
}

/* ---- all places ---- */

struct places {
    size_t at[OCCURRENCES];
    size_t count;
};

static void find_places(struct again *g, int side, struct span words, struct places *out)
{
    const struct align *a = g->align;
    if (!g->index[side])
        g->index[side] = occur_new(a->c[side], a->n[side]);
    out->count = occur_find(g->index[side], a->c[0] + words.start, length(words), out->at, OCCURRENCES);
}

/* How many characters around T on SIDE are those around S on the other one. */
static size_t exactly(const struct align *a, int side, struct span s, size_t at)
{
    const uint32_t *x = a->c[!side], *y = a->c[side];
    size_t same = 0, n = 0, end = at + length(s);
    while (n < SIDE_MAX && n < s.start && n < at && x[s.start - n - 1] == y[at - n - 1])
        n++;
    while (same < SIDE_MAX && s.end + same < a->n[!side] && end + same < a->n[side] && x[s.end + same] == y[end + same])
        same++;
    return same + n;
}

struct near {
    size_t at, exactly;
};

static int by_exactly(const void *a, const void *b)
{
    const struct near *x = a, *y = b;
    if (x->exactly != y->exactly)
        return x->exactly < y->exactly ? 1 : -1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Keep of L, places on SIDE, those that may be best for T of the other side. */
static void keep_near(const struct again *g, int side, struct span t, struct places *l)
{
    if (l->count <= PLACES_MAX)
        return;
    struct near *all = mem_alloc(l->count, sizeof *all);
    for (size_t i = 0; i < l->count; i++)
        all[i] = (struct near){l->at[i], exactly(g->align, side, t, l->at[i])};
    qsort(all, l->count, sizeof *all, by_exactly);
    l->count = PLACES_MAX;
    for (size_t i = 0; i < l->count; i++)
        l->at[i] = all[i].at;
    free(all);
}

/* ---- the choice ---- */

/* Whether another passage of the old text with the same words has a claim to T that is as good as MINE, by CLEAR. OLD
 * are all that there are. */
static bool is_anothers(const struct again *g, const struct places *old, struct span s, struct span t, int mine,
                        int clear)
{
    struct places *l = MEM_NEW(struct places);
    bool theirs = false;
    *l = *old;
    keep_near(g, 0, t, l);
    for (size_t i = 0; !theirs && i < l->count; i++) {
        struct span other = {l->at[i], l->at[i] + length(s)}, own;
        if (other.start == s.start)
            continue;
        struct passage p = passage_of(g, other);
        struct claim c = claim_of(g, &p, t);
        if (!c.agrees)
            continue;
        if (aligned(g, 0, other, &own) && (own.start == t.start || claim_of(g, &p, own).points >= c.points))
            theirs = own.start == t.start;
        else
            theirs = c.points + clear > mine;
    }
    free(l);
    return theirs;
}

/* The place of L to which P has the best claim, by CLEAR; where the alignment gives one, that. */
static bool best_place(const struct again *g, const struct passage *p, const struct places *l, struct span *out,
                       struct claim *claim, bool *own)
{
    struct span given;
    int second = 0;
    *claim = (struct claim){0};
    *own = false;
    if (aligned(g, 0, p->s, &given) && (*claim = claim_of(g, p, given)).agrees) {
        *out = given;
        *own = true;
    } else {
        *claim = (struct claim){0};
    }
    for (size_t i = 0; i < l->count; i++) {
        struct span t = {l->at[i], l->at[i] + length(p->s)};
        if (*own && t.start == given.start)
            continue;
        struct claim c = claim_of(g, p, t);
        if (!c.agrees || is_given(g, t, p->s.start))
            continue;
        if (!*own && c.points > claim->points) {
            second = claim->points;
            *claim = c;
            *out = t;
        } else if (c.points > second) {
            second = c.points;
        }
    }
    return claim->agrees && (*own ? claim->points >= second : claim->points >= second + CLEAR);
}

static size_t letters(const uint32_t *c, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += uc_is_alnum(c[i]) || uc_is_general_category(c[i], UC_LETTER);
    return count;
}

/* The choice among several places. */
static bool choose(const struct again *g, struct span s, const struct places *old, struct places *new, struct span *out)
{
    struct passage p = passage_of(g, s);
    struct claim claim;
    bool own;
    keep_near(g, 1, s, new);
    return best_place(g, &p, new, out, &claim, &own) && !is_anothers(g, old, s, *out, claim.points, own ? 1 : CLEAR);
}

enum again_answer again_find(struct again *g, struct span s, struct span *out)
{
    struct places *l = mem_alloc(2, sizeof *l);
    enum again_answer answer = AGAIN_NOWHERE;
    find_places(g, 1, s, &l[1]);
    if (length(s) < 2)
        answer = AGAIN_UNSURE;
    if (l[1].count) {
        find_places(g, 0, s, &l[0]);
        *out = (struct span){l[1].at[0], l[1].at[0] + length(s)};
        bool once = l[0].count == 1 && l[1].count == 1 && letters(g->align->c[0] + s.start, length(s)) >= ONCE_MIN;
        answer = once || choose(g, s, &l[0], &l[1], out) ? AGAIN_THERE : AGAIN_UNSURE;
    }
    free(l);
    return answer;
}

bool again_agrees(const struct again *g, struct span s, struct span t)
{
    struct passage p = passage_of(g, s);
    return claim_of(g, &p, t).agrees;
}

bool again_returns(struct again *g, struct span s)
{
    struct places *l = MEM_NEW(struct places);
    find_places(g, 0, s, l);
    bool returns = l->count > 1;
    free(l);
    return returns;
}
