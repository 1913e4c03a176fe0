/* The words of a passage, read without the rest of its document. */
#include "base/mem.h"
#include "db/internal.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* Of the spans that begin before a passage so many are looked at: one that reaches into it is the last of them, or
 * has less than these inside itself. */
#define SPANS_BEFORE 1000

enum err_code quote_spans(struct store *s, int64_t id, int64_t start, int64_t end, struct noise_list *out,
                          struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code = stmt_open(
        s, &st, e,
        "SELECT start, end FROM (SELECT start, end FROM noise WHERE document_id = ?1 AND deleted_at IS NULL "
        "AND start < ?2 ORDER BY start DESC LIMIT ?4) WHERE end > ?2 UNION ALL "
        "SELECT start, end FROM noise WHERE document_id = ?1 AND deleted_at IS NULL AND start >= ?2 AND start < ?3 "
        "ORDER BY 1, 2",
        "iiii", id, start, end, (int64_t)SPANS_BEFORE);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        int64_t from = sqlite3_column_int64(st, 0), to = sqlite3_column_int64(st, 1);
        if (to > from)
            noise_list_add(out, (struct span){(size_t)(from < start ? start : from), (size_t)(to > end ? end : to)},
                           NOISE_HAND);
    }
    stmt_close(s, st);
    return code;
}

/* Where the first MAX code points of [start, end) end that are in none of the spans of L, which are in order. */
static int64_t end_of_words(const struct noise_list *l, int64_t start, int64_t end, int64_t max)
{
    int64_t at = start;
    for (size_t i = 0; i < l->count && max > 0; i++) {
        int64_t from = (int64_t)l->all[i].span.start, to = (int64_t)l->all[i].span.end;
        if (from - at >= max)
            break;
        max -= from > at ? from - at : 0;
        at = to > at ? to : at;
    }
    return end - at > max ? at + max : end;
}

/* RAW, which begins at START, without the spans of L; frees it. */
static char *cut(char *take_raw, const struct noise_list *l, int64_t start)
{
    struct text *t = text_new(take_raw, strlen(take_raw));
    struct str out = {0};
    size_t at = 0, n;
    for (size_t i = 0; i <= l->count; i++) {
        size_t to = i < l->count ? l->all[i].span.start - (size_t)start : text_length(t);
        if (to > at) {
            const char *words = text_slice(t, at, to, &n);
            str_addn(&out, words, n);
        }
        if (i < l->count && l->all[i].span.end - (size_t)start > at)
            at = l->all[i].span.end - (size_t)start;
    }
    text_free(t);
    return str_take(&out);
}

enum err_code store_quote(struct store *s, int64_t id, int64_t start, int64_t end, int64_t max, char **utf8,
                          struct err *e)
{
    struct noise_list noise = {0};
    *utf8 = NULL;
    start = start < 0 ? 0 : start;
    end = end < start ? start : end;
    enum err_code code = quote_spans(s, id, start, end, &noise, e);
    int64_t all = code ? 0 : end_of_words(&noise, start, end, max);
    if (!code)
        code = store_document_quote(s, id, start, all, all - start, utf8, e);
    if (!code && noise.count > 0)
        *utf8 = cut(*utf8, &noise, start);
    noise_list_clear(&noise);
    if (!code && !**utf8) { /* all of it is noise by now */
        free(*utf8);
        code = store_document_quote(s, id, start, end, max, utf8, e);
    }
    return code;
}
