/* Headers and footers: a short line that returns beside page marks, form feeds, or in the middle of sentences. */
#include "text/noise_rule.h"

#include "base/mem.h"
#include "text/item.h"

#include <stdlib.h>
#include <unictype.h>

/* Code points: a header is no longer; from one to the next there is a page, which may be short where page marks say
 * that it is one; and a line that it cuts is full. */
#define HEADER_MAX 48
#define NEAR_PAGE_MIN 60
#define PAGE_MIN 150
#define FULL_LINE 28
#define RETURNS 3

struct candidate {
    uint64_t key;
    struct span words;
    bool near; /* a page mark or a form feed is beside it */
    bool cuts; /* it stands in the middle of a sentence */
};

struct candidates {
    struct candidate *all;
    size_t count, cap;
};

/* The words of a line, folded, with each number as one 0 and without white space, as a hash (FNV-1a); 0 where it is no
 * header: too long, a number alone, the head of an item. */
static uint64_t key_of(struct noise_search *s, struct span words)
{
    uint64_t key = 0xCBF29CE484222325u;
    bool number = false, word = false;
    if (words.end - words.start > HEADER_MAX || words.end - words.start < 2)
        return 0;
    struct item it = item_at(&s->w, words.start, words.end);
    if (it.kind != ITEM_NONE && it.kind != ITEM_PART && it.kind != ITEM_CHAPTER && it.kind != ITEM_SUBCHAPTER)
        return 0;
    for (size_t cp = words.start; cp < words.end; cp++) {
        uint32_t c = window_char(&s->w, cp);
        bool digit = noise_digit(c) >= 0;
        if (noise_skip(&s->w, cp, cp + 1) > cp || (digit && number))
            continue;
        number = digit;
        word = word || noise_is_han(c) || (c | 32) - 'a' < 26;
        key = (key ^ (digit ? '0' : noise_fold(s, c))) * 0x100000001B3u;
    }
    return word ? key | 1 : 0;
}

static void add(struct noise_search *s, struct candidates *list, struct span words, bool near, bool cuts)
{
    uint64_t key = list->count < NOISE_MARKS_MAX ? key_of(s, words) : 0;
    if (!key)
        return;
    list->all = mem_grow(list->all, &list->cap, list->count + 1, sizeof *list->all);
    list->all[list->count++] = (struct candidate){key, words, near, cuts};
}

/* The two lines on each side of the page marks that stand on a line of their own. */
static void beside_page_marks(struct noise_search *s, struct candidates *list)
{
    for (size_t i = 0; i < s->count; i++) {
        struct noise_line l, near, far;
        if (s->marks[i].kind != NOISE_PAGE)
            continue;
        noise_line_at(s, s->marks[i].span.start, &l);
        if (l.words.start != s->marks[i].span.start || l.words.end != s->marks[i].span.end)
            continue;
        if (noise_line_before(s, l.start, &near)) {
            add(s, list, near.words, true, false);
            if (noise_line_before(s, near.start, &far))
                add(s, list, far.words, true, false);
        }
        if (noise_line_behind(s, l.start, &near)) {
            add(s, list, near.words, true, false);
            if (noise_line_behind(s, near.start, &far))
                add(s, list, far.words, true, false);
        }
    }
}

static bool has_form_feed(struct noise_search *s, size_t start, size_t end)
{
    for (size_t cp = start; cp < end; cp++)
        if (window_char(&s->w, cp) == '\f')
            return true;
    return false;
}

/* Does the line L, with the others around it, stand in the middle of a sentence without doubt? */
static bool stands_between(struct noise_search *s, struct span before, struct span l, struct span next)
{
    uint32_t last = window_char(&s->w, before.end - 1), first = window_char(&s->w, next.start);
    uint32_t head = window_char(&s->w, l.start), tail = window_char(&s->w, l.end - 1);
    bool latin = uc_is_lower(first) && (uc_is_lower(last) || last == ',') &&
                 (uc_is_upper(head) || noise_digit(head) >= 0) &&
                 uc_is_general_category_withtable(tail, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
    bool han = noise_is_han(first);
    return l.end - l.start <= HEADER_MAX && before.end - before.start >= FULL_LINE &&
           next.end - next.start > l.end - l.start && (latin || (han && (noise_is_han(last) || last == U'，'))) &&
           !noise_ends_sentence(s, l) && noise_goes_on(s, before, next);
}

/* Lines beside form feeds, and those between two lines that belong together. */
static void between_lines(struct noise_search *s, struct candidates *list)
{
    struct noise_line before = {0}, l, next;
    bool any = false;
    for (bool more = noise_line_next(s, 0, &l); more; before = l, l = next, any = true) {
        more = noise_line_next(s, l.end + 1, &next);
        bool header = has_form_feed(s, any ? before.words.end : 0, l.words.start) && any;
        bool footer = more && has_form_feed(s, l.words.end, next.words.start);
        bool cuts = any && more && stands_between(s, before.words, l.words, next.words);
        if (header || footer || cuts)
            add(s, list, l.words, header || footer, cuts);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->words.start > y->words.start) - (x->words.start < y->words.start);
}

/* A line that returns. */
struct header {
    uint64_t key;
    size_t signs; /* how often it stands in a sentence or beside a page mark */
    size_t lines; /* how often it stands in the document */
};

/* Does the line of the N candidates at C return as headers do: page after page, each time with a sign? */
static bool returns(const struct candidate *c, size_t n, struct header *out)
{
    size_t near = 0, cuts = 0, closest = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        bool same = i > 0 && c[i].words.start == c[i - 1].words.start;
        if (i > 0 && !same && c[i].words.start - c[i - 1].words.start < closest)
            closest = c[i].words.start - c[i - 1].words.start;
        near += c[i].near && !(same && c[i - 1].near);
        cuts += c[i].cuts && !(same && c[i - 1].cuts);
    }
    bool sure = near >= RETURNS && closest >= NEAR_PAGE_MIN;
    *out = (struct header){c[0].key, sure ? near : cuts, 0};
    return sure || (cuts >= RETURNS && closest >= PAGE_MIN);
}

static struct header *header_of(struct header *headers, size_t n, uint64_t key)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (headers[mid].key < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && headers[lo].key == key ? &headers[lo] : NULL;
}

/* Mark the lines that are one of the N HEADERS, but not the first in the document, which is its title; or, where not
 * MARK, count them. */
static void go_through(struct noise_search *s, struct header *headers, size_t n, bool mark)
{
    struct noise_line l;
    bool first = true;
    for (size_t cp = 0; noise_line_next(s, cp, &l); cp = l.end + 1, first = false) {
        uint64_t key = first ? 0 : key_of(s, l.words);
        struct header *h = key ? header_of(headers, n, key) : NULL;
        if (!h)
            continue;
        h->lines++;
        if (mark)
            noise_mark(s, l.words, NOISE_RUNNING, NOISE_JOIN_ASK);
    }
}

void noise_rule_running(struct noise_search *s)
{
    struct candidates list = {0};
    beside_page_marks(s, &list);
    between_lines(s, &list);
    struct header *headers = mem_alloc(list.count + 1, sizeof *headers);
    size_t count = 0, kept = 0;
    if (list.count)
        qsort(list.all, list.count, sizeof *list.all, by_key);
    for (size_t i = 0, n; i < list.count; i += n) {
        for (n = 1; i + n < list.count && list.all[i + n].key == list.all[i].key;)
            n++;
        count += returns(list.all + i, n, &headers[count]);
    }
    if (count)
        go_through(s, headers, count, false);
    for (size_t i = 0; i < count; i++)
        if (headers[i].lines * 2 <= headers[i].signs * 3)
            headers[kept++] = headers[i];
    if (kept)
        go_through(s, headers, kept, true);
    free(headers);
    free(list.all);
}
