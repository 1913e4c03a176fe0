/* What stands on a session's screen, read from its cells, against the model. */
#include "tests/unit.h"

#include "tests/model_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUTTER 4
#define MOST 32   /* annotations over one row; of more only so many are told apart */
#define STRETCH 8 /* paragraphs of which the margin holds the notes together */
#define KNOWN 3   /* code points of a quote that are always shown */

static const char letters[] = " MCR";

/* A screen, and what is to be on it. */
struct sight {
    struct world *w;
    const struct reader *reader;
    const struct grid *grid;
    const struct thing **all; /* the document's annotations in order */
    size_t count;
    const char *text;
    int64_t document;
    int first; /* the paragraph of the first row */
};

static _Noreturn void wrong(const struct sight *v, const char *what, int row)
{
    struct str s = {0};
    grid_dump(v->grid, &s);
    str_addf(&v->w->trail, "%s", str_z(&s));
    str_clear(&s);
    world_fail(v->w, "the screen of document %lld is wrong in row %d: %s", (long long)v->document, row, what);
}

static char at(const struct sight *v, int row, int col)
{
    return grid_cell(v->grid, row, col)->text[0];
}

static char *words_of(const struct sight *v, int row, int from, int to)
{
    struct str s = {0};
    for (int col = from; col < to; col++) {
        const struct cell *c = grid_cell(v->grid, row, col);
        str_add(&s, c->width ? c->text : "");
    }
    return str_take(&s);
}

static void shows(const struct sight *v, int row, int from, int to, const char *words)
{
    char *row_words = words_of(v, row, from, to);
    bool found = strstr(row_words, words) != NULL;
    free(row_words);
    if (!found)
        wrong(v, words, row);
}

/* ---- beside the text ---- */

/* How many annotations begin before CP. */
static size_t before(const struct sight *v, int64_t cp)
{
    size_t n = 0;
    while (n < v->count && v->all[n]->now.start < cp)
        n++;
    return n;
}

static void same_gutter(const struct sight *v, int row, int paragraph)
{
    int n[4] = {0};
    int64_t start = paragraph * (int64_t)MODEL_STRIDE, end = start + MODEL_STRIDE;
    for (size_t i = 0; i < v->count; i++)
        if (v->all[i]->now.start < end && start < v->all[i]->now.end)
            n[v->all[i]->now.tag]++;
    for (int tag = 1; tag <= 3 && n[1] + n[2] + n[3] <= MOST; tag++) {
        char mark = n[tag] == 0 ? ' ' : n[tag] == 1 ? letters[tag] : n[tag] < 10 ? (char)('0' + n[tag]) : '+';
        if (at(v, row, tag - 1) != mark)
            wrong(v, "the gutter", row);
    }
}

/* The paragraph that a row shows, by its number; MODEL_PARAGRAPHS behind the end. */
static int paragraph_at(const struct sight *v, int row)
{
    if (at(v, row, GUTTER - 1) == '~' && at(v, row, GUTTER) == ' ')
        return MODEL_PARAGRAPHS;
    char *number = words_of(v, row, GUTTER, GUTTER + 4);
    int n = (int)strtol(number, NULL, 10);
    free(number);
    return n;
}

static void same_text(struct sight *v)
{
    v->first = paragraph_at(v, 1);
    for (int y = 0; y < v->reader->shape.rows; y++) {
        int p = paragraph_at(v, 1 + y), should = v->first + y < MODEL_PARAGRAPHS ? v->first + y : MODEL_PARAGRAPHS;
        if (p != should)
            wrong(v, "another paragraph stands here", 1 + y);
        if (p == MODEL_PARAGRAPHS)
            continue;
        const char *line = v->text;
        for (int i = 0; i < p; i++)
            line = strchr(line, '\n') + 1;
        char *shown = words_of(v, 1 + y, GUTTER, GUTTER + v->reader->shape.text_cols);
        size_t n = (size_t)(strchr(line, '\n') - line);
        bool same = strncmp(shown, line, n) == 0;
        free(shown);
        if (!same)
            wrong(v, "other words stand here", 1 + y);
        same_gutter(v, 1 + y, p);
    }
}

/* ---- an annotation's own line ---- */

/* What the line of A begins with behind its letter: its code, and its first words without noise, as far as it is sure
 * that there is room for them. */
static void beginning(const struct sight *v, const struct thing *a, struct str *out)
{
    const char *p = v->text;
    if (a->now.code)
        str_addf(out, "%s: ", model_get(&v->w->model, CODE, a->now.code)->now.words);
    if (model_overlaps_noise(&v->w->model, v->document, a->now.start, a->now.end))
        return;
    for (int64_t i = 0; i < a->now.end && i < a->now.start + KNOWN; i++) {
        int n = 1 + ((unsigned char)*p >= 0xC0) + ((unsigned char)*p >= 0xE0);
        if (*p == '\n')
            break;
        if (i >= a->now.start)
            str_addn(out, p, (size_t)n);
        else if (p[n] == '\n') { /* the line end before it */
            p++;
            i++;
        }
        p += n;
    }
}

/* Whether the line in ROW from COL to END, which begins with a mark and a letter, is that of A. */
static bool is_line(const struct sight *v, int row, int col, int end, const struct thing *a)
{
    struct str words = {0};
    beginning(v, a, &words);
    char *shown = words_of(v, row, col + 4, end);
    const char *name = v->w->model.name[0];
    for (int i = 0; i < MODEL_PEOPLE; i++)
        name = v->w->model.reviewer[i] == a->owner ? v->w->model.name[i] : name;
    bool same = at(v, row, col + 1) == letters[a->now.tag] && strncmp(shown, str_z(&words), words.len) == 0 &&
                strstr(shown, name);
    free(shown);
    str_clear(&words);
    return same;
}

static bool is_head(const struct sight *v, int row, int col)
{
    return strchr(" +", at(v, row, col)) && at(v, row, col + 1) != ' ' && strchr(letters, at(v, row, col + 1)) &&
           at(v, row, col + 2) == ' ';
}

static bool is_blank(const struct sight *v, int row, int col, int end)
{
    char *words = words_of(v, row, col, end);
    bool blank = words[strspn(words, " ")] == '\0';
    free(words);
    return blank;
}

/* ---- the panel below ---- */

/* Every line of an annotation, in order and without a gap, and the last one where there is room for more. */
static int panel_fits(const struct sight *v, size_t first)
{
    int top = 2 + v->reader->shape.rows, rows = v->reader->shape.panel_rows - 1;
    size_t i = first;
    for (int y = top; y < top + rows; y++) {
        if (is_blank(v, y, 0, v->grid->cols)) {
            if (i != v->count)
                return y;
        } else if (is_head(v, y, 0)) {
            if (i == v->count || !is_line(v, y, 0, v->grid->cols, v->all[i++]))
                return y;
            char *words = words_of(v, y, 0, v->grid->cols);
            bool noted = strstr(words, "“词") != NULL;
            free(words);
            if (noted != (v->all[i - 1]->now.words[0] != '\0'))
                return y;
        } else if (y == top || at(v, y, 0) != ' ') {
            return y;
        }
    }
    return 0;
}

static void same_panel(const struct sight *v)
{
    int best = 0;
    if (!v->count) {
        shows(v, 2 + v->reader->shape.rows, 0, v->grid->cols, "Nothing is tagged yet");
        return;
    }
    for (size_t first = 0; first < v->count; first++) {
        int row = panel_fits(v, first);
        if (!row)
            return;
        best = row > best ? row : best;
    }
    wrong(v, "the panel", best);
}

/* ---- the margin ---- */

/* One row beside paragraph P, with *I annotations told before it. */
static bool margin_row(const struct sight *v, int y, int p, size_t *i)
{
    int col = v->reader->shape.margin_col + 1, end = v->grid->cols;
    bool stretch_ends = p % STRETCH == STRETCH - 1 && p + 1 < MODEL_PARAGRAPHS;
    size_t begun = before(v, (p + 1) * (int64_t)MODEL_STRIDE);
    char *words = words_of(v, y, col + 1, end);
    char *behind;
    unsigned long more = strtoul(words, &behind, 10);
    bool waits = *words != ' ' && behind != words && strncmp(behind, " more", 5) == 0;
    free(words);
    if (waits) {
        *i += more;
        return stretch_ends && *i == begun;
    }
    if (is_head(v, y, col)) {
        if (*i >= begun || !is_line(v, y, col, end, v->all[(*i)++]))
            return false;
        const char *note = v->all[*i - 1]->now.words;
        bool last = stretch_ends || y == v->reader->shape.rows;
        words = words_of(v, y + 1, col + 2, end);
        bool noted = last || !*note || strncmp(words, "词", strlen("词")) == 0 || strstr(words, " more");
        free(words);
        return noted && (!stretch_ends || *i == begun);
    }
    return !(stretch_ends || is_blank(v, y, col, end)) || *i == begun;
}

static int margin_fits(const struct sight *v, size_t first)
{
    size_t i = first;
    for (int y = 1; y <= v->reader->shape.rows; y++) {
        int p = v->first + y - 1;
        p = p < MODEL_PARAGRAPHS ? p : MODEL_PARAGRAPHS;
        if (p % STRETCH == 0 && p < MODEL_PARAGRAPHS && i != before(v, p * (int64_t)MODEL_STRIDE))
            return y;
        if (!margin_row(v, y, p, &i))
            return y;
    }
    return 0;
}

static void same_margin(const struct sight *v)
{
    int best = 0;
    for (size_t first = 0; first <= v->count; first++) {
        int row = margin_fits(v, first);
        if (!row)
            return;
        best = row > best ? row : best;
    }
    wrong(v, "the margin", best);
}

/* ---- all of it ---- */

static void same_counts(const struct sight *v)
{
    char words[64];
    size_t n[4] = {0};
    for (size_t i = 0; i < v->count; i++)
        n[v->all[i]->now.tag]++;
    snprintf(words, sizeof words, "M%zu C%zu R%zu ", n[1], n[2], n[3]);
    shows(v, 0, 0, v->grid->cols, words);
}

void compare_screen(struct world *w, int who)
{
    const struct tui *t = w->seat[who];
    struct sight v = {.w = w, .reader = live_reader(w->seat[who]), .grid = t->app.grid};
    v.document = v.reader->document.id;
    v.text = w->model.documents[v.document - 1].text;
    v.all = compare_standing(w, v.document, &v.count);
    same_counts(&v);
    same_text(&v);
    if (v.reader->shape.margin_col)
        same_margin(&v);
    else
        same_panel(&v);
    free(v.all);
}
