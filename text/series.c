#include "text/series.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/phrase.h"

#include <string.h>
#include <uchar.h>
#include <unictype.h>

#define ITEMS_MAX 100000
/* So many First, Second, Third: fewer stand in any text. */
#define LATIN_MIN 3

#define GAP 2 /* 一是 may be followed by 三是, where one was lost */

/* Lines from one to the next: of 首先 and 其次, which stand in any text; of words inside a line; and to a 最后 that
 * follows 首先 at once. */
#define FIRST_FAR 8
#define INSIDE_FAR 3

/* A list in the line below may have a blank line before it. */
#define BELOW 2

/* ---- one place ---- */

static bool is_any(uint32_t c, const char32_t *set)
{
    for (; *set; set++)
        if (c == *set)
            return true;
    return false;
}

/* May an item start behind BEFORE? */
static bool may_follow(uint32_t before, const struct item *it)
{
    if (it->word == ITEM_LATIN)
        return cut_is_space(before);
    if (before == U'，' || before == ',')
        return it->word != ITEM_SORT;
    return phrase_is_end(before) || is_any(before, U"；;：:”）)》」…—") || cut_is_space(before);
}

/* 第一种是, 第一个问题是, but not 第一种形态 or 第一个月. */
static bool sorts(struct window *w, size_t p, size_t end)
{
    if (is_any(window_char(w, p), U"形月星礼禮季小年五百回半台位次"))
        return false;
    for (size_t i = p; i < end && i < p + 7; i++)
        if (is_any(window_char(w, i), U"是，,：:叫为為就、"))
            return true;
    return false;
}

/* Do the words at P go with the item? */
static bool may_precede(struct window *w, const struct item *it, size_t cp, size_t end)
{
    size_t p = cp + it->length;
    uint32_t last = window_char(w, p - 1), c = p < end ? window_char(w, p) : 0;
    bool paused = last == U'，' || last == ',' || last == U'：' || last == ':' || last == U'、';
    bool says = paused || is_any(c, U"是要在就");
    if (!c || phrase_is_end(c) || phrase_is_closer(c) || (phrase_is_pause(c) && it->word != ITEM_SORT))
        return false;
    switch (it->word) {
    case ITEM_FIRST:
        return it->number <= 2 ? !is_any(c, U"的序数數") : says;
    case ITEM_ORDINAL:
        return c != U'第';
    case ITEM_SORT:
        return sorts(w, p, end);
    case ITEM_LATIN:
        return c == ' ' && (cp < 2 || !uc_is_lower(window_char(w, cp - 2)));
    case ITEM_EACH:
        return says;
    case ITEM_MUST:
        return !is_any(c, U"素点點件求害塞");
    default: /* 一是一 */
        return !item_number(w, p, p + 1);
    }
}

void series_see(struct series *s, struct window *w, const struct series_place *p)
{
    struct item it = p->it;
    size_t cp = p->cp;
    bool leads = cp == p->line.start;
    if (it.kind == ITEM_ARTICLE) { /* 第一条，; 第一条 with a blank is an article */
        it.word = ITEM_SORT;
        it.kind = phrase_is_pause(window_char(w, cp + it.length)) ? ITEM_WORD : ITEM_ARTICLE;
    }
    if (it.kind != ITEM_WORD || s->count == ITEMS_MAX || !may_precede(w, &it, cp, p->line.end) ||
        !(leads || p->follows || may_follow(window_char(w, cp - 1), &it)))
        return;
    s->all = mem_grow(s->all, &s->cap, s->count + 1, sizeof *s->all);
    s->all[s->count++] = (struct series_item){
        .start = cp,
        .words = cp + it.length,
        .line = p->line,
        .line_number = p->line_number,
        .number = it.number,
        .word = it.word,
        .unit = it.word == ITEM_SORT ? window_char(w, cp + it.length - 1) : 0,
        .leads = leads,
    };
}

/* ---- series ---- */

struct run {
    size_t members;
    size_t last;   /* index of its last item */
    size_t end;    /* of its extent */
    bool lines;    /* its items begin lines */
    bool opened;   /* seen in the second reading */
    size_t listed; /* as of its items */
};

struct runs {
    struct run *all;
    size_t count, cap;
    size_t open[ITEM_CLASSES][2]; /* 1 + the run that goes on: of words inside lines, of words that begin them */
};

/* Does IT count on from LAST? */
static bool counts_on(const struct series_item *last, const struct series_item *it)
{
    size_t lines = it->line_number - last->line_number;
    if (it->number <= last->number || it->unit != last->unit)
        return false;
    if (it->word != ITEM_FIRST)
        return it->number <= last->number + GAP && (lines == 0 || it->leads || lines <= INSIDE_FAR);
    if (lines > FIRST_FAR || (lines > 0 && !it->leads))
        return false;
    return it->number < ITEM_LAST || last->number > 1 || lines == 0 || (last->leads && lines <= INSIDE_FAR);
}

/* 1 + the run that IT goes on with; 0: none. */
static size_t run_of(const struct series *s, const struct runs *r, const struct series_item *it)
{
    static const int other[ITEM_WORDS] = {
        [ITEM_ORDINAL] = ITEM_ORDINAL, [ITEM_SORT] = ITEM_SORT, [ITEM_EACH] = ITEM_EACH,
        [ITEM_IS] = ITEM_MUST,         [ITEM_MUST] = ITEM_IS,
    };
    for (int k = 0; k < 4; k++) {
        size_t run = r->open[k < 2 ? it->word : other[it->word]][(k & 1) ^ it->leads];
        if (run && counts_on(&s->all[r->all[run - 1].last], it))
            return run;
    }
    return 0;
}

/* Returns 1 + the new run. */
static size_t begin_run(struct runs *r, const struct series_item *it)
{
    r->all = mem_grow(r->all, &r->cap, r->count + 1, sizeof *r->all);
    r->all[r->count++] = (struct run){.lines = it->leads};
    r->open[it->word][it->leads] = r->count;
    return r->count;
}

/* As begin_run, for a list; its run goes on where it is already. */
static size_t list_run(struct runs *r, const struct series_item *it)
{
    size_t *open = r->open[it->word];
    if (!open[0] || r->all[open[0] - 1].listed != it->listed) {
        open[0] = begin_run(r, it);
        r->all[open[0] - 1].listed = it->listed;
    }
    return open[0];
}

/* Put each item into a run; those inside a heading, and those that continue nothing, are left out. */
static void count_up(struct series *s, struct runs *r, const struct span *headings, size_t n)
{
    size_t kept = 0, h = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct series_item it = s->all[i];
        size_t before = h;
        while (h < n && headings[h].start <= it.start)
            h++;
        if (h > before)
            memset(r->open, 0, ITEM_WORDS * sizeof *r->open);
        if (h > 0 && headings[h - 1].end > it.start)
            continue;
        if (it.listed)
            it.run = list_run(r, &it);
        else
            it.run = it.number == 1 ? begin_run(r, &it) : run_of(s, r, &it);
        if (!it.run--)
            continue;
        struct run *run = &r->all[it.run];
        run->members++;
        run->last = kept;
        run->end = h < n && headings[h].start < it.line.end ? headings[h].start : it.line.end;
        run->lines = run->lines || it.leads;
        s->all[kept++] = it;
    }
    s->count = kept;
}

/* A word that nothing follows is no series. */
static void drop_lone(struct series *s, struct runs *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct run *run = &r->all[s->all[i].run];
        if (run->members < (s->all[i].word == ITEM_LATIN ? LATIN_MIN : 2))
            continue;
        s->all[kept] = s->all[i];
        s->all[kept].last = run->last == i;
        s->all[kept].end = run->end;
        kept++;
    }
    s->count = kept;
}

/* ---- which words count inside which ---- */

#define CLASSES (2 * ITEM_CLASSES)

struct nesting {
    size_t inside[CLASSES][CLASSES]; /* how many series of the second kind lie inside one of the first */
    size_t open[CLASSES];            /* the runs around a place */
    int depth;
    int level[CLASSES];
};

static int class_of(const struct series_item *it, const struct runs *r)
{
    return 2 * it->word + r->all[it->run].lines;
}

/* A series begins with IT. */
static void open_series(struct nesting *k, const struct runs *r, const int *classes, const struct series_item *it)
{
    while (k->depth > 0 && r->all[k->open[k->depth - 1]].end <= it->start)
        k->depth--;
    int class = class_of(it, r);
    for (int i = 0; i < k->depth; i++)
        if (r->all[it->run].end <= r->all[k->open[i]].end)
            k->inside[classes[k->open[i]]][class]++;
    if (k->depth < CLASSES)
        k->open[k->depth++] = it->run;
}

/* Lists stand in the order of their numbers where nothing is seen inside another. */
static void order_lists(struct nesting *k, const bool *seen)
{
    for (int a = 2 * ITEM_WORDS; a < CLASSES; a++)
        for (int b = (a | 1) + 1; b < CLASSES; b++)
            if (seen[a] && seen[b] && k->inside[a][b] == k->inside[b][a])
                k->inside[a][b]++;
}

/* The level of each class: below all that it is more often inside of than around. */
static void order(struct nesting *k)
{
    for (int round = 0; round < CLASSES; round++)
        for (int a = 0; a < CLASSES; a++)
            for (int b = 0; b < CLASSES; b++)
                if (a != b && k->inside[a][b] > k->inside[b][a] && k->level[b] <= k->level[a] &&
                    k->level[a] < CLASSES - 1)
                    k->level[b] = k->level[a] + 1;
}

static void nest(struct series *s, struct runs *r)
{
    struct nesting k = {0};
    bool seen[CLASSES] = {false};
    int *classes = mem_alloc(r->count + 1, sizeof *classes);
    for (size_t i = 0; i < s->count; i++) {
        const struct series_item *it = &s->all[i];
        classes[it->run] = class_of(it, r);
        seen[classes[it->run]] = true;
        if (!r->all[it->run].opened)
            open_series(&k, r, classes, it);
        r->all[it->run].opened = true;
    }
    order_lists(&k, seen);
    order(&k);
    for (size_t i = 0; i < s->count; i++)
        s->all[i].depth = 1 + k.level[class_of(&s->all[i], r)];
    free(classes);
}

/* The last entry of a list holds the list that begins in the line below it. */
static void hold(struct series *s, struct runs *r)
{
    for (size_t i = s->count; i-- > 0;) {
        struct series_item *it = &s->all[i], *next = it + 1;
        struct run *run = &r->all[it->run];
        if (it->last && it->listed && i + 1 < s->count && next->listed && next->number == 1 &&
            next->depth > it->depth && next->line_number - it->line_number <= BELOW && next->leads)
            run->end = r->all[next->run].end;
        it->end = run->end;
    }
}

void series_join(struct series *s, const struct series_item *lists, size_t n)
{
    s->all = mem_grow(s->all, &s->cap, s->count + n + 1, sizeof *s->all);
    size_t i = s->count, k = n;
    s->count += n;
    for (size_t at = s->count; at-- > 0;)
        s->all[at] = k == 0 || (i > 0 && s->all[i - 1].start > lists[k - 1].start) ? s->all[--i] : lists[--k];
}

void series_settle(struct series *s, const struct span *headings, size_t n)
{
    struct runs r = {0};
    r.all = mem_grow(NULL, &r.cap, 1, sizeof *r.all);
    count_up(s, &r, headings, n);
    drop_lone(s, &r);
    nest(s, &r);
    hold(s, &r);
    free(r.all);
}

void series_clear(struct series *s)
{
    free(s->all);
    *s = (struct series){0};
}
