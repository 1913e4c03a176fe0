/* How much of two documents is the same: the share of their runs of eight words (a Han character is one) that both
 * have. Whole sentences would not do: a version in which each sentence got another comma would have none in common. */
#include "text/anchor.h"

#include "base/mem.h"
#include "text/cut.h"
#include "text/window.h"

#include <unictype.h>

#define RUN 8       /* words */
#define KEPT 262144 /* runs that are compared at the most, by their hashes, of the longer document */
#define PRIME UINT64_C(0x100000001B3)
#define BASIS UINT64_C(0xCBF29CE484222325)

struct runs {
    uint64_t *all; /* sorted, each once */
    size_t count, cap;
};

struct words {
    struct window w;
    size_t at, length;
};

/* The hash of the next word: a character that is written without spaces, or letters and digits in a row; folded, so
 * that traditional and simplified ones are the same, and without any punctuation. False at the end. */
static bool next_word(struct words *k, uint64_t *hash)
{
    *hash = BASIS;
    for (bool inside = false; k->at < k->length; k->at++) {
        uint32_t c = window_char(&k->w, k->at);
        bool word = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_M);
        bool alone = word && cut_is_cjk(c);
        if (inside && (!word || alone))
            return true;
        if (word)
            *hash = (*hash ^ find_fold(c)) * PRIME;
        if (alone) {
            k->at++;
            return true;
        }
        inside = inside || word;
    }
    return *hash != BASIS;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The bits of a product are mixed well only at its upper end, and the sample is taken by the lower one. */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
    return x ^ (x >> 33);
}

/* One of SAMPLE runs of T, chosen by the hash: the same ones in both documents. */
static struct runs runs_of(const struct text *t, uint64_t sample)
{
    struct runs out = {0};
    struct words k = {.length = text_length(t)};
    uint64_t word[RUN] = {0};
    window_init(&k.w, t);
    for (size_t n = 0; next_word(&k, &word[n % RUN]); n++) {
        uint64_t run = BASIS;
        for (size_t i = 1; i <= RUN; i++)
            run = (run ^ word[(n + i) % RUN]) * PRIME;
        run = mixed(run);
        if (n + 1 < RUN || run % sample != 0)
            continue;
        out.all = mem_grow(out.all, &out.cap, out.count + 1, sizeof *out.all);
        out.all[out.count++] = run;
    }
    if (out.count)
        qsort(out.all, out.count, sizeof *out.all, by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < out.count; i++)
        if (kept == 0 || out.all[i] != out.all[kept - 1])
            out.all[kept++] = out.all[i];
    out.count = kept;
    return out;
}

int anchor_likeness(const struct text *a, const struct text *b)
{
    size_t length = text_length(a) > text_length(b) ? text_length(a) : text_length(b);
    uint64_t sample = 1 + length / KEPT;
    struct runs x = runs_of(a, sample), y = runs_of(b, sample);
    size_t same = 0, least = x.count < y.count ? x.count : y.count;
    for (size_t i = 0, j = 0; i < x.count && j < y.count;) {
        if (x.all[i] == y.all[j])
            same++;
        if (x.all[i] < y.all[j])
            i++;
        else
            j++;
    }
    free(x.all);
    free(y.all);
    return least ? (int)(same * 100 / least) : 0;
}
