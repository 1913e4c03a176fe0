/* Numbers that a site put before the pieces of a text: 2、 in the middle of a sentence. */
#include "text/noise_rule.h"

#include "base/mem.h"
#include "text/item.h"

#include <stdlib.h>

/* Code points: from one number to the next, on average at least; the lines of a list are shorter. And how long a line
 * is that says something when it is unfinished. */
#define PIECE 80
#define LONG_LINE 60

struct piece {
    struct span mark;
    int number;
    bool alone; /* nothing else stands on the line */
    bool cuts;
    bool list; /* the line before is an item of the same kind */
};

struct pieces {
    struct piece *all;
    size_t count, cap;
};

static bool parse(struct noise_search *s, const struct noise_line *l, struct piece *out)
{
    size_t n;
    *out = (struct piece){.number = noise_number(&s->w, l->words.start, l->words.end, &n)};
    if (!out->number || window_char(&s->w, l->words.start + n) != U'、')
        return false;
    out->mark = (struct span){l->words.start, l->words.start + n + 1};
    out->alone = out->mark.end == l->words.end;
    return true;
}

static bool has_sentence_end(struct noise_search *s, struct span words)
{
    for (size_t p = words.start; p < words.end; p++) {
        uint32_t c = window_char(&s->w, p);
        if (c == U'。' || c == U'！' || c == U'？')
            return true;
    }
    return false;
}

/* Does the number on line L cut the sentence of the line before? */
static bool cuts(struct noise_search *s, const struct piece *p, const struct noise_line *before,
                 const struct noise_line *l, bool before_is_item)
{
    struct noise_line next;
    struct span rest = {noise_skip(&s->w, p->mark.end, l->words.end), l->words.end};
    if (p->alone) {
        if (!noise_line_behind(s, l->words.start, &next))
            return false;
        rest = next.words;
    }
    if (!noise_goes_on(s, before->words, rest))
        return false;
    return !before_is_item ||
           (before->words.end - before->words.start >= LONG_LINE && has_sentence_end(s, before->words));
}

static void collect(struct noise_search *s, struct pieces *out)
{
    struct noise_line l, before = {0};
    bool was_item = false, any = false;
    for (size_t cp = 0; noise_line_next(s, cp, &l) && out->count < NOISE_MARKS_MAX; cp = l.end + 1) {
        struct piece p;
        bool item = parse(s, &l, &p);
        if (item) {
            p.list = was_item;
            p.cuts = any && cuts(s, &p, &before, &l, was_item);
            out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
            out->all[out->count++] = p;
        }
        was_item = item;
        any = true;
        before = l;
    }
}

/* Does the sentence of the line before seem unfinished where a number is expected anyway? A heading is finished. */
static bool seems_to_cut(struct noise_search *s, const struct piece *p)
{
    struct noise_line before;
    if (!noise_line_before(s, p->mark.start, &before) || noise_ends_sentence(s, before.words))
        return false;
    struct item it = item_at(&s->w, before.words.start, before.words.end);
    return it.kind == ITEM_NONE || it.kind == ITEM_WORD || before.words.end - before.words.start >= LONG_LINE;
}

/* Is piece I the one that is missing between its neighbours A and B of the series (-1: none)? */
static bool is_missing(const struct pieces *pieces, size_t i, long a, long b)
{
    int number = pieces->all[i].number;
    if (pieces->all[i].list || (a < 0 && b < 0))
        return false;
    return (a < 0 || pieces->all[a].number + 1 == number) && (b < 0 || pieces->all[b].number == number + 1);
}

/* Mark those of the series, and those that are missing in it although they cut nothing for sure. */
static void mark_series(struct noise_search *s, const struct pieces *pieces, const struct noise_member *members)
{
    long before = -1, behind = -1;
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *p = &pieces->all[i];
        bool joins = p->cuts;
        if (members[i].counted) {
            before = (long)i;
        } else {
            for (behind = behind > (long)i ? behind : (long)i; behind < (long)pieces->count; behind++)
                if (members[behind].counted)
                    break;
            long next = behind < (long)pieces->count ? behind : -1;
            if (!is_missing(pieces, i, before, next))
                continue;
            joins = seems_to_cut(s, p);
            if (!joins && before < 0)
                continue;
        }
        noise_mark(s, p->mark, NOISE_NUMBER, joins ? NOISE_JOIN_YES : NOISE_JOIN_NO);
    }
}

/* The longest series of cuts that count up, and the 1 before them; and a number that is all of a line in a sentence. */
static void believe(struct noise_search *s, const struct pieces *pieces)
{
    struct noise_member *members = mem_zero(pieces->count + 1, sizeof *members);
    size_t n = 0, first = 0, last = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *p = &pieces->all[i];
        int number = p->cuts || (p->alone && p->number == 1) ? p->number : 0;
        members[i] = (struct noise_member){p->mark.start, number, 0, false};
    }
    noise_series(members, pieces->count, 0);
    for (size_t i = 0; i < pieces->count; i++)
        if (members[i].counted && pieces->all[i].cuts) {
            first = n++ ? first : i;
            last = i;
        }
    bool far = n > 1 && pieces->all[last].mark.start - pieces->all[first].mark.start >= PIECE * (n - 1);
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->all[i].alone && pieces->all[i].cuts && !(far && members[i].counted))
            noise_mark(s, pieces->all[i].mark, NOISE_NUMBER, NOISE_JOIN_YES);
    if (far)
        mark_series(s, pieces, members);
    free(members);
}

void noise_rule_number(struct noise_search *s)
{
    struct pieces pieces = {0};
    collect(s, &pieces);
    believe(s, &pieces);
    free(pieces.all);
}
