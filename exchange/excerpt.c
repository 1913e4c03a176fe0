#include "exchange/excerpt.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define WORD_MAX 24 /* bytes of a word that is left out rather than cut */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Where words were cut off at the outer ends, leave out the rest of a Latin word. */
static void keep_whole_words(struct excerpt *x)
{
    if (x->more_before && is_letter(*x->before)) {
        size_t n = strcspn(x->before, " ");
        if (n < WORD_MAX && x->before[n])
            memmove(x->before, x->before + n + 1, strlen(x->before + n + 1) + 1);
    }
    size_t end = strlen(x->after);
    if (x->more_after && end > 0 && is_letter(x->after[end - 1])) {
        char *blank = strrchr(x->after, ' ');
        if (blank && blank > x->after && end - (size_t)(blank - x->after) < WORD_MAX)
            *blank = '\0';
    }
}

static char *slice(const struct text *t, size_t start, size_t end)
{
    size_t n;
    const char *p = text_slice(t, start, end, &n);
    return mem_ndup(p, n);
}

static size_t clamp(int64_t cp, size_t length)
{
    if (cp < 0)
        return 0;
    return (uint64_t)cp < length ? (size_t)cp : length;
}

/* What stands around flow span [START, END), which is not empty. */
static void take_around(const struct text *t, size_t start, size_t end, size_t around, struct excerpt *out)
{
    size_t from = text_paragraph(t, text_paragraph_at(t, start)).start;
    size_t to = text_paragraph(t, text_paragraph_at(t, end - 1)).end;
    if (start - from > around) {
        size_t floor = text_grapheme_floor(t, start - around);
        from = floor < start - around ? text_grapheme_next(t, floor) : floor;
        from = from < start ? from : start;
        out->more_before = true;
    }
    if (to > end + around) {
        to = text_grapheme_floor(t, end + around);
        out->more_after = true;
    }
    out->before = slice(t, from, start);
    out->after = slice(t, end, to > end ? to : end);
    keep_whole_words(out);
}

void excerpt_of_reading(const struct reading *r, int64_t start, int64_t end, size_t around, struct excerpt *out)
{
    *out = (struct excerpt){0};
    size_t length = text_length(r->text), s = clamp(start, length), e = clamp(end, length);
    const struct text *t = flow_text(r->flow);
    struct span in = {flow_in(r->flow, s), flow_in(r->flow, e)};
    if (in.start < in.end) {
        out->cut = in.end - in.start > EXCERPT_MAX;
        out->quote = slice(t, in.start, out->cut ? text_grapheme_floor(t, in.start + EXCERPT_MAX) : in.end);
        take_around(t, in.start, in.end, around, out);
        return;
    }
    size_t n; /* somebody marked all of it as noise */
    const char *p = flow_quote(r->flow, (struct span){s, e}, &n);
    out->quote = mem_ndup(p, n);
    out->before = mem_dup("");
    out->after = mem_dup("");
}

/* Leave of the words before a passage those of its own paragraph; true where there was another one. */
static bool keep_last_line(char *z)
{
    const char *lf = strrchr(z, '\n');
    if (lf)
        memmove(z, lf + 1, strlen(lf + 1) + 1);
    return lf != NULL;
}

enum err_code excerpt_of_store(struct store *s, int64_t document, int64_t length, int64_t start, int64_t end,
                               size_t around, struct excerpt *out, struct err *e)
{
    *out = (struct excerpt){.before = mem_dup(""), .quote = mem_dup(""), .after = mem_dup("")};
    int64_t from = start > (int64_t)around ? start - (int64_t)around : 0;
    int64_t to = length - end > (int64_t)around ? end + (int64_t)around : length;
    char **part[] = {&out->before, &out->quote, &out->after};
    const int64_t edge[][2] = {{from, start}, {start, end}, {end, to}};
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < sizeof part / sizeof *part && !rc; i++) {
        if (edge[i][0] >= edge[i][1])
            continue;
        char *words = NULL;
        rc = store_quote(s, document, edge[i][0], edge[i][1], i == 1 ? EXCERPT_MAX : (int64_t)around, &words, e);
        if (!rc) {
            free(*part[i]);
            *part[i] = words;
        }
    }
    if (rc) {
        excerpt_clear(out);
        return rc;
    }
    out->cut = end - start > EXCERPT_MAX;
    out->more_before = !keep_last_line(out->before) && from > 0;
    char *lf = strchr(out->after, '\n');
    if (lf)
        *lf = '\0';
    out->more_after = !lf && to < length;
    keep_whole_words(out);
    return ERR_OK;
}

void excerpt_clear(struct excerpt *p)
{
    free(p->before);
    free(p->quote);
    free(p->after);
    *p = (struct excerpt){0};
}
