#include "tui/list_rows.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter.h"
#include "text/find.h"

#include <stdlib.h>
#include <string.h>

#define STEP_MS 8
#define STEP_DOCUMENTS 32

static const struct {
    const char *name, *label;
} sorts[SORT_COUNT] = {
    [SORT_NAME] = {"name", N_("by name")},
    [SORT_DATE] = {"date", N_("newest first")},
    [SORT_PROGRESS] = {"progress", N_("least read first")},
    [SORT_ASSIGNEE] = {"assignee", N_("by assignee")},
};

const char *list_sort_name(enum list_sort sort)
{
    return sorts[sort].name;
}

const char *list_sort_label(enum list_sort sort)
{
    return _(sorts[sort].label);
}

void list_rows_forget(struct list_rows *r)
{
    for (size_t i = 0; i < r->folded_count; i++)
        free(r->folded[i]);
    free(r->folded);
    r->folded = NULL;
    r->folded_count = 0;
}

void list_rows_clear(struct list_rows *r)
{
    list_rows_forget(r);
    list_rows_filter(r, "", NULL);
    str_clear(&r->filter);
    str_clear(&r->words);
    free(r->passing.ids);
    free(r->finding.ids);
    free(r->rows);
    *r = (struct list_rows){0};
}

void list_rows_filter(struct list_rows *r, const char *expression, struct filter *take_where)
{
    str_truncate(&r->filter, 0);
    str_truncate(&r->words, 0);
    filter_free(&r->where);
    r->where = take_where;
    r->passing.count = r->finding.count = 0;
    r->next = 0;
    if (!take_where)
        return;
    str_add(&r->filter, expression);
    filter_is_words(take_where, &r->words);
}

void list_rows_find(struct list_rows *r)
{
    r->finding.count = 0;
    r->next = r->where ? 1 : 0;
}

static bool collect(void *ctx, int64_t id)
{
    struct id_list *l = ctx;
    l->ids = mem_grow(l->ids, &l->capacity, l->count + 1, sizeof *l->ids);
    l->ids[l->count++] = id;
    return true;
}

enum err_code list_rows_step(struct list_rows *r, struct store *s, int64_t last, bool *changed, struct err *e)
{
    enum err_code rc = ERR_OK;
    int64_t until = clock_monotonic_ms() + STEP_MS;
    *changed = false;
    do {
        int64_t step = r->next < last - STEP_DOCUMENTS ? r->next + STEP_DOCUMENTS : last + 1;
        rc = store_filter_documents(s, r->where, r->next, step - 1, collect, &r->finding, e);
        r->next = step;
    } while (!rc && r->next <= last && clock_monotonic_ms() < until);
    if (rc || r->next > last) {
        struct id_list found = r->finding;
        r->finding = r->passing;
        r->passing = found;
        r->next = 0;
        *changed = true;
    }
    return rc;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* ---- what belongs to the list ---- */

static bool belongs(const struct list_rows *r, const struct tally *t, const struct tally_document *d, int64_t me)
{
    if (r->which == WHICH_ALL)
        return true;
    const struct tally_part *p = tally_part_of(t, d, me);
    return p && p->assigned && (r->which == WHICH_MINE || tally_part_state(d, p) == TALLY_TODO);
}

static void fold_all(struct list_rows *r, const struct tally *t)
{
    if (r->folded)
        return;
    r->folded = mem_alloc(t->document_count + 1, sizeof *r->folded);
    r->folded_count = t->document_count;
    for (size_t i = 0; i < t->document_count; i++) {
        const struct tally_document *d = &t->documents[i];
        struct str words = {0};
        find_fold_words(d->document.name, strlen(d->document.name), &words);
        for (size_t k = 0; k < d->count; k++) {
            const char *name = t->reviewers[d->parts[k].reviewer].name;
            if (!d->parts[k].assigned)
                continue;
            str_addc(&words, '\n'); /* in no word that is looked for */
            find_fold_words(name, strlen(name), &words);
        }
        r->folded[i] = str_take(&words);
    }
}

static bool passes(const struct list_rows *r, const struct tally_document *d)
{
    const struct id_list *p = &r->passing;
    return p->count && bsearch(&d->document.id, p->ids, p->count, sizeof *p->ids, compare_ids);
}

/* Whether each of the words, which end in a NUL and the last in two, is in TEXT. */
static bool holds(const char *text, const char *words)
{
    for (; *words; words += strlen(words) + 1)
        if (!strstr(text, words))
            return false;
    return true;
}

/* The words of the filter folded, a NUL behind each word and one more at the end. */
static char *split_words(const struct list_rows *r)
{
    struct str folded = {0};
    find_fold_words(str_z(&r->words), r->words.len, &folded);
    char *out = mem_zero(folded.len + 2, 1), *to = out;
    for (const char *p = str_z(&folded); *p;) {
        size_t n = strcspn(p, " \t\n");
        memcpy(to, p, n);
        to += n ? n + 1 : 0;
        p += n + (p[n] != '\0');
    }
    str_clear(&folded);
    return out;
}

/* ---- order ---- */

struct sort_key {
    int64_t key;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* What is assigned to nobody comes last. */
static int64_t first_assignee(const struct tally_document *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->parts[i].assigned)
            return (int64_t)d->parts[i].reviewer;
    return INT64_MAX;
}

static int percent_read(const struct list_rows *r, const struct tally *t, const struct tally_document *d, int64_t me)
{
    const struct tally_part *p = r->own ? tally_part_of(t, d, me) : NULL;
    if (r->own)
        return p ? tally_percent(tally_part_read(d, p)) : 0;
    return tally_percent(tally_read(d));
}

static int64_t key_of(const struct list_rows *r, const struct tally *t, const struct tally_document *d, int64_t me)
{
    if (r->sort == SORT_DATE)
        return d->document.created == INT64_MIN ? INT64_MAX : -d->document.created;
    return r->sort == SORT_PROGRESS ? percent_read(r, t, d, me) : first_assignee(d);
}

/* The tally is by name already. */
static void sort_rows(struct list_rows *r, const struct tally *t, int64_t me)
{
    if (r->sort == SORT_NAME || r->count == 0)
        return;
    struct sort_key *keys = mem_alloc(r->count, sizeof *keys);
    for (size_t i = 0; i < r->count; i++)
        keys[i] = (struct sort_key){key_of(r, t, &t->documents[r->rows[i]], me), r->rows[i]};
    qsort(keys, r->count, sizeof *keys, by_key);
    for (size_t i = 0; i < r->count; i++)
        r->rows[i] = keys[i].index;
    free(keys);
}

void list_rows_set(struct list_rows *r, const struct tally *t, int64_t me)
{
    char *words = split_words(r);
    if (*words)
        fold_all(r, t);
    r->rows = mem_grow(r->rows, &r->capacity, t->document_count + 1, sizeof *r->rows);
    r->count = 0;
    for (size_t i = 0; i < t->document_count; i++)
        if (belongs(r, t, &t->documents[i], me) &&
            (!r->where || passes(r, &t->documents[i]) || (*words && holds(r->folded[i], words))))
            r->rows[r->count++] = i;
    free(words);
    sort_rows(r, t, me);
}
