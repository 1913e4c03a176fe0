/* Rows beside those of a cutter that fills every row and knows no rule: ours begin and end as they should, hold every
 * paragraph whole, and are hardly more. */
#include "text/glyph.h"
#include "text/layout.h"
#include "text/text.h"

#include "base/str.h"
#include "tests/unit.h"

#include <string.h>

/* Widths that a pane has. */
#define NARROWEST 20
#define WIDEST 200

struct tally {
    size_t rows, greedy;
    size_t bad_starts, bad_ends;
    size_t torn; /* paragraphs that are not whole, row behind row */
};

/* What must not begin a row, and what must not end one; not the words of text/linebreak.h, but those of whoever reads
 * (GB/T 15834, CLREQ 3.1.3). */
static bool is_one_of(const char *set, const char *s, size_t n)
{
    for (size_t i = 0; set[i];) {
        size_t len = (unsigned char)set[i] < 0x80 ? 1 : (unsigned char)set[i] < 0xE0 ? 2 : 3;
        if (n >= len && memcmp(set + i, s, len) == 0)
            return true;
        i += len;
    }
    return false;
}

static bool begins_badly(const char *s, size_t n)
{
    return is_one_of("，。、；：！？）》」』】〉〕］”’…·～,.;:!?)]}%％℃", s, n);
}

static bool ends_badly(const char *s, size_t n)
{
    size_t last = n;
    while (last > 0 && ((unsigned char)s[--last] & 0xC0) == 0x80)
        ;
    return is_one_of("（《「『【〈〔［“‘([{", s + last, n - last);
}

/* Cells of the cluster [CP, NEXT). */
static int cells_of(const struct text *t, size_t cp, size_t next)
{
    size_t n;
    int cells = 0;
    struct glyph g;
    const char *s = text_slice(t, cp, next, &n);
    for (size_t i = 0; i < n; i += g.bytes) {
        glyph_first(s + i, n - i, false, &g);
        cells += g.cells;
    }
    return cells;
}

/* The rows of a paragraph whose clusters have the N CELLS. */
static size_t greedy_rows(const int *cells, size_t n, int width)
{
    size_t rows = 1;
    int used = 0;
    for (size_t i = 0; i < n; i++) {
        if (used + cells[i] > width && used > 0) {
            rows++;
            used = 0;
        }
        used += cells[i];
    }
    return rows;
}

/* A closing mark alone, or one behind another, is a run that may be longer than a row; so is white space. */
static void judge_row(const struct text *t, const struct row *r, struct span paragraph, struct tally *out)
{
    size_t n;
    const char *s = text_slice(t, r->start, r->end, &n);
    out->bad_starts += r->start > paragraph.start && begins_badly(s, n);
    out->bad_ends += r->end < paragraph.end && ends_badly(s, n);
}

static void measure(const struct text *t, int width, const int *cells, const size_t *first, struct tally *out)
{
    struct layout *l = layout_new(t, width, false);
    struct row r = layout_row_at(l, 0);
    bool more = true;
    for (size_t k = 0; k < text_paragraphs(t); k++) {
        struct span p = text_paragraph(t, k);
        size_t at = p.start;
        out->greedy += greedy_rows(cells + first[k], first[k + 1] - first[k], width);
        for (; more && r.paragraph == k; more = layout_next(l, &r)) {
            out->torn += r.start != at || r.last != (r.end == p.end);
            at = r.end;
            out->rows++;
            judge_row(t, &r, p, out);
        }
        out->torn += at != p.end;
    }
    layout_free(l);
}

/* Clusters of all paragraphs, and where those of each begin. */
static void measure_clusters(const struct text *t, int *cells, size_t *first)
{
    size_t n = 0;
    for (size_t k = 0; k < text_paragraphs(t); k++) {
        struct span p = text_paragraph(t, k);
        first[k] = n;
        for (size_t cp = p.start, next; cp < p.end; cp = next) {
            next = text_grapheme_next(t, cp);
            cells[n++] = cells_of(t, cp, next);
        }
    }
    first[text_paragraphs(t)] = n;
}

static void measure_all(const struct text *t, struct tally *out)
{
    int *cells = test_calloc(text_length(t) + 1, sizeof *cells);
    size_t *first = test_calloc(text_paragraphs(t) + 1, sizeof *first);
    measure_clusters(t, cells, first);
    for (int width = NARROWEST; width <= WIDEST; width++)
        measure(t, width, cells, first, out);
    test_free(cells);
    test_free(first);
}

/* A speech as there are many: headings, items, quotes, numbers and a few words of English. Sentences are made of
 * clauses, so that no two paragraphs break alike. */
static void add_sentence(struct str *s, unsigned *seed)
{
    static const char *const clauses[] = {
        "机房的水管在夜里裂开",
        "值班员没有按时巡查",
        "“谁来负责”这个问题没有人回答",
        "报告（第二稿）写得很清楚",
        "损失约 1,200 元",
        "设备、线路、人员三方面都准备不足",
        "《值班制度》没有落实",
        "我们从 2023 年起换了新系统",
        "大家都说“没有收到短信”",
        "问题出在哪里",
        "使用了 pump 3.5 以后",
        "占全部故障的 35%",
        "一是补课，二是演练",
        "负责人（小王）已经知道",
        "这件事情拖了三个多月",
    };
    static const char *const ends[] = {"。", "。", "；", "！", "？", "……", "。”"};
    size_t n = 1 + (*seed = *seed * 1103515245u + 12345u) / 65536 % 4;
    for (size_t i = 0; i < n; i++) {
        *seed = *seed * 1103515245u + 12345u;
        str_add(s, i ? "，" : "");
        str_add(s, clauses[*seed / 65536 % (sizeof clauses / sizeof *clauses)]);
    }
    str_add(s, ends[*seed / 65536 % (sizeof ends / sizeof *ends)]);
}

static struct text *speech(unsigned seed)
{
    struct str s = {0};
    for (size_t i = 0; i < 40; i++) {
        str_add(&s, i % 8 == 0 ? "一、存在的问题\n" : i % 8 == 3 ? "（一）思想上不重视。" : "　　");
        for (size_t k = 0; k < 2 + i % 7; k++)
            add_sentence(&s, &seed);
        str_add(&s, "\n");
    }
    size_t n = s.len;
    return text_new(str_take(&s), n);
}

static void rows_are_hardly_more_than_greedy_ones(void **state)
{
    (void)state;
    struct tally all = {0};
    for (unsigned seed = 1; seed <= 4; seed++) {
        struct text *t = speech(seed);
        measure_all(t, &all);
        text_free(t);
    }
    print_message("# %zu rows, %zu greedy ones: %.2f %% more; %zu begin and %zu end badly, %zu paragraphs are torn\n",
                  all.rows, all.greedy, 100.0 * (double)all.rows / (double)all.greedy - 100, all.bad_starts,
                  all.bad_ends, all.torn);
    assert_int_equal(all.bad_starts, 0);
    assert_int_equal(all.bad_ends, 0);
    assert_int_equal(all.torn, 0);
    assert_true(all.rows * 100 <= all.greedy * 101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_hardly_more_than_greedy_ones),
    };
    return cmocka_run_group_tests_name("layout_greedy", tests, NULL, NULL);
}
