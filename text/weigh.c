#include "text/weigh.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/phrase.h"

#include <stdlib.h>

/* A row of a table has so many gaps. */
#define GAPS_MAX 2

/* So many numbers that have text between them are sections, also below other headings. */
#define SECTIONS_MIN 4

struct run {
    size_t members, adjacent, listed;
    size_t odd;     /* those that are rows of a table, references or annexes */
    size_t foreign; /* those without a word of Chinese */
};

/* What a mark is, once the document is known. */
enum role { ROLE_NONE, ROLE_HEADING, ROLE_ITEM };

/* What is all there is between its numbers is a list; not in English or Markdown, where it is an ordinary one. */
static enum role role_of_list(const struct marks *s, const struct mark *f, const struct run *r)
{
    if (r->members < 2 || f->mark.least > 1 || r->foreign * 2 > r->members ||
        (s->markdown && marks_is_digits(f->mark.rank)))
        return ROLE_NONE;
    return ROLE_ITEM;
}

/* Has the number text of its own, so that it numbers sections? */
static bool is_section(const struct mark *f, const struct run *r)
{
    return r->adjacent * 2 <= r->members && (r->members > 1 || f->mark.depth > 1);
}

/* Where other numbers of its kind number sections, short ones and a lone one that begins its line do so too. */
static bool stands_with_sections(const struct mark *f, const struct run *r)
{
    return r->foreign == 0 && f->mark.least == 1 && (r->members > 1 || (f->mark.number == 1 && !f->mark.inside));
}

/* Numbers in digits number a list, not sections, where most of them follow each other without any text between, where
 * one stands alone, and where the document marks its headings in another way. */
static enum role role_of(struct marks *s, const struct mark *f, const struct run *r, bool titled)
{
    if (f->given)
        return ROLE_HEADING;
    if (f->title)
        return !s->markdown && title_is_regular(s->titles, f->title, s->lines, s->numbered) ? ROLE_HEADING : ROLE_NONE;
    if (r->members < f->mark.least || (f->mark.inside && r->members < 2) || r->odd * 2 > r->members)
        return ROLE_NONE;
    if (r->listed * 2 >= r->members)
        return role_of_list(s, f, r);
    if (!marks_is_digits(f->mark.rank))
        return ROLE_HEADING;
    bool others = !s->numbered && r->members < SECTIONS_MIN &&
                  (s->n_given > 0 || (titled && !phrase_has_cjk(&s->w, f->mark.span)));
    if (others || s->markdown || !(is_section(f, r) || (s->sections[f->mark.rank] && stands_with_sections(f, r))))
        return role_of_list(s, f, r);
    return ROLE_HEADING;
}

/* Is F the row of a table or a reference? */
static bool is_odd(struct marks *s, const struct mark *f)
{
    size_t gaps = 0, from = f->mark.words;
    bool prose = false;
    for (size_t p = from; p < f->line.end && p - from < PHRASE_FAR; p++) {
        uint32_t c = window_char(&s->w, p), next = p + 1 < f->line.end ? window_char(&s->w, p + 1) : 0;
        if (c == '\t' || c == '|' || (c == '[' && next >= 'A' && next <= 'Z'))
            return true;
        prose = prose || phrase_is_end(c) || phrase_is_pause(c);
        gaps += !prose && cut_is_space(c) && !cut_is_space(next);
    }
    return gaps >= GAPS_MAX && phrase_has_cjk(&s->w, (struct span){from, f->line.end});
}

static struct run *count_runs(struct marks *s)
{
    struct run *runs = mem_zero(s->runs + 1, sizeof *runs);
    for (size_t i = 0; i < s->count; i++) {
        struct run *r = &runs[s->found[i].run];
        r->members++;
        r->adjacent += s->found[i].adjacent;
        r->listed += s->found[i].mark.listed;
        if (!marks_is_digits(s->found[i].mark.rank) || s->found[i].given)
            continue;
        r->odd += is_odd(s, &s->found[i]);
        r->foreign += !phrase_has_cjk(&s->w, s->found[i].mark.span);
        if (s->found[i].annexed)
            r->odd = SIZE_MAX / 4;
    }
    for (size_t i = 0; i < s->count; i++) {
        const struct mark *f = &s->found[i];
        const struct run *r = &runs[f->run];
        if (marks_is_digits(f->mark.rank) && is_section(f, r) && r->members > 1 && r->listed * 2 < r->members)
            s->sections[f->mark.rank] = true;
    }
    return runs;
}

static int list_of(int rank)
{
    switch (rank) {
    case RANK_HAN:
    case RANK_HAN_COMMA:
        return ITEM_LIST_HAN;
    case RANK_HAN_PAREN:
        return ITEM_LIST_HAN_PAREN;
    case RANK_NUMBER_PAREN:
        return ITEM_LIST_NUMBER_PAREN;
    case RANK_NUMBER_CLOSED:
        return ITEM_LIST_NUMBER_CLOSED;
    case RANK_CIRCLED:
        return ITEM_LIST_CIRCLED;
    default:
        return ITEM_LIST_NUMBER;
    }
}

static struct series_item item_of(const struct mark *f)
{
    return (struct series_item){
        .start = f->mark.span.start,
        .words = f->mark.words,
        .line = f->line,
        .line_number = f->line_number,
        .number = f->mark.number,
        .word = list_of(f->mark.rank),
        .listed = f->run,
        .leads = f->mark.span.start == f->line.start,
    };
}

/* Keep the headings, and put the entries of lists among the items. */
static void part_lists(struct marks *s)
{
    struct run *runs = count_runs(s);
    struct series_item *lists = mem_alloc(s->count + 1, sizeof *lists);
    size_t kept = 0, n = 0;
    for (size_t i = 0; i < s->count; i++) {
        enum role role = role_of(s, &s->found[i], &runs[s->found[i].run], kept > 0 && s->found[0].title);
        if (role == ROLE_ITEM)
            lists[n++] = item_of(&s->found[i]);
        if (role == ROLE_HEADING)
            s->found[kept++] = s->found[i];
    }
    s->count = kept;
    series_join(&s->series, lists, n);
    free(lists);
    free(runs);
}

/* Titles without a number stand above the numbers where these begin again under one title after the other, beside the
 * highest where the first title comes before them, and else below it. */
static void place_titles(struct marks *s)
{
    int top = RANK_TITLE;
    for (size_t i = 0; i < s->count; i++)
        top = s->found[i].mark.rank < top ? s->found[i].mark.rank : top;
    size_t opened = 0;
    bool fresh = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct heading_mark *m = &s->found[i].mark;
        opened += fresh && m->rank == top && m->number == 1;
        fresh = s->found[i].title || (fresh && m->rank != top);
    }
    bool above = top < RANK_TITLE && opened > 1, under = s->count > 0 && !s->found[0].title;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->found[i].title)
            continue;
        s->found[i].mark.rank = above ? RANK_ABOVE : top;
        s->found[i].under = under && !above;
    }
}

/* A number that the file does not name a heading stands with those of its kind that it does. */
static void join_given(struct marks *s)
{
    size_t votes[RANKS][MARKS_GIVEN_LEVELS + 1] = {0};
    for (size_t i = 0; i < s->count; i++) {
        const struct heading_mark *m = &s->found[i].mark;
        int rank = s->found[i].given ? heading_rank_at(&s->w, m->span) : RANKS;
        if (rank < RANKS)
            votes[rank][m->rank - RANK_GIVEN]++;
    }
    int with[RANKS];
    for (int rank = 0; rank < RANKS; rank++) {
        int best = 0;
        for (int level = 1; level <= MARKS_GIVEN_LEVELS; level++)
            if (votes[rank][level] > votes[rank][best])
                best = level;
        with[rank] = best ? RANK_GIVEN + best : rank;
    }
    for (size_t i = 0; i < s->count; i++)
        if (!s->found[i].given)
            s->found[i].mark.rank = with[s->found[i].mark.rank];
}

void weigh_marks(struct marks *s)
{
    part_lists(s);
    join_given(s);
    place_titles(s);
}
