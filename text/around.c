#include "text/around.h"

#include "text/fit.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

int around_before(const struct align *a, int side, struct span s, struct span t, size_t most)
{
    size_t n = least(most, s.start), m = least(most, t.start), same = 0;
    const uint32_t *x = a->c[side] + s.start - n, *y = a->c[!side] + t.start - m;
    while (same < n && same < m && x[n - 1 - same] == y[m - 1 - same])
        same++;
    if (same == n && same == m)
        return 100;
    return fit_likeness(fit_distance(x, n - same, y, m - same), n, m);
}

int around_behind(const struct align *a, int side, struct span s, struct span t, size_t most)
{
    size_t n = least(most, a->n[side] - s.end), m = least(most, a->n[!side] - t.end), same = 0;
    const uint32_t *x = a->c[side] + s.end, *y = a->c[!side] + t.end;
    while (same < n && same < m && x[same] == y[same])
        same++;
    if (same == n && same == m)
        return 100;
    return fit_likeness(fit_distance(x + same, n - same, y + same, m - same), n, m);
}
