/* "Did you mean": the nearest name by edit distance. */
#include "cli/cli.h"

#include <stdint.h>
#include <string.h>

#define SUGGEST_MAX 32 /* longer words are nobody's typing mistake */

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);
    size_t rows[3][SUGGEST_MAX + 1];
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
    }
    return rows[m % 3][n];
}

/* Two neighbours in A have changed places in B. */
static bool is_swap(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    return a[i] && a[i + 1] && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp(a + i + 2, b + i + 2) == 0;
}

/* Few letters are near to everything, so that a short word has to be the start of the name or a swap in it. */
static bool is_near(const char *word, const char *name, size_t d)
{
    size_t n = strlen(word);
    size_t allowed = n <= 3 ? 0 : n <= 5 ? 1 : 2;
    return d <= allowed || strncmp(word, name, n) == 0 || is_swap(word, name);
}

const char *cli_suggest(const char *word, const struct cli_command *const *commands)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    if (strlen(word) < 2 || strlen(word) > SUGGEST_MAX)
        return NULL;
    for (; *commands; commands++) {
        const char *name = (*commands)->name;
        if (strlen(name) > SUGGEST_MAX)
            continue;
        size_t d = distance(word, name);
        if (d < best_distance && is_near(word, name, d)) {
            best = name;
            best_distance = d;
        }
    }
    return best;
}
