#include "text/series.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/phrase.h"

#include <string.h>
#include <uchar.h>

#define ITEMS_MAX 100000
#define GAP 2 /* 一是 may be followed by 三是, where one was lost */

/* Lines from one to the next: of 首先 and 其次, which stand in any text; of words inside a line; and to a 最后 that
 * follows 首先 at once. */
#define FIRST_FAR 8
#define INSIDE_FAR 3

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
    if (before == U'，' || before == ',')
        return it->word != ITEM_SORT;
    return phrase_is_end(before) || is_any(before, U"；;：:”）)》」“…—") || cut_is_space(before);
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
    if (!c || phrase_is_end(c) || (phrase_is_pause(c) && it->word != ITEM_SORT))
        return false;
    switch (it->word) {
    case ITEM_FIRST:
        return it->number <= 2 ? !is_any(c, U"的序数數") : says;
    case ITEM_ORDINAL:
        return c != U'第';
    case ITEM_SORT:
        return sorts(w, p, end);
    case ITEM_EACH:
        return says;
    case ITEM_MUST:
        return !is_any(c, U"素点點件求害塞");
    default: /* 一是一 */
        return !item_number(w, p, p + 1);
    }
}

void series_see(struct series *s, struct window *w, struct span line, size_t line_number, size_t cp, bool follows)
{
    struct item it = item_at(w, cp, line.end);
    bool leads = cp == line.start;
    if (it.kind == ITEM_ARTICLE) { /* 第一条，; 第一条 with a blank is an article */
        it.word = ITEM_SORT;
        it.kind = phrase_is_pause(window_char(w, cp + it.length)) ? ITEM_WORD : ITEM_ARTICLE;
    }
    if (it.kind != ITEM_WORD || s->count == ITEMS_MAX || !may_precede(w, &it, cp, line.end) ||
        !(leads || follows || may_follow(window_char(w, cp - 1), &it)))
        return;
    s->all = mem_grow(s->all, &s->cap, s->count + 1, sizeof *s->all);
    s->all[s->count++] = (struct series_item){
        .start = cp,
        .words = cp + it.length,
        .line = line,
        .line_number = line_number,
        .number = it.number,
        .word = it.word,
        .unit = it.word == ITEM_SORT ? window_char(w, cp + it.length - 1) : 0,
        .leads = leads,
    };
}

/* ---- series ---- */

struct run {
    size_t members;
    size_t last; /* index of its last item */
    size_t end;  /* of its extent */
    bool lines;  /* its items begin lines */
    bool opened; /* seen in the second reading */
};

struct runs {
    struct run *all;
    size_t count, cap;
    size_t open[ITEM_WORDS][2]; /* 1 + the run that goes on: of words inside lines, of words that begin them */
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
    static const enum item_word other[ITEM_WORDS] = {
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
            memset(r->open, 0, sizeof r->open);
        if (h > 0 && headings[h - 1].end > it.start)
            continue;
        it.run = it.number == 1 ? 0 : run_of(s, r, &it);
        if (it.number == 1)
            it.run = begin_run(r, &it);
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
        if (run->members < 2)
            continue;
        s->all[kept] = s->all[i];
        s->all[kept].last = run->last == i;
        s->all[kept].end = run->end;
        kept++;
    }
    s->count = kept;
}

/* ---- which words count inside which ---- */

#define CLASSES (2 * ITEM_WORDS)

struct nesting {
    size_t inside[CLASSES][CLASSES]; /* how many series of the second kind lie inside one of the first */
    size_t open[CLASSES];            /* the runs around a place */
    int depth;
    int level[CLASSES];
};

static int class_of(const struct series_item *it, const struct runs *r)
{
    return 2 * (int)it->word + r->all[it->run].lines;
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
    int *classes = mem_alloc(r->count + 1, sizeof *classes);
    for (size_t i = 0; i < s->count; i++) {
        const struct series_item *it = &s->all[i];
        classes[it->run] = class_of(it, r);
        if (!r->all[it->run].opened)
            open_series(&k, r, classes, it);
        r->all[it->run].opened = true;
    }
    order(&k);
    for (size_t i = 0; i < s->count; i++)
        s->all[i].depth = 1 + k.level[class_of(&s->all[i], r)];
    free(classes);
}

void series_settle(struct series *s, const struct span *headings, size_t n)
{
    struct runs r = {0};
    r.all = mem_grow(NULL, &r.cap, 1, sizeof *r.all);
    count_up(s, &r, headings, n);
    drop_lone(s, &r);
    nest(s, &r);
    free(r.all);
}

void series_clear(struct series *s)
{
    free(s->all);
    *s = (struct series){0};
}
