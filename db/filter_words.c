/* The words of a filter, looked for in notes, names and passages. A text is read once for all annotations in it that
 * follow one another: where a pattern stands in it is one bit for each of its characters. */
#include "base/mem.h"
#include "db/filter_tree.h"
#include "text/find.h"
#include "text/text.h"

#include <string.h>

struct pattern {
    struct find *find;
    uint64_t *begins; /* bit I: it stands at character I of the words; NULL: not looked for yet */
};

struct filter_words {
    struct store *s;
    struct pattern *patterns;
    size_t count, cap;
    int64_t document;      /* whose text this is, 0: none */
    struct text *plain;    /* the text as it stands */
    struct text *words;    /* without its noise; PLAIN where there is none */
    struct noise_list gap; /* the noise: apart and in order, inside the text */
    size_t *skipped;       /* characters of noise before each of them */
};

struct filter_words *filter_words_new(struct store *s)
{
    struct filter_words *w = MEM_NEW(struct filter_words);
    w->s = s;
    return w;
}

static void forget(struct filter_words *w)
{
    for (size_t i = 0; i < w->count; i++) {
        free(w->patterns[i].begins);
        w->patterns[i].begins = NULL;
    }
    if (w->words != w->plain)
        text_free(w->words);
    text_free(w->plain);
    noise_list_clear(&w->gap);
    free(w->skipped);
    w->plain = w->words = NULL;
    w->skipped = NULL;
    w->document = 0;
}

void filter_words_free(void *words)
{
    struct filter_words *w = words;
    if (!w)
        return;
    forget(w);
    for (size_t i = 0; i < w->count; i++)
        find_free(w->patterns[i].find);
    free(w->patterns);
    free(w);
}

size_t filter_words_add(struct filter_words *w, const char *p, size_t n)
{
    w->patterns = mem_grow(w->patterns, &w->cap, w->count + 1, sizeof *w->patterns);
    w->patterns[w->count] = (struct pattern){.find = find_new(p, n)};
    return w->count++;
}

/* ---- one text ---- */

/* How many of the characters before AT are words. */
static size_t words_before(const struct filter_words *w, size_t at)
{
    size_t lo = 0, hi = w->gap.count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->gap.all[mid].span.start < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return at;
    struct span last = w->gap.all[lo - 1].span;
    size_t noise = w->skipped[lo - 1] + ((at < last.end ? at : last.end) - last.start);
    return at - noise;
}

/* Cut the noise out of the text. */
static void cut(struct filter_words *w)
{
    struct str out = {0};
    size_t at = 0, skipped = 0, n;
    w->skipped = mem_alloc(w->gap.count, sizeof *w->skipped);
    for (size_t i = 0; i < w->gap.count; i++) {
        struct span noise = w->gap.all[i].span;
        const char *words = text_slice(w->plain, at, noise.start, &n);
        str_addn(&out, words, n);
        w->skipped[i] = skipped;
        skipped += noise.end - noise.start;
        at = noise.end;
    }
    const char *rest = text_slice(w->plain, at, text_length(w->plain), &n);
    str_addn(&out, rest, n);
    n = out.len;
    w->words = text_new(str_take(&out), n);
}

/* In a text that is damaged nothing is found: one of thousands must not keep the others from being looked through. */
static enum err_code load(struct filter_words *w, int64_t document)
{
    char *utf8;
    size_t n;
    forget(w);
    enum err_code code = store_document_text(w->s, document, &utf8, &n, NULL);
    if (code == ERR_NOT_FOUND || code == ERR_CORRUPT) {
        utf8 = mem_dup("");
        n = 0;
        code = ERR_OK;
    }
    if (code)
        return code;
    w->plain = w->words = text_new(utf8, n);
    code = quote_spans(w->s, document, 0, (int64_t)text_length(w->plain), &w->gap, NULL);
    noise_unite(&w->gap);
    if (!code && w->gap.count > 0)
        cut(w);
    w->document = document;
    return code;
}

static void mark(const struct filter_words *w, struct pattern *p)
{
    struct span m;
    size_t length = text_length(w->words);
    p->begins = mem_zero(length / 64 + 1, sizeof *p->begins);
    for (size_t at = 0; find_next(p->find, w->words, at, SIZE_MAX, &m); at = m.start + 1)
        p->begins[m.start / 64] |= (uint64_t)1 << m.start % 64;
}

/* Whether a bit of [FROM, TO) is set. */
static bool any(const uint64_t *bits, size_t from, size_t to)
{
    for (size_t i = from; i < to; i = (i / 64 + 1) * 64) {
        uint64_t word = bits[i / 64] >> i % 64;
        if (word)
            return i + (size_t)__builtin_ctzll(word) < to;
    }
    return false;
}

/* Whether P stands in the words of [START, END); where all of it is noise, in the passage as it is (store_quote). */
static bool in_passage(struct filter_words *w, struct pattern *p, size_t start, size_t end)
{
    size_t from = words_before(w, start), to = words_before(w, end), n = find_length(p->find);
    struct span m;
    if (from == to)
        return end - start >= n && find_next(p->find, w->plain, start, end - n + 1, &m);
    if (to - from < n)
        return false;
    if (!p->begins)
        mark(w, p);
    return any(p->begins, from, to - n + 1);
}

/* ---- the SQL functions ---- */

/* The pattern that the first two of the arguments name. */
static struct pattern *pattern_of(sqlite3_value **v, struct filter_words **w)
{
    *w = sqlite3_value_pointer(v[0], FILTER_WORDS_TYPE);
    size_t i = (size_t)sqlite3_value_int64(v[1]);
    return *w && i < (*w)->count && (*w)->patterns[i].find ? &(*w)->patterns[i] : NULL;
}

static void found(sqlite3_context *ctx, int n, sqlite3_value **v)
{
    struct filter_words *w;
    (void)n;
    const struct pattern *p = pattern_of(v, &w);
    const char *text = (const char *)sqlite3_value_text(v[2]);
    size_t bytes = text ? (size_t)sqlite3_value_bytes(v[2]) : 0;
    sqlite3_result_int(ctx, p && bytes > 0 && points_count(text, bytes, NULL) && find_in(p->find, text, bytes));
}

static void quoted(sqlite3_context *ctx, int n, sqlite3_value **v)
{
    struct filter_words *w;
    (void)n;
    struct pattern *p = pattern_of(v, &w);
    int64_t document = sqlite3_value_int64(v[2]), start = sqlite3_value_int64(v[3]), end = sqlite3_value_int64(v[4]);
    bool sound = p && start >= 0 && start < end; /* else no text has to be read */
    enum err_code code = sound && w->document != document ? load(w, document) : ERR_OK;
    if (code)
        sqlite3_result_error_code(ctx, code == ERR_BUSY ? SQLITE_BUSY : SQLITE_IOERR);
    else
        sqlite3_result_int(ctx, sound && end <= (int64_t)text_length(w->plain) &&
                                    in_passage(w, p, (size_t)start, (size_t)end));
}

enum err_code filter_functions(struct store *s, struct err *e)
{
    static const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    int rc = sqlite3_create_function_v2(s->db, "filter_found", 3, flags, NULL, found, NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(s->db, "filter_quoted", 5, flags, NULL, quoted, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ERR_OK : stmt_error(s, rc, e);
}
