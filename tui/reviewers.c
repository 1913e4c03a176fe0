#include "tui/reviewers.h"

#include "base/mem.h"

#include <string.h>
#include <strings.h>

static bool add(void *ctx, const struct reviewer *r)
{
    struct reviewers *all = ctx;
    all->items = mem_grow(all->items, &all->capacity, all->count + 1, sizeof *all->items);
    struct reviewer *copy = &all->items[all->count++];
    *copy = *r;
    copy->name = mem_dup(r->name);
    copy->account = mem_dup(r->account);
    return true;
}

enum err_code reviewers_load(struct reviewers *r, struct store *s, struct err *e)
{
    reviewers_clear(r);
    return store_reviewers(s, add, r, e);
}

void reviewers_clear(struct reviewers *r)
{
    for (size_t i = 0; i < r->count; i++)
        reviewer_clear(&r->items[i]);
    free(r->items);
    *r = (struct reviewers){0};
}

const struct reviewer *reviewers_get(const struct reviewers *r, int64_t id)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].id == id)
            return &r->items[i];
    return NULL;
}

const char *reviewers_name(const struct reviewers *r, int64_t id)
{
    const struct reviewer *one = reviewers_get(r, id);
    return one ? one->name : "";
}

const struct reviewer *reviewers_at(const struct reviewers *r, const char *words, size_t *bytes)
{
    const struct reviewer *best = NULL;
    size_t length = 0;
    for (size_t i = 0; i < r->count; i++) {
        size_t n = strlen(r->items[i].name);
        if (n > length && strncmp(words, r->items[i].name, n) == 0 && strchr(" ,", words[n])) {
            best = &r->items[i];
            length = n;
        }
    }
    *bytes = length + strspn(words + length, " ,");
    return best;
}

/* ---- near ones ---- */

#define NEAR_BYTES 64 /* of a name that count */

/* Bytes put in, taken out or changed; of a name that begins with the word, nothing. */
static size_t distance(const char *word, const char *name)
{
    size_t m = strnlen(word, NEAR_BYTES), n = strnlen(name, NEAR_BYTES), row[NEAR_BYTES + 1];
    if (strncasecmp(word, name, m) == 0)
        return 0;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t changed = diagonal + (strncasecmp(word + i - 1, name + j - 1, 1) != 0);
            size_t other = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            diagonal = row[j];
            row[j] = changed < other ? changed : other;
        }
    }
    return row[n];
}

size_t reviewers_near(const struct reviewers *r, const char *name, const struct reviewer **out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        size_t at = n, d = distance(name, r->items[i].name);
        while (at > 0 && d < distance(name, out[at - 1]->name))
            at--;
        if (at == max)
            continue;
        n += n < max;
        for (size_t k = n - 1; k > at; k--)
            out[k] = out[k - 1];
        out[at] = &r->items[i];
    }
    return n;
}
