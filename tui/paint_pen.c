/* The ink that is on, and where the cursor stands: the shortest way from one to the next. */
#include "tui/paint_own.h"

#include <string.h>

/* A sequence that is put together, to be measured before it is sent. */
struct sequence {
    char s[64];
    size_t n;
};

static void add(struct sequence *q, const char *s)
{
    for (; *s && q->n < sizeof q->s; s++)
        q->s[q->n++] = *s;
}

static void add_number(struct sequence *q, int n)
{
    char digits[12];
    int at = sizeof digits;
    digits[--at] = '\0';
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    add(q, digits + at);
}

static void send(struct paint *p, const struct sequence *q)
{
    str_addn(p->out, q->s, q->n);
}

/* ---- ink ---- */

static const struct {
    style attribute;
    const char *on, *off;
} attributes[] = {{STYLE_BOLD, "1", "22"},
                  {STYLE_DIM, "2", "22"},
                  {STYLE_ITALIC, "3", "23"},
                  {STYLE_UNDERLINE, "4", "24"},
                  {STYLE_REVERSE, "7", "27"}};
#define ATTRIBUTES (sizeof attributes / sizeof *attributes)

static void add_parameter(struct sequence *q, const char *s)
{
    if (q->s[q->n - 1] != '[')
        add(q, ";");
    add(q, s);
}

static void add_missing(const struct paint_kind *k, struct sequence *q, struct pen from, struct pen to)
{
    for (size_t i = 0; i < ATTRIBUTES; i++)
        if (to.attributes & ~from.attributes & attributes[i].attribute)
            add_parameter(q, attributes[i].on);
    if (to.colour != from.colour)
        add_parameter(q, k->parameters[to.colour]);
    add(q, "m");
}

/* Everything off, then what is wanted. */
static struct sequence from_nothing(const struct paint_kind *k, struct pen to)
{
    struct sequence q = {"\033[", 2};
    if (to.attributes || to.colour)
        add(&q, "0");
    add_missing(k, &q, (struct pen){0}, to);
    return q;
}

/* What is not wanted any more off, what is missing on. */
static struct sequence from_there(const struct paint_kind *k, struct pen from, struct pen to)
{
    struct sequence q = {"\033[", 2};
    style off = from.attributes & (style)~to.attributes;
    if (off & (STYLE_BOLD | STYLE_DIM)) { /* both at once */
        add_parameter(&q, "22");
        from.attributes &= (style) ~(STYLE_BOLD | STYLE_DIM);
        off &= from.attributes;
    }
    for (size_t i = 0; i < ATTRIBUTES; i++)
        if (off & attributes[i].attribute)
            add_parameter(&q, attributes[i].off);
    add_missing(k, &q, from, to);
    return q;
}

void pen_take(struct paint *p, struct pen to)
{
    if (pen_same(p->pen, to))
        return;
    struct sequence q = from_nothing(&p->kind, to);
    if (p->kind.off || !(p->pen.attributes & (style)~to.attributes)) {
        struct sequence step = from_there(&p->kind, p->pen, to);
        if (step.n < q.n)
            q = step;
    }
    send(p, &q);
    p->pen = to;
}

/* ---- cursor ---- */

/* ESC [ N F, without the number where it is 1. */
static void add_control(struct sequence *q, int n, const char *final)
{
    add(q, "\033[");
    if (n != 1)
        add_number(q, n);
    add(q, final);
}

static void keep_shorter(struct sequence *best, const struct sequence *q)
{
    if (!best->n || q->n < best->n)
        *best = *q;
}

/* From column FROM (below 0: any) to another in the same row. */
static struct sequence across(const struct paint *p, int from, int to)
{
    struct sequence best = {"\r", 1};
    if (to > 0)
        add_control(&best, to, "C");
    if (p->kind.hpa) {
        struct sequence q = {0};
        add_control(&q, to + 1, "G");
        keep_shorter(&best, &q);
    }
    if (from >= 0 && to > from) {
        struct sequence q = {0};
        add_control(&q, to - from, "C");
        keep_shorter(&best, &q);
    }
    if (from > to && from - to <= 3) {
        struct sequence q = {"\b\b\b", (size_t)(from - to)};
        keep_shorter(&best, &q);
    }
    return best;
}

/* -1, 0 or 1: above, among or below the rows that scroll. */
static int side(const struct paint *p, int row)
{
    return row < p->first ? -1 : row > p->last;
}

/* From row FROM to another, in the same column; nothing where there is no way. */
static struct sequence along(const struct paint *p, int from, int to)
{
    struct sequence best = {0};
    bool crosses = side(p, from) != side(p, to); /* moving stops there, or scrolls */
    if (!crosses && to > from && to - from <= 4) {
        best = (struct sequence){"\n\n\n\n", (size_t)(to - from)};
        return best;
    }
    if (!crosses)
        add_control(&best, to > from ? to - from : from - to, to > from ? "B" : "A");
    if (p->kind.vpa) {
        struct sequence q = {0};
        add_control(&q, to + 1, "d");
        keep_shorter(&best, &q);
    }
    return best;
}

static struct sequence way(const struct paint *p, int row, int col)
{
    struct sequence best = {0}, q = {0};
    if (row == p->row && col == p->col)
        return best;
    add(&best, "\033[");
    if (row > 0 || col > 0)
        add_number(&best, row + 1);
    if (col > 0) {
        add(&best, ";");
        add_number(&best, col + 1);
    }
    add(&best, "H");
    if (col != p->col)
        q = across(p, p->col, col);
    if (row != p->row) {
        struct sequence down = along(p, p->row, row);
        if (!down.n)
            return best;
        memcpy(q.s + q.n, down.s, down.n);
        q.n += down.n;
    }
    keep_shorter(&best, &q);
    return best;
}

void cursor_move(struct paint *p, int row, int col)
{
    struct sequence q = way(p, row, col);
    send(p, &q);
    p->row = row;
    p->col = col;
}

size_t cursor_cost(const struct paint *p, int row, int col)
{
    return way(p, row, col).n;
}
