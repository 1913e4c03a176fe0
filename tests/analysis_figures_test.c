/* Each figure against counting by looking at every annotation, and every pair, again and again. */
#include "tests/unit.h"

#include "analysis/figures.h"
#include "tests/analysis_graph.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEEDS = 40, LENGTH = 1000, SECTIONS = 5 };

typedef bool belongs_fn(const struct graph *g, const struct graph_node *n, uint32_t key);

static bool has_tag(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    (void)g;
    return n->tag == key;
}

/* CODE is OVER or stands below it. */
static bool below(const struct graph *g, uint32_t code, uint32_t over)
{
    while (code != over && code < g->code_count)
        code = g->codes[code].parent;
    return code == over && code < g->code_count;
}

static bool has_code(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    return key == GRAPH_NONE ? n->code == GRAPH_NONE : n->code != GRAPH_NONE && below(g, n->code, key);
}

static bool in_document(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    (void)g;
    return n->document == key;
}

static bool by_reviewer(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    (void)g;
    return n->reviewer == key;
}

static bool in_tenth(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    (void)g;
    return n->start / (LENGTH / 10) == key;
}

/* Sections of each document begin at 100, 300, 400, 700; the one at 300 has the one at 400 in it and goes on behind it.
 */
static size_t sections_of(const struct graph *g, struct figure_section *out)
{
    static const int64_t spans[SECTIONS - 1][2] = {{100, 300}, {300, 600}, {400, 500}, {700, LENGTH}};
    size_t n = 0;
    for (uint32_t d = 0; d < g->document_count; d++)
        for (size_t i = 0; i < SECTIONS - 1; i++)
            out[n++] = (struct figure_section){.document = d, .start = spans[i][0], .end = spans[i][1]};
    return n;
}

static bool in_section(const struct graph *g, const struct graph_node *n, uint32_t key)
{
    struct figure_section sections[64];
    size_t count = sections_of(g, sections);
    uint32_t found = GRAPH_NONE;
    for (uint32_t i = 0; i < count; i++)
        if (sections[i].document == n->document && sections[i].start <= n->start && n->start < sections[i].end)
            found = i;
    return found == key;
}

static const struct {
    belongs_fn *belongs;
    enum figure figure;
    uint32_t first, last;
    bool sorted, empty;
} counted[] = {
    {has_tag, FIGURE_TAG, 1, 3, false, true},          {has_code, FIGURE_CODE, 0, 11, false, false},
    {in_document, FIGURE_DOCUMENT, 0, 6, true, false}, {in_section, FIGURE_SECTION, 0, 7 * (SECTIONS - 1), true, false},
    {by_reviewer, FIGURE_REVIEWER, 0, 4, true, false}, {in_tenth, FIGURE_PLACE, 0, 9, false, true},
};

static const struct figure_bar *bar_of(const struct figures *f, uint32_t key)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->bars[i].key == key)
            return &f->bars[i];
    return NULL;
}

static void count(const struct graph *g, belongs_fn *belongs, uint32_t key, int64_t counts[4])
{
    memset(counts, 0, 4 * sizeof *counts);
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].passes && belongs(g, &g->nodes[i], key)) {
            counts[0]++;
            counts[g->nodes[i].tag]++;
        }
}

static size_t check_bars(const struct graph *g, size_t which, const struct figures *f)
{
    size_t bars = 0;
    int64_t greatest = 0, counts[4];
    for (uint32_t key = counted[which].first; key <= counted[which].last + 1; key++) {
        bool none = key == counted[which].last + 1;
        if (none && counted[which].figure != FIGURE_SECTION && counted[which].figure != FIGURE_CODE)
            continue;
        count(g, counted[which].belongs, none ? GRAPH_NONE : key, counts);
        const struct figure_bar *bar = bar_of(f, none ? GRAPH_NONE : key);
        greatest = counts[0] > greatest ? counts[0] : greatest;
        if (counts[0] == 0 && !counted[which].empty) {
            assert_null(bar);
            continue;
        }
        bars++;
        assert_non_null(bar);
        assert_memory_equal(bar->counts, counts, sizeof counts);
    }
    for (size_t i = 0; i < f->count; i++)
        assert_int_equal(f->bars[i].total, greatest);
    return bars;
}

static void every_figure_agrees_with_counting_one_by_one(void **state)
{
    struct figures f = {0};
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed++) {
        struct graph g;
        struct figure_section sections[64];
        graph_sample(&g, seed, 3 * seed, seed);
        size_t n = sections_of(&g, sections);
        for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
            figures_count(&g, counted[i].figure, sections, n, &f);
            assert_int_equal(f.count, check_bars(&g, i, &f));
            for (size_t k = 1; k < f.count; k++)
                assert_true(counted[i].sorted ? f.bars[k - 1].counts[0] >= f.bars[k].counts[0]
                                              : f.bars[k - 1].key < f.bars[k].key);
        }
        graph_clear(&g);
    }
    figures_clear(&f);
}

static int64_t covered(const struct graph *g, uint32_t document, int tag)
{
    int64_t n = 0;
    for (int64_t at = 0; at < LENGTH; at++)
        for (size_t i = 0; i < g->node_count; i++) {
            const struct graph_node *x = &g->nodes[i];
            if (x->passes && x->document == document && (tag == 0 || x->tag == tag) && x->start <= at && at < x->end) {
                n++;
                break;
            }
        }
    return n;
}

static void coverage_counts_every_code_point_once(void **state)
{
    struct figures f = {0};
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed += 9) {
        struct graph g;
        graph_sample(&g, seed, 5 * seed, 0);
        figures_count(&g, FIGURE_COVERAGE, NULL, 0, &f);
        assert_int_equal(f.count, g.document_count);
        for (uint32_t d = 0; d < f.count; d++) {
            assert_int_equal(f.bars[d].key, d);
            assert_int_equal(f.bars[d].total, LENGTH);
            for (int tag = 0; tag < 4; tag++)
                assert_int_equal(f.bars[d].counts[tag], covered(&g, d, tag));
        }
        graph_clear(&g);
    }
    figures_clear(&f);
}

static int64_t together(const struct graph *g, uint32_t a, uint32_t b)
{
    int64_t n = 0;
    for (size_t i = 0; i < g->node_count; i++)
        for (size_t j = 0; j < g->node_count; j++) {
            const struct graph_node *x = &g->nodes[i], *y = &g->nodes[j];
            n += x->passes && y->passes && x->document == y->document && x->start < y->end && y->start < x->end &&
                 figure_together_key((enum tag)x->tag, x->code) == a &&
                 figure_together_key((enum tag)y->tag, y->code) == b;
        }
    return n;
}

static void passages_that_overlap_are_counted_together(void **state)
{
    struct figures f = {0};
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed += 3) {
        struct graph g;
        graph_sample(&g, seed, 6 * seed, 0);
        figures_count(&g, FIGURE_TOGETHER, NULL, 0, &f);
        size_t at = 0;
        for (uint32_t a = 1; a < 16; a++)
            for (uint32_t b = a + 1; b < 16; b++) {
                int64_t n = together(&g, a, b);
                for (at = 0; at < f.count && (f.bars[at].key != a || f.bars[at].other != b); at++)
                    ;
                assert_int_equal(at < f.count ? f.bars[at].counts[0] : 0, n);
            }
        for (size_t i = 1; i < f.count; i++)
            assert_true(f.bars[i - 1].counts[0] >= f.bars[i].counts[0]);
        graph_clear(&g);
    }
    figures_clear(&f);
}

static void a_key_of_together_says_tag_and_code(void **state)
{
    struct graph g;
    uint32_t code;
    (void)state;
    graph_sample(&g, 1, 3, 0);
    assert_int_equal(figure_together_tag(&g, figure_together_key(TAG_REMEDY, GRAPH_NONE), &code), TAG_REMEDY);
    assert_int_equal(code, GRAPH_NONE);
    assert_int_equal(figure_together_tag(&g, figure_together_key(TAG_CAUSE, 5), &code), TAG_CAUSE);
    assert_int_equal(code, 5);
    assert_int_equal(figure_together_tag(&g, UINT32_MAX, &code), TAG_NONE);
    graph_clear(&g);
}

static void names_of_figures_are_read_back(void **state)
{
    enum figure back;
    (void)state;
    for (int i = 0; i < FIGURES; i++) {
        assert_true(figure_parse(figure_name((enum figure)i), &back));
        assert_int_equal(back, i);
    }
    assert_false(figure_parse("tags", &back));
}

/* Parts that are shorter than a code point, none, and a length that no text has. */
static void parts_are_touched_whatever_their_length(void **state)
{
    struct figure_part parts[8] = {0};
    (void)state;
    figures_place(parts, 8, 2, TAG_CAUSE, 1, 2);
    for (int i = 0; i < 8; i++)
        assert_int_equal(parts[i].counts[TAG_CAUSE], i >= 4);
    figures_place(parts, 8, INT64_MAX, TAG_CAUSE, INT64_MAX - 5, INT64_MAX);
    assert_int_equal(parts[7].counts[0], 2);
    assert_int_equal(parts[6].counts[0], 1);
    figures_place(parts, 0, 10, TAG_CAUSE, 0, 1);
    figures_place(parts, 8, 0, TAG_CAUSE, 0, 1);
    figures_place(parts, 8, 10, TAG_CAUSE, 5, 11);
    assert_int_equal(parts[0].counts[0], 0);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* N annotations of one passage. */
static double crowd(uint32_t n)
{
    struct graph g = {0};
    struct figures f = {0};
    graph_add_document(&g, 1, 100, "a");
    graph_add_reviewer(&g, 1, "li");
    for (uint32_t i = 0; i < n; i++)
        graph_add_node(&g, &(struct graph_node){
                               .id = i, .end = 100, .code = GRAPH_NONE, .tag = (uint8_t)(1 + i % 3), .passes = true});
    graph_sort(&g);
    graph_close(&g);
    double began = seconds();
    figures_count(&g, FIGURE_TOGETHER, NULL, 0, &f);
    began = seconds() - began;
    int64_t third = n / 3;
    assert_int_equal(f.count, 3);
    assert_int_equal(f.bars[0].counts[0], third * third);
    figures_clear(&f);
    graph_clear(&g);
    return began;
}

static void a_crowd_in_one_place_is_not_compared_with_itself(void **state)
{
    (void)state;
    double small = crowd(30000), big = crowd(300000);
    if (big > 40 * small)
        fail_msg("30,000 took %.4f s, 300,000 took %.4f s", small, big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_agrees_with_counting_one_by_one),
        cmocka_unit_test(coverage_counts_every_code_point_once),
        cmocka_unit_test(passages_that_overlap_are_counted_together),
        cmocka_unit_test(a_key_of_together_says_tag_and_code),
        cmocka_unit_test(names_of_figures_are_read_back),
        cmocka_unit_test(parts_are_touched_whatever_their_length),
        cmocka_unit_test(a_crowd_in_one_place_is_not_compared_with_itself),
    };
    return cmocka_run_group_tests_name("analysis_figures", tests, NULL, NULL);
}
