/* Whether noise leaves an annotation any of its words. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 256 /* code points that are read at once: the first of them nearly always decide */

static enum err_code has_words(struct store *s, int64_t document, int64_t start, int64_t end, bool *words,
                               struct err *e)
{
    enum err_code code = ERR_OK;
    *words = false;
    for (int64_t at = start; !code && !*words && at < end; at += PIECE) {
        char *piece;
        code = store_document_quote(s, document, at, end, PIECE, &piece, e);
        *words = !code && !points_are_white(piece, strlen(piece));
        bool over = !code && !*piece;
        free(piece);
        if (over) /* a range that a damaged file has behind the end of the text */
            break;
    }
    return code;
}

enum err_code noise_leaves_words(struct store *s, const struct noise_list *noise, int64_t document, int64_t start,
                                 int64_t end, bool *words, struct err *e)
{
    int64_t at = start;
    size_t i = 0, above = noise->count;
    while (i < above) { /* the spans are apart and in order */
        size_t middle = i + (above - i) / 2;
        if ((int64_t)noise->all[middle].span.end <= start)
            i = middle + 1;
        else
            above = middle;
    }
    enum err_code code = ERR_OK;
    *words = i == noise->count || (int64_t)noise->all[i].span.start >= end; /* none of it is noise */
    for (; !code && !*words && at < end; i++) {
        bool behind = i == noise->count || (int64_t)noise->all[i].span.start >= end;
        int64_t to = behind ? end : (int64_t)noise->all[i].span.start;
        if (to > at)
            code = has_words(s, document, at, to, words, e);
        if (behind)
            break;
        at = (int64_t)noise->all[i].span.end;
    }
    return code;
}

static int by_start(const void *a, const void *b)
{
    const struct noise *one = a, *other = b;
    return (one->span.start > other->span.start) - (one->span.start < other->span.start);
}

void noise_unite(struct noise_list *l)
{
    size_t n = 0;
    if (l->count > 1)
        qsort(l->all, l->count, sizeof *l->all, by_start);
    for (size_t i = 0; i < l->count; i++) {
        struct span s = l->all[i].span;
        if (n > 0 && s.start <= l->all[n - 1].span.end)
            l->all[n - 1].span.end = s.end > l->all[n - 1].span.end ? s.end : l->all[n - 1].span.end;
        else
            l->all[n++].span = s;
    }
    l->count = n;
}

/* ---- before a mark ---- */

/* An annotation over some of the span that is to be noise. */
struct covered {
    int64_t start, end, reviewer;
    char *name;
};

struct covered_list {
    struct covered *all;
    size_t count, cap;
};

static void covered_clear(struct covered_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->all[i].name);
    free(l->all);
}

static enum err_code list_covered(struct store *s, int64_t document, int64_t start, int64_t end,
                                  struct covered_list *out, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    enum err_code code =
        stmt_open(s, &st, e,
                  "SELECT max(a.start, 0), a.end, a.reviewer_id, r.name FROM annotation a LEFT JOIN reviewer r "
                  "ON r.id = a.reviewer_id WHERE a.document_id = ?1 AND a.deleted_at IS NULL AND a.start < ?3 "
                  "AND a.end > ?2 ORDER BY a.start, a.id",
                  "iii", document, start, end);
    while (!code && !(code = stmt_step(s, st, &row, e)) && row) {
        out->all = mem_grow(out->all, &out->cap, out->count + 1, sizeof *out->all);
        out->all[out->count++] = (struct covered){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                                                  sqlite3_column_int64(st, 2), mem_dup(stmt_text(st, 3))};
    }
    stmt_close(s, st);
    return code;
}

/* Whether A has words now, and none once [START, END) is noise, too. */
static enum err_code loses_words(struct store *s, int64_t document, const struct covered *a, int64_t start, int64_t end,
                                 bool *out, struct err *e)
{
    struct noise_list noise = {0};
    bool before = false, after = true;
    enum err_code code = quote_spans(s, document, a->start, a->end, &noise, e);
    noise_unite(&noise);
    if (!code)
        code = noise_leaves_words(s, &noise, document, a->start, a->end, &before, e);
    if (!code && before) {
        noise_list_add(&noise, (struct span){(size_t)start, (size_t)end}, NOISE_HAND);
        noise_unite(&noise);
        code = noise_leaves_words(s, &noise, document, a->start, a->end, &after, e);
    }
    noise_list_clear(&noise);
    *out = before && !after;
    return code;
}

enum err_code noise_check_words(struct store *s, int64_t document, int64_t start, int64_t end, struct err *e)
{
    struct covered_list l = {0};
    bool loses = false;
    size_t i = 0;
    enum err_code code = list_covered(s, document, start, end, &l, e);
    for (; !code && !loses && i < l.count; i++)
        code = loses_words(s, document, &l.all[i], start, end, &loses, e);
    if (!code && loses && l.all[i - 1].reviewer == s->reviewer)
        code = err_set(e, ERR_DENIED, _("an annotation of yours lies in it: mark less, or delete it first"));
    else if (!code && loses)
        code = err_set(e, ERR_DENIED, _("the annotation of %s lies in it: mark less, or have it deleted first"),
                       l.all[i - 1].name);
    covered_clear(&l);
    return code;
}

enum err_code noise_check_again(struct store *s, int64_t id, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    int64_t document = 0, start = 0, end = 0;
    enum err_code code = stmt_open(s, &st, e, "SELECT document_id, start, end FROM noise WHERE id = ?1", "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        document = sqlite3_column_int64(st, 0);
        start = sqlite3_column_int64(st, 1);
        end = sqlite3_column_int64(st, 2);
    }
    stmt_close(s, st);
    return code || start < 0 || end <= start ? code : noise_check_words(s, document, start, end, e);
}
