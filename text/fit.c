#include "text/fit.h"

#include "base/mem.h"

#include <string.h>

struct cell {
    uint32_t distance, start;
};

static struct cell nearer(struct cell a, struct cell b)
{
    if (a.distance != b.distance)
        return a.distance < b.distance ? a : b;
    return a.start <= b.start ? a : b;
}

static struct cell one_more(struct cell c, uint32_t cost)
{
    return (struct cell){c.distance + cost, c.start};
}

/* The last row of the table: for each end in W, the distance of P from what is nearest and ends there. */
static struct cell *last_row(const uint32_t *p, size_t n, const uint32_t *w, size_t m)
{
    struct cell *row = mem_alloc(m + 1, sizeof *row);
    for (size_t j = 0; j <= m; j++)
        row[j] = (struct cell){0, (uint32_t)j};
    for (size_t i = 0; i < n; i++) {
        struct cell corner = row[0];
        row[0] = one_more(row[0], 1);
        for (size_t j = 1; j <= m; j++) {
            struct cell above = row[j];
            struct cell best = nearer(one_more(corner, p[i] != w[j - 1]), one_more(above, 1));
            row[j] = nearer(best, one_more(row[j - 1], 1));
            corner = above;
        }
    }
    return row;
}

struct fit fit_in(const uint32_t *p, size_t n, const uint32_t *w, size_t m)
{
    struct cell *row = last_row(p, n, w, m);
    size_t end = 0;
    for (size_t j = 1; j <= m; j++)
        if (row[j].distance < row[end].distance ||
            (row[j].distance == row[end].distance && row[j].start == row[end].start))
            end = j;
    struct fit f = {row[end].start, end, row[end].distance};
    free(row);
    return f;
}

size_t fit_distance(const uint32_t *p, size_t n, const uint32_t *w, size_t m)
{
    size_t *row = mem_alloc(m + 1, sizeof *row);
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 0; i < n; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j], best = corner + (p[i] != w[j - 1]);
            best = above + 1 < best ? above + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            corner = above;
        }
    }
    size_t distance = row[m];
    free(row);
    return distance;
}

int fit_likeness(size_t distance, size_t n, size_t m)
{
    size_t longer = n > m ? n : m;
    if (longer == 0)
        return 100;
    return distance < longer ? (int)((longer - distance) * 100 / longer) : 0;
}

/* A single true between falses becomes false. */
static void drop_single(bool *x, size_t n)
{
    for (size_t i = 1; i + 1 < n; i++)
        if (x[i] && !x[i - 1] && !x[i + 1])
            x[i] = false;
}

void fit_same(const uint32_t *p, size_t n, const uint32_t *w, size_t m, bool *x, bool *y)
{
    uint16_t *common = mem_zero((n + 1) * (m + 1), sizeof *common); /* characters in common of what begins there */
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            const uint16_t *at = common + i * (m + 1) + j;
            uint16_t skip = at[1] > at[m + 1] ? at[1] : at[m + 1];
            common[i * (m + 1) + j] = p[i] == w[j] ? (uint16_t)(at[m + 2] + 1) : skip;
        }
    memset(x, 0, n * sizeof *x);
    memset(y, 0, m * sizeof *y);
    for (size_t i = 0, j = 0; i < n && j < m;) {
        const uint16_t *at = common + i * (m + 1) + j;
        if (p[i] == w[j])
            x[i++] = y[j++] = true;
        else if (at[m + 1] >= at[1])
            i++;
        else
            j++;
    }
    drop_single(x, n);
    drop_single(y, m);
    free(common);
}
