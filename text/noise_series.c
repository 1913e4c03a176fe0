#include "text/noise_rule.h"

#include "base/mem.h"

#define NUMBER_MAX 10000

/* What number MEMBER would follow, and how long the series is then. ENDS has the best member that ends a series at a
 * number, as index + 1; 0: none. */
static size_t best_before(const size_t *ends, const struct noise_member *members, const size_t *length,
                          const struct noise_member *m, size_t gap)
{
    size_t best = 0, reach = 0;
    for (int step = 1; step <= 2 && m->number - step > 0; step++) {
        size_t i = ends[m->number - step];
        if (i == 0 || members[i - 1].total != m->total || m->at - members[i - 1].at < gap)
            continue;
        if (length[i - 1] > reach) {
            reach = length[i - 1];
            best = i;
        }
    }
    return best;
}

size_t noise_series(struct noise_member *members, size_t n, size_t gap)
{
    size_t numbers = 0;
    for (size_t i = 0; i < n; i++) {
        members[i].counted = false;
        if (members[i].number < NUMBER_MAX && members[i].number > (long)numbers)
            numbers = (size_t)members[i].number;
    }
    if (numbers == 0)
        return 0;
    size_t *ends = mem_zero(numbers + 1, sizeof *ends);
    size_t *before = mem_zero(n + 1, sizeof *before), *length = mem_zero(n + 1, sizeof *length);
    size_t last = 0, longest = 0;
    for (size_t i = 0; i < n; i++) {
        if (members[i].number <= 0 || members[i].number >= NUMBER_MAX)
            continue;
        before[i] = best_before(ends, members, length, &members[i], gap);
        length[i] = 1 + (before[i] ? length[before[i] - 1] : 0);
        size_t *end = &ends[members[i].number];
        if (*end == 0 || length[*end - 1] <= length[i])
            *end = i + 1;
        if (length[i] > longest) {
            longest = length[i];
            last = i + 1;
        }
    }
    for (size_t i = last; i > 0; i = before[i - 1])
        members[i - 1].counted = true;
    free(ends);
    free(before);
    free(length);
    return longest;
}
