#include "tests/bench/bench_table.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHAT_CELLS 54

void bench_table_add(struct bench_table *t, const struct bench_row *row)
{
    t->row = mem_grow(t->row, &t->cap, t->n + 1, sizeof *t->row);
    t->row[t->n++] = *row;
}

void bench_table_clear(struct bench_table *t)
{
    free(t->row);
    *t = (struct bench_table){0};
}

double bench_table_figure(const struct bench_row *row, const struct bench_figures *f)
{
    switch (row->judge) {
    case BENCH_MEAN:
        return f->mean;
    case BENCH_P99:
        return f->p99;
    case BENCH_MAX:
        return f->max;
    case BENCH_MEDIAN:
        break;
    }
    return f->median;
}

static double peer_figure(const struct bench_row *row)
{
    return row->peer ? bench_table_figure(row, &row->theirs) : 0;
}

double bench_table_ratio(const struct bench_row *row)
{
    double peer = peer_figure(row);
    return peer > 0 ? bench_table_figure(row, &row->ours) / peer : 0;
}

enum bench_verdict bench_table_verdict(const struct bench_row *row)
{
    if (row->bound <= 0 && !row->absolute)
        return BENCH_SHOWN;
    if (row->ours.n == 0 || (!row->absolute && peer_figure(row) <= 0))
        return BENCH_NO_PEER;
    double judged = row->absolute ? bench_table_figure(row, &row->ours) : bench_table_ratio(row);
    return judged <= row->bound ? BENCH_HOLDS : BENCH_MISSES;
}

/* ---- for people ---- */

/* A figure in nine cells: three digits that count, or all of them. */
static void put_figure(struct str *out, double x)
{
    str_addf(out, " %8.*f", x < 10 && x != (double)(long)x ? 2 : x < 100 && x != (double)(long)x ? 1 : 0, x);
}

/* The judged one where it belongs: the mean in place of the median, the longest in place of p99. */
static void put_figures(struct str *out, const struct bench_figures *f, enum bench_judge judge)
{
    if (f->n == 0) {
        str_addf(out, " %8s %8s %8s", "-", "-", "-");
        return;
    }
    put_figure(out, f->min);
    put_figure(out, judge == BENCH_MEAN ? f->mean : f->median);
    put_figure(out, judge == BENCH_MAX ? f->max : f->p99);
}

static void put_ratio(struct str *out, double ratio)
{
    char buf[32];
    snprintf(buf, sizeof buf, "%.*f", ratio < 0.1 ? 3 : 2, ratio);
    str_addf(out, " %8s", ratio > 0 ? buf : "");
}

static const char *judge_name(const struct bench_row *row)
{
    static const char *const names[] = {"", ", mean", ", p99", ", longest"};
    return names[row->judge];
}

static void put_bound(struct str *out, const struct bench_row *row)
{
    char buf[32] = "";
    if (row->absolute)
        snprintf(buf, sizeof buf, "<=%g%s%s", row->bound, *row->unit ? " " : "", row->unit);
    else if (row->bound > 0)
        snprintf(buf, sizeof buf, "<=%gx", row->bound);
    str_addf(out, " %12s", buf);
}

/* A floor, or another peer: as the bound is, a figure or a ratio to the peer. */
static void put_beside(struct str *out, const struct bench_row *row, double figure)
{
    double peer = row->absolute ? 1 : peer_figure(row);
    put_ratio(out, peer > 0 ? figure / peer : 0);
}

static void put_row(struct str *out, const struct bench_row *row)
{
    static const char *const marks[] = {"", "MISSES", "not compared", ""};
    struct str what = {0};
    str_addf(&what, "%s%s%s%s", row->what, *row->unit ? ", " : "", row->unit, judge_name(row));
    str_addf(out, "%-*s", WHAT_CELLS, str_z(&what));
    str_clear(&what);
    put_figures(out, &row->ours, row->judge);
    put_figures(out, row->peer ? &row->theirs : &(struct bench_figures){0}, row->judge);
    str_addf(out, " %-8.8s", row->peer ? row->peer : "");
    put_ratio(out, bench_table_ratio(row));
    put_bound(out, row);
    put_beside(out, row, row->floor ? row->floor_figure : 0);
    put_beside(out, row, row->other ? row->other_figure : 0);
    str_addf(out, "  %s%s%s\n", marks[bench_table_verdict(row)], *row->note ? "  " : "", row->note);
}

/* The reason of the row itself goes before that of its family. */
static const char *reason_of(const struct bench_row *row, const struct bench_reason *reasons)
{
    const char *slash = strchr(row->id, '/'), *family = NULL;
    size_t length = slash ? (size_t)(slash - row->id) : strlen(row->id);
    for (; reasons && reasons->id; reasons++) {
        if (strcmp(reasons->id, row->id) == 0)
            return reasons->text;
        if (strlen(reasons->id) == length && strncmp(reasons->id, row->id, length) == 0)
            family = reasons->text;
    }
    return family;
}

/* What the floors are, as the column has only figures. */
static void put_floors(struct str *out, const struct bench_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct bench_row *row = &t->row[i];
        if (row->floor && (i == 0 || !t->row[i - 1].floor || strcmp(t->row[i - 1].floor, row->floor) != 0))
            str_addf(out, "floor of %s: %s\n", row->id, row->floor);
    }
}

void bench_table_print(const struct bench_table *t, const struct bench_reason *reasons, struct str *out)
{
    size_t missed = 0;
    str_addf(out, "%*s %26s %26s\n", WHAT_CELLS, "", "zhupi      ", "peer      ");
    str_addf(out, "%-*s %8s %8s %8s %8s %8s %8s %-8s %8s %12s %8s %8s\n", WHAT_CELLS, "what", "min", "median", "p99",
             "min", "median", "p99", "peer", "ratio", "bound", "floor", "vim");
    for (size_t i = 0; i < t->n; i++) {
        put_row(out, &t->row[i]);
        missed += bench_table_verdict(&t->row[i]) == BENCH_MISSES;
    }
    str_add(
        out,
        "ratio: of the judged figures, zhupi to peer. floor and vim: as ratios to the peer too, or as figures where "
        "the bound is one.\n");
    put_floors(out, t);
    str_addf(out, "%zu rows, %zu of them miss\n", t->n, missed);
    for (size_t i = 0; i < t->n; i++) {
        if (bench_table_verdict(&t->row[i]) != BENCH_MISSES)
            continue;
        const char *reason = reason_of(&t->row[i], reasons);
        str_addf(out, "  %s: %s\n", t->row[i].id, reason ? reason : "no reason is written");
    }
}

/* ---- for programs ---- */

static void put_string(struct str *out, const char *name, const char *z)
{
    str_addf(out, "\"%s\": ", name);
    if (z)
        str_add_json(out, z, strlen(z));
    else
        str_add(out, "null");
}

static void put_json_figures(struct str *out, const char *name, const struct bench_figures *f)
{
    str_addf(out, ", \"%s\": ", name);
    if (f->n == 0)
        str_add(out, "null");
    else
        str_addf(out, "{\"n\": %zu, \"min\": %.6g, \"median\": %.6g, \"mean\": %.6g, \"p99\": %.6g, \"max\": %.6g}",
                 f->n, f->min, f->median, f->mean, f->p99, f->max);
}

static void put_json_row(struct str *out, const struct bench_row *row, const struct bench_reason *reasons)
{
    static const char *const judges[] = {"median", "mean", "p99", "max"};
    static const char *const verdicts[] = {"holds", "misses", "not compared", "shown"};
    enum bench_verdict verdict = bench_table_verdict(row);
    str_add(out, "  {");
    put_string(out, "id", row->id);
    str_add(out, ", ");
    put_string(out, "what", row->what);
    str_add(out, ", ");
    put_string(out, "unit", row->unit);
    str_add(out, ", ");
    put_string(out, "judged", judges[row->judge]);
    put_json_figures(out, "zhupi", &row->ours);
    str_add(out, ", ");
    put_string(out, "peer", row->peer);
    put_json_figures(out, "peer_figures", row->peer ? &row->theirs : &(struct bench_figures){0});
    str_addf(out, ", \"ratio\": %.6g, \"bound\": %.6g, \"bound_of\": \"%s\", ", bench_table_ratio(row), row->bound,
             row->absolute ? "figure" : "ratio");
    put_string(out, "floor", row->floor);
    str_addf(out, ", \"floor_figure\": %.6g, ", row->floor ? row->floor_figure : 0);
    put_string(out, "other", row->other);
    str_addf(out, ", \"other_figure\": %.6g, ", row->other ? row->other_figure : 0);
    put_string(out, "verdict", verdicts[verdict]);
    str_add(out, ", ");
    put_string(out, "reason", verdict == BENCH_MISSES ? reason_of(row, reasons) : NULL);
    str_add(out, ", ");
    put_string(out, "note", *row->note ? row->note : NULL);
    str_add(out, "}");
}

void bench_table_json(const struct bench_table *t, const struct bench_reason *reasons, struct str *out)
{
    str_add(out, "[\n");
    for (size_t i = 0; i < t->n; i++) {
        put_json_row(out, &t->row[i], reasons);
        str_add(out, i + 1 < t->n ? ",\n" : "\n");
    }
    str_add(out, "]\n");
}
